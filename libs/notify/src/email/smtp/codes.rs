//! What SMTP replies mean for a delivery, as data.
//!
//! RFC 5321, section 4.2.3 and RFC 3463. 4xx is tried again; 5xx is final.

use super::connection::Phase;
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
    (550, Class::Configuration, "the server refuses us or the message"),
    (551, Class::Configuration, "the server refuses us or the message"),
    (552, Class::Configuration, "the message is larger than the server takes"),
    (553, Class::Configuration, "the server refuses us or the message"),
    (554, Class::Configuration, "the server refuses the message"),
    (555, Class::Configuration, "the server does not know a parameter"),
    (556, Class::Configuration, "the domain takes no mail"),
];

/// What codes say of a mailbox, as the answer to its name.
const MAILBOX: &[(u16, &str)] = &[
    (550, "the mailbox does not exist or is closed"),
    (551, "the mailbox moved"),
    (553, "the address is not valid"),
];

/// Sorts a reply. Spam filters and policies say 550 too, to the sender, to the message and even to the recipient: only what
/// answers the recipient's name, and speaks of nothing but the mailbox, is about the mailbox.
pub(super) fn failure(code: u16, enhanced: Option<Enhanced>, phase: Phase) -> Failure {
    let row = TABLE.iter().find(|(known, ..)| *known == code);
    let (class, what) = match (row, enhanced) {
        (_, Some((5, 7, _))) => (Class::Configuration, "the server refuses us by its policy"),
        (_, Some((5, 2, 2))) => (Class::Configuration, "the mailbox is full"),
        (Some((_, class, what)), _) => (*class, *what),
        (None, _) if (400..500).contains(&code) => (Class::NotProcessed, "the server wants us later"),
        (None, _) => (Class::Configuration, "the server refuses the message"),
    };
    let mailbox = of_mailbox(code, enhanced).filter(|_| phase == Phase::Recipient);
    let (class, what) = mailbox.map_or((class, what), |what| (Class::Recipient, what));
    Failure::new(class, what).with_code(code)
}

/// What a reply says of the mailbox, if it says nothing else.
fn of_mailbox(code: u16, enhanced: Option<Enhanced>) -> Option<&'static str> {
    let plain = MAILBOX.iter().find(|(known, _)| *known == code).map(|(_, what)| *what);
    match enhanced {
        Some((5, 1, 1..=3 | 6 | 10)) if code >= 500 => Some("the mailbox does not exist"),
        None | Some((5, 2, 1)) => plain,
        Some(_) => None,
    }
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
