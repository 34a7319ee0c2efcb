//! Nor does a unit of work begin without one.

use rappel_store::Store;

async fn peek(store: &Store) {
    let tx = store.read().await.unwrap();
    let _ = tx.tickets().by_number(1043).await;
}

fn main() {}
