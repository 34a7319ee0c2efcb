//! Who somebody of a provider is here: who they were, who has their address, or somebody new.

use chrono::Duration;
use rappel_domain::{
    audit::Deed,
    delivery::{AccountChange, News},
    display_name::DisplayName,
    email_address::EmailAddress,
    id::PersonId,
    role::PersonRole,
    visibility::Visibility,
};
use rappel_oidc::Claims;
use rappel_store::{StoreError, Tx, identities::IdentityProvider, links::Purpose, persons::NewPerson};

use super::{Linking, NotDone, Why};
use crate::{
    Origins, Person, Scope, Service,
    error::{Error, Result},
    factors::{is_enrolled, tell},
    managers::tell_managers,
    people::free_user_name,
    retry::again,
};

/// Newcomers of a company in an hour, as many as a manager may invite: whoever has a domain for a moment does not fill it up.
pub const NEWCOMERS: u64 = 300;
/// Google's provider, which proves an address of any domain to whoever has one; who is of an organisation says another claim.
const GOOGLE: &str = "https://accounts.google.com";

/// Somebody who came.
pub(super) struct Came {
    pub(super) person: Person,
    /// They are linked once their second step was right.
    pub(super) linking: Option<Linking>,
}

type Met<T> = std::result::Result<T, Why>;

impl Service {
    /// Finds, links or makes the person, in one unit of work. Nobody of another company is looked at. `asked` is the provider as
    /// it was when its claims were checked.
    pub(super) async fn person_of(
        &self,
        guest: &Scope,
        asked: &IdentityProvider,
        claims: &Claims,
    ) -> std::result::Result<Came, NotDone> {
        let found = again(|| async {
            let mut tx = self.store.write(guest).await?;
            let found = Box::pin(found(&mut tx, &self.origins, asked, claims)).await?;
            tx.commit().await?;
            Ok(found)
        })
        .await?;
        found.map_err(NotDone::Because)
    }
}

async fn found(
    tx: &mut Tx,
    origins: &Origins,
    asked: &IdentityProvider,
    claims: &Claims,
) -> Result<Met<Came>> {
    // As it is now, and until this is done.
    let provider = tx.identities().keep_identity_provider().await?;
    let Some(provider) = provider.filter(|it| it.is_same(&asked.issuer, &asked.client_id)) else {
        return Ok(Err(Why::Over));
    };
    let address = match address(&provider, claims) {
        Ok(address) => address,
        Err(why) => return Ok(Err(why)),
    };
    let linking = Linking {
        issuer: provider.issuer.clone(),
        client_id: provider.client_id.clone(),
        subject: claims.subject.clone(),
    };
    if let Some(known) = tx.identities().identity(&linking.issuer, &linking.subject).await? {
        let person = tx.persons().by_id(known.person).await?;
        if person.disabled_at.is_some() {
            return Ok(Err(Why::Disabled));
        }
        if !tx.identities().note_identity_use(&linking.issuer, &linking.subject).await? {
            // Unlinked at this very moment.
            return Err(Error::Conflict);
        }
        return Ok(Ok(Came { person, linking: None }));
    }
    let Some(known) = tx.persons().by_email(&address.lookup_key()).await? else {
        return newcomer(tx, &address, claims, &linking).await;
    };
    // Held, so that of two who come at once one is linked, and whoever is switched off right now is seen here.
    tx.persons().hold(known.id).await?;
    let person = tx.persons().by_id(known.id).await?;
    if person.disabled_at.is_some() {
        return Ok(Err(Why::Disabled));
    }
    let linked = tx.identities().identities_of(person.id).await?;
    if let Some(linked) = linked.iter().find(|it| it.issuer == linking.issuer) {
        // Linked since it was looked for, by another window of the same person: they are known now.
        if linked.subject == linking.subject {
            return Err(Error::Conflict);
        }
        // Addresses change hands at a provider: whoever has this one now is not who was linked.
        return Ok(Err(Why::OtherAccount));
    }
    // An address alone links nobody who has an app: whoever is stopped at the second step leaves nothing.
    if is_enrolled(tx, origins, person.id).await? {
        return Ok(Ok(Came { person, linking: Some(linking) }));
    }
    link(tx, person.id, &linking).await?;
    tx.audit().note(Some(person.id), &Deed::IdentityLinked { issuer: linking.issuer }).await?;
    Ok(Ok(Came { person: tx.persons().by_id(person.id).await?, linking: None }))
}

/// The address of somebody, if the provider proves it and the company lets it in.
fn address(provider: &IdentityProvider, claims: &Claims) -> Met<EmailAddress> {
    let address = match claims.email.as_deref().map(EmailAddress::parse) {
        Some(Ok(address)) if claims.email_verified => address,
        _ => return Err(Why::Unproved),
    };
    let lets_in = |domain: &str| provider.domains.iter().any(|allowed| allowed == domain);
    let key = address.lookup_key();
    let of_organisation = match &claims.hosted_domain {
        Some(domain) => lets_in(domain),
        None => provider.issuer != GOOGLE,
    };
    if of_organisation && lets_in(key.rsplit_once('@').map_or("", |(_, domain)| domain)) {
        Ok(address)
    } else {
        Err(Why::Domain)
    }
}

/// Somebody new, who sees their own tickets; the managers are told.
async fn newcomer(
    tx: &mut Tx,
    address: &EmailAddress,
    claims: &Claims,
    linking: &Linking,
) -> Result<Met<Came>> {
    let hour_ago = tx.clock().now() - Duration::hours(1);
    if tx.audit().joined_before_last(NEWCOMERS - 1).await?.is_some_and(|at| at > hour_ago) {
        return Ok(Err(Why::TooManyNewcomers));
    }
    let name = claims.name.as_deref().and_then(|name| DisplayName::parse(name).ok());
    let name = name.map_or_else(|| address.local_part().to_owned(), |name| name.to_string());
    let id = PersonId::new(tx.clock());
    let new = NewPerson {
        id,
        user_name: free_user_name(tx, address).await?.ok_or(Error::Conflict)?,
        email: address.lookup_key(),
        name,
        phone: None,
        locale: None,
        role: PersonRole::Member,
    };
    tx.persons().insert(&new).await.map_err(taken)?;
    // Whatever members see: nobody of the company chose whom the provider lets in.
    let person = tx.persons().by_id(id).await?;
    tx.persons().update(&Person { visibility: Some(Visibility::Own), ..person }).await?;
    link(tx, id, linking).await?;
    tell_managers(tx, &News::Newcomer).await?;
    // Last, since everybody else waits for the end of the chain.
    tx.audit().note(Some(id), &Deed::PersonJoined).await?;
    tx.audit().note(Some(id), &Deed::IdentityLinked { issuer: linking.issuer.clone() }).await?;
    Ok(Ok(Came { person: tx.persons().by_id(id).await?, linking: None }))
}

/// Links somebody who is held, and tells them. What was mailed to invite them works no more. The audit is the caller's.
pub(super) async fn link(tx: &mut Tx, id: PersonId, linking: &Linking) -> Result<()> {
    if tx.persons().by_id(id).await?.activated_at.is_some() {
        tell(tx, id, AccountChange::ProviderLinked).await?;
    }
    tx.identities().link_identity(&linking.issuer, &linking.subject, id).await.map_err(taken)?;
    tx.persons().note_activated(id).await?;
    tx.links().revoke(Purpose::PersonInvitation(id)).await?;
    Ok(())
}

/// Somebody else came with the same at the same moment: what they left is looked at.
fn taken(error: StoreError) -> Error {
    match error {
        StoreError::Taken(_) => Error::Conflict,
        other => other.into(),
    }
}

#[cfg(test)]
mod tests;
