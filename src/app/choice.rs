//! What a digit or an arrow chooses in a field, where something is to be chosen.

use crate::app::key::{Code, Key};
use crate::domain::form::{Field, Input};
use crate::domain::site::Site;

/// How many things the digits choose among; of more, those on the page of the one chosen.
pub const PAGE: usize = 10;

/// Where the page begins that the digits choose from.
pub fn page(chosen: Option<usize>) -> usize {
    chosen.unwrap_or_default() / PAGE * PAGE
}

/// How many things a digit may choose in a field; `None` where digits are text.
pub fn choices(field: &Field, site: &Site) -> Option<usize> {
    match field.input {
        Input::Choice(choices) => Some(choices.len()),
        Input::Department => Some(site.departments.len()),
        Input::Staff => Some(site.staff.len()),
        _ => None,
    }
}

/// What a key chooses in a field, and whether the focus then moves on.
pub(super) fn picked(field: &Field, key: Key, now: &str, site: &Site, count: usize) -> Option<(String, bool)> {
    let value = |at: usize| match field.input {
        Input::Choice(choices) => choices.get(at).map(|value| (*value).to_owned()),
        Input::Department => site.departments.get(at).map(|department| department.name.clone()),
        Input::Staff => site.staff.get(at).cloned(),
        _ => None,
    };
    let list = !matches!(field.input, Input::Staff);
    let current = (0..count).find(|at| value(*at).as_deref() == Some(now));
    match key.folded().code {
        Code::Char(digit @ '0'..='9') if key.is_text() => {
            let digit = usize::try_from(digit.to_digit(10)?).ok()?;
            let at = if digit == 0 { 9 } else { digit - 1 };
            Some((value(if list { page(current) + at } else { at })?, true))
        }
        Code::PageDown if list => Some((value(page(current) + PAGE)?, false)),
        Code::PageUp if list => Some((value(page(current).checked_sub(PAGE)?)?, false)),
        Code::Char(' ') | Code::Right if list => {
            let at = current.map_or(0, |at| (at + 1) % count.max(1));
            Some((value(at)?, false))
        }
        Code::Left if list => {
            let at = current.map_or(0, |at| at.checked_sub(1).unwrap_or(count.saturating_sub(1)));
            Some((value(at)?, false))
        }
        _ => None,
    }
}
