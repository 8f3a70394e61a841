//! The settings file `site.toml`: read with errors that name file, line, key and cause; written once, at the first
//! start, and never again by the program.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::domain::site::{Site, SiteError};
use crate::runtime::place::{private_file, private_folder};

const TEMPLATE: &str = include_str!("../../data/site.toml");

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("{}: {cause}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why not; `NotFound` at the first start.
        cause: io::Error,
    },
    /// Something in the file is wrong.
    #[error("{}{}: {key}: {cause}", path.display(), line.map(|line| format!(":{line}")).unwrap_or_default())]
    Wrong {
        /// The file.
        path: PathBuf,
        /// The line, from 1, where one is to blame.
        line: Option<usize>,
        /// The key.
        key: String,
        /// What is wrong with it.
        cause: String,
    },
}

/// Reads the settings.
///
/// # Errors
/// Names the file, and where something in it is wrong the line, the key and the cause.
pub fn load(path: &Path) -> Result<Site, SettingsError> {
    let text = fs::read_to_string(path).map_err(|cause| SettingsError::File { path: path.to_owned(), cause })?;
    Site::parse(&text).map_err(|error| wrong(path, &text, error))
}

/// The settings of the first start: the template with these names filled in.
pub fn first(site: &str, post: &str, name: &str) -> String {
    let filled = [("{site}", site), ("{post}", post), ("{name}", name)];
    filled.iter().fold(TEMPLATE.to_owned(), |text, (mark, value)| text.replace(mark, &escape(value)))
}

/// Writes the settings of the first start, for the owner alone.
///
/// # Errors
/// Where the file exists (`AlreadyExists`) or cannot be written.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        private_folder(folder)?;
    }
    if path.exists() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    // Under a passing name first: settings that a full disk or a kill cut short would stop every later start.
    let part = path.with_extension("part");
    let mut file = private_file(&part)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).and_then(|()| fs::rename(&part, path));
    if written.is_err() {
        let _ = fs::remove_file(&part);
    }
    written
}

/// Text as it stands between the quotes of a TOML string. Braces are escaped too, so that no value is taken for a mark.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '"' | '\\' => escaped.extend(['\\', c]),
            '{' => escaped.push_str("\\u007B"),
            c if c.is_control() => escaped.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => escaped.push(c),
        }
    }
    escaped
}

fn wrong(path: &Path, text: &str, error: SiteError) -> SettingsError {
    let path = path.to_owned();
    // The reader of TOML says where in its first line and what in its last; those between quote the file.
    if let Some((_, place)) = error.cause.split_once("at line ") {
        let line: Option<usize> = place.split(|c: char| !c.is_ascii_digit()).next().and_then(|line| line.parse().ok());
        let source = line.and_then(|line| text.lines().nth(line.saturating_sub(1)));
        let key = source.and_then(|source| source.split_once('=')).map_or(error.key, |(key, _)| key.trim().to_owned());
        let cause = error.cause.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default().to_owned();
        return SettingsError::Wrong { path, line, key, cause };
    }
    SettingsError::Wrong { path, line: line_of(text, &error), key: error.key, cause: error.cause }
}

/// The line of a key such as `site.zone` or `department "works" hours`: in its section, behind the name where it has
/// one, and with the value that the cause quotes.
fn line_of(text: &str, error: &SiteError) -> Option<usize> {
    let (section, rest) = error.key.split_once(['.', ' '])?;
    let (name, field) = rest.rsplit_once(' ').unwrap_or(("", rest));
    let value = error.cause.strip_prefix('"').and_then(|cause| cause.split('"').next()).unwrap_or_default();
    let (mut inside, mut named) = (false, false);
    text.lines().zip(1..).find_map(|(line, number)| {
        if line.starts_with('[') {
            inside = line.trim_matches(['[', ']', ' ']) == section;
            named = name.is_empty();
        }
        named |= line.contains(name);
        let key = line.split_once('=').map(|(key, _)| key.trim());
        (inside && named && key == Some(field) && line.contains(value)).then_some(number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NASTY: [&str; 9] = [
        "锦绣花园",
        "a\"b",
        "c:\\d\\n",
        "line\nbreak\ttab",
        "{post}",
        "{name} {site}",
        "'''\"\"\"",
        "\u{1b}[31m\u{7f}\u{85}",
        "= [x] #",
    ];

    fn load_text(text: &str) -> Result<Site, SettingsError> {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("site.toml");
        fs::write(&path, text).unwrap();
        load(&path)
    }

    /// The line, key and cause of what is wrong.
    fn fault(text: &str) -> (Option<usize>, String, String) {
        match load_text(text) {
            Err(SettingsError::Wrong { line, key, cause, .. }) => (line, key, cause),
            other => panic!("{other:?}"),
        }
    }

    fn line_with(text: &str, part: &str) -> Option<usize> {
        text.lines().position(|line| line.contains(part)).map(|index| index + 1)
    }

    #[test]
    fn whatever_the_names_the_first_settings_read_back() {
        for site in NASTY {
            for post in NASTY {
                for name in NASTY {
                    let read = Site::parse(&first(site, post, name)).unwrap();
                    assert_eq!((read.name.as_str(), read.posts[0].name.as_str()), (site, post));
                    assert_eq!(read.staff, [name]);
                }
            }
        }
    }

    #[test]
    fn the_first_settings_have_departments_with_office_hours() {
        let site = Site::parse(&first("锦绣花园", "前台", "王敏")).unwrap();
        let ids: Vec<&str> = site.departments.iter().map(|department| department.id.as_str()).collect();
        assert_eq!(ids, ["office", "works", "engineering", "security", "cleaning", "developer"]);
        let hours = "mon-fri 08:30-12:00,13:30-18:00".parse().unwrap();
        for department in &site.departments {
            assert_eq!(department.hours, hours, "{}", department.id);
        }
        assert_eq!(site.shifts.len(), 3);
        assert_eq!(site.province, Some('粤'));
    }

    #[test]
    fn settings_are_never_overwritten() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("new/site.toml");
        write(&path, &first("锦绣花园", "前台", "王敏")).unwrap();
        assert_eq!(write(&path, "").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(load(&path).unwrap().name, "锦绣花园");
        assert_eq!(path.parent().unwrap().read_dir().unwrap().count(), 1, "nothing half written stays");
        #[cfg(unix)]
        assert_eq!(crate::runtime::place::mode(&path), Some(0o600));
    }

    #[test]
    fn a_missing_file_is_told_from_a_wrong_one() {
        let missing = load(Path::new("/no/such/site.toml"));
        assert!(matches!(missing, Err(SettingsError::File { cause, .. }) if cause.kind() == io::ErrorKind::NotFound));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_key() {
        let good = first("锦绣花园", "前台", "王敏");
        for (from, to, key) in [
            ("Asia/Shanghai\"", "Mars/Base\"", "site.zone"),
            ("\"office\"\nending", "\"cellar\"\nending", "post.intake"),
            ("number = 1 ", "number = \"one\" ", "number"),
            ("ascii =", "asci =", "asci"),
        ] {
            let bad = good.replace(from, to);
            let (line, named, cause) = fault(&bad);
            let expected = line_with(&bad, to.lines().next().unwrap());
            assert!(expected.is_some(), "{to}");
            assert_eq!((line, named.as_str()), (expected, key), "{cause}");
            assert!(!cause.contains('\n') && !cause.is_empty(), "{cause}");
        }
    }

    #[test]
    fn the_hours_to_blame_are_found_among_many() {
        let good = first("锦绣花园", "前台", "王敏");
        let at = good.lines().position(|line| line == "id = \"security\"").unwrap() + 2;
        let lines = good.lines().enumerate();
        let bad: String = lines
            .map(|(n, line)| if n == at { "hours = \"mon-fri noon\"\n".into() } else { format!("{line}\n") })
            .collect();
        let (line, key, _) = fault(&bad);
        assert_eq!((line, key.as_str()), (Some(at + 1), "department \"security\" hours"));
    }

    #[test]
    fn a_fault_reads_as_one_line() {
        let bad = first("锦绣花园", "前台", "王敏").replace("Asia/Shanghai\"", "Mars/Base\"");
        let text = load_text(&bad).unwrap_err().to_string();
        let place = format!("site.toml:{}: site.zone: ", line_with(&bad, "Mars").unwrap());
        assert!(text.contains(&place) && text.lines().count() == 1, "{text}");
    }
}
