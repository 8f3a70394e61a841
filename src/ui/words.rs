//! What only a screen says: what is left of a limit from second to second, how long someone has stayed, what came of
//! the last key.

use crate::app::Notice;
use crate::app::command::Command;
use crate::app::key::Key;
use crate::app::tick::{self, SECONDS, Urgency};
use crate::cells;
use crate::domain::entry::Family;
use crate::domain::escalation::{self, BELL, TWICE, WHOLE};
use crate::domain::record::Record;
use crate::domain::text::{display, shown};
use crate::domain::time::{MINUTE, Moment};
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::Due;
use crate::ui::Scene;

/// Hours above this are told in days.
const HOURS: i64 = 99;
/// The most cells of a room where other words follow.
const BRIEF_ROOM: usize = 16;
/// The cells of what is left of a limit in a list.
const REST: usize = 11;

/// What is left of a time limit, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remaining {
    /// 余01:48, 超14:32, 余9分59秒.
    pub text: String,
    /// 工 where it is working time; else empty.
    pub mark: String,
    pub heat: Urgency,
}

impl Remaining {
    /// The whole of it: 余01:48工.
    pub fn whole(&self) -> String {
        format!("{}{}", self.text, self.mark)
    }
}

impl Scene<'_> {
    /// What is left of a clock.
    pub fn rest(&self, clock: &TimeLimit) -> Remaining {
        let rest = tick::rest(clock, self.now, &self.model.house.working());
        let locale = self.locale;
        let mark = if rest.working { locale.tr("rest-working") } else { String::new() };
        if self.stopped(clock).is_some() {
            return Remaining { text: locale.tr("rest-paused-brief"), mark: String::new(), heat: rest.heat };
        }
        let text = match (rest.heat, clock.due) {
            (_, due @ Due::Pending { .. }) => self.due(due),
            (Urgency::Late, _) => self.over(rest.millis / MINUTE),
            (_, Due::At { at, .. }) if at.since(self.now) <= SECONDS => {
                let seconds = ceil(rest.millis, 1_000);
                let (m, s) = ((seconds / 60).to_string(), format!("{:02}", seconds % 60));
                locale.tr_args("rest-seconds", &[("m", &m), ("s", &s)])
            }
            _ => self.left(rest.millis),
        };
        Remaining { text, mark, heat: rest.heat }
    }

    /// By how many minutes something is late.
    pub(super) fn over(&self, minutes: i64) -> String {
        if minutes > HOURS * 60 {
            return self.locale.tr_args("rest-late-days", &[("n", &(minutes / 1_440).to_string())]);
        }
        self.locale.tr_args("rest-late", &[("time", &hours(minutes, 2))])
    }

    /// How many milliseconds are left of something, in minutes.
    pub(super) fn left(&self, millis: i64) -> String {
        // Whole minutes are counted from the due instant, which is when the screen wakes.
        let minutes = ceil(millis, MINUTE);
        if minutes > HOURS * 60 {
            return self.locale.tr_args("rest-days", &[("n", &(minutes / 1_440).to_string())]);
        }
        self.locale.tr_args("rest-left", &[("time", &hours(minutes, 2))])
    }

    /// A limit and what it has reached, in words, and whose line that is.
    pub(super) fn rung(&self, family: Option<Family>, limit: &str, percent: u32) -> String {
        let reached = self.locale.tr(match percent {
            TWICE.. => "rung-twice",
            WHOLE.. => "rung-whole",
            BELL.. => "rung-bell",
            _ => "rung-half",
        });
        let whose = escalation::line(family, percent).map(|topic| self.locale.tr(topic.key())).unwrap_or_default();
        join(&[self.stage(limit), reached, whose], " ")
    }

    /// What is left of a clock in a column of `n` cells, at the right, times under times.
    pub fn rest_column(&self, clock: &TimeLimit, n: usize) -> (String, Urgency) {
        let rest = self.rest(clock);
        let mark = cells::width(&self.locale.tr("rest-working"));
        if matches!(clock.due, Due::Pending { .. }) || cells::width(&rest.text) + mark > n {
            return (cells::fit_right(&rest.whole(), n), rest.heat);
        }
        let text = cells::fit_right(&rest.text, n.saturating_sub(mark));
        (text + &cells::fit(&rest.mark, mark), rest.heat)
    }

    /// The same as wide as it must be.
    pub fn rest_cell(&self, clock: &TimeLimit) -> (String, Urgency) {
        let rest = self.rest(clock);
        let brief = cells::width(&rest.whole()) <= REST && !matches!(clock.due, Due::Pending { .. });
        if brief { self.rest_column(clock, REST) } else { (rest.whole(), rest.heat) }
    }

    /// How often it was promised when it will be done; empty where never.
    pub fn promised(&self, record: &Record) -> String {
        let times = Some(record.promises()).filter(|times| *times > 0);
        times.map_or_else(String::new, |n| self.locale.tr_args("mark-promised", &[("n", &n.to_string())]))
    }

    /// Whose line a limit is, or that what it has reached was taken note of; empty where there is nothing to say.
    pub fn alert(&self, record: &Record, clock: &TimeLimit) -> String {
        match record.escalation_of(clock, self.now) {
            Some(line) => self.locale.tr(line.key()),
            None if clock.rung(self.now) > 0 && !record.unnoted(clock, self.now) => self.locale.tr("mark-noted"),
            None => String::new(),
        }
    }

    /// The same of a record: the highest of its lines, else what is said of the limit that is due first.
    pub fn alerts(&self, record: &Record) -> String {
        match (record.escalation_level(self.now), record.next_limit()) {
            (Some(line), _) => self.locale.tr(line.key()),
            (None, Some(clock)) => self.alert(record, clock),
            (None, None) => String::new(),
        }
    }

    /// That a complaint was passed on too often, and how often.
    pub fn passed_on(&self, record: &Record) -> Option<String> {
        record.passed_on().map(|times| self.locale.tr_args("passed-on", &[("n", &times.to_string())]))
    }

    /// How long ago an instant is: 0:04.
    pub fn elapsed(&self, since: Moment) -> String {
        let minutes = self.now.since(since).max(0) / MINUTE;
        if minutes > HOURS * 60 {
            return self.locale.tr_args("elapsed-days", &[("n", &(minutes / 1_440).to_string())]);
        }
        hours(minutes, 1)
    }

    /// A record's room in so few cells that its mark is seen though other words follow.
    pub fn brief_room(&self, record: &Record) -> String {
        cells::cut(&self.room(record), BRIEF_ROOM)
    }

    /// The sentence of a message.
    pub fn notice(&self, notice: &Notice) -> String {
        let args = match notice {
            Notice::Refused(cause) => return self.cause(cause),
            Notice::Store(error) => return self.store_error(error),
            Notice::Rules(error) => return error.said(|key, args| self.locale.tr_args(key, args)),
            Notice::Written(family, number)
            | Notice::Left(family, number)
            | Notice::Gone(family, number)
            | Notice::Repeated(family, number) => {
                vec![("record", self.label(*family, *number))]
            }
            Notice::Parted(family, number, left, stay) => {
                vec![("record", self.label(*family, *number)), ("left", left.to_string()), ("stay", stay.to_string())]
            }
            Notice::Amended(family, number, key) => {
                vec![("record", self.label(*family, *number)), ("field", self.field(key))]
            }
            Notice::Withdrawn(family, number, what) | Notice::Done(family, number, what) => {
                vec![("record", self.label(*family, *number)), ("what", self.step(what))]
            }
            Notice::Idle(key) => {
                let help = self.model.keys.keys(Command::Help).first().map(Key::label).unwrap_or_default();
                vec![("key", key.label()), ("help", help)]
            }
            Notice::Relieved(who) if who.is_empty() => return self.locale.tr("notice-nobody"),
            Notice::Relieved(who) => vec![("who", display(who))],
            Notice::Noted(family, number, limit, percent, who) => vec![
                ("record", self.label(*family, *number)),
                ("rung", self.rung(Some(*family), limit, *percent)),
                ("who", display(who)),
            ],
            Notice::Resumed(at) | Notice::Waits(at) | Notice::Kept(at) => vec![("at", self.at(*at))],
            Notice::Begins(digit, key) | Notice::Chose(digit, key) => {
                vec![("digit", digit.to_string()), ("field", self.field(key))]
            }
            Notice::Bounced(c) => vec![("digit", c.to_string())],
            Notice::Marked(n) => vec![("n", n.to_string())],
            Notice::Lent(path) => vec![("path", shown(path))],
            Notice::Filed(file) | Notice::FileThere(file) => vec![("file", file.clone())],
            Notice::Held
            | Notice::Aside
            | Notice::Discarded
            | Notice::Unkept(_)
            | Notice::Migrated
            | Notice::TooSoon
            | Notice::Pasted
            | Notice::Unopened
            | Notice::Unnamed
            | Notice::Unsaved
            | Notice::Unknown
            | Notice::Unnoted
            | Notice::Rebased => Vec::new(),
        };
        self.say(notice.into(), &args)
    }
}

/// Minutes as hours and minutes, the hours with at least so many digits.
pub(super) fn hours(minutes: i64, digits: usize) -> String {
    format!("{:0digits$}:{:02}", minutes / 60, minutes % 60)
}

/// What there is of several texts, with something between.
pub(super) fn join(parts: &[String], between: &str) -> String {
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(between)
}

const fn ceil(millis: i64, unit: i64) -> i64 {
    (millis + unit - 1).div_euclid(unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::refusal::Cause;
    use crate::domain::worktime::Length;
    use crate::locale::{Language, Locale};
    use crate::ui::samples::{at, clock, model, now};
    use crate::ui::theme::Theme;

    /// What is left of a limit of `whole` minutes that is due `left` milliseconds from now.
    fn told(left: i64, whole: i64, hours: &str, language: Language) -> Remaining {
        let (model, locale, theme) = (model(), Locale::new(language), Theme::new(false, true));
        let scene = Scene::new(&model, &locale, now(), &theme);
        let due = Moment::from_millis(now().millis() + left);
        let mut clock = clock("T2", "11-20 14:00", due, Length::Minutes(whole), hours, "");
        clock.start = due.plus_minutes(-whole);
        scene.rest(&clock)
    }

    #[test]
    fn a_rest_is_told_in_minutes_seconds_or_days() {
        const S: i64 = 1_000;
        const H: i64 = 60 * MINUTE;
        for (left, said) in [
            (100 * H, "余4日"),
            (99 * H, "余99:00"),
            (28 * MINUTE, "余00:28"),
            (10 * MINUTE + 1, "余00:11"),
            (10 * MINUTE, "余10分00秒"),
            (10 * MINUTE - S, "余9分59秒"),
            (S, "余0分01秒"),
            (1, "余0分01秒"),
            (0, "超00:00"),
            (-MINUTE, "超00:01"),
            (-14 * H - 32 * MINUTE, "超14:32"),
            (-99 * H, "超99:00"),
            (-100 * H, "超4日"),
        ] {
            assert_eq!(told(left, 600, "", Language::Hans).whole(), said, "{left}");
        }
        assert_eq!(told(10 * MINUTE - S, 600, "", Language::En).whole(), "left 9m59s");
    }

    #[test]
    fn four_fifths_are_amber_and_the_whole_is_late() {
        for (left, heat) in
            [(21, Urgency::Calm), (20, Urgency::Soon), (1, Urgency::Soon), (0, Urgency::Late), (-1, Urgency::Late)]
        {
            assert_eq!(told(left * MINUTE, 100, "", Language::Hans).heat, heat, "{left}");
        }
    }

    #[test]
    fn working_time_says_so() {
        // To Monday 09:00: 3:28 of this Friday and half an hour.
        let due = at("11-23 09:00").since(now());
        let rest = told(due, 10_000, "office", Language::Hans);
        assert_eq!((rest.text.as_str(), rest.mark.as_str()), ("余03:58", "工"));
    }

    #[test]
    fn the_times_of_a_column_stand_under_each_other() {
        let (model, locale, theme) = (model(), Locale::new(Language::Hans), Theme::new(false, true));
        let scene = Scene::new(&model, &locale, now(), &theme);
        let limit = |due, hours| clock("T2", "11-20 09:00", at(due), Length::Minutes(600), hours, "");
        assert_eq!(scene.rest_column(&limit("11-20 14:00", ""), 11).0, "  超00:32  ");
        assert_eq!(scene.rest_column(&limit("11-20 16:00", "office"), 11).0, "  余01:28工");
    }

    #[test]
    fn a_refusal_is_told_with_its_circumstances() {
        let (model, locale, theme) = (model(), Locale::new(Language::Hans), Theme::new(false, true));
        let scene = Scene::new(&model, &locale, now(), &theme);
        let first = Cause::StepFirst(vec!["replied".into(), "reported".into()], "000-1 一.5".into());
        assert_eq!(scene.cause(&first), "请先办：答复住户、报主任（000-1 一.5）。");
        let done = Cause::StepDone("刘洋".into(), at("11-20 09:05"));
        assert_eq!(scene.cause(&done), "刘洋 已于 09:05 办过这一步；如有误请划改。");
        assert_eq!(scene.length(Length::WorkMinutes(120)), "2 工作时");
        assert_eq!(scene.length(Length::Promise), "按承诺");
    }
}
