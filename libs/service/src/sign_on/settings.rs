//! The provider of a company: set by the operator's administrators.

use rappel_domain::{audit::Deed, delivery::News, display_name::DisplayName, host::HostName, id::TenantId};
use rappel_oidc::{Fault, Found};
use rappel_store::{
    Tx,
    doors::CommandLine,
    identities::{IdentityProvider, Whom},
    sessions::Subject,
};

use super::{CALLBACK, NotDone, secret_owner};
use crate::{
    Service, StaffScope,
    error::{Error, Result},
    factors::{Confirmed, holder},
    invalid::{Checks, Invalid, Reason},
    managers::tell_managers,
    retry::again,
    tenants::client_to_change,
};

/// More domains than any company has.
const DOMAINS: usize = 50;
/// Longest name or secret that providers give.
const LONGEST: usize = 500;

/// The provider as it is typed.
#[derive(Debug, Clone, Default)]
pub struct SignOnForm {
    /// What the button says.
    pub label: String,
    /// Its address, letter for letter as it calls itself.
    pub issuer: String,
    /// What it calls us.
    pub client_id: String,
    /// What it knows us by; empty keeps what there is, with the same issuer and the same name of ours alone.
    pub client_secret: String,
    /// Whose addresses are taken, one a line.
    pub domains: String,
    /// Whether people may sign in with it.
    pub is_on: bool,
    /// Whether members may sign in without it.
    pub passwords: bool,
    /// The version that was shown; 0 of none.
    pub version: i32,
}

/// Whoever sets providers: each opens the accounts of a company to others.
#[derive(Debug, Clone)]
pub struct Setter {
    staff: StaffScope,
    /// What they proved themselves by; whoever sits at the machine has nothing to prove.
    proof: Option<Confirmed>,
}

impl Setter {
    /// Somebody of staff who has just proved who they are.
    pub fn confirmed(staff: &StaffScope, proof: &Confirmed) -> Result<Self> {
        if proof.subject() != Subject::Staff(staff.staff()) {
            return Err(Error::Forbidden);
        }
        Ok(Self { staff: staff.clone(), proof: Some(proof.clone()) })
    }

    /// Whoever sits at the machine.
    pub fn at_the_machine(line: &CommandLine) -> Self {
        Self { staff: line.office(), proof: None }
    }
}

/// The provider as it is set, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOn {
    /// What the button says.
    pub label: String,
    /// Its address.
    pub issuer: String,
    /// What it calls us.
    pub client_id: String,
    /// Whose addresses are taken.
    pub domains: Vec<String>,
    /// Whether people may sign in with it.
    pub is_on: bool,
    /// Whether members may sign in without it.
    pub passwords: bool,
    /// The version that it is.
    pub version: i32,
}

impl Service {
    /// The provider of a company, if it has one.
    pub async fn sign_on(&self, staff: &StaffScope, tenant: TenantId) -> Result<Option<SignOn>> {
        let scope = client_to_change(staff, tenant)?;
        let found = self.store.read(&scope).await?.identities().identity_provider().await?;
        Ok(found.map(|it| SignOn {
            label: it.label,
            issuer: it.issuer,
            client_id: it.client_id,
            domains: it.domains,
            is_on: it.is_on,
            passwords: it.passwords,
            version: it.version,
        }))
    }

    /// The addresses that a provider must know us by: one for each host of the portal.
    pub async fn sign_on_addresses(&self, staff: &StaffScope, tenant: TenantId) -> Result<Vec<String>> {
        client_to_change(staff, tenant)?;
        let hosts = self.hosts().await?.into_iter().filter(|(host, _)| host.tenant == tenant);
        Ok(hosts.map(|(host, _)| format!("{}{CALLBACK}", self.origins.of(&host.host))).collect())
    }

    /// Saves the provider of a company, and tells its managers. Where members come by it alone from now on, or by another one,
    /// whoever came in otherwise is signed out; where it is another one or switched off, whoever came by it; who is who with
    /// another one is found out anew.
    pub async fn save_sign_on(&self, setter: &Setter, tenant: TenantId, form: &SignOnForm) -> Result<()> {
        let scope = client_to_change(&setter.staff, tenant)?;
        self.is_there(setter).await?;
        again(|| async {
            let mut tx = self.store.write(&scope).await?;
            still_may(&tx, setter).await?;
            let old = tx.identities().hold_identity_provider().await?;
            let new = self.checked_provider(tenant, form, old.as_ref())?;
            tx.identities().save_identity_provider(&new).await?;
            let is_strict = |it: &IdentityProvider| it.is_on && !it.passwords;
            let (other_issuer, other_client) = match &old {
                Some(old) => (old.issuer != new.issuer, old.client_id != new.client_id),
                None => (false, false),
            };
            if other_issuer || is_strict(&new) && !old.as_ref().is_some_and(is_strict) {
                tx.persons().end_sessions_of(Whom::Members).await?;
                tx.links().revoke_sign_ins_of(Whom::Members).await?;
            }
            // Who came by what is no longer trusted, managers too: before it is forgotten who they are.
            let is_off = old.as_ref().is_some_and(|old| old.is_on) && !new.is_on;
            if other_issuer || other_client || is_off {
                tx.links().revoke_sign_ins_of(Whom::Linked).await?;
                tx.persons().end_sessions_of(Whom::Linked).await?;
            }
            if other_issuer || other_client {
                tx.identities().forget_identities().await?;
            }
            tell_managers(&mut tx, &News::SignOnChanged { issuer: Some(new.issuer.clone()) }).await?;
            let deed = Deed::ProviderSaved {
                another_secret: old.is_none_or(|old| old.sealed_secret != new.sealed_secret),
                issuer: new.issuer,
                client_id: new.client_id,
                domains: new.domains,
                is_on: new.is_on,
                passwords: new.passwords,
            };
            tx.audit().note(None, &deed).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Takes the provider of a company away, with who is who there, signs out who came by it, and tells its managers. Whoever has
    /// no password then asks for a link.
    pub async fn remove_sign_on(&self, setter: &Setter, tenant: TenantId) -> Result<()> {
        let scope = client_to_change(&setter.staff, tenant)?;
        self.is_there(setter).await?;
        again(|| async {
            let mut tx = self.store.write(&scope).await?;
            still_may(&tx, setter).await?;
            if tx.identities().remove_identity_provider().await? {
                tx.links().revoke_sign_ins_of(Whom::Linked).await?;
                tx.persons().end_sessions_of(Whom::Linked).await?;
                tx.identities().forget_identities().await?;
                tell_managers(&mut tx, &News::SignOnChanged { issuer: None }).await?;
                tx.audit().note(None, &Deed::ProviderRemoved).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }

    /// [`Error::SignInFailed`] when whoever proved themselves signed out meanwhile.
    async fn is_there(&self, setter: &Setter) -> Result<()> {
        match &setter.proof {
            Some(proof) => self.still_signed_in(proof).await,
            None => Ok(()),
        }
    }

    /// Asks the provider that is set for its document and its keys, and says what is wrong.
    pub async fn test_sign_on(
        &self,
        staff: &StaffScope,
        tenant: TenantId,
    ) -> std::result::Result<Found, NotDone> {
        let scope = client_to_change(staff, tenant)?;
        let found = self.store.read(&scope).await?.identities().identity_provider().await?;
        let found = found.ok_or(Error::NotFound)?;
        // Without its secret nobody gets far, and it may have been sealed under another key.
        self.party(&scope, &found)?;
        Ok(self.providers()?.test(&found.issuer, self.clock().now()).await?)
    }

    fn checked_provider(
        &self,
        tenant: TenantId,
        form: &SignOnForm,
        old: Option<&IdentityProvider>,
    ) -> Result<IdentityProvider> {
        // Somebody else saved it since it was shown: what they set is not undone unseen.
        if old.map_or(0, |it| it.version) != form.version {
            return Err(Error::Invalid(vec![Invalid::new("version", Reason::Text("sign-on-version"))]));
        }
        let mut checks = Checks::default();
        let label = checks.take("label", DisplayName::parse(&form.label));
        let issuer = form.issuer.trim().to_owned();
        let issuer = checks.take(
            "issuer",
            match self.providers()?.check_issuer(&issuer) {
                Ok(()) => Ok(issuer),
                Err(Fault::Inside) => Err(Reason::Text("sign-on-inside")),
                Err(_) => Err(Reason::Text("sign-on-address")),
            },
        );
        let client_id = checks.take("client_id", plain(&form.client_id));
        let domains = checks.take("domains", domains(&form.domains));
        // Typed anew for another provider: it must not be told what the first one knows us by.
        let kept =
            old.filter(|it| (Some(&it.issuer), Some(&it.client_id)) == (issuer.as_ref(), client_id.as_ref()));
        let sealed_secret = match (kept, form.client_secret.trim()) {
            (Some(kept), "") => Some(kept.sealed_secret.clone()),
            (_, typed) => match checks.take("client_secret", plain(typed)) {
                Some(secret) => {
                    Some(self.vault.of_providers().seal(&secret_owner(tenant), secret.as_bytes())?)
                }
                None => None,
            },
        };
        checks.done((|| {
            Some(IdentityProvider {
                label: label?.to_string(),
                issuer: issuer?,
                client_id: client_id?,
                sealed_secret: sealed_secret?,
                domains: domains?,
                is_on: form.is_on,
                passwords: form.passwords,
                version: old.map_or(0, |it| it.version),
            })
        })())
    }
}

fn plain(typed: &str) -> std::result::Result<String, Reason> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Reason::Missing);
    }
    if typed.len() > LONGEST || typed.chars().any(char::is_control) {
        return Err(Reason::Text("sign-on-plain"));
    }
    Ok(typed.to_owned())
}

fn domains(typed: &str) -> std::result::Result<Vec<String>, Reason> {
    let parts = typed.split([',', ';', ' ', '\n', '\r', '\t']).filter(|part| !part.is_empty());
    let mut found: Vec<String> = Vec::new();
    for part in parts {
        let host =
            HostName::parse(part.trim_start_matches('@')).map_err(|_| Reason::Text("sign-on-domain"))?;
        if !found.iter().any(|known| known == host.as_str()) {
            found.push(host.to_string());
        }
    }
    match found.len() {
        0 => Err(Reason::Missing),
        1..=DOMAINS => Ok(found),
        _ => Err(Reason::Text("sign-on-domain")),
    }
}

/// Looked at again as for every change of who may sign in: whoever was switched off meanwhile sets nothing any more.
async fn still_may(tx: &Tx, setter: &Setter) -> Result<()> {
    match &setter.proof {
        Some(proof) if !proof.is_of(&holder(tx, proof.subject()).await?) => Err(Error::SignInFailed),
        _ => Ok(()),
    }
}
