//! Commands and page reads on real databases, with a clock that is set by hand.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod account;
mod brand;
mod callbacks;
mod calls;
mod categories;
mod closing;
mod company;
mod duty;
mod factors;
mod feedback;
mod files;
mod following;
mod hosts;
mod joining;
mod looks;
mod oncall_page;
mod people;
mod phone_test;
mod policies;
mod preferences;
mod privacy;
mod proof;
mod queue;
mod racing;
mod readiness;
mod refusals;
mod replies;
mod sessions;
mod sign_in_link;
mod sign_on;
mod stamps;
mod team;
mod told;
mod urgent;
mod world;
