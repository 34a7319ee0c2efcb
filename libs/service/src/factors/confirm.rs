//! Proves once more who sits there, before what protects an account is changed.

use chrono::Duration;

use super::is_enrolled;
use crate::{
    Scope, Service,
    account::own,
    error::{Error, Result},
    invalid::{Invalid, Reason},
    secret::sha256,
    sign_in::SignedIn,
};

/// So long after a sign-in or a proof nothing is asked again.
pub const CONFIRMED: Duration = Duration::minutes(10);

/// The right to change what protects an account: of somebody who signed in, or proved who they are, a moment ago. Made by
/// [`Service::confirmed`] alone.
#[derive(Debug, Clone)]
pub struct Confirmed(Scope);

impl Confirmed {
    /// The right to the tenant's rows.
    pub const fn scope(&self) -> &Scope {
        &self.0
    }
}

impl Service {
    /// Whether a session began a moment ago: a proof begins another one, so that its age tells.
    pub async fn confirmed(&self, scope: &Scope, token: &str) -> Result<Option<Confirmed>> {
        own(scope)?;
        let since = self.store.session_since(scope, &sha256(token)).await?;
        let now = self.store.clock().now();
        Ok(since.filter(|since| now < *since + CONFIRMED).map(|_| Confirmed(scope.clone())))
    }

    /// Proves who sits there: by a code where a second factor is enrolled, else by the password. The session of `token` ends, and
    /// another one begins.
    pub async fn confirm(&self, scope: &Scope, token: &str, given: &str) -> Result<SignedIn<Scope>> {
        let id = own(scope)?;
        let tx = self.store.read(scope).await?;
        let (person, enrolled) = (tx.persons().by_id(id).await?, is_enrolled(&tx, id).await?);
        drop(tx);
        if enrolled {
            self.spend(scope, id, given, None).await?;
        } else if !self.hasher.verify(given, person.password_hash.as_deref()).await? {
            let reason = Reason::Text("confirm-password-wrong");
            return Err(Error::Invalid(vec![Invalid::new("password", reason)]));
        }
        let entered = self.enter_person(scope, &person).await?;
        self.sign_out(scope.tenant(), token).await?;
        Ok(entered)
    }
}
