//! `/oncall`: who is on call now and this week, where nobody is, and which calls are open.

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use poem::{Response, Result, handler, web::Query};
use rappel_domain::{
    calendar,
    callback::Callback,
    id::StaffId,
    policy::{Step, Target},
    role::StaffRight,
    rota::Span,
};
use rappel_pages::{
    office::{OnCall, OpenCall, OverrideLine, PolicyCard, RotaCard, SpanLine, StepLine},
    routes::office as paths,
};
use rappel_service::oncall::{self, NamedPolicy, RotaView};
use rappel_web::Problem;
use serde::Deserialize;

use crate::{desk::Desk, present};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Week {
    from: String,
}

/// The week that begins today, or on another day.
#[handler]
pub(crate) async fn get(desk: Desk, Query(week): Query<Week>) -> Result<Response> {
    let frame = desk.frame(paths::ON_CALL)?;
    let asked: Option<NaiveDate> = week.from.parse().ok();
    let begin = asked.map(|day| calendar::start_of_day(day, frame.zone));
    let found = desk.service().on_call(&desk.session.scope, begin).await.map_err(Problem::from)?;
    let first = asked.unwrap_or_else(|| calendar::local_date(found.now, frame.zone));
    let href = |day: Option<NaiveDate>| format!("{}?from={}", paths::ON_CALL, day.unwrap_or(first));
    let may_edit = desk.session.scope.may(StaffRight::EditRotas);
    let page = OnCall {
        calls: found.callbacks.iter().map(|it| call(it, &found)).collect(),
        rotas: found.rotas.iter().map(|it| rota(it, &found, frame.zone, may_edit)).collect(),
        policies: found.policies.iter().map(|it| policy(it, &found)).collect(),
        previous_href: href(first.checked_sub_days(Days::new(7))),
        next_href: href(first.checked_add_days(Days::new(7))),
        now_href: asked.map(|_| paths::ON_CALL),
        new_href: may_edit.then_some(paths::NEW_ROTA),
    };
    Ok(desk.web.show(poem::http::StatusCode::OK, &frame, &page)?)
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

fn rota(view: &RotaView, found: &oncall::OnCall, zone: Tz, may_edit: bool) -> RotaCard {
    let rota = &view.rota;
    let line = |span: &Span| span_line(span, found, found.now, zone);
    let week: Vec<SpanLine> = view.week.iter().map(line).collect();
    let overrides = rota.rota.overrides.iter().map(|it| OverrideLine {
        name: name_of(found, it.staff),
        from: it.from,
        to: it.to,
        remove_action: may_edit.then(|| paths::remove_override(rota.id, it.id)),
    });
    RotaCard {
        id: rota.id.to_string(),
        name: rota.name.clone(),
        now: names(found, &view.now),
        holes: week.iter().filter(|it| it.names.is_none()).count(),
        week,
        overrides: overrides.collect(),
        edit_href: may_edit.then(|| paths::rota(rota.id)),
    }
}

fn span_line(span: &Span, found: &oncall::OnCall, now: DateTime<Utc>, zone: Tz) -> SpanLine {
    SpanLine::new((span.from, span.to), names(found, &span.staff), now, zone)
}

fn policy(policy: &NamedPolicy, found: &oncall::OnCall) -> PolicyCard {
    PolicyCard {
        name: policy.name.clone(),
        steps: policy.policy.steps.iter().map(|it| step(it, found)).collect(),
        repeat: policy.policy.repeat,
    }
}

fn step(step: &Step, found: &oncall::OnCall) -> StepLine {
    let who = step.targets.iter().filter_map(|target| match target {
        Target::OnCall(id) => found.rotas.iter().find(|it| it.rota.id == *id).map(|it| it.rota.name.clone()),
        Target::Staff(id) => Some(name_of(found, *id)),
        Target::Supervisors => None,
    });
    StepLine {
        who: who.collect::<Vec<_>>().join(", "),
        supervisors: step.targets.contains(&Target::Supervisors),
        minutes: step.delay_minutes,
    }
}
