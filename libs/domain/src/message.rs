//! What client or staff wrote on a ticket.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Actor,
    id::{FileId, MessageId, TicketId},
    role::text_form,
};

/// Who wrote it for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MessageKind {
    /// Written by the client.
    Client,
    /// Written by staff for the client.
    Answer,
    /// Written by staff for staff.
    Note,
}
text_form!(MessageKind { Client = "client", Answer = "answer", Note = "note" });

/// What client or staff wrote on a ticket, with its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its identifier; sorts by time.
    pub id: MessageId,
    /// On which ticket.
    pub ticket: TicketId,
    /// Who wrote it for whom.
    pub kind: MessageKind,
    /// Who.
    pub by: Actor,
    /// Plain text with line breaks.
    pub body: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Files that came with it.
    pub files: Vec<StoredFile>,
}

/// A file that lies in the file store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Its identifier, and its name in the store.
    pub id: FileId,
    /// The name that its sender gave it; shown, never used as a path.
    pub name: String,
    /// Sniffed media type.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
}
