//! The pauses between the texts to one person, and pages that travel in the text of another one.

use chrono::{DateTime, Duration, Utc};
use rappel_domain::{
    callback::{Phase, SummonsState},
    delivery::{Channel, DeliveryState, News, Recipient},
    id::DeliveryId,
    pace::Window,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait as _, PaginatorTrait as _, QueryFilter, QueryOrder, QuerySelect,
    prelude::Uuid,
    sea_query::{Expr, OnConflict},
};

use crate::{
    convert::{from_json, to_json},
    deliveries::{self, Delivery},
    entities::{callbacks, counters, deliveries as rows, paging_windows, summons, texted_phones, tickets},
    error::{Result, StoreError},
    unit::Tx,
};

/// What of the scope's tenant was sent to a phone lately, and what waits for the next text.
#[derive(Debug)]
pub struct Pacing<'a>(&'a Tx);

/// The window of one phone, and the message that has its turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Held {
    /// What was sent; `None` before the first.
    pub window: Option<Window>,
    /// The message that was sent last, or is being sent.
    pub holder: Option<DeliveryId>,
}

/// A text to a phone, of whatever company.
pub type Texted = (DeliveryId, DateTime<Utc>);

/// A page that waits to be sent, with the number of its ticket.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The message.
    pub delivery: Delivery,
    /// Number of the ticket.
    pub number: i64,
}

impl Tx {
    /// What of the scope's tenant was sent to a phone lately, and what waits for the next text.
    pub const fn pacing(&self) -> Pacing<'_> {
        Pacing(self)
    }
}

impl Pacing<'_> {
    /// The window of a phone, to look at.
    pub async fn window(&self, phone: &str, channel: Channel) -> Result<Held> {
        let row = self.find(phone, channel).one(&self.0.db).await?;
        Ok(row.map(held).unwrap_or_default())
    }

    /// The window of a phone, held until this unit of work ends: of two pages that fall due together one has the turn.
    pub async fn hold_window(&self, phone: &str, channel: Channel) -> Result<Held> {
        let row = paging_windows::ActiveModel {
            tenant_id: Set(self.0.tenant.uuid()),
            phone: Set(phone.to_owned()),
            channel: Set(channel.as_str().to_owned()),
            gap_seconds: Set(0),
            ..Default::default()
        };
        let key = [
            paging_windows::Column::TenantId,
            paging_windows::Column::Phone,
            paging_windows::Column::Channel,
        ];
        paging_windows::Entity::insert(row)
            .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
            .exec_without_returning(&self.0.db)
            .await?;
        let row = self.find(phone, channel).lock_exclusive().one(&self.0.db).await?;
        Ok(held(row.ok_or(StoreError::NotFound)?))
    }

    fn find(&self, phone: &str, channel: Channel) -> sea_orm::Select<paging_windows::Entity> {
        self.0
            .of::<paging_windows::Entity>()
            .filter(paging_windows::Column::Phone.eq(phone))
            .filter(paging_windows::Column::Channel.eq(channel.as_str()))
    }

    /// Keeps the window of a phone that this unit of work holds.
    pub async fn keep_window(&self, phone: &str, channel: Channel, held: &Held) -> Result<()> {
        let row = paging_windows::ActiveModel {
            holder_id: Set(held.holder.map(DeliveryId::uuid)),
            last_at: Set(held.window.map(|it| it.last_at)),
            next_at: Set(held.window.map(|it| it.next_at)),
            gap_seconds: Set(held.window.map_or(0, |it| i32::try_from(it.gap.num_seconds()).unwrap_or(0))),
            ..Default::default()
        };
        let done = self
            .0
            .change::<paging_windows::Entity>()
            .set(row)
            .filter(paging_windows::Column::Phone.eq(phone))
            .filter(paging_windows::Column::Channel.eq(channel.as_str()))
            .exec(&self.0.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound) }
    }

    /// What was texted to a phone lately, to look at. The row says of no company that it texted.
    pub async fn texts(&self, phone: &str) -> Result<Vec<Texted>> {
        let row = texted_phones::Entity::find_by_id(phone).one(&self.0.db).await?;
        row.map_or(Ok(Vec::new()), |row| from_json(row.texts, "texted_phones.texts"))
    }

    /// The same, held until this unit of work ends.
    pub async fn hold_texts(&self, phone: &str) -> Result<Vec<Texted>> {
        let row = texted_phones::ActiveModel {
            phone: Set(phone.to_owned()),
            texts: Set(to_json(&Vec::<Texted>::new())?),
        };
        texted_phones::Entity::insert(row)
            .on_conflict(OnConflict::column(texted_phones::Column::Phone).do_nothing().to_owned())
            .exec_without_returning(&self.0.db)
            .await?;
        let row = texted_phones::Entity::find_by_id(phone).lock_exclusive().one(&self.0.db).await?;
        from_json(row.ok_or(StoreError::NotFound)?.texts, "texted_phones.texts")
    }

    /// Keeps what was texted to a phone that this unit of work holds.
    pub async fn keep_texts(&self, phone: &str, texts: &[Texted]) -> Result<()> {
        let row = texted_phones::ActiveModel { phone: Set(phone.to_owned()), texts: Set(to_json(&texts)?) };
        texted_phones::Entity::update(row).exec(&self.0.db).await?;
        Ok(())
    }

    /// Page texts to somebody that wait and whose callback nobody has taken, from the oldest on.
    pub async fn waiting_pages(&self, to: &Recipient, limit: u64) -> Result<Vec<Waiting>> {
        let found = self
            .0
            .of::<rows::Entity>()
            // Written out, not bound: see `jobs::in_state`.
            .filter(Expr::col(rows::Column::State).eq(Expr::Constant(DeliveryState::Waiting.as_str().into())))
            .filter(Expr::col(rows::Column::Channel).eq(Expr::Constant(Channel::Sms.as_str().into())))
            .filter(rows::Column::SummonsId.is_not_null())
            .filter(rows::Column::Recipient.eq(to_json(to)?))
            .order_by_asc(rows::Column::Id)
            .limit(limit)
            .all(&self.0.db)
            .await?;
        if found.is_empty() {
            return Ok(Vec::new());
        }
        let pending: Vec<Uuid> = self
            .0
            .of::<summons::Entity>()
            .select_only()
            .column(summons::Column::Id)
            .filter(summons::Column::Id.is_in(found.iter().filter_map(|it| it.summons_id)))
            .filter(summons::Column::State.eq(SummonsState::Pending.as_str()))
            .into_tuple()
            .all(&self.0.db)
            .await?;
        let waits = [Phase::Requested, Phase::Paging].map(Phase::as_str);
        let open: Vec<Uuid> = self
            .0
            .of::<callbacks::Entity>()
            .select_only()
            .column(callbacks::Column::Id)
            .filter(callbacks::Column::Id.is_in(found.iter().filter_map(|it| it.callback_id)))
            .filter(callbacks::Column::Phase.is_in(waits))
            .into_tuple()
            .all(&self.0.db)
            .await?;
        let numbers: Vec<(Uuid, i64)> = self
            .0
            .of::<tickets::Entity>()
            .select_only()
            .columns([tickets::Column::Id, tickets::Column::Number])
            .filter(tickets::Column::Id.is_in(found.iter().filter_map(|it| it.ticket_id)))
            .into_tuple()
            .all(&self.0.db)
            .await?;
        let is_wanted = |row: &rows::Model| {
            row.summons_id.is_some_and(|id| pending.contains(&id))
                && row.callback_id.is_some_and(|id| open.contains(&id))
        };
        found
            .into_iter()
            .filter(is_wanted)
            .map(|row| {
                let number = numbers.iter().find(|(id, _)| Some(*id) == row.ticket_id).map_or(0, |it| it.1);
                Ok(Waiting { delivery: deliveries::from_row(row)?, number })
            })
            .collect()
    }

    /// Notes which waiting pages a text is about to carry; what an earlier try of it carried is free again.
    pub async fn carry(&self, carrier: DeliveryId, pages: &[DeliveryId]) -> Result<()> {
        self.let_go(carrier).await?;
        if pages.is_empty() {
            return Ok(());
        }
        self.0
            .change::<rows::Entity>()
            .set(rows::ActiveModel { carried_by: Set(Some(carrier.uuid())), ..Default::default() })
            .filter(rows::Column::Id.is_in(pages.iter().map(|it| it.uuid())))
            .filter(rows::Column::State.eq(DeliveryState::Waiting.as_str()))
            .exec(&self.0.db)
            .await?;
        Ok(())
    }

    /// Frees the waiting pages that a text was to carry.
    pub async fn let_go(&self, carrier: DeliveryId) -> Result<()> {
        self.0
            .change::<rows::Entity>()
            .set(rows::ActiveModel { carried_by: Set(None), ..Default::default() })
            .filter(rows::Column::CarriedBy.eq(carrier.uuid()))
            .filter(rows::Column::State.eq(DeliveryState::Waiting.as_str()))
            .exec(&self.0.db)
            .await?;
        Ok(())
    }

    /// Pages that a text carries, or carried.
    pub async fn carried_by(&self, carrier: DeliveryId) -> Result<Vec<Delivery>> {
        let found = self
            .0
            .of::<rows::Entity>()
            .filter(rows::Column::CarriedBy.eq(carrier.uuid()))
            .order_by_asc(rows::Column::Id)
            .all(&self.0.db)
            .await?;
        found.into_iter().map(deliveries::from_row).collect()
    }

    /// A provider took a text: what it carried was sent with it, and is called the same there. Answers these pages.
    pub async fn carried_sent(&self, carrier: &Delivery) -> Result<Vec<Delivery>> {
        let sent = rows::ActiveModel {
            provider: Set(carrier.provider.clone()),
            provider_message_id: Set(carrier.provider_message_id.clone()),
            address: Set(carrier.address.clone()),
            body: Set(carrier.body.clone()),
            sent_at: Set(carrier.sent_at),
            ..Default::default()
        };
        let theirs = rows::Column::CarriedBy.eq(carrier.id.uuid());
        let gone = rows::Column::State.ne(DeliveryState::Cancelled.as_str());
        let change = self.0.change::<rows::Entity>();
        change.set(sent).filter(theirs.clone()).filter(gone).exec(&self.0.db).await?;
        // A receipt may have been faster.
        self.0
            .change::<rows::Entity>()
            .col_expr(rows::Column::State, Expr::value(DeliveryState::Sent.as_str()))
            .filter(theirs)
            .filter(rows::Column::State.eq(DeliveryState::Waiting.as_str()))
            .exec(&self.0.db)
            .await?;
        let all = self.carried_by(carrier.id).await?;
        Ok(all.into_iter().filter(|it| it.state != DeliveryState::Cancelled).collect())
    }

    /// Whether something is noted for the first time, ever. Another unit of work that notes the same is waited for.
    pub async fn is_first(&self, what: &str) -> Result<bool> {
        let row = counters::ActiveModel {
            tenant_id: Set(self.0.tenant.uuid()),
            name: Set(what.to_owned()),
            value: Set(1),
        };
        let key = [counters::Column::TenantId, counters::Column::Name];
        let inserted = counters::Entity::insert(row)
            .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
            .exec_without_returning(&self.0.db)
            .await?;
        Ok(inserted == 1)
    }

    /// How many texts or calls providers took since a time; pages that one text carries count once.
    pub async fn used(&self, channel: Channel, since: DateTime<Utc>) -> Result<u64> {
        let select = self
            .0
            .of::<rows::Entity>()
            .filter(rows::Column::Channel.eq(channel.as_str()))
            .filter(rows::Column::SentAt.gte(since))
            .filter(rows::Column::CarriedBy.is_null())
            .filter(rows::Column::News.ne(News::Probe.kind()));
        Ok(select.count(&self.0.db).await?)
    }
}

fn held(row: paging_windows::Model) -> Held {
    let window = row.last_at.zip(row.next_at).map(|(last_at, next_at)| Window {
        last_at,
        gap: Duration::seconds(i64::from(row.gap_seconds)),
        next_at,
    });
    Held { window, holder: row.holder_id.map(DeliveryId::from_uuid) }
}
