//! Whom to page first, then after how long whom.
//!
//! A callback keeps a copy of the policy it started with, as JSON; so the form of that JSON is an
//! agreement with rows that exist. [`Policy::validate`] guards what people write, not what is read
//! back: a copy that was good when it was written must never keep a callback from being paged.

use serde::{Deserialize, Serialize};

use crate::id::{RotaId, StaffId};

/// Whom to page first, then after how long whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// From the first to the last.
    pub steps: Vec<Step>,
    /// How often all steps are gone through again, before supervisors and the operator's fallback.
    pub repeat: u8,
}

/// Somebody to page, and how long they have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// How long to wait for somebody to take it before the next step, 1 to 60.
    pub delay_minutes: u8,
    /// Who is paged, all at once.
    pub targets: Vec<Target>,
}

/// Somebody to page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// Whoever is on call then.
    OnCall(RotaId),
    /// Always this person.
    Staff(StaffId),
    /// Every supervisor.
    Supervisors,
}

/// What a policy must not be; steps are counted from 1, as people do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PolicyRefusal {
    /// Nobody would be paged.
    #[error("a policy needs at least one step")]
    NoSteps,
    /// More than anybody waits for.
    #[error("a policy has at most {} steps", Policy::MOST_STEPS)]
    TooManySteps,
    /// Nobody would be paged in this step.
    #[error("step {step} names nobody")]
    NobodyInStep {
        /// Which, from 1.
        step: usize,
    },
    /// The same target stands twice in this step.
    #[error("step {step} names somebody twice")]
    TwiceInStep {
        /// Which, from 1.
        step: usize,
    },
    /// More people at once than would know who goes.
    #[error("step {step} names more than {} targets", Policy::MOST_TARGETS)]
    TooManyTargets {
        /// Which, from 1.
        step: usize,
    },
    /// Not 1 to 60 minutes.
    #[error("step {step} waits 1 to 60 minutes")]
    Delay {
        /// Which, from 1.
        step: usize,
    },
    /// More repeats than make sense before somebody higher is told.
    #[error("a policy repeats at most {} times", Policy::MOST_REPEATS)]
    Repeat,
}

impl PolicyRefusal {
    /// Names the reason in the translations.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NoSteps => "policy-no-steps",
            Self::TooManySteps => "policy-too-many-steps",
            Self::NobodyInStep { .. } => "policy-nobody-in-step",
            Self::TwiceInStep { .. } => "policy-twice-in-step",
            Self::TooManyTargets { .. } => "policy-too-many-targets",
            Self::Delay { .. } => "policy-delay",
            Self::Repeat => "policy-repeat",
        }
    }
}

impl Policy {
    /// Steps at most.
    pub const MOST_STEPS: usize = 10;
    /// Targets of one step at most.
    pub const MOST_TARGETS: usize = 10;
    /// Repeats at most.
    pub const MOST_REPEATS: u8 = 9;

    /// Checks what a form or the API brought.
    pub fn checked(self) -> Result<Self, PolicyRefusal> {
        self.validate().map(|()| self)
    }

    /// Whether somebody may save this policy.
    pub fn validate(&self) -> Result<(), PolicyRefusal> {
        match self.steps.len() {
            0 => return Err(PolicyRefusal::NoSteps),
            count if count > Self::MOST_STEPS => return Err(PolicyRefusal::TooManySteps),
            _ => {}
        }
        if self.repeat > Self::MOST_REPEATS {
            return Err(PolicyRefusal::Repeat);
        }
        self.steps.iter().enumerate().try_for_each(|(index, step)| step.validate(index + 1))
    }
}

impl Step {
    fn validate(&self, step: usize) -> Result<(), PolicyRefusal> {
        if self.targets.is_empty() {
            return Err(PolicyRefusal::NobodyInStep { step });
        }
        if self.targets.len() > Policy::MOST_TARGETS {
            return Err(PolicyRefusal::TooManyTargets { step });
        }
        let twice = |(index, target)| self.targets.iter().skip(index + 1).any(|other| other == target);
        if self.targets.iter().enumerate().any(twice) {
            return Err(PolicyRefusal::TwiceInStep { step });
        }
        if !(1..=60).contains(&self.delay_minutes) {
            return Err(PolicyRefusal::Delay { step });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
