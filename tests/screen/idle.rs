//! What a window costs that nobody touches: it wakes for what changes on its screen and for nothing else, and sends no
//! more than that.

use std::rc::Rc;

use crate::kit::{App, at};
use qiantai::app::key::{Code, Key};
use qiantai::app::panel::Panel;
use qiantai::app::{Event, Notice, update};
use qiantai::domain::time::Moment;
use qiantai::locale::Language;
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use uuid::Uuid;

const SIZE: (u16, u16) = (100, 30);

/// A gate at 14:35. The counter has three complaints whose promised replies are late, and one whose reply is due in
/// seven minutes; the gate was told something that stays on its screen.
fn gate() -> App {
    let dir = Rc::new(tempfile::tempdir().unwrap());
    let mut counter = App::at(dir.clone(), Language::Hans, SIZE, "服务中心", "王敏", at("2026-11-20 14:00"), 1);
    for reply in ["+20", "+21", "+22", "+42"] {
        counter.keys("<f4><insert>3-2-101<enter>张三<enter>渗水<enter>1<enter>").keys(reply).keys("<enter>");
        assert!(counter.model.overlays.is_empty(), "{}", counter.screen());
    }
    let mut gate = App::at(dir, Language::Hans, SIZE, "东门岗", "李强", at("2026-11-20 14:35"), 2);
    gate.model.notice = Some((Notice::Relieved("李强".into()), gate.now));
    gate
}

/// Bytes by which a terminal that shows one picture is brought to another.
fn bytes(from: &Buffer, to: &Buffer) -> usize {
    let mut sent = Vec::new();
    CrosstermBackend::new(&mut sent).draw(from.diff(to).into_iter()).unwrap();
    sent.len()
}

/// What a window did in a minute that nobody touched it.
#[derive(Debug, Default)]
struct Minute {
    /// How often it woke.
    woken: usize,
    /// The seconds in which it woke for nothing, and in which it slept while its picture should have changed.
    needless: Vec<i64>,
    missed: Vec<i64>,
    bytes: usize,
}

fn minute(app: &mut App) -> Minute {
    let mut minute = Minute::default();
    let start = app.now;
    let (mut shown, mut wake) = (app.drawn(), app.model.wake(app.now));
    for second in 1..=60 {
        app.now = Moment::from_millis(start.millis() + second * 1_000);
        let woke = wake <= app.now;
        if woke {
            app.event(Event::Tick);
            wake = app.model.wake(app.now);
            minute.woken += 1;
        }
        let drawn = app.drawn();
        match (woke, drawn == shown) {
            (true, true) => minute.needless.push(second),
            (false, false) => minute.missed.push(second),
            _ => {}
        }
        if drawn != shown {
            minute.bytes += bytes(&shown.0, &drawn.0);
        }
        shown = drawn;
    }
    minute
}

#[test]
fn a_window_wakes_when_its_picture_changes_and_at_no_other_time() {
    let mut app = gate();
    for panel in Panel::all() {
        app.keys(&format!("<{}>", panel.spec().key));
        app.model.notice = Some((Notice::Relieved("李强".into()), app.now));
        let minute = minute(&mut app);
        assert!(minute.needless.is_empty() && minute.missed.is_empty(), "{panel:?} {minute:?}");
        // The fourth limit counts seconds where it is told, which is not in the strip of three.
        let counts = matches!(panel, Panel::Today | Panel::Complaints);
        assert_eq!(minute.woken, if counts { 60 } else { 1 }, "{panel:?} {minute:?}");
        assert!(minute.bytes <= if counts { 50 * 60 } else { 200 }, "{panel:?} {minute:?}");
    }
}

#[test]
fn moving_within_what_was_read_asks_nothing_of_the_logbook() {
    let mut app = gate();
    for panel in Panel::all() {
        app.keys(&format!("<{}>", panel.spec().key));
        for code in [Code::Down, Code::Down, Code::Up] {
            let asked = update(&mut app.model, Event::Key(Key::plain(code)), app.now, Uuid::nil());
            assert!(asked.is_empty(), "{panel:?} {code:?} {asked:?}");
        }
    }
}
