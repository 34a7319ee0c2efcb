//! A callback that the reader has taken: call, then say how it went.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::Call;
use crate::{Page, Surface, Text, page::sample_time, routes::oncall as routes};

/// The page; its first thing is the link that dials, because without script it answers the tap on "take".
#[derive(Debug, Clone, Serialize)]
pub struct Mine {
    /// Whom to call.
    pub call: Call,
    /// When it was taken.
    pub taken_at: DateTime<Utc>,
    /// Until when the client may correct a number that was found to be wrong; nothing where it is not.
    pub wrong_until: Option<DateTime<Utc>>,
    /// The next try, after "no answer".
    pub next_try: Option<DateTime<Utc>>,
    /// How many calls were not answered.
    pub tries: u32,
    /// After how many minutes a next try is offered.
    pub delays: Vec<u32>,
    /// Where "call me and connect me" posts, when calls are set up.
    pub connect_action: Option<String>,
    /// Where "reached" posts.
    pub reached_action: String,
    /// Where "no answer" posts.
    pub no_answer_action: String,
    /// Where "wrong number" posts.
    pub wrong_number_action: String,
    /// Where "I can't any more" posts.
    pub decline_action: String,
}

impl Mine {
    /// The page behind a link.
    pub fn new(token: &str, call: Call, taken_at: DateTime<Utc>) -> Self {
        Self {
            call,
            taken_at,
            wrong_until: None,
            next_try: None,
            tries: 0,
            delays: vec![5, 10, 15, 30],
            connect_action: None,
            reached_action: routes::reached(token),
            no_answer_action: routes::no_answer(token),
            wrong_number_action: routes::wrong_number(token),
            decline_action: routes::decline(token),
        }
    }
}

impl Page for Mine {
    const TEMPLATE: &'static str = "oncall/mine";
    const SURFACE: Surface = Surface::OnCall;

    fn title(&self) -> Text {
        Text::key("oncall-mine-title").with("number", self.call.number)
    }

    fn samples() -> Vec<Self> {
        let page = Self::new("1-k3Fz9QwL2x", Call::sample(), sample_time("2026-11-22T13:19:00Z"));
        let retried = Self { tries: 1, next_try: Some(sample_time("2026-11-22T13:40:00Z")), ..page.clone() };
        let connected = Self { connect_action: Some(routes::connect("1-k3Fz9QwL2x")), ..page.clone() };
        let wrong = Self { wrong_until: Some(sample_time("2026-11-22T13:52:00Z")), ..page.clone() };
        vec![page, retried, connected, wrong]
    }
}
