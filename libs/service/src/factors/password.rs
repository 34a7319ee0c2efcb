//! Another password, chosen by somebody who has just proved who they are.

use rappel_domain::{
    delivery::AccountChange,
    password::{NewPassword, SecondFactor},
};
use rappel_store::links::Purpose;

use super::{Confirmed, tell};
use crate::{
    Scope, Service, account::own, error::Result, invalid::Checks, links::Holder, retry::again,
    sign_in::SignedIn,
};

impl Service {
    /// Saves another password of the reader. Every session and every link that was mailed ends; the reader gets a new session.
    pub async fn change_password(&self, reader: &Confirmed, password: &str) -> Result<SignedIn<Scope>> {
        let (scope, id) = (reader.scope(), own(reader.scope())?);
        let tx = self.store.read(scope).await?;
        let (person, tenant) = (tx.persons().by_id(id).await?, tx.tenant().await?);
        drop(tx);
        let mut checks = Checks::default();
        let names = [person.name.as_str(), person.user_name.as_str(), tenant.name.as_str()];
        let chosen = checks.take("password", NewPassword::choose(password, SecondFactor::None, &names));
        let hash = self.hasher.hash(checks.done(chosen)?.expose()).await?;
        let person = again(|| async {
            let mut tx = self.begin_confirmed(reader).await?;
            // Before the links: whoever gives a code holds the factor first.
            tx.factors().drop_begun_factor(id.into()).await?;
            tx.persons().set_password(id, &hash).await?;
            for purpose in
                [Purpose::PersonPassword(id), Purpose::PersonSignIn(id), Purpose::PersonSecondStep(id)]
            {
                tx.links().revoke(purpose).await?;
            }
            tx.devices().forget(id).await?;
            let person = tx.persons().by_id(id).await?;
            tell(&mut tx, id, AccountChange::Password).await?;
            tx.commit().await?;
            Ok(person)
        })
        .await?;
        self.keep_signed_in(scope, &Holder::Person(person), reader.standing()).await
    }
}
