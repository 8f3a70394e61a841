//! Two who correct the same thing at the same moment, each by a handle of their own.

use std::sync::Barrier;

use qiantai::cli::demo;
use qiantai::desk::{Act, ActTarget, Desk, House, Who};
use qiantai::domain::entry::Kind;
use qiantai::domain::procedure::Procedures;
use qiantai::domain::refusal::Cause;
use qiantai::store::Read;
use qiantai::store::sqlite::SqliteStore;
use uuid::Uuid;

use crate::counter::{at, cause};
use crate::kit::logbook::fresh;

fn race(rounds: u128) {
    let (_folder, path, store) = fresh();
    drop(store);
    let house = || House::new(demo::site().unwrap(), Procedures::builtin().unwrap());
    let open = || Desk::new(Box::new(SqliteStore::open(&path).unwrap()), house()).unwrap();
    let who = |operator: &str| Who { post: "服务中心".into(), operator: operator.into(), boot: Uuid::nil() };
    let say = |act: Act, fields: &[(&str, &str)]| Act {
        fields: fields.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect(),
        ..act
    };
    let mut desk = open();
    let begins = say(Act::new(Uuid::from_u128(1), Kind::Duty), &[("person", "周晓雯")]);
    desk.act(&begins, &who("周晓雯"), at("2026-03-02 08:00")).unwrap();
    for round in 1..=rounds {
        let note = say(Act::new(Uuid::from_u128(round << 8), Kind::Note), &[("text", "三栋停水")]);
        let note = desk.act(&note, &who("周晓雯"), at("2026-03-02 09:00")).unwrap().record;
        let together = Barrier::new(2);
        let amend = |n: u128, new: &str| {
            let act = Act {
                subject: Some(note.subject),
                target: ActTarget::Strike(note.seq, "text".into()),
                ..Act::new(Uuid::from_u128(round << 8 | n), Kind::Amended)
            };
            let act = say(act, &[("new", new), ("why", "听错")]);
            let mut desk = open();
            together.wait();
            desk.act(&act, &who("周晓雯"), at("2026-03-02 09:01")).map(|reply| reply.record.get("text").to_owned())
        };
        let [one, two] = std::thread::scope(|scope| {
            let hands = [(1, "五栋停水"), (2, "七栋停水")].map(|(n, new)| scope.spawn(move || (amend)(n, new)));
            hands.map(|hand| hand.join().unwrap())
        });
        let (won, lost) = if one.is_ok() { (one, two) } else { (two, one) };
        let stands = SqliteStore::open(&path).unwrap().record(note.subject).unwrap().unwrap();
        assert_eq!(won.unwrap(), stands.get("text"), "round {round}");
        let told = Cause::AlreadyAmended("周晓雯".into(), at("2026-03-02 09:01"));
        assert_eq!(cause(lost), (None, told), "round {round}");
    }
}

#[test]
fn of_two_who_correct_the_same_at_once_exactly_one_wins() {
    race(20);
}

#[test]
#[ignore = "long: 500 rounds"]
fn exactly_one_wins_in_five_hundred_rounds() {
    race(500);
}
