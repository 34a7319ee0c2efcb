//! What the worker needs to send one message, and what it notes of it.

use chrono::{DateTime, Duration, Utc};
use rappel_domain::{
    Locale,
    callback::{self, Callback, Receipts, State, Summons, SummonsState},
    delivery::{Channel, DeliveryState, News, Recipient, Tag},
    id::{AttemptId, CallbackId, DeliveryId, StaffId},
    ticket::Ticket,
};
use rappel_store::{
    Tx,
    categories::Category,
    deliveries::{Attempt, Delivery, Moved, Outcome, Sending},
    links::Purpose,
};

use crate::{
    Scope, Service,
    callbacks::holder,
    error::{Error, Result},
    links::{INVITATION, PASSWORD},
    secret::{link_token, sha256},
    settings::Effective,
};

/// How long the link in a summons shows what became of the callback.
const CALLBACK_LINK: Duration = Duration::days(3);

/// A message with everything that its text may say.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// The message.
    pub delivery: Delivery,
    /// Number or mailbox; `None` when the recipient has none (any more).
    pub address: Option<String>,
    /// The recipient's name; empty for an address of the settings.
    pub name: String,
    /// What the recipient signs in with; empty for an address of the settings.
    pub user_name: String,
    /// What the recipient reads.
    pub locale: Locale,
    /// The tenant with what it inherits.
    pub settings: Effective,
    /// Where the tenant's portal is served.
    pub portal_origin: String,
    /// Where the back office is served.
    pub office_origin: String,
    /// The ticket it is about, with its category.
    pub ticket: Option<(Ticket, Category)>,
    /// Who asked.
    pub requester: String,
    /// The callback it is about.
    pub callback: Option<Callback>,
    /// Who has the callback.
    pub holder: Option<String>,
    /// The answer that is announced, with its author.
    pub answer: Option<(String, String)>,
    /// The staff member that a reply's outcome names.
    pub named_staff: Option<String>,
    /// Every try so far, in order.
    pub attempts: Vec<Attempt>,
}

/// Whether a message is still to be sent.
#[derive(Debug)]
pub enum Ready {
    /// It is.
    Send(Box<Outgoing>),
    /// Nobody needs it any more, or it was settled.
    Nobody,
}

/// What a provider says became of a message.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The provider's name for the message.
    pub message_id: &'a str,
    /// Its word for where the message is.
    pub status: &'a str,
    /// What that means; `None` while it is on its way.
    pub state: Option<DeliveryState>,
    /// Why it did not arrive.
    pub detail: Option<&'a str>,
    /// Whether the number may be used again.
    pub address: Address,
}

/// A link for one message: its token is nowhere but in the message.
#[derive(Debug)]
pub struct NewLink {
    /// The whole address.
    pub url: String,
    hash: [u8; 32],
    purpose: Purpose,
    expires_at: DateTime<Utc>,
}

/// Whether a number is to be used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Address {
    /// It may be.
    Usable,
    /// Never again: not a mobile, opted out, invalid.
    Unusable,
}

impl Service {
    /// Reads a message with everything that its text may say.
    pub async fn outgoing(&self, scope: &Scope, id: DeliveryId) -> Result<Ready> {
        let tx = self.store.read(scope).await?;
        let delivery = tx.deliveries().by_id(id).await?;
        if delivery.state != DeliveryState::Waiting || !wanted(&tx, &delivery).await? {
            return Ok(Ready::Nobody);
        }
        let settings = Effective::read(&tx).await?;
        let to = destination(&tx, &delivery, &settings).await?;
        let ticket = match delivery.ticket {
            Some(id) => {
                let ticket = tx.tickets().by_id(id).await?;
                let category = tx.categories().by_id(ticket.category).await?;
                Some((ticket, category))
            }
            None => None,
        };
        let requester = match &ticket {
            Some((ticket, _)) => tx.persons().by_id(ticket.requester).await?.name,
            None => String::new(),
        };
        let callback = match (delivery.callback, &delivery.news, delivery.ticket) {
            (Some(id), ..) => Some(tx.callbacks().by_id(id).await?),
            // A record of the client's own ticket, which says the number all the same.
            (None, News::WrongNumber, Some(ticket)) => tx.callbacks().of_ticket(ticket).await?,
            _ => None,
        };
        let mut staff: Vec<StaffId> = callback.as_ref().and_then(holder).into_iter().collect();
        let named = match &delivery.news {
            News::ReplyOutcome {
                outcome: rappel_domain::delivery::ReplyOutcome::AlreadyTaken { by, .. },
            } => Some(*by),
            News::NumberRefused { staff, .. } => Some(*staff),
            _ => None,
        };
        staff.extend(named);
        let answer = match &delivery.news {
            News::Answered { message } => Some(tx.tickets().message(*message).await?),
            _ => None,
        };
        let author = match answer.as_ref().map(|it| it.by) {
            Some(rappel_domain::Actor::Staff(id)) => Some(id),
            _ => None,
        };
        staff.extend(author);
        let called = tx.staff_names(&staff).await?;
        let name = |id: Option<StaffId>| id.and_then(|id| called.get(&id).cloned());
        let attempts = match delivery.attempts {
            0 => Vec::new(),
            _ => tx.deliveries().attempts(id).await?,
        };
        let outgoing = Outgoing {
            attempts,
            address: to.address,
            name: to.name,
            user_name: to.user_name,
            locale: to.locale,
            portal_origin: self.portal_origin(&settings.tenant).await?,
            office_origin: self.origins.of(&self.origins.office),
            holder: name(callback.as_ref().and_then(holder)),
            answer: answer.map(|it| (name(author).unwrap_or_default(), it.body)),
            named_staff: name(named),
            delivery,
            settings,
            ticket,
            requester,
            callback,
        };
        Ok(Ready::Send(Box::new(outgoing)))
    }

    /// The link that a message carries, if it carries one of its own.
    pub fn new_link(&self, outgoing: &Outgoing) -> Result<Option<NewLink>> {
        let delivery = &outgoing.delivery;
        let now = self.clock().now();
        let (purpose, life, base) = match (&delivery.news, &delivery.to) {
            (News::Invitation, Recipient::Person(id)) => {
                (Purpose::PersonInvitation(*id), INVITATION, format!("{}/invite/", outgoing.portal_origin))
            }
            (News::PasswordReset, Recipient::Person(id)) => {
                (Purpose::PersonPassword(*id), PASSWORD, format!("{}/password/", outgoing.portal_origin))
            }
            (News::Invitation, Recipient::Staff(id)) => {
                (Purpose::StaffInvitation(*id), INVITATION, format!("{}/invite/", outgoing.office_origin))
            }
            (News::PasswordReset, Recipient::Staff(id)) => {
                (Purpose::StaffPassword(*id), PASSWORD, format!("{}/password/", outgoing.office_origin))
            }
            (news, to) => {
                let (Some(_), Some(callback)) = (news.summons(), delivery.callback) else {
                    return Ok(None);
                };
                // The fallback's number and mailbox are nobody's account: nobody could sign for what is tapped there.
                let Recipient::Staff(staff) = to else {
                    return Ok(None);
                };
                let staff = Some(*staff);
                let base = format!("{}/a/", self.origins.of(&self.origins.short));
                (Purpose::Callback { staff, callback }, CALLBACK_LINK, base)
            }
        };
        let token = link_token(outgoing.settings.tenant.number)?;
        Ok(Some(NewLink {
            url: format!("{base}{}", token.expose()),
            hash: sha256(token.expose()),
            purpose,
            expires_at: now + life,
        }))
    }

    /// Notes that a request is about to leave, and keeps the link. `None` when nobody needs the message any more.
    pub async fn begin_sending(
        &self,
        scope: &Scope,
        id: DeliveryId,
        link: Option<&NewLink>,
        sending: &Sending<'_>,
    ) -> Result<Option<AttemptId>> {
        let tx = self.store.write(scope).await?;
        let delivery = tx.deliveries().by_id(id).await?;
        if delivery.state != DeliveryState::Waiting || !wanted(&tx, &delivery).await? {
            return Ok(None);
        }
        if let Some(link) = link {
            tx.links().insert(&link.hash, link.purpose, link.expires_at).await?;
        }
        let attempt = tx.deliveries().begin_attempt(id, sending).await?;
        tx.commit().await?;
        Ok(Some(attempt))
    }

    /// Notes that a provider took the message.
    pub async fn sent(
        &self,
        tx: &mut Tx,
        id: DeliveryId,
        attempt: AttemptId,
        provider_message_id: Option<&str>,
        receipts: Receipts,
    ) -> Result<()> {
        let outcome = Outcome { word: "sent", detail: None, provider_message_id, state: DeliveryState::Sent };
        tx.deliveries().close_attempt(id, attempt, &outcome).await?;
        let delivery = tx.deliveries().by_id(id).await?;
        if let Some((callback, summons)) = summons(tx, &delivery).await? {
            let decision = callback::summons_sent(tx.clock(), &callback, &summons, id, receipts);
            tx.record(decision).await?;
        }
        Ok(())
    }

    /// Notes that an attempt failed and the message will be tried again.
    pub async fn not_yet(
        &self,
        tx: &mut Tx,
        id: DeliveryId,
        attempt: AttemptId,
        word: &str,
        detail: &str,
    ) -> Result<()> {
        let state = DeliveryState::Waiting;
        let outcome = Outcome { word, detail: Some(detail), provider_message_id: None, state };
        tx.deliveries().close_attempt(id, attempt, &outcome).await?;
        if word == CONFIGURATION {
            let delivery = tx.deliveries().by_id(id).await?;
            tell_of_provider(tx, &delivery, detail).await?;
        }
        Ok(())
    }

    /// Gives a message up: the next target is paged at once when it was a summons.
    pub async fn give_up(
        &self,
        tx: &mut Tx,
        id: DeliveryId,
        attempt: Option<AttemptId>,
        word: &str,
        detail: &str,
        address: Address,
    ) -> Result<()> {
        let state = DeliveryState::Failed;
        match attempt {
            Some(attempt) => {
                let outcome = Outcome { word, detail: Some(detail), provider_message_id: None, state };
                tx.deliveries().close_attempt(id, attempt, &outcome).await?;
            }
            None => {
                tx.deliveries().move_to(id, state).await?;
            }
        }
        let delivery = tx.deliveries().by_id(id).await?;
        if address == Address::Unusable {
            stop_using(tx, &delivery, detail).await?;
        }
        if word == CONFIGURATION {
            tell_of_provider(tx, &delivery, detail).await?;
        }
        self.summons_lost(tx, &delivery, word).await
    }

    /// Notes that nobody needs a message any more.
    pub async fn drop_message(&self, tx: &mut Tx, id: DeliveryId) -> Result<()> {
        tx.deliveries().move_to(id, DeliveryState::Cancelled).await?;
        Ok(())
    }

    /// Notes a provider's receipt; late, twice and out of order do no harm.
    pub async fn receipt(&self, tenant_number: i64, id: DeliveryId, told: Told<'_>) -> Result<()> {
        let Told { message_id, status, state, detail, address } = told;
        let scope = self.store.doors().receipt(tenant_number).await?;
        crate::retry::again(|| async {
            let mut tx = self.store.write(&scope).await?;
            let delivery = tx.deliveries().by_id(id).await?;
            let noted = tx.deliveries().note_receipt(id, message_id, status, detail).await?;
            // What became of an earlier try says nothing bad about the one that counts.
            let latest = delivery.provider_message_id.as_deref().is_none_or(|it| it == message_id);
            if let (Moved::Yes, Some(state)) = (noted, state)
                && (latest || state == DeliveryState::Delivered)
            {
                self.settle(&mut tx, &delivery, state, detail.unwrap_or(status)).await?;
                if address == Address::Unusable {
                    stop_using(&mut tx, &delivery, detail.unwrap_or(status)).await?;
                }
            }
            Ok(tx.commit().await?)
        })
        .await
    }

    /// The same, for a provider that knows the message by its tag.
    pub async fn receipt_by_tag(&self, tag: &Tag, told: Told<'_>) -> Result<()> {
        let scope = self.store.doors().receipt(tag.tenant()).await?;
        let id = self.store.read(&scope).await?.deliveries().by_tag(tag).await?.id;
        self.receipt(tag.tenant(), id, told).await
    }

    /// Notes what the provider said when it was asked, at 60 s and at 90 s. Still nothing at the last look is
    /// as good as undelivered.
    pub async fn checked(
        &self,
        tx: &mut Tx,
        id: DeliveryId,
        state: Option<DeliveryState>,
        look: Look,
    ) -> Result<()> {
        let delivery = tx.deliveries().by_id(id).await?;
        if delivery.state != DeliveryState::Sent {
            return Ok(());
        }
        match (state, look) {
            (Some(DeliveryState::Sent | DeliveryState::Waiting) | None, Look::First) => {
                if let Some((callback, _)) = summons(tx, &delivery).await? {
                    let decision = callback::ask_again(tx.clock(), &callback, id);
                    tx.record(decision).await?;
                }
                Ok(())
            }
            (Some(DeliveryState::Sent | DeliveryState::Waiting) | None, Look::Last) => {
                self.settle(tx, &delivery, DeliveryState::Undelivered, "no receipt").await
            }
            (Some(state), _) => self.settle(tx, &delivery, state, "asked").await,
        }
    }

    async fn settle(
        &self,
        tx: &mut Tx,
        delivery: &Delivery,
        state: DeliveryState,
        reason: &str,
    ) -> Result<()> {
        let moved = tx.deliveries().move_to(delivery.id, state).await?;
        let lost = matches!(state, DeliveryState::Undelivered | DeliveryState::Failed);
        if moved == Moved::Yes && lost {
            self.summons_lost(tx, delivery, reason).await?;
        }
        Ok(())
    }

    async fn summons_lost(&self, tx: &mut Tx, delivery: &Delivery, reason: &str) -> Result<()> {
        let Some((callback, summons)) = summons(tx, delivery).await? else {
            return Ok(());
        };
        if matches!(summons.state, SummonsState::Failed | SummonsState::Dead) {
            return Ok(());
        }
        let others = tx.callbacks().summons(callback.id).await?;
        let decision = callback::summons_failed(tx.clock(), callback, &summons, reason, &others);
        Ok(tx.record(decision).await?)
    }

    /// Messages sent about a callback, for its proof.
    pub async fn deliveries_of(&self, scope: &Scope, id: CallbackId) -> Result<Vec<Delivery>> {
        let tx = self.store.read(scope).await?;
        let callback = tx.callbacks().by_id(id).await?;
        let all = tx.deliveries().of_ticket(callback.ticket).await?;
        Ok(all.into_iter().filter(|it| it.callback == Some(id)).collect())
    }
}

/// The word of a failure that is our own account's or settings' (`rappel_notify::Class::Configuration`).
const CONFIGURATION: &str = "configuration";
/// Supervisors hear of the same trouble once in this time.
const TOLD_FOR: Duration = Duration::hours(1);

/// A number is not used again: its owner's proof of it is gone, and supervisors hear when it was somebody of staff.
async fn stop_using(tx: &mut Tx, delivery: &Delivery, detail: &str) -> Result<()> {
    match (&delivery.to, delivery.channel) {
        (Recipient::Staff(staff), Channel::Sms) => {
            let now = tx.clock().now();
            tx.set_sms_refused(*staff, Some(now)).await?;
            let news = News::NumberRefused { staff: *staff, detail: detail.to_owned() };
            tell_supervisors(tx, delivery, &news).await
        }
        (Recipient::Person(id), Channel::Sms) => {
            let person = tx.persons().by_id(*id).await?;
            Ok(tx
                .persons()
                .update(&rappel_store::persons::Person { phone_verified_at: None, ..person })
                .await?)
        }
        _ => Ok(()),
    }
}

async fn tell_of_provider(tx: &mut Tx, delivery: &Delivery, detail: &str) -> Result<()> {
    let provider = delivery.provider.clone().unwrap_or_default();
    tell_supervisors(tx, delivery, &News::ProviderRefuses { provider, detail: detail.to_owned() }).await
}

/// By e-mail, and never about a message that was itself about trouble.
async fn tell_supervisors(tx: &mut Tx, about: &Delivery, news: &News) -> Result<()> {
    let since = tx.clock().now() - TOLD_FOR;
    let trouble = matches!(about.news, News::ProviderRefuses { .. } | News::NumberRefused { .. });
    if trouble || tx.deliveries().was_told(news, since).await? {
        return Ok(());
    }
    for staff in crate::callbacks::resolve::supervisors_of(tx).await? {
        let to = Recipient::Staff(staff);
        let decision =
            rappel_domain::decision::announce(tx.clock(), about.tenant, to, Channel::Email, news.clone());
        tx.record(decision).await?;
    }
    Ok(())
}

/// Which look at a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// At 60 s.
    First,
    /// At 90 s.
    Last,
}

struct To {
    address: Option<String>,
    name: String,
    user_name: String,
    locale: Locale,
}

async fn destination(tx: &Tx, delivery: &Delivery, settings: &Effective) -> Result<To> {
    let channel = delivery.channel;
    Ok(match &delivery.to {
        Recipient::Person(id) => {
            let person = tx.persons().by_id(*id).await?;
            // A number that was only typed gets nothing but the code that proves it.
            let proved =
                person.phone_verified_at.is_some() || matches!(delivery.news, News::PhoneCode { .. });
            let phone = person.phone.filter(|_| proved).map(|it| it.e164().to_owned());
            To {
                address: if channel == Channel::Email { Some(person.email) } else { phone },
                name: person.name,
                user_name: person.user_name,
                locale: person.locale.unwrap_or(settings.tenant.locale),
            }
        }
        Recipient::Staff(id) => {
            let staff = tx.staff(*id).await?;
            let takes = staff.takes_sms();
            let phone = staff.phone.filter(|_| takes).map(|it| it.e164().to_owned());
            To {
                address: if channel == Channel::Email { Some(staff.email) } else { phone },
                name: staff.name,
                user_name: staff.user_name,
                locale: staff.locale,
            }
        }
        Recipient::Address(address) => To {
            address: Some(address.clone()),
            name: String::new(),
            user_name: String::new(),
            locale: tx.operator().await?.locale,
        },
    })
}

/// Whether somebody still needs a message: a summons only while its callback waits to be taken.
async fn wanted(tx: &Tx, delivery: &Delivery) -> Result<bool> {
    let Some((callback, summons)) = summons(tx, delivery).await? else {
        return Ok(true);
    };
    let waits = matches!(callback.state, State::Requested | State::Paging);
    Ok(waits && summons.state == SummonsState::Pending)
}

async fn summons(tx: &Tx, delivery: &Delivery) -> Result<Option<(Callback, Summons)>> {
    match (delivery.callback, delivery.summons) {
        (Some(callback), Some(summons)) => {
            let found = (tx.callbacks().by_id(callback).await?, tx.callbacks().summons_by_id(summons).await?);
            Ok(Some(found))
        }
        (None, Some(_)) => Err(Error::NotFound),
        (_, None) => Ok(None),
    }
}
