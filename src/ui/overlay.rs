//! What lies over the panel, and where: a form at the bottom, so that the list it belongs to stays in sight, a card
//! beside the list where there is room, questions as small boxes.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::Span;

use crate::app::form::{FormState, Purpose};
use crate::app::{Model, Overlay};
use crate::cells;
use crate::ui::sheet::Sheet;
use crate::ui::{Scene, ask, card, form, frame as boxes, goto, paper, pick, put, question, why, year};

/// From so many columns on, a card leaves the list beside it in sight.
const BESIDE: u16 = 100;
/// The columns of the list beside a card, and the rows of the list above a form.
const LIST: (u16, u16) = (40, 5);
/// The columns of the first start's form.
const BEGIN: u16 = 66;

/// Draws one overlay over the body of the window.
pub fn draw(scene: &Scene<'_>, overlay: &Overlay, area: Rect, frame: &mut Frame<'_>) {
    match overlay {
        Overlay::Form(form) => form::draw(scene, form, form_area(scene, form, area), frame),
        Overlay::Card(card) => card::draw(scene, card, card_area(area), frame),
        Overlay::Pick(pick) => pick::draw(scene, pick, area, frame),
        Overlay::Paper(pages) => paper::draw(scene, pages, area, frame),
        Overlay::Goto => goto::draw(scene, area, frame),
        Overlay::Why(state) => why::draw(scene, state, area, frame),
        Overlay::Ask(question) => ask::draw(scene, *question, area, frame),
        Overlay::Question(question) => question::draw(scene, question, area, frame),
        Overlay::Year => year::draw(scene, area, frame),
        // The panel shows its filter itself; the help has its own picture.
        Overlay::Filter | Overlay::Help(_) => {}
    }
}

/// Where a card lies in the body of the window.
fn card_area(area: Rect) -> Rect {
    if area.width < BESIDE {
        return area;
    }
    let list = LIST.0.max(area.width / 3);
    Rect { x: area.x + list, width: area.width - list, ..area }
}

/// Where a list lies in the body of the window: all of it, or beside the card.
pub(super) fn list_area(model: &Model, area: Rect) -> Rect {
    let card = model.overlays.iter().any(|overlay| matches!(overlay, Overlay::Card(_)));
    let beside = if card { area.width - card_area(area).width } else { 0 };
    if beside == 0 { area } else { Rect { width: beside, ..area } }
}

/// Where a form lies in the body of the window.
fn form_area(scene: &Scene<'_>, form: &FormState, area: Rect) -> Rect {
    if form.purpose == Purpose::Begin {
        let width = BEGIN.min(area.width);
        return boxes::centred(area, width, form::rows(scene, form, width).saturating_add(2));
    }
    let list = LIST.1.min(area.height / 3);
    let rows = form::rows(scene, form, area.width).saturating_add(2).min(area.height - list);
    Rect { y: area.bottom() - rows, height: rows, ..area }
}

/// A box over others with words on its border: the title, its state at the right, and at the bottom what is not seen.
/// Returns the area within.
pub(super) fn boxed(
    scene: &Scene<'_>,
    area: Rect,
    title: &str,
    state: &str,
    foot: &str,
    frame: &mut Frame<'_>,
) -> Rect {
    let room = usize::from(area.width.saturating_sub(6));
    let title = cells::cut(title, room);
    let inner = boxes::popup(scene, area, &title, frame);
    let mut right = |text: &str, y: u16, room: usize, style| {
        let text = cells::cut(text, room);
        let cells = u16::try_from(cells::width(&text)).unwrap_or(u16::MAX);
        if cells > 0 && area.height > 0 {
            let x = area.width.saturating_sub(cells.saturating_add(4));
            put(frame, Rect { y, height: 1, ..area }, x, &format!(" {text} "), Style::reset().patch(style));
        }
    };
    right(state, area.y, room.saturating_sub(cells::width(&title) + 4), scene.theme.title);
    right(foot, area.bottom().saturating_sub(1), room, scene.theme.dim);
    inner
}

/// A small box in the middle, as wide and as high as what it holds.
pub(super) fn small(scene: &Scene<'_>, title: &str, sheet: &Sheet, width: usize, area: Rect, frame: &mut Frame<'_>) {
    let cells = |n: usize| u16::try_from(n).unwrap_or(u16::MAX).saturating_add(2);
    let area = boxes::centred(area, cells(width), cells(sheet.len()));
    let inner = boxed(scene, area, title, "", "", frame);
    sheet.draw(inner, frame);
}

/// How many rows a place of `rows` rows does not show, in words.
pub(super) fn more(scene: &Scene<'_>, sheet: &Sheet, rows: usize) -> Option<String> {
    let (above, below) = sheet.hidden(rows);
    (above + below > 0).then(|| scene.locale.tr_args("overlay-more", &[("n", &(above + below).to_string())]))
}

/// A struck value: crossed out, and between `~~` where the theme cannot cross out.
pub(super) fn struck(scene: &Scene<'_>, text: &str) -> Span<'static> {
    let crossed = scene.theme.struck.add_modifier.contains(Modifier::CROSSED_OUT);
    let text = if crossed { text.to_owned() } else { format!("~~{text}~~") };
    Span::styled(text, scene.theme.struck)
}

#[cfg(test)]
mod tests {
    use crate::app::Ask;
    use uuid::Uuid;

    use super::*;
    use crate::app::{Pick, PickWhat};
    use crate::domain::entry::Kind;
    use crate::ui::staged::{SIZES, at, draw_on, drawn, model, number, over};

    fn steps() -> Overlay {
        let steps = ["relayed", "surveyed", "answered"].map(str::to_owned).to_vec();
        Overlay::Pick(Pick { what: PickWhat::Step { subject: Uuid::nil(), steps }, selected: Some(1) })
    }

    #[test]
    fn steps_are_chosen_by_digit_and_the_cursor_is_on_the_one_in_hand() {
        for size in SIZES {
            let drawn = drawn(&over(model(), steps()), size);
            for step in ["1  转交部门", "> 2  到场勘验", "3  首次答复"] {
                assert!(drawn.find(step).is_some(), "{step}\n{}", drawn.text());
            }
            assert_eq!(drawn.cursor, drawn.find("2  到场勘验"));
        }
    }

    #[test]
    fn a_plate_that_is_inside_asks_over_its_form() {
        let mut form = FormState::new(Uuid::nil(), Kind::VehicleIn, "", at("14:30"));
        form.set("plate", "粤B12345");
        let again = Overlay::Pick(Pick { what: PickWhat::Again(number(7)), selected: Some(0) });
        let model = over(over(model(), Overlay::Form(Box::new(form))), again);
        for size in SIZES {
            let drawn = drawn(&model, size);
            for text in ["粤B12345", "这个车牌已在场：车辆1120-07", "> 1  现在离场", "2  漏记离场，再次入场"]
            {
                assert!(drawn.find(text).is_some(), "{text}\n{}", drawn.text());
            }
            assert_eq!(drawn.cursor, drawn.find("1  现在离场"));
        }
    }

    #[test]
    fn no_border_is_broken_by_wide_characters_behind_it() {
        for size in SIZES {
            for overlay in [steps(), Overlay::Goto, Overlay::Ask(Ask::Quit)] {
                let model = over(model(), overlay);
                // Whichever half of a wide character the border comes to lie on.
                for shift in [0, 1] {
                    let drawn = draw_on(&model, size, shift, |scene, area, frame| {
                        draw(scene, &scene.model.overlays[0], area, frame);
                    });
                    let (x, y) = drawn.find("┌").unwrap();
                    assert!(x > 0 && drawn.is_whole(x, y), "{}", drawn.text());
                }
            }
        }
    }

    #[test]
    fn nothing_is_without_words_in_any_language() {
        for language in crate::locale::Language::ALL {
            let mut model = model();
            model.language = language;
            let again = Overlay::Pick(Pick { what: PickWhat::Again(number(7)), selected: Some(0) });
            model.overlays.extend([steps(), again, Overlay::Goto, Overlay::Ask(Ask::Quit)]);
            model.drafts.extend(FormState::new(Uuid::nil(), Kind::Note, "", at("14:30")).draft(at("14:31")));
            for overlay in &model.overlays {
                let drawn = draw_on(&model, (80, 24), 1, |scene, area, frame| draw(scene, overlay, area, frame));
                assert!(!drawn.text().contains('⟦'), "{}", drawn.text());
            }
        }
    }

    #[test]
    fn every_panel_has_its_digit() {
        let drawn = drawn(&over(model(), Overlay::Goto), (80, 24));
        for panel in ["1  帮助", "2  来访", "3  来电", "4  投诉", "6  访客", "7  车辆", "8  交接", "=  今日"]
        {
            assert!(drawn.find(panel).is_some(), "{panel}\n{}", drawn.text());
        }
    }

    #[test]
    fn quitting_says_what_is_kept() {
        let mut model = over(model(), Overlay::Ask(Ask::Quit));
        let mut note = FormState::new(Uuid::nil(), Kind::Note, "", at("14:30"));
        note.set("text", "钥匙");
        model.drafts.extend(note.draft(at("14:31")));
        let drawn = drawn(&model, (80, 24));
        assert!(drawn.find("草稿 1 份已留").is_some(), "{}", drawn.text());
        assert!(drawn.find("退出程序？").is_some());
    }

    #[test]
    fn without_strike_through_a_struck_value_stands_between_tildes() {
        let model = model();
        let locale = crate::locale::Locale::new(model.language);
        let crossing = crate::ui::theme::Theme::new(true, false);
        let plain = crate::ui::theme::Theme { struck: Style::new(), ..crossing.clone() };
        for (theme, shown) in [(&crossing, "3-2-101"), (&plain, "~~3-2-101~~")] {
            let scene = Scene::new(&model, &locale, at("14:32"), theme);
            assert_eq!(struck(&scene, "3-2-101").content, shown);
        }
    }
}
