//! Parts for tests and demonstrations: real servers that stand in for the outside world.
//!
//! To add a stand-in: a module with a handle that starts a server on a free port of loopback,
//! records what it gets, and is told how to misbehave; and a line in `bin/outside.rs`, which runs
//! them as processes of their own.

pub mod provider;
pub mod smtp;

pub use provider::FaultProvider;
pub use smtp::SmtpSink;
