//! Repeats of an urgent request: they join the call that their person waits for, and are never left without one.

use rappel_domain::{
    Actor, Decision,
    callback::{self, Callback, State},
    id::{CategoryId, PersonId},
    phone::Phone,
    ticket::Running,
};
use rappel_store::Tx;

use crate::error::Result;

/// The call that a request of somebody repeats, if it does. Asked after the ticket has its number: that makes two requests
/// of one company wait for each other, so that of two at the same moment the second sees the first.
pub(crate) async fn running(
    tx: &Tx,
    person: PersonId,
    category: CategoryId,
    phone: &Phone,
) -> Result<Option<Running>> {
    let now = tx.clock().now();
    let tickets = tx.tickets().urgent_of(person, now - callback::JOINING_TIME).await?;
    let ids: Vec<_> = tickets.iter().map(|it| it.id).collect();
    let callbacks = tx.callbacks().of_tickets(&ids).await?;
    Ok(callbacks.into_iter().rev().find_map(|callback| {
        let of = tickets.iter().find(|it| it.id == callback.ticket)?;
        let repeats = callback::is_repeat(now, &callback, of, category, phone);
        repeats.then_some(Running { number: of.number, callback })
    }))
}

/// Records a decision. Tickets that had joined a callback which it cancels get a call of their own in the same unit of work.
pub(crate) async fn record(tx: &mut Tx, decision: Decision) -> Result<()> {
    let over = decision.parts().callback.as_ref().and_then(|change| match change.value().state {
        State::Cancelled { by, .. } => Some((change.value().clone(), by)),
        _ => None,
    });
    tx.record(decision).await?;
    match over {
        Some((callback, by)) => hand_over(tx, &callback, by).await,
        None => Ok(()),
    }
}

/// The first ticket that had joined gets a callback, and the others join that one.
async fn hand_over(tx: &mut Tx, over: &Callback, by: Actor) -> Result<()> {
    let mut tickets = tx.tickets().joined_to(over.id).await?.into_iter();
    let Some(first) = tickets.next() else {
        return Ok(());
    };
    let client = tx.persons().by_id(first.requester).await?.contact();
    let number = first.number;
    let decision = callback::take_over(tx.clock(), over, first, by, &client);
    let new = decision.parts().callback.as_ref().map(|change| change.value().id);
    tx.record(decision).await?;
    for ticket in tickets {
        let Some(new) = new else { break };
        let rejoined = callback::rejoin(tx.clock(), ticket, by, new, number);
        tx.record(rejoined).await?;
    }
    Ok(())
}
