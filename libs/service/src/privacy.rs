//! What is kept of somebody: handed out to them as a file, and taken away while their tickets stay.

mod archive;
mod erase;
mod export;

pub use erase::Erasure;
pub use rappel_store::exports::{Export, Ready};
