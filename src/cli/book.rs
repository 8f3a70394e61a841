//! What is done with the logbook as a whole: printed, checked, folded again, or made up.

use crate::cli::demo::{self, Plan};
use crate::cli::json;
use crate::cli::{CommandError, Run};
use crate::desk::{Act, ActError, Desk, Finding, Flaw, Noted, Remains, StoreError, VerifyReport, Who};
use crate::domain::entry::{Entry, Head, Kind, Seq};
use crate::domain::refusal::Cause;
use crate::domain::staff;
use crate::domain::time::Moment;
use crate::runtime::init::PROGRAM;
use crate::runtime::open::{Access, remains};
use crate::words::Voice;

const CHUNK: usize = 1_000;

/// `log`: every entry in order, a chunk at a time; of a logbook that is damaged or lacks its end all that can still be
/// read, and which cannot.
/// Returns whether it was all.
pub(super) fn log(run: &mut Run<'_>, json: bool) -> Result<bool, CommandError> {
    let (voice, who) = (run.voice(), run.who());
    let print = |run: &mut Run<'_>, entry: &Entry| {
        if json { run.json(&json::entry(&voice, entry)) } else { run.say(&line(&voice, entry)) }
    };
    let mut after = 0;
    let opened = (run.open)(&run.db, Access::Read).and_then(|store| Desk::new(store, run.house.clone()));
    let error = match opened {
        Err(error) => error,
        Ok(desk) => loop {
            let entries = match desk.reading(&who).entries(after, CHUNK) {
                Err(error) => break error,
                Ok(entries) => entries,
            };
            let Some(last) = entries.last() else { return Ok(true) };
            after = last.seq;
            entries.iter().try_for_each(|entry| print(run, entry))?;
        },
    };
    let reason = run.store(&error);
    let Some(left) = left(run, &error) else { return Err(reason) };
    let unread = unread(&*left, after, &mut |entry| {
        after = entry.seq;
        print(run, entry)
    })?;
    if after > 0 {
        writeln!(run.err, "{}", voice.store_error(&error))?;
    }
    for gap in &unread {
        writeln!(run.err, "{}", gap.said(&voice))?;
    }
    if after > 0 { Ok(false) } else { Err(reason) }
}

/// What is left of a logbook that cannot be read for this reason, where it is damaged or lacks its end.
fn left(run: &Run<'_>, error: &StoreError) -> Option<Box<dyn Remains>> {
    use StoreError::{Behind, Cut, Damaged, Foreign, Mixed, Other, Unreadable};
    let damaged = matches!(error, Cut | Damaged | Foreign | Mixed | Behind { .. } | Unreadable { .. } | Other(_));
    damaged.then(|| remains(&run.db).ok()).flatten()
}

/// Entries in a row that cannot be read, or their personal parts alone.
struct Gap {
    from: Seq,
    to: Seq,
    personal: bool,
}

impl Gap {
    fn said(&self, voice: &Voice<'_>) -> String {
        let key = match (self.personal, self.from == self.to) {
            (true, true) => "cli-unread-personal-entry",
            (true, false) => "cli-unread-personal",
            (false, true) => "cli-unread-entry",
            (false, false) => "cli-unread-entries",
        };
        voice.say(key, &[("from", self.from.to_string()), ("to", self.to.to_string())])
    }
}

/// Visits what can be read after a place, and tells what cannot.
fn unread(
    left: &dyn Remains,
    after: Seq,
    visit: &mut dyn FnMut(&Entry) -> Result<(), CommandError>,
) -> Result<Vec<Gap>, CommandError> {
    let (mut gaps, mut last) = (Vec::<Gap>::new(), after);
    let mut tell = |from: Seq, to: Seq, personal| match gaps.last_mut() {
        Some(gap) if gap.personal == personal && gap.to + 1 == from => gap.to = to,
        _ if from <= to => gaps.push(Gap { from, to, personal }),
        _ => {}
    };
    loop {
        let entries = left.after(last, CHUNK);
        for (entry, is_whole) in &entries {
            tell(last + 1, entry.seq - 1, false);
            if !is_whole {
                tell(entry.seq, entry.seq, true);
            }
            visit(entry)?;
            last = entry.seq;
        }
        if entries.is_empty() {
            tell(last + 1, left.end(), false);
            return Ok(gaps);
        }
    }
}

/// One entry as a line of text: its place, when, what, where and by whom; no personal data but the operator's name.
fn line(voice: &Voice<'_>, entry: &Entry) -> String {
    let number = entry.decided.number.map(|number| voice.number(number)).unwrap_or_default();
    let target = entry.decided.target.map(|seq| format!("#{seq}")).unwrap_or_default();
    let step = if entry.kind.is_step() { voice.step(entry.get("step")) } else { String::new() };
    let kind = voice.kind(entry.kind);
    let at = voice.site.zone.rfc3339(entry.at);
    format!("{:>8}  {at}  {kind} {number}{target}{step}  {}  {}", entry.seq, entry.post, entry.operator)
}

/// `verify`: what was checked, also against heads that were kept elsewhere, and every finding with its place. Returns
/// whether all is well.
pub(super) fn verify(run: &mut Run<'_>, heads: &[Head]) -> Result<bool, CommandError> {
    let checked = (run.open)(&run.db, Access::Check).and_then(|store| store.verify_against(heads));
    let report = match checked {
        Ok(report) => report,
        Err(error) => {
            let reason = run.store(&error);
            if let Some(left) = left(run, &error) {
                which(run, &*left)?;
            }
            return Err(reason);
        }
    };
    let good = report.findings.is_empty();
    match told(run, &report) {
        Err(CommandError::Gone) => Ok(good),
        told => told.map(|()| good),
    }
}

fn told(run: &mut Run<'_>, report: &VerifyReport) -> Result<(), CommandError> {
    let counted = [("entries", report.entries.to_string()), ("records", report.records.to_string())];
    run.say(&run.voice().say("cli-verify-counted", &counted))?;
    // A head that is not the end is none to keep.
    let missing =
        |head: &Head| report.findings.iter().any(|found| found.flaw == Flaw::HeadMissing && found.seq > head.seq);
    if let Some(head) = report.head.as_ref().filter(|head| !missing(head)) {
        run.say(&run.voice().say("cli-head", &[("head", head.to_string())]))?;
    }
    for finding in &report.findings {
        run.say(&found(run, finding))?;
    }
    for noted in &report.noted {
        run.say(&said(&run.voice(), noted))?;
    }
    if report.findings.iter().any(|found| found.flaw == Flaw::File)
        && let Some(left) = left(run, &StoreError::Damaged)
    {
        which(run, &*left)?;
    }
    if !report.findings.is_empty()
        && let Err(error @ StoreError::Behind { .. }) = (run.open)(&run.db, Access::Read)
    {
        // What is to be done, as whoever wants to go on is told.
        run.say(&run.voice().store_error(&error))?;
    }
    if !report.compared {
        run.say(&run.locale.tr("cli-verify-alone"))?;
    }
    if let Some(seq) = report.since {
        run.say(&run.voice().say("cli-verify-since", &[("seq", seq.to_string())]))?;
    }
    run.say(&run.locale.tr(if report.findings.is_empty() { "cli-verify-good" } else { "cli-verify-bad" }))
}

/// What was accepted or mended before.
fn said(voice: &Voice<'_>, noted: &Noted) -> String {
    let by = [("seq", noted.seq.to_string()), ("operator", noted.operator.clone())];
    let (key, what) = match noted.ends {
        Some((known, found)) => {
            ("cli-verify-accepted", vec![("known", known.to_string()), ("found", found.to_string())])
        }
        None => ("cli-verify-mended", vec![("records", noted.records.clone())]),
    };
    voice.say(key, &[&by[..], &what].concat())
}

/// Says which entries of a damaged logbook cannot be read, which was the last one, and how those are had that can be.
fn which(run: &mut Run<'_>, left: &dyn Remains) -> Result<(), CommandError> {
    for gap in unread(left, 0, &mut |_| Ok(()))? {
        run.say(&gap.said(&run.voice()))?;
    }
    if left.end() > 0 {
        run.say(&run.voice().say("cli-verify-end", &[("seq", left.end().to_string())]))?;
    }
    if left.after(0, 1).is_empty() { Ok(()) } else { run.say(&run.locale.tr("cli-verify-left")) }
}

fn found(run: &Run<'_>, finding: &Finding) -> String {
    let (key, args) = finding.flaw.words();
    let flaw = run.voice().say(key, &args);
    if finding.seq == 0 {
        return flaw;
    }
    run.voice().say("cli-finding", &[("seq", finding.seq.to_string()), ("flaw", flaw)])
}

/// `rebuild`: folds every register again. Where any record differed, that is said, and stands in an entry: whoever acted
/// before went by what was false.
pub(super) fn rebuild(run: &mut Run<'_>) -> Result<(), CommandError> {
    let mut store = run.logbook(Access::Write)?;
    let checked = store.verify().map_err(|error| run.store(&error))?;
    let differed = checked.findings.iter().filter(|finding| finding.flaw == Flaw::Register).count();
    let records = store.rebuild().map_err(|error| run.store(&error))?;
    run.say(&run.voice().say("cli-rebuilt", &[("records", records.to_string())]))?;
    if differed == 0 {
        return Ok(());
    }
    let last = store.entries(checked.entries.saturating_sub(1), 1).map_err(|error| run.store(&error))?.pop();
    let mut desk = Desk::new(store, run.house.clone()).map_err(|error| run.store(&error))?;
    desk.set_booted(run.booted);
    let mut who = run.acting(&desk)?;
    if who.operator.is_empty() {
        PROGRAM.clone_into(&mut who.operator);
    }
    // There may be no settings that name a post.
    if let Some(last) = last.filter(|_| run.post.is_none()) {
        who.post = last.post;
    }
    // No more findings than these are told.
    let more = if checked.is_full() { "+" } else { "" };
    let fields = [("lists".to_owned(), format!("{differed}{more}"))];
    let act = Act { fields: fields.clone().into(), ..Act::new((run.uid)(), Kind::Restored) };
    desk.act(&act, &who, (run.now)()).map_err(|failure| refused(run, &failure))?;
    let [(_, records)] = fields;
    run.say(&run.voice().say("cli-mended", &[("records", records)]))
}

/// `accept`: says that a logbook which lacks what was written here is the right one, in an entry that names both ends.
pub(super) fn accept(run: &mut Run<'_>) -> Result<(), CommandError> {
    let ends = match (run.open)(&run.db, Access::Write) {
        Err(StoreError::Behind { known, found }) => Some((*known, *found)),
        Err(StoreError::Cut) => None,
        Err(error) => return Err(run.store(&error)),
        Ok(_) => return run.say(&run.locale.tr("cli-accept-nothing")),
    };
    let is_cut = ends.is_none();
    if is_cut {
        // Once it is opened to be written nothing tells any more that a part of the log is gone.
        may_accept(run)?;
    }
    let mut desk = run.desk_for(Access::Accepted)?;
    let who = run.acting(&desk)?;
    let (known, found) = match ends {
        Some(ends) => ends,
        // Nobody knows where it ended.
        None => {
            let head = desk.reading(&who).head().map_err(|error| run.store(&error))?;
            let head = head.ok_or_else(|| run.store(&StoreError::Cut))?;
            (head.clone(), head)
        }
    };
    let head = |head: &Head| format!("{}:{}", head.seq, head.hash);
    let fields = [("known".to_owned(), head(&known)), ("found".to_owned(), head(&found))];
    let act = Act { fields: fields.into(), ..Act::new((run.uid)(), Kind::Restored) };
    desk.act(&act, &who, (run.now)()).map_err(|failure| refused(run, &failure))?;
    let said = [("known", known.seq.to_string()), ("found", found.seq.to_string())];
    run.say(&run.voice().say(if is_cut { "cli-accepted-cut" } else { "cli-accepted" }, &said))
}

/// Refuses whoever may not say which logbook is the right one, before anything is opened to be written.
fn may_accept(run: &Run<'_>) -> Result<(), CommandError> {
    let operator = match run.operator {
        Some(operator) => operator.to_owned(),
        None => {
            let desk = Desk::new(run.logbook(Access::Check)?, run.house.clone()).map_err(|error| run.store(&error))?;
            run.acting(&desk)?.operator
        }
    };
    let site = &run.house.site;
    let barred = match site.name_of(&operator) {
        "" => Some(Cause::NoOperator),
        name => staff::not_accepting(&site.staff, name),
    };
    barred.map_or(Ok(()), |cause| Err(CommandError::Refused(run.voice().cause(&cause))))
}

impl Run<'_> {
    /// Who acts: as said, else whoever has the post.
    pub(super) fn acting(&self, desk: &Desk) -> Result<Who, CommandError> {
        let operator = match self.operator {
            Some(operator) => operator.to_owned(),
            None => desk.on_duty(self.post()).map_err(|error| self.store(&error))?,
        };
        Ok(Who { operator, ..self.who() })
    }
}

pub(super) fn refused(run: &Run<'_>, failure: &ActError) -> CommandError {
    let reasons: Vec<String> = run.voice().failure(failure).into_iter().map(|(_, reason)| reason).collect();
    CommandError::Refused(reasons.join("\n"))
}

/// `demo`: makes a plausible logbook in a new file.
pub(super) fn demo(run: &mut Run<'_>, visits: Option<u64>, seed: u64, now: Option<Moment>) -> Result<(), CommandError> {
    let plan = Plan { now: now.unwrap_or_else(|| (run.now)()), visits, seed };
    if run.db.exists() {
        return Err(CommandError::Refused(run.locale.tr("cli-demo-exists")));
    }
    let mut desk = run.desk(Some(plan.log()))?;
    let acts = demo::fill(&mut desk, plan).map_err(|failure| refused(run, &failure))?;
    run.say(&run.voice().say("cli-demo-made", &[("acts", acts.to_string())]))
}
