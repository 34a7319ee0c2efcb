//! The only makers of a [`Scope`]. Each reads a row first: who asks decides what they may reach.

use chrono::{DateTime, Utc};
use rappel_domain::{
    Actor,
    id::{ApiKeyId, PersonId, StaffId, TenantId},
    phone::Phone,
    role::{PersonRole, StaffRole},
    visibility::Visibility,
};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait as _, QueryFilter};

use crate::{
    Store,
    entities::{staff as staff_rows, tenants as tenant_rows},
    error::{Result, StoreError},
    jobs::{Claimed, runner_scope},
    keys::{self, ApiKey},
    links::{Link, Purpose},
    persons::Person,
    scope::{Rights, Scope, StaffScope},
    sessions::{Audience, Begins, Session, Standing, Subject},
    staff::{self, Staff},
    tenants::Tenant,
    unit::{Writes, commit},
    visible::CompanyRules,
};

/// The doors of a store.
#[derive(Debug, Clone, Copy)]
pub struct Doors<'a>(pub(crate) &'a Store);

impl Store {
    /// The ways to a scope.
    pub const fn doors(&self) -> Doors<'_> {
        Doors(self)
    }
}

impl Doors<'_> {
    /// A visitor of a tenant's portal who has not signed in: may sign in and use links.
    pub async fn guest(&self, tenant: TenantId) -> Result<Scope> {
        let unit = self.0.reference(Writes::No).await?;
        let row = tenant_rows::Entity::find_by_id(tenant.uuid()).one(&unit).await?;
        if !lets_in(&row.ok_or(StoreError::NotFound)?) {
            return Err(StoreError::NotFound);
        }
        Ok(Scope::new(tenant, Actor::System, Rights::Guest))
    }

    /// Whoever got an e-mail of a company, which may leave by now: may still stop such e-mails by the link in it.
    pub async fn mail_reader(&self, tenant: TenantId) -> Result<Scope> {
        let unit = self.0.reference(Writes::No).await?;
        let row = tenant_rows::Entity::find_by_id(tenant.uuid()).one(&unit).await?;
        if row.ok_or(StoreError::NotFound)?.disabled_at.is_some() {
            return Err(StoreError::NotFound);
        }
        Ok(Scope::new(tenant, Actor::System, Rights::Guest))
    }

    /// A session of a tenant's portal, by the SHA-256 of its id. `None` when it is over, the person was
    /// disabled or their password changed, or when the session is of another tenant or of the back office.
    pub async fn portal(&self, tenant: TenantId, hash: &[u8; 32]) -> Result<Option<(Scope, Person)>> {
        let Some((session, found)) = self.portal_person(tenant, hash).await? else {
            return Ok(None);
        };
        if !self.0.is_to_be_touched(&session) {
            return Ok(Some(found));
        }
        self.0.touch_session(tenant, hash, &session).await?;
        Ok(self.portal_person(tenant, hash).await?.map(|(_, found)| found))
    }

    async fn portal_person(
        &self,
        tenant: TenantId,
        hash: &[u8; 32],
    ) -> Result<Option<(Session, (Scope, Person))>> {
        let Some((tx, session)) = self.0.session(tenant, hash, Audience::Portal).await? else {
            return Ok(None);
        };
        let Subject::Person(id) = session.subject else {
            return Ok(None);
        };
        let Some((person, company)) = tx.person_and_rules(id).await? else {
            return Ok(None);
        };
        if person.disabled_at.is_some() || person.session_epoch != session.epoch {
            return Ok(None);
        }
        Ok(Some((session, (person_scope(tenant, &person, &company), person))))
    }

    /// Signs somebody of a tenant in, as they were when their password was checked: a new session, by the SHA-256
    /// of its id. [`StoreError::Forbidden`] when they were disabled or chose another password since.
    pub async fn sign_in_person(&self, guest: &Scope, person: &Person, hash: &[u8; 32]) -> Result<Scope> {
        self.begin_for(guest, person, hash, Begins::Proved).await
    }

    /// The same for somebody whom the company's provider named, and who gave nothing of their own here.
    pub async fn let_in_by_provider(&self, guest: &Scope, person: &Person, hash: &[u8; 32]) -> Result<Scope> {
        self.begin_for(guest, person, hash, Begins::ByProvider).await
    }

    /// The same for somebody who stays signed in: the session takes the place of another.
    pub async fn keep_signed_in(
        &self,
        guest: &Scope,
        person: &Person,
        hash: &[u8; 32],
        other: Standing,
    ) -> Result<Scope> {
        self.begin_for(guest, person, hash, Begins::InPlaceOf(other)).await
    }

    async fn begin_for(
        &self,
        guest: &Scope,
        person: &Person,
        hash: &[u8; 32],
        begins: Begins,
    ) -> Result<Scope> {
        let tenant = guest.tenant();
        let tx = self.0.write(&runner_scope(tenant)).await?;
        // Read again: the person must be one of this tenant.
        let now = tx.persons().by_id(person.id).await?;
        if now.disabled_at.is_some() || now.session_epoch != person.session_epoch {
            return Err(StoreError::Forbidden);
        }
        // It may have been asked to delete the company since the guest's scope was made: that ends every session there is, and
        // none may begin after it.
        if tx.deletions().leaves_at().await?.is_some() {
            return Err(StoreError::Forbidden);
        }
        let company = tx.company_rules().await?;
        tx.persons().note_sign_in(person.id).await?;
        tx.commit().await?;
        // Of the epoch whose password was checked: a session that a change of password overtakes here is dead.
        self.0.begin_session(tenant, hash, Subject::Person(person.id), person.session_epoch, begins).await?;
        Ok(person_scope(tenant, &now, &company))
    }

    /// A session of the back office, by the SHA-256 of its id.
    pub async fn office(&self, hash: &[u8; 32]) -> Result<Option<(StaffScope, Staff)>> {
        let operator = self.0.operator_id().await?;
        let Some((_, session)) = self.0.session(operator, hash, Audience::Office).await? else {
            return Ok(None);
        };
        let Subject::Staff(id) = session.subject else {
            return Ok(None);
        };
        let found = self.staff_door(staff_rows::Column::Id.eq(id.uuid())).await?;
        self.0.touch_session(operator, hash, &session).await?;
        Ok(found.filter(|(_, staff)| staff.session_epoch == session.epoch))
    }

    /// Signs somebody of staff in, as they were when their password was checked: a new session, by the SHA-256 of
    /// its id. [`StoreError::Forbidden`] when they were disabled or chose another password since.
    pub async fn sign_in_staff(&self, staff: &Staff, hash: &[u8; 32]) -> Result<StaffScope> {
        self.begin_for_staff(staff, hash, Begins::Proved).await
    }

    /// The same for somebody who stays signed in: the session takes the place of another.
    pub async fn keep_staff_signed_in(
        &self,
        staff: &Staff,
        hash: &[u8; 32],
        other: Standing,
    ) -> Result<StaffScope> {
        self.begin_for_staff(staff, hash, Begins::InPlaceOf(other)).await
    }

    async fn begin_for_staff(&self, staff: &Staff, hash: &[u8; 32], begins: Begins) -> Result<StaffScope> {
        let operator = self.0.operator().await?.ok_or(StoreError::NotFound)?;
        let found = self.staff_door(staff_rows::Column::Id.eq(staff.id.uuid())).await?;
        let found = found.filter(|(_, now)| now.session_epoch == staff.session_epoch);
        let (scope, _) = found.ok_or(StoreError::Forbidden)?;
        let unit = self.0.reference(Writes::Yes).await?;
        staff::note_sign_in(&unit, staff.id, self.0.clock().now()).await?;
        commit(unit).await?;
        self.0
            .begin_session(operator.id, hash, Subject::Staff(staff.id), staff.session_epoch, begins)
            .await?;
        Ok(scope)
    }

    /// Somebody of staff by what they sign in with; for the sign-in form, which then checks the password.
    pub async fn staff_by_login(&self, login: &str) -> Result<Option<Staff>> {
        let login = login.trim().to_lowercase();
        let unit = self.0.reference(Writes::No).await?;
        let condition =
            staff_rows::Column::UserName.eq(login.as_str()).or(staff_rows::Column::Email.eq(login.as_str()));
        staff::one(&unit, condition, self.0.clock().now()).await
    }

    /// Somebody of staff by the number that a text message came from. The provider's signature was checked.
    pub async fn staff_by_phone(&self, phone: &Phone) -> Result<Option<(StaffScope, Staff)>> {
        // A leaver's row keeps the number that a successor may have now.
        let condition =
            staff_rows::Column::Phone.eq(phone.e164()).and(staff_rows::Column::DisabledAt.is_null());
        self.staff_door(condition).await
    }

    /// Notes that a number takes our text messages again (START), and when that was said.
    pub async fn allow_sms(&self, staff: &StaffScope, said_at: DateTime<Utc>) -> Result<()> {
        let unit = self.0.reference(Writes::Yes).await?;
        staff::allow_sms(&unit, staff.staff(), said_at).await?;
        commit(unit).await
    }

    async fn staff_door(
        &self,
        condition: impl Into<sea_orm::sea_query::Expr>,
    ) -> Result<Option<(StaffScope, Staff)>> {
        let unit = self.0.reference(Writes::No).await?;
        let now = self.0.clock().now();
        let Some(staff) = staff::one(&unit, condition, now).await?.filter(|it| it.disabled_at.is_none())
        else {
            return Ok(None);
        };
        let clients = tenant_rows::Entity::find().all(&unit).await?;
        let mut operator = None;
        let mut tenants = Vec::new();
        for row in clients {
            let id = TenantId::from_uuid(row.id);
            if row.kind == "operator" {
                operator = Some(id);
            } else if row.erased_at.is_some() {
                // It goes while they look: what is left of it is nobody's.
            } else if staff.all_tenants || staff.tenants.contains(&id) {
                tenants.push(id);
            }
        }
        let operator = operator.ok_or(StoreError::NotFound)?;
        let scope = StaffScope {
            operator,
            staff: staff.id,
            role: staff.role,
            tenants,
            all_tenants: staff.all_tenants,
        };
        Ok(Some((scope, staff)))
    }

    /// A link that was mailed or texted: the number of its tenant and the SHA-256 of its token.
    /// [`StoreError::NotFound`] when there is none, it has expired, its tenant is switched off, or whoever was paged
    /// or asked may not see the tenant any more.
    pub async fn link(&self, tenant_number: i64, token_hash: &[u8; 32]) -> Result<(Scope, Link)> {
        let unit = self.0.reference(Writes::No).await?;
        let row = tenant_rows::Entity::find()
            .filter(tenant_rows::Column::Number.eq(tenant_number))
            .one(&unit)
            .await?
            .filter(|row| row.disabled_at.is_none())
            .ok_or(StoreError::NotFound)?;
        let leaves = row.leaves_at.is_some();
        drop(unit);
        let scope = Scope::new(TenantId::from_uuid(row.id), Actor::System, Rights::Guest);
        let tx = self.0.read(&scope).await?;
        let link = tx.links().by_hash(token_hash).await?;
        // While a company leaves, a call that staff promised is still theirs to make.
        let is_closed = leaves && !matches!(link.purpose, Purpose::Callback { .. });
        if is_closed || link.expires_at <= tx.clock().now() {
            return Err(StoreError::NotFound);
        }
        let scope = match link.purpose {
            Purpose::Callback { staff: Some(staff), .. } => {
                let found = tx.staff(staff).await?;
                if found.disabled_at.is_some() || !found.may_see(scope.tenant()) {
                    return Err(StoreError::NotFound);
                }
                let rights = Rights::Staff { staff, role: found.role };
                Scope::new(scope.tenant(), Actor::Staff(staff), rights)
            }
            Purpose::Callback { staff: None, callback } => {
                Scope::new(scope.tenant(), Actor::System, Rights::Callback { callback })
            }
            Purpose::Feedback { ticket, person } => {
                if tx.persons().by_id(person).await?.disabled_at.is_some() {
                    return Err(StoreError::NotFound);
                }
                Scope::new(scope.tenant(), Actor::Person(person), Rights::Feedback { ticket })
            }
            _ => scope,
        };
        Ok((scope, link))
    }

    /// A key of the JSON API, by the SHA-256 of its secret.
    pub async fn api_key(
        &self,
        tenant_number: i64,
        id: ApiKeyId,
        secret_hash: &[u8; 32],
    ) -> Result<(Scope, ApiKey)> {
        let unit = self.0.reference(Writes::No).await?;
        let row = tenant_rows::Entity::find()
            .filter(tenant_rows::Column::Number.eq(tenant_number))
            .one(&unit)
            .await?
            .ok_or(StoreError::NotFound)?;
        drop(unit);
        if !lets_in(&row) {
            return Err(StoreError::NotFound);
        }
        let tenant = TenantId::from_uuid(row.id);
        let tx = self.0.read(&runner_scope(tenant)).await?;
        let key = tx.api_key_by_secret(id, secret_hash).await?;
        let now = tx.clock().now();
        drop(tx);
        if key.last_used_at.is_none_or(|used| now - used >= keys::USE_NOTED_EVERY) {
            let tx = self.0.write(&runner_scope(tenant)).await?;
            tx.note_api_key_use(id).await?;
            tx.commit().await?;
        }
        let rights = Rights::ApiKey { key: id, scopes: key.scopes.clone() };
        Ok((Scope::new(tenant, Actor::ApiKey(id), rights), key))
    }

    /// The right of the staff member for whom a key acts, if it does. `key` is what [`Doors::api_key`] answered:
    /// whose key it is is read from its row, not believed.
    pub async fn staff_of_key(&self, key: &Scope) -> Result<Option<StaffScope>> {
        let Rights::ApiKey { key: id, .. } = key.rights() else {
            return Ok(None);
        };
        let staff = self.0.read(key).await?.staff_of_api_key(*id).await?;
        match staff {
            Some(staff) => {
                let found = self.staff_door(staff_rows::Column::Id.eq(staff.uuid())).await?;
                Ok(found.map(|(scope, _)| scope))
            }
            None => Ok(None),
        }
    }

    /// A claimed job: the row was read under its lease.
    pub const fn job(&self, job: &Claimed) -> Scope {
        runner_scope(job.tenant)
    }

    /// A receipt of a provider, whose signature was checked, for a tenant by its number.
    pub async fn receipt(&self, tenant_number: i64) -> Result<Scope> {
        let unit = self.0.reference(Writes::No).await?;
        let row = tenant_rows::Entity::find()
            .filter(tenant_rows::Column::Number.eq(tenant_number))
            .one(&unit)
            .await?
            .ok_or(StoreError::NotFound)?;
        Ok(runner_scope(TenantId::from_uuid(row.id)))
    }

    /// Whoever sits at the machine's command line, with every right.
    pub async fn command_line(&self) -> Result<CommandLine> {
        let every = self.0.tenants().await?;
        let operator = every.iter().find(|it| it.is_operator).cloned().ok_or(StoreError::NotFound)?;
        let unit = self.0.reference(Writes::No).await?;
        let going = tenant_rows::Entity::find().filter(tenant_rows::Column::ErasedAt.is_not_null());
        // Half gone, their chains end nowhere, and nobody is told of anything.
        let going: Vec<_> =
            going.all(&unit).await?.into_iter().map(|row| TenantId::from_uuid(row.id)).collect();
        let clients = every.into_iter().filter(|it| !it.is_operator && !going.contains(&it.id));
        let clients = clients.map(|it| it.id).collect();
        Ok(CommandLine { operator, clients })
    }
}

/// Whoever sits at the machine's command line.
#[derive(Debug)]
pub struct CommandLine {
    operator: Tenant,
    clients: Vec<TenantId>,
}

impl CommandLine {
    /// The right to every tenant and to the operator's own tables; acts for nobody of staff.
    pub fn office(&self) -> StaffScope {
        StaffScope {
            operator: self.operator.id,
            staff: StaffId::from_uuid(sea_orm::prelude::Uuid::nil()),
            role: StaffRole::Admin,
            tenants: self.clients.clone(),
            all_tenants: true,
        }
    }

    /// The operator's own row of the tenants.
    pub const fn operator(&self) -> &Tenant {
        &self.operator
    }

    /// The right to one tenant's rows.
    pub const fn tenant(&self, tenant: TenantId) -> Scope {
        runner_scope(tenant)
    }
}

/// Whether anybody of a company may come in: it is not switched off, and does not leave.
const fn lets_in(row: &tenant_rows::Model) -> bool {
    row.disabled_at.is_none() && row.leaves_at.is_none()
}

fn person_scope(tenant: TenantId, person: &Person, company: &CompanyRules) -> Scope {
    scope_of(tenant, person.id, person.role, person.visibility.as_ref(), company)
}

/// The scope of somebody of a company, of whom no more was read than makes it.
pub(crate) fn scope_of(
    tenant: TenantId,
    person: PersonId,
    role: PersonRole,
    visibility: Option<&Visibility>,
    company: &CompanyRules,
) -> Scope {
    let sees = Visibility::of(role, visibility, &company.members_see);
    let rights = Rights::Person { person, role, sees, second_step: company.second_step };
    Scope::new(tenant, Actor::Person(person), rights)
}
