//! A machine's event is corrected as often as it must be, and any correction is taken back, whatever became of its stay
//! meanwhile: the stays are those of what stands of each event.

use proptest::prelude::*;
use qiantai::desk::{Act, ActTarget};
use qiantai::domain::entry::Kind;
use qiantai::domain::time::Zone;
use qiantai::store::{Read, Store};
use uuid::Uuid;

use crate::barrier::expected;
use crate::counter::Counter;
use crate::passages::{EVENING, Reading, cars, instant, plate, stays, told};

/// What is done about events: the n-th of those that were read, the n-th of its corrections.
#[derive(Debug, Clone, Copy)]
enum Deed {
    /// Which plate, which way, when.
    Read(usize, bool, i64),
    Plate(usize, usize),
    Time(usize, i64),
    Strike(usize),
    Back(usize),
}

fn deed() -> impl Strategy<Value = Deed> {
    let time = || prop_oneof![2 => 0..12_i64, 1 => 0..200_i64];
    prop_oneof![
        5 => (0..2_usize, any::<bool>(), time()).prop_map(|(plate, enters, at)| Deed::Read(plate, enters, at)),
        3 => (0..6_usize, 0..3_usize).prop_map(|(n, plate)| Deed::Plate(n, plate)),
        3 => (0..6_usize, time()).prop_map(|(n, at)| Deed::Time(n, at)),
        1 => (0..6_usize).prop_map(Deed::Strike),
        4 => (0..6_usize).prop_map(Deed::Back),
    ]
}

/// An event and what was said of it, each by the uid of its line, while it stands.
struct Event {
    reading: Reading,
    fixes: Vec<(u128, Fix)>,
    struck: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fix {
    Plate(usize),
    Second(i64),
}

impl Event {
    fn now(&self) -> Reading {
        self.fixes.iter().fold(self.reading, |now, (_, fix)| match *fix {
            Fix::Plate(plate) => Reading { plate, ..now },
            Fix::Second(second) => Reading { second, ..now },
        })
    }
}

struct Day {
    counter: Counter,
    events: Vec<Event>,
    uids: u128,
}

impl Day {
    fn uid(&mut self) -> u128 {
        self.uids += 1;
        self.uids << 64
    }

    fn send(&mut self, uid: u128, of: u128, kind: Kind, field: Option<(&str, String)>) {
        let event = self.counter.store().by_uid(Uuid::from_u128(of)).unwrap().unwrap();
        let target = match &field {
            Some((key, _)) => ActTarget::FieldOf(event.seq, (*key).into()),
            None => ActTarget::Entry(event.seq),
        };
        let mut fields = vec![("why", "读错")];
        fields.extend(field.as_ref().map(|(_, new)| ("new", new.as_str())));
        let act = self.counter.form(kind, &fields);
        let uid = Uuid::from_u128(uid);
        let act = Act { uid, subject: Some(event.subject), target, source: Some(String::new()), ..act };
        if let Err(refused) = self.counter.send(EVENING, &act) {
            panic!("{refused:?}");
        }
    }

    fn amend(&mut self, n: usize, fix: Fix) {
        let Some(event) = self.events.get(n).filter(|event| !event.struck) else { return };
        let (of, now) = (event.reading.uid, event.now());
        let (same, key, new) = match fix {
            Fix::Plate(of) => (now.plate == of, "plate", plate(of)),
            Fix::Second(second) => (now.second == second, "at", Zone::default().rfc3339(instant(second))),
        };
        if same {
            return;
        }
        let uid = self.uid();
        self.send(uid, of, Kind::Amended, Some((key, new)));
        self.events[n].fixes.push((uid, fix));
    }

    fn carry(&mut self, deed: Deed) {
        // Never two of them in one second.
        let apart = |n: usize, at: i64| 8 * at + n as i64;
        match deed {
            Deed::Read(of, enters, at) if self.events.len() < 6 => {
                let (uid, second) = (self.uid(), apart(self.events.len(), at));
                let act = told(&mut self.counter, &plate(of), uid, enters, instant(second));
                self.counter.send(EVENING, &Act { source: Some("camera".into()), ..act }).unwrap();
                let reading = Reading { uid, plate: of, enters, second };
                self.events.push(Event { reading, fixes: Vec::new(), struck: false });
            }
            Deed::Read(..) => {}
            Deed::Plate(n, of) => self.amend(n, Fix::Plate(of)),
            Deed::Time(n, at) => self.amend(n, Fix::Second(apart(n, at))),
            Deed::Strike(n) => {
                let Some(event) = self.events.get(n).filter(|event| !event.struck) else { return };
                let of = event.reading.uid;
                let uid = self.uid();
                self.send(uid, of, Kind::Withdrawn, None);
                self.events[n].struck = true;
            }
            Deed::Back(n) => {
                let standing = self.events.iter().filter(|event| !event.struck).flat_map(|event| &event.fixes);
                let uids: Vec<u128> = standing.map(|(uid, _)| *uid).collect();
                let Some(of) = uids.get(n % uids.len().max(1)).copied() else { return };
                let uid = self.uid();
                self.send(uid, of, Kind::Withdrawn, None);
                self.events.iter_mut().for_each(|event| event.fixes.retain(|(fix, _)| *fix != of));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_corrected_and_taken_back_the_stays_are_those_of_what_stands(
        deeds in prop::collection::vec(deed(), 1..20),
    ) {
        let mut day = Day { counter: Counter::new(), events: Vec::new(), uids: 0 };
        for (n, deed) in deeds.iter().enumerate() {
            day.carry(*deed);
            let standing: Vec<Reading> =
                day.events.iter().filter(|event| !event.struck).map(Event::now).collect();
            prop_assert_eq!(stays(&day.counter), expected(&standing), "{:?}", &deeds[..=n]);
        }
        prop_assert_eq!(day.counter.store().verify().unwrap().findings, []);
        let before = cars(&day.counter);
        day.counter.store().rebuild().unwrap();
        prop_assert_eq!(cars(&day.counter), before);
    }
}
