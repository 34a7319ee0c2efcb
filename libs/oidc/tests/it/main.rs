//! The client against a provider that really signs, well and badly.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod faults;
mod flow;
mod world;
