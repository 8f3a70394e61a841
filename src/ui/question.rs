//! The question whether to go on in spite of what is doubtful of a year of the calendar, each thing by itself.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::app::{Question, Then};
use crate::cells;
use crate::ui::overlay::boxed;
use crate::ui::sheet::Sheet;
use crate::ui::{Scene, frame as boxes};

/// The columns of the box, where there is room.
const WIDTH: u16 = 74;

/// Draws the box over the body of the window.
pub(super) fn draw(scene: &Scene<'_>, question: &Question, area: Rect, frame: &mut Frame<'_>) {
    let locale = scene.locale;
    let width = WIDTH.min(area.width);
    let room = usize::from(width.saturating_sub(4)).max(1);
    let mut sheet = Sheet::default();
    for (at, doubt) in question.doubts.iter().enumerate() {
        let from = sheet.len();
        let (key, args) = doubt.words();
        for line in cells::wrap(&locale.say(key, &args), room) {
            sheet.row(vec![Span::raw(" "), Span::styled(line, scene.theme.calm)]);
        }
        if at == question.selected {
            sheet.hand(from);
        }
    }
    let key = match question.then {
        Then::Import => "question-import",
        Then::KeepMarks => "question-keep",
        Then::SaveYear => "question-save",
    };
    let title = locale.tr_args(key, &[("year", &question.year.to_string())]);
    let state = locale.tr_args("question-doubts", &[("n", &question.doubts.len().to_string())]);
    let rows = u16::try_from(sheet.len()).unwrap_or(u16::MAX).saturating_add(2);
    let inner = boxed(scene, boxes::centred(area, width, rows), &title, &state, "", frame);
    sheet.draw(inner, frame);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Overlay;
    use crate::domain::worktime::{Doubt, DoubtKind};
    use crate::locale::Language;
    use crate::ui::staged::{SIZES, drawn, model, over};

    fn doubts() -> Vec<Doubt> {
        let date = chrono::NaiveDate::from_ymd_opt(2027, 5, 8).unwrap();
        let kinds = [
            DoubtKind::Unread("5月8日(周六)再议".into()),
            DoubtKind::Weekday(date),
            DoubtKind::Days { said: 5, found: 6 },
            DoubtKind::NotOff(date),
            DoubtKind::NoSpring(2027),
            DoubtKind::WorkedAnyway(date),
            DoubtKind::FreeAnyway(date),
            DoubtKind::FarDecember(date),
            DoubtKind::OffDays(4),
        ];
        kinds.into_iter().map(|what| Doubt { line: 7, what }).collect()
    }

    fn asked(doubts: Vec<Doubt>, selected: usize, then: Then) -> Overlay {
        Overlay::Question(Box::new(Question { year: 2027, doubts, selected, then }))
    }

    #[test]
    fn whatever_is_doubtful_is_named_in_every_language() {
        for (language, title) in
            [(Language::Hans, "仍然保存"), (Language::Hant, "仍然儲存"), (Language::En, "save it?")]
        {
            let mut model = over(model(), asked(doubts(), 0, Then::SaveYear));
            model.language = language;
            let drawn = drawn(&model, (80, 24));
            assert!(drawn.find(title).is_some() && !drawn.text().contains('⟦'), "{}", drawn.text());
            assert!(drawn.text().matches("2027").count() > 5, "{}", drawn.text());
        }
    }

    #[test]
    fn a_long_list_is_seen_to_its_end() {
        let many: Vec<Doubt> = (1..=60).map(|line| Doubt { line, what: DoubtKind::Unread("再议".into()) }).collect();
        for size in SIZES {
            for (selected, said) in [(0, "第 1 行"), (59, "第 60 行")] {
                let drawn = drawn(&over(model(), asked(many.clone(), selected, Then::Import)), size);
                assert!(drawn.find(said).is_some() && drawn.find("疑问 60 处").is_some(), "{}", drawn.text());
            }
        }
    }
}
