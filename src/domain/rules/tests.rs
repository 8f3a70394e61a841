//! What is wrong with a rule is told with its line and key; what the files shipped say is right.

use super::*;
use crate::domain::worktime::Length;

const SITE: &str = include_str!("../../../data/site.toml");
const PROCEDURES: &str = include_str!("../../../data/procedures.toml");
const YEAR: &str = include_str!("../../../data/calendars/2026.toml");

/// The line of a part of a text.
fn line_with(text: &str, part: &str) -> Option<usize> {
    text.lines().position(|line| line.contains(part)).map(|index| index + 1)
}

/// What is wrong once `from` has become `to`, whose first line is to blame.
fn fault<T: std::fmt::Debug>(
    read: impl Fn(&str) -> Result<T, RuleError>,
    good: &str,
    from: &str,
    to: &str,
) -> (String, RuleFlaw) {
    assert!(good.contains(from), "{from}");
    assert!(read(good).is_ok(), "{:?}", read(good));
    let bad = good.replacen(from, to, 1);
    let error = read(&bad).unwrap_err();
    let line = to.lines().next().unwrap();
    assert_eq!(error.line, line_with(&bad, line), "{to}: {error:?}");
    (error.key, error.cause)
}

fn site(from: &str, to: &str) -> (String, RuleFlaw) {
    fault(Site::parse, SITE, from, to)
}

fn procedures(from: &str, to: &str) -> (String, RuleFlaw) {
    fault(Procedures::parse, PROCEDURES, from, to)
}

#[test]
fn wrong_settings_are_told_with_their_line_and_key() {
    assert_eq!(site("zone = \"Asia/Shanghai\"", "zone = \"Mars/Base\""), ("site.zone".into(), RuleFlaw::Zone));
    assert_eq!(site("\\d{1,2}-\\d{1,2}-", "(\\d{1,2}"), ("site.room".into(), RuleFlaw::Pattern));
    assert_eq!(site("name = \"{site}\"", "name = \" \""), ("site.name".into(), RuleFlaw::Empty));
    assert_eq!(site("name = \"{site}\"", "name = \"花\\u202E园\""), ("site.name".into(), RuleFlaw::Text));
    assert_eq!(site("intake = \"office\"", "intake = \"cellar\""), ("post \"{post}\" intake".into(), RuleFlaw::Intake));
    let twice = |name: &str| RuleFlaw::Twice(name.to_owned());
    for (from, to, flaw) in [
        ("name = \"中班\"", "name = \"早班\"", twice("早班")),
        ("id = \"works\"", "id = \"office\"", twice("office")),
        ("name = \"管理部\"", "name = \"办公室\"", twice("办公室")),
    ] {
        let error = Site::parse(&SITE.replacen(from, to, 1)).unwrap_err();
        assert_eq!(error.cause, flaw, "{to}: {error:?}");
    }
    let posts = SITE.replacen("[[shift]]", "[[post]]\nname = \"{post}\"\n\n[[shift]]", 1);
    assert_eq!(Site::parse(&posts).unwrap_err().cause, twice("{post}"));
    let (key, cause) = site("number = 1 ", "number = \"one\" ");
    assert_eq!((key.as_str(), cause), ("number", RuleFlaw::Toml(10, Some(Wanted::Number))));
    let (key, cause) = site("ascii =", "asci =");
    assert_eq!((key.as_str(), cause), ("asci", RuleFlaw::UnknownKey("asci".into())));
    let (key, cause) = site("language = \"\" ", "language = \" ");
    assert!(key == "language" && matches!(cause, RuleFlaw::Toml(..)), "{key} {cause:?}");
    for (from, to, wanted) in [
        ("name = \"{site}\"", "name", Wanted::Sign("=".into())),
        ("ascii = false", "ascii = \"no\"", Wanted::Switch),
        ("name = \"{site}\"", "name = 7", Wanted::Text),
        ("[keys]", "[keys", Wanted::Sign("]".into())),
        ("staff = [\"{name}\"]", "staff = 3", Wanted::List),
    ] {
        let error = Site::parse(&SITE.replacen(from, to, 1)).unwrap_err();
        assert!(matches!(&error.cause, RuleFlaw::Toml(2.., Some(said)) if *said == wanted), "{to}: {error:?}");
    }
    let twice = Site::parse(&SITE.replacen("ascii = false", "ascii = false\nascii = true", 1)).unwrap_err();
    assert_eq!(twice.cause, RuleFlaw::Twice("ascii".into()));
}

#[test]
fn the_hours_to_blame_are_found_among_many_departments() {
    let security = "name = \"安全部\"\nhours = \"mon-fri 08:30-12:00,13:30-18:00\"";
    let with = |hours: &str| {
        let good = SITE.replace(security, "name = \"安全部\"\nhours = \"mon 08:00-09:00\"");
        fault(Site::parse, &good, "hours = \"mon 08:00-09:00\"", &format!("hours = \"{hours}\""))
    };
    let key = || "department \"security\" hours".to_owned();
    for (hours, error) in [
        ("mon-fri noon", TimetableError::Time("noon".into())),
        ("mon 08:30-12:00,11:00-18:00", TimetableError::Overlap("08:30-12:00,11:00-18:00".into())),
        ("mon 09:00-09:00", TimetableError::Void("09:00-09:00".into())),
        ("sat 13:30-12:00", TimetableError::Backwards("13:30-12:00".into())),
        ("mon 17:00-08:30", TimetableError::Day("17".into())),
    ] {
        let found = match error {
            // A night is no slip.
            TimetableError::Day(_) => {
                Site::parse(&SITE.replace("mon-fri 08:30-12:00,13:30-18:00", hours)).unwrap();
                continue;
            }
            _ => with(hours),
        };
        assert_eq!(found, (key(), RuleFlaw::Hours(error)), "{hours}");
    }
}

#[test]
fn a_file_cut_short_is_never_taken_for_a_whole_one() {
    let ends = |text: &'static str, to: &str| {
        let to = text.find(to).unwrap();
        text.char_indices().map(|(at, _)| at).filter(move |at| *at <= to).filter_map(move |at| text.get(..at))
    };
    for half in ends(SITE, "name = \"管理部\"") {
        assert!(together(half, None).is_err(), "{half}");
    }
    for half in ends(PROCEDURES, "[[stage]]\nid") {
        assert!(Procedures::parse(half).is_err(), "{half}");
    }
    let end = YEAR.trim_end();
    for half in ends(YEAR, end.lines().last().unwrap()).filter(|half| half.len() < end.len()) {
        assert!(calendar(half).is_err(), "{half}");
    }
}

#[test]
fn wrong_procedures_are_told_with_their_line_and_key() {
    let cases = [
        ("clause = \"004-7 §4.1.2\"\n\n", "clause = \"\"\n\n", "step \"arrived\" clause", RuleFlaw::NoClause),
        ("id = \"arrived\"", "id = \"arived\"", "step \"arived\" id", RuleFlaw::UnknownStep("arived".into())),
        (
            "requires = [\"beyond\"]",
            "requires = [\"beyonder\"]",
            "step \"transferred\" requires",
            RuleFlaw::UnknownStep("beyonder".into()),
        ),
        (
            "after = [\"concluded\"]",
            "after = [\"conclude\"]",
            "step \"followed_up\" after",
            RuleFlaw::UnknownStep("conclude".into()),
        ),
        ("ends = [\"surveyed\", ", "ends = [\"seen\", ", "stage \"T4\" ends", RuleFlaw::UnknownStep("seen".into())),
        (
            "unless = [\"declined\", \"resulted\", \"concluded\"]",
            "unless = [\"refused\"]",
            "step \"beyond\" unless",
            RuleFlaw::UnknownStep("refused".into()),
        ),
        ("limit = \"T15\"", "limit = \"T99\"", "step \"called\" limit", RuleFlaw::UnknownStage),
        ("length = \"15m\"", "length = \"0m\"", "stage \"T9\" length", RuleFlaw::Zero),
        ("hours = \"works\"", "#\npromise = \"promise\"", "stage \"T4\" promise", RuleFlaw::PromiseField),
        ("length = \"12wh\"", "length = \"12h\"", "stage \"T3b\" hours", RuleFlaw::HoursIdle),
    ];
    for (from, to, key, cause) in cases {
        let bad = PROCEDURES.replacen(from, to, 1);
        let error = Procedures::parse(&bad).unwrap_err();
        assert_eq!((error.key.as_str(), &error.cause), (key, &cause), "{to}");
        assert!(error.line.is_some(), "{to}");
    }
    let error = Procedures::parse(&PROCEDURES.replace("hours = \"works\"\n", "")).unwrap_err();
    assert_eq!((error.key.as_str(), error.cause), ("stage \"T4\" hours", RuleFlaw::HoursNeeded));
    let header = PROCEDURES.lines().position(|line| line == "id = \"T4\"").unwrap();
    assert_eq!(error.line, Some(header), "what is left out is looked for where it should stand");
    let (key, cause) = procedures("family = \"walk_in\"", "family = \"walkin\"");
    assert_eq!((key.as_str(), cause), ("family", RuleFlaw::UnknownWord("walkin".into())));
    let (key, cause) = procedures("length = \"4wh\"", "length = \"4 hours\"");
    assert_eq!((key.as_str(), cause), ("length", RuleFlaw::Length));
    let (key, _) = procedures("expiry = \"supervisor\"", "expire = \"supervisor\"");
    assert_eq!(key, "expire");
}

#[test]
fn a_clause_left_out_is_missed_where_it_should_stand() {
    let bad = PROCEDURES.replacen("clause = \"004-7 §4.1.2\"\n", "", 1);
    let error = Procedures::parse(&bad).unwrap_err();
    assert_eq!(error.cause, RuleFlaw::Missing("clause".into()));
    assert_eq!(error.line, line_with(&bad, "[[step]]\n").or(line_with(&bad, "id = \"arrived\"").map(|line| line - 1)));
}

#[test]
fn steps_that_wait_for_each_other_are_refused_unless_no_complaint_has_both() {
    let step = |id: &str, rest: &str| format!("[[step]]\nid = \"{id}\"\nclause = \"一\"\n{rest}\n");
    let ring = |steps: &[String]| match Procedures::parse(&("stage = []\n".to_owned() + &steps.concat())) {
        Ok(_) => None,
        Err(RuleError { cause: RuleFlaw::Cycle(names), .. }) => Some(names.join(" ")),
        Err(other) => panic!("{other:?}"),
    };
    let [a, b, c] = ["relayed", "surveyed", "resulted"];
    let after = |name: &str| format!("after = [\"{name}\"]");
    let requires = |name: &str| format!("requires = [\"{name}\"]");
    assert_eq!(ring(&[step(a, ""), step(b, &after(a)), step(c, &after(b))]), None);
    let found = ring(&[step(a, &after(c)), step(b, &after(a)), step(c, &after(b))]);
    assert_eq!(found.as_deref(), Some("relayed resulted surveyed relayed"));
    assert_eq!(ring(&[step(a, &after(a))]).as_deref(), Some("relayed relayed"));
    assert_eq!(ring(&[step(a, &requires(b)), step(b, &requires(a))]).as_deref(), Some("relayed surveyed relayed"));
    assert_eq!(ring(&[step(a, &after(b)), step(b, &requires(a))]).as_deref(), Some("relayed surveyed relayed"));
    // No complaint is of both categories, so neither ever waits for the other.
    let of = |category: &str| format!("when = {{ category = [\"{category}\"] }}\n");
    assert_eq!(ring(&[step(a, &(of("conduct") + &after(b))), step(b, &(of("engineering") + &after(a)))]), None);
    assert_eq!(
        ring(&[step(a, &(of("conduct") + &after(b))), step(b, &(of("conduct") + &after(a)))]).as_deref(),
        Some("relayed surveyed relayed")
    );
    // A second rule of the same step opens the ring.
    assert_eq!(ring(&[step(a, &after(b)), step(b, &after(a)), step(b, "optional = true")]), None);
}

#[test]
fn settings_and_procedures_must_fit() {
    let (read, procedures) = together(SITE, None).unwrap();
    assert!(read.lengths.is_empty() && procedures.stages.iter().all(|stage| stage.usual.is_none()));
    let without = SITE.replace("id = \"works\"\nname = \"管理部\"", "id = \"depot\"\nname = \"仓库\"");
    let (blame, error) = together(&without, None).unwrap_err();
    let cause = RuleFlaw::NoDepartment("T4".into(), "works".into());
    assert_eq!((blame, error.cause, error.key.as_str()), (RuleFile::Site, cause.clone(), "department"));
    let own = PROCEDURES.replace("hours = \"works\"", "hours = \"depot\"");
    assert!(together(&without, Some(&own)).is_ok());
    let (blame, error) = together(&without, Some(PROCEDURES)).unwrap_err();
    assert_eq!((blame, error.cause), (RuleFile::Procedures, cause));
    assert_eq!((error.line, error.key.as_str()), (line_with(PROCEDURES, "\"works\""), "stage \"T4\" hours"));
}

#[test]
fn settings_of_before_the_developer_had_hours_count_by_the_office_s() {
    let lines: Vec<&str> = SITE.lines().collect();
    let from = lines.iter().position(|line| line.contains("id = \"developer\"")).unwrap();
    let older = [&lines[..from - 1], &lines[from + 3..]].concat().join("\n");
    let hours = |site: &str, own: Option<&str>| {
        let (_, procedures) = together(site, own).unwrap();
        procedures.stages.iter().find(|stage| stage.id == "T8").unwrap().hours.clone()
    };
    assert_eq!((hours(&older, None).as_str(), hours(SITE, None).as_str()), ("office", "developer"));
    assert_eq!(hours(&older, Some(PROCEDURES)), "office");
    let unknown = PROCEDURES.replace("hours_else = \"office\"", "hours_else = \"depot\"");
    let (_, error) = together(&older, Some(&unknown)).unwrap_err();
    assert_eq!(error.cause, RuleFlaw::NoDepartment("T8".into(), "developer".into()));
}

#[test]
fn a_site_gives_stages_their_lengths() {
    let with = |line: &str| together(&SITE.replace("[keys]", &format!("[lengths]\n{line}\n[keys]")), None);
    let (_, procedures) = with("T10 = \"2h\"\nT13 = \"5d\"\nT2 = \"3h\"").unwrap();
    let of = |id: &str| procedures.stages.iter().find(|stage| stage.id == id).unwrap().clone();
    assert_eq!((of("T10").length, of("T10").usual), (Length::Minutes(120), Some(Length::Minutes(60))));
    assert_eq!((of("T13").length, of("T13").hours.as_str()), (Length::Days(5), "office"));
    assert_eq!((of("T2").length, of("T2").hours.as_str()), (Length::Minutes(180), ""), "by the clock, at any hour");
    assert_eq!((of("T9").usual, of("T10").clause.as_str()), (None, "004-7 §4.5.4a"), "the clause stays");
    for (line, cause) in [
        ("T99 = \"2h\"", RuleFlaw::UnknownStage),
        ("T10 = \"2 hours\"", RuleFlaw::Length),
        ("T10 = \"-2h\"", RuleFlaw::Length),
        ("T10 = \"2wh\"", RuleFlaw::HoursNeeded),
        ("T10 = \"2d\"", RuleFlaw::HoursNeeded),
        ("T10 = \"0h\"", RuleFlaw::Zero),
        ("T2 = \"0wh\"", RuleFlaw::Zero),
        ("T10 = \"promise\"", RuleFlaw::Promised),
        ("T18 = \"2h\"", RuleFlaw::Promised),
    ] {
        let (blame, error) = with(line).unwrap_err();
        let bad = SITE.replace("[keys]", &format!("[lengths]\n{line}\n[keys]"));
        let id = line.split(' ').next().unwrap();
        let found = (blame, error.line, error.key, error.cause);
        assert_eq!(found, (RuleFile::Site, line_with(&bad, line), format!("lengths.{id}"), cause));
    }
    assert!(with("T2 = \"0wd\"").is_ok(), "the close of this working day is a length");
}

#[test]
fn a_wrong_year_is_told_with_its_line() {
    let date = |text: &str| text.parse::<NaiveDate>().unwrap();
    assert_eq!(
        fault(calendar, YEAR, "    \"2026-05-09\"", "    \"2026-05-09\", \"2026-05-05\""),
        ("makeup".into(), RuleFlaw::OffAndMakeup(date("2026-05-05")))
    );
    let (key, cause) = fault(calendar, YEAR, "    \"2026-04-04\"", "    \"2027-04-04\"");
    assert_eq!((key.as_str(), cause), ("off", RuleFlaw::OtherYear(date("2027-04-04"), 2026)));
    let half = format!("{YEAR}half = [\n    \"2026-12-31\",\n]\n");
    let (key, cause) = fault(calendar, &half, "    \"2026-12-31\"", "    \"2026-12-31\", \"2026-10-01\"");
    assert_eq!((key.as_str(), cause), ("half", RuleFlaw::HalfAndOther(date("2026-10-01"))));
    let (key, _) = fault(calendar, YEAR, "version = 1", "version = one");
    assert_eq!(key, "version");
}
