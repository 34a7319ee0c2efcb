//! Second factors, asked with somebody of another company.

use super::{super::super::world::Side, not_found};
use crate::{Store, StoreError, factors::RecoveryCode};

/// Nothing is read, nothing is changed, and nothing of theirs is written under our own name.
pub(super) async fn of_another_company(store: &Store, own: &Side, other: &Side) {
    let theirs = store.read(&other.scope).await.unwrap().factors().factor(other.person).await.unwrap();
    assert!(theirs.as_ref().is_some_and(|it| it.sealed == other.canary.as_bytes()));

    let tx = store.read(&own.scope).await.unwrap();
    let mine = tx.factors();
    assert_eq!(mine.factor(other.person).await.unwrap(), None);
    assert_eq!(mine.recovery_code(other.person, 0).await.unwrap(), None);
    assert_eq!(mine.recovery_codes_left(other.person).await.unwrap(), 0);
    assert_eq!(mine.enrolled().await.unwrap().into_iter().collect::<Vec<_>>(), [own.person]);
    drop(tx);

    let tx = store.write(&own.scope).await.unwrap();
    let mine = tx.factors();
    assert_eq!(mine.hold_factor(other.person).await.unwrap(), None);
    assert!(!mine.accept_step(other.person, 99).await.unwrap());
    mine.note_miss(other.person).await.unwrap();
    mine.drop_begun_factor(other.person).await.unwrap();
    not_found("enrol_factor", mine.enrol_factor(other.person, 99).await);
    assert!(!mine.remove_factor(other.person).await.unwrap());
    let code = RecoveryCode { place: 0, hash: other.canary.to_owned() };
    assert!(!mine.use_recovery_code(other.person, &code).await.unwrap());
    tx.commit().await.unwrap();

    let tx = store.write(&own.scope).await.unwrap();
    let begun = tx.factors().begin_factor(other.person, b"x").await;
    assert!(begun.is_err(), "an app of somebody of another company: {begun:?}");
    drop(tx);
    let tx = store.write(&own.scope).await.unwrap();
    let kept = tx.factors().set_recovery_codes(other.person, &[code]).await;
    assert!(kept.is_err(), "codes of somebody of another company: {kept:?}");
    drop(tx);
    let tx = store.write(&own.scope).await.unwrap();
    let taken = tx.factors().begin_factor(own.person, b"x").await;
    assert!(matches!(taken, Err(StoreError::Taken("factor"))), "one is enrolled: {taken:?}");
    drop(tx);

    let after = store.read(&other.scope).await.unwrap();
    assert_eq!(after.factors().factor(other.person).await.unwrap(), theirs);
    assert_eq!(after.factors().recovery_codes_left(other.person).await.unwrap(), 2);
}
