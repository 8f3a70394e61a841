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
        let turn = |duty: &Record| Turn {
            person: duty.get("person").to_owned(),
            since: duty.written_at,
            leaves: duty.get(LEAVES).to_owned(),
        };
        Self { shared, turns: newest.iter().rev().map(turn).collect() }
    }

    /// Who has the post: at one of several, whoever came last of those who are still there.
    pub fn holder(&self) -> Option<&Turn> {
        self.turns.iter().rev().find(|turn| self.is_on(&turn.person))
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
        self.turns.iter().rev().find(|turn| same_name(&turn.person, person) || same_name(&turn.leaves, person))
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

    /// The shift that someone is on, by when they took the post. Whoever comes back before that shift is over is on it still.
    pub fn stretch(&self, site: &Site, person: &str) -> Option<Stretch> {
        let mut own: Option<Stretch> = None;
        for turn in &self.turns {
            own = own.filter(|_| !same_name(&turn.leaves, person));
            if same_name(&turn.person, person) {
                let early = if turn.leaves.is_empty() { EARLY } else { EARLY_RELIEF };
                own = own.filter(|own| turn.since < own.to);
                own = own.or_else(|| shift::stretch(&site.shifts, site.zone, turn.since, early));
            }
        }
        own.filter(|_| self.is_on(person))
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
        let turn = |(n, (person, leaves)): (usize, &(Option<&str>, Option<&str>))| Turn {
            person: person.unwrap_or_default().to_owned(),
            since: Moment::default().plus_minutes(i64::try_from(n).unwrap()),
            leaves: leaves.unwrap_or_default().to_owned(),
        };
        Watch { shared, turns: turns.iter().enumerate().map(turn).collect() }
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
