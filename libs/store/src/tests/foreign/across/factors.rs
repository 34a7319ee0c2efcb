//! Second factors, asked with somebody of another company.

use super::{
    super::super::world::{Side, World},
    not_found,
};
use crate::{Store, StoreError, factors::RecoveryCode};

/// Nothing is read, nothing is changed, and nothing of theirs is written under our own name.
pub(super) async fn of_another_company(store: &Store, own: &Side, other: &Side) {
    let theirs = store.read(&other.scope).await.unwrap().factors().factor(other.person.into()).await.unwrap();
    assert!(theirs.as_ref().is_some_and(|it| it.sealed == other.canary.as_bytes()));

    let tx = store.read(&own.scope).await.unwrap();
    let mine = tx.factors();
    assert_eq!(mine.factor(other.person.into()).await.unwrap(), None);
    assert_eq!(mine.recovery_code(other.person.into(), 0).await.unwrap(), None);
    assert_eq!(mine.recovery_codes_left(other.person.into()).await.unwrap(), 0);
    assert_eq!(mine.enrolled().await.unwrap().into_iter().collect::<Vec<_>>(), [own.person]);
    drop(tx);

    let tx = store.write(&own.scope).await.unwrap();
    let mine = tx.factors();
    assert_eq!(mine.hold_factor(other.person.into()).await.unwrap(), None);
    assert!(!mine.accept_step(other.person.into(), 99).await.unwrap());
    mine.note_miss(other.person.into()).await.unwrap();
    mine.drop_begun_factor(other.person.into()).await.unwrap();
    not_found("enrol_factor", mine.enrol_factor(other.person.into(), 99, b"x").await);
    assert!(!mine.remove_factor(other.person.into()).await.unwrap());
    let code = RecoveryCode { place: 0, hash: other.canary.to_owned() };
    assert!(!mine.use_recovery_code(other.person.into(), &code).await.unwrap());
    tx.commit().await.unwrap();

    let tx = store.write(&own.scope).await.unwrap();
    let begun = tx.factors().begin_factor(other.person.into(), b"x").await;
    assert!(begun.is_err(), "an app of somebody of another company: {begun:?}");
    drop(tx);
    let tx = store.write(&own.scope).await.unwrap();
    let kept = tx.factors().set_recovery_codes(other.person.into(), &[code]).await;
    assert!(kept.is_err(), "codes of somebody of another company: {kept:?}");
    drop(tx);
    let tx = store.write(&own.scope).await.unwrap();
    let taken = tx.factors().begin_factor(own.person.into(), b"x").await;
    assert!(matches!(taken, Err(StoreError::Taken("factor"))), "one is enrolled: {taken:?}");
    drop(tx);

    let after = store.read(&other.scope).await.unwrap();
    assert_eq!(after.factors().factor(other.person.into()).await.unwrap(), theirs);
    assert_eq!(after.factors().recovery_codes_left(other.person.into()).await.unwrap(), 2);
}

/// Those of staff are the operator's: no company sees them, and nobody of a company is taken for one of staff.
pub(super) async fn of_staff(world: &World) {
    let World { store, a, staff, operator, .. } = world;
    let own = store.doors().guest(*operator).await.unwrap();
    let tx = store.write(&own).await.unwrap();
    tx.factors().begin_factor((*staff).into(), b"theirs").await.unwrap();
    tx.factors().enrol_factor((*staff).into(), 7, b"sealed").await.unwrap();
    let code = RecoveryCode { place: 0, hash: "theirs".to_owned() };
    tx.factors().set_recovery_codes((*staff).into(), &[code]).await.unwrap();
    tx.commit().await.unwrap();
    let tx = store.read(&own).await.unwrap();
    assert_eq!(tx.factors().enrolled_staff().await.unwrap().into_iter().collect::<Vec<_>>(), [*staff]);
    assert!(tx.factors().enrolled().await.unwrap().is_empty());
    assert_eq!(tx.factors().recovery_codes_left((*staff).into()).await.unwrap(), 1);
    drop(tx);

    let tx = store.read(&a.scope).await.unwrap();
    assert_eq!(tx.factors().factor((*staff).into()).await.unwrap(), None);
    assert_eq!(tx.factors().recovery_code((*staff).into(), 0).await.unwrap(), None);
    assert!(tx.factors().enrolled_staff().await.unwrap().is_empty());
    drop(tx);
    let tx = store.write(&own).await.unwrap();
    let unknown = rappel_domain::id::StaffId::from_uuid(a.person.uuid());
    let begun = tx.factors().begin_factor(unknown.into(), b"x").await;
    assert!(begun.is_err(), "nobody of staff has this identifier: {begun:?}");
    drop(tx);
    let tx = store.write(&own).await.unwrap();
    let begun = tx.factors().begin_factor(a.person.into(), b"x").await;
    assert!(begun.is_err(), "nobody of the operator's: {begun:?}");
}
