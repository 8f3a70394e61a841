//! One event changes the model and asks for effects. A key is looked up in the innermost layer first; where text is
//! typed, characters are text.

use uuid::Uuid;

use crate::app::card::CardState;
use crate::app::command::Command;
use crate::app::form::FormState;
use crate::app::key::{Code, Key};
use crate::app::layer::Layer;
use crate::app::moving::PAGE;
use crate::app::pace::AGAIN;
use crate::app::panel::Panel;
use crate::app::typing::{keep, paste, type_key, typed};
use crate::app::{Ask, Effect, Event, Model, Notice, Overlay, tick};
use crate::domain::entry::Kind;
use crate::domain::handover::Verdict;
use crate::domain::time::Moment;

/// Changes the model by one event at `now`; `fresh` is an identity that nothing else has.
#[must_use]
pub fn update(model: &mut Model, event: Event, now: Moment, fresh: Uuid) -> Vec<Effect> {
    match event {
        Event::Key(key) => {
            model.notice.take_if(|(notice, _)| notice.is_error());
            if key.is_text() && model.pace.bounced(key, now) {
                // What a field did not take is said.
                if let Some(c) = key.folded().typed().filter(|_| model.typing()) {
                    model.say(Notice::Bounced(c), now);
                }
                return Vec::new();
            }
            let (below, place) = (model.overlays.len(), model.place());
            let said = model.notice.clone();
            // The first character of what is sought is text itself, and the same may follow it at once.
            let commands = model.command(key).is_some();
            let sought = !commands && model.finds(key);
            let effects = press(model, key, now, fresh);
            model.stamp(now);
            // Of other characters an input method may send the same twice at once: 谢谢.
            let digit = key.folded().typed().is_some_and(|c| c.is_ascii_digit());
            if (digit || commands && key.is_text()) && !sought && model.place() != place {
                model.pace.lead(key, now);
            }
            let form = |place: (_, Option<(Uuid, usize)>)| place.1.map(|(uid, _)| uid);
            if form(model.place()).is_some_and(|uid| form(place) != Some(uid)) && model.notice == said {
                // What was said of the one would be read of the other; an offer goes by itself.
                model.notice.take_if(|(notice, _)| !notice.is_error() && !notice.offers());
            }
            let opened = model.overlays.len() > below && !matches!(model.overlays.last(), Some(Overlay::Filter));
            if opened {
                model.look_first(below, now);
            }
            effects
        }
        Event::Paste(text) => {
            model.pace.paste(now);
            if model.too_small() || text.is_empty() {
                return Vec::new();
            }
            if matches!(model.overlays.last(), Some(Overlay::Year)) {
                model.paste_notice(&text, now);
                return Vec::new();
            }
            paste(model, &text, now);
            model.stamp(now);
            typed(model, now)
        }
        event => {
            let before = model.under();
            let answered = matches!(event, Event::Replied(..));
            let effects = happen(model, event, now, fresh);
            if answered || model.under() != before {
                model.pace.stir(now);
            }
            effects
        }
    }
}

/// What becomes of an event that is not the person's own doing.
fn happen(model: &mut Model, event: Event, now: Moment, fresh: Uuid) -> Vec<Effect> {
    match event {
        Event::Key(_) | Event::Paste(_) => {}
        Event::Resize(columns, rows) => model.size = (columns, rows),
        Event::Tick => return tick::tick(model, now),
        Event::Replied(uid, result) => return model.replied(uid, result, fresh, now),
        Event::Loaded(snapshot) => return model.loaded(*snapshot, now),
        Event::Card(card) => {
            model.name_line(&card, now);
            model.tell_done(&card.record);
            let shown = model.overlays.iter_mut().find_map(Overlay::try_as_card_mut);
            match shown {
                Some(shown) if shown.card.record.subject == card.record.subject => {
                    shown.card = *card;
                    shown.selected = shown.selected.min(shown.rows().len().saturating_sub(1));
                    model.strike_anew();
                }
                None if model.awaited == Some(card.record.subject) => {
                    model.awaited = None;
                    model.overlays.push(Overlay::Card(Box::new(CardState::new(*card))));
                }
                _ => {}
            }
            model.ask_why_again();
        }
        Event::Signed(page) => {
            let record = page.signed.as_deref().cloned();
            if let Some(record) = record.filter(|record| model.awaited == Some(record.subject)) {
                model.awaited = None;
                let card =
                    crate::desk::Card { record, lines: Vec::new(), next: None, awaits: None, offered: Vec::new() };
                let state = CardState { card, page: Some(*page), selected: 0 };
                model.overlays.push(Overlay::Card(Box::new(state)));
            }
        }
        Event::Found(found) => return model.found(*found),
        Event::Doubtful { uid, year, doubts } => model.doubtful(uid, year, doubts),
        Event::Rebasing(rebasing) => model.rebasing(rebasing, fresh, now),
        Event::Paper(subject, pages) => model.show_paper(subject, pages, now),
        Event::Filed(notice) => model.say(*notice, now),
        Event::Changed => return vec![Effect::Load(model.want())],
        Event::ClockJumped(by) => model.clock_jumped = Some((by, now)),
        Event::Failed(error) => {
            model.waiting = None;
            model.stop_finding();
            model.say(Notice::Store(error), now);
        }
        Event::Flawed => model.flawed = true,
        Event::Unnoted => model.say(Notice::Unnoted, now),
        Event::Unkept(error) => model.say(Notice::Unkept(error), now),
        Event::Left(person, left, unread) => model.offer_left(&person, left, unread, now),
        Event::Begun(result) => return model.begun(result, now),
    }
    Vec::new()
}

fn press(model: &mut Model, key: Key, now: Moment, fresh: Uuid) -> Vec<Effect> {
    if model.too_small() {
        let quits = model.keys.get(Layer::Global, key) == Some(Command::Quit);
        return if quits { vec![Effect::Quit] } else { Vec::new() };
    }
    if model.typing() && key.is_text() && type_key(model, key, now) {
        model.pace.write(key, now);
        model.heard();
        return typed(model, now);
    }
    let command = model.command(key);
    // What is typed at the question whether to give a form up goes on with the form.
    if command.is_none() && key.is_text() && matches!(model.overlays.last(), Some(Overlay::Ask(Ask::Discard))) {
        model.overlays.pop();
        return press(model, key, now, fresh);
    }
    let picks = command.is_none() && model.picks();
    if picks || command == Some(Command::Choose) {
        // What is chosen stands in the menu, whatever has gone from the list behind it.
        model.pace.forget();
    }
    let acts = picks || command.is_some_and(|command| model.acts(command, now));
    if !model.pace.admits(key, acts, model.overlays.len(), now) {
        model.hold_drafts(now);
        // A bounced key leaves what was just said.
        let fresh = |(_, said): &(Notice, Moment)| now.since(*said).abs() < AGAIN;
        match model.pace.lost() {
            Some((family, number)) => model.say(Notice::Gone(family, number), now),
            None if model.pace.stilled() => model.say(Notice::Pasted, now),
            None if model.notice.as_ref().is_some_and(fresh) => {}
            None => model.say(Notice::TooSoon, now),
        }
        return Vec::new();
    }
    model.heard();
    if !matches!(command, Some(Command::Withdraw | Command::Leave | Command::Redraw)) {
        // The offer to strike it does not outlive it.
        model.written = None;
        model.notice.take_if(|(notice, _)| notice.offers());
    }
    if command.is_none() && model.finds(key) {
        let read = model.find();
        type_key(model, key, now);
        model.pace.write(key, now);
        return read.into_iter().chain(model.look_for()).collect();
    }
    if let Some(command) = command {
        if !model.idle(command, now) {
            return perform(model, command, now, fresh);
        }
        model.say_idle(key, now);
        return Vec::new();
    }
    if let Some(Overlay::Pick(pick)) = model.overlays.last_mut() {
        // The tenth has the digit 0.
        if let Code::Char(digit @ '0'..='9') = key.folded().code
            && let Some(at) = digit.to_digit(10).and_then(|digit| usize::try_from((digit + 9) % 10).ok())
            && at < pick.what.len()
        {
            pick.selected = Some(at);
            return model.choose(fresh, now);
        }
    }
    if type_key(model, key, now) {
        return typed(model, now);
    }
    model.say_idle(key, now);
    Vec::new()
}

/// Leaves the form on top; what was typed is put by.
fn leave(model: &mut Model, now: Moment) -> Vec<Effect> {
    let Some(Overlay::Form(form)) = model.overlays.pop() else { return Vec::new() };
    if model.beginning {
        model.overlays.push(Overlay::Form(form));
        model.overlays.push(Overlay::Ask(Ask::Quit));
        return Vec::new();
    }
    let Some(draft) = form.draft(now) else {
        model.put_aside(*form, now);
        return Vec::new();
    };
    model.drafts.retain(|other| other.uid != draft.uid);
    model.drafts.push(draft.clone());
    model.say(Notice::Kept(draft.until()), now);
    vec![Effect::Keep(Box::new(draft))]
}

/// Leaves everything that lies over the panel and goes to another.
fn go(model: &mut Model, panel: Panel, now: Moment) -> Vec<Effect> {
    let mut effects = Vec::new();
    while let Some(overlay) = model.overlays.last() {
        match overlay {
            Overlay::Form(_) => effects.extend(leave(model, now)),
            Overlay::Year => model.leave_year(now),
            Overlay::Question(_) => model.refrain(),
            _ => drop(model.overlays.pop()),
        }
    }
    if model.listed() {
        model.unfind();
    }
    model.turn_to(panel);
    model.awaited = None;
    effects.push(Effect::Load(model.want()));
    effects
}

fn perform(model: &mut Model, command: Command, now: Moment, fresh: Uuid) -> Vec<Effect> {
    match command {
        Command::Panel(panel) | Command::Goto(panel) => return go(model, panel, now),
        Command::GotoMenu => over(model, Overlay::Goto),
        Command::Help => over(model, Overlay::Help(0)),
        Command::Year
        | Command::GotoYear
        | Command::DayOff
        | Command::DayMakeup
        | Command::DayHalf
        | Command::DayPlain
        | Command::SaveYear
        | Command::Unmark
        | Command::Import
        | Command::Rebase
        | Command::LeaveYear
        | Command::DayBack
        | Command::DayOn
        | Command::WeekBack
        | Command::WeekOn
        | Command::GoOn
        | Command::Refrain => return model.calendar(command, fresh, now),
        Command::GotoHelp => {
            model.overlays.pop();
            over(model, Overlay::Help(0));
        }
        Command::Quit => over(model, Overlay::Ask(Ask::Quit)),
        Command::QuitNow => return model.keep_all(now).chain([Effect::Quit]).collect(),
        Command::Redraw => return vec![Effect::Redraw],
        Command::Language => {
            model.overlays.pop();
            model.language = model.language.next();
            return if model.paper().is_some() { model.ask_paper() } else { model.look_for() };
        }
        Command::Paper => return model.ask_paper(),
        Command::SavePage => return model.file_paper(),
        Command::OtherPage => model.turn_paper(),
        Command::Operator => model.ask_operator(fresh, now),
        Command::New => model.new_record(fresh, now),
        Command::Note => model.new_form(Kind::Note, fresh, now),
        Command::Refuse => model.at_gate([Kind::VisitorRefused, Kind::VehicleRefused], fresh, now),
        Command::OutOnly => model.at_gate([Kind::VisitorOutOnly, Kind::VehicleOutOnly], fresh, now),
        Command::Depart => model.depart(false, fresh, now),
        Command::Next | Command::Accept | Command::Enter => return model.do_primary(fresh, now),
        Command::Steps => model.steps(now),
        Command::Why => model.ask_why(),
        Command::Unseen => model.depart(true, fresh, now),
        Command::Open | Command::OpenLine => return model.show(),
        Command::Amend => return model.amend(fresh, now),
        Command::Withdraw => return model.withdraw(fresh, now),
        Command::Acknowledge => model.acknowledge(fresh, now),
        Command::Choose => return model.choose(fresh, now),
        Command::Filter => return model.find(),
        Command::Found => return model.act_on_found(fresh, now),
        Command::Confirm => return confirm(model, now),
        Command::Discard => return discard(model, now),
        Command::Toggle => return model.toggle(),
        Command::Keep => {
            model.overlays.pop();
        }
        Command::Unfilter => {
            model.overlays.pop();
            return model.leave_find();
        }
        Command::Reset => return model.leave_find(),
        Command::Query => model.doubt(Verdict::Queried, fresh, now),
        Command::Reject => model.doubt(Verdict::Refused, fresh, now),
        Command::TakeInside => model.take_inside(),
        Command::NoteDone => return model.note_done(fresh, now),
        Command::Sign => return model.sign(fresh, now),
        Command::Remark => {
            if let Some(record) = model.selected().cloned() {
                model.follow_form(Kind::HandoverRemark, "", &record, fresh, now);
            }
        }
        Command::NextField | Command::PreviousField | Command::Clear => return form(model, command, now),
        Command::Save => return model.save(fresh, now),
        Command::Leave => return leave(model, now),
        Command::TakeUp => return model.take_left(now),
        Command::NextLimit | Command::PreviousLimit => {
            if let Some(Overlay::Why(why)) = model.overlays.last_mut() {
                why.turn(if command == Command::NextLimit { 1 } else { -1 });
            }
        }
        Command::Back | Command::CloseHelp | Command::CloseWhy => {
            model.overlays.pop();
        }
        Command::NextBox => model.next_box(1),
        Command::PreviousBox => model.next_box(-1),
        Command::Up => return model.step(-1),
        Command::Down => return model.step(1),
        Command::PageUp => return model.step(-PAGE),
        Command::PageDown => return model.step(PAGE),
        Command::First => return model.step(isize::MIN),
        Command::Last => return model.step(isize::MAX),
    }
    Vec::new()
}

/// Does what was asked about.
fn confirm(model: &mut Model, now: Moment) -> Vec<Effect> {
    match model.overlays.pop() {
        Some(Overlay::Ask(Ask::Close)) => model.send_form(now),
        _ => Vec::new(),
    }
}

/// Gives the form up that was asked about, with its draft.
fn discard(model: &mut Model, now: Moment) -> Vec<Effect> {
    model.overlays.pop();
    let Some(Overlay::Form(form)) = model.overlays.pop() else { return Vec::new() };
    model.drafts.retain(|draft| draft.uid != form.uid);
    model.say(Notice::Discarded, now);
    vec![Effect::Drop(form.uid)]
}

/// Lays something over what is there, once.
fn over(model: &mut Model, overlay: Overlay) {
    let same = |top: &Overlay| std::mem::discriminant(top) == std::mem::discriminant(&overlay);
    let twice = model.overlays.last().is_some_and(same) && !matches!(overlay, Overlay::Form(_));
    if !twice {
        model.overlays.push(overlay);
    }
}

fn form(model: &mut Model, command: Command, now: Moment) -> Vec<Effect> {
    let Some(Overlay::Form(form)) = model.overlays.last_mut() else { return Vec::new() };
    match command {
        Command::NextField => form.step(false),
        Command::PreviousField => form.step(true),
        _ if form.edit(FormState::clear) => return keep(model, now),
        _ if model.beginning => {}
        _ => model.overlays.push(Overlay::Ask(Ask::Discard)),
    }
    Vec::new()
}
