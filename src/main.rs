//! The `qiantai` program: where the impure parts are put together.

use std::ffi::OsString;
use std::io::{BufRead, ErrorKind, Write, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use qiantai::app::Notice;
use qiantai::cli::{self, Command, Needs, Options, Run, demo};
use qiantai::desk::{Desk, Store, StoreError};
use qiantai::domain::rules::{FileError, FileFlaw};
use qiantai::domain::text::shown;
use qiantai::locale::{Language, Locale};
use qiantai::runtime::init::{self, Begun};
use qiantai::runtime::open::Access;
use qiantai::runtime::place::{Place, private_folder};
use qiantai::runtime::rules::{self, Rules};
use qiantai::runtime::settings;
use qiantai::runtime::start::{self, Start, StartError};
use qiantai::runtime::worker::Files;
use qiantai::runtime::{clock, open, process};

fn main() -> ExitCode {
    process::prepare();
    start::read_ahead();
    let args: Vec<OsString> = std::env::args_os().collect();
    let system = sys_locale::get_locale();
    let named = cli::language_named(&args);
    let locale = Locale::new(named.unwrap_or_else(|| Language::detect("", system.as_deref())));
    let options = match cli::parse(&args, &locale) {
        Ok(options) => options,
        Err(error) if error.asked => {
            let mut out = stdout().lock();
            return match write!(out, "{}", error.text).and_then(|()| out.flush()) {
                Err(unheard) if unheard.kind() != ErrorKind::BrokenPipe => refuse(&locale.tr("cli-cannot-write")),
                _ => ExitCode::SUCCESS,
            };
        }
        Err(error) => return refuse(error.text.trim_end()),
    };
    match start(&options, system.as_deref()) {
        Ok(status) => ExitCode::from(status),
        Err(reason) => refuse(&reason),
    }
}

fn refuse(reason: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "{reason}");
    ExitCode::from(2)
}

fn start(options: &Options, system: Option<&str>) -> Result<u8, String> {
    let plain = Locale::new(options.lang.unwrap_or_else(|| Language::detect("", system)));
    let Some(command) = &options.command else { return screen(options).map_err(|error| error.said(&plain)) };
    if let Command::Init { name } = command {
        return begin(options, name, &plain);
    }
    let needs = command.needs();
    let db = match (&options.db, needs) {
        (Some(db), _) => db.clone(),
        (None, Needs::NewBook) => return Err(plain.tr("cli-demo-where")),
        (None, Needs::Nothing) => PathBuf::new(),
        (None, _) => place().map_err(|error| error.said(&plain))?.database(),
    };
    let access = if command.only_reads() { Access::Read } else { Access::Write };
    let rules = match rules_of(options, &db, needs) {
        Ok(rules) => rules,
        // What only reads entries needs no settings; a logbook that cannot be opened is the first thing to be told.
        Err(error) if missing(&error) && needs != Needs::Rules && (needs == Needs::Entries || is_shut(&db, access)) => {
            Rules::from(demo::house().map_err(|error| error.to_string())?)
        }
        Err(error) => return Err(error.said(&plain)),
    };
    let locale = Locale::new(options.lang.unwrap_or_else(|| Language::detect(&rules.house.site.language, system)));
    let mut input: Box<dyn BufRead> = Box::new(stdin().lock());
    let (mut out, mut err) = (std::io::BufWriter::new(stdout().lock()), std::io::stderr().lock());
    if matches!(needs, Needs::Book | Needs::Rules) {
        let site = settings_of(options).map_err(|error| error.said(&plain))?;
        if lent(options, &db, &site) {
            let _ = writeln!(err, "{}", locale.tr_args("notice-lent", &[("path", &shown(&site))]));
        }
    }
    for fault in &rules.house.faults {
        // With nobody to tell, the work goes on.
        let said = fault.said(|key, args| locale.tr_args(key, args));
        let _ = writeln!(err, "{}", locale.tr_args("rule-kept", &[("fault", &said)]));
    }
    let status = cli::run(
        command,
        Run {
            db: db.clone(),
            house: &rules.house,
            locale: &locale,
            post: options.post.as_deref(),
            operator: options.operator.as_deref(),
            boot: clock::boot(),
            now: &clock::now,
            booted: clock::booted,
            uid: &clock::new_uid,
            open: &|path, access| opened(path, access, &locale),
            input: &mut *input,
            out: &mut out,
            err: &mut err,
        },
    );
    if status < 2 && !command.only_reads() {
        rules.keep();
    }
    let beside = db.with_extension("toml");
    if status == 0 && options.site.is_none() && needs == Needs::NewBook && !rules::are_kept(&beside) {
        settings::write(&beside, demo::SITE).map_err(|error| format!("{}: {error}", shown(&beside)))?;
    }
    Ok(status)
}

/// Begins a site without a screen. Its settings lie where they are looked for: where `--site` says, else beside a logbook
/// that is named, else in the user's folder.
fn begin(options: &Options, name: &str, locale: &Locale) -> Result<u8, String> {
    let said = |error: StartError| error.said(locale);
    let db = options.db.clone().map_or_else(|| Ok(place().map_err(said)?.database()), Ok::<_, String>)?;
    let site = match (&options.site, &options.db) {
        (Some(site), _) => site.clone(),
        (None, Some(db)) => db.with_extension("toml"),
        (None, None) => place().map_err(said)?.settings(),
    };
    let files = Files::beside(db, site);
    let post = options.post.as_deref().unwrap_or_default();
    let begun = init::init(&files, name, post, options.operator.as_deref(), options.lang, clock::now());
    let begun = begun.map_err(|error| error.said(locale))?;
    let (key, name) = begun.words();
    let [site, db] = [files.site, files.db].map(|path| shown(&path));
    let args = [("site", site.as_str()), ("db", &db), ("name", name)];
    // With nobody to tell, the files are there all the same.
    let _ = writeln!(stdout(), "{}", locale.tr_args(key, &args));
    if let Begun::Settings(Some(first)) = &begun {
        let (key, args) = first.words();
        let _ = writeln!(std::io::stderr(), "{}", locale.say(key, &args));
    }
    Ok(0)
}

/// Whether a logbook cannot be opened; looked at without bringing it up.
fn is_shut(db: &Path, access: Access) -> bool {
    let older = |error: &StoreError| access == Access::Write && matches!(error, StoreError::Older { .. });
    open::access(db, Access::Read).is_err_and(|error| !older(&error))
}

/// Whether there are no settings, not even a good copy of them.
fn missing(error: &StartError) -> bool {
    matches!(error, StartError::Rules(FileError { flaw: FileFlaw::Missing | FileFlaw::Lost, .. }))
}

/// The screen: opened here and nowhere else.
fn screen(options: &Options) -> Result<u8, StartError> {
    let start = Start { language: options.lang, post: options.post.clone(), operator: options.operator.clone() };
    if options.demo {
        return Ok(made_up_day(options, &start)?);
    }
    let db = match &options.db {
        Some(db) => db.clone(),
        None => place()?.database(),
    };
    let files = Files::beside(db, settings_of(options)?);
    let lent = lent(options, &files.db, &files.site).then(|| Notice::Lent(files.site.clone()));
    start::screen(files, &start, lent)?;
    Ok(0)
}

fn place() -> Result<Place, StartError> {
    Place::of_user().map_err(|error| StartError::Terminal(error.into()))
}

/// The screen on a fresh made-up day, in a folder that goes away with it.
fn made_up_day(options: &Options, start: &Start) -> anyhow::Result<u8> {
    let folder = std::env::temp_dir().join(format!("qiantai-{}", clock::new_uid()));
    private_folder(&folder)?;
    let files = Files::beside(folder.join("logbook.db"), folder.join("site.toml"));
    let plan = demo::Plan { now: clock::now(), visits: None, seed: 1 };
    let house = match &options.site {
        Some(path) => rules::load(path)?.house,
        None => demo::house()?,
    };
    let store = open::open(&files.db, Some(plan.log()))?.store;
    let mut desk = Desk::new(store, house)?;
    let filled = demo::fill(&mut desk, plan).map_err(|failure| anyhow::anyhow!("{failure:?}"));
    let shown = filled.and_then(|_| Ok(start::window(desk, files, start)?));
    std::fs::remove_dir_all(&folder)?;
    shown.map(|()| 0)
}

/// The settings' file: the one named, else one beside a logbook that was named, also where only its good copy is left, else
/// the user's.
fn settings_of(options: &Options) -> Result<PathBuf, StartError> {
    if let Some(site) = &options.site {
        return Ok(site.clone());
    }
    if let Some(beside) = options.db.as_ref().map(|db| db.with_extension("toml")).filter(|path| rules::are_kept(path)) {
        return Ok(beside);
    }
    Ok(place()?.settings())
}

/// Whether a logbook that was named has no settings of its own, and is worked on by the user's, whose own logbook it is not.
fn lent(options: &Options, db: &Path, site: &Path) -> bool {
    let users = place().is_ok_and(|place| place.settings() == site && place.database() != db);
    options.site.is_none() && options.db.is_some() && users && db.is_file()
}

/// Opens a logbook, and says what is to be known of it.
fn opened(path: &Path, access: Access, locale: &Locale) -> Result<Box<dyn Store>, StoreError> {
    let opened = open::access(path, access)?;
    if let Some(notice) = opened.told() {
        let _ = writeln!(std::io::stderr(), "{}", locale.tr(notice.into()));
    }
    if opened.altered {
        let _ = writeln!(std::io::stderr(), "{}", locale.tr("cli-altered"));
    }
    Ok(opened.store)
}

/// The rules of a command without a screen. A demonstration brings its own and leaves them beside its logbook.
fn rules_of(options: &Options, db: &Path, needs: Needs) -> Result<Rules, StartError> {
    match (needs, &options.site) {
        (Needs::Nothing, _) | (Needs::NewBook, None) => Ok(demo::house()?.into()),
        _ => Ok(rules::load_for(db, &settings_of(options)?)?),
    }
}
