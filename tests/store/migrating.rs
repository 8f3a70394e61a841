//! A logbook of an older format that is brought up by a program that dies on the way.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::crash::random;
use qiantai::store::Store;
use qiantai::store::sqlite::SqliteStore;

const FORMAT_2: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/format-2.db");

/// As the program that wrote it told it.
const HEAD: &str = "08a3847b4636ee6345cf36abceae2f07ba2f8dc47a0940320d7d8aee55c87de9";

/// Not a test: the program that dies.
#[test]
#[ignore = "run by the tests below as a process of its own"]
fn opener() {
    let Ok(path) = std::env::var("LOGBOOK") else { return };
    println!("begun");
    drop(SqliteStore::open(Path::new(&path)).unwrap());
    println!("done");
}

fn killed(rounds: u64) {
    let mut state = 0x05EE_D01D;
    let mut amid = 0;
    for round in 0..rounds {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.db");
        std::fs::copy(FORMAT_2, &path).unwrap();
        let mut opener = Command::new(std::env::current_exe().unwrap())
            .args(["migrating::opener", "--exact", "--ignored", "--nocapture"])
            .env("LOGBOOK", &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(opener.stdout.take().unwrap());
        let mut line = String::new();
        while !line.contains("begun") {
            line.clear();
            assert!(said.read_line(&mut line).unwrap() > 0, "it begins");
        }
        for _ in 0..random(&mut state) % 1_200_000 {
            std::hint::spin_loop();
        }
        opener.kill().unwrap();
        opener.wait().unwrap();
        line.clear();
        amid += u64::from(said.read_line(&mut line).unwrap() == 0);

        let store = SqliteStore::open(&path).unwrap_or_else(|error| panic!("round {round}: {error:?}"));
        let report = store.verify().unwrap();
        assert_eq!((report.findings, report.head.unwrap().hash.as_str()), (vec![], HEAD), "round {round}");
        // Where SQLite keeps `user_version`.
        let copy = std::fs::read(folder.path().join("old.db.v2")).unwrap();
        assert_eq!(copy[60..64], [0, 0, 0, 2], "the old file is kept, round {round}");
    }
    println!("{rounds} kills, {amid} before it was done");
    assert!(amid > 0, "none came amid the work");
}

#[test]
fn a_logbook_whose_bringing_up_was_killed_is_whole_and_brought_up_by_the_next() {
    killed(10);
}

#[test]
#[ignore = "long: 150 kills"]
fn so_it_is_in_a_hundred_and_fifty_kills() {
    killed(150);
}
