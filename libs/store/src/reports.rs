//! What reports count: when callbacks were asked for, taken, rung and reached, and nothing else of them; and what clients
//! said of tickets that were closed.

use chrono::{DateTime, Utc};
use rappel_domain::{
    Actor,
    callback::Phase,
    id::{CallbackId, CategoryId, TenantId},
    report::{Answers, Call, Done},
};
use sea_orm::{
    ConnectionTrait as _, ExprTrait as _, QueryResult,
    prelude::{Json, Uuid},
    sea_query::{Alias, Cond, Expr, Order, Query, SelectStatement},
};

use crate::{
    convert::{from_json, uuids, word},
    entities::{callbacks, categories, events, tickets},
    error::Result,
    unit::OfficeTx,
};

/// The facts that end a stage: taken, rung, reached.
const STAGES: [&str; 5] = ["callback_taken", "called", "no_answer", "wrong_number", "reached"];

/// Which callbacks.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// Asked for at this time or later.
    pub from: DateTime<Utc>,
    /// And before this.
    pub to: DateTime<Utc>,
    /// One tenant only.
    pub tenant: Option<TenantId>,
}

/// A callback with what is measured of it.
#[derive(Debug, Clone)]
pub struct Measured {
    /// Which.
    pub id: CallbackId,
    /// Number of its ticket.
    pub number: i64,
    /// What is measured.
    pub call: Call,
}

/// What somebody of a client wrote of a closed ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Of which tenant.
    pub tenant: TenantId,
    /// Number of the ticket.
    pub number: i64,
    /// Whether it is solved.
    pub is_solved: bool,
    /// The words.
    pub words: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A company, the ticket's number, whether it is solved, the words, when.
type SaidRow = (Uuid, i64, Option<bool>, String, DateTime<Utc>);

impl OfficeTx {
    /// A page of callbacks across the staff member's tenants in the order in which they were asked for, those after
    /// `after`.
    pub async fn measured_calls(
        &self,
        asked: Asked,
        after: Option<(DateTime<Utc>, CallbackId)>,
        limit: u64,
    ) -> Result<Vec<Measured>> {
        let rows = self.db.query_all(&self.stages(asked, after, limit)).await?;
        let mut calls: Vec<Measured> = Vec::new();
        for row in rows {
            let id = CallbackId::from_uuid(row.try_get("", "id")?);
            if calls.last().is_none_or(|last| last.id != id) {
                calls.push(begun(&row, id)?);
            }
            if let Some(last) = calls.last_mut() {
                note_stage(&row, &mut last.call)?;
            }
        }
        Ok(calls)
    }

    /// What was said of the tickets that were closed in a period, for each of the staff member's tenants that has any.
    pub async fn feedback_counts(&self, asked: Asked) -> Result<Vec<Answers>> {
        use tickets::Column as Ticket;
        let tenants = self.tenants.iter().filter(|it| asked.tenant.is_none_or(|only| only == **it));
        let mut query = Query::select();
        query
            .column(Ticket::TenantId)
            .expr_as(Expr::cust("COUNT(*)"), "closed")
            .expr_as(Expr::cust("COUNT(is_solved)"), "answered")
            .expr_as(Expr::cust("COUNT(CASE WHEN is_solved THEN 1 END)"), "solved")
            .from(tickets::Entity)
            .and_where(Expr::col(Ticket::TenantId).is_in(tenants.map(|it| it.uuid())))
            .and_where(Expr::col(Ticket::IsClosed))
            .and_where(Expr::col(Ticket::ClosedAt).gte(asked.from))
            .and_where(Expr::col(Ticket::ClosedAt).lt(asked.to))
            .group_by_col(Ticket::TenantId);
        let rows = self.db.query_all(&query).await?;
        let counted = rows.iter().map(|row| {
            let count = |name| -> Result<usize> { Ok(row.try_get::<i64>("", name)?.unsigned_abs() as usize) };
            Ok(Answers {
                tenant: TenantId::from_uuid(row.try_get::<Uuid>("", "tenant_id")?),
                closed: count("closed")?,
                answered: count("answered")?,
                solved: count("solved")?,
            })
        });
        counted.collect()
    }

    /// The newest words of the staff member's tenants on tickets that were closed in a period, those said last first.
    pub async fn feedback_words(&self, asked: Asked, limit: u64) -> Result<Vec<Said>> {
        use sea_orm::{
            ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
        };
        use tickets::Column;
        let tenants = self.tenants.iter().filter(|it| asked.tenant.is_none_or(|only| only == **it));
        let said = tickets::Entity::find()
            .filter(Column::TenantId.is_in(tenants.map(|it| it.uuid())))
            .filter(Column::IsClosed.eq(true))
            .filter(Column::ClosedAt.gte(asked.from))
            .filter(Column::ClosedAt.lt(asked.to))
            .filter(Column::FeedbackWords.is_not_null())
            .order_by_desc(Column::FeedbackAt)
            .order_by_desc(Column::Id)
            .limit(limit)
            .select_only()
            .columns([
                Column::TenantId,
                Column::Number,
                Column::IsSolved,
                Column::FeedbackWords,
                Column::FeedbackAt,
            ]);
        let rows: Vec<SaidRow> = said.into_tuple().all(&self.db).await?;
        let said = rows.into_iter().map(|(tenant, number, is_solved, words, at)| Said {
            tenant: TenantId::from_uuid(tenant),
            number,
            is_solved: is_solved.unwrap_or_default(),
            words,
            at,
        });
        Ok(said.collect())
    }

    /// Names of all categories of the staff member's tenants, in French and English.
    pub async fn category_names(&self) -> Result<Vec<(TenantId, CategoryId, String, String)>> {
        use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
        let mine = categories::Column::TenantId.is_in(uuids(&self.tenants, TenantId::uuid));
        let rows = categories::Entity::find().filter(mine).all(&self.db).await?;
        let names = rows.into_iter().map(|row| {
            let (tenant, id) = (TenantId::from_uuid(row.tenant_id), CategoryId::from_uuid(row.id));
            (tenant, id, row.name_fr, row.name_en)
        });
        Ok(names.collect())
    }

    /// A row for each stage of each callback; one without any for a callback of which nothing was done.
    fn stages(
        &self,
        asked: Asked,
        after: Option<(DateTime<Utc>, CallbackId)>,
        limit: u64,
    ) -> SelectStatement {
        use callbacks::Column as Callback;
        let tenants = self.tenants.iter().filter(|it| asked.tenant.is_none_or(|only| only == **it));
        let mut page = Query::select();
        page.columns([
            Callback::TenantId,
            Callback::Id,
            Callback::TicketId,
            Callback::RequestedAt,
            Callback::PromisedBy,
            Callback::Phase,
        ])
        .from(callbacks::Entity)
        .and_where(Expr::col(Callback::TenantId).is_in(tenants.map(|it| it.uuid())))
        .and_where(Expr::col(Callback::RequestedAt).gte(asked.from))
        .and_where(Expr::col(Callback::RequestedAt).lt(asked.to))
        .order_by(Callback::RequestedAt, Order::Asc)
        .order_by(Callback::Id, Order::Asc)
        .limit(limit);
        if let Some((time, id)) = after {
            let later = Cond::any().add(Expr::col(Callback::RequestedAt).gt(time)).add(
                Cond::all()
                    .add(Expr::col(Callback::RequestedAt).eq(time))
                    .add(Expr::col(Callback::Id).gt(id.uuid())),
            );
            // The first condition alone says where the index is entered.
            page.and_where(Expr::col(Callback::RequestedAt).gte(time)).cond_where(later);
        }
        let asked = Alias::new("asked");
        let of = |column: Callback| Expr::col((Alias::new("asked"), column));
        let ticket = |column: tickets::Column| Expr::col((tickets::Entity, column));
        let event = |column: events::Column| Expr::col((events::Entity, column));
        let mut query = Query::select();
        query
            .columns([
                (asked.clone(), Callback::TenantId),
                (asked.clone(), Callback::Id),
                (asked.clone(), Callback::RequestedAt),
                (asked.clone(), Callback::PromisedBy),
                (asked.clone(), Callback::Phase),
            ])
            .columns([
                (tickets::Entity, tickets::Column::Number),
                (tickets::Entity, tickets::Column::CategoryId),
            ])
            .columns([
                (events::Entity, events::Column::Kind),
                (events::Entity, events::Column::Actor),
                (events::Entity, events::Column::At),
            ])
            .from_subquery(page, asked.clone())
            .inner_join(
                tickets::Entity,
                Cond::all()
                    .add(ticket(tickets::Column::TenantId).eq(of(Callback::TenantId)))
                    .add(ticket(tickets::Column::Id).eq(of(Callback::TicketId))),
            )
            .left_join(
                events::Entity,
                Cond::all()
                    .add(event(events::Column::TenantId).eq(of(Callback::TenantId)))
                    .add(event(events::Column::CallbackId).eq(of(Callback::Id)))
                    .add(event(events::Column::Kind).is_in(STAGES)),
            )
            .order_by((asked.clone(), Callback::RequestedAt), Order::Asc)
            .order_by((asked, Callback::Id), Order::Asc)
            .order_by((events::Entity, events::Column::At), Order::Asc);
        query
    }
}

fn begun(row: &QueryResult, id: CallbackId) -> Result<Measured> {
    let phase: Phase = word(&row.try_get::<String>("", "phase")?, "callbacks.phase")?;
    let call = Call {
        tenant: TenantId::from_uuid(row.try_get::<Uuid>("", "tenant_id")?),
        category: CategoryId::from_uuid(row.try_get::<Uuid>("", "category_id")?),
        requested_at: row.try_get("", "requested_at")?,
        promised_by: row.try_get("", "promised_by")?,
        cancelled: phase == Phase::Cancelled,
        taken: None,
        called: None,
        reached: None,
    };
    Ok(Measured { id, number: row.try_get("", "number")?, call })
}

/// Rows come in the order of time: the first of a stage counts.
fn note_stage(row: &QueryResult, call: &mut Call) -> Result<()> {
    let Some(kind) = row.try_get::<Option<String>>("", "kind")? else {
        return Ok(());
    };
    let by = match from_json(row.try_get::<Json>("", "actor")?, "events.actor")? {
        Actor::Staff(staff) => Some(staff),
        Actor::Person(_) | Actor::ApiKey(_) | Actor::System => None,
    };
    let done = Done { at: row.try_get("", "at")?, by };
    match kind.as_str() {
        "callback_taken" => call.taken = call.taken.or(Some(done)),
        "reached" => {
            call.reached = call.reached.or(Some(done));
            call.called = call.called.or(Some(done));
        }
        _ => call.called = call.called.or(Some(done)),
    }
    Ok(())
}
