//! What happens in the demonstration, as acts with their times. What would happen after now is simply not done, which
//! leaves people inside, promises open and complaints under way.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::cast::{Cast, Dice};
use super::course::{Course, PAST, TODAY};
use crate::desk::{Act, ActTarget};
use crate::domain::entry::Kind;
use crate::domain::time::{Moment, Zone};

pub(super) const DAY: i64 = 24 * 60;

/// Where an act is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Counter,
    Gate,
}

/// Acts still to be done, by time.
pub(super) struct Script<'a> {
    pub(super) cast: &'a Cast,
    pub(super) dice: Dice,
    pub(super) zone: Zone,
    turns: BTreeMap<(Moment, u64), (Place, Act)>,
    made: u64,
    pub(super) vehicles: u64,
}

type Said<'a> = &'a [(&'a str, String)];

impl<'a> Script<'a> {
    pub(super) const fn new(cast: &'a Cast, dice: Dice, zone: Zone) -> Self {
        Self { cast, dice, zone, turns: BTreeMap::new(), made: 0, vehicles: 0 }
    }

    /// Takes out what happens before `until`, in order.
    pub(super) fn before(&mut self, until: Moment) -> Vec<(Moment, Place, Act)> {
        let later = self.turns.split_off(&(until, 0));
        let due = std::mem::replace(&mut self.turns, later);
        due.into_iter().map(|((at, _), (place, act))| (at, place, act)).collect()
    }

    /// An act to be put in with [`put`](Self::put).
    pub(super) fn act(&mut self, at: Moment, kind: Kind, subject: Option<Uuid>, said: Said<'_>) -> Act {
        let fields = said.iter().filter(|(_, text)| !text.is_empty());
        let fields = fields.map(|(key, text)| ((*key).to_owned(), text.clone())).collect();
        Act { subject, fields, ..Act::new(self.dice.uid(at), kind) }
    }

    pub(super) fn put(&mut self, at: Moment, place: Place, act: Act) -> Uuid {
        self.made += 1;
        let uid = act.uid;
        self.turns.insert((at, self.made), (place, act));
        uid
    }

    pub(super) fn say(&mut self, at: Moment, place: Place, kind: Kind, said: Said<'_>) -> Uuid {
        let act = self.act(at, kind, None, said);
        self.put(at, place, act)
    }

    pub(super) fn then(&mut self, at: Moment, place: Place, kind: Kind, subject: Uuid, said: Said<'_>) {
        let act = self.act(at, kind, Some(subject), said);
        self.put(at, place, act);
    }

    pub(super) fn promise(&self, at: Moment) -> String {
        self.zone.rfc3339(at)
    }

    /// An instant of a day that begins at `start`, rarely at night.
    fn instant(&mut self, start: Moment) -> Moment {
        for _ in 0..8 {
            let at = start.plus_minutes(self.dice.minutes(0, DAY));
            if !self.asleep(at) || self.dice.percent(6) {
                return at;
            }
        }
        start.plus_minutes(self.dice.minutes(0, DAY))
    }

    fn asleep(&self, at: Moment) -> bool {
        let hour = self.zone.local(at).format("%H").to_string();
        matches!(hour.as_str(), "23" | "00" | "01" | "02" | "03" | "04" | "05" | "06")
    }

    /// One day's ordinary traffic, from `start` on, with so many visits.
    pub(super) fn day(&mut self, start: Moment, visits: u64) {
        for n in 0..visits {
            if n % 5 < 3 { self.visitor(start) } else { self.vehicle(start) }
        }
        for _ in 0..(visits / 30).max(2).min(visits) {
            self.refusal(start);
        }
        for _ in 0..(visits / 12).clamp(10.min(visits), 60) {
            self.walk_in(start);
        }
        for _ in 0..(visits / 14).clamp(10.min(visits), 60) {
            self.call(start);
        }
        for _ in 0..visits.min(2) {
            let (at, text) = (self.instant(start), self.dice.pick(&self.cast.note.texts));
            let place = if self.dice.percent(50) { Place::Counter } else { Place::Gate };
            let note = self.say(at, place, Kind::Note, &[("text", text)]);
            let done = at.plus_minutes(self.dice.minutes(400, 900));
            self.then(done, place, Kind::NoteDone, note, &[]);
        }
    }

    fn visitor(&mut self, start: Moment) {
        let (at, cast) = (self.instant(start), self.cast);
        let class =
            self.dice.pick(&["guest", "guest", "guest", "courier", "delivery", "domestic", "renovation", "contractor"]);
        let check = self.dice.pick(&["id_card", "id_card", "licence", "badge", "known"]);
        let named = !matches!(class, "courier" | "delivery");
        let stays = match class {
            "courier" | "delivery" => self.dice.minutes(5, 30),
            "renovation" | "contractor" => self.dice.minutes(90, 540),
            _ => self.dice.minutes(20, 300),
        };
        let mut said = vec![
            ("visitor", class.to_owned()),
            ("room", cast.room(&mut self.dice)),
            ("check", check.to_owned()),
            ("name", if named { cast.name(&mut self.dice) } else { String::new() }),
            ("host", if self.dice.percent(30) { cast.name(&mut self.dice) } else { String::new() }),
        ];
        if matches!(check, "id_card" | "licence") {
            said.push(("tail", format!("{:04}", self.dice.below(10_000))));
        }
        if class == "renovation" {
            said.push(("count", (2 + self.dice.below(4)).to_string()));
        }
        if class == "courier" {
            said.push(("purpose", self.dice.pick(&cast.couriers)));
        } else if self.dice.percent(60) {
            said.push(("purpose", self.dice.pick(&cast.visit.purposes)));
            said.push(("pass", format!("{}{:02}", self.dice.pick(&cast.visit.passes), 1 + self.dice.below(60))));
        }
        let visit = self.say(at, Place::Gate, Kind::VisitorIn, &said);
        self.leave(at.plus_minutes(stays), Kind::VisitorOut, visit);
    }

    fn vehicle(&mut self, start: Moment) {
        let (at, cast) = (self.instant(start), self.cast);
        self.vehicles += 1;
        let class = self.dice.pick(&["guest", "guest", "delivery", "service", "taxi", "renovation"]);
        let stays = if class == "taxi" { self.dice.minutes(4, 15) } else { self.dice.minutes(20, 420) };
        let said = [
            ("plate", cast.plate(self.vehicles, &mut self.dice)),
            ("use", class.to_owned()),
            ("room", cast.room(&mut self.dice)),
            ("phone", if self.dice.percent(40) { cast.phone(&mut self.dice) } else { String::new() }),
        ];
        let visit = self.say(at, Place::Gate, Kind::VehicleIn, &said);
        self.leave(at.plus_minutes(stays), Kind::VehicleOut, visit);
    }

    fn leave(&mut self, at: Moment, kind: Kind, visit: Uuid) {
        let unseen = if self.dice.percent(2) { "yes".to_owned() } else { String::new() };
        self.then(at, Place::Gate, kind, visit, &[("unseen", unseen)]);
    }

    fn refusal(&mut self, start: Moment) {
        let at = self.instant(start);
        let ground = self.dice.pick(&["no_id", "suspicious", "host_declined"]).to_owned();
        let said = [
            ("ground", ground),
            ("room", self.cast.room(&mut self.dice)),
            ("description", self.dice.pick(&self.cast.visit.refusals)),
        ];
        self.say(at, Place::Gate, Kind::VisitorRefused, &said);
    }

    fn walk_in(&mut self, start: Moment) {
        let (at, cast) = (self.instant(start), self.cast);
        let reasons: Vec<&String> = cast.walk_in.keys().collect();
        let reason = reasons.get(self.dice.below(reasons.len() as u64) as usize).map_or("", |reason| reason.as_str());
        let said = cast.walk_in.get(reason).map_or_else(String::new, |texts| self.dice.pick(texts));
        let mut said = vec![
            ("name", cast.name(&mut self.dice)),
            ("room", if self.dice.percent(85) { cast.room(&mut self.dice) } else { String::new() }),
            ("phone", if self.dice.percent(40) { cast.phone(&mut self.dice) } else { String::new() }),
            ("reason", reason.to_owned()),
            ("said", said),
        ];
        let solved = [("outcome", "solved".to_owned())];
        match self.dice.below(10) {
            0..=5 => said.extend(solved.clone()),
            6 => said.extend([("outcome", "passed".to_owned()), ("to", cast.engineer.clone())]),
            7 => {
                let due = at.plus_minutes(self.dice.minutes(90, 300));
                said.extend([("outcome", "promised".to_owned()), ("promise", self.promise(due))]);
                let walk_in = self.say(at, Place::Counter, Kind::WalkIn, &said);
                return self.then(due.plus_minutes(-12), Place::Counter, Kind::WalkInOutcome, walk_in, &solved);
            }
            _ => {
                let walk_in = self.say(at, Place::Counter, Kind::WalkIn, &said);
                let later = at.plus_minutes(self.dice.minutes(30, 200));
                return self.then(later, Place::Counter, Kind::WalkInOutcome, walk_in, &solved);
            }
        }
        self.say(at, Place::Counter, Kind::WalkIn, &said);
    }

    fn call(&mut self, start: Moment) {
        let (at, cast) = (self.instant(start), self.cast);
        let direction = self.dice.pick(&["in", "in", "in", "in", "out", "missed"]);
        let mut said = vec![("direction", direction.to_owned()), ("phone", cast.phone(&mut self.dice))];
        if direction != "missed" {
            said.push(("name", cast.name(&mut self.dice)));
            said.push(("room", cast.room(&mut self.dice)));
            said.push(("topic", self.dice.pick(&cast.call.topics)));
            said.push(("seconds", (20 + self.dice.below(300)).to_string()));
        }
        if direction != "in" || self.dice.percent(70) {
            said.push(("outcome", if direction == "missed" { String::new() } else { "solved".to_owned() }));
            self.say(at, Place::Counter, Kind::Call, &said);
            return;
        }
        let due = at.plus_minutes(self.dice.minutes(60, 400));
        said.extend([("outcome", "promised".to_owned()), ("promise", self.promise(due))]);
        let call = self.say(at, Place::Counter, Kind::Call, &said);
        let back = due.plus_minutes(self.dice.minutes(-20, 10));
        let made = [("reached", "yes".to_owned()), ("result", self.dice.pick(&cast.call.results))];
        self.then(back, Place::Counter, Kind::CallBack, call, &made);
    }

    /// A complaint of an earlier day, carried to the archive.
    pub(super) fn past_complaint(&mut self, start: Moment) {
        let at = self.instant(start);
        let which = self.dice.below(PAST.len() as u64) as usize;
        if let Some(course) = PAST.get(which) {
            self.complaint(at, course, None);
        }
    }

    /// The complaints of the last days before `now`, and one out of a walk-in.
    pub(super) fn complaints(&mut self, now: Moment) {
        for course in TODAY {
            self.complaint(now.plus_minutes(-course.ago), course, None);
        }
        let at = now.plus_minutes(-72);
        let said = [
            ("name", self.dice.pick(&self.cast.rare)),
            ("room", self.cast.room(&mut self.dice)),
            ("reason", "complaint".to_owned()),
            ("said", self.dice.pick(&self.cast.complaint.engineering)),
        ];
        let walk_in = self.say(at, Place::Counter, Kind::WalkIn, &said);
        let course = Course { ago: 70, gate: false, steps: &[(30, "relayed")], ..PLAIN };
        self.complaint(at.plus_minutes(2), &course, Some(walk_in));
    }

    fn complaint(&mut self, at: Moment, course: &Course, origin: Option<Uuid>) {
        let cast = self.cast;
        let what = match course.category {
            "conduct" => &cast.complaint.conduct,
            "department" => &cast.complaint.department,
            _ => &cast.complaint.engineering,
        };
        let said = [
            ("name", cast.name(&mut self.dice)),
            ("room", cast.room(&mut self.dice)),
            ("phone", cast.phone(&mut self.dice)),
            ("said", self.dice.pick(what)),
            ("category", course.category.to_owned()),
            ("channel", course.channel.to_owned()),
            ("intake", course.intake.to_owned()),
            ("received_by", if course.intake == "department" { "engineering".into() } else { String::new() }),
            ("valid", "valid".to_owned()),
            ("matter", course.matter.to_owned()),
            ("class", course.class.to_owned()),
            ("next_reply", self.promise(at.plus_minutes(DAY))),
        ];
        let place = if course.gate { Place::Gate } else { Place::Counter };
        let mut act = self.act(at, Kind::Complaint, None, &said);
        if let Some(origin) = origin {
            act.target = ActTarget::From(origin);
        }
        let complaint = self.put(at, place, act);
        for (minutes, step) in course.steps {
            let at = at.plus_minutes(*minutes);
            let said = self.step(step, at, course.category);
            let act = self.act(at, Kind::ComplaintStep, Some(complaint), &said);
            // What stands behind a colon is chosen among the step's own.
            let step = step.split_once(':').map_or(*step, |(step, _)| step);
            self.put(at, place, Act { step: step.to_owned(), ..act });
        }
    }

    fn step(&mut self, step: &str, at: Moment, category: &str) -> Vec<(&'static str, String)> {
        let (cast, dice) = (self.cast, &mut self.dice);
        let department = match category {
            "engineering" => "engineering",
            "warranty" => "works",
            _ => "security",
        };
        let (step, chosen) = step.split_once(':').unwrap_or((step, ""));
        match step {
            "called" => vec![
                ("told", chosen.to_owned()),
                ("contact", cast.head.clone()),
                ("means", "phone".to_owned()),
                ("reached", "yes".to_owned()),
            ],
            "planned" => vec![("plan", dice.pick(&cast.complaint.plans))],
            "submitted" => vec![
                ("receiver", cast.engineer.clone()),
                ("proof", "signed".to_owned()),
                ("receipt", format!("KF-{:03}", dice.below(1_000))),
            ],
            "paused" => vec![("pause", chosen.to_owned()), ("until", self.zone.rfc3339(at.plus_minutes(2 * DAY)))],
            "accepted" => vec![("person", dice.pick(&cast.guards))],
            "beyond" => vec![("explained", cast.complaint.beyond.clone())],
            "relayed" => vec![("department", department.to_owned())],
            "shared" => vec![("share", "works".to_owned()), ("task", dice.pick(&cast.complaint.plans))],
            "surveyed" => vec![
                ("quantity", cast.complaint.quantity.clone()),
                ("period", cast.complaint.period.clone()),
                ("plan", dice.pick(&cast.complaint.plans)),
                ("promise", self.zone.rfc3339(at.plus_minutes(DAY + 60))),
                ("confirmed", "yes".to_owned()),
                ("informed", "yes".to_owned()),
            ],
            "resulted" => vec![("result", dice.pick(&cast.complaint.results))],
            "answered" | "replied" => vec![
                ("way", "phone".to_owned()),
                ("answer", dice.pick(&cast.complaint.answers)),
                ("next_reply", self.zone.rfc3339(at.plus_minutes(3 * DAY))),
            ],
            "reported" => vec![("head", cast.head.clone())],
            "concluded" => {
                let cause = if category == "engineering" { "work" } else { "supervision" };
                vec![("cause", cause.to_owned()), ("responsible", cast.complaint.responsible.clone())]
            }
            "special" => vec![("volume", format!("ZX-{:03}", dice.below(1_000)))],
            "followed_up" => vec![
                ("instead", cast.complaint.instead.clone()),
                ("method", "visit".to_owned()),
                ("satisfied", "yes".to_owned()),
                ("opinion", dice.pick(&cast.complaint.opinions)),
            ],
            _ => Vec::new(),
        }
    }
}

const PLAIN: Course = Course {
    ago: 0,
    gate: false,
    intake: "office",
    category: "engineering",
    matter: "indoor",
    channel: "counter",
    class: "general",
    steps: &[],
};
