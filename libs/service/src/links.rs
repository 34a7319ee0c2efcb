//! Links that are mailed: looked at by GET, used by POST, once.

use chrono::Duration;
use rappel_domain::{
    Locale,
    delivery::AccountChange,
    password::{NewPassword, SecondFactor},
    token::Token,
};
use rappel_store::{
    links::{Link, Purpose},
    persons::Person,
    staff::Staff,
};

use crate::{
    Scope, Service, Tenant,
    error::{Error, Result},
    factors::tell,
    invalid::Checks,
    second_step::Admission,
    secret::sha256,
    sign_on::may_sign_in_alone,
};

/// How long an invitation works.
pub const INVITATION: Duration = Duration::days(7);
/// How long a link to choose another password works.
pub const PASSWORD: Duration = Duration::minutes(30);

/// For whom a password link is.
#[derive(Debug)]
pub enum Holder {
    /// Somebody of a tenant.
    Person(Person),
    /// Somebody of staff.
    Staff(Staff),
}

impl Holder {
    /// As they are called.
    pub fn name(&self) -> &str {
        match self {
            Self::Person(person) => &person.name,
            Self::Staff(staff) => &staff.name,
        }
    }

    /// What they read; `None` follows the company.
    pub const fn locale(&self) -> Option<Locale> {
        match self {
            Self::Person(person) => person.locale,
            Self::Staff(staff) => Some(staff.locale),
        }
    }

    /// What they sign in with.
    pub fn user_name(&self) -> &str {
        match self {
            Self::Person(person) => &person.user_name,
            Self::Staff(staff) => &staff.user_name,
        }
    }
}

/// A password link that works.
#[derive(Debug)]
pub struct PasswordLink {
    scope: Scope,
    link: Link,
    /// For whom.
    pub holder: Holder,
    /// Whose portal, or the operator.
    pub tenant: Tenant,
    /// The first password, or another one.
    pub is_invitation: bool,
}

/// Somebody who chose a password.
#[derive(Debug)]
pub enum Entered {
    /// In the portal, or before its second step.
    Person(Admission),
    /// In the back office, or before its second step.
    Staff(Admission),
}

impl Service {
    /// Looks at a password link without using it. [`Error::NotFound`] when it is unknown, used, too old, or of
    /// another site than `host`.
    pub async fn password_link(&self, site: &Tenant, token: &str) -> Result<PasswordLink> {
        let (scope, link) = self.open_link(token).await?;
        if scope.tenant() != site.id || link.used_at.is_some() {
            return Err(Error::NotFound);
        }
        let tx = self.store.read(&scope).await?;
        let (holder, is_invitation) = match link.purpose {
            Purpose::PersonInvitation(id) => (Holder::Person(tx.persons().by_id(id).await?), true),
            Purpose::PersonPassword(id) => (Holder::Person(tx.persons().by_id(id).await?), false),
            Purpose::StaffInvitation(id) => (Holder::Staff(tx.staff(id).await?), true),
            Purpose::StaffPassword(id) => (Holder::Staff(tx.staff(id).await?), false),
            Purpose::PersonSignIn(_)
            | Purpose::PersonSecondStep(_)
            | Purpose::StaffSecondStep(_)
            | Purpose::Calendar(_)
            | Purpose::Callback { .. }
            | Purpose::Feedback { .. } => {
                return Err(Error::NotFound);
            }
        };
        if holder.is_disabled() {
            return Err(Error::NotFound);
        }
        // A password would open nothing to them.
        if let Holder::Person(person) = &holder
            && !may_sign_in_alone(&tx, person).await?
        {
            return Err(Error::NotFound);
        }
        let tenant = tx.tenant().await?;
        Ok(PasswordLink { scope, link, holder, tenant, is_invitation })
    }

    /// Uses a password link: saves the password, ends every session, signs in. Whoever had a password is told of another one.
    pub async fn choose_password(&self, site: &Tenant, token: &str, password: &str) -> Result<Entered> {
        let mut found = self.password_link(site, token).await?;
        let mut checks = Checks::default();
        // As if there were no second factor: taken away when it is lost, it would leave a password that is too short.
        let names = [found.holder.name(), found.holder.user_name(), found.tenant.name.as_str()];
        let chosen = checks.take("password", NewPassword::choose(password, SecondFactor::None, &names));
        let chosen = checks.done(chosen)?;
        let hash = self.hasher.hash(chosen.expose()).await?;
        let mut tx = self.store.write(&found.scope).await?;
        // Held before the link is used up, and read again: whoever changes somebody holds them first and their links after.
        match &mut found.holder {
            Holder::Person(person) => {
                tx.persons().hold(person.id).await?;
                *person = tx.persons().by_id(person.id).await?;
                tx.factors().drop_begun_factor(person.id.into()).await?;
                tx.links().consume(&found.link).await?;
                tx.persons().set_password(person.id, &hash).await?;
                tx.links().revoke(Purpose::PersonSignIn(person.id)).await?;
                tx.links().revoke(Purpose::PersonSecondStep(person.id)).await?;
                if person.activated_at.is_some() {
                    tell(&mut tx, person.id, AccountChange::Password).await?;
                }
                tx.devices().forget(person.id).await?;
                // As they are with the new password: whoever signs in does it as of the password they gave.
                *person = tx.persons().by_id(person.id).await?;
            }
            Holder::Staff(staff) => {
                *staff = tx.hold_staff(staff.id).await?;
                tx.factors().drop_begun_factor(staff.id.into()).await?;
                tx.links().consume(&found.link).await?;
                tx.links().revoke(Purpose::StaffSecondStep(staff.id)).await?;
                if staff.activated_at.is_some() {
                    tell(&mut tx, staff.id, AccountChange::Password).await?;
                }
                *staff = tx.set_staff_password(&found.link, &hash).await?;
            }
        }
        tx.commit().await?;
        let admission = Box::pin(self.admit(&found.scope, &found.holder)).await?;
        Ok(match found.holder {
            Holder::Person(_) => Entered::Person(admission),
            Holder::Staff(_) => Entered::Staff(admission),
        })
    }

    /// Looks a token up. [`Error::NotFound`] when it is no token, unknown or too old.
    pub(crate) async fn open_link(&self, token: &str) -> Result<(Scope, Link)> {
        let token: Token = token.parse().map_err(|_| Error::NotFound)?;
        Ok(self.store.doors().link(token.tenant(), &sha256(token.expose())).await?)
    }
}
