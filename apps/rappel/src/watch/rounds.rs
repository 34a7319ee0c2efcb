//! The rounds of the watchdog: ask, tell what is to be told, and say elsewhere that all is well.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::trouble::{Tell, Trouble};

/// Whether anybody has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// At least one way took it.
    Yes,
    /// None did.
    No,
}

/// What is watched, and who is told.
pub(super) trait Outside {
    /// Whether people would be paged; otherwise why not, in words for an alarm.
    async fn ask(&self) -> Result<(), String>;

    /// Tells people.
    async fn tell(&self, what: &Tell) -> Taken;

    /// Says elsewhere that all is well. Never waits.
    fn beat(&self);
}

/// Asks every so often until `stop`. Two questions begin `every` apart, however long an answer takes; what nobody took is
/// told again after the next question.
pub(super) async fn keep_watch(
    outside: &impl Outside,
    mut trouble: Trouble,
    every: Duration,
    stop: &CancellationToken,
) {
    let mut rounds = interval(every);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while let Some(now) = stop.run_until_cancelled(rounds.tick()).await {
        let found = outside.ask().await;
        if let Some(what) = trouble.note(found.as_ref().err().map(String::as_str), now)
            && outside.tell(&what).await == Taken::Yes
        {
            trouble.told(&what, now);
        }
        if found.is_ok() {
            outside.beat();
        }
    }
}

#[cfg(test)]
mod tests;
