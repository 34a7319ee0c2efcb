//! The staff queue, and staff's right to one tenant's rows.

use rappel_domain::{audit::Deed, callback::Team, id::TenantId};
use rappel_store::queue::Filter;

use crate::{
    Scope, Service, Staff, StaffScope, Tenant,
    error::{Error, Result},
    queue::View as QueueView,
    tenants::tenant_of,
};

pub use rappel_store::queue::{Place, Row, View};

/// How many rows a page of the queue has.
pub const PAGE: u64 = 50;
/// The word for the reader's own team, whichever that is when they look.
pub const MINE: &str = "mine";
/// Counts on the tabs stop here: "999+".
pub const MOST: u64 = 1_000;

/// A count as a tab shows it.
pub fn shown(count: u64) -> String {
    if count >= MOST { format!("{}+", MOST - 1) } else { count.to_string() }
}

/// What to show of the queue.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Which part.
    pub view: QueueView,
    /// One tenant only, by slug; empty for all.
    pub tenant: String,
    /// What one team works, by its identifier; [`MINE`] for the reader's own, empty for all.
    pub team: String,
    /// A number or words.
    pub text: String,
    /// Where to go on from.
    pub after: Option<Place>,
}

/// A page of the queue.
#[derive(Debug, Clone)]
pub struct Page {
    /// The rows.
    pub rows: Vec<Row>,
    /// The tenants that the reader may see, by name.
    pub tenants: Vec<Tenant>,
    /// Every team, by name.
    pub teams: Vec<Team>,
    /// How many rows each view has, up to [`MOST`].
    pub counts: Vec<(QueueView, u64)>,
    /// Where the next page begins.
    pub next: Option<Place>,
}

impl Page {
    /// The tenant of a row.
    pub fn tenant(&self, id: TenantId) -> Option<&Tenant> {
        self.tenants.iter().find(|it| it.id == id)
    }

    /// The name of the team that works what a row is about.
    pub fn team(&self, row: &Row) -> Option<&str> {
        self.teams.iter().find(|it| row.team == Some(it.id)).map(|it| it.name.as_str())
    }
}

impl Service {
    /// A page of the queue across the reader's tenants: urgent first, then longest waiting. That of one company alone is a look at
    /// it; a page that stays open and is fetched again and again is one look within a quarter of an hour, as any other.
    pub async fn queue(&self, scope: &StaffScope, ask: &Ask) -> Result<Page> {
        let tx = self.store.office(scope).await?;
        let (tenants, teams) = (tx.tenants().await?, tx.teams().await?);
        let filter = |view| filter(scope, ask, (&tenants, &teams), view);
        let mut rows = tx.queue(&filter(ask.view)?, ask.after, PAGE + 1).await?;
        let more = rows.len() as u64 > PAGE;
        rows.truncate(PAGE as usize);
        let next = more.then(|| rows.last().map(|it| it.place)).flatten();
        let mut counts = Vec::with_capacity(QueueView::ALL.len());
        for view in QueueView::ALL.into_iter().filter(|it| *it != QueueView::Closed) {
            counts.push((view, tx.queue_count(&filter(view)?, MOST).await?));
        }
        let alone = filter(ask.view)?.tenant;
        drop(tx);
        if let Some(tenant) = alone {
            self.note_look(&tenant_of(scope, tenant)?, Deed::TicketsSeen).await?;
        }
        Ok(Page { rows, tenants, teams, counts, next })
    }

    /// The ticket to go on to after one was answered. Where it still stands, the one below it, and after the last one the
    /// first, so that each has its turn; where it is gone or went to the end, the head of the view.
    pub async fn next_in_queue(
        &self,
        scope: &StaffScope,
        ask: &Ask,
        done: (TenantId, i64),
    ) -> Result<Option<(String, i64)>> {
        let tx = self.store.office(scope).await?;
        let (tenants, teams) = (tx.tenants().await?, tx.teams().await?);
        let filter = filter(scope, ask, (&tenants, &teams), ask.view)?;
        let stays = matches!(ask.view, QueueView::Mine | QueueView::Urgent);
        let (mut first, mut passed, mut after) = (None, !stays, None);
        loop {
            let rows = tx.queue(&filter, after, PAGE).await?;
            for row in &rows {
                let found = (row.ticket.tenant, row.ticket.number);
                if found == done {
                    passed = true;
                } else if passed {
                    return Ok(named(&tenants, found));
                } else {
                    first = first.or(Some(found));
                }
            }
            after = rows.last().map(|row| row.place).filter(|_| rows.len() as u64 == PAGE);
            if after.is_none() {
                return Ok(first.and_then(|found| named(&tenants, found)));
            }
        }
    }

    /// Staff's right to one of their tenants by slug. [`Error::NotFound`] for any other, existing or not.
    pub async fn on_tenant(&self, scope: &StaffScope, slug: &str) -> Result<(Scope, Tenant)> {
        let tenants = self.store.office(scope).await?.tenants().await?;
        let tenant = tenants.into_iter().find(|it| it.slug == slug).ok_or(Error::NotFound)?;
        Ok((scope.on(tenant.id).ok_or(Error::NotFound)?, tenant))
    }

    /// Whom a ticket of this tenant can be assigned to, by name.
    pub async fn assignable(&self, scope: &Scope) -> Result<Vec<Staff>> {
        crate::tickets::write_staff(scope)?;
        Ok(self.store.read(scope).await?.staff_of_tenant().await?)
    }
}

/// What to read for a view. [`Error::NotFound`] for a tenant that is not the reader's, and for a team that is not there.
fn filter(
    scope: &StaffScope,
    ask: &Ask,
    (tenants, teams): (&[Tenant], &[Team]),
    view: QueueView,
) -> Result<Filter> {
    let tenant = match ask.tenant.as_str() {
        "" => None,
        slug => Some(tenants.iter().find(|it| it.slug == slug).ok_or(Error::NotFound)?.id),
    };
    let teams = match ask.team.as_str() {
        "" => None,
        MINE => Some(teams.iter().filter(|it| it.members.contains(&scope.staff())).map(|it| it.id).collect()),
        id => {
            let team = teams.iter().find(|it| it.id.to_string() == id).ok_or(Error::NotFound)?;
            Some(vec![team.id])
        }
    };
    Ok(Filter { view, staff: scope.staff(), tenant, teams, text: ask.text.clone() })
}

/// A ticket by the short name of its tenant, as addresses have it.
fn named(tenants: &[Tenant], (tenant, number): (TenantId, i64)) -> Option<(String, i64)> {
    tenants.iter().find(|it| it.id == tenant).map(|it| (it.slug.clone(), number))
}
