//! Two tenants of the same shape, with canaries: each wall alone, each function asked with the other's ids.
//!
//! To add a repository function: a line in `foreign.rs`, or `coverage.rs` fails.

mod audit;
mod chains;
mod coverage;
pub(crate) mod database;
mod doors;
mod escalations;
mod foreign;
mod glances;
mod holding;
mod keys;
mod languages;
mod orders;
mod plans;
mod policies;
mod pool;
mod probes;
mod readiness;
mod rights;
mod rotas;
mod search;
mod stems;
mod sweep;
mod world;
