//! Passkeys and their ceremonies, asked with those of another company.

use chrono::Duration;
use rappel_domain::id::{PasskeyId, StaffId};

use super::{
    super::super::world::{Side, World},
    not_found,
};
use crate::{
    Store, StoreError,
    passkeys::{Ceremony, Passkey},
    sessions::Subject,
    tests::world::urgent::{CREDENTIAL, HOST},
};

fn key(subject: impl Into<Subject>, tx: &crate::Tx) -> Passkey {
    Passkey {
        id: PasskeyId::new(tx.clock()),
        subject: subject.into(),
        host: HOST.to_owned(),
        credential: b"another".to_vec(),
        handle: vec![3; 64],
        public_key: b"x".to_vec(),
        state: b"x".to_vec(),
        name: "x".to_owned(),
        created_at: tx.clock().now(),
        used_at: None,
    }
}

/// The same host and the same credential, of two companies: neither sees, uses or takes what is the other's.
pub(super) async fn of_another_company(store: &Store, own: &Side, other: &Side) {
    let tx = store.write(&other.scope).await.unwrap();
    let theirs = tx.passkeys().passkeys_of(other.person.into()).await.unwrap();
    assert_eq!(theirs.len(), 1);
    assert_eq!(theirs[0].name, other.canary);
    let until = tx.clock().now() + Duration::minutes(5);
    tx.passkeys().begin_ceremony(Ceremony::SignIn, &[5; 32], &[6; 32], b"theirs", until).await.unwrap();
    tx.commit().await.unwrap();

    let tx = store.write(&own.scope).await.unwrap();
    let mine = tx.passkeys();
    let found = mine.passkey_for(HOST, CREDENTIAL).await.unwrap().unwrap();
    assert_eq!(found.subject, own.person.into(), "each finds its own");
    assert_eq!(mine.passkeys_of(other.person.into()).await.unwrap(), []);
    assert_eq!(mine.count_passkeys(other.person.into()).await.unwrap(), 0);
    assert_eq!(mine.people_with_passkeys().await.unwrap().into_iter().collect::<Vec<_>>(), [own.person]);
    for subject in [Subject::from(own.person), other.person.into()] {
        not_found("use", mine.note_passkey_use(subject, theirs[0].id, b"x").await);
        not_found("rename", mine.rename_passkey(subject, theirs[0].id, "x").await);
        not_found("remove", mine.remove_passkey(subject, theirs[0].id).await);
    }
    // Of our own, but not this one's.
    not_found("rename", mine.rename_passkey(other.person.into(), found.id, "x").await);
    not_found("remove", mine.remove_passkey(other.person.into(), found.id).await);
    assert_eq!(mine.remove_passkeys(other.person.into()).await.unwrap(), 0);
    assert_eq!(mine.remove_passkeys_for(HOST).await.unwrap(), [Subject::from(own.person)], "ours alone");
    assert!(mine.passkey_for(HOST, CREDENTIAL).await.unwrap().is_none());
    mine.insert_passkey(&found).await.unwrap();
    not_found("take", mine.take_ceremony(&[5; 32], &[6; 32]).await);
    // The same challenge here is another one.
    mine.begin_ceremony(Ceremony::SignIn, &[5; 32], &[6; 32], b"mine", until).await.unwrap();
    assert_eq!(mine.take_ceremony(&[5; 32], &[6; 32]).await.unwrap(), b"mine");
    tx.commit().await.unwrap();

    let tx = store.write(&own.scope).await.unwrap();
    let added = tx.passkeys().insert_passkey(&key(other.person, &tx)).await;
    assert!(added.is_err(), "somebody of another company: {added:?}");
    drop(tx);
    let tx = store.write(&own.scope).await.unwrap();
    let again = Passkey { credential: CREDENTIAL.to_vec(), ..key(own.person, &tx) };
    let again = tx.passkeys().insert_passkey(&again).await;
    assert!(matches!(again, Err(StoreError::Taken("passkey"))), "{again:?}");
    drop(tx);

    let tx = store.write(&other.scope).await.unwrap();
    assert_eq!(tx.passkeys().passkeys_of(other.person.into()).await.unwrap(), theirs);
    not_found("another browser", tx.passkeys().take_ceremony(&[5; 32], &[7; 32]).await);
    assert_eq!(tx.passkeys().take_ceremony(&[5; 32], &[6; 32]).await.unwrap(), b"theirs");
    not_found("twice", tx.passkeys().take_ceremony(&[5; 32], &[6; 32]).await);
    tx.commit().await.unwrap();
}

/// Those of staff are the operator's: no company sees them, and nobody of a company is taken for one of staff.
pub(super) async fn of_staff(world: &World) {
    let World { store, a, staff, operator, .. } = world;
    let own = store.doors().guest(*operator).await.unwrap();
    let tx = store.write(&own).await.unwrap();
    let theirs = key(*staff, &tx);
    tx.passkeys().insert_passkey(&theirs).await.unwrap();
    tx.commit().await.unwrap();
    let tx = store.read(&own).await.unwrap();
    assert_eq!(tx.passkeys().staff_with_passkeys().await.unwrap().into_iter().collect::<Vec<_>>(), [*staff]);
    assert!(tx.passkeys().people_with_passkeys().await.unwrap().is_empty());
    assert_eq!(tx.passkeys().passkeys_of((*staff).into()).await.unwrap(), [theirs]);
    drop(tx);

    let tx = store.read(&a.scope).await.unwrap();
    assert_eq!(tx.passkeys().count_passkeys((*staff).into()).await.unwrap(), 0);
    assert!(tx.passkeys().staff_with_passkeys().await.unwrap().is_empty());
    drop(tx);
    for nobody in [Subject::Staff(StaffId::from_uuid(a.person.uuid())), a.person.into()] {
        let tx = store.write(&own).await.unwrap();
        let added = tx.passkeys().insert_passkey(&key(nobody, &tx)).await;
        assert!(added.is_err(), "nobody of the operator's: {added:?}");
    }
}
