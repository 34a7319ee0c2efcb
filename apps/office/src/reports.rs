//! `/reports`: how long callbacks took, and the same callbacks as a table for other programs.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use poem::{Body, Response, Result, handler, http::StatusCode, web::Query};
use rappel_domain::{
    Locale,
    calendar::{local_date, start_of_day},
    id::{CategoryId, StaffId, TenantId},
    report::{Answers, Counted, Group, Line, Measure, week_of},
    role::StaffRight,
};
use rappel_pages::{
    Text,
    form::{Choice, problems},
    language,
    office::{FeedbackRow, FeedbackWords, Numbers, ReportRow, ReportSection, Reports},
    routes::office as paths,
};
use rappel_service::{
    Service, StaffScope,
    reports::{MOST_DAYS, Measured, Period, Place, ReportView, Said},
};
use rappel_web::{Problem, csv};
use serde::Deserialize;

use crate::desk::Desk;

/// Weeks that are shown unless others are asked for, the present one among them.
const WEEKS: u64 = 12;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    from: String,
    to: String,
    tenant: String,
    measure: String,
}

impl Asked {
    /// The days, where they can be read and are in order; those of the last weeks where none were given.
    fn days(&self, now: DateTime<Utc>, zone: Tz) -> Option<(NaiveDate, NaiveDate)> {
        let today = local_date(now, zone);
        let first = week_of(now, zone).checked_sub_days(Days::new(7 * (WEEKS - 1))).unwrap_or(today);
        let day = |typed: &str, usual| if typed.is_empty() { Some(usual) } else { typed.parse().ok() };
        let (from, to): (NaiveDate, NaiveDate) = (day(&self.from, first)?, day(&self.to, today)?);
        let days = u64::try_from((to - from).num_days()).ok()?;
        (days < MOST_DAYS).then_some((from, to))
    }

    fn csv_href(&self, path: &str, (from, to): (NaiveDate, NaiveDate)) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("from", &from.to_string()).append_pair("to", &to.to_string());
        if !self.tenant.is_empty() {
            query.append_pair("tenant", &self.tenant);
        }
        format!("{path}?{}", query.finish())
    }
}

/// Charts and tables of a period.
#[handler]
pub(crate) async fn get(desk: Desk, Query(asked): Query<Asked>) -> Result<Response> {
    desk.require(StaffRight::SeeReports)?;
    let frame = desk.frame(paths::REPORTS)?;
    let tenants = desk.tenants().await?;
    let choices: Vec<Choice> =
        tenants.iter().map(|it| Choice::new(it.slug.as_str(), Text::plain(it.name.as_str()))).collect();
    let Some((from, to)) = asked.days(desk.service().clock().now(), frame.zone) else {
        let typed = (asked.from.as_str(), asked.to.as_str());
        let page = Reports::new(choices, typed, &asked.tenant, &asked.measure);
        let wrong = page.from.error("report-wrong-day");
        return desk.refuse(paths::REPORTS, &Reports { errors: problems([&wrong]), from: wrong, ..page });
    };
    let period = Period { from, to, tenant: asked.tenant.clone() };
    let view =
        desk.service().report(&desk.session.scope, frame.zone, &period).await.map_err(Problem::from)?;
    let days = (from.to_string(), to.to_string());
    let page = Reports::new(choices, (&days.0, &days.1), &asked.tenant, &asked.measure);
    let measure = Measure::from_word(&asked.measure).unwrap_or(Measure::Reach);
    // What went is counted no more: whoever compares a year with the one before must know.
    let begins = start_of_day(from, frame.zone);
    let gone = desk.service().gone_tickets(&desk.session.scope).await.map_err(Problem::from)?;
    let is_shown = |tenant| {
        asked.tenant.is_empty() || tenants.iter().any(|it| it.id == tenant && it.slug == asked.tenant)
    };
    let gone = gone.into_iter().filter(|it| is_shown(it.tenant) && it.closed_before > begins);
    let (gone_before, gone_tickets) = gone
        .fold((None, 0), |(before, number), it| (before.max(Some(it.closed_before)), number + it.tickets));
    let page = Reports {
        gone_before,
        gone_tickets,
        csv_href: asked.csv_href(paths::REPORTS_CSV, (from, to)),
        feedback: feedback(&view),
        words: words(&view),
        feedback_csv_href: asked.csv_href(paths::FEEDBACK_CSV, (from, to)),
        totals: totals(&view.counted),
        sections: if view.counted.calls == 0 { Vec::new() } else { sections(&view, measure, frame.locale) },
        ..page
    };
    Ok(desk.web.show(StatusCode::OK, &frame, &page)?)
}

/// What clients said, all of them first where there are several.
fn feedback(view: &ReportView) -> Vec<FeedbackRow> {
    let names = Names::of(view);
    let row = |name, it: &Answers| FeedbackRow::new(name, it.closed, it.answered, it.solved);
    let each = view.answers.iter().map(|it| row(Text::plain(names.tenant(it.tenant)), it));
    let all = (view.answers.len() > 1).then(|| {
        let sum = |count: fn(&Answers) -> usize| view.answers.iter().map(count).sum();
        let (closed, answered, solved) = (sum(|it| it.closed), sum(|it| it.answered), sum(|it| it.solved));
        FeedbackRow::new("office-queue-all-tenants".into(), closed, answered, solved)
    });
    all.into_iter().chain(each).collect()
}

/// What they wrote, the newest first.
fn words(view: &ReportView) -> Vec<FeedbackWords> {
    let said = view.words.iter().filter_map(|it| {
        let tenant = view.tenants.iter().find(|tenant| tenant.id == it.tenant)?;
        Some(FeedbackWords {
            at: it.at,
            tenant: tenant.name.clone(),
            number: it.number,
            href: paths::ticket(&tenant.slug, it.number),
            solved: it.is_solved,
            words: it.words.clone(),
        })
    });
    said.collect()
}

fn totals(counted: &Counted) -> Vec<ReportRow> {
    if counted.calls == 0 {
        return Vec::new();
    }
    let row = |(measure, figures): (Measure, &rappel_domain::report::Figures)| {
        let numbers = Numbers {
            calls: counted.calls,
            measured: figures.count,
            median: figures.median,
            slowest: figures.slowest_tenth,
            kept: counted.kept,
            due: counted.due,
        };
        ReportRow::new(Reports::measure_name(measure), numbers)
    };
    Measure::ALL.into_iter().zip(&counted.all).map(row).collect()
}

fn sections(view: &ReportView, measure: Measure, locale: Locale) -> Vec<ReportSection> {
    let rows = |is: fn(&Group) -> bool| {
        let lines = view.counted.lines.iter().filter(|line| is(&line.group));
        let mut lines: Vec<&Line> = lines.collect();
        // Weeks stay in the order of time, everything else begins with what there is most of.
        lines.sort_by_key(|line| match line.group {
            Group::Week(_) => 0,
            _ => usize::MAX - line.calls,
        });
        lines.into_iter().map(|line| row(line, view, measure, locale)).collect()
    };
    vec![
        ReportSection::new(
            "weeks",
            "report-by-week",
            "report-column-week",
            rows(|it| matches!(it, Group::Week(_))),
        ),
        ReportSection::new(
            "tenants",
            "report-by-tenant",
            "office-queue-tenant",
            rows(|it| matches!(it, Group::Tenant(_))),
        ),
        ReportSection::new(
            "categories",
            "report-by-category",
            "report-column-category",
            rows(|it| matches!(it, Group::Category(..))),
        ),
        ReportSection::new(
            "people",
            "report-by-person",
            "report-column-person",
            rows(|it| matches!(it, Group::Person(_))),
        ),
    ]
}

fn row(line: &Line, view: &ReportView, measure: Measure, locale: Locale) -> ReportRow {
    let names = Names::of(view);
    let name = match line.group {
        Group::Week(day) => Text::key("report-week").with("day", language::date(day, locale)),
        Group::Tenant(tenant) => Text::plain(names.tenant(tenant)),
        Group::Category(tenant, category) => Text::key("report-category")
            .with("category", names.category(tenant, category, locale))
            .with("tenant", names.tenant(tenant)),
        Group::Person(staff) => Text::plain(names.person(staff)),
    };
    let figures = line.figures(measure);
    let numbers = Numbers {
        calls: line.calls,
        measured: figures.count,
        median: figures.median,
        slowest: figures.slowest_tenth,
        kept: line.kept,
        due: line.due,
    };
    ReportRow::new(name, numbers)
}

/// Names of what a report is about; nothing for what is gone.
struct Names<'a> {
    view: &'a ReportView,
}

impl<'a> Names<'a> {
    const fn of(view: &'a ReportView) -> Self {
        Self { view }
    }

    fn tenant(&self, id: TenantId) -> &'a str {
        self.view.tenants.iter().find(|it| it.id == id).map_or("", |it| it.name.as_str())
    }

    fn category(&self, tenant: TenantId, id: CategoryId, locale: Locale) -> &'a str {
        let names: &HashMap<_, _> = &self.view.categories;
        names.get(&(tenant, id)).map_or("", |(fr, en)| locale.of_two(fr.as_str(), en.as_str()))
    }

    fn person(&self, id: StaffId) -> &'a str {
        self.view.staff.get(&id).map_or("", String::as_str)
    }
}

/// What the columns are called: by programs, so in one language.
const COLUMNS: [&str; 15] = [
    "client",
    "ticket",
    "category",
    "requested_at",
    "promised_by",
    "taken_at",
    "taken_by",
    "called_at",
    "called_by",
    "reached_at",
    "reached_by",
    "seconds_to_take",
    "seconds_to_call",
    "seconds_to_reach",
    "within_promise",
];

/// What the lines of the table are written from.
struct Source {
    service: Service,
    scope: StaffScope,
    zone: Tz,
    locale: Locale,
    period: Period,
    names: ReportView,
    next: Option<Place>,
}

/// The callbacks of a period, some at a time: a year of them is never in memory.
#[handler]
pub(crate) async fn download(desk: Desk, Query(asked): Query<Asked>) -> Result<Response> {
    desk.require(StaffRight::SeeReports)?;
    let frame = desk.frame(paths::REPORTS)?;
    let (service, scope) = (desk.service().clone(), desk.session.scope.clone());
    let Some((from, to)) = asked.days(service.clock().now(), frame.zone) else {
        return Err(Problem::not_found().into());
    };
    let period = Period { from, to, tenant: asked.tenant };
    let names = service.report_names(&scope).await.map_err(Problem::from)?;
    let source = Source { service, scope, zone: frame.zone, locale: frame.locale, period, names, next: None };
    Ok(csv::stream(&format!("rappel-{from}-{to}.csv"), csv::record(COLUMNS), source).await?)
}

/// What clients said of the tickets that were closed in a period, a line for each company.
#[handler]
pub(crate) async fn download_feedback(desk: Desk, Query(asked): Query<Asked>) -> Result<Response> {
    desk.require(StaffRight::SeeReports)?;
    let frame = desk.frame(paths::REPORTS)?;
    let service = desk.service();
    let Some((from, to)) = asked.days(service.clock().now(), frame.zone) else {
        return Err(Problem::not_found().into());
    };
    let period = Period { from, to, tenant: asked.tenant };
    let answers =
        service.report_answers(&desk.session.scope, frame.zone, &period).await.map_err(Problem::from)?;
    let mut table = csv::record(["client", "closed", "answered", "solved", "solved_percent", "words"]);
    for (name, it, said) in &answers {
        let percent = it.percent().map(|percent| percent.to_string()).unwrap_or_default();
        let counts = [it.closed, it.answered, it.solved].map(|count| count.to_string());
        // One cell, a line for each, the newest first.
        let word =
            |it: &Said| format!("#{} {}: {}", it.number, if it.is_solved { "yes" } else { "no" }, it.words);
        let words = said.iter().map(word).collect::<Vec<_>>().join("\n");
        let cells = std::iter::once(name).chain(&counts).chain([&percent, &words]);
        table.push_str(&csv::record(cells.map(String::as_str)));
    }
    Ok(csv::download(&format!("rappel-feedback-{from}-{to}.csv"), Body::from_string(table)))
}

impl csv::Lines for Source {
    async fn next(&mut self, into: &mut String) -> rappel_service::Result<bool> {
        let page = self.service.report_calls(&self.scope, self.zone, &self.period, self.next).await?;
        let (calls, next) = page;
        for measured in &calls {
            into.push_str(&self.line(measured));
        }
        self.next = next;
        Ok(next.is_some())
    }
}

impl Source {
    fn line(&self, measured: &Measured) -> String {
        let Measured { number, call, .. } = measured;
        let names = Names::of(&self.names);
        let time =
            |at: DateTime<Utc>| at.with_timezone(&self.zone).format("%Y-%m-%dT%H:%M:%S%:z").to_string();
        let mut cells = vec![
            names.tenant(call.tenant).to_owned(),
            number.to_string(),
            names.category(call.tenant, call.category, self.locale).to_owned(),
            time(call.requested_at),
            time(call.promised_by),
        ];
        for measure in Measure::ALL {
            let done = call.done(measure);
            cells.push(done.map(|done| time(done.at)).unwrap_or_default());
            cells.push(done.and_then(|done| done.by).map_or("", |by| names.person(by)).to_owned());
        }
        let seconds = |measure| call.seconds(measure).map(|it| it.to_string()).unwrap_or_default();
        cells.extend(Measure::ALL.map(seconds));
        cells.push(match call.kept(self.service.clock().now()) {
            Some(true) => "yes".to_owned(),
            Some(false) => "no".to_owned(),
            None => String::new(),
        });
        csv::record(cells.iter().map(String::as_str))
    }
}

#[cfg(test)]
mod tests;
