//! The worker: performs effects on the desk and the drafts. It is a plain value, so that tests run the whole program on
//! one thread; the program gives it a thread of its own, because a lock held by another post must not stop countdowns.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use strum::VariantArray;

use crate::app::paper::Sheet;
use crate::app::{Effect, Event, Notice};
use crate::desk::{Act, ActError, ActTarget, Desk, House, Mark, SnapshotRequest, StoreError, Who};
use crate::domain::entry::Kind;
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::rules::{FileError, FileFlaw};
use crate::domain::site::Site;
use crate::domain::time::Moment;
use crate::domain::worktime::{NoticeError, NoticeFlaw};
use crate::locale::{Language, Locale};
use crate::report::complaint::{Form, page};
use crate::runtime::drafts::Drafts;
use crate::runtime::open::open;
use crate::runtime::place::private_folder;
use crate::runtime::{clock, notice, pages, rules, settings};

/// How often other windows' entries are looked for.
const POLL: Duration = Duration::from_millis(400);

/// One thing to be done, with who asks for it.
#[derive(Debug, Clone)]
pub struct Job {
    pub effect: Effect,
    /// The post and the person at the time of asking.
    pub post: String,
    pub operator: String,
}

/// Where the files are.
#[derive(Debug, Clone)]
pub struct Files {
    pub db: PathBuf,
    pub site: PathBuf,
    /// The folder of drafts and printed pages.
    pub state: PathBuf,
}

impl Files {
    /// Those of a logbook in a file, whose state lies beside it.
    pub fn beside(db: PathBuf, site: PathBuf) -> Self {
        Self { state: db.parent().unwrap_or(Path::new("")).to_owned(), db, site }
    }
}

/// The desk and the drafts of one window.
pub struct Worker {
    desk: Option<Desk>,
    files: Files,
    boot: uuid::Uuid,
    lost: Option<StoreError>,
    mark: Mark,
}

impl Worker {
    /// A worker at a desk; without one where the site is yet to be begun.
    pub fn new(desk: Option<Desk>, files: Files) -> Self {
        Self { desk, files, boot: clock::boot(), lost: None, mark: Mark::default() }
    }

    /// Performs one effect and says what came of it.
    pub fn perform(&mut self, job: &Job, now: Moment) -> Option<Event> {
        let drafts = Drafts::new(&self.files, &job.post, &job.operator);
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
            Effect::Load(want) => Some(self.load(want, &self.who(job), now)),
            Effect::Card(subject) => match self.desk.as_ref()?.reading(&self.who(job)).card(*subject, now) {
                Ok(card) => card.map(|card| Event::Card(Box::new(card))),
                Err(error) => Some(Event::Failed(error)),
            },
            Effect::Paper(subject, language) => Some(self.paper(*subject, *language, &self.who(job), now)),
            Effect::File(sheet) => {
                let file = sheet.file.clone();
                Some(Event::Filed(Box::new(match pages::keep(&self.files.state, sheet) {
                    Ok(()) => Notice::Filed(file),
                    Err(error) if error.kind() == ErrorKind::AlreadyExists => Notice::FileThere(file),
                    Err(error) => Notice::Store(unwritten(&error)),
                })))
            }
            Effect::Signed(subject) => match self.signed(*subject, &self.who(job)) {
                Ok(page) => page.map(|page| Event::Signed(Box::new(page))),
                Err(error) => Some(Event::Failed(error)),
            },
        }
    }

    fn act(&mut self, act: &Act, job: &Job, now: Moment) -> Result<crate::desk::Reply, ActError> {
        let who = self.who(job);
        let desk = self.desk.as_mut().ok_or(ActError::Store(StoreError::Missing))?;
        // Whoever signs on writes that entry; so does the relief of a post that was shut.
        let typed = |key: &str| act.fields.get(key).map_or("", |typed| typed.trim());
        let said = |key: &str| desk.house().site.name_of(typed(key)).to_owned();
        let operator = match act.kind {
            Kind::Duty => said("person"),
            Kind::HandoverAccepted if who.operator.is_empty() => said("relief"),
            _ => who.operator.clone(),
        };
        desk.act(act, &Who { operator, ..who }, now)
    }

    fn who(&self, job: &Job) -> Who {
        Who { post: job.post.clone(), operator: job.operator.clone(), boot: self.boot }
    }

    /// Loads a year of the calendar from a file; what is wrong with that is said at its field.
    fn import(&mut self, uid: uuid::Uuid, file: &str, job: &Job, now: Moment) -> Result<crate::desk::Reply, ActError> {
        let path = Path::new(file);
        // A pipe or a device may never end.
        let read = if path.is_file() { notice::read(path) } else { Err(NoticeError::whole(NoticeFlaw::NoFile)) };
        let year = read.map_err(|fault| Refusal::at("file", Cause::Notice(fault)))?;
        self.act(&Act { target: ActTarget::Year(year), ..Act::new(uid, Kind::Calendar) }, job, now)
    }

    fn load(&mut self, want: &SnapshotRequest, who: &Who, now: Moment) -> Event {
        let Some(desk) = self.desk.as_ref() else { return Event::Failed(StoreError::Missing) };
        match desk.reading(who).snapshot(want, now) {
            Ok(snapshot) => {
                self.mark = snapshot.mark;
                Event::Loaded(Box::new(snapshot))
            }
            Err(error) => Event::Failed(error),
        }
    }

    fn signed(&self, subject: uuid::Uuid, who: &Who) -> Result<Option<crate::desk::Page>, StoreError> {
        let Some(desk) = self.desk.as_ref() else { return Ok(None) };
        let reading = desk.reading(who);
        reading.record(subject)?.map(|record| reading.signed(record)).transpose()
    }

    /// The pages that a record has; why the first of them is none, where it has none.
    fn paper(&self, subject: uuid::Uuid, language: Language, who: &Who, now: Moment) -> Event {
        let Some(desk) = self.desk.as_ref() else { return Event::Failed(StoreError::Missing) };
        let locale = Locale::new(language);
        let mut sheets = Vec::new();
        let mut why = None;
        for form in Form::VARIANTS {
            match page(desk.reading(who), subject, *form, &locale, now) {
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
        let Files { site: settings, db, .. } = &self.files;
        if !settings.exists() {
            let text = settings::first(site, post, person);
            // Settings that would not be read back are not written.
            Site::parse(&text).map_err(|error| {
                let flaw = FileFlaw::Rule(error);
                Notice::Rules(Box::new(FileError { path: settings.clone(), flaw }))
            })?;
            settings::write(settings, &text).map_err(|error| Notice::Store(unwritten(&error)))?;
        }
        let rules = rules::load(settings).map_err(|error| Notice::Rules(Box::new(error)))?;
        if rules.house.site.post(post).is_none() {
            // Settings that were there name the posts.
            return Err(Notice::Refused(Cause::UnknownPost));
        }
        let new = !db.exists();
        if new {
            db.parent().map_or(Ok(()), private_folder).map_err(|error| Notice::Store(unwritten(&error)))?;
        }
        let opened = open(db, new.then(clock::new_uid));
        let mut desk = opened.and_then(|opened| Desk::new(opened.store, rules.house.clone())).map_err(Notice::Store)?;
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

    /// What is to be told where another window has written since the lists were last read, or the logbook is lost: that
    /// once, until it is there again.
    fn look(&mut self) -> Option<Event> {
        match self.desk.as_ref()?.changed_since(self.mark) {
            Ok(mark) => {
                self.lost = None;
                self.mark = mark?;
                Some(Event::Changed)
            }
            Err(error) if self.lost.as_ref() == Some(&error) => None,
            Err(error) => Some(Event::Failed(self.lost.insert(error).clone())),
        }
    }

    /// Works until the window closes: jobs as they come, and now and then a look for other windows' entries.
    pub fn work<T: From<Event>>(mut self, jobs: &Receiver<Job>, to: &Sender<T>) {
        let mut queue = std::collections::VecDeque::new();
        loop {
            if queue.is_empty() {
                match jobs.recv_timeout(POLL) {
                    Ok(job) => queue.push_back(job),
                    Err(RecvTimeoutError::Timeout) => {
                        if self.look().is_some_and(|event| to.send(event.into()).is_err()) {
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
pub(super) fn unwritten(error: &std::io::Error) -> StoreError {
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

    #[test]
    fn a_bare_machine_gets_its_folders_and_a_second_start_its_reasons_in_words() {
        let root = tempfile::tempdir().unwrap();
        let files = Files::beside(root.path().join("data/qiantai/a.db"), root.path().join("config/site.toml"));
        let begin = |post: &str| Worker::new(None, files.clone()).begin("锦绣花园", post, "王敏", Moment::default());
        assert!(matches!(begin("服务中心"), Event::Begun(Ok(_))));
        assert_eq!(open(&files.db, None).unwrap().store.verify().unwrap().entries, 2);
        #[cfg(unix)]
        assert_eq!(crate::runtime::place::mode(&root.path().join("data/qiantai")), Some(0o700));
        let Event::Begun(Err(why)) = begin("西门岗") else { panic!("a post that the settings do not have") };
        assert_eq!(*why, Notice::Refused(Cause::UnknownPost));
        std::fs::write(&files.db, "").unwrap();
        let Event::Begun(Err(why)) = begin("服务中心") else { panic!("an empty file is no first start") };
        assert_eq!(*why, Notice::Store(StoreError::Empty));
    }
}
