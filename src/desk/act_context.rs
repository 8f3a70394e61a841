//! One act under the lock: what it may read, and the few ways in which it appends.

use uuid::Uuid;

use crate::desk::watch::Earlier;
use crate::desk::{ActError, House, refuse_if};
use crate::domain::entry::{Decided, Entry, Family, Fields, Kind, NewEntry, Seq, Stamp};
use crate::domain::form::LONG;
use crate::domain::history::EntryView;
use crate::domain::intake::ParsedForm;
use crate::domain::number::Number;
use crate::domain::procedure::{Consequences, Facts, Happening};
use crate::domain::record::{Record, Status};
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::text::{ValueError, clean};
use crate::domain::time::Moment;
use crate::domain::time_limit::TimeLimit;
use crate::store::{Journal, Read, StoreError};

/// XORed, with the entry's place, into an act's uid to give its second and later entries theirs: a repeated act gives the
/// same ones. Random bits, clear of version and variant.
const DERIVED_UID_MASK: u128 = 0x2b7e_1516_28ae_d2a6;

pub(super) struct ActContext<'a, 'j> {
    pub(super) journal: &'a mut Journal<'j>,
    pub(super) house: &'a House,
    pub(super) earlier: &'a Earlier,
    pub(super) stamp: Stamp,
    pub(super) now: Moment,
    pub(super) uid: Uuid,
    /// What kind of machine says it; empty for none.
    pub(super) source: String,
    /// Whether the machine's clock stands before the entry written last.
    pub(super) clock_went_back: bool,
    /// How long the machine has been running, in milliseconds.
    pub(super) up: Option<i64>,
    /// It turned out to say nothing new of its record.
    pub(super) repeats: bool,
    /// The records that it appended to, and whether it corrected them.
    pub(super) touched: Vec<(Uuid, bool)>,
}

impl ActContext<'_, '_> {
    /// When the event happened: as said, else now.
    pub(super) fn happened(&self, parsed: &ParsedForm) -> Moment {
        parsed.at.unwrap_or(self.now)
    }

    /// When the event happened to a record: as said, else now; but by a clock that was set back, no earlier than what
    /// happened to it before.
    pub(super) fn happened_to(&self, record: &Record, parsed: &ParsedForm) -> Moment {
        parsed.at.unwrap_or_else(|| self.now.max(record.latest()))
    }

    /// A record that must exist.
    pub(super) fn record(&self, subject: Uuid) -> Result<Record, ActError> {
        Ok(self.journal.record(subject)?.ok_or(Cause::NoSuchRecord)?)
    }

    /// The record that an act concerns, of the right family.
    pub(super) fn known(&self, subject: Option<Uuid>, family: Family) -> Result<Record, ActError> {
        let record = self.record(subject.ok_or(Cause::NoSuchRecord)?)?;
        if record.family == family { Ok(record) } else { Err(Cause::WrongRecord.into()) }
    }

    /// As [`known`](Self::known), and still open.
    pub(super) fn open_record(&self, subject: Option<Uuid>, family: Family) -> Result<Record, ActError> {
        let record = self.known(subject, family)?;
        if record.status == Status::Open { Ok(record) } else { Err(Cause::NotOpen.into()) }
    }

    /// The next number of a family, of the day on which it is written.
    fn number(&self, family: Family) -> Result<Number, StoreError> {
        let date = self.house.site.zone.date(self.now);
        let number = Number { site: self.house.site.number, date, n: 0 };
        Ok(Number { n: self.journal.last_ordinal(number, family)?.saturating_add(1), ..number })
    }

    /// Appends the entry that opens a record, with the act's own uid.
    pub(super) fn open(
        &mut self,
        kind: Kind,
        at: Moment,
        parsed: ParsedForm,
        decide: impl FnOnce(&mut Decided),
    ) -> Result<Uuid, ActError> {
        self.open_as(self.uid, kind, at, parsed, decide)
    }

    /// As [`open`](Self::open), with a uid of its own.
    pub(super) fn open_as(
        &mut self,
        uid: Uuid,
        kind: Kind,
        at: Moment,
        parsed: ParsedForm,
        decide: impl FnOnce(&mut Decided),
    ) -> Result<Uuid, ActError> {
        let family = kind.family().ok_or(Cause::UnknownKind)?;
        // Of who passes a gate, only who comes in.
        let comes = family.spec().enters.is_none_or(|enters| enters == kind);
        let limits = if comes { self.opening_limits(family, at, &parsed.fields()) } else { Vec::new() };
        let mut decided = Decided { number: Some(self.number(family)?), limits, ..Decided::default() };
        decide(&mut decided);
        self.append(uid, uid, at, kind, parsed, decided)?;
        Ok(uid)
    }

    /// The limits that begin with a record.
    pub(super) fn opening_limits(&self, family: Family, at: Moment, fields: &Fields) -> Vec<TimeLimit> {
        let after = Facts { fields, done: &[] };
        let what = Happening { family, event: "opened", at, said: fields, before: after, after };
        self.house.procedures.consequences(&what, &[], &self.house.working()).limits
    }

    /// Appends an entry to a record: ends the clocks that the event ends and starts those it starts.
    pub(super) fn follow(&mut self, kind: Kind, record: &Record, parsed: ParsedForm) -> Result<Uuid, ActError> {
        self.follow_with(self.uid, kind, record, parsed, |_| {})
    }

    /// As [`follow`](Self::follow), with a uid of its own and more to decide.
    pub(super) fn follow_with(
        &mut self,
        uid: Uuid,
        kind: Kind,
        record: &Record,
        parsed: ParsedForm,
        decide: impl FnOnce(&mut Decided),
    ) -> Result<Uuid, ActError> {
        let at = self.happened_to(record, &parsed);
        // To the minute, as it is typed.
        refuse_if(at < record.at.minute(), Refusal::at("at", Cause::BeforeArrival))?;
        let event = kind.event(parsed.get("step")).to_owned();
        let said = parsed.fields();
        let fields: Fields = record.fields.iter().chain(&said).map(|(key, text)| (key.clone(), text.clone())).collect();
        let earlier = record.steps_done();
        let before = Facts { fields: &record.fields, done: &earlier };
        let done = [earlier.as_slice(), &[&event]].concat();
        let what = Happening {
            family: record.family,
            event: &event,
            at,
            said: &said,
            before,
            after: Facts { fields: &fields, done: &done },
        };
        let Consequences { limits, ended, undone } =
            self.house.procedures.consequences(&what, &record.limits, &self.house.working());
        let mut decided = Decided { limits, ended, undone, ..Decided::default() };
        decide(&mut decided);
        self.append(uid, record.subject, at, kind, parsed, decided)?;
        Ok(record.subject)
    }

    pub(super) fn append(
        &mut self,
        uid: Uuid,
        subject: Uuid,
        at: Moment,
        kind: Kind,
        parsed: ParsedForm,
        decided: Decided,
    ) -> Result<Entry, ActError> {
        hold_clean(&parsed)?;
        let (clock_went_back, source) = (self.clock_went_back, self.source.clone());
        let odd_room = decided.odd_room || parsed.odd_room;
        let driver = kind.enters() == Some(false);
        let decided =
            Decided { clock_went_back, up: self.up, source, ahead: parsed.ahead, odd_room, driver, ..decided };
        self.touched.push((subject, kind.corrects()));
        let entry = NewEntry { uid, subject, at, kind, plain: parsed.plain, personal: parsed.personal, decided };
        Ok(self.journal.append(&self.stamp, entry)?.0)
    }

    /// Does more in the name of whoever said it first, at their post.
    pub(super) fn as_said<T>(
        &mut self,
        line: &EntryView,
        work: impl FnOnce(&mut Self) -> Result<T, ActError>,
    ) -> Result<T, ActError> {
        let own = (self.source.clone(), self.stamp.clone());
        self.source.clone_from(&line.source);
        self.stamp.post.clone_from(&line.post);
        self.stamp.operator.clone_from(&line.operator);
        let done = work(self);
        (self.source, self.stamp) = own;
        done
    }

    /// An entry as it would be appended, to see what would follow from it.
    pub(super) fn supposed(
        &self,
        kind: Kind,
        subject: Uuid,
        at: Moment,
        parsed: &ParsedForm,
        decided: &Decided,
    ) -> Entry {
        Entry {
            seq: Seq::MAX,
            uid: self.uid,
            subject,
            at,
            written_at: self.now,
            offset: self.stamp.offset,
            post: self.stamp.post.clone(),
            operator: self.stamp.operator.clone(),
            kind,
            fields: parsed.fields(),
            decided: Decided { source: self.source.clone(), driver: kind.enters() == Some(false), ..decided.clone() },
            prev: Default::default(),
            hash: Default::default(),
        }
    }

    /// Does more within an act: what it writes has uids apart from those of the act's own entries.
    pub(super) fn within<T>(
        &mut self,
        part: u128,
        work: impl FnOnce(&mut Self) -> Result<T, ActError>,
    ) -> Result<T, ActError> {
        self.under(self.derived_uid(part), work)
    }

    /// As [`within`](Self::within), under a uid of its own.
    pub(super) fn under<T>(
        &mut self,
        own: Uuid,
        work: impl FnOnce(&mut Self) -> Result<T, ActError>,
    ) -> Result<T, ActError> {
        let (uid, repeats) = (self.uid, self.repeats);
        self.uid = own;
        let done = work(self);
        (self.uid, self.repeats) = (uid, repeats);
        done
    }

    /// The uid of the n-th further entry of this act: the same whenever the act is repeated, and far from the uids of
    /// whoever counts them up.
    pub(super) const fn derived_uid(&self, n: u128) -> Uuid {
        derived_uid(self.uid, n)
    }
}

/// Refuses text that was not cleaned, whichever way it came: once in the chain it can never be taken out. What a
/// correction strikes is quoted as it stands there already.
fn hold_clean(parsed: &ParsedForm) -> Result<(), ActError> {
    for (key, text) in parsed.plain.iter().chain(&parsed.personal).filter(|(key, _)| *key != "old") {
        let cleaned = clean(text, LONG).map_err(|fault| Refusal::at(key, Cause::Value(fault)))?;
        refuse_if(cleaned != *text, Refusal::at(key, Cause::Value(ValueError::Control)))?;
    }
    Ok(())
}

pub(super) const fn derived_uid(uid: Uuid, n: u128) -> Uuid {
    Uuid::from_u128(uid.as_u128() ^ DERIVED_UID_MASK ^ n)
}
