//! The worker: performs effects on the desk and the drafts. It is a plain value, so that tests run the whole program on
//! one thread; the program gives it a thread of its own, because a lock held by another post must not stop countdowns.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use crate::app::{Effect, Event};
use crate::desk::{Act, Desk, Failure, House, Want, Who};
use crate::domain::entry::Kind;
use crate::domain::time::Moment;
use crate::runtime::drafts::Drafts;
use crate::runtime::{clock, settings};
use crate::store::StoreError;
use crate::store::sqlite::SqliteStore;

/// How often other windows' entries are looked for.
const POLL: Duration = Duration::from_millis(400);

/// One thing to be done, with who asks for it.
#[derive(Debug, Clone)]
pub struct Job {
    /// What.
    pub effect: Effect,
    /// The post and the person at the time of asking.
    pub post: String,
    /// Who is on duty.
    pub operator: String,
}

/// Where the files are.
#[derive(Debug, Clone)]
pub struct Files {
    /// The logbook.
    pub db: PathBuf,
    /// The settings.
    pub site: PathBuf,
}

/// The desk and the drafts of one window.
pub struct Worker {
    desk: Option<Desk>,
    files: Files,
    boot: uuid::Uuid,
    version: u64,
}

impl Worker {
    /// A worker at a desk; without one where the site is yet to be begun.
    pub fn new(desk: Option<Desk>, files: Files) -> Self {
        Self { desk, files, boot: clock::boot(), version: 0 }
    }

    /// Performs one effect and says what came of it.
    pub fn perform(&mut self, job: &Job, now: Moment) -> Option<Event> {
        let drafts = Drafts::new(&self.files.db, &job.post, &job.operator);
        match &job.effect {
            Effect::Keep(draft) => {
                // A draft that cannot be kept must not stop the typing.
                let _ = drafts.keep(draft);
                None
            }
            Effect::Drop(uid) => {
                let _ = drafts.drop(*uid);
                None
            }
            Effect::Begin { site, post, person } => Some(self.begin(site, post, person, now)),
            Effect::Bell | Effect::Quit => None,
            Effect::Act(act) => Some(Event::Replied(act.uid, Box::new(self.act(act, job, now)))),
            Effect::Load(want) => Some(self.load(want, now)),
            Effect::Card(subject) => match self.desk.as_ref()?.card(*subject, now) {
                Ok(card) => card.map(|card| Event::Card(Box::new(card))),
                Err(error) => Some(Event::Failed(error)),
            },
            Effect::Signed(subject) => match self.signed(*subject) {
                Ok(page) => page.map(|page| Event::Signed(Box::new(page))),
                Err(error) => Some(Event::Failed(error)),
            },
        }
    }

    fn act(&mut self, act: &Act, job: &Job, now: Moment) -> Result<crate::desk::Reply, Failure> {
        let desk = self.desk.as_mut().ok_or(Failure::Store(StoreError::Missing))?;
        // Whoever signs on writes that entry.
        let operator = if act.kind == Kind::Duty {
            act.fields.get("person").cloned().unwrap_or_default()
        } else {
            job.operator.clone()
        };
        desk.act(act, &Who { post: job.post.clone(), operator, boot: self.boot }, now)
    }

    fn load(&mut self, want: &Want, now: Moment) -> Event {
        let Some(desk) = self.desk.as_ref() else { return Event::Failed(StoreError::Missing) };
        match desk.snapshot(want, now) {
            Ok(snapshot) => {
                self.version = snapshot.version;
                Event::Loaded(Box::new(snapshot))
            }
            Err(error) => Event::Failed(error),
        }
    }

    fn signed(&self, subject: uuid::Uuid) -> Result<Option<crate::desk::Page>, StoreError> {
        let Some(desk) = self.desk.as_ref() else { return Ok(None) };
        let Some(card) = desk.card(subject, Moment::default())? else { return Ok(None) };
        desk.signed(card.record).map(Some)
    }

    /// Writes the settings of the first start and creates the logbook.
    fn begin(&mut self, site: &str, post: &str, person: &str, now: Moment) -> Event {
        let begun = || -> Result<(Desk, House), String> {
            let text = settings::first(site.trim(), post.trim(), person.trim());
            let parsed = crate::domain::site::Site::parse(&text).map_err(|error| error.to_string())?;
            settings::write(&self.files.site, &text).map_err(|error| error.to_string())?;
            let store = SqliteStore::create(&self.files.db, clock::new_uid()).map_err(|error| error.to_string())?;
            let procedures = crate::domain::procedure::Procedures::builtin().map_err(|error| error.to_string())?;
            let mut desk = Desk::new(Box::new(store), House::new(parsed, procedures)).map_err(|e| e.to_string())?;
            let who = Who { post: post.trim().to_owned(), operator: person.trim().to_owned(), boot: self.boot };
            for kind in [Kind::Begun, Kind::Duty] {
                let mut act = Act::new(clock::new_uid(), kind);
                if kind == Kind::Duty {
                    act.fields.insert("person".into(), who.operator.clone());
                }
                desk.act(&act, &who, now).map_err(|failure| format!("{failure:?}"))?;
            }
            let house = desk.house().clone();
            Ok((desk, house))
        }();
        match begun {
            Ok((desk, house)) => {
                self.desk = Some(desk);
                Event::Begun(Ok(Box::new(house)))
            }
            Err(said) => Event::Begun(Err(said)),
        }
    }

    /// Whether another window has written since the lists were last read.
    fn changed(&mut self) -> bool {
        let version = self.desk.as_mut().and_then(|desk| desk.store().version().ok());
        version.is_some_and(|version| version != std::mem::replace(&mut self.version, version))
    }

    /// Works until the window closes: jobs as they come, and now and then a look for other windows' entries.
    pub fn work<T: From<Event>>(mut self, jobs: &Receiver<Job>, to: &Sender<T>) {
        let mut queue = std::collections::VecDeque::new();
        loop {
            if queue.is_empty() {
                match jobs.recv_timeout(POLL) {
                    Ok(job) => queue.push_back(job),
                    Err(RecvTimeoutError::Timeout) => {
                        if self.changed() && to.send(Event::Changed.into()).is_err() {
                            return;
                        }
                        continue;
                    }
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
            queue.extend(jobs.try_iter());
            let Some(job) = queue.pop_front() else { continue };
            if queue.iter().any(|later| supersedes(&later.effect, &job.effect)) {
                continue;
            }
            if let Some(event) = self.perform(&job, clock::now())
                && to.send(event.into()).is_err()
            {
                return;
            }
        }
    }
}

/// Whether a later effect makes an earlier one needless: lists read again, a draft typed on.
fn supersedes(later: &Effect, earlier: &Effect) -> bool {
    match (later, earlier) {
        (Effect::Load(_), Effect::Load(_)) => true,
        (Effect::Keep(later), Effect::Keep(earlier)) => later.uid == earlier.uid,
        _ => false,
    }
}
