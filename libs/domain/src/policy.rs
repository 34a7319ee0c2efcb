//! Whom to page first, then after how long whom.

use serde::{Deserialize, Serialize};

use crate::id::{RotaId, StaffId};

/// An escalation policy. A callback keeps the copy it started with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// What happens in order; after the last one the policy repeats.
    pub steps: Vec<Step>,
    /// How many times the steps are gone through again before the last resort.
    pub repeat: u8,
}

/// One step: people, and how long they have to take it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Minutes until the next step, 1 to 60.
    pub delay_minutes: u8,
    /// Who is paged.
    pub targets: Vec<Target>,
}

/// Whom a step names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Target {
    /// Whoever is on call in a rota when the step falls due.
    OnCall(RotaId),
    /// A named person.
    Staff(StaffId),
    /// All supervisors.
    Supervisors,
}

/// Why a policy cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PolicyRefusal {
    /// It has no step.
    #[error("a policy needs a step")]
    NoStep,
    /// More than twenty steps.
    #[error("a policy has at most twenty steps")]
    TooManySteps,
    /// A step names nobody.
    #[error("each step names somebody")]
    NoTarget,
    /// A delay is not 1 to 60 minutes.
    #[error("a delay is 1 to 60 minutes")]
    Delay,
    /// It repeats more than nine times.
    #[error("a policy repeats at most nine times")]
    Repeat,
}

impl Policy {
    /// Checks what a form or the API brought.
    pub fn checked(self) -> Result<Self, PolicyRefusal> {
        match () {
            () if self.steps.is_empty() => Err(PolicyRefusal::NoStep),
            () if self.steps.len() > 20 => Err(PolicyRefusal::TooManySteps),
            () if self.steps.iter().any(|step| step.targets.is_empty()) => Err(PolicyRefusal::NoTarget),
            () if self.steps.iter().any(|step| !(1..=60).contains(&step.delay_minutes)) => {
                Err(PolicyRefusal::Delay)
            }
            () if self.repeat > 9 => Err(PolicyRefusal::Repeat),
            () => Ok(self),
        }
    }
}
