//! The lengths that a site gives to stages in place of the procedures' own.

use std::collections::BTreeMap;

use super::check::{is_zero, works};
use super::{RuleFlaw, UnplacedError};
use crate::domain::procedure::{Procedures, Stage};
use crate::domain::worktime::Length;

/// Gives stages the lengths of the settings; what each had before stays beside it.
pub(super) fn set(procedures: &mut Procedures, lengths: &BTreeMap<String, Length>) -> Result<(), UnplacedError> {
    for (id, length) in lengths {
        let wrong = |cause| UnplacedError::new(&["lengths", id], cause);
        let mut known = false;
        for stage in procedures.stages.iter_mut().filter(|stage| stage.id == *id) {
            known = true;
            give(stage, *length).map_err(wrong)?;
        }
        if !known {
            return Err(wrong(RuleFlaw::UnknownStage));
        }
    }
    Ok(())
}

fn give(stage: &mut Stage, length: Length) -> Result<(), RuleFlaw> {
    if stage.length == Length::Promise || length == Length::Promise {
        return Err(RuleFlaw::Promised);
    }
    if is_zero(length) {
        return Err(RuleFlaw::Zero);
    }
    if works(length) && stage.hours.is_empty() {
        return Err(RuleFlaw::HoursNeeded);
    }
    if !works(length) {
        // Time by the clock asks no timetable.
        stage.hours.clear();
    }
    stage.usual = Some(stage.length);
    stage.length = length;
    Ok(())
}
