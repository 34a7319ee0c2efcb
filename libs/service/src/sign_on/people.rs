//! Who somebody of a provider is here: who they were, who has their address, or somebody new.

use rappel_domain::{
    audit::Deed, delivery::AccountChange, display_name::DisplayName, email_address::EmailAddress,
    id::PersonId, role::PersonRole,
};
use rappel_oidc::Claims;
use rappel_store::{StoreError, Tx, identities::IdentityProvider, links::Purpose, persons::NewPerson};

use super::{NotDone, Why};
use crate::{
    Person, Scope, Service,
    error::{Error, Result},
    factors::tell,
    people::free_user_name,
    retry::again,
};

impl Service {
    /// Finds, links or makes the person, in one unit of work. Nobody of another company is looked at.
    pub(super) async fn person_of(
        &self,
        guest: &Scope,
        provider: &IdentityProvider,
        claims: &Claims,
    ) -> std::result::Result<Person, NotDone> {
        let address = match claims.email.as_deref().map(EmailAddress::parse) {
            Some(Ok(address)) if claims.email_verified => address,
            _ => return Err(NotDone::Because(Why::Unproved)),
        };
        let key = address.lookup_key();
        let domain = key.rsplit_once('@').map_or("", |(_, domain)| domain);
        if !provider.domains.iter().any(|allowed| allowed == domain) {
            return Err(NotDone::Because(Why::Domain));
        }
        let found = again(|| async {
            let mut tx = self.store.write(guest).await?;
            let found = Box::pin(found(&mut tx, &provider.issuer, &address, claims)).await?;
            tx.commit().await?;
            Ok(found)
        })
        .await?;
        found.map_err(NotDone::Because)
    }
}

async fn found(
    tx: &mut Tx,
    issuer: &str,
    address: &EmailAddress,
    claims: &Claims,
) -> Result<std::result::Result<Person, Why>> {
    if let Some(known) = tx.identities().identity(issuer, &claims.subject).await? {
        let person = tx.persons().by_id(known.person).await?;
        if person.disabled_at.is_some() {
            return Ok(Err(Why::Disabled));
        }
        tx.identities().note_identity_use(issuer, &claims.subject).await?;
        return Ok(Ok(person));
    }
    let known = tx.persons().by_email(&address.lookup_key()).await?;
    let is_new = known.is_none();
    let id = match known {
        Some(person) => {
            // Held, so that of two who come at once one is linked, and whoever is switched off right now is seen here.
            tx.persons().hold(person.id).await?;
            let person = tx.persons().by_id(person.id).await?;
            if person.disabled_at.is_some() {
                return Ok(Err(Why::Disabled));
            }
            // Addresses change hands at a provider: whoever has this one now is not who was linked.
            if tx.identities().identities_of(person.id).await?.iter().any(|it| it.issuer == issuer) {
                return Ok(Err(Why::OtherAccount));
            }
            if person.activated_at.is_some() {
                tell(tx, person.id, AccountChange::ProviderLinked).await?;
            }
            person.id
        }
        None => made(tx, address, claims).await?,
    };
    tx.identities().link_identity(issuer, &claims.subject, id).await.map_err(taken)?;
    tx.persons().note_activated(id).await?;
    tx.links().revoke(Purpose::PersonInvitation(id)).await?;
    // Last, since everybody else waits for the end of the chain.
    if is_new {
        tx.audit().note(Some(id), &Deed::PersonJoined).await?;
    }
    tx.audit().note(Some(id), &Deed::IdentityLinked).await?;
    Ok(Ok(tx.persons().by_id(id).await?))
}

/// Somebody new, who sees their own tickets.
async fn made(tx: &mut Tx, address: &EmailAddress, claims: &Claims) -> Result<PersonId> {
    let name = claims.name.as_deref().and_then(|name| DisplayName::parse(name).ok());
    let name = name.map_or_else(|| address.local_part().to_owned(), |name| name.to_string());
    let new = NewPerson {
        id: PersonId::new(tx.clock()),
        user_name: free_user_name(tx, address).await?.ok_or(Error::Conflict)?,
        email: address.lookup_key(),
        name,
        phone: None,
        locale: None,
        role: PersonRole::Member,
    };
    tx.persons().insert(&new).await.map_err(taken)?;
    Ok(new.id)
}

/// Somebody else came with the same at the same moment: what they left is looked at.
fn taken(error: StoreError) -> Error {
    match error {
        StoreError::Taken(_) => Error::Conflict,
        other => other.into(),
    }
}
