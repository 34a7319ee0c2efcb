//! Attacks, counted: each says how many it tried, which `tests/run attack` adds up for each threat.

mod cookies;
mod links;
mod observatory;
mod timing;
mod uploads;
