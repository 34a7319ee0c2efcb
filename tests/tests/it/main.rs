//! One binary for every test that looks at Rappel from outside, because each binary links the whole tree.
//!
//! To add a journey, add a module below `journeys`; a rule about the source itself goes into `house`.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod house;
mod journeys;
