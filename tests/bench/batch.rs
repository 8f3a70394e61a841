//! `due --batch`: a million made-up questions, answered by one process.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::QIANTAI;
use crate::terminal::cpu;

const ROWS: u64 = 1_000_000;

/// Prints the seconds of a million rows: lengths from minutes to a year of work, in 40,000 timetables, over 20 years.
pub fn print() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("due.tsv");
    std::fs::write(&path, rows()).unwrap();
    let since = Instant::now();
    let mut program = Command::new(QIANTAI)
        .args(["due", "--batch"])
        .stdin(File::open(&path).unwrap())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut answers = Vec::new();
    program.stdout.take().unwrap().read_to_end(&mut answers).unwrap();
    let wall = since.elapsed().as_secs_f64();
    let core = cpu(program.id());
    assert!(program.wait().unwrap().success());
    let answers = answers.iter().filter(|byte| **byte == b'\n').count();
    println!("\ndue --batch: {answers} rows in {core:.2} s of one core, {wall:.2} s by the clock");
    let _ = std::fs::remove_file(path);
}

fn rows() -> String {
    let mut text = String::from("id\tstart\tamount\tunit\thours\tcalendar\tmakeup\n");
    let mut state = 1_u64;
    let mut draw = |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    for id in 0..ROWS {
        let (year, month, day) = (2005 + draw(20), 1 + draw(12), 1 + draw(28));
        let (hour, minute) = (draw(24), draw(60));
        let (amount, unit) = match draw(3) {
            0 => (draw(10_000), "minutes"),
            1 => (draw(2_000), "hours"),
            _ => (draw(250), "days"),
        };
        let (open, noon, shut) = (6 + draw(4), draw(60), draw(60));
        let last = ["fri", "sat", "sun"][usize::try_from(draw(3)).unwrap()];
        let calendar = if draw(4) == 0 { "none" } else { "cn" };
        let _ = writeln!(
            text,
            "{id}\t{year}-{month:02}-{day:02} {hour:02}:{minute:02}\t{amount}\t{unit}\t\
             mon-{last} {open:02}:30-12:{noon:02},13:30-18:{shut:02}\t{calendar}\t-"
        );
    }
    text
}
