//! Keys of the JSON API: `rpl_{tenant number}_{key id}_{secret}`.

use rappel_domain::{audit::Deed, display_name::DisplayName, id::ApiKeyId, role::StaffRight};
pub use rappel_store::keys::ApiKey;

use crate::{
    Scope, Service, StaffScope,
    error::{Error, Result},
    invalid::{Invalid, Reason},
    secret::{hex_token, sha256},
    tenants::tenant_of,
};

/// What a key may do.
pub const SCOPES: [&str; 4] = ["tickets:read", "tickets:write", "callbacks:read", "callbacks:write"];

/// Who calls the API.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The right to the key's tenant; for a staff key, the staff member's.
    pub scope: Scope,
    /// The key.
    pub key: ApiKey,
}

impl Caller {
    /// Whether the key may do something.
    pub fn may(&self, scope: &str) -> bool {
        self.key.scopes.iter().any(|it| it == scope)
    }
}

impl Service {
    /// Makes a key for a tenant; acts for the staff member who makes it when `for_staff`. Shown once.
    pub async fn add_api_key(
        &self,
        scope: &StaffScope,
        tenant: rappel_domain::id::TenantId,
        name: &str,
        scopes: &[String],
        acts_for: ActsFor,
    ) -> Result<String> {
        if !scope.may(StaffRight::EditTenants) {
            return Err(Error::Forbidden);
        }
        let name = match DisplayName::parse(name) {
            Ok(name) => name.to_string(),
            Err(refusal) => return Err(Error::Invalid(vec![Invalid::new("name", refusal.into())])),
        };
        if scopes.is_empty() || scopes.iter().any(|it| !SCOPES.contains(&it.as_str())) {
            return Err(Error::Invalid(vec![Invalid::new("scopes", Reason::NotAChoice)]));
        }
        let on = tenant_of(scope, tenant)?;
        let secret = hex_token()?;
        let tx = self.store.write(&on).await?;
        let key = ApiKey {
            id: ApiKeyId::new(tx.clock()),
            name,
            scopes: scopes.to_vec(),
            staff: (acts_for == ActsFor::Staff).then(|| scope.staff()),
            created_at: tx.clock().now(),
            last_used_at: None,
            revoked_at: None,
        };
        tx.insert_api_key(&key, &sha256(&secret)).await?;
        let number = tx.tenant().await?.number;
        tx.audit().note(None, &Deed::KeyMade { key: key.id }).await?;
        tx.commit().await?;
        Ok(format!("rpl_{number}_{}_{secret}", key.id.uuid().simple()))
    }

    /// Keys of a tenant, the newest first.
    pub async fn api_keys(
        &self,
        scope: &StaffScope,
        tenant: rappel_domain::id::TenantId,
    ) -> Result<Vec<ApiKey>> {
        if !scope.may(StaffRight::EditTenants) {
            return Err(Error::Forbidden);
        }
        Ok(self.store.read(&tenant_of(scope, tenant)?).await?.api_keys().await?)
    }

    /// Refuses a key from now on.
    pub async fn revoke_api_key(
        &self,
        scope: &StaffScope,
        tenant: rappel_domain::id::TenantId,
        id: ApiKeyId,
    ) -> Result<()> {
        if !scope.may(StaffRight::EditTenants) {
            return Err(Error::Forbidden);
        }
        let tx = self.store.write(&tenant_of(scope, tenant)?).await?;
        tx.revoke_api_key(id).await?;
        tx.audit().note(None, &Deed::KeyRevoked { key: id }).await?;
        Ok(tx.commit().await?)
    }

    /// Who calls the API with a key; [`Error::SignInFailed`] for any key that does not work.
    pub async fn api_caller(&self, key: &str) -> Result<Caller> {
        let parsed = parse(key).ok_or(Error::SignInFailed)?;
        let doors = self.store.doors();
        let found = doors.api_key(parsed.tenant, parsed.id, &sha256(parsed.secret)).await;
        let (scope, key) = found.map_err(|error| match error {
            rappel_store::StoreError::NotFound => Error::SignInFailed,
            other => other.into(),
        })?;
        if key.staff.is_none() {
            return Ok(Caller { scope, key });
        }
        // A staff key is worth no more than the staff member is now.
        let staff = doors.staff_of_key(&scope).await?.ok_or(Error::SignInFailed)?;
        if self.must_enrol(&staff).await? {
            return Err(Error::SignInFailed);
        }
        let scope = staff.on(scope.tenant()).ok_or(Error::SignInFailed)?;
        Ok(Caller { scope, key })
    }
}

/// For whom a key acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActsFor {
    /// The tenant.
    Tenant,
    /// The staff member who makes it.
    Staff,
}

struct Parsed<'a> {
    tenant: i64,
    id: ApiKeyId,
    secret: &'a str,
}

fn parse(key: &str) -> Option<Parsed<'_>> {
    let rest = key.strip_prefix("rpl_")?;
    let (tenant, rest) = rest.split_once('_')?;
    let (id, secret) = rest.split_once('_')?;
    let id = format!("{}{id}", ApiKeyId::PREFIX).parse().ok()?;
    Some(Parsed { tenant: tenant.parse().ok()?, id, secret })
}
