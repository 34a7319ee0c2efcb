//! What happened, in words for the staff.

use chrono::{DateTime, Utc};
use rappel_domain::{delivery::Channel, event::Fact, ticket::Solved};
use serde::Serialize;

use crate::{Text, portal::Mark};

/// Something that happened, with its time.
#[derive(Debug, Clone, Serialize)]
pub struct FactLine {
    /// How it is marked.
    pub mark: Mark,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub text: Text,
    /// The time that the text names, as `$by`.
    pub by: Option<DateTime<Utc>>,
}

/// Says a fact. `by` is who did it, `staff` whom it names; both may be empty for the system.
pub fn say_fact(at: DateTime<Utc>, fact: &Fact, by: &str, staff: Option<&str>) -> FactLine {
    let named = staff.filter(|name| !name.is_empty());
    let who = || named.unwrap_or(by).to_owned();
    let told = |somebody: &'static str, fallback: &'static str, channel: Channel| {
        let text = named.map_or_else(|| Text::key(fallback), |name| Text::key(somebody).with("name", name));
        text.with("channel", channel.as_str())
    };
    let by_whom = |somebody: &'static str, system: &'static str| {
        if by.is_empty() { Text::key(system) } else { Text::key(somebody).with("name", by) }
    };
    let text = match fact {
        Fact::Opened => by_whom("office-fact-opened-by", "office-fact-opened"),
        Fact::ClientWrote { .. } => by_whom("office-fact-wrote-by", "office-fact-wrote"),
        Fact::Answered { .. } => Text::key("office-fact-answered").with("name", by),
        Fact::Noted { .. } => Text::key("office-fact-noted").with("name", by),
        Fact::Taken { .. } => Text::key("event-taken").with("name", who()),
        Fact::Assigned { .. } => Text::key("office-fact-assigned").with("name", by).with("to", who()),
        Fact::Released => Text::key("office-fact-released").with("name", by),
        Fact::ClosingAnnounced { .. } => "office-fact-closing".into(),
        Fact::Closed => by_whom("office-fact-closed-by", "office-fact-closed"),
        Fact::CloseUndone => Text::key("office-fact-reopened").with("name", by),
        Fact::FeedbackGiven { solved: Solved::Yes } => {
            by_whom("office-fact-feedback-yes-by", "office-fact-feedback-yes")
        }
        Fact::FeedbackGiven { solved: Solved::No } => {
            by_whom("office-fact-feedback-no-by", "office-fact-feedback-no")
        }
        Fact::CallbackRequested { .. } => "office-fact-requested".into(),
        Fact::StepDue { round, step, targets } => Text::key("office-fact-step")
            .with("step", step + 1)
            .with("round", round + 1)
            .with("count", *targets),
        Fact::NobodyOnCall { step, .. } => Text::key("office-fact-nobody").with("step", step + 1),
        Fact::Summoned { channel, .. } => {
            told("office-fact-summoned", "office-fact-summoned-fallback", *channel)
        }
        Fact::SummonsSent { channel, .. } => told("office-fact-sent", "office-fact-sent-fallback", *channel),
        Fact::SummonsFailed { channel, reason, .. } => {
            told("office-fact-failed", "office-fact-failed-fallback", *channel)
                .with("reason", reason.as_str())
        }
        Fact::LastResort => "office-fact-last-resort".into(),
        Fact::CallbackTaken { .. } => Text::key("office-fact-callback-taken").with("name", who()),
        Fact::CallbackDeclined { .. } => Text::key("office-fact-declined").with("name", who()),
        Fact::PromisePassed { .. } => Text::key("office-fact-promise-passed").with("name", who()),
        Fact::NoAnswer { tries, .. } => {
            Text::key("office-fact-no-answer").with("name", who()).with("tries", *tries)
        }
        Fact::Called { seconds: 0, .. } => Text::key("office-fact-called-in-vain").with("name", who()),
        Fact::Called { seconds, .. } => Text::key("office-fact-called")
            .with("name", who())
            .with("minutes", seconds / 60)
            .with("seconds", seconds % 60),
        Fact::Reached { .. } => Text::key("office-fact-reached").with("name", who()),
        Fact::WrongNumber { .. } => Text::key("office-fact-wrong-number").with("name", who()),
        Fact::NumberChanged => by_whom("office-fact-number-by", "office-fact-number"),
        Fact::CallbackCancelled => by_whom("office-fact-cancelled-by", "office-fact-cancelled"),
        Fact::Late => "office-fact-late".into(),
        Fact::JoinedCall { number } => Text::key("office-fact-joined").with("number", *number),
        Fact::AlsoAsked { number } => Text::key("office-fact-also").with("number", *number),
        Fact::MessageSent { channel, provider, provider_id, .. } => {
            let text = match provider_id {
                Some(id) => Text::key("proof-fact-sent-as").with("id", id.as_str()),
                None => Text::key("proof-fact-sent"),
            };
            text.with("name", who()).with("channel", channel.as_str()).with("provider", provider.as_str())
        }
        Fact::ReceiptCame { status, detail, .. } => {
            let text = match detail {
                Some(detail) => Text::key("proof-fact-receipt-why").with("detail", detail.as_str()),
                None => Text::key("proof-fact-receipt"),
            };
            text.with("name", who()).with("status", status.as_str())
        }
        Fact::Pressed { digit, .. } => {
            Text::key("proof-fact-pressed").with("name", who()).with("digit", digit.as_str())
        }
        Fact::Replied { words, .. } => {
            Text::key("proof-fact-replied").with("name", who()).with("words", words.as_str())
        }
    };
    FactLine { mark: mark(fact), at, text, by: time_named(fact) }
}

const fn mark(fact: &Fact) -> Mark {
    match fact {
        Fact::NobodyOnCall { .. }
        | Fact::SummonsFailed { .. }
        | Fact::LastResort
        | Fact::CallbackDeclined { .. }
        | Fact::PromisePassed { .. }
        | Fact::NoAnswer { .. }
        | Fact::WrongNumber { .. }
        | Fact::FeedbackGiven { solved: Solved::No }
        | Fact::Late => Mark::Wrong,
        _ => Mark::Done,
    }
}

const fn time_named(fact: &Fact) -> Option<DateTime<Utc>> {
    match fact {
        Fact::Answered { closes_at, .. } | Fact::ClosingAnnounced { closes_at } => Some(*closes_at),
        Fact::CallbackRequested { promised_by } => Some(*promised_by),
        Fact::CallbackTaken { until, .. } => Some(*until),
        Fact::NoAnswer { next_try, .. } => Some(*next_try),
        _ => None,
    }
}
