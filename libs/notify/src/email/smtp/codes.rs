//! What SMTP replies mean for a delivery, as data.
//!
//! RFC 5321, section 4.2.3 and RFC 3463. 4xx is tried again; 5xx is final.

use crate::{Class, Failure};

/// An enhanced status code: class, subject, detail.
pub(super) type Enhanced = (u8, u16, u16);

/// Code, class, and what it says to the operator.
const TABLE: &[(u16, Class, &str)] = &[
    (421, Class::NotProcessed, "the server is closing or busy"),
    (450, Class::NotProcessed, "the mailbox is busy, or the server wants us later"),
    (451, Class::NotProcessed, "trouble inside the server"),
    (452, Class::NotProcessed, "the server's storage is full"),
    (454, Class::NotProcessed, "signing in is not possible for the moment"),
    (500, Class::Configuration, "the server does not understand us"),
    (501, Class::Configuration, "the server does not understand a parameter"),
    (503, Class::Configuration, "the server expects other commands first"),
    (530, Class::Configuration, "the server wants us to sign in"),
    (534, Class::Configuration, "the way of signing in is too weak for the server"),
    (535, Class::Configuration, "user or password is wrong"),
    (538, Class::Configuration, "signing in needs TLS"),
    (550, Class::Recipient, "the mailbox does not exist or is closed"),
    (551, Class::Recipient, "the mailbox moved"),
    (552, Class::Configuration, "the message is larger than the server takes"),
    (553, Class::Recipient, "the address is not valid"),
    (554, Class::Configuration, "the server refuses the message"),
    (555, Class::Configuration, "the server does not know a parameter"),
    (556, Class::Recipient, "the domain takes no mail"),
];

/// Sorts a reply. A 5xx whose enhanced code speaks of policy or security (x.7.x) is about us, not
/// about the mailbox: spam filters say 550 too.
pub(super) fn failure(code: u16, enhanced: Option<Enhanced>) -> Failure {
    let row = TABLE.iter().find(|(known, ..)| *known == code);
    let (class, what) = match (row, enhanced) {
        (_, Some((5, 7, _))) => (Class::Configuration, "the server refuses us by its policy"),
        (_, Some((5, 2, 2))) => (Class::Configuration, "the mailbox is full"),
        (_, Some((5, 1, 1..=3 | 6 | 10))) => (Class::Recipient, "the mailbox does not exist"),
        (Some((_, class, what)), _) => (*class, *what),
        (None, _) if (400..500).contains(&code) => (Class::NotProcessed, "the server wants us later"),
        (None, _) => (Class::Configuration, "the server refuses the message"),
    };
    Failure::new(class, what).with_code(code)
}

/// The first enhanced code in a reply's words, such as `5.1.1`.
pub(super) fn enhanced(text: &str) -> Option<Enhanced> {
    text.split(|c: char| !(c.is_ascii_digit() || c == '.')).find_map(|word| {
        let mut parts = word.split('.');
        let class = parts.next()?.parse().ok().filter(|class| matches!(class, 2 | 4 | 5))?;
        let code = (class, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        parts.next().is_none().then_some(code)
    })
}

#[cfg(test)]
mod tests;
