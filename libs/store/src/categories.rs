//! What tickets of a tenant are about.

use chrono::{DateTime, Utc};
use rappel_domain::{
    Locale,
    id::{CategoryId, PolicyId, TeamId},
    own_field::OwnField,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect as _,
    sea_query::LockType,
};

use crate::{
    convert::{from_json, to_json},
    entities::categories,
    error::{Result, StoreError},
    unit::Tx,
};

/// Categories of the scope's tenant.
#[derive(Debug)]
pub struct Categories<'a>(&'a Tx);

/// What a ticket is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Its identifier.
    pub id: CategoryId,
    /// In French.
    pub name_fr: String,
    /// In English.
    pub name_en: String,
    /// A hint in French.
    pub hint_fr: Option<String>,
    /// A hint in English.
    pub hint_en: Option<String>,
    /// Its place in the list.
    pub position: i32,
    /// Whether its tickets make sure of a call.
    pub is_urgent: bool,
    /// Which team works it.
    pub team: Option<TeamId>,
    /// Since when it is not offered any more.
    pub archived_at: Option<DateTime<Utc>>,
    /// Which escalation its urgent tickets follow; `None` follows the company.
    pub policy: Option<PolicyId>,
    /// What it asks beside the description, in order.
    pub fields: Vec<OwnField>,
}

impl Category {
    /// Its name in a language.
    pub fn name(&self, locale: Locale) -> &str {
        locale.of_two(&self.name_fr, &self.name_en)
    }

    /// Its hint in a language.
    pub fn hint(&self, locale: Locale) -> Option<&str> {
        locale.of_two(&self.hint_fr, &self.hint_en).as_deref()
    }
}

impl Tx {
    /// Categories of the scope's tenant.
    pub const fn categories(&self) -> Categories<'_> {
        Categories(self)
    }
}

impl Categories<'_> {
    /// All of them in order, archived ones too: old tickets still name those.
    pub async fn list(&self) -> Result<Vec<Category>> {
        let rows = self
            .0
            .of::<categories::Entity>()
            .order_by_asc(categories::Column::Position)
            .all(&self.0.db)
            .await?;
        rows.into_iter().map(from_row).collect()
    }

    /// The same, held until this unit of work ends: of two who change them at once the second sees what the first left.
    pub async fn hold_categories(&self) -> Result<Vec<Category>> {
        let rows = self
            .0
            .of::<categories::Entity>()
            .order_by_asc(categories::Column::Id)
            .lock(LockType::NoKeyUpdate)
            .all(&self.0.db)
            .await?;
        let mut found = rows.into_iter().map(from_row).collect::<Result<Vec<_>>>()?;
        found.sort_by_key(|it| it.position);
        Ok(found)
    }

    /// The category with an identifier.
    pub async fn by_id(&self, id: CategoryId) -> Result<Category> {
        let row = self
            .0
            .of::<categories::Entity>()
            .filter(categories::Column::Id.eq(id.uuid()))
            .one(&self.0.db)
            .await?;
        from_row(row.ok_or(StoreError::NotFound)?)
    }

    /// Writes a new category.
    pub async fn insert(&self, category: &Category) -> Result<()> {
        let mut row = columns(category)?;
        row.tenant_id = Set(self.0.tenant.uuid());
        row.id = Set(category.id.uuid());
        categories::Entity::insert(row).exec_without_returning(&self.0.db).await?;
        Ok(())
    }

    /// Saves a category.
    pub async fn update(&self, category: &Category) -> Result<()> {
        let done = self
            .0
            .change::<categories::Entity>()
            .set(columns(category)?)
            .filter(categories::Column::Id.eq(category.id.uuid()))
            .exec(&self.0.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound) }
    }
}

fn columns(category: &Category) -> Result<categories::ActiveModel> {
    let Category {
        id: _,
        name_fr,
        name_en,
        hint_fr,
        hint_en,
        position,
        is_urgent,
        team,
        archived_at,
        policy,
        fields,
    } = category.clone();
    Ok(categories::ActiveModel {
        name_fr: Set(name_fr),
        name_en: Set(name_en),
        hint_fr: Set(hint_fr),
        hint_en: Set(hint_en),
        position: Set(position),
        is_urgent: Set(is_urgent),
        team_id: Set(team.map(rappel_domain::id::TeamId::uuid)),
        archived_at: Set(archived_at),
        policy_id: Set(policy.map(PolicyId::uuid)),
        own_fields: Set((!fields.is_empty()).then(|| to_json(&fields)).transpose()?),
        ..Default::default()
    })
}

fn from_row(row: categories::Model) -> Result<Category> {
    let fields = row.own_fields.map(|fields| from_json(fields, "categories.own_fields")).transpose()?;
    Ok(Category {
        id: CategoryId::from_uuid(row.id),
        name_fr: row.name_fr,
        name_en: row.name_en,
        hint_fr: row.hint_fr,
        hint_en: row.hint_en,
        position: row.position,
        is_urgent: row.is_urgent,
        team: row.team_id.map(TeamId::from_uuid),
        archived_at: row.archived_at,
        policy: row.policy_id.map(PolicyId::from_uuid),
        fields: fields.unwrap_or_default(),
    })
}
