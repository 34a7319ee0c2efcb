//! How long a job that failed waits, so that what fails together does not come back together.

use std::time::Duration;

use rappel_domain::job::Lane;

/// First and longest wait of a lane.
const fn bounds(lane: Lane) -> (Duration, Duration) {
    match lane {
        // After an outage what is overdue must fire within five seconds.
        Lane::Urgent => (Duration::from_millis(500), Duration::from_secs(5)),
        Lane::Mail | Lane::Normal => (Duration::from_secs(5), Duration::from_mins(15)),
    }
}

/// The wait after the `attempt`th try (counted from 1): doubled each time up to the longest, of which
/// a random half is taken off.
pub fn wait(lane: Lane, attempt: i32) -> Duration {
    wait_with(lane, attempt, roll())
}

fn wait_with(lane: Lane, attempt: i32, roll: f64) -> Duration {
    let (first, longest) = bounds(lane);
    let doublings = u32::try_from(attempt.saturating_sub(1)).unwrap_or_default().min(16);
    let full = first.saturating_mul(1 << doublings).min(longest);
    full.mul_f64(roll.mul_add(0.5, 0.5))
}

/// A time of about `length`: a tenth more or less.
pub(crate) fn jittered(length: Duration) -> Duration {
    length.mul_f64(roll().mul_add(0.2, 0.9))
}

/// 0 to 1. Without randomness from the system the middle will do.
fn roll() -> f64 {
    getrandom::u32().map_or(0.5, |number| f64::from(number) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests;
