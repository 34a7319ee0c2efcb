//! Old probes of the engine are forgotten, however many there are.

use chrono::Duration;
use rappel_domain::{Clock as _, clock::FixedClock, probe};

use super::{
    database::{Bench, columns},
    world::{World, now},
};
use crate::told::PROBES_AT_ONCE;

#[tokio::test]
async fn old_probes_are_forgotten_so_many_at_once_the_oldest_first() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let (store, a) = (&world.store, &world.a);
        let clock = FixedClock::at("2026-11-21T13:00:00Z");
        let mut tx = store.write(&a.scope).await.unwrap();
        for _ in 0..=PROBES_AT_ONCE {
            tx.record(probe::probe(&clock, a.tenant.id)).await.unwrap();
            clock.advance(probe::EVERY);
        }
        tx.commit().await.unwrap();
        let last = probe::probe_of(clock.now() - probe::EVERY);

        let forget = async |before| {
            let tx = store.write(&a.scope).await.unwrap();
            let gone = tx.deliveries().forget_probes(before).await.unwrap();
            tx.commit().await.unwrap();
            gone
        };
        let (past, future) = (now().now() - Duration::hours(1), now().now() + Duration::hours(1));
        assert_eq!(forget(past).await, 0, "they are new");
        assert_eq!(forget(future).await, PROBES_AT_ONCE);
        let tx = store.read(&a.scope).await.unwrap();
        assert!(tx.deliveries().by_id(last).await.is_ok(), "the youngest stays");
        drop(tx);
        assert_eq!(forget(future).await, 1);
        assert_eq!(forget(future).await, 0);
        bench.drop_database().await;
    }
}
