//! The invitation of somebody of the staff: the portal's form, with words of its own.

use serde::Serialize;

use crate::{
    Page, Surface, Text,
    portal::{Purpose, SetPassword},
    routes::office as routes,
};

/// Chooses the first password.
#[derive(Debug, Clone, Serialize)]
pub struct Welcome {
    /// The form.
    pub form: SetPassword,
}

impl Page for Welcome {
    const TEMPLATE: &'static str = "office/welcome";
    const SURFACE: Surface = Surface::Bare;

    fn title(&self) -> Text {
        self.form.title()
    }

    fn samples() -> Vec<Self> {
        let action = routes::invite("x");
        let form = SetPassword::new(Purpose::Invitation, action, "Marie Leroy", "marie", "Atelier Support");
        let refused = form.clone().refused(rappel_domain::password::PasswordRefusal::Common);
        vec![Self { form }, Self { form: refused }]
    }
}
