//! Commands and page reads on real databases, with a clock that is set by hand.
#![allow(clippy::unwrap_used, reason = "tests")]

mod urgent;
mod world;
