//! What an entry's row holds: the canonical bytes that are hashed, and how an entry is read back from them.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::entry::{Decided, Entry, Fields, Kind, NewEntry, Seq, Stamp};
use crate::domain::time::Moment;
use crate::store::StoreError;
use crate::store::chain::{self, COVERED, Cell, Hash};
use crate::store::query::Tail;

/// An entry's row as it is stored, with its personal part where that is there.
pub struct RawEntry<'a> {
    /// In the order of `chain::hash`.
    pub cells: [Cell<'a>; COVERED],
    pub hash: &'a [u8],
    pub personal: Option<(&'a [u8], &'a [u8])>,
}

/// An entry about to be stored, chained to the one before.
#[derive(Clone)]
pub struct StoredEntry {
    pub seq: Seq,
    pub hash: Hash,
    pub prev: Hash,
    pub log: Uuid,
    pub uid: Uuid,
    pub subject: Uuid,
    pub at: Moment,
    pub stamp: Stamp,
    pub kind: Kind,
    pub body: String,
    pub up: Option<i64>,
    pub salt: [u8; 16],
    pub personal: String,
    pub commitment: Hash,
}

#[derive(Serialize)]
struct BodyOut<'a> {
    fields: &'a Fields,
    decided: &'a Decided,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BodyIn {
    fields: Fields,
    decided: Decided,
}

impl StoredEntry {
    /// The row of an entry that follows `tail`.
    pub(crate) fn chained(
        log: Uuid,
        tail: Option<&Tail>,
        stamp: &Stamp,
        entry: &NewEntry,
        salt: [u8; 16],
    ) -> Result<Self, StoreError> {
        let personal = json(&entry.personal)?;
        let mut stored = Self {
            seq: tail.map_or(1, |tail| tail.seq + 1),
            prev: tail.map_or(chain::START, |tail| tail.hash),
            hash: chain::START,
            log,
            uid: entry.uid,
            subject: entry.subject,
            at: entry.at,
            stamp: stamp.clone(),
            kind: entry.kind,
            up: entry.decided.up,
            body: json(&BodyOut { fields: &entry.plain, decided: &entry.decided })?,
            commitment: chain::commitment(&salt, personal.as_bytes()),
            salt,
            personal,
        };
        stored.hash = chain::hash(&stored.raw().cells);
        Ok(stored)
    }

    /// The row, column by column.
    pub fn raw(&self) -> RawEntry<'_> {
        RawEntry {
            cells: [
                Cell::Blob(&self.prev),
                Cell::Blob(self.log.as_bytes()),
                Cell::Int(self.seq.cast_signed()),
                Cell::Blob(self.uid.as_bytes()),
                Cell::Int(self.at.millis()),
                Cell::Int(self.stamp.written_at.millis()),
                Cell::Int(self.stamp.offset.into()),
                Cell::Blob(self.stamp.boot.as_bytes()),
                Cell::Text(self.stamp.post.as_bytes()),
                Cell::Text(self.stamp.operator.as_bytes()),
                Cell::Blob(self.subject.as_bytes()),
                Cell::Text(self.kind.name().as_bytes()),
                Cell::Int(self.kind.version().into()),
                Cell::Text(self.body.as_bytes()),
                Cell::Blob(&self.commitment),
                Cell::Int(chain::FORMAT),
            ],
            hash: &self.hash,
            personal: Some((&self.salt, self.personal.as_bytes())),
        }
    }

    /// What the chain's next entry follows.
    pub const fn tail(&self) -> Tail {
        let Stamp { written_at, boot, .. } = self.stamp;
        Tail { seq: self.seq, hash: self.hash, written_at, boot, up: self.up }
    }
}

impl RawEntry<'_> {
    /// Its place in the logbook.
    pub const fn seq(&self) -> Seq {
        match self.cells {
            [_, _, Cell::Int(seq), ..] => seq.cast_unsigned(),
            _ => 0,
        }
    }

    /// The bytes of its subject.
    pub const fn subject(&self) -> &[u8] {
        match self.cells {
            [_, _, _, _, _, _, _, _, _, _, Cell::Blob(subject), ..] => subject,
            _ => &[],
        }
    }

    /// The entry that it holds.
    ///
    /// # Errors
    /// `Unreadable`, with its place, where this program does not know the kind or the bytes are no entry.
    pub fn decode(&self) -> Result<Entry, StoreError> {
        self.parse().ok_or_else(|| StoreError::Unreadable { seq: self.seq() })
    }

    fn parse(&self) -> Option<Entry> {
        let [
            Cell::Blob(prev),
            _,
            Cell::Int(seq),
            Cell::Blob(uid),
            Cell::Int(at),
            Cell::Int(written_at),
            Cell::Int(offset),
            _,
            Cell::Text(post),
            Cell::Text(operator),
            Cell::Blob(subject),
            Cell::Text(kind),
            Cell::Int(version),
            Cell::Text(body),
            ..,
        ] = self.cells
        else {
            return None;
        };
        let text = |bytes| std::str::from_utf8(bytes).ok().map(str::to_owned);
        let kind = Kind::read(std::str::from_utf8(kind).ok()?, u16::try_from(version).ok()?)?;
        // Text that is known to be text is read in half the time.
        let mut body: BodyIn = serde_json::from_str(std::str::from_utf8(body).ok()?).ok()?;
        if let Some((_, personal)) = self.personal {
            let personal = std::str::from_utf8(personal).ok()?;
            body.fields.extend(serde_json::from_str::<Fields>(personal).ok()?);
        }
        Some(Entry {
            seq: seq.cast_unsigned(),
            uid: Uuid::from_slice(uid).ok()?,
            subject: Uuid::from_slice(subject).ok()?,
            at: Moment::from_millis(at),
            written_at: Moment::from_millis(written_at),
            offset: i32::try_from(offset).ok()?,
            post: text(post)?,
            operator: text(operator)?,
            kind,
            fields: body.fields,
            decided: body.decided,
            prev: Hash::try_from(prev).ok()?,
            hash: Hash::try_from(self.hash).ok()?,
        })
    }
}

/// How long the machine had been running when an entry was written, by its body; the rest of that is not read.
pub(crate) fn up(body: &str) -> Option<i64> {
    #[derive(Deserialize)]
    struct Body {
        decided: Decided,
    }
    #[derive(Deserialize)]
    struct Decided {
        up: Option<i64>,
    }
    serde_json::from_str::<Body>(body).ok()?.decided.up
}

fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Other("an entry cannot be written down".to_owned()))
}
