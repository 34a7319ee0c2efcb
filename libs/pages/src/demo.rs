//! The demo's pocket phone and mailbox: what was sent, as it looks where it arrives. Served by `rappel demo` only.

mod mail;
mod pocket;

pub use mail::Mail;
pub use pocket::{MailLine, Mailbox, Phone, Place, Pocket, Screen, SignIn, Sms};

crate::page::pages![Pocket, Screen, Mailbox, Mail];
