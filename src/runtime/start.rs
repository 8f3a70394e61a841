//! The start: files, settings and the logbook become a model and a worker.

use crate::app::draft::Draft;
use crate::app::form::{FormState, Purpose};

use crate::app::keymap::{KeyError, Keymap};
use crate::app::{Model, Notice, Overlay};
use crate::desk::StoreError;
use crate::desk::{Desk, House};
use crate::domain::entry::Kind;
use crate::domain::form::NAME_HOLDS;
use crate::domain::procedure::Procedures;
use crate::domain::rules::{FileError, FileFlaw, RuleError};
use crate::domain::site::Site;
use crate::domain::text::{ValueError, clean};
use crate::locale::{Language, Locale};
use crate::runtime::open::Access;
use crate::runtime::worker::{Files, Worker};
use crate::runtime::{clock, open, rules, run, settings};
use crate::ui::theme::Theme;

/// What the command line said.
#[derive(Debug, Clone, Default)]
pub struct Start {
    /// The language; `None` for the site's or the system's.
    pub language: Option<Language>,
    /// The post; the first of the settings where none is named.
    pub post: Option<String>,
    /// Who is on duty; whoever has the post where nobody is named.
    pub operator: Option<String>,
}

/// Why the screen cannot open.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Rules(#[from] FileError),
    /// The rules that come with the program.
    #[error(transparent)]
    Builtin(#[from] RuleError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the keys of the settings cannot be used")]
    Keys(Vec<KeyError>),
    #[error("no post of this name in the settings")]
    Post,
    #[error("the name on duty cannot be used")]
    Operator(ValueError),
    #[error(transparent)]
    Terminal(#[from] anyhow::Error),
}

impl StartError {
    /// What went wrong, a sentence a line, in the user's language.
    pub fn said(&self, locale: &Locale) -> String {
        let say = |key: &str, args: &[(&str, &str)]| locale.tr_args(key, args);
        match self {
            Self::Rules(error) => error.said(say),
            Self::Builtin(error) => {
                let (key, args) = error.cause.words();
                locale.say(key, &args)
            }
            Self::Store(error) => {
                let (key, args) = error.words();
                locale.say(key, &args)
            }
            Self::Keys(faults) => faults.iter().map(|fault| key_said(fault, locale)).collect::<Vec<_>>().join("\n"),
            Self::Post => say("refused-unknown-post", &[]),
            Self::Operator(fault) => format!("--operator: {}", locale.say(fault.key(), &fault.args())),
            Self::Terminal(_) => say("start-terminal", &[]),
        }
    }
}

fn key_said(fault: &KeyError, locale: &Locale) -> String {
    match fault {
        KeyError::UnknownCommand(name) => locale.tr_args("keys-unknown-command", &[("name", name)]),
        KeyError::UnknownKey(name, key) => locale.tr_args("keys-unknown-key", &[("name", name), ("key", key)]),
        KeyError::OnlyLetters(name) => locale.tr_args("keys-only-letters", &[("name", name)]),
        KeyError::Conflict(key, one, other) => {
            locale.tr_args("keys-conflict", &[("key", key), ("one", one), ("other", other)])
        }
        KeyError::Text(key, name) => locale.tr_args("keys-text", &[("key", key), ("name", name)]),
    }
}

/// Reads the procedures that come with the program while something else is done: the longest text of a start.
pub fn read_ahead() {
    // Where no thread is to be had, they are read when they are asked for.
    let _ = std::thread::Builder::new().name("rules".into()).spawn(|| drop(Procedures::builtin()));
}

/// Reads what the screen says while the logbook is opened: the next longest.
fn read_words_ahead(language: Language) {
    let _ = std::thread::Builder::new().name("words".into()).spawn(move || Locale::new(language).read());
}

/// Opens the screen on existing files, or the form of the first start where there are none; `lent` says whose settings they
/// are where they are not the logbook's own.
///
/// # Errors
/// Where settings, logbook or terminal cannot be used; no entry is changed then.
pub fn screen(files: Files, start: &Start, lent: Option<Notice>) -> Result<(), StartError> {
    let rules = match rules::load_for(&files.db, &files.site) {
        Err(FileError { flaw: FileFlaw::Missing, .. }) => None,
        other => Some(other?),
    };
    if let Some(rules) = &rules {
        read_words_ahead(language(&rules.house.site, start));
    }
    let (model, worker) = match rules {
        Some(rules) if files.db.exists() => {
            // What cannot be written may still be read.
            let (opened, shut) = match open::open(&files.db, None) {
                Err(
                    error @ (StoreError::Full
                    | StoreError::Denied
                    | StoreError::Barred { .. }
                    | StoreError::Closed { .. }
                    | StoreError::Raised),
                ) => (open::access(&files.db, Access::Read)?, Some(error)),
                opened => (opened?, None),
            };
            let told = opened.told();
            let desk = Desk::new(opened.store, rules.house.clone())?;
            let (mut model, worker) = ready(desk, files, start)?;
            model.read_only = shut.is_some();
            model.notice = model.notice.or_else(|| lent.map(|lent| (lent, clock::now())));
            // What a full disk means is said when something is to be saved.
            if let Some(error) = shut.filter(|error| *error != StoreError::Full) {
                model.notice = Some((Notice::Store(error), clock::now()));
            }
            if let Some(notice) = told {
                model.notice = Some((notice, clock::now()));
            }
            rules.keep();
            (model, worker)
        }
        rules => begin(rules.map(|rules| rules.house), files, start)?,
    };
    show(model, worker)
}

/// Opens the screen on a desk that is there.
pub fn window(desk: Desk, files: Files, start: &Start) -> Result<(), StartError> {
    let (model, worker) = ready(desk, files, start)?;
    show(model, worker)
}

fn show(model: Model, worker: Worker) -> Result<(), StartError> {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let theme = Theme::new(model.house.site.ascii, !plain);
    Ok(run::run(model, worker, theme)?)
}

/// A window on a desk that is there.
///
/// # Errors
/// Where the post or the keys of the settings are wrong, or the logbook cannot be read.
pub fn ready(desk: Desk, files: Files, start: &Start) -> Result<(Model, Worker), StartError> {
    let site = desk.house().site.clone();
    let keys = Keymap::new(&site.keys).map_err(StartError::Keys)?;
    let post = match &start.post {
        Some(name) => site.post(name).filter(|post| !post.is_machine()).ok_or(StartError::Post)?.name.clone(),
        None => site.counter().map(|post| post.name.clone()).unwrap_or_default(),
    };
    // Whoever has the post, also where another was named: they take it over first.
    let asked = clean(start.operator.as_deref().unwrap_or_default(), NAME_HOLDS).map_err(StartError::Operator)?;
    let asked = site.name_of(&asked).to_owned();
    let operator = desk.watch(&post, &asked)?.instead_of(&asked).map_or_else(|| asked.clone(), str::to_owned);
    let mut model = Model::new(desk.house().clone(), keys, language(&site, start), post, operator);
    let mut worker = Worker::new(Some(desk), files);
    let (mut drafts, unread) = worker.left(&model.post, &model.operator, clock::now())?;
    if model.operator != asked && !asked.is_empty() {
        model.notice = Some((Notice::Relieved(model.operator.clone()), clock::now()));
        model.former = Some(asked);
    }
    // Nobody acts in another's name without having seen it.
    if model.operator.is_empty() || model.former.is_some() {
        model.ask_operator(clock::new_uid(), clock::now());
    } else if let Some(at) = drafts.iter().rposition(Draft::stands_alone) {
        let draft = drafts.remove(at);
        let form = model.resume(&draft, clock::now());
        model.overlays.push(Overlay::Form(Box::new(form)));
    } else if let Some(draft) = drafts.last() {
        model.notice = Some((Notice::Waits(draft.saved_at), clock::now()));
    }
    model.drafts = drafts;
    model.notice = unread.map(|notice| (notice, clock::now())).or(model.notice);
    Ok((model, worker))
}

/// The window of the first start: one small form. What the settings say already is proposed, and nothing else.
fn begin(house: Option<House>, files: Files, start: &Start) -> Result<(Model, Worker), StartError> {
    // An existing file is never taken for a first start, nor one that is gone.
    match open::open(&files.db, None) {
        Ok(_) => {}
        Err(StoreError::Missing) => open::is_free(&files.db)?,
        Err(error) => return Err(error.into()),
    }
    let house = match house {
        Some(house) => house,
        None => House::new(nowhere()?, Procedures::builtin()?),
    };
    let site = house.site.clone();
    let keys = Keymap::new(&site.keys).map_err(StartError::Keys)?;
    let mut form = FormState::new(clock::new_uid(), Kind::Begun, "", clock::now());
    form.purpose = Purpose::Begin;
    form.propose("site", &site.name);
    form.propose("post", start.post.as_deref().or(site.counter().map(|post| post.name.as_str())).unwrap_or_default());
    form.propose("person", start.operator.as_deref().unwrap_or_default());
    let language = language(&site, start);
    let mut model = Model::new(house, keys, language, String::new(), String::new());
    model.beginning = true;
    model.overlays.push(Overlay::Form(Box::new(form)));
    Ok((model, Worker::new(None, files)))
}

/// A site that has no names yet: nothing that nobody said is proposed.
fn nowhere() -> Result<Site, RuleError> {
    let mut site = Site::parse(&settings::first("-", "-", "-", None))?;
    site.name.clear();
    site.posts.clear();
    site.staff.clear();
    Ok(site)
}

/// The language: as asked, as set, as the system has it.
fn language(site: &Site, start: &Start) -> Language {
    start.language.unwrap_or_else(|| Language::detect(&site.language, sys_locale::get_locale().as_deref()))
}
