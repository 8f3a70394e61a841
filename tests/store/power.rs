//! What was acknowledged survives a power cut, whenever it comes: a writer's calls to the disk are logged, and the disk is
//! built as it may be found after any of them. What was synced is there; of what was not, nothing, all, or any part, the
//! last of it torn at a sector.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::crash::random;
use crate::kit::logbook::{fresh, visitor};
use qiantai::store::sqlite::SqliteStore;
use qiantai::store::{Outcome, Read, Store, Transact};
use uuid::Uuid;

/// More than one run of the log, so that checkpoints are among what is cut off.
const SAVES: u128 = 400;

const SECTOR: usize = 512;

/// Not a test: the program whose power is cut.
#[test]
#[ignore = "run by the tests below as a process of its own"]
fn writer() {
    let Ok(path) = std::env::var("LOGBOOK") else { return };
    let mut store = SqliteStore::open(Path::new(&path)).unwrap();
    for id in 1..=SAVES {
        store.transact(&[], |journal| visitor(journal, id).map(Outcome::Keep)).unwrap();
        println!("saved {id}");
    }
}

/// One call, as it was carried out.
enum Call {
    Write { path: PathBuf, at: usize, data: Vec<u8> },
    Cut { path: PathBuf, len: usize },
    Sync(PathBuf),
    Remove(PathBuf),
    Rename(PathBuf, PathBuf),
    Said(String),
}

/// Reads what `power.c` has logged.
fn calls(log: &[u8]) -> Vec<Call> {
    let mut found = Vec::new();
    let mut rest = log;
    while !rest.is_empty() {
        let [kind, name, at, len] =
            [0, 1, 2, 3].map(|n| u64::from_le_bytes(rest[n * 8..n * 8 + 8].try_into().unwrap()) as usize);
        let text = |bytes: &[u8]| PathBuf::from(String::from_utf8(bytes.to_vec()).unwrap());
        let path = text(&rest[32..32 + name]);
        let data = &rest[32 + name..32 + name + len];
        rest = &rest[32 + name + len..];
        found.push(match kind {
            0 => Call::Write { path, at, data: data.to_vec() },
            1 => Call::Cut { path, len: at },
            2 => Call::Sync(path),
            3 => Call::Remove(path),
            4 => Call::Rename(path, text(data)),
            _ => Call::Said(String::from_utf8_lossy(data).into_owned()),
        });
    }
    found
}

/// A change of one file's content.
#[derive(Clone)]
enum Change {
    Write { at: usize, data: Vec<u8> },
    Cut(usize),
}

/// A change of a folder.
#[derive(Clone)]
enum Naming {
    Made(PathBuf, usize),
    Removed(PathBuf),
    Moved(PathBuf, PathBuf),
}

impl Naming {
    fn folder(&self) -> &Path {
        let (Self::Made(path, _) | Self::Removed(path) | Self::Moved(path, _)) = self;
        path.parent().unwrap()
    }

    fn apply(&self, names: &mut BTreeMap<PathBuf, usize>) {
        match self {
            Self::Made(path, file) => drop(names.insert(path.clone(), *file)),
            Self::Removed(path) => drop(names.remove(path)),
            Self::Moved(from, to) => {
                if let Some(file) = names.remove(from) {
                    names.insert(to.clone(), file);
                }
            }
        }
    }
}

fn apply(content: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Write { at, data } => {
            content.resize(content.len().max(at + data.len()), 0);
            content[*at..at + data.len()].copy_from_slice(data);
        }
        Change::Cut(len) => content.resize(*len, 0),
    }
}

/// A disk: what is on it for certain, and what may be.
#[derive(Default)]
struct Disk {
    files: Vec<(Vec<u8>, Vec<Change>)>,
    names: BTreeMap<PathBuf, usize>,
    kept: BTreeMap<PathBuf, usize>,
    named: Vec<Naming>,
}

/// How much of what was not synced is found after the cut.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Nothing,
    All,
    Any,
    Torn,
}

impl Disk {
    fn holding(folder: &Path) -> Self {
        let mut disk = Self::default();
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if path.is_dir() {
                    folders.push(path);
                } else {
                    disk.names.insert(path.clone(), disk.files.len());
                    disk.files.push((fs::read(&path).unwrap(), vec![]));
                }
            }
        }
        disk.kept = disk.names.clone();
        disk
    }

    fn name(&mut self, naming: Naming) {
        naming.apply(&mut self.names);
        self.named.push(naming);
    }

    fn change(&mut self, path: &Path, change: Change) {
        let file = self.names.get(path).copied().unwrap_or_else(|| {
            self.files.push((vec![], vec![]));
            self.name(Naming::Made(path.to_owned(), self.files.len() - 1));
            self.files.len() - 1
        });
        self.files[file].1.push(change);
    }

    fn sync(&mut self, path: &Path) {
        if let Some(file) = self.names.get(path) {
            let (content, changes) = &mut self.files[*file];
            changes.drain(..).for_each(|change| apply(content, &change));
        }
        let (now, later) = self.named.drain(..).partition(|naming| naming.folder() == path);
        self.named = later;
        let now: Vec<Naming> = now;
        now.iter().for_each(|naming| naming.apply(&mut self.kept));
    }

    fn take(&mut self, call: &Call) {
        match call {
            Call::Write { path, at, data } => self.change(path, Change::Write { at: *at, data: data.clone() }),
            Call::Cut { path, len } => self.change(path, Change::Cut(*len)),
            Call::Sync(path) => self.sync(path),
            Call::Remove(path) => self.name(Naming::Removed(path.clone())),
            Call::Rename(from, to) => self.name(Naming::Moved(from.clone(), to.clone())),
            Call::Said(_) => {}
        }
    }

    /// Builds in `into` what may be found of `from` when the power is back. A folder keeps the order of its changes, as
    /// every journalling file system does; the content of files keeps none.
    fn build(&self, fate: Fate, state: &mut u64, from: &Path, into: &Path) {
        let mut names = self.kept.clone();
        let some = match fate {
            Fate::Nothing => 0,
            Fate::All => self.named.len(),
            Fate::Any | Fate::Torn => usize::try_from(random(state)).unwrap() % (self.named.len() + 1),
        };
        self.named[..some].iter().for_each(|naming| naming.apply(&mut names));
        for (path, file) in names {
            let Ok(path) = path.strip_prefix(from) else { continue };
            if path.to_string_lossy().ends_with("-shm") {
                continue; // Mapped memory: a cut leaves any or none of it, and it is made anew.
            }
            let (mut content, changes) = self.files[file].clone();
            for change in changes {
                let kept = match fate {
                    Fate::Nothing => None,
                    Fate::All => Some(change),
                    Fate::Any => random(state).is_multiple_of(2).then_some(change),
                    Fate::Torn => match change {
                        Change::Write { at, mut data } => {
                            let sectors = data.len().div_ceil(SECTOR) + 1;
                            data.truncate(usize::try_from(random(state)).unwrap() % sectors * SECTOR);
                            Some(Change::Write { at, data })
                        }
                        Change::Cut(len) => random(state).is_multiple_of(2).then_some(Change::Cut(len)),
                    },
                };
                if let Some(change) = kept {
                    apply(&mut content, &change);
                }
            }
            let path = into.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
    }
}

/// The calls of a whole life of the writer, and the disk before them.
fn life(folder: &Path, path: &Path) -> (Disk, Vec<Call>) {
    let away = tempfile::tempdir().unwrap();
    let (shim, log) = (away.path().join("power.so"), away.path().join("log"));
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/store/power.c");
    let built =
        Command::new("cc").args(["-shared", "-fPIC", "-O1", "-w", "-o"]).arg(&shim).arg(source).arg("-ldl").status();
    assert!(built.unwrap().success(), "a C compiler is needed");
    let disk = Disk::holding(folder);
    let done = Command::new(std::env::current_exe().unwrap())
        .args(["power::writer", "--exact", "--ignored", "--nocapture"])
        .env("LOGBOOK", path)
        .env("LD_PRELOAD", &shim)
        .env("POWER_LOG", &log)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    (disk, calls(&fs::read(log).unwrap()))
}

fn cuts(rounds: usize) {
    let (folder, path, store) = fresh();
    drop(store);
    let (mut disk, calls) = life(folder.path(), &path);
    let synced = calls.iter().filter(|call| matches!(call, Call::Sync(_))).count();
    assert!(synced > usize::try_from(SAVES).unwrap(), "each save waits for the disk: {synced}");
    let checkpoints = calls.iter().filter(|call| matches!(call, Call::Sync(of) if *of == path)).count();
    assert!(checkpoints > 1, "checkpoints are among what is cut off: {checkpoints}");

    let mut state = 0x05EE_D0FF;
    let mut points: Vec<usize> =
        (0..rounds).map(|_| usize::try_from(random(&mut state)).unwrap() % (calls.len() + 1)).collect();
    points.sort_unstable();
    let (mut acknowledged, mut next) = (HashSet::new(), 0);
    for (round, point) in points.into_iter().enumerate() {
        while next < point {
            disk.take(&calls[next]);
            if let Call::Said(text) = &calls[next] {
                acknowledged.extend(text.lines().filter_map(|line| line.strip_prefix("saved ")?.parse::<u128>().ok()));
            }
            next += 1;
        }
        let fate = [Fate::Nothing, Fate::All, Fate::Any, Fate::Torn][round % 4];
        let found = tempfile::tempdir().unwrap();
        disk.build(fate, &mut state, folder.path(), found.path());
        let told = format!("the power was cut after call {point} of {}, {fate:?} of the rest", calls.len());
        let mut store = SqliteStore::open(&found.path().join("front.db")).unwrap_or_else(|e| panic!("{told}: {e:?}"));
        assert_eq!(store.verify().unwrap().findings, [], "{told}");
        let kept: HashSet<Uuid> = store.entries(0, usize::MAX).unwrap().iter().map(|entry| entry.uid).collect();
        let lost = acknowledged.iter().filter(|id| !kept.contains(&Uuid::from_u128(**id))).count();
        assert_eq!(lost, 0, "{told}");
        store.transact(&[], |journal| visitor(journal, SAVES + 1).map(Outcome::Keep)).unwrap();
    }
    println!("{rounds} cuts, {} calls, {checkpoints} checkpoints, {} acknowledged", calls.len(), acknowledged.len());
}

#[test]
fn what_was_acknowledged_survives_a_power_cut() {
    cuts(80);
}

#[test]
#[ignore = "long: 2,000 cuts"]
fn what_was_acknowledged_survives_two_thousand_power_cuts() {
    cuts(2_000);
}
