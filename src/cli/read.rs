//! Lines of bytes, one at a time; whether they are text is for the reader to say.

use std::io::{BufRead, Read};

/// The longest line, in bytes.
const LONGEST: u64 = 1 << 20;

pub(super) enum Raw {
    Line,
    /// A line that is too long; it was passed over whole.
    TooLong,
    End,
}

/// Reads the next line into `bytes`.
pub(super) fn next(input: &mut dyn BufRead, bytes: &mut Vec<u8>) -> std::io::Result<Raw> {
    bytes.clear();
    let read = Read::take(&mut *input, LONGEST + 1).read_until(b'\n', bytes)?;
    if read == 0 {
        return Ok(Raw::End);
    }
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
        return Ok(Raw::Line);
    }
    if bytes.len() as u64 <= LONGEST {
        return Ok(Raw::Line);
    }
    input.skip_until(b'\n')?;
    Ok(Raw::TooLong)
}
