//! What was opened for one request is not kept for the next.

use rappel_store::{Scope, Store, tickets::Tickets};

async fn keep(store: &Store, scope: &Scope) -> Tickets<'static> {
    let tx = store.read(scope).await.unwrap();
    tx.tickets()
}

fn main() {}
