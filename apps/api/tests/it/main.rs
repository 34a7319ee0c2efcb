//! The JSON API over a real store, asked as a program asks it.
#![allow(clippy::unwrap_used, reason = "tests")]

mod callbacks;
mod document;
mod errors;
mod keys;
mod reader;
mod tickets;
mod walk;
mod world;
