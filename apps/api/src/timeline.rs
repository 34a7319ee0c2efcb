//! What was written on a ticket and what happened to it, as the API shows it.

mod event;

use poem_openapi::{Enum, Object, Union};
use rappel_domain::{
    Actor,
    id::{FileId, MessageId},
    message::{MessageKind, StoredFile},
};
use rappel_service::timeline;

pub(crate) use event::{Channel, Event, channel};

use crate::types::{Id, Moment};

/// A line of a ticket's timeline.
#[expect(clippy::large_enum_variant, reason = "written out at once, and never kept")]
#[derive(Debug, Union)]
#[oai(rename = "TimelineEntry", discriminator_name = "type", rename_all = "snake_case")]
pub(crate) enum Entry {
    /// Something written.
    Message(Message),
    /// Something that happened.
    Event(Event),
}

/// Who did something.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct Author {
    /// What they are.
    kind: AuthorKind,
    /// `per_…`, `stf_…` or `key_…`; absent for Rappel itself.
    id: Option<String>,
    /// As they are called; absent for programs and for Rappel itself.
    name: Option<String>,
}

/// What somebody who did something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(crate) enum AuthorKind {
    /// Somebody of the tenant.
    Person,
    /// Somebody of the operator.
    Staff,
    /// A program with a key of the tenant.
    Program,
    /// Rappel itself.
    System,
}

/// Something written.
#[derive(Debug, Object)]
pub(crate) struct Message {
    /// Its identifier.
    id: Id<MessageId>,
    /// Who wrote it for whom.
    kind: Writing,
    /// Who.
    by: Author,
    /// Plain text; lines end in `\n`.
    body: String,
    /// When.
    at: Moment,
    /// Files that came with it.
    files: Vec<File>,
}

/// Who wrote a message for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename = "MessageKind", rename_all = "snake_case")]
pub(crate) enum Writing {
    /// By the client.
    Client,
    /// By staff for the client.
    Answer,
    /// By staff for staff; shown to staff members' keys only.
    Note,
}

/// A file that came with a message.
#[derive(Debug, Object)]
pub(crate) struct File {
    /// Its identifier.
    id: Id<FileId>,
    /// The name that its sender gave it.
    name: String,
    /// Media type, by its first bytes.
    media_type: String,
    /// Bytes.
    size: i64,
}

impl Entry {
    pub(crate) fn of(entry: timeline::Entry) -> Self {
        match entry {
            timeline::Entry::Message(message) => Self::Message(Message::of(message)),
            timeline::Entry::Fact(fact) => Self::Event(Event::of(fact)),
        }
    }
}

impl Message {
    fn of(message: timeline::MessageEntry) -> Self {
        let timeline::MessageEntry { id, kind, by, body, at, files } = message;
        let kind = match kind {
            MessageKind::Client => Writing::Client,
            MessageKind::Answer => Writing::Answer,
            MessageKind::Note => Writing::Note,
        };
        let files = files.into_iter().map(File::of).collect();
        Self { id: Id(id), kind, by: Author::of(by), body, at: Moment(at), files }
    }
}

impl File {
    fn of(file: StoredFile) -> Self {
        let StoredFile { id, name, media_type, size } = file;
        Self { id: Id(id), name, media_type, size }
    }
}

impl Author {
    fn of(author: timeline::Author) -> Self {
        let (kind, id) = match author.actor {
            Actor::Person(id) => (AuthorKind::Person, Some(id.to_string())),
            Actor::Staff(id) => (AuthorKind::Staff, Some(id.to_string())),
            Actor::ApiKey(id) => (AuthorKind::Program, Some(id.to_string())),
            Actor::System => (AuthorKind::System, None),
        };
        Self { kind, id, name: Some(author.name).filter(|name| !name.is_empty()) }
    }
}
