//! A part of a plate tells no vehicle from others. Which of those inside it is, is asked where someone is there to say so;
//! of what a machine reads, no more is known than that its own readings of the same that follow each other closely are one
//! event.

use crate::desk::act_context::ActContext;
use crate::desk::families::ahead::Reading;
use crate::desk::families::candidates;
use crate::desk::families::stays::Around;
use crate::desk::{ActError, PAGE};
use crate::domain::entry::Family;
use crate::domain::intake::ParsedForm;
use crate::domain::refusal::Cause;
use crate::domain::text::plate;
use crate::domain::time::Moment;
use crate::store::{ListView, Query, Read};

/// Asks which vehicle inside it is, the newest first; `None` where it may be none of them. Of a whole plate only one of
/// which a part was read may be another.
pub(super) fn which(cx: &ActContext<'_, '_>, part: &str, at: Moment) -> Result<Option<Cause>, ActError> {
    let mut inside = cx.journal.all(Query::new(Family::Vehicle, ListView::Inside, PAGE))?;
    let is_part = |plate: &str| plate::key(plate).is_empty();
    let may_be = |other: &str| (is_part(part) || is_part(other)) && plate::may_be(part, other);
    inside.retain(|stay| stay.inside() && stay.at <= at && may_be(stay.get("plate")));
    inside.sort_by_key(|stay| std::cmp::Reverse((stay.at, stay.seq)));
    let (named, more) = candidates(&inside, |stay| plate::show(stay.get("plate")));
    Ok((!named.is_empty()).then_some(Cause::WhichVehicle(named, more)))
}

/// What the machine that tells an event read of the same part of a plate around it; `None` where it is no part, or nothing
/// of it could be read, or a person says it.
pub(super) fn around(
    cx: &ActContext<'_, '_>,
    parsed: &ParsedForm,
    event: (Moment, Option<&Reading>),
    enters: bool,
) -> Result<Option<Around>, ActError> {
    let part = parsed.get("plate");
    let read = part != plate::NONE && part.chars().any(char::is_alphanumeric);
    if cx.source.is_empty() || !plate::key(part).is_empty() || !read {
        return Ok(None);
    }
    let mut stays = cx.journal.list(Query::new(Family::Vehicle, ListView::Newest, PAGE).standing())?;
    let machine = [&cx.source, &cx.stamp.post, &cx.stamp.operator];
    stays.retain(|stay| {
        let same = stay.get("plate") == part && stay.get("device") == parsed.get("device");
        same && [&stay.source, &stay.post, &stay.operator] == machine
    });
    Around::of(cx, stays, event, enters).map(Some)
}
