//! Hosts of companies' own. The table is read before anybody has a scope, so that no row policy guards it: what is done for one
//! company begins with [`Hosts::mine`].

use chrono::{DateTime, Utc};
use rappel_domain::{
    host::{HostName, OwnHost, Standing},
    id::TenantId,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{LockType, OnConflict},
};

use crate::{
    Store,
    entities::hosts,
    error::{Result, StoreError},
    unit::{Tx, Writes},
};

/// A host at which a portal is served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// As requests carry it.
    pub host: String,
    /// Whose.
    pub tenant: TenantId,
    /// Whether links carry it.
    pub carries_links: bool,
}

impl Store {
    /// Every own host at which a portal is served.
    pub async fn hosts(&self) -> Result<Vec<Host>> {
        let unit = self.reference(Writes::No).await?;
        let proved =
            Condition::all().add(hosts::Column::ProvedAt.is_not_null()).add(hosts::Column::OffAt.is_null());
        let rows = hosts::Entity::find().filter(proved).all(&unit).await?;
        // Names as they are: one that cannot be read any more must not take all portals with it.
        let served = |row: hosts::Model| Host {
            host: row.host,
            tenant: TenantId::from_uuid(row.tenant_id),
            carries_links: row.is_primary && row.missing_at.is_none(),
        };
        Ok(rows.into_iter().map(served).collect())
    }

    /// Own hosts whose record should have been looked for before a time, with their tenants.
    pub async fn overdue_hosts(&self, before: DateTime<Utc>) -> Result<Vec<(TenantId, OwnHost)>> {
        let unit = self.reference(Writes::No).await?;
        let rows = hosts::Entity::find().filter(hosts::Column::NextCheckAt.lt(before)).all(&unit).await?;
        Ok(rows
            .into_iter()
            .filter_map(|row| Some((TenantId::from_uuid(row.tenant_id), from_row(row).ok()?)))
            .collect())
    }
}

/// Own hosts of the scope's tenant.
#[derive(Debug)]
pub struct Hosts<'a>(&'a Tx);

impl Tx {
    /// Own hosts of the scope's tenant.
    pub const fn hosts(&self) -> Hosts<'_> {
        Hosts(self)
    }
}

impl Hosts<'_> {
    fn mine(&self) -> Condition {
        Condition::all().add(hosts::Column::TenantId.eq(self.0.tenant.uuid()))
    }

    /// All of them, by name.
    pub async fn own_hosts(&self) -> Result<Vec<OwnHost>> {
        let rows = hosts::Entity::find().filter(self.mine()).order_by_asc(hosts::Column::Host);
        Ok(rows.all(&self.0.db).await?.into_iter().filter_map(readable).collect())
    }

    /// All of them, held until this unit of work ends: which of them links carry is one decision.
    pub async fn hold_hosts(&self) -> Result<Vec<OwnHost>> {
        let rows = hosts::Entity::find()
            .filter(self.mine())
            .order_by_asc(hosts::Column::Host)
            .lock(LockType::NoKeyUpdate);
        Ok(rows.all(&self.0.db).await?.into_iter().filter_map(readable).collect())
    }

    /// Adds one. [`StoreError::Taken`] when somebody has it, this company or another.
    pub async fn insert_host(&self, own: &OwnHost) -> Result<()> {
        let mut row = columns(own);
        row.host = Set(own.host.as_str().to_owned());
        row.tenant_id = Set(self.0.tenant.uuid());
        let inserted = hosts::Entity::insert(row)
            .on_conflict(OnConflict::column(hosts::Column::Host).do_nothing().to_owned())
            .exec_without_returning(&self.0.db)
            .await?;
        if inserted == 1 { Ok(()) } else { Err(StoreError::Taken("host")) }
    }

    /// Saves one.
    pub async fn update_host(&self, own: &OwnHost) -> Result<()> {
        let done = hosts::Entity::update_many()
            .set(columns(own))
            .filter(self.mine())
            .filter(hosts::Column::Host.eq(own.host.as_str()))
            .exec(&self.0.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound) }
    }

    /// Takes one away.
    pub async fn delete_host(&self, host: &HostName) -> Result<()> {
        let done = hosts::Entity::delete_many()
            .filter(self.mine())
            .filter(hosts::Column::Host.eq(host.as_str()))
            .exec(&self.0.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound) }
    }
}

/// One that was written by hand and cannot be read keeps nobody from the others.
fn readable(row: hosts::Model) -> Option<OwnHost> {
    from_row(row).inspect_err(|error| tracing::warn!(%error, "a host cannot be read")).ok()
}

fn columns(own: &OwnHost) -> hosts::ActiveModel {
    let (proved, missing, off) = match own.standing {
        Standing::Waiting => (None, None, None),
        Standing::Proved { since } => (Some(since), None, None),
        Standing::Missing { since, gone_at } => (Some(since), Some(gone_at), None),
        Standing::Off { at } => (None, None, Some(at)),
    };
    hosts::ActiveModel {
        is_primary: Set(own.is_primary),
        token: Set(Some(own.token.clone())),
        added_at: Set(Some(own.added_at)),
        proved_at: Set(proved),
        missing_at: Set(missing),
        off_at: Set(off),
        asked_at: Set(own.asked_at),
        answered_at: Set(own.answered_at),
        next_check_at: Set(Some(own.next_check_at)),
        ..Default::default()
    }
}

fn from_row(row: hosts::Model) -> Result<OwnHost> {
    let unreadable = |column| StoreError::Unreadable { column };
    Ok(OwnHost {
        host: HostName::parse(&row.host).map_err(|_| unreadable("hosts.host"))?,
        token: row.token.ok_or_else(|| unreadable("hosts.token"))?,
        is_primary: row.is_primary,
        standing: match (row.off_at, row.proved_at, row.missing_at) {
            (Some(at), ..) => Standing::Off { at },
            (None, None, _) => Standing::Waiting,
            (None, Some(since), None) => Standing::Proved { since },
            (None, Some(since), Some(gone_at)) => Standing::Missing { since, gone_at },
        },
        added_at: row.added_at.ok_or_else(|| unreadable("hosts.added_at"))?,
        asked_at: row.asked_at,
        answered_at: row.answered_at,
        next_check_at: row.next_check_at.ok_or_else(|| unreadable("hosts.next_check_at"))?,
    })
}
