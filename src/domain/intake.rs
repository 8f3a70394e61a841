//! Intake: typed values become an event's fields, or say at each field why not. Nothing typed is changed on refusal.

use crate::domain::entry::{Fields, Kind};
use crate::domain::form::{self, AT, Field, Input};
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::site::Site;
use crate::domain::staff;
use crate::domain::text::{ValueError, clean, phone, plate, room, when};
use crate::domain::time::Moment;

/// An event's values, ready to be decided upon.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ParsedForm {
    /// When it happened, where that was said.
    pub at: Option<Moment>,
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

/// Reads what was typed into a form.
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
    let mut parsed = ParsedForm::default();
    let mut refusals = Vec::new();
    for (key, _) in typed.iter().filter(|(_, text)| !text.is_empty()) {
        if key != "step" && form::find(kind, step, key).is_none() {
            refusals.push(Refusal::at(key, Cause::UnknownField));
        }
    }
    let value_of = |key: &str| typed.get(key).map_or("", |text| text.trim());
    for field in form::fields(kind, step).iter().chain([&AT]) {
        if !field.asked(value_of) {
            // What does not belong to the other values is not taken, and not dropped in silence.
            if !value_of(field.key).is_empty() {
                refusals.push(Refusal::at(field.key, Cause::NotAsked));
            }
            continue;
        }
        match read(field, value_of(field.key), site, now) {
            Ok(value) if value.is_empty() => {}
            Ok(value) if other_role(field, &value, site).is_some() => {
                refusals.extend(other_role(field, &value, site).map(|cause| Refusal::at(field.key, cause)));
            }
            Ok(value) => {
                if field.key == AT.key {
                    parsed.at = crate::domain::time::parse_rfc3339(&value);
                } else {
                    parsed.odd_room |= field.input == Input::Room && !site.room.matches(&value);
                    parsed.put(field.plain, field.key, value);
                }
            }
            Err(fault) => refusals.push(Refusal::at(field.key, Cause::of(fault, field.clause))),
        }
    }
    if !step.is_empty() {
        parsed.put(true, "step", step.to_owned());
    }
    if refusals.is_empty() { Ok(parsed) } else { Err(refusals) }
}

/// Why a name may not stand in a field: the settings know this person by another role.
pub fn other_role(field: &Field, name: &str, site: &Site) -> Option<Cause> {
    let Input::Staff(roles) = field.input else { return None };
    (!staff::may_be(&site.staff, name, roles)).then(|| Cause::OtherRole(roles.to_vec()))
}

/// Reads one field's text; an empty result is an empty field.
pub fn read(field: &Field, text: &str, site: &Site, now: Moment) -> Result<String, ValueError> {
    let longest = if let Input::Text(max) = field.input { max } else { 80 };
    let text = clean(text, longest)?;
    if text.is_empty() {
        return if field.required { Err(ValueError::Required) } else { Ok(text) };
    }
    match field.input {
        Input::Text(_) => Ok(text),
        // The number of one of the staff stands for the name.
        Input::Staff(_) => Ok(site.name_of(&text).to_owned()),
        Input::Room => Ok(room::fold(&text)),
        Input::Plate => plate::parse(&text, site.province),
        Input::Phone => phone::parse(&text),
        Input::Tail => {
            let tail: String =
                text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
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
        Input::When(tense) => when::parse(&text, tense, now, site.zone).map(|at| site.zone.rfc3339(at)),
        Input::Count(min, max) => match text.parse::<i64>() {
            Ok(count) if (min..=max).contains(&count) => Ok(count.to_string()),
            _ => Err(ValueError::NotANumber { min, max }),
        },
    }
}
