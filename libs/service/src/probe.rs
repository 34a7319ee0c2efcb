//! The page to nobody: an urgent ticket of the operator's own goes the way of every other one, by the same reads, rules and
//! writes, in a unit of work that is never committed. So it is in no queue, report, proof, budget or pause, and nothing of it
//! has to be cleaned up; what is committed is the message that it ends in, and its jobs.

use rappel_domain::{
    callback,
    delivery::{Channel, Recipient},
    id::{CategoryId, DeliveryId, PersonId, TicketId},
    probe::{KEPT, PAGED, TO_RING, planned, probe, probe_of, stand_in},
    role::PersonRole,
    ticket::open,
};
use rappel_store::{StoreError, categories::Category, persons::NewPerson};

use crate::{
    Scope, Service, Tx,
    error::{Error, Result},
    intake::Draft,
    secret::{link_token, random},
    sending::{Outgoing, Ready},
};

/// What the ticket is called where it is called anything.
const NAME: &str = "Probe";

impl Service {
    /// Sends the probe of this quarter of an hour, unless it is on its way.
    pub async fn probe(&self) -> Result<()> {
        let line = self.store.doors().command_line().await?;
        let operator = line.operator().id;
        let mut tx = self.store.write(&line.tenant(operator)).await?;
        let now = tx.clock().now();
        match tx.deliveries().by_id(probe_of(now)).await {
            Err(StoreError::NotFound) => {}
            known => return known.map(|_| ()).map_err(Into::into),
        }
        let decision = probe(tx.clock(), operator);
        tx.record(decision).await?;
        tx.commit().await?;
        // On its own and afterwards: old ones that cannot be taken away keep no new one from being written.
        let old = self.store.write(&line.tenant(operator)).await?;
        old.deliveries().forget_probes(now - KEPT).await?;
        Ok(old.commit().await?)
    }

    /// Writes the job that sends the text of a probe, once its step was planned.
    pub async fn probe_planned(&self, tx: &mut Tx, id: DeliveryId) -> Result<()> {
        let decision = planned(tx.clock(), tx.scope().tenant(), id);
        Ok(tx.record(decision).await?)
    }

    /// Opens an urgent ticket of the operator's own and plans its first step: whom the escalation names at this moment,
    /// and somebody who stands in where it names nobody. Answers the texts that would leave, that of the stand-in first,
    /// and takes everything back.
    pub async fn rehearse(&self, scope: &Scope) -> Result<Vec<Outgoing>> {
        let mut tx = self.store.write(scope).await?;
        let ticket = self.open_probe(&mut tx).await?;
        let callback = tx.callbacks().of_ticket(ticket).await?.ok_or(Error::NotFound)?;
        let before = tx.callbacks().summons(callback.id).await?;
        let mut who = self.roster(&tx).await?.due(&callback, tx.clock().now(), &before);
        who.reachable.push(stand_in());
        let generation = callback.generation;
        let step = callback::page(tx.clock(), callback, generation, &who.reachable, who.mail, &before);
        tx.record(step.ok_or(Error::Conflict)?).await?;

        let texts = tx.deliveries().of_ticket(ticket).await?;
        let texts = texts.iter().filter(|it| it.channel == Channel::Sms && it.summons.is_some());
        let (stand_in, people): (Vec<_>, Vec<_>) =
            texts.partition(|it| it.to == Recipient::Address(PAGED.to_owned()));
        let mut outgoing = Vec::new();
        for delivery in stand_in.iter().chain(people.first()) {
            // Whoever was texted a moment ago waits, here as everywhere.
            if let Ready::Send(one) = self.outgoing_in(&tx, delivery.id).await? {
                outgoing.push(as_page(*one));
            }
        }
        Ok(outgoing)
    }

    /// A link like that of a page, which opens nothing.
    pub fn probe_link(&self, outgoing: &Outgoing) -> Result<String> {
        let token = link_token(outgoing.settings.tenant.number)?;
        Ok(format!("{}/a/{}", self.origins.of(&self.origins.short), token.expose()))
    }

    async fn open_probe(&self, tx: &mut Tx) -> Result<TicketId> {
        let category = Category {
            id: CategoryId::new(tx.clock()),
            name_fr: NAME.to_owned(),
            name_en: NAME.to_owned(),
            hint_fr: None,
            hint_en: None,
            position: 0,
            is_urgent: true,
            team: None,
            archived_at: None,
            policy: None,
            fields: Vec::new(),
        };
        tx.categories().insert(&category).await?;
        // Nobody's, also where somebody of the operator is called Probe.
        let user_name = format!("probe-{:016x}", u64::from_le_bytes(random()?));
        let person = NewPerson {
            id: PersonId::new(tx.clock()),
            email: format!("{user_name}@invalid"),
            user_name,
            name: NAME.to_owned(),
            phone: None,
            locale: None,
            role: PersonRole::Member,
        };
        tx.persons().insert(&person).await?;
        let draft = Draft {
            category: category.id.to_string(),
            description: NAME.to_owned(),
            phone: TO_RING.to_owned(),
            requester: Some(person.id),
            ..Draft::default()
        };
        let intake = self.intake(tx, &draft, Vec::new()).await?;
        let decision = open(tx.clock(), intake)?;
        let ticket = decision.parts().ticket.as_ref().map(|it| it.value().id).ok_or(Error::NotFound)?;
        tx.record(decision).await?;
        Ok(ticket)
    }
}

/// What the person on call would read: a stand-in is nobody's account, and would be told as the last resort is.
fn as_page(mut outgoing: Outgoing) -> Outgoing {
    if let Some(summons) = outgoing.delivery.summons {
        outgoing.delivery.news = rappel_domain::delivery::News::Page { summons };
    }
    outgoing
}
