//! Two windows on one file: each sees the other's entries; of two people at the same stage or field one succeeds, the
//! other is told what happened and keeps his text.

use crate::kit::App;
use qiantai::app::form::FormState;
use qiantai::app::{Event, Overlay};
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::refusal::Cause;
use qiantai::locale::Language;
use qiantai::store::{ListView, Query, Read};

/// Two windows at the counter with one complaint that the first has opened.
fn two() -> (App, App) {
    let mut one = App::new(Language::Hans, (120, 40));
    one.keys("<f4><insert>3-2-101<enter>张三<enter>渗水<enter>1<enter><enter>");
    assert!(one.model.overlays.is_empty());
    let mut two = App::at(one.dir.clone(), Language::Hans, (120, 40), "服务中心", "刘洋", one.now, 2);
    two.keys("<f4>");
    (one, two)
}

#[test]
fn a_window_reads_again_when_the_other_has_written() {
    let (mut one, mut two) = two();
    let mark = two.model.snapshot.mark;
    one.keys("<f2><insert>1-1-502<enter>李娜<enter>1<tab><enter>");
    assert_eq!(two.model.snapshot.of(Family::WalkIn).count, 0);
    two.event(Event::Changed);
    assert_ne!(two.model.snapshot.mark, mark, "the file's version tells that another has written");
    assert_eq!(two.model.snapshot.of(Family::WalkIn).count, 1);
}

#[test]
fn of_two_at_the_same_stage_one_is_told_and_keeps_his_text() {
    let (mut one, mut two) = two();
    one.keys("<enter>2");
    two.keys("<enter>3周工");
    one.keys("<enter>");
    assert!(one.model.overlays.is_empty());
    let typed = two.model.form().unwrap().typed();
    two.keys("<enter>");
    let form = two.model.form().expect("the form stays open");
    assert_eq!(form.typed(), typed, "nothing typed is lost");
    assert!(matches!(&form.error, Some(Cause::StepDone(who, _)) if who == "王敏"), "{:?}", form.error);
    assert!(two.screen().contains("王敏"), "and is told by whom");
    let complaint = two.store().list(Query::new(Family::Complaint, ListView::Newest, 1)).unwrap().remove(0);
    assert_eq!(complaint.get("department"), "管理部");
}

/// The form names whom it is about, whatever has come under the cursor behind it.
#[test]
fn a_form_of_whom_another_window_has_signed_out_is_answered_at_once() {
    let mut one = App::new(Language::Hans, (120, 40));
    one.keys("<f6><insert>1<enter>3-2-101<enter>张三<enter>5<ctrl-d>");
    one.keys("<insert>1<enter>3-2-102<enter>李四<enter>5<ctrl-d>");
    let mut two = App::at(one.dir.clone(), Language::Hans, (120, 40), "服务中心", "刘洋", one.now, 2);
    two.keys("<f6>");
    assert_eq!(two.model.snapshot.list.len(), 2);
    let inside = two.model.snapshot.list[0].subject;
    two.keys("<ctrl-o>");
    let Some(of) = two.model.form().map(|form| form.subject) else { panic!("{}", two.screen()) };
    assert_eq!(of, Some(inside));
    one.keys("<f6><home><enter>");
    two.event(Event::Changed);
    assert_eq!(two.model.snapshot.list.len(), 1, "{}", one.screen());
    two.keys("<ctrl-d>");
    let error = two.model.form().and_then(|form| form.error.clone());
    assert!(matches!(error, Some(Cause::AlreadyLeft(_))), "{error:?}");
}

/// A record, the keys that open what follows on it, what is typed in that, and what another window saves meanwhile.
const BEHIND: [(&str, &str, &str, &str); 4] = [
    (CALL, "<f3><home><enter>", "1", "3+1小时<ctrl-d>"),
    (WALK_IN, "<f2><home><enter>", "1", "3+1小时<ctrl-d>"),
    (WALK_IN, "<f2><home><enter>", "2刘洋", "3+1小时<ctrl-d>"),
    (CALL, "<f3><home><enter>", "1", "<esc><right><down><down><delete><ctrl-x>13912348813<enter>听错<ctrl-d>"),
];
const CALL: &str = "<f3><insert>13912348812<enter>漏水<ctrl-d>";
const WALK_IN: &str = "<f2><insert>3-2-101<enter>张三<enter>1<ctrl-d>";

#[test]
fn what_was_written_since_a_form_was_opened_is_told_before_it_is_saved_over() {
    for (before, way, typed, other) in BEHIND {
        let case = format!("{before} {typed} {other}");
        let mut one = App::new(Language::Hans, (120, 40));
        one.keys(before).pass(1);
        assert!(one.model.overlays.is_empty(), "{case}\n{}", one.screen());
        one.keys(way).keys(typed);
        // Another window of the same person at the same post.
        let mut two = App::at(one.dir.clone(), Language::Hans, (120, 40), "服务中心", "王敏", one.now, 2);
        two.keys(way).keys(other);
        assert!(two.model.form().is_none(), "{case}\n{}", two.screen());
        one.event(Event::Changed);
        let entries = one.store().head().unwrap().unwrap().seq;
        let said = one.model.form().unwrap().typed();
        one.pass(1).keys("<ctrl-d>");
        let screen = one.screen();
        let Some(form) = one.model.form() else { panic!("{case}: saved unseen\n{screen}") };
        assert!(matches!(&form.error, Some(Cause::Meanwhile(newer)) if newer.who == "王敏"), "{case} {:?}", form.error);
        assert_eq!((form.typed(), one.store().head().unwrap().unwrap().seq), (said, entries), "{case}");
        let told: String = screen.split(['│', '\n', ' ']).collect();
        assert!(told.contains("打开本表后，王敏已于14:21记："), "{case}\n{screen}");
        assert_eq!(told.contains("约定回复15:21"), other.starts_with('3'), "{case}\n{screen}");
        one.keys("<ctrl-d>");
        assert!(one.model.form().is_none(), "{case}: a second time it is meant\n{}", one.screen());
        assert!(one.store().head().unwrap().unwrap().seq > entries, "{case}");
    }
}

#[test]
fn a_form_put_by_tells_what_was_written_since_it_was_opened() {
    // What follows on a visit, and the complaint that it becomes: the keys that open it, that open it again, what is typed
    // before and behind.
    for (way, again, typed, rest) in
        [("<enter>", "<enter>", "1", ""), ("<enter>4<enter>", "<enter><enter>", "渗水", "<tab>3<ctrl-d>+3d")]
    {
        for is_killed in [false, true] {
            let case = format!("{way} {is_killed}");
            let mut one = App::new(Language::Hans, (120, 40));
            one.keys(WALK_IN).pass(1).keys("<f2><home>").keys(way).keys(typed);
            if !is_killed {
                one.keys("<esc>");
            }
            let mut two = App::at(one.dir.clone(), Language::Hans, (120, 40), "服务中心", "刘洋", one.now, 2);
            two.keys("<f2><home><enter>3+1小时<ctrl-d>");
            assert!(two.model.form().is_none(), "{case}\n{}", two.screen());
            if is_killed {
                let draft = one.drafts_on_disk().remove(0);
                one = App::at(one.dir.clone(), Language::Hans, (120, 40), "服务中心", "王敏", one.now, 3);
                one.model.overlays.push(Overlay::Form(Box::new(FormState::resume(&draft, one.now))));
            } else {
                one.event(Event::Changed);
                one.pass(1).keys("<f2><home>").keys(again);
            }
            let head = one.store().head().unwrap();
            one.keys(rest).pass(1).keys("<ctrl-d>");
            let screen = one.screen();
            let Some(form) = one.model.form() else { panic!("{case}: saved unseen\n{screen}") };
            let told = &form.error;
            assert!(matches!(told, Some(Cause::Meanwhile(newer)) if newer.who == "刘洋"), "{case} {told:?}\n{screen}");
            assert_eq!(one.store().head().unwrap(), head, "{case}");
            one.keys("<ctrl-d>");
            assert!(one.model.form().is_none(), "{case}: it is told once\n{}", one.screen());
        }
    }
}

#[test]
fn a_complaint_closes_no_promise_of_its_visit_unseen() {
    let mut one = App::new(Language::Hans, (120, 40));
    one.keys(WALK_IN).pass(1).keys("<f2><home><enter>");
    let mut two = App::at(one.dir.clone(), Language::Hans, (120, 40), "服务中心", "刘洋", one.now, 2);
    two.keys("<f2><home><enter>3+1小时<ctrl-d>");
    one.event(Event::Changed);
    one.keys("4<ctrl-d>渗水<tab>3<ctrl-d><ctrl-d>");
    let screen = one.screen();
    let Some(form) = one.model.form() else { panic!("saved unseen\n{screen}") };
    assert!(matches!(&form.error, Some(Cause::Meanwhile(newer)) if newer.who == "刘洋"), "{:?}\n{screen}", form.error);
    one.keys("<ctrl-d>");
    assert!(one.model.form().is_none(), "{}", one.screen());
}

#[test]
fn who_takes_note_changes_nothing_of_what_was_seen() {
    let mut one = App::new(Language::Hans, (120, 40));
    one.keys("<f4><insert>3-2-101<enter>张三<enter>渗水<enter>1<enter><enter>").pass(110);
    one.keys("<f4><home><enter>1周工");
    let mut two = App::at(one.dir.clone(), Language::Hans, (120, 40), "服务中心", "王敏", one.now, 2);
    two.keys("<f4><home><ctrl-k><ctrl-d>");
    let noted = two.store().list(Query::new(Family::Complaint, ListView::Newest, 1)).unwrap().remove(0);
    assert_eq!(noted.acks.len(), 1, "{}", two.screen());
    one.keys("<ctrl-d>");
    assert!(one.model.form().is_none(), "{}", one.screen());
}

#[test]
fn what_a_person_says_more_of_a_stay_is_told_and_what_a_camera_reads_on_is_not() {
    use qiantai::desk::{Act, Desk, Who};
    for (who, source, again) in [("李强", None, "same"), ("东门相机", Some("camera"), "by_time")] {
        let mut app = App::new(Language::Hans, (120, 40));
        app.keys("<f7><insert>b11112<enter>13-2-101<enter>").pass(1).keys("<f7><home><ctrl-o>");
        let (stay, kind) = (app.model.selected().unwrap().clone(), app.model.form().map(|form| form.kind));
        assert_eq!((stay.inside(), kind), (true, Some(Kind::VehicleOut)), "{}", app.screen());
        let store = qiantai::store::sqlite::SqliteStore::open(&app.dir.path().join("logbook.db")).unwrap();
        let mut desk = Desk::new(Box::new(store), crate::kit::house()).unwrap();
        let (asked, at) = ([("use", "guest"), ("room", "3-2-101")], "2026-11-20T14:20:20+08:00");
        let said =
            [asked[0], asked[1], ("plate", stay.get("plate")), ("again", again), ("colour", "white"), ("at", at)];
        let fields = said.map(|(key, text)| (key.to_owned(), text.to_owned())).into();
        let source = source.map(str::to_owned);
        let act = Act { fields, source, ..Act::new(uuid::Uuid::from_u128(9), Kind::VehicleIn) };
        let who = Who { post: "东门岗".into(), operator: who.into(), boot: uuid::Uuid::nil() };
        let said = desk.act(&act, &who, app.now).unwrap();
        assert!(said.record.subject == stay.subject && said.seq > stay.last, "{said:?}");
        app.keys("<ctrl-d>");
        let told = app.model.form().and_then(|form| form.error.clone());
        match act.source {
            None => assert!(matches!(&told, Some(Cause::Meanwhile(newer)) if newer.who == "李强"), "{}", app.screen()),
            Some(_) => assert!(told.is_none() && app.model.form().is_none(), "{told:?} {}", app.screen()),
        }
    }
}

#[test]
fn a_wrong_sign_out_is_struck_by_the_next_key_although_its_row_is_gone() {
    let mut app = App::new(Language::Hans, (120, 40));
    app.keys("<f6><insert>13-2-101<enter>王五<enter>5<enter><insert>11-1-502<enter>李娜<enter>5<enter>");
    let left = app.model.selected().unwrap().subject;
    app.keys("<enter>");
    assert_ne!(app.model.selected().map(|record| record.subject), Some(left), "its row is gone");
    app.keys("<ctrl-w>按错人了<enter>");
    assert!(app.store().record(left).unwrap().unwrap().inside());
    app.keys("<down><ctrl-w>");
    let named = app.model.form().unwrap().subject;
    assert_eq!(named, app.model.rows()[app.model.view().selected].subject.into(), "later it is the row in hand");
}

#[test]
fn a_form_whose_identity_another_record_has_keeps_its_text_and_is_saved_by_itself() {
    let mut one = App::new(Language::Hans, (120, 40));
    one.keys("<f7><insert>b11112<enter>1<enter>3-2-101");
    let uid = one.model.form().unwrap().uid;
    // Another window has saved something else under the same identity.
    let mut two = App::at(one.dir.clone(), Language::Hans, (120, 40), "服务中心", "王敏", one.now, 2);
    two.keys("<f7><insert>b22223<enter>1<enter>9-9-909");
    if let Some(qiantai::app::Overlay::Form(form)) = two.model.overlays.last_mut() {
        form.uid = uid;
    }
    two.keys("<enter>");
    assert!(two.model.overlays.is_empty());
    let typed = one.model.form().unwrap().typed();
    one.keys("<enter>");
    let form = one.model.form().expect("the form stays open");
    assert_eq!(form.typed(), typed, "nothing typed is lost");
    assert!(matches!(form.error, Some(Cause::UidConflict(_))), "{:?}", form.error);
    assert!(form.uid != uid && one.screen().contains("1120-01"), "and is told what stands there");
    let plates = |app: &App| -> Vec<String> {
        let all = app.store().list(Query::new(Family::Vehicle, ListView::Newest, 9)).unwrap();
        all.iter().map(|car| car.get("plate").to_owned()).collect()
    };
    assert_eq!(plates(&one), ["粤B22223"]);
    one.keys("<enter>");
    assert!(one.model.overlays.is_empty(), "{:?}", one.model.form().map(|form| form.error.clone()));
    assert_eq!(plates(&one).len(), 2);
    assert!(plates(&one).contains(&"粤B11112".to_owned()), "saved once more it is a record of its own");
}

#[test]
fn what_a_machine_saw_is_shown_with_its_name_its_facts_and_how_far_its_clock_was_ahead() {
    use qiantai::desk::{Act, Desk, Who};
    let mut app = App::new(Language::Hans, (120, 40));
    let store = qiantai::store::sqlite::SqliteStore::open(&app.dir.path().join("logbook.db")).unwrap();
    let mut desk = Desk::new(Box::new(store), crate::kit::house()).unwrap();
    let said =
        [("plate", "粤B12345"), ("at", "2026-11-20T15:55:35+08:00"), ("confidence", "0.91"), ("device", "LPR-01")];
    let fields = said.map(|(key, text)| (key.to_owned(), text.to_owned())).into();
    let seen = Act { fields, source: Some("camera".into()), ..Act::new(uuid::Uuid::from_u128(9), Kind::VehicleIn) };
    let camera = Who { post: "东门岗".into(), operator: "东门相机".into(), boot: uuid::Uuid::nil() };
    let record = desk.act(&seen, &camera, app.now).unwrap().record;
    assert_eq!((record.at, record.written_at, record.ahead), (app.now, app.now, (95 * 60 + 35) * 1_000));
    app.event(Event::Changed);
    app.keys("<f7>");
    assert!(app.screen().contains("0:00"), "it counts as of now:\n{}", app.screen());
    app.keys("<right>");
    for told in ["东门相机", "机器时钟快 1:35:35", "0.91", "LPR-01", "置信度", "设备"] {
        assert!(app.screen().contains(told), "{told} in\n{}", app.screen());
    }
}

#[test]
fn of_two_correcting_the_same_field_one_is_told_and_keeps_his_text() {
    let (mut one, mut two) = two();
    for app in [&mut one, &mut two] {
        app.keys("<right>");
        while app.model.card().unwrap().row().and_then(|row| row.field).is_none_or(|field| field.key != "said") {
            app.keys("<down>");
        }
        app.keys("<delete>");
    }
    one.keys("<end>严重<tab>补充<enter>");
    assert!(one.model.form().is_none());
    two.keys("<end>轻微<tab>听错<enter>");
    let form = two.model.form().expect("the form stays open");
    assert_eq!((form.get("new"), form.get("why")), ("渗水轻微", "听错"));
    let told = &form.fields[0].error;
    assert!(matches!(told, Some(Cause::AlreadyAmended(who, _)) if who == "王敏"), "{told:?}");
    let complaint = two.store().list(Query::new(Family::Complaint, ListView::Newest, 1)).unwrap().remove(0);
    assert_eq!(complaint.get("said"), "渗水严重");
}

/// Two windows at two open visits; the second window has the older one in hand, and the first settles it.
fn older_visit() -> (App, App) {
    let mut one = App::new(Language::Hans, (120, 40));
    one.keys("<f2><insert>1-1-502<enter>李娜<enter>1<tab><enter>").pass(1);
    one.keys("<insert>3-2-101<enter>张三<enter>2<tab><enter>");
    let two = App::at(one.dir.clone(), Language::Hans, (120, 40), "服务中心", "刘洋", one.now, 2);
    (one, two)
}

#[test]
fn a_complaint_comes_out_of_the_visit_that_was_in_hand_when_its_form_opened() {
    let (mut one, mut two) = older_visit();
    two.keys("<f2><down><enter>");
    let origin = two.model.form().unwrap().subject.unwrap();
    // The list under the form changes: the row in hand is another visit now.
    two.model.snapshot.list.remove(1);
    two.keys("4<enter>");
    assert!(two.model.form().is_none_or(|form| form.kind != Kind::Complaint), "never out of another visit");
    let visit = one.store().record(origin).unwrap().unwrap();
    assert_eq!(visit.get("outcome"), "");
    one.keys("<esc>");
}

#[test]
fn a_complaint_put_by_waits_for_its_own_visit() {
    let (_one, mut two) = older_visit();
    two.keys("<f2><down><enter>4<enter>");
    assert_eq!(two.model.form().map(|form| form.kind), Some(Kind::Complaint));
    two.keys("<end>渗水").keys("<esc><f4><insert>2");
    assert_eq!(two.model.form().unwrap().target, qiantai::desk::ActTarget::None, "a new complaint is another form");
    two.keys("9-9-901<esc><f2><enter>24<enter>");
    assert_eq!(two.model.form().unwrap().get("room"), "1-1-502", "the visit's own is open again");
    two.keys("<esc>");
    assert_eq!(two.model.drafts.len(), 2, "one for each");
}

#[test]
fn an_open_call_becomes_a_complaint_and_leaves_no_draft() {
    let mut app = App::new(Language::Hans, (120, 40));
    app.keys("<f3><insert>13912348812<tab>张三<enter>渗水<enter><enter>4坚持投诉<enter>");
    let form = app.model.form().expect("the complaint's form");
    assert_eq!(form.get("said"), "渗水 坚持投诉", "what was typed last goes with it");
    assert_eq!((form.kind, form.get("name"), form.get("channel")), (Kind::Complaint, "张三", "phone"));
    app.keys("<enter>").keys("3<enter><enter>");
    assert!(app.model.overlays.is_empty(), "{:?}", app.model.form());
    let call = app.store().list(Query::new(Family::Call, ListView::Newest, 1)).unwrap().remove(0);
    assert_eq!((call.get("outcome"), call.links.len()), ("complaint", 1));
    assert_eq!(app.drafts(), []);
}

#[test]
fn each_window_keeps_its_own_draft_and_writes_its_own_record() {
    let mut one = App::new(Language::Hans, (100, 30));
    one.keys("<f7><insert>b11112<enter>13-2-101");
    let mut two = App::at(one.dir.clone(), Language::Hans, (100, 30), "服务中心", "王敏", one.now, 2);
    assert_eq!(two.drafts(), [], "it is still being typed in the first");
    two.keys("<f7><insert>b22223<enter>19-9-909<enter>");
    one.keys("<enter>");
    let inside = one.store().list(Query::new(Family::Vehicle, ListView::Inside, 9)).unwrap();
    let plates: Vec<&str> = inside.iter().map(|record| record.get("plate")).collect();
    assert_eq!(plates, ["粤B11112", "粤B22223"]);
    one.keys("<insert>b33334");
    drop(one);
    assert_eq!(two.drafts().len(), 1, "the first is gone");
}

#[test]
fn a_draft_that_was_written_is_gone_and_one_that_says_more_is_kept() {
    let mut one = App::new(Language::Hans, (100, 30));
    one.keys("<f8><insert>钥匙在前台");
    let draft = one.drafts().remove(0);
    one.keys("<enter>");
    let seq = one.store().head().unwrap().unwrap().seq;
    let mut more = draft.clone();
    more.fields.insert("text".into(), "钥匙在前台抽屉".into());
    for (left, kept) in [(draft, 0), (more, 1)] {
        one.keep(&left);
        let found = one.drafts();
        assert_eq!(found.len(), kept);
        assert!(found.iter().all(|draft| draft.uid != left.uid && draft.fields == left.fields));
        assert_eq!(one.store().head().unwrap().unwrap().seq, seq, "nothing is written by looking");
    }
}
