//! The program in a folder of its own.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

pub(crate) struct Bench {
    pub(crate) folder: TempDir,
    pub(crate) db: PathBuf,
}

pub(crate) struct Answer {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

impl Bench {
    /// A folder without a logbook.
    pub(crate) fn bare() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { db: folder.path().join("desk.db"), folder }
    }

    /// A logbook with nobody inside and someone on duty.
    pub(crate) fn new() -> Self {
        let bench = Self::bare();
        bench.ok(&["demo", "--visits", "0"]);
        bench
    }

    /// A made-up day that ends at an instant.
    pub(crate) fn day_until(now: &str) -> Self {
        let bench = Self::bare();
        bench.ok(&["demo", "--now", now]);
        bench
    }

    /// A made-up day.
    pub(crate) fn day() -> Self {
        let bench = Self::bare();
        bench.ok(&["demo"]);
        bench
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qiantai"));
        command.args(["--db", self.db.to_str().unwrap()]).args(args);
        command.env("HOME", self.folder.path()).env("LANG", "en").env_remove("LC_ALL").env_remove("XDG_CONFIG_HOME");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, args: &[&str], input: &[u8]) -> Answer {
        self.feed(&mut self.command(args), input)
    }

    pub(crate) fn feed(&self, command: &mut Command, input: &[u8]) -> Answer {
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_vec();
        let feed = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
        feed.join().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Answer { code: status.code().unwrap(), out: text(stdout), err: text(stderr) }
    }

    pub(crate) fn ok(&self, args: &[&str]) -> Answer {
        let answer = self.run(args, b"");
        assert_eq!((answer.code, answer.err.as_str()), (0, ""), "{args:?}");
        answer
    }

    pub(crate) fn record(&self, lines: &[Value]) -> Answer {
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        self.run(&["record", "--lang", "en"], text.as_bytes())
    }

    pub(crate) fn entries(&self) -> usize {
        self.ok(&["log", "--json"]).out.lines().count()
    }
}
