//! The queue without a ticket beside it.

use serde::Serialize;

use super::QueueRows;
use crate::{Page, Surface, Text};

/// The page.
#[derive(Debug, Clone, Serialize)]
pub struct Queue {
    /// The rows with their filters.
    pub list: QueueRows,
}

impl Page for Queue {
    const TEMPLATE: &'static str = "office/queue";
    const SURFACE: Surface = Surface::Office;

    fn title(&self) -> Text {
        "office-queue-title".into()
    }

    fn samples() -> Vec<Self> {
        QueueRows::samples().into_iter().map(|list| Self { list }).collect()
    }
}
