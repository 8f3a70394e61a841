//! The files of a logbook are removed, emptied, cut, replaced and exchanged at random moments under processes that
//! write: no acknowledged record is lost without a refusal before the next acknowledgement, and no check is content with
//! a logbook that lacks one.

use std::collections::HashSet;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::crash::random;
use crate::kit::logbook::{fresh, visitor};
use qiantai::store::sqlite::{SqliteReader, SqliteStore};
use qiantai::store::{Outcome, Read, Store, Transact};
use uuid::Uuid;

/// Not a test: one of the processes. For each line it is given it saves one record, and says whether it did.
#[test]
#[ignore = "run by the tests below as a process of its own"]
fn writer() {
    let Ok(path) = std::env::var("LOGBOOK") else { return };
    let mut store = SqliteStore::open(Path::new(&path));
    let mut out = std::io::stdout();
    for line in std::io::stdin().lines().map_while(Result::ok) {
        let id: u128 = line.parse().unwrap();
        let saved = match &mut store {
            Ok(store) => store.transact(&[], |journal| visitor(journal, id).map(|_| Outcome::Keep(()))),
            Err(error) => Err(error.clone()),
        };
        let said = saved.map_or_else(|error| format!("said refused {error:?}"), |()| format!("said saved {id}"));
        let _ = writeln!(out, "\n{said}").and_then(|()| out.flush());
    }
}

/// A process that saves when it is told to.
pub(crate) struct Hand {
    child: Child,
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
}

impl Hand {
    pub(crate) fn start(path: &Path) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["storm::writer", "--exact", "--ignored", "--nocapture"])
            .env("LOGBOOK", path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let from = BufReader::new(child.stdout.take().unwrap());
        Self { to: child.stdin.take(), child, from }
    }

    pub(crate) fn tell(&mut self, id: u128) {
        // One that died is told nothing more.
        let _ = self.to.as_mut().map(|to| writeln!(to, "{id}").and_then(|()| to.flush()));
    }

    /// Whether it acknowledged what it was told last; one that died did not.
    fn acknowledged(&mut self) -> bool {
        self.said().starts_with("saved")
    }

    /// What it said to what it was told last.
    pub(crate) fn said(&mut self) -> String {
        let mut line = String::new();
        while self.from.read_line(&mut line).is_ok_and(|n| n > 0) {
            if let Some(said) = line.trim_end().strip_prefix("said ") {
                return said.to_owned();
            }
            line.clear();
        }
        String::new()
    }

    pub(crate) fn leave(mut self, kill: bool) {
        if kill {
            let _ = self.child.kill();
        }
        drop(self.to.take());
        let _ = self.child.wait();
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    format!("{}{suffix}", path.display()).into()
}

const HARMS: u64 = 18;

/// From which on they take nothing away.
const HARMLESS: u64 = 16;

/// Does the `n`th harm to the files of a logbook. What is not there can come to no harm.
fn harm(n: u64, path: &Path, old: &Path, stranger: &Path, state: &mut u64) {
    let (wal, shm) = (beside(path, "-wal"), beside(path, "-shm"));
    let replace = |file: &Path, by: &Path| {
        let part = beside(file, "-new");
        let _ = fs::copy(by, &part).and_then(|_| fs::rename(&part, file));
    };
    let empty = |file: &Path| drop(fs::File::create(file));
    match n {
        0 => drop(fs::remove_file(&wal)),
        1 => drop(fs::remove_file(&shm)),
        2 => [&wal, &shm].into_iter().for_each(|file| drop(fs::remove_file(file))),
        3 => empty(&wal),
        4 => {
            let len = wal.metadata().map_or(0, |about| about.len());
            let _ = fs::File::options().write(true).open(&wal).map(|file| file.set_len(random(state) % (len + 1)));
        }
        5 => replace(&wal, &wal),
        6 => replace(&wal, &beside(stranger, "-wal")),
        7 => drop(fs::copy(beside(stranger, "-wal"), &wal)),
        8 => empty(&shm),
        9 => drop(fs::copy(old, path)),
        10 => replace(path, old),
        11 => empty(path),
        12 => drop(fs::remove_file(path)),
        // Both files of before, and only one of them back.
        13 => {
            let newer = fs::read(path).unwrap_or_default();
            let _ = fs::copy(old, path).and_then(|_| fs::copy(beside(old, "-wal"), &wal));
            let _ = fs::write(path, newer);
        }
        14 => drop(fs::copy(beside(old, "-wal"), &wal)),
        // An index from before what is being saved, for what is saved next.
        15 => {
            let older = fs::read(&shm).unwrap_or_default();
            (0..random(state) % 3_000_000).for_each(|_| std::hint::spin_loop());
            let _ = fs::File::options().write(true).open(&shm).and_then(|mut file| file.write_all(&older));
        }
        16 => drop(fs::File::options().write(true).open(path).map(|file| file.set_modified(std::time::UNIX_EPOCH))),
        _ => {
            let conn = rusqlite::Connection::open(path).unwrap();
            let mut statement = conn.prepare("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
            // It may come when someone writes.
            let _ = statement.query_row([], |_| Ok(()));
        }
    }
}

fn storm(rounds: u64, seed: u64) {
    let mut state = seed;
    let (_away, stranger, mut other) = fresh();
    (1..=20).for_each(|id| other.transact(&[], |journal| visitor(journal, id).map(|_| Outcome::Keep(()))).unwrap());
    let (mut lost_in, mut refused_in) = (0, 0);
    for round in 0..rounds {
        let (folder, path, mut store) = fresh();
        (1..=3).for_each(|id| store.transact(&[], |journal| visitor(journal, id).map(|_| Outcome::Keep(()))).unwrap());
        let old = folder.path().join("old");
        fs::copy(beside(&path, "-wal"), beside(&old, "-wal")).unwrap();
        drop(store);
        fs::copy(&path, &old).unwrap();

        let mut hands = vec![Hand::start(&path), Hand::start(&path)];
        let mut kept = HashSet::new();
        let mut next = 100;
        let mut go = |hands: &mut Vec<Hand>, kept: &mut HashSet<u128>, between: &mut dyn FnMut()| {
            let told: Vec<u128> = hands
                .iter()
                .map(|_| {
                    next += 1;
                    next
                })
                .collect();
            hands.iter_mut().zip(&told).for_each(|(hand, id)| hand.tell(*id));
            between();
            let done: Vec<bool> = hands.iter_mut().map(Hand::acknowledged).collect();
            kept.extend(told.iter().zip(&done).filter(|(_, done)| **done).map(|(id, _)| *id));
            done
        };
        for _ in 0..random(&mut state) % 4 + 1 {
            assert_eq!(go(&mut hands, &mut kept, &mut || {}), [true, true], "nothing was touched yet");
        }
        let which = random(&mut state) % HARMS;
        // Some while nobody does anything, most in the middle of what both do.
        let turns = random(&mut state) % 3_000_000;
        let during = go(&mut hands, &mut kept, &mut || {
            (0..turns).for_each(|_| std::hint::spin_loop());
            harm(which, &path, &old, &stranger, &mut state);
        });
        let before = kept.clone();
        hands.push(Hand::start(&path));
        let after = go(&mut hands, &mut kept, &mut || {});
        let refused = during.iter().chain(&after).any(|done| !done);
        assert!(which < HARMLESS || !refused, "seed {seed} round {round} harm {which}: {during:?} {after:?}");
        let kill = random(&mut state).is_multiple_of(2);
        hands.into_iter().for_each(|hand| hand.leave(kill));

        let whole = SqliteReader::open_to_check(&path).and_then(|reader| {
            let content = reader.verify()?.findings.is_empty();
            Ok((content, reader.entries(0, usize::MAX)?))
        });
        let (content, entries) = whole.unwrap_or_default();
        let found: HashSet<Uuid> = entries.iter().map(|entry| entry.uid).collect();
        let is_lost = |id: &&u128| !found.contains(&Uuid::from_u128(**id));
        let lost = kept.iter().filter(is_lost).count();
        let told = format!("seed {seed} round {round} harm {which} killed {kill}: next {after:?}");
        assert!(!(content && lost > 0), "{told}: a check is content with a logbook that lacks {lost}");
        if after.contains(&true) && !entries.is_empty() {
            let lost: Vec<_> = before.iter().filter(is_lost).collect();
            assert!(lost.is_empty(), "{told}: acknowledged although {lost:?} were lost");
        }
        lost_in += u64::from(lost > 0);
        refused_in += u64::from(after.contains(&false));
    }
    println!("{rounds} rounds: refused in {refused_in}, something lost in {lost_in}, each of them told");
    assert!(refused_in > rounds / 3, "hardly any harm was done");
}

#[test]
fn no_acknowledged_record_is_lost_in_silence_whatever_becomes_of_the_files() {
    storm(16, 0x5EED_F11E);
}

#[test]
#[ignore = "long: 300 rounds"]
fn no_acknowledged_record_is_lost_in_silence_in_three_hundred_rounds() {
    storm(300, 0xF11E_5EED);
}
