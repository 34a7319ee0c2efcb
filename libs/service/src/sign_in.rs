//! Signing in and out, in the portal and in the back office.

use chrono::Duration;
use rappel_domain::{
    decision::announce,
    delivery::{Channel, News, Recipient},
    id::{PersonId, SessionId, TenantId},
};
pub use rappel_store::own_sessions::SignedInBrowser;
use rappel_store::{StoreError, Tx, devices::Met, sessions::Standing};

use crate::{
    Person, Scope, Service, Staff, StaffScope,
    error::{Error, Result},
    links::Holder,
    second_step::Admission,
    secret::{hex_token, sha256},
    sign_on::may_sign_in_alone,
};

/// Links of one kind that are mailed to somebody within [`LINKS_IN`], whoever asks for them: more would be a nuisance that
/// strangers make us be.
const LINKS: usize = 5;
/// See [`LINKS`].
const LINKS_IN: Duration = Duration::minutes(15);
/// A link that is younger is on its way.
const LINK_PAUSE: Duration = Duration::minutes(1);

/// A browser that was just signed in. The token goes into its cookie and nowhere else.
#[derive(Debug)]
pub struct SignedIn<S> {
    /// 64 hexadecimal digits.
    pub token: String,
    /// What it may reach.
    pub scope: S,
}

/// How somebody came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entrance {
    /// By a password that they had, or by a link to sign in.
    SignIn,
    /// By choosing a password just now, with a link that was mailed to them.
    NewPassword,
    /// Once more, in the browser that they sit at: it changes its session.
    Again,
}

/// So long after the first password was chosen, the first browser that comes back is that of the person.
const FIRST_BROWSER: Duration = Duration::hours(1);

impl Service {
    /// Whether a stranger's password could be checked now. Asked before anything is counted, awaited or read for them: in a storm that
    /// is nearly all of it.
    pub fn has_room_for_a_stranger(&self) -> Result<()> {
        self.hasher.has_room()
    }

    /// Signs somebody of a tenant in, by user name or e-mail, or has them take the second step. Unknown people cost the same work and
    /// get the same answer. `kept` is what the browser keeps from an earlier time: somebody who signed in with it before passes a
    /// storm of strangers.
    pub async fn sign_in_person(
        &self,
        tenant: TenantId,
        login: &str,
        password: &str,
        kept: Option<&str>,
    ) -> Result<Admission> {
        if kept.is_none() {
            self.hasher.has_room()?;
        }
        let guest = self.store.doors().guest(tenant).await?;
        let tx = self.store.read(&guest).await?;
        let found = tx.persons().by_login(login).await?;
        // Of nobody, too, so that it takes as long: no person has the identifier of a company.
        let person = found.as_ref().map_or_else(|| PersonId::from_uuid(tenant.uuid()), |it| it.id);
        let is_known = match kept {
            Some(kept) => tx.devices().knows(person, &sha256(kept)).await?,
            None => false,
        };
        drop(tx);
        let hash = found.as_ref().and_then(|it| it.password_hash.as_deref());
        let right = if is_known {
            self.hasher.verify_known(person, password, hash).await?
        } else {
            self.hasher.verify(password, hash).await?
        };
        match found {
            Some(person) if right && person.disabled_at.is_none() => {
                Box::pin(self.admit(&guest, &Holder::Person(person))).await
            }
            _ => Err(Error::SignInFailed),
        }
    }

    /// A session for somebody all of whose factors were right. [`Service::admit`] comes before it.
    pub(crate) async fn enter(&self, guest: &Scope, who: &Holder) -> Result<SignedIn<Scope>> {
        let token = hex_token()?;
        let hash = sha256(&token);
        let scope = match who {
            Holder::Person(person) => self.store.doors().sign_in_person(guest, person, &hash).await,
            Holder::Staff(staff) => {
                self.store.doors().sign_in_staff(staff, &hash).await.and_then(operator_of)
            }
        };
        Ok(SignedIn { token, scope: scope.map_err(changed_meanwhile)? })
    }

    /// A session for somebody whom the provider of their company named.
    pub(crate) async fn enter_by_provider(&self, guest: &Scope, person: &Person) -> Result<SignedIn<Scope>> {
        let token = hex_token()?;
        let scope = self.store.doors().let_in_by_provider(guest, person, &sha256(&token)).await;
        Ok(SignedIn { token, scope: scope.map_err(changed_meanwhile)? })
    }

    /// Another session in the place of one, for somebody whose epoch just changed, or who proved who they are.
    pub(crate) async fn keep_signed_in(
        &self,
        scope: &Scope,
        who: &Holder,
        other: Standing,
    ) -> Result<SignedIn<Scope>> {
        let token = hex_token()?;
        let (doors, hash) = (self.store.doors(), sha256(&token));
        let scope = match who {
            Holder::Person(person) => doors.keep_signed_in(scope, person, &hash, other).await,
            Holder::Staff(staff) => {
                doors.keep_staff_signed_in(staff, &hash, other).await.and_then(operator_of)
            }
        };
        Ok(SignedIn { token, scope: scope.map_err(changed_meanwhile)? })
    }

    /// Signs somebody of staff in, or has them take the second step. The answer's scope is on the operator's rows.
    pub async fn sign_in_staff(&self, login: &str, password: &str) -> Result<Admission> {
        self.hasher.has_room()?;
        let operator = self.store.operator().await?.ok_or(Error::NotFound)?;
        let found = self.store.doors().staff_by_login(login).await?;
        let hash = found.as_ref().and_then(|it| it.password_hash.as_deref());
        let right = self.hasher.verify(password, hash).await?;
        match found {
            Some(staff) if right && staff.disabled_at.is_none() => {
                let guest = self.store.doors().guest(operator.id).await?;
                Box::pin(self.admit(&guest, &Holder::Staff(staff))).await
            }
            _ => Err(Error::SignInFailed),
        }
    }

    /// Who a portal's cookie stands for. `None` when nobody is signed in with it.
    pub async fn portal_session(&self, tenant: TenantId, token: &str) -> Result<Option<(Scope, Person)>> {
        Ok(self.store.doors().portal(tenant, &sha256(token)).await?)
    }

    /// Who a back-office cookie stands for. `None` when nobody is signed in with it.
    pub async fn office_session(&self, token: &str) -> Result<Option<(StaffScope, Staff)>> {
        Ok(self.store.doors().office(&sha256(token)).await?)
    }

    /// Signs out of a portal; for the back office `tenant` is the operator.
    pub async fn sign_out(&self, tenant: TenantId, token: &str) -> Result<()> {
        self.store.end_session(tenant, &sha256(token)).await?;
        Ok(())
    }

    /// Notes which browser somebody just signed in with, as it calls itself, and tells them by e-mail when it is a new one of
    /// theirs; choosing a password is no news. `kept` is what the browser keeps from an earlier time; answers what it is to keep from now on.
    pub async fn greet(
        &self,
        tenant: TenantId,
        token: &str,
        user_agent: &str,
        kept: Option<&str>,
        entrance: Entrance,
    ) -> Result<String> {
        let browser = rappel_domain::browser::describe(user_agent);
        self.store.name_session(tenant, &sha256(token), &browser).await?;
        let kept = kept.map_or_else(hex_token, |kept| Ok(kept.to_owned()))?;
        if let Some((scope, person)) = self.portal_session(tenant, token).await? {
            let mut tx = self.store.write(&scope).await?;
            let now = tx.clock().now();
            let met = tx.devices().meet(person.id, &sha256(&kept)).await?;
            let is_new = match met {
                Met::Known => false,
                // After another password no browser is known: the next one may be anybody's.
                Met::First => person.activated_at.is_some_and(|at| at + FIRST_BROWSER <= now),
                Met::New => true,
            };
            if is_new && entrance == Entrance::SignIn {
                let news = News::NewDevice { browser, at: now };
                let to = Recipient::Person(person.id);
                let mail = announce(tx.clock(), tenant, to, Channel::Email, news);
                tx.record(mail).await?;
            }
            tx.commit().await?;
        }
        Ok(kept)
    }

    /// The browsers that somebody of a tenant is signed in with; `token` is of the one that asks.
    pub async fn own_sessions(&self, scope: &Scope, token: &str) -> Result<Vec<SignedInBrowser>> {
        Ok(self.store.own_sessions(scope, &sha256(token)).await?)
    }

    /// Signs somebody out in one of their browsers.
    pub async fn end_own_session(&self, scope: &Scope, id: SessionId) -> Result<()> {
        Ok(self.store.end_own_session(scope, id).await?)
    }

    /// Signs somebody out in all of their browsers but the one that asks.
    pub async fn end_other_sessions(&self, scope: &Scope, token: &str) -> Result<()> {
        for other in self.own_sessions(scope, token).await?.into_iter().filter(|it| !it.is_own) {
            match self.end_own_session(scope, other.session).await {
                // It ended by itself meanwhile.
                Ok(()) | Err(Error::NotFound) => {}
                Err(failed) => return Err(failed),
            }
        }
        Ok(())
    }

    /// Mails a link to choose another password, if there is such a person. Answers the same either way.
    pub async fn forgot_person_password(&self, tenant: TenantId, login: &str) -> Result<()> {
        self.mail_link(tenant, login, News::PasswordReset).await
    }

    /// Mails a link to sign in, if there is such a person. Answers the same either way.
    pub async fn mail_sign_in_link(&self, tenant: TenantId, login: &str) -> Result<()> {
        self.mail_link(tenant, login, News::SignInLink).await
    }

    /// Whoever has not come yet gets their invitation.
    async fn mail_link(&self, tenant: TenantId, login: &str, news: News) -> Result<()> {
        let guest = self.store.doors().guest(tenant).await?;
        let mut tx = self.store.write(&guest).await?;
        let found = tx.persons().by_login(login).await?;
        if let Some(person) = found.filter(|it| it.disabled_at.is_none())
            && may_sign_in_alone(&tx, &person).await?
        {
            let news = if person.activated_at.is_some() { news } else { News::Invitation };
            tx.persons().hold(person.id).await?;
            mail_link_to(&mut tx, Recipient::Person(person.id), news).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Mails a link to choose another password, if there is such a staff member. Answers the same either way.
    pub async fn forgot_staff_password(&self, login: &str) -> Result<()> {
        let operator = self.store.operator().await?.ok_or(Error::NotFound)?;
        let found = self.store.doors().staff_by_login(login).await?;
        let guest = self.store.doors().guest(operator.id).await?;
        let mut tx = self.store.write(&guest).await?;
        if let Some(staff) = found.filter(|it| it.disabled_at.is_none()) {
            let news = if staff.activated_at.is_some() { News::PasswordReset } else { News::Invitation };
            tx.hold_staff(staff.id).await?;
            mail_link_to(&mut tx, Recipient::Staff(staff.id), news).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

/// The right of somebody of staff to the operator's own rows, among which those of their account are.
fn operator_of(scope: StaffScope) -> rappel_store::Result<Scope> {
    scope.on(scope.operator()).ok_or(StoreError::Forbidden)
}

/// Mails a link, unless as many went there as anybody needs. Whoever asks is told nothing of it. The recipient is held.
async fn mail_link_to(tx: &mut Tx, to: Recipient, news: News) -> Result<()> {
    let now = tx.clock().now();
    let mailed = tx.deliveries().told_since(&to, &news, now - LINKS_IN).await?;
    if mailed.len() < LINKS && mailed.iter().all(|at| *at <= now - LINK_PAUSE) {
        let tenant = tx.scope().tenant();
        tx.record(announce(tx.clock(), tenant, to, Channel::Email, news)).await?;
    }
    Ok(())
}

/// Whoever was switched off or chose another password while the old one was being checked did not sign in.
fn changed_meanwhile(error: StoreError) -> Error {
    match error {
        StoreError::Forbidden => Error::SignInFailed,
        other => other.into(),
    }
}
