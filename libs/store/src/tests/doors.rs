//! The doors: what opens one company's opens no other.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use rappel_domain::id::{ApiKeyId, StaffId};

use super::{
    database::{Bench, columns},
    world::{Side, World},
};
use crate::{
    StoreError,
    keys::ApiKey,
    links::Purpose,
    sessions::{ABSOLUTE, Standing},
};

/// How a session stands that was begun with a proof.
fn standing(since: DateTime<Utc>, epoch: i32) -> Standing {
    Standing { since, until: since + ABSOLUTE, epoch, proved: true }
}

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
            let seen = doors.glance(own.tenant.id, &own.session_hash, 1).await.unwrap().unwrap();
            assert_eq!((seen.scope.tenant(), seen.ticket.id), (own.tenant.id, own.ticket));
            assert_eq!(seen.scope.rights(), scope.rights());
            let (scope, link) = doors.link(own.tenant.number, &own.link_hash).await.unwrap();
            assert_eq!((scope.tenant(), link.id), (own.tenant.id, own.link.id));
            let (scope, key) = doors.api_key(own.tenant.number, own.key, &own.key_hash).await.unwrap();
            assert_eq!((scope.tenant(), key.id), (own.tenant.id, own.key));
            assert_eq!(doors.job(&own.job).tenant(), own.tenant.id);
            assert_eq!(doors.receipt(own.tenant.number).await.unwrap().tenant(), own.tenant.id);
            assert_eq!(doors.guest(own.tenant.id).await.unwrap().tenant(), own.tenant.id);
            assert_eq!(doors.mail_reader(own.tenant.id).await.unwrap().tenant(), own.tenant.id);

            // Others do not.
            assert!(doors.portal(own.tenant.id, &other.session_hash).await.unwrap().is_none());
            assert!(doors.glance(own.tenant.id, &other.session_hash, 1).await.unwrap().is_none());
            assert!(doors.glance(own.tenant.id, &own.session_hash, 99).await.unwrap().is_none());
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
            let answer = doors.let_in_by_provider(&guest, &stranger, &[55; 32]).await;
            assert!(matches!(answer, Err(StoreError::NotFound)), "{answer:?}");
            let before = standing(world.store.clock().now(), stranger.session_epoch);
            let answer = doors.keep_signed_in(&guest, &stranger, &[55; 32], before).await;
            assert!(matches!(answer, Err(StoreError::NotFound)), "{answer:?}");

            // Ending another company's session ends nothing.
            assert!(!world.store.end_session(own.tenant.id, &other.session_hash).await.unwrap());
            assert!(doors.portal(other.tenant.id, &other.session_hash).await.unwrap().is_some());
        }
        bench.drop_database().await;
    }
}

/// A session that began with a password which was changed meanwhile does not outlive the change.
#[tokio::test]
async fn nobody_signs_in_with_a_password_of_the_past() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let (store, doors) = (&world.store, world.store.doors());
        let guest = doors.guest(world.a.tenant.id).await.unwrap();
        let before = store.read(&world.a.scope).await.unwrap().persons().by_id(world.a.person).await.unwrap();
        let tx = store.write(&world.a.scope).await.unwrap();
        tx.persons().set_password(world.a.person, "another").await.unwrap();
        tx.commit().await.unwrap();
        // Whoever read them before does not bring the old epoch back with what they save.
        let tx = store.write(&world.a.scope).await.unwrap();
        let late = tx.persons().update(&before).await;
        assert!(matches!(late, Err(StoreError::Stale)), "{late:?}");
        drop(tx);
        let answer = doors.sign_in_person(&guest, &before, &[55; 32]).await;
        assert!(matches!(answer, Err(StoreError::Forbidden)), "{answer:?}");
        assert!(doors.portal(world.a.tenant.id, &[55; 32]).await.unwrap().is_none());

        let before = world.of_staff(world.staff).await;
        let scope = doors.command_line().await.unwrap().tenant(world.operator);
        let tx = store.write(&scope).await.unwrap();
        let soon = tx.clock().now() + chrono::Duration::days(1);
        tx.links().insert(&[44; 32], Purpose::StaffPassword(world.staff), soon).await.unwrap();
        let number = tx.tenant().await.unwrap().number;
        tx.commit().await.unwrap();
        let (_, link) = doors.link(number, &[44; 32]).await.unwrap();
        let tx = store.write(&scope).await.unwrap();
        let now = tx.set_staff_password(&link, "another").await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = store.office_write(&doors.command_line().await.unwrap().office()).await.unwrap();
        let late = tx.update_staff(&before).await;
        assert!(matches!(late, Err(StoreError::Stale)), "{late:?}");
        drop(tx);
        let answer = doors.sign_in_staff(&before, &[56; 32]).await;
        assert!(matches!(answer, Err(StoreError::Forbidden)), "{answer:?}");
        assert!(doors.office(&[56; 32]).await.unwrap().is_none());
        doors.sign_in_staff(&now, &[57; 32]).await.unwrap();
        assert!(doors.office(&[57; 32]).await.unwrap().is_some());
        // In the place of a session, by those alone who are as they were when it began.
        let since = standing(now.activated_at.unwrap(), now.session_epoch);
        let answer = doors.keep_staff_signed_in(&before, &[58; 32], since).await;
        assert!(matches!(answer, Err(StoreError::Forbidden)), "{answer:?}");
        doors.keep_staff_signed_in(&now, &[59; 32], since).await.unwrap();
        let own = doors.office(&[59; 32]).await.unwrap().unwrap().0.on(world.operator).unwrap();
        assert_eq!(store.session_standing(&own, &[59; 32]).await.unwrap(), Some(since));
        let client = doors.office(&[59; 32]).await.unwrap().unwrap().0.on(world.a.tenant.id).unwrap();
        assert_eq!(
            store.session_standing(&client, &[59; 32]).await.unwrap(),
            None,
            "sessions of staff are the operator's"
        );
        bench.drop_database().await;
    }
}

/// A link to a callback is worth what whoever was paged may see now.
#[tokio::test]
async fn a_link_to_a_callback_ends_with_the_right_to_its_company() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let (store, doors) = (&world.store, world.store.doors());
        let open = async |side: &Side, hash: [u8; 32], staff: StaffId| {
            let tx = store.write(&side.scope).await.unwrap();
            let soon = tx.clock().now() + chrono::Duration::days(3);
            let purpose = Purpose::Callback { staff: Some(staff), callback: side.callback };
            tx.links().insert(&hash, purpose, soon).await.unwrap();
            tx.commit().await.unwrap();
        };
        open(&world.a, [61; 32], world.staff_of_a).await;
        open(&world.b, [62; 32], world.staff_of_a).await;
        open(&world.b, [63; 32], world.staff).await;
        let (a, b) = (world.a.tenant.number, world.b.tenant.number);
        assert_eq!(doors.link(a, &[61; 32]).await.unwrap().0.tenant(), world.a.tenant.id);
        assert_eq!(doors.link(b, &[63; 32]).await.unwrap().0.tenant(), world.b.tenant.id);
        let stranger = doors.link(b, &[62; 32]).await;
        assert!(matches!(stranger, Err(StoreError::NotFound)), "never theirs: {stranger:?}");

        let office = doors.command_line().await.unwrap().office();
        let mut tx = store.office_write(&office).await.unwrap();
        let mut paul = tx.staff_by_id(world.staff_of_a).await.unwrap();
        paul.tenants = vec![world.b.tenant.id];
        tx.update_staff(&paul).await.unwrap();
        let mut off = tx.tenants().await.unwrap().into_iter().find(|it| it.id == world.b.tenant.id).unwrap();
        off.disabled_at = Some(tx.clock().now());
        tx.update_tenant(&off).await.unwrap();
        tx.commit().await.unwrap();
        let moved = doors.link(a, &[61; 32]).await;
        assert!(matches!(moved, Err(StoreError::NotFound)), "not theirs any more: {moved:?}");
        for hash in [[62; 32], [63; 32], world.b.link_hash] {
            let closed = doors.link(b, &hash).await;
            assert!(matches!(closed, Err(StoreError::NotFound)), "switched off: {closed:?}");
        }
        bench.drop_database().await;
    }
}

/// Whose key it is is read from its row.
#[tokio::test]
async fn a_key_acts_for_nobody_but_its_owner() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let (store, doors) = (&world.store, world.store.doors());
        let of_tenant = doors.api_key(world.a.tenant.number, world.a.key, &world.a.key_hash).await.unwrap().0;
        assert!(doors.staff_of_key(&of_tenant).await.unwrap().is_none());
        assert!(doors.staff_of_key(&world.a.scope).await.unwrap().is_none(), "no key");

        let key = ApiKeyId::new(&super::world::now());
        let tx = store.write(&world.a.scope).await.unwrap();
        let of_paul = ApiKey {
            id: key,
            name: "robot".to_owned(),
            scopes: Vec::new(),
            staff: Some(world.staff_of_a),
            created_at: tx.clock().now(),
            last_used_at: None,
            revoked_at: None,
        };
        tx.insert_api_key(&of_paul, &[71; 32]).await.unwrap();
        tx.commit().await.unwrap();
        let (scope, _) = doors.api_key(world.a.tenant.number, key, &[71; 32]).await.unwrap();
        let staff = doors.staff_of_key(&scope).await.unwrap().unwrap();
        assert_eq!((staff.staff(), staff.tenants()), (world.staff_of_a, &[world.a.tenant.id][..]));
        let tx = store.write(&world.a.scope).await.unwrap();
        tx.revoke_api_key(key).await.unwrap();
        tx.commit().await.unwrap();
        assert!(doors.staff_of_key(&scope).await.unwrap().is_none(), "revoked since the door was passed");
        bench.drop_database().await;
    }
}

#[tokio::test]
async fn the_last_use_of_a_key_is_noted_once_a_minute() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let clock = Arc::new(super::world::now());
        let world = World::new(&bench).await;
        let mut options = crate::Options::new(&bench.url);
        options.clock = Some(clock.clone());
        let store = crate::Store::open(options).await.unwrap();
        let used = async || {
            let tx = store.read(&world.a.scope).await.unwrap();
            tx.api_key_by_secret(world.a.key, &world.a.key_hash).await.unwrap().last_used_at
        };
        let enter = async || {
            store.doors().api_key(world.a.tenant.number, world.a.key, &world.a.key_hash).await.unwrap();
            used().await
        };
        assert_eq!(used().await, None);
        let first = enter().await.unwrap();
        clock.advance(chrono::Duration::seconds(59));
        assert_eq!(enter().await, Some(first));
        clock.advance(chrono::Duration::seconds(2));
        assert!(enter().await.unwrap() > first);
        bench.drop_database().await;
    }
}

#[tokio::test]
async fn the_back_offices_session_opens_no_portal() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let doors = world.store.doors();
        doors.sign_in_staff(&world.of_staff(world.staff).await, &[88; 32]).await.unwrap();
        let (scope, staff) = doors.office(&[88; 32]).await.unwrap().unwrap();
        assert_eq!((scope.staff(), staff.id), (world.staff, world.staff));
        for tenant in [world.a.tenant.id, world.b.tenant.id, world.operator] {
            assert!(doors.portal(tenant, &[88; 32]).await.unwrap().is_none());
        }
        // A staff key or link of one company does not name staff of another by itself.
        assert!(doors.staff_by_login("nobody").await.unwrap().is_none());
        assert!(doors.office(&[87; 32]).await.unwrap().is_none());
        assert!(world.store.end_session(world.operator, &[88; 32]).await.unwrap());
        assert!(!world.store.end_session(world.operator, &[88; 32]).await.unwrap(), "it had ended");
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

#[tokio::test]
async fn everybody_sees_and_ends_their_own_sessions() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let (store, a, b) = (&world.store, &world.a, &world.b);
        let (manager, claire) = store.doors().portal(a.tenant.id, &a.session_hash).await.unwrap().unwrap();
        let other = store.doors().portal(b.tenant.id, &b.session_hash).await.unwrap().unwrap().0;
        store.name_session(a.tenant.id, &a.session_hash, "Firefox").await.unwrap();
        store.name_session(a.tenant.id, &b.session_hash, "x").await.unwrap();
        let own = store.own_sessions(&manager, &a.session_hash).await.unwrap();
        let theirs = store.own_sessions(&other, &[0; 32]).await.unwrap();
        assert_eq!((own.len(), own[0].browser.as_str(), own[0].is_own), (1, "Firefox", true));
        assert_eq!((theirs.len(), theirs[0].browser.as_str(), theirs[0].is_own), (1, "", false));
        let since = store.session_standing(&manager, &a.session_hash).await.unwrap();
        assert_eq!(since, Some(standing(own[0].since, claire.session_epoch)));
        assert_eq!(store.session_standing(&manager, &b.session_hash).await.unwrap(), None);
        assert_eq!(store.session_standing(&other, &a.session_hash).await.unwrap(), None);
        let answer = store.end_own_session(&manager, theirs[0].session).await;
        assert!(matches!(answer, Err(StoreError::NotFound)), "{answer:?}");
        store.end_own_session(&manager, own[0].session).await.unwrap();
        assert!(store.doors().portal(a.tenant.id, &a.session_hash).await.unwrap().is_none());
        assert!(store.doors().portal(b.tenant.id, &b.session_hash).await.unwrap().is_some());
        let answer = store.end_own_session(&manager, own[0].session).await;
        assert!(matches!(answer, Err(StoreError::NotFound)), "ended is ended: {answer:?}");
        let guest = store.doors().guest(a.tenant.id).await.unwrap();
        for scope in [&guest, &a.scope] {
            assert!(matches!(store.own_sessions(scope, &[0; 32]).await, Err(StoreError::Forbidden)));
        }
        bench.drop_database().await;
    }
}
