//! The real program in a real terminal: it begins a site, keeps what is typed across a kill, gives the terminal back on
//! every way out, takes a paste as text, and copes with a window too small.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

const PATIENCE: Duration = Duration::from_secs(20);

fn cells(n: u16) -> std::num::NonZero<u16> {
    n.try_into().unwrap()
}

/// The program in a terminal that remembers every byte.
pub(crate) struct Window {
    pub(crate) child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn std::io::Write + Send>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    bytes: Vec<u8>,
}

impl Window {
    pub(crate) fn open(folder: &Path, args: &[&str]) -> Self {
        Self::after("true", folder, args)
    }

    /// A window of a shell that has done something else first.
    pub(crate) fn after(first: &str, folder: &Path, args: &[&str]) -> Self {
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", &format!("{first}; exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_qiantai")]);
        command.args(["--db", folder.join("logbook.db").to_str().unwrap()]);
        command.args(["--site", folder.join("site.toml").to_str().unwrap(), "--lang", "zh-Hans"]);
        command.args(args);
        Self::of(command)
    }

    /// A window of any program.
    pub(crate) fn of(mut command: CommandBuilder) -> Self {
        let pair = native_pty_system().openpty(PtySize { rows: 24, cols: 80, ..PtySize::default() }).unwrap();
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let (to, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0_u8; 8_192];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                if to.send(buffer[..n].to_vec()).is_err() {
                    return;
                }
            }
        });
        let screen = vt100::Parser::new(cells(24), cells(80), 0);
        Self { child, master: pair.master, writer, output, screen, bytes: Vec::new() }
    }

    fn take(&mut self, bytes: &[u8]) {
        self.screen.process(bytes);
        self.bytes.extend_from_slice(bytes);
    }

    /// Waits until the screen satisfies a condition.
    pub(crate) fn until(&mut self, what: &str, holds: impl Fn(&str) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !holds(&self.text()) {
            let rest = end.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(rest) {
                Ok(bytes) => self.take(&bytes),
                Err(_) => panic!("{what} never came:\n{}", self.text()),
            }
        }
    }

    pub(crate) fn shows(&mut self, text: &str) {
        self.until(text, |screen| screen.contains(text));
    }

    pub(crate) fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Every byte that ever came, as text.
    pub(crate) fn all(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub(crate) fn send(&mut self, text: &str) {
        self.send_bytes(text.as_bytes());
    }

    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) {
        self.writer.write_all(bytes).unwrap();
        self.writer.flush().unwrap();
    }

    /// Takes what comes next, if it comes soon, and whatever else has come by then.
    pub(crate) fn hear(&mut self) {
        if let Ok(bytes) = self.output.recv_timeout(STILL) {
            self.take(&bytes);
        }
        while let Ok(bytes) = self.output.try_recv() {
            self.take(&bytes);
        }
    }

    /// Types as a person does: one thing after the other, each once the window has shown what the last one did.
    pub(crate) fn types(&mut self, pieces: &[&str]) {
        for piece in pieces {
            self.still();
            self.send(piece);
            if let Ok(bytes) = self.output.recv_timeout(ECHO) {
                self.take(&bytes);
            }
        }
        self.still();
    }

    /// Waits until the window shows nothing new.
    fn still(&mut self) {
        self.unchanged(STILL);
    }

    /// Waits until the window has shown the same for so long as a person must have seen it before a key acts on it.
    pub(crate) fn look(&mut self) {
        self.unchanged(SEEN);
    }

    /// Waits for what is written behind the picture: a quarter of a second after a key it has been.
    pub(crate) fn settle(&mut self) {
        self.unchanged(Duration::from_millis(250));
    }

    fn unchanged(&mut self, time: Duration) {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end
            && let Ok(bytes) = self.output.recv_timeout(time)
        {
            self.take(&bytes);
        }
    }

    /// Gives the window another size, and looks at it from then on.
    pub(crate) fn resize(&mut self, rows: u16, columns: u16) {
        self.still();
        self.screen = vt100::Parser::new(cells(rows), cells(columns), 0);
        self.pulled(rows, columns);
    }

    /// Gives the window another size, while nobody looks.
    pub(crate) fn pulled(&self, rows: u16, columns: u16) {
        self.master.resize(PtySize { rows, cols: columns, ..PtySize::default() }).unwrap();
    }

    pub(crate) fn signal(&self, name: &str) {
        let pid = self.child.process_id().unwrap().to_string();
        assert!(Command::new("kill").args([name, &pid]).status().unwrap().success());
    }

    /// What another program does to the terminal that it has meanwhile.
    pub(crate) fn outside(&mut self, stty: &str, bytes: &str) -> String {
        self.still();
        self.take(bytes.as_bytes());
        let tty = self.master.tty_name().unwrap();
        let said = Command::new("stty").arg("-F").arg(tty).args(stty.split_whitespace()).output().unwrap();
        String::from_utf8(said.stdout).unwrap()
    }

    /// Waits for the end and what was still written.
    pub(crate) fn end(&mut self) -> ExitStatus {
        let status = self.child.wait().unwrap();
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(300)) {
            self.take(&bytes);
        }
        status
    }

    pub(crate) fn given_back(&self) -> bool {
        let text = String::from_utf8_lossy(&self.bytes);
        let after = text.rsplit("\u{1b}[?1049h").next().unwrap();
        after.contains("\u{1b}[?1049l") && after.contains("\u{1b}[?25h") && after.contains("\u{1b}[?2004l")
    }
}

/// How long a key may take to show anything.
const ECHO: Duration = Duration::from_secs(1);
/// How long a record must be seen before a key acts on it.
const SEEN: Duration = Duration::from_millis(450);
/// How long a window shows nothing new before it is still: no key behind it is taken for the end of what was pasted.
const STILL: Duration = Duration::from_millis(80);
/// How long what was broken off is waited for.
const BROKEN: Duration = Duration::from_millis(600);
pub(crate) const F6: &str = "\u{1b}[17~";
pub(crate) const INSERT: &str = "\u{1b}[2~";
const CTRL_Q: &str = "\u{11}";
const CTRL_U: &str = "\u{15}";

/// A site that was begun, and its window.
pub(crate) fn begun(folder: &Path) -> Window {
    let mut window = Window::open(folder, &[]);
    window.shows("如 锦绣花园");
    window.types(&["阳光里", "\r", "服务中心", "\r", "王敏", "\r"]);
    window.until("the overview", |screen| screen.contains("王敏") && !screen.contains("开始使用"));
    assert!(window.text().contains("阳光里"), "{}", window.text());
    assert!(folder.join("logbook.db").exists());
    window
}

#[test]
fn a_newcomer_begins_a_site_and_logs_her_first_visitor() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = begun(folder.path());
    window.send(F6);
    window.shows("访客");
    window.types(&[INSERT, "1", "3-2-101", "\r", "王五", "\r", "5", "\r"]);
    window.until("the visitor", |screen| {
        screen.contains("王五") && screen.contains("3-2-101") && screen.contains("0:00")
    });
    window.types(&[CTRL_Q, "\r"]);
    assert!(window.end().success());
    assert!(window.given_back());
    assert!(folder.path().join("site.toml").exists());
}

#[test]
fn a_first_start_begins_nothing_over_what_is_left_of_a_logbook() {
    let folder = tempfile::tempdir().unwrap();
    let [log, site] = ["logbook.db-wal", "site.toml"].map(|name| folder.path().join(name));
    let left = || std::fs::write(&log, "left").unwrap();
    left();
    let mut window = Window::open(folder.path(), &[]);
    assert!(!window.end().success());
    assert!(window.all().contains("不是一套"), "{}", window.all());
    // It may also come to lie there while the form is filled in.
    std::fs::remove_file(&log).unwrap();
    let mut window = Window::open(folder.path(), &[]);
    window.shows("如 锦绣花园");
    left();
    window.types(&["阳光里", "\r", "服务中心", "\r", "王敏", "\r"]);
    window.shows("不是一套");
    assert!(!site.exists() && std::fs::read(&log).unwrap() == b"left");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn another_windows_entry_appears_within_a_second() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = begun(folder.path());
    let mut two = Window::open(folder.path(), &[]);
    two.shows("访客 0");
    one.send(F6);
    one.types(&[INSERT, "1", "3-2-101", "\r", "王五", "\r", "5", "\r"]);
    one.until("the visitor", |screen| screen.contains("王五") && !screen.contains("登记中"));
    let since = Instant::now();
    two.shows("访客 1");
    assert!(since.elapsed() < Duration::from_secs(1), "{:?}", since.elapsed());
    for window in [&mut one, &mut two] {
        window.signal("-TERM");
        window.end();
    }
}

#[test]
fn another_window_of_the_gate_shows_within_a_second_who_has_taken_it() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("logbook.db");
    let mut demo = Command::new(env!("CARGO_BIN_EXE_qiantai"));
    let made = demo.args(["demo", "--visits", "0", "--db", db.to_str().unwrap()]).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    std::fs::write(folder.path().join("site.toml"), qiantai::cli::demo::SITE).unwrap();
    let [mut one, mut two] = [(); 2].map(|()| Window::open(folder.path(), &["--post", "东门岗"]));
    two.shows("东门岗");
    one.shows("东门岗");
    // Who has the gate of the made-up day depends on the time of day.
    let next = if one.text().contains("李强") { "赵国梁" } else { "李强" };
    one.send(CTRL_U);
    one.shows("上岗人");
    one.send(next);
    one.shows(next);
    // Enter behind a burst of characters is a paste's.
    let typed = Instant::now();
    while typed.elapsed() < Duration::from_millis(300) {
        std::thread::yield_now();
    }
    one.send("\r");
    one.until("the form closes", |screen| screen.contains(next) && !screen.contains("上岗人"));
    let since = Instant::now();
    two.shows(&format!("本岗现由 {next} 当值"));
    assert!(since.elapsed() < Duration::from_secs(1), "{:?}", since.elapsed());
    for window in [&mut one, &mut two] {
        window.signal("-TERM");
        window.end();
    }
}

#[test]
fn what_was_typed_is_offered_again_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = begun(folder.path());
    window.send(F6);
    window.shows("访客");
    window.types(&[INSERT, "1", "3-2-101", "\r", "欧阳倩"]);
    window.shows("欧阳倩");
    // The draft is written by another thread a moment after the picture.
    let kept = || {
        std::fs::read_dir(folder.path().join("drafts")).is_ok_and(|mut files| {
            files.any(|file| std::fs::read_to_string(file.unwrap().path()).unwrap_or_default().contains("欧阳倩"))
        })
    };
    let end = Instant::now() + PATIENCE;
    while !kept() && Instant::now() < end {
        std::thread::yield_now();
    }
    window.signal("-KILL");
    window.end();
    let mut again = Window::open(folder.path(), &[]);
    again.shows("欧阳倩");
    again.types(&["\r", "5", "\r"]);
    again.shows("访客 1");
    again.signal("-TERM");
    again.end();
    let mut third = Window::open(folder.path(), &[]);
    third.shows("F6");
    assert!(!third.text().contains("身份核验"), "the draft is gone once it is written");
}

#[test]
fn the_terminal_is_given_back_on_sigterm() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = begun(folder.path());
    window.signal("-TERM");
    let since = Instant::now();
    window.end();
    assert!(since.elapsed() < Duration::from_secs(3));
    assert!(window.given_back());
}

#[test]
fn a_hang_up_ends_the_program_and_a_terminal_that_is_still_there_is_given_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = begun(folder.path());
    let before = window.bytes.len();
    window.signal("-HUP");
    let since = Instant::now();
    window.end();
    assert!(since.elapsed() < Duration::from_secs(3));
    assert!(window.bytes.len() < before + 20_000);
    assert!(window.given_back());
}

#[test]
fn a_paste_is_text_and_saves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = begun(folder.path());
    window.send(F6);
    window.shows("访客");
    window.send(INSERT);
    window.send("1\u{1b}[200~3-2-101\r\n王五\r\n5\r\n\u{1b}[201~");
    window.until("the pasted text", |screen| screen.contains("3-2-101") && screen.contains("王五"));
    window.send("\u{1b}");
    window.signal("-TERM");
    window.end();
    let log = Command::new(env!("CARGO_BIN_EXE_qiantai"))
        .args(["log", "--json", "--db", folder.path().join("logbook.db").to_str().unwrap()])
        .args(["--site", folder.path().join("site.toml").to_str().unwrap()])
        .output()
        .unwrap();
    assert!(!String::from_utf8(log.stdout).unwrap().contains("visitor_in"));
}

#[test]
fn whatever_is_broken_off_the_window_hears_the_next_key_and_sees_its_size() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = begun(folder.path());
    for half in ["\u{1b}[?", "\u{1b}[<", "\u{1b}[", "\u{1b}O", "\u{1b}[200~3-2-101", "\u{1b}[1;5"] {
        window.unchanged(BROKEN);
        window.types(&["\u{1b}[13~"]);
        window.shows("F3 来电 今日");
        window.send(half);
        window.unchanged(BROKEN);
        window.send(F6);
        window.until("the key after it", |screen| screen.contains("F6 访客"));
        // A resize is seen while half a key waits for its rest.
        window.send(half);
        window.resize(20, 70);
        window.until("the smaller window", |screen| screen.lines().nth(19).is_some_and(|row| row.contains("Ins")));
        window.resize(24, 80);
        window.until("the larger window", |screen| screen.lines().nth(23).is_some_and(|row| row.contains("Ins")));
    }
    window.signal("-TERM");
    window.end();
    assert!(window.given_back());
}

#[test]
fn a_window_too_small_says_so_and_recovers() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = begun(folder.path());
    let size = |rows, cols| PtySize { rows, cols, ..PtySize::default() };
    window.master.resize(size(10, 30)).unwrap();
    window.screen.screen_mut().set_size(cells(10), cells(30));
    window.until("the words", |screen| !screen.contains("F2") && !screen.trim().is_empty());
    window.master.resize(size(24, 80)).unwrap();
    window.screen.screen_mut().set_size(cells(24), cells(80));
    window.shows("F2");
    window.signal("-TERM");
    window.end();
}
