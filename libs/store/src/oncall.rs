//! Rotas with their overrides, and policies: the operator's own.

use chrono::{DateTime, Utc};
use rappel_domain::{
    id::{OverrideId, PolicyId, RotaId, StaffId},
    policy::Policy,
    rota::{NamedRota, Override, Rota},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    convert::{from_json, to_json, word},
    entities::{policies, rota_overrides, rotas},
    error::{Result, StoreError},
    unit::{Guarded, OfficeTx, Tx},
};

/// A policy as it is kept.
#[derive(Debug, Clone)]
pub struct NamedPolicy {
    /// Its identifier.
    pub id: PolicyId,
    /// What people call it.
    pub name: String,
    /// Whom to page.
    pub policy: Policy,
    /// Used where nothing else is chosen.
    pub is_default: bool,
    /// The version that was read; 0 for a new one.
    pub version: i32,
}

impl Tx {
    /// Every rota, to know whom to page.
    pub async fn rotas(&self) -> Result<Vec<NamedRota>> {
        rotas_of(&self.db, self.clock.now()).await
    }

    /// The policy that urgent tickets start with; `None` before one is set up.
    pub async fn default_policy(&self) -> Result<Option<Policy>> {
        let row = policies::Entity::find().filter(policies::Column::IsDefault.eq(true)).one(&self.db).await?;
        row.map(|row| from_json(row.body, "policies.body")).transpose()
    }
}

impl OfficeTx {
    /// Every rota, by name.
    pub async fn rotas(&self) -> Result<Vec<NamedRota>> {
        rotas_of(&self.db, self.clock.now()).await
    }

    /// Writes a new rota, or saves one.
    pub async fn save_rota(&mut self, rota: &NamedRota) -> Result<()> {
        let row = rotas::ActiveModel {
            name: Set(rota.name.clone()),
            time_zone: Set(rota.rota.time_zone.name().to_owned()),
            shifts: Set(to_json(&rota.rota.shifts)?),
            layers: Set(to_json(&rota.rota.layers)?),
            version: Set(rota.version + 1),
            ..Default::default()
        };
        if rota.version == 0 {
            let row =
                rotas::ActiveModel { id: Set(rota.id.uuid()), created_at: Set(self.clock.now()), ..row };
            rotas::Entity::insert(row).exec_without_returning(&self.db).await?;
            return Ok(());
        }
        let done = rotas::Entity::update_many()
            .set(row)
            .filter(rotas::Column::Id.eq(rota.id.uuid()))
            .filter(rotas::Column::Version.eq(rota.version))
            .exec(&self.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
    }

    /// Writes an exception to a rota.
    pub async fn insert_override(
        &mut self,
        rota: RotaId,
        new: &Override,
        by: Option<StaffId>,
    ) -> Result<()> {
        let row = rota_overrides::ActiveModel {
            id: Set(new.id.uuid()),
            rota_id: Set(rota.uuid()),
            staff_id: Set(new.staff.uuid()),
            replaces_id: Set(new.instead_of.map(StaffId::uuid)),
            starts_at: Set(new.from),
            ends_at: Set(new.to),
            created_by: Set(by.map(StaffId::uuid)),
        };
        rota_overrides::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Takes an exception away.
    pub async fn delete_override(&mut self, id: OverrideId) -> Result<()> {
        let done = rota_overrides::Entity::delete_by_id(id.uuid()).exec(&self.db).await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound) }
    }

    /// Every policy, by name.
    pub async fn policies(&self) -> Result<Vec<NamedPolicy>> {
        let rows = policies::Entity::find().order_by_asc(policies::Column::Name).all(&self.db).await?;
        rows.into_iter()
            .map(|row| {
                Ok(NamedPolicy {
                    id: PolicyId::from_uuid(row.id),
                    name: row.name,
                    policy: from_json(row.body, "policies.body")?,
                    is_default: row.is_default,
                    version: row.version,
                })
            })
            .collect()
    }

    /// Writes a new policy, or saves one. Callbacks that run keep their copy.
    pub async fn save_policy(&mut self, policy: &NamedPolicy) -> Result<()> {
        let row = policies::ActiveModel {
            name: Set(policy.name.clone()),
            body: Set(to_json(&policy.policy)?),
            is_default: Set(policy.is_default),
            version: Set(policy.version + 1),
            ..Default::default()
        };
        if policy.version == 0 {
            let row = policies::ActiveModel { id: Set(policy.id.uuid()), ..row };
            policies::Entity::insert(row).exec_without_returning(&self.db).await?;
            return Ok(());
        }
        let done = policies::Entity::update_many()
            .set(row)
            .filter(policies::Column::Id.eq(policy.id.uuid()))
            .filter(policies::Column::Version.eq(policy.version))
            .exec(&self.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
    }
}

async fn rotas_of(db: &Guarded, now: DateTime<Utc>) -> Result<Vec<NamedRota>> {
    let rows = rotas::Entity::find().order_by_asc(rotas::Column::Name).all(db).await?;
    // In the order in which they were made: of two that replace the same person the later one counts.
    let overrides = rota_overrides::Entity::find()
        .filter(rota_overrides::Column::EndsAt.gt(now))
        .order_by_asc(rota_overrides::Column::Id)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            let own = overrides.iter().filter(|it| it.rota_id == row.id).map(exception).collect();
            Ok(NamedRota {
                id: RotaId::from_uuid(row.id),
                name: row.name,
                rota: Rota {
                    time_zone: word(&row.time_zone, "rotas.time_zone")?,
                    shifts: from_json(row.shifts, "rotas.shifts")?,
                    layers: from_json(row.layers, "rotas.layers")?,
                    overrides: own,
                },
                version: row.version,
            })
        })
        .collect()
}

fn exception(row: &rota_overrides::Model) -> Override {
    Override {
        id: OverrideId::from_uuid(row.id),
        staff: StaffId::from_uuid(row.staff_id),
        instead_of: row.replaces_id.map(StaffId::from_uuid),
        from: row.starts_at,
        to: row.ends_at,
    }
}
