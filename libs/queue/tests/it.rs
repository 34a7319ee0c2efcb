//! Runners against real databases, on both sets of parts.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

#[path = "it/house.rs"]
mod house;
#[path = "it/leases.rs"]
mod leases;
#[path = "it/running.rs"]
mod running;
#[path = "it/waking.rs"]
mod waking;
