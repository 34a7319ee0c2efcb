//! Glue between poem and the rest.
pub mod accept;
