//! What a portal says while its company leaves: nobody is let in, and until when that can be called back.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{Page, Surface, Text, page::sample_time};

/// The page that answers in place of every other one.
#[derive(Debug, Clone, Serialize)]
pub struct Leaving {
    /// When everything is deleted.
    pub on: DateTime<Utc>,
}

impl Page for Leaving {
    const TEMPLATE: &'static str = "portal/leaving";
    const SURFACE: Surface = Surface::Bare;

    fn title(&self) -> Text {
        "leaving-title".into()
    }

    fn samples() -> Vec<Self> {
        vec![Self { on: sample_time("2026-12-28T08:00:00Z") }]
    }
}
