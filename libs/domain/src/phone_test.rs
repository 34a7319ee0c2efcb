//! Trying one's own phone: a text or a call that goes the way of a page to whoever asks for it. What arrives or is answered
//! shows, before it matters, that the number reaches its owner.

use chrono::{DateTime, Duration, Utc};

use crate::{
    Clock,
    decision::Decision,
    delivery::{Channel, DeliveryState, News, Recipient},
    id::{DeliveryId, TenantId},
    job::{Job, Lane},
    phone::Phone,
    readiness::{Known, PROOF_LASTS, Ways, is_stop},
    role::text_form,
};

/// Between two tests of one kind.
pub const PAUSE: Duration = Duration::minutes(1);
/// Tests of both kinds that somebody may ask for within a day.
pub const MOST_A_DAY: usize = 10;
/// The time in which tests are counted.
pub const DAY: Duration = Duration::hours(24);
/// What is older shows nothing any more.
pub const SHOWN: Duration = PROOF_LASTS;
/// A text is answered within this time, or the answer is about something else.
pub const ANSWERED_WITHIN: Duration = Duration::hours(24);

/// What is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum By {
    /// A text.
    Text,
    /// A call by a machine.
    Call,
}
text_form!(By { Text = "sms", Call = "voice" });

impl By {
    /// How it travels.
    pub const fn channel(self) -> Channel {
        match self {
            Self::Text => Channel::Sms,
            Self::Call => Channel::Voice,
        }
    }
}

/// Why no test is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hindrance {
    /// No provider takes texts.
    NoTexts,
    /// Calls are not set up.
    NoCalls,
    /// There is no number.
    NoNumber,
    /// Nobody has shown that the number is theirs.
    Unverified,
    /// They sent STOP.
    Stopped {
        /// When.
        since: DateTime<Utc>,
    },
    /// The provider or the carrier refuses the number.
    Refused {
        /// When it did.
        since: DateTime<Utc>,
        /// What it said, when that is known.
        detail: Option<String>,
    },
    /// One was sent a moment ago.
    TooSoon {
        /// When the next one may be.
        until: DateTime<Utc>,
    },
    /// There were too many within a day.
    TooMany {
        /// When the next one may be.
        until: DateTime<Utc>,
    },
}

/// A test that was asked for before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Before {
    /// Of what.
    pub channel: Channel,
    /// When.
    pub at: DateTime<Utc>,
}

/// What became of the last test of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastTest {
    /// Where the message stands.
    pub state: DeliveryState,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// When a provider took it.
    pub sent_at: Option<DateTime<Utc>>,
    /// When the provider said that it arrived.
    pub arrived_at: Option<DateTime<Utc>>,
    /// When its owner answered: by a text, or by a digit.
    pub answered_at: Option<DateTime<Utc>>,
    /// What went wrong, as it was said.
    pub why: Option<String>,
}

/// Whether something can be tried, and what became of the last try.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trial {
    /// Why not.
    pub hindrance: Option<Hindrance>,
    /// The last one at the number of now.
    pub last: Option<LastTest>,
}

/// What somebody can try.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trials {
    /// Their number.
    pub number: Option<Phone>,
    /// A text to it.
    pub text: Trial,
    /// A call to it.
    pub call: Trial,
}

/// Why no test is sent now; nothing when one may be. `before` are the tests of the last day.
pub fn hindrance(
    known: &Known,
    ways: Ways,
    by: By,
    before: &[Before],
    now: DateTime<Utc>,
) -> Option<Hindrance> {
    match by {
        By::Text if !ways.texts => return Some(Hindrance::NoTexts),
        By::Call if !ways.calls => return Some(Hindrance::NoCalls),
        By::Text | By::Call => {}
    }
    if !known.has_number {
        return Some(Hindrance::NoNumber);
    }
    // Where no code can be sent, nothing can be proved by one.
    if known.verified_at.is_none() && ways.texts {
        return Some(Hindrance::Unverified);
    }
    if let (By::Text, Some((since, said))) = (by, &known.refused) {
        let since = *since;
        let is_stop = said.as_deref().is_some_and(is_stop);
        let detail = said.clone();
        return Some(if is_stop {
            Hindrance::Stopped { since }
        } else {
            Hindrance::Refused { since, detail }
        });
    }
    too_often(by, before, now)
}

fn too_often(by: By, before: &[Before], now: DateTime<Utc>) -> Option<Hindrance> {
    let mut times: Vec<DateTime<Utc>> = before.iter().map(|it| it.at).filter(|at| now - *at < DAY).collect();
    times.sort_unstable();
    // As soon as one of the last ten is a day old.
    let full = times.len().checked_sub(MOST_A_DAY).and_then(|first| times.get(first));
    if let Some(first) = full {
        return Some(Hindrance::TooMany { until: *first + DAY });
    }
    let last = before.iter().filter(|it| it.channel == by.channel()).map(|it| it.at).max();
    let until = last.map(|at| at + PAUSE).filter(|until| *until > now);
    until.map(|until| Hindrance::TooSoon { until })
}

/// Sends a test to the one who asks, by the lane of pages. `before` are their tests of the last day.
pub fn phone_test(
    clock: &dyn Clock,
    operator: TenantId,
    known: &Known,
    ways: Ways,
    by: By,
    before: &[Before],
) -> Result<Decision, Hindrance> {
    if let Some(hindrance) = hindrance(known, ways, by, before, clock.now()) {
        return Err(hindrance);
    }
    let mut decision = Decision::new(operator);
    let to = Recipient::Staff(known.staff);
    let _ = decision.tell(clock, Lane::Urgent, to, by.channel(), News::PhoneTest, (None, None));
    Ok(decision)
}

/// The provider is asked what became of a test, as of a page: in a minute, and once again half a minute later.
pub fn look_at(clock: &dyn Clock, operator: TenantId, delivery: DeliveryId, last: bool) -> Decision {
    let wait = Duration::seconds(if last { 30 } else { 60 });
    let mut decision = Decision::new(operator);
    let job = Job::CheckReceipt { delivery, last };
    decision.later(clock, Lane::Urgent, clock.now() + wait, job);
    decision
}

#[cfg(test)]
mod tests;
