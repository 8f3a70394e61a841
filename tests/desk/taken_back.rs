//! A machine's event is corrected as often as it must be, and any correction is taken back, whatever became of its stay
//! meanwhile: the stays are those of what stands of each event.

use proptest::prelude::*;
use qiantai::desk::{Act, ActTarget};
use qiantai::domain::entry::Kind;
use qiantai::domain::record::Status;
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
    /// The plate of the whole stay in which the event is, by its number.
    Whole(usize, usize),
    Strike(usize),
    Back(usize),
}

fn deed() -> impl Strategy<Value = Deed> {
    let time = || prop_oneof![2 => 0..12_i64, 1 => 0..200_i64];
    prop_oneof![
        5 => (0..2_usize, any::<bool>(), time()).prop_map(|(plate, enters, at)| Deed::Read(plate, enters, at)),
        3 => (0..6_usize, 0..3_usize).prop_map(|(n, plate)| Deed::Plate(n, plate)),
        3 => (0..6_usize, time()).prop_map(|(n, at)| Deed::Time(n, at)),
        2 => (0..6_usize, 0..3_usize).prop_map(|(n, plate)| Deed::Whole(n, plate)),
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
    /// All that was sent.
    sent: Vec<Act>,
    /// What was amended of whole stays.
    whole: Vec<u128>,
}

impl Day {
    fn new() -> Self {
        Self { counter: Counter::new(), events: Vec::new(), uids: 0, sent: Vec::new(), whole: Vec::new() }
    }

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
        self.sent.push(act);
    }

    /// Whatever is sent again is known, and answered with the record that has its event now.
    fn send_again(&mut self) {
        let last = self.counter.last();
        for act in &self.sent {
            let reply = self.counter.send(EVENING, act).unwrap_or_else(|refused| panic!("{act:?}: {refused:?}"));
            assert!(reply.repeated, "{act:?}");
            // Of a whole stay each event may have gone its own way since.
            let one = !self.whole.contains(&act.uid.as_u128());
            let event = self.events.iter().filter(|event| one && !event.struck);
            let has = |event: &&Event| {
                let by = |uid| Uuid::from_u128(uid) == act.uid;
                by(event.reading.uid) || event.fixes.iter().any(|(uid, _)| by(*uid))
            };
            for event in event.filter(has) {
                let (now, record) = (event.now(), &reply.record);
                let told = (record.get("plate"), record.status == Status::Void);
                assert_eq!(told, (plate(now.plate).as_str(), false), "{act:?}");
                let found = self.counter.reading().event(act.uid).unwrap().unwrap();
                assert_eq!(found.subject, record.subject, "{act:?}");
            }
        }
        assert_eq!(self.counter.last(), last, "nothing is written");
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
                let act = Act { source: Some("camera".into()), ..act };
                self.counter.send(EVENING, &act).unwrap();
                self.sent.push(act);
                let reading = Reading { uid, plate: of, enters, second };
                self.events.push(Event { reading, fixes: Vec::new(), struck: false });
            }
            Deed::Read(..) => {}
            Deed::Plate(n, of) => self.amend(n, Fix::Plate(of)),
            Deed::Time(n, at) => self.amend(n, Fix::Second(apart(n, at))),
            // One that nothing else is told of.
            Deed::Whole(_, of) if self.events.iter().any(|event| !event.struck && event.now().plate == of) => {}
            Deed::Whole(n, of) => {
                let Some(event) = self.events.get(n).filter(|event| !event.struck) else { return };
                let home = |event: &Event| {
                    self.counter.reading().event(Uuid::from_u128(event.reading.uid)).unwrap().unwrap().subject
                };
                let subject = home(event);
                let whole: Vec<bool> =
                    self.events.iter().map(|event| !event.struck && home(event) == subject).collect();
                let (uid, new) = (self.uid(), plate(of));
                let act = self.counter.form(Kind::Amended, &[("new", new.as_str()), ("why", "读错")]);
                let (uid, target) = (Uuid::from_u128(uid), ActTarget::Field("plate".into()));
                let act = Act { uid, subject: Some(subject), target, source: Some(String::new()), ..act };
                self.counter.send(EVENING, &act).unwrap();
                self.sent.push(act);
                self.whole.push(uid.as_u128());
                let events = self.events.iter_mut().zip(whole).filter(|(_, whole)| *whole);
                events.for_each(|(event, _)| event.fixes.push((uid.as_u128(), Fix::Plate(of))));
            }
            Deed::Strike(n) => {
                let Some(event) = self.events.get(n).filter(|event| !event.struck) else { return };
                let of = event.reading.uid;
                let uid = self.uid();
                self.send(uid, of, Kind::Withdrawn, None);
                self.events[n].struck = true;
            }
            Deed::Back(n) => {
                let whole = |uid: &u128| self.whole.contains(uid);
                let standing = self.events.iter().filter(|event| !event.struck).flat_map(|event| &event.fixes);
                let uids: Vec<u128> = standing.map(|(uid, _)| *uid).filter(|uid| !whole(uid)).collect();
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
        let mut day = Day::new();
        // A stay is corrected whole by its number before anything of it is corrected alone: the other way round others
        // may have come in between, and what is meant is refused, or told by the examples below.
        let (mut alone, mut whole) = (false, false);
        for (n, deed) in deeds.iter().enumerate() {
            match deed {
                Deed::Whole(..) if alone => continue,
                Deed::Plate(..) | Deed::Time(..) | Deed::Back(_) if whole => continue,
                Deed::Plate(..) | Deed::Time(..) => alone = true,
                Deed::Whole(..) => whole = true,
                _ => {}
            }
            day.carry(*deed);
            let standing: Vec<Reading> =
                day.events.iter().filter(|event| !event.struck).map(Event::now).collect();
            prop_assert_eq!(stays(&day.counter), expected(&standing), "{:?}", &deeds[..=n]);
        }
        day.send_again();
        prop_assert_eq!(day.counter.store().verify().unwrap().findings, []);
        let before = cars(&day.counter);
        day.counter.store().rebuild().unwrap();
        prop_assert_eq!(cars(&day.counter), before);
    }
}

/// What else is said of an event is corrected where the event is told now.
#[test]
fn what_is_said_of_an_event_that_has_moved_is_corrected_where_it_is_told_now() {
    let mut day = Day::new();
    // An exit, its entry, and the exit is of another plate: the record that both were in is void.
    for deed in [Deed::Read(0, false, 30), Deed::Read(0, true, 0), Deed::Plate(0, 1)] {
        day.carry(deed);
    }
    let entry = day.events[1].reading.uid;
    let room = |day: &Day| {
        let car = cars(&day.counter).into_iter().find(|car| car.inside()).unwrap();
        (car.get("plate").to_owned(), car.get("room").to_owned())
    };
    let (one, two) = (day.uid(), day.uid());
    day.send(one, entry, Kind::Amended, Some(("room", "5-1-501".into())));
    assert_eq!(room(&day), (plate(0), "5-1-501".into()));
    day.send(two, one, Kind::Withdrawn, None);
    assert_eq!(room(&day), (plate(0), "3-2-101".into()));
    // So it is where the event moves between the amendment and its withdrawal.
    let (one, two) = (day.uid(), day.uid());
    day.send(one, entry, Kind::Amended, Some(("room", "5-1-502".into())));
    day.carry(Deed::Plate(1, 2));
    assert_eq!(room(&day), (plate(2), "5-1-502".into()));
    day.send(two, one, Kind::Withdrawn, None);
    assert_eq!(room(&day), (plate(2), "3-2-101".into()));
    assert_eq!(day.counter.store().verify().unwrap().findings, []);
}

/// By its number all of a stay is corrected, and so it is taken back; what came since stays where it was read.
#[test]
fn a_whole_stay_that_was_amended_goes_back_with_all_that_was_told_of_it_then() {
    for exits in [false, true] {
        let mut day = Day::new();
        day.carry(Deed::Read(0, true, 0));
        day.carry(if exits { Deed::Read(0, false, 30) } else { Deed::Read(0, true, 1) });
        let before = stays(&day.counter);
        let car = cars(&day.counter).into_iter().find(|car| car.status != Status::Void).unwrap();
        let (one, two, other) = (day.uid(), day.uid(), plate(1));
        let act = day.counter.form(Kind::Amended, &[("new", other.as_str()), ("why", "读错")]);
        let target = ActTarget::Field("plate".into());
        let uid = Uuid::from_u128(one);
        let act = Act { uid, subject: Some(car.subject), target, source: Some(String::new()), ..act };
        day.counter.send(EVENING, &act).unwrap();
        assert_ne!(stays(&day.counter), before);
        day.send(two, one, Kind::Withdrawn, None);
        assert_eq!(stays(&day.counter), before, "exits: {exits}");
    }
}

#[test]
fn a_time_that_was_amended_of_a_whole_stay_goes_back_however_often_its_entry_was_read() {
    for second in [-600_i64, -10, 5, 10, 20, 40, 600] {
        for n in 0..16 {
            let [again, exits, screen, back] = [1, 2, 4, 8].map(|bit| n & bit > 0);
            let mut day = Day::new();
            day.carry(Deed::Read(0, true, if back { 3 } else { 0 }));
            if again {
                day.carry(Deed::Read(0, true, 1));
                day.carry(Deed::Read(0, true, 2));
            }
            if exits {
                day.carry(Deed::Read(0, false, 120));
            }
            let before = stays(&day.counter);
            let car = cars(&day.counter).into_iter().find(|car| car.status != Status::Void).unwrap();
            let (one, two, other) = (day.uid(), day.uid(), Zone::default().rfc3339(instant(second)));
            let act = day.counter.form(Kind::Amended, &[("new", other.as_str()), ("why", "读错")]);
            let target = ActTarget::Field("at".into());
            let uid = Uuid::from_u128(one);
            let act = Act { uid, subject: Some(car.subject), target, source: Some(String::new()), ..act };
            day.counter.send(EVENING, &act).unwrap();
            assert_eq!(stays(&day.counter).len(), 1, "{second} {again} {exits} {back}");
            assert_ne!(stays(&day.counter), before);
            if screen {
                let seq = day.counter.store().by_uid(Uuid::from_u128(one)).unwrap().unwrap().seq;
                day.counter.withdraw(EVENING, &car, ActTarget::Entry(seq)).unwrap();
            } else {
                day.send(two, one, Kind::Withdrawn, None);
            }
            assert_eq!(stays(&day.counter), before, "{second} {again} {exits} {screen} {back}");
        }
    }
}

#[test]
fn a_stay_is_given_another_plate_whole_whatever_was_concluded_or_corrected_of_it_alone() {
    use Deed::{Back, Plate, Read, Time, Whole};
    let scripts: [&[Deed]; 4] = [
        &[Read(1, true, 0), Read(1, false, 12), Read(0, false, 0), Read(1, true, 6), Whole(0, 2)],
        &[Read(1, false, 12), Read(1, true, 0), Read(0, false, 0), Read(1, true, 6), Whole(1, 2)],
        &[Read(1, false, 12), Read(1, true, 0), Read(0, false, 0), Read(1, true, 0), Time(3, 4), Whole(1, 2)],
        &[Read(0, false, 0), Read(1, false, 11), Read(0, false, 8), Plate(1, 0), Whole(1, 2), Back(0)],
    ];
    for script in scripts {
        let mut day = Day::new();
        for deed in script {
            day.carry(*deed);
        }
        let standing: Vec<Reading> = day.events.iter().map(Event::now).collect();
        assert_eq!(stays(&day.counter), expected(&standing), "{script:?}");
    }
}
