//! The rounds of the watchdog: ask, say elsewhere that all is well, and tell what is to be told.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::{
    telling::Telling,
    trouble::{Tell, Trouble},
};

/// How long an alarm that is on its way is waited for when the watchdog is stopped.
const GRACE: Duration = Duration::from_secs(10);

/// What is watched, and who is told.
pub(super) trait Outside {
    /// Whether people would be paged; otherwise why not, in words for an alarm.
    async fn ask(&self) -> Result<(), String>;

    /// Begins to tell people. Never waits.
    fn tell(&self, what: &Tell) -> Telling;

    /// Says elsewhere that all is well. Never waits.
    fn beat(&self);
}

/// Asks every so often until `stop`. Two questions begin `every` apart, however long an answer takes and whatever is being
/// told meanwhile; what became of that is looked at after the next answer.
pub(super) async fn keep_watch(
    outside: &impl Outside,
    mut trouble: Trouble,
    every: Duration,
    stop: &CancellationToken,
) {
    let mut rounds = interval(every);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut telling: Option<Telling> = None;
    while let Some(now) = stop.run_until_cancelled(rounds.tick()).await {
        let found = outside.ask().await;
        if found.is_ok() {
            outside.beat();
        }
        if let Some(taken) = telling.as_mut().and_then(Telling::taken) {
            trouble.told(taken, now);
        }
        if let Some(what) = trouble.note(found.as_ref().err().map(String::as_str), now) {
            // Dropped first: what is left of the last one must not arrive after this one.
            drop(telling.take());
            telling = Some(outside.tell(&what));
        }
    }
    if let Some(telling) = telling {
        telling.end(GRACE).await;
    }
}

#[cfg(test)]
mod tests;
