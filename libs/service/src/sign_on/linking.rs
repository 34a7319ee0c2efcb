//! Who somebody is with the provider, while they wait for their second step: linked by the code that is right, and by nothing before.

use rappel_domain::{
    audit::Deed,
    id::{PersonId, TenantId},
};
use rappel_store::{Tx, links::Link, sessions::Subject};
use serde::{Deserialize, Serialize};

use super::{json, people};
use crate::{
    Scope, Service,
    error::{Error, Result},
};

/// Whom the second step of a sign-in links to whom at the provider.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Linking {
    pub(super) issuer: String,
    pub(super) client_id: String,
    pub(super) subject: String,
}

impl Service {
    /// What a sign-in that waits for its second step carries, for its person alone.
    pub(crate) fn sealed_linking(&self, guest: &Scope, id: Subject, linking: &Linking) -> Result<Vec<u8>> {
        self.vault.of_providers().seal(&linked(guest.tenant(), id), &json(linking)?)
    }

    /// Begins to link whom a sign-in that waited carries, if it does: holds the provider, which must still be the one, and the
    /// person, before anything of theirs. [`Error::NotFound`] when it begins again.
    pub(crate) async fn begin_linking(
        &self,
        tx: &Tx,
        id: Subject,
        waited: Option<&Link>,
    ) -> Result<Option<(PersonId, Linking)>> {
        let (Some(sealed), Subject::Person(person)) = (waited.and_then(|it| it.carried.as_ref()), id) else {
            return Ok(None);
        };
        let text = self.vault.of_providers().open(&linked(tx.scope().tenant(), id), sealed);
        let linking: Option<Linking> = text.and_then(|text| serde_json::from_slice(&text).ok());
        let linking = linking.ok_or(Error::NotFound)?;
        let provider = tx.identities().keep_identity_provider().await?;
        if provider.is_none_or(|it| !it.is_same(&linking.issuer, &linking.client_id)) {
            return Err(Error::NotFound);
        }
        tx.persons().hold(person).await?;
        Ok(Some((person, linking)))
    }
}

/// Links them, with the code that was right. [`Error::NotFound`] when they, or somebody else, were linked meanwhile.
pub(crate) async fn end_linking(tx: &mut Tx, begun: Option<&(PersonId, Linking)>) -> Result<()> {
    let Some((person, linking)) = begun else { return Ok(()) };
    match people::link(tx, *person, linking).await {
        Err(Error::Conflict) => return Err(Error::NotFound),
        done => done?,
    }
    let deed = Deed::IdentityLinked { issuer: linking.issuer.clone() };
    Ok(tx.audit().note(Some(*person), &deed).await?)
}

fn linked(tenant: TenantId, id: Subject) -> Vec<u8> {
    let id = match id {
        Subject::Person(id) => id.uuid(),
        Subject::Staff(id) => id.uuid(),
    };
    [&b"linking "[..], tenant.uuid().as_bytes(), id.as_bytes()].concat()
}
