//! Intake: typed values become an event's fields, or say at each field why not. Nothing typed is changed on refusal.

use crate::domain::entry::{Fields, Kind};
use crate::domain::form::{self, AT, DTMF, Field, Input, PHONE};
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::site::Site;
use crate::domain::staff;
use crate::domain::text::{ValueError, clean, fold_width, instant, number, phone, plate, room, when};
use crate::domain::time::{DAY, Moment, parse_rfc3339};

/// An event's values, ready to be decided upon.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ParsedForm {
    /// When it happened, where that was said.
    pub at: Option<Moment>,
    /// By how many milliseconds the clock that said so was ahead.
    pub ahead: i64,
    pub plain: Fields,
    pub personal: Fields,
    /// The room does not match the site's pattern.
    pub odd_room: bool,
}

impl ParsedForm {
    /// A value; empty where there is none.
    pub fn get(&self, key: &str) -> &str {
        self.plain.get(key).or_else(|| self.personal.get(key)).map_or("", String::as_str)
    }

    /// All values together.
    pub fn fields(&self) -> Fields {
        self.plain.iter().chain(&self.personal).map(|(key, value)| (key.clone(), value.clone())).collect()
    }

    fn put(&mut self, plain: bool, key: &str, value: String) {
        let part = if plain { &mut self.plain } else { &mut self.personal };
        part.insert(key.to_owned(), value);
    }
}

/// When an event happened by what was typed: as said, else now; `None` where that cannot be read.
fn event_time(typed: &Fields, site: &Site, now: Moment) -> Option<Moment> {
    let said = typed.get(AT.key).map_or("", |text| text.trim());
    let at = read(&AT, said, site, now).ok()?;
    if at.is_empty() { Some(now) } else { crate::domain::time::parse_rfc3339(&at) }
}

/// Reads what a person typed into a form. Its own time is judged against now, every other time against that of the event:
/// an event that is entered late is read as it would have been then.
///
/// # Errors
/// Every field that cannot be taken, with the reason.
pub fn parse_form(
    kind: Kind,
    step: &str,
    typed: &Fields,
    site: &Site,
    now: Moment,
) -> Result<ParsedForm, Vec<Refusal>> {
    parse(kind, step, typed, false, site, now)
}

/// Reads what a person or a `machine` says in a form. A machine's own clock may be up to a day ahead: what it says of
/// that time counts as of `now`, and by how much it was ahead is kept.
///
/// # Errors
/// As [`parse_form`].
pub fn parse(
    kind: Kind,
    step: &str,
    typed: &Fields,
    machine: bool,
    site: &Site,
    now: Moment,
) -> Result<ParsedForm, Vec<Refusal>> {
    read_form(kind, step, typed, machine, site, now, |field, name| other_role(field, name, site))
}

/// Reads again what was read once and was written: who may be named by the settings of today is not asked.
///
/// # Errors
/// As [`parse_form`].
pub fn parse_again(
    kind: Kind,
    step: &str,
    typed: &Fields,
    machine: bool,
    site: &Site,
    now: Moment,
) -> Result<ParsedForm, Vec<Refusal>> {
    read_form(kind, step, typed, machine, site, now, |_, _| None)
}

fn read_form(
    kind: Kind,
    step: &str,
    typed: &Fields,
    machine: bool,
    site: &Site,
    now: Moment,
    barred: impl Fn(&Field, &str) -> Option<Cause>,
) -> Result<ParsedForm, Vec<Refusal>> {
    let mut parsed = ParsedForm::default();
    let mut refusals = Vec::new();
    let apart = number_and_keys(kind, step, typed);
    let typed = apart.as_ref().unwrap_or(typed);
    for (key, _) in typed.iter().filter(|(_, text)| !text.is_empty()) {
        if key != "step" && !form::takes(kind, step, key) {
            refusals.push(Refusal::at(key, Cause::UnknownField));
        }
    }
    let value_of = |key: &str| typed.get(key).map_or("", |text| text.trim());
    let early = if machine { ahead(value_of(AT.key), site, now) } else { None };
    let then = early.map_or_else(|| event_time(typed, site, now), |_| Some(now));
    for field in form::fields(kind, step).iter().chain(form::dated(kind).then_some(&AT)) {
        if !field.asked(value_of) {
            // What does not belong to the other values is not taken, and not dropped in silence.
            if !value_of(field.key).is_empty() {
                refusals.push(Refusal::at(field.key, Cause::NotAsked));
            }
            continue;
        }
        let judged_at = if field.key == AT.key { now } else { then.unwrap_or(now) };
        let text = value_of(field.key);
        if let (true, Some(ahead)) = (field.key == AT.key, early) {
            (parsed.at, parsed.ahead) = (Some(now), ahead);
            continue;
        }
        let field = Field { required: field.demanded(value_of, machine), ..*field };
        match read(&field, text, site, judged_at) {
            Ok(value) if value.is_empty() => {}
            Ok(value) => {
                refusals.extend(barred(&field, &value).map(|cause| Refusal::at(field.key, cause)));
                if field.key == AT.key {
                    // A machine's own time has its milliseconds.
                    parsed.at = instant::parse(text, site.zone).or_else(|| parse_rfc3339(&value));
                } else {
                    parsed.odd_room |= field.input == Input::Room && !site.room.matches(&value);
                    parsed.put(field.plain, field.key, value);
                }
            }
            // Without the event's own time nothing can be said against another.
            Err(ValueError::Past | ValueError::Future | ValueError::TooFar)
                if then.is_none() && field.key != AT.key => {}
            Err(fault) => refusals.push(Refusal::at(field.key, Cause::of(fault, field.clause))),
        }
    }
    if !step.is_empty() {
        parsed.put(true, "step", step.to_owned());
    }
    if refusals.is_empty() { Ok(parsed) } else { Err(refusals) }
}

/// By how many milliseconds a machine's clock is ahead, up to a day; none of a time of day and the like, which no
/// machine's clock says.
fn ahead(text: &str, site: &Site, now: Moment) -> Option<i64> {
    let ahead = instant::parse(text, site.zone)?.since(now);
    (1..=DAY).contains(&ahead).then_some(ahead)
}

/// The number and the keys pressed behind it, `13800000008*1`, each in its own field, where the form has one for these.
fn number_and_keys(kind: Kind, step: &str, typed: &Fields) -> Option<Fields> {
    form::find(kind, step, DTMF.key).filter(|field| !typed.contains_key(field.key))?;
    let number: String = typed.get(PHONE.key)?.chars().map(fold_width).collect();
    let (number, _) = number.split_once(['*', '#']).filter(|(number, _)| !number.trim().is_empty())?;
    let keys: String = typed.get(PHONE.key)?.chars().map(fold_width).skip(number.chars().count()).collect();
    let mut apart = typed.clone();
    apart.insert(PHONE.key.to_owned(), number.to_owned());
    apart.insert(DTMF.key.to_owned(), keys);
    Some(apart)
}

/// Why a name may not stand in a field: the settings know this person by another role, or name the staff without them.
pub fn other_role(field: &Field, name: &str, site: &Site) -> Option<Cause> {
    let Input::Staff(roles) = field.input else { return None };
    staff::refusal(&site.staff, name, roles)
}

/// As [`read`], of a value that is amended: a time of day alone is one of the day of the `old` value, and an event
/// happened before it was `written`.
pub fn read_amended(
    field: &Field,
    text: &str,
    (old, written): (&str, Option<Moment>),
    site: &Site,
    then: Moment,
) -> Result<String, ValueError> {
    let on = |day| when::on_the_day_of(text, day, site.zone);
    let new = match (field.input, parse_rfc3339(old).and_then(on)) {
        (Input::When(tense), Some(at)) => site.zone.rfc3339(tense.accept(at, then)?),
        _ => read(field, text, site, then)?,
    };
    let at = parse_rfc3339(&new).zip(written);
    at.map_or(Ok(()), |(at, written)| when::before_told(at, written)).map(|()| new)
}

/// Reads one field's text; an empty result is an empty field. A time is judged against `then`.
pub fn read(field: &Field, text: &str, site: &Site, then: Moment) -> Result<String, ValueError> {
    let longest = match field.input {
        Input::Text(max) => max,
        Input::Staff(_) => form::NAME_HOLDS,
        _ => 80,
    };
    let text = clean(text, longest)?;
    if text.is_empty() {
        return if field.required { Err(ValueError::Required) } else { Ok(text) };
    }
    match field.input {
        Input::Text(_) => Ok(text),
        // The number of one of the staff stands for the name, which has one spelling.
        Input::Staff(_) => Ok(site.name_of(&text).to_owned()),
        Input::Room => Ok(room::read(&text, &site.room)),
        Input::Plate => plate::parse(&text),
        Input::Phone => phone::parse(&text),
        Input::Tail => {
            let tail: String = text
                .chars()
                .map(fold_width)
                .filter(char::is_ascii_alphanumeric)
                .collect::<String>()
                .to_ascii_uppercase();
            // A whole number may be typed; what is kept is its end.
            let start = tail.chars().count().checked_sub(4).ok_or(ValueError::NotFourCharacters)?;
            Ok(tail.chars().skip(start).collect())
        }
        Input::Choice(choices) => {
            if choices.contains(&text.as_str()) {
                Ok(text)
            } else {
                Err(ValueError::NotAChoice)
            }
        }
        Input::Department => {
            site.department(&text).map(|department| department.name.clone()).ok_or(ValueError::NotAChoice)
        }
        Input::When(tense) => when::parse(&text, tense, then, site.zone).map(|at| site.zone.rfc3339(at)),
        Input::Decimal(min, max) => match number(&text).parse::<f64>() {
            // 93.0 is 93, and nothing is below nothing.
            Ok(number) if (min as f64..=max as f64).contains(&number) => Ok((number + 0.0).to_string()),
            _ => Err(ValueError::NotADecimal { min, max }),
        },
        Input::Count(min, max) => match number(&text).parse::<i64>() {
            Ok(count) if (min..=max).contains(&count) => Ok(count.to_string()),
            _ => Err(ValueError::NotANumber { min, max }),
        },
    }
}
