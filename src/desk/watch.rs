//! Who has a post is what the logbook says, read under its lock; nobody else acts there.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::desk::{House, PAGE};
use crate::domain::duty::{Turn, Watch, followed, lasting};
use crate::domain::entry::{Family, Kind, Seq};
use crate::domain::refusal::Cause;
use crate::store::{Cursor, ListView, Place, Query, Read, StoreError};

/// How many of the last duty records of a post are read first; mostly they tell who has it and who has left.
const TURNS: usize = 32;

/// What lasts of the turns before those, by post, and up to which entry they were read. A duty is never corrected: what
/// was read once is not read again.
#[derive(Debug, Default)]
pub(super) struct Earlier(Mutex<HashMap<String, (Seq, Vec<Turn>)>>);

impl Earlier {
    /// Those of a post up to a row of its list.
    fn before(
        &self,
        read: &(impl Read + ?Sized),
        (post, shared): (&str, bool),
        row: Option<Cursor>,
    ) -> Result<Vec<Turn>, StoreError> {
        let mut posts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (known, lasts) = posts.get(post).cloned().unwrap_or_default();
        let limit = if known == 0 { PAGE } else { TURNS };
        let (mut place, mut upto, mut newer) = (row, known, Vec::new());
        while let Some(row) = place {
            let page = read.page(Query { limit, ..turns(post) }.at(Place::After(row)))?;
            upto = page.rows.first().map_or(upto, |newest| upto.max(newest.seq));
            newer.extend(page.rows.iter().take_while(|duty| duty.seq > known).map(Turn::of));
            let all = page.rows.len() < limit || page.rows.last().is_some_and(|oldest| oldest.seq <= known);
            place = page.last.filter(|_| !all);
        }
        let lasts = lasting(followed(shared, lasts, newer.into_iter().rev()));
        posts.insert(post.to_owned(), (upto, lasts.clone()));
        Ok(lasts)
    }
}

/// The newest duty records of a post.
pub(super) fn turns(post: &str) -> Query {
    Query::new(Family::Duty, ListView::Newest, TURNS).with_key(post)
}

/// The last of them, which tells who has the post.
pub(super) fn last_turn(post: &str) -> Query {
    Query { limit: 1, ..turns(post) }
}

/// Who has a post, and whether these people may act there, as all of its duty records say.
pub(super) fn read(
    read: &(impl Read + ?Sized),
    house: &House,
    earlier: &Earlier,
    post: &str,
    people: &[&str],
) -> Result<Watch, StoreError> {
    let (newest, shared) = (read.page(turns(post))?, house.site.is_shared(post));
    let watch = Watch::new(shared, &newest.rows);
    if newest.rows.len() < TURNS || watch.is_whole_for(people) {
        return Ok(watch);
    }
    Ok(watch.after(&earlier.before(read, (post, shared), newest.last)?))
}

/// Why someone may not act at a post. The last turn tells it of whoever came with it, and of everyone where it gave a post
/// of one to somebody; else it takes the earlier ones to tell who has left.
pub(super) fn refusal(
    from: &(impl Read + ?Sized),
    house: &House,
    earlier: &Earlier,
    post: &str,
    person: &str,
) -> Result<Option<Cause>, StoreError> {
    let last = Watch::new(house.site.is_shared(post), &from.list(last_turn(post))?);
    if last.is_on(person) || (!house.site.is_shared(post) && last.holder().is_some()) {
        return Ok(last.refusal(person));
    }
    Ok(read(from, house, earlier, post, &[person])?.refusal(person))
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
