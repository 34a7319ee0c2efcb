//! The audit: in one chain for each company however many write at once, kept by the database, betrayed by any change past it.

use rappel_domain::{
    audit::{Broken, Deed},
    chain::Fault,
};
use sea_orm::ConnectionTrait as _;

use super::{
    database::{Bench, Column, columns},
    world::{Side, World},
};
use crate::{Store, audit::Wanted};

async fn verified(store: &Store, side: &Side) -> Result<(), Broken> {
    store.snapshot(&side.scope).await.unwrap().audit().verify().await.unwrap()
}

#[tokio::test]
async fn deeds_that_are_noted_at_once_stand_one_after_the_other() {
    const AT_ONCE: usize = 16;
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let mut writers = tokio::task::JoinSet::new();
        for number in 0..AT_ONCE {
            let (store, scope, person) = (world.store.clone(), world.a.scope.clone(), world.a.person);
            writers.spawn(async move {
                let tx = store.write(&scope).await.unwrap();
                tx.audit().note(Some(person), &Deed::PersonDisabled).await.unwrap();
                // Others come while this one is not yet made last; some never are.
                tokio::time::sleep(std::time::Duration::from_millis(number as u64 % 4 * 5)).await;
                if number % 4 != 3 {
                    tx.commit().await.unwrap();
                }
            });
        }
        writers.join_all().await;
        assert_eq!(verified(&world.store, &world.a).await, Ok(()), "{column:?}");
        let (noted, _) = world
            .store
            .read(&world.a.scope)
            .await
            .unwrap()
            .audit()
            .latest(&Wanted::default(), None, 100)
            .await
            .unwrap();
        let places: Vec<_> = noted.iter().map(|row| row.position).collect();
        let expected: Vec<i32> = (1..=i32::try_from(1 + AT_ONCE * 3 / 4).unwrap()).rev().collect();
        assert_eq!(places, expected, "one was there");
        // Page by page it is the same, to the first; a page that ends with it leads nowhere.
        let tx = world.store.read(&world.a.scope).await.unwrap();
        let (mut paged, mut before) = (Vec::new(), None);
        loop {
            let (page, next) = tx.audit().latest(&Wanted::default(), before, 5).await.unwrap();
            assert!(page.len() == 5 || next.is_none());
            paged.extend(page.into_iter().map(|row| row.position));
            before = next;
            if next.is_none() {
                break;
            }
        }
        assert_eq!(paged, expected);
        assert_eq!(tx.audit().latest(&Wanted::default(), None, expected.len() as u64).await.unwrap().1, None);
        drop(tx);
        let (noted, _) = world
            .store
            .read(&world.b.scope)
            .await
            .unwrap()
            .audit()
            .latest(&Wanted::default(), None, 100)
            .await
            .unwrap();
        assert_eq!(noted.len(), 1, "each company has a chain of its own");
        bench.drop_database().await;
    }
}

#[tokio::test]
async fn the_database_keeps_it_and_a_change_past_the_database_shows() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        for deed in [Deed::PersonDisabled, Deed::PersonEnabled] {
            let tx = world.store.write(&world.a.scope).await.unwrap();
            tx.audit().note(Some(world.a.person), &deed).await.unwrap();
            tx.commit().await.unwrap();
        }
        let uuid = world.a.tenant.id.uuid();
        let (tenant, as_a, unguarded) = match column {
            Column::Postgres => (
                format!("'{uuid}'"),
                format!("SET app.tenant_id = '{uuid}'; "),
                "SET session_replication_role = replica; ",
            ),
            Column::Sqlite => (
                format!("X'{}'", uuid.simple()),
                String::new(),
                "DROP TRIGGER IF EXISTS audit_unchanged; DROP TRIGGER IF EXISTS audit_kept; ",
            ),
        };
        let bare = bench.bare().await;
        let mut attempts = vec![
            format!("UPDATE audit SET kind = 'x' WHERE tenant_id = {tenant}"),
            format!("DELETE FROM audit WHERE tenant_id = {tenant} AND seq = 3"),
        ];
        if column == Column::Postgres {
            attempts.push("TRUNCATE audit".to_owned());
        }
        for sql in attempts {
            let why = bare.execute_unprepared(&format!("{as_a}{sql}")).await.unwrap_err().to_string();
            assert!(why.contains("append-only"), "{column:?} {sql}: {why}");
        }
        assert_eq!(verified(&world.store, &world.a).await, Ok(()));

        let run =
            async |sql: String| bench.root.execute_unprepared(&format!("{unguarded}{sql}")).await.unwrap();
        let at = |seq: i32| format!("WHERE tenant_id = {tenant} AND seq = {seq}");
        run(format!("CREATE TABLE kept AS SELECT * FROM audit {}", at(2))).await;
        run(format!("UPDATE audit SET person_id = NULL {}", at(2))).await;
        let broken = |position, fault| Err(Broken { position, fault });
        assert_eq!(verified(&world.store, &world.a).await, broken(2, Fault::Changed), "{column:?}");
        run(format!("DELETE FROM audit {}; INSERT INTO audit SELECT * FROM kept", at(2))).await;
        assert_eq!(verified(&world.store, &world.a).await, Ok(()), "as it was, it holds again");
        run(format!("DELETE FROM audit {}", at(3))).await;
        assert_eq!(verified(&world.store, &world.a).await, broken(3, Fault::Missing));
        assert_eq!(verified(&world.store, &world.b).await, Ok(()), "of another company");

        // Of a long one the end is looked at: what was done before it is seen by who looks at all of it.
        let end = async |store: &Store, most| {
            let tx = store.snapshot(&world.a.scope).await.unwrap();
            let end = tx.audit().verify_end(most).await.unwrap();
            (end.head.length, end.looked_at, end.state)
        };
        let length = end(&world.store, 1).await.0;
        assert_eq!(end(&world.store, length).await, (length, length, broken(3, Fault::Missing)));
        for _ in 0..3 {
            let tx = world.store.write(&world.a.scope).await.unwrap();
            tx.audit().note(Some(world.a.person), &Deed::PersonDisabled).await.unwrap();
            tx.commit().await.unwrap();
        }
        assert_eq!(end(&world.store, 2).await, (length + 3, 2, Ok(())), "behind the gap");
        assert_eq!(end(&world.store, 3).await, (length + 3, 3, broken(3, Fault::Missing)));
        run(format!("UPDATE audit SET person_id = NULL {}", at(length + 3))).await;
        assert_eq!(end(&world.store, 2).await, (length + 3, 2, broken(length + 3, Fault::Changed)));

        // A company that is being erased takes its audit with it.
        run(format!("UPDATE tenants SET erased_at = created_at WHERE id = {tenant}")).await;
        bare.execute_unprepared(&format!("{as_a}DELETE FROM audit WHERE tenant_id = {tenant}"))
            .await
            .unwrap();
        bare.close().await.unwrap();
        bench.drop_database().await;
    }
}
