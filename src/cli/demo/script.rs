//! What happens in the demonstration, as `data/demo/script.toml` has it: acts with their times. What would happen after
//! now is simply not done, which leaves people inside, promises open and complaints under way.

use std::collections::BTreeMap;

use serde::Deserialize;
use uuid::Uuid;

use super::cast::{Cast, Dice};
use crate::desk::{Act, ActTarget};
use crate::domain::entry::{Family, Fields, Kind};
use crate::domain::time::{Moment, Zone};

pub(super) const DAY: i64 = 24 * 60;

/// The script: turns by what they show, what each kind and each step always says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Script {
    always: BTreeMap<String, Fields>,
    steps: BTreeMap<String, Fields>,
    visitor: Vec<Turn>,
    vehicle: Vec<Turn>,
    refusal: Vec<Turn>,
    walk_in: Vec<Turn>,
    call: Vec<Turn>,
    note: Vec<Turn>,
    past: Vec<Turn>,
    open: Vec<Turn>,
    fresh: Vec<Turn>,
}

/// One thing that happens; the file says what each value means.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Turn {
    kind: Kind,
    #[serde(default = "once")]
    times: usize,
    #[serde(default)]
    gate: bool,
    #[serde(default)]
    ago: i64,
    #[serde(default)]
    after: (i64, i64),
    #[serde(default)]
    of: String,
    /// The field that an amendment strikes.
    #[serde(default)]
    field: String,
    #[serde(default)]
    say: Fields,
    #[serde(default)]
    steps: Vec<(i64, String)>,
    #[serde(default)]
    then: Vec<Turn>,
}

const fn once() -> usize {
    1
}

impl Script {
    pub(super) fn builtin() -> Result<Self, toml::de::Error> {
        toml::from_str(include_str!("../../../data/demo/script.toml"))
    }

    /// How many visits have just happened and are still to be seen.
    pub(super) fn fresh_visits(&self) -> u64 {
        self.fresh.iter().filter(|turn| turn.kind.family().is_some_and(Family::at_gate)).count() as u64
    }
}

/// Where an act is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Counter,
    Gate,
}

/// Acts still to be done, by time.
pub(super) struct Agenda<'a> {
    pub(super) cast: &'a Cast,
    script: &'a Script,
    pub(super) dice: Dice,
    zone: Zone,
    turns: BTreeMap<(Moment, u64), (Place, Act)>,
    made: u64,
    vehicles: u64,
}

impl<'a> Agenda<'a> {
    pub(super) const fn new(cast: &'a Cast, script: &'a Script, dice: Dice, zone: Zone) -> Self {
        Self { cast, script, dice, zone, turns: BTreeMap::new(), made: 0, vehicles: 0 }
    }

    /// Takes out what happens before `until`, in order.
    pub(super) fn before(&mut self, until: Moment) -> Vec<(Moment, Place, Act)> {
        let later = self.turns.split_off(&(until, 0));
        let due = std::mem::replace(&mut self.turns, later);
        due.into_iter().map(|((at, _), (place, act))| (at, place, act)).collect()
    }

    /// One day's ordinary traffic, from `start` on, with so many visits.
    pub(super) fn day(&mut self, start: Moment, visits: u64) {
        let script = self.script;
        let counts = [
            (&script.visitor, visits - visits * 2 / 5),
            (&script.vehicle, visits * 2 / 5),
            (&script.refusal, (visits / 30).max(2).min(visits)),
            (&script.walk_in, (visits / 12).clamp(10.min(visits), 60)),
            (&script.call, (visits / 14).clamp(10.min(visits), 60)),
            (&script.note, visits.min(2)),
        ];
        for (turns, count) in counts {
            (0..count).for_each(|_| self.one_of(turns, start));
        }
    }

    /// A complaint of an earlier day, carried to the archive.
    pub(super) fn past_complaint(&mut self, start: Moment) {
        self.one_of(&self.script.past, start);
    }

    /// The complaints of the last days before `now`.
    pub(super) fn complaints(&mut self, now: Moment) {
        self.script.open.iter().for_each(|turn| self.put(turn, now.plus_minutes(-turn.ago), None, "", false));
    }

    /// What was corrected, and what has just happened and is still open.
    pub(super) fn fresh(&mut self, now: Moment) {
        self.script.fresh.iter().for_each(|turn| self.put(turn, now.plus_minutes(-turn.ago), None, "", false));
    }

    /// One of several turns, each with its share, some time on a day.
    fn one_of(&mut self, turns: &[Turn], start: Moment) {
        let all: Vec<&Turn> = turns.iter().flat_map(|turn| std::iter::repeat_n(turn, turn.times)).collect();
        let at = self.instant(start);
        if let Some(turn) = all.get(self.dice.index(all.len())) {
            self.put(turn, at, None, "", false);
        }
    }

    /// An instant of a day that begins at `start`, rarely at night.
    fn instant(&mut self, start: Moment) -> Moment {
        for _ in 0..8 {
            let at = start.plus_minutes(self.dice.minutes(0, DAY));
            let hour = self.zone.local(at).format("%H").to_string();
            if ("07".."23").contains(&hour.as_str()) || self.dice.percent(6) {
                return at;
            }
        }
        start.plus_minutes(self.dice.minutes(0, DAY))
    }

    /// Puts in a turn and what follows from it; `on` is the record that it belongs to or comes from.
    fn put(&mut self, turn: &Turn, at: Moment, on: Option<Uuid>, word: &str, gate: bool) {
        let script = self.script;
        let gate = gate || turn.gate;
        let place = if gate { Place::Gate } else { Place::Counter };
        let drawn = if turn.of.is_empty() { String::new() } else { self.cast.word(&turn.of, &mut self.dice) };
        let word = [drawn.as_str(), turn.say.get("category").map_or("", String::as_str), word];
        let word = word.into_iter().find(|word| !word.is_empty()).unwrap_or_default();
        let mut say = script.always.get(turn.kind.name()).cloned().unwrap_or_default();
        say.extend(turn.say.clone());
        let mut act = self.act(at, turn.kind, &say, word);
        match on {
            Some(origin) if turn.kind.opens() => act.target = ActTarget::From(origin),
            on => act.subject = on,
        }
        if !turn.field.is_empty() {
            act.target = ActTarget::Field(turn.field.clone());
        }
        let subject = act.subject.unwrap_or(act.uid);
        self.add(at, place, act);
        for (minutes, step) in &turn.steps {
            let at = at.plus_minutes(*minutes);
            let (step, word) = step.split_once(':').unwrap_or((step, word));
            let say = script.steps.get(step).cloned().unwrap_or_default();
            let kind = turn.kind.family().map_or(Kind::Step, Family::step_kind);
            let act = self.act(at, kind, &say, word);
            self.add(at, place, Act { step: step.to_owned(), subject: Some(subject), ..act });
        }
        for next in &turn.then {
            let after = self.dice.minutes(next.after.0, next.after.1);
            self.put(next, at.plus_minutes(after), Some(subject), word, gate);
        }
    }

    /// An act that says something.
    pub(super) fn act(&mut self, at: Moment, kind: Kind, say: &Fields, word: &str) -> Act {
        let said = say.iter().map(|(key, text)| (key.clone(), self.value(text, at, word)));
        // Of thousands of guests two may have one name, at one door: they are two.
        let second = (kind == Kind::VisitorIn).then(|| ("again".to_owned(), "second".to_owned()));
        let fields = said.filter(|(_, text)| !text.is_empty()).chain(second).collect();
        Act { fields, ..Act::new(self.dice.uid(at), kind) }
    }

    fn add(&mut self, at: Moment, place: Place, act: Act) {
        self.made += 1;
        self.turns.insert((at, self.made), (place, act));
    }

    /// What a value of the script says.
    fn value(&mut self, text: &str, at: Moment, word: &str) -> String {
        let text = text.replace('$', word);
        if let Some((chance, rest)) = text.split_once("% ") {
            let said = self.dice.percent(chance.parse().unwrap_or_default());
            return if said { self.value(rest, at, word) } else { String::new() };
        }
        let mut rest = text.chars();
        match (rest.next(), rest.as_str()) {
            (Some('?'), list) => {
                let picked = self.cast.word(list, &mut self.dice);
                self.digits(&picked)
            }
            (Some('!'), "name") => self.cast.name(&mut self.dice),
            (Some('!'), "room") => self.cast.room(&mut self.dice),
            (Some('!'), "plate") => {
                self.vehicles += 1;
                self.cast.plate(self.vehicles, &mut self.dice)
            }
            (Some('+' | '-'), _) => self.zone.rfc3339(at.plus_minutes(text.parse().unwrap_or_default())),
            _ => self.digits(&text),
        }
    }

    fn digits(&mut self, text: &str) -> String {
        let digit = |dice: &mut Dice| char::from_digit(u32::try_from(dice.below(10)).unwrap_or_default(), 10);
        text.chars().map(|c| if c == '#' { digit(&mut self.dice).unwrap_or(c) } else { c }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every<'a>(turns: &'a [Turn], found: &mut Vec<&'a Turn>) {
        for turn in turns {
            found.push(turn);
            every(&turn.then, found);
        }
    }

    /// What a value asks for is there.
    fn sound(text: &str, cast: &Cast) -> bool {
        if let Some((chance, rest)) = text.split_once("% ") {
            return chance.parse::<u64>().is_ok_and(|chance| chance <= 100) && sound(rest, cast);
        }
        match text.split_at_checked(1) {
            Some(("?", list)) if list.ends_with('$') => {
                cast.words.keys().any(|known| known.starts_with(list.trim_end_matches('$')))
            }
            Some(("?", list)) => cast.words.get(list).is_some_and(|words| !words.is_empty()),
            Some(("!", made)) => ["name", "room", "plate"].contains(&made),
            Some(("+" | "-", _)) => text.parse::<i64>().is_ok(),
            _ => true,
        }
    }

    #[test]
    fn whatever_the_script_asks_for_is_there() {
        let (script, cast) = (Script::builtin().unwrap(), Cast::builtin().unwrap());
        let mut turns = Vec::new();
        for list in [&script.visitor, &script.vehicle, &script.refusal, &script.walk_in, &script.call, &script.note] {
            every(list, &mut turns);
        }
        [&script.past, &script.open, &script.fresh].into_iter().for_each(|list| every(list, &mut turns));
        assert!(turns.len() > 50);
        for turn in &turns {
            for (_, step) in &turn.steps {
                let step = step.split(':').next().unwrap();
                assert!(script.steps.contains_key(step), "{step}");
            }
            assert!(turn.of.is_empty() || cast.words.contains_key(&turn.of), "{}", turn.of);
        }
        let kinds = Kind::ALL.iter().map(|kind| kind.name());
        assert!(script.always.keys().all(|kind| kinds.clone().any(|known| known == kind)));
        let said = turns.iter().map(|turn| &turn.say).chain(script.always.values()).chain(script.steps.values());
        for text in said.flat_map(Fields::values) {
            assert!(sound(text, &cast), "{text}");
        }
    }
}
