//! Drafts of several windows, whole and broken, in time and late.

use tempfile::TempDir;

use super::*;
use crate::domain::entry::Kind;
use crate::domain::time::DAY;

const NOW: Moment = Moment::from_millis(1_763_620_320_000);
const WANG: Owner<'_> = Owner { post: "前台", person: "王敏" };

fn files(root: &TempDir) -> Files {
    Files::beside(root.path().join("logbook.db"), PathBuf::new())
}

/// A folder, and a window there.
fn drafts() -> (TempDir, Drafts) {
    let root = tempfile::tempdir().unwrap();
    let drafts = Drafts::new(&files(&root), Uuid::from_u128(1));
    (root, drafts)
}

fn draft(said: &str) -> Draft {
    Draft {
        uid: Uuid::from_u128(7),
        kind: Kind::Complaint,
        step: String::new(),
        subject: None,
        from: None,
        contact: None,
        strikes: None,
        about: None,
        seen: None,
        fields: [("said".to_owned(), said.to_owned())].into(),
        opened: NOW,
        spent: 0,
        cursor: None,
        typed: Default::default(),
        saved_at: NOW,
        found_old: None,
    }
}

/// Makes a file as old as it would be by a clock.
fn aged(path: &Path, at: Moment) {
    let at = SystemTime::UNIX_EPOCH + Duration::from_millis(at.millis().unsigned_abs());
    File::options().write(true).open(path).unwrap().set_modified(at).unwrap();
}

#[test]
fn the_last_draft_is_offered_until_it_is_discarded() {
    let (_root, mut drafts) = drafts();
    assert_eq!(drafts.load(WANG, NOW).unwrap(), []);
    drafts.keep(WANG, &draft("卫生间")).unwrap();
    drafts.keep(WANG, &draft("卫生间顶板渗水 \"\\\n")).unwrap();
    assert_eq!(drafts.load(WANG, NOW).unwrap(), [draft("卫生间顶板渗水 \"\\\n")]);
    drafts.drop(Uuid::from_u128(7)).unwrap();
    assert_eq!(drafts.load(WANG, NOW).unwrap(), []);
    drafts.drop(Uuid::from_u128(7)).unwrap();
}

#[test]
fn a_draft_belongs_to_one_person_at_one_post_of_one_logbook() {
    let (root, mut drafts) = drafts();
    drafts.keep(WANG, &draft("渗水")).unwrap();
    for (post, person) in [("前台", "李强"), ("东门岗", "王敏"), ("前", "台王敏"), ("", "前台王敏")] {
        assert_eq!(drafts.load(Owner { post, person }, NOW).unwrap(), [], "{post} {person}");
    }
    let other = Files::beside(root.path().join("other.db"), PathBuf::new());
    assert_eq!(Drafts::new(&other, Uuid::from_u128(1)).load(WANG, NOW).unwrap(), [], "another logbook");
    assert_eq!(drafts.load(WANG, NOW).unwrap(), [draft("渗水")]);
}

#[test]
fn a_window_that_lives_keeps_its_own_and_one_that_is_gone_is_followed_by_one_other() {
    let (root, mut first) = drafts();
    let window = |n| Drafts::new(&files(&root), Uuid::from_u128(n));
    first.keep(WANG, &draft("渗水")).unwrap();
    let mut second = window(2);
    assert_eq!(second.load(WANG, NOW).unwrap(), [], "it is still being typed there");
    second.keep(WANG, &Draft { uid: Uuid::from_u128(8), ..draft("停水") }).unwrap();
    assert_eq!(first.load(WANG, NOW).unwrap(), [draft("渗水")], "each has its own");
    drop(first);
    assert_eq!(window(3).load(WANG, NOW).unwrap(), [draft("渗水")]);
    let mut fourth = window(4);
    assert_eq!(fourth.load(WANG, NOW).unwrap(), [draft("渗水")], "the third is gone too");
    drop(second);
    assert_eq!(fourth.load(WANG, NOW).unwrap().len(), 2);
    assert_eq!(window(5).load(WANG, NOW).unwrap(), []);
}

#[test]
fn windows_that_begin_at_once_share_no_draft() {
    for round in 0..20 {
        let (root, mut dead) = drafts();
        dead.keep(WANG, &draft("渗水")).unwrap();
        // Killed: the lock is gone, its file is not.
        dead.alive = None;
        std::mem::forget(dead);
        let taken: Vec<(Drafts, usize)> = std::thread::scope(|scope| {
            let begin = |n: u128| {
                let files = files(&root);
                scope.spawn(move || {
                    let mut drafts = Drafts::new(&files, Uuid::from_u128(n));
                    let taken = drafts.load(WANG, NOW).unwrap().len();
                    (drafts, taken)
                })
            };
            let begun: Vec<_> = (10..16).map(begin).collect();
            begun.into_iter().map(|window| window.join().unwrap()).collect()
        });
        assert_eq!(taken.iter().map(|(_, taken)| taken).sum::<usize>(), 1, "round {round}");
    }
}

#[test]
fn what_an_earlier_version_has_left_is_offered_once() {
    let (root, mut drafts) = drafts();
    fs::create_dir(root.path().join("drafts")).unwrap();
    let old = root.path().join("drafts").join(format!("{}.json", drafts.name(WANG)));
    fs::write(old, serde_json::to_vec(&[draft("渗水")]).unwrap()).unwrap();
    assert_eq!(drafts.load(WANG, NOW).unwrap(), [draft("渗水")]);
    assert_eq!(Drafts::new(&files(&root), Uuid::from_u128(2)).load(WANG, NOW).unwrap(), []);
}

#[test]
fn what_a_later_program_left_is_put_aside_and_not_lost() {
    let (_root, mut drafts) = drafts();
    drafts.keep(WANG, &draft("渗水")).unwrap();
    let path = drafts.own(WANG);
    let known: Vec<serde_json::Value> = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let both = [known, vec![serde_json::json!({ "later": 1 })]].concat();
    fs::write(&path, serde_json::to_vec(&both).unwrap()).unwrap();
    drafts.keep(WANG, &Draft { uid: Uuid::from_u128(8), ..draft("停水") }).unwrap();
    assert_eq!(drafts.load(WANG, NOW).unwrap().len(), 2);
    assert!(fs::read_to_string(path.with_extension("bad")).unwrap().contains("later"));
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert!(drafts.load(WANG, NOW).is_err(), "what cannot be read is no empty list");
}

#[test]
fn a_draft_is_offered_for_a_day_and_for_another_from_when_it_was_found_to_be_old() {
    let (_root, mut drafts) = drafts();
    drafts.keep(WANG, &draft("渗水")).unwrap();
    let day = |n: i64| NOW.plus_minutes(n * 24 * 60 + 1);
    for at in [NOW, day(7), day(7), day(7).plus_minutes(24 * 60)] {
        assert_eq!(drafts.load(WANG, at).unwrap().len(), 1, "the clock may have been behind for days");
    }
    assert_eq!(drafts.load(WANG, day(8).plus_minutes(1)).unwrap(), []);
    assert_eq!(drafts.load(WANG, NOW).unwrap(), [], "it was removed");
    drafts.keep(WANG, &draft("渗水")).unwrap();
    assert!(drafts.load(WANG, NOW.plus_minutes(-60)).unwrap().len() == 1);
}

/// A clock that was behind, and is right again, loses nothing, also where another's window is the first that comes.
#[test]
fn what_was_typed_by_a_clock_that_was_behind_is_offered_once_it_is_right() {
    let (root, mut gone) = drafts();
    gone.keep(WANG, &draft("渗水")).unwrap();
    aged(&gone.own(WANG), NOW);
    drop(gone);
    let right = NOW.plus_minutes(5 * 24 * 60);
    let mut window = Drafts::new(&files(&root), Uuid::from_u128(2));
    assert_eq!(window.load(Owner { post: "前台", person: "李强" }, right).unwrap(), []);
    let left = window.load(WANG, right.plus_minutes(60)).unwrap();
    assert_eq!(left, [Draft { found_old: Some(right), ..draft("渗水") }]);
}

/// A clock that was ahead, and is right again, loses nothing.
#[test]
fn what_was_typed_by_a_clock_that_was_ahead_is_offered() {
    for ahead in [25 * 3_600_000, 400 * DAY] {
        let (root, mut drafts) = drafts();
        drafts.keep(WANG, &Draft { saved_at: Moment::from_millis(NOW.millis() + ahead), ..draft("渗水") }).unwrap();
        drop(drafts);
        let left = Drafts::new(&files(&root), Uuid::from_u128(9)).load(WANG, NOW).unwrap();
        assert_eq!(left.len(), 1, "{ahead}");
    }
}

/// Typing and looking must not wait for files that have not changed.
#[test]
fn neither_a_key_nor_a_look_reads_what_was_read_before() {
    let (root, mut drafts) = drafts();
    let relief = Owner { post: WANG.post, person: "李强" };
    let mut other = Drafts::new(&files(&root), Uuid::from_u128(2));
    other.keep(relief, &Draft { uid: Uuid::from_u128(8), ..draft("停水") }).unwrap();
    drafts.keep(WANG, &draft("渗")).unwrap();
    // Whatever stands in this window's other files by now, a further key does not look at it.
    let rest = drafts.own(relief);
    fs::write(&rest, "no list").unwrap();
    drafts.keep(WANG, &draft("渗水")).unwrap();
    assert!(rest.exists() && !drafts.put_aside());
    fs::remove_file(&rest).unwrap();
    let who = Who { post: WANG.post.into(), operator: "李强".into(), boot: Uuid::nil() };
    let site = Site::parse(&crate::runtime::settings::first("a", "前台", "王敏", None)).unwrap();
    let mut told = || drafts.half_typed(&who, &site, &Watch::default(), NOW);
    assert_eq!(told(), [("李强".to_owned(), 1), ("王敏".to_owned(), 1)]);
    let path = other.own(relief);
    let (length, then) = (fs::metadata(&path).unwrap().len(), fs::metadata(&path).unwrap().modified().unwrap());
    fs::write(&path, " ".repeat(length.try_into().unwrap())).unwrap();
    File::options().write(true).open(&path).unwrap().set_modified(then).unwrap();
    assert_eq!(told().len(), 2, "it looks as it did");
    other.drop(Uuid::from_u128(8)).unwrap();
    other.keep(relief, &Draft { uid: Uuid::from_u128(9), ..draft("停电") }).unwrap();
    other.keep(relief, &Draft { uid: Uuid::from_u128(10), ..draft("停气") }).unwrap();
    assert_eq!(told(), [("李强".to_owned(), 2), ("王敏".to_owned(), 1)], "what changes is told");
}

/// Where a handover comes amid a form, it is kept once, for whoever goes on with it.
#[test]
fn a_form_is_kept_for_one_person_and_dropped_for_all() {
    let (_root, mut drafts) = drafts();
    let relief = Owner { post: WANG.post, person: "李强" };
    drafts.keep(WANG, &draft("渗水")).unwrap();
    drafts.keep(relief, &draft("渗水三楼")).unwrap();
    assert_eq!(drafts.load(WANG, NOW).unwrap(), []);
    assert_eq!(drafts.load(relief, NOW).unwrap(), [draft("渗水三楼")]);
    drafts.keep(WANG, &draft("渗水")).unwrap();
    drafts.drop(Uuid::from_u128(7)).unwrap();
    assert_eq!([drafts.load(WANG, NOW).unwrap(), drafts.load(relief, NOW).unwrap()], [[], []]);
}

#[test]
fn what_anyone_left_is_removed_after_a_day_whoever_comes() {
    let (root, mut gone) = drafts();
    gone.keep(WANG, &draft("渗水")).unwrap();
    let lock = lock(&gone.folder, gone.window);
    let left = [gone.own(WANG), lock, gone.own(WANG).with_extension("bad"), gone.own(WANG).with_extension("tmp")];
    left.iter().skip(2).for_each(|path| fs::write(path, "渗水").unwrap());
    left.iter().for_each(|path| aged(path, NOW));
    let other = Owner { post: "前台", person: "李强" };
    let mut drafts = Drafts::new(&files(&root), Uuid::from_u128(2));
    drafts.load(other, NOW.plus_minutes(3 * 24 * 60)).unwrap();
    assert!(left.iter().all(|path| path.exists()), "a window that lives keeps its own");
    // Killed: its lock is free, and stays.
    gone.alive = None;
    std::mem::forget(gone);
    drafts.load(other, NOW.plus_minutes(24 * 60)).unwrap();
    assert!(left.iter().all(|path| path.exists()), "nor before its time");
    drafts.load(other, NOW.plus_minutes(24 * 60 + 1)).unwrap();
    assert_eq!(
        left.each_ref().map(|path| path.exists()),
        [true, false, false, false],
        "what can still be taken up stays"
    );
    aged(&left[0], NOW.plus_minutes(24 * 60 + 1));
    drafts.load(other, NOW.plus_minutes(48 * 60 + 1)).unwrap();
    assert!(left[0].exists(), "for a day more");
    drafts.load(other, NOW.plus_minutes(48 * 60 + 2)).unwrap();
    assert_eq!(drafts.files().unwrap(), Vec::<PathBuf>::new(), "nor does anything else stay");
}

#[test]
fn a_window_that_begins_while_another_tidies_has_its_lock() {
    let root = tempfile::tempdir().unwrap();
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let tidier = Drafts::new(&files(&root), Uuid::from_u128(1));
            while !done.load(std::sync::atomic::Ordering::SeqCst) {
                // By a clock that is a month ahead everything is old.
                tidier.tidy(crate::runtime::clock::now().plus_minutes(30 * 24 * 60));
            }
        });
        let begun = (2..400).map(|n| {
            let mut window = Drafts::new(&files(&root), Uuid::from_u128(n));
            window.live().unwrap();
            let path = lock(&window.folder, window.window);
            path.exists() && gone(&path).is_none()
        });
        let lost = begun.filter(|has| !has).count();
        done.store(true, std::sync::atomic::Ordering::SeqCst);
        assert_eq!(lost, 0);
    });
}

#[test]
fn a_crash_in_the_middle_of_keeping_leaves_the_draft_before() {
    let (_root, mut drafts) = drafts();
    drafts.keep(WANG, &draft("渗水")).unwrap();
    let half = drafts.own(WANG).with_extension("tmp");
    fs::write(&half, b"{\"uid\":").unwrap();
    assert_eq!(drafts.load(WANG, NOW).unwrap(), [draft("渗水")]);
    drafts.keep(WANG, &draft("渗水两天")).unwrap();
    assert_eq!(drafts.load(WANG, NOW).unwrap(), [draft("渗水两天")]);
    assert!(!half.exists());
}

#[test]
fn what_cannot_be_read_is_put_aside() {
    let whole = serde_json::to_vec(&draft("渗水")).unwrap();
    for bytes in [&b""[..], b"{", b"\xff\xfe", b"{}", &whole[..whole.len() / 2]] {
        let (_root, mut drafts) = drafts();
        drafts.keep(WANG, &draft("渗水")).unwrap();
        let path = drafts.own(WANG);
        fs::write(&path, bytes).unwrap();
        assert_eq!(drafts.load(WANG, NOW).unwrap(), []);
        assert!(drafts.put_aside());
        assert_eq!(fs::read(path.with_extension("bad")).unwrap(), bytes);
        assert!(!path.exists());
    }
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_a_draft() {
    use crate::runtime::place::mode;
    let (_root, mut drafts) = drafts();
    drafts.keep(WANG, &draft("渗水")).unwrap();
    assert_eq!((mode(&drafts.folder), mode(&drafts.own(WANG))), (Some(0o700), Some(0o600)));
}

/// Neither is ever read to its end.
#[cfg(target_os = "linux")]
#[test]
fn a_pipe_or_a_device_in_the_place_of_a_draft_is_put_aside_at_once() {
    for pipe in [true, false] {
        let (root, mut gone) = drafts();
        gone.keep(WANG, &draft("渗水")).unwrap();
        gone.alive = None;
        let (path, lock) = (gone.own(WANG), lock(&gone.folder, gone.window));
        for place in [&path, &lock] {
            fs::remove_file(place).unwrap();
            if pipe {
                assert!(std::process::Command::new("mkfifo").arg(place).status().unwrap().success());
            } else {
                std::os::unix::fs::symlink("/dev/zero", place).unwrap();
            }
        }
        let mut drafts = Drafts::new(&files(&root), Uuid::from_u128(2));
        assert_eq!(drafts.load(WANG, NOW).unwrap(), []);
        assert!(drafts.put_aside() && !drafts.put_aside(), "told once");
        assert!(path.symlink_metadata().is_err());
        drafts.keep(WANG, &draft("渗水")).unwrap();
        assert_eq!(drafts.load(WANG, NOW).unwrap(), [draft("渗水")]);
        assert!(!drafts.put_aside());
    }
}

/// Whoever keeps other files there loses none of them, and a folder that is a link is another's.
#[cfg(unix)]
#[test]
fn only_what_windows_made_is_removed_and_nothing_behind_a_link() {
    let (root, mut drafts) = drafts();
    drafts.keep(WANG, &draft("渗水")).unwrap();
    drop(drafts);
    let folder = root.path().join("drafts");
    let ours = fs::read_dir(&folder).unwrap().count();
    let others = ["a.json", "b.bad", "c.lock", "d.tmp", "e.txt", "我的记事.txt"];
    others.iter().for_each(|name| fs::write(folder.join(name), "kept").unwrap());
    let load = |days: i64| {
        let later = Moment::from_millis(crate::runtime::clock::now().millis() + days * DAY);
        Drafts::new(&files(&root), Uuid::from_u128(9)).load(WANG, later)
    };
    assert_eq!(load(3).unwrap().len(), 1, "found to be old for the first time");
    assert_eq!(load(5).unwrap(), []);
    assert_eq!((ours, fs::read_dir(&folder).unwrap().count()), (1, others.len()), "its own was removed");

    let elsewhere = root.path().join("elsewhere");
    fs::rename(&folder, &elsewhere).unwrap();
    let own = elsewhere.join(format!("{}.json", "0".repeat(64)));
    fs::write(&own, "[]").unwrap();
    std::os::unix::fs::symlink(&elsewhere, &folder).unwrap();
    assert_eq!(load(5).unwrap_err().kind(), std::io::ErrorKind::NotADirectory);
    let mut drafts = Drafts::new(&files(&root), Uuid::from_u128(9));
    assert!(drafts.keep(WANG, &draft("停水")).is_err());
    assert!(own.exists() && fs::read_dir(&elsewhere).unwrap().count() == others.len() + 1);
}
