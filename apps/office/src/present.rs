//! What the commands answer, as pages show it.

mod callback;

use rappel_domain::{
    Actor,
    callback::Callback,
    message::MessageKind,
    ticket::{self, Open, State, Status as TicketStatus},
};
use rappel_pages::{
    Frame, Text,
    form::Choice,
    office::{Address, CallbackPanel, Closed, Entry, Feedback, Message, QueueRow, Side, TicketView, Work},
    own_fields,
    portal::{About, FileLink, Status},
    routes::office as paths,
};
use rappel_service::{
    Staff,
    queue::{Page, Row},
    thumbnails::has_thumbnail,
    tickets::View,
    timeline::{self, Author},
};

pub(crate) use callback::{call_state, fact, holder, next_try, panel};

/// What a program is called on a timeline.
const PROGRAM: &str = "API";

/// A state as a badge shows it.
pub(crate) const fn status(status: TicketStatus) -> Status {
    match status {
        TicketStatus::Untreated => Status::Untreated,
        TicketStatus::InProgress => Status::InProgress,
        TicketStatus::Answered => Status::Answered,
        TicketStatus::Closed => Status::Closed,
    }
}

/// A row of the queue.
pub(crate) fn row(
    row: &Row,
    page: &Page,
    team: &[Staff],
    frame: &Frame,
    query: &str,
    current: Option<(&str, i64)>,
) -> QueueRow {
    let ticket = &row.ticket;
    let name = |id| team.iter().find(|it| it.id == id).map(|it| it.name.clone());
    let (slug, tenant) =
        page.tenant(ticket.tenant).map_or(("", ""), |it| (it.slug.as_str(), it.name.as_str()));
    let (fr, en) = &row.category;
    let shown = QueueRow {
        href: Address { tenant: slug, number: ticket.number, query }.page(),
        number: ticket.number,
        tenant: tenant.to_owned(),
        requester: row.requester.clone(),
        category: frame.locale.of_two(fr, en).clone(),
        team: page.team(row).map(str::to_owned),
        excerpt: ticket.excerpt.clone(),
        urgent: ticket.urgent,
        // It stays above the others until it is answered; nobody has to be called any more.
        raised: ticket.raised && row.callback.as_ref().is_some_and(Callback::is_open),
        status: status(ticket.status()),
        since: row.place.time,
        waiting: ticket.waiting_since == Some(row.place.time),
        holder: ticket.assignee.and_then(name),
        callback: None,
        callback_waits: false,
        promised_by: None,
        current: current == Some((slug, ticket.number)),
    };
    match &row.callback {
        Some(callback) => {
            let holder = holder(callback).and_then(name).unwrap_or_default();
            shown.with_call(call_state(callback, frame.now), &holder, callback.promised_by)
        }
        None => shown,
    }
}

/// Who did something; a program has no name of its own.
pub(crate) fn author(by: &Author) -> String {
    match by.actor {
        Actor::ApiKey(_) if by.name.is_empty() => PROGRAM.to_owned(),
        _ => by.name.clone(),
    }
}

/// A ticket with what its reader may do; `key` makes two sends of a form one message.
pub(crate) fn ticket(
    view: &View,
    address: Address<'_>,
    frame: &Frame,
    reader: &Staff,
    able: &[Staff],
    key: &str,
) -> TicketView {
    let ticket = &view.ticket;
    let mine = ticket.assignee == Some(reader.id);
    let (closes_at, closed) = match ticket.state {
        State::Open(Open::Answered { closes_at, .. }) => (Some(closes_at), None),
        State::Open(_) => (None, None),
        State::Closed { at, by, .. } => (None, Some(closed(view, address, at, by))),
    };
    let work = matches!(ticket.state, State::Open(_)).then(|| {
        let others = able.iter().filter(|it| Some(it.id) != ticket.assignee);
        let staff = others.map(|it| Choice::new(it.id.to_string(), Text::plain(it.name.as_str())));
        let keys = [format!("{key}a"), format!("{key}n")];
        let work = Work::new(address, staff.collect(), ticket.messages, keys);
        Work {
            take_action: work.take_action.filter(|_| !mine),
            release_action: ticket.assignee.is_some().then(|| address.act("release")),
            close_cancels: view.joined.is_none()
                && view.callback.as_ref().is_some_and(|it| it.callback.is_open()),
            ..work
        }
    });
    TicketView {
        number: ticket.number,
        tenant: view.settings.tenant.name.clone(),
        tenant_href: format!("{}?tenant={}", paths::QUEUE, address.tenant),
        category: view.category.name(frame.locale).to_owned(),
        urgent: ticket.urgent,
        status: status(ticket.status()),
        requester: view.requester.clone(),
        opened_at: ticket.opened_at,
        holder: view.assignee.clone(),
        mine,
        closes_at,
        answers: own_fields::lines(&ticket.answers, frame.locale),
        continues: view.continues.map(|number| About { number, href: Address { number, ..address }.page() }),
        closed,
        feedback: match &ticket.state {
            State::Closed { feedback, .. } => feedback.as_ref().map(feedback_given),
            State::Open(_) => None,
        },
        callback: view.callback.as_ref().map(|it| {
            let about = |number: i64| About { number, href: Address { number, ..address }.page() };
            let of = Address { number: view.joined.unwrap_or(ticket.number), ..address };
            CallbackPanel {
                of: view.joined.map(about),
                also: view.also.iter().copied().map(about).collect(),
                ..panel(it, of, reader.id, frame.now)
            }
        }),
        entries: view.timeline.iter().map(|it| entry(it, address)).collect(),
        work,
    }
}

fn closed(view: &View, address: Address<'_>, at: chrono::DateTime<chrono::Utc>, by: Actor) -> Closed {
    let facts = view.timeline.iter().rev().filter_map(|it| match it {
        timeline::Entry::Fact(fact) if fact.by.actor == by => Some(author(&fact.by)),
        _ => None,
    });
    let name = facts.into_iter().next().unwrap_or_default();
    Closed { undo_action: view.may_undo.then(|| address.act("reopen")), ..Closed::new(at, &name) }
}

fn feedback_given(given: &ticket::Feedback) -> Feedback {
    Feedback::new(given.solved, given.remark.as_ref().map(ticket::Remark::as_str), given.at)
}

fn entry(entry: &timeline::Entry, address: Address<'_>) -> Entry {
    match entry {
        timeline::Entry::Fact(found) => Entry::Event(fact(found)),
        timeline::Entry::Message(message) => Entry::Message(Message {
            author: author(&message.by),
            side: match message.kind {
                MessageKind::Client => Side::Client,
                MessageKind::Answer => Side::Staff,
                MessageKind::Note => Side::Note,
            },
            at: message.at,
            body: message.body.clone(),
            files: message
                .files
                .iter()
                .map(|file| FileLink {
                    name: file.name.clone(),
                    href: paths::file(address.tenant, address.number, file.id),
                    size: u64::try_from(file.size).unwrap_or_default(),
                    thumbnail: has_thumbnail(&file.media_type)
                        .then(|| paths::thumbnail(address.tenant, address.number, file.id)),
                })
                .collect(),
            unseen: false,
        }),
    }
}
