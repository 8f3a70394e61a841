//! The settings file `site.toml`: written once, at the first start, and never again by the program.

use std::io;
use std::path::Path;

use crate::locale::Language;
use crate::runtime::place::{is_there, private_folder, write_whole};

const TEMPLATE: &str = include_str!("../../data/site.toml");

/// The settings of the first start: the template with these names filled in, and the language that was chosen, if one was.
pub fn first(site: &str, post: &str, name: &str, language: Option<Language>) -> String {
    let filled = [("{site}", site), ("{post}", post), ("{name}", name)];
    let filled = filled.iter().fold(TEMPLATE.to_owned(), |text, (mark, value)| text.replace(mark, &escape(value)));
    let language = language.map_or("", Language::tag);
    filled.replacen("language = \"\"", &format!("language = \"{language}\""), 1)
}

/// The same of a site that nobody works at yet, where no name is given.
pub fn begun(site: &str, post: &str, name: Option<&str>, language: Option<Language>) -> String {
    match name {
        Some(name) => first(site, post, name, language),
        None => first(site, post, "", language).replacen("staff = [\"\"]", "staff = []", 1),
    }
}

/// Writes the settings of the first start, for the owner alone.
///
/// # Errors
/// Where the file exists (`AlreadyExists`) or cannot be written.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        private_folder(folder)?;
    }
    if is_there(path) {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    // Under a passing name first: settings that a full disk or a kill cut short would stop every later start.
    write_whole(path, &path.with_extension("part"), text.as_bytes())
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::domain::form::NAME_HOLDS;
    use crate::domain::rules::RuleFlaw;
    use crate::domain::site::Site;
    use crate::domain::staff::Person;
    use crate::domain::text::clean;

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

    #[test]
    fn whatever_the_names_the_first_settings_read_back_cleaned_or_are_refused() {
        for site in NASTY {
            for post in NASTY {
                for name in NASTY {
                    let names = [site, post, name].map(|text| clean(text, NAME_HOLDS));
                    match (Site::parse(&first(site, post, name, None)), names) {
                        (Ok(read), [Ok(site), Ok(post), Ok(name)]) => {
                            assert_eq!((read.name, &read.posts[0].name), (site, &post));
                            assert_eq!(read.staff, [Person::named(&name)]);
                        }
                        (read, names) => {
                            let refused = read.is_err_and(|error| matches!(error.cause, RuleFlaw::Text));
                            assert!(refused && names.iter().any(Result::is_err), "{names:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn the_first_settings_have_departments_with_office_hours() {
        let site = Site::parse(&first("锦绣花园", "前台", "王敏", None)).unwrap();
        let ids: Vec<&str> = site.departments.iter().map(|department| department.id.as_str()).collect();
        assert_eq!(ids, ["office", "works", "engineering", "security", "cleaning", "developer"]);
        let hours = "mon-fri 08:30-12:00,13:30-18:00".parse().unwrap();
        for department in &site.departments {
            assert_eq!(department.hours, hours, "{}", department.id);
        }
        assert_eq!(site.shifts.len(), 3);
        assert_eq!((site.province, site.language.as_str()), (Some('粤'), ""));
        for language in Language::ALL {
            let begun = Site::parse(&begun("锦绣花园", "前台", None, Some(language))).unwrap();
            assert_eq!(begun.language, language.tag());
        }
    }

    #[test]
    fn settings_are_never_overwritten() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("new/site.toml");
        write(&path, &first("锦绣花园", "前台", "王敏", None)).unwrap();
        assert_eq!(write(&path, "").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(Site::parse(&fs::read_to_string(&path).unwrap()).unwrap().name, "锦绣花园");
        assert_eq!(path.parent().unwrap().read_dir().unwrap().count(), 1, "nothing half written stays");
        #[cfg(unix)]
        assert_eq!(crate::runtime::place::mode(&path), Some(0o600));
    }
}
