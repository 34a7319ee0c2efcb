//! An id, which anybody can write down, is not a scope.

use rappel_domain::id::TenantId;
use rappel_store::Store;

async fn peek(store: &Store, tenant: TenantId) {
    let tx = store.read(&tenant).await.unwrap();
    let _ = tx.tickets().by_number(1043).await;
}

fn main() {}
