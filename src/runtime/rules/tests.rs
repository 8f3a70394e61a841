//! Rules from files, good, bad and cut short: what is worked by, what is told, and what is kept.

use super::*;
use crate::domain::worktime::{DayKind, Length};
use crate::runtime::settings::first;

const PROCEDURES: &str = include_str!("../../../data/procedures.toml");

/// A folder with settings.
struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        let bench = Self { folder: tempfile::tempdir().unwrap() };
        bench.write("site.toml", &first("锦绣花园", "前台", "王敏", None));
        bench
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Cuts a file short, as an editor may leave it.
    fn cut(&self, name: &str, bytes: usize) {
        let whole = fs::read(self.path(name)).unwrap();
        fs::write(self.path(name), &whole[..bytes]).unwrap();
    }

    fn load(&self) -> Result<Rules, FileError> {
        load(&self.path("site.toml"))
    }

    /// A start that comes off.
    fn start(&self) -> House {
        let rules = self.load().unwrap();
        rules.keep();
        rules.house
    }

    fn names(&self) -> Vec<String> {
        let names = fs::read_dir(self.folder.path()).unwrap().map(|file| file.unwrap().file_name());
        let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn length(house: &House, id: &str) -> Length {
    house.procedures.stages.iter().find(|stage| stage.id == id).unwrap().length
}

#[test]
fn settings_cut_short_give_way_to_those_that_were_good() {
    let bench = Bench::new();
    assert_eq!(bench.start().faults, []);
    let whole = bench.text("site.toml").len();
    // In the middle of a Chinese character, in the middle of a section, and nothing at all.
    for bytes in [3, whole / 2, whole * 3 / 4, 0] {
        bench.cut("site.toml", bytes);
        let house = bench.start();
        assert_eq!((house.site.name.as_str(), house.site.departments.len()), ("锦绣花园", 6), "{bytes}");
        assert_eq!(house.faults.len(), 1, "{bytes}");
        assert_eq!(house.faults[0].path, bench.path("site.toml"));
        assert_eq!(fs::read(bench.path("site.toml")).unwrap().len(), bytes, "the file itself is never touched");
        bench.write("site.toml", &first("锦绣花园", "前台", "王敏", None));
        assert_eq!(bench.start().faults, []);
    }
}

#[test]
fn without_a_good_copy_nothing_starts() {
    let bench = Bench::new();
    bench.cut("site.toml", 3);
    let error = bench.load().unwrap_err();
    assert_eq!(error, FileError { path: bench.path("site.toml"), flaw: FileFlaw::NotText });
    bench.write("site.toml", &first("锦绣花园", "前台", "王敏", None).replace("Asia/Shanghai", "Mars/Base"));
    let error = bench.load().unwrap_err();
    assert!(matches!(&error.flaw, FileFlaw::Rule(wrong) if wrong.key == "site.zone"), "{error:?}");
    fs::remove_file(bench.path("site.toml")).unwrap();
    assert_eq!(bench.load().unwrap_err().flaw, FileFlaw::Missing);
}

#[test]
fn a_start_that_did_not_come_off_keeps_nothing() {
    let bench = Bench::new();
    bench.load().unwrap();
    assert_eq!(bench.names(), ["site.toml"]);
    bench.start();
    assert_eq!(bench.names(), ["site.toml", "site.toml.last"]);
    #[cfg(unix)]
    assert_eq!(crate::runtime::place::mode(&bench.path("site.toml.last")), Some(0o600));
    bench.cut("site.toml", 99);
    bench.start();
    assert_eq!(bench.text("site.toml.last"), first("锦绣花园", "前台", "王敏", None), "a bad file is never kept");
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_to_stops_nobody() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new();
    let mode = |bits| fs::set_permissions(bench.folder.path(), fs::Permissions::from_mode(bits)).unwrap();
    mode(0o500);
    assert_eq!(bench.start().site.name, "锦绣花园");
    mode(0o700);
    // A copy that cannot be written: its name is a folder's.
    drop(fs::remove_file(bench.path("site.toml.last")));
    fs::create_dir_all(bench.path("site.toml.last/in the way")).unwrap();
    assert_eq!(bench.start().faults, []);
    assert_eq!(bench.names(), ["site.toml", "site.toml.last"], "nothing half written stays");
}

#[test]
fn a_sites_own_procedures_stand_in_the_place_of_the_programs() {
    let bench = Bench::new();
    assert_eq!(length(&bench.start(), "T9"), Length::Minutes(15));
    bench.write("procedures.toml", &PROCEDURES.replace("length = \"15m\"", "length = \"20m\""));
    assert_eq!(length(&bench.start(), "T9"), Length::Minutes(20));
    bench.cut("procedures.toml", PROCEDURES.len() - 60);
    let house = bench.start();
    assert_eq!((length(&house, "T9"), house.faults.len()), (Length::Minutes(20), 1), "their own, not the program's");
    assert_eq!(house.faults[0].path, bench.path("procedures.toml"));
    // Taken away on purpose, copy and all, the program's stand.
    fs::remove_file(bench.path("procedures.toml")).unwrap();
    fs::remove_file(bench.path("procedures.toml.last")).unwrap();
    let house = bench.start();
    assert_eq!((length(&house, "T9"), house.faults), (Length::Minutes(15), Vec::new()));
    bench.write("procedures.toml", "[[step]]\n");
    assert_eq!(bench.load().unwrap_err().path, bench.path("procedures.toml"));
}

/// One rule for all of them: whoever loses a file is told, and works by its copy.
#[test]
fn a_file_that_is_gone_gives_way_to_its_good_copy_which_stays() {
    let bench = Bench::new();
    let year = "year = 2027\nversion = 1\nsource = \"\"\noff = [\"2027-01-04\"]\nmakeup = []\n";
    bench.write("procedures.toml", &PROCEDURES.replace("length = \"15m\"", "length = \"20m\""));
    bench.write("calendars/2027.toml", year);
    bench.start();
    let files = ["site.toml", "procedures.toml", "calendars/2027.toml"];
    for name in files {
        let copy =
            name.strip_prefix("calendars/").map_or(format!("{name}.last"), |year| format!("calendars.last/{year}"));
        let whole = bench.text(name);
        let told = |flaw| vec![FileError { path: bench.path(name), flaw }];
        let works = |flaw: FileFlaw| {
            for _ in 0..2 {
                let house = bench.start();
                let off = house.calendar.kind("2027-01-04".parse().unwrap());
                let by = (house.site.name.as_str(), length(&house, "T9"), off);
                assert_eq!(by, ("锦绣花园", Length::Minutes(20), Some(DayKind::Off)), "{name}");
                assert_eq!(house.faults, told(flaw.clone()));
                assert_eq!(bench.text(&copy), whole, "the copy stays");
            }
        };
        fs::remove_file(bench.path(name)).unwrap();
        works(FileFlaw::Gone(bench.path(&copy)));
        assert!(are_kept(&bench.path("site.toml")));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(bench.path("away"), bench.path(name)).unwrap();
            works(FileFlaw::Dangling);
            // Without a copy nothing starts, and nothing else is worked by.
            fs::remove_file(bench.path(&copy)).unwrap();
            assert_eq!(vec![bench.load().unwrap_err()], told(FileFlaw::Dangling));
            fs::remove_file(bench.path(name)).unwrap();
        }
        bench.write(name, &whole);
        assert_eq!(bench.start().faults, []);
    }
}

#[test]
fn calendars_that_are_gone_as_a_whole_are_told_and_worked_by_until_their_copies_are_gone_too() {
    let bench = Bench::new();
    let year = |n: i32| format!("year = {n}\nversion = 1\nsource = \"\"\noff = [\"{n}-01-04\"]\nmakeup = []\n");
    let kind = |house: &House, date: &str| house.calendar.kind(date.parse().unwrap());
    [2027, 2028].iter().for_each(|n| bench.write(&format!("calendars/{n}.toml"), &year(*n)));
    bench.start();
    fs::remove_dir_all(bench.path("calendars")).unwrap();
    let gone = |name: &str| FileError {
        path: bench.path(&format!("calendars/{name}")),
        flaw: FileFlaw::Gone(bench.path(&format!("calendars.last/{name}"))),
    };
    for is_hidden in [false, false, true] {
        // So it is where something else has the folder's name.
        if is_hidden {
            bench.write("calendars", "");
        }
        let house = bench.start();
        assert_eq!(house.faults, [gone("2027.toml"), gone("2028.toml")]);
        assert_eq!(kind(&house, "2028-01-04"), Some(DayKind::Off));
    }
    fs::remove_file(bench.path("calendars")).unwrap();
    // A file of another name goes before the copy of the one that it was.
    bench.write("calendars/2027-2.toml", &year(2027).replace("01-04", "01-05"));
    let house = bench.start();
    let days = ["2027-01-04", "2027-01-05"].map(|date| kind(&house, date));
    assert_eq!((days, house.faults.len()), ([Some(DayKind::Plain), Some(DayKind::Off)], 2));
    fs::remove_dir_all(bench.path("calendars")).unwrap();
    fs::remove_dir_all(bench.path("calendars.last")).unwrap();
    assert_eq!(bench.start().faults, []);
}

#[test]
fn two_calendars_of_one_year_are_both_told_and_neither_counts() {
    let bench = Bench::new();
    let year = |off: &str| format!("year = 2027\nversion = 1\nsource = \"\"\noff = [\"{off}\"]\nmakeup = []\n");
    let (first, second) = (bench.path("calendars/2027.toml"), bench.path("calendars/b.toml"));
    bench.write("calendars/2027.toml", &year("2027-01-04"));
    bench.write("calendars/b.toml", &year("2027-01-05"));
    let same = |path: &Path, other: &Path| FileError {
        path: path.to_owned(),
        flaw: FileFlaw::SameYear(other.to_owned(), 2027),
    };
    assert_eq!(bench.load().unwrap_err(), same(&first, &second), "nothing starts by either");
    fs::remove_file(&second).unwrap();
    bench.start();
    bench.write("calendars/2027.toml", &year("2027-01-06"));
    bench.write("calendars/b.toml", &year("2027-01-05"));
    for _ in 0..2 {
        let house = bench.start();
        assert_eq!(house.faults, [same(&first, &second), same(&second, &first)]);
        let days = [4, 5, 6].map(|day| house.calendar.kind(format!("2027-01-0{day}").parse().unwrap()).unwrap());
        assert_eq!(days, [DayKind::Off, DayKind::Plain, DayKind::Plain], "what was good last");
    }
}

#[test]
fn settings_that_are_gone_are_told_as_such_only_where_there_is_a_logbook() {
    let bench = Bench::new();
    fs::remove_file(bench.path("site.toml")).unwrap();
    let load = || load_for(&bench.path("logbook.db"), &bench.path("site.toml")).unwrap_err().flaw;
    assert_eq!(load(), FileFlaw::Missing);
    bench.write("logbook.db", "");
    assert_eq!(load(), FileFlaw::Lost);
}

#[cfg(unix)]
#[test]
fn names_that_begin_with_a_dot_are_no_calendars() {
    let bench = Bench::new();
    bench.write("calendars/._2027.toml", "\0\u{5}\u{16}\u{7}");
    std::os::unix::fs::symlink("desk@host.1", bench.path("calendars/.#2027.toml")).unwrap();
    assert_eq!(bench.start().faults, []);
    std::os::unix::fs::symlink("nowhere", bench.path("calendars/2027.toml")).unwrap();
    assert_eq!(
        bench.load().unwrap_err(),
        FileError { path: bench.path("calendars/2027.toml"), flaw: FileFlaw::Dangling }
    );
}

#[test]
fn other_settings_have_procedures_of_their_own_name() {
    let bench = Bench::new();
    fs::rename(bench.path("site.toml"), bench.path("day.toml")).unwrap();
    bench.write("day.procedures.toml", &PROCEDURES.replace("length = \"15m\"", "length = \"20m\""));
    bench.write("procedures.toml", "of somebody else");
    assert_eq!(length(&load(&bench.path("day.toml")).unwrap().house, "T9"), Length::Minutes(20));
}

#[test]
fn two_bad_files_are_both_told_and_files_that_do_not_fit_too() {
    let bench = Bench::new();
    bench.write("procedures.toml", PROCEDURES);
    bench.start();
    bench.cut("site.toml", 99);
    bench.cut("procedures.toml", 99);
    let house = bench.start();
    let told: Vec<&Path> = house.faults.iter().map(|fault| fault.path.as_path()).collect();
    assert_eq!(told, [bench.path("site.toml"), bench.path("procedures.toml")]);
    let good = first("锦绣花园", "前台", "王敏", None);
    bench.write("procedures.toml", PROCEDURES);
    bench.write("site.toml", &good.replace("\"works\"", "\"depot\""));
    let house = bench.start();
    assert_eq!((house.faults.len(), house.site.departments[1].id.as_str()), (1, "works"), "the settings of before");
    fs::remove_file(bench.path("site.toml.last")).unwrap();
    fs::remove_file(bench.path("procedures.toml.last")).unwrap();
    assert!(bench.load().is_err(), "a stage without its department is never reckoned by other hours");
}

#[test]
fn a_sites_years_are_laid_over_the_programs() {
    let bench = Bench::new();
    let year = |off: &str| format!("year = 2027\nversion = 1\nsource = \"\"\noff = [\"{off}\"]\nmakeup = []\n");
    bench.write("calendars/2027.toml", &year("2027-01-04"));
    bench.write("calendars/notes.txt", "not a year");
    let lower = "year = 2026\nversion = 0\nsource = \"\"\noff = [\"2026-10-01\", \"2026-10-09\"]\nmakeup = []\n";
    bench.write("calendars/2026.toml", lower);
    let kind = |house: &House, date: &str| house.calendar.kind(date.parse().unwrap());
    let house = bench.start();
    assert_eq!(kind(&house, "2027-01-04"), Some(DayKind::Off));
    assert_eq!(kind(&house, "2026-10-09"), Some(DayKind::Off), "the site's own, whatever its version");
    bench.cut("calendars/2027.toml", 40);
    let house = bench.start();
    assert_eq!((kind(&house, "2027-01-04"), house.faults.len()), (Some(DayKind::Off), 1));
    fs::remove_file(bench.path("calendars.last/2027.toml")).unwrap();
    assert_eq!(bench.load().unwrap_err().path, bench.path("calendars/2027.toml"));
    bench.write("calendars/2027.toml", &year("2027-01-04").replace("makeup = []", "makeup = [\"2027-01-04\"]"));
    let error = bench.load().unwrap_err();
    assert!(matches!(&error.flaw, FileFlaw::Rule(wrong) if wrong.line == Some(5)), "{error:?}");
}
