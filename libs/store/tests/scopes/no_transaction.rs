//! The transaction inside a unit of work is private.

use rappel_store::Tx;

async fn bare(tx: &Tx) {
    let _ = tx.db.execute_unprepared("SELECT 1").await;
}

fn main() {}
