//! What is kept of somebody: handed out to them as a file, and taken away while their tickets stay; the same for a company, and how
//! long its closed tickets are kept.

mod archive;
mod company;
mod erase;
mod export;
mod leftovers;
mod lost;
mod retention;
mod room;

pub use company::{CompanyExport, ExportState};
pub use erase::Erasure;
pub use rappel_store::{
    exports::{Export, Ready},
    retention::{Gone, Preview},
};
pub use retention::{Kept, Planned, Retaining};
