//! Everyone gets a turn: no window starves while others save without pause.

use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::kit::logbook::{fresh, visitor};
use qiantai::store::sqlite::SqliteStore;
use qiantai::store::{Outcome, Store, Transact};

const WRITERS: u128 = 8;

/// Not a test: one of the windows. Says at the end how many microseconds each of its saves took.
#[test]
#[ignore = "run by the test below as a process of its own"]
#[allow(clippy::disallowed_methods)]
fn writer() {
    let Ok(path) = std::env::var("LOGBOOK") else { return };
    let [first, saves]: [u128; 2] = ["FIRST", "SAVES"].map(|name| std::env::var(name).unwrap().parse().unwrap());
    let mut store = SqliteStore::open(Path::new(&path)).unwrap();
    // All start at once: when the parent closes the pipe.
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
    let mut times = String::new();
    for id in first..first + saves {
        let began = std::time::Instant::now();
        store.transact(&[], |journal| visitor(journal, id).map(Outcome::Keep)).unwrap();
        times += &format!(" {}", began.elapsed().as_micros());
    }
    println!("times{times}");
}

#[test]
fn eight_windows_that_save_without_pause_all_get_their_turn() {
    turns(100);
}

#[test]
#[ignore = "long: 8,000 saves"]
fn eight_windows_that_save_a_thousand_times_all_get_their_turn() {
    turns(1_000);
}

fn turns(saves: u128) {
    let (_folder, path, store) = fresh();
    let mut writers: Vec<_> = (0..WRITERS)
        .map(|hand| {
            Command::new(std::env::current_exe().unwrap())
                .args(["fair::writer", "--exact", "--ignored", "--nocapture"])
                .env("LOGBOOK", &path)
                .env("FIRST", ((hand << 32) | 1).to_string())
                .env("SAVES", saves.to_string())
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    for writer in &mut writers {
        drop(writer.stdin.take());
    }
    let mut times = Vec::new();
    for writer in writers {
        let output = writer.wait_with_output().unwrap();
        assert!(output.status.success(), "a writer failed");
        let text = String::from_utf8(output.stdout).unwrap();
        // The test runner may have begun the line.
        let told = text.lines().find_map(|line| line.split("times ").nth(1)).unwrap();
        times.extend(told.split_whitespace().map(|time| time.parse::<u64>().unwrap()));
    }
    times.sort_unstable();
    let [half, most, worst] = [50, 99, 100].map(|part| times[(times.len() * part).div_ceil(100) - 1]);
    println!("{WRITERS} writers with {saves} saves each: p50 {half} µs, p99 {most} µs, worst {worst} µs");
    let report = store.verify().unwrap();
    assert_eq!((u128::from(report.entries), report.findings), (WRITERS * saves, vec![]));
    assert!(worst < 1_000_000, "worst wait: {worst} µs");
}
