//! What was acknowledged survives the death of its writer, whenever it comes.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::kit::logbook::{fresh, visitor};
use qiantai::store::sqlite::SqliteStore;
use qiantai::store::{Outcome, Read, Store, Transact};
use uuid::Uuid;

/// Not a test: the program that is killed. Saves without end and says so after each save.
#[test]
#[ignore = "run by the test below as a process of its own"]
fn writer() {
    let Ok(path) = std::env::var("LOGBOOK") else { return };
    let first: u128 = std::env::var("FIRST").unwrap().parse().unwrap();
    let mut store = SqliteStore::open(Path::new(&path)).unwrap();
    let mut out = std::io::stdout();
    for id in first.. {
        store.transact(&[], |journal| visitor(journal, id).map(Outcome::Keep)).unwrap();
        // The parent may have closed its end; what cannot be said is not acknowledged.
        let _ = writeln!(out, "saved {id}").and_then(|()| out.flush());
    }
}

fn start(path: &Path, first: u128) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["crash::writer", "--exact", "--ignored", "--nocapture"])
        .env("LOGBOOK", path)
        .env("FIRST", first.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// A whole line that tells of a save; the last one may have been cut short.
fn saved(line: &str) -> Option<u128> {
    line.strip_suffix('\n')?.strip_prefix("saved ")?.parse().ok()
}

/// The next of a row of numbers that look random and are always the same.
pub fn random(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

#[test]
fn nothing_acknowledged_is_lost_or_doubled_when_writers_are_killed() {
    kills(100);
}

#[test]
#[ignore = "long: 1,000 kills"]
fn nothing_acknowledged_is_lost_or_doubled_in_a_thousand_kills() {
    kills(500);
}

/// Two writers are killed in each round.
fn kills(rounds: u128) {
    let (_folder, path, store) = fresh();
    drop(store);
    let mut state = 0x5EED;
    let mut acknowledged = HashSet::new();
    for round in 0..rounds {
        let mut writers = [0, 1].map(|hand| start(&path, (round << 33) | (hand << 32) | 1));
        let mut lines = writers.each_mut().map(|writer| BufReader::new(writer.stdout.take().unwrap()));
        // Waits for some saves of one of them, then a few turns of the processor, so that death comes in mid-write.
        let leader = usize::try_from(random(&mut state) % 2).unwrap();
        let wanted = random(&mut state) % 6;
        let mut heard = 0;
        while heard < wanted {
            let mut line = String::new();
            assert!(lines[leader].read_line(&mut line).unwrap() > 0, "a writer gave up in round {round}");
            if let Some(id) = saved(&line) {
                acknowledged.insert(id);
                heard += 1;
            }
        }
        for _ in 0..random(&mut state) % 2_000_000 {
            std::hint::spin_loop();
        }
        for writer in &mut writers {
            writer.kill().unwrap();
            assert!(!writer.wait().unwrap().success(), "a writer ended by itself in round {round}");
        }
        for rest in &mut lines {
            let mut line = String::new();
            while rest.read_line(&mut line).unwrap() > 0 {
                acknowledged.extend(saved(&line));
                line.clear();
            }
        }
    }

    let store = SqliteStore::open(&path).unwrap();
    let report = store.verify().unwrap();
    assert_eq!(report.findings, []);
    let entries = store.entries(0, usize::MAX).unwrap();
    let found: HashSet<Uuid> = entries.iter().map(|entry| entry.uid).collect();
    assert_eq!(found.len(), entries.len(), "none is doubled");
    let lost: Vec<_> = acknowledged.iter().filter(|id| !found.contains(&Uuid::from_u128(**id))).collect();
    assert!(lost.is_empty(), "lost: {lost:?}");
    println!("{rounds} rounds: {} acknowledged, {} kept", acknowledged.len(), entries.len());
    assert!(acknowledged.len() as u128 > 2 * rounds, "too little was written to say anything");
}
