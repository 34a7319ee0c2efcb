//! The worker between real databases, a fault server for SMS and a mail server.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod by_email;
mod crash;
mod data;
mod escalation;
mod evidence;
mod hosts;
mod leaving;
mod mail;
mod ovh;
mod preferences;
mod probe;
mod receipts;
mod refusals;
mod storm;
mod takeover;
mod trouble;
mod weekly;
mod world;
