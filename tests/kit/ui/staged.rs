//! A small site, a few entries and a screen to draw on, for the tests of what lies over a panel.

use std::collections::BTreeMap;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use uuid::Uuid;

use crate::app::keymap::Keymap;
use crate::app::{Model, Overlay};
use crate::desk::House;
use crate::domain::entry::{Decided, Entry, Kind};
use crate::domain::number::Number;
use crate::domain::procedure::Procedures;
use crate::domain::site::Site;
use crate::domain::time::{Moment, Zone, parse_rfc3339};
use crate::locale::{Language, Locale};
use crate::ui::Scene;
use crate::ui::theme::Theme;

pub(super) const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (60, 18)];

/// 2026-11-20, a Friday, at a wall time of the site.
pub(super) fn at(time: &str) -> Moment {
    parse_rfc3339(&format!("2026-11-20T{time}:00+08:00")).unwrap()
}

pub(super) fn model() -> Model {
    let text = include_str!("../../../data/site.toml");
    let text = text.replace("staff = [\"{name}\"]", "staff = [\"王敏\", \"刘洋\", \"欧阳倩\"]");
    let site = Site::parse(&text.replace("{site}", "锦绣花园").replace("{post}", "前台")).unwrap();
    let house = House::new(site, Procedures::builtin().unwrap());
    let keys = Keymap::new(&BTreeMap::new()).unwrap();
    let mut model = Model::new(house, keys, Language::Hans, "前台".into(), "王敏".into());
    model.snapshot.now = Some(at("14:32"));
    model
}

pub(super) fn number(n: u32) -> Number {
    Number { site: 1, date: Zone::default().date(at("14:32")), n }
}

/// An entry of the record `subject`, at a wall time, by 王敏.
pub(super) fn entry(seq: u64, subject: u128, kind: Kind, time: &str, fields: &[(&str, &str)]) -> Entry {
    let number = kind.opens().then(|| number(3));
    Entry {
        seq,
        uid: Uuid::from_u128(seq.into()),
        subject: Uuid::from_u128(subject),
        at: at(time),
        written_at: at(time),
        offset: 480,
        post: "前台".into(),
        operator: "王敏".into(),
        kind,
        fields: fields.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
        decided: Decided { number, ..Decided::default() },
        prev: [0; 32],
        hash: [0; 32],
    }
}

/// What was drawn, and where the cursor is.
pub(super) struct Drawn {
    pub(super) buffer: Buffer,
    pub(super) cursor: Option<(u16, u16)>,
}

/// Draws over a ground of wide characters that begins at cell `shift`.
pub(super) fn draw_on(
    model: &Model,
    size: (u16, u16),
    shift: u16,
    draw: impl Fn(&Scene<'_>, Rect, &mut ratatui::Frame<'_>),
) -> Drawn {
    let theme = Theme::new(false, true);
    let locale = Locale::new(model.language);
    let scene = Scene::new(model, &locale, at("14:32"), &theme);
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    let mut shown = false;
    let buffer = terminal
        .draw(|frame| {
            for y in 0..size.1 {
                let ground = "漏".repeat(size.0.into());
                frame.buffer_mut().set_stringn(
                    shift,
                    y,
                    &ground,
                    (size.0 - shift).into(),
                    ratatui::style::Style::new(),
                );
            }
            draw(&scene, frame.area(), frame);
        })
        .unwrap()
        .buffer
        .clone();
    let backend = terminal.backend_mut();
    shown |= backend.cursor_visible();
    let place = backend.cursor_position();
    Drawn { buffer, cursor: shown.then_some((place.x, place.y)) }
}

/// Draws the overlays of a model.
pub(super) fn drawn(model: &Model, size: (u16, u16)) -> Drawn {
    let over = |scene: &Scene<'_>, area: Rect, frame: &mut ratatui::Frame<'_>| {
        for overlay in &scene.model.overlays {
            crate::ui::overlay::draw(scene, overlay, area, frame);
        }
    };
    draw_on(model, size, 1, over)
}

pub(super) fn over(model: Model, overlay: Overlay) -> Model {
    let mut model = model;
    model.overlays.push(overlay);
    model
}

impl Drawn {
    /// The rows as a person reads them.
    pub(super) fn rows(&self) -> Vec<String> {
        let area = self.buffer.area;
        (area.top()..area.bottom()).map(|y| self.row(y)).collect()
    }

    fn row(&self, y: u16) -> String {
        let (mut text, mut x) = (String::new(), 0);
        while x < self.buffer.area.right() {
            let symbol = self.buffer[(x, y)].symbol();
            text.push_str(symbol);
            x += symbol.cell_width().max(1);
        }
        text
    }

    pub(super) fn text(&self) -> String {
        self.rows().join("\n")
    }

    /// What is crossed out, all together.
    pub(super) fn crossed(&self) -> String {
        let crossed = |cell: &&ratatui::buffer::Cell| cell.modifier.contains(Modifier::CROSSED_OUT);
        self.buffer.content().iter().filter(crossed).map(ratatui::buffer::Cell::symbol).collect()
    }

    /// The row of the first line that contains `text`, and the cells before it.
    pub(super) fn find(&self, text: &str) -> Option<(u16, u16)> {
        (0..self.buffer.area.height).find_map(|y| {
            let row = self.row(y);
            let before = row.get(..row.find(text)?)?;
            Some((u16::try_from(crate::cells::width(before)).ok()?, y))
        })
    }

    /// Whether the border of the box whose top left corner is at `(x, y)` is whole, cell by cell.
    pub(super) fn is_whole(&self, x: u16, y: u16) -> bool {
        let symbol = |x, y| self.buffer[(x, y)].symbol();
        let area = self.buffer.area;
        let Some(right) = (x + 1..area.right()).find(|x| symbol(*x, y) == "┐") else { return false };
        let Some(bottom) = (y + 1..area.bottom()).find(|y| symbol(x, *y) == "└") else { return false };
        let clear = |x: u16, y| x == 0 || symbol(x - 1, y).cell_width() < 2;
        symbol(x, y) == "┌"
            && symbol(right, bottom) == "┘"
            && (y + 1..bottom).all(|y| symbol(x, y) == "│" && symbol(right, y) == "│" && clear(x, y) && clear(right, y))
            && (y..=bottom).all(|y| clear(x, y))
    }
}
