//! Swaps: one person asks another to stand in for them, and may offer to stand in in return.
//!
//! A swap that was accepted is written as exceptions that replace one person, so whoever looks at the rota
//! needs to know nothing of swaps.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Clock, Decision,
    decision::Change,
    delivery::{Channel, News, Recipient},
    id::{OverrideId, RotaId, StaffId, SwapId, TenantId},
    job::Lane,
    role::{StaffRight, StaffRole, text_form},
    rota::{NamedRota, Override, Period, put},
};

/// How far ahead shifts are swapped. Whoever reads a rota does work for each of its days, so there is an end.
pub const FURTHEST: Duration = Duration::days(366);

/// A swap that somebody asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swap {
    /// Its identifier.
    pub id: SwapId,
    /// Of which rota.
    pub rota: RotaId,
    /// Who asks.
    pub asker: StaffId,
    /// Who is asked to stand in.
    pub asked: StaffId,
    /// When the other stands in for the asker.
    pub gives: Period,
    /// When the asker stands in for the other in return.
    pub takes: Option<Period>,
    /// Where it stands.
    pub state: SwapState,
    /// Since when.
    pub asked_at: DateTime<Utc>,
    /// Who answered or withdrew it, and when.
    pub ended: Option<(StaffId, DateTime<Utc>)>,
    /// The version that was read; 0 for a new one.
    pub version: i32,
}

/// Where a swap stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SwapState {
    /// Waits for an answer.
    Asked,
    /// They stand in.
    Accepted,
    /// They do not.
    Refused,
    /// The asker thought better of it.
    Withdrawn,
}
text_form!(SwapState {
    Asked = "asked",
    Accepted = "accepted",
    Refused = "refused",
    Withdrawn = "withdrawn",
});

/// What the asked person says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    Accept,
    /// No.
    Refuse,
}

/// Why a swap is not possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SwapRefusal {
    /// Nobody stands in for themselves.
    #[error("somebody else has to stand in")]
    Yourself,
    /// It ends before it begins, or is over.
    #[error("the time ends before it begins, or is over")]
    Gives,
    /// It ends later than shifts are swapped.
    #[error("the time ends more than a year from now")]
    GivesTooFar,
    /// The asker is not on call then.
    #[error("the asker is not on call then")]
    GivesNothing,
    /// What is taken in return ends before it begins, or is over.
    #[error("the time in return ends before it begins, or is over")]
    Takes,
    /// What is taken in return ends later than shifts are swapped.
    #[error("the time in return ends more than a year from now")]
    TakesTooFar,
    /// The other is not on call then.
    #[error("the other is not on call then")]
    TakesNothing,
    /// Nobody can stand in for the other and be replaced by them at once.
    #[error("both times overlap")]
    Overlap,
    /// It was answered or withdrawn.
    #[error("the swap was answered or withdrawn")]
    Over,
    /// Somebody else's business.
    #[error("only the person who was asked or a supervisor answers, only the asker withdraws")]
    NotYours,
}

impl SwapRefusal {
    /// Names the reason in the translations.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Yourself => "swap-yourself",
            Self::Gives | Self::Takes => "invalid-period",
            Self::GivesTooFar | Self::TakesTooFar => "swap-too-far",
            Self::GivesNothing => "swap-gives-nothing",
            Self::TakesNothing => "swap-takes-nothing",
            Self::Overlap => "swap-overlap",
            Self::Over => "swap-over",
            Self::NotYours => "swap-not-yours",
        }
    }
}

/// What somebody asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    /// Who asks.
    pub asker: StaffId,
    /// Who is asked.
    pub asked: StaffId,
    /// When the other stands in.
    pub gives: Period,
    /// When the asker stands in, in return.
    pub takes: Option<Period>,
}

/// Asks somebody to stand in; both are told.
pub fn ask(
    clock: &dyn Clock,
    operator: TenantId,
    rota: &NamedRota,
    ask: Ask,
) -> Result<Decision, SwapRefusal> {
    let Ask { asker, asked, gives, takes } = ask;
    possible(rota, &ask, clock.now())?;
    let (id, asked_at) = (SwapId::new(clock), clock.now());
    let state = SwapState::Asked;
    let swap =
        Swap { id, rota: rota.id, asker, asked, gives, takes, state, asked_at, ended: None, version: 0 };
    let mut decision = Decision::new(operator);
    tell_both(&mut decision, clock, &swap);
    decision.set_swap(Change::New(swap));
    Ok(decision)
}

/// Answers for the person who was asked; both are told. Accepted, it is written into the rota, from now on.
pub fn answer(
    clock: &dyn Clock,
    operator: TenantId,
    swap: Swap,
    rota: NamedRota,
    by: (StaffId, StaffRole),
    answer: Answer,
) -> Result<Decision, SwapRefusal> {
    if swap.state != SwapState::Asked {
        return Err(SwapRefusal::Over);
    }
    // Not even a supervisor accepts for another what they asked themselves.
    let supervisor = by.1.may(StaffRight::EditRotas) && by.0 != swap.asker;
    if by.0 != swap.asked && !supervisor {
        return Err(SwapRefusal::NotYours);
    }
    let mut decision = Decision::new(operator);
    let state = match answer {
        Answer::Accept => SwapState::Accepted,
        Answer::Refuse => SwapState::Refused,
    };
    if answer == Answer::Accept {
        let Swap { asker, asked, gives, takes, .. } = swap;
        possible(&rota, &Ask { asker, asked, gives, takes }, clock.now())?;
        let id = rota.id;
        for new in exceptions(clock, &swap) {
            decision.except(id, new, Some(by.0));
        }
        put(&mut decision, clock, rota);
    }
    end(&mut decision, clock, swap, state, by.0);
    Ok(decision)
}

/// Takes an ask back; both are told.
pub fn withdraw(
    clock: &dyn Clock,
    operator: TenantId,
    swap: Swap,
    by: StaffId,
) -> Result<Decision, SwapRefusal> {
    if swap.state != SwapState::Asked {
        return Err(SwapRefusal::Over);
    }
    if by != swap.asker {
        return Err(SwapRefusal::NotYours);
    }
    let mut decision = Decision::new(operator);
    end(&mut decision, clock, swap, SwapState::Withdrawn, by);
    Ok(decision)
}

fn possible(rota: &NamedRota, ask: &Ask, now: DateTime<Utc>) -> Result<(), SwapRefusal> {
    let valid = |period: &Period| period.from < period.to && now < period.to;
    let too_far = |period: &Period| period.to > now + FURTHEST;
    let on_call = |staff, period: &Period| {
        rota.rota.is_on_call_within(staff, Period { from: period.from.max(now), ..*period })
    };
    if ask.asker == ask.asked {
        return Err(SwapRefusal::Yourself);
    }
    if !valid(&ask.gives) {
        return Err(SwapRefusal::Gives);
    }
    if too_far(&ask.gives) {
        return Err(SwapRefusal::GivesTooFar);
    }
    if !on_call(ask.asker, &ask.gives) {
        return Err(SwapRefusal::GivesNothing);
    }
    if let Some(takes) = &ask.takes {
        if !valid(takes) {
            return Err(SwapRefusal::Takes);
        }
        if too_far(takes) {
            return Err(SwapRefusal::TakesTooFar);
        }
        if takes.overlaps(&ask.gives) {
            return Err(SwapRefusal::Overlap);
        }
        if !on_call(ask.asked, takes) {
            return Err(SwapRefusal::TakesNothing);
        }
    }
    Ok(())
}

/// What was is left as it was.
fn exceptions(clock: &dyn Clock, swap: &Swap) -> Vec<Override> {
    let one = |staff, instead_of, period: Period| Override {
        id: OverrideId::new(clock),
        staff,
        instead_of: Some(instead_of),
        from: period.from.max(clock.now()),
        to: period.to,
    };
    let gives = one(swap.asked, swap.asker, swap.gives);
    let takes = swap.takes.map(|period| one(swap.asker, swap.asked, period));
    std::iter::once(gives).chain(takes).collect()
}

fn end(decision: &mut Decision, clock: &dyn Clock, swap: Swap, state: SwapState, by: StaffId) {
    let swap = Swap { state, ended: Some((by, clock.now())), ..swap };
    tell_both(decision, clock, &swap);
    decision.set_swap(Change::Changed(swap));
}

fn tell_both(decision: &mut Decision, clock: &dyn Clock, swap: &Swap) {
    for staff in [swap.asker, swap.asked] {
        let news = News::Swap { swap: swap.id, state: swap.state };
        decision.tell(clock, Lane::Normal, Recipient::Staff(staff), Channel::Email, news, (None, None));
    }
}

#[cfg(test)]
mod tests;
