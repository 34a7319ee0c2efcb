//! Tenants, the operator among them. The table is read before anybody has a scope.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use rappel_domain::{
    Locale,
    brand::Logo,
    company::CompanySettings,
    id::TenantId,
    phone::{Country, Phone},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};

use crate::{
    Store,
    convert::{from_json, to_json, word},
    entities::{deletions, tenants},
    error::{Result, StoreError},
    unit::{Guarded, OfficeTx, Tx, Writes, commit},
};

/// A client company, or the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenant {
    /// Its identifier.
    pub id: TenantId,
    /// A small number, for links.
    pub number: i64,
    /// Whether it is the operator.
    pub is_operator: bool,
    /// Its name in host names.
    pub slug: String,
    /// As people call it.
    pub name: String,
    /// What its people read unless they chose.
    pub locale: Locale,
    /// Whose clocks its times are shown by.
    pub time_zone: Tz,
    /// Where numbers without a country code belong.
    pub country: Country,
    /// `#rrggbb`.
    pub brand_color: String,
    /// The number shown to clients (of the operator).
    pub phone: Option<Phone>,
    /// By when we call, in minutes; `None` follows the operator.
    pub promise_minutes: Option<i32>,
    /// After how many days an answered ticket closes; `None` follows the operator.
    pub close_after_days: Option<i32>,
    /// Paged when nobody else can be (of the operator).
    pub fallback_phone: Option<Phone>,
    /// Written to when nobody else can be (of the operator).
    pub fallback_email: Option<String>,
    /// General terms in French.
    pub terms_fr: Option<String>,
    /// General terms in English.
    pub terms_en: Option<String>,
    /// How many texts are planned for a month; `None` for no plan. Nothing is held back beyond it.
    pub sms_budget: Option<i32>,
    /// How many calls are planned for a month.
    pub call_budget: Option<i32>,
    /// What is known of its logo; its name stands for it when there is none.
    pub logo: Option<Logo>,
    /// What it says for itself, where it says more than the columns above; of the operator, what counts for all.
    pub settings: Box<CompanySettings>,
    /// Since when it is switched off.
    pub disabled_at: Option<DateTime<Utc>>,
    /// The version that was read; 0 for a new one.
    pub version: i32,
}

impl Store {
    /// The tenants of this installation, for rounds over all of them.
    pub async fn every_tenant(&self) -> Result<Vec<TenantId>> {
        let unit = self.reference(Writes::No).await?;
        let rows = tenants::Entity::find().all(&unit).await?;
        commit(unit).await?;
        Ok(rows.into_iter().map(|row| TenantId::from_uuid(row.id)).collect())
    }

    /// Every tenant, the operator first, then by name.
    pub async fn tenants(&self) -> Result<Vec<Tenant>> {
        let unit = self.reference(Writes::No).await?;
        list(&unit).await
    }

    /// The operator; `None` before the first set-up.
    pub async fn operator(&self) -> Result<Option<Tenant>> {
        let unit = self.reference(Writes::No).await?;
        let row = tenants::Entity::find().filter(tenants::Column::Kind.eq("operator")).one(&unit).await?;
        row.map(from_row).transpose()
    }

    /// The operator's identifier, read once: there is one operator, and it stays.
    pub(crate) async fn operator_id(&self) -> Result<TenantId> {
        if let Some(id) = self.operator.get() {
            return Ok(*id);
        }
        let id = self.operator().await?.ok_or(StoreError::NotFound)?.id;
        Ok(*self.operator.get_or_init(|| id))
    }

    /// Writes the operator at the first set-up. [`StoreError::Taken`] when there is one.
    pub async fn insert_operator(&self, operator: &Tenant) -> Result<()> {
        let unit = self.reference(Writes::Yes).await?;
        insert(&unit, operator, self.clock().now()).await?;
        commit(unit).await
    }
}

impl OfficeTx {
    /// The tenants that this staff member may see, by name; the operator is not among them.
    pub async fn tenants(&self) -> Result<Vec<Tenant>> {
        let all = list(&self.db).await?;
        Ok(all.into_iter().filter(|tenant| self.tenants.contains(&tenant.id)).collect())
    }

    /// Writes a new tenant, and answers the number it was given.
    pub async fn insert_tenant(&mut self, tenant: &Tenant) -> Result<i64> {
        insert(&self.db, tenant, self.clock.now()).await
    }

    /// Saves a tenant or the operator.
    pub async fn update_tenant(&mut self, tenant: &Tenant) -> Result<()> {
        let mut row = columns(tenant)?;
        row.version = Set(tenant.version + 1);
        let done = tenants::Entity::update_many()
            .set(row)
            .filter(tenants::Column::Id.eq(tenant.id.uuid()))
            .filter(tenants::Column::Version.eq(tenant.version))
            .exec(&self.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
    }

    /// Gives the language and the time zone of the operator to every company that follows it in them, whoever may see it.
    pub async fn have_followers_follow(&mut self, operator: &Tenant) -> Result<()> {
        let rows = tenants::Entity::find()
            .filter(tenants::Column::Kind.ne("operator"))
            // What is going is no longer set up.
            .filter(tenants::Column::ErasedAt.is_null())
            .all(&self.db)
            .await?;
        for row in rows {
            let tenant = from_row(row)?;
            let follows = &tenant.settings;
            let locale = if follows.follows_language { operator.locale } else { tenant.locale };
            let time_zone = if follows.follows_zone { operator.time_zone } else { tenant.time_zone };
            if (locale, time_zone) != (tenant.locale, tenant.time_zone) {
                self.update_tenant(&Tenant { locale, time_zone, ..tenant }).await?;
            }
        }
        Ok(())
    }
}

impl Tx {
    /// The tenant of this scope.
    pub async fn tenant(&self) -> Result<Tenant> {
        let row = tenants::Entity::find_by_id(self.tenant.uuid()).one(&self.db).await?;
        from_row(row.ok_or(StoreError::NotFound)?)
    }

    /// The tenant of this scope with the operator, whose settings it inherits.
    pub async fn tenant_and_operator(&self) -> Result<(Tenant, Tenant)> {
        let rows = tenants::Entity::find()
            .filter(
                Condition::any()
                    .add(tenants::Column::Id.eq(self.tenant.uuid()))
                    .add(tenants::Column::Kind.eq("operator")),
            )
            .all(&self.db)
            .await?;
        let (mut tenant, mut operator) = (None, None);
        for row in rows {
            let found = from_row(row)?;
            if found.id == self.tenant {
                tenant = Some(found.clone());
            }
            if found.is_operator {
                operator = Some(found);
            }
        }
        tenant.zip(operator).ok_or(StoreError::NotFound)
    }

    /// The operator, whose settings a tenant inherits.
    pub async fn operator(&self) -> Result<Tenant> {
        let row = tenants::Entity::find().filter(tenants::Column::Kind.eq("operator")).one(&self.db).await?;
        from_row(row.ok_or(StoreError::NotFound)?)
    }
}

async fn list(unit: &Guarded) -> Result<Vec<Tenant>> {
    let rows = tenants::Entity::find()
        .order_by_desc(tenants::Column::Kind)
        .order_by_asc(tenants::Column::Name)
        .all(unit)
        .await?;
    rows.into_iter().map(from_row).collect()
}

async fn insert(unit: &Guarded, tenant: &Tenant, now: DateTime<Utc>) -> Result<i64> {
    let kind = if tenant.is_operator { "operator" } else { "client" };
    for (column, value, what) in [
        (tenants::Column::Slug, tenant.slug.as_str(), "slug"),
        (tenants::Column::Kind, if tenant.is_operator { kind } else { "" }, "operator"),
    ] {
        if tenants::Entity::find().filter(column.eq(value)).count(unit).await? > 0 {
            return Err(StoreError::Taken(what));
        }
    }
    // Links carry the number: that of a company that is gone names no other.
    let last = tenants::Entity::find().order_by_desc(tenants::Column::Number).one(unit).await?;
    let gone = deletions::Entity::find().order_by_desc(deletions::Column::CompanyNumber).one(unit).await?;
    let number = Ord::max(last.map_or(0, |row| row.number), gone.map_or(0, |row| row.company_number)) + 1;
    let mut row = columns(tenant)?;
    row.id = Set(tenant.id.uuid());
    row.number = Set(number);
    row.kind = Set(kind.to_owned());
    row.slug = Set(tenant.slug.clone());
    row.created_at = Set(now);
    row.version = Set(1);
    tenants::Entity::insert(row)
        .exec_without_returning(unit)
        .await
        .map_err(|error| StoreError::taken(error, "slug"))?;
    Ok(number)
}

fn columns(tenant: &Tenant) -> Result<tenants::ActiveModel> {
    let phone = |phone: &Option<Phone>| Set(phone.as_ref().map(|it| it.e164().to_owned()));
    Ok(tenants::ActiveModel {
        name: Set(tenant.name.clone()),
        locale: Set(tenant.locale.tag().to_owned()),
        time_zone: Set(tenant.time_zone.name().to_owned()),
        country: Set(tenant.country.to_string()),
        brand_color: Set(tenant.brand_color.clone()),
        phone: phone(&tenant.phone),
        promise_minutes: Set(tenant.promise_minutes),
        close_after_days: Set(tenant.close_after_days),
        fallback_phone: phone(&tenant.fallback_phone),
        fallback_email: Set(tenant.fallback_email.clone()),
        terms_fr: Set(tenant.terms_fr.clone()),
        terms_en: Set(tenant.terms_en.clone()),
        sms_budget: Set(tenant.sms_budget),
        call_budget: Set(tenant.call_budget),
        logo: Set(tenant.logo.as_ref().map(to_json).transpose()?),
        settings: Set(Some(to_json(&tenant.settings)?)),
        disabled_at: Set(tenant.disabled_at),
        ..Default::default()
    })
}

pub(crate) fn from_row(row: tenants::Model) -> Result<Tenant> {
    Ok(Tenant {
        id: TenantId::from_uuid(row.id),
        number: row.number,
        is_operator: row.kind == "operator",
        slug: row.slug,
        name: row.name,
        locale: Locale::nearest(&row.locale),
        time_zone: word(&row.time_zone, "tenants.time_zone")?,
        country: word(&row.country, "tenants.country")?,
        brand_color: row.brand_color,
        phone: row.phone.map(Phone::from_e164_trusted),
        promise_minutes: row.promise_minutes,
        close_after_days: row.close_after_days,
        fallback_phone: row.fallback_phone.map(Phone::from_e164_trusted),
        fallback_email: row.fallback_email,
        terms_fr: row.terms_fr,
        terms_en: row.terms_en,
        sms_budget: row.sms_budget,
        call_budget: row.call_budget,
        logo: row.logo.map(|logo| from_json(logo, "tenants.logo")).transpose()?,
        settings: row.settings.map(|it| from_json(it, "tenants.settings")).transpose()?.unwrap_or_default(),
        disabled_at: row.disabled_at,
        version: row.version,
    })
}
