//! What the worker needs to send one message, and what it notes of it.

mod carried;
mod destination;
mod duty;
pub(crate) mod turn;

use chrono::{DateTime, Duration, Utc};
use rappel_domain::{
    Decision, Locale,
    callback::{self, Callback, Receipts, State, Summons, SummonsState},
    delivery::{DeliveryState, News, Recipient},
    id::{AttemptId, CallbackId, DeliveryId, StaffId},
    readiness::Report,
    rota::NamedRota,
    ticket::Ticket,
};
use rappel_store::{
    Tx,
    categories::Category,
    deliveries::{Attempt, Delivery, Outcome, Sending},
    links::Purpose,
};

use crate::{
    Scope, Service, budget,
    callbacks::{evidence, holder},
    error::{Error, Result},
    links::{INVITATION, PASSWORD},
    phone_test,
    secret::{link_token, sha256},
    settings::Effective,
    sign_in_link::SIGN_IN,
    trouble::{CONFIGURATION, stop_using, tell_of_provider},
};

pub use crate::receipts::{Asked, Look, Told};
pub(crate) use carried::with_carried;
pub(crate) use destination::destination;
pub use duty::SwapNames;
pub use turn::Aboard;
use turn::{Claim, Hold};

/// The word of an attempt after which nobody knows whether the message was taken (`rappel_notify::Class::Unknown`).
const UNKNOWN: &str = "unknown";
/// How long the link in a summons shows what became of the callback.
pub const CALLBACK_LINK: Duration = Duration::days(3);

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
    /// Whether a call of ours can connect the one who has the callback.
    pub can_connect: bool,
    /// The rota it is about.
    pub rota: Option<NamedRota>,
    /// The swap it is about.
    pub swap: Option<SwapNames>,
    /// What keeps people from being reached, when it tells of that.
    pub readiness: Option<Report>,
    /// Every try so far, in order.
    pub attempts: Vec<Attempt>,
    /// Pages to the same person that wait and travel in the text of this one.
    pub aboard: Vec<Aboard>,
    /// Providers that took this text to the same recipient and lost it.
    pub lost_by: Vec<String>,
}

/// Whether a message is still to be sent.
#[derive(Debug)]
pub enum Ready {
    /// It is.
    Send(Box<Outgoing>),
    /// Nobody needs it any more, or it was settled.
    Nobody,
    /// Not yet: the person was texted or rung a moment ago.
    Wait {
        /// Until when.
        until: DateTime<Utc>,
    },
}

/// Whether a request may leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begun {
    /// It may; its attempt is noted.
    Now(AttemptId),
    /// Nobody needs the message any more.
    Nobody,
    /// Not yet.
    Wait {
        /// Until when.
        until: DateTime<Utc>,
    },
    /// What the text says is no longer so: it is to be written again.
    Changed,
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

/// Why a message that a provider took did not arrive, as far as that changes what is done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The number: it is never used again.
    Number,
    /// Our account or settings: another provider at once, and supervisors hear of it.
    Account,
    /// The road to the phone: once by another provider.
    Road,
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
        let to = destination(&tx, &delivery, &settings, self.texts_leave).await?;
        if let Some(address) = &to.address
            && let Some(until) = turn::peek(&tx, &delivery, address).await?
        {
            return Ok(Ready::Wait { until });
        }
        let aboard = turn::aboard(&tx, &delivery).await?;
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
        let lost_by = carried::lost_by(&tx, &delivery).await?;
        let (rota, swap) = duty::of(&tx, &delivery.news).await?;
        let readiness = match &delivery.news {
            News::Readiness => Some(self.readiness_in(&tx).await?),
            _ => None,
        };
        let outgoing = Outgoing {
            rota,
            swap,
            readiness,
            attempts,
            aboard,
            lost_by,
            address: to.address,
            name: to.name,
            user_name: to.user_name,
            locale: to.locale,
            portal_origin: self.portal_origin(&settings.tenant).await?,
            office_origin: self.origins.of(&self.origins.office),
            holder: name(callback.as_ref().and_then(holder)),
            answer: answer.map(|it| (name(author).unwrap_or_default(), it.body)),
            named_staff: name(named),
            can_connect: callback.as_ref().is_some_and(|it| self.can_connect(&it.phone)),
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
            (News::SignInLink, Recipient::Person(id)) => {
                (Purpose::PersonSignIn(*id), SIGN_IN, format!("{}/login/link/", outgoing.portal_origin))
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

    /// Notes that a request is about to leave, with what its text carries, and keeps the link.
    pub async fn begin_sending(
        &self,
        scope: &Scope,
        id: DeliveryId,
        link: Option<&NewLink>,
        sending: &Sending<'_>,
        aboard: &[Aboard],
    ) -> Result<Begun> {
        let tx = self.store.write(scope).await?;
        let delivery = tx.deliveries().by_id(id).await?;
        if delivery.state != DeliveryState::Waiting || !wanted(&tx, &delivery).await? {
            return Ok(Begun::Nobody);
        }
        match Box::pin(turn::claim(&tx, &delivery, sending.address, aboard)).await? {
            Claim::Yes => {}
            Claim::Wait(until) => return Ok(Begun::Wait { until }),
            Claim::No => return Ok(Begun::Nobody),
            Claim::Changed => return Ok(Begun::Changed),
        }
        match Box::pin(turn::hold(&tx, &delivery, aboard)).await? {
            Hold::Yes => {}
            Hold::NotWanted => return Ok(Begun::Nobody),
            Hold::Changed => return Ok(Begun::Changed),
        }
        if let Some(link) = link {
            tx.links().insert(&link.hash, link.purpose, link.expires_at).await?;
        }
        let attempt = tx.deliveries().begin_attempt(id, sending).await?;
        tx.commit().await?;
        Ok(Begun::Now(attempt))
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
        let mut noted: Vec<Decision> = evidence::message_sent(tx.clock(), &delivery).into_iter().collect();
        if let Some((callback, summons)) = summons(tx, &delivery).await? {
            noted.push(callback::summons_sent(tx.clock(), &callback, &summons, id, receipts));
        }
        noted.extend(phone_test::await_receipt(tx, &delivery, receipts));
        noted.extend(Box::pin(carried::sent_with(tx, &delivery)).await?);
        // In one: it holds the facts of all of them in their order.
        if let Some(all) = noted.into_iter().reduce(Decision::and) {
            tx.record(all).await?;
        }
        budget::watch(tx, &delivery).await
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
            None => tx.deliveries().move_to(id, state).await.map(|_| ())?,
        }
        let delivery = tx.deliveries().by_id(id).await?;
        if address == Address::Unusable {
            stop_using(tx, &delivery, detail).await?;
        }
        if word == CONFIGURATION {
            tell_of_provider(tx, &delivery, detail).await?;
        }
        if word != UNKNOWN {
            turn::release(tx, &delivery).await?;
        }
        for one in carried::lost_with(tx, &delivery, address).await? {
            if one.id != id {
                tx.deliveries().move_to(one.id, state).await?;
            }
            self.summons_lost(tx, &one, word, None).await?;
        }
        Ok(())
    }

    /// Notes that nobody needs a message any more.
    pub async fn drop_message(&self, tx: &mut Tx, id: DeliveryId) -> Result<()> {
        let delivery = tx.deliveries().by_id(id).await?;
        tx.deliveries().move_to(id, DeliveryState::Cancelled).await?;
        if delivery.attempts > 0 && delivery.state == DeliveryState::Waiting {
            tx.pacing().let_go(id).await?;
            let last = tx.deliveries().attempts(id).await?.pop().and_then(|it| it.outcome);
            if last.is_some_and(|outcome| outcome != UNKNOWN) {
                turn::release(tx, &delivery).await?;
            }
        }
        Ok(())
    }

    /// Messages sent about a callback, for its proof.
    pub async fn deliveries_of(&self, scope: &Scope, id: CallbackId) -> Result<Vec<Delivery>> {
        let tx = self.store.read(scope).await?;
        let callback = tx.callbacks().by_id(id).await?;
        let all = tx.deliveries().of_ticket(callback.ticket).await?;
        Ok(all.into_iter().filter(|it| it.callback == Some(id)).collect())
    }
}

/// Whether somebody still needs a message: a summons only while its callback waits to be taken, a call that connects only
/// while the one who asked has it.
async fn wanted(tx: &Tx, delivery: &Delivery) -> Result<bool> {
    if let (News::Connect, Recipient::Staff(staff), Some(callback)) =
        (&delivery.news, &delivery.to, delivery.callback)
    {
        let callback = tx.callbacks().by_id(callback).await?;
        return Ok(matches!(callback.state, State::Accepted { by, .. } if by == *staff));
    }
    let Some((callback, summons)) = summons(tx, delivery).await? else {
        return Ok(true);
    };
    let waits = matches!(callback.state, State::Requested | State::Paging);
    Ok(waits && summons.state == SummonsState::Pending)
}

pub(crate) async fn summons(tx: &Tx, delivery: &Delivery) -> Result<Option<(Callback, Summons)>> {
    match (delivery.callback, delivery.summons) {
        (Some(callback), Some(summons)) => {
            let found = (tx.callbacks().by_id(callback).await?, tx.callbacks().summons_by_id(summons).await?);
            Ok(Some(found))
        }
        (None, Some(_)) => Err(Error::NotFound),
        (_, None) => Ok(None),
    }
}
