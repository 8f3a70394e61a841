//! Two windows of one post, at random: whatever two people do there, in whatever order the windows look, nothing that was
//! typed is lost, no line is signed by anyone but whom the window showed, and after a look both show who has the post.

use std::collections::HashSet;

use crate::kit::{App, at, house};
use qiantai::app::{Ask, Event, Overlay};
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::record::Record;
use qiantai::domain::site::Ending;
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
    fn new(post: &str, shuts: bool, seed: u64) -> Self {
        let dir = std::rc::Rc::new(tempfile::tempdir().unwrap());
        let mut house = house();
        if shuts {
            house.site.posts.iter_mut().for_each(|post| post.ending = Ending::DayClose);
        }
        let now = at("2026-11-20 08:00");
        let open = |n| App::under(house.clone(), dir.clone(), Language::Hans, (80, 24), post, "王敏", now, n);
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
                let shuts = app.model.form().is_some_and(|form| form.step == "day_close");
                app.keys(if shuts { "" } else { person }).keys("<enter>");
                if matches!(app.model.overlays.last(), Some(Overlay::Ask(Ask::Close))) {
                    app.keys("<enter>");
                }
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
            let before = duties.iter().rev().filter(|duty| duty.seq < note.seq);
            assert!(may_write(shared, before, &note.operator), "{} had the post", note.operator);
        }
        for text in &self.typed {
            assert!(kept.iter().any(|kept| kept.contains(text)), "{text} is lost");
        }
        self.windows.iter_mut().for_each(|app| app.event(Event::Changed));
        let [one, two] = &self.windows;
        assert_eq!(one.model.snapshot.watch.holder(), two.model.snapshot.watch.holder());
        let watch = &one.model.snapshot.watch;
        for app in &self.windows {
            let who = app.model.operator.as_str();
            if who.is_empty() {
                assert_eq!(watch.holder(), None, "nobody is shown where nobody is");
                continue;
            }
            assert!(may_write(shared, duties.iter().rev(), who), "{who} may act in the window that shows them");
        }
    }
}

/// Whether someone may write after these duty records, the earlier ones first: who came and has not left, and of whom
/// nothing is known, unless another has a post of one.
fn may_write<'a>(shared: bool, duties: impl Iterator<Item = &'a Record>, who: &str) -> bool {
    let (mut on, mut left) = (HashSet::new(), HashSet::new());
    for duty in duties {
        let (person, leaves) = (duty.get("person"), duty.get("leaves"));
        if !shared {
            on.clear();
        }
        on.remove(leaves);
        left.insert(leaves);
        on.extend((!person.is_empty()).then_some(person));
        left.remove(person);
    }
    if shared || on.is_empty() { !left.contains(who) } else { on.contains(who) }
}

fn two_hundred_rounds((post, shared, shuts): (&str, bool, bool), seed: u64) {
    let mut two = Two::new(post, shuts, seed);
    for n in 0..200 {
        two.round(n);
        if n % 5 == 4 {
            two.check(shared);
        }
    }
    let turns = two.windows[0].store().list(Query::new(Family::Handover, ListView::Newest, 99)).unwrap().len();
    let duties = two.windows[0].store().list(Query::new(Family::Duty, ListView::Newest, 1_000)).unwrap();
    assert_eq!(shuts, duties.iter().any(|duty| duty.get("person").is_empty()), "the post was shut");
    assert!(two.saved.len() > 5 && turns > 1, "{} saved, {turns} pages", two.saved.len());
    let mut store = two.windows[0].store();
    assert_eq!(store.verify().unwrap().findings, []);
    let before = two.notes();
    store.rebuild().unwrap();
    assert_eq!(two.notes(), before);
}

#[test]
fn two_windows_of_a_gate_lose_nothing_and_agree() {
    [1, 2].into_iter().for_each(|seed| two_hundred_rounds(("东门岗", false, false), seed));
}

#[test]
fn two_windows_of_a_counter_lose_nothing_and_agree() {
    [3, 4].into_iter().for_each(|seed| two_hundred_rounds(("服务中心", true, false), seed));
}

#[test]
fn two_windows_of_a_gate_that_shuts_lose_nothing_and_agree() {
    [5, 6].into_iter().for_each(|seed| two_hundred_rounds(("东门岗", false, true), seed));
}

#[test]
fn two_windows_of_a_counter_that_shuts_lose_nothing_and_agree() {
    [7, 8].into_iter().for_each(|seed| two_hundred_rounds(("服务中心", true, true), seed));
}
