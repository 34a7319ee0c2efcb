//! Tickets: list, open, read, reply, close.

mod shown;

use poem_openapi::{
    ApiResponse, Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};
use rappel_domain::id::{CategoryId, FieldId, TicketId};
use rappel_service::{
    Error, Invalid, Once, Reason,
    intake::Draft,
    tickets::{Line, Note},
};

use crate::{
    Tag, cursor,
    idempotency::IdempotencyKey,
    key::{Caller, ReadTickets, Who, WriteTickets},
    page::{Page, usual},
    problem::{Failure, Lists, Reads, Writes},
    types::Id,
};
use shown::{Callbacks, Details, Ticket};

/// The resource `/tickets`.
pub(crate) struct Tickets;

/// A ticket to open.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct NewTicket {
    /// What it is about.
    category: Id<CategoryId>,
    /// For whom: somebody of the tenant by identifier (`per_…`), e-mail address or user name. They are told of the
    /// answer as they chose.
    #[oai(validator(min_length = 1, max_length = 254))]
    requester: String,
    /// Plain text, 1 to 20,000 characters.
    #[oai(validator(max_length = 100_000))]
    description: String,
    /// The number to ring, needed where the category is urgent: E.164, or as people of the tenant's country write it.
    #[oai(validator(max_length = 50))]
    phone: Option<String>,
    /// Answers to the fields that the category asks.
    fields: Option<Vec<NewAnswer>>,
    /// Number of the closed ticket that this one continues.
    continues: Option<i64>,
}

/// An answer to a field of the category.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct NewAnswer {
    /// Which field.
    field: Id<FieldId>,
    /// A line of text, one of the choices, a number such as `12.5`, or a day such as `2026-12-31`.
    #[oai(validator(max_length = 1_000))]
    value: String,
}

/// A ticket that was opened.
#[derive(Debug, Object)]
pub(crate) struct Opened {
    /// Its identifier.
    id: Id<TicketId>,
    /// Its number within the tenant, as in #1043.
    number: i64,
}

/// Something to write on a ticket.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct NewMessage {
    /// Plain text, 1 to 20,000 characters.
    #[oai(validator(max_length = 100_000))]
    body: String,
}

#[derive(ApiResponse)]
pub(crate) enum Created {
    /// The ticket is open; a request that was sent before names the same ticket again.
    #[oai(status = 201)]
    Ticket(
        Json<Opened>,
        /// Where to read it.
        #[oai(header = "Location")]
        String,
    ),
}

#[derive(ApiResponse)]
pub(crate) enum Done {
    /// Done, now or when the same request was sent before.
    #[oai(status = 204)]
    Done,
}

#[OpenApi(prefix_path = "/tickets", tag = "Tag::Tickets")]
impl Tickets {
    /// List tickets
    ///
    /// Tickets of the tenant in any state, the newest first. Needs the scope `tickets:read`.
    #[oai(path = "/", method = "get", operation_id = "listTickets")]
    async fn list(
        &self,
        caller: Caller<ReadTickets>,
        /// Where the page begins: `next_cursor` of the page before.
        #[oai(validator(max_length = 100))]
        cursor: Query<Option<String>>,
        /// Rows at most, 1 to 100.
        #[oai(default = "usual", validator(minimum(value = "1"), maximum(value = "100")))]
        limit: Query<u64>,
    ) -> Result<Json<Page<Ticket>>, Failure<Lists>> {
        let before = cursor::read(cursor.0.as_deref())?;
        let rows = caller.service().all_tickets(caller.scope(), before, limit.0 + 1).await?;
        let place = |it: &Line| cursor::after(it.ticket.number);
        Ok(Json(Page::cut(rows, limit.0, place, Ticket::of_line)))
    }

    /// Open a ticket
    ///
    /// In an urgent category, somebody on call is paged at once and rings `phone`. Needs the scope `tickets:write`.
    #[oai(path = "/", method = "post", operation_id = "openTicket")]
    async fn open(
        &self,
        caller: Caller<WriteTickets>,
        /// Sent again with the same key, it stays one ticket.
        #[oai(name = "Idempotency-Key")]
        key: IdempotencyKey,
        ticket: Json<NewTicket>,
    ) -> Result<Created, Failure<Writes>> {
        let NewTicket { category, requester, description, phone, fields, continues } = ticket.0;
        let unknown = |field| Error::Invalid(vec![Invalid::new(field, Reason::NotAChoice)]);
        let person = caller.service().find_person(caller.scope(), &requester).await?;
        let fields = fields.unwrap_or_default();
        let offered = caller.service().categories(caller.scope()).await?;
        let asked = offered.iter().find(|it| it.id == category.0);
        let is_asked = |field| asked.is_some_and(|it| it.fields.iter().any(|known| known.id == field));
        if let Some(other) = fields.iter().find(|it| asked.is_some() && !is_asked(it.field.0)) {
            let wrong = Invalid::new(other.field.0.to_string(), Reason::NotAChoice);
            return Err(Error::Invalid(vec![wrong]).into());
        }
        let draft = Draft {
            category: category.0.to_string(),
            description,
            phone: phone.unwrap_or_default(),
            fields: fields.into_iter().map(|it| (it.field.0.to_string(), it.value)).collect(),
            continues,
            idempotency_key: key.0,
            requester: Some(person.ok_or_else(|| unknown("requester"))?),
        };
        // The requester is known, so what was not found is the ticket to continue.
        let opened =
            caller.service().open_ticket(caller.scope(), &draft, &[]).await.map_err(|error| match error {
                Error::NotFound => unknown("continues"),
                other => other,
            })?;
        let location = format!("/api/v1/tickets/{}", opened.number);
        Ok(Created::Ticket(Json(Opened { id: Id(opened.ticket), number: opened.number }), location))
    }

    /// Read a ticket
    ///
    /// With its timeline: what was written and what happened, in order. A staff member's key also sees notes and how
    /// people were paged. Needs the scope `tickets:read`; its callback, and what happened to that, are shown with the
    /// scope `callbacks:read` only.
    #[oai(path = "/:number", method = "get", operation_id = "readTicket")]
    async fn read(
        &self,
        caller: Caller<ReadTickets>,
        /// Its number within the tenant.
        number: Path<i64>,
    ) -> Result<Json<Details>, Failure<Reads>> {
        let callbacks = if caller.may("callbacks:read") { Callbacks::Shown } else { Callbacks::Hidden };
        Ok(Json(Details::of(caller.service().ticket(caller.scope(), number.0).await?, callbacks)))
    }

    /// Write on a ticket
    ///
    /// A tenant's key replies as the client; a staff member's key answers as that person, which tells the client and
    /// sets the closing date. Needs the scope `tickets:write`.
    #[oai(path = "/:number/messages", method = "post", operation_id = "writeOnTicket")]
    async fn write(
        &self,
        caller: Caller<WriteTickets>,
        /// Its number within the tenant.
        number: Path<i64>,
        /// Sent again with the same key, it stays one message.
        #[oai(name = "Idempotency-Key")]
        key: IdempotencyKey,
        message: Json<NewMessage>,
    ) -> Result<Done, Failure<Writes>> {
        let note = Note { body: message.0.body, seen: None, idempotency_key: key.0 };
        match caller.who() {
            Who::Staff => caller.service().answer(caller.scope(), number.0, &note, &[]).await?,
            Who::Anybody => caller.service().reply(caller.scope(), number.0, &note, &[]).await?,
        }
        Ok(Done::Done)
    }

    /// Close a ticket
    ///
    /// A closed ticket stays closed. An open callback is cancelled with it. Needs the scope `tickets:write`.
    #[oai(path = "/:number/close", method = "post", operation_id = "closeTicket")]
    async fn close(
        &self,
        caller: Caller<WriteTickets>,
        /// Its number within the tenant.
        number: Path<i64>,
        /// Sent again with the same key, it is no error that the ticket is closed.
        #[oai(name = "Idempotency-Key")]
        key: IdempotencyKey,
    ) -> Result<Done, Failure<Writes>> {
        let once = Once::new(key.0, format!("close {}", number.0));
        caller.service().close_once(caller.scope(), number.0, &once).await?;
        Ok(Done::Done)
    }
}
