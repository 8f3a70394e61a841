//! The chain: each entry's hash covers the hash before it and the bytes of every other column as they are stored, so
//! that a changed byte shows. The personal part is covered through a salted commitment, and may go without breaking it.

use sha2::{Digest, Sha256};

pub use crate::domain::entry::Hash;

/// What the first entry follows.
pub(crate) const START: Hash = [0; 32];

/// The format of the hash that is written today.
pub(crate) const FORMAT: i64 = 1;

/// How many columns a hash covers.
pub(crate) const COVERED: usize = 16;

/// A column's value as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'a> {
    Int(i64),
    Text(&'a [u8]),
    Blob(&'a [u8]),
    /// Nothing, or a number with a fraction: no schema allows either, and hashed as nothing they break the chain.
    Odd,
}

/// The hash of an entry's columns: prev, log, seq, uid, at, written_at, offset, boot, post, operator, subject, kind,
/// version, body, commitment, format.
pub(crate) fn hash(columns: &[Cell<'_>; COVERED]) -> Hash {
    let mut sha = Sha256::new();
    sha.update(b"qiantai/entry/1");
    let mut field = |bytes: &[u8]| {
        sha.update((bytes.len() as u64).to_le_bytes());
        sha.update(bytes);
    };
    for column in columns {
        match column {
            Cell::Int(number) => field(&number.to_le_bytes()),
            Cell::Text(bytes) | Cell::Blob(bytes) => field(bytes),
            Cell::Odd => {}
        }
    }
    sha.finalize().into()
}

/// The commitment to a personal part.
pub(crate) fn commitment(salt: &[u8], json: &[u8]) -> Hash {
    Sha256::new().chain_update(salt).chain_update(json).finalize().into()
}

pub(crate) fn hex(hash: &[u8]) -> String {
    crate::domain::head::hex(hash)
}
