//! What is swept, and what stays.

use chrono::Duration;
use rappel_domain::Clock as _;

use super::{
    database::{Bench, columns},
    world::World,
};
use crate::passkeys::Ceremony;

#[tokio::test]
async fn what_nobody_can_use_any_more_is_taken_away() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let (store, a) = (&world.store, &world.a);
        let count = async || {
            let rows = bench.rows_of(a.tenant.id.uuid()).await;
            ["idempotency: ", "links: ", "sessions: ", "devices: "]
                .map(|table| rows.iter().filter(|row| row.starts_with(table)).count())
        };
        assert_eq!(count().await, [1, 1, 1, 1]);
        let now = super::world::now().now();
        let other = bench.rows_of(world.b.tenant.id.uuid()).await;

        assert_eq!(store.sweep(a.tenant.id, now - Duration::hours(1)).await.unwrap(), 0);
        store.end_session(a.tenant.id, &a.session_hash).await.unwrap();
        assert_eq!(store.sweep(a.tenant.id, now + Duration::hours(1)).await.unwrap(), 1);
        assert_eq!(count().await, [0, 1, 1, 1], "a tombstone stays as long as the session would have lived");

        let tx = store.write(&a.scope).await.unwrap();
        tx.links().consume(&a.link).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.sweep(a.tenant.id, now - Duration::hours(1)).await.unwrap(), 0, "used just now");
        assert_eq!(store.sweep(a.tenant.id, now + Duration::hours(1)).await.unwrap(), 1);
        assert_eq!(store.sweep(a.tenant.id, now + Duration::days(15)).await.unwrap(), 1);
        assert_eq!(count().await, [0, 0, 0, 1]);
        assert_eq!(store.sweep(a.tenant.id, now + Duration::days(401)).await.unwrap(), 1);
        assert_eq!(count().await, [0; 4]);
        assert_eq!(bench.rows_of(world.b.tenant.id.uuid()).await, other);

        let tx = store.write(&a.scope).await.unwrap();
        tx.passkeys()
            .begin_ceremony(Ceremony::SignIn, &[1; 32], &[2; 32], b"sealed", now + Duration::minutes(5))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.sweep(a.tenant.id, now).await.unwrap(), 0, "a ceremony that is under way");
        assert_eq!(store.sweep(a.tenant.id, now + Duration::hours(1)).await.unwrap(), 1);
        bench.drop_database().await;
    }
}
