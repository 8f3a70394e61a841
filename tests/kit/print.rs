//! What a folder holds, byte for byte.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::SystemTime;

use sha2::{Digest, Sha256};

/// Each file's name with the hash of its bytes and when it was changed last.
pub fn print(folder: &Path) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    let files = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    files
        .map(|file| {
            let bytes = Sha256::digest(std::fs::read(file.path()).unwrap_or_default()).to_vec();
            (file.file_name().into_string().unwrap(), (bytes, file.metadata().unwrap().modified().unwrap()))
        })
        .collect()
}
