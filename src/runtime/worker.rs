//! The worker: performs effects on the desk and the drafts. It is a plain value, so that tests run the whole program on
//! one thread; the program gives it a thread of its own, because a lock held by another post must not stop countdowns.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use strum::VariantArray;

use crate::app::paper::Sheet;
use crate::app::{Effect, Event, Notice};
use crate::desk::clock::jump;
use crate::desk::{Act, ActError, ActTarget, Desk, Mark, SnapshotRequest, StoreError, Who};
use crate::domain::entry::Kind;
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::time::Moment;
use crate::domain::worktime::{Doubt, Notice as YearNotice};
use crate::locale::{Language, Locale};
use crate::report::complaint::{Form, page};
use crate::runtime::drafts::{self, Drafts, Owner};
use crate::runtime::open::is_flawed;
use crate::runtime::place::barred;
use crate::runtime::{clock, notice, pages};

mod left;

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
    pub(super) desk: Option<Desk>,
    pub(super) files: Files,
    pub(super) boot: uuid::Uuid,
    lost: Option<StoreError>,
    /// Whether the note of the last entry could be written when that was looked at.
    noted: bool,
    mark: Mark,
    drafts: Drafts,
    /// When the machine was started, as its clock had it at the last look, once there was one; and who asked last.
    booted: Option<Option<Moment>>,
    who: Option<Who>,
}

impl Worker {
    /// A worker at a desk; without one where the site is yet to be begun.
    pub fn new(desk: Option<Desk>, files: Files) -> Self {
        let drafts = Drafts::new(&files, clock::new_uid());
        let noted = desk.as_ref().is_none_or(Desk::is_noted);
        let (boot, mark) = (clock::boot(), Mark::default());
        Self { desk, files, boot, lost: None, noted, mark, drafts, booted: None, who: None }
    }

    /// What is to be done once the screen stands: looks in the background at the logbook's pages and last entries, and
    /// tells of damage.
    pub fn check<T: From<Event> + Send + 'static>(&self, to: Sender<T>) -> impl FnOnce() + use<T> {
        let db = self.desk.is_some().then(|| self.files.db.clone());
        let look = move || {
            if db.is_some_and(|db| is_flawed(&db)) {
                let _ = to.send(Event::Flawed.into());
            }
        };
        // Where no thread is to be had, `verify` says as much.
        || drop(std::thread::Builder::new().name("check".into()).spawn(look))
    }

    /// Performs one effect and says what came of it.
    pub fn perform(&mut self, job: &Job, now: Moment) -> Option<Event> {
        let owner = Owner { post: &job.post, person: &job.operator };
        match &job.effect {
            Effect::Keep(draft) => {
                // A draft that cannot be kept must not stop the typing, but is told.
                let unkept = |error| Event::Unkept(barred(&self.files.state.join(drafts::FOLDER), &error));
                self.drafts.keep(owner, draft).err().map(unkept)
            }
            Effect::Drop(uid) => {
                let _ = self.drafts.drop(*uid);
                None
            }
            Effect::Left => Some(match self.left(&job.post, &job.operator, now) {
                Ok((left, unread)) => Event::Left(job.operator.clone(), left, unread.map(Box::new)),
                Err(error) => Event::Failed(error),
            }),
            Effect::Begin { site, post, person, language } => {
                Some(self.begin([site, post, person], *language, now, clock::booted()))
            }
            Effect::Bell | Effect::Redraw | Effect::Quit => None,
            Effect::Act(act) => Some(Event::Replied(act.uid, Box::new(self.act(act, job, now)))),
            Effect::Import { uid, file, year, told } => Some(self.import((*uid, file, *year), told, job, now)),
            Effect::Rebasing => Some(match self.desk.as_ref()?.rebasing(now) {
                Ok(rebasing) => Event::Rebasing(rebasing),
                Err(error) => Event::Failed(error),
            }),
            Effect::Load(want) => Some(self.load(want, &self.who(job), now)),
            Effect::Find(asked) => Some(match self.desk.as_ref()?.reading(&self.who(job)).find(asked, now) {
                Ok(found) => Event::Found(Box::new(found)),
                Err(error) => Event::Failed(error),
            }),
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
                    Err(error) => Notice::Store(barred(&self.files.state.join(pages::FOLDER), &error)),
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

    /// Loads a year of the calendar from a file; what is wrong with that is said at its field. What is doubtful of it is
    /// asked first, unless that was told already.
    fn import(&mut self, (uid, file, year): (uuid::Uuid, &str, i32), told: &[Doubt], job: &Job, now: Moment) -> Event {
        let replied = |result| Event::Replied(uid, Box::new(result));
        let at_field = |cause| ActError::from(Refusal::at("file", cause));
        let YearNotice { year, doubts } = match notice::read(&self.files.db, Path::new(file), Some(year)) {
            Ok(read) => read,
            Err(fault) => return replied(Err(at_field(Cause::Notice(fault)))),
        };
        if !doubts.is_empty() && doubts != told {
            return Event::Doubtful { uid, year: year.year, doubts };
        }
        replied(self.act(&Act { target: ActTarget::Year(year), ..Act::new(uid, Kind::Calendar) }, job, now))
    }

    fn load(&mut self, want: &SnapshotRequest, who: &Who, now: Moment) -> Event {
        let Some(desk) = self.desk.as_ref() else { return Event::Failed(StoreError::Missing) };
        match desk.reading(who).snapshot(want, now) {
            Ok(mut snapshot) => {
                self.mark = snapshot.mark;
                if want.page {
                    snapshot.half_typed = self.drafts.half_typed(who, &desk.house().site, &snapshot.watch, now);
                }
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

    /// What is to be told where the clock jumped since the last look, or, at the first, since the entry written last. It
    /// is written down, too; where that fails, the next act does it.
    pub fn watch(&mut self, now: Moment, booted: Option<Moment>, uid: fn() -> uuid::Uuid) -> Option<Event> {
        let desk = self.desk.as_mut()?;
        let jumped = match (self.booted, booted) {
            (None, _) => desk.clock_jumped(self.boot, now).ok()?,
            (Some(Some(then)), Some(now)) => jump(then, now),
            _ => None,
        };
        if self.booted.is_none() || jumped.is_some() {
            self.booted = Some(booted);
        }
        let by = jumped?;
        if let Some(who) = &self.who {
            let _ = desk.note_clock(uid(), who, now);
        }
        Some(Event::ClockJumped(by))
    }

    /// What is to be told where what was acknowledged can no longer be noted.
    pub fn unnoted(&mut self) -> Option<Event> {
        let noted = self.desk.as_ref().is_none_or(Desk::is_noted);
        (std::mem::replace(&mut self.noted, noted) && !noted).then_some(Event::Unnoted)
    }

    fn look_at_clock(&mut self) -> Option<Event> {
        self.desk.as_mut()?.set_booted(clock::booted);
        self.watch(clock::now(), clock::booted(), clock::new_uid)
    }

    /// Works until the window closes: jobs as they come, and now and then a look for other windows' entries.
    pub fn work<T: From<Event>>(mut self, jobs: &Receiver<Job>, to: &Sender<T>) {
        let mut queue = std::collections::VecDeque::new();
        loop {
            if queue.is_empty() {
                match jobs.recv_timeout(POLL) {
                    Ok(job) => queue.push_back(job),
                    Err(RecvTimeoutError::Timeout) => {
                        for event in self.look_at_clock().into_iter().chain(self.look()) {
                            if to.send(event.into()).is_err() {
                                return;
                            }
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
            self.who = Some(self.who(&job));
            let jumped = self.look_at_clock();
            for event in jumped.into_iter().chain(self.perform(&job, clock::now())).chain(self.unnoted()) {
                if to.send(event.into()).is_err() {
                    return;
                }
            }
        }
    }
}

/// Whether a later effect makes an earlier one needless: lists read again, a draft typed on.
pub(super) fn supersedes(later: &Effect, earlier: &Effect) -> bool {
    match (later, earlier) {
        (Effect::Load(_), Effect::Load(_)) | (Effect::Find(_), Effect::Find(_)) => true,
        (Effect::Keep(later), Effect::Keep(earlier)) => later.uid == earlier.uid,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::ValueError;
    use crate::runtime::open::open;

    #[test]
    fn a_bare_machine_gets_its_folders_and_a_second_start_its_reasons_in_words() {
        let root = tempfile::tempdir().unwrap();
        let files = Files::beside(root.path().join("data/qiantai/a.db"), root.path().join("config/site.toml"));
        let begin = |post: &str| {
            Worker::new(None, files.clone()).begin(["锦绣花园", post, "王敏"], Language::Hant, Moment::default(), None)
        };
        let Event::Begun(Err(why)) = begin("  ") else { panic!("a post without a name") };
        assert_eq!(*why, Notice::Refused(Cause::Value(ValueError::Required)));
        assert!(!files.site.exists() && !files.db.exists(), "nothing is written before it was checked");
        assert!(matches!(begin("服务中心"), Event::Begun(Ok(_))));
        assert_eq!(open(&files.db, None).unwrap().store.verify().unwrap().entries, 2);
        assert_eq!(crate::runtime::rules::load(&files.site).unwrap().house.site.language, "zh-Hant", "as it was read");
        #[cfg(unix)]
        assert_eq!(crate::runtime::place::mode(&root.path().join("data/qiantai")), Some(0o700));
        let Event::Begun(Err(why)) = begin("西门岗") else { panic!("a post that the settings do not have") };
        assert_eq!(*why, Notice::Refused(Cause::UnknownPost));
        std::fs::write(&files.db, "").unwrap();
        let Event::Begun(Err(why)) = begin("服务中心") else { panic!("an empty file is no first start") };
        assert_eq!(*why, Notice::Store(StoreError::Empty));
    }

    #[test]
    fn a_clock_that_jumps_after_the_first_start_is_told_by_whoever_opens_it_next() {
        let root = tempfile::tempdir().unwrap();
        let files = Files::beside(root.path().join("a.db"), root.path().join("site.toml"));
        let start = Moment::from_millis(1_763_600_000_000);
        let mut first = Worker::new(None, files.clone());
        first.begin(["锦绣花园", "服务中心", "王敏"], Language::Hans, start, Some(Moment::from_millis(0)));
        let store = open(&files.db, None).unwrap().store;
        assert_eq!(store.entries(0, 100).unwrap().len(), 2);
        let mut desk = Desk::new(store, first.desk.as_ref().unwrap().house().clone()).unwrap();
        desk.set_booted(|| Some(Moment::from_millis(3_600_000)));
        let now = start.plus_minutes(61);
        assert_eq!(desk.clock_jumped(first.boot, now), Ok(Some(3_600_000)));
    }

    #[test]
    fn a_clock_that_jumps_is_told_at_once_and_written_down_once() {
        let root = tempfile::tempdir().unwrap();
        let files = Files::beside(root.path().join("a.db"), root.path().join("site.toml"));
        let mut worker = Worker::new(None, files.clone());
        let start = Moment::from_millis(1_763_600_000_000);
        worker.begin(["锦绣花园", "服务中心", "王敏"], Language::Hans, start, None);
        worker.who = Some(Who { post: "服务中心".into(), operator: "王敏".into(), boot: worker.boot });
        let mut look = |booted: i64, passed: i64| {
            let booted = Moment::from_millis(booted);
            worker.desk.as_mut().unwrap().set_booted(move || Some(booted));
            let now = Moment::from_millis(start.millis() + booted.millis() + passed);
            let told = worker.watch(now, Some(booted), clock::new_uid);
            let entries = open(&files.db, None).unwrap().store.entries(0, 100).unwrap();
            let told = told.map(|event| if let Event::ClockJumped(by) = event { by } else { panic!("{event:?}") });
            (told, entries.iter().filter(|entry| entry.kind == Kind::ClockJumped).count())
        };
        // What was begun said nothing of how long the machine had been running.
        assert_eq!(look(0, 1_000), (None, 0));
        assert_eq!(look(900, 2_000), (None, 0), "a clock that is put right by less than counts");
        assert_eq!(look(86_400_000, 3_000), (Some(86_400_000), 1));
        assert_eq!(look(86_400_000, 4_000), (None, 1), "once");
        assert_eq!(look(-7_200_000, 5_000), (Some(-93_600_000), 2), "back beyond the entry written last");
        assert_eq!(look(-7_200_000, 6_000), (None, 2));
        assert_eq!(look(0, 7_000), (Some(7_200_000), 3));
    }
}
