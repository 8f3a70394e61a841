//! Bytes that no keyboard sends, and a window that is pulled to any size: the program goes on and answers.

use std::time::Instant;

use crate::windows::{Window, begun};

/// The next of a row of numbers that look random and are always the same.
fn random(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

/// It answers, in whatever language it speaks by now, once whatever was begun is broken off.
fn answers(window: &mut Window) {
    // The picture is drawn whole where the size is another, once what was sent before is read.
    for rows in [23, 24] {
        window.resize(rows, 80);
        window.until("a picture", |screen| !screen.trim().is_empty());
    }
    window.types(&["", "\u{1b}", "\u{1b}", "\u{1b}", "\u{1b}"]);
    for _ in 0..20 {
        window.types(&["\u{1b}", "\u{1b}[13~"]);
        if ["F3 来电 今日", "F3 來電 今日", "F3 Calls"].iter().any(|title| window.text().contains(title)) {
            return;
        }
    }
    panic!("it does not answer:\n{}", window.text());
}

fn noise(bytes: usize) {
    let folder = tempfile::tempdir().unwrap();
    let mut window = begun(folder.path());
    let mut state = 0x5EED_B17E;
    for _ in 0..bytes.div_ceil(1_000) {
        // Ctrl-Q leaves, and is no noise.
        let burst: Vec<u8> =
            (0..1_000).map(|_| random(&mut state).to_le_bytes()[0]).filter(|byte| *byte != 0x11).collect();
        window.send_bytes(&burst);
        window.hear();
    }
    answers(&mut window);
    is_small(&window);
    window.signal("-TERM");
    assert!(window.end().success());
    assert!(window.given_back());
}

/// The most memory that it ever had is 80 MB.
fn is_small(window: &Window) {
    let path = format!("/proc/{}/status", window.child.process_id().unwrap());
    let Ok(status) = std::fs::read_to_string(path) else { return };
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let most: u64 = most.trim().trim_end_matches(" kB").parse().unwrap();
    assert!(most <= 80_000, "{most} kB");
}

/// A whole log that someone pours into a field: what does not fit is refused, and all the while it is seen.
#[test]
fn a_stream_of_text_without_end_fills_one_field_and_no_memory() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = begun(folder.path());
    window.types(&["\u{1b}[17~", "\u{1b}[2~", "1"]);
    for _ in 0..300 {
        window.send_bytes(&[b'x'; 1_000]);
    }
    // More than the terminal and the window hold was sent: it was taken, and is seen.
    window.until("the text", |screen| screen.contains("xxxxxxxx"));
    window.shows("最多 20000 字");
    is_small(&window);
    window.types(&["\u{1b}"]);
    answers(&mut window);
    window.signal("-TERM");
    assert!(window.end().success());
}

#[test]
fn random_bytes_do_no_harm() {
    noise(100_000);
}

#[test]
#[ignore = "long: ten megabytes"]
fn ten_megabytes_of_random_bytes_do_no_harm() {
    noise(10_000_000);
}

fn sizes(rounds: usize) {
    let folder = tempfile::tempdir().unwrap();
    let mut window = begun(folder.path());
    let mut state = 0x5EED_512E;
    let keys = ["\u{1b}[13~", "\u{1b}[17~", "\u{1b}[18~", "\u{1b}[2~", "3", "\u{1b}[A", "\u{1b}[B", "\t"];
    let since = Instant::now();
    for _ in 0..rounds {
        let [rows, columns, key] = [61, 201, keys.len() as u64].map(|n| random(&mut state) % n);
        window.pulled(u16::try_from(rows).unwrap(), u16::try_from(columns).unwrap());
        window.send(keys[usize::try_from(key).unwrap()]);
        window.hear();
    }
    println!("{rounds} sizes in {:?}", since.elapsed());
    answers(&mut window);
    window.signal("-TERM");
    assert!(window.end().success());
}

#[test]
fn any_size_of_a_window_does_no_harm() {
    sizes(200);
}

#[test]
#[ignore = "long: 2,000 sizes"]
fn two_thousand_sizes_of_a_window_do_no_harm() {
    sizes(2_000);
}
