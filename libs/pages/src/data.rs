//! What the portal and the back office show alike of a company's data: its export, and how long its closed tickets are kept.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{Text, page::sample_time};

/// Where the export of a company stands.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ExportStanding {
    /// Nobody asked, or its time is over.
    None,
    /// It waits, or is written.
    UnderWay {
        /// When it was asked for.
        asked_at: DateTime<Utc>,
        /// By whom; empty when they are nobody any more.
        asked_by: String,
        /// What is being written.
        step: Text,
        /// Rows, or files, of it that are written.
        written: i64,
        /// Steps that are done.
        done: usize,
        /// Steps in all.
        steps: usize,
    },
    /// It was given up.
    Failed {
        /// When it was asked for.
        asked_at: DateTime<Utc>,
    },
    /// It can be fetched.
    Ready {
        /// When it was asked for.
        asked_at: DateTime<Utc>,
        /// By whom; empty when they are nobody any more.
        asked_by: String,
        /// Until when.
        until: DateTime<Utc>,
        /// Size in kilobytes.
        kilobytes: i64,
        /// Where.
        href: String,
    },
}

/// The export of a company.
#[derive(Debug, Clone, Serialize)]
pub struct CompanyExport {
    /// Where it stands.
    pub standing: ExportStanding,
    /// Where one is asked for, by POST.
    pub ask_action: String,
    /// Where it is stopped or taken away, by POST.
    pub cancel_action: String,
    /// The same page, to see how far it is.
    pub reload_href: String,
}

/// The steps of an export, in order.
const STEPS: [(&str, &str); 13] = [
    ("people", "company-export-people"),
    ("categories", "company-export-categories"),
    ("tickets", "company-export-tickets"),
    ("messages", "company-export-messages"),
    ("files", "company-export-files"),
    ("followers", "company-export-followers"),
    ("callbacks", "company-export-callbacks"),
    ("events", "company-export-events"),
    ("deliveries", "company-export-deliveries"),
    ("identities", "company-export-identities"),
    ("keys", "company-export-keys"),
    ("audit", "company-export-audit"),
    ("contents", "company-export-contents"),
];

impl ExportStanding {
    /// One that is under way; `step` is the word in its row, empty before anything is written.
    pub fn under_way(asked_at: DateTime<Utc>, asked_by: String, step: &str, written: i64) -> Self {
        let place = STEPS.iter().position(|(word, _)| *word == step);
        let key = place.and_then(|place| STEPS.get(place)).map_or("company-export-waits", |(_, key)| key);
        let (done, steps) = (place.unwrap_or_default(), STEPS.len());
        Self::UnderWay { asked_at, asked_by, step: key.into(), written, done, steps }
    }
}

impl CompanyExport {
    pub(crate) fn samples(page: &str) -> Vec<Self> {
        let (asked_at, until) = (sample_time("2026-11-28T08:00:00Z"), sample_time("2026-12-05T08:04:00Z"));
        let by = || "Claire Martin".to_owned();
        let ready = ExportStanding::Ready {
            asked_at,
            asked_by: by(),
            until,
            kilobytes: 48_120,
            href: format!("{page}/exports/cex_1"),
        };
        let standings = [
            ExportStanding::None,
            ExportStanding::under_way(asked_at, by(), "", 0),
            ExportStanding::under_way(asked_at, by(), "messages", 12_400),
            ExportStanding::under_way(asked_at, String::new(), "contents", 1),
            ExportStanding::Failed { asked_at },
            ready,
        ];
        standings.into_iter().map(|standing| Self::new(page, standing)).collect()
    }

    /// The export of a company whose page of data is at `page`.
    pub fn new(page: &str, standing: ExportStanding) -> Self {
        Self {
            standing,
            ask_action: format!("{page}/export"),
            cancel_action: format!("{page}/export/cancel"),
            reload_href: page.to_owned(),
        }
    }
}

/// What a time takes away.
#[derive(Debug, Clone, Serialize)]
pub struct Plan {
    /// Tickets.
    pub tickets: u64,
    /// Messages of these.
    pub messages: u64,
    /// Files of these.
    pub files: u64,
    /// Megabytes of these, the last one begun.
    pub megabytes: u64,
    /// When the one that was closed first was.
    pub oldest: Option<DateTime<Utc>>,
    /// When the one that was closed last was.
    pub newest: Option<DateTime<Utc>>,
    /// Tickets that go within the next thirty days, beyond those; nothing where that is not said.
    pub soon: Option<u64>,
}

impl Plan {
    pub(crate) fn sample() -> Self {
        Self {
            tickets: 1_204,
            messages: 8_120,
            files: 340,
            megabytes: 512,
            oldest: Some(sample_time("2021-03-02T08:00:00Z")),
            newest: Some(sample_time("2025-11-27T16:30:00Z")),
            soon: Some(31),
        }
    }

    pub(crate) const fn nothing() -> Self {
        Self { tickets: 0, messages: 0, files: 0, megabytes: 0, oldest: None, newest: None, soon: Some(0) }
    }
}

/// A shorter time that was announced.
#[derive(Debug, Clone, Serialize)]
pub struct Announced {
    /// Months.
    pub months: i32,
    /// When tickets go by it for the first time.
    pub from: DateTime<Utc>,
    /// What goes then.
    pub plan: Plan,
}

/// How long a company's closed tickets are kept.
#[derive(Debug, Clone, Serialize)]
pub struct Retention {
    /// Months; nothing for ever.
    pub months: Option<i32>,
    /// What was announced.
    pub next: Option<Announced>,
}

impl Retention {
    pub(crate) fn samples() -> Vec<Self> {
        let next = Announced { months: 12, from: sample_time("2026-12-05T08:00:00Z"), plan: Plan::sample() };
        let nothing = Announced { months: 6, plan: Plan::nothing(), ..next.clone() };
        vec![
            Self { months: None, next: None },
            Self { months: Some(36), next: None },
            Self { months: None, next: Some(next) },
            Self { months: Some(12), next: Some(nothing) },
        ]
    }
}
