//! `/oncall`: who is on call now and in four weeks, where nobody is, who would be called, and which calls are open.

use chrono::{DateTime, Days, NaiveDate, Utc, Weekday};
use chrono_tz::Tz;
use poem::{Response, Result, handler, http::StatusCode, web::Query};
use rappel_domain::{
    calendar::{self, TimeOfDay},
    callback::Callback,
    id::StaffId,
    role::StaffRight,
    rota::{Period, Span},
    swap::Swap,
};
use rappel_pages::{
    office::{Day, OnCall, OpenCall, OverrideLine, Preview, PreviewLine, RotaCard, SpanLine},
    routes::office as paths,
};
use rappel_service::oncall::{self, CALENDAR_DAYS, RotaView};
use rappel_web::Problem;
use serde::Deserialize;

use crate::{desk::Desk, policies, present, swaps, when};

/// Holes that are said in words; the calendar shows them all.
const MOST_HOLES: usize = 8;

/// Which weeks, and the moment of the preview.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    from: String,
    at: Option<String>,
}

/// The four weeks that begin with this one, or with the one of another day.
#[handler]
pub(crate) async fn get(desk: Desk, Query(asked): Query<Asked>) -> Result<Response> {
    let frame = desk.frame(paths::ON_CALL)?;
    let zone = frame.zone;
    let day = when::day(&asked.from);
    let today = calendar::local_date(desk.service().clock().now(), zone);
    let first = day.unwrap_or(today).week(Weekday::Mon).first_day();
    let begin = calendar::start_of_day(first, zone);
    let found = desk.service().on_call(&desk.session.scope, Some(begin)).await.map_err(Problem::from)?;
    let rotas: Vec<_> = found.rotas.iter().map(|it| it.rota.clone()).collect();
    let href = |day: Option<NaiveDate>| format!("{}?from={}", paths::ON_CALL, day.unwrap_or(first));
    let may_edit = desk.session.scope.may(StaffRight::EditRotas);
    let waits = |it: &&Swap| it.asked == desk.session.scope.staff() && swaps::is_open(it, found.now);
    let names = policies::Names { rotas: &rotas, teams: &found.teams, staff: &found.staff };
    let page = OnCall {
        calls: found.callbacks.iter().map(|it| call(it, &found)).collect(),
        rotas: found.rotas.iter().map(|it| rota(it, &found, (first, zone), may_edit)).collect(),
        policies: found.policies.iter().map(|it| policies::card(it, &names)).collect(),
        policies_href: may_edit.then_some(paths::POLICIES),
        previous_href: href(first.checked_sub_days(Days::new(28))),
        next_href: href(first.checked_add_days(Days::new(28))),
        now_href: day.map(|_| paths::ON_CALL),
        new_href: may_edit.then_some(paths::NEW_ROTA),
        action: paths::ON_CALL,
        first: first.to_string(),
        preview: preview(&found, asked.at.as_deref(), zone),
        swaps_href: paths::SWAPS,
        swaps_waiting: found.swaps.iter().filter(waits).count(),
        errors: Vec::new(),
    }
    .summed_up();
    let status = if page.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(desk.web.show(status, &frame, &page)?)
}

/// Who would be called at a moment; without one, the form for next Sunday at three.
fn preview(found: &oncall::OnCall, asked: Option<&str>, zone: Tz) -> Preview {
    let Some(text) = asked else {
        return Preview::new(&when::typed(sunday_at_three(found.now, zone), zone));
    };
    let form = Preview::new(text);
    let Some(at) = when::moment(text, zone) else {
        return Preview { at: form.at.error("oncall-preview-wrong"), ..form };
    };
    let line = |view: &RotaView| PreviewLine {
        rota: view.rota.name.clone(),
        names: names(found, &view.rota.rota.on_call_at(at)),
    };
    form.answered(at, zone, found.rotas.iter().map(line).collect())
}

fn sunday_at_three(now: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
    let sunday = calendar::local_date(now, zone).week(Weekday::Mon).last_day();
    let three = TimeOfDay::new(3, 0).unwrap_or(TimeOfDay::MIDNIGHT).time();
    let this = calendar::moment(sunday.and_time(three), zone);
    if now < this { this } else { calendar::add_days(this, 7, zone) }
}

fn name_of(found: &oncall::OnCall, id: StaffId) -> String {
    found.staff.iter().find(|it| it.id == id).map(|it| it.name.clone()).unwrap_or_default()
}

/// Names joined; nothing for nobody.
fn names(found: &oncall::OnCall, staff: &[StaffId]) -> Option<String> {
    let names: Vec<String> = staff.iter().map(|id| name_of(found, *id)).filter(|it| !it.is_empty()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn call(callback: &Callback, found: &oncall::OnCall) -> OpenCall {
    let tenant = found.tenants.iter().find(|it| it.id == callback.tenant);
    let (slug, tenant) = tenant.map_or(("", ""), |it| (it.slug.as_str(), it.name.as_str()));
    let state = present::call_state(callback, found.now);
    let holder = present::holder(callback).map(|id| name_of(found, id)).unwrap_or_default();
    OpenCall {
        href: paths::callback(slug, callback.id),
        tenant: tenant.to_owned(),
        contact: callback.contact_name.clone(),
        text: rappel_pages::office::CallbackRow::words(state, &holder),
        promised_by: callback.promised_by,
        waits: holder.is_empty(),
    }
}

fn rota(view: &RotaView, found: &oncall::OnCall, (first, zone): (NaiveDate, Tz), may_edit: bool) -> RotaCard {
    let rota = &view.rota;
    let name = |id: StaffId| name_of(found, id);
    let overrides = rota.rota.overrides.iter().map(|it| OverrideLine {
        name: name(it.staff),
        instead_of: it.instead_of.map(name),
        from: it.from,
        to: it.to,
        remove_action: may_edit.then(|| paths::remove_override(rota.id, it.id)),
    });
    let spans: Vec<(Period, Option<String>)> = view
        .weeks
        .iter()
        .map(|span| (Period { from: span.from, to: span.to }, names(found, &span.staff)))
        .collect();
    // What is over cannot be filled any more.
    let holes: Vec<&Span> = view.weeks.iter().filter(|it| it.staff.is_empty() && it.to > found.now).collect();
    let line = |span: &&Span| SpanLine::new((span.from, span.to), None, found.now, zone);
    RotaCard {
        id: rota.id.to_string(),
        name: rota.name.clone(),
        now: names(found, &view.now),
        days: Day::row(&spans, (first, CALENDAR_DAYS.unsigned_abs()), found.now, zone),
        holes: holes.iter().take(MOST_HOLES).map(line).collect(),
        more_holes: holes.len().saturating_sub(MOST_HOLES),
        overrides: overrides.collect(),
        edit_href: may_edit.then(|| paths::rota(rota.id)),
        unpaged: !found.is_paged(rota.id),
    }
}

#[cfg(test)]
mod tests;
