//! A ticket as the API shows it.

use poem_openapi::{Enum, Object};
use rappel_domain::{
    Locale,
    id::{CategoryId, FieldId, PersonId, StaffId, TicketId},
    own_field,
    ticket::{self, Open, State},
};
use rappel_service::tickets::{Line, View};

use crate::{
    callbacks::Callback,
    timeline::Entry,
    types::{Id, Moment},
};

/// Where a ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(crate) enum Status {
    /// Nobody has it yet (*Non traité*).
    Untreated,
    /// Somebody works on it (*En cours*).
    InProgress,
    /// Staff answered; it closes at `closes_at` unless the client replies (*Répondu*).
    Answered,
    /// Closed for good (*Fermé*).
    Closed,
}

/// The category of a ticket.
#[derive(Debug, Object)]
pub(crate) struct About {
    /// Its identifier.
    id: Id<CategoryId>,
    /// In French.
    name_fr: String,
    /// In English.
    name_en: String,
}

/// Who asked.
#[derive(Debug, Object)]
pub(crate) struct Requester {
    /// Their identifier.
    id: Id<PersonId>,
    /// As they are called.
    name: String,
}

/// What was answered to a field of the category. Label and choice are those of the day it was asked.
#[derive(Debug, Object)]
pub(crate) struct Answer {
    /// Which field; it may have changed since, or be gone.
    field: Id<FieldId>,
    /// What it asked, in French.
    label_fr: String,
    /// What it asked, in English.
    label_en: String,
    /// `text`, `choice`, `number` or `date`.
    kind: String,
    /// A line of text, the chosen words in French, a number such as `12.5`, or a day such as `2026-12-31`.
    value: String,
    /// The chosen words in English, or the same value.
    value_en: String,
}

impl Answer {
    fn of(answer: &own_field::Answer) -> Self {
        Self {
            field: Id(answer.field),
            label_fr: answer.label.fr.clone(),
            label_en: answer.label.en.clone(),
            kind: answer.kind().to_owned(),
            value: answer.plain(Locale::Fr),
            value_en: answer.plain(Locale::En),
        }
    }
}

/// One request of a client.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct Ticket {
    /// Its identifier.
    id: Id<TicketId>,
    /// Its number within the tenant, as in #1043; addresses name it by this.
    number: i64,
    /// Where it stands.
    status: Status,
    /// Whether it makes sure of a call.
    urgent: bool,
    /// What it is about.
    category: About,
    /// Who asked.
    requester: Requester,
    /// The staff member who has it.
    assignee: Option<Id<StaffId>>,
    /// First line of the description, at most 120 characters.
    excerpt: String,
    /// What was answered to the fields of the category, as it asked then.
    answers: Vec<Answer>,
    /// When it was opened.
    opened_at: Moment,
    /// Our last answer, while the status is `answered`.
    answered_at: Option<Moment>,
    /// When it closes by itself, while the status is `answered`.
    closes_at: Option<Moment>,
    /// When it was closed.
    closed_at: Option<Moment>,
}

/// A ticket with everything on it.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct Details {
    #[oai(flatten)]
    ticket: Ticket,
    /// Name of the staff member who has it.
    assignee_name: Option<String>,
    /// Number of the closed ticket that it continues.
    continues: Option<i64>,
    /// Its latest callback, when it is urgent and the key has the scope `callbacks:read`. A repeat of an urgent request joins
    /// the callback of the earlier ticket, which this then is: its `ticket` says whose it is.
    callback: Option<Callback>,
    /// What was written and what happened, in order.
    timeline: Vec<Entry>,
}

/// Whether the key reads callbacks too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Callbacks {
    /// It does.
    Shown,
    /// It does not.
    Hidden,
}

impl Ticket {
    pub(super) fn of_line(line: Line) -> Self {
        let Line { ticket, category, requester } = line;
        let about = About { id: Id(category.id), name_fr: category.name_fr, name_en: category.name_en };
        Self::of(ticket, about, requester)
    }

    fn of(ticket: ticket::Ticket, category: About, requester: String) -> Self {
        let [answered, due, closed] = match ticket.state {
            State::Open(Open::Answered { at, closes_at, .. }) => [Some(at), Some(closes_at), None],
            State::Open(_) => [None; 3],
            State::Closed { at, .. } => [None, None, Some(at)],
        };
        Self {
            id: Id(ticket.id),
            number: ticket.number,
            status: status(ticket.status()),
            urgent: ticket.urgent,
            category,
            requester: Requester { id: Id(ticket.requester), name: requester },
            assignee: ticket.assignee.map(Id),
            excerpt: ticket.excerpt,
            answers: ticket.answers.iter().map(Answer::of).collect(),
            opened_at: Moment(ticket.opened_at),
            answered_at: answered.map(Moment),
            closes_at: due.map(Moment),
            closed_at: closed.map(Moment),
        }
    }
}

impl Details {
    pub(super) fn of(view: View, callbacks: Callbacks) -> Self {
        let View { ticket, category, requester, assignee, timeline, callback, continues, joined, .. } = view;
        let number = joined.unwrap_or(ticket.number);
        let about = About { id: Id(category.id), name_fr: category.name_fr, name_en: category.name_en };
        Self {
            ticket: Ticket::of(ticket, about, requester),
            assignee_name: assignee,
            continues,
            callback: callback
                .filter(|_| callbacks == Callbacks::Shown)
                .map(|view| Callback::of(number, view)),
            timeline: timeline
                .into_iter()
                .filter(|entry| callbacks == Callbacks::Shown || !entry.is_of_callback())
                .map(Entry::of)
                .collect(),
        }
    }
}

const fn status(status: ticket::Status) -> Status {
    match status {
        ticket::Status::Untreated => Status::Untreated,
        ticket::Status::InProgress => Status::InProgress,
        ticket::Status::Answered => Status::Answered,
        ticket::Status::Closed => Status::Closed,
    }
}
