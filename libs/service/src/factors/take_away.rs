//! The second factor of somebody who lost it is taken away: by a manager of the company, or by the operator.

use std::collections::HashSet;

use rappel_domain::{Refusal, audit::Deed, delivery::AccountChange, id::PersonId};
use rappel_store::Rights;

use super::{Confirmed, removed};
use crate::{
    Scope, Service,
    account::own,
    error::{Error, Result},
    people::may_manage,
    retry::again,
};

impl Service {
    /// Whose sign-in asks for a second step.
    pub async fn enrolled_people(&self, scope: &Scope) -> Result<HashSet<PersonId>> {
        may_manage(scope)?;
        Ok(self.store.read(scope).await?.factors().enrolled().await?)
    }

    /// A manager takes the factor of somebody else away, who lost it. Their sessions end.
    pub async fn take_factor_away(&self, manager: &Confirmed, id: PersonId) -> Result<()> {
        // Their own goes by their own page, which asks for a code; another manager or the operator helps who lost theirs.
        if own(manager.scope())? == id {
            return Err(Error::Refused(Refusal::NotAllowed));
        }
        self.still_signed_in(manager).await?;
        self.take_away(manager.scope(), Some(manager), id).await
    }

    /// Somebody of staff takes the factor of somebody of a tenant away, who lost it. Their sessions end.
    pub async fn take_factor_away_by_staff(&self, scope: &Scope, id: PersonId) -> Result<()> {
        match scope.rights() {
            Rights::Staff { .. } | Rights::System => self.take_away(scope, None, id).await,
            _ => Err(Error::Forbidden),
        }
    }

    async fn take_away(&self, scope: &Scope, reader: Option<&Confirmed>, id: PersonId) -> Result<()> {
        may_manage(scope)?;
        again(|| async {
            let mut tx = self.store.write(scope).await?;
            // Looked at again as for every change of who may sign in: whoever was switched off meanwhile does nothing any more.
            let managers = tx.persons().hold_managers().await?;
            if let Rights::Person { person, .. } = scope.rights() {
                let manager = managers.iter().find(|manager| manager.id == *person);
                let manager = manager.ok_or(Error::Forbidden)?;
                if !reader.is_some_and(|reader| reader.is_of(manager)) {
                    return Err(Error::SignInFailed);
                }
            }
            tx.persons().hold(id).await?;
            match removed(&mut tx, id, AccountChange::FactorTakenAway).await {
                // Somebody else did it, or they did themselves: it is as it was wanted.
                Err(Error::NotFound) => return Ok(()),
                taken => taken?,
            };
            tx.audit().note(Some(id), &Deed::FactorTakenAway).await?;
            Ok(tx.commit().await?)
        })
        .await
    }
}
