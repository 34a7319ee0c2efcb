//! The second factor of somebody who lost it is taken away: by a manager of the company or the operator, of staff by an
//! administrator.

use std::collections::HashSet;

use rappel_domain::{
    Refusal,
    delivery::AccountChange,
    id::{PersonId, StaffId},
    role::StaffRight,
};
use rappel_store::{Rights, Tx, doors::CommandLine, persons::Person, sessions::Subject};

use super::{Change, Confirmed, another_epoch, hold, holder, note, passkeys::remove_all, removed, tell};
use crate::{
    Scope, Service, StaffScope,
    error::{Error, Result},
    links::Holder,
    people::may_manage,
    retry::again,
};

impl Service {
    /// Who has an app or a passkey.
    pub async fn enrolled_people(&self, scope: &Scope) -> Result<HashSet<PersonId>> {
        may_manage(scope)?;
        let tx = self.store.read(scope).await?;
        let mut found = tx.factors().enrolled().await?;
        found.extend(tx.passkeys().people_with_passkeys().await?);
        Ok(found)
    }

    /// Who of staff has an app or a passkey.
    pub async fn enrolled_staff(&self, scope: &StaffScope) -> Result<HashSet<StaffId>> {
        if !scope.may(StaffRight::EditStaff) {
            return Err(Error::Forbidden);
        }
        let own = scope.on(scope.operator()).ok_or(Error::Forbidden)?;
        let tx = self.store.read(&own).await?;
        let mut found = tx.factors().enrolled_staff().await?;
        found.extend(tx.passkeys().staff_with_passkeys().await?);
        Ok(found)
    }

    /// A manager takes the factor of somebody else away, who lost it. Their sessions end.
    pub async fn take_factor_away(&self, manager: &Confirmed, id: PersonId) -> Result<()> {
        if !matches!(manager.subject(), Subject::Person(_)) {
            return Err(Error::Forbidden);
        }
        self.take_away(manager, manager.scope(), id).await
    }

    /// Somebody of staff takes the factor of somebody of a tenant away, who lost it. Their sessions end.
    pub async fn take_factor_away_by_staff(
        &self,
        staff: &Confirmed,
        scope: &Scope,
        id: PersonId,
    ) -> Result<()> {
        match (scope.rights(), staff.subject()) {
            (Rights::Staff { staff: acts, .. }, Subject::Staff(proved)) if *acts == proved => {
                self.take_away(staff, scope, id).await
            }
            _ => Err(Error::Forbidden),
        }
    }

    async fn take_away(&self, reader: &Confirmed, scope: &Scope, id: PersonId) -> Result<()> {
        may_manage(scope)?;
        let id = Subject::from(id);
        // Their own goes by their own page, which asks for a code; another manager or the operator helps who lost theirs.
        if reader.subject() == id {
            return Err(Error::Refused(Refusal::NotAllowed));
        }
        self.still_signed_in(reader).await?;
        again(|| async {
            let tx = self.store.write(scope).await?;
            // Looked at again as for every change of who may sign in: whoever was switched off meanwhile does nothing any more.
            let managers = tx.persons().hold_managers().await?;
            let acts = acting(&tx, reader, managers).await?;
            if !reader.is_of(&acts) {
                return Err(Error::SignInFailed);
            }
            take_from(tx, id).await
        })
        .await
    }

    /// An administrator takes the factor of a colleague away, who lost it, and who works for no company that the administrator
    /// does not see. Their sessions end.
    pub async fn take_staff_factor_away(
        &self,
        admin: &Confirmed,
        scope: &StaffScope,
        id: StaffId,
    ) -> Result<()> {
        if admin.subject() != Subject::Staff(scope.staff()) {
            return Err(Error::Forbidden);
        }
        self.may_take_over(scope, id).await?;
        if scope.staff() == id {
            return Err(Error::Refused(Refusal::NotAllowed));
        }
        self.still_signed_in(admin).await?;
        again(|| async {
            let tx = self.store.write(admin.scope()).await?;
            if !admin.is_of(&holder(&tx, admin.subject()).await?) {
                return Err(Error::SignInFailed);
            }
            take_from(tx, id.into()).await
        })
        .await
    }

    /// Whoever sits at the machine does the same: nobody else helps the only administrator.
    pub async fn take_staff_factor_away_at_the_machine(&self, line: &CommandLine, id: StaffId) -> Result<()> {
        let own = line.tenant(line.operator().id);
        again(|| async { take_from(self.store.write(&own).await?, id.into()).await }).await
    }
}

/// Who acts, as they are now; a manager must still be one.
async fn acting(tx: &Tx, reader: &Confirmed, managers: Vec<Person>) -> Result<Holder> {
    match reader.subject() {
        Subject::Person(id) => {
            let manager = managers.into_iter().find(|manager| manager.id == id);
            manager.map(Holder::Person).ok_or(Error::Forbidden)
        }
        staff @ Subject::Staff(_) => holder(tx, staff).await,
    }
}

async fn take_from(mut tx: Tx, id: Subject) -> Result<()> {
    hold(&tx, id).await?;
    // Whoever lost their telephone lost what was in it: the keys go with the app.
    let had_keys = remove_all(&tx, id).await?;
    match removed(&mut tx, id, AccountChange::FactorTakenAway).await {
        Err(Error::NotFound) if had_keys => {
            another_epoch(&tx, id).await?;
            tell(&mut tx, id, AccountChange::FactorTakenAway).await?;
        }
        // Somebody else did it, or they did themselves: it is as it was wanted.
        Err(Error::NotFound) => return Ok(()),
        taken => drop(taken?),
    }
    note(&tx, id, Change::TakenAway).await?;
    Ok(tx.commit().await?)
}
