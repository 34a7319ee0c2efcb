//! Links that stop one kind of news by e-mail, in the e-mails themselves: signed, so that they need no row, no session and no
//! end. Looked at by GET, used by POST; a mail program uses one by itself (RFC 8058).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use rappel_domain::{
    Actor,
    contact::{Topic, Ways},
    delivery::{Channel, News, Recipient},
    id::{PersonId, TenantId},
    ticket::{State, Ticket},
};
use rappel_store::{Tx, deliveries::Delivery};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use crate::{
    Person, Service,
    error::{Error, Result},
    leaving::ReceiptKey,
    retry::again,
};

/// Bytes of a signature that are kept.
const SIGNED: usize = 16;

/// Signs such links.
#[derive(Clone)]
pub(crate) struct Key([u8; 32]);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key")
    }
}

impl Key {
    /// Derives the key from the one secret of the installation.
    pub(crate) fn new(secret: &str) -> Self {
        Self(mac(secret.as_bytes(), &[b"rappel unsubscribe 1"]))
    }

    fn sign(&self, tenant: TenantId, person: PersonId, topic: Topic) -> [u8; SIGNED] {
        let (tenant, person) = (tenant.uuid().into_bytes(), person.uuid().into_bytes());
        let whole = mac(&self.0, &[&tenant, &person, topic.as_str().as_bytes()]);
        let mut kept = [0; SIGNED];
        kept.copy_from_slice(whole.split_at(SIGNED).0);
        kept
    }

    fn token(&self, tenant: TenantId, person: PersonId, topic: Topic) -> String {
        let signature = URL_SAFE_NO_PAD.encode(self.sign(tenant, person, topic));
        format!("{person}.{}.{signature}", topic.as_str())
    }

    /// Whose link it is, and of what, if it is a genuine one of this tenant.
    fn read(&self, tenant: TenantId, token: &str) -> Option<(PersonId, Topic)> {
        let (person, rest) = token.split_once('.')?;
        let (topic, signature) = rest.split_once('.')?;
        let (person, topic) = (person.parse().ok()?, topic.parse().ok()?);
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        let genuine: bool = self.sign(tenant, person, topic).ct_eq(signature.as_slice()).into();
        genuine.then_some((person, topic))
    }
}

/// A link that works: whose it is, and what it stops.
#[derive(Debug)]
pub struct Unsubscribing {
    /// Whom the e-mail was for.
    pub person: Person,
    /// The kind of news.
    pub topic: Topic,
}

impl Unsubscribing {
    /// Whether such news still goes by e-mail.
    pub fn is_subscribed(&self) -> bool {
        self.person.contact().choices.of(self.topic).by_email
    }

    /// Whether such news goes by SMS too, and goes on to.
    pub fn goes_by_sms(&self) -> bool {
        self.person.contact().choices.of(self.topic).by_sms
    }
}

impl Service {
    /// Signs links to unsubscribe under a key derived from this secret; without one, e-mails carry none. What is left of companies
    /// that are gone carries their name under another one.
    #[must_use]
    pub fn with_secret(self, secret: &str) -> Self {
        let receipts = Some(ReceiptKey::new(secret));
        Self { unsubscribe: Some(Key::new(secret)), receipts, ..self }
    }

    /// The token of the link that stops a kind of news for somebody.
    pub fn unsubscribe_token(&self, tenant: TenantId, person: PersonId, topic: Topic) -> Option<String> {
        Some(self.unsubscribe.as_ref()?.token(tenant, person, topic))
    }

    /// The same for the link that an e-mail carries, if whoever reads it may stop its kind of news.
    pub(crate) fn token_in(
        &self,
        tenant: TenantId,
        delivery: &Delivery,
        ticket: Option<&Ticket>,
    ) -> Option<String> {
        let Recipient::Person(person) = delivery.to else { return None };
        let topic = optional(&delivery.news, ticket).filter(|_| delivery.channel == Channel::Email)?;
        self.unsubscribe_token(tenant, person, topic)
    }

    /// Looks at a link without using it. [`Error::NotFound`] when it is not one of ours and of this tenant.
    pub async fn unsubscribing(&self, site: TenantId, token: &str) -> Result<Unsubscribing> {
        let key = self.unsubscribe.as_ref().ok_or(Error::NotFound)?;
        let (person, topic) = key.read(site, token).ok_or(Error::NotFound)?;
        let guest = self.store.doors().mail_reader(site).await?;
        let person = self.store.read(&guest).await?.persons().by_id(person).await?;
        Ok(Unsubscribing { person, topic })
    }

    /// Stops a kind of news by e-mail, however often it is asked for; what goes by SMS goes on.
    pub async fn unsubscribe(&self, site: TenantId, token: &str) -> Result<()> {
        let Unsubscribing { person, topic } = self.unsubscribing(site, token).await?;
        let guest = self.store.doors().mail_reader(site).await?;
        again(|| async {
            let tx = self.store.write(&guest).await?;
            let mut person = tx.persons().by_id(person.id).await?;
            let counts = person.contact().choices.of(topic);
            if counts.by_email {
                // Where no number is proved, an e-mail would go on in the place of an SMS.
                *person.choices.of_mut(topic) = Ways { by_email: false, ..counts };
                tx.persons().update(&person).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }
}

/// Whether somebody of a tenant still wants ordinary news by this way. It may have waited, and they may have chosen anew.
pub(crate) async fn wants(tx: &Tx, delivery: &Delivery) -> Result<bool> {
    let Recipient::Person(person) = delivery.to else { return Ok(true) };
    if delivery.news.topic().is_none() {
        return Ok(true);
    }
    let ticket = match (delivery.ticket, &delivery.news) {
        (Some(id), News::Closed) => Some(tx.tickets().by_id(id).await?),
        _ => None,
    };
    let Some(topic) = optional(&delivery.news, ticket.as_ref()) else { return Ok(true) };
    let person = tx.persons().by_id(person).await?;
    let (chosen, counts) = (person.choices.of(topic), person.contact().choices.of(topic));
    // That a number is not proved any more is seen where its address is looked for.
    Ok(chosen.has(delivery.channel) || counts.has(delivery.channel))
}

/// The kind of news that may be stopped altogether. That the system closes a ticket never is: nothing closes in silence.
const fn optional(news: &News, ticket: Option<&Ticket>) -> Option<Topic> {
    match (news, ticket) {
        (News::ClosingSoon, _)
        | (News::Closed, Some(Ticket { state: State::Closed { by: Actor::System, .. }, .. })) => None,
        (news, _) => news.topic(),
    }
}

pub(crate) fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests;
