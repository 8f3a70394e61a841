//! Two windows of one post, at random: whatever two people do there, in whatever order the windows look, nothing that was
//! typed is lost, no line is signed by anyone but whom the window showed, and after a look both show who has the post.

use crate::kit::{App, at};
use qiantai::app::Event;
use qiantai::domain::duty::Watch;
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::record::Record;
use qiantai::locale::Language;
use qiantai::store::{ListView, Query, Read, Store};

const PEOPLE: [&str; 4] = ["王敏", "刘洋", "李强", "欧阳倩"];

/// Numbers that follow from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

struct Two {
    windows: [App; 2],
    dice: Dice,
    /// What was typed, each text once.
    typed: Vec<String>,
    /// Of those, what the window said was saved, and whom it showed then.
    saved: Vec<(String, String)>,
}

impl Two {
    fn new(post: &str, seed: u64) -> Self {
        let dir = std::rc::Rc::new(tempfile::tempdir().unwrap());
        let open = |n| App::at(dir.clone(), Language::Hans, (80, 24), post, "王敏", at("2026-11-20 08:00"), n);
        Self { windows: [open(1), open(2)], dice: Dice(seed), typed: Vec::new(), saved: Vec::new() }
    }

    fn round(&mut self, n: usize) {
        let now = self.windows[0].now.plus_minutes(1);
        self.windows.iter_mut().for_each(|app| app.now = now);
        let (at, act) = (self.dice.below(2), self.dice.below(10));
        let person = PEOPLE[self.dice.below(PEOPLE.len())];
        let app = &mut self.windows[at];
        match act {
            0 => drop(app.keys("<esc><ctrl-u>").keys(person).keys("<enter>")),
            1 => {
                while !app.model.overlays.is_empty() {
                    app.keys("<esc>");
                }
                app.keys("<f8>");
                let mut left = app.model.snapshot.page.lines.len() + 1;
                while app.model.form().is_none() && left > 0 {
                    app.keys("1");
                    left -= 1;
                }
                app.keys(person).keys("<enter>");
            }
            2..=5 => {
                if app.model.form().is_none_or(|form| form.kind != Kind::Note) {
                    while !app.model.overlays.is_empty() {
                        app.keys("<esc>");
                    }
                    app.keys("<f7><ctrl-t>");
                }
                let text = format!("事{n};");
                app.keys("<end>").keys(&text);
                self.typed.push(text);
            }
            6..=7 if app.model.form().is_some_and(|form| form.kind == Kind::Note) => {
                let (text, who) = (app.model.form().unwrap().get("text").to_owned(), app.model.operator.clone());
                app.keys("<enter>");
                if app.model.form().is_none() {
                    self.saved.push((text, who));
                }
            }
            8 => drop(app.keys("<esc>")),
            _ => {}
        }
        // A window may look now, or only after the next act.
        let look = self.dice.below(4);
        if look < 2 {
            self.windows[look].event(Event::Changed);
        }
    }

    fn notes(&self) -> Vec<Record> {
        self.windows[0].store().list(Query::new(Family::Note, ListView::Newest, 1_000)).unwrap()
    }

    /// Every text that is kept anywhere.
    fn kept(&self) -> Vec<String> {
        let drafts = self.windows[0].drafts_on_disk().into_iter();
        let drafts = drafts.map(|draft| draft.fields.get("text").cloned().unwrap_or_default());
        let forms = self.windows.iter().flat_map(|app| &app.model.overlays);
        let forms = forms.filter_map(|overlay| Some(overlay.try_as_form_ref()?.get("text").to_owned()));
        drafts.chain(forms).chain(self.notes().iter().map(|note| note.get("text").to_owned())).collect()
    }

    fn check(&mut self, shared: bool) {
        let (notes, kept) = (self.notes(), self.kept());
        for (text, who) in &self.saved {
            let found: Vec<_> = notes.iter().filter(|note| note.get("text") == text).collect();
            assert_eq!(found.len(), 1, "{text} was saved once");
            assert_eq!(&found[0].operator, who, "{text} is signed by whom the window showed");
        }
        let duties = self.windows[0].store().list(Query::new(Family::Duty, ListView::Newest, 1_000)).unwrap();
        for note in &notes {
            let before: Vec<Record> = duties.iter().filter(|duty| duty.seq < note.seq).cloned().collect();
            assert_eq!(Watch::new(shared, &before).refusal(&note.operator), None, "{} had the post", note.operator);
        }
        for text in &self.typed {
            assert!(kept.iter().any(|kept| kept.contains(text)), "{text} is lost");
        }
        self.windows.iter_mut().for_each(|app| app.event(Event::Changed));
        let [one, two] = &self.windows;
        assert_eq!(one.model.snapshot.watch, two.model.snapshot.watch);
        let watch = &one.model.snapshot.watch;
        for app in &self.windows {
            let who = app.model.operator.as_str();
            assert_eq!(watch.instead_of(who), None, "{who} may act in the window that shows them");
            if !shared && let Some(holder) = watch.holder() {
                assert_eq!(who, holder.person);
            }
        }
    }
}

fn two_hundred_rounds(post: &str, shared: bool, seed: u64) {
    let mut two = Two::new(post, seed);
    for n in 0..200 {
        two.round(n);
        if n % 5 == 4 {
            two.check(shared);
        }
    }
    let turns = two.windows[0].store().list(Query::new(Family::Handover, ListView::Newest, 99)).unwrap().len();
    assert!(two.saved.len() > 10 && turns > 3, "{} saved, {turns} pages", two.saved.len());
    let mut store = two.windows[0].store();
    assert_eq!(store.verify().unwrap().findings, []);
    let before = two.notes();
    store.rebuild().unwrap();
    assert_eq!(two.notes(), before);
}

#[test]
fn two_windows_of_a_gate_lose_nothing_and_agree() {
    [1, 2].into_iter().for_each(|seed| two_hundred_rounds("东门岗", false, seed));
}

#[test]
fn two_windows_of_a_counter_lose_nothing_and_agree() {
    [3, 4].into_iter().for_each(|seed| two_hundred_rounds("服务中心", true, seed));
}
