//! An event at the gate that is named by its uid is corrected where it stands now, whatever other events and corrections
//! have made of its stay since: it is taken out and told anew, and so is what was read beside it. So of two corrections
//! that each need the other first, either may come first.

use uuid::Uuid;

use crate::desk::act_context::ActContext;
use crate::desk::correct::back::Back;
use crate::desk::correct::said::Said;
use crate::desk::correct::{at_field, correctable, strike, times};
use crate::desk::families::events::settle;
use crate::desk::families::joins::link;
use crate::desk::families::readings::{first, is_by, lives, nth};
use crate::desk::families::{again, parts};
use crate::desk::{Act, ActError, ActTarget, refuse_if};
use crate::domain::entry::{BY, Decided, Entry, Kind, Link, OF, Seq};
use crate::domain::form::{self, LONG};
use crate::domain::history::{AT, EntryView, resolve};
use crate::domain::intake::{self, ParsedForm};
use crate::domain::record::{Record, Status};
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::text::{clean, plate};
use crate::domain::time::parse_rfc3339;
use crate::store::Read;

/// Random bits for the uids of the entries that strike the event where it stands, and what else is left of it in other stays.
const STRUCK: u128 = 0xe703_7ed1_a0b4_28db_0000;
const COPY: u128 = 0x8ebc_6af0_9c88_c6e3_0000;

/// Corrects an event that is named by its uid; none where none is named, or it is all that its record tells, read once and
/// by nothing near, so that the record itself is corrected.
pub(super) fn event(cx: &mut ActContext<'_, '_>, act: &Act) -> Result<Option<Uuid>, ActError> {
    let Some(named) = Named::of(cx, act)? else { return Ok(None) };
    let Named { record, entries, line, back, .. } = &named;
    let mut lines = resolve(entries);
    lines.retain(|line| line.withdrawn.is_none() && line.kind.enters().is_some());
    let all =
        record.status != Status::Void && line.seq == record.seq && lines.len() == 1 && again::stands(record, line);
    let (mut plate, mut at) = (record.get("plate").to_owned(), line.at);
    let amended = match &act.target {
        ActTarget::FieldOf(_, key) => {
            let field = form::find(line.kind, "", key).zip(act.fields.get("new"));
            let new = field.and_then(|(field, new)| intake::read(field, new, &cx.house.site, cx.now).ok());
            new.map(|new| (key.clone(), new))
        }
        _ => back.as_ref().map(|back| (back.key.clone(), back.value.clone())),
    };
    if let Some((key, new)) = amended {
        match parse_rfc3339(&new).filter(|_| key == AT) {
            Some(new) => at = new,
            None => plate = new,
        }
    }
    let near = all && again::touches(cx, record, &plate, at)?;
    if all && !near { Ok(None) } else { named.correct(cx, act).map(Some) }
}

/// Corrects alone what was refused for what came between: an amendment that is taken back, or an event.
pub(super) fn otherwise(cx: &mut ActContext<'_, '_>, act: &Act, refused: ActError) -> Result<Uuid, ActError> {
    let ActError::Refused(reasons) = &refused else { return Err(refused) };
    let between = |refusal: &Refusal| {
        matches!(
            refusal.cause,
            Cause::StaysOverlap(..)
                | Cause::PlateInside(_)
                | Cause::BeforeArrival
                | Cause::LaterFirst
                | Cause::AlreadyAmended(..)
                | Cause::AlreadyWithdrawn(..)
        )
    };
    if !reasons.iter().all(between) {
        return Err(refused);
    }
    if act.source.is_none() {
        return Alone::undone(cx, act, reasons)?.ok_or(refused)?.withdraw(cx, act);
    }
    let untouched = cx.journal.by_uid(cx.uid)?.is_none();
    match Named::of(cx, act)?.filter(|_| untouched) {
        Some(named) => named.correct(cx, act),
        None => Err(refused),
    }
}

/// Strikes a whole stay: what was read of it is told nowhere else.
pub(super) fn whole(cx: &mut ActContext<'_, '_>, act: &Act, stay: &Record) -> Result<Uuid, ActError> {
    let why =
        intake::parse_form(Kind::Withdrawn, "", &act.fields, &cx.house.site, cx.now).map_err(ActError::Refused)?;
    let why = why.get("why").to_owned();
    let (of, lines) = (stay.get("plate").to_owned(), again::all(cx, stay)?);
    let (mut struck, mut beside) = (Vec::new(), Vec::new());
    for line in &lines {
        let copies = again::copies(cx, stay, line)?;
        struck.extend(copies.struck);
        beside.extend(copies.beside);
    }
    struck.sort_unstable();
    struck.dedup();
    beside.retain(|line: &EntryView| !lines.iter().any(|own| first(own) == first(line)));
    beside.sort_by_key(|line| (line.at, first(line)));
    beside.dedup_by_key(|line| first(line));
    let mut parsed = ParsedForm::default();
    parsed.personal.insert("why".to_owned(), why.clone());
    let decided = Decided { target: Some(stay.seq), ..Decided::default() };
    cx.append(cx.uid, stay.subject, cx.now, Kind::Withdrawn, parsed, decided)?;
    for (n, (subject, seq)) in (0..).zip(struck) {
        strike(cx, nth(COPY, n), subject, seq, &why, None)?;
    }
    settle(cx, &of, stay.at, &why)?;
    again::tell_all(cx, &of, &beside)?;
    Ok(stay.subject)
}

/// An event that a line without a screen names by its uid, or an amendment of one.
struct Named {
    /// The entry that is named.
    seq: Seq,
    /// The line that told the event first, and its record.
    line: EntryView,
    record: Record,
    entries: Vec<Entry>,
    /// The amendment that is withdrawn.
    back: Option<Back>,
}

impl Named {
    fn of(cx: &ActContext<'_, '_>, act: &Act) -> Result<Option<Self>, ActError> {
        let seq = match &act.target {
            ActTarget::FieldOf(seq, key) if matches!(key.as_str(), "plate" | AT) => *seq,
            ActTarget::Entry(seq) if act.kind == Kind::Withdrawn => *seq,
            _ => return Ok(None),
        };
        if act.source.is_none() {
            return Ok(None);
        }
        let (record, entries) = correctable(cx, act.subject)?;
        let named = entries.iter().find(|entry| entry.seq == seq);
        let amends = named.and_then(|by| again::corrected(by, &entries)).map(|(origin, key)| (origin, key.to_owned()));
        let told = resolve(&entries).into_iter().find(|line| line.seq == seq && line.kind.enters().is_some());
        let told = told.filter(|line| line.get("unseen") != "yes").map(|line| first(&line));
        let Some(origin) = amends.as_ref().map(|(origin, _)| *origin).or(told) else { return Ok(None) };
        // Its corrections stand where it was told first, or where it was when that record was another event's.
        let Some(entry) = cx.journal.entry(origin)? else { return Ok(None) };
        let subject = record.subject;
        let (record, entries) = correctable(cx, Some(entry.subject))?;
        let Some(line) = resolve(&entries).into_iter().find(|line| line.seq == origin) else { return Ok(None) };
        let back = match amends {
            Some((_, key)) => match Back::of((subject, seq), &key, &Back::told(cx, origin)?, &line) {
                Some(back) => Some(back),
                None => return Ok(None),
            },
            None => None,
        };
        Ok(Some(Self { seq, line, record, entries, back }))
    }

    /// Corrects it alone, where it stands now.
    fn correct(self, cx: &mut ActContext<'_, '_>, act: &Act) -> Result<Uuid, ActError> {
        if let Some((home, told)) = lives(cx.journal, &self.line)? {
            let other = matches!(&act.target, ActTarget::FieldOf(_, key) if key != "plate") || self.back.is_some();
            if !other {
                parts::alone(cx, &home, &self.line)?;
            }
            let Self { seq, line, record, mut back, .. } = self;
            // Where all of its stay was given another plate since, that stands.
            let plate = home.get("plate");
            if let Some(back) = back.as_mut().filter(|back| back.key == "plate" && back.own != plate) {
                plate.clone_into(&mut back.value);
            }
            let void = record.status == Status::Void;
            let alone = Alone { seq, line, record: record.subject, void, home, told, back };
            return if act.kind == Kind::Withdrawn { alone.withdraw(cx, act) } else { alone.amend(cx, act) };
        }
        let opening = resolve(&self.entries).into_iter().next().and_then(|first| first.withdrawn);
        let struck = self.line.withdrawn.clone().or(opening);
        // What was corrected and has gone is told so.
        if let (Some(_), ActTarget::FieldOf(_, key)) = (&struck, &act.target)
            && let Some(by) = self.line.values.get(key).and_then(|value| value.strikes.last())
        {
            return Err(Cause::AlreadyAmended(by.operator.clone(), by.at).into());
        }
        Err(struck.map_or(Cause::LaterFirst, |by| Cause::AlreadyWithdrawn(by.operator, by.at)).into())
    }
}

/// An event that is corrected alone.
struct Alone {
    /// The entry that is named.
    seq: Seq,
    /// The line that told it first, and that one's record.
    line: EntryView,
    record: Uuid,
    void: bool,
    /// The line in which it is told now, and its record.
    home: Record,
    told: EntryView,
    /// The amendment that is withdrawn.
    back: Option<Back>,
}

impl Alone {
    /// The stay whose plate or time an amendment had corrected that is withdrawn: all of it goes back.
    /// What a person wrote since is in the way of a person.
    fn undone(cx: &ActContext<'_, '_>, act: &Act, reasons: &[Refusal]) -> Result<Option<Self>, ActError> {
        let (ActTarget::Entry(seq), Kind::Withdrawn) = (&act.target, act.kind) else { return Ok(None) };
        for refusal in reasons {
            // What was corrected since is a person's own to take back first.
            let Some((family, number)) = refusal.cause.record() else { return Ok(None) };
            if cx.journal.by_number(family, number)?.is_some_and(|other| other.seq > *seq) {
                return Ok(None);
            }
        }
        let (record, entries) = correctable(cx, act.subject)?;
        let amended = entries.iter().find(|entry| entry.seq == *seq && entry.kind == Kind::Amended);
        let amended = amended.filter(|amended| matches!(amended.get("field"), "plate" | AT));
        let lines = resolve(&entries);
        let line = amended.and_then(|amended| lines.iter().find(|line| Some(line.seq) == amended.decided.target));
        let line = line.filter(|line| again::stands(&record, line) && line.withdrawn.is_none());
        let Some((amended, line)) = amended.zip(line.cloned()) else { return Ok(None) };
        let (key, value) = (amended.get("field").to_owned(), amended.get("old").to_owned());
        let back = Some(Back {
            subject: record.subject,
            seq: amended.seq,
            key,
            value,
            ahead: 0,
            own: String::new(),
            with: Seq::MAX,
        });
        let (record, home) = (record.subject, record);
        Ok(Some(Self { seq: line.seq, record, void: false, home, told: line.clone(), line, back }))
    }

    /// Gives it another plate or time.
    fn amend(self, cx: &mut ActContext<'_, '_>, act: &Act) -> Result<Uuid, ActError> {
        let ActTarget::FieldOf(_, key) = &act.target else { return Err(Cause::UnknownField.into()) };
        if let Some(key) = act.fields.keys().find(|key| !form::takes(Kind::Amended, "", key)) {
            return Err(Refusal::at(key, Cause::UnknownField).into());
        }
        let typed = |key: &str| act.fields.get(key).map_or("", String::as_str);
        let field = form::find(self.line.kind, "", key).ok_or(Cause::UnknownField)?;
        let new = intake::read(field, typed("new"), &cx.house.site, cx.now);
        let new = new.map_err(|fault| Refusal::at("new", Cause::Value(fault)))?;
        let why = clean(typed("why"), LONG).map_err(|fault| Refusal::at("why", Cause::Value(fault)))?;
        let old = match key.as_str() {
            AT => cx.house.site.zone.rfc3339(self.told.at),
            _ => self.home.get("plate").to_owned(),
        };
        refuse_if(new == old, Refusal::at("new", Cause::Unchanged))?;
        let (subject, line) = if self.is_over() { (self.home.subject, &self.told) } else { (self.record, &self.line) };
        let own = (line.seq, key.clone());
        let (head, place) = line.values.get(key).map_or(own, |value| value.head.clone());
        let mut parsed = ParsedForm::default();
        parsed.plain.insert("field".to_owned(), place);
        parsed.personal.insert("why".to_owned(), why.clone());
        let values = if field.plain { &mut parsed.plain } else { &mut parsed.personal };
        values.extend([("old".to_owned(), old), ("new".to_owned(), new.clone())]);
        self.name(&mut parsed, line.seq);
        let (mut told, mut plate) = (self.told.clone(), self.home.get("plate").to_owned());
        match parse_rfc3339(&new).filter(|_| key == AT) {
            // A time that a person has put right is no clock's any more.
            Some(at) => {
                times::by_record(cx, &self.home, &told, at).map_err(|refused| at_field(refused, "new"))?;
                (told.at, told.ahead) = (at, 0);
            }
            None => plate = new,
        }
        let now = if key == AT {
            self.tell_after(cx, &why, told, &plate)?
        } else {
            let (now, at) = (self.tell(cx, told, &plate)?, self.told.at);
            let said = self.take_out(cx, &why, Some(&plate), link(&now))?;
            said.keep(cx, &now, (&plate, at))?;
            now
        };
        let link = link(&now).filter(|now| now.subject != subject);
        let decided = Decided { target: Some(head), link, ..Decided::default() };
        cx.append(cx.uid, subject, cx.now, Kind::Amended, parsed, decided)?;
        Ok(now.subject)
    }

    /// Strikes it, or what was amended of it.
    fn withdraw(self, cx: &mut ActContext<'_, '_>, act: &Act) -> Result<Uuid, ActError> {
        let why = clean(act.fields.get("why").map_or("", String::as_str), LONG);
        let why = why.map_err(|fault| Refusal::at("why", Cause::Value(fault)))?;
        let mut parsed = ParsedForm::default();
        parsed.personal.insert("why".to_owned(), why.clone());
        let Some(Back { subject, seq, key, value, ahead, .. }) = &self.back else {
            self.name(&mut parsed, self.told.seq);
            let decided = Decided { target: Some(self.told.seq), ..Decided::default() };
            self.take_out(cx, &why, None, None)?;
            cx.append(cx.uid, self.home.subject, cx.now, Kind::Withdrawn, parsed, decided)?;
            return parts::unsay(cx, self.home.subject, Some(&self.line), &why).map(|()| self.home.subject);
        };
        let (mut told, mut plate) = (self.told.clone(), self.home.get("plate").to_owned());
        match parse_rfc3339(value).filter(|_| key == AT) {
            Some(at) => {
                times::by_record(cx, &self.home, &told, at)?;
                (told.at, told.ahead) = (at, *ahead);
            }
            None => plate.clone_from(value),
        }
        // A line that is told in its place loses what was amended once more.
        let in_place = self.told.seq == self.line.seq;
        let now = if in_place || told.at != self.told.at || plate != self.home.get("plate") {
            self.tell_after(cx, &why, told, &plate)?
        } else {
            self.home.clone()
        };
        let link = link(&now).filter(|now| now.subject != *subject);
        let decided = Decided { target: Some(*seq), link, ..Decided::default() };
        cx.append(cx.uid, *subject, cx.now, Kind::Withdrawn, parsed, decided)?;
        Ok(now.subject)
    }

    /// Tells it anew; gives the record that has it now.
    fn tell(&self, cx: &mut ActContext<'_, '_>, told: EntryView, plate: &str) -> Result<Record, ActError> {
        let subject = again::tell_all(cx, plate, &[told])?;
        cx.record(subject.unwrap_or(self.home.subject))
    }

    /// Takes it out where it stands and tells it anew.
    fn tell_after(
        &self,
        cx: &mut ActContext<'_, '_>,
        why: &str,
        told: EntryView,
        plate: &str,
    ) -> Result<Record, ActError> {
        let (said, at) = (self.take_out(cx, why, Some(plate), None)?, told.at);
        let now = self.tell(cx, told, plate)?;
        said.keep(cx, &now, (plate, at)).map(|()| now)
    }

    /// Whether the record that told it first still holds it, and another event has taken its place there: what is written
    /// of it there would be said of the other.
    fn is_over(&self) -> bool {
        self.told.seq != self.line.seq && self.line.withdrawn.is_none() && !self.void
    }

    /// Names the entry that was named, where the correction strikes another.
    fn name(&self, parsed: &mut ParsedForm, struck: Seq) {
        if self.seq != struck {
            parsed.plain.insert(OF.to_owned(), self.seq.to_string());
        }
    }

    /// Takes it out of the stay that it is in now; what else was read there is told anew, of the plate that it was read
    /// as. Whom a person signed out goes with the entry. Gives what was said of just that entry, for the record that will
    /// have it.
    fn take_out(
        &self,
        cx: &mut ActContext<'_, '_>,
        why: &str,
        plate: Option<&str>,
        now: Option<Link>,
    ) -> Result<Said, ActError> {
        let Self { home, told, .. } = self;
        let of = home.get("plate");
        let again::TakenOut { struck, beside } = again::take_out(cx, home, told)?;
        let opens = struck.contains(&home.seq);
        let mut apart = if opens { again::apart(cx, home)? } else { Vec::new() };
        let copies = again::copies(cx, home, told)?;
        for (n, seq) in (0..).zip(struck) {
            strike(cx, nth(STRUCK, n), home.subject, seq, why, now)?;
        }
        for (n, (subject, seq)) in (0..).zip(copies.struck) {
            strike(cx, nth(COPY, n), subject, seq, why, None)?;
        }
        if !opens {
            again::shorten(cx, home.subject, told.kind.enters() == Some(true))?;
        }
        settle(cx, of, told.at, why)?;
        let in_place = told.seq == self.line.seq;
        let came = told.kind.enters() == Some(true);
        let goes = |line: &EntryView| {
            opens && came && is_by(line, told)
                || in_place && self.back.as_ref().is_some_and(|back| line.seq < back.with)
        };
        // What was said of just this entry, and what only its record finds.
        let part = plate.is_some_and(|plate| plate::key(plate).is_empty());
        let with = |line: &EntryView| {
            plate.is_some() && is_by(line, told) && line.kind.enters() == Some(true)
                || part && goes(line) && !line.get(BY).is_empty()
        };
        let (with, beside): (Vec<_>, Vec<_>) = beside.into_iter().partition(with);
        let own = beside.into_iter().map(|line| (plate.filter(|_| goes(&line)).unwrap_or(of), line));
        let mut anew: Vec<_> = own.chain(copies.beside.into_iter().map(|line| (of, line))).collect();
        anew.sort_by_key(|(_, line)| line.at);
        for (of, line) in &anew {
            let subject = again::tell_all(cx, of, std::slice::from_ref(line))?;
            // The entry is told by another reading.
            let has_it = line.kind.enters() == Some(true) && !(came && plate.is_some());
            if let Some(subject) = subject.filter(|_| has_it) {
                again::keep_apart(cx, subject, &std::mem::take(&mut apart))?;
            }
        }
        Ok(Said { with, apart })
    }
}
