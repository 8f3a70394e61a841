//! Saving: what the logbook adds to a bare durable commit, and how eight windows share one file.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use qiantai::cli::demo;
use qiantai::desk::{Act, Desk, House, Who};
use qiantai::domain::entry::Kind;
use qiantai::domain::procedure::Procedures;
use qiantai::runtime::clock;
use qiantai::store::sqlite::SqliteStore;
use rusqlite::Connection;
use uuid::Uuid;

use crate::median;

const SAVES: usize = 300;
const EACH: usize = 200;
const POST: &str = "东门岗";

fn desk(path: &Path) -> Desk {
    let store = SqliteStore::open(path).unwrap();
    Desk::new(Box::new(store), House::new(demo::site().unwrap(), Procedures::builtin().unwrap())).unwrap()
}

/// Who has the post, or takes it first where nobody has.
fn guard(desk: &Desk) -> Who {
    let operator = Some(desk.on_duty(POST).unwrap()).filter(|operator| !operator.is_empty());
    Who { post: POST.into(), operator: operator.unwrap_or_else(|| "李强".into()), boot: clock::boot() }
}

fn save(desk: &mut Desk, who: &Who) -> f64 {
    let mut act = Act::new(clock::new_uid(), Kind::VisitorIn);
    // The same person twice would be asked about.
    let name = format!("欧阳{}", act.uid.as_simple());
    for (key, value) in [("visitor", "guest"), ("room", "3-2-101"), ("name", &name), ("check", "known")] {
        act.fields.insert(key.into(), value.into());
    }
    let since = Instant::now();
    desk.act(&act, who, clock::now()).unwrap();
    since.elapsed().as_secs_f64() * 1_000.0
}

/// Milliseconds of a save on a copy of the logbook, and of a bare durable commit of one row, in turn.
pub fn pairs(db: &Path) -> (f64, f64) {
    let copy = db.with_extension("saves.db");
    // What an earlier run acknowledged there is not in the copy.
    let note = copy.file_name().unwrap().to_string_lossy();
    let _ = std::fs::remove_file(copy.with_file_name("known").join(format!("{note}.head")));
    for end in ["", "-wal", "-shm"] {
        let to = format!("{}{end}", copy.display());
        let _ = std::fs::remove_file(&to);
        let _ = std::fs::copy(format!("{}{end}", db.display()), to);
    }
    let bare = db.with_extension("commit.db");
    let _ = std::fs::remove_file(&bare);
    let bare = Connection::open(bare).unwrap();
    bare.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT)",
    )
    .unwrap();
    let mut desk = desk(&copy);
    let who = guard(&desk);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..SAVES {
        ours.push(save(&mut desk, &who));
        let since = Instant::now();
        bare.execute("INSERT INTO row (text) VALUES (?1)", ["3-2-101 欧阳倩"]).unwrap();
        theirs.push(since.elapsed().as_secs_f64() * 1_000.0);
    }
    (median(ours), median(theirs))
}

/// One of eight windows: saves without pause and prints its longest wait in milliseconds.
pub fn saver(path: &Path, saves: usize) {
    let mut desk = desk(path);
    let who = guard(&desk);
    let worst = (0..saves).map(|_| save(&mut desk, &who)).fold(0.0, f64::max);
    println!("{worst}");
}

/// Eight processes saving into one file without pause.
pub fn eight(path: &Path) {
    let note = path.file_name().unwrap().to_string_lossy();
    let _ = std::fs::remove_file(path.with_file_name("known").join(format!("{note}.head")));
    for end in ["", "-wal", "-shm", "-queue", "-write"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
    drop(SqliteStore::create(path, Uuid::from_u128(1)).unwrap());
    let own = std::env::current_exe().unwrap();
    let since = Instant::now();
    let savers: Vec<_> = (0..8)
        .map(|_| {
            let args = ["--saver".to_owned(), path.to_str().unwrap().to_owned(), EACH.to_string()];
            Command::new(&own).args(args).stdout(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let worst = savers
        .into_iter()
        .map(|saver| {
            let output = saver.wait_with_output().unwrap();
            assert!(output.status.success(), "a save failed");
            String::from_utf8(output.stdout).unwrap().trim().parse::<f64>().unwrap()
        })
        .fold(0.0, f64::max);
    let rate = 8.0 * EACH as f64 / since.elapsed().as_secs_f64();
    println!(
        "eight processes saving without pause: longest wait {worst:.0} ms, {rate:.0} saves a second, none refused"
    );
}
