//! The staff queue: a read-only look across the tenants of one staff member.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rappel_domain::{
    callback::{Callback, State},
    id::{CallbackId, PersonId, StaffId, TeamId, TenantId, TicketId},
    ticket::{Status, Ticket},
    words::Sought,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait as _, EntityTrait, ExprTrait as _, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait as _, Select,
    prelude::Uuid,
    sea_query::{Expr, Query},
};

use crate::{
    callbacks,
    convert::uuids,
    entities::{callbacks as callback_rows, categories, persons, tickets as ticket_rows},
    error::Result,
    tickets,
    unit::OfficeTx,
};

/// So many open callbacks of somebody are looked at for a reply by SMS: far more than ever stand.
const MOST_OPEN_OF_STAFF: u64 = 1000;
/// So many that are over: only to tell whoever answers too late what became of it.
const MOST_OVER_OF_STAFF: u64 = 50;
/// So many rows are asked for in one statement.
const MOST_AT_ONCE: usize = 50;

/// Which part of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum View {
    /// The client waits for us.
    Todo,
    /// Mine, not closed.
    Mine,
    /// Urgent, not closed.
    Urgent,
    /// We wait for the client.
    Waiting,
    /// Closed.
    Closed,
}

impl View {
    /// Every view, in the order of the tabs.
    pub const ALL: [Self; 5] = [Self::Todo, Self::Mine, Self::Urgent, Self::Waiting, Self::Closed];

    /// The word in the URL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Todo => "todo",
            Self::Mine => "mine",
            Self::Urgent => "urgent",
            Self::Waiting => "waiting",
            Self::Closed => "closed",
        }
    }

    /// The view of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.as_str() == word)
    }
}

/// What to show of the queue.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Which part.
    pub view: View,
    /// Whose queue, for [`View::Mine`].
    pub staff: StaffId,
    /// One tenant only.
    pub tenant: Option<TenantId>,
    /// What these teams work only, as its category says; `None` for everything.
    pub teams: Option<Vec<TeamId>>,
    /// Numbers (`#1043`, `1043`) and beginnings of words, each of which must occur; see [`Sought`].
    pub text: String,
}

/// A place in the queue to go on from: the sort key of the last row seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Urgent and raised ones are 0, others 1.
    pub rank: i32,
    /// The time by which the view is sorted.
    pub time: DateTime<Utc>,
    /// The ticket.
    pub ticket: TicketId,
}

/// A row of the queue.
#[derive(Debug, Clone)]
pub struct Row {
    /// The ticket.
    pub ticket: Ticket,
    /// Who asked.
    pub requester: String,
    /// What it is about, in French and English.
    pub category: (String, String),
    /// Which team works what it is about.
    pub team: Option<TeamId>,
    /// Its latest callback.
    pub callback: Option<Callback>,
    /// Where the next page begins after this row.
    pub place: Place,
}

/// A callback that concerns somebody of staff.
#[derive(Debug, Clone)]
pub struct StaffCall {
    /// The obligation.
    pub callback: Callback,
    /// Number of its ticket.
    pub number: i64,
    /// Since when they know of it: they were paged first, or took it.
    pub since: DateTime<Utc>,
}

impl OfficeTx {
    /// A page of the queue: urgent first, then longest waiting.
    pub async fn queue(&self, filter: &Filter, after: Option<Place>, limit: u64) -> Result<Vec<Row>> {
        let mut select = self.queue_select(filter).await?;
        if let Some(after) = after {
            select = select.filter(beyond(filter.view, after));
        }
        let rows = order(select, filter.view).limit(limit).all(&self.db).await?;
        self.rows(rows, filter.view).await
    }

    /// How many rows a view has, counted up to `most`.
    pub async fn queue_count(&self, filter: &Filter, most: u64) -> Result<u64> {
        // In the order of the view: without one the server may read a part from end to end in the hope of `most` rows soon.
        let first = order(self.queue_select(filter).await?, filter.view)
            .select_only()
            .column(ticket_rows::Column::Id);
        let count = Query::select()
            .expr_as(Expr::cust("COUNT(*)"), "rows")
            .from_subquery(first.limit(most).into_query(), "first")
            .to_owned();
        let row = self.db.query_one(&count).await?;
        let rows: i64 = row.map_or(Ok(0), |row| row.try_get("", "rows"))?;
        Ok(rows.cast_unsigned())
    }

    async fn queue_select(&self, filter: &Filter) -> Result<Select<ticket_rows::Entity>> {
        use ticket_rows::Column;
        let tenants: Vec<TenantId> =
            self.tenants.iter().copied().filter(|it| filter.tenant.is_none_or(|only| only == *it)).collect();
        let select =
            ticket_rows::Entity::find().filter(Column::TenantId.is_in(uuids(&tenants, TenantId::uuid)));
        let select = match filter.view {
            View::Todo => select.filter(Column::WaitingSince.is_not_null()),
            View::Mine => {
                select.filter(Column::AssigneeId.eq(filter.staff.uuid())).filter(Column::IsClosed.eq(false))
            }
            View::Urgent => select.filter(Column::IsUrgent.eq(true)).filter(Column::IsClosed.eq(false)),
            View::Waiting => select.filter(Column::Status.eq(Status::Answered.as_str())),
            View::Closed => select.filter(Column::IsClosed.eq(true)),
        };
        let select = match &filter.teams {
            Some(teams) => select.filter(Column::CategoryId.is_in(self.worked_by(teams, &tenants).await?)),
            None => select,
        };
        Ok(select.filter(self.matching(&Sought::parse(&filter.text), &tenants).await?))
    }

    /// The categories that some teams work. Named one by one, for they are few: the view is gone through in its order.
    async fn worked_by(&self, teams: &[TeamId], tenants: &[TenantId]) -> Result<Vec<Uuid>> {
        use categories::Column;
        let theirs = categories::Entity::find()
            .filter(Column::TenantId.is_in(uuids(tenants, TenantId::uuid)))
            .filter(Column::TeamId.is_in(uuids(teams, TeamId::uuid)))
            .select_only()
            .column(Column::Id);
        Ok(theirs.into_tuple().all(&self.db).await?)
    }

    /// How SQLite goes about the first page of a view, step by step.
    #[cfg(test)]
    pub(crate) async fn queue_plan(&self, filter: &Filter) -> Result<Vec<String>> {
        let select = order(self.queue_select(filter).await?, filter.view).limit(50);
        let mut statement = select.build(self.db.get_database_backend());
        statement.sql = format!("EXPLAIN QUERY PLAN {}", statement.sql);
        let steps = self.db.query_all_raw(statement).await?;
        let mut plan: Vec<String> =
            steps.iter().map(|step| step.try_get("", "detail")).collect::<std::result::Result<_, _>>()?;
        plan.extend(self.lookup_plan(&Sought::parse(&filter.text)).await?);
        Ok(plan)
    }

    async fn rows(&self, found: Vec<ticket_rows::Model>, view: View) -> Result<Vec<Row>> {
        let tenants: Vec<_> = found.iter().map(|row| row.tenant_id).collect();
        let people = persons::Entity::find()
            .filter(persons::Column::TenantId.is_in(tenants.clone()))
            .filter(persons::Column::Id.is_in(found.iter().map(|row| row.requester_id)))
            .all(&self.db)
            .await?;
        let categories = categories::Entity::find()
            .filter(categories::Column::TenantId.is_in(tenants.clone()))
            .filter(categories::Column::Id.is_in(found.iter().map(|row| row.category_id)))
            .all(&self.db)
            .await?;
        let urgent: Vec<_> = found.iter().filter(|row| row.is_urgent).map(|row| row.id).collect();
        let calls = if urgent.is_empty() {
            Vec::new()
        } else {
            callback_rows::Entity::find()
                .filter(callback_rows::Column::TenantId.is_in(tenants))
                .filter(callback_rows::Column::TicketId.is_in(urgent))
                .order_by_asc(callback_rows::Column::Id)
                .all(&self.db)
                .await?
        };
        found
            .into_iter()
            .map(|row| {
                let requester = people
                    .iter()
                    .find(|it| (it.tenant_id, it.id) == (row.tenant_id, row.requester_id))
                    .map(|it| it.name.clone())
                    .unwrap_or_default();
                let about =
                    categories.iter().find(|it| (it.tenant_id, it.id) == (row.tenant_id, row.category_id));
                let category = about.map(|it| (it.name_fr.clone(), it.name_en.clone())).unwrap_or_default();
                let team = about.and_then(|it| it.team_id).map(TeamId::from_uuid);
                let callback = calls
                    .iter()
                    .rfind(|it| (it.tenant_id, it.ticket_id) == (row.tenant_id, row.id))
                    .map(|it| callbacks::from_row(it.clone()))
                    .transpose()?;
                let place = place(&row, view);
                Ok(Row { ticket: tickets::from_row(row)?, requester, category, team, callback, place })
            })
            .collect()
    }

    /// Open callbacks across the staff member's tenants, the oldest first.
    pub async fn open_callbacks(&self, limit: u64) -> Result<Vec<Callback>> {
        let rows = callback_rows::Entity::find()
            .filter(callback_rows::Column::TenantId.is_in(uuids(&self.tenants, TenantId::uuid)))
            .filter(callback_rows::Column::EndedAt.is_null())
            .order_by_asc(callback_rows::Column::RequestedAt)
            .limit(limit)
            .all(&self.db)
            .await?;
        rows.into_iter().map(callbacks::from_row).collect()
    }

    /// Callbacks across the staff member's tenants with the number of their ticket, the newest first: those
    /// before `before`.
    pub async fn recent_callbacks(
        &self,
        before: Option<CallbackId>,
        limit: u64,
    ) -> Result<Vec<(Callback, i64)>> {
        let mut select = callback_rows::Entity::find()
            .filter(callback_rows::Column::TenantId.is_in(uuids(&self.tenants, TenantId::uuid)));
        if let Some(before) = before {
            select = select.filter(callback_rows::Column::Id.lt(before.uuid()));
        }
        let rows = select.order_by_desc(callback_rows::Column::Id).limit(limit).all(&self.db).await?;
        self.with_numbers(rows).await
    }

    /// Callbacks for which somebody was paged or which they hold: what a reply by SMS may be about. First every one that is
    /// open, then the latest that are over, so that the truth about those can be told; each part from the newest on.
    pub async fn callbacks_of_staff(&self, staff: StaffId) -> Result<Vec<StaffCall>> {
        use crate::entities::summons;
        let open = self.rows_of_staff(staff).filter(callback_rows::Column::EndedAt.is_null());
        let over = self.rows_of_staff(staff).filter(callback_rows::Column::EndedAt.is_not_null());
        let mut found = open.limit(MOST_OPEN_OF_STAFF).all(&self.db).await?;
        // No number of ended ones takes the place of an open one.
        found.extend(over.limit(MOST_OVER_OF_STAFF).all(&self.db).await?);
        let mut first = BTreeMap::new();
        let ids: Vec<_> = found.iter().map(|row| row.id).collect();
        for ids in ids.chunks(MOST_AT_ONCE) {
            let paged = summons::Entity::find()
                .filter(summons::Column::TenantId.is_in(uuids(&self.tenants, TenantId::uuid)))
                .filter(summons::Column::StaffId.eq(staff.uuid()))
                .filter(summons::Column::CallbackId.is_in(ids.iter().copied()))
                .order_by_desc(summons::Column::Id)
                .all(&self.db)
                .await?;
            for row in paged {
                first.insert(row.callback_id, row.created_at);
            }
        }
        let since = |callback: &Callback| {
            let paged = first.get(&callback.id.uuid()).copied();
            let taken = match callback.state {
                State::Accepted { by, at, .. } if by == staff => Some(at),
                _ => None,
            };
            paged.into_iter().chain(taken).min().unwrap_or(callback.requested_at)
        };
        let with_numbers = self.with_numbers(found).await?.into_iter();
        Ok(with_numbers
            .map(|(callback, number)| StaffCall { since: since(&callback), callback, number })
            .collect())
    }

    /// Callbacks for which somebody was paged or which they hold, the newest first.
    fn rows_of_staff(&self, staff: StaffId) -> Select<callback_rows::Entity> {
        use crate::entities::summons;
        let paged = summons::Entity::find()
            .filter(summons::Column::TenantId.is_in(uuids(&self.tenants, TenantId::uuid)))
            .filter(summons::Column::StaffId.eq(staff.uuid()))
            .select_only()
            .column(summons::Column::CallbackId)
            .into_query();
        callback_rows::Entity::find()
            .filter(callback_rows::Column::TenantId.is_in(uuids(&self.tenants, TenantId::uuid)))
            .filter(
                Condition::any()
                    .add(callback_rows::Column::Id.in_subquery(paged))
                    .add(callback_rows::Column::HolderId.eq(staff.uuid())),
            )
            .order_by_desc(callback_rows::Column::Id)
    }

    async fn with_numbers(&self, rows: Vec<callback_rows::Model>) -> Result<Vec<(Callback, i64)>> {
        // Pair by pair: every tenant with every id is read from end to end.
        let pair = |row: &callback_rows::Model| {
            ticket_rows::Column::TenantId.eq(row.tenant_id).and(ticket_rows::Column::Id.eq(row.ticket_id))
        };
        let mut numbers = Vec::new();
        // SQLite takes no condition of a thousand parts.
        for rows in rows.chunks(MOST_AT_ONCE) {
            let pairs = rows.iter().map(pair).fold(Condition::any(), Condition::add);
            numbers.extend(ticket_rows::Entity::find().filter(pairs).all(&self.db).await?);
        }
        rows.into_iter()
            .map(|row| {
                let number = numbers
                    .iter()
                    .find(|it| (it.tenant_id, it.id) == (row.tenant_id, row.ticket_id))
                    .map_or(0, |it| it.number);
                Ok((callbacks::from_row(row)?, number))
            })
            .collect()
    }

    /// Names of people across the staff member's tenants.
    pub async fn person_names(
        &self,
        ids: &[(TenantId, PersonId)],
    ) -> Result<Vec<(TenantId, PersonId, String)>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let rows = persons::Entity::find()
            .filter(persons::Column::TenantId.is_in(uuids(&self.tenants, TenantId::uuid)))
            .filter(persons::Column::Id.is_in(ids.iter().map(|(_, id)| id.uuid())))
            .all(&self.db)
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| (TenantId::from_uuid(row.tenant_id), PersonId::from_uuid(row.id), row.name))
            .collect())
    }
}

/// The column by which a view is sorted, after the rank.
const fn time_column(view: View) -> ticket_rows::Column {
    match view {
        View::Todo => ticket_rows::Column::WaitingSince,
        View::Mine | View::Urgent => ticket_rows::Column::OpenedAt,
        View::Waiting => ticket_rows::Column::AnsweredAt,
        View::Closed => ticket_rows::Column::ClosedAt,
    }
}

const fn ranked(view: View) -> bool {
    matches!(view, View::Todo | View::Mine)
}

fn order(select: Select<ticket_rows::Entity>, view: View) -> Select<ticket_rows::Entity> {
    let select = if ranked(view) { select.order_by_asc(ticket_rows::Column::QueueRank) } else { select };
    match view {
        // What was closed last stands first.
        View::Closed => select.order_by_desc(time_column(view)).order_by_desc(ticket_rows::Column::Id),
        _ => select.order_by_asc(time_column(view)).order_by_asc(ticket_rows::Column::Id),
    }
}

/// Rows that come after a place in the order of the view.
fn beyond(view: View, place: Place) -> Condition {
    use ticket_rows::Column;
    let time = time_column(view);
    let same_time = Condition::all().add(time.eq(place.time));
    let later = if view == View::Closed {
        Condition::any().add(time.lt(place.time)).add(same_time.add(Column::Id.lt(place.ticket.uuid())))
    } else {
        Condition::any().add(time.gt(place.time)).add(same_time.add(Column::Id.gt(place.ticket.uuid())))
    };
    if !ranked(view) {
        return later;
    }
    Condition::any()
        .add(Column::QueueRank.gt(place.rank))
        .add(Condition::all().add(Column::QueueRank.eq(place.rank)).add(later))
}

fn place(row: &ticket_rows::Model, view: View) -> Place {
    let time = match view {
        View::Todo => row.waiting_since,
        View::Mine | View::Urgent => Some(row.opened_at),
        View::Waiting => row.answered_at,
        View::Closed => row.closed_at,
    };
    Place { rank: row.queue_rank, time: time.unwrap_or(row.opened_at), ticket: TicketId::from_uuid(row.id) }
}
