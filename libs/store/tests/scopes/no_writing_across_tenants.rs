//! The staff door across tenants reads; decisions are recorded in a unit of work of one tenant.

use rappel_domain::Decision;
use rappel_store::{StaffScope, Store};

async fn write(store: &Store, scope: &StaffScope, decision: Decision) {
    let mut tx = store.office(scope).await.unwrap();
    tx.record(decision).await.unwrap();
}

fn main() {}
