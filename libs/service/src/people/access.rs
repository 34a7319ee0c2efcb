//! What somebody may do for their company: switched off and on, given another role.
//!
//! Every change holds the managers first and looks at them again: of two that would leave a company without one, the second is
//! refused, and whoever was switched off meanwhile switches nobody off any more.

use rappel_domain::{Refusal, audit::Deed, id::PersonId, role::PersonRole};
use rappel_store::{Rights, links::Purpose};

use super::may_manage;
use crate::{
    Person, Scope, Service,
    error::{Error, Result},
    retry::again,
};

/// Whether somebody is switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disabled {
    /// Cannot sign in.
    Yes,
    /// Can.
    No,
}

impl Service {
    /// Switches somebody off, or on again. Their sessions end at once, and links that were mailed to them work no more. The
    /// last manager cannot be switched off.
    pub async fn set_disabled(&self, scope: &Scope, id: PersonId, disabled: Disabled) -> Result<()> {
        self.change_access(scope, id, |person, now| {
            let is_off = person.disabled_at.is_some();
            if is_off == (disabled == Disabled::Yes) {
                return None;
            }
            let deed = match disabled {
                Disabled::Yes if is_actor(scope, id) => Deed::PersonLeft,
                Disabled::Yes => Deed::PersonDisabled,
                Disabled::No => Deed::PersonEnabled,
            };
            let disabled_at = (disabled == Disabled::Yes).then_some(now);
            Some((Person { disabled_at, session_epoch: person.session_epoch + 1, ..person.clone() }, deed))
        })
        .await
    }

    /// Lets somebody see all tickets and look after access, or their own tickets alone; it counts from their next request on.
    /// The last manager stays one.
    pub async fn set_role(&self, scope: &Scope, id: PersonId, role: PersonRole) -> Result<()> {
        self.change_access(scope, id, |person, _| {
            let deed = Deed::RoleChanged { from: person.role, to: role };
            (person.role != role).then(|| (Person { role, ..person.clone() }, deed))
        })
        .await
    }

    pub(super) async fn change_access(
        &self,
        scope: &Scope,
        id: PersonId,
        change: impl Fn(&Person, chrono::DateTime<chrono::Utc>) -> Option<(Person, Deed)> + Send + Sync,
    ) -> Result<()> {
        may_manage(scope)?;
        again(|| async {
            let tx = self.store.write(scope).await?;
            // As it is now, and until this is done; before people, as everybody takes the two.
            let provider = tx.identities().keep_identity_provider().await?;
            let managers = tx.persons().hold_managers().await?;
            if let Rights::Person { person, .. } = scope.rights()
                && managers.iter().all(|manager| manager.id != *person)
            {
                return Err(Error::Forbidden);
            }
            let person = tx.persons().by_id(id).await?;
            // Whoever is being erased is nobody to let in again.
            if tx.erasing().state_of(id).await?.0.is_some() {
                return Err(Error::NotFound);
            }
            let Some((changed, deed)) = change(&person, tx.clock().now()) else {
                return Ok(());
            };
            if !manages(&changed) && is_last(scope, &person, &managers) {
                return Err(Error::Refused(Refusal::NotAllowed));
            }
            // A member comes by the provider alone where the company wants that, and a manager came as they liked.
            let is_shut_out = person.role == PersonRole::Manager
                && changed.role == PersonRole::Member
                && provider.is_some_and(|it| it.is_on && !it.passwords);
            let epoch = changed.session_epoch + i32::from(is_shut_out);
            let changed = Person { session_epoch: epoch, ..changed };
            tx.persons().update(&changed).await?;
            if changed.disabled_at.is_some() || is_shut_out {
                for purpose in [
                    Purpose::PersonInvitation(id),
                    Purpose::PersonPassword(id),
                    Purpose::PersonSignIn(id),
                    Purpose::PersonSecondStep(id),
                ] {
                    tx.links().revoke(purpose).await?;
                }
            }
            tx.audit().note(Some(id), &deed).await?;
            Ok(tx.commit().await?)
        })
        .await
    }
}

fn manages(person: &Person) -> bool {
    person.role == PersonRole::Manager && person.disabled_at.is_none()
}

/// Whether the company would be without a manager. Who was invited and has never come counts for staff, who can help the
/// company, but not for a manager who leaves it to somebody that may never come.
fn is_last(scope: &Scope, person: &Person, managers: &[Person]) -> bool {
    let mut others = managers.iter().filter(|other| other.id != person.id);
    let is_own_matter = matches!(scope.rights(), Rights::Person { .. });
    let needs_active = is_own_matter && person.activated_at.is_some();
    manages(person) && !others.any(|other| other.activated_at.is_some() || !needs_active)
}

fn is_actor(scope: &Scope, id: PersonId) -> bool {
    matches!(scope.rights(), Rights::Person { person, .. } if *person == id)
}
