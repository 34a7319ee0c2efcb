//! Another password, chosen on a page of the account.

use rappel_domain::password::PasswordRefusal;
use serde::Serialize;

use crate::{
    Page, Surface, Text,
    form::{Field, Problem, problems},
    routes::portal as routes,
};

/// The form.
#[derive(Debug, Clone, Serialize)]
pub struct ChangePassword {
    /// Where the form posts.
    pub action: &'static str,
    /// User name, which password keepers store beside the password.
    pub username: String,
    /// The password.
    pub password: Field,
    /// Where nothing is changed.
    pub back_href: &'static str,
    /// What was wrong.
    pub errors: Vec<Problem>,
}

impl ChangePassword {
    /// The empty form.
    pub fn new(username: &str) -> Self {
        Self {
            action: routes::CHANGE_PASSWORD,
            username: username.to_owned(),
            password: Field::password("password", "password-new", "new-password").hint("password-hint"),
            back_href: routes::ACCOUNT,
            errors: Vec::new(),
        }
    }

    /// The form with what was wrong.
    #[must_use]
    pub fn refused(self, why: impl Into<Text>) -> Self {
        let password = self.password.error(why);
        Self { errors: problems([&password]), password, ..self }
    }
}

impl Page for ChangePassword {
    const TEMPLATE: &'static str = "portal/change-password";
    const SURFACE: Surface = Surface::Portal;

    fn title(&self) -> Text {
        "password-title".into()
    }

    fn samples() -> Vec<Self> {
        let page = || Self::new("claire.martin");
        vec![page(), page().refused(PasswordRefusal::TooShort { least: 15 })]
    }
}
