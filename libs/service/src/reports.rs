//! Reports: how long callbacks took, over a period.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use rappel_domain::{
    audit::Deed,
    calendar::start_of_day,
    id::{CallbackId, CategoryId, StaffId, TenantId},
    report::{Answers, Counted, Report},
    role::StaffRight,
};
use rappel_store::reports::Asked;
pub use rappel_store::reports::{Measured, Said};

use crate::{
    Service, StaffScope, Tenant,
    error::{Error, Result},
    tenants::tenant_of,
};

/// Callbacks that are in memory at once.
const PAGE: u64 = 100;
/// Days of a report at the most.
pub const MOST_DAYS: u64 = 371;

/// Which callbacks: those that were asked for on these days, by the operator's clocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day, counted in.
    pub to: NaiveDate,
    /// Short name of one tenant; empty for all.
    pub tenant: String,
}

/// The newest words that a report shows, and those that its table has.
const SHOWN_WORDS: u64 = 20;
const MOST_WORDS: u64 = 1_000;

/// A report with the names of its lines.
#[derive(Debug, Clone)]
pub struct ReportView {
    /// The figures.
    pub counted: Counted,
    /// What clients said of the tickets that were closed, by name of the client.
    pub answers: Vec<Answers>,
    /// The newest words among them.
    pub words: Vec<Said>,
    /// The reader's tenants by name.
    pub tenants: Vec<Tenant>,
    /// Names of categories in French and English.
    pub categories: HashMap<(TenantId, CategoryId), (String, String)>,
    /// Names of staff.
    pub staff: HashMap<StaffId, String>,
}

/// A place in the list of callbacks to go on from.
pub type Place = (DateTime<Utc>, CallbackId);

impl Service {
    /// The figures of a period. For supervisors: they tell of colleagues.
    pub async fn report(&self, scope: &StaffScope, zone: Tz, period: &Period) -> Result<ReportView> {
        let (asked, tenants) = self.asked(scope, zone, period).await?;
        let mut report = Report::new(zone, self.clock().now());
        let mut after = None;
        loop {
            let page = self.store.office(scope).await?.measured_calls(asked, after, PAGE).await?;
            for measured in &page {
                report.add(&measured.call);
            }
            after = next(&page);
            if after.is_none() {
                break;
            }
        }
        let answers = self.answers(scope, asked, &tenants).await?;
        let words = self.words(scope, asked, SHOWN_WORDS).await?;
        let (categories, staff) = self.names_of_report(scope).await?;
        Ok(ReportView { counted: report.count(), answers, words, tenants, categories, staff })
    }

    /// A page of the callbacks of a period, and where the next one begins: for a download.
    pub async fn report_calls(
        &self,
        scope: &StaffScope,
        zone: Tz,
        period: &Period,
        after: Option<Place>,
    ) -> Result<(Vec<Measured>, Option<Place>)> {
        let (asked, _) = self.asked(scope, zone, period).await?;
        let page = self.store.office(scope).await?.measured_calls(asked, after, PAGE).await?;
        let next = next(&page);
        Ok((page, next))
    }

    /// A report without figures, for its names.
    pub async fn report_names(&self, scope: &StaffScope) -> Result<ReportView> {
        let tenants = self.tenants(scope).await?;
        let (categories, staff) = self.names_of_report(scope).await?;
        let (answers, words) = (Vec::new(), Vec::new());
        Ok(ReportView { counted: Counted::default(), answers, words, tenants, categories, staff })
    }

    /// What clients said of the tickets that were closed in a period, with the names of the tenants and their newest words: for a
    /// download.
    pub async fn report_answers(
        &self,
        scope: &StaffScope,
        zone: Tz,
        period: &Period,
    ) -> Result<Vec<(String, Answers, Vec<Said>)>> {
        let (asked, tenants) = self.asked(scope, zone, period).await?;
        let answers = self.answers(scope, asked, &tenants).await?;
        let words = self.words(scope, asked, MOST_WORDS).await?;
        let of = |tenant| words.iter().filter(move |it| it.tenant == tenant).cloned().collect();
        let name = |id| tenants.iter().find(|it| it.id == id).map(|it| it.name.clone()).unwrap_or_default();
        Ok(answers.into_iter().map(|it| (name(it.tenant), it, of(it.tenant))).collect())
    }

    async fn answers(&self, scope: &StaffScope, asked: Asked, tenants: &[Tenant]) -> Result<Vec<Answers>> {
        let mut answers = self.store.office(scope).await?.feedback_counts(asked).await?;
        answers.sort_by_key(|it| tenants.iter().position(|tenant| tenant.id == it.tenant));
        Ok(answers)
    }

    /// What clients wrote. That of one company alone is a look at its tickets, as its queue is.
    async fn words(&self, scope: &StaffScope, asked: Asked, limit: u64) -> Result<Vec<Said>> {
        if let Some(tenant) = asked.tenant {
            self.note_look(&tenant_of(scope, tenant)?, Deed::TicketsSeen).await?;
        }
        Ok(self.store.office(scope).await?.feedback_words(asked, limit).await?)
    }

    async fn asked(&self, scope: &StaffScope, zone: Tz, period: &Period) -> Result<(Asked, Vec<Tenant>)> {
        if !scope.may(StaffRight::SeeReports) {
            return Err(Error::Forbidden);
        }
        let tenants = self.tenants(scope).await?;
        let tenant = match period.tenant.as_str() {
            "" => None,
            slug => Some(tenants.iter().find(|it| it.slug == slug).ok_or(Error::NotFound)?.id),
        };
        let from = start_of_day(period.from, zone);
        let after = period.to.checked_add_days(Days::new(1)).unwrap_or(period.to);
        Ok((Asked { from, to: start_of_day(after, zone), tenant }, tenants))
    }

    async fn names_of_report(
        &self,
        scope: &StaffScope,
    ) -> Result<(HashMap<(TenantId, CategoryId), (String, String)>, HashMap<StaffId, String>)> {
        let tx = self.store.office(scope).await?;
        let categories = tx.category_names().await?;
        let categories = categories.into_iter().map(|(tenant, id, fr, en)| ((tenant, id), (fr, en)));
        let staff = tx.staff_list().await?.into_iter().map(|it| (it.id, it.name));
        Ok((categories.collect(), staff.collect()))
    }
}

fn next(page: &[Measured]) -> Option<Place> {
    let full = u64::try_from(page.len()).is_ok_and(|count| count == PAGE);
    page.last().filter(|_| full).map(|last| (last.call.requested_at, last.id))
}
