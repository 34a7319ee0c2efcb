//! What a portal says while its company leaves: nobody is let in. Anybody may read it, so that it does not say what becomes of the
//! company, nor when; its managers were told.

use serde::Serialize;

use crate::{Page, Surface, Text};

/// The page that answers in place of every other one.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Leaving {}

impl Page for Leaving {
    const TEMPLATE: &'static str = "portal/leaving";
    const SURFACE: Surface = Surface::Bare;

    fn title(&self) -> Text {
        "leaving-title".into()
    }

    fn samples() -> Vec<Self> {
        vec![Self {}]
    }
}
