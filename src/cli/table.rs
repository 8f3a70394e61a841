//! The one table of commands: what each is for, its options, and what it works with. Help, completions and the manual
//! take their words from here; `options` says how each is parsed.

use clap::ArgMatches;

/// What a command works with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Needs {
    /// Neither settings nor a logbook.
    Nothing,
    /// A logbook, with the site's settings where there are any: it reads or folds entries alone.
    Entries,
    /// The rules of this very site.
    Rules,
    /// A logbook and the site's settings.
    #[default]
    Book,
    /// A new logbook in a file that must be named; it brings its own settings.
    NewBook,
}

/// A command. The words are locale keys; a positional argument stands among the options by its name.
pub(super) struct Row {
    pub(super) path: &'static [&'static str],
    pub(super) about: &'static str,
    pub(super) options: &'static [(&'static str, &'static str)],
    needs: Needs,
    /// A flag with which it needs something else.
    unless: Option<(&'static str, Needs)>,
}

const JSON: (&str, &str) = ("json", "cli-help-json");
const ID: (&str, &str) = ("id", "cli-help-id");

#[rustfmt::skip]
pub(super) const COMMANDS: &[Row] = &[
    row(&[], "cli-about", Needs::Book, &[
        ("db", "cli-help-db"), ("lang", "cli-help-lang"), ("post", "cli-help-post"), ("operator", "cli-help-operator"),
        ("site", "cli-help-site"), ("demo", "cli-help-demo-screen"), ("help", "cli-help-help"),
        ("version", "cli-help-version"),
    ]),
    row(&["record"], "cli-help-record", Needs::Book, &[("schema", "cli-help-schema")]).unless("schema", Needs::Entries),
    row(&["show"], "cli-help-show", Needs::Book, &[("what", "cli-help-what"), ID, JSON]),
    row(&["log"], "cli-help-log", Needs::Entries, &[JSON]),
    row(&["verify"], "cli-help-verify", Needs::Entries, &[]),
    row(&["rebuild"], "cli-help-rebuild", Needs::Entries, &[]),
    row(&["calendar"], "cli-help-calendar", Needs::Book, &[]),
    row(&["calendar", "import"], "cli-help-calendar", Needs::Book, &[("file", "cli-help-file")]),
    row(&["due"], "cli-help-due", Needs::Entries, &[
        ("from", "cli-help-from"), ("length", "cli-help-length"), ("department", "cli-help-department"), JSON,
        ("batch", "cli-help-batch"),
    ]).unless("batch", Needs::Nothing),
    row(&["why"], "cli-help-why", Needs::Book, &[ID, ("stage", "cli-help-stage"), JSON]),
    row(&["workdays"], "cli-help-workdays", Needs::Nothing, &[("year", "cli-help-year"), JSON]),
    row(&["procedure"], "cli-help-procedure", Needs::Rules, &[JSON]),
    row(&["report"], "cli-help-report", Needs::Book, &[("page", "cli-help-page"), ID]),
    row(&["demo"], "cli-help-demo", Needs::NewBook, &[
        ("visits", "cli-help-visits"), ("seed", "cli-help-seed"), ("now", "cli-help-now"),
    ]),
    row(&["completions"], "cli-help-completions", Needs::Nothing, &[("shell", "cli-help-shell")]),
    row(&["man"], "cli-help-man", Needs::Nothing, &[]),
];

const fn row(
    path: &'static [&'static str],
    about: &'static str,
    needs: Needs,
    options: &'static [(&'static str, &'static str)],
) -> Row {
    Row { path, about, options, needs, unless: None }
}

impl Row {
    const fn unless(self, flag: &'static str, needs: Needs) -> Self {
        Self { unless: Some((flag, needs)), ..self }
    }
}

/// What the command of a parsed command line works with.
pub(super) fn needs(matches: &ArgMatches) -> Needs {
    let (mut path, mut at) = (Vec::new(), matches);
    while let Some((name, below)) = at.subcommand() {
        path.push(name);
        at = below;
    }
    let Some(row) = COMMANDS.iter().find(|row| row.path == path) else { return Needs::default() };
    row.unless.filter(|(flag, _)| at.get_flag(flag)).map_or(row.needs, |(_, needs)| needs)
}

#[cfg(test)]
mod tests;
