//! Callbacks and their summons.

use chrono::{DateTime, Utc};
use rappel_domain::{
    Actor,
    callback::{Callback, Phase, State, Summons, SummonsState},
    id::{CallbackId, StaffId, SummonsId, TenantId, TicketId},
    job::{Job, JobState, Lane},
    phone::Phone,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect as _,
    sea_query::LockType,
};

use crate::{
    convert::{from_json, present, to_json, word},
    entities::{callbacks, jobs, summons},
    error::{Result, StoreError},
    jobs::in_state,
    unit::Tx,
};

/// Callbacks of the scope's tenant.
#[derive(Debug)]
pub struct Callbacks<'a>(&'a Tx);

impl Tx {
    /// Callbacks of the scope's tenant.
    pub const fn callbacks(&self) -> Callbacks<'_> {
        Callbacks(self)
    }
}

impl Callbacks<'_> {
    /// The callback with an identifier.
    pub async fn by_id(&self, id: CallbackId) -> Result<Callback> {
        let row = self
            .0
            .of::<callbacks::Entity>()
            .filter(callbacks::Column::Id.eq(id.uuid()))
            .one(&self.0.db)
            .await?;
        from_row(row.ok_or(StoreError::NotFound)?)
    }

    /// Several callbacks by their identifiers, in any order.
    pub async fn by_ids(&self, ids: &[CallbackId]) -> Result<Vec<Callback>> {
        let rows = self
            .0
            .of::<callbacks::Entity>()
            .filter(callbacks::Column::Id.is_in(ids.iter().map(|it| it.uuid())))
            .all(&self.0.db)
            .await?;
        rows.into_iter().map(from_row).collect()
    }

    /// The latest callback of a ticket, open or over.
    pub async fn of_ticket(&self, ticket: TicketId) -> Result<Option<Callback>> {
        let row = self
            .0
            .of::<callbacks::Entity>()
            .filter(callbacks::Column::TicketId.eq(ticket.uuid()))
            .order_by_desc(callbacks::Column::Id)
            .one(&self.0.db)
            .await?;
        row.map(from_row).transpose()
    }

    /// The open callback of a ticket.
    pub async fn open_of_ticket(&self, ticket: TicketId) -> Result<Option<Callback>> {
        Ok(self.of_ticket(ticket).await?.filter(Callback::is_open))
    }

    /// The latest callbacks of several tickets.
    pub async fn of_tickets(&self, tickets: &[TicketId]) -> Result<Vec<Callback>> {
        if tickets.is_empty() {
            return Ok(Vec::new());
        }
        let rows = self
            .0
            .of::<callbacks::Entity>()
            .filter(callbacks::Column::TicketId.is_in(tickets.iter().map(|it| it.uuid())))
            .order_by_asc(callbacks::Column::Id)
            .all(&self.0.db)
            .await?;
        rows.into_iter().map(from_row).collect()
    }

    /// Callbacks from the newest on, those older than `before`; for the API.
    pub async fn list(&self, before: Option<CallbackId>, limit: u64) -> Result<Vec<Callback>> {
        let mut select = self.0.of::<callbacks::Entity>();
        if let Some(before) = before {
            select = select.filter(callbacks::Column::Id.lt(before.uuid()));
        }
        let rows = select.order_by_desc(callbacks::Column::Id).limit(limit).all(&self.0.db).await?;
        rows.into_iter().map(from_row).collect()
    }

    /// Every summons of a callback, in order.
    pub async fn summons(&self, callback: CallbackId) -> Result<Vec<Summons>> {
        let rows = self
            .0
            .of::<summons::Entity>()
            .filter(summons::Column::CallbackId.eq(callback.uuid()))
            .order_by_asc(summons::Column::Id)
            .all(&self.0.db)
            .await?;
        rows.into_iter().map(summons_from_row).collect()
    }

    /// One summons.
    pub async fn summons_by_id(&self, id: SummonsId) -> Result<Summons> {
        let row =
            self.0.of::<summons::Entity>().filter(summons::Column::Id.eq(id.uuid())).one(&self.0.db).await?;
        summons_from_row(row.ok_or(StoreError::NotFound)?)
    }

    /// Several summons by their identifiers, in any order.
    pub async fn summons_by_ids(&self, ids: &[SummonsId]) -> Result<Vec<Summons>> {
        let rows = self
            .0
            .of::<summons::Entity>()
            .filter(summons::Column::Id.is_in(ids.iter().map(|it| it.uuid())))
            .all(&self.0.db)
            .await?;
        rows.into_iter().map(summons_from_row).collect()
    }

    /// Several summons by their identifiers, held as they are until this unit of work ends: whoever silences them meanwhile
    /// waits, and whoever had begun to is waited for.
    pub async fn hold_summons(&self, ids: &[SummonsId]) -> Result<Vec<Summons>> {
        let rows = self
            .0
            .of::<summons::Entity>()
            .filter(summons::Column::Id.is_in(ids.iter().map(|it| it.uuid())))
            .order_by_asc(summons::Column::Id)
            .lock(LockType::Share)
            .all(&self.0.db)
            .await?;
        rows.into_iter().map(summons_from_row).collect()
    }

    /// When the next position of a callback falls due; `None` when nothing waits for that.
    pub async fn due_at(&self, callback: &Callback) -> Result<Option<DateTime<Utc>>> {
        let job = Job::Page { callback: callback.id, generation: callback.generation };
        let row = self
            .0
            .of::<jobs::Entity>()
            .filter(jobs::Column::Lane.eq(Lane::Urgent.as_str()))
            .filter(in_state(JobState::Ready))
            .filter(jobs::Column::Kind.eq(job.kind()))
            .filter(jobs::Column::Payload.eq(to_json(&job)?))
            .one(&self.0.db)
            .await?;
        Ok(row.map(|row| row.run_at))
    }

    pub(crate) async fn insert(&self, callback: &Callback) -> Result<()> {
        let mut row = columns(callback)?;
        row.tenant_id = Set(self.0.tenant.uuid());
        row.id = Set(callback.id.uuid());
        row.ticket_id = Set(callback.ticket.uuid());
        row.contact_name = Set(callback.contact_name.clone());
        row.terms = Set(to_json(&callback.terms)?);
        row.requested_at = Set(callback.requested_at);
        row.promised_by = Set(callback.promised_by);
        row.version = Set(1);
        callbacks::Entity::insert(row).exec_without_returning(&self.0.db).await?;
        Ok(())
    }

    pub(crate) async fn update(&self, callback: &Callback) -> Result<()> {
        let mut row = columns(callback)?;
        row.version = Set(callback.version + 1);
        let done = self
            .0
            .change::<callbacks::Entity>()
            .set(row)
            .filter(
                Condition::all()
                    .add(callbacks::Column::Id.eq(callback.id.uuid()))
                    .add(callbacks::Column::Version.eq(callback.version)),
            )
            .exec(&self.0.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
    }

    pub(crate) async fn silence(&self, callback: CallbackId) -> Result<()> {
        self.0
            .change::<summons::Entity>()
            .set(summons::ActiveModel {
                state: Set(SummonsState::Dead.as_str().to_owned()),
                ..Default::default()
            })
            .filter(summons::Column::CallbackId.eq(callback.uuid()))
            .filter(summons::Column::State.eq(SummonsState::Pending.as_str()))
            .exec(&self.0.db)
            .await?;
        Ok(())
    }

    pub(crate) async fn insert_summons(&self, new: &[Summons]) -> Result<()> {
        let rows = new.iter().map(|it| summons::ActiveModel {
            tenant_id: Set(self.0.tenant.uuid()),
            id: Set(it.id.uuid()),
            callback_id: Set(it.callback.uuid()),
            staff_id: Set(it.staff.map(rappel_domain::id::StaffId::uuid)),
            channel: Set(it.channel.as_str().to_owned()),
            position: Set(it.position),
            state: Set(it.state.as_str().to_owned()),
            created_at: Set(it.at),
        });
        if !new.is_empty() {
            summons::Entity::insert_many(rows).exec_without_returning(&self.0.db).await?;
        }
        Ok(())
    }

    /// A summons that died or failed stays so.
    pub(crate) async fn mark(&self, id: SummonsId, state: SummonsState) -> Result<()> {
        let from = match state {
            SummonsState::Sent => vec![SummonsState::Pending],
            SummonsState::Pending | SummonsState::Failed | SummonsState::Dead => {
                vec![SummonsState::Pending, SummonsState::Sent]
            }
        };
        self.0
            .change::<summons::Entity>()
            .set(summons::ActiveModel { state: Set(state.as_str().to_owned()), ..Default::default() })
            .filter(summons::Column::Id.eq(id.uuid()))
            .filter(summons::Column::State.is_in(from.into_iter().map(SummonsState::as_str)))
            .exec(&self.0.db)
            .await?;
        Ok(())
    }
}

/// The columns that may change.
fn columns(callback: &Callback) -> Result<callbacks::ActiveModel> {
    let mut row = callbacks::ActiveModel {
        phone: Set(callback.phone.e164().to_owned()),
        position: Set(callback.position),
        generation: Set(callback.generation),
        tries: Set(callback.tries),
        wrong_number_at: Set(callback.wrong_number_at),
        late_at: Set(callback.late_at),
        phase: Set(callback.phase().as_str().to_owned()),
        ..Default::default()
    };
    match callback.state {
        State::Requested | State::Paging => {
            row.holder_id = Set(None);
            row.accepted_at = Set(None);
            row.until = Set(None);
            row.ended_at = Set(None);
            row.ended_by = Set(None);
        }
        State::Accepted { by, at, until } => {
            row.holder_id = Set(Some(by.uuid()));
            row.accepted_at = Set(Some(at));
            row.until = Set(Some(until));
        }
        State::Reached { by, at } => {
            row.holder_id = Set(Some(by.uuid()));
            row.ended_at = Set(Some(at));
            row.ended_by = Set(Some(to_json(&Actor::Staff(by))?));
        }
        State::Cancelled { by, at } => {
            row.ended_at = Set(Some(at));
            row.ended_by = Set(Some(to_json(&by)?));
        }
    }
    Ok(row)
}

pub(crate) fn from_row(row: callbacks::Model) -> Result<Callback> {
    let holder = row.holder_id.map(StaffId::from_uuid);
    let state = match word(&row.phase, "callbacks.phase")? {
        Phase::Requested => State::Requested,
        Phase::Paging => State::Paging,
        Phase::Accepted => State::Accepted {
            by: present(holder, "callbacks.holder_id")?,
            at: present(row.accepted_at, "callbacks.accepted_at")?,
            until: present(row.until, "callbacks.until")?,
        },
        Phase::Reached => State::Reached {
            by: present(holder, "callbacks.holder_id")?,
            at: present(row.ended_at, "callbacks.ended_at")?,
        },
        Phase::Cancelled => State::Cancelled {
            by: from_json(present(row.ended_by, "callbacks.ended_by")?, "callbacks.ended_by")?,
            at: present(row.ended_at, "callbacks.ended_at")?,
        },
    };
    Ok(Callback {
        tenant: TenantId::from_uuid(row.tenant_id),
        id: CallbackId::from_uuid(row.id),
        ticket: TicketId::from_uuid(row.ticket_id),
        phone: Phone::from_e164_trusted(row.phone),
        contact_name: row.contact_name,
        terms: from_json(row.terms, "callbacks.terms")?,
        requested_at: row.requested_at,
        promised_by: row.promised_by,
        position: row.position,
        generation: row.generation,
        tries: row.tries,
        wrong_number_at: row.wrong_number_at,
        late_at: row.late_at,
        state,
        version: row.version,
    })
}

fn summons_from_row(row: summons::Model) -> Result<Summons> {
    Ok(Summons {
        id: SummonsId::from_uuid(row.id),
        callback: CallbackId::from_uuid(row.callback_id),
        staff: row.staff_id.map(StaffId::from_uuid),
        channel: word(&row.channel, "summons.channel")?,
        position: row.position,
        state: word(&row.state, "summons.state")?,
        at: row.created_at,
    })
}
