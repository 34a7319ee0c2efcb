//! The second step of a sign-in: between a right password, or a link that was used, and the session.

use chrono::Duration;
use rappel_domain::id::TenantId;
use rappel_store::links::{Link, Purpose};

use crate::{
    Person, Scope, Service,
    error::{Error, Result},
    factors::is_enrolled,
    secret::{link_token, sha256},
    sign_in::SignedIn,
    sign_on::may_sign_in_alone,
};

/// So long a sign-in waits for its second step.
pub const SECOND_STEP: Duration = Duration::minutes(10);

/// What became of a right password, or of a link that was used. There is no session before the second step, so that nothing
/// has to tell a half one from a whole.
#[derive(Debug)]
#[must_use]
pub enum Admission {
    /// Signed in.
    Whole(SignedIn<Scope>),
    /// A code is asked for.
    SecondStep(Waiting),
}

impl Admission {
    /// The session, if there is one already.
    pub fn whole(self) -> Option<SignedIn<Scope>> {
        match self {
            Self::Whole(entered) => Some(entered),
            Self::SecondStep(_) => None,
        }
    }
}

/// A sign-in that waits for its second step. The token goes into a cookie and nowhere else; it opens no page.
pub struct Waiting {
    /// Finds the sign-in again.
    pub token: String,
}

impl std::fmt::Debug for Waiting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Waiting")
    }
}

/// A sign-in that waits, looked at.
#[derive(Debug)]
pub struct SecondStep {
    scope: Scope,
    link: Link,
    /// Whose.
    pub person: Person,
}

impl Service {
    /// Lets somebody in whose first factor was right, or has them give the second. Refused where their company wants its identity
    /// provider for it.
    pub(crate) async fn admit(&self, guest: &Scope, person: &Person) -> Result<Admission> {
        if !may_sign_in_alone(&self.store.read(guest).await?, person).await? {
            return Err(Error::SignInFailed);
        }
        self.admit_proved(guest, person).await
    }

    /// The same for somebody whose first factor was the provider of their company.
    pub(crate) async fn admit_proved(&self, guest: &Scope, person: &Person) -> Result<Admission> {
        let tx = self.store.read(guest).await?;
        let (enrolled, number) = (is_enrolled(&tx, person.id).await?, tx.tenant().await?.number);
        drop(tx);
        if !enrolled {
            // Enrolling begins another epoch: of one that happens right now, this session is dead.
            return Ok(Admission::Whole(self.enter_person(guest, person).await?));
        }
        let token = link_token(number)?;
        let tx = self.store.write(guest).await?;
        // Held, so that another password or a switched-off account takes this back, or is seen here.
        tx.persons().hold(person.id).await?;
        let now = tx.persons().by_id(person.id).await?;
        if now.disabled_at.is_some() || now.session_epoch != person.session_epoch {
            return Err(Error::SignInFailed);
        }
        let until = tx.clock().now() + SECOND_STEP;
        tx.links().insert(&sha256(token.expose()), Purpose::PersonSecondStep(person.id), until).await?;
        tx.commit().await?;
        Ok(Admission::SecondStep(Waiting { token: token.expose().to_owned() }))
    }

    /// Looks at a sign-in that waits. [`Error::NotFound`] when it is over, too old, or of another company than `site`.
    pub async fn second_step(&self, site: TenantId, token: &str) -> Result<SecondStep> {
        let (scope, link) = self.open_link(token).await?;
        let Purpose::PersonSecondStep(id) = link.purpose else {
            return Err(Error::NotFound);
        };
        if scope.tenant() != site || link.used_at.is_some() {
            return Err(Error::NotFound);
        }
        let person = self.store.read(&scope).await?.persons().by_id(id).await?;
        if person.disabled_at.is_some() {
            return Err(Error::NotFound);
        }
        Ok(SecondStep { scope, link, person })
    }

    /// Ends the sign-in by a code of the app or a recovery code: a new session. Of two who use it at once, one is in.
    pub async fn take_second_step(&self, site: TenantId, token: &str, code: &str) -> Result<SignedIn<Scope>> {
        let found = self.second_step(site, token).await?;
        self.spend(&found.scope, found.person.id, code, Some(&found.link)).await?;
        match self.enter_person(&found.scope, &found.person).await {
            // Switched off, or another password chosen, between the two.
            Err(Error::SignInFailed) => Err(Error::NotFound),
            entered => entered,
        }
    }
}
