//! Staff of the operator. The rows are the operator's own: no tenant's scope lists them.

use chrono::{DateTime, Duration, Utc};
use rappel_domain::{
    Locale,
    id::{StaffId, TenantId},
    phone::Phone,
    role::StaffRole,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, ExprTrait as _, QueryFilter, QueryOrder, QuerySelect as _,
    sea_query::{Expr, LockType},
};

pub use crate::refusals::Refusals;
use crate::{
    convert::word,
    entities::{staff, staff_tenants},
    error::{Result, StoreError},
    links::{Link, Purpose},
    persons::PhoneCode,
    refusals::{self, RefusedAddress},
    unit::{Guarded, OfficeTx, Tx},
};

/// Somebody of the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// Their identifier.
    pub id: StaffId,
    /// What they sign in with.
    pub user_name: String,
    /// Where they read mail.
    pub email: String,
    /// As they are called.
    pub name: String,
    /// The number that is paged.
    pub phone: Option<Phone>,
    /// When they proved it.
    pub phone_verified_at: Option<DateTime<Utc>>,
    /// Since when the number refuses our text messages (STOP, not a mobile).
    pub sms_refused_at: Option<DateTime<Utc>>,
    /// What was said then: `STOP`, or the provider's code and words.
    pub sms_refused_why: Option<String>,
    /// What else is refused: calls to the number, e-mails to the mailbox.
    pub refusals: Refusals,
    /// When the number last reached them: a text arrived, a text or a call was answered. Of another number than they have now
    /// it says nothing.
    pub reached_at: Option<DateTime<Utc>>,
    /// What they read.
    pub locale: Locale,
    /// What they may do.
    pub role: StaffRole,
    /// Sees every tenant; otherwise those in `tenants`.
    pub all_tenants: bool,
    /// The tenants of somebody who does not see all.
    pub tenants: Vec<TenantId>,
    /// argon2id, PHC string.
    pub password_hash: Option<String>,
    /// Sessions of an earlier epoch are dead.
    pub session_epoch: i32,
    /// When they chose their first password.
    pub activated_at: Option<DateTime<Utc>>,
    /// Since when they cannot sign in.
    pub disabled_at: Option<DateTime<Utc>>,
    /// When they last signed in.
    pub last_sign_in_at: Option<DateTime<Utc>>,
    /// The version that was read; 0 for a new one.
    pub version: i32,
}

impl Staff {
    /// Whether text messages can be sent to them now.
    pub const fn takes_sms(&self) -> bool {
        self.phone.is_some() && self.sms_refused_at.is_none() && self.disabled_at.is_none()
    }

    /// Whether they can be called now.
    pub const fn takes_calls(&self) -> bool {
        self.phone.is_some() && self.refusals.calls.is_none() && self.disabled_at.is_none()
    }

    /// Whether an e-mail that pages reaches them.
    pub const fn takes_mail(&self) -> bool {
        !self.email.is_empty() && self.refusals.mail.is_none()
    }

    /// Whether a tenant is one of theirs.
    pub fn may_see(&self, tenant: TenantId) -> bool {
        self.all_tenants || self.tenants.contains(&tenant)
    }
}

impl Tx {
    /// One of the staff, to tell them of this tenant's affairs.
    pub async fn staff(&self, id: StaffId) -> Result<Staff> {
        one(&self.db, staff::Column::Id.eq(id.uuid()), self.clock.now()).await?.ok_or(StoreError::NotFound)
    }

    /// The same, held until this unit of work ends: what somebody asks for twice at once is decided one after the other.
    pub async fn hold_staff(&self, id: StaffId) -> Result<Staff> {
        let row = staff::Entity::find_by_id(id.uuid()).lock(LockType::NoKeyUpdate);
        row.one(&self.db).await?.ok_or(StoreError::NotFound)?;
        self.staff(id).await
    }

    /// Everybody with a role who is not disabled, and may see this tenant.
    pub async fn staff_of_role(&self, role: StaffRole) -> Result<Vec<Staff>> {
        let tenant = self.tenant;
        let everybody = list(&self.db, self.clock.now()).await?;
        let able = |it: &Staff| it.disabled_at.is_none() && it.may_see(tenant);
        Ok(everybody.into_iter().filter(|it| it.role == role && able(it)).collect())
    }

    /// Everybody who is not disabled and may see this tenant, by name: whom a ticket can be assigned to.
    pub async fn staff_of_tenant(&self) -> Result<Vec<Staff>> {
        let tenant = self.tenant;
        let able = |it: &Staff| it.disabled_at.is_none() && it.may_see(tenant);
        Ok(list(&self.db, self.clock.now()).await?.into_iter().filter(able).collect())
    }

    /// Everybody, by name, whether they may be paged for this tenant or not: whoever may not be is said by name.
    pub async fn colleagues(&self) -> Result<Vec<Staff>> {
        list(&self.db, self.clock.now()).await
    }

    /// The code that was sent to prove the number of one of staff, if one was.
    pub async fn staff_phone_code(&self, id: StaffId) -> Result<Option<PhoneCode>> {
        let row = staff::Entity::find_by_id(id.uuid()).one(&self.db).await?.ok_or(StoreError::NotFound)?;
        Ok(row.phone_code_hash.zip(row.phone_code_expires_at).map(|(hash, expires_at)| PhoneCode {
            hash,
            expires_at,
            tries: row.phone_code_tries,
        }))
    }

    /// Saves the code that is being sent.
    pub async fn set_staff_phone_code(&self, id: StaffId, code: &PhoneCode) -> Result<()> {
        let row = staff::ActiveModel {
            phone_code_hash: Set(Some(code.hash.clone())),
            phone_code_expires_at: Set(Some(code.expires_at)),
            phone_code_tries: Set(code.tries),
            ..Default::default()
        };
        staff::Entity::update_many().set(row).filter(staff::Column::Id.eq(id.uuid())).exec(&self.db).await?;
        Ok(())
    }

    /// Counts a try at the code that was sent, before it is compared. Whether it is one of the first `most`.
    pub async fn count_staff_code_try(&self, id: StaffId, most: i32) -> Result<bool> {
        let one_more = Expr::col(staff::Column::PhoneCodeTries).add(1);
        let done = staff::Entity::update_many()
            .col_expr(staff::Column::PhoneCodeTries, one_more)
            .filter(staff::Column::Id.eq(id.uuid()))
            .filter(staff::Column::PhoneCodeHash.is_not_null())
            .filter(staff::Column::PhoneCodeTries.lt(most))
            .exec(&self.db)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Notes that a number was proved, which uses its code up. [`StoreError::Stale`] when they have another by now.
    pub async fn set_staff_phone_verified(&self, id: StaffId, phone: &Phone) -> Result<()> {
        let row = staff::ActiveModel {
            phone_verified_at: Set(Some(self.clock.now())),
            phone_code_hash: Set(None),
            phone_code_expires_at: Set(None),
            ..Default::default()
        };
        let done = staff::Entity::update_many()
            .set(row)
            .col_expr(staff::Column::Version, Expr::col(staff::Column::Version).add(1))
            .filter(staff::Column::Id.eq(id.uuid()))
            .filter(staff::Column::Phone.eq(phone.e164()))
            .exec(&self.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
    }

    /// Saves a new password of somebody who holds a link for it; their sessions are dead. Answers them as they are with it.
    pub async fn set_staff_password(&self, link: &Link, hash: &str) -> Result<Staff> {
        let (Purpose::StaffInvitation(staff) | Purpose::StaffPassword(staff)) = link.purpose else {
            return Err(StoreError::Forbidden);
        };
        set_password(&self.db, staff, hash, self.clock.now()).await?;
        self.staff(staff).await
    }

    /// Ends every session of somebody. It is another version: whoever read them before does not save the old epoch with the rest.
    pub async fn end_staff_sessions(&self, id: StaffId) -> Result<()> {
        let one_more = |column: staff::Column| Expr::col(column).add(1);
        staff::Entity::update_many()
            .col_expr(staff::Column::SessionEpoch, one_more(staff::Column::SessionEpoch))
            .col_expr(staff::Column::Version, one_more(staff::Column::Version))
            .filter(staff::Column::Id.eq(id.uuid()))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Notes that somebody was reached by a number, when it is theirs. Within an hour of the last time nothing is written: many
    /// receipts at once would wait for each other.
    pub async fn note_reached(&self, id: StaffId, phone: &str) -> Result<()> {
        let now = self.clock.now();
        let long_ago = Condition::any()
            .add(staff::Column::ReachedAt.is_null())
            .add(staff::Column::ReachedAt.lt(now - REACHED_ANEW));
        let row = staff::ActiveModel { reached_at: Set(Some(now)), ..Default::default() };
        staff::Entity::update_many()
            .set(row)
            .filter(staff::Column::Id.eq(id.uuid()))
            .filter(staff::Column::Phone.eq(phone))
            .filter(long_ago)
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

/// How long after somebody was reached it is worth noting again.
const REACHED_ANEW: Duration = Duration::hours(1);

impl OfficeTx {
    /// Everybody, by name.
    pub async fn staff_list(&self) -> Result<Vec<Staff>> {
        list(&self.db, self.clock.now()).await
    }

    /// Everybody, by name, held until this unit of work ends: two who change the team at once do it one after the
    /// other, so that each sees what the other left.
    pub async fn hold_team(&mut self) -> Result<Vec<Staff>> {
        hold(&self.db).await?;
        list(&self.db, self.clock.now()).await
    }

    /// One of the staff.
    pub async fn staff_by_id(&self, id: StaffId) -> Result<Staff> {
        one(&self.db, staff::Column::Id.eq(id.uuid()), self.clock.now()).await?.ok_or(StoreError::NotFound)
    }

    /// Writes a new staff member. [`StoreError::Taken`] names what is taken.
    pub async fn insert_staff(&mut self, new: &Staff) -> Result<()> {
        let now = self.clock.now();
        for (column, value, what) in [
            (staff::Column::UserName, &new.user_name, "user_name"),
            (staff::Column::Email, &new.email, "email"),
        ] {
            if one(&self.db, column.eq(value.as_str()), now).await?.is_some() {
                return Err(StoreError::Taken(what));
            }
        }
        self.check_phone(new).await?;
        let mut row = columns(new);
        row.id = Set(new.id.uuid());
        row.created_at = Set(now);
        row.version = Set(1);
        staff::Entity::insert(row)
            .exec_without_returning(&self.db)
            .await
            .map_err(|error| StoreError::taken(error, "user_name"))?;
        self.set_tenants(new).await
    }

    /// Saves a staff member. [`StoreError::Taken`] when somebody else has their number.
    pub async fn update_staff(&mut self, changed: &Staff) -> Result<()> {
        self.check_phone(changed).await?;
        let mut row = columns(changed);
        row.version = Set(changed.version + 1);
        // Whom another number reached is not reached by this one.
        let number = changed.phone.as_ref().map(|phone| phone.e164().to_owned());
        let reached =
            Expr::case(Expr::col(staff::Column::Phone).eq(number), Expr::col(staff::Column::ReachedAt));
        let done = staff::Entity::update_many()
            .set(row)
            .col_expr(staff::Column::ReachedAt, reached.into())
            .filter(staff::Column::Id.eq(changed.id.uuid()))
            .filter(staff::Column::Version.eq(changed.version))
            .exec(&self.db)
            .await?;
        if done.rows_affected != 1 {
            return Err(StoreError::Stale);
        }
        staff_tenants::Entity::delete_many()
            .filter(staff_tenants::Column::StaffId.eq(changed.id.uuid()))
            .exec(&self.db)
            .await?;
        self.set_tenants(changed).await
    }

    /// A reply by SMS must name one of staff: nobody else who is not disabled may have the number.
    async fn check_phone(&self, of: &Staff) -> Result<()> {
        let (Some(phone), None) = (&of.phone, of.disabled_at) else {
            return Ok(());
        };
        hold(&self.db).await?;
        let other = staff::Entity::find()
            .filter(staff::Column::Phone.eq(phone.e164()))
            .filter(staff::Column::DisabledAt.is_null())
            .filter(staff::Column::Id.ne(of.id.uuid()))
            .one(&self.db)
            .await?;
        if other.is_some() { Err(StoreError::Taken("phone")) } else { Ok(()) }
    }

    async fn set_tenants(&mut self, of: &Staff) -> Result<()> {
        let rows = of.tenants.iter().map(|tenant| staff_tenants::ActiveModel {
            staff_id: Set(of.id.uuid()),
            tenant_id: Set(tenant.uuid()),
        });
        if !of.tenants.is_empty() {
            staff_tenants::Entity::insert_many(rows).exec_without_returning(&self.db).await?;
        }
        Ok(())
    }
}

/// Locks every row of the table, in one order, but not its key: whoever is paged meanwhile is referred to. (SQLite has one
/// writer at a time anyway.)
async fn hold(db: &Guarded) -> Result<()> {
    staff::Entity::find().order_by_asc(staff::Column::Id).lock(LockType::NoKeyUpdate).all(db).await?;
    Ok(())
}

pub(crate) async fn list(db: &Guarded, now: DateTime<Utc>) -> Result<Vec<Staff>> {
    let rows = staff::Entity::find().order_by_asc(staff::Column::Name).all(db).await?;
    let tenants = staff_tenants::Entity::find().all(db).await?;
    let phones = rows.iter().filter_map(|row| row.phone.as_deref());
    let addresses = phones.chain(rows.iter().map(|row| row.email.as_str()));
    let refused = refusals::among(db, addresses, now).await?;
    rows.into_iter()
        .map(|row| {
            let own = tenants.iter().filter(|it| it.staff_id == row.id);
            let own = own.map(|it| TenantId::from_uuid(it.tenant_id)).collect();
            from_row(row, own, &refused)
        })
        .collect()
}

pub(crate) async fn one(
    db: &Guarded,
    condition: impl Into<sea_orm::sea_query::Expr>,
    now: DateTime<Utc>,
) -> Result<Option<Staff>> {
    let condition = Condition::all().add(condition.into());
    let Some(row) = staff::Entity::find().filter(condition).one(db).await? else {
        return Ok(None);
    };
    let own = if row.all_tenants {
        Vec::new()
    } else {
        let of = staff_tenants::Entity::find().filter(staff_tenants::Column::StaffId.eq(row.id));
        of.all(db).await?.into_iter().map(|it| TenantId::from_uuid(it.tenant_id)).collect()
    };
    let addresses = row.phone.as_deref().into_iter().chain([row.email.as_str()]);
    let refused = refusals::among(db, addresses, now).await?;
    from_row(row, own, &refused).map(Some)
}

async fn set_password(db: &Guarded, id: StaffId, hash: &str, now: DateTime<Utc>) -> Result<()> {
    let current = one(db, staff::Column::Id.eq(id.uuid()), now).await?.ok_or(StoreError::NotFound)?;
    let row = staff::ActiveModel {
        password_hash: Set(Some(hash.to_owned())),
        activated_at: Set(Some(current.activated_at.unwrap_or(now))),
        ..Default::default()
    };
    // Another version, too: whoever read them before does not save the old epoch with the rest.
    let one_more = |column: staff::Column| Expr::col(column).add(1);
    staff::Entity::update_many()
        .set(row)
        .col_expr(staff::Column::SessionEpoch, one_more(staff::Column::SessionEpoch))
        .col_expr(staff::Column::Version, one_more(staff::Column::Version))
        .filter(staff::Column::Id.eq(id.uuid()))
        .exec(db)
        .await?;
    Ok(())
}

pub(crate) async fn note_sign_in(db: &Guarded, id: StaffId, now: DateTime<Utc>) -> Result<()> {
    let row = staff::ActiveModel { last_sign_in_at: Set(Some(now)), ..Default::default() };
    staff::Entity::update_many().set(row).filter(staff::Column::Id.eq(id.uuid())).exec(db).await?;
    Ok(())
}

/// Notes that a number takes texts again, by somebody's word of such a time.
pub(crate) async fn allow_sms(db: &Guarded, id: StaffId, said_at: DateTime<Utc>) -> Result<()> {
    let row = staff::ActiveModel {
        sms_refused_at: Set(None),
        sms_refused_why: Set(None),
        sms_allowed_at: Set(Some(said_at)),
        ..Default::default()
    };
    staff::Entity::update_many().set(row).filter(staff::Column::Id.eq(id.uuid())).exec(db).await?;
    Ok(())
}

fn columns(of: &Staff) -> staff::ActiveModel {
    staff::ActiveModel {
        user_name: Set(of.user_name.clone()),
        email: Set(of.email.clone()),
        name: Set(of.name.clone()),
        phone: Set(of.phone.as_ref().map(|phone| phone.e164().to_owned())),
        phone_verified_at: Set(of.phone_verified_at),
        sms_refused_at: Set(of.sms_refused_at),
        locale: Set(of.locale.tag().to_owned()),
        role: Set(of.role.as_str().to_owned()),
        all_tenants: Set(of.all_tenants),
        session_epoch: Set(of.session_epoch),
        disabled_at: Set(of.disabled_at),
        ..Default::default()
    }
}

fn from_row(row: staff::Model, tenants: Vec<TenantId>, refused: &[RefusedAddress]) -> Result<Staff> {
    Ok(Staff {
        refusals: refusals::of(refused, row.phone.as_deref(), &row.email),
        id: StaffId::from_uuid(row.id),
        user_name: row.user_name,
        email: row.email,
        name: row.name,
        phone: row.phone.map(Phone::from_e164_trusted),
        phone_verified_at: row.phone_verified_at,
        sms_refused_why: row.sms_refused_why.filter(|_| row.sms_refused_at.is_some()),
        sms_refused_at: row.sms_refused_at,
        reached_at: row.reached_at,
        locale: Locale::nearest(&row.locale),
        role: word(&row.role, "staff.role")?,
        all_tenants: row.all_tenants,
        tenants,
        password_hash: row.password_hash,
        session_epoch: row.session_epoch,
        activated_at: row.activated_at,
        disabled_at: row.disabled_at,
        last_sign_in_at: row.last_sign_in_at,
        version: row.version,
    })
}
