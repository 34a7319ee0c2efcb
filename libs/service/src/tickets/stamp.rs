//! Whether the page of a ticket shows anything new, without reading what: pages that are open ask every few seconds.

use std::fmt::Write as _;

use rappel_domain::{callback, id::TenantId, ticket::UNDO_WINDOW};
use rappel_store::Tx;

use crate::{Person, Scope, Service, error::Result, sha256};

/// What is called otherwise now (people, categories, the company) is shown after so many seconds at the most: half an hour. At ten
/// minutes a fifth of what open pages cost was to draw them anew for that.
const NAMES_EVERY: i64 = 1800;
/// Tickets look anew at names one after the other, not all in the same second.
const APART: i64 = 37;

/// A look at an open page of a ticket.
#[derive(Debug)]
pub struct Look {
    /// The right to the reader's rows.
    pub scope: Scope,
    /// Who looks.
    pub person: Person,
    /// See [`Service::look`]; [`Error::NotFound`](crate::Error::NotFound) for a ticket that they do not see.
    pub stamp: Result<String>,
}

impl Service {
    /// Who a portal's cookie stands for, and a text that changes whenever the page of a ticket shows them something else of it: with
    /// each change of the ticket and of its callback, each fact on it or on the ticket whose call it joined, and when a time has come
    /// that it speaks of. All of it is read in one unit of work: a thousand open pages ask for it a hundred times a second. `None`
    /// when nobody is signed in with the cookie.
    pub async fn look(&self, tenant: TenantId, token: &str, number: i64) -> Result<Option<Look>> {
        let Some((tx, person)) = self.store.doors().portal_look(tenant, &sha256(token)).await? else {
            return Ok(None);
        };
        let stamp = stamp(&tx, number).await;
        Ok(Some(Look { scope: tx.scope().clone(), person, stamp }))
    }
}

async fn stamp(tx: &Tx, number: i64) -> Result<String> {
    let now = tx.clock().now();
    let ticket = tx.tickets().stamped(number).await?;
    let names = (now.timestamp() + number.wrapping_mul(APART)).div_euclid(NAMES_EVERY);
    let mut stamp = format!("{} {} {} {names}", ticket.id, ticket.stamp.version, ticket.stamp.facts);
    if ticket.closed_at.is_some_and(|at| now < at + UNDO_WINDOW) {
        stamp.push_str(" undo");
    }
    let callback = match (ticket.urgent, ticket.joined) {
        (false, None) => None,
        (_, joined) => match (tx.callbacks().of_ticket(ticket.id).await?, joined) {
            (None, Some(joined)) => Some(tx.callbacks().by_id(joined).await?),
            (own, _) => own,
        },
    };
    let Some(callback) = callback else { return Ok(stamp) };
    // Writing to a string cannot fail.
    let _ = write!(stamp, " {} {}", callback.id, callback.version);
    if callback.ticket != ticket.id {
        let other = tx.tickets().stamp(callback.ticket).await?;
        let _ = write!(stamp, " {} {}", other.version, other.facts);
    }
    if let callback::State::Accepted { until, .. } = callback.state
        && until < now
    {
        stamp.push_str(" over");
    }
    Ok(stamp)
}
