//! Every family in every room: nothing about one may be missing in silence.

use std::rc::Rc;

use qiantai::app::command::TABLE;
use qiantai::app::panel::PANELS;
use qiantai::desk::{Desk, SnapshotRequest, Who};
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::form;
use qiantai::domain::procedure::Procedures;
use qiantai::locale::{Language, Locale};
use qiantai::store::sqlite::SqliteStore;
use qiantai::store::{ListView, Query, Read};
use serde_json::Value;
use uuid::Uuid;

use crate::bench::Bench;
use crate::kit::App;

/// The logbook's own families are no one's errand: they have no panel, and the demonstration has no calendar to load.
const INNER: [Family; 3] = [Family::Logbook, Family::Duty, Family::Calendar];

/// The kinds of a family's entries, with its steps' kind where it has steps.
fn kinds(family: Family) -> Vec<Kind> {
    let own = Kind::ALL.iter().copied().filter(move |kind| kind.family() == Some(family) && !kind.is_step());
    let steps = (!family.spec().steps.is_empty()).then(|| family.step_kind());
    own.chain(steps).collect()
}

#[test]
fn the_table_knows_every_family_and_every_kind() {
    let mut codes = std::collections::BTreeSet::new();
    for family in Family::ALL {
        let spec = family.spec();
        assert_eq!(spec.family, *family);
        assert!(codes.insert(family.name()), "{family:?} has a name of its own");
        assert!(!spec.opens.is_empty(), "{family:?} can begin");
        for kind in spec.opens {
            assert!(kind.opens() && kind.family() == Some(*family), "{kind:?}");
        }
        for kind in kinds(*family).into_iter().filter(|kind| !kind.is_step()) {
            let form = spec.forms.iter().find(|form| form.0 == kind && form.1.is_empty());
            assert!(form.is_some(), "{kind:?} has a form");
        }
        for form in spec.forms {
            assert_eq!(form.0.family(), Some(*family), "{:?} belongs to {family:?}", form.0);
        }
        for key in spec.gist {
            assert!(spec.forms.iter().any(|form| form.2.iter().any(|field| field.key == *key)), "{family:?} {key}");
        }
        assert!(INNER.contains(family) || !spec.gist.is_empty(), "{family:?} is told in one line");
        for kind in [spec.enters, spec.at_once].into_iter().flatten() {
            assert_eq!(kind.family(), Some(*family));
        }
        for (step, fields) in spec.steps {
            // Steps of one kind are told apart by their names alone.
            assert!(std::ptr::eq(form::fields(family.step_kind(), step), *fields), "{family:?} {step}");
        }
    }
}

#[test]
fn every_family_has_its_words_in_every_language() {
    for language in Language::ALL {
        let locale = Locale::new(language);
        let named = |key: String| {
            let text = locale.tr_args(&key, &[("number", "1"), ("n", "1")]);
            assert!(!text.is_empty() && !text.contains('⟦'), "{key} in {language:?}");
        };
        for family in Family::ALL {
            named(format!("family-{}", family.name()));
            named(format!("record-{}", family.name()));
            kinds(*family).iter().for_each(|kind| named(format!("kind-{}", kind.name())));
            family.spec().steps.iter().for_each(|(step, _)| named(format!("step-{step}")));
            let forms = family.spec().forms.iter().map(|form| form.2);
            for field in forms.chain(family.spec().steps.iter().map(|step| step.1)).flatten() {
                named(format!("field-{}", field.key));
            }
        }
    }
}

#[test]
fn every_step_of_the_procedures_belongs_to_its_family() {
    let procedures = Procedures::builtin().unwrap();
    for rule in &procedures.steps {
        assert!(rule.family.step_fields(&rule.id).is_some(), "{}", rule.id);
    }
    for family in Family::ALL {
        for (step, _) in family.spec().steps {
            assert!(
                procedures.steps.iter().any(|rule| rule.id == *step && rule.family == *family),
                "{family:?} {step}"
            );
        }
    }
}

#[test]
fn every_family_has_a_panel_a_key_help_and_columns() {
    let bench = Bench::day_until("2026-11-20T15:00:00+08:00");
    let folder = Rc::new(tempfile::tempdir().unwrap());
    let db = folder.path().join("logbook.db");
    std::fs::copy(&bench.db, &db).unwrap();
    let store = SqliteStore::open(&db).unwrap();
    let now = store.last_written().unwrap().unwrap();
    for family in Family::ALL.iter().filter(|family| !INNER.contains(family)) {
        let panel = PANELS.iter().find(|spec| spec.family == Some(*family) || spec.opens.family() == Some(*family));
        let panel = panel.unwrap_or_else(|| panic!("{family:?} has a panel"));
        assert!(TABLE.iter().any(|command| command.name == panel.name), "{family:?} is in the help");
        // A call that nobody took says nothing of itself.
        let newest = store.list(Query::new(*family, ListView::Newest, 9)).unwrap();
        let record = newest.into_iter().find(|record| record.gist().next().is_some());
        let record = record.unwrap_or_else(|| panic!("the demonstration has a record of {family:?}"));
        for language in Language::ALL {
            let open = Box::new(SqliteStore::open(&db).unwrap());
            let house = crate::kit::house();
            let mut app =
                App::on(open, false, house, folder.clone(), language, (160, 50), &record.post, "王敏", now, 1);
            app.keys(&format!("<f{}>", panel.number));
            if panel.family == Some(*family) && !app.model.view().all {
                app.keys("<tab>");
            }
            let screen = app.screen();
            let gist = record.gist().map(|(field, said)| match field.input {
                form::Input::Choice(_) => Locale::new(language).tr(&format!("choice-{}-{said}", field.key)),
                _ => said.chars().take(4).collect(),
            });
            let gist: Vec<String> = gist.filter(|said| !said.is_empty()).collect();
            let flat = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            let told = gist.iter().any(|said| flat(&screen).contains(&flat(said)));
            assert!(!screen.contains('⟦') && told, "{family:?} {language:?} {gist:?}\n{screen}");
        }
    }
}

#[test]
fn every_kind_is_a_line_of_json_with_a_schema_and_the_demonstration_has_each_family() {
    let bench = Bench::day();
    let schema = &bench.ok(&["record", "--schema", "--lang", "en"]).json()[0];
    let lines: Vec<&Value> = schema["$defs"].as_object().unwrap().values().collect();
    let written = bench.ok(&["log", "--json"]).json();
    let is = |line: &Value, kind: Kind| line["kind"] == kind.name();
    for family in Family::ALL {
        for kind in kinds(*family) {
            let alone = matches!(kind, Kind::Begun | Kind::Restored | Kind::ClockJumped | Kind::Calendar);
            let alone = alone || kind.reads_again();
            let known = lines.iter().any(|line| line["properties"]["kind"]["const"] == kind.name());
            assert_eq!(known, !alone, "{kind:?} can be written without a screen");
        }
        let begun = family.spec().opens.iter().any(|kind| written.iter().any(|line| is(line, *kind)));
        assert_eq!(begun, *family != Family::Calendar, "the demonstration has {family:?}");
    }
}

/// What of a family is open, or inside, stands on its post's handover page and is counted on the overview.
#[test]
fn what_is_open_of_a_family_stands_on_the_handover_page() {
    let bench = Bench::day_until("2026-11-20T15:00:00+08:00");
    let desk = Desk::new(Box::new(SqliteStore::open(&bench.db).unwrap()), crate::kit::house()).unwrap();
    let store = SqliteStore::open(&bench.db).unwrap();
    let now = store.last_written().unwrap().unwrap();
    for family in Family::ALL.iter().filter(|family| family.spec().topic.is_some()) {
        let view = if family.at_gate() { ListView::Inside } else { ListView::Open };
        let record = store.list(Query::new(*family, view, 1)).unwrap().pop();
        let record = record.unwrap_or_else(|| panic!("something of {family:?} is open in the demonstration"));
        let who = Who { post: record.post.clone(), operator: "王敏".into(), boot: Uuid::nil() };
        let page = desk.reading(&who).page(now).unwrap();
        assert!(page.lines.iter().any(|line| line.record.subject == record.subject), "{family:?} is handed over");
        let counted = desk.reading(&who).snapshot(&SnapshotRequest::default(), now).unwrap();
        assert!(counted.of(*family).count > 0, "{family:?} is counted");
    }
}
