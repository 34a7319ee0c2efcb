//! Whom to page first, then after how long whom.
//!
//! A callback keeps a copy of the policy it started with, as JSON; so the form of that JSON is an
//! agreement with rows that exist. [`Policy::validate`] guards what people write, not what is read
//! back: a copy that was good when it was written must never keep a callback from being paged.

use serde::{Deserialize, Serialize};

use crate::{
    delivery::Channel,
    id::{RotaId, StaffId, TeamId},
};

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
    /// By what, in order. None is the usual: SMS and e-mail at once, and a call after the delay of the settings. So it
    /// was before steps had channels of their own, hence copies that do not name any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<StepChannel>,
}

/// A channel of a step, and when it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepChannel {
    /// By what.
    pub by: Channel,
    /// How long after the step began, in minutes; before the next step.
    pub after_minutes: u8,
}

/// Somebody to page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// Whoever is on call then.
    OnCall(RotaId),
    /// Always this person.
    Staff(StaffId),
    /// Everybody of a team.
    Team(TeamId),
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
    /// The same channel stands twice in this step.
    #[error("step {step} uses a channel twice")]
    ChannelTwice {
        /// Which, from 1.
        step: usize,
    },
    /// No channel of this step is used at once.
    #[error("step {step} tells nobody at once")]
    ChannelFirst {
        /// Which, from 1.
        step: usize,
    },
    /// A channel of this step is used when its time is over.
    #[error("step {step} uses a channel when the next step begins")]
    ChannelLate {
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
            Self::ChannelTwice { .. } => "policy-channel-twice",
            Self::ChannelFirst { .. } => "policy-channel-first",
            Self::ChannelLate { .. } => "policy-channel-late",
            Self::Repeat => "policy-repeat",
        }
    }

    /// Which step, from 1; `None` for the policy as a whole.
    pub const fn step(self) -> Option<usize> {
        match self {
            Self::NoSteps | Self::TooManySteps | Self::Repeat => None,
            Self::NobodyInStep { step }
            | Self::TwiceInStep { step }
            | Self::TooManyTargets { step }
            | Self::Delay { step }
            | Self::ChannelTwice { step }
            | Self::ChannelFirst { step }
            | Self::ChannelLate { step } => Some(step),
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
        self.faults().into_iter().next().map_or(Ok(()), Err)
    }

    /// Everything that must be corrected before somebody may save this policy.
    pub fn faults(&self) -> Vec<PolicyRefusal> {
        let count = match self.steps.len() {
            0 => Some(PolicyRefusal::NoSteps),
            count if count > Self::MOST_STEPS => Some(PolicyRefusal::TooManySteps),
            _ => None,
        };
        let repeat = (self.repeat > Self::MOST_REPEATS).then_some(PolicyRefusal::Repeat);
        let steps = self.steps.iter().enumerate().flat_map(|(index, step)| step.faults(index + 1));
        count.into_iter().chain(repeat).chain(steps).collect()
    }

    /// Whether a step names a target.
    pub fn names(&self, target: Target) -> bool {
        self.steps.iter().any(|step| step.targets.contains(&target))
    }
}

impl Step {
    /// A step by the usual channels.
    pub const fn usual(delay_minutes: u8, targets: Vec<Target>) -> Self {
        Self { delay_minutes, targets, channels: Vec::new() }
    }

    fn faults(&self, step: usize) -> impl Iterator<Item = PolicyRefusal> {
        let targets = match self.targets.len() {
            0 => Some(PolicyRefusal::NobodyInStep { step }),
            count if count > Policy::MOST_TARGETS => Some(PolicyRefusal::TooManyTargets { step }),
            _ if has_twice(&self.targets) => Some(PolicyRefusal::TwiceInStep { step }),
            _ => None,
        };
        let delay = (!(1..=60).contains(&self.delay_minutes)).then_some(PolicyRefusal::Delay { step });
        let by: Vec<Channel> = self.channels.iter().map(|it| it.by).collect();
        let channels = if has_twice(&by) {
            Some(PolicyRefusal::ChannelTwice { step })
        } else if !by.is_empty() && self.channels.iter().all(|it| it.after_minutes > 0) {
            Some(PolicyRefusal::ChannelFirst { step })
        } else if delay.is_none() && self.channels.iter().any(|it| it.after_minutes >= self.delay_minutes) {
            Some(PolicyRefusal::ChannelLate { step })
        } else {
            None
        };
        [targets, delay, channels].into_iter().flatten()
    }
}

fn has_twice<T: PartialEq>(list: &[T]) -> bool {
    list.iter().enumerate().any(|(index, one)| list[index + 1..].contains(one))
}

#[cfg(test)]
mod tests;
