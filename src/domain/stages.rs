//! The stages that the program knows by name, because more hangs on them than data can say. All others, and what these
//! are called for people, are the procedure file's own.

/// The outcome of a walk-in, by the close of the day (000-1 一.3).
pub const OUTCOME: &str = "T0";
/// A department's share of a complaint (004-7 §4.6).
pub const SHARE: &str = "T3c";
/// The promise by when it will be done (004-7 §4.3.2b).
pub const PROMISE: &str = "T5";
/// The developer's opinion, whose silence is consent (004-7 §4.4.2).
pub const OPINION: &str = "T8";
/// Heads are told of a major, important or hot complaint, each by a part of it (000-2 1(6)).
pub const TOLD: &str = "T15";
/// The next progress report of a major incident (000-3 三.1).
pub const PROGRESS: &str = "T16";
/// A promised reply or call-back (000-2 1(3), 000-1 二.1(3)).
pub const REPLY: &str = "T18";
/// Keeping in touch with the complainant (001 处理.1).
pub const CONTACT: &str = "T19";
/// A message on its way to its addressee (002 四.6).
pub const MESSAGE: &str = "T20";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::procedure::Procedures;

    #[test]
    fn the_procedures_that_come_with_the_program_have_every_stage_that_it_knows() {
        let procedures = Procedures::builtin().unwrap();
        for id in [OUTCOME, SHARE, PROMISE, OPINION, TOLD, PROGRESS, REPLY, CONTACT, MESSAGE] {
            assert!(procedures.stages.iter().any(|stage| stage.id == id), "{id}");
        }
    }
}
