//! Transports: what carries a text or an e-mail out of the house and says what became of it; and what asks the DNS.
//!
//! Plain messages in, an [`Outcome`] out; no database, no retries, no knowledge of tickets. What a
//! failure means for the delivery is its [`Class`]; what then happens is the worker's business.
//!
//! To add an SMS provider: a module beside [`twilio`] with its configuration, a `send` that answers
//! an [`Outcome`] and a table of its error codes with a test per row; then an arm in [`sms::Sms`].
//! To add a way to send e-mail: a module in `email/` and an arm in [`email::Mail`].

pub mod circuit;
pub mod dns;
pub mod email;
mod http;
mod outcome;
pub mod ovh;
pub mod pocket;
pub mod sms;
pub mod twilio;

pub use circuit::Circuit;
pub use dns::{Dns, NoAnswer, Resolve};
pub use http::InvalidConfig;
pub use outcome::{Accepted, Class, Failure, Outcome, Receipt, ReceiptState};
pub use pocket::Pocket;
