//! The model in words: rests, times, records, choices, refusals and messages, in the language of the scene. Telephone
//! numbers leave here masked.

use ratatui::style::Style;

use crate::app::Notice;
use crate::app::tick::{self, SECONDS, Urgency};
use crate::desk::{StoreError, phone};
use crate::domain::entry::{Family, Kind};
use crate::domain::form::{Field, Input};
use crate::domain::number::Number;
use crate::domain::record::Record;
use crate::domain::refusal::{Cause, Tell};
use crate::domain::stages;
use crate::domain::text::{plate, when};
use crate::domain::time::{MINUTE, Moment, parse_rfc3339};
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::{Due, Length};
use crate::ui::{Scene, cells};

/// Hours above this are told in days.
const HOURS: i64 = 99;

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
            (_, Due::Pending { year }) => locale.tr_args("pending-calendar", &[("year", &year.to_string())]),
            (Urgency::Late, _) => {
                let minutes = rest.millis / MINUTE;
                if minutes > HOURS * 60 {
                    locale.tr_args("rest-late-days", &[("n", &(minutes / 1_440).to_string())])
                } else {
                    locale.tr_args("rest-late", &[("time", &hours(minutes, 2))])
                }
            }
            (_, Due::At { at, .. }) if at.since(self.now) <= SECONDS => {
                let seconds = ceil(rest.millis, 1_000);
                let (m, s) = ((seconds / 60).to_string(), format!("{:02}", seconds % 60));
                locale.tr_args("rest-seconds", &[("m", &m), ("s", &s)])
            }
            _ => {
                // Whole minutes are counted from the due instant, which is when the screen wakes.
                let minutes = ceil(rest.millis, MINUTE);
                if minutes > HOURS * 60 {
                    locale.tr_args("rest-days", &[("n", &(minutes / 1_440).to_string())])
                } else {
                    locale.tr_args("rest-left", &[("time", &hours(minutes, 2))])
                }
            }
        };
        Remaining { text, mark, heat: rest.heat }
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

    /// Until when a limit that is not late stands still.
    pub fn stopped(&self, clock: &TimeLimit) -> Option<Moment> {
        clock.pause(self.now).filter(|_| clock.at().is_some_and(|due| due > self.now)).map(|(_, until)| until)
    }

    /// The same in words, and why; both empty where it runs.
    pub fn paused(&self, record: &Record, clock: &TimeLimit) -> (String, String) {
        let told = |until| self.locale.tr_args("rest-paused", &[("at", &self.short(until))]);
        let why = || self.choice("pause", record.get("pause"));
        self.stopped(clock).map_or_else(Default::default, |until| (told(until), why()))
    }

    /// How often it was promised when it will be done; empty where never.
    pub fn promised(&self, record: &Record) -> String {
        let times = Some(record.promises).filter(|times| *times > 0);
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

    /// How long someone has been inside, and by how much too long: 28:26 超04:26; `brief` leaves out the former where
    /// there is the latter.
    pub fn stay(&self, record: &Record, brief: bool) -> (String, Style) {
        let stay = self.elapsed(record.at);
        match record.next_limit().map(|clock| self.rest(clock)).filter(|rest| rest.heat == Urgency::Late) {
            Some(over) if brief => (over.whole(), self.theme.late),
            Some(over) => (format!("{stay} {}", over.whole()), self.theme.late),
            None => (stay, self.theme.calm),
        }
    }

    /// A time, as short as can be told apart from now.
    pub fn short(&self, at: Moment) -> String {
        when::short(at, self.now, self.model.house.site.zone)
    }

    /// A record's name: 投诉1120-03.
    pub fn label(&self, family: Family, number: Number) -> String {
        self.locale.tr_args(&format!("record-{}", family.name()), &[("number", &self.model.spoken(number))])
    }

    /// Who a record is about: the name, else the masked number.
    pub fn who(&self, record: &Record) -> String {
        match record.get("name") {
            "" => phone(record.get("phone"), false),
            name => name.to_owned(),
        }
    }

    /// A record's room, marked where it does not match the site's pattern.
    pub fn room(&self, record: &Record) -> String {
        let room = record.get("room");
        if record.odd_room && !room.is_empty() { format!("{room}?") } else { room.to_owned() }
    }

    /// The label of a field.
    pub fn field(&self, key: &str) -> String {
        self.locale.tr(&format!("field-{key}"))
    }

    /// The label of a choice; empty where nothing is chosen, the value itself where it is no choice known today.
    pub fn choice(&self, key: &str, value: &str) -> String {
        self.locale.named(&format!("choice-{key}"), value)
    }

    /// The label of a complaint's step, or of the kind of entry that a step is.
    pub fn step(&self, step: &str) -> String {
        let key = format!("step-{step}");
        if self.locale.has(&key) { self.locale.tr(&key) } else { self.locale.tr(&format!("kind-{step}")) }
    }

    /// What a time limit is for, by its name; and whose part of it.
    pub fn stage(&self, name: &str) -> String {
        let (stage, part) = TimeLimit::named(name);
        let stage = self.locale.named("stage", stage);
        if part.is_empty() { stage } else { format!("{stage} {}", self.locale.named("part", part)) }
    }

    /// A length of time with its unit.
    pub fn length(&self, length: Length) -> String {
        // "Until the close of this working day" is told by the stage itself.
        if length == Length::WorkDays(0) {
            return self.stage(stages::OUTCOME);
        }
        let (key, args) = length.words();
        self.locale.say(key, &args)
    }

    /// The name of a department by its id; the id of one that the site does not have.
    pub fn department(&self, id: &str) -> String {
        self.model.house.site.department(id).map_or(id, |known| &known.name).to_owned()
    }

    /// A stored value of a field as a person reads it; telephone numbers are masked.
    pub fn value(&self, field: &Field, value: &str) -> String {
        match field.input {
            Input::Choice(_) => self.choice(field.key, value),
            _ if field.key == "clock" => self.stage(value),
            Input::Plate => plate::show(value),
            Input::Phone => phone(value, false),
            Input::Department => self.department(value),
            Input::When(_) => parse_rfc3339(value).map_or_else(|| value.to_owned(), |at| self.short(at)),
            _ => value.to_owned(),
        }
    }

    /// The sentence of a refusal.
    pub fn cause(&self, cause: &Cause) -> String {
        self.locale.say(cause.key(), &cause.args(self))
    }

    /// The sentence of a failure of the logbook.
    fn store_error(&self, error: &StoreError) -> String {
        let (key, args) = error.words();
        self.locale.say(key, &args)
    }

    /// The sentence of a message.
    pub fn notice(&self, notice: &Notice) -> String {
        match notice {
            Notice::Written(family, number) => {
                self.locale.say("notice-written", &[("record", self.label(*family, *number))])
            }
            Notice::Left(family, number) => self.locale.say("notice-left", &[("record", self.label(*family, *number))]),
            Notice::Repeated(family, number) => {
                self.locale.say("notice-repeated", &[("record", self.label(*family, *number))])
            }
            Notice::Refused(cause) => self.cause(cause),
            Notice::Store(error) => self.store_error(error),
            Notice::Resumed(at) => self.locale.say("notice-resumed", &[("at", self.short(*at))]),
            Notice::Kept => self.locale.tr("notice-kept"),
            Notice::Rules(error) => error.said(|key, args| self.locale.tr_args(key, args)),
            Notice::Marked(n) => self.locale.say("notice-marked", &[("n", n.to_string())]),
            Notice::Migrated => self.locale.tr("store-brought-up"),
            Notice::Rebased => self.locale.tr("notice-rebased"),
            Notice::Filed(file) => self.locale.say("notice-filed", &[("file", file.clone())]),
            Notice::FileThere(file) => self.locale.say("notice-file-there", &[("file", file.clone())]),
        }
    }

    /// What stands between the parts of an enumeration. A sentence cannot begin or end with a blank, so the key holds
    /// the mark between two letters.
    fn joint(&self) -> String {
        let between = self.locale.tr("join");
        between.trim_start_matches('a').trim_end_matches('b').to_owned()
    }
}

/// Minutes as hours and minutes, the hours with at least so many digits.
pub(super) fn hours(minutes: i64, digits: usize) -> String {
    format!("{:0digits$}:{:02}", minutes / 60, minutes % 60)
}

const fn ceil(millis: i64, unit: i64) -> i64 {
    (millis + unit - 1).div_euclid(unit)
}

impl Tell for Scene<'_> {
    fn at(&self, at: Moment) -> String {
        self.short(at)
    }

    fn vehicle(&self, number: Number) -> String {
        self.label(Family::Vehicle, number)
    }

    fn steps(&self, steps: &[String]) -> String {
        let labels: Vec<String> = steps.iter().map(|step| self.step(step)).collect();
        labels.join(&self.joint())
    }

    fn kind(&self, kind: Kind) -> String {
        self.locale.tr(&format!("kind-{}", kind.name()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::{Language, Locale};
    use crate::ui::samples::{at, clock, model, now};
    use crate::ui::theme::Theme;

    /// What is left of a limit of `whole` minutes that is due `left` milliseconds from now.
    fn told(left: i64, whole: i64, hours: &str, language: Language) -> Remaining {
        let (model, locale, theme) = (model(), Locale::new(language), Theme::new(false, true));
        let scene = Scene { model: &model, locale: &locale, now: now(), theme: &theme };
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
        let scene = Scene { model: &model, locale: &locale, now: now(), theme: &theme };
        let limit = |due, hours| clock("T2", "11-20 09:00", at(due), Length::Minutes(600), hours, "");
        assert_eq!(scene.rest_column(&limit("11-20 14:00", ""), 11).0, "  超00:32  ");
        assert_eq!(scene.rest_column(&limit("11-20 16:00", "office"), 11).0, "  余01:28工");
    }

    #[test]
    fn a_refusal_is_told_with_its_circumstances() {
        let (model, locale, theme) = (model(), Locale::new(Language::Hans), Theme::new(false, true));
        let scene = Scene { model: &model, locale: &locale, now: now(), theme: &theme };
        let first = Cause::StepFirst(vec!["replied".into(), "reported".into()], "000-1 一.5".into());
        assert_eq!(scene.cause(&first), "请先办：答复住户、报主任（000-1 一.5）。");
        let done = Cause::StepDone("刘洋".into(), at("11-20 09:05"));
        assert_eq!(scene.cause(&done), "刘洋 已于 09:05 办过这一步；如有误请划改。");
        assert_eq!(scene.length(Length::WorkMinutes(120)), "2 工作时");
        assert_eq!(scene.length(Length::Promise), "按承诺");
    }
}
