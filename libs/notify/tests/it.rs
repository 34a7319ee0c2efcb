//! The transports against real servers on loopback.
#![expect(clippy::unwrap_used, reason = "these are tests")]

#[path = "it/email.rs"]
mod email;
#[path = "it/generic_http.rs"]
mod generic_http;
#[path = "it/ovh.rs"]
mod ovh;
#[path = "it/twilio.rs"]
mod twilio;
