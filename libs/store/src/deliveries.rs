//! Messages to send: their attempts, receipts, and the log of all of them.

use chrono::{DateTime, Utc};
use rappel_domain::{
    delivery::{Channel, DeliveryState, News, Recipient, Tag},
    id::{AttemptId, CallbackId, DeliveryId, SummonsId, TenantId, TicketId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use crate::{
    convert::{from_json, word},
    entities::{attempts, deliveries, receipts},
    error::{Result, StoreError},
    unit::{OfficeTx, Tx},
};

/// Messages of the scope's tenant.
#[derive(Debug)]
pub struct Deliveries<'a>(pub(crate) &'a Tx);

/// A message as it lies in the database.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// Whose.
    pub tenant: TenantId,
    /// Its identifier.
    pub id: DeliveryId,
    /// To whom.
    pub to: Recipient,
    /// By what.
    pub channel: Channel,
    /// What it says.
    pub news: News,
    /// The ticket it is about.
    pub ticket: Option<TicketId>,
    /// The callback it is about.
    pub callback: Option<CallbackId>,
    /// The summons it carries out.
    pub summons: Option<SummonsId>,
    /// Where it stands.
    pub state: DeliveryState,
    /// Number or mailbox, once it was sent.
    pub address: Option<String>,
    /// Subject of an e-mail, once it was sent.
    pub subject: Option<String>,
    /// Text as it was sent, links left out.
    pub body: Option<String>,
    /// Who took it.
    pub provider: Option<String>,
    /// What the provider calls it.
    pub provider_message_id: Option<String>,
    /// Tries so far.
    pub attempts: i32,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When it was decided.
    pub created_at: DateTime<Utc>,
    /// When a provider took it.
    pub sent_at: Option<DateTime<Utc>>,
    /// When its fate was known.
    pub settled_at: Option<DateTime<Utc>>,
    /// The page in whose text this one travels.
    pub carried_by: Option<DeliveryId>,
}

/// One try at one provider.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// Its identifier.
    pub id: AttemptId,
    /// Counts from 1.
    pub number: i32,
    /// Who was asked.
    pub provider: String,
    /// Written before the request left.
    pub started_at: DateTime<Utc>,
    /// `None` while the answer is unknown.
    pub finished_at: Option<DateTime<Utc>>,
    /// What came of it, as a stable word.
    pub outcome: Option<String>,
    /// What the provider said.
    pub detail: Option<String>,
    /// What the provider calls it.
    pub provider_message_id: Option<String>,
}

/// What is being sent, noted before the request leaves.
#[derive(Debug, Clone)]
pub struct Sending<'a> {
    /// Who is asked.
    pub provider: &'a str,
    /// Number or mailbox.
    pub address: &'a str,
    /// Subject of an e-mail.
    pub subject: Option<&'a str>,
    /// Text, links left out.
    pub body: &'a str,
}

/// What came of an attempt.
#[derive(Debug, Clone)]
pub struct Outcome<'a> {
    /// A stable word: `sent`, `recipient`, `configuration`, `not_processed`, `carrier`, `unknown`, `cancelled`.
    pub word: &'a str,
    /// What the provider said.
    pub detail: Option<&'a str>,
    /// What the provider calls it.
    pub provider_message_id: Option<&'a str>,
    /// Where the delivery stands after it.
    pub state: DeliveryState,
}

impl Tx {
    /// Messages of the scope's tenant.
    pub const fn deliveries(&self) -> Deliveries<'_> {
        Deliveries(self)
    }
}

impl Deliveries<'_> {
    /// The message with an identifier.
    pub async fn by_id(&self, id: DeliveryId) -> Result<Delivery> {
        let row = self
            .0
            .of::<deliveries::Entity>()
            .filter(deliveries::Column::Id.eq(id.uuid()))
            .one(&self.0.db)
            .await?;
        from_row(row.ok_or(StoreError::NotFound)?)
    }

    /// The message that a tag names. [`StoreError::NotFound`] also when it might be two.
    pub async fn by_tag(&self, tag: &Tag) -> Result<Delivery> {
        let (first, last) = tag.ids();
        let mut rows = self
            .0
            .of::<deliveries::Entity>()
            .filter(deliveries::Column::Id.between(first.uuid(), last.uuid()))
            .limit(2)
            .all(&self.0.db)
            .await?;
        match (rows.pop(), rows.pop()) {
            (Some(row), None) => from_row(row),
            _ => Err(StoreError::NotFound),
        }
    }

    /// Messages about a ticket, in order.
    pub async fn of_ticket(&self, ticket: TicketId) -> Result<Vec<Delivery>> {
        let rows = self
            .0
            .of::<deliveries::Entity>()
            .filter(deliveries::Column::TicketId.eq(ticket.uuid()))
            .order_by_asc(deliveries::Column::Id)
            .all(&self.0.db)
            .await?;
        rows.into_iter().map(from_row).collect()
    }

    /// The message that carries out a summons.
    pub async fn of_summons(&self, summons: SummonsId) -> Result<Delivery> {
        let row = self
            .0
            .of::<deliveries::Entity>()
            .filter(deliveries::Column::SummonsId.eq(summons.uuid()))
            .one(&self.0.db)
            .await?;
        from_row(row.ok_or(StoreError::NotFound)?)
    }

    /// Every try of a message, in order.
    pub async fn attempts(&self, id: DeliveryId) -> Result<Vec<Attempt>> {
        let rows = self
            .0
            .of::<attempts::Entity>()
            .filter(attempts::Column::DeliveryId.eq(id.uuid()))
            .order_by_asc(attempts::Column::Number)
            .all(&self.0.db)
            .await?;
        Ok(rows.into_iter().map(attempt).collect())
    }

    /// Notes that a request is about to leave.
    pub async fn begin_attempt(&self, id: DeliveryId, sending: &Sending<'_>) -> Result<AttemptId> {
        let delivery = self.by_id(id).await?;
        let attempt = AttemptId::new(&*self.0.clock);
        let number = delivery.attempts + 1;
        let row = attempts::ActiveModel {
            tenant_id: Set(self.0.tenant.uuid()),
            id: Set(attempt.uuid()),
            delivery_id: Set(id.uuid()),
            number: Set(number),
            provider: Set(sending.provider.to_owned()),
            started_at: Set(self.0.clock.now()),
            ..Default::default()
        };
        attempts::Entity::insert(row).exec_without_returning(&self.0.db).await?;
        let row = deliveries::ActiveModel {
            attempts: Set(number),
            provider: Set(Some(sending.provider.to_owned())),
            address: Set(Some(sending.address.to_owned())),
            subject: Set(sending.subject.map(str::to_owned)),
            body: Set(Some(sending.body.to_owned())),
            ..Default::default()
        };
        self.save(id, row).await?;
        Ok(attempt)
    }

    /// Notes what came of an attempt, and where the delivery stands now.
    pub async fn close_attempt(
        &self,
        id: DeliveryId,
        attempt: AttemptId,
        outcome: &Outcome<'_>,
    ) -> Result<()> {
        let now = self.0.clock.now();
        let message_id = outcome.provider_message_id.map(str::to_owned);
        let row = attempts::ActiveModel {
            finished_at: Set(Some(now)),
            outcome: Set(Some(outcome.word.to_owned())),
            detail: Set(outcome.detail.map(str::to_owned)),
            provider_message_id: Set(message_id.clone()),
            ..Default::default()
        };
        self.0
            .change::<attempts::Entity>()
            .set(row)
            .filter(attempts::Column::Id.eq(attempt.uuid()))
            .exec(&self.0.db)
            .await?;
        let mut row = deliveries::ActiveModel {
            last_error: Set((outcome.word != "sent").then(|| {
                outcome
                    .detail
                    .map_or_else(|| outcome.word.to_owned(), |detail| format!("{}: {detail}", outcome.word))
            })),
            ..Default::default()
        };
        if outcome.state == DeliveryState::Sent {
            row.sent_at = Set(Some(now));
            row.provider_message_id = Set(message_id);
        }
        self.save(id, row).await?;
        self.move_to(id, outcome.state).await.map(|_| ())
    }

    /// Moves a delivery forward; answers whether it moved. A state never goes back.
    pub async fn move_to(&self, id: DeliveryId, state: DeliveryState) -> Result<Moved> {
        let from = DeliveryState::ALL.iter().filter(|it| it.may_become(state) && **it != state);
        let mut row = deliveries::ActiveModel { state: Set(state.as_str().to_owned()), ..Default::default() };
        if !matches!(state, DeliveryState::Waiting | DeliveryState::Sent) {
            row.settled_at = Set(Some(self.0.clock.now()));
        }
        let done = self
            .0
            .change::<deliveries::Entity>()
            .set(row)
            .filter(deliveries::Column::Id.eq(id.uuid()))
            .filter(deliveries::Column::State.is_in(from.map(|it| it.as_str())))
            .exec(&self.0.db)
            .await?;
        Ok(if done.rows_affected == 1 { Moved::Yes } else { Moved::No })
    }

    /// Notes a receipt, once for each message and status. Persist first, then answer the provider.
    pub async fn note_receipt(
        &self,
        id: DeliveryId,
        message_id: &str,
        status: &str,
        detail: Option<&str>,
    ) -> Result<Moved> {
        let row = receipts::ActiveModel {
            tenant_id: Set(self.0.tenant.uuid()),
            delivery_id: Set(id.uuid()),
            provider_message_id: Set(message_id.to_owned()),
            status: Set(status.to_owned()),
            detail: Set(detail.map(str::to_owned)),
            received_at: Set(self.0.clock.now()),
        };
        let inserted = receipts::Entity::insert(row)
            .on_conflict(
                OnConflict::columns([
                    receipts::Column::TenantId,
                    receipts::Column::DeliveryId,
                    receipts::Column::ProviderMessageId,
                    receipts::Column::Status,
                ])
                .do_nothing()
                .to_owned(),
            )
            .exec_without_returning(&self.0.db)
            .await?;
        Ok(if inserted == 1 { Moved::Yes } else { Moved::No })
    }

    /// Puts a message back to be sent again, as somebody asked.
    pub async fn send_again(&self, id: DeliveryId) -> Result<()> {
        let row = deliveries::ActiveModel {
            state: Set(DeliveryState::Waiting.as_str().to_owned()),
            settled_at: Set(None),
            ..Default::default()
        };
        self.save(id, row).await
    }

    /// Provider and kind of the messages that wait, for the metrics.
    pub async fn waiting(&self) -> Result<u64> {
        use sea_orm::PaginatorTrait as _;
        let select = self
            .0
            .of::<deliveries::Entity>()
            .filter(Expr::col(deliveries::Column::State).eq(DeliveryState::Waiting.as_str()));
        Ok(select.count(&self.0.db).await?)
    }

    async fn save(&self, id: DeliveryId, row: deliveries::ActiveModel) -> Result<()> {
        let done = self
            .0
            .change::<deliveries::Entity>()
            .set(row)
            .filter(deliveries::Column::Id.eq(id.uuid()))
            .exec(&self.0.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound) }
    }
}

/// Whether a row changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// It did.
    Yes,
    /// It was there already.
    No,
}

impl OfficeTx {
    /// The log across the staff member's tenants, the newest first, those older than `before`.
    pub async fn deliveries(
        &self,
        filter: &LogFilter,
        before: Option<DeliveryId>,
        limit: u64,
    ) -> Result<Vec<Delivery>> {
        let tenants = self.tenants.iter().filter(|it| filter.tenant.is_none_or(|only| only == **it));
        // A probe is a message to nobody: `/health/paging` tells of it.
        let mut select = deliveries::Entity::find()
            .filter(deliveries::Column::TenantId.is_in(tenants.map(|it| it.uuid())))
            .filter(deliveries::Column::News.ne(News::Probe.kind()));
        if let Some(before) = before {
            select = select.filter(deliveries::Column::Id.lt(before.uuid()));
        }
        if let Some(channel) = filter.channel {
            select = select.filter(deliveries::Column::Channel.eq(channel.as_str()));
        }
        if let Some(state) = filter.state {
            select = select.filter(deliveries::Column::State.eq(state.as_str()));
        }
        let rows = select.order_by_desc(deliveries::Column::Id).limit(limit).all(&self.db).await?;
        rows.into_iter().map(from_row).collect()
    }
}

/// What to show of the log.
#[derive(Debug, Clone, Copy, Default)]
pub struct LogFilter {
    /// One tenant only.
    pub tenant: Option<TenantId>,
    /// One channel only.
    pub channel: Option<Channel>,
    /// One state only.
    pub state: Option<DeliveryState>,
}

pub(crate) fn from_row(row: deliveries::Model) -> Result<Delivery> {
    Ok(Delivery {
        tenant: TenantId::from_uuid(row.tenant_id),
        id: DeliveryId::from_uuid(row.id),
        to: from_json(row.recipient, "deliveries.recipient")?,
        channel: word(&row.channel, "deliveries.channel")?,
        news: from_json(row.payload, "deliveries.payload")?,
        ticket: row.ticket_id.map(TicketId::from_uuid),
        callback: row.callback_id.map(CallbackId::from_uuid),
        summons: row.summons_id.map(SummonsId::from_uuid),
        state: word(&row.state, "deliveries.state")?,
        address: row.address,
        subject: row.subject,
        body: row.body,
        provider: row.provider,
        provider_message_id: row.provider_message_id,
        attempts: row.attempts,
        last_error: row.last_error,
        created_at: row.created_at,
        sent_at: row.sent_at,
        settled_at: row.settled_at,
        carried_by: row.carried_by.map(DeliveryId::from_uuid),
    })
}

fn attempt(row: attempts::Model) -> Attempt {
    Attempt {
        id: AttemptId::from_uuid(row.id),
        number: row.number,
        provider: row.provider,
        started_at: row.started_at,
        finished_at: row.finished_at,
        outcome: row.outcome,
        detail: row.detail,
        provider_message_id: row.provider_message_id,
    }
}
