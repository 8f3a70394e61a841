//! The index of a write-ahead log, as it lies in its file. The database takes it at its word while anyone has the logbook
//! open: an older one put in its place has frames overlooked, and pages written from what was before them. The log itself
//! says which page each of its frames is of, and the index must say the same; where it has a page looked for is not held
//! (<https://www.sqlite.org/walformat.html#the_wal_index_file_format>).

use std::fs::File;
use std::io::Result;

/// The length of its head, which is there twice.
const HEAD: usize = 48;

/// The numbers of pages, of four bytes each, lie in the first half of each block, and in the first block behind the heads
/// and the locks.
const BLOCK: usize = 32_768;
const FIRST: usize = 136;

/// Heads, locks and the pages of as many frames as a log mostly has are read at once.
const AT_ONCE: usize = FIRST + 4 * 1_024;

/// What an index says.
pub(super) struct Index {
    /// How many frames of the log count.
    pub(super) frames: u64,
    /// The salt of their run.
    pub(super) salt: [u8; 8],
    /// The sum of the last one, as the log writes it.
    pub(super) sum: [u8; 8],
    /// The pages that they are of, as they lie in the file.
    pub(super) pages: Vec<u8>,
}

impl Index {
    /// Reads it; `None` where its head is none, or is being written.
    ///
    /// # Errors
    /// Where the file cannot be read, or is too short for what its head says.
    pub(super) fn read(file: &File) -> Result<Option<Self>> {
        let mut bytes = [0; AT_ONCE];
        read_at(file, &mut bytes, 0)?;
        let (head, rest) = bytes.split_at(HEAD);
        let (copy, _) = rest.split_at(HEAD);
        // Its numbers are in the machine's own order, the salt as the log has it.
        let (words, _) = head.as_chunks::<4>();
        let &[_, _, _, [begun, ..], frames, _, sum, sum_2, salt, salt_2, ..] = words else { return Ok(None) };
        if head != copy || begun != 1 {
            return Ok(None);
        }
        let frames = u32::from_ne_bytes(frames);
        let len = usize::try_from(4 * u64::from(frames)).unwrap_or_default();
        let turned = |word| u32::from_ne_bytes(word).to_be_bytes();
        let joined = |[a, b, c, d]: [u8; 4], [e, f, g, h]: [u8; 4]| [a, b, c, d, e, f, g, h];
        let (salt, sum) = (joined(salt, salt_2), joined(turned(sum), turned(sum_2)));
        let there = bytes.get(FIRST..FIRST + len).map(<[u8]>::to_vec);
        let pages = there.map_or_else(|| pages(file, len), Ok)?;
        Ok(Some(Self { frames: frames.into(), salt, sum, pages }))
    }
}

fn pages(file: &File, len: usize) -> Result<Vec<u8>> {
    let mut pages = vec![0; len];
    let (mut rest, mut at) = (&mut pages[..], FIRST);
    while !rest.is_empty() {
        let room = BLOCK / 2 - at % BLOCK;
        let (block, others) = rest.split_at_mut(room.min(rest.len()));
        read_at(file, block, at as u64)?;
        (rest, at) = (others, (at / BLOCK + 1) * BLOCK);
    }
    Ok(pages)
}

/// Reads all of a place of a file.
#[cfg(unix)]
pub(super) fn read_at(file: &File, bytes: &mut [u8], at: u64) -> Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(not(unix))]
pub(super) fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> Result<()> {
    while !bytes.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, bytes, at)?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        (bytes, at) = (std::mem::take(&mut bytes).split_at_mut(read).1, at + read as u64);
    }
    Ok(())
}
