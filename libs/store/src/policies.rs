//! Escalation policies, the operator's own, and which company or category has chosen which.

use rappel_domain::{
    id::{CategoryId, PolicyId, TenantId},
    policy::Policy,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    convert::{from_json, to_json},
    entities::{categories, policies, tenants},
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

/// Where a policy was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyUse {
    /// Which.
    pub policy: PolicyId,
    /// By which company.
    pub tenant: TenantId,
    /// For which of its categories; `None` for the company as a whole.
    pub category: Option<CategoryId>,
    /// The category's names, in French and in English; empty for the company as a whole.
    pub names: (String, String),
}

impl Tx {
    /// The policy of urgent tickets for which nothing else is chosen; `None` before one is set up.
    pub async fn default_policy(&self) -> Result<Option<Policy>> {
        let row = policies::Entity::find().filter(policies::Column::IsDefault.eq(true)).one(&self.db).await?;
        row.map(|row| from_json(row.body, "policies.body")).transpose()
    }

    /// A policy that somebody has chosen.
    pub async fn policy(&self, id: PolicyId) -> Result<Policy> {
        let row = policies::Entity::find_by_id(id.uuid()).one(&self.db).await?;
        from_json(row.ok_or(StoreError::NotFound)?.body, "policies.body")
    }

    /// What the company of this scope has chosen; `None` follows the default.
    pub async fn chosen_policy(&self) -> Result<Option<PolicyId>> {
        let row = tenants::Entity::find_by_id(self.tenant.uuid()).one(&self.db).await?;
        Ok(row.ok_or(StoreError::NotFound)?.policy_id.map(PolicyId::from_uuid))
    }

    /// Writes the first policy; where there is one already it stays as it is.
    pub async fn begin_policy(&mut self, policy: &NamedPolicy) -> Result<()> {
        self.must_be_operators().await?;
        if policies_of(&self.db).await?.is_empty() {
            save_policy(&self.db, policy).await?;
        }
        Ok(())
    }
}

impl OfficeTx {
    /// Every policy, by name.
    pub async fn policies(&self) -> Result<Vec<NamedPolicy>> {
        policies_of(&self.db).await
    }

    /// Every policy, by name, held until this unit of work ends: of two who save at once, the second sees what the
    /// first left.
    pub async fn hold_policies(&mut self) -> Result<Vec<NamedPolicy>> {
        // Locked in one order. (SQLite has one writer at a time anyway.)
        policies::Entity::find().order_by_asc(policies::Column::Id).lock_exclusive().all(&self.db).await?;
        policies_of(&self.db).await
    }

    /// Writes a new policy, or saves one. Callbacks that run keep their copy.
    pub async fn save_policy(&mut self, policy: &NamedPolicy) -> Result<()> {
        save_policy(&self.db, policy).await
    }

    /// Makes a policy the one that counts where nothing else is chosen.
    pub async fn make_default_policy(&mut self, id: PolicyId) -> Result<()> {
        // First the old one: there is never more than one.
        for (is_default, filter) in
            [(false, policies::Column::IsDefault.eq(true)), (true, policies::Column::Id.eq(id.uuid()))]
        {
            let row = policies::ActiveModel { is_default: Set(is_default), ..Default::default() };
            let done = policies::Entity::update_many().set(row).filter(filter).exec(&self.db).await?;
            if is_default && done.rows_affected != 1 {
                return Err(StoreError::NotFound);
            }
        }
        Ok(())
    }

    /// Takes a policy away. [`StoreError::Used`] while a company or a category has chosen it.
    pub async fn delete_policy(&mut self, id: PolicyId) -> Result<()> {
        let done =
            policies::Entity::delete_by_id(id.uuid()).exec(&self.db).await.map_err(StoreError::used)?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound) }
    }

    /// Where policies were chosen, by companies that this staff member may see and their categories that are offered or
    /// archived.
    pub async fn policy_uses(&self) -> Result<Vec<PolicyUse>> {
        let mine = || self.tenants.iter().map(|tenant| tenant.uuid());
        let companies = tenants::Entity::find()
            .filter(tenants::Column::PolicyId.is_not_null())
            .filter(tenants::Column::Id.is_in(mine()))
            .order_by_asc(tenants::Column::Name)
            .all(&self.db)
            .await?;
        let some = categories::Entity::find()
            .filter(categories::Column::PolicyId.is_not_null())
            .filter(categories::Column::TenantId.is_in(mine()))
            .order_by_asc(categories::Column::Position)
            .all(&self.db)
            .await?;
        let by_company = companies.into_iter().filter_map(|row| {
            Some(PolicyUse {
                policy: PolicyId::from_uuid(row.policy_id?),
                tenant: TenantId::from_uuid(row.id),
                category: None,
                names: (String::new(), String::new()),
            })
        });
        let by_category = some.into_iter().filter_map(|row| {
            Some(PolicyUse {
                policy: PolicyId::from_uuid(row.policy_id?),
                tenant: TenantId::from_uuid(row.tenant_id),
                category: Some(CategoryId::from_uuid(row.id)),
                names: (row.name_fr, row.name_en),
            })
        });
        Ok(by_company.chain(by_category).collect())
    }

    /// What a company has chosen; `None` follows the default.
    pub async fn policy_of_tenant(&self, tenant: TenantId) -> Result<Option<PolicyId>> {
        let row = tenants::Entity::find_by_id(tenant.uuid())
            .filter(tenants::Column::Id.is_in(self.tenants.iter().map(|it| it.uuid())))
            .one(&self.db)
            .await?;
        Ok(row.ok_or(StoreError::NotFound)?.policy_id.map(PolicyId::from_uuid))
    }

    /// Chooses a policy for a company; `None` follows the default. [`StoreError::NotFound`] for a company that this staff
    /// member may not see.
    pub async fn choose_policy(&mut self, tenant: TenantId, policy: Option<PolicyId>) -> Result<()> {
        let row = tenants::ActiveModel { policy_id: Set(policy.map(PolicyId::uuid)), ..Default::default() };
        let done = tenants::Entity::update_many()
            .set(row)
            .filter(tenants::Column::Id.eq(tenant.uuid()))
            .filter(tenants::Column::Id.is_in(self.tenants.iter().map(|it| it.uuid())))
            .exec(&self.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound) }
    }
}

async fn policies_of(db: &Guarded) -> Result<Vec<NamedPolicy>> {
    let rows = policies::Entity::find().order_by_asc(policies::Column::Name).all(db).await?;
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

async fn save_policy(db: &Guarded, policy: &NamedPolicy) -> Result<()> {
    let row = policies::ActiveModel {
        name: Set(policy.name.clone()),
        body: Set(to_json(&policy.policy)?),
        is_default: Set(policy.is_default),
        version: Set(policy.version + 1),
        ..Default::default()
    };
    if policy.version == 0 {
        let row = policies::ActiveModel { id: Set(policy.id.uuid()), ..row };
        policies::Entity::insert(row).exec_without_returning(db).await?;
        return Ok(());
    }
    let done = policies::Entity::update_many()
        .set(row)
        .filter(policies::Column::Id.eq(policy.id.uuid()))
        .filter(policies::Column::Version.eq(policy.version))
        .exec(db)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
