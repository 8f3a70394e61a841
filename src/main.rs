//! The `qiantai` program: where the impure parts are put together.

use std::ffi::OsString;
use std::io::{BufRead, Write, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use qiantai::cli::{self, Command, Options, Run, demo};
use qiantai::domain::site::Site;
use qiantai::locale::{Language, Locale};
use qiantai::runtime::clock;
use qiantai::runtime::place::Place;
use qiantai::runtime::settings::{self, SettingsError};
use qiantai::store::sqlite::SqliteStore;
use qiantai::store::{Store, StoreError};
use uuid::Uuid;

fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    let system = sys_locale::get_locale();
    let named = cli::language_named(&args);
    let locale = Locale::new(named.unwrap_or_else(|| Language::detect("", system.as_deref())));
    let options = match cli::parse(&args, &locale) {
        Ok(options) => options,
        Err(misuse) if misuse.asked => {
            let _ = write!(stdout(), "{}", misuse.text);
            return ExitCode::SUCCESS;
        }
        Err(misuse) => return refuse(misuse.text.trim_end()),
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
    let site = site(options)?;
    let language = options.lang.unwrap_or_else(|| Language::detect(&site.language, system));
    let locale = Locale::new(language);
    let Some(command) = &options.command else { return screen(options, &locale) };
    let db = match (&options.db, command) {
        (Some(db), _) => db.clone(),
        (None, Command::Demo { .. }) => return Err(locale.t("cli-demo-where")),
        (None, _) => Place::of_user().map_err(|error| error.to_string())?.database(),
    };
    let mut input: Box<dyn BufRead> = Box::new(stdin().lock());
    let (mut out, mut err) = (std::io::BufWriter::new(stdout().lock()), std::io::stderr().lock());
    Ok(cli::run(
        command,
        Run {
            db,
            site,
            locale: &locale,
            post: options.post.as_deref(),
            operator: options.operator.as_deref(),
            boot: clock::boot(),
            now: &clock::now,
            uid: &clock::new_uid,
            open: &open,
            input: &mut *input,
            out: &mut out,
            err: &mut err,
        },
    ))
}

/// The screen: opened here and nowhere else.
fn screen(_options: &Options, locale: &Locale) -> Result<u8, String> {
    Err(locale.t("cli-no-screen"))
}

/// Opens a logbook; one is begun only where its identity is given.
fn open(path: &Path, begin: Option<Uuid>) -> Result<Box<dyn Store>, StoreError> {
    Ok(Box::new(match begin {
        Some(log) => SqliteStore::create(path, log)?,
        None => SqliteStore::open(path)?,
    }))
}

/// The settings: those named, else the user's, else (at no first start yet, or for the demonstration) the made-up ones.
fn site(options: &Options) -> Result<Site, String> {
    let made_up = || demo::site().map_err(|error| error.to_string());
    let demonstration = options.demo || matches!(options.command, Some(Command::Demo { .. }));
    let path: PathBuf = match &options.site {
        Some(path) => return settings::load(path).map_err(|error| error.to_string()),
        None if demonstration => return made_up(),
        None => Place::of_user().map_err(|error| error.to_string())?.settings(),
    };
    match settings::load(&path) {
        Err(SettingsError::File { cause, .. }) if cause.kind() == std::io::ErrorKind::NotFound => made_up(),
        loaded => loaded.map_err(|error| error.to_string()),
    }
}
