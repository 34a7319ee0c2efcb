//! Jobs: claimed tenant by tenant under a lease, finished only by the one who holds the fence.

mod kinds;
mod waiting;

use chrono::{DateTime, Duration, Utc};
use rappel_domain::{
    Actor,
    id::{JobId, TenantId},
    job::{Job, JobState, Lane},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockBehavior, LockType},
};

use crate::{
    Store,
    convert::{from_json, word},
    entities::jobs,
    error::{Result, StoreError},
    scope::{Rights, Scope},
    unit::Tx,
};

/// A job that this runner holds until its lease ends.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Claimed {
    /// Whose.
    pub tenant: TenantId,
    /// Its identifier.
    pub id: JobId,
    /// Who takes it.
    pub lane: Lane,
    /// What to do.
    pub job: Job,
    /// Counts from 1.
    pub attempt: i32,
    /// Every write of the runner is valid only while the row has this fence.
    pub fence: i64,
    /// When it fell due.
    pub run_at: DateTime<Utc>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// The trace context of the request that wrote it.
    pub trace: Option<String>,
}

/// A job as people look at it.
#[derive(Debug, Clone)]
pub struct JobRow {
    /// Whose.
    pub tenant: TenantId,
    /// Its identifier.
    pub id: JobId,
    /// Who takes it.
    pub lane: Lane,
    /// Its kind.
    pub kind: String,
    /// Where it stands.
    pub state: JobState,
    /// Tries so far.
    pub attempt: i32,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When it falls due.
    pub run_at: DateTime<Utc>,
    /// When it was given up or done.
    pub finished_at: Option<DateTime<Utc>>,
}

/// How many jobs wait, and since when the oldest of those that are due.
#[derive(Debug, Clone)]
pub struct LaneGauge {
    /// Which lane.
    pub lane: Lane,
    /// Where they stand.
    pub state: JobState,
    /// How many.
    pub count: i64,
    /// The earliest time at which one of them fell due.
    pub oldest: Option<DateTime<Utc>>,
}

#[derive(Debug, FromQueryResult)]
struct DueTenant {
    tenant_id: sea_orm::prelude::Uuid,
}

impl Store {
    /// Tenants with due work in a lane, the longest waiting first. A cheap look; the claim decides.
    pub async fn tenants_due(&self, lane: Lane, limit: u64) -> Result<Vec<TenantId>> {
        let unit = self.runner().await?;
        let now = self.clock().now();
        let rows = jobs::Entity::find()
            .select_only()
            .column(jobs::Column::TenantId)
            .filter(due(lane, now))
            .group_by(jobs::Column::TenantId)
            .order_by_asc(Expr::col(jobs::Column::RunAt).min())
            .limit(limit)
            .into_model::<DueTenant>()
            .all(&unit)
            .await?;
        Ok(rows.into_iter().map(|row| TenantId::from_uuid(row.tenant_id)).collect())
    }

    /// Takes up to `limit` due jobs of one tenant for the length of a lease.
    pub async fn claim(
        &self,
        tenant: TenantId,
        lane: Lane,
        limit: u64,
        lease: Duration,
    ) -> Result<Vec<Claimed>> {
        let mut tx = self.write(&runner_scope(tenant)).await?;
        let claimed = tx.claim(lane, limit, lease).await?;
        tx.commit().await?;
        Ok(claimed)
    }

    /// When the next job of a lane that nobody holds falls due; `None` when none waits.
    pub async fn next_due(&self, lane: Lane) -> Result<Option<DateTime<Utc>>> {
        let unit = self.runner().await?;
        let row = jobs::Entity::find()
            .filter(jobs::Column::Lane.eq(lane.as_str()))
            .filter(in_state(JobState::Ready))
            .order_by_asc(jobs::Column::RunAt)
            .one(&unit)
            .await?;
        Ok(row.map(|row| row.lease_until.map_or(row.run_at, |lease| Ord::max(lease, row.run_at))))
    }

    /// Counts for the metrics: waiting jobs that are due, and dead ones.
    pub async fn lane_gauges(&self) -> Result<Vec<LaneGauge>> {
        #[derive(Debug, FromQueryResult)]
        struct Row {
            count: i64,
            oldest: Option<DateTime<Utc>>,
        }
        let unit = self.runner().await?;
        let now = self.clock().now();
        let mut gauges = Vec::new();
        for lane in Lane::ALL.iter().copied() {
            for state in [JobState::Ready, JobState::Dead] {
                let mut select = jobs::Entity::find()
                    .select_only()
                    .column_as(jobs::Column::Id.count(), "count")
                    .column_as(jobs::Column::RunAt.min(), "oldest")
                    .filter(jobs::Column::Lane.eq(lane.as_str()))
                    .filter(in_state(state));
                if state == JobState::Ready {
                    select = select.filter(jobs::Column::RunAt.lte(now));
                }
                if let Some(row) = select.into_model::<Row>().one(&unit).await? {
                    gauges.push(LaneGauge { lane, state, count: row.count, oldest: row.oldest });
                }
            }
        }
        Ok(gauges)
    }

    /// Dead jobs of all tenants, the latest first.
    pub async fn dead_jobs(&self, limit: u64) -> Result<Vec<JobRow>> {
        let unit = self.runner().await?;
        let rows = jobs::Entity::find()
            .filter(in_state(JobState::Dead))
            .order_by_desc(jobs::Column::FinishedAt)
            .limit(limit)
            .all(&unit)
            .await?;
        rows.into_iter().map(job_row).collect()
    }

    /// Removes done jobs of one tenant that finished before a time.
    pub async fn sweep_jobs(&self, tenant: TenantId, before: DateTime<Utc>) -> Result<u64> {
        let tx = self.write(&runner_scope(tenant)).await?;
        let done = tx
            .remove::<jobs::Entity>()
            .filter(in_state(JobState::Done))
            .filter(jobs::Column::FinishedAt.lt(before))
            .exec(&tx.db)
            .await?;
        tx.commit().await?;
        Ok(done.rows_affected)
    }
}

pub(crate) const fn runner_scope(tenant: TenantId) -> Scope {
    Scope::new(tenant, Actor::System, Rights::System)
}

impl Tx {
    async fn claim(&mut self, lane: Lane, limit: u64, lease: Duration) -> Result<Vec<Claimed>> {
        let now = self.clock.now();
        // Two statements: inside one UPDATE, PostgreSQL may run the limited subquery more than once and
        // so take more than the limit. The lock clause disappears by itself on SQLite, where a writer is alone.
        let due = |kinds: Expr, limit: u64| {
            self.of::<jobs::Entity>()
                .select_only()
                .column(jobs::Column::Id)
                .filter(due(lane, now))
                .filter(kinds)
                .order_by_asc(jobs::Column::RunAt)
                .limit(limit)
                .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
                .into_tuple::<sea_orm::prelude::Uuid>()
        };
        let mut ids = due(jobs::Column::Kind.is_in(kinds::known()), limit).all(&self.db).await?;
        // Kinds of a later version come last: they stay due, and would stand before everything that was written since.
        if (ids.len() as u64) < limit {
            let others = due(jobs::Column::Kind.is_not_in(kinds::known()), limit - ids.len() as u64);
            ids.extend(others.all(&self.db).await?);
        }
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let rows = self
            .change::<jobs::Entity>()
            .set(jobs::ActiveModel { lease_until: Set(Some(now + lease)), ..Default::default() })
            .col_expr(jobs::Column::Fence, Expr::col(jobs::Column::Fence).add(1))
            .col_expr(jobs::Column::Attempt, Expr::col(jobs::Column::Attempt).add(1))
            .filter(jobs::Column::Id.is_in(ids))
            .exec_with_returning(&self.db)
            .await?;
        let mut claimed = Vec::with_capacity(rows.len());
        for row in rows {
            let (id, fence) = (row.id, row.fence);
            let left = Left { pause: pause(lane), attempt: row.attempt - 1 };
            let is_of_a_later_version =
                !kinds::known().any(|kind| kind == row.kind) && now < row.run_at + LEFT_FOR;
            match read_claimed(row) {
                Ok(job) => claimed.push(job),
                // While versions change, a runner of the new one is near.
                Err(error) if is_of_a_later_version => self.leave(id, fence, left, &error).await?,
                // Damage: it must not hold up the jobs beside it.
                Err(error) => self.bury(id, fence, &error).await?,
            }
        }
        // RETURNING keeps no order on PostgreSQL.
        claimed.sort_by_key(|job| (job.run_at, job.id));
        Ok(claimed)
    }

    /// Ends a job that this runner holds. [`StoreError::Stale`] when the lease was lost: then nothing of this unit
    /// of work may be committed.
    pub async fn finish_job(&mut self, job: &Claimed) -> Result<()> {
        let now = self.clock.now();
        self.settle(
            job,
            jobs::ActiveModel {
                state: Set(JobState::Done.as_str().to_owned()),
                lease_until: Set(None),
                finished_at: Set(Some(now)),
                last_error: Set(None),
                ..Default::default()
            },
        )
        .await
    }

    /// Puts a job that this runner holds back until `run_at`.
    pub async fn retry_job(&mut self, job: &Claimed, run_at: DateTime<Utc>, error: &str) -> Result<()> {
        self.settle(
            job,
            jobs::ActiveModel {
                run_at: Set(run_at),
                lease_until: Set(None),
                last_error: Set(Some(error.to_owned())),
                ..Default::default()
            },
        )
        .await
    }

    /// Puts a job that this runner holds back until `run_at` because its turn has not come: that was no try.
    pub async fn postpone_job(&mut self, job: &Claimed, run_at: DateTime<Utc>) -> Result<()> {
        self.settle(
            job,
            jobs::ActiveModel {
                run_at: Set(run_at),
                lease_until: Set(None),
                attempt: Set(job.attempt - 1),
                ..Default::default()
            },
        )
        .await
    }

    /// Gives a job up; it stays visible and can be run again.
    pub async fn kill_job(&mut self, job: &Claimed, error: &str) -> Result<()> {
        let change = dead(self.clock.now(), error);
        self.settle(job, change).await
    }

    /// Leaves a job to others: it stays due, which whoever watches sees, and this try was none.
    async fn leave(
        &mut self,
        id: sea_orm::prelude::Uuid,
        fence: i64,
        left: Left,
        error: &StoreError,
    ) -> Result<()> {
        let row = jobs::ActiveModel {
            lease_until: Set(Some(self.clock.now() + left.pause)),
            attempt: Set(left.attempt),
            last_error: Set(Some(error.to_string())),
            ..Default::default()
        };
        self.change::<jobs::Entity>()
            .set(row)
            .filter(jobs::Column::Id.eq(id))
            .filter(jobs::Column::Fence.eq(fence))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    async fn bury(&mut self, id: sea_orm::prelude::Uuid, fence: i64, error: &StoreError) -> Result<()> {
        self.change::<jobs::Entity>()
            .set(dead(self.clock.now(), &error.to_string()))
            .filter(jobs::Column::Id.eq(id))
            .filter(jobs::Column::Fence.eq(fence))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Holds a job longer. [`StoreError::Stale`] when the lease was lost.
    pub async fn extend_lease(&mut self, job: &Claimed, lease: Duration) -> Result<()> {
        let until = self.clock.now() + lease;
        self.settle(job, jobs::ActiveModel { lease_until: Set(Some(until)), ..Default::default() }).await
    }

    async fn settle(&mut self, job: &Claimed, change: jobs::ActiveModel) -> Result<()> {
        let done = self
            .change::<jobs::Entity>()
            .set(change)
            .filter(jobs::Column::Id.eq(job.id.uuid()))
            .filter(jobs::Column::Fence.eq(job.fence))
            .filter(jobs::Column::State.eq(JobState::Ready.as_str()))
            .exec(&self.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
    }

    /// Runs a dead job of this tenant again.
    pub async fn revive_job(&mut self, id: JobId) -> Result<()> {
        let now = self.clock.now();
        let done = self
            .change::<jobs::Entity>()
            .set(jobs::ActiveModel {
                state: Set(JobState::Ready.as_str().to_owned()),
                run_at: Set(now),
                attempt: Set(0),
                finished_at: Set(None),
                lease_until: Set(None),
                ..Default::default()
            })
            .filter(jobs::Column::Id.eq(id.uuid()))
            .filter(jobs::Column::State.eq(JobState::Dead.as_str()))
            .exec(&self.db)
            .await?;
        if done.rows_affected != 1 {
            return Err(StoreError::NotFound);
        }
        self.wakes.extend(Lane::ALL.iter().copied());
        Ok(())
    }
}

/// A job that we know no kind of is left to others so long; then it is dead.
const LEFT_FOR: Duration = Duration::days(1);

/// How a job is left to others.
#[derive(Debug, Clone, Copy)]
struct Left {
    /// So long we do not look at it again.
    pause: Duration,
    /// Tries before this one.
    attempt: i32,
}

const fn pause(lane: Lane) -> Duration {
    match lane {
        Lane::Urgent => Duration::seconds(5),
        Lane::Mail | Lane::Normal => Duration::seconds(60),
    }
}

fn dead(now: DateTime<Utc>, error: &str) -> jobs::ActiveModel {
    jobs::ActiveModel {
        state: Set(JobState::Dead.as_str().to_owned()),
        lease_until: Set(None),
        finished_at: Set(Some(now)),
        last_error: Set(Some(error.to_owned())),
        ..Default::default()
    }
}

/// Written out, not bound: only then does the server's plan for any value know that a partial index serves, and SQLite's too.
pub(crate) fn in_state(state: JobState) -> Expr {
    Expr::col(jobs::Column::State).eq(Expr::Constant(state.as_str().into()))
}

fn due(lane: Lane, now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(jobs::Column::Lane.eq(lane.as_str()))
        .add(in_state(JobState::Ready))
        .add(jobs::Column::RunAt.lte(now))
        .add(Condition::any().add(jobs::Column::LeaseUntil.is_null()).add(jobs::Column::LeaseUntil.lt(now)))
}

fn read_claimed(row: jobs::Model) -> Result<Claimed> {
    Ok(Claimed {
        tenant: TenantId::from_uuid(row.tenant_id),
        id: JobId::from_uuid(row.id),
        lane: word(&row.lane, "jobs.lane")?,
        job: from_json(row.payload, "jobs.payload")?,
        attempt: row.attempt,
        fence: row.fence,
        run_at: row.run_at,
        created_at: row.created_at,
        trace: row.trace,
    })
}

fn job_row(row: jobs::Model) -> Result<JobRow> {
    Ok(JobRow {
        tenant: TenantId::from_uuid(row.tenant_id),
        id: JobId::from_uuid(row.id),
        lane: word(&row.lane, "jobs.lane")?,
        kind: row.kind,
        state: word(&row.state, "jobs.state")?,
        attempt: row.attempt,
        last_error: row.last_error,
        run_at: row.run_at,
        finished_at: row.finished_at,
    })
}
