//! Why a step fell due, read from the facts before it.

use chrono::{DateTime, Duration, Utc};

use crate::{event::Fact, id::StaffId, policy::Policy};

/// Why a step fell due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A call was asked for, or asked for again.
    Asked,
    /// Nobody took it for so many minutes after the step before.
    NobodyTookIt {
        /// Whole minutes.
        minutes: i64,
    },
    /// The step before had nobody to page.
    NobodyBefore,
    /// Nothing of the step before got through, so that nobody was waited for.
    NothingArrived,
    /// Somebody cannot do it.
    Declined {
        /// Who.
        staff: StaffId,
    },
    /// Whoever had it gave no outcome in time.
    PromisePassed {
        /// Who.
        staff: StaffId,
    },
    /// Everybody had been told and still nobody took it: all begins again after so many minutes.
    BeginsAgain {
        /// Whole minutes.
        minutes: i64,
    },
}

/// Jobs run at once, and never early: what is this close to its time was due by it.
const TOLERANCE: Duration = Duration::seconds(1);

/// Why the step that fell due `at` did, by the facts of its callback before it, in order. `None` for facts that tell
/// no reason, which those of a callback of ours do.
pub fn why(policy: &Policy, before: &[(DateTime<Utc>, Fact)], at: DateTime<Utc>) -> Option<Why> {
    let step = before.iter().rposition(|(_, fact)| is_step(fact));
    let since = step.map_or(before, |index| &before[index + 1..]);
    // Whoever had it: what they say pages at once, whatever the time.
    let mut had = None;
    let mut at_once = None;
    let mut perhaps = None;
    for (_, fact) in since {
        match fact {
            Fact::CallbackRequested { .. } => at_once = Some(Why::Asked),
            Fact::CallbackTaken { staff, .. } => had = Some(*staff),
            Fact::PromisePassed { staff } => at_once = Some(Why::PromisePassed { staff: *staff }),
            Fact::CallbackDeclined { staff } if had == Some(*staff) => {
                at_once = Some(Why::Declined { staff: *staff });
            }
            Fact::CallbackDeclined { staff } => perhaps = Some(Why::Declined { staff: *staff }),
            Fact::SummonsFailed { .. } => perhaps = Some(Why::NothingArrived),
            _ => {}
        }
    }
    if at_once.is_some() {
        return at_once;
    }
    let (began, last) = before.get(step?)?;
    let minutes = (at - *began + Duration::seconds(30)).num_minutes();
    Some(match last {
        Fact::NobodyOnCall { .. } => Why::NobodyBefore,
        Fact::LastResort => Why::BeginsAgain { minutes },
        Fact::StepDue { step, .. } => {
            let step = usize::try_from(*step).ok().and_then(|step| policy.steps.get(step));
            let delay = step.map_or(0, |step| i64::from(step.delay_minutes));
            if at - *began + TOLERANCE >= Duration::minutes(delay) {
                Why::NobodyTookIt { minutes }
            } else {
                perhaps.unwrap_or(Why::NothingArrived)
            }
        }
        _ => return None,
    })
}

const fn is_step(fact: &Fact) -> bool {
    matches!(fact, Fact::StepDue { .. } | Fact::NobodyOnCall { .. } | Fact::LastResort)
}

#[cfg(test)]
mod tests;
