//! The handover page: references to what is open, and the relief's verdict on each.

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantNames};
use uuid::Uuid;

use crate::domain::stages;

/// Why a record stands on a handover page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, IntoStaticStr, VariantNames)]
#[serde(rename_all = "snake_case")]
#[strum(prefix = "topic-", serialize_all = "kebab-case")]
pub enum Topic {
    /// A running or overdue time limit.
    Deadline,
    /// A promised call-back or reply.
    Promise,
    /// A message that has not reached its addressee.
    Message,
    /// A person or vehicle inside.
    Inside,
    Unsettled,
    /// A note for the next shift.
    Note,
    /// A visitor turned away in this shift.
    Refusal,
    /// 主管: a limit that has run out, or a complaint that was passed on too often.
    Supervisor,
    /// 主任: a limit that is late by its own length once more.
    Head,
}

impl Topic {
    /// The locale key of its name.
    pub fn key(self) -> &'static str {
        self.into()
    }
}

/// One line of a page: a reference, rendered from the logbook as of the page's entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct HandoverItem {
    pub topic: Topic,
    pub subject: Uuid,
    /// The stage, for a deadline or promise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
}

impl HandoverItem {
    /// Whether it is handed over only with the reason why it was not settled on its day (000-1 一.3).
    pub fn needs_reason(&self) -> bool {
        let late = matches!(self.topic, Topic::Supervisor | Topic::Head);
        late && self.stage.as_deref() == Some(stages::OUTCOME)
    }
}

/// The relief's answer to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, VariantNames)]
#[serde(rename_all = "snake_case")]
#[strum(prefix = "verdict-", serialize_all = "kebab-case")]
pub enum Verdict {
    /// 接: taken over.
    Accepted,
    /// 疑问: taken over with a question and the outgoing person's answer.
    Queried,
    /// 不接: refused with a reason.
    Refused,
}

impl Verdict {
    /// The locale key of its name.
    pub fn key(self) -> &'static str {
        self.into()
    }
}
