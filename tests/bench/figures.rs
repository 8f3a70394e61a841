//! The README's figures: `cargo bench --bench figures`. Every figure is a median of interleaved pairs in one run, the
//! program against a bare ratatui table of the same size that also opens SQLite, both driven through a real terminal.
//!
//! `cargo bench --bench figures -- --small` leaves the logbook of a million visits out; `-- --open`, `-- --batch` and
//! `-- --verify` make only the figures of many open complaints, of many due times, or of checking 100,000 visits.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::string_slice)]

mod bare;
mod batch;
#[path = "../kit/mod.rs"]
mod kit;
mod open;
mod saves;
mod terminal;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use terminal::Program;

const QIANTAI: &str = env!("CARGO_BIN_EXE_qiantai");
const PAIRS: usize = 200;
const STARTS: usize = 30;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    match args.get(1).map(String::as_str) {
        Some("--bare") => return bare::run(Path::new(&args[2])),
        Some("--open") => return open::print(),
        Some("--batch") => return batch::print(),
        Some("--verify") => {
            println!("machine: {} cores", cores());
            return check(&logbook(100_000));
        }
        Some("--saver") => return saves::saver(Path::new(&args[2]), args[3].parse().unwrap()),
        _ => {}
    }
    let small = args.iter().any(|arg| arg == "--small");
    let few = logbook(1_000);
    println!("machine: {} cores", cores());
    let mut base = Figures::of("1,000 visits", &few);
    base.print(None);
    if !small {
        let many = logbook(1_000_000);
        Figures::of("1,000,000 visits", &many).print(Some(&base));
        check(&many);
    }
    open::print();
    batch::print();
    base.idle(&few);
    saves::eight(&few.with_file_name("eight.db"));
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(0, std::num::NonZero::get)
}

/// What is measured on one logbook.
struct Figures {
    name: &'static str,
    key: (f64, f64),
    start: (f64, f64),
    save: (f64, f64),
}

impl Figures {
    fn of(name: &'static str, db: &Path) -> Self {
        let bare_db = bare::database(db);
        Self { name, key: keys(db, &bare_db), start: starts(db, &bare_db), save: saves::pairs(db) }
    }

    fn print(&self, base: Option<&Self>) {
        println!("\n{}:", self.name);
        let row = |what: &str, (ours, bare): (f64, f64), first: Option<f64>| {
            let growth = first.map_or(String::new(), |first| format!("   {:.2}× of 1,000 visits", ours / first));
            println!("  {what:<26} {ours:7.2} ms   bare {bare:7.2} ms   {:.2}×{growth}", ours / bare);
        };
        row("key to finished picture", self.key, base.map(|base| base.key.0));
        row("start to first picture", self.start, base.map(|base| base.start.0));
        let growth = base.map_or(String::new(), |base| format!("   {:.2}× of 1,000 visits", self.save.0 / base.save.0));
        println!(
            "  {:<26} {:7.2} ms   bare {:7.2} ms   {:+.2} ms{growth}",
            "a durable save (p50)",
            self.save.0,
            self.save.1,
            self.save.0 - self.save.1
        );
    }

    /// What a window costs that nobody touches, with countdowns running.
    fn idle(&mut self, db: &Path) {
        let mut program = Program::start(QIANTAI, &args(db));
        program.picture();
        let (cpu, bytes) = program.idle(Duration::from_secs(70));
        println!("\nidle for 70 s with running countdowns: {:.3} % of a core, {bytes} bytes sent", cpu * 100.0);
        program.end();
    }
}

/// How long all of a logbook takes to be checked, by as many hands as there are cores: the quickest of three, in seconds
/// for a million entries.
fn check(db: &Path) {
    let run = || {
        let started = Instant::now();
        let told =
            Command::new(QIANTAI).args(["verify", "--lang", "en", "--db", db.to_str().unwrap()]).output().unwrap();
        assert!(told.status.success());
        let told = String::from_utf8(told.stdout).unwrap();
        let entries: f64 = told.split_whitespace().find_map(|word| word.parse().ok()).unwrap();
        started.elapsed().as_secs_f64() / entries * 1e6
    };
    let quickest = (0..3).map(|_| run()).fold(f64::INFINITY, f64::min);
    println!("  {:<26} {quickest:7.2} s for a million entries", "verify");
}

/// A window of whoever has the gate, another at each hour: anyone else is asked first whether they take it over.
fn args(db: &Path) -> Vec<String> {
    ["--db", db.to_str().unwrap(), "--lang", "zh-Hans", "--post", "东门岗"].map(String::from).to_vec()
}

/// A made-up logbook with so many visits, kept between runs.
fn logbook(visits: usize) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let db = folder.join(format!("{visits}.db"));
    if !db.exists() {
        eprintln!("making a logbook with {visits} visits …");
        let half = folder.join(format!("{visits}.half.db"));
        let _ = std::fs::remove_file(half.with_extension("toml"));
        let _ = std::fs::remove_file(folder.join("known").join(format!("{visits}.half.db.head")));
        for end in ["", "-wal", "-shm", "-queue", "-write"] {
            let _ = std::fs::remove_file(format!("{}{end}", half.display()));
        }
        let visits = visits.to_string();
        let made = Command::new(QIANTAI)
            .args(["demo", "--db", half.to_str().unwrap(), "--visits", &visits])
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(made.success());
        let _ = std::fs::rename(half.with_extension("toml"), db.with_extension("toml"));
        for end in ["-wal", "-shm"] {
            let _ = std::fs::rename(format!("{}{end}", half.display()), format!("{}{end}", db.display()));
        }
        std::fs::rename(half, &db).unwrap();
    }
    db
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Milliseconds from a key to the finished picture: ours and bare, in turn.
fn keys(db: &Path, bare_db: &Path) -> (f64, f64) {
    let own = std::env::current_exe().unwrap();
    let mut ours = Program::start(QIANTAI, &args(db));
    let mut bare = Program::start(own.to_str().unwrap(), &["--bare".into(), bare_db.to_str().unwrap().into()]);
    ours.picture();
    bare.picture();
    // All visits of the gate, newest first.
    ours.press(b"\t");
    let (mut our_times, mut bare_times) = (Vec::new(), Vec::new());
    for pair in 0..PAIRS {
        let key: &[u8] = if (pair / 20) % 2 == 0 { b"\x1b[B" } else { b"\x1b[A" };
        our_times.push(ours.press(key));
        bare_times.push(bare.press(key));
    }
    ours.end();
    bare.end();
    (median(our_times), median(bare_times))
}

/// Milliseconds from the start to the first picture: ours and bare, in turn.
fn starts(db: &Path, bare_db: &Path) -> (f64, f64) {
    let own = std::env::current_exe().unwrap();
    let (mut our_times, mut bare_times) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let mut ours = Program::start(QIANTAI, &args(db));
        our_times.push(ours.picture());
        ours.end();
        let mut bare = Program::start(own.to_str().unwrap(), &["--bare".into(), bare_db.to_str().unwrap().into()]);
        bare_times.push(bare.picture());
        bare.end();
    }
    (median(our_times), median(bare_times))
}
