//! What stands around a window: signals, limits of the system, damage, and files that go away under it.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::kit::logbook::outsider;
use crate::windows::{F6, INSERT, Window, begun};

fn left(mut window: Window) {
    window.signal("-TERM");
    window.end();
}

#[test]
fn the_terminal_is_given_back_on_every_signal_that_can_be_caught() {
    let folder = tempfile::tempdir().unwrap();
    left(begun(folder.path()));
    let names = ["QUIT", "USR1", "USR2", "ALRM", "PROF", "VTALRM", "XCPU", "ABRT", "SYS", "TRAP", "BUS"];
    let linux = ["IO", "PWR", "34", "64"];
    for name in names.into_iter().chain(linux.into_iter().filter(|_| cfg!(target_os = "linux"))) {
        let mut window = Window::open(folder.path(), &[]);
        window.shows("F6");
        window.signal(&format!("-{name}"));
        let since = Instant::now();
        window.end();
        assert!(since.elapsed() < Duration::from_secs(3), "{name}");
        assert!(window.given_back(), "{name}");
    }
}

#[test]
fn an_interrupt_and_a_stop_are_not_obeyed() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = begun(folder.path());
    for (name, key, panel) in [("INT", F6, "F6 访客 在场"), ("TSTP", "\u{1b}[13~", "F3 来电 今日")] {
        window.signal(&format!("-{name}"));
        window.send(key);
        window.shows(panel);
        assert!(!window.given_back(), "{name}");
    }
    left(window);
}

#[cfg(target_os = "linux")]
#[test]
fn a_window_that_goes_on_after_a_stop_has_the_terminal_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = begun(folder.path());
    let raw = "-icanon";
    assert!(window.outside("-a", "").contains(raw));
    window.signal("-STOP");
    window.outside("sane", "\u{1b}[?1049l\u{1b}[?2004l\u{1b}[2J\u{1b}[H$ fg");
    assert!(!window.outside("-a", "").contains(raw));
    window.signal("-CONT");
    window.until("the overview", |screen| screen.contains("王敏") && !screen.contains("$ fg"));
    assert!(window.outside("-a", "").contains(raw) && !window.given_back());
    window.send(F6);
    window.shows("F6 访客 在场");
    window.signal("-TERM");
    window.end();
    assert!(window.given_back());
}

#[test]
fn what_another_program_wrote_over_the_picture_goes_by_one_key_and_nothing_typed_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = begun(folder.path());
    window.send(F6);
    window.shows("访客");
    window.types(&[INSERT, "1", "3-2-101"]);
    let message = "Broadcast message from root";
    window.outside("-a", &format!("\u{1b}[5;5H{message}\u{1b}[?2004l"));
    assert!(window.text().contains(message));
    window.send("\u{c}");
    window.until("the form alone", |screen| screen.contains("3-2-101") && !screen.contains(message));
    assert!(window.all().rsplit(message).next().unwrap().contains("\u{1b}[?2004h"), "a paste is said to be one again");
    left(window);
}

/// Run by the next one in a terminal of its own.
#[test]
#[ignore = "panics in a terminal"]
fn a_thread_that_panics() {
    use std::io::IsTerminal;
    if !std::io::stdin().is_terminal() {
        return;
    }
    qiantai::runtime::terminal::guard_panics();
    let mut screen = qiantai::runtime::terminal::Screen::enter().unwrap();
    screen.draw(|frame| frame.render_widget("drawn", frame.area())).unwrap();
    assert!(std::thread::spawn(|| panic!("王五 13800001111")).join().is_err());
    assert!(screen.draw(|_| {}).is_err(), "nothing is drawn on what was given back");
}

#[test]
fn a_panic_gives_the_terminal_back_and_tells_its_place_alone() {
    let mut command = portable_pty::CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--exact", "around::a_thread_that_panics", "--ignored", "--nocapture"]);
    let mut window = Window::of(command);
    assert!(window.end().success());
    assert!(window.given_back());
    let text = window.all();
    assert!(text.contains("qiantai: panic at ") && text.contains("around.rs"), "{text}");
    assert!(text.contains("drawn") && !text.contains("王五") && !text.contains("13800001111"), "{text}");
}

#[cfg(target_os = "linux")]
#[test]
fn no_memory_is_written_out_when_a_window_dies() {
    let folder = tempfile::tempdir().unwrap();
    let window = begun(folder.path());
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", window.child.process_id().unwrap())).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"], "{core}");
    left(window);
}

/// Files may not grow beyond what they are: as on a disk that is full.
const FULL: &str = "ulimit -f 0";

#[test]
fn a_window_on_a_full_disk_shows_what_there_is_and_says_that_it_saves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = begun(folder.path());
    window.send(F6);
    window.types(&[INSERT, "1", "3-2-101", "\r", "王五", "\r", "5", "\r"]);
    window.until("the visitor", |screen| screen.contains("王五") && !screen.contains("登记中"));
    left(window);
    let mut window = Window::after(FULL, folder.path(), &[]);
    window.shows("只读");
    window.send(F6);
    window.shows("王五");
    window.look();
    window.send("\r");
    window.shows("没有保存");
    left(window);
}

#[test]
fn a_limit_on_the_size_of_files_is_told_as_a_full_disk_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    left(begun(folder.path()));
    let line = format!("{{\"kind\":\"note\",\"text\":\"{}\",\"operator\":\"王敏\"}}\n", "长".repeat(300));
    let db = folder.path().join("logbook.db");
    let args = ["--site", folder.path().join("site.toml").to_str().unwrap(), "--lang", "en"].map(str::to_owned);
    let run = |limit: &str, command: &[&str], input: &str| {
        use std::io::Write;
        let mut child = Command::new("sh")
            .args(["-c", &format!("{limit}; exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_qiantai")])
            .args(["--db", db.to_str().unwrap()])
            .args(&args)
            .args(command)
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let output = run("ulimit -f 400", &["record"], &line.repeat(60));
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(1), "{err}");
    assert!(err.contains("disk is full"), "{err}");
    let saved = out.matches("\"result\":\"ok\"").count();
    assert!(0 < saved && saved < 60, "{saved}");
    let log = run("true", &["log", "--json"], "");
    assert_eq!(String::from_utf8(log.stdout).unwrap().matches("\"kind\":\"note\"").count(), saved);
    assert!(run("true", &["verify"], "").status.success());
}

#[test]
fn damage_is_told_on_the_screen_and_the_work_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    left(begun(folder.path()));
    let mut sound = Window::open(folder.path(), &[]);
    sound.shows("F2");
    left(sound);
    outsider(&folder.path().join("logbook.db"))
        .execute_batch("UPDATE entry SET operator = '某人' WHERE seq = 1")
        .unwrap();
    let mut window = Window::open(folder.path(), &[]);
    window.shows("日志有损坏");
    window.send(F6);
    window.types(&[INSERT, "1", "3-2-101", "\r", "王五", "\r", "5", "\r"]);
    window.until("the visitor", |screen| screen.contains("王五") && !screen.contains("登记中"));
    window.shows("日志有损坏");
    left(window);
}

#[test]
fn a_window_that_only_looks_is_told_within_a_second_that_a_file_is_gone() {
    for side in ["-wal", "-shm", ""] {
        let folder = tempfile::tempdir().unwrap();
        let mut window = begun(folder.path());
        std::fs::remove_file(folder.path().join(format!("logbook.db{side}"))).unwrap();
        let since = Instant::now();
        window.shows("已被移走或替换");
        assert!(since.elapsed() < Duration::from_secs(1), "{side}: {:?}", since.elapsed());
        left(window);
    }
}
