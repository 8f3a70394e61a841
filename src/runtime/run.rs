//! The loop: a key or the passing of time changes the model, the model asks for effects, then one picture is drawn.
//! Keys, the worker at the logbook and the signals have threads of their own; this one stands between two channels.

use std::collections::VecDeque;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use crate::app::{Effect, Event, Model, update};
use crate::domain::time::Moment;
use crate::locale::Locale;
use crate::runtime::input::{self, Input};
use crate::runtime::terminal::{self, Screen};
use crate::runtime::worker::{Job, Worker};
use crate::runtime::{clock, signals};
use crate::ui::theme::Theme;
use crate::ui::{Scene, view};

/// How long a picture waits for an answer that is as good as there, so that one picture shows both.
const GRACE: Duration = Duration::from_millis(8);

enum Message {
    /// Input, and when it came: what was done later was not yet seen.
    Input(Input, Moment),
    Event(Event),
}

impl From<Input> for Message {
    fn from(input: Input) -> Self {
        Self::Input(input, clock::now())
    }
}

impl From<Event> for Message {
    fn from(event: Event) -> Self {
        Self::Event(event)
    }
}

/// Runs the screen until it is left.
pub fn run(mut model: Model, worker: Worker, theme: Theme) -> anyhow::Result<()> {
    let (jobs, todo) = mpsc::channel::<Job>();
    let (messages, inbox) = mpsc::channel::<Message>();
    terminal::guard_panics();
    let mut screen = Screen::enter()?;
    let events = messages.clone();
    let mut check = Some(worker.check(messages.clone()));
    let worker = thread::Builder::new().name("worker".into()).spawn(move || worker.work(&todo, &events))?;
    let mut shell = Shell { jobs, ahead: VecDeque::new(), locale: Locale::new(model.language), theme, quit: false };
    if !model.beginning {
        shell.send(&model, Effect::Load(model.want()));
    }
    // All else is done while the lists are read.
    signals::listen(messages.clone())?;
    input::listen(messages)?;
    let (columns, rows) = terminal::size()?;
    shell.event(&mut model, Event::Resize(columns, rows), clock::now(), &mut screen);
    if !model.beginning {
        shell.locale.read();
        // The first picture shows the lists.
        shell.settle(&mut model, &inbox, &mut screen, Duration::from_millis(200));
    }
    while !shell.quit {
        if shell.draw(&model, &mut screen).is_err() {
            break;
        }
        // After the first picture, which nobody waits longer for.
        if let Some(check) = check.take() {
            check();
        }
        let now = clock::now();
        let rest = model.wake(now).since(now).max(1);
        let wait = Duration::from_millis(u64::try_from(rest).unwrap_or(1));
        match inbox.recv_timeout(wait) {
            Ok(message) => {
                let asked = shell.message(&mut model, message, &mut screen);
                if asked {
                    shell.settle(&mut model, &inbox, &mut screen, GRACE);
                }
            }
            Err(RecvTimeoutError::Timeout) => {
                shell.message(&mut model, Message::Event(Event::Tick), &mut screen);
            }
            Err(RecvTimeoutError::Disconnected) => shell.quit = true,
        }
        // Keys that are already there are taken before the next picture.
        while let Ok(message) = inbox.try_recv() {
            shell.message(&mut model, message, &mut screen);
        }
    }
    let Shell { jobs, .. } = shell;
    drop(jobs);
    drop(screen);
    // What was asked before is still done: a draft kept, a record written.
    let _ = worker.join();
    Ok(())
}

/// How long keys wait for the desk's answer to what was typed before them.
const HOLD: i64 = 1_000;

/// What the loop holds beside the model.
struct Shell {
    jobs: Sender<Job>,
    /// Typed ahead while an answer is awaited.
    ahead: VecDeque<(Input, Moment)>,
    locale: Locale,
    theme: Theme,
    quit: bool,
}

impl Shell {
    /// Takes one message, and after it what was typed ahead of the desk's answer.
    fn message(&mut self, model: &mut Model, message: Message, screen: &mut Screen) -> bool {
        let typed = matches!(message, Message::Input(Input::Key(_) | Input::Paste(_), _));
        let mut asked = match message {
            Message::Input(input, at) if typed && (awaited(model) || !self.ahead.is_empty()) => {
                self.ahead.push_back((input, at));
                false
            }
            Message::Input(input, at) => self.input(model, input, at, screen),
            Message::Event(event) => self.event(model, event, clock::now(), screen),
        };
        while !awaited(model)
            && let Some((input, at)) = self.ahead.pop_front()
        {
            asked |= self.input(model, input, at, screen);
        }
        asked
    }

    fn input(&mut self, model: &mut Model, input: Input, at: Moment, screen: &mut Screen) -> bool {
        let event = match input {
            Input::Key(key) => Event::Key(key),
            Input::Paste(text) => Event::Paste(text),
            Input::Resize(columns, rows) => Event::Resize(columns, rows),
            Input::Closed | Input::Hangup => {
                self.quit = true;
                return false;
            }
        };
        self.event(model, event, at, screen)
    }

    /// Changes the model and sends off what it asks for. Returns whether an answer is to be expected at once.
    fn event(&mut self, model: &mut Model, event: Event, now: Moment, screen: &mut Screen) -> bool {
        let language = model.language;
        let effects = update(model, event, now, clock::new_uid());
        if model.language != language {
            self.locale = Locale::new(model.language);
        }
        let mut asked = false;
        for effect in effects {
            match effect {
                Effect::Bell => drop(screen.bell()),
                Effect::Redraw => terminal::retake(),
                Effect::Quit => self.quit = true,
                effect => {
                    asked |= !matches!(effect, Effect::Keep(_) | Effect::Drop(_));
                    self.send(model, effect);
                }
            }
        }
        asked
    }

    fn send(&self, model: &Model, effect: Effect) {
        let job = Job { effect, post: model.post.clone(), operator: model.operator.clone() };
        let _ = self.jobs.send(job);
    }

    /// Takes what arrives within `grace`, until an answer of the worker has come.
    fn settle(&mut self, model: &mut Model, inbox: &Receiver<Message>, screen: &mut Screen, grace: Duration) {
        while let Ok(message) = inbox.recv_timeout(grace) {
            let answer = matches!(message, Message::Event(_));
            let more = self.message(model, message, screen);
            if answer && !more {
                return;
            }
        }
    }

    fn draw(&self, model: &Model, screen: &mut Screen) -> anyhow::Result<()> {
        let scene = Scene::new(model, &self.locale, clock::now(), &self.theme);
        screen.draw(|frame| view(&scene, frame))?;
        Ok(())
    }
}

/// Whether the desk's answer is awaited, and not for so long that keys must get through.
fn awaited(model: &Model) -> bool {
    model.waiting.is_some_and(|since| clock::now().since(since) < HOLD)
}
