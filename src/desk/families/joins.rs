//! What a correction makes of a vehicle's stay: a plate or a time put right may bring an exit that had a record to itself
//! together with the stay that it ends, and may lay no stay over another.

use crate::desk::act_context::ActContext;
use crate::desk::families::gate::told_out;
use crate::desk::families::stays::{Around, ExitFacts, NEAR, over};
use crate::desk::{ActError, refuse_if};
use crate::domain::entry::{Decided, Kind, Link};
use crate::domain::intake::ParsedForm;
use crate::domain::record::{Record, Stay};
use crate::domain::refusal::Cause;
use crate::domain::text::plate;
use crate::domain::time::Moment;
use crate::store::Read;

/// A stay, and the exit of it that had a record to itself.
pub(in crate::desk) struct Join {
    stay: Record,
    exit: Record,
    /// The stay has that exit by another reading already, no later than this one.
    known: bool,
}

impl Join {
    /// An exit that is to end a stay, or has ended it.
    pub(super) fn new(stay: Record, exit: Record) -> Self {
        let known = !stay.inside();
        Self { stay, exit, known }
    }

    /// What belongs together once a record is as it would be.
    fn of(cx: &ActContext<'_, '_>, after: &Record) -> Result<Option<Self>, ActError> {
        let enters = matches!(after.stay(), Some(Stay::Inside | Stay::LeftUnseen));
        if !enters && after.stay() != Some(Stay::OutOnly) {
            return Ok(None);
        }
        let others = |stay: &Record| stay.subject != after.subject;
        let around = Around::read_but(cx, after.get("plate"), after.at, enters, others)?;
        if enters {
            let exit = around.next().filter(|next| next.stay.stay() == Some(Stay::OutOnly));
            return Ok(exit.map(|exit| Self { stay: after.clone(), exit: exit.stay.clone(), known: false }));
        }
        let twin = around.twin(cx, after.at, 0, false);
        let known = twin.is_some_and(|twin| twin.at <= after.at);
        let came = || around.last().filter(|last| last.enters && !matches!(last.stay.stay(), Some(Stay::Left(_))));
        let stay = twin.or_else(came);
        Ok(stay.map(|event| Self { stay: event.stay.clone(), exit: after.clone(), known }))
    }

    /// Ends the stay with what the exit said of itself, and strikes the record that the exit had to itself.
    pub(in crate::desk) fn write(self, cx: &mut ActContext<'_, '_>, why: &str) -> Result<(), ActError> {
        let Self { exit, known, .. } = self;
        // As the correction has left it.
        let stay = cx.record(self.stay.subject)?;
        let link = |to: &Record| Some(Link { subject: to.subject, family: to.family, number: to.number });
        if !known {
            let said = told_out(Kind::VehicleOut, ExitFacts::read(cx, &exit)?.said);
            let said = ParsedForm { at: Some(exit.at), ..said };
            cx.follow_with(cx.derived_uid(1), Kind::VehicleOut, &stay, said, |decided| decided.link = link(&exit))?;
        }
        let decided = Decided { target: Some(exit.seq), link: link(&stay), ..Decided::default() };
        let mut parsed = ParsedForm::default();
        parsed.personal.insert("why".to_owned(), why.to_owned());
        cx.append(cx.derived_uid(2), exit.subject, cx.now, Kind::Withdrawn, parsed, decided)?;
        Ok(())
    }
}

/// Judges what a correction would make of a vehicle's stay: refused where it would end before it began or lie over
/// another; told where it is one with an exit.
pub(in crate::desk) fn check(cx: &ActContext<'_, '_>, after: &Record) -> Result<Option<Join>, ActError> {
    let ends = |stay: &Record| match stay.stay() {
        Some(Stay::Inside) => Moment::from_millis(i64::MAX),
        Some(Stay::Left(left)) => left,
        _ => stay.at,
    };
    let end = ends(after);
    refuse_if(end < after.at, Cause::BeforeArrival)?;
    let key = plate::key(after.get("plate"));
    if key.is_empty() || matches!(after.stay(), None | Some(Stay::Refused)) {
        return Ok(None);
    }
    let join = Join::of(cx, after)?;
    if join.is_some() {
        return Ok(join);
    }
    for other in cx.journal.stays(key, after.at, NEAR)?.iter().filter(|other| other.subject != after.subject) {
        let apart = ends(other) <= after.at || end <= other.at;
        if !apart && after.inside() && other.inside() {
            return Err(Cause::PlateInside(other.number).into());
        }
        refuse_if(!apart, over(other))?;
    }
    Ok(None)
}
