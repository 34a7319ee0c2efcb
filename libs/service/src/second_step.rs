//! The second step of a sign-in: between a right password, or a link that was used, and the session.

use chrono::Duration;
use rappel_domain::id::TenantId;
use rappel_store::{
    links::{Link, Purpose},
    sessions::Subject,
};

use crate::{
    Person, Scope, Service,
    error::{Error, Result},
    factors::{hold, holder, is_enrolled, waiting},
    links::Holder,
    secret::{link_token, sha256},
    sign_in::SignedIn,
    sign_on::{Linking, may_sign_in_alone},
};

/// So long a sign-in waits for its second step.
pub const SECOND_STEP: Duration = Duration::minutes(10);

/// What the first factor was.
#[derive(Clone, Copy)]
enum First<'a> {
    /// A password, or a link.
    Own,
    /// The provider of the company, which is to be linked once the second step is right.
    Provider(Option<&'a Linking>),
}

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
    pub holder: Holder,
}

impl SecondStep {
    /// The right of whoever waits, to look at who they are.
    pub(crate) const fn scope(&self) -> &Scope {
        &self.scope
    }

    /// What waits.
    pub(crate) const fn link(&self) -> &Link {
        &self.link
    }
}

impl Service {
    /// Whether somebody who is signed in must set a second step up before anything else is open to them: their company requires
    /// one of everybody, and they have none.
    pub async fn person_must_enrol(&self, scope: &Scope) -> Result<bool> {
        Ok(scope.requires_second_step() && !self.has_app_or_passkey(scope).await?)
    }

    /// Lets somebody in whose first factor was right, or has them give the second. The guest is one of their tenant, of the
    /// operator for staff. Refused where their company wants its identity provider for it. A passkey does not come by here: it is
    /// both factors ([`Service::sign_in_by_passkey`]).
    pub(crate) async fn admit(&self, guest: &Scope, who: &Holder) -> Result<Admission> {
        if let Holder::Person(person) = who
            && !may_sign_in_alone(&self.store.read(guest).await?, person).await?
        {
            return Err(Error::SignInFailed);
        }
        Box::pin(self.admit_as(guest, who, First::Own)).await
    }

    /// The same for somebody whose first factor was the provider of their company, whom the second step may link to it.
    pub(crate) async fn admit_by_provider(
        &self,
        guest: &Scope,
        person: Person,
        linking: Option<&Linking>,
    ) -> Result<Admission> {
        Box::pin(self.admit_as(guest, &Holder::Person(person), First::Provider(linking))).await
    }

    async fn admit_as(&self, guest: &Scope, who: &Holder, first: First<'_>) -> Result<Admission> {
        let id = who.subject();
        let tx = self.store.read(guest).await?;
        let (enrolled, number) = (is_enrolled(&tx, &self.origins, id).await?, tx.tenant().await?.number);
        drop(tx);
        if !enrolled {
            // Enrolling begins another epoch: of one that happens right now, this session is dead.
            return Ok(Admission::Whole(match (first, who) {
                (First::Own, _) => Box::pin(self.enter(guest, who)).await?,
                (First::Provider(None), Holder::Person(person)) => {
                    Box::pin(self.enter_by_provider(guest, person)).await?
                }
                // Whose app was taken away meanwhile begins again: the second step was to link them.
                (First::Provider(_), _) => return Err(Error::SignInFailed),
            }));
        }
        let carried = match first {
            First::Provider(Some(linking)) => Some(self.sealed_linking(guest, id, linking)?),
            First::Own | First::Provider(None) => None,
        };
        let token = link_token(number)?;
        let tx = self.store.write(guest).await?;
        // Held, so that another password or a switched-off account takes this back, or is seen here.
        let now = hold(&tx, id).await?;
        if now.is_disabled() || now.epoch() != who.epoch() {
            return Err(Error::SignInFailed);
        }
        let until = tx.clock().now() + SECOND_STEP;
        tx.links().insert_carrying(&sha256(token.expose()), waiting(id), until, carried).await?;
        tx.commit().await?;
        Ok(Admission::SecondStep(Waiting { token: token.expose().to_owned() }))
    }

    /// Looks at a sign-in that waits. [`Error::NotFound`] when it is over, too old, or of another company than `site`; staff's is the operator.
    pub async fn second_step(&self, site: TenantId, token: &str) -> Result<SecondStep> {
        let (scope, link) = self.open_link(token).await?;
        let id = match link.purpose {
            Purpose::PersonSecondStep(id) => Subject::Person(id),
            Purpose::StaffSecondStep(id) => Subject::Staff(id),
            _ => return Err(Error::NotFound),
        };
        if scope.tenant() != site || link.used_at.is_some() {
            return Err(Error::NotFound);
        }
        let holder = holder(&self.store.read(&scope).await?, id).await?;
        if holder.is_disabled() {
            return Err(Error::NotFound);
        }
        Ok(SecondStep { scope, link, holder })
    }

    /// Ends the sign-in by a code of the app or a recovery code: a new session. Of two who use it at once, one is in.
    pub async fn take_second_step(&self, site: TenantId, token: &str, code: &str) -> Result<SignedIn<Scope>> {
        let found = self.second_step(site, token).await?;
        self.spend(&found.scope, found.holder.subject(), code, Some(&found.link)).await?;
        match self.enter(&found.scope, &found.holder).await {
            // Switched off, or another password chosen, between the two.
            Err(Error::SignInFailed) => Err(Error::NotFound),
            entered => entered,
        }
    }
}
