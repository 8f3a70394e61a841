//! Drafts: what was typed and not yet written, so that no crash loses it. One file for each logbook, post and person,
//! beside the logbook, for the owner alone. A draft is offered for a day; one that cannot be read is put aside, never a reason to
//! stop.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::app::form::Draft;
use crate::domain::time::{DAY, Moment};
use crate::runtime::place::{private_file, private_folder};
use crate::runtime::worker::Files;

/// How long a draft is offered, in milliseconds.
pub const LIFETIME: i64 = DAY;

/// The drafts of one person at one post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drafts {
    folder: PathBuf,
    name: String,
}

impl Drafts {
    /// The place of a person's draft, beside the logbook. The file's name tells neither post nor person.
    pub fn new(files: &Files, post: &str, person: &str) -> Self {
        let mut hash = Sha256::new();
        // Two logbooks in one folder have nothing in common.
        hash.update(files.db.file_name().unwrap_or_default().as_encoded_bytes());
        hash.update([0]);
        hash.update(post);
        hash.update([0]);
        hash.update(person);
        let name = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Self { folder: files.state.join("drafts"), name }
    }

    fn path(&self, end: &str) -> PathBuf {
        self.folder.join(format!("{}.{end}", self.name))
    }

    /// Keeps a draft in place of the one of the same form; a crash leaves the one or the other.
    pub fn keep(&self, draft: &Draft) -> io::Result<()> {
        let mut kept = self.read()?;
        kept.retain(|other| other.uid != draft.uid);
        kept.push(draft.clone());
        self.write(&kept)
    }

    /// Removes the draft of a form that was saved, or given up; others stay.
    pub fn drop(&self, uid: Uuid) -> io::Result<()> {
        let mut kept = self.read()?;
        let before = kept.len();
        kept.retain(|draft| draft.uid != uid);
        if kept.len() == before { Ok(()) } else { self.write(&kept) }
    }

    /// The drafts that are not older than [`LIFETIME`], the newest last; older ones are removed.
    ///
    /// # Errors
    /// Where the file is there and cannot be read.
    pub fn load(&self, now: Moment) -> io::Result<Vec<Draft>> {
        let mut kept = self.read()?;
        let before = kept.len();
        // A clock that was set back must not keep a draft for ever.
        kept.retain(|draft| now.since(draft.saved_at).saturating_abs() <= LIFETIME);
        if kept.len() < before {
            let _ = self.write(&kept);
        }
        Ok(kept)
    }

    /// What the file holds. One that is no list is put aside; of a list that holds drafts that this program does not know,
    /// a copy is.
    fn read(&self) -> io::Result<Vec<Draft>> {
        let bytes = match fs::read(self.path("json")) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            bytes => bytes?,
        };
        let Ok(list) = serde_json::from_slice::<Vec<serde_json::Value>>(&bytes) else {
            fs::rename(self.path("json"), self.path("bad"))?;
            return Ok(Vec::new());
        };
        let count = list.len();
        let known: Vec<Draft> = list.into_iter().filter_map(|draft| serde_json::from_value(draft).ok()).collect();
        if known.len() < count {
            fs::copy(self.path("json"), self.path("bad"))?;
        }
        Ok(known)
    }

    fn write(&self, drafts: &[Draft]) -> io::Result<()> {
        private_folder(&self.folder)?;
        let half = self.path("tmp");
        let mut file = private_file(&half)?;
        file.write_all(&serde_json::to_vec(drafts)?)?;
        // Not synced: typing must not wait for the disk, and a killed program loses nothing by it.
        fs::rename(half, self.path("json"))
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;
    use crate::domain::entry::Kind;

    const NOW: Moment = Moment::from_millis(1_763_620_320_000);

    fn drafts() -> (TempDir, Drafts) {
        let root = tempfile::tempdir().unwrap();
        let drafts = Drafts::new(&Files::beside(root.path().join("logbook.db"), PathBuf::new()), "前台", "王敏");
        (root, drafts)
    }

    fn draft(said: &str) -> Draft {
        Draft {
            uid: Uuid::from_u128(7),
            kind: Kind::Complaint,
            step: String::new(),
            subject: None,
            from: None,
            about: None,
            fields: [("said".to_owned(), said.to_owned())].into(),
            opened: NOW,
            saved_at: NOW,
        }
    }

    #[test]
    fn the_last_draft_is_offered_until_it_is_discarded() {
        let (_root, drafts) = drafts();
        assert_eq!(drafts.load(NOW).unwrap(), []);
        drafts.keep(&draft("卫生间")).unwrap();
        drafts.keep(&draft("卫生间顶板渗水 \"\\\n")).unwrap();
        assert_eq!(drafts.load(NOW).unwrap(), [draft("卫生间顶板渗水 \"\\\n")]);
        drafts.drop(Uuid::from_u128(7)).unwrap();
        assert_eq!(drafts.load(NOW).unwrap(), []);
        drafts.drop(Uuid::from_u128(7)).unwrap();
    }

    #[test]
    fn a_draft_belongs_to_one_person_at_one_post() {
        let (root, drafts) = drafts();
        drafts.keep(&draft("渗水")).unwrap();
        let database = Files::beside(root.path().join("logbook.db"), PathBuf::new());
        for (post, person) in [("前台", "李强"), ("东门岗", "王敏"), ("前", "台王敏"), ("", "前台王敏")]
        {
            assert_eq!(Drafts::new(&database, post, person).load(NOW).unwrap(), [], "{post} {person}");
        }
        assert_eq!(
            Drafts::new(&Files::beside(root.path().join("other.db"), PathBuf::new()), "前台", "王敏")
                .load(NOW)
                .unwrap(),
            [],
            "another logbook"
        );
        assert_eq!(Drafts::new(&database, "前台", "王敏").load(NOW).unwrap(), [draft("渗水")]);
    }

    #[test]
    fn what_a_later_program_left_is_put_aside_and_not_lost() {
        let (_root, drafts) = drafts();
        drafts.keep(&draft("渗水")).unwrap();
        let known: Vec<serde_json::Value> = serde_json::from_slice(&fs::read(drafts.path("json")).unwrap()).unwrap();
        let both = [known, vec![serde_json::json!({ "later": 1 })]].concat();
        fs::write(drafts.path("json"), serde_json::to_vec(&both).unwrap()).unwrap();
        drafts.keep(&Draft { uid: Uuid::from_u128(8), ..draft("停水") }).unwrap();
        assert_eq!(drafts.load(NOW).unwrap().len(), 2);
        assert!(fs::read_to_string(drafts.path("bad")).unwrap().contains("later"));
        fs::remove_file(drafts.path("json")).unwrap();
        fs::create_dir(drafts.path("json")).unwrap();
        assert!(drafts.load(NOW).is_err(), "what cannot be read is no empty list");
    }

    #[test]
    fn a_draft_is_offered_for_a_day_and_then_removed() {
        let (_root, drafts) = drafts();
        drafts.keep(&draft("渗水")).unwrap();
        assert!(drafts.load(NOW.plus_minutes(24 * 60)).unwrap().len() == 1);
        assert_eq!(drafts.load(NOW.plus_minutes(24 * 60 + 1)).unwrap(), []);
        assert_eq!(drafts.load(NOW).unwrap(), [], "it was removed");
        drafts.keep(&draft("渗水")).unwrap();
        assert!(drafts.load(NOW.plus_minutes(-60)).unwrap().len() == 1);
        assert_eq!(drafts.load(NOW.plus_minutes(-24 * 60 - 1)).unwrap(), []);
    }

    #[test]
    fn a_crash_in_the_middle_of_keeping_leaves_the_draft_before() {
        let (_root, drafts) = drafts();
        drafts.keep(&draft("渗水")).unwrap();
        fs::write(drafts.path("tmp"), b"{\"uid\":").unwrap();
        assert_eq!(drafts.load(NOW).unwrap(), [draft("渗水")]);
        drafts.keep(&draft("渗水两天")).unwrap();
        assert_eq!(drafts.load(NOW).unwrap(), [draft("渗水两天")]);
        assert!(!drafts.path("tmp").exists());
    }

    #[test]
    fn what_cannot_be_read_is_put_aside() {
        let whole = serde_json::to_vec(&draft("渗水")).unwrap();
        for bytes in [&b""[..], b"{", b"\xff\xfe", b"{}", &whole[..whole.len() / 2]] {
            let (_root, drafts) = drafts();
            drafts.keep(&draft("渗水")).unwrap();
            fs::write(drafts.path("json"), bytes).unwrap();
            assert_eq!(drafts.load(NOW).unwrap(), []);
            assert_eq!(fs::read(drafts.path("bad")).unwrap(), bytes);
            assert!(!drafts.path("json").exists());
        }
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_a_draft() {
        use crate::runtime::place::mode;
        let (_root, drafts) = drafts();
        drafts.keep(&draft("渗水")).unwrap();
        assert_eq!((mode(&drafts.folder), mode(&drafts.path("json"))), (Some(0o700), Some(0o600)));
    }
}
