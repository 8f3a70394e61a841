//! The worker: performs effects on the desk and the drafts. It is a plain value, so that tests run the whole program on
//! one thread; the program gives it a thread of its own, because a lock held by another post must not stop countdowns.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use crate::app::paper::Sheet;
use crate::app::{Effect, Event, Notice};
use crate::desk::{Act, ActError, ActTarget, Desk, House, SnapshotRequest, Who};
use crate::domain::entry::Kind;
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::rules::{FileError, FileFault};
use crate::domain::site::Site;
use crate::domain::time::Moment;
use crate::domain::worktime::{NoticeFault, NoticeFlaw};
use crate::locale::{Language, Locale};
use crate::report::complaint::{Form, page};
use crate::runtime::drafts::Drafts;
use crate::runtime::place::private_folder;
use crate::runtime::{clock, notice, pages, rules, settings};
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
                // A draft that cannot be kept must not stop the typing, but is told.
                drafts.keep(draft).err().map(|error| Event::Unkept(unwritten(&error)))
            }
            Effect::Drop(uid) => {
                let _ = drafts.drop(*uid);
                None
            }
            Effect::Begin { site, post, person } => Some(self.begin(site, post, person, now)),
            Effect::Bell | Effect::Quit => None,
            Effect::Act(act) => Some(Event::Replied(act.uid, Box::new(self.act(act, job, now)))),
            Effect::Import { uid, file } => Some(Event::Replied(*uid, Box::new(self.import(*uid, file, job, now)))),
            Effect::Rebasing => Some(match self.desk.as_ref()?.rebasing(now) {
                Ok(rebasing) => Event::Rebasing(rebasing),
                Err(error) => Event::Failed(error),
            }),
            Effect::Load(want) => Some(self.load(want, now)),
            Effect::Card(subject) => match self.desk.as_ref()?.card(*subject, now) {
                Ok(card) => card.map(|card| Event::Card(Box::new(card))),
                Err(error) => Some(Event::Failed(error)),
            },
            Effect::Paper(subject, language) => Some(self.paper(*subject, *language, now)),
            Effect::File(sheet) => {
                let file = sheet.file.clone();
                Some(Event::Filed(Box::new(match pages::keep(&self.files.db, sheet) {
                    Ok(()) => Notice::Filed(file),
                    Err(error) if error.kind() == ErrorKind::AlreadyExists => Notice::FileThere(file),
                    Err(error) => Notice::Store(unwritten(&error)),
                })))
            }
            Effect::Signed(subject) => match self.signed(*subject) {
                Ok(page) => page.map(|page| Event::Signed(Box::new(page))),
                Err(error) => Some(Event::Failed(error)),
            },
        }
    }

    fn act(&mut self, act: &Act, job: &Job, now: Moment) -> Result<crate::desk::Reply, ActError> {
        let desk = self.desk.as_mut().ok_or(ActError::Store(StoreError::Missing))?;
        // Whoever signs on writes that entry.
        let operator = if act.kind == Kind::Duty {
            act.fields.get("person").cloned().unwrap_or_default()
        } else {
            job.operator.clone()
        };
        desk.act(act, &Who { post: job.post.clone(), operator, boot: self.boot }, now)
    }

    /// Loads a year of the calendar from a file; what is wrong with that is said at its field.
    fn import(&mut self, uid: uuid::Uuid, file: &str, job: &Job, now: Moment) -> Result<crate::desk::Reply, ActError> {
        let path = Path::new(file);
        // A pipe or a device may never end.
        let read = if path.is_file() { notice::read(path) } else { Err(NoticeFault::whole(NoticeFlaw::NoFile)) };
        let year = read.map_err(|fault| Refusal::at("file", Cause::Notice(fault)))?;
        self.act(&Act { target: ActTarget::Year(year), ..Act::new(uid, Kind::Calendar) }, job, now)
    }

    fn load(&mut self, want: &SnapshotRequest, now: Moment) -> Event {
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

    /// The pages that a record has; why the first of them is none, where it has none.
    fn paper(&mut self, subject: uuid::Uuid, language: Language, now: Moment) -> Event {
        let Some(desk) = self.desk.as_mut() else { return Event::Failed(StoreError::Missing) };
        let locale = Locale::new(language);
        let mut sheets = Vec::new();
        let mut why = None;
        for form in Form::ALL {
            match page(desk, subject, form, &locale, now) {
                Ok(Ok(page)) => sheets.push(Sheet { file: page.file, title: page.title, lines: page.lines }),
                Ok(Err(cause)) => why = why.or(Some(cause)),
                Err(error) => return Event::Failed(error),
            }
        }
        Event::Paper(subject, why.filter(|_| sheets.is_empty()).map_or(Ok(sheets), Err))
    }

    /// The first start: settings and logbook are made where they are missing; what is there is opened, never replaced.
    fn begin(&mut self, site: &str, post: &str, person: &str, now: Moment) -> Event {
        match self.begun(site.trim(), post.trim(), person.trim(), now) {
            Ok((desk, house)) => {
                self.desk = Some(desk);
                Event::Begun(Ok(Box::new(house)))
            }
            Err(why) => Event::Begun(Err(Box::new(why))),
        }
    }

    fn begun(&self, site: &str, post: &str, person: &str, now: Moment) -> Result<(Desk, House), Notice> {
        let Files { site: settings, db } = &self.files;
        if !settings.exists() {
            let text = settings::first(site, post, person);
            // Settings that would not be read back are not written.
            Site::parse(&text).map_err(|error| {
                let fault = FileFault::Wrong(error);
                Notice::Rules(Box::new(FileError { path: settings.clone(), fault }))
            })?;
            settings::write(settings, &text).map_err(|error| Notice::Store(unwritten(&error)))?;
        }
        let rules = rules::load(settings).map_err(|error| Notice::Rules(Box::new(error)))?;
        if rules.house.site.post(post).is_none() {
            // Settings that were there name the posts.
            return Err(Notice::Refused(Cause::UnknownPost));
        }
        let new = !db.exists();
        let store = if new {
            db.parent().map_or(Ok(()), private_folder).map_err(|error| Notice::Store(unwritten(&error)))?;
            SqliteStore::create(db, clock::new_uid())
        } else {
            SqliteStore::open(db)
        };
        let mut desk =
            store.and_then(|store| Desk::new(Box::new(store), rules.house.clone())).map_err(Notice::Store)?;
        let who = Who { post: post.to_owned(), operator: person.to_owned(), boot: self.boot };
        let begin = new.then(|| Act::new(clock::new_uid(), Kind::Begun));
        let duty =
            Act { fields: [("person".to_owned(), person.to_owned())].into(), ..Act::new(clock::new_uid(), Kind::Duty) };
        let acts: Vec<Act> = begin.into_iter().chain([duty]).collect();
        let acts: Vec<(&Act, &Who, Moment)> = acts.iter().map(|act| (act, &who, now)).collect();
        desk.act_all(&acts).map_err(|failure| match failure {
            ActError::Store(error) => Notice::Store(error),
            ActError::Refused(reasons) => {
                let first = reasons.into_iter().next();
                first.map_or(Notice::Store(StoreError::Damaged), |reason| Notice::Refused(reason.cause))
            }
        })?;
        rules.keep();
        let house = desk.house().clone();
        Ok((desk, house))
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

/// Why a file of the first start, or a draft, cannot be written.
fn unwritten(error: &std::io::Error) -> StoreError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => StoreError::Full,
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => StoreError::Denied,
        kind => StoreError::Other(kind.to_string()),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store as _;

    #[test]
    fn a_bare_machine_gets_its_folders_and_a_second_start_its_reasons_in_words() {
        let root = tempfile::tempdir().unwrap();
        let files = Files { db: root.path().join("data/qiantai/a.db"), site: root.path().join("config/site.toml") };
        let begin = |post: &str| Worker::new(None, files.clone()).begin("锦绣花园", post, "王敏", Moment::default());
        assert!(matches!(begin("服务中心"), Event::Begun(Ok(_))));
        assert_eq!(SqliteStore::open(&files.db).unwrap().verify().unwrap().entries, 2);
        #[cfg(unix)]
        assert_eq!(crate::runtime::place::mode(&root.path().join("data/qiantai")), Some(0o700));
        let Event::Begun(Err(why)) = begin("西门岗") else { panic!("a post that the settings do not have") };
        assert_eq!(*why, Notice::Refused(Cause::UnknownPost));
        std::fs::write(&files.db, "").unwrap();
        let Event::Begun(Err(why)) = begin("服务中心") else { panic!("an empty file is no first start") };
        assert_eq!(*why, Notice::Store(StoreError::Empty));
    }
}
