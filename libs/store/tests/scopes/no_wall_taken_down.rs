//! The second wall comes down only in this crate's own tests.

use rappel_store::Store;

fn without(store: Store) -> Store {
    store.without_tenant_filter()
}

fn main() {}
