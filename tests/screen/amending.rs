//! Amending: the form begins with what stands there, whatever field it is of; unchanged it changes nothing; refused it
//! keeps what was typed.

use crate::kit::{App, at};
use qiantai::app::Event;
use qiantai::desk::Card;
use qiantai::domain::entry::{Decided, Entry, Family, Kind};
use qiantai::domain::form::{self, Field, Input};
use qiantai::domain::history::resolve;
use qiantai::domain::record::fold;
use qiantai::domain::refusal::Cause;
use qiantai::domain::text::when::{self, Tense};
use qiantai::domain::time::parse_rfc3339;
use qiantai::locale::Language;
use qiantai::store::{ListView, Query, Read};
use uuid::Uuid;

const COMPLAINT: &str = "<f4><insert>3-2-101<enter>张三<enter>渗水<enter>3<enter><enter>";

fn counter() -> App {
    App::new(Language::Hans, (80, 24))
}

fn typed(app: &App, key: &str) -> String {
    app.model.form().unwrap().get(key).to_owned()
}

/// Opens the card in hand at a field.
pub(crate) fn at_field(app: &mut App, key: &str) {
    app.keys("<right>");
    while app.model.card().unwrap().row().and_then(|row| row.field).is_none_or(|field| field.key != key) {
        let before = app.model.card().unwrap().selected;
        app.keys("<down>");
        let here = app.model.card().unwrap().selected;
        assert_ne!(here, before, "no row of {key}\n{}", app.screen());
    }
}

/// Values that a field may hold, as they are stored.
fn samples(field: &Field) -> Vec<&'static str> {
    match field.input {
        Input::Choice(choices) => choices.to_vec(),
        Input::Text(_) => vec!["厨房 顶板"],
        Input::Room => vec!["3-2-101", "B2车库"],
        Input::Plate => vec!["粤B8F32K", "无牌", "粤B?2345"],
        Input::Phone => vec!["13912348812", "withheld", "075588886621,12"],
        Input::Tail => vec!["123X"],
        Input::Staff(_) => vec!["李强", "外来的人"],
        Input::Department => vec!["工程部"],
        Input::When(_) => vec!["2026-11-20T13:04:37+08:00", "2026-11-21T00:00:00+08:00"],
        Input::Count(..) => vec!["7"],
        Input::Decimal(..) => vec!["0.91"],
    }
}

/// The entry of a kind that holds a value.
fn entry(kind: Kind, step: &str, seq: u64, held: &[(&str, &str)]) -> Entry {
    let fields = held.iter().copied().chain([("step", step)]).filter(|(_, value)| !value.is_empty());
    Entry {
        seq,
        uid: Uuid::from_u128(seq.into()),
        subject: Uuid::from_u128(77),
        at: parse_rfc3339("2026-11-20T13:04:37+08:00").unwrap(),
        written_at: at("2026-11-20 13:05"),
        offset: 480,
        post: "服务中心".into(),
        operator: "王敏".into(),
        kind,
        fields: fields.map(|(key, value)| (key.to_owned(), value.to_owned())).collect(),
        decided: Decided { number: Some(crate::kit::logbook::number(1)), ..Decided::default() },
        prev: Default::default(),
        hash: Default::default(),
    }
}

#[test]
fn every_field_opens_with_its_value_and_unchanged_it_changes_nothing() {
    let mut app = App::new(Language::Hans, (100, 40));
    let mut seen = 0;
    for family in Family::ALL.iter().filter(|family| !family.spec().sealed) {
        let spec = family.spec();
        let forms = spec.forms.iter().map(|form| (form.0, form.1));
        for (kind, step) in forms.chain(spec.steps.iter().map(|(step, _)| (family.step_kind(), *step))) {
            let blank = [("", None)];
            // Which visit is a driver's is told by what the line says of him.
            let fields = form::fields(kind, step)
                .iter()
                .filter(|field| field.key != "visit")
                .flat_map(|field| samples(field).into_iter().map(move |value| (field.key, Some((field, value)))));
            for (key, field) in fields.chain(blank) {
                let own = [(key, field.map_or("", |(_, value)| value))];
                let opening = entry(spec.opens[0], "", 1, if kind == spec.opens[0] { &own } else { &[] });
                let later = (kind != spec.opens[0]).then(|| entry(kind, step, 2, &own));
                let entries: Vec<Entry> = [opening].into_iter().chain(later).collect();
                let record = fold(&entries).unwrap();
                let card = Card { record, lines: resolve(&entries), next: None, awaits: None, offered: Vec::new() };
                app.model.overlays.clear();
                app.model.awaited = Some(card.record.subject);
                app.event(Event::Card(Box::new(card)));
                let rows = app.model.card().unwrap().rows();
                let meant = |row: &qiantai::app::card::CardRow<'_>| {
                    row.line.seq == u64::try_from(entries.len()).unwrap() && row.field.map_or("", |f| f.key) == key
                };
                let row = rows.iter().position(meant).unwrap_or_else(|| panic!("{kind:?} {step} {key}"));
                for _ in 0..row {
                    app.keys("<down>");
                }
                app.keys("<delete>");
                let about = format!("{kind:?} {step} {own:?}");
                let form = app.model.form().unwrap_or_else(|| panic!("{about}: no form"));
                assert!(form.asks(&form.fields[0]), "{about}: the value is not shown");
                let shown = match field {
                    Some((field, value)) => match (field.input, parse_rfc3339(value)) {
                        (Input::When(Tense::Future), Some(at)) => when::long_end(at, app.model.house.site.zone),
                        (Input::When(_), Some(at)) => when::long(at, app.model.house.site.zone),
                        _ => value.to_owned(),
                    },
                    None => "2026-11-20 13:04".to_owned(),
                };
                assert_eq!(form.get("new"), shown, "{about}");
                app.keys("<tab>核对无误<ctrl-d>");
                let form = app.model.form().unwrap_or_else(|| panic!("{about}: it was saved"));
                assert_eq!(form.fields[0].error, Some(Cause::Unchanged), "{about}\n{:?}", form.error);
                assert!(app.acts.is_empty(), "{about}: {:?}", app.acts);
                seen += 1;
            }
        }
    }
    assert!(seen > 200, "{seen}");
}

#[test]
fn the_seconds_of_a_call_are_amended_like_any_other_value() {
    let mut app = counter();
    app.keys("<f3><insert>13912348812<enter>渗水催办<tab>1<enter>").pass(1);
    at_field(&mut app, "seconds");
    app.keys("<delete>");
    assert_eq!(typed(&app, "new"), "0", "{}", app.screen());
    app.keys("<backspace>95<tab>看错<enter>");
    assert!(app.model.form().is_none(), "{}", app.screen());
    let call = app.store().list(Query::new(Family::Call, ListView::Newest, 1)).unwrap().remove(0);
    assert_eq!(call.get("seconds"), "95");
}

#[test]
fn a_refused_amendment_keeps_what_was_typed_and_says_what_stands_there_now() {
    let mut app = counter();
    app.keys(COMPLAINT).pass(1);
    let mut other = App::at(app.dir.clone(), Language::Hans, (80, 24), "东门岗", "刘洋", app.now, 2);
    at_field(&mut app, "said");
    app.keys("<delete><end>了<tab>补充");
    other.keys("<f4>");
    at_field(&mut other, "said");
    other.keys("<delete><end>，很急<tab>听漏<enter>");
    app.event(Event::Changed);
    app.keys("<enter>");
    assert_eq!((typed(&app, "new"), typed(&app, "why")), ("渗水了".into(), "补充".into()));
    let form = app.model.form().unwrap();
    let told = form.fields[0].error.as_ref();
    assert!(
        matches!(told, Some(Cause::AlreadyAmended(who, _)) if who == "刘洋"),
        "at the field: {told:?} {:?}",
        form.error
    );
    assert!(app.screen().contains("渗水，很急"), "what stands there now\n{}", app.screen());
    app.keys("<enter>");
    assert!(app.model.form().is_none(), "and it may be struck knowingly\n{}", app.screen());
    let complaint = app.store().list(Query::new(Family::Complaint, ListView::Newest, 1)).unwrap().remove(0);
    assert_eq!(complaint.get("said"), "渗水了");
}

#[test]
fn a_value_that_is_refused_is_told_at_the_new_value() {
    let mut app = counter();
    app.keys("<f2><insert>3-2-101<enter>张三<enter>1问停水<tab>3+1h<enter>").pass(1);
    at_field(&mut app, "promise");
    app.keys("<delete><ctrl-x>昨天 9:00<tab>听错<enter>");
    assert_eq!(typed(&app, "new"), "昨天 9:00", "{}", app.screen());
    assert!(app.model.form().unwrap().fields[0].error.is_some(), "{}", app.screen());
}

#[test]
fn a_correction_half_typed_is_kept_and_taken_up_where_the_same_is_asked_for() {
    for leave in ["<esc>", "<f6><f4>"] {
        let mut app = counter();
        app.keys(COMPLAINT).pass(1);
        at_field(&mut app, "said");
        app.keys("<delete><end>三天<tab>说漏");
        assert!(app.screen().contains("暂离留稿"), "{}", app.screen());
        app.keys(leave);
        assert_eq!(app.drafts_on_disk().len(), 1);
        app.keys("<esc><f4>");
        at_field(&mut app, "name");
        app.keys("<delete>");
        assert_eq!((typed(&app, "new"), typed(&app, "why")), ("张三".into(), String::new()), "another value");
        app.keys("<esc><esc>");
        at_field(&mut app, "said");
        app.keys("<delete>");
        assert_eq!((typed(&app, "new"), typed(&app, "why")), ("渗水三天".into(), "说漏".into()));
        app.keys("<enter>");
        assert!(app.model.form().is_none() && app.drafts_on_disk().is_empty(), "{}", app.screen());
        app.keys("<esc><ctrl-w>记错").keys(leave).keys("<esc><f4><ctrl-w>");
        assert_eq!(typed(&app, "why"), "记错", "{}", app.screen());
        app.keys("<enter>");
        assert!(app.model.form().is_none() && app.drafts_on_disk().is_empty(), "{}", app.screen());
    }
}
