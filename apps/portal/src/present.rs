//! What the service read, as pages show it.

mod callback;

use chrono::{DateTime, Utc};
use rappel_domain::{Actor, Locale, event::Fact, message::MessageKind, ticket};
use rappel_pages::{
    Frame,
    portal::{
        Closed, Conversation, Entry, FeedbackGiven, FileLink, Message, Reader, Side, Status, TicketRow,
    },
    routes::portal as paths,
};
use rappel_service::{
    thumbnails::has_thumbnail,
    tickets::{Line, View},
    timeline::{Entry as Read, FactEntry, MessageEntry},
};

pub(crate) use callback::card;

/// The state of a ticket.
pub(crate) fn status(status: ticket::Status) -> Status {
    match status {
        ticket::Status::Untreated => Status::Untreated,
        ticket::Status::InProgress => Status::InProgress,
        ticket::Status::Answered => Status::Answered,
        ticket::Status::Closed => Status::Closed,
    }
}

/// A row of the list.
pub(crate) fn row(line: &Line, locale: Locale, reader: Reader) -> TicketRow {
    let ticket = &line.ticket;
    let number = ticket.number;
    let (open, closed_at) = match ticket.state {
        ticket::State::Open(open) => (open, None),
        ticket::State::Closed { at, was, .. } => (was, Some(at)),
    };
    let is_answered = matches!(open, ticket::Open::Answered { .. });
    TicketRow {
        number,
        href: paths::ticket(number),
        opened_at: ticket.opened_at,
        category: line.category.name(locale).to_owned(),
        urgent: ticket.urgent,
        excerpt: ticket.excerpt.clone(),
        opened_by: (reader == Reader::Manager).then(|| line.requester.clone()),
        status: status(ticket.status()),
        answer_href: is_answered.then(|| paths::answer(number)),
        closes_at: closes_at(&ticket.state),
        close_href: closed_at.is_none().then(|| paths::close(number)),
        closed_at,
    }
}

/// What changes on the page of a ticket.
pub(crate) fn conversation(view: &View, frame: &Frame) -> Conversation {
    let ticket = &view.ticket;
    let number = ticket.number;
    let mut entries: Vec<Entry> = view.timeline.iter().filter_map(|entry| line(entry, number)).collect();
    let last_answer = entries.iter_mut().rev().find_map(|entry| match entry {
        Entry::Message(message) if message.side == Side::Staff => Some(message),
        _ => None,
    });
    if let Some(message) = last_answer {
        message.answer = true;
    }
    let closed = match ticket.state {
        ticket::State::Closed { at, by, .. } => Some(closed(view, at, by)),
        ticket::State::Open(_) => None,
    };
    Conversation {
        closes_at: closes_at(&ticket.state),
        closed,
        callback: view.callback.as_ref().map(|callback| match view.joined {
            Some(of) => card(of, callback, frame).joined(),
            None => card(number, callback, frame),
        }),
        ..Conversation::new(number, status(ticket.status()), view.assignee.as_deref(), entries)
    }
}

/// What the client said of a close.
pub(crate) fn feedback(given: &ticket::Feedback) -> FeedbackGiven {
    FeedbackGiven::new(given.solved, given.remark.as_ref().map(ticket::Remark::as_str), given.at)
}

fn closes_at(state: &ticket::State) -> Option<DateTime<Utc>> {
    match state {
        ticket::State::Open(ticket::Open::Answered { closes_at, .. }) => Some(*closes_at),
        _ => None,
    }
}

fn closed(view: &View, at: DateTime<Utc>, by: Actor) -> Closed {
    let last = view.timeline.iter().rev().find_map(|entry| match entry {
        Read::Fact(FactEntry { fact: Fact::Closed, by, .. }) => Some(by.name.clone()),
        _ => None,
    });
    let name = last.filter(|name| !name.is_empty()).unwrap_or_else(|| view.settings.tenant.name.clone());
    let closed = if by == Actor::System { Closed::by_system(at) } else { Closed::by(at, &name) };
    Closed { undo_until: view.may_undo.then(|| at + ticket::UNDO_WINDOW), ..closed }
}

/// A line of the timeline; what the callback's card says already is left out.
fn line(entry: &Read, number: i64) -> Option<Entry> {
    match entry {
        Read::Message(entry) => Some(Entry::Message(message(entry, number))),
        Read::Fact(FactEntry { fact, staff, at, .. }) => {
            let name = staff.as_deref().unwrap_or_default();
            match fact {
                Fact::Taken { .. } | Fact::Assigned { .. } => Some(Entry::taken(*at, name)),
                Fact::Closed => Some(Entry::closed(*at)),
                Fact::FeedbackGiven { solved } => Some(Entry::feedback(*at, *solved)),
                Fact::CloseUndone => Some(Entry::reopened(*at)),
                Fact::JoinedCall { number } => Some(Entry::joined(*at, *number)),
                _ => None,
            }
        }
    }
}

fn message(entry: &MessageEntry, number: i64) -> Message {
    let files = entry.files.iter().map(|file| FileLink {
        name: file.name.clone(),
        href: paths::file(number, file.id),
        size: u64::try_from(file.size).unwrap_or_default(),
        thumbnail: has_thumbnail(&file.media_type).then(|| paths::thumbnail(number, file.id)),
    });
    Message {
        author: entry.by.name.clone(),
        side: if entry.kind == MessageKind::Client { Side::Client } else { Side::Staff },
        at: entry.at,
        body: entry.body.clone(),
        files: files.collect(),
        answer: false,
        unseen: false,
    }
}
