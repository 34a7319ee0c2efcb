//! Whether the page of a ticket shows anything new, without reading what: pages that are open ask every few seconds.

use std::fmt::Write as _;

use chrono_tz::Tz;
use rappel_domain::{
    Locale,
    callback::{self, Callback},
    id::TenantId,
    ticket::UNDO_WINDOW,
};
use rappel_store::{Glance, Tx, stamps::Stamped};

use crate::{Scope, Service, error::Result, sha256};

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
    /// What the reader reads; `None` follows the company.
    pub locale: Option<Locale>,
    /// Their time zone; `None` follows the company.
    pub time_zone: Option<Tz>,
    /// See [`Service::look`]; [`Error::NotFound`](crate::Error::NotFound) for a ticket that they do not see.
    pub stamp: Result<String>,
}

impl Service {
    /// Who a portal's cookie stands for, and a text that changes whenever the page of a ticket shows them something else of it: with
    /// each change of the ticket and of its callback, each fact on it or on the ticket whose call it joined, and when a time has come
    /// that it speaks of. A thousand open pages ask for it a hundred times a second, and nearly always it is one question. `None`
    /// when nobody is signed in with the cookie.
    pub async fn look(&self, tenant: TenantId, token: &str, number: i64) -> Result<Option<Look>> {
        let (doors, hash) = (self.store.doors(), sha256(token));
        if let Some(Glance { scope, locale, time_zone, ticket }) = doors.glance(tenant, &hash, number).await?
        {
            let stamp = self.stamp(&scope, number, &ticket).await;
            return Ok(Some(Look { scope, locale, time_zone, stamp }));
        }
        let Some((scope, person)) = doors.portal(tenant, &hash).await? else { return Ok(None) };
        let stamp = match self.stamped(&scope, number).await {
            Ok(ticket) => self.stamp(&scope, number, &ticket).await,
            Err(error) => Err(error),
        };
        Ok(Some(Look { scope, locale: person.locale, time_zone: person.time_zone, stamp }))
    }

    async fn stamped(&self, scope: &Scope, number: i64) -> Result<Stamped> {
        Ok(self.store.read(scope).await?.tickets().stamped(number).await?)
    }

    /// The callback is read after the ticket, in a unit of work of its own: what changes in between is in the next stamp.
    async fn stamp(&self, scope: &Scope, number: i64, ticket: &Stamped) -> Result<String> {
        let now = self.clock().now();
        let names = (now.timestamp() + number.wrapping_mul(APART)).div_euclid(NAMES_EVERY);
        let mut stamp = format!("{} {} {} {names}", ticket.id, ticket.stamp.version, ticket.stamp.facts);
        if ticket.closed_at.is_some_and(|at| now < at + UNDO_WINDOW) {
            stamp.push_str(" undo");
        }
        if ticket.urgent || ticket.joined.is_some() {
            let tx = self.store.read(scope).await?;
            let callback = match (tx.callbacks().of_ticket(ticket.id).await?, ticket.joined) {
                (None, Some(joined)) => Some(tx.callbacks().by_id(joined).await?),
                (own, _) => own,
            };
            if let Some(callback) = callback {
                of_callback(&tx, &callback, ticket, &mut stamp).await?;
            }
        }
        Ok(stamp)
    }
}

async fn of_callback(tx: &Tx, callback: &Callback, ticket: &Stamped, stamp: &mut String) -> Result<()> {
    // Writing to a string cannot fail.
    let _ = write!(stamp, " {} {}", callback.id, callback.version);
    if callback.ticket != ticket.id {
        let other = tx.tickets().stamp(callback.ticket).await?;
        let _ = write!(stamp, " {} {}", other.version, other.facts);
    }
    if let callback::State::Accepted { until, .. } = callback.state
        && until < tx.clock().now()
    {
        stamp.push_str(" over");
    }
    Ok(())
}
