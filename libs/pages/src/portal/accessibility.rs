//! What of the portal is accessible and what is not, in the parts that the RGAA asks of such a statement.

use chrono::{DateTime, TimeZone as _, Utc};
use serde::Serialize;

use crate::{Page, Surface, Text, routes::portal as routes};

/// The day of the statement: whoever changes what it says, or what it is about, dates it anew.
const MADE: (i32, u32, u32) = (2026, 11, 30);
/// Where somebody complains whom the operator does not answer, and where its delegates are.
const DEFENDER: (&str, &str) =
    ("https://formulaire.defenseurdesdroits.fr/", "https://www.defenseurdesdroits.fr/carte-des-delegues");

/// The accessibility statement.
#[derive(Debug, Clone, Serialize)]
pub struct AccessibilityStatement {
    /// When it was made.
    pub made_at: Option<DateTime<Utc>>,
    /// Opens a ticket about a difficulty.
    pub new_href: &'static str,
    /// The form of the defender of rights.
    pub defender_href: &'static str,
    /// Who speaks for the defender of rights in a region.
    pub delegates_href: &'static str,
}

impl AccessibilityStatement {
    /// The statement about this program.
    pub fn current() -> Self {
        let (year, month, day) = MADE;
        Self {
            // At noon it is that day in every zone of its readers but a few islands.
            made_at: Utc.with_ymd_and_hms(year, month, day, 12, 0, 0).single(),
            new_href: routes::NEW_TICKET,
            defender_href: DEFENDER.0,
            delegates_href: DEFENDER.1,
        }
    }
}

impl Page for AccessibilityStatement {
    const TEMPLATE: &'static str = "portal/accessibility";
    const SURFACE: Surface = Surface::Bare;

    fn title(&self) -> Text {
        "accessibility-title".into()
    }

    fn samples() -> Vec<Self> {
        vec![Self::current()]
    }
}
