//! A counter and a gate on a logbook of their own.

use std::sync::Arc;

use chrono::NaiveDateTime;
use qiantai::desk::{Act, ActError, ActTarget, Card, Desk, House, Reading, Reply, Who};
use qiantai::domain::entry::Kind;
use qiantai::domain::number::Number;
use qiantai::domain::procedure::Procedures;
use qiantai::domain::record::Record;
use qiantai::domain::refusal::{Cause, Refusal};
use qiantai::domain::site::Site;
use qiantai::domain::time::{Moment, Zone};
use qiantai::domain::worktime::CalendarYear;
use qiantai::store::Read;
use qiantai::store::sqlite::SqliteStore;
use tempfile::TempDir;
use uuid::Uuid;

use crate::kit::COMPLAINT;

pub(crate) const SITE: &str = r#"
staff = []
[site]
name = "锦绣花园"
province = "粤"
[[post]]
name = "服务中心"
[[post]]
name = "东门岗"
intake = "site"
[[department]]
id = "office"
name = "办公室"
hours = "mon-fri 08:30-12:00,13:30-18:00"
[[department]]
id = "works"
name = "管理部"
hours = "mon-fri 08:30-12:00,13:30-18:00"
[[department]]
id = "security"
name = "安全部"
hours = "mon-fri 08:30-12:00,13:30-18:00"
[[department]]
id = "cleaning"
name = "保洁部"
hours = "mon-fri 08:30-12:00,13:30-18:00"
[[department]]
id = "developer"
name = "开发商"
hours = "mon-fri 08:30-12:00,13:30-18:00"
"#;

pub(crate) struct Counter {
    pub(crate) desk: Desk,
    pub(crate) who: Who,
    uids: u128,
    folder: TempDir,
}

/// An instant in China: `2026-03-02 09:00`.
pub(crate) fn at(text: &str) -> Moment {
    Zone::default().moment(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

pub(crate) fn cause<T: std::fmt::Debug>(result: Result<T, ActError>) -> (Option<String>, Cause) {
    match result.unwrap_err() {
        ActError::Refused(mut reasons) => {
            assert_eq!(reasons.len(), 1, "{reasons:?}");
            let Refusal { field, cause } = reasons.remove(0);
            (field, cause)
        }
        ActError::Store(error) => panic!("{error}"),
    }
}

/// Those inside of whom it is asked whether they are meant.
pub(crate) fn who(result: Result<Record, ActError>) -> Vec<Number> {
    match cause(result) {
        (Some(field), Cause::PersonInside(candidates, 0)) if field == "name" => {
            candidates.into_iter().map(|one| one.number).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// What each step of a complaint asks, filled in.
pub(crate) fn filling(step: &str) -> &'static [(&'static str, &'static str)] {
    match step {
        "accepted" => &[("person", "李强")],
        "called" => &[("told", "manager"), ("contact", "陈经理"), ("means", "phone"), ("reached", "yes")],
        "rerouted" => &[("department", "cleaning"), ("why", "不属本部门")],
        "paused" => &[("pause", "access"), ("until", "+1d")],
        "reclassed" => &[("class", "major"), ("why", "多户同报")],
        "published" => &[("area", "各楼大堂"), ("text", "水箱已清洗"), ("approved_by", "陈主任")],
        "exempted" => &[("exempt", "inconvenient"), ("why", "住院"), ("approved_by", "陈主任")],
        "beyond" => &[("explained", "超出权限")],
        "relayed" => &[("department", "works")],
        "surveyed" => &[
            ("quantity", "2 处"),
            ("period", "2 天"),
            ("plan", "重做防水"),
            ("promise", "+2d"),
            ("confirmed", "yes"),
            ("informed", "yes"),
        ],
        "planned" => &[("plan", "重做防水")],
        "submitted" => &[("receiver", "陈工"), ("proof", "signed"), ("receipt", "KF-007")],
        "opinion" => &[("developer", "同意返修"), ("promise", "+2d"), ("agreed", "yes")],
        "deemed" => &[("checked", "王敏与业主到场"), ("plan", "先行返修"), ("promise", "+2d")],
        "repromised" => &[
            ("cause_late", "材料未到"),
            ("responsible", "工程部"),
            ("plan", "改用现货"),
            ("promise", "+2d"),
            ("agreed", "yes"),
        ],
        "shared" => &[("share", "security"), ("task", "查门禁")],
        "share_done" => &[("share", "security"), ("result", "已查")],
        "explained" => &[("explained", "不在服务范围")],
        "declined" => &[("why", "重复投诉,已答复")],
        "contacted" => &[("way", "phone"), ("text", "告知进展")],
        "progress" | "controlled" => &[("text", "已疏散")],
        "written" => &[("letter", "复函 12 号")],
        "special" => &[("volume", "ZX-001")],
        "tried" => &[("way", "phone")],
        "concluded" => &[("cause", "work"), ("responsible", "巡查岗")],
        "resulted" => &[("result", "已处理")],
        "answered" | "replied" => &[("way", "phone"), ("answer", "已告知"), ("next_reply", "+1d")],
        "reported" => &[("head", "陈主任")],
        "followed_up" => &[("method", "visit"), ("satisfied", "yes")],
        _ => &[],
    }
}

/// The loading of the calendar of 2027.
pub(crate) fn next_year(counter: &mut Counter) -> Act {
    Act { target: ActTarget::Year(notice()), ..counter.form(Kind::Calendar, &[]) }
}

/// The notice of the days off of 2027.
pub(crate) fn notice() -> CalendarYear {
    let text = "year = 2027\nversion = 1\nsource = \"通知\"\n\
                off = [\"2027-01-01\", \"2027-01-02\", \"2027-01-03\"]\nmakeup = []";
    CalendarYear::from_toml(text).unwrap()
}

impl Counter {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        drop(SqliteStore::create(&folder.path().join("desk.db"), Uuid::from_u128(1)).unwrap());
        Self::at(folder)
    }

    /// A counter on a copy of a logbook that an older program wrote.
    pub(crate) fn older(original: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::copy(original, folder.path().join("desk.db")).unwrap();
        Self::at(folder)
    }

    fn at(folder: TempDir) -> Self {
        let store = SqliteStore::open(&folder.path().join("desk.db")).unwrap();
        let house = House::new(Site::parse(SITE).unwrap(), Procedures::builtin().unwrap());
        let who = Who { post: "服务中心".into(), operator: "王敏".into(), boot: Uuid::nil() };
        Self { desk: Desk::new(Box::new(store), house).unwrap(), who, uids: 0, folder }
    }

    /// The logbook through a window of its own.
    pub(crate) fn store(&self) -> SqliteStore {
        SqliteStore::open(&self.folder.path().join("desk.db")).unwrap()
    }

    pub(crate) fn reading(&self) -> Reading<'_> {
        self.desk.reading(&self.who)
    }

    /// The same logbook under other rules, as after an update of the program.
    pub(crate) fn updated(self, change: impl FnOnce(&mut House)) -> Self {
        let mut house = self.desk.house().clone();
        change(&mut house);
        let store = SqliteStore::open(&self.folder.path().join("desk.db")).unwrap();
        Self { desk: Desk::new(Box::new(store), house).unwrap(), ..self }
    }

    /// The same logbook under other procedures.
    pub(crate) fn ruled(self, change: impl FnOnce(&mut Procedures)) -> Self {
        self.updated(|house| change(Arc::make_mut(&mut house.procedures)))
    }

    pub(crate) fn form(&mut self, kind: Kind, fields: &[(&str, &str)]) -> Act {
        // So far apart that what an act derives of its own meets nothing of the next.
        self.uids += 4;
        let fields = fields.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
        Act { fields, ..Act::new(Uuid::from_u128(self.uids), kind) }
    }

    pub(crate) fn send(&mut self, when: &str, act: &Act) -> Result<Reply, ActError> {
        self.desk.act(act, &self.who, at(when))
    }

    pub(crate) fn act(&mut self, when: &str, kind: Kind, fields: &[(&str, &str)]) -> Result<Record, ActError> {
        let act = self.form(kind, fields);
        self.send(when, &act).map(|reply| reply.record)
    }

    pub(crate) fn on(
        &mut self,
        when: &str,
        kind: Kind,
        record: &Record,
        fields: &[(&str, &str)],
        target: ActTarget,
    ) -> Result<Record, ActError> {
        let act = Act { subject: Some(record.subject), target, ..self.form(kind, fields) };
        self.send(when, &act).map(|reply| reply.record)
    }

    pub(crate) fn follow(
        &mut self,
        when: &str,
        kind: Kind,
        record: &Record,
        fields: &[(&str, &str)],
    ) -> Result<Record, ActError> {
        self.on(when, kind, record, fields, ActTarget::None)
    }

    pub(crate) fn amend(&mut self, when: &str, record: &Record, field: &str, new: &str) -> Result<Record, ActError> {
        self.on(when, Kind::Amended, record, &[("new", new), ("why", "听错")], ActTarget::Field(field.into()))
    }

    pub(crate) fn withdraw(&mut self, when: &str, record: &Record, target: ActTarget) -> Result<Record, ActError> {
        self.on(when, Kind::Withdrawn, record, &[("why", "点错")], target)
    }

    pub(crate) fn step(&mut self, when: &str, record: &Record, step: &str) -> Result<Record, ActError> {
        self.say(when, record, step, &[])
    }

    /// A step that says other things than usual; an empty value leaves a field out.
    pub(crate) fn say(
        &mut self,
        when: &str,
        record: &Record,
        step: &str,
        other: &[(&str, &str)],
    ) -> Result<Record, ActError> {
        let fields: Vec<(&str, &str)> = filling(step).iter().chain(other).copied().collect();
        let act = self.form(Kind::ComplaintStep, &fields);
        self.send(when, &Act { step: step.into(), subject: Some(record.subject), ..act }).map(|reply| reply.record)
    }

    /// A valid complaint; `other` fields go before the usual ones.
    pub(crate) fn complaint(&mut self, when: &str, other: &[(&str, &str)]) -> Record {
        let fields: Vec<(&str, &str)> = COMPLAINT.iter().chain(other).copied().collect();
        self.act(when, Kind::Complaint, &fields).unwrap()
    }

    /// Several steps, each at its time.
    pub(crate) fn steps(&mut self, record: &Record, steps: &[(&str, &str)]) -> Record {
        let mut then = record.clone();
        for (when, step) in steps {
            then = self.step(when, record, step).unwrap_or_else(|why| panic!("{step}: {why:?}"));
        }
        then
    }

    /// The step that Enter proposes.
    pub(crate) fn next(&self, record: &Record, when: &str) -> String {
        self.card(record, when).next.unwrap_or_default()
    }

    /// The complaint that a walk-in or call has become.
    pub(crate) fn complaint_from(&mut self, when: &str, origin: &Record) -> Record {
        let act = Act { target: ActTarget::From(origin.subject), ..self.form(Kind::Complaint, &COMPLAINT) };
        self.send(when, &act).unwrap().record
    }

    pub(crate) fn card(&self, record: &Record, when: &str) -> Card {
        self.reading().card(record.subject, at(when)).unwrap().unwrap()
    }

    pub(crate) fn last(&mut self) -> u64 {
        self.store().head().unwrap().map_or(0, |head| head.seq)
    }
}

/// When a stage of a record is due; `None` where it does not run.
pub(crate) fn due(record: &Record, stage: &str) -> Option<Moment> {
    record.limits.iter().find(|clock| clock.stage == stage).map(|clock| clock.at().unwrap())
}
