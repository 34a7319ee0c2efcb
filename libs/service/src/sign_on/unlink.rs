//! Who somebody is with the provider is forgotten: whoever comes next under their address is linked. So it asks for as much as to
//! take a second factor away.

use std::collections::HashSet;

use rappel_domain::{audit::Deed, delivery::AccountChange, id::PersonId, role::PersonRole};
use rappel_store::{Rights, sessions::Subject};

use crate::{
    Scope, Service,
    error::{Error, Result},
    factors::{Confirmed, another_epoch, holder, tell},
    people::may_manage,
    retry::again,
};

impl Service {
    /// Who of the company is linked to an account of its provider.
    pub async fn linked_people(&self, scope: &Scope) -> Result<HashSet<PersonId>> {
        may_manage(scope)?;
        Ok(self.store.read(scope).await?.identities().linked().await?)
    }

    /// A manager has it forgotten who somebody is with the provider. Their sessions end, and they are told.
    pub async fn unlink(&self, manager: &Confirmed, id: PersonId) -> Result<()> {
        if !matches!(manager.subject(), Subject::Person(_)) {
            return Err(Error::Forbidden);
        }
        self.forget_links(manager, manager.scope(), id).await
    }

    /// Somebody of staff does the same for somebody of a company.
    pub async fn unlink_by_staff(&self, staff: &Confirmed, scope: &Scope, id: PersonId) -> Result<()> {
        match (scope.rights(), staff.subject()) {
            (Rights::Staff { staff: acts, .. }, Subject::Staff(proved)) if *acts == proved => {
                self.forget_links(staff, scope, id).await
            }
            _ => Err(Error::Forbidden),
        }
    }

    async fn forget_links(&self, reader: &Confirmed, scope: &Scope, id: PersonId) -> Result<()> {
        may_manage(scope)?;
        self.still_signed_in(reader).await?;
        again(|| async {
            let mut tx = self.store.write(scope).await?;
            // Looked at again as for every change of who may sign in: whoever was switched off meanwhile does nothing any more.
            let managers = tx.persons().hold_managers().await?;
            let acts = holder(&tx, reader.subject()).await?;
            if !reader.is_of(&acts) {
                return Err(Error::SignInFailed);
            }
            if let Subject::Person(own) = reader.subject()
                && !managers.iter().any(|it| it.id == own && it.role == PersonRole::Manager)
            {
                return Err(Error::Forbidden);
            }
            tx.persons().hold(id).await?;
            // The link of whoever is switched off keeps them out.
            if tx.persons().by_id(id).await?.disabled_at.is_some() {
                return Err(Error::NotFound);
            }
            if tx.identities().unlink_identities(id).await? {
                another_epoch(&tx, id.into()).await?;
                tell(&mut tx, id, AccountChange::ProviderUnlinked).await?;
                tx.audit().note(Some(id), &Deed::IdentityUnlinked).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }
}
