//! The connection behind a store is private.

use rappel_store::Store;

async fn bare(store: &Store) {
    let _ = store.db.ping().await;
}

fn main() {}
