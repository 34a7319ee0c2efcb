//! Commands and page reads on real databases, with a clock that is set by hand.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod account;
mod files;
mod team;
mod urgent;
mod world;
