//! The whole program on one thread: real model, real worker, real SQLite, a clock that is a value.

use qiantai::app::key::{Code, Key};
use qiantai::app::keymap::Keymap;
use qiantai::app::pace::Pace;
use qiantai::app::{Effect, Event, Model, update};
use qiantai::desk::{Act, Desk, House, Who};
use qiantai::domain::entry::Kind;
use qiantai::domain::procedure::Procedures;
use qiantai::domain::site::Site;
use qiantai::domain::time::{Moment, parse_rfc3339};
use qiantai::locale::{Language, Locale};
use qiantai::runtime::worker::{Files, Job, Worker};
use qiantai::store::Store;
use qiantai::store::sqlite::SqliteStore;
use qiantai::ui::theme::Theme;
use qiantai::ui::{Scene, view};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use uuid::Uuid;

/// The site of the tests: an office counter, a gate, a counter that shuts.
pub const SITE: &str = r#"
staff = ["王敏", "刘洋", "李强", "欧阳倩"]
[site]
name = "锦绣花园"
number = 1
province = "粤"
[[post]]
name = "服务中心"
intake = "office"
[[post]]
name = "东门岗"
intake = "site"
panel = 7
[[post]]
name = "日间前台"
ending = "day_close"
[[shift]]
name = "早班"
from = "07:00"
to = "15:00"
[[shift]]
name = "中班"
from = "15:00"
to = "23:00"
[[shift]]
name = "夜班"
from = "23:00"
to = "07:00"
[[department]]
id = "office"
name = "办公室"
hours = "mon-fri 08:30-12:00,13:30-18:00"
[[department]]
id = "works"
name = "管理部"
hours = "mon-fri 08:30-12:00,13:30-18:00"
[[department]]
id = "engineering"
name = "工程部"
hours = "mon-fri 08:30-12:00,13:30-18:00"
"#;

/// What a complaint says where a test does not say otherwise.
pub const COMPLAINT: [(&str, &str); 9] = [
    ("name", "张三"),
    ("room", "3-2-101"),
    ("said", "卫生间渗水"),
    ("category", "conduct"),
    ("channel", "counter"),
    ("intake", "office"),
    ("valid", "valid"),
    ("class", "general"),
    ("next_reply", "+3d"),
];

/// An instant by its local time at the site.
pub fn at(local: &str) -> Moment {
    parse_rfc3339(&format!("{}:00+08:00", local.replace(' ', "T"))).unwrap()
}

pub fn house() -> House {
    House::new(Site::parse(SITE).unwrap(), Procedures::builtin().unwrap())
}

/// One window of the program.
pub struct App {
    pub model: Model,
    pub now: Moment,
    pub bells: usize,
    pub quit: bool,
    /// What was asked of the desk.
    pub acts: Vec<Act>,
    pub dir: std::rc::Rc<tempfile::TempDir>,
    worker: Worker,
    /// What is to be done, where the world is slow.
    waiting: Option<std::collections::VecDeque<Effect>>,
    uids: u128,
    locale: Locale,
    size: (u16, u16),
}

impl App {
    /// A window on a new logbook, on Friday 20 November 2026 at 14:20.
    pub fn new(language: Language, size: (u16, u16)) -> Self {
        let dir = std::rc::Rc::new(tempfile::tempdir().unwrap());
        Self::at(dir, language, size, "服务中心", "王敏", at("2026-11-20 14:20"), 1)
    }

    /// A window on the logbook in a folder, made where there is none.
    pub fn at(
        dir: std::rc::Rc<tempfile::TempDir>,
        language: Language,
        size: (u16, u16),
        post: &str,
        operator: &str,
        now: Moment,
        window: u128,
    ) -> Self {
        Self::under(house(), dir, language, size, post, operator, now, window)
    }

    /// The same under rules of its own.
    #[allow(clippy::too_many_arguments)]
    pub fn under(
        house: House,
        dir: std::rc::Rc<tempfile::TempDir>,
        language: Language,
        size: (u16, u16),
        post: &str,
        operator: &str,
        now: Moment,
        window: u128,
    ) -> Self {
        let db = dir.path().join("logbook.db");
        let fresh = !db.exists();
        let store = if fresh { SqliteStore::create(&db, Uuid::from_u128(1)) } else { SqliteStore::open(&db) };
        Self::on(Box::new(store.unwrap()), fresh, house, dir, language, size, post, operator, now, window)
    }

    /// A window on a store, which is begun where it is fresh.
    #[allow(clippy::too_many_arguments)]
    pub fn on(
        store: Box<dyn Store>,
        fresh: bool,
        house: House,
        dir: std::rc::Rc<tempfile::TempDir>,
        language: Language,
        size: (u16, u16),
        post: &str,
        operator: &str,
        now: Moment,
        window: u128,
    ) -> Self {
        let db = dir.path().join("logbook.db");
        let mut uids = window << 64;
        let mut desk = Desk::new(store, house).unwrap();
        if fresh {
            uids += 1;
            let who = Who { post: post.into(), operator: operator.into(), boot: Uuid::nil() };
            desk.act(&Act::new(Uuid::from_u128(uids), Kind::Begun), &who, now).unwrap();
        }
        let keys = Keymap::new(&desk.house().site.keys).unwrap();
        let model = Model::new(desk.house().clone(), keys, language, post.into(), operator.into());
        let files = Files::beside(db, dir.path().join("site.toml"));
        let worker = Worker::new(Some(desk), files);
        let locale = Locale::new(language);
        let mut app = Self {
            model,
            now,
            bells: 0,
            quit: false,
            acts: Vec::new(),
            dir,
            worker,
            waiting: None,
            uids,
            locale,
            size,
        };
        app.event(Event::Resize(size.0, size.1));
        app.reload();
        app
    }

    pub fn reload(&mut self) {
        let want = self.model.want();
        self.effects(vec![Effect::Load(want)]);
    }

    fn fresh(&mut self) -> Uuid {
        self.uids += 1;
        Uuid::from_u128(self.uids << 8)
    }

    /// One event and all that follows from it.
    pub fn event(&mut self, event: Event) {
        let fresh = self.fresh();
        let effects = update(&mut self.model, event, self.now, fresh);
        self.effects(effects);
    }

    fn effects(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Bell => self.bells += 1,
                Effect::Quit => self.quit = true,
                effect if self.waiting.is_some() => self.waiting.as_mut().unwrap().push_back(effect),
                effect => {
                    if let Effect::Act(act) = &effect {
                        self.acts.push((**act).clone());
                    }
                    let (post, operator) = (self.model.post.clone(), self.model.operator.clone());
                    let done = self.worker.perform(&Job { effect, post, operator }, self.now);
                    done.into_iter().chain(self.worker.unnoted()).for_each(|event| self.event(event));
                }
            }
        }
    }

    /// Presses a key as someone does who looks first.
    pub fn press(&mut self, key: Key) {
        self.model.pace = Pace::default();
        self.event(Event::Key(key));
    }

    /// Presses keys as someone does who looks before each: characters as they are, others as `<f2>`, `<ctrl-g>`,
    /// `<enter>`; `<lt>` is `<`.
    pub fn keys(&mut self, script: &str) -> &mut Self {
        let mut rest = script;
        while let Some(c) = rest.chars().next() {
            if c == '<' {
                let (name, after) = rest[1..].split_once('>').unwrap();
                rest = after;
                let key = if name == "lt" { Key::plain(Code::Char('<')) } else { name.parse().unwrap() };
                self.press(key);
            } else {
                rest = &rest[c.len_utf8()..];
                self.press(Key::plain(Code::Char(c)));
            }
        }
        self
    }

    /// Presses one key so many milliseconds later, whatever the screen shows by then.
    pub fn after(&mut self, milliseconds: i64, key: &str) -> &mut Self {
        self.now = Moment::from_millis(self.now.millis() + milliseconds);
        let key = key.parse().unwrap_or_else(|_| Key::plain(Code::Char(key.chars().next().unwrap())));
        self.event(Event::Key(key));
        self
    }

    /// Lets minutes pass, as the loop would.
    pub fn pass(&mut self, minutes: i64) -> &mut Self {
        self.now = self.now.plus_minutes(minutes);
        self.event(Event::Tick);
        self
    }

    /// What is drawn, and where the terminal's cursor is shown.
    pub fn drawn(&mut self) -> (Buffer, Option<(u16, u16)>) {
        if self.locale.language() != self.model.language {
            self.locale = Locale::new(self.model.language);
        }
        let mut terminal = Terminal::new(TestBackend::new(self.size.0, self.size.1)).unwrap();
        let theme = Theme::new(false, true);
        let scene = Scene::new(&self.model, &self.locale, self.now, &theme);
        terminal.draw(|frame| view(&scene, frame)).unwrap();
        let backend = terminal.backend();
        let cursor = backend.cursor_visible().then(|| backend.cursor_position());
        (backend.buffer().clone(), cursor.map(|place| (place.x, place.y)))
    }

    /// A word of the language that was last drawn.
    pub fn word(&self, key: &str) -> String {
        self.locale.tr(key)
    }

    /// What the screen shows, as text.
    pub fn screen(&mut self) -> String {
        super::picture::picture(&self.drawn().0)
    }

    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    pub fn resize(&mut self, size: (u16, u16)) -> &mut Self {
        self.size = size;
        self.event(Event::Resize(size.0, size.1));
        self
    }

    /// From now on nothing is done by itself, but one thing after the other by [`one_more`](Self::one_more).
    pub fn slow(&mut self, slow: bool) {
        self.waiting = slow.then(Default::default);
    }

    /// Does the next thing that is to be done. Returns whether there was any.
    pub fn one_more(&mut self) -> bool {
        let Some(effect) = self.waiting.as_mut().and_then(std::collections::VecDeque::pop_front) else { return false };
        let later = self.waiting.take().unwrap();
        self.waiting = None;
        let (post, operator) = (self.model.post.clone(), self.model.operator.clone());
        let event = self.worker.perform(&Job { effect, post, operator }, self.now);
        self.waiting = Some(later);
        event.into_iter().for_each(|event| self.event(event));
        true
    }

    /// The drafts that are left to this window.
    pub fn drafts(&mut self) -> Vec<qiantai::app::draft::Draft> {
        self.worker.left(&self.model.post, &self.model.operator, self.now).unwrap().0
    }

    /// Keeps a draft as a window does.
    pub fn keep(&mut self, draft: &qiantai::app::draft::Draft) {
        self.effects(vec![Effect::Keep(Box::new(draft.clone()))]);
    }

    /// Every draft that any window of the folder has on disk.
    pub fn drafts_on_disk(&self) -> Vec<qiantai::app::draft::Draft> {
        let files =
            std::fs::read_dir(self.dir.path().join("drafts")).into_iter().flatten().map(|file| file.unwrap().path());
        let lists = files.filter(|path| path.extension().is_some_and(|end| end == "json"));
        lists.flat_map(|path| serde_json::from_slice::<Vec<_>>(&std::fs::read(path).unwrap()).unwrap()).collect()
    }

    /// A second look at the logbook, beside the window.
    pub fn store(&self) -> SqliteStore {
        SqliteStore::open(&self.dir.path().join("logbook.db")).unwrap()
    }
}
