//! Which provider next, and what a failure means: the table of the classes, as code.

use std::time::Duration;

use rappel_domain::job::Lane;
use rappel_notify::{Class, Failure};
use rappel_queue::LastTry;
use rappel_service::{Attempt, sending::Address};

/// After so many "not processed" in a row another provider is asked.
const PATIENCE: usize = 2;

/// One try, as far as the next one depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tried<'a> {
    pub(super) provider: &'a str,
    /// `None` while the answer is unknown.
    pub(super) outcome: Option<&'a str>,
}

impl<'a> Tried<'a> {
    pub(super) fn of(attempt: &'a Attempt) -> Self {
        Self { provider: &attempt.provider, outcome: attempt.outcome.as_deref() }
    }

    /// Whether the provider may have the message.
    pub(super) fn is_ambiguous(&self) -> bool {
        self.outcome.is_none_or(|outcome| outcome == Class::Unknown.as_str())
    }
}

/// What happens after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    /// Again after a wait.
    Again(Duration),
    /// Never again.
    GiveUp(Address),
}

/// Chooses among the providers, the preferred first. `None` when each of them has refused.
pub(super) fn choose<'p>(
    providers: &[&'p str],
    tried: &[Tried<'_>],
    is_up: impl Fn(&str) -> bool,
) -> Option<&'p str> {
    let refused = |name: &str| {
        let refusals = [Class::Configuration.as_str(), Class::Carrier.as_str()];
        let is_refusal = |outcome: &str| refusals.contains(&outcome);
        tried.iter().any(|it| it.provider == name && it.outcome.is_some_and(is_refusal))
    };
    let left: Vec<&str> = providers.iter().copied().filter(|name| !refused(name)).collect();
    let begin = match tried.last() {
        None => 0,
        Some(last) => {
            let stay = last.outcome == Some(Class::NotProcessed.as_str())
                && tried.iter().rev().take(PATIENCE).filter(|it| *it == last).count() < PATIENCE;
            let place = left.iter().position(|name| *name == last.provider);
            place.map_or(0, |place| if stay { place } else { place + 1 })
        }
    };
    let ring = (0..left.len()).map(|step| left[(begin + step) % left.len()]);
    let mut ring = ring.collect::<Vec<_>>().into_iter();
    let first = ring.next()?;
    // One that is down is asked all the same when all are down: nothing is ever blocked silently.
    Some(if is_up(first) { first } else { ring.find(|name| is_up(name)).unwrap_or(first) })
}

/// What a failure means. `other` is the provider that would be asked next; `providers` are all.
pub(super) fn after(
    failure: &Failure,
    provider: &str,
    other: Option<&str>,
    providers: &[&str],
    backoff: Duration,
    lane: Lane,
    last: LastTry,
) -> After {
    let elsewhere = other.is_some_and(|other| other != provider);
    match failure.class {
        Class::Recipient => After::GiveUp(Address::Unusable),
        _ if last == LastTry::Yes => After::GiveUp(Address::Usable),
        // `Recipient` aside, another provider is always worth asking, and at once.
        _ if elsewhere => After::Again(Duration::ZERO),
        Class::Configuration | Class::Carrier => After::GiveUp(Address::Usable),
        Class::NotProcessed => {
            let another = providers.iter().any(|name| *name != provider);
            let longest = match lane {
                // Whoever asks for more loses the page to the other provider, ten seconds after the first failure at most.
                Lane::Urgent if another => Duration::from_secs(5),
                Lane::Urgent => Duration::from_secs(30),
                Lane::Mail | Lane::Normal => Duration::from_mins(30),
            };
            After::Again(backoff.max(failure.retry_after.unwrap_or_default().min(longest)))
        }
        // A moment, so that what was taken shows in the provider's list.
        Class::Unknown => After::Again(backoff.max(Duration::from_secs(1))),
    }
}

#[cfg(test)]
mod tests;
