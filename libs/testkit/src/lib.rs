//! Parts for tests and demonstrations: people at a browser, and real servers that stand in for the outside world.
//!
//! To add a stand-in: a module with a handle that starts a server on a free port of loopback,
//! records what it gets, and is told how to misbehave; and a line in `bin/outside.rs`, which runs
//! them as processes of their own. To add what a person can do: a method of [`Visitor`].

pub mod authenticator;
pub mod beats;
pub mod collector;
pub mod column;
pub mod gate;
pub mod identity;
pub mod name_server;
pub mod program;
pub mod provider;
pub mod smtp;
pub mod visitor;
pub mod world;

pub use authenticator::Authenticator;
pub use column::Column;
pub use gate::Gate;
pub use identity::IdentityProvider;
pub use name_server::NameServer;
pub use program::Program;
pub use provider::FaultProvider;
pub use smtp::SmtpSink;
pub use visitor::Visitor;
pub use world::World;
