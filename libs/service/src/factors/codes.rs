//! A code is judged and used up: of the app, or a recovery code.
//!
//! Who is asked has given a password or used a link already, so that wrong codes are a sign: they are slowed down more and more,
//! for the app of this person alone, and told to them. A recovery code is never made to wait; nobody guesses one.

use chrono::{DateTime, Duration, Utc};
use rappel_domain::delivery::AccountChange;
use rappel_store::{Tx, factors::Factor, links::Link, sessions::Subject};

use super::{recovery, refused, tell};
use crate::{Scope, Service, error::Result, sign_on::end_linking};

/// Wrong codes, one after the other, before the next one has to wait.
const FREE: i32 = 5;
/// What the first wait is; each wrong code doubles it.
const FIRST_WAIT: Duration = Duration::minutes(1);
/// No wait is longer.
const LONGEST_WAIT: Duration = Duration::hours(1);

impl Service {
    /// Uses a code of somebody up, and with it the link that waited for it, if one did: both or neither.
    pub(crate) async fn spend(
        &self,
        scope: &Scope,
        id: Subject,
        typed: &str,
        waited: Option<&Link>,
    ) -> Result<()> {
        match recovery::read(typed) {
            Some((place, code)) => self.spend_recovery_code(scope, id, (place, &code), waited).await,
            None => self.spend_app_code(scope, id, typed, waited).await,
        }
    }

    async fn spend_app_code(
        &self,
        scope: &Scope,
        id: Subject,
        typed: &str,
        waited: Option<&Link>,
    ) -> Result<()> {
        let mut tx = self.store.write(scope).await?;
        let linking = self.begin_linking(&tx, id, waited).await?;
        let factor = held(&tx, id).await?;
        let now = tx.clock().now();
        if waits_until(&factor).is_some_and(|until| now < until) {
            return Err(refused("factor-code-wait"));
        }
        let Some(step) = self.step_of(scope, id, &factor, typed, now)? else {
            tx.factors().note_miss(id).await?;
            if factor.misses + 1 == FREE {
                tell(&mut tx, id, AccountChange::CodesTried).await?;
            }
            tx.commit().await?;
            return Err(refused("factor-code-wrong"));
        };
        if !tx.factors().accept_step(id, step).await? {
            return Err(refused("factor-code-used"));
        }
        if let Some(link) = waited {
            tx.links().consume(link).await?;
        }
        end_linking(&mut tx, linking.as_ref()).await?;
        Ok(tx.commit().await?)
    }

    async fn spend_recovery_code(
        &self,
        scope: &Scope,
        id: Subject,
        (place, code): (i32, &str),
        waited: Option<&Link>,
    ) -> Result<()> {
        let kept = self.store.read(scope).await?.factors().recovery_code(id, place).await?;
        let hash = kept.as_ref().map(|it| it.hash.as_str());
        let right = self.hasher.verify(code, hash).await?;
        let kept = kept.filter(|_| right).ok_or_else(|| refused("factor-code-wrong"))?;
        let mut tx = self.store.write(scope).await?;
        let linking = self.begin_linking(&tx, id, waited).await?;
        // As for a code of the app: two sign-ins that wait, each with a code of its own, use each other's link up.
        held(&tx, id).await?;
        if !tx.factors().use_recovery_code(id, &kept).await? {
            return Err(refused("factor-code-wrong"));
        }
        if let Some(link) = waited {
            tx.links().consume(link).await?;
        }
        let left = tx.factors().recovery_codes_left(id).await?;
        tell(&mut tx, id, AccountChange::RecoveryCodeUsed { left }).await?;
        end_linking(&mut tx, linking.as_ref()).await?;
        Ok(tx.commit().await?)
    }
}

/// The factor of somebody, enrolled and held.
async fn held(tx: &Tx, id: Subject) -> Result<Factor> {
    let held = tx.factors().hold_factor(id).await?.filter(|it| it.enrolled_at.is_some());
    held.ok_or_else(|| refused("factor-code-wrong"))
}

/// Until when no code of the app is judged.
fn waits_until(factor: &Factor) -> Option<DateTime<Utc>> {
    let doublings = u32::try_from(factor.misses - FREE).ok()?.min(6);
    let wait = FIRST_WAIT * (1 << doublings);
    Some(factor.missed_at? + wait.min(LONGEST_WAIT))
}
