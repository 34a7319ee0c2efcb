//! A look at an open page says nothing that the door would not.

use rappel_domain::visibility::Visibility;
use sea_orm::ConnectionTrait as _;

use super::{
    database::{Bench, columns},
    world::World,
};

#[tokio::test]
async fn whom_the_door_keeps_out_sees_nothing_by_a_glance() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let (doors, a) = (world.store.doors(), &world.a);
        let change = async |sql: &str| bench.root.execute_unprepared(sql).await.unwrap();
        let glance = async || doors.glance(a.tenant.id, &a.session_hash, 1).await.unwrap();
        assert!(glance().await.is_some(), "{column:?}");
        // Both companies' rows change alike: what is spoilt for one is not saved by the other's.
        for (what, spoil, mend) in [
            (
                "ended",
                "UPDATE sessions SET ended_at = created_at WHERE audience = 'portal'",
                "UPDATE sessions SET ended_at = NULL WHERE audience = 'portal'",
            ),
            (
                "expired",
                "UPDATE sessions SET expires_at = created_at WHERE audience = 'portal'",
                "UPDATE sessions SET expires_at = '2999-01-01 00:00:00+00:00' WHERE audience = 'portal'",
            ),
            (
                "of the back office",
                "UPDATE sessions SET audience = 'office' WHERE audience = 'portal'",
                "UPDATE sessions SET audience = 'portal' WHERE subject IN (SELECT id FROM persons)",
            ),
            (
                "of an epoch of the past",
                "UPDATE persons SET session_epoch = session_epoch + 1",
                "UPDATE persons SET session_epoch = session_epoch - 1",
            ),
            (
                "of somebody disabled",
                "UPDATE persons SET disabled_at = created_at",
                "UPDATE persons SET disabled_at = NULL",
            ),
        ] {
            change(spoil).await;
            assert!(glance().await.is_none(), "{column:?}: {what}");
            let door = doors.portal(a.tenant.id, &a.session_hash).await.unwrap();
            assert!(door.is_none(), "{column:?}: {what}");
            change(mend).await;
            assert!(glance().await.is_some(), "{column:?}: {what}");
        }
        // Its use was not noted for some time: the door notes it.
        change("UPDATE sessions SET seen_at = '2000-01-01 00:00:00+00:00'").await;
        assert!(glance().await.is_none(), "{column:?}: of long ago");
        bench.drop_database().await;
    }
}

/// What the company leaves to the operator holds by a glance too.
#[tokio::test]
async fn a_glance_asks_the_operator_for_what_the_company_does_not_say() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let (store, doors, a) = (&world.store, world.store.doors(), &world.a);
        bench.root.execute_unprepared("UPDATE persons SET role = 'member'").await.unwrap();
        for (own, operators) in [
            (None, None),
            (None, Some(Visibility::Company)),
            (Some(Visibility::Own), Some(Visibility::Company)),
            (Some(Visibility::Company), Some(Visibility::Own)),
        ] {
            let every = doors.command_line().await.unwrap().office().with_operator();
            let mut office = store.office_write(&every).await.unwrap();
            office.let_members_see(a.tenant.id, own.as_ref()).await.unwrap();
            office.let_members_see(world.operator, operators.as_ref()).await.unwrap();
            office.commit().await.unwrap();
            let glance =
                doors.glance(a.tenant.id, &a.session_hash, 1).await.unwrap().expect("their own ticket");
            let (scope, _) = doors.portal(a.tenant.id, &a.session_hash).await.unwrap().unwrap();
            assert_eq!(glance.scope.rights(), scope.rights(), "{column:?} {own:?} {operators:?}");
        }
        bench.drop_database().await;
    }
}
