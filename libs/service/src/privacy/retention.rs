//! How long closed tickets are kept: set for a company or by the operator for those that say nothing, looked at before it is set,
//! announced, and carried out some tickets at a time.
//!
//! What is set is a wish, in the settings; [`reconcile`] is the one place that makes it count, whichever way it came, so that a
//! shorter time has its notice also when it is the operator's.

use chrono::{DateTime, Duration, Utc};
use rappel_domain::{
    audit::Deed,
    delivery::News,
    id::TenantId,
    job::Job,
    retention::{self, AHEAD, EVERY, Keep, LEAST_MONTHS, MOST_MONTHS, Next, Settled, Standing, settle},
    role::StaffRight,
};
use rappel_store::{
    StoreError, Tx,
    retention::{Gone, Preview},
};

use super::export::remove;
use crate::{
    Scope, Service, StaffScope, Tenant,
    error::{Error, Result},
    invalid::{Invalid, Reason},
    managers::tell_managers_and_staff,
    people::may_manage,
    retry::again,
    settings::Effective,
};

/// Tickets that go in one transaction: others wait no longer than that.
const AT_ONCE: u64 = 50;
/// Transactions of one run of the job: it then lets others have their turn.
const STEPS: u32 = 100;
/// While an export is written it is waited, and looked again after so long.
const EXPORT: Duration = Duration::hours(1);
/// An export of a person that is not there after so long was given up.
const GIVEN_UP: Duration = Duration::days(1);

/// How long a company's closed tickets are kept, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// What the company says for itself: months, 0 for ever, nothing to follow the operator.
    pub own: Option<i32>,
    /// What the operator says for those that follow.
    pub operator: Keep,
    /// What counts, and what was announced.
    pub standing: Standing,
    /// What goes when the announced time counts first.
    pub planned: Option<Preview>,
}

/// What a time takes away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Planned {
    /// Now.
    pub now: Preview,
    /// Tickets that go within the next thirty days, beyond those.
    pub soon: u64,
    /// Companies that it is about.
    pub companies: u64,
}

/// What came of a run of the job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retaining {
    /// Everything is kept for ever: there is nothing to look at.
    Over,
    /// Not before a time.
    Later(DateTime<Utc>),
    /// There is more to take away.
    More,
}

impl Service {
    /// How long closed tickets of a company are kept, for whoever manages it.
    pub async fn kept(&self, scope: &Scope) -> Result<Kept> {
        may_manage(scope)?;
        let tx = self.store.read(scope).await?;
        let (tenant, operator) = tx.tenant_and_operator().await?;
        let standing = tx.retention().standing().await?;
        let planned = match standing.next {
            Some(next) => Some(preview_of(&tx, next).await?),
            None => None,
        };
        let operator = Keep::of(operator.settings.keep_months);
        Ok(Kept { own: tenant.settings.keep_months, operator, standing, planned })
    }

    /// What a time would take away of a company now.
    pub async fn retention_preview(&self, scope: &Scope, keep: Keep) -> Result<Planned> {
        may_manage(scope)?;
        let tx = self.store.snapshot(scope).await?;
        let now = tx.clock().now();
        let Some(before) = keep.closed_before(now) else {
            return Ok(Planned { companies: 1, ..Planned::default() });
        };
        let goes = tx.retention().preview(before).await?;
        let later = keep.closed_before(now + AHEAD).unwrap_or(before);
        let then = tx.retention().preview(later).await?;
        Ok(Planned { now: goes, soon: then.tickets.saturating_sub(goes.tickets), companies: 1 })
    }

    /// What a time of the operator's would take away of all companies that follow it.
    pub async fn operators_retention_preview(&self, staff: &StaffScope, keep: Keep) -> Result<Planned> {
        may_set_for_all(staff)?;
        let mut all = Planned::default();
        for tenant in self.followers_of_retention(staff).await? {
            let scope = staff.on(tenant.id).ok_or(Error::NotFound)?;
            let one = Box::pin(self.retention_preview(&scope, keep)).await?;
            all = sum(all, one);
        }
        Ok(all)
    }

    /// What a choice of a form means: nothing to follow the operator, 0 for ever, else months within the bounds.
    pub fn retention_typed(typed: &str) -> Result<Option<i32>> {
        let refused = |reason| Error::Invalid(vec![Invalid::new("months", reason)]);
        match typed.trim() {
            "" => Ok(None),
            "0" => Ok(Some(0)),
            typed => match typed.parse::<i32>() {
                Ok(months) if (LEAST_MONTHS..=MOST_MONTHS).contains(&months) => Ok(Some(months)),
                _ => Err(refused(Reason::OutOfRange {
                    least: i64::from(LEAST_MONTHS),
                    most: i64::from(MOST_MONTHS),
                })),
            },
        }
    }

    /// Sets how long closed tickets of a company are kept; nothing follows the operator. A shorter time counts after its notice.
    pub async fn set_retention(&self, staff: &StaffScope, tenant: TenantId, own: Option<i32>) -> Result<()> {
        let scope = self.company_of(staff, tenant)?;
        again(|| async {
            let mut tx = self.store.office_write(staff).await?;
            let all = tx.tenants().await?;
            let mut found = all.into_iter().find(|it| it.id == tenant).ok_or(Error::NotFound)?;
            found.settings.keep_months = own;
            tx.update_tenant(&found).await?;
            let mut tx = tx.go_on(&scope).await?;
            reconcile(&mut tx).await?;
            begin_looking(&mut tx).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Takes back what was announced: the company keeps its tickets as it does now. [`Error::NotFound`] when nothing is.
    pub async fn undo_retention(&self, staff: &StaffScope, tenant: TenantId) -> Result<()> {
        let kept = self.kept(&self.company_of(staff, tenant)?).await?;
        if kept.standing.next.is_none() {
            return Err(Error::NotFound);
        }
        let own = if kept.operator == kept.standing.keep {
            None
        } else {
            Some(kept.standing.keep.months().unwrap_or_default())
        };
        self.set_retention(staff, tenant, own).await
    }

    /// Sets how long closed tickets are kept of companies that say nothing themselves. A shorter time counts for each after its
    /// notice.
    pub async fn set_operators_retention(&self, staff: &StaffScope, months: Option<i32>) -> Result<()> {
        may_set_for_all(staff)?;
        let own = staff.on(staff.operator()).ok_or(Error::Forbidden)?;
        again(|| async {
            let mut operator = self.store.operator().await?.ok_or(Error::NotFound)?;
            operator.settings.keep_months = months;
            let mut tx = self.store.office_write(staff).await?;
            tx.update_tenant(&operator).await?;
            let tx = tx.go_on(&own).await?;
            let deed = Deed::RetentionChanged { months: Keep::of(months).months(), from: None };
            tx.audit().note(None, &deed).await?;
            Ok(tx.commit().await?)
        })
        .await?;
        // A company that is held by somebody at this moment is told within the hour.
        self.begin_retention().await
    }

    /// Those of the reader's companies that follow the operator in it.
    async fn followers_of_retention(&self, staff: &StaffScope) -> Result<Vec<Tenant>> {
        let all = self.tenants(staff).await?;
        Ok(all.into_iter().filter(|it| !it.is_operator && it.settings.keep_months.is_none()).collect())
    }

    /// Sees to it that what is set counts for each company, and that its closed tickets are looked at.
    pub async fn begin_retention(&self) -> Result<()> {
        let line = match self.store.doors().command_line().await {
            Ok(line) => line,
            // Before the first run is over there is nobody.
            Err(StoreError::NotFound) => return Ok(()),
            Err(other) => return Err(other.into()),
        };
        let tenants = self.store.tenants().await?;
        let operator = tenants.iter().find(|it| it.is_operator).map(|it| it.settings.keep_months);
        // Of a company that leaves nothing goes before everything does; its rows are not added to.
        let leaving = self.store.leaving().await?;
        let stay = |it: &&Tenant| !it.is_operator && !leaving.contains_key(&it.id);
        for tenant in tenants.iter().filter(stay) {
            let wish = Keep::of(tenant.settings.keep_months.or(operator.flatten()));
            let scope = line.tenant(tenant.id);
            if let Err(error) = self.begin_retention_of(&scope, wish).await {
                tracing::warn!(tenant = %tenant.id, "whether closed tickets go was not seen: {error}");
            }
        }
        Ok(())
    }

    async fn begin_retention_of(&self, scope: &Scope, wish: Keep) -> Result<()> {
        let tx = self.store.read(scope).await?;
        let standing = tx.retention().standing().await?;
        let is_settled = settle(tx.clock().now(), standing, wish) == Settled::AsItWas;
        let is_looked_at = !looks(&tx, &standing).await? || tx.has_ready_job(&Job::Retain).await?;
        drop(tx);
        if is_settled && is_looked_at {
            return Ok(());
        }
        again(|| async {
            let mut tx = self.store.write(scope).await?;
            reconcile(&mut tx).await?;
            begin_looking(&mut tx).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Takes closed tickets away whose time is over, in small steps; begun again, it goes on where it was.
    pub async fn retain(&self, scope: &Scope) -> Result<Retaining> {
        let standing = again(|| async {
            let mut tx = self.store.write(scope).await?;
            let standing = reconcile(&mut tx).await?;
            tx.commit().await?;
            Ok(standing)
        })
        .await?;
        let now = self.clock().now();
        for _ in 0..STEPS {
            match Box::pin(self.retain_some(scope)).await? {
                Step::More => {}
                Step::Later(until) => return Ok(Retaining::Later(until)),
                Step::Done => {
                    if self.note_gone(scope).await? {
                        self.clear_leftovers().await;
                    }
                    return Ok(match (standing.keep, standing.next) {
                        (Keep::Always, None) => Retaining::Over,
                        (Keep::Always, Some(next)) => Retaining::Later(next.from),
                        (_, Some(next)) => Retaining::Later(Ord::min(next.from, now + EVERY)),
                        (_, None) => Retaining::Later(now + EVERY),
                    });
                }
            }
        }
        Ok(Retaining::More)
    }

    /// The next tickets: marked, their files taken from the disk, their rows taken away.
    async fn retain_some(&self, scope: &Scope) -> Result<Step> {
        let tx = self.store.write(scope).await?;
        let now = tx.clock().now();
        // Held, so that no export begins before these are marked.
        let export = tx.company_exports().hold_company_export().await?;
        if let Some(export) = export.filter(|it| it.ready.is_none())
            && tx.company_exports().is_written(export.id).await?
        {
            return Ok(Step::Later(now + EXPORT));
        }
        if tx.exports().is_any_written(now - GIVEN_UP).await? {
            return Ok(Step::Later(now + EXPORT));
        }
        if tx.deletions().leaves_at().await?.is_some() {
            return Ok(Step::Later(now + EVERY));
        }
        // Of what another run has marked, files may be gone already: it goes whole, whatever is set now.
        let mut going = tx.retention().going(AT_ONCE).await?;
        // Asked anew with each step: what was made longer meanwhile counts at once.
        if going.is_empty()
            && let Some(before) = tx.retention().standing().await?.keep.closed_before(now)
        {
            going = tx.retention().mark_going(before, AT_ONCE).await?;
        }
        let files = tx.retention().files_of_going(&going).await?;
        tx.commit().await?;
        if going.is_empty() {
            return Ok(Step::Done);
        }
        for file in files {
            let path = self.files.path(scope.tenant(), file);
            remove(&path).await?;
            remove(&path.with_extension("thumbnail")).await?;
        }
        let tx = self.store.write(scope).await?;
        tx.retention().take_tickets(&going).await?;
        tx.commit().await?;
        Ok(Step::More)
    }

    /// Notes what went, and whether anything did.
    async fn note_gone(&self, scope: &Scope) -> Result<bool> {
        let tx = self.store.write(scope).await?;
        let Some(run) = tx.retention().end_run().await? else { return Ok(false) };
        let deed = Deed::TicketsTakenAway {
            tickets: run.tickets,
            messages: run.messages,
            files: run.files,
            closed_before: run.closed_before,
            chains: run.chains.to_string(),
        };
        tx.audit().note(None, &deed).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// What went of the reader's companies so far: figures of the time before count less than there was.
    pub async fn gone_tickets(&self, staff: &StaffScope) -> Result<Vec<Gone>> {
        Ok(self.store.office(staff).await?.gone_tickets().await?)
    }
}

/// What a step did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    More,
    Done,
    Later(DateTime<Utc>),
}

/// Makes what is set count: a longer time at once; a shorter one is announced, and counts when its notice is over.
async fn reconcile(tx: &mut Tx) -> Result<Standing> {
    let settings = Effective::read(tx).await?;
    let (wish, now) = (settings.company.keep(), tx.clock().now());
    let standing = tx.retention().standing().await?;
    if settle(now, standing, wish) == Settled::AsItWas {
        return Ok(standing);
    }
    // Somebody else may have done it at this moment.
    let standing = tx.retention().hold_standing().await?;
    let (then, deed) = match settle(now, standing, wish) {
        Settled::AsItWas => return Ok(standing),
        Settled::Changed(then) => (then, Deed::RetentionChanged { months: then.keep.months(), from: None }),
        Settled::Announced(then) => {
            let next = then.next.ok_or(Error::NotFound)?;
            tell(tx, next).await?;
            (then, Deed::RetentionChanged { months: Some(next.months), from: Some(next.from) })
        }
    };
    tx.retention().save_standing(&then).await?;
    tx.audit().note(None, &deed).await?;
    Ok(then)
}

/// Managers hear what goes when, while there is time to say that it was not meant; the operator does, too, for a company may have
/// no manager who reads it.
async fn tell(tx: &mut Tx, next: Next) -> Result<()> {
    let goes = preview_of(tx, next).await?;
    let Next { months, from } = next;
    let Preview { tickets, messages, files, bytes, .. } = goes;
    let news = News::RetentionShortened { months, from, tickets, messages, files, bytes };
    tell_managers_and_staff(tx, [], &news).await
}

/// What goes when an announced time counts first.
async fn preview_of(tx: &Tx, next: Next) -> Result<Preview> {
    match Keep::Months(next.months).closed_before(next.from) {
        Some(before) => Ok(tx.retention().preview(before).await?),
        None => Ok(Preview::default()),
    }
}

/// Makes the job that looks each day, where there is something to look at and none that does.
async fn begin_looking(tx: &mut Tx) -> Result<()> {
    let standing = tx.retention().hold_standing().await?;
    if !looks(tx, &standing).await? || tx.has_ready_job(&Job::Retain).await? {
        return Ok(());
    }
    let decision = retention::look(tx.clock(), tx.scope().tenant(), tx.clock().now());
    Ok(tx.record(decision).await?)
}

/// Whether there is something to look at: a time that is set or announced, or what another run has left.
async fn looks(tx: &Tx, standing: &Standing) -> Result<bool> {
    let is_set = standing.next.is_some() || standing.keep.months().is_some();
    Ok(is_set || !tx.retention().going(1).await?.is_empty())
}

fn sum(all: Planned, one: Planned) -> Planned {
    let (a, b) = (all.now, one.now);
    let earlier = |a: Option<DateTime<Utc>>, b: Option<DateTime<Utc>>| match (a, b) {
        (Some(a), Some(b)) => Some(Ord::min(a, b)),
        (a, b) => a.or(b),
    };
    Planned {
        now: Preview {
            tickets: a.tickets + b.tickets,
            messages: a.messages + b.messages,
            files: a.files + b.files,
            bytes: a.bytes + b.bytes,
            oldest: earlier(a.oldest, b.oldest),
            newest: Ord::max(a.newest, b.newest),
        },
        soon: all.soon + one.soon,
        companies: all.companies + one.companies,
    }
}

/// Companies that say nothing themselves follow, so that who sees some alone sets nothing for all.
fn may_set_for_all(staff: &StaffScope) -> Result<()> {
    if staff.may(StaffRight::EditSettings) && staff.sees_all() { Ok(()) } else { Err(Error::Forbidden) }
}
