//! Promised calls: the list.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{
    Page, Surface, Text,
    page::sample_time,
    portal::{CallbackState, Pager},
    routes::office as routes,
};

/// A callback in the list.
#[derive(Debug, Clone, Serialize)]
pub struct CallbackRow {
    /// Its proof.
    pub href: String,
    /// Client company.
    pub tenant: String,
    /// Number of the ticket.
    pub number: i64,
    /// Whom to ask for.
    pub contact: String,
    /// How it stands.
    pub state: CallbackState,
    /// The same in words.
    pub text: Text,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// By when we promised to call.
    pub promised_by: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Whether the client was reached after the promised time.
    pub late: bool,
}

impl CallbackRow {
    /// How a callback stands, in words.
    pub fn words(state: CallbackState, holder: &str) -> Text {
        let named = |key: &'static str| Text::key(key).with("name", holder);
        match state {
            CallbackState::Requested => Text::key("office-callback-waits"),
            CallbackState::Taken => named("office-callback-taken"),
            CallbackState::Late => Text::key("office-callback-late"),
            CallbackState::NoAnswer => named("office-callback-no-answer"),
            CallbackState::WrongNumber => Text::key("office-callback-wrong-number"),
            CallbackState::Reached => named("office-callback-reached"),
            CallbackState::Cancelled => Text::key("callback-cancelled"),
        }
    }
}

/// The list.
#[derive(Debug, Clone, Serialize)]
pub struct Callbacks {
    /// The rows, the newest first; open ones before.
    pub rows: Vec<CallbackRow>,
    /// Other pages.
    pub pager: Pager,
}

impl Page for Callbacks {
    const TEMPLATE: &'static str = "office/callbacks";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        "office-nav-callbacks".into()
    }

    fn samples() -> Vec<Self> {
        let row = |state, late| CallbackRow {
            href: routes::callback("durand", "cbk_1"),
            tenant: "Durand & Fils".to_owned(),
            number: 1043,
            contact: "Claire Martin".to_owned(),
            state,
            text: CallbackRow::words(state, "Marie Leroy"),
            requested_at: sample_time("2026-11-22T13:17:00Z"),
            promised_by: sample_time("2026-11-22T13:32:00Z"),
            ended_at: (state == CallbackState::Reached).then(|| sample_time("2026-11-22T13:41:00Z")),
            late,
        };
        let rows = vec![
            row(CallbackState::Requested, false),
            row(CallbackState::Taken, false),
            row(CallbackState::Late, true),
            row(CallbackState::Reached, true),
            row(CallbackState::Reached, false),
            row(CallbackState::Cancelled, false),
        ];
        let pager = Pager { newest: None, next: Some("/callbacks?before=cbk_1".to_owned()) };
        vec![Self { rows, pager }, Self { rows: Vec::new(), pager: Pager::default() }]
    }
}
