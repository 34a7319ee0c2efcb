//! A repository borrows a unit of work; there is no other way to have one.

use rappel_store::{Store, tickets::Tickets};

fn repository(store: &Store) -> Tickets<'_> {
    Tickets(store)
}

fn main() {}
