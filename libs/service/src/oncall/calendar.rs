//! The calendar of one's own shifts, for programs that subscribe to an address: the address itself is the secret.

use chrono::{DateTime, Duration, DurationRound as _, Utc};
use rappel_domain::{id::RotaId, rota::Period};
use rappel_store::links::Purpose;

use super::operators;
use crate::{
    Service, Staff, StaffScope,
    error::{Error, Result},
    secret::{link_token, sha256},
};

/// A subscription ends when it is revoked, not by itself: nobody looks at it again once it works.
const LIFE: Duration = Duration::days(36_500);
/// How far back shifts stay in the calendar.
const PAST: Duration = Duration::weeks(4);
/// How far ahead shifts are told.
const FUTURE: Duration = Duration::weeks(26);

/// Somebody's shifts.
#[derive(Debug, Clone)]
pub struct Feed {
    /// Whose.
    pub staff: Staff,
    /// In every rota, in order.
    pub shifts: Vec<FeedShift>,
    /// Now.
    pub now: DateTime<Utc>,
}

/// A shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedShift {
    /// Of which rota.
    pub rota: RotaId,
    /// What people call it.
    pub name: String,
    /// From when until when; of one without a beginning and an end, what is told of it.
    pub period: Period,
    /// When it began; `None` more than a year before [`PAST`]. With its rota and its owner it tells it from every other.
    pub began: Option<DateTime<Utc>>,
}

impl Service {
    /// Since when the reader's calendar has an address; `None` when it has none.
    pub async fn calendar_since(&self, scope: &StaffScope) -> Result<Option<DateTime<Utc>>> {
        let tx = self.store.read(&operators(scope)?).await?;
        Ok(tx.links().since(Purpose::Calendar(scope.staff())).await?)
    }

    /// A new address of the reader's calendar; the one before no longer works. It can be shown only now.
    pub async fn make_calendar(&self, scope: &StaffScope) -> Result<String> {
        let tx = self.store.write(&operators(scope)?).await?;
        let token = link_token(tx.tenant().await?.number)?;
        let purpose = Purpose::Calendar(scope.staff());
        tx.links().revoke(purpose).await?;
        let expires_at = tx.clock().now() + LIFE;
        tx.links().insert(&sha256(token.expose()), purpose, expires_at).await?;
        tx.commit().await?;
        Ok(format!("{}/calendar/{}.ics", self.origins.of(&self.origins.office), token.expose()))
    }

    /// The address of the reader's calendar no longer works.
    pub async fn revoke_calendar(&self, scope: &StaffScope) -> Result<()> {
        let tx = self.store.write(&operators(scope)?).await?;
        tx.links().revoke(Purpose::Calendar(scope.staff())).await?;
        Ok(tx.commit().await?)
    }

    /// The shifts of whoever holds an address. [`Error::NotFound`] when it is unknown or was revoked, or its owner
    /// is no longer of the staff.
    pub async fn calendar(&self, token: &str) -> Result<Feed> {
        let (scope, link) = self.open_link(token).await?;
        let Purpose::Calendar(id) = link.purpose else {
            return Err(Error::NotFound);
        };
        if link.used_at.is_some() {
            return Err(Error::NotFound);
        }
        let tx = self.store.read(&scope).await?;
        let staff = tx.staff(id).await?;
        if staff.disabled_at.is_some() {
            return Err(Error::NotFound);
        }
        let now = tx.clock().now();
        // Whole days: a shift that lasts longer than this window does not end a second later at each look.
        let (from, to) = (midnight(now - PAST), midnight(now + FUTURE));
        let mut shifts = Vec::new();
        for rota in tx.rotas().await? {
            for period in rota.rota.periods_of(id, from, to) {
                // What lasts already when the window opens has one beginning, whenever it is asked for.
                let began =
                    if period.from == from { rota.rota.on_call_since(id, from) } else { Some(period.from) };
                let period = Period { from: began.unwrap_or(period.from), ..period };
                shifts.push(FeedShift { rota: rota.id, name: rota.name.clone(), period, began });
            }
        }
        shifts.sort_by_key(|shift| shift.period);
        Ok(Feed { staff, shifts, now })
    }
}

/// The last midnight (UTC).
fn midnight(time: DateTime<Utc>) -> DateTime<Utc> {
    time.duration_trunc(Duration::days(1)).unwrap_or(time)
}
