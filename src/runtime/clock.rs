//! The clock and whatever else differs from one run to the next: it is read here and nowhere else.

use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};

use uuid::Uuid;

use crate::domain::time::Moment;

/// The last instant that can be written down: years have four digits (RFC 3339), in any zone.
const LAST: Moment = Moment::from_millis(253_402_214_400_000);

/// Now, by the machine's clock; no later than can be written down.
pub fn now() -> Moment {
    wall().min(LAST)
}

#[allow(clippy::disallowed_methods)]
fn wall() -> Moment {
    let millis = |span: std::time::Duration| i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
    // A clock before 1970 is wrong, and still no reason to refuse an entry.
    let passed = SystemTime::now().duration_since(UNIX_EPOCH);
    Moment::from_millis(passed.map_or_else(|error| -millis(error.duration()), millis))
}

/// When the machine was started, as its clock has it now: it changes only when the clock is set, because sleep counts as
/// running. `None` where the system does not tell how long it has been running.
pub fn booted() -> Option<Moment> {
    let up = up()?;
    Some(Moment::from_millis(wall().millis() - up))
}

/// How long the machine has been running, sleep included, in milliseconds.
#[cfg(target_os = "linux")]
fn up() -> Option<i64> {
    use std::os::unix::fs::FileExt;
    // It is asked at each save and each look: to open it takes longer than to read it.
    static UPTIME: OnceLock<Option<std::fs::File>> = OnceLock::new();
    let file = UPTIME.get_or_init(|| std::fs::File::open("/proc/uptime").ok()).as_ref()?;
    let mut bytes = [0; 64];
    let read = file.read_at(&mut bytes, 0).ok()?;
    let text = std::str::from_utf8(bytes.get(..read)?).ok()?;
    let (seconds, hundredths) = text.split_whitespace().next()?.split_once('.')?;
    Some(seconds.parse::<i64>().ok()? * 1_000 + hundredths.parse::<i64>().ok()? * 10)
}

#[cfg(not(target_os = "linux"))]
fn up() -> Option<i64> {
    None
}

/// A new identity, rising with time (UUIDv7).
#[allow(clippy::disallowed_methods)]
pub fn new_uid() -> Uuid {
    // A clock before 1970 cannot be told in it.
    if wall().millis() < 0 { Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, 0, 0)) } else { Uuid::now_v7() }
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
        assert!(now() > Moment::from_millis(1_700_000_000_000) && now() <= LAST);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_machine_was_started_before_now_and_the_instant_stays() {
        let (first, second) = (booted().unwrap(), booted().unwrap());
        assert!(first < now() && crate::desk::clock::jump(first, second).is_none());
        assert_eq!(crate::domain::time::Zone::default().rfc3339(LAST), "9999-12-31T08:00:00+08:00");
    }
}
