//! No path typed into a form opens the logbook's own files: closing them again would drop the database's locks.
#![cfg(target_os = "linux")]

use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::kit::App;
use qiantai::locale::Language;

/// How many locks this machine has on a file. While others take and drop theirs, a reading may leave one out, or have it
/// twice: what most of them say.
fn locks(path: &Path) -> usize {
    let inode = format!(":{} ", path.metadata().unwrap().ino());
    let read = |_| std::fs::read_to_string("/proc/locks").unwrap().lines().filter(|line| line.contains(&inode)).count();
    let mut counts: Vec<usize> = (0..9).map(read).collect();
    counts.sort_unstable();
    counts[4]
}

#[test]
fn the_calendar_form_refuses_them_and_the_locks_stay() {
    let mut app = App::new(Language::Hans, (100, 30));
    let folder = app.dir.path().to_owned();
    let file = |name: &str| folder.join(name);
    std::os::unix::fs::symlink(file("logbook.db-shm"), file("soft")).unwrap();
    let before = [locks(&file("logbook.db")), locks(&file("logbook.db-shm"))];
    assert!(before.iter().all(|locks| *locks > 0), "{before:?}");
    for name in ["logbook.db", "logbook.db-wal", "logbook.db-shm", "logbook.db-queue", "logbook.db-write", "soft"] {
        app.keys("<ctrl-e><insert>").keys(file(name).to_str().unwrap()).keys("<enter>");
        assert!(app.screen().contains(&app.word("calendar-no-file")), "{name}: {}", app.screen());
        assert_eq!([locks(&file("logbook.db")), locks(&file("logbook.db-shm"))], before, "{name}");
        app.keys("<esc><esc><esc>");
    }
}

/// A note that can be written at the start, and no more later: whoever works on is told once.
#[test]
fn that_the_note_of_the_last_entry_can_no_longer_be_written_is_told_in_the_window() {
    let mut app = App::new(Language::Hans, (160, 30));
    let known = app.dir.path().join("known");
    std::fs::remove_dir_all(&known).unwrap();
    std::fs::write(&known, "x").unwrap();
    let word: String = app.word("notice-unnoted").chars().take(12).collect();
    app.keys("<f8><insert>电池低<enter>");
    assert!(app.screen().contains(&word), "{}", app.screen());
    app.keys("<insert>电池很低<enter>");
    assert!(!app.screen().contains(&word), "{}", app.screen());
}
