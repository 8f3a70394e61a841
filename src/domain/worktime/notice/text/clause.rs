//! A clause of a notice: dates, and what they are.

use chrono::Datelike;

use super::dates::{Carry, Dates};

/// A clause that was understood.
pub(super) struct Clause {
    pub(super) dates: Dates,
    pub(super) says: Says,
}

/// What a clause says of its dates.
pub(super) enum Says {
    /// Nothing that decides a day.
    Nothing,
    /// The next clause says it.
    Waits,
    /// Days off, and how many they are where that stands with it.
    Off(Option<usize>),
    /// Make-up workdays.
    Worked,
    /// Weekends that are moved to these days.
    Moved(Dates),
    /// How many the days off before it are.
    Count(usize),
}

impl Says {
    pub(super) const fn decides(&self) -> bool {
        matches!(self, Self::Off(_) | Self::Worked | Self::Moved(_))
    }
}

/// The clauses of a sentence.
pub(super) fn split(sentence: &str) -> Vec<String> {
    sentence.split([',', ';', ':', '!', '.']).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

impl Clause {
    /// Reads a clause. `waiting` are dates of the clause before that nothing was said of; `None` where it is not
    /// understood.
    pub(super) fn read(text: &str, waiting: &mut Dates, carry: &mut Carry) -> Option<Self> {
        let mut text = text;
        for word in ["其中", "即", "同时", "另", "并", "将", "自", "从"] {
            text = text.strip_prefix(word).unwrap_or(text);
        }
        let (own, rest) = Dates::read(text, carry)?;
        let mut dates = std::mem::take(waiting);
        dates.join(own);
        if rest.is_empty() {
            waiting.join(dates);
            return Some(Self { dates: Dates::default(), says: Says::Waits });
        }
        if let Some(n) = counted(rest.strip_prefix("共计").or(rest.strip_prefix('共')).unwrap_or(rest)) {
            // Dates that only a count follows have nothing said of them.
            return dates.is_empty().then_some(Self { dates, says: Says::Count(n) });
        }
        if dates.is_empty() {
            let plain = ["与周末连休", "不调休", "不再调休", "为法定", "照常公休", "为公休日"];
            let nothing = plain.iter().any(|plain| rest.starts_with(plain)) || text.is_empty();
            return nothing.then_some(Self { dates, says: Says::Nothing });
        }
        if let Some((from, to)) = rest.split_once("调至").or(rest.split_once("调到")) {
            let moved = from.contains("公休");
            let (to, behind) = Dates::read(to, carry)?;
            let whole = moved && !to.is_empty() && matches!(behind, "" | "休息" | "放假" | "公休");
            return whole.then_some(Self { dates, says: Says::Moved(to) });
        }
        said(rest, &dates).map(|says| Self { dates, says })
    }
}

/// What follows a date says of it.
fn said(rest: &str, dates: &Dates) -> Option<Says> {
    let weekend = || dates.all.iter().all(|date| date.weekday().num_days_from_monday() > 4);
    match rest {
        "上班" | "均上班" | "补班" | "调休上班" | "补上班" | "照常补班" => return Some(Says::Worked),
        // A weekday after the days off is worked anyway.
        "正常上班" | "照常上班" => return Some(if weekend() { Says::Worked } else { Says::Nothing }),
        _ => {}
    }
    let usual = ["为", "均为", "是", "照常", "均照常"];
    let restful = ["法定", "公休", "休息日", "周末", "节日"];
    if usual.iter().any(|word| rest.starts_with(word)) && restful.iter().any(|word| rest.contains(word)) {
        return Some(Says::Nothing);
    }
    let mut behind = rest;
    loop {
        let words = ["放假", "调休", "公休", "补休", "休息", "连休", "休假"];
        match words.iter().find_map(|word| behind.strip_prefix(word)) {
            Some(next) => behind = next,
            None if behind == rest => return None,
            None if behind.is_empty() => return Some(Says::Off(None)),
            None => {
                let count = behind.strip_prefix("共计").or(behind.strip_prefix('共')).unwrap_or(behind);
                return counted(count).map(|n| Says::Off(Some(n)));
            }
        }
    }
}

/// `7天`, or `三天`.
fn counted(text: &str) -> Option<usize> {
    let number = text.strip_suffix('天')?;
    let words = ["一", "两", "三", "四", "五", "六", "七", "八", "九", "十"];
    let word = || words.iter().position(|word| *word == number).map(|place| place + 1);
    number.parse().ok().or_else(word)
}
