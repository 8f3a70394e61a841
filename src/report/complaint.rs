//! Pages of a complaint: the evidence that a developer's silence was deemed consent, and the report of a major
//! incident. A page is made of the record's entries alone and names them, so that the logbook proves it.

mod deemed;
mod incident;

use strum::{IntoStaticStr, VariantArray};
use uuid::Uuid;

use crate::desk::{House, Reading, StoreError};
use crate::domain::entry::{Entry, Family, Head, Kind, Seq};
use crate::domain::history::{EntryView, resolve};
use crate::domain::number::Number;
use crate::domain::refusal::Cause;
use crate::domain::time::Moment;
use crate::locale::Locale;

use crate::report::sheet::Sheet;
pub use crate::report::sheet::WIDTH;
use crate::words::Voice;

/// Which page, in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Form {
    /// The evidence of deemed consent 视为默认 (004-7 §4.4.4).
    Deemed,
    /// The report of a major incident 重大, or of an important or hot complaint (000-2 1(6), 001 受理.1).
    Incident,
}

/// A page to be read or printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The name of its file, which tells nobody's name: form, number, the record's last entry, language.
    pub file: String,
    pub title: String,
    /// Its lines, each at most [`WIDTH`] cells wide.
    pub lines: Vec<String>,
}

/// The page of a complaint, as of `now`; the inner error says why it has none.
pub fn page(
    desk: Reading<'_>,
    subject: Uuid,
    form: Form,
    locale: &Locale,
    now: Moment,
) -> Result<Result<Page, Cause>, StoreError> {
    let (entries, head) = (desk.history(subject)?, desk.head()?);
    Ok(PageContext { house: desk.house(), locale, now, entries: &entries, head: head.as_ref() }.page(form))
}

/// What a page is made of.
struct PageContext<'a> {
    house: &'a House,
    locale: &'a Locale,
    now: Moment,
    entries: &'a [Entry],
    head: Option<&'a Head>,
}

impl PageContext<'_> {
    fn page(&self, form: Form) -> Result<Page, Cause> {
        let first = self.entries.first().ok_or(Cause::NoSuchRecord)?;
        if first.kind.family() != Some(Family::Complaint) {
            return Err(Cause::WrongRecord);
        }
        let number = first.decided.number.ok_or(Cause::NoSuchRecord)?;
        let (title, lines) = match form {
            Form::Deemed => deemed::page(self, number)?,
            Form::Incident => incident::page(self, number)?,
        };
        let last = self.entries.last().map_or(0, |entry| entry.seq);
        let form: &str = form.into();
        let file = format!("{form}-{}-{last}.{}.txt", number.full(), self.locale.language());
        Ok(Page { file, title, lines })
    }

    const fn words(&self) -> Voice<'_> {
        Voice::on_paper(self.locale, &self.house.site, self.now)
    }

    /// A page's head: its title and the site, the record's number, and as of when it was made.
    fn head(&self, title: &str, number: Number, as_of: &str) -> Sheet {
        let mut sheet = Sheet::default();
        sheet.ends(title, &self.house.site.name);
        // On paper a number carries its year.
        let number = number.spoken(self.house.site.number, 0);
        let record = self.locale.tr_args("record-complaint", &[("number", &number)]);
        sheet.ends(&record, as_of);
        sheet.rule();
        sheet
    }

    /// The corrections among some entries, each with what it struck.
    fn corrections(&self, among: impl Fn(Seq) -> bool) -> Vec<String> {
        let words = self.words();
        let lines = resolve(self.entries);
        let told = self.entries.iter().filter(|entry| among(entry.seq)).filter_map(|entry| {
            let root = self.root(entry)?;
            let line = lines.iter().find(|line| line.seq == root)?;
            let (key, what) = match entry.kind {
                Kind::Amended => ("paper-amended", self.change(entry, line)),
                Kind::Withdrawn => ("paper-withdrawn", words.line(line)),
                _ => return None,
            };
            let target = entry.decided.target.unwrap_or(root);
            let args = [
                ("seq", entry.seq.to_string()),
                ("at", words.at(entry.written_at)),
                ("who", entry.operator.clone()),
                ("target", target.to_string()),
                ("what", what),
                ("why", entry.get("why").to_owned()),
            ];
            Some(words.say(key, &args))
        });
        told.collect()
    }

    /// A struck field with its old and new value.
    fn change(&self, amendment: &Entry, line: &EntryView) -> String {
        let words = self.words();
        let key = self.field(amendment);
        let value = |name| words.entry_value(line, &key, amendment.get(name));
        let label = words.named("field", &key);
        words.say("paper-change", &[("field", label), ("old", value("old")), ("new", value("new"))])
    }

    /// The field that an amendment strikes, through those that it amends.
    fn field(&self, amendment: &Entry) -> String {
        let mut entry = amendment;
        while let Some(target) = self.target(entry).filter(|target| target.kind == Kind::Amended) {
            entry = target;
        }
        entry.get("field").to_owned()
    }

    /// The entry that a correction ends at, through those that it corrects.
    fn root(&self, correction: &Entry) -> Option<Seq> {
        let mut entry = self.target(correction)?;
        while let Some(target) = self.target(entry).filter(|_| entry.kind.corrects()) {
            entry = target;
        }
        Some(entry.seq)
    }

    fn target(&self, entry: &Entry) -> Option<&Entry> {
        let target = entry.decided.target?;
        self.entries.iter().find(|entry| entry.seq == target)
    }

    /// What ends a page: what in it was struck, and the entries it is made of; below it when it was printed, the chain's
    /// head then, and what was corrected since the entry that the page is as of.
    fn foot(&self, sheet: &mut Sheet, lines: &[&EntryView], frozen: Option<Seq>) {
        let words = self.words();
        let within = |seq: Seq| frozen.is_none_or(|last| seq <= last);
        let list = |sheet: &mut Sheet, title: &str, corrections: &[String]| {
            if !corrections.is_empty() {
                sheet.heading(&words.tr(title));
                corrections.iter().for_each(|told| sheet.beside("  ", told));
            }
        };
        list(sheet, "paper-corrected", &self.corrections(within));
        sheet.blank();
        let seqs: Vec<String> = lines.iter().map(|line| format!("#{}", line.seq)).collect();
        sheet.beside(&format!("{}  ", words.tr("paper-entries")), &seqs.join(" "));
        sheet.rule();
        sheet.text(&words.say("paper-printed", &[("at", words.at(self.now))]));
        if let Some(head) = self.head {
            sheet.text(&words.say("paper-head", &[("seq", head.seq.to_string())]));
            sheet.text(&head.hash);
        }
        list(sheet, "paper-corrected-since", &self.corrections(|seq| !within(seq)));
    }
}

/// Whether a line is this step of a complaint, and holds.
fn is_step(line: &EntryView, step: &str) -> bool {
    line.kind.is_step() && line.withdrawn.is_none() && line.get("step") == step
}
