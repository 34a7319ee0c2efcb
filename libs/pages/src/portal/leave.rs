//! A manager gives their role or their account up: asked before it is done.

use serde::Serialize;

use crate::{Page, Surface, Text, routes::portal as routes};

/// Asks.
#[derive(Debug, Clone, Serialize)]
pub struct Leave {
    /// Where the forms post.
    pub action: &'static str,
    /// Where nothing is given up.
    pub back_href: &'static str,
}

impl Leave {
    /// The page.
    pub const fn new() -> Self {
        Self { action: routes::LEAVE, back_href: routes::PEOPLE }
    }
}

impl Default for Leave {
    fn default() -> Self {
        Self::new()
    }
}

impl Page for Leave {
    const TEMPLATE: &'static str = "portal/leave";
    const SURFACE: Surface = Surface::Portal;

    fn title(&self) -> Text {
        "leave-title".into()
    }

    fn samples() -> Vec<Self> {
        vec![Self::new()]
    }
}
