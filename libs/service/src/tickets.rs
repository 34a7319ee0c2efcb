//! Reading tickets, and what client and staff do with one.

use rappel_domain::{
    audit::Deed,
    callback::Callback,
    event::Audience,
    id::{FileId, PersonId, TenantId, TicketId},
    message::StoredFile,
    ticket::{self, State, Ticket},
    words::Sought,
};
use rappel_store::{Rights, Tx, categories::Category};

use crate::{
    Closed, Scope, Service,
    callbacks::{CallbackView, last_call},
    error::{Error, Result},
    settings::Effective,
    timeline::{self, Entry},
};

mod following;
mod lists;
mod stamp;
mod write;

pub use following::{Following, MOST_FOLLOWERS};
pub use lists::{Asked, Sort};
pub use rappel_store::tickets::{Mark, Narrow};
pub use stamp::Look;
pub use write::Note;
pub(crate) use write::staff as write_staff;

/// How many rows a list shows.
pub const PAGE: u64 = 20;

/// A page of a client's list.
#[derive(Debug, Clone)]
pub struct List {
    /// The rows.
    pub rows: Vec<Line>,
    /// The tenant with what it inherits.
    pub settings: Effective,
    /// How many that match are open, up to [`MOST`].
    pub open: u64,
    /// How many that match are closed, up to [`MOST`].
    pub closed: u64,
    /// Where the next page begins.
    pub next: Option<Mark>,
    /// Open callbacks of the rows shown, with the number of their ticket.
    pub callbacks: Vec<(i64, CallbackView)>,
    /// What tickets of the company are about, in order.
    pub categories: Vec<Category>,
    /// Whose tickets the reader sees, by name; nobody for who sees their own alone.
    pub people: Vec<(PersonId, String)>,
    /// What narrowed the list down.
    pub narrow: Narrow,
}

/// A row of a client's list.
#[derive(Debug, Clone)]
pub struct Line {
    /// The ticket.
    pub ticket: Ticket,
    /// What it is about.
    pub category: Category,
    /// Who asked; shown to managers.
    pub requester: String,
}

/// Everything that a ticket's page shows.
#[derive(Debug, Clone)]
pub struct View {
    /// The ticket.
    pub ticket: Ticket,
    /// What it is about.
    pub category: Category,
    /// Who asked.
    pub requester: String,
    /// Who has it.
    pub assignee: Option<String>,
    /// Messages and facts in order.
    pub timeline: Vec<Entry>,
    /// Its latest callback, or the one it joined.
    pub callback: Option<CallbackView>,
    /// Number of the ticket whose callback this one joined.
    pub joined: Option<i64>,
    /// Numbers of the open tickets that joined its callback.
    pub also: Vec<i64>,
    /// Whether this reader may undo the close now.
    pub may_undo: bool,
    /// The ticket that this one continues.
    pub continues: Option<i64>,
    /// The tenant with what it inherits.
    pub settings: Effective,
}

/// A file to hand out.
#[derive(Debug)]
pub struct Download {
    /// What it is.
    pub file: StoredFile,
    /// Where it lies.
    pub path: std::path::PathBuf,
}

impl Service {
    /// Open callbacks of the tickets on the first page of the reader's list, with the number of their ticket.
    pub async fn callback_cards(&self, scope: &Scope) -> Result<Vec<(i64, CallbackView)>> {
        let tx = self.store.read(scope).await?;
        let tickets = tx.tickets().list(Closed::No, &Sought::Everything, None, PAGE).await?;
        open_callbacks(&tx, &tickets).await
    }

    /// Tickets of any state, for the API: those below the number `before`.
    pub async fn all_tickets(&self, scope: &Scope, before: Option<i64>, limit: u64) -> Result<Vec<Line>> {
        self.note_look(scope, Deed::TicketsSeen).await?;
        let tx = self.store.read(scope).await?;
        let tickets = tx.tickets().all(before, limit).await?;
        let categories = tx.categories().list().await?;
        let ids: Vec<_> = tickets.iter().map(|it| it.requester).collect();
        let names = tx.persons().names(&ids).await?;
        tickets
            .into_iter()
            .map(|ticket| {
                let category = categories.iter().find(|it| it.id == ticket.category).cloned();
                let requester = names.get(&ticket.requester).cloned().unwrap_or_default();
                Ok(Line { category: category.ok_or(Error::NotFound)?, requester, ticket })
            })
            .collect()
    }

    /// Categories that a tenant offers, in order.
    pub async fn categories(&self, scope: &Scope) -> Result<Vec<Category>> {
        let all = self.store.read(scope).await?.categories().list().await?;
        Ok(all.into_iter().filter(|it| it.archived_at.is_none()).collect())
    }

    /// Everything that a ticket's page shows this reader.
    pub async fn ticket(&self, scope: &Scope, number: i64) -> Result<View> {
        let tx = self.store.read(scope).await?;
        let ticket = tx.tickets().by_number(number).await?;
        let audience = audience(scope);
        let settings = Effective::read(&tx).await?;
        let category = tx.categories().by_id(ticket.category).await?;
        let assignee = ticket.assignee.as_slice().to_vec();
        let read = timeline::read(&tx, ticket.id, audience, (&[ticket.requester], &assignee)).await?;
        let (found, joined) = callback_of(&tx, &ticket).await?;
        let also = match &found {
            Some(callback) if joined.is_none() => tx.tickets().joined_to(callback.id).await?,
            _ => Vec::new(),
        };
        let callback = match found {
            Some(callback) => Some(CallbackView::read(&tx, callback, audience).await?),
            None => None,
        };
        let continues = match ticket.continues {
            Some(id) => tx.tickets().by_id(id).await.ok().map(|it| it.number),
            None => None,
        };
        let view = View {
            requester: read.names.person(ticket.requester),
            assignee: ticket.assignee.map(|id| read.names.staff(id)),
            may_undo: may_undo(&tx, &ticket).await?,
            timeline: read.entries,
            ticket,
            category,
            callback,
            joined,
            also: also.into_iter().map(|it| it.number).collect(),
            continues,
            settings,
        };
        drop(tx);
        self.note_look(scope, Deed::TicketSeen { ticket: view.ticket.id, number }).await?;
        Ok(view)
    }

    /// Whether the reader may undo the close of a ticket now.
    pub async fn may_undo_close(&self, scope: &Scope, number: i64) -> Result<bool> {
        let tx = self.store.read(scope).await?;
        may_undo(&tx, &tx.tickets().by_number(number).await?).await
    }

    /// A file of a ticket that the reader may see.
    pub async fn download(&self, scope: &Scope, number: i64, file: FileId) -> Result<Download> {
        let tx = self.store.read(scope).await?;
        let ticket = tx.tickets().by_number(number).await?;
        let file = tx.tickets().file(ticket.id, file, audience(scope)).await?;
        drop(tx);
        self.note_look(scope, Deed::FileFetched { ticket: ticket.id, number }).await?;
        Ok(Download { path: self.file_path(scope.tenant(), file.id), file })
    }

    fn file_path(&self, tenant: TenantId, file: FileId) -> std::path::PathBuf {
        self.files.path(tenant, file)
    }
}

/// Open callbacks of tickets, with the number of their ticket.
async fn open_callbacks(tx: &Tx, tickets: &[Ticket]) -> Result<Vec<(i64, CallbackView)>> {
    let urgent: Vec<TicketId> = tickets.iter().filter(|it| it.urgent).map(|it| it.id).collect();
    let found = tx.callbacks().of_tickets(&urgent).await?;
    let open: Vec<Callback> = found.into_iter().filter(Callback::is_open).collect();
    let views = CallbackView::read_all(tx, open, audience(tx.scope())).await?;
    let number = |view: &CallbackView| {
        tickets.iter().find(|it| it.id == view.callback.ticket).map_or(0, |it| it.number)
    };
    Ok(views.into_iter().map(|view| (number(&view), view)).collect())
}

/// The latest callback of a ticket; of one that joined another call, that one, with the number of its ticket.
async fn callback_of(tx: &Tx, ticket: &Ticket) -> Result<(Option<Callback>, Option<i64>)> {
    if let Some(own) = tx.callbacks().of_ticket(ticket.id).await? {
        return Ok((Some(own), None));
    }
    let Some(joined) = ticket.joined else {
        return Ok((None, None));
    };
    let callback = tx.callbacks().by_id(joined).await?;
    let number = tx.tickets().by_id(callback.ticket).await?.number;
    Ok((Some(callback), Some(number)))
}

/// Staff reads everything, everybody else what is for clients.
pub(crate) const fn audience(scope: &Scope) -> Audience {
    match scope.rights() {
        Rights::Staff { .. } | Rights::System => Audience::Staff,
        Rights::Person { .. }
        | Rights::ApiKey { .. }
        | Rights::Guest
        | Rights::Callback { .. }
        | Rights::Feedback { .. } => Audience::Client,
    }
}

/// Whether the reader may undo the close of a ticket now: the rule of that is asked.
async fn may_undo(tx: &Tx, ticket: &Ticket) -> Result<bool> {
    let actor = tx.scope().actor();
    match ticket.state {
        State::Closed { by, .. } if by == actor => {}
        State::Closed { .. } | State::Open(_) => return Ok(false),
    }
    let call = last_call(tx, ticket.id).await?;
    // When they would be reminded changes nothing of whether it may be.
    Ok(ticket::undo_close(tx.clock(), ticket.clone(), actor, call, 0).is_ok())
}
