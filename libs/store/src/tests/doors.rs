//! The doors: what opens one company's opens no other.

use super::{
    database::{Bench, columns},
    world::World,
};
use crate::StoreError;

#[tokio::test]
async fn no_key_of_one_company_opens_another() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let doors = world.store.doors();
        for (own, other) in [(&world.a, &world.b), (&world.b, &world.a)] {
            // Their own keys open.
            let (scope, person) = doors.portal(own.tenant.id, &own.session_hash).await.unwrap().unwrap();
            assert_eq!((scope.tenant(), person.id), (own.tenant.id, own.person));
            let (scope, link) = doors.link(own.tenant.number, &own.link_hash).await.unwrap();
            assert_eq!((scope.tenant(), link.id), (own.tenant.id, own.link.id));
            let (scope, key) = doors.api_key(own.tenant.number, own.key, &own.key_hash).await.unwrap();
            assert_eq!((scope.tenant(), key.id), (own.tenant.id, own.key));
            assert_eq!(doors.job(&own.job).tenant(), own.tenant.id);
            assert_eq!(doors.receipt(own.tenant.number).await.unwrap().tenant(), own.tenant.id);
            assert_eq!(doors.guest(own.tenant.id).await.unwrap().tenant(), own.tenant.id);

            // Others do not.
            assert!(doors.portal(own.tenant.id, &other.session_hash).await.unwrap().is_none());
            assert!(
                doors.office(&own.session_hash).await.unwrap().is_none(),
                "a portal's session in the back office"
            );
            let answer = doors.link(own.tenant.number, &other.link_hash).await;
            assert!(matches!(answer, Err(StoreError::NotFound)), "{answer:?}");
            for (id, hash) in
                [(other.key, &other.key_hash), (own.key, &other.key_hash), (other.key, &own.key_hash)]
            {
                let answer = doors.api_key(own.tenant.number, id, hash).await;
                assert!(matches!(answer, Err(StoreError::NotFound)), "{answer:?}");
            }
            let guest = doors.guest(own.tenant.id).await.unwrap();
            let stranger =
                world.store.read(&other.scope).await.unwrap().persons().by_id(other.person).await.unwrap();
            let answer = doors.sign_in_person(&guest, &stranger, &[55; 32]).await;
            assert!(matches!(answer, Err(StoreError::NotFound)), "{answer:?}");

            // Ending another company's session ends nothing.
            world.store.end_session(own.tenant.id, &other.session_hash).await.unwrap();
            assert!(doors.portal(other.tenant.id, &other.session_hash).await.unwrap().is_some());
        }
        bench.drop_database().await;
    }
}

#[tokio::test]
async fn the_back_offices_session_opens_no_portal() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let doors = world.store.doors();
        doors.sign_in_staff(world.staff, &[88; 32]).await.unwrap();
        let (scope, staff) = doors.office(&[88; 32]).await.unwrap().unwrap();
        assert_eq!((scope.staff(), staff.id), (world.staff, world.staff));
        for tenant in [world.a.tenant.id, world.b.tenant.id, world.operator] {
            assert!(doors.portal(tenant, &[88; 32]).await.unwrap().is_none());
        }
        // A staff key or link of one company does not name staff of another by itself.
        assert!(doors.staff_by_login("nobody").await.unwrap().is_none());
        assert!(doors.office(&[87; 32]).await.unwrap().is_none());
        world.store.end_session(world.operator, &[88; 32]).await.unwrap();
        assert!(doors.office(&[88; 32]).await.unwrap().is_none(), "signed out is signed out");
        bench.drop_database().await;
    }
}

#[tokio::test]
async fn an_unknown_company_is_like_none() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let doors = world.store.doors();
        let unused = rappel_domain::id::TenantId::new(&super::world::now());
        assert!(matches!(doors.guest(unused).await, Err(StoreError::NotFound)));
        assert!(matches!(doors.receipt(4711).await, Err(StoreError::NotFound)));
        assert!(matches!(doors.link(4711, &world.a.link_hash).await, Err(StoreError::NotFound)));
        assert!(doors.portal(unused, &world.a.session_hash).await.unwrap().is_none());
        bench.drop_database().await;
    }
}
