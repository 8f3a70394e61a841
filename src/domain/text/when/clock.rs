//! A time of day as it is typed or said.

use chrono::TimeDelta;

use super::number;

/// The parts of the day by how they are said, the longer before what it begins with.
const PARTS: [(&str, Part); 17] = [
    ("凌晨", Part::Small),
    ("清晨", Part::Morning),
    ("早上", Part::Morning),
    ("早晨", Part::Morning),
    ("早", Part::Morning),
    ("上午", Part::Morning),
    ("中午", Part::Noon),
    ("午后", Part::Afternoon),
    ("下午", Part::Afternoon),
    ("傍晚", Part::Afternoon),
    ("晚上", Part::Evening),
    ("晚间", Part::Evening),
    ("晚間", Part::Evening),
    ("晚", Part::Evening),
    ("夜里", Part::Evening),
    ("am", Part::Am),
    ("pm", Part::Pm),
];

#[derive(Debug, Clone, Copy)]
enum Part {
    Small,
    Morning,
    Noon,
    Afternoon,
    Evening,
    Am,
    Pm,
}

impl Part {
    /// The hour of the day that an hour means in this part of it; `None` where it has no such hour.
    const fn hour(self, said: u32) -> Option<u32> {
        match (self, said) {
            (Self::Small | Self::Am, 12) => Some(0),
            (Self::Small, 0..=6) => Some(said),
            (Self::Morning, 4..=12) | (Self::Am, 1..=11) => Some(said),
            (Self::Noon, 11..=13) => Some(said),
            (Self::Noon, 1 | 2) | (Self::Pm, 1..=11) => Some(said + 12),
            (Self::Afternoon | Self::Pm, 12) => Some(said),
            (Self::Afternoon, 1..=7) => Some(said + 12),
            (Self::Afternoon, 13..=19) | (Self::Evening, 17..=24) => Some(said),
            (Self::Evening, 5..=12) => Some(said + 12),
            _ => None,
        }
    }
}

/// The time since midnight of 1430, 930, 14:30, 14:30:00, 14点30分, 14点半, 下午2点一刻 or 2:30 pm, up to 24:00; `hour`
/// allows the hour alone.
pub(super) fn parse(text: &str, hour: bool) -> Option<TimeDelta> {
    let text = text.trim();
    let before = PARTS.iter().find_map(|(word, part)| Some((text.strip_prefix(word)?, *part)));
    let part = before.or_else(|| PARTS.iter().find_map(|(word, part)| Some((text.strip_suffix(word)?, *part))));
    let (text, part) = part.map_or((text, None), |(rest, part)| (rest.trim(), Some(part)));
    let is_said = text.contains(['点', '时']);
    let text = text.trim_end_matches('分').replace("点钟", "点").replace("点整", "点").replace(['点', '时'], ":");
    let text = text.replace(":半", ":30").replace(":1刻", ":15").replace(":3刻", ":45");
    let parts: Vec<&str> = text.split(':').collect();
    let alone = hour || is_said || part.is_some();
    let (h, m, s) = match parts.as_slice() {
        [digits] => match number(digits, 1, 4)? {
            whole if digits.len() <= 2 => (alone.then_some(whole)?, 0, 0),
            whole => (whole / 100, whole % 100, 0),
        },
        [h, ""] if is_said => (number(h, 1, 2)?, 0, 0),
        [h, m] => (number(h, 1, 2)?, number(m, if is_said { 1 } else { 2 }, 2)?, 0),
        [h, m, s] => (number(h, 1, 2)?, number(m, 2, 2)?, number(s, 2, 2)?),
        _ => return None,
    };
    let h = part.map_or(Some(h), |part| part.hour(h))?;
    let seconds = h * 3600 + m * 60 + s;
    (m < 60 && s < 60 && seconds <= 86_400).then(|| TimeDelta::seconds(i64::from(seconds)))
}
