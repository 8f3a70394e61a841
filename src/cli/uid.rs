//! The identity that a line gives its act: a UUID as itself, any other text hashed to one, so that an event's own key
//! (a channel's id, a camera's number of the event) makes a repeated line known again.

use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// The most characters that it has.
pub(super) const LONGEST: usize = 64;

/// What stands before the text when it is hashed: nothing else in the program hashes to the same.
const DOMAIN: &[u8] = b"qiantai record uid 1\0";

/// The UUID of a text: its own, else one of version 8 (RFC 9562 §5.8) whose bits are the first of the SHA-256 of a domain
/// tag and the text's UTF-8, for ever the same; `None` of an empty text and of one of more than 64 characters.
pub(super) fn read(text: &str) -> Option<Uuid> {
    if let Ok(uid) = Uuid::parse_str(text) {
        return Some(uid);
    }
    if text.is_empty() || text.chars().count() > LONGEST {
        return None;
    }
    let hash = Sha256::new().chain_update(DOMAIN).chain_update(text).finalize();
    let first = hash.first_chunk::<16>()?;
    Some(Builder::from_custom_bytes(*first).into_uuid())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_has_the_same_uid_for_ever() {
        for (text, uid) in [
            ("1701194718.030211-sszk97", "3c47f2aa-a22f-8a39-a47a-de4f7dd72d66"),
            ("01890000-0000-7000-8000-000000000001", "01890000-0000-7000-8000-000000000001"),
        ] {
            assert_eq!(read(text).map(|uid| uid.to_string()).as_deref(), Some(uid), "{text}");
        }
        assert_eq!(read(""), None);
        assert_eq!((read(&"长".repeat(64)).is_some(), read(&"a".repeat(65))), (true, None));
    }

    proptest! {
        #[test]
        fn two_texts_have_two_uids(one in ".{1,64}", other in ".{1,64}") {
            let (a, b) = (read(&one), read(&other));
            prop_assert_eq!(a, read(&one));
            prop_assert_eq!(one == other, a == b);
        }
    }
}
