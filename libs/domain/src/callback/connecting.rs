//! A call of ours that connects whoever has a callback with the client.

use chrono::{DateTime, Duration, Utc};

use super::{Callback, outcome::held_by};
use crate::{
    Actor, Clock,
    decision::{Change, Decision},
    delivery::{Channel, DeliveryState, News, Recipient},
    event::Fact,
    id::StaffId,
    job::Lane,
    refusal::Refusal,
};

/// Calls that connect, for one callback: each rings two phones at our cost.
const MOST_CONNECTIONS: usize = 10;
/// So long after a call was asked for there is no other.
const CONNECT_PAUSE: Duration = Duration::seconds(60);

/// A call that connects, as it was asked for before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connection {
    /// When it was asked for.
    pub at: DateTime<Utc>,
    /// What became of it.
    pub state: DeliveryState,
}

/// The one who has it asks to be called and connected; `before` are the calls of this callback so far. `None` while one is
/// on its way: the phone rings in a moment.
pub fn connect(
    clock: &dyn Clock,
    callback: &Callback,
    staff: StaffId,
    before: &[Connection],
) -> Result<Option<Decision>, Refusal> {
    held_by(callback, staff)?;
    let recent = |it: &Connection| clock.now() < it.at + CONNECT_PAUSE;
    let on_its_way = |it: &Connection| match it.state {
        DeliveryState::Waiting => true,
        DeliveryState::Sent => recent(it),
        _ => false,
    };
    if before.iter().any(on_its_way) {
        return Ok(None);
    }
    if before.len() >= MOST_CONNECTIONS || before.iter().any(recent) {
        return Err(Refusal::ConnectedTooOften);
    }
    let mut decision = Decision::new(callback.tenant);
    let about = (Some(callback.ticket), Some(callback.id));
    let to = Recipient::Staff(staff);
    let _ = decision.tell(clock, Lane::Urgent, to, Channel::Voice, News::Connect, about);
    // Nothing changes, but of two who ask at the same moment the second must see the first.
    decision.set_callback(Change::Changed(callback.clone()));
    Ok(Some(decision))
}

/// They were connected for so long. What came of it only the one who spoke can say.
pub fn called(clock: &dyn Clock, callback: &Callback, staff: StaffId, seconds: i32) -> Decision {
    let mut decision = Decision::new(callback.tenant);
    let fact = Fact::Called { staff, seconds };
    decision.fact(clock, callback.ticket, Some(callback.id), Actor::Staff(staff), fact);
    decision
}

#[cfg(test)]
mod tests;
