//! A call of ours that connects whoever has a callback with the client.

use super::{Callback, outcome::held_by};
use crate::{
    Actor, Clock,
    decision::Decision,
    delivery::{Channel, News, Recipient},
    event::Fact,
    id::StaffId,
    job::Lane,
    refusal::Refusal,
};

/// The one who has it asks to be called and connected.
pub fn connect(clock: &dyn Clock, callback: &Callback, staff: StaffId) -> Result<Decision, Refusal> {
    held_by(callback, staff)?;
    let mut decision = Decision::new(callback.tenant);
    let about = (Some(callback.ticket), Some(callback.id));
    let to = Recipient::Staff(staff);
    let _ = decision.tell(clock, Lane::Urgent, to, Channel::Voice, News::Connect, about);
    Ok(decision)
}

/// They were connected for so long. What came of it only the one who spoke can say.
pub fn called(clock: &dyn Clock, callback: &Callback, staff: StaffId, seconds: i32) -> Decision {
    let mut decision = Decision::new(callback.tenant);
    let fact = Fact::Called { staff, seconds };
    decision.fact(clock, callback.ticket, Some(callback.id), Actor::Staff(staff), fact);
    decision
}
