//! Who has a post 当值, as its duty records say. A post of one is theirs who signed on last; at a post of several
//! everyone who signed on has it until they hand over.

use crate::domain::record::Record;
use crate::domain::refusal::Cause;
use crate::domain::shift::{self, EARLY, EARLY_RELIEF, ShiftChange, Stretch};
use crate::domain::site::Site;
use crate::domain::text::same_name;
use crate::domain::time::Moment;

/// The field of a duty record that names who is off duty with it: the outgoing person of a page.
pub const LEAVES: &str = "leaves";

/// One duty record: someone came, someone left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Who has signed on; empty where the post was shut for the day.
    pub person: String,
    pub since: Moment,
    /// Who handed the post over; empty where nobody did.
    pub leaves: String,
    /// The coming that began the shift which it goes on with: its own, until the turns before it say otherwise.
    begun: Begun,
}

/// How the shift that is yet to be signed began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Begun {
    since: Moment,
    /// How long before a shift whoever came so may come to it, in minutes.
    early: i64,
    /// Whether a turn before it says that nothing was unsigned then.
    known: bool,
    /// Whether a page of the post was signed since.
    signed: bool,
}

impl Turn {
    /// What a duty record says: from when it says, also where it was written later.
    pub fn of(duty: &Record) -> Self {
        Self::new(duty.get("person"), duty.at, duty.get(LEAVES))
    }

    fn new(person: &str, since: Moment, leaves: &str) -> Self {
        let early = if leaves.is_empty() { EARLY } else { EARLY_RELIEF };
        let begun = Begun { since, early, known: false, signed: false };
        Self { person: person.to_owned(), since, leaves: leaves.to_owned(), begun }
    }

    /// The shift that was unsigned before a turn stays so until its page is signed: at a post of one whoever takes it goes
    /// on with it, at one of several whoever signs on again while no page of the post was signed.
    fn follow(&mut self, shared: bool, before: &[Self]) {
        let own = Self::new(&self.person, self.since, &self.leaves).begun;
        let former = if shared { before.iter().rev().find(|turn| turn.names(&self.person)) } else { before.last() };
        self.begun = match former {
            Some(former)
                if shared
                    && self.leaves.is_empty()
                    && same_name(&former.person, &self.person)
                    && !former.begun.signed =>
            {
                former.begun
            }
            Some(former) if !shared && !former.person.is_empty() && !same_name(&former.person, &self.leaves) => {
                former.begun
            }
            former => Begun { known: former.is_some(), ..own },
        };
    }

    /// Whether it is someone's turn, to come or to leave.
    pub fn names(&self, person: &str) -> bool {
        !person.is_empty() && (same_name(&self.person, person) || same_name(&self.leaves, person))
    }
}

/// Turns, the earlier ones first, and those that came after them, each with the shift that it goes on with.
pub fn followed(shared: bool, mut turns: Vec<Turn>, newer: impl IntoIterator<Item = Turn>) -> Vec<Turn> {
    for mut turn in newer {
        turn.follow(shared, &turns);
        if !turn.leaves.is_empty() {
            turns.iter_mut().for_each(|before| before.begun.signed = true);
        }
        turns.push(turn);
    }
    turns
}

/// Of turns, the earlier ones first, those that still tell something: the last of anyone.
pub fn lasting(turns: Vec<Turn>) -> Vec<Turn> {
    let mut kept: Vec<Turn> = Vec::new();
    for turn in turns.into_iter().rev() {
        let new = |person: &str| !person.is_empty() && !kept.iter().any(|later| later.names(person));
        if new(&turn.person) || new(&turn.leaves) {
            kept.push(turn);
        }
    }
    kept.reverse();
    kept
}

/// Who has a post.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Watch {
    shared: bool,
    /// The earlier ones first.
    turns: Vec<Turn>,
}

impl Watch {
    /// From a post's newest duty records, the newest first.
    pub fn new(shared: bool, newest: &[Record]) -> Self {
        Self { shared, turns: followed(shared, Vec::new(), newest.iter().rev().map(Turn::of)) }
    }

    /// The same with the turns before its own, the earlier ones first.
    #[must_use]
    pub fn after(mut self, earlier: &[Turn]) -> Self {
        self.turns = followed(self.shared, earlier.to_vec(), self.turns);
        self
    }

    /// Whether its turns tell who has the post, whether these people may act there and since when their shift is unsigned,
    /// whatever came before them.
    pub fn is_whole_for(&self, people: &[&str]) -> bool {
        let last = self.turns.last();
        if let Some(last) = last.filter(|last| !self.shared && !last.person.is_empty()) {
            return last.begun.known;
        }
        let held = !self.shared && last.is_some() || self.holder().is_some();
        let known = |person: &str| self.last_of(person).is_some_and(|turn| turn.begun.known || !self.is_on(person));
        held && people.iter().all(|person| person.is_empty() || known(person))
    }

    /// Who has the post: at one of several, whoever came last of those who are still there.
    pub fn holder(&self) -> Option<&Turn> {
        self.turns.iter().rev().find(|turn| self.is_on(&turn.person))
    }

    /// Whoever came or left.
    pub fn people(&self) -> impl Iterator<Item = &str> {
        let people = self.turns.iter().flat_map(|turn| [turn.person.as_str(), turn.leaves.as_str()]);
        people.filter(|name| !name.is_empty())
    }

    /// Whether someone signed on and has not handed over since; at a post of one, also that nobody has taken it since.
    pub fn is_on(&self, person: &str) -> bool {
        if person.is_empty() {
            return false;
        }
        if !self.shared {
            return self.turns.last().is_some_and(|last| same_name(&last.person, person));
        }
        self.last_of(person).is_some_and(|last| same_name(&last.person, person))
    }

    /// The last turn with which someone came or left.
    fn last_of(&self, person: &str) -> Option<&Turn> {
        self.turns.iter().rev().find(|turn| turn.names(person))
    }

    /// The turn with which someone handed the post over, where they have not come back since.
    fn left(&self, person: &str) -> Option<&Turn> {
        self.last_of(person).filter(|last| !same_name(&last.person, person) && !person.is_empty())
    }

    /// Why someone may not act here: another has a post of one, or they have handed over and not come back. Of anyone else
    /// it is not known that they are not there, and what is not known is held against no one: a logbook that is just begun,
    /// or is written without a screen, says nothing of who has the post.
    pub fn refusal(&self, person: &str) -> Option<Cause> {
        match self.holder() {
            Some(holder) if !self.shared && !same_name(&holder.person, person) => {
                Some(Cause::PostHeld(holder.person.clone(), holder.since))
            }
            _ => self.left(person).map(|turn| Cause::HandedOver(turn.since)),
        }
    }

    /// Who is to be shown at a window in which someone worked who may not act here any more: their relief, or whoever has
    /// the post; empty where nobody has. `None` where they may act.
    pub fn instead_of(&self, person: &str) -> Option<&str> {
        if !person.is_empty() {
            self.refusal(person)?;
        }
        let relief = self.left(person).map(|turn| turn.person.as_str()).filter(|relief| self.is_on(relief));
        relief.or_else(|| self.holder().map(|turn| turn.person.as_str())).or(Some(""))
    }

    /// The shift that someone is on, by when it was taken: no taking of the post without a page ends it.
    pub fn stretch(&self, site: &Site, person: &str) -> Option<Stretch> {
        let Begun { since, early, .. } = self.last_of(person).filter(|_| self.is_on(person))?.begun;
        shift::stretch(&site.shifts, site.zone, since, early)
    }

    /// The shift that a relief is due for first: of someone's own and of all that nobody has handed over since, whoever
    /// came after.
    pub fn due(&self, site: &Site, person: &str) -> Option<Stretch> {
        let waits = |other: &&str| self.last_of(other).is_some_and(|turn| !turn.begun.signed);
        let people = self.people().filter(waits).chain([person]);
        people.filter_map(|other| self.stretch(site, other)).min_by_key(|stretch| stretch.to)
    }

    /// The shifts between which someone hands over at an instant. Where it is not known when they came, the shift is the
    /// clock's, and the next is the relief's.
    pub fn change(&self, site: &Site, outgoing: &str, at: Moment) -> ShiftChange {
        let Some(from) = self.stretch(site, outgoing) else {
            let from = shift::stretch(&site.shifts, site.zone, at, 0).filter(|from| from.from <= at);
            let to = from.as_ref().and_then(|from| shift::stretch(&site.shifts, site.zone, from.to, 0));
            return ShiftChange { from, to, late: 0 };
        };
        let to = shift::stretch(&site.shifts, site.zone, at, EARLY_RELIEF);
        let late = u32::try_from(from.over(at)).unwrap_or(u32::MAX);
        ShiftChange { from: Some(from), to, late }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    const PEOPLE: [&str; 4] = ["王敏", "李强", "赵军", "孙班长"];

    /// Someone signs on; or hands over, to a relief or, where there is none, as the post shuts.
    fn turn() -> impl Strategy<Value = (Option<&'static str>, Option<&'static str>)> {
        let one = || prop::sample::select(&PEOPLE[..]);
        prop_oneof![
            one().prop_map(|who| (Some(who), None)),
            (one(), one()).prop_map(|(relief, leaves)| (Some(relief), (relief != leaves).then_some(leaves))),
            one().prop_map(|leaves| (None, Some(leaves))),
        ]
    }

    fn watch(shared: bool, turns: &[(Option<&str>, Option<&str>)]) -> Watch {
        let turn = |(n, (person, leaves)): (usize, &(Option<&str>, Option<&str>))| {
            let since = Moment::default().plus_minutes(i64::try_from(n).unwrap());
            Turn::new(person.unwrap_or_default(), since, leaves.unwrap_or_default())
        };
        Watch { shared, turns: followed(shared, Vec::new(), turns.iter().enumerate().map(turn)) }
    }

    proptest! {
        #[test]
        fn who_may_act_follows_from_who_came_and_who_left(turns in prop::collection::vec(turn(), 0..20)) {
            let (mut on, mut left) = (Vec::new(), HashSet::new());
            for (person, leaves) in &turns {
                on.retain(|who| Some(*who) != *leaves && Some(*who) != *person);
                left.extend(*leaves);
                person.iter().for_each(|who| {
                    on.push(*who);
                    left.remove(who);
                });
            }
            let last = turns.last().and_then(|turn| turn.0);
            let (one, several) = (watch(false, &turns), watch(true, &turns));
            prop_assert_eq!(several.holder().map(|turn| turn.person.as_str()), on.last().copied());
            prop_assert_eq!(one.holder().map(|turn| turn.person.as_str()), last);
            for who in PEOPLE {
                prop_assert_eq!(several.is_on(who), on.contains(&who));
                prop_assert_eq!(several.refusal(who).is_some(), left.contains(who));
                prop_assert_eq!(one.is_on(who), last == Some(who));
                let refused = if last.is_some() { last != Some(who) } else { left.contains(who) };
                prop_assert_eq!(one.refusal(who).is_some(), refused);
                for watch in [&one, &several] {
                    let instead = watch.instead_of(who);
                    prop_assert_eq!(instead.is_some(), watch.refusal(who).is_some());
                    if let Some(instead) = instead.filter(|instead| !instead.is_empty()) {
                        prop_assert_eq!(watch.refusal(instead), None, "whoever is shown may act");
                    }
                }
            }
        }
    }

    proptest! {
        #[test]
        fn the_last_turns_and_what_lasts_of_the_earlier_ones_tell_what_all_of_them_do(
            turns in prop::collection::vec(turn(), 0..40), read in 0..40_usize, shared in any::<bool>(),
        ) {
            let all = watch(shared, &turns);
            let at = all.turns.len().saturating_sub(read);
            let newest = Watch { shared, turns: followed(shared, Vec::new(), all.turns[at..].to_vec()) };
            let known: Vec<&str> = PEOPLE.iter().copied().filter(|who| newest.is_whole_for(&[who])).collect();
            // As they were told then: a page that was signed later says something of them, too.
            let earlier = followed(shared, Vec::new(), all.turns[..at].to_vec());
            let read = newest.clone().after(&lasting(earlier));
            for (watch, people) in [(&newest, known), (&read, PEOPLE.to_vec())] {
                for who in people {
                    prop_assert_eq!(watch.refusal(who), all.refusal(who));
                    prop_assert_eq!(watch.is_on(who), all.is_on(who));
                    prop_assert_eq!(watch.holder().map(|turn| turn.since), all.holder().map(|turn| turn.since));
                    prop_assert_eq!(watch.instead_of(who), all.instead_of(who));
                    let begun = |of: &Watch| of.last_of(who).filter(|_| of.is_on(who)).map(|turn| turn.begun.since);
                    prop_assert_eq!(begun(watch), begun(&all));
                }
            }
            prop_assert!(lasting(all.turns.clone()).len() <= PEOPLE.len());
        }
    }

    #[test]
    fn one_person_is_known_however_the_name_is_written() {
        for shared in [false, true] {
            let there = watch(shared, &[(Some("Li Qiang"), None)]);
            assert!(there.is_on("li qiang") && there.refusal("LI\u{3000}QIANG").is_none(), "{shared}");
            let left = watch(shared, &[(Some("Li Qiang"), None), (Some("王敏"), Some("Li  Qiang"))]);
            assert!(!left.is_on("Li Qiang") && left.refusal("liqiang").is_some(), "{shared}");
            assert_eq!(left.instead_of("ｌｉ qiang"), Some("王敏"));
            let site = Site::parse(
                "[site]\nname = \"锦绣花园\"\n[[post]]\nname = \"岗\"\n[[shift]]\nname = \"全天\"\nfrom = \"07:00\"\nto = \"07:00\"\n",
            );
            let site = site.unwrap();
            assert!(there.stretch(&site, "li qiang").is_some() && left.stretch(&site, "li qiang").is_none());
        }
    }

    #[test]
    fn whoever_left_is_told_when_and_his_window_shows_his_relief() {
        let several = watch(true, &[(Some("王敏"), None), (Some("李强"), Some("王敏")), (Some("赵军"), None)]);
        assert_eq!(several.refusal("王敏"), Some(Cause::HandedOver(Moment::default().plus_minutes(1))));
        assert_eq!(several.instead_of("王敏"), Some("李强"), "not whoever came last");
        assert_eq!(several.instead_of(""), Some("赵军"));
        assert_eq!(watch(true, &[]).instead_of(""), Some(""));
    }
}
