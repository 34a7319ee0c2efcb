//! Signing in by a link that is mailed: shown by GET, used by POST, once.

use chrono::Duration;
use rappel_domain::id::TenantId;
use rappel_store::links::{Link, Purpose};

use crate::{
    Person, Scope, Service, Tenant,
    error::{Error, Result},
    links::Holder,
    second_step::Admission,
};

/// How long a link to sign in works.
pub const SIGN_IN: Duration = Duration::minutes(15);

/// A link to sign in that works.
#[derive(Debug)]
pub struct SignInLink {
    scope: Scope,
    link: Link,
    /// For whom.
    pub person: Person,
    /// Whose portal.
    pub tenant: Tenant,
}

impl Service {
    /// Looks at a link to sign in without using it. [`Error::NotFound`] when it is unknown, used, too old, for something else,
    /// of another company than `site`, or when the person may not sign in.
    pub async fn sign_in_link(&self, site: TenantId, token: &str) -> Result<SignInLink> {
        let (scope, link) = self.open_link(token).await?;
        let Purpose::PersonSignIn(id) = link.purpose else {
            return Err(Error::NotFound);
        };
        if scope.tenant() != site || link.used_at.is_some() {
            return Err(Error::NotFound);
        }
        let tx = self.store.read(&scope).await?;
        let person = tx.persons().by_id(id).await?;
        if person.disabled_at.is_some() || person.activated_at.is_none() {
            return Err(Error::NotFound);
        }
        let tenant = tx.tenant().await?;
        Ok(SignInLink { scope, link, person, tenant })
    }

    /// Uses a link to sign in: a new session, or the second step. Of two who use it at once, one is in.
    pub async fn sign_in_by_link(&self, site: TenantId, token: &str) -> Result<Admission> {
        let found = self.sign_in_link(site, token).await?;
        let tx = self.store.write(&found.scope).await?;
        tx.links().consume(&found.link).await?;
        tx.commit().await?;
        match Box::pin(self.admit(&found.scope, &Holder::Person(found.person))).await {
            // Switched off, or another password chosen, between the two.
            Err(Error::SignInFailed) => Err(Error::NotFound),
            entered => entered,
        }
    }
}
