//! The clock and whatever else differs from one run to the next: it is read here and nowhere else.

use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};

use uuid::Uuid;

use crate::domain::time::Moment;

/// Now, by the machine's clock.
#[allow(clippy::disallowed_methods)]
pub fn now() -> Moment {
    let millis = |span: std::time::Duration| i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
    // A clock before 1970 is wrong, and still no reason to refuse an entry.
    let passed = SystemTime::now().duration_since(UNIX_EPOCH);
    Moment::from_millis(passed.map_or_else(|error| -millis(error.duration()), millis))
}

/// A new identity, rising with time (UUIDv7).
#[allow(clippy::disallowed_methods)]
pub fn new_uid() -> Uuid {
    Uuid::now_v7()
}

/// The machine's boot: the same until it is started again; where the system has no such name, one of this run.
pub fn boot() -> Uuid {
    static BOOT: OnceLock<Uuid> = OnceLock::new();
    let named = || std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?.trim().parse().ok();
    *BOOT.get_or_init(|| named().unwrap_or_else(new_uid))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identities_rise_and_the_boot_stays() {
        let (first, second) = (new_uid(), new_uid());
        assert!(first < second);
        assert_eq!(first.get_version_num(), 7);
        assert_eq!(boot(), boot());
        assert!(now() > Moment::from_millis(1_700_000_000_000));
    }
}
