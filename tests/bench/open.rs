//! How much more ten thousand open complaints cost than ten: reading and ordering them anew, drawing, one key press.

use std::rc::Rc;
use std::time::Instant;

use qiantai::app::Event;
use qiantai::app::key::{Code, Key};
use qiantai::desk::{Act, Desk, Who};
use qiantai::domain::entry::{Fields, Kind};
use qiantai::domain::time::Moment;
use qiantai::locale::{Language, Locale};
use qiantai::store::sqlite::SqliteStore;
use qiantai::ui::theme::Theme;
use qiantai::ui::{Scene, view};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use uuid::Uuid;

use crate::kit::{App, at, house};
use crate::median;

const MANY: i64 = 10_000;
const FEW: i64 = 10;
const PAIRS: usize = 200;
const SIZE: (u16, u16) = (120, 40);

/// A window on a logbook with so many open complaints, and a screen to draw it on.
struct Window {
    app: App,
    terminal: Terminal<TestBackend>,
    locale: Locale,
    theme: Theme,
}

impl Window {
    fn with(complaints: i64) -> Self {
        let folder = Rc::new(tempfile::tempdir().unwrap());
        let now = at("2026-11-20 14:20");
        let store = SqliteStore::create(&folder.path().join("logbook.db"), Uuid::from_u128(1)).unwrap();
        let mut desk = Desk::new(Box::new(store), house()).unwrap();
        let who = Who { post: "服务中心".into(), operator: "王敏".into(), boot: Uuid::nil() };
        let acts: Vec<(Act, Moment)> = (0..complaints).map(|n| (complaint(n), received(now, n, complaints))).collect();
        let acts: Vec<(&Act, &Who, Moment)> = acts.iter().map(|(act, when)| (act, &who, *when)).collect();
        desk.act_all(&acts).unwrap();
        drop(desk);
        let app = App::at(folder, Language::Hans, SIZE, "服务中心", "王敏", now, 2);
        let terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).unwrap();
        Self { app, terminal, locale: Locale::new(Language::Hans), theme: Theme::new(false, true) }
    }

    fn press(&mut self, code: Code) {
        self.app.event(Event::Key(Key::plain(code)));
    }

    fn draw(&mut self) {
        let scene = Scene::new(&self.app.model, &self.locale, self.app.now, &self.theme);
        self.terminal.draw(|frame| view(&scene, frame)).unwrap();
    }

    /// Milliseconds of some work and one draw.
    fn time(&mut self, work: impl FnOnce(&mut Self)) -> f64 {
        let since = Instant::now();
        work(self);
        self.draw();
        since.elapsed().as_secs_f64() * 1_000.0
    }
}

/// They came in over the day before, at even distances.
fn received(now: Moment, n: i64, of: i64) -> Moment {
    Moment::from_millis(now.millis() - (n + 1) * 24 * 3_600_000 / of)
}

fn complaint(n: i64) -> Act {
    let category = ["conduct", "department", "engineering"][usize::try_from(n % 3).unwrap()];
    let room = format!("{}-{}-{:02}01", n % 9 + 1, n % 4 + 1, n % 28 + 1);
    let fields = [
        ("name", "欧阳倩"),
        ("room", &room),
        ("phone", "13912348812"),
        ("said", "卫生间顶板渗水,楼上装修后出现,已两天"),
        ("category", category),
        ("channel", if n % 2 == 0 { "phone" } else { "counter" }),
        ("intake", "office"),
        ("valid", "valid"),
        ("class", "general"),
        ("next_reply", "+2d"),
    ];
    let fields: Fields = fields.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
    Act { fields, ..Act::new(Uuid::from_u128(u128::try_from(n).unwrap() + 10), Kind::Complaint) }
}

/// Prints what the many cost, what the few, and the ratio.
pub fn print() {
    let mut windows = [Window::with(MANY), Window::with(FEW)];
    println!("\n{MANY} open complaints with running clocks, against {FEW}:");
    windows.iter_mut().for_each(|window| window.press(Code::F(4)));
    row(&mut windows, "complaints, read again and drawn", |window, _| window.app.reload());
    row(&mut windows, "one key press in them", |window, pair| {
        window.press(if pair % 16 < 8 { Code::Down } else { Code::Up });
    });
    windows.iter_mut().for_each(|window| window.press(Code::F(12)));
    row(&mut windows, "the overview, read again and drawn", |window, _| window.app.reload());
}

fn row([many, few]: &mut [Window; 2], what: &str, work: impl Fn(&mut Window, usize)) {
    let (mut ours, mut base) = (Vec::new(), Vec::new());
    for pair in 0..PAIRS {
        ours.push(many.time(|window| work(window, pair)));
        base.push(few.time(|window| work(window, pair)));
    }
    let (ours, base) = (median(ours), median(base));
    println!("  {what:<34} {ours:7.2} ms   {base:7.2} ms   {:.2}×", ours / base);
}
