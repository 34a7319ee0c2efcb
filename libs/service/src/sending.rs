//! What the worker needs to send one message, and what it notes of it.

mod carried;
mod destination;
mod duty;
mod logo;
mod outcome;
pub(crate) mod turn;

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use rappel_domain::{
    Locale,
    brand::Logo,
    callback::{Callback, State, Summons, SummonsState},
    delivery::{Channel, DeliveryState, News, Recipient},
    id::{AttemptId, CallbackId, DeliveryId, StaffId},
    own_text::OwnText,
    readiness::Report,
    rota::NamedRota,
    ticket::{Ticket, asks_for_feedback},
};
use rappel_store::{
    Tx,
    categories::Category,
    deliveries::{Attempt, Delivery, Sending},
    links::Purpose,
};

use crate::{
    Scope, Service,
    callbacks::holder,
    error::{Error, Result},
    feedback::FEEDBACK,
    links::{INVITATION, PASSWORD},
    secret::{link_token, sha256},
    settings::Effective,
    sign_in_link::SIGN_IN,
    sign_on::provider_alone,
    unsubscribe,
};

pub use crate::receipts::{Asked, Look, Told};
pub(crate) use carried::with_carried;
pub(crate) use destination::destination;
pub use duty::SwapNames;
pub use turn::Aboard;
use turn::{Claim, Hold};

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
    /// The recipient's clocks: their own, else those of their company; the operator's for staff.
    pub zone: Tz,
    /// The address that stops such e-mails, of those that may be stopped.
    pub unsubscribe_url: Option<String>,
    /// The tenant with what it inherits.
    pub settings: Effective,
    /// The logo for the head of an e-mail, with its picture as PNG.
    pub logo: Option<(Logo, Vec<u8>)>,
    /// What the company says in words of its own, to its own people: in the language of whoever reads it, in messages.
    pub own_texts: Vec<OwnText>,
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
    /// What the company's identity provider is called, where whoever is invited comes by it alone: no password would open anything.
    pub provider: Option<String>,
}

/// Whether a message is still to be sent.
#[derive(Debug)]
pub enum Ready {
    /// It is.
    Send(Box<Outgoing>),
    /// Nobody needs it any more, or it was settled.
    Nobody,
    /// Not yet: the person was texted or rung a moment ago, or it is in their quiet hours.
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
    /// Counts from when it is kept, not from when the text was written.
    life: Duration,
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
        Box::pin(self.outgoing_in(&tx, id)).await
    }

    /// The same, in a unit of work that goes on.
    pub(crate) async fn outgoing_in(&self, tx: &Tx, id: DeliveryId) -> Result<Ready> {
        let delivery = tx.deliveries().by_id(id).await?;
        if delivery.state != DeliveryState::Waiting || !wanted(tx, &delivery).await? {
            return Ok(Ready::Nobody);
        }
        let settings = Effective::read(tx).await?;
        let to = destination(tx, &delivery, &settings, self.texts_leave).await?;
        let ticket = match delivery.ticket {
            Some(id) => {
                let ticket = tx.tickets().by_id(id).await?;
                let category = tx.categories().by_id(ticket.category).await?;
                Some((ticket, category))
            }
            None => None,
        };
        // Who asked for a call at night is awake.
        let is_urgent = ticket.as_ref().is_some_and(|(ticket, _)| ticket.urgent);
        if let (Some(until), false) = (to.quiet_until, is_urgent) {
            return Ok(Ready::Wait { until });
        }
        if let Some(address) = &to.address
            && let Some(until) = turn::peek(tx, &delivery, address).await?
        {
            return Ok(Ready::Wait { until });
        }
        let aboard = turn::aboard(tx, &delivery).await?;
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
        // What a client reads of staff is what is set for their company.
        let is_client = matches!(delivery.to, Recipient::Person(_));
        let called_here = |name: &String| {
            if is_client { settings.staff_name(name).to_owned() } else { name.clone() }
        };
        let name = |id: Option<StaffId>| id.and_then(|id| called.get(&id).map(called_here));
        let attempts = match delivery.attempts {
            0 => Vec::new(),
            _ => tx.deliveries().attempts(id).await?,
        };
        let lost_by = carried::lost_by(tx, &delivery).await?;
        let (rota, swap) = duty::of(tx, &delivery.news).await?;
        let readiness = match &delivery.news {
            News::Readiness => Some(self.readiness_in(tx).await?),
            _ => None,
        };
        let logo = Box::pin(self.logo_of(tx, &delivery, &settings)).await?;
        let own_texts =
            if is_client { tx.own_texts().own_words_of_messages(to.locale).await? } else { Vec::new() };
        let portal_origin = self.portal_origin(&settings.tenant).await?;
        let about = ticket.as_ref().map(|(ticket, _)| ticket);
        let unsubscribe_url = self
            .token_in(settings.tenant.id, &delivery, about)
            .map(|token| format!("{portal_origin}/unsubscribe/{token}"));
        let outgoing = Outgoing {
            logo,
            own_texts,
            rota,
            swap,
            readiness,
            attempts,
            aboard,
            lost_by,
            provider: provider_alone(tx, &delivery).await?,
            address: to.address,
            name: to.name,
            user_name: to.user_name,
            locale: to.locale,
            zone: to.zone,
            unsubscribe_url,
            portal_origin,
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
            (News::Invitation, Recipient::Person(_)) if outgoing.provider.is_some() => return Ok(None),
            (News::Invitation, Recipient::Person(id)) => {
                (Purpose::PersonInvitation(*id), INVITATION, format!("{}/invite/", outgoing.portal_origin))
            }
            (News::PasswordReset, Recipient::Person(id)) => {
                (Purpose::PersonPassword(*id), PASSWORD, format!("{}/password/", outgoing.portal_origin))
            }
            (News::SignInLink, Recipient::Person(id)) => {
                (Purpose::PersonSignIn(*id), SIGN_IN, format!("{}/login/link/", outgoing.portal_origin))
            }
            (News::Closed, Recipient::Person(person)) => {
                // Whoever follows it is told, and not asked.
                let asked =
                    |ticket: &Ticket| ticket.requester == *person && asks_for_feedback(&ticket.state, now);
                let closed = outgoing.ticket.as_ref().filter(|(ticket, _)| asked(ticket));
                let (Some((ticket, _)), Channel::Email) = (closed, delivery.channel) else {
                    return Ok(None);
                };
                let purpose = Purpose::Feedback { ticket: ticket.id, person: *person };
                (purpose, FEEDBACK, format!("{}/feedback/", outgoing.portal_origin))
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
            life,
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
            tx.links().insert(&link.hash, link.purpose, tx.clock().now() + link.life).await?;
        }
        let attempt = tx.deliveries().begin_attempt(id, sending).await?;
        tx.commit().await?;
        Ok(Begun::Now(attempt))
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
/// while the one who asked has it, ordinary news only while its reader wants it.
async fn wanted(tx: &Tx, delivery: &Delivery) -> Result<bool> {
    // Whoever is let in no more is told of nothing else.
    let leaves = tx.deletions().leaves_at().await?;
    let stands = match &delivery.news {
        // To the second: what was written down may have kept fewer digits.
        News::CompanyLeaves { on } => leaves.is_some_and(|at| at.timestamp() == on.timestamp()),
        News::CompanyStays => leaves.is_none(),
        _ => leaves.is_none() || !matches!(delivery.to, Recipient::Person(_)),
    };
    if !stands {
        return Ok(false);
    }
    if let (News::Connect, Recipient::Staff(staff), Some(callback)) =
        (&delivery.news, &delivery.to, delivery.callback)
    {
        let callback = tx.callbacks().by_id(callback).await?;
        return Ok(matches!(callback.state, State::Accepted { by, .. } if by == *staff));
    }
    let Some((callback, summons)) = summons(tx, delivery).await? else {
        return unsubscribe::wants(tx, delivery).await;
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
