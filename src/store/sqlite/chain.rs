//! The chain: each entry's hash covers the hash before it and the bytes of every other column as they are stored, so
//! that a changed byte shows. The personal part is covered through a salted commitment, and may go without breaking it.

use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

/// A SHA-256.
pub(super) type Hash = [u8; 32];

/// What the first entry follows.
pub(super) const START: Hash = [0; 32];

/// The format of the hash that is written today.
pub(super) const FORMAT: i64 = 1;

/// The columns that a hash covers, in its order.
pub(super) const HASHED: &str = "prev, log, seq, uid, at, written_at, offset, boot, post, operator, subject, kind, \
                                 version, body, commitment, format";

/// How many columns [`HASHED`] names.
pub(super) const COVERED: usize = 16;

/// The hash of an entry's columns, which come in the order of [`HASHED`].
pub(super) fn hash<'v>(columns: impl IntoIterator<Item = ValueRef<'v>>) -> Hash {
    let mut sha = Sha256::new();
    sha.update(b"qiantai/entry/1");
    let mut field = |bytes: &[u8]| {
        sha.update((bytes.len() as u64).to_le_bytes());
        sha.update(bytes);
    };
    for column in columns {
        match column {
            ValueRef::Integer(number) => field(&number.to_le_bytes()),
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => field(bytes),
            // The schema allows neither; hashed as nothing, they break the chain.
            ValueRef::Null | ValueRef::Real(_) => {}
        }
    }
    sha.finalize().into()
}

/// The commitment to a personal part.
pub(super) fn commitment(salt: &[u8], json: &[u8]) -> Hash {
    Sha256::new().chain_update(salt).chain_update(json).finalize().into()
}

/// A hash in hexadecimal.
pub(super) fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
