//! The nouns and rules of Rappel: no I/O, no async, no clock of its own.
//!
//! A rule takes the state and the time and answers `Result<Decision, Refusal>`. A [`Decision`]
//! is made only here and consumed only by the store, so a change without its announcement
//! (events, messages to send, jobs) cannot be written.
//!
//! To add a noun: give it an id in [`id`], a module with its struct and its rules, and property
//! tests in `noun/tests.rs`. To add a job: add a variant to [`job::Job`]; the worker's `match`
//! then fails to compile until the job has code.

pub mod actor;
pub mod audit;
pub mod brand;
pub mod browser;
pub mod calendar;
pub mod callback;
pub mod chain;
pub mod clock;
pub mod colour_scheme;
pub mod company;
pub mod contact;
pub mod decision;
pub mod delivery;
pub mod description;
pub mod display_name;
pub mod email_address;
pub mod event;
pub mod host;
pub mod id;
pub mod invitation_list;
pub mod job;
pub mod leaving;
pub mod locale;
pub mod message;
pub mod office_hours;
pub mod own_field;
pub mod own_text;
pub mod pace;
pub mod password;
pub mod phone;
pub mod phone_test;
pub mod policy;
pub mod privacy;
pub mod probe;
pub mod quiet;
pub mod readiness;
pub mod redact;
pub mod refusal;
pub mod report;
pub mod retention;
pub mod role;
pub mod rota;
pub mod slug;
pub mod sms;
pub mod sms_reply;
pub mod swap;
mod text;
pub mod ticket;
pub mod token;
pub mod user_name;
pub mod visibility;
pub mod words;

pub use actor::Actor;
pub use clock::Clock;
pub use colour_scheme::ColourScheme;
pub use decision::Decision;
pub use locale::Locale;
pub use refusal::Refusal;
