//! A paste is text, however its bytes come: cut anywhere, late, without its end, with another end inside, or not said
//! to be one. It never saves and never acts on a record.

use proptest::prelude::*;
use qiantai::app::Event;
use qiantai::domain::time::Moment;
use qiantai::locale::Language;
use qiantai::runtime::decode::Decoder;
use qiantai::runtime::input::Input;

use crate::kit::App;

const BEGIN: &str = "\u{1b}[200~";
const END: &str = "\u{1b}[201~";

/// A window and the bytes of its terminal.
struct Window {
    app: App,
    decoder: Decoder,
}

impl Window {
    /// In the last field of a form that Enter saves, or on a list of cars that Enter signs out.
    fn new(form: bool) -> Self {
        let mut app = App::new(Language::Hans, (100, 30));
        app.keys("<f7><insert>b00001<enter>13-2-101<enter><insert>b00002<enter>13-2-101<enter>");
        if form {
            app.keys("<f2><insert>3-2-101<enter>张三<enter>1问停水");
        }
        app.acts.clear();
        app.now = app.now.plus_minutes(1);
        Self { app, decoder: Decoder::default() }
    }

    fn hear(&mut self, inputs: Vec<Input>) {
        for input in inputs {
            match input {
                Input::Key(key) => self.app.event(Event::Key(key)),
                Input::Paste(text) => self.app.event(Event::Paste(text)),
                other => panic!("{other:?}"),
            }
        }
    }

    /// Lets so many milliseconds pass, in which nothing comes.
    fn wait(&mut self, mut milliseconds: i64) {
        let mut pass = |app: &mut App, time: i64| {
            app.now = Moment::from_millis(app.now.millis() + time);
            milliseconds -= time;
            milliseconds
        };
        let mut left = pass(&mut self.app, 0);
        while let Some(patience) = self.decoder.patience().map(|patience| i64::try_from(patience.as_millis()).unwrap())
            && patience <= left
        {
            left = pass(&mut self.app, patience);
            let inputs = self.decoder.silence();
            self.hear(inputs);
        }
        pass(&mut self.app, left);
    }

    /// Sends bytes in pieces: at each place a pause of so many milliseconds.
    fn send(&mut self, bytes: &[u8], cuts: &[(usize, i64)]) {
        let mut from = 0;
        for (at, gap) in cuts.iter().filter(|(at, _)| *at < bytes.len()) {
            let inputs = self.decoder.take(&bytes[from..*at]);
            self.hear(inputs);
            self.wait(*gap);
            from = *at;
        }
        let inputs = self.decoder.take(&bytes[from..]);
        self.hear(inputs);
        self.wait(2_000);
    }

    fn said(&self) -> Option<String> {
        self.app.model.form().map(|form| form.get("said").to_owned())
    }
}

/// Places in the bytes, in order, each with a pause.
fn cuts(least: usize, gap: i64) -> impl Strategy<Value = Vec<(usize, i64)>> {
    let cut = (least..60, prop_oneof![Just(0), 0..=gap, Just(gap)]);
    prop::collection::vec(cut, 0..8).prop_map(|mut cuts| {
        cuts.sort_unstable();
        cuts.dedup_by_key(|(at, _)| *at);
        cuts
    })
}

/// Text with ends of lines, keys of the program, and characters of several bytes.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-z0-9 ]{1,6}",
        "[渗水漏三楼𠮷]{1,4}",
        any::<char>().prop_map(String::from),
        prop::sample::select(vec!["\r", "\n", "\r\n", "\t", "\u{4}", "\u{18}", "\u{1b}", "\u{1b}[A", "\u{17}"])
            .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat().replace(END, ""))
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn a_paste_is_the_same_text_however_it_comes(text in text(), ends in any::<bool>(), cuts in cuts(1, 300)) {
        let bytes = if ends { format!("{BEGIN}{text}{END}\r\u{4}") } else { format!("{BEGIN}{text}\r") };
        let [mut whole, mut cut] = [(); 2].map(|()| Window::new(true));
        whole.send(bytes.as_bytes(), &[]);
        cut.send(bytes.as_bytes(), &cuts);
        prop_assert!(whole.app.acts.is_empty() && whole.said().is_some());
        prop_assert!(cut.app.acts.is_empty(), "{:?}", cut.app.acts);
        // An Esc that long before the rest of the mark has left the form, and what was typed in it is kept.
        if !cuts.iter().any(|(at, gap)| *at == 1 && *gap >= 20) {
            prop_assert_eq!(cut.said(), whole.said());
        }
        cut.app.after(2_000, "f6");
        prop_assert!(cut.app.model.form().is_none(), "the next key is heard");
    }

    #[test]
    fn a_paste_with_an_end_inside_or_over_a_list_does_nothing(
        parts in prop::collection::vec(text(), 1..4), form in any::<bool>(), cuts in cuts(1, 300),
    ) {
        let mut window = Window::new(form);
        window.send(format!("{BEGIN}{}{END}\r", parts.join(END)).as_bytes(), &cuts);
        prop_assert!(window.app.acts.is_empty(), "{:?}", window.app.acts);
    }

    #[test]
    fn a_paste_that_no_terminal_calls_one_does_nothing(
        text in text(), form in any::<bool>(), cuts in cuts(2, 50), gap in 0_i64..=50,
    ) {
        // The end of the line comes by itself, at the least.
        let end = 2 + text.len();
        let mut cuts: Vec<(usize, i64)> = cuts.into_iter().filter(|(at, _)| *at != end).chain([(end, gap)]).collect();
        cuts.sort_unstable();
        let mut window = Window::new(form);
        window.send(format!("ab{text}\r{text}\r").as_bytes(), &cuts);
        prop_assert!(window.app.acts.is_empty(), "{:?}", window.app.acts);
    }
}

#[test]
fn a_word_of_an_input_method_is_no_paste_and_a_hand_that_goes_on_is_heard() {
    let mut window = Window::new(true);
    window.send("两天".as_bytes(), &[]);
    window.app.after(0, "enter");
    assert_eq!(window.app.acts.len(), 1, "what follows it in its time saves");
    for (gap, saves) in [(50, false), (100, true)] {
        let mut window = Window::new(true);
        window.hear(vec![Input::Key("两".parse().unwrap()), Input::Key("天".parse().unwrap())]);
        window.app.after(gap, "enter");
        assert_eq!(!window.app.acts.is_empty(), saves, "after {gap} ms");
    }
    let mut window = Window::new(true);
    window.send(format!("{BEGIN}漏水{END}").as_bytes(), &[]);
    window.app.after(0, "两").after(120, "天").after(120, "enter");
    assert_eq!(window.app.acts.len(), 1);
}
