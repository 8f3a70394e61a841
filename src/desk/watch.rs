//! Who has a post is what the logbook says, read under its lock; nobody else acts there.

use crate::desk::House;
use crate::domain::duty::Watch;
use crate::domain::entry::{Family, Kind};
use crate::domain::refusal::Cause;
use crate::store::{ListView, Query, Read, StoreError};

/// How many of the last duty records of a post tell who has it and which shift they are on.
const TURNS: usize = 32;

/// The newest duty records of a post.
pub(super) fn turns(post: &str) -> Query {
    Query::new(Family::Duty, ListView::Newest, TURNS).with_key(post)
}

/// The last of them, which tells who has the post.
pub(super) fn last_turn(post: &str) -> Query {
    Query { limit: 1, ..turns(post) }
}

/// Who has a post, as these duty records say.
pub(super) fn read(read: &(impl Read + ?Sized), house: &House, turns: Query) -> Result<Watch, StoreError> {
    let shared = house.site.is_shared(turns.key.as_deref().unwrap_or_default());
    Ok(Watch::new(shared, &read.list(turns)?))
}

/// Why someone may not act at a post. The last turn tells it of whoever came with it, and of everyone where it gave a post
/// of one to somebody; else it takes the earlier ones to tell who has left.
pub(super) fn refusal(
    from: &(impl Read + ?Sized),
    house: &House,
    post: &str,
    person: &str,
) -> Result<Option<Cause>, StoreError> {
    let last = read(from, house, last_turn(post))?;
    if last.is_on(person) || (!house.site.is_shared(post) && last.holder().is_some()) {
        return Ok(last.refusal(person));
    }
    Ok(read(from, house, turns(post))?.refusal(person))
}

/// Whether an act is done by whoever has the post: all but signing on, and what concerns the logbook and not the post.
pub(super) const fn guards(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::Begun
            | Kind::Restored
            | Kind::ClockJumped
            | Kind::Duty
            | Kind::Calendar
            | Kind::Rebased
            | Kind::DueSettled
            | Kind::HandoverAccepted
    )
}
