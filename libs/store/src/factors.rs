//! Second factors of people, and of staff among the operator's rows: the sealed secret of an authenticator app, and hashes of
//! recovery codes.
//!
//! Whoever changes a factor holds its person first ([`hold`](crate::persons::Persons::hold), [`Tx::hold_staff`]); a code is judged under
//! [`Factors::hold_factor`], so that of two who give the same code at once one is let in.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use rappel_domain::id::{PersonId, StaffId};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait as _, PaginatorTrait as _, QueryFilter, QuerySelect as _,
    sea_query::{Expr, LockType},
};

use crate::{
    entities::{factors, recovery_codes},
    error::{Result, StoreError},
    sessions::Subject,
    unit::Tx,
};

/// Second factors of the scope's tenant.
#[derive(Debug)]
pub struct Factors<'a>(&'a Tx);

/// Somebody's authenticator app.
#[derive(Clone, PartialEq, Eq)]
pub struct Factor {
    /// The secret that it shares with us, encrypted.
    pub sealed: Vec<u8>,
    /// When the secret was made.
    pub begun_at: DateTime<Utc>,
    /// When a first code proved that the app has it; nothing is asked for before.
    pub enrolled_at: Option<DateTime<Utc>>,
    /// The time step of the last code that was taken: it and older ones are used up.
    pub accepted_step: Option<i64>,
    /// Wrong codes since then.
    pub misses: i32,
    /// When the last of them was given.
    pub missed_at: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for Factor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Factor").field("enrolled_at", &self.enrolled_at).finish_non_exhaustive()
    }
}

/// A recovery code as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode {
    /// Which of its set; stands in the code itself, so that one hash is tried and not all.
    pub place: i32,
    /// argon2id, PHC string.
    pub hash: String,
}

impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RecoveryCode").field("place", &self.place).finish_non_exhaustive()
    }
}

impl Tx {
    /// Second factors of the scope's tenant.
    pub const fn factors(&self) -> Factors<'_> {
        Factors(self)
    }
}

impl Factors<'_> {
    /// Somebody's app, enrolled or about to be.
    pub async fn factor(&self, subject: Subject) -> Result<Option<Factor>> {
        let row = self.0.of::<factors::Entity>().filter(theirs(subject)).one(&self.0.db).await?;
        Ok(row.map(from_row))
    }

    /// The same, held until this unit of work ends.
    pub async fn hold_factor(&self, subject: Subject) -> Result<Option<Factor>> {
        let row = self.0.of::<factors::Entity>().filter(theirs(subject));
        Ok(row.lock(LockType::NoKeyUpdate).one(&self.0.db).await?.map(from_row))
    }

    /// Everybody of the tenant whose second step is asked for.
    pub async fn enrolled(&self) -> Result<HashSet<PersonId>> {
        let rows = self.0.of::<factors::Entity>().filter(factors::Column::EnrolledAt.is_not_null());
        let rows = rows.filter(factors::Column::StaffId.is_null()).all(&self.0.db).await?;
        Ok(rows.into_iter().map(|row| PersonId::from_uuid(row.subject)).collect())
    }

    /// Everybody of staff whose second step is asked for. Their rows are the operator's: any other tenant has none.
    pub async fn enrolled_staff(&self) -> Result<HashSet<StaffId>> {
        let rows = self.0.of::<factors::Entity>().filter(factors::Column::EnrolledAt.is_not_null());
        let rows = rows.filter(factors::Column::StaffId.is_not_null()).all(&self.0.db).await?;
        Ok(rows.into_iter().map(|row| StaffId::from_uuid(row.subject)).collect())
    }

    /// Keeps the secret of an app that is about to be enrolled, in place of another that never was.
    /// [`StoreError::Taken`] when one is enrolled.
    pub async fn begin_factor(&self, subject: Subject, sealed: &[u8]) -> Result<()> {
        if self.factor(subject).await?.is_some_and(|it| it.enrolled_at.is_some()) {
            return Err(StoreError::Taken("factor"));
        }
        self.0.remove::<factors::Entity>().filter(theirs(subject)).exec(&self.0.db).await?;
        let row = factors::ActiveModel {
            tenant_id: Set(self.0.tenant.uuid()),
            subject: Set(subject.uuid()),
            staff_id: Set(subject.staff().map(StaffId::uuid)),
            secret: Set(sealed.to_vec()),
            begun_at: Set(self.0.clock.now()),
            enrolled_at: Set(None),
            accepted_step: Set(None),
            misses: Set(0),
            missed_at: Set(None),
        };
        factors::Entity::insert(row).exec_without_returning(&self.0.db).await?;
        Ok(())
    }

    /// Forgets the secret of an app that was begun and never enrolled: whoever had the old password may have seen it.
    pub async fn drop_begun_factor(&self, subject: Subject) -> Result<()> {
        let begun = self.0.remove::<factors::Entity>().filter(theirs(subject));
        begun.filter(factors::Column::EnrolledAt.is_null()).exec(&self.0.db).await?;
        Ok(())
    }

    /// The app has given its first code, of a time step: from now on codes are asked for.
    pub async fn enrol_factor(&self, subject: Subject, step: i64, sealed: &[u8]) -> Result<()> {
        let row = factors::ActiveModel {
            secret: Set(sealed.to_owned()),
            enrolled_at: Set(Some(self.0.clock.now())),
            accepted_step: Set(Some(step)),
            misses: Set(0),
            missed_at: Set(None),
            ..Default::default()
        };
        let change = self.0.change::<factors::Entity>().set(row).filter(theirs(subject));
        let done = change.filter(factors::Column::EnrolledAt.is_null()).exec(&self.0.db).await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound) }
    }

    /// Takes the code of a time step, which with all before it is then used up. Whether it was not used before.
    pub async fn accept_step(&self, subject: Subject, step: i64) -> Result<bool> {
        let row = factors::ActiveModel {
            accepted_step: Set(Some(step)),
            misses: Set(0),
            missed_at: Set(None),
            ..Default::default()
        };
        let unused = factors::Column::AcceptedStep.is_null().or(factors::Column::AcceptedStep.lt(step));
        let change = self.0.change::<factors::Entity>().set(row).filter(theirs(subject));
        Ok(change.filter(unused).exec(&self.0.db).await?.rows_affected == 1)
    }

    /// Counts a wrong code.
    pub async fn note_miss(&self, subject: Subject) -> Result<()> {
        self.0
            .change::<factors::Entity>()
            .set(factors::ActiveModel { missed_at: Set(Some(self.0.clock.now())), ..Default::default() })
            .col_expr(factors::Column::Misses, Expr::col(factors::Column::Misses).add(1))
            .filter(theirs(subject))
            .exec(&self.0.db)
            .await?;
        Ok(())
    }

    /// Takes somebody's app and recovery codes away. Whether an app was enrolled.
    pub async fn remove_factor(&self, subject: Subject) -> Result<bool> {
        let was = self.hold_factor(subject).await?.is_some_and(|it| it.enrolled_at.is_some());
        let codes = recovery_codes::Column::Subject.eq(subject.uuid());
        self.0.remove::<recovery_codes::Entity>().filter(codes).exec(&self.0.db).await?;
        self.0.remove::<factors::Entity>().filter(theirs(subject)).exec(&self.0.db).await?;
        Ok(was)
    }

    /// Keeps a set of recovery codes in place of any other.
    pub async fn set_recovery_codes(&self, subject: Subject, codes: &[RecoveryCode]) -> Result<()> {
        let old = recovery_codes::Column::Subject.eq(subject.uuid());
        self.0.remove::<recovery_codes::Entity>().filter(old).exec(&self.0.db).await?;
        let rows = codes.iter().map(|code| recovery_codes::ActiveModel {
            tenant_id: Set(self.0.tenant.uuid()),
            subject: Set(subject.uuid()),
            staff_id: Set(subject.staff().map(StaffId::uuid)),
            place: Set(code.place),
            hash: Set(code.hash.clone()),
            used_at: Set(None),
        });
        recovery_codes::Entity::insert_many(rows).exec_without_returning(&self.0.db).await?;
        Ok(())
    }

    /// The recovery code at a place, if it was not used.
    pub async fn recovery_code(&self, subject: Subject, place: i32) -> Result<Option<RecoveryCode>> {
        let row = self
            .0
            .of::<recovery_codes::Entity>()
            .filter(recovery_codes::Column::Subject.eq(subject.uuid()))
            .filter(recovery_codes::Column::Place.eq(place))
            .filter(recovery_codes::Column::UsedAt.is_null())
            .one(&self.0.db)
            .await?;
        Ok(row.map(|row| RecoveryCode { place: row.place, hash: row.hash }))
    }

    /// Uses a recovery code up. Whether it was still there: used by nobody, and of the set that there is.
    pub async fn use_recovery_code(&self, subject: Subject, code: &RecoveryCode) -> Result<bool> {
        let used =
            recovery_codes::ActiveModel { used_at: Set(Some(self.0.clock.now())), ..Default::default() };
        let done = self
            .0
            .change::<recovery_codes::Entity>()
            .set(used)
            .filter(recovery_codes::Column::Subject.eq(subject.uuid()))
            .filter(recovery_codes::Column::Place.eq(code.place))
            .filter(recovery_codes::Column::Hash.eq(code.hash.as_str()))
            .filter(recovery_codes::Column::UsedAt.is_null())
            .exec(&self.0.db)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// How many recovery codes somebody has left.
    pub async fn recovery_codes_left(&self, subject: Subject) -> Result<u64> {
        let theirs = recovery_codes::Column::Subject.eq(subject.uuid());
        let left = self.0.of::<recovery_codes::Entity>().filter(theirs);
        Ok(left.filter(recovery_codes::Column::UsedAt.is_null()).count(&self.0.db).await?)
    }
}

fn theirs(subject: Subject) -> Expr {
    factors::Column::Subject.eq(subject.uuid())
}

fn from_row(row: factors::Model) -> Factor {
    Factor {
        sealed: row.secret,
        begun_at: row.begun_at,
        enrolled_at: row.enrolled_at,
        accepted_step: row.accepted_step,
        misses: row.misses,
        missed_at: row.missed_at,
    }
}
