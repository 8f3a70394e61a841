//! Who has a post is what the logbook says, read under its lock; nobody else acts there.

use crate::desk::House;
use crate::domain::duty::Watch;
use crate::domain::entry::{Family, Kind};
use crate::store::{ListView, Query, Read, StoreError};

/// How many of the last duty records of a post tell who has it and which shift they are on.
const TURNS: usize = 32;

/// The newest duty records of a post.
pub(super) fn turns(post: &str) -> Query {
    Query::new(Family::Duty, ListView::Newest, TURNS).with_key(post)
}

/// Those that tell who may act there: of a post of one, the last.
pub(super) fn last_turns(house: &House, post: &str) -> Query {
    if house.site.is_shared(post) { turns(post) } else { Query::new(Family::Duty, ListView::Newest, 1).with_key(post) }
}

/// Who has a post, as these duty records say.
pub(super) fn read(read: &(impl Read + ?Sized), house: &House, turns: Query) -> Result<Watch, StoreError> {
    let shared = house.site.is_shared(turns.key.as_deref().unwrap_or_default());
    Ok(Watch::new(shared, &read.list(turns)?))
}

/// Whether an act is done by whoever has the post: all but signing on, and what concerns the logbook and not the post.
pub(super) const fn guards(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::Begun | Kind::Duty | Kind::Calendar | Kind::Rebased | Kind::DueSettled | Kind::HandoverAccepted
    )
}
