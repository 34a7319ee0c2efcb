//! How often somebody may do something: in this process, or in Redis for several processes.
//!
//! A limit is a hint that protects the machine, never a lock: when Redis does not answer, each
//! process counts for itself.
//!
//! To add a limit: a variant of [`Limit`] and its rate in [`Rates`].

mod shared;

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
};

pub use shared::Shared;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Requests from one network.
    Requests,
    /// Sign-ins from one network, right or wrong.
    SignInsFromNetwork,
    /// Sign-ins to one account.
    SignInsToAccount,
    /// Messages that one network makes us send: forgotten passwords, codes.
    MessagesFromNetwork,
    /// Ways to the identity provider of a company, from one network.
    LeavingFromNetwork,
    /// Challenges for passkeys to sign in with, for one network: anybody may ask for those.
    ChallengesFromNetwork,
    /// Challenges for passkeys of somebody who is known, for each.
    ChallengesOfSomebody,
    /// Looks of the open pages of one session at what may have changed. Each process counts for itself: to ask Redis would cost
    /// about as much as the look that it allows.
    LooksOfSession,
}

impl Limit {
    const ALL: [Self; 8] = [
        Self::Requests,
        Self::SignInsFromNetwork,
        Self::SignInsToAccount,
        Self::MessagesFromNetwork,
        Self::LeavingFromNetwork,
        Self::ChallengesFromNetwork,
        Self::ChallengesOfSomebody,
        Self::LooksOfSession,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::SignInsFromNetwork => "sign-ins",
            Self::SignInsToAccount => "account",
            Self::MessagesFromNetwork => "messages",
            Self::LeavingFromNetwork => "leaving",
            Self::ChallengesFromNetwork => "challenges",
            Self::ChallengesOfSomebody => "own-challenges",
            Self::LooksOfSession => "looks",
        }
    }
}

/// How often in a minute; as many may come at once.
#[derive(Debug, Clone, Copy)]
pub struct Rates {
    /// See [`Limit::Requests`].
    pub requests: NonZeroU32,
    /// See [`Limit::SignInsFromNetwork`].
    pub sign_ins: NonZeroU32,
}

impl Rates {
    fn of(self, limit: Limit) -> NonZeroU32 {
        // A company's people come from one network in the morning; one network alone does not use up what a company has.
        const LEAVING: NonZeroU32 = NonZeroU32::new(40).expect("not zero");
        const TEN: NonZeroU32 = NonZeroU32::new(10).expect("not zero");
        // A page that is seen looks six times a minute: forty such pages at once, more than anybody has in sight.
        const LOOKS: NonZeroU32 = NonZeroU32::new(240).expect("not zero");
        match limit {
            Limit::Requests => self.requests,
            Limit::SignInsFromNetwork => self.sign_ins,
            Limit::LeavingFromNetwork | Limit::ChallengesFromNetwork => LEAVING,
            Limit::SignInsToAccount | Limit::MessagesFromNetwork | Limit::ChallengesOfSomebody => TEN,
            Limit::LooksOfSession => LOOKS,
        }
    }
}

/// Counts, here or for several processes.
#[derive(Clone)]
pub enum Limiter {
    /// In this process.
    Local(Arc<Local>),
    /// In Redis, and in this process while Redis does not answer.
    Shared(Shared),
}

/// Counts in this process.
pub struct Local {
    rates: Rates,
    buckets: [DefaultKeyedRateLimiter<String>; Limit::ALL.len()],
}

impl std::fmt::Debug for Limiter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Local(_) => "Limiter::Local",
            Self::Shared(_) => "Limiter::Shared",
        })
    }
}

impl Limiter {
    /// Counts in this process.
    pub fn local(rates: Rates) -> Self {
        let bucket = |limit| RateLimiter::keyed(Quota::per_minute(rates.of(limit)));
        Self::Local(Arc::new(Local { rates, buckets: Limit::ALL.map(bucket) }))
    }

    /// Counts one more of `limit` for `key`. When there were too many, the answer is how long to
    /// wait until the next is welcome.
    pub async fn count(&self, limit: Limit, key: &str) -> Result<(), Duration> {
        match self {
            Self::Local(local) => local.count(limit, key),
            Self::Shared(shared) if limit == Limit::LooksOfSession => shared.fallback().count(limit, key),
            Self::Shared(shared) => shared.count(limit, key).await,
        }
    }

    /// Forgets who has not come for long. Call it every few minutes.
    pub fn tidy(&self) {
        let local = match self {
            Self::Local(local) => local,
            Self::Shared(shared) => shared.fallback(),
        };
        for bucket in &local.buckets {
            bucket.retain_recent();
            bucket.shrink_to_fit();
        }
    }
}

impl Local {
    fn count(&self, limit: Limit, key: &str) -> Result<(), Duration> {
        let [requests, sign_ins, account, messages, leaving, challenges, own, looks] = &self.buckets;
        let bucket = match limit {
            Limit::Requests => requests,
            Limit::SignInsFromNetwork => sign_ins,
            Limit::SignInsToAccount => account,
            Limit::MessagesFromNetwork => messages,
            Limit::LeavingFromNetwork => leaving,
            Limit::ChallengesFromNetwork => challenges,
            Limit::ChallengesOfSomebody => own,
            Limit::LooksOfSession => looks,
        };
        bucket
            .check_key(&key.to_owned())
            .map_err(|not_yet| not_yet.wait_time_from(DefaultClock::default().now()))
    }
}

#[cfg(test)]
mod tests;
