//! The page behind the link in a summons: looked at by GET, acted on by POST.

use chrono::{DateTime, Utc};
use rappel_domain::{
    audit::Deed,
    callback::{Callback, Fallback, State, Via, next_told},
    delivery::Recipient,
    id::StaffId,
};
use rappel_store::{Tx, links::Purpose, staff::Staff};

use super::{CallbackView, Outcome};
use crate::{
    Scope, Service,
    error::{Error, Result},
    settings::Effective,
};

/// How the reader of the page stands to the callback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stance {
    /// Nobody has it: take it.
    ToTake {
        /// Who is told next, if the reader does not take it.
        next: Option<Next>,
    },
    /// The reader has it.
    Mine {
        /// By when an outcome is due.
        until: DateTime<Utc>,
    },
    /// Somebody else has it.
    TakenBy {
        /// Who.
        name: String,
        /// Since when.
        at: DateTime<Utc>,
    },
    /// The client was reached.
    Reached {
        /// By whom.
        name: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// Nobody needs it any more.
    Cancelled {
        /// When.
        at: DateTime<Utc>,
    },
}

/// Who is told next, if nobody takes a callback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// When.
    pub at: DateTime<Utc>,
    /// Names of colleagues of the reader.
    pub others: Vec<String>,
    /// Whether the reader is among them.
    pub reader: bool,
    /// What of the operator's fallback is told.
    pub fallback: Option<Fallback>,
}

/// Everything that the on-call page shows.
#[derive(Debug, Clone)]
pub struct OnCallPage {
    /// The right of the link: the paged staff member's, on the tenant.
    pub scope: Scope,
    /// Who was paged; `None` for the operator's fallback, who can look but not take.
    pub staff: Option<Staff>,
    /// The obligation with its facts.
    pub view: CallbackView,
    /// Number of the ticket.
    pub number: i64,
    /// First line of the ticket.
    pub excerpt: String,
    /// The tenant with what it inherits.
    pub settings: Effective,
    /// How the reader stands to it.
    pub stance: Stance,
    /// Open tickets that joined the callback: number and first line.
    pub also: Vec<(i64, String)>,
    /// Whether a call of ours can connect the reader with the client.
    pub can_connect: bool,
}

impl Service {
    /// Looks at the callback behind a link. Never acts. Where it shows whom to ring, and why, the look is noted.
    pub async fn on_call_page(&self, token: &str) -> Result<OnCallPage> {
        let (scope, link) = self.open_link(token).await?;
        let Purpose::Callback { staff, callback } = link.purpose else {
            return Err(Error::NotFound);
        };
        let tx = self.store.read(&scope).await?;
        let callback = tx.callbacks().by_id(callback).await?;
        let ticket = tx.tickets().by_id(callback.ticket).await?;
        let settings = Effective::read(&tx).await?;
        let staff = match staff {
            Some(id) => Some(tx.staff(id).await?),
            None => None,
        };
        let view = CallbackView::read(&tx, callback, rappel_domain::event::Audience::Staff).await?;
        let also = tx.tickets().joined_to(view.callback.id).await?;
        let can_connect = self.can_connect(&view.callback.phone);
        let reader = staff.as_ref().map(|it| it.id);
        let next = self.next_of(&tx, &view.callback, reader).await?;
        let stance = stance(&view.callback, view.holder.clone(), reader, next);
        drop(tx);
        if matches!(stance, Stance::ToTake { .. } | Stance::Mine { .. }) {
            self.note_look(&scope, Deed::CallSeen { ticket: ticket.id, number: ticket.number }).await?;
        }
        Ok(OnCallPage {
            scope,
            staff,
            view,
            number: ticket.number,
            excerpt: ticket.excerpt,
            settings,
            stance,
            also: also.into_iter().map(|it| (it.number, it.excerpt)).collect(),
            can_connect,
        })
    }

    /// Who is told next, and when: asked of the rules of paging, for the time at which its job falls due.
    async fn next_of(&self, tx: &Tx, callback: &Callback, reader: Option<StaffId>) -> Result<Option<Next>> {
        if !matches!(callback.state, State::Requested | State::Paging) {
            return Ok(None);
        }
        let Some(due_at) = tx.callbacks().due_at(callback).await? else {
            return Ok(None);
        };
        let before = tx.callbacks().summons(callback.id).await?;
        let roster = self.roster(tx).await?;
        let Some(moment) = next_told(callback, &roster, &before, due_at.max(tx.clock().now())) else {
            return Ok(None);
        };
        let mut staff: Vec<StaffId> = Vec::new();
        for told in &moment.told {
            match told.to {
                Recipient::Staff(id) if !staff.contains(&id) => staff.push(id),
                Recipient::Staff(_) | Recipient::Person(_) | Recipient::Address(_) => {}
            }
        }
        let names = tx.staff_names(&staff).await?;
        let others = staff.iter().filter(|id| Some(**id) != reader).filter_map(|id| names.get(id).cloned());
        let is_reader = staff.iter().any(|id| Some(*id) == reader);
        let fallback = moment.fallback();
        Ok(Some(Next { at: moment.at, others: others.collect(), reader: is_reader, fallback }))
    }

    /// The reader of an on-call page takes the callback.
    pub async fn accept_by_link(&self, token: &str) -> Result<()> {
        let (scope, staff, callback) = self.acting(token).await?;
        self.accept_as(&scope, callback, staff, Via::Page).await
    }

    /// The reader of an on-call page says what became of it.
    pub async fn outcome_by_link(&self, token: &str, outcome: Outcome) -> Result<()> {
        let (scope, staff, callback) = self.acting(token).await?;
        self.outcome_as(&scope, callback, staff, outcome).await
    }

    pub(crate) async fn acting(
        &self,
        token: &str,
    ) -> Result<(Scope, StaffId, rappel_domain::id::CallbackId)> {
        let (scope, link) = self.open_link(token).await?;
        match link.purpose {
            Purpose::Callback { staff: Some(staff), callback } => Ok((scope, staff, callback)),
            Purpose::Callback { staff: None, .. } => Err(Error::Forbidden),
            _ => Err(Error::NotFound),
        }
    }
}

fn stance(
    callback: &Callback,
    holder: Option<String>,
    reader: Option<StaffId>,
    next: Option<Next>,
) -> Stance {
    let name = holder.unwrap_or_default();
    match callback.state {
        State::Requested | State::Paging => Stance::ToTake { next },
        State::Accepted { by, until, .. } if Some(by) == reader => Stance::Mine { until },
        State::Accepted { at, .. } => Stance::TakenBy { name, at },
        State::Reached { at, .. } => Stance::Reached { name, at },
        State::Cancelled { at, .. } => Stance::Cancelled { at },
    }
}
