//! What was sent, kept in the demo's folder: the pocket of the transports lasts only as long as the process.

use std::{
    fs::{self, OpenOptions},
    io::Write as _,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use rappel_notify::{
    Pocket, email,
    pocket::{Content, Entry},
};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use crate::stop::Stop;

/// A message, as the pocket phone and the mailbox show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) at: DateTime<Utc>,
    pub(super) what: What,
}

/// What was sent, or answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum What {
    /// To a phone.
    Sms { phone: String, text: String },
    /// By the owner of a phone.
    Reply { phone: String, text: String },
    /// To a mailbox.
    Mail { from: String, to: String, subject: String, text: String, html: Option<String> },
}

/// Everything that was sent since the demo was made, oldest first. Cheap to clone.
#[derive(Clone)]
pub(super) struct Archive {
    pocket: Pocket,
    path: Arc<PathBuf>,
    held: Arc<Mutex<Held>>,
}

#[derive(Default)]
struct Held {
    kept: Vec<Kept>,
    /// Number of the newest entry of the pocket that is kept.
    newest: u64,
}

impl Archive {
    /// Reads what is kept.
    pub(super) fn open(path: PathBuf, pocket: &Pocket) -> Self {
        let lines = fs::read_to_string(&path).unwrap_or_default();
        let kept = lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let held = Held { kept, newest: 0 };
        Self { pocket: pocket.clone(), path: Arc::new(path), held: Arc::new(Mutex::new(held)) }
    }

    /// Keeps what comes, until `stop`.
    pub(super) async fn follow(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            self.collect();
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    /// Everything, oldest first.
    pub(super) fn all(&self) -> Vec<Kept> {
        self.collect();
        self.held.lock().unwrap_or_else(PoisonError::into_inner).kept.clone()
    }

    /// Keeps what the owner of a phone answered.
    pub(super) fn reply(&self, at: DateTime<Utc>, phone: &str, text: &str) {
        let reply = Kept { at, what: What::Reply { phone: phone.to_owned(), text: text.to_owned() } };
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        self.write(std::slice::from_ref(&reply));
        held.kept.push(reply);
    }

    fn collect(&self) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let mut fresh = self.pocket.entries();
        fresh.retain(|entry| entry.number > held.newest);
        fresh.reverse();
        let Some(last) = fresh.last() else { return };
        held.newest = last.number;
        let fresh: Vec<Kept> = fresh.into_iter().map(Kept::from).collect();
        self.write(&fresh);
        held.kept.extend(fresh);
    }

    fn write(&self, kept: &[Kept]) {
        if let Err(stop) = append(&self.path, kept) {
            tracing::warn!(error = %stop, "a message of the demo was not kept");
        }
    }
}

fn append(path: &Path, kept: &[Kept]) -> Result<(), Stop> {
    let mut lines = String::new();
    for one in kept {
        lines
            .push_str(&serde_json::to_string(one).map_err(|error| Stop::failed("keeping a message", error))?);
        lines.push('\n');
    }
    Ok(OpenOptions::new().create(true).append(true).open(path)?.write_all(lines.as_bytes())?)
}

/// Keeps what the made-up weeks sent.
pub(super) fn keep(path: &Path, pocket: &Pocket) -> Result<(), Stop> {
    let kept: Vec<Kept> = pocket.entries().into_iter().rev().map(Kept::from).collect();
    append(path, &kept)
}

impl From<Entry> for Kept {
    fn from(entry: Entry) -> Self {
        let what = match entry.content {
            Content::Sms(sms) => What::Sms { phone: sms.to.e164().to_owned(), text: sms.body },
            Content::Email(mail) => What::Mail {
                from: mailbox(&mail.from),
                to: mailbox(&mail.to),
                subject: mail.subject.to_string(),
                html: mail.html.as_ref().map(|html| with_pictures(html, &mail.inline)),
                text: mail.text,
            },
        };
        Self { at: entry.at, what }
    }
}

fn mailbox(mailbox: &email::Mailbox) -> String {
    let address = mailbox.address.as_str();
    mailbox.name.as_ref().map_or_else(|| address.to_owned(), |name| format!("{name} <{address}>"))
}

/// A mail program finds pictures by their content id; a browser wants them in place.
fn with_pictures(html: &str, inline: &[email::Inline]) -> String {
    inline.iter().fold(html.to_owned(), |html, picture| {
        let media = match picture.media {
            email::Media::Png => "image/png",
            email::Media::Jpeg => "image/jpeg",
        };
        let data = format!("data:{media};base64,{}", STANDARD.encode(&picture.bytes));
        html.replace(&format!("cid:{}", picture.content_id), &data)
    })
}
