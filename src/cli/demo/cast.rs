//! Who appears in the demonstration and what they say: made up, read from `data/demo`, dealt out by a die whose every
//! throw follows from the seed.

use std::collections::BTreeMap;

use serde::Deserialize;
use uuid::{Builder, Uuid};

use crate::desk::House;
use crate::domain::procedure::Procedures;
use crate::domain::rules::RuleError;
use crate::domain::site::Site;
use crate::domain::time::Moment;

/// The people, rooms and words of the demonstration.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cast {
    buildings: u64,
    units: u64,
    floors: u64,
    doors: u64,
    pub(super) guards: Vec<String>,
    pub(super) clerks: Vec<String>,
    pub(super) words: BTreeMap<String, Vec<String>>,
}

/// The settings of the made-up site.
pub const SITE: &str = include_str!("../../../data/demo/site.toml");

/// The made-up site of the demonstration.
///
/// # Errors
/// Never with the file as shipped, which a test reads.
pub fn site() -> Result<Site, RuleError> {
    Site::parse(SITE)
}

/// The made-up site's house, which follows the procedures that come with the program.
pub fn house() -> Result<House, RuleError> {
    Ok(House::new(site()?, Procedures::builtin()?))
}

impl Cast {
    pub(super) fn builtin() -> Result<Self, toml::de::Error> {
        toml::from_str(include_str!("../../../data/demo/cast.toml"))
    }

    /// One of the words of a list; a list that is missing shows itself.
    pub(super) fn word(&self, list: &str, dice: &mut Dice) -> String {
        self.words.get(list).map_or_else(|| format!("⟦{list}⟧"), |words| dice.pick(words))
    }

    /// A name, sometimes one that few screens draw well.
    pub(super) fn name(&self, dice: &mut Dice) -> String {
        if dice.percent(12) { self.word("rare", dice) } else { self.word("surname", dice) + &self.word("given", dice) }
    }

    /// A room, as the site's pattern wants it.
    pub(super) fn room(&self, dice: &mut Dice) -> String {
        let (building, unit) = (1 + dice.below(self.buildings), 1 + dice.below(self.units));
        format!("{building}-{unit}-{}{:02}", 1 + dice.below(self.floors), 1 + dice.below(self.doors))
    }

    /// The plate of the n-th vehicle: no two of a day are the same.
    pub(super) fn plate(&self, n: u64, dice: &mut Dice) -> String {
        let electric = if n.is_multiple_of(5) { "D" } else { "" };
        format!("{}{electric}{:05}", self.word("province", dice), n.wrapping_mul(7_919) % 100_000)
    }
}

/// A die whose throws follow from its seed (SplitMix64).
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 to `n` − 1; 0 where `n` is 0.
    pub(super) fn below(&mut self, n: u64) -> u64 {
        self.next().checked_rem(n).unwrap_or(0)
    }

    /// So many minutes, from `from` up to but not including `to`.
    pub(super) fn minutes(&mut self, from: i64, to: i64) -> i64 {
        from + i64::try_from(self.below(to.abs_diff(from))).unwrap_or_default()
    }

    /// True with a chance of `chance` percent.
    pub(super) fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    /// A place in a list of so many.
    pub(super) fn index(&mut self, len: usize) -> usize {
        usize::try_from(self.below(len as u64)).unwrap_or_default()
    }

    pub(super) fn pick(&mut self, list: &[String]) -> String {
        let at = self.index(list.len());
        list.get(at).cloned().unwrap_or_default()
    }

    /// An identity that sorts by its time.
    pub(super) fn uid(&mut self, at: Moment) -> Uuid {
        let mut random = [0; 10];
        for (byte, thrown) in
            random.iter_mut().zip(self.next().to_le_bytes().into_iter().chain(self.next().to_le_bytes()))
        {
            *byte = thrown;
        }
        Builder::from_unix_timestamp_millis(u64::try_from(at.millis()).unwrap_or_default(), &random).into_uuid()
    }
}
