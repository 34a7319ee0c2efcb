//! Numbers and mailboxes of the operator that a provider refuses. The rows are the operator's own, and say of no company that
//! it wrote there.

use chrono::{DateTime, Duration, Utc};
use rappel_domain::{delivery::Channel, id::StaffId};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, sea_query::OnConflict};

use crate::{
    convert::word,
    entities::{refused_addresses, staff},
    error::Result,
    unit::{Guarded, Tx},
};

/// How long the same refusal is no news.
const TOLD_FOR: Duration = Duration::hours(1);

/// So long calls to a number, or e-mails to a mailbox, are not tried again: who was refused by mistake, or has put it right,
/// is paged again by one of them.
const LAPSES_AFTER: Duration = Duration::hours(24);

/// A number or mailbox that a provider refuses, by one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedAddress {
    /// By which way.
    pub channel: Channel,
    /// Number or mailbox.
    pub address: String,
    /// Since when.
    pub refused: Refusal,
}

/// When something was refused, and what was said then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// When.
    pub at: DateTime<Utc>,
    /// The provider's code and words.
    pub detail: String,
}

/// What of somebody's addresses is refused, as they are now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refusals {
    /// Calls to their number.
    pub calls: Option<Refusal>,
    /// E-mails to their mailbox.
    pub mail: Option<Refusal>,
}

/// Whether a refusal is news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// It was noted and told within the last hour.
    Lately,
    /// It is to be told.
    Now,
}

impl Tx {
    /// What is refused of these addresses, by any way.
    pub async fn refused_addresses(&self, addresses: &[&str]) -> Result<Vec<RefusedAddress>> {
        among(&self.db, addresses.iter().copied(), self.clock.now()).await
    }

    /// Notes that an address is refused, by one way. What lapsed is forgotten then: addresses of leavers are kept by nobody.
    pub async fn refuse_address(&self, channel: Channel, address: &str, detail: &str) -> Result<Told> {
        let now = self.clock.now();
        let row = refused_addresses::ActiveModel {
            channel: Set(channel.as_str().to_owned()),
            address: Set(address.to_owned()),
            refused_at: Set(now),
            detail: Set(detail.to_owned()),
        };
        let key = [refused_addresses::Column::Channel, refused_addresses::Column::Address];
        let inserted = refused_addresses::Entity::insert(row.clone())
            .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
            .exec_without_returning(&self.db)
            .await?;
        if inserted == 1 {
            let lapsed = refused_addresses::Entity::delete_many().filter(stands(now).not());
            lapsed.exec(&self.db).await?;
            return Ok(Told::Now);
        }
        let anew = refused_addresses::Entity::update_many()
            .set(row)
            .filter(refused_addresses::Column::Channel.eq(channel.as_str()))
            .filter(refused_addresses::Column::Address.eq(address))
            .filter(refused_addresses::Column::RefusedAt.lt(now - TOLD_FOR))
            .exec(&self.db)
            .await?;
        Ok(if anew.rows_affected == 1 { Told::Now } else { Told::Lately })
    }

    /// Notes that an address was reached by one way: whatever was refused before is over.
    pub async fn accept_address(&self, channel: Channel, address: &str) -> Result<()> {
        refused_addresses::Entity::delete_many()
            .filter(refused_addresses::Column::Channel.eq(channel.as_str()))
            .filter(refused_addresses::Column::Address.eq(address))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Notes that somebody wants no more text messages from now on, and what they said, unless they allowed them after
    /// `said_before`. Whether it is so.
    pub async fn set_sms_refused(
        &self,
        id: StaffId,
        why: &str,
        said_before: Option<DateTime<Utc>>,
    ) -> Result<bool> {
        let row = staff::ActiveModel {
            sms_refused_at: Set(Some(self.clock.now())),
            sms_refused_why: Set(Some(why.to_owned())),
            ..Default::default()
        };
        let mut theirs = Condition::all().add(staff::Column::Id.eq(id.uuid()));
        if let Some(latest) = said_before {
            let allowed = staff::Column::SmsAllowedAt;
            theirs = theirs.add(Condition::any().add(allowed.is_null()).add(allowed.lte(latest)));
        }
        let done = staff::Entity::update_many().set(row).filter(theirs).exec(&self.db).await?;
        Ok(done.rows_affected == 1)
    }

    /// Notes that a number refuses our text messages, and what was said, when it is still the number of its owner. Whether
    /// it is.
    pub async fn refuse_texts(&self, id: StaffId, phone: &str, why: &str) -> Result<bool> {
        let row = staff::ActiveModel {
            sms_refused_at: Set(Some(self.clock.now())),
            sms_refused_why: Set(Some(why.to_owned())),
            ..Default::default()
        };
        let done = staff::Entity::update_many()
            .set(row)
            .filter(staff::Column::Id.eq(id.uuid()))
            .filter(staff::Column::Phone.eq(phone))
            .exec(&self.db)
            .await?;
        Ok(done.rows_affected == 1)
    }
}

/// What has not lapsed. That a number takes no texts ends when it is reached, or is another one.
fn stands(now: DateTime<Utc>) -> Condition {
    Condition::any()
        .add(refused_addresses::Column::Channel.eq(Channel::Sms.as_str()))
        .add(refused_addresses::Column::RefusedAt.gt(now - LAPSES_AFTER))
}

/// What is refused of these addresses, by any way.
pub(crate) async fn among<'a>(
    db: &Guarded,
    addresses: impl Iterator<Item = &'a str> + Send,
    now: DateTime<Utc>,
) -> Result<Vec<RefusedAddress>> {
    let one_of = refused_addresses::Column::Address.is_in(addresses);
    let rows = refused_addresses::Entity::find().filter(one_of).filter(stands(now)).all(db).await?;
    rows.into_iter()
        .map(|row| {
            let channel = word(&row.channel, "refused_addresses.channel")?;
            let refused = Refusal { at: row.refused_at, detail: row.detail };
            Ok(RefusedAddress { channel, address: row.address, refused })
        })
        .collect()
}

/// What is refused of a number and a mailbox.
pub(crate) fn of(all: &[RefusedAddress], phone: Option<&str>, email: &str) -> Refusals {
    let find = |channel, address: &str| {
        let found = all.iter().find(|it| it.channel == channel && it.address == address);
        found.map(|it| it.refused.clone())
    };
    Refusals { calls: phone.and_then(|phone| find(Channel::Voice, phone)), mail: find(Channel::Email, email) }
}
