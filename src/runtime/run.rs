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
use crate::runtime::worker::{Job, Worker, supersedes};
use crate::runtime::{clock, signals};
use crate::ui::theme::Theme;
use crate::ui::{Scene, view};

/// How many keys are taken for one picture at the most, so that whatever streams in is seen.
const BATCH: usize = 256;

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
    if !model.beginning {
        let _ = jobs.send(job(&model, Effect::Load(model.want())));
    }
    // All else is done while the lists are read.
    signals::listen(messages.clone())?;
    let places = input::listen(messages)?;
    let locale = Locale::new(model.language);
    let mut shell = Shell { jobs, kept: None, ahead: VecDeque::new(), places, taken: 0, locale, theme, quit: false };
    let (columns, rows) = terminal::size()?;
    shell.event(&mut model, Event::Resize(columns, rows), clock::now(), &mut screen);
    if !model.beginning {
        shell.locale.read();
        // The first picture shows the lists.
        shell.settle(&mut model, &inbox, &mut screen, Duration::from_millis(200));
    }
    while !shell.quit {
        if shell.draw(&mut model, &mut screen).is_err() {
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
        while shell.taken < BATCH
            && let Ok(message) = inbox.try_recv()
        {
            shell.message(&mut model, message, &mut screen);
        }
    }
    shell.put_by();
    drop(shell);
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
    /// The draft that was typed last, which is put by once for each picture.
    kept: Option<Job>,
    /// Typed ahead while an answer is awaited.
    ahead: VecDeque<(Input, Moment)>,
    /// The places of what was not taken yet.
    places: Receiver<()>,
    /// Keys that were taken since the last picture.
    taken: usize,
    locale: Locale,
    theme: Theme,
    quit: bool,
}

impl Shell {
    /// Takes one message, and after it what was typed ahead of the desk's answer.
    fn message(&mut self, model: &mut Model, message: Message, screen: &mut Screen) -> bool {
        let typed = matches!(&message, Message::Input(input, _) if input.places() > 0);
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
        self.taken += input.places();
        self.places.try_iter().take(input.places()).for_each(drop);
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
                effect @ Effect::Keep(_) => self.keep(job(model, effect)),
                effect => {
                    asked |= !matches!(effect, Effect::Drop(_));
                    self.put_by();
                    let _ = self.jobs.send(job(model, effect));
                }
            }
        }
        asked
    }

    /// Notes a draft in the place of the same one, typed less far.
    fn keep(&mut self, job: Job) {
        if self.kept.as_ref().is_some_and(|kept| !supersedes(&job.effect, &kept.effect)) {
            self.put_by();
        }
        self.kept = Some(job);
    }

    /// Sends off what was typed.
    fn put_by(&mut self) {
        self.kept.take().into_iter().for_each(|job| drop(self.jobs.send(job)));
    }

    /// Takes what arrives within `grace`, until an answer of the worker has come.
    fn settle(&mut self, model: &mut Model, inbox: &Receiver<Message>, screen: &mut Screen, grace: Duration) {
        while self.taken < BATCH
            && let Ok(message) = inbox.recv_timeout(grace)
        {
            let answer = matches!(message, Message::Event(_));
            let more = self.message(model, message, screen);
            if answer && !more {
                return;
            }
        }
    }

    fn draw(&mut self, model: &mut Model, screen: &mut Screen) -> anyhow::Result<()> {
        self.put_by();
        let scene = Scene::new(model, &self.locale, clock::now(), &self.theme);
        screen.draw(|frame| view(&scene, frame))?;
        if std::mem::take(&mut self.taken) >= BATCH {
            // However long the picture took, no hand typed so many: what follows is more of the same.
            self.event(model, Event::Paste(String::new()), clock::now(), screen);
        }
        Ok(())
    }
}

/// An effect, with who asks for it.
fn job(model: &Model, effect: Effect) -> Job {
    Job { effect, post: model.post.clone(), operator: model.operator.clone() }
}

/// Whether the desk's answer is awaited, and not for so long that keys must get through.
fn awaited(model: &Model) -> bool {
    model.waiting.is_some_and(|since| clock::now().since(since) < HOLD)
}
