//! Tickets, their messages and files, and their timeline.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use rappel_domain::{
    Actor, Locale,
    event::{Audience, Fact},
    id::{CallbackId, CategoryId, EventId, FileId, MessageId, PersonId, StaffId, TenantId, TicketId},
    message::{Message, MessageKind, StoredFile},
    own_field::Answer,
    ticket::{Feedback, Open, Remark, Reminded, Solved, State, Status, Ticket},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, ExprTrait as _, QueryFilter, QueryOrder, QuerySelect,
    prelude::{Json, Uuid},
    sea_query::{Expr, OnConflict},
};

pub use crate::ticket_lists::{Closed, Mark, Narrow, Order, Wanted, Way};
use crate::{
    convert::{from_json, present, to_json, word},
    entities::{counters, events, files, messages, tickets},
    error::{Result, StoreError},
    unit::Tx,
};

/// Tickets of the scope's tenant that the scope may see: of some people only when it is a member's, none for a guest.
#[derive(Debug)]
pub struct Tickets<'a>(&'a Tx);

/// A message as it lies in the database, without its files.
#[derive(Debug, Clone)]
pub struct MessageRow {
    /// Its identifier.
    pub id: MessageId,
    /// Who wrote it for whom.
    pub kind: MessageKind,
    /// Who.
    pub by: Actor,
    /// Plain text.
    pub body: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Its files.
    pub files: Vec<StoredFile>,
}

/// A fact as it lies in the database.
#[derive(Debug, Clone)]
pub struct EventRow {
    /// Its identifier.
    pub id: EventId,
    /// Who.
    pub by: Actor,
    /// What.
    pub fact: Fact,
    /// When.
    pub at: DateTime<Utc>,
}

impl Tx {
    /// Tickets of the scope's tenant.
    pub const fn tickets(&self) -> Tickets<'_> {
        Tickets(self)
    }
}

impl Tickets<'_> {
    /// The next number of the tenant. Taken in the transaction that inserts the ticket, so that no number is lost.
    pub async fn next_number(&self) -> Result<i64> {
        let first = counters::ActiveModel {
            tenant_id: Set(self.0.tenant.uuid()),
            name: Set("ticket".to_owned()),
            value: Set(1),
        };
        let mut conflict = OnConflict::columns([counters::Column::TenantId, counters::Column::Name]);
        conflict
            .value(counters::Column::Value, Expr::col((counters::Entity, counters::Column::Value)).add(1));
        let row =
            counters::Entity::insert(first).on_conflict(conflict).exec_with_returning(&self.0.db).await?;
        Ok(row.value)
    }

    pub(crate) const fn tx(&self) -> &Tx {
        self.0
    }

    /// The ticket with a number.
    pub async fn by_number(&self, number: i64) -> Result<Ticket> {
        let row = self.visible().filter(tickets::Column::Number.eq(number)).one(&self.0.db).await?;
        from_row(row.ok_or(StoreError::NotFound)?)
    }

    /// The ticket with an identifier.
    pub async fn by_id(&self, id: TicketId) -> Result<Ticket> {
        let row = self.visible().filter(tickets::Column::Id.eq(id.uuid())).one(&self.0.db).await?;
        from_row(row.ok_or(StoreError::NotFound)?)
    }

    /// Numbers of several tickets.
    pub async fn numbers(&self, ids: &[TicketId]) -> Result<HashMap<TicketId, i64>> {
        let these = self.visible().filter(tickets::Column::Id.is_in(ids.iter().map(|it| it.uuid())));
        let pairs: Vec<(Uuid, i64)> = these
            .select_only()
            .columns([tickets::Column::Id, tickets::Column::Number])
            .into_tuple()
            .all(&self.0.db)
            .await?;
        Ok(pairs.into_iter().map(|(id, number)| (TicketId::from_uuid(id), number)).collect())
    }

    /// Urgent tickets of somebody that were opened since a time and are not closed, the newest first.
    pub async fn urgent_of(&self, person: PersonId, since: DateTime<Utc>) -> Result<Vec<Ticket>> {
        let select = self
            .visible()
            .filter(tickets::Column::RequesterId.eq(person.uuid()))
            .filter(tickets::Column::IsClosed.eq(false))
            .filter(tickets::Column::IsUrgent.eq(true))
            .filter(tickets::Column::OpenedAt.gte(since));
        let rows = select.order_by_desc(tickets::Column::Number).limit(50).all(&self.0.db).await?;
        rows.into_iter().map(from_row).collect()
    }

    /// Tickets that joined a callback and are not closed, the oldest first.
    pub async fn joined_to(&self, callback: CallbackId) -> Result<Vec<Ticket>> {
        let select = self
            .visible()
            .filter(tickets::Column::JoinedId.eq(callback.uuid()))
            .filter(tickets::Column::IsClosed.eq(false));
        let rows = select.order_by_asc(tickets::Column::Number).all(&self.0.db).await?;
        rows.into_iter().map(from_row).collect()
    }

    /// Messages of a ticket from the oldest on, with their files; notes only for staff.
    pub async fn messages(&self, ticket: TicketId, audience: Audience) -> Result<Vec<MessageRow>> {
        let mut select = self
            .on_visible::<messages::Entity>(messages::Column::TicketId)
            .filter(messages::Column::TicketId.eq(ticket.uuid()));
        if audience == Audience::Client {
            select = select.filter(messages::Column::Kind.ne(MessageKind::Note.as_str()));
        }
        let rows = select.order_by_asc(messages::Column::Id).all(&self.0.db).await?;
        let mut files = self.files(ticket).await?;
        rows.into_iter()
            .map(|row| {
                let id = MessageId::from_uuid(row.id);
                let (own, rest) = std::mem::take(&mut files).into_iter().partition(|(of, _)| *of == id);
                files = rest;
                Ok(MessageRow {
                    id,
                    kind: word(&row.kind, "messages.kind")?,
                    by: from_json(row.author, "messages.author")?,
                    body: row.body,
                    at: row.created_at,
                    files: Vec::into_iter(own).map(|(_, file)| file).collect(),
                })
            })
            .collect()
    }

    async fn files(&self, ticket: TicketId) -> Result<Vec<(MessageId, StoredFile)>> {
        let rows = self
            .on_visible::<files::Entity>(files::Column::TicketId)
            .filter(files::Column::TicketId.eq(ticket.uuid()))
            .order_by_asc(files::Column::Id)
            .all(&self.0.db)
            .await?;
        Ok(rows.into_iter().map(|row| (MessageId::from_uuid(row.message_id), file(row))).collect())
    }

    /// A file of a ticket that the scope may see; files of notes only for staff.
    pub async fn file(&self, ticket: TicketId, id: FileId, audience: Audience) -> Result<StoredFile> {
        let found = self
            .on_visible::<files::Entity>(files::Column::TicketId)
            .filter(files::Column::TicketId.eq(ticket.uuid()))
            .filter(files::Column::Id.eq(id.uuid()))
            .one(&self.0.db)
            .await?
            .ok_or(StoreError::NotFound)?;
        if audience == Audience::Client {
            let message = self
                .0
                .of::<messages::Entity>()
                .filter(messages::Column::Id.eq(found.message_id))
                .one(&self.0.db)
                .await?
                .ok_or(StoreError::NotFound)?;
            if message.kind == MessageKind::Note.as_str() {
                return Err(StoreError::NotFound);
            }
        }
        Ok(file(found))
    }

    /// One message by its identifier.
    pub async fn message(&self, id: MessageId) -> Result<MessageRow> {
        let row = self
            .on_visible::<messages::Entity>(messages::Column::TicketId)
            .filter(messages::Column::Id.eq(id.uuid()))
            .one(&self.0.db)
            .await?
            .ok_or(StoreError::NotFound)?;
        Ok(MessageRow {
            id,
            kind: word(&row.kind, "messages.kind")?,
            by: from_json(row.author, "messages.author")?,
            body: row.body,
            at: row.created_at,
            files: Vec::new(),
        })
    }

    /// Facts of a ticket from the oldest on.
    pub async fn events(&self, ticket: TicketId, audience: Audience) -> Result<Vec<EventRow>> {
        let rows = self.events_of(&[ticket], audience).await?;
        Ok(rows.into_iter().map(|(_, event)| event).collect())
    }

    /// Facts of several tickets from the oldest on.
    pub async fn events_of(
        &self,
        tickets: &[TicketId],
        audience: Audience,
    ) -> Result<Vec<(TicketId, EventRow)>> {
        let mut select = self
            .on_visible::<events::Entity>(events::Column::TicketId)
            .filter(events::Column::TicketId.is_in(tickets.iter().map(|it| it.uuid())));
        if audience == Audience::Client {
            select = select.filter(events::Column::Audience.eq(Audience::Client.as_str()));
        }
        let rows = select.order_by_asc(events::Column::Id).all(&self.0.db).await?;
        rows.into_iter()
            .map(|row| {
                let event = EventRow {
                    id: EventId::from_uuid(row.id),
                    by: from_json(row.actor, "events.actor")?,
                    fact: from_json(row.fact, "events.fact")?,
                    at: row.at,
                };
                Ok((TicketId::from_uuid(row.ticket_id), event))
            })
            .collect()
    }

    pub(crate) async fn insert(&self, ticket: &Ticket) -> Result<()> {
        let mut row = columns(ticket)?;
        row.tenant_id = Set(self.0.tenant.uuid());
        row.id = Set(ticket.id.uuid());
        row.number = Set(ticket.number);
        row.requester_id = Set(ticket.requester.uuid());
        row.is_urgent = Set(ticket.urgent);
        row.excerpt = Set(ticket.excerpt.clone());
        row.answers = Set((!ticket.answers.is_empty()).then(|| to_json(&ticket.answers)).transpose()?);
        row.continues_id = Set(ticket.continues.map(rappel_domain::id::TicketId::uuid));
        row.opened_at = Set(ticket.opened_at);
        row.version = Set(1);
        // Those of its messages, each with its message.
        row.has_words = Set(true);
        tickets::Entity::insert(row).exec_without_returning(&self.0.db).await?;
        if let Some(answered) = in_words(&ticket.answers) {
            self.0.insert_words(ticket.id, MessageKind::Client, &answered).await?;
        }
        Ok(())
    }

    pub(crate) async fn update(&self, ticket: &Ticket) -> Result<()> {
        let mut row = columns(ticket)?;
        row.version = Set(ticket.version + 1);
        let done = self
            .0
            .change::<tickets::Entity>()
            .set(row)
            .filter(
                Condition::all()
                    .add(tickets::Column::Id.eq(ticket.id.uuid()))
                    .add(tickets::Column::Version.eq(ticket.version)),
            )
            .exec(&self.0.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
    }

    pub(crate) async fn insert_message(&self, message: &Message) -> Result<()> {
        let tenant_id = Set(self.0.tenant.uuid());
        let row = messages::ActiveModel {
            tenant_id: tenant_id.clone(),
            id: Set(message.id.uuid()),
            ticket_id: Set(message.ticket.uuid()),
            kind: Set(message.kind.as_str().to_owned()),
            author: Set(to_json(&message.by)?),
            body: Set(message.body.clone()),
            created_at: Set(message.at),
        };
        messages::Entity::insert(row).exec_without_returning(&self.0.db).await?;
        self.0.insert_words(message.ticket, message.kind, &message.body).await?;
        let rows = message.files.iter().map(|file| files::ActiveModel {
            tenant_id: tenant_id.clone(),
            id: Set(file.id.uuid()),
            ticket_id: Set(message.ticket.uuid()),
            message_id: Set(message.id.uuid()),
            name: Set(file.name.clone()),
            media_type: Set(file.media_type.clone()),
            size: Set(file.size),
            created_at: Set(message.at),
        });
        if !message.files.is_empty() {
            files::Entity::insert_many(rows).exec_without_returning(&self.0.db).await?;
        }
        Ok(())
    }
}

fn file(row: files::Model) -> StoredFile {
    StoredFile { id: FileId::from_uuid(row.id), name: row.name, media_type: row.media_type, size: row.size }
}

/// The columns that may change.
fn columns(ticket: &Ticket) -> Result<tickets::ActiveModel> {
    let (open, closed, feedback) = match &ticket.state {
        State::Open(open) => (*open, None, None),
        State::Closed { at, by, was, feedback } => (*was, Some((*at, *by)), feedback.as_ref()),
    };
    let (answered_at, closes_at, reminded) = match open {
        Open::Answered { at, closes_at, reminded } => (Some(at), Some(closes_at), reminded == Reminded::Yes),
        Open::Untreated | Open::InProgress => (None, None, false),
    };
    let first = ticket.urgent || ticket.raised;
    Ok(tickets::ActiveModel {
        category_id: Set(ticket.category.uuid()),
        assignee_id: Set(ticket.assignee.map(rappel_domain::id::StaffId::uuid)),
        status: Set(ticket.status().as_str().to_owned()),
        open_status: Set(State::Open(open).status().as_str().to_owned()),
        is_closed: Set(closed.is_some()),
        answered_at: Set(answered_at),
        closes_at: Set(closes_at),
        is_reminded: Set(reminded),
        closed_at: Set(closed.map(|(at, _)| at)),
        closed_by: Set(closed.map(|(_, by)| to_json(&by)).transpose()?),
        waiting_since: Set(ticket.waiting_since),
        is_raised: Set(ticket.raised),
        queue_rank: Set(i32::from(!first)),
        messages: Set(ticket.messages),
        joined_id: Set(ticket.joined.map(CallbackId::uuid)),
        is_solved: Set(feedback.map(|it| it.solved == Solved::Yes)),
        feedback_words: Set(feedback.and_then(|it| Some(it.remark.as_ref()?.as_str().to_owned()))),
        feedback_by: Set(feedback.map(|it| to_json(&it.by)).transpose()?),
        feedback_at: Set(feedback.map(|it| it.at)),
        ..Default::default()
    })
}

pub(crate) fn from_row(row: tickets::Model) -> Result<Ticket> {
    let open = match word(&row.open_status, "tickets.open_status")? {
        Status::Untreated => Open::Untreated,
        Status::InProgress => Open::InProgress,
        Status::Answered | Status::Closed => Open::Answered {
            at: present(row.answered_at, "tickets.answered_at")?,
            closes_at: present(row.closes_at, "tickets.closes_at")?,
            reminded: if row.is_reminded { Reminded::Yes } else { Reminded::No },
        },
    };
    let state = match row.closed_at {
        None => State::Open(open),
        Some(at) => State::Closed {
            at,
            by: from_json(present(row.closed_by, "tickets.closed_by")?, "tickets.closed_by")?,
            was: open,
            feedback: feedback(row.is_solved, row.feedback_words, row.feedback_by, row.feedback_at)?,
        },
    };
    Ok(Ticket {
        tenant: TenantId::from_uuid(row.tenant_id),
        id: TicketId::from_uuid(row.id),
        number: row.number,
        category: CategoryId::from_uuid(row.category_id),
        urgent: row.is_urgent,
        requester: PersonId::from_uuid(row.requester_id),
        excerpt: row.excerpt,
        answers: answers(row.answers)?,
        continues: row.continues_id.map(TicketId::from_uuid),
        joined: row.joined_id.map(CallbackId::from_uuid),
        assignee: row.assignee_id.map(StaffId::from_uuid),
        state,
        opened_at: row.opened_at,
        waiting_since: row.waiting_since,
        raised: row.is_raised,
        messages: row.messages,
        version: row.version,
    })
}

/// What was answered to the fields of its category.
pub(crate) fn answers(row: Option<Json>) -> Result<Vec<Answer>> {
    Ok(row.map(|row| from_json(row, "tickets.answers")).transpose()?.unwrap_or_default())
}

/// Answers as tickets are found by them, in both languages.
pub(crate) fn in_words(answers: &[Answer]) -> Option<String> {
    let each = answers.iter().map(|it| format!("{} {}", it.plain(Locale::Fr), it.plain(Locale::En)));
    (!answers.is_empty()).then(|| each.collect::<Vec<_>>().join("\n"))
}

fn feedback(
    is_solved: Option<bool>,
    words: Option<String>,
    by: Option<Json>,
    at: Option<DateTime<Utc>>,
) -> Result<Option<Feedback>> {
    let Some(is_solved) = is_solved else { return Ok(None) };
    Ok(Some(Feedback {
        solved: if is_solved { Solved::Yes } else { Solved::No },
        remark: words.map(Remark::from_trusted),
        by: from_json(present(by, "tickets.feedback_by")?, "tickets.feedback_by")?,
        at: present(at, "tickets.feedback_at")?,
    }))
}
