//! A post that is stopped in the middle of a save keeps nobody from looking, and is named to whoever waits for it.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::kit::logbook::visitor;
use crate::windows::{F6, INSERT, Window, begun};
use qiantai::store::sqlite::SqliteStore;
use qiantai::store::{Outcome, Transact};

/// Not a test: the other post. Says that it has its turn, and is stopped before it has written.
#[test]
#[ignore = "run by the test below as a process of its own"]
fn stopped() {
    let Ok(path) = std::env::var("LOGBOOK") else { return };
    let mut store = SqliteStore::open(Path::new(&path)).unwrap();
    let _ = store.transact(&[], |journal| {
        let entry = visitor(journal, 1)?;
        println!("stopping");
        rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::STOP).unwrap();
        Ok(Outcome::Keep(entry))
    });
}

#[test]
fn whoever_waits_for_a_post_that_is_stuck_is_told_which_and_saves_when_it_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = begun(folder.path());
    window.send(F6);
    window.shows("访客");
    window.types(&[INSERT, "1", "3-2-101", "\r", "王五", "\r"]);
    let mut other = Command::new(std::env::current_exe().unwrap())
        .args(["stuck::stopped", "--exact", "--ignored", "--nocapture"])
        .env("LOGBOOK", folder.path().join("logbook.db"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(other.stdout.take().unwrap());
    let mut line = String::new();
    while !line.contains("stopping") {
        line.clear();
        assert!(said.read_line(&mut line).unwrap() > 0, "it has its turn");
    }

    let since = Instant::now();
    window.types(&["5", "\r"]);
    let pid = other.id().to_string();
    window.until("who is in the way", |screen| screen.contains(&pid));
    assert!(since.elapsed() < Duration::from_secs(7), "{:?}", since.elapsed());
    assert!(window.text().contains("王五"), "what was typed stays:\n{}", window.text());
    let mut reader = Window::open(folder.path(), &[]);
    reader.shows("F6");
    reader.send(F6);
    reader.shows("访客");
    reader.signal("-TERM");
    reader.end();

    other.kill().unwrap();
    other.wait().unwrap();
    window.look();
    let since = Instant::now();
    window.send("\r");
    window.until("the visitor", |screen| screen.contains("王五") && !screen.contains("登记中"));
    assert!(since.elapsed() < Duration::from_secs(1), "{:?}", since.elapsed());
    window.signal("-TERM");
    window.end();
}
