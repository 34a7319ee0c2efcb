//! E-mails about a company's own identity provider: to its managers, and to whoever is invited to come by it.

use super::Letter;
use crate::Text;

/// The provider was set, or removed, by the operator; to the managers. `href` is the history of the company's access.
pub fn changed(name: &str, company: &str, issuer: Option<&str>, href: &str) -> Letter {
    let text = match issuer {
        Some(issuer) => Text::key("mail-sign-on-set").with("issuer", issuer),
        None => Text::key("mail-sign-on-removed"),
    };
    Letter::new("mail-sign-on-subject".into(), Some(name))
        .say(text.with("company", company))
        .say("mail-sign-on-then")
        .button("mail-sign-on-see", href)
}

/// Somebody came by it who was not there before; to the managers. `href` is the list of people.
pub fn newcomer(name: &str, company: &str, href: &str) -> Letter {
    Letter::new(Text::key("mail-newcomer-subject").with("company", company), Some(name))
        .say(Text::key("mail-newcomer").with("company", company))
        .say("mail-newcomer-then")
        .button("mail-newcomer-see", href)
}

/// Invites somebody who comes by the provider alone: a password would open nothing to them.
pub fn invitation(name: &str, company: &str, provider: &str, href: &str) -> Letter {
    let text = |key: &'static str| Text::key(key).with("company", company).with("provider", provider);
    Letter::new(Text::key("mail-invitation-subject").with("company", company), Some(name))
        .say(text("mail-invitation-provider"))
        .button("mail-invitation-provider-do", href)
        .say("mail-invitation-provider-ignore")
}
