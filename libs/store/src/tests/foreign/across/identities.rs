//! Providers and who is who there, asked with those of another company.

use std::collections::HashSet;

use chrono::Duration;
use rappel_domain::{audit::Deed, role::PersonRole};

use super::{super::super::world::Side, not_found};
use crate::{
    Store, StoreError,
    identities::{IdentityProvider, Whom},
    links::Purpose,
    persons::Person,
};

const ISSUER: &str = "https://accounts.example.org";

/// The same issuer and the same subject, of two companies: neither sees, uses or takes what is the other's.
pub(super) async fn of_another_company(store: &Store, own: &Side, other: &Side) {
    let tx = store.write(&other.scope).await.unwrap();
    let until = tx.clock().now() + Duration::minutes(10);
    let theirs = IdentityProvider {
        label: other.canary.to_owned(),
        issuer: ISSUER.to_owned(),
        client_id: "rappel".to_owned(),
        sealed_secret: b"sealed".to_vec(),
        domains: vec!["example.org".to_owned()],
        is_on: true,
        passwords: true,
        version: 0,
    };
    tx.identities().save_identity_provider(&theirs).await.unwrap();
    tx.identities().link_identity(ISSUER, "subject", other.person).await.unwrap();
    tx.identities().begin_provider_sign_in(&[1; 32], &[2; 32], b"theirs", until).await.unwrap();
    tx.persons().note_activated(other.person).await.unwrap();
    let manager = tx.persons().by_id(other.person).await.unwrap();
    tx.persons().update(&Person { role: PersonRole::Member, ..manager }).await.unwrap();
    tx.links().insert(&[9; 32], Purpose::PersonPassword(other.person), until).await.unwrap();
    tx.audit().note(Some(other.person), &Deed::PersonJoined).await.unwrap();
    tx.commit().await.unwrap();
    let tx = store.read(&other.scope).await.unwrap();
    let Person { email: address, session_epoch, .. } = tx.persons().by_id(other.person).await.unwrap();
    drop(tx);

    let tx = store.write(&own.scope).await.unwrap();
    let mine = tx.identities();
    assert_eq!(mine.identity_provider().await.unwrap(), None);
    assert_eq!(mine.identity(ISSUER, "subject").await.unwrap(), None);
    assert_eq!(mine.identities_of(other.person).await.unwrap(), []);
    not_found("take", mine.take_provider_sign_in(&[1; 32], &[2; 32]).await);
    assert!(!mine.note_identity_use(ISSUER, "subject").await.unwrap());
    assert!(!mine.remove_identity_provider().await.unwrap());
    assert_eq!(mine.hold_identity_provider().await.unwrap(), None);
    assert_eq!(mine.keep_identity_provider().await.unwrap(), None);
    assert!(mine.linked().await.unwrap().is_empty());
    assert!(!mine.unlink_identities(other.person).await.unwrap());
    mine.forget_identities().await.unwrap();
    let waiting = tx.links();
    waiting.insert_carrying(&[8; 32], Purpose::PersonPassword(other.person), until, None).await.unwrap();
    for whom in [Whom::Members, Whom::Linked] {
        waiting.revoke_sign_ins_of(whom).await.unwrap();
        tx.persons().end_sessions_of(whom).await.unwrap();
    }
    assert_eq!(tx.audit().joined_before_last(0).await.unwrap(), None);
    let changed = mine.save_identity_provider(&IdentityProvider { version: 1, ..theirs.clone() }).await;
    assert!(matches!(changed, Err(StoreError::Stale)), "{changed:?}");
    let found = tx.persons().by_email(&address).await.unwrap();
    assert_eq!(found.map(|it| it.id), Some(own.person), "the same address is somebody else's here");
    tx.persons().note_activated(other.person).await.unwrap();
    tx.commit().await.unwrap();

    let tx = store.write(&own.scope).await.unwrap();
    let linked = tx.identities().link_identity(ISSUER, "mine", other.person).await;
    assert!(linked.is_err(), "somebody of another company: {linked:?}");
    drop(tx);
    let tx = store.write(&own.scope).await.unwrap();
    tx.identities().link_identity(ISSUER, "subject", own.person).await.unwrap();
    let again = tx.identities().link_identity(ISSUER, "subject", own.person).await;
    assert!(matches!(again, Err(StoreError::Taken(_))), "{again:?}");
    let second = tx.identities().link_identity(ISSUER, "another", own.person).await;
    assert!(matches!(second, Err(StoreError::Taken(_))), "one account of one provider: {second:?}");
    tx.commit().await.unwrap();

    let tx = store.write(&other.scope).await.unwrap();
    let found = tx.identities().identity(ISSUER, "subject").await.unwrap().unwrap();
    assert_eq!(found.person, other.person);
    assert_eq!(tx.identities().linked().await.unwrap(), HashSet::from([other.person]));
    assert_eq!(tx.persons().by_id(other.person).await.unwrap().session_epoch, session_epoch);
    assert!(tx.links().since(Purpose::PersonPassword(other.person)).await.unwrap().is_some());
    assert!(tx.audit().joined_before_last(0).await.unwrap().is_some());
    let kept = tx.identities().identity_provider().await.unwrap().unwrap();
    assert_eq!(kept, IdentityProvider { version: 1, ..theirs });
    not_found("another browser", tx.identities().take_provider_sign_in(&[1; 32], &[3; 32]).await);
    let taken = tx.identities().take_provider_sign_in(&[1; 32], &[2; 32]).await.unwrap();
    assert_eq!(taken, b"theirs");
    not_found("twice", tx.identities().take_provider_sign_in(&[1; 32], &[2; 32]).await);
    assert!(tx.identities().remove_identity_provider().await.unwrap());
    // Their own do what they say.
    tx.links().revoke_sign_ins_of(Whom::Members).await.unwrap();
    assert_eq!(tx.links().since(Purpose::PersonPassword(other.person)).await.unwrap(), None);
    tx.persons().end_sessions_of(Whom::Members).await.unwrap();
    let member = tx.persons().by_id(other.person).await.unwrap();
    assert_eq!(member.session_epoch, session_epoch + 1);
    tx.persons().end_sessions_of(Whom::Linked).await.unwrap();
    let member = tx.persons().by_id(other.person).await.unwrap();
    assert_eq!(member.session_epoch, session_epoch + 2, "linked too");
    tx.identities().forget_identities().await.unwrap();
    assert!(tx.identities().linked().await.unwrap().is_empty());
    // As they were, but for their sessions.
    tx.persons().update(&Person { role: PersonRole::Manager, session_epoch, ..member }).await.unwrap();
    tx.commit().await.unwrap();
}
