//! What is done with the logbook as a whole: printed, checked, folded again, or made up.

use crate::cli::demo::{self, Plan};
use crate::cli::json;
use crate::cli::{CommandError, Run};
use crate::desk::{Act, ActError, Desk, Finding, StoreError, VerifyReport, Who};
use crate::domain::entry::{Entry, Head, Kind};
use crate::domain::time::Moment;
use crate::runtime::open::Access;
use crate::words::Voice;

const CHUNK: usize = 1_000;

/// `log`: every entry in order, a chunk at a time.
pub(super) fn log(run: &mut Run<'_>, json: bool) -> Result<(), CommandError> {
    let (desk, who) = (run.reading_desk()?, run.who());
    let voice = run.voice();
    let mut after = 0;
    loop {
        let entries = desk.reading(&who).entries(after, CHUNK).map_err(|error| run.store(&error))?;
        let Some(last) = entries.last() else { return Ok(()) };
        after = last.seq;
        for entry in &entries {
            if json {
                run.json(&json::entry(&voice, entry))?;
            } else {
                run.say(&line(&voice, entry))?;
            }
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
    let store = run.logbook(Access::Check)?;
    let report = store.verify_against(heads).map_err(|error| run.store(&error))?;
    let good = report.findings.is_empty();
    match told(run, &report) {
        Err(CommandError::Gone) => Ok(good),
        told => told.map(|()| good),
    }
}

fn told(run: &mut Run<'_>, report: &VerifyReport) -> Result<(), CommandError> {
    let counted = [("entries", report.entries.to_string()), ("records", report.records.to_string())];
    run.say(&run.voice().say("cli-verify-counted", &counted))?;
    if let Some(head) = &report.head {
        run.say(&run.voice().say("cli-head", &[("head", head.to_string())]))?;
    }
    for finding in &report.findings {
        run.say(&found(run, finding))?;
    }
    if !report.compared {
        run.say(&run.locale.tr("cli-verify-alone"))?;
    }
    if let Some(seq) = report.since {
        run.say(&run.voice().say("cli-verify-since", &[("seq", seq.to_string())]))?;
    }
    run.say(&run.locale.tr(if report.findings.is_empty() { "cli-verify-good" } else { "cli-verify-bad" }))
}

fn found(run: &Run<'_>, finding: &Finding) -> String {
    let (key, args) = finding.flaw.words();
    let flaw = run.voice().say(key, &args);
    if finding.seq == 0 {
        return flaw;
    }
    run.voice().say("cli-finding", &[("seq", finding.seq.to_string()), ("flaw", flaw)])
}

/// `rebuild`: folds every register again.
pub(super) fn rebuild(run: &mut Run<'_>) -> Result<(), CommandError> {
    let records = run.logbook(Access::Write)?.rebuild().map_err(|error| run.store(&error))?;
    run.say(&run.voice().say("cli-rebuilt", &[("records", records.to_string())]))
}

/// `accept`: says that a logbook which lacks what was written here is the right one, in an entry that names both ends.
pub(super) fn accept(run: &mut Run<'_>) -> Result<(), CommandError> {
    let (known, found) = match (run.open)(&run.db, Access::Write) {
        Err(StoreError::Behind { known, found }) => (known, found),
        Err(error) => return Err(run.store(&error)),
        Ok(_) => return run.say(&run.locale.tr("cli-accept-nothing")),
    };
    let mut desk = run.desk_for(Access::Accepted)?;
    let who = run.acting(&desk)?;
    let head = |head: Head| format!("{}:{}", head.seq, head.hash);
    let fields = [("known".to_owned(), head(*known.clone())), ("found".to_owned(), head(*found.clone()))];
    let act = Act { fields: fields.into(), ..Act::new((run.uid)(), Kind::Restored) };
    desk.act(&act, &who, (run.now)()).map_err(|failure| refused(run, &failure))?;
    let said = [("known", known.seq.to_string()), ("found", found.seq.to_string())];
    run.say(&run.voice().say("cli-accepted", &said))
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
