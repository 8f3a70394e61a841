//! The house's written procedures: every step and every time limit as it stands at this site today, in words, with what
//! the site has changed. It reads the rules that the desk works by, so the paper can never say anything else.

use serde_json::{Map, Value, json};

use crate::cells;
use crate::desk::House;
use crate::domain::entry::{Family, Kind};
use crate::domain::form::{self, Input};
use crate::domain::procedure::{Procedures, REOPENED, Stage, StepRule};
use crate::domain::text::when;
use crate::domain::time::Moment;
use crate::domain::worktime::Length;
use crate::locale::Locale;
use crate::report::sheet::{Sheet, WIDTH};
use crate::words::Voice;

/// What stands before a line of details.
const INDENT: usize = 5;

/// What may be told of a step or stage, by its key in the file, in the order of the page.
#[rustfmt::skip]
pub const TOLD: [&str; 22] = [
    "starts", "ends", "when", "unless", "after", "requires", "limit", "lapsed", "ends_when", "part", "parts",
    "optional", "again", "length", "usual", "promise", "hours", "warn", "pausable", "repeat", "clause", "expiry",
];

/// The procedures as values, for other programs.
pub fn values(house: &House) -> Value {
    let shipped = Procedures::builtin().ok();
    let with = |value: Value, own: bool| {
        let mut object = object(value);
        object.insert("own".into(), own.into());
        Value::Object(object)
    };
    let steps = house.procedures.steps.iter().map(|step| with(json!(step), own_step(shipped.as_ref(), step)));
    let stages = house.procedures.stages.iter().map(|stage| with(json!(stage), own_stage(shipped.as_ref(), stage)));
    json!({ "site": house.site.name, "steps": steps.collect::<Vec<_>>(), "stages": stages.collect::<Vec<_>>() })
}

/// The procedures as the lines of a page, each at most [`WIDTH`] cells wide.
pub fn written(house: &House, locale: &Locale, now: Moment) -> Vec<String> {
    let shipped = Procedures::builtin().ok();
    let mut page = Page { words: Voice::on_paper(locale, &house.site, now), sheet: Sheet::default() };
    page.sheet.text(&locale.tr_args("procedure-title", &[("site", &house.site.name)]));
    page.sheet.text(&locale.tr_args("procedure-as-of", &[("at", &when::long(now, house.site.zone))]));
    for family in Family::ALL {
        let stages: Vec<&Stage> = house.procedures.stages.iter().filter(|stage| stage.family == *family).collect();
        let steps: Vec<&StepRule> = house.procedures.steps.iter().filter(|step| step.family == *family).collect();
        if stages.is_empty() && steps.is_empty() {
            continue;
        }
        page.heading(&page.words.family(*family));
        if *family == Family::Complaint {
            page.paths(&steps);
            page.sheet.blank();
            let procedures = &house.procedures;
            let anew: Vec<String> = procedures.reopens.iter().map(|step| page.event(step)).collect();
            page.sheet.text(&locale.tr_args("procedure-reopens", &[("steps", &anew.join(" / "))]));
            page.sheet.text(&locale.tr_args("procedure-pause", &[("length", &page.length(procedures.pause))]));
            let (households, days) = (procedures.collective.households, procedures.collective.days);
            let told = [("households", households.to_string()), ("days", days.to_string())];
            page.sheet.text(&locale.say("procedure-collective", &told));
            page.sheet.blank();
        }
        if !steps.is_empty() {
            page.sheet.text(&locale.tr("procedure-steps"));
            for (n, step) in (1..).zip(&steps) {
                page.sheet.blank();
                let name = page.event(&step.id);
                page.sheet.text(&format!("{n:>3}  {name}"));
                page.details(json!(step), own_step(shipped.as_ref(), step));
            }
            page.sheet.blank();
        }
        if !stages.is_empty() && !steps.is_empty() {
            page.sheet.text(&locale.tr("procedure-stages"));
        }
        for stage in stages {
            page.sheet.blank();
            let name = locale.named("stage", &stage.id);
            page.sheet.text(&format!("{:<3}  {name}", stage.id));
            page.details(json!(stage), own_stage(shipped.as_ref(), stage));
        }
    }
    page.sheet.lines
}

/// Whether a step is the site's own, not the program's.
fn own_step(shipped: Option<&Procedures>, step: &StepRule) -> bool {
    shipped.is_some_and(|shipped| !shipped.steps.contains(step))
}

/// Whether a stage is the site's own, but for the length that its settings give it.
fn own_stage(shipped: Option<&Procedures>, stage: &Stage) -> bool {
    let own = |known: &Stage| {
        let hours = if stage.usual.is_some() { stage.hours.clone() } else { known.hours.clone() };
        let length = if stage.usual == Some(known.length) { stage.length } else { known.length };
        *stage == Stage { usual: stage.usual, length, hours, ..known.clone() }
    };
    shipped.is_some_and(|shipped| !shipped.stages.iter().any(own))
}

fn object(value: Value) -> Map<String, Value> {
    if let Value::Object(object) = value { object } else { Map::new() }
}

struct Page<'a> {
    words: Voice<'a>,
    sheet: Sheet,
}

impl Page<'_> {
    fn heading(&mut self, text: &str) {
        self.sheet.heading(text);
        self.sheet.lines.push("=".repeat(cells::width(text).min(WIDTH)));
    }

    /// The steps in order, for each way in which a complaint may be received.
    fn paths(&mut self, steps: &[&StepRule]) {
        let Some(Input::Choice(intakes)) = form::find(Kind::Complaint, "", "intake").map(|field| field.input) else {
            return;
        };
        for intake in intakes {
            let fits = |step: &&StepRule| {
                let allows = |key| step.when.get(key).is_none_or(|values| values.iter().any(|value| value == intake));
                allows("intake") && allows("track")
            };
            let steps: Vec<&StepRule> = steps.iter().copied().filter(fits).collect();
            let mut names: Vec<String> = Vec::new();
            for (n, step) in steps.iter().enumerate() {
                if steps.iter().take(n).any(|earlier| earlier.id == step.id) {
                    continue;
                }
                let name = self.event(&step.id);
                names.push(if step.optional { format!("({name})") } else { name });
            }
            let intake_said = [("intake", self.words.named("choice-intake", intake))];
            self.sheet.heading(&self.words.say("procedure-path", &intake_said));
            let mut line = String::new();
            for (n, name) in names.iter().enumerate() {
                let name = if n + 1 < names.len() { format!("{name} > ") } else { name.clone() };
                if cells::width(&line) + cells::width(name.trim_end()) > WIDTH - INDENT {
                    self.sheet.lines.push(format!("{}{}", " ".repeat(INDENT), line.trim_end()));
                    line.clear();
                }
                line.push_str(&name);
            }
            self.sheet.lines.push(format!("{}{line}", " ".repeat(INDENT)));
            if *intake != "office" {
                let then = self.words.tr("procedure-then-office");
                self.sheet.lines.push(format!("{}{then}", " ".repeat(INDENT)));
            }
        }
    }

    /// What is to be told of a step or stage, a row for each key that says something.
    fn details(&mut self, value: Value, own: bool) {
        let value = object(value);
        let said = |value: &Value| !matches!(value, Value::Null | Value::Bool(false)) && !is_empty(value);
        let label = |key: &str| self.words.tr(&format!("procedure-{}", key.replace('_', "-")));
        let known = TOLD.iter().filter_map(|key| Some((*key, label(key), value.get(*key)?)));
        let told = |key: &str| ["id", "family"].contains(&key) || TOLD.contains(&key);
        let rest = value.iter().filter(|(key, _)| !told(key));
        // A key that has no words yet is told by its name.
        let rest = rest.map(|(key, value)| (key.as_str(), key.clone(), value));
        let mut rows: Vec<(String, String)> = known
            .chain(rest)
            .filter(|(.., value)| said(value))
            .map(|(key, label, value)| (label, self.value(key, value)))
            .collect();
        if own {
            rows.push((self.words.tr("procedure-own"), String::new()));
        }
        let labels = rows.iter().filter(|(_, text)| !text.is_empty()).map(|(label, _)| cells::width(label));
        let labels = labels.max().unwrap_or_default();
        for (label, text) in rows {
            let before = " ".repeat(INDENT);
            if text.is_empty() {
                self.sheet.beside(&before, &label);
            } else {
                self.sheet.beside(&format!("{before}{}  ", cells::fit(&label, labels)), &text);
            }
        }
    }

    /// The value of a key, in words.
    fn value(&self, key: &str, value: &Value) -> String {
        match (key, value) {
            (_, Value::Bool(_)) => String::new(),
            ("starts" | "ends" | "after" | "requires" | "unless", Value::Array(names)) => {
                let names: Vec<String> = names.iter().filter_map(Value::as_str).map(|name| self.event(name)).collect();
                names.join(" / ")
            }
            ("length" | "usual", Value::String(length)) => {
                let length = length.parse().map_or_else(|_| length.clone(), |length| self.length(length));
                if key == "usual" { self.words.say("procedure-was", &[("length", length)]) } else { length }
            }
            ("hours", Value::String(id)) => self.words.department(id),
            ("limit", Value::String(id)) => format!("{id} {}", self.words.named("stage", id)),
            ("parts", Value::Array(parts)) => parts
                .iter()
                .filter_map(Value::as_str)
                .map(|part| self.words.named("part", part))
                .collect::<Vec<_>>()
                .join(" / "),
            ("repeat", minutes) => self.words.say("procedure-every", &[("n", minutes.to_string())]),
            ("promise" | "part", Value::String(field)) => self.words.named("field", field),
            ("expiry", Value::String(what)) => self.words.named("expiry", what),
            ("warn", Value::Array(shares)) => {
                shares.iter().map(|share| format!("{share} %")).collect::<Vec<_>>().join(" / ")
            }
            (_, Value::Array(values)) => {
                values.iter().map(|value| self.value("", value)).collect::<Vec<_>>().join(" / ")
            }
            (_, Value::Object(conditions)) => {
                let told = conditions.iter().map(|(field, values)| self.condition(field, values));
                told.collect::<Vec<_>>().join("; ")
            }
            (_, Value::String(text)) => text.clone(),
            (_, other) => other.to_string(),
        }
    }

    /// A field with the values that it may have.
    fn condition(&self, field: &str, values: &Value) -> String {
        let track = field == "track";
        let label = if track { self.words.tr("procedure-track") } else { self.words.named("field", field) };
        let kind = format!("choice-{}", if track { "intake" } else { field });
        let values = values.as_array().map_or(&[][..], Vec::as_slice).iter().filter_map(Value::as_str);
        let words = values.map(|value| match value {
            "" => self.words.tr("procedure-none"),
            value => self.words.named(&kind, value),
        });
        format!("{label}: {}", words.collect::<Vec<_>>().join(" / "))
    }

    /// What happened: a step, a kind of entry, or the record's beginning.
    fn event(&self, name: &str) -> String {
        match name {
            "opened" => self.words.tr("procedure-opened"),
            REOPENED => self.words.tr("procedure-reopened"),
            _ => self.words.step(name),
        }
    }

    /// A length with its unit, and what of it is not plain.
    fn length(&self, length: Length) -> String {
        match length {
            Length::Minutes(_) => format!("{} ({})", self.words.length(length), self.words.tr("procedure-clock")),
            _ => self.words.length(length),
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::String(text) => text.is_empty(),
        Value::Array(values) => values.is_empty(),
        Value::Object(values) => values.is_empty(),
        Value::Number(count) => count.as_u64() == Some(0),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules;
    use crate::locale::Language;

    const SITE: &str = include_str!("../../data/demo/site.toml");
    const PROCEDURES: &str = include_str!("../../data/procedures.toml");

    fn house(lengths: &str, procedures: Option<&str>) -> House {
        let (site, procedures) = rules::together(&format!("{SITE}\n[lengths]\n{lengths}"), procedures).unwrap();
        House::new(site, procedures)
    }

    /// The lines of a stage or step, from its name to the blank line below.
    fn part(lines: &[String], name: &str) -> Vec<String> {
        let from = lines.iter().position(|line| line.starts_with(name)).unwrap();
        lines[from..].iter().take_while(|line| !line.is_empty()).cloned().collect()
    }

    #[test]
    fn every_step_and_stage_is_told_in_eighty_cells_in_every_language() {
        let house = house("", None);
        for language in Language::ALL {
            let lines = written(&house, &Locale::new(language), Moment::default());
            let text = lines.join("\n");
            assert!(lines.iter().all(|line| cells::width(line) <= WIDTH), "{text}");
            assert!(!text.contains('⟦') && !text.contains(" procedure-"), "{text}");
            for stage in &house.procedures.stages {
                assert!(text.contains(&stage.clause) && text.contains(&format!("\n{} ", stage.id)), "{}", stage.id);
            }
            let clauses = lines.iter().filter(|line| house.procedures.steps.iter().any(|s| line.ends_with(&s.clause)));
            assert!(clauses.count() >= house.procedures.steps.len());
        }
    }

    #[test]
    fn a_stage_is_told_with_its_events_length_hours_clause_and_end() {
        let lines = written(&house("", None), &Locale::new(Language::En), Moment::default());
        let told = part(&lines, "T2 ").join("\n");
        for words in ["Logged / At the office / To the office", "2 working h", "办公室", "004-7 §4.2.2", "supervisor"]
        {
            assert!(told.contains(words), "{words}: {told}");
        }
        assert!(!told.contains("Changed") && !told.contains("own"), "{told}");
    }

    #[test]
    fn what_the_site_has_changed_is_told() {
        let own = PROCEDURES.replace("length = \"15m\"", "length = \"20m\"").replace("004-7 §4.2.2", "本处 1");
        let house = house("T10 = \"2h\"\nT2 = \"3h\"", Some(&own));
        let lines = written(&house, &Locale::new(Language::En), Moment::default());
        let told = |name| part(&lines, name).join("\n");
        assert!(told("T10 ").contains("was 1 h") && told("T10 ").contains("2 h (by the clock"), "{}", told("T10 "));
        assert!(!told("T10 ").contains("This site"), "its length alone is changed");
        assert!(told("T9 ").contains("20 min") && told("T9 ").contains("This site’s own"), "{}", told("T9 "));
        assert!(told("T2 ").contains("was 2 working h") && told("T2 ").contains("This site’s own"));
        assert!(!told("T4 ").contains("This site"));
        let values = values(&house);
        let of = |id: &str| values["stages"].as_array().unwrap().iter().find(|stage| stage["id"] == id).unwrap();
        assert_eq!((&of("T10")["usual"], &of("T10")["length"]), (&json!("1h"), &json!("2h")));
        assert_eq!((&of("T9")["own"], &of("T4")["own"]), (&json!(true), &json!(false)));
    }
}
