//! Whether the write-ahead log still is what was written to it. The database holds its frames against their sums after a
//! crash alone: what has changed under an open logbook it would bring into the file as it is.

use std::fs::File;
use std::io::{BufReader, Read, Result, Seek, SeekFrom};

/// The length of what stands before the first frame, in bytes.
pub(super) const HEAD: usize = 32;

/// How a log begins; the bit behind says how its words are read.
const MAGIC: [u8; 3] = [0x37, 0x7f, 0x06];

/// What is read at once, in bytes.
const AT_ONCE: usize = 1 << 18;

/// The running sum of a log, and how its words are read: the header says so.
struct Sum {
    big: bool,
    parts: [u32; 2],
}

impl Sum {
    fn add(&mut self, bytes: &[u8]) {
        let big = self.big;
        let word = |bytes| if big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) };
        let [mut one, mut two] = self.parts;
        let (pairs, _) = bytes.as_chunks::<8>();
        for [a, b, c, d, e, f, g, h] in pairs {
            one = one.wrapping_add(word([*a, *b, *c, *d])).wrapping_add(two);
            two = two.wrapping_add(word([*e, *f, *g, *h])).wrapping_add(one);
        }
        self.parts = [one, two];
    }

    fn is(&self, said: &[u8]) -> bool {
        let [one, two] = self.parts.map(u32::to_be_bytes);
        said.strip_prefix(&one) == Some(&two[..])
    }
}

/// Whether the header of a log and its first `frames` frames of pages of `page` bytes each have the sum and the salt that
/// they should (<https://www.sqlite.org/fileformat.html#the_write_ahead_log>).
///
/// # Errors
/// Where they cannot be read, or are not there.
pub(super) fn hold(log: &File, page: usize, frames: u64) -> Result<bool> {
    let mut log = BufReader::with_capacity(AT_ONCE, log);
    log.seek(SeekFrom::Start(0))?;
    let mut header = [0; HEAD];
    log.read_exact(&mut header)?;
    let (said, sum_said) = header.split_at(24);
    let (_, salt) = said.split_at(16);
    let mut sum = Sum { big: header.get(3).is_some_and(|last| last & 1 == 1), parts: [0; 2] };
    sum.add(said);
    // Zeros have the sum of zeros.
    let mut whole = header.starts_with(&MAGIC) && sum.is(sum_said);
    let (mut head, mut bytes) = ([0; 24], vec![0; page]);
    for _ in 0..frames {
        log.read_exact(&mut head)?;
        log.read_exact(&mut bytes)?;
        let (about, rest) = head.split_at(8);
        let (of_run, sum_said) = rest.split_at(8);
        sum.add(about);
        sum.add(&bytes);
        whole &= of_run == salt && sum.is(sum_said);
    }
    Ok(whole)
}
