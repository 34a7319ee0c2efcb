//! Whoever saves people, rotas or policies holds all of them; whoever is paged meanwhile is referred to, and waits for nobody.

use std::time::Duration;

use sea_orm::ConnectionTrait as _;

use super::{
    database::{Bench, postgres},
    world::World,
};
use crate::{StoreError, Tx};

#[tokio::test]
async fn a_page_does_not_wait_for_somebody_who_saves_the_team() {
    let Some(column) = postgres() else { return };
    let bench = Bench::new(column).await;
    let world = World::new(&bench).await;
    let line = world.store.doors().command_line().await.unwrap();
    let mut saving = world.store.office_write(&line.office()).await.unwrap();
    saving.hold_team().await.unwrap();
    saving.hold_policies().await.unwrap();
    let people = world.store.write(&world.a.scope).await.unwrap();
    people.persons().hold_managers().await.unwrap();

    // Each of these rows refers to people who are held: one who is paged, and one who opens a ticket.
    let again = world.store.write(&world.a.scope).await.unwrap();
    let refers = [
        "INSERT INTO summons (tenant_id, id, callback_id, staff_id, channel, position, state, created_at) \
         SELECT tenant_id, gen_random_uuid(), callback_id, staff_id, channel, 99, state, created_at FROM summons \
         WHERE staff_id IS NOT NULL LIMIT 1",
        "UPDATE tickets SET requester_id = (SELECT id FROM persons WHERE role = 'manager' LIMIT 1)",
    ];
    for sql in refers {
        let written = tokio::time::timeout(Duration::from_secs(5), again.db.execute_unprepared(sql)).await;
        let written = written.unwrap_or_else(|_| panic!("waits: {sql}")).unwrap();
        assert!(written.rows_affected() > 0, "{sql}");
    }
    drop((saving, people, again));
    bench.drop_database().await;
}

/// Of two that wait for each other PostgreSQL undoes one, which is told to do it again.
#[tokio::test]
async fn whoever_loses_a_deadlock_lost_a_race_and_no_more() {
    let Some(column) = postgres() else { return };
    let bench = Bench::new(column).await;
    let world = World::new(&bench).await;
    let touch = async |tx: &Tx, name: &str| {
        let sql = format!("UPDATE staff SET version = version WHERE user_name = '{name}'");
        tx.db.execute_unprepared(&sql).await
    };
    let one = world.store.write(&world.a.scope).await.unwrap();
    let other = world.store.write(&world.a.scope).await.unwrap();
    assert_eq!(touch(&one, "marie").await.unwrap().rows_affected(), 1);
    assert_eq!(touch(&other, "paul").await.unwrap().rows_affected(), 1);
    let (one, other) = tokio::join!(touch(&one, "paul"), touch(&other, "marie"));
    let lost: Vec<StoreError> = [one, other].into_iter().filter_map(Result::err).map(Into::into).collect();
    assert!(matches!(&lost[..], [it] if it.lost_race()), "{lost:?}");

    let tx = world.store.write(&world.a.scope).await.unwrap();
    let wrong = tx.db.execute_unprepared("INSERT INTO staff (id) VALUES (NULL)").await.unwrap_err();
    assert!(!StoreError::from(wrong).lost_race() && !StoreError::NotFound.lost_race());
    drop(tx);
    bench.drop_database().await;
}
