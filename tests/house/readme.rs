//! The README's key table is made from the program's one table: `UPDATE_README=1 cargo test --test house readme` writes it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use qiantai::app::command::TABLE;
use qiantai::app::key::Key;
use qiantai::app::layer::Group;
use qiantai::locale::{Language, Locale};
use strum::VariantArray;

const BEGIN: &str = "<!-- keys: made from the program's one table by the test `readme` -->\n";
const END: &str = "<!-- end of keys -->";

/// The table of all commands by group, as the README prints it.
fn table() -> String {
    let (en, zh) = (Locale::new(Language::En), Locale::new(Language::Hans));
    let mut text = String::from("| keys | what they do | | name |\n|---|---|---|---|\n");
    for group in Group::VARIANTS {
        writeln!(text, "| | **{}** | **{}** | |", en.tr(group.key()), zh.tr(group.key())).unwrap();
        for spec in TABLE.iter().filter(|spec| spec.group == *group) {
            let keys: Vec<String> =
                spec.keys.iter().map(|key| format!("`{}`", key.parse::<Key>().unwrap().label())).collect();
            let label = format!("cmd-{}", spec.name);
            writeln!(text, "| {} | {} | {} | {} |", keys.join(" "), en.tr(&label), zh.tr(&label), spec.name).unwrap();
        }
    }
    text
}

#[test]
fn the_readme_lists_the_keys_that_the_program_has() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let (head, rest) = readme.split_once(BEGIN).expect("the table's place");
    let (now, tail) = rest.split_once(END).expect("the table's end");
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(&path, format!("{head}{BEGIN}{}{END}{tail}", table())).unwrap();
        return;
    }
    assert_eq!(now, table(), "run UPDATE_README=1 cargo test --test house readme");
}
