//! Opening a ticket.

use chrono::{DateTime, Utc};

use super::{Open, State, Ticket};
use crate::{
    Actor, Clock,
    callback::{self, Callback, Terms},
    contact::Contact,
    decision::{Change, Decision},
    delivery::News,
    event::Fact,
    id::{CategoryId, MessageId, TenantId, TicketId},
    message::{Message, MessageKind, StoredFile},
    own_field::Answer,
    phone::Phone,
    refusal::Refusal,
};

/// What is needed to open a ticket.
#[derive(Debug, Clone)]
pub struct Intake {
    /// Whose.
    pub tenant: TenantId,
    /// The next number of the tenant.
    pub number: i64,
    /// What it is about.
    pub category: CategoryId,
    /// Who asked, and how they want to be told.
    pub requester: Contact,
    /// Who typed it: the requester, or staff or a program for them.
    pub by: Actor,
    /// Plain text.
    pub description: String,
    /// What was answered to the fields of the category, in their order.
    pub answers: Vec<Answer>,
    /// Files that came with it.
    pub files: Vec<StoredFile>,
    /// The closed ticket that this one continues.
    pub continues: Option<TicketId>,
    /// Present when the category is marked urgent.
    pub urgent: Option<UrgentRequest>,
}

/// What an urgent ticket adds.
#[derive(Debug, Clone)]
pub struct UrgentRequest {
    /// The number that the client confirmed.
    pub phone: Phone,
    /// Whom the person on call asks for.
    pub contact_name: String,
    /// The promise and the copy of the policy.
    pub terms: Terms,
    /// The same person's call that is under way: the ticket waits for that one.
    pub joins: Option<Running>,
}

/// A call that is under way, and which a repeat of its request joins.
#[derive(Debug, Clone)]
pub struct Running {
    /// The obligation.
    pub callback: Callback,
    /// Number of its ticket.
    pub number: i64,
}

/// Opens a ticket; an urgent one comes with its callback and the job of its first step, or joins the call that the same
/// person waits for already.
pub fn open(clock: &dyn Clock, intake: Intake) -> Result<Decision, Refusal> {
    let body = intake.description.trim();
    if body.is_empty() {
        return Err(Refusal::EmptyText);
    }
    let now = clock.now();
    let id = TicketId::new(clock);
    let mut decision = Decision::new(intake.tenant);
    let joins = intake.urgent.as_ref().and_then(|it| it.joins.as_ref());
    let ticket = Ticket {
        tenant: intake.tenant,
        id,
        number: intake.number,
        category: intake.category,
        urgent: intake.urgent.is_some(),
        requester: intake.requester.person,
        excerpt: excerpt(body),
        answers: intake.answers,
        continues: intake.continues,
        joined: joins.map(|it| it.callback.id),
        assignee: None,
        state: State::Open(Open::Untreated),
        opened_at: now,
        waiting_since: Some(now),
        raised: false,
        messages: 1,
        version: 0,
    };
    let message = first_message(clock, id, intake.by, body, intake.files, now);
    decision.fact(clock, id, None, intake.by, Fact::Opened);
    decision.fact(clock, id, None, intake.by, Fact::ClientWrote { message: message.id });
    decision.set_message(message);
    if let Some(urgent) = intake.urgent {
        let asked = match urgent.joins {
            Some(running) => callback::join(clock, &ticket, intake.by, &intake.requester, running),
            None => callback::request(clock, &ticket, intake.by, &intake.requester, urgent),
        };
        decision.set_ticket(Change::New(ticket));
        return Ok(decision.and(asked));
    }
    intake.requester.mail(clock, &mut decision, News::Received, id);
    decision.set_ticket(Change::New(ticket));
    Ok(decision)
}

fn first_message(
    clock: &dyn Clock,
    ticket: TicketId,
    by: Actor,
    body: &str,
    files: Vec<StoredFile>,
    at: DateTime<Utc>,
) -> Message {
    let kind = MessageKind::Client;
    Message { id: MessageId::new(clock), ticket, kind, by, body: body.to_owned(), at, files }
}

/// The first line with text, at most 120 characters, cut at a word.
fn excerpt(body: &str) -> String {
    let line = body.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    if line.chars().count() <= 120 {
        return line.to_owned();
    }
    let cut: String = line.chars().take(119).collect();
    let end = cut.rfind(' ').filter(|end| *end > 60).unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end())
}
