//! `/deliveries`: every message sent, and sending one again; jobs that were given up.

use poem::{
    Response, Result, handler,
    web::{Path, Query},
};
use rappel_domain::{
    delivery::News,
    id::{DeliveryId, JobId, TenantId},
};
use rappel_pages::{
    Text,
    form::Choice,
    office::{
        AttemptLine, Deliveries, DeliveryLine, DeliveryPage, Done, JobLine, channel_name, news_name,
        state_name,
    },
    portal::Pager,
    routes::office as paths,
};
use rappel_service::{
    Tenant,
    deliveries::{Attempt, Delivery, LogFilter},
    jobs::JobRow,
};
use rappel_web::Problem;
use serde::Deserialize;

use crate::desk::{Desk, slug_of};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    tenant: String,
    channel: String,
    state: String,
    before: String,
}

impl Asked {
    /// The same messages from the newest on, or those that are older than one.
    fn page(&self, before: Option<DeliveryId>) -> String {
        let pairs = [("tenant", &self.tenant), ("channel", &self.channel), ("state", &self.state)];
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(pairs.into_iter().filter(|(_, value)| !value.is_empty()));
        if let Some(before) = before {
            query.append_pair("before", &before.to_string());
        }
        match query.finish().as_str() {
            "" => paths::DELIVERIES.to_owned(),
            query => format!("{}?{query}", paths::DELIVERIES),
        }
    }
}

/// The log, the newest first.
#[handler]
pub(crate) async fn get(desk: Desk, Query(asked): Query<Asked>) -> Result<Response> {
    let scope = &desk.session.scope;
    let known = desk.tenants().await?;
    let tenant = match asked.tenant.as_str() {
        "" => None,
        slug => Some(known.iter().find(|it| it.slug == slug).ok_or_else(Problem::not_found)?.id),
    };
    let filter = LogFilter { tenant, channel: asked.channel.parse().ok(), state: asked.state.parse().ok() };
    let before = asked.before.parse().ok();
    let log = desk.service().delivery_log(scope, &filter, before).await;
    let log = log.map_err(Problem::from)?;
    let dead = desk.service().dead_jobs_of(scope).await.map_err(Problem::from)?;
    let name = |id: TenantId| log.tenants.iter().find(|it| it.id == id).map_or("", |it| it.name.as_str());
    let choices = known.iter().map(|it| Choice::new(it.slug.as_str(), Text::plain(it.name.as_str())));
    let page = Deliveries::new(choices.collect(), &asked.tenant, &asked.channel, &asked.state);
    let page = Deliveries {
        jobs: dead.into_iter().map(|it| job(it, &log.tenants)).collect(),
        rows: log
            .rows
            .iter()
            .map(|(it, to)| proved(it, line(it, to, name(it.tenant)), slug_of(&known, it.tenant)))
            .collect(),
        pager: Pager {
            newest: before.map(|_| asked.page(None)),
            next: log.next.map(|id| asked.page(Some(id))),
        },
        ..page
    };
    desk.show(paths::DELIVERIES, &page)
}

/// One message with every try.
#[handler]
pub(crate) async fn show(desk: Desk, Path((tenant, id)): Path<(String, String)>) -> Result<Response> {
    let (tenant, id) = ids(&tenant, &id)?;
    let (delivery, attempts) =
        desk.service().delivery(&desk.session.scope, tenant, id).await.map_err(Problem::from)?;
    let names = desk.service().effective(tenant).await.map_err(Problem::from)?;
    let to = delivery.address.clone().unwrap_or_default();
    let page = DeliveryPage {
        list_href: paths::DELIVERIES,
        line: proved(
            &delivery,
            DeliveryLine { address: None, ..line(&delivery, &to, &names.tenant.name) },
            &names.tenant.slug,
        ),
        subject: delivery.subject.clone(),
        provider_id: delivery.provider_message_id.clone(),
        carrier_href: delivery.carried_by.map(|id| paths::delivery(&tenant.to_string(), id)),
        attempts: attempts.into_iter().map(attempt).collect(),
    };
    desk.show(paths::DELIVERIES, &page)
}

/// Sends a message again.
#[handler]
pub(crate) async fn again(desk: Desk, Path((tenant, id)): Path<(String, String)>) -> Result<Response> {
    let (tenant, id) = ids(&tenant, &id)?;
    desk.service().send_again(&desk.session.scope, tenant, id).await.map_err(Problem::from)?;
    desk.done(Done::SentAgain, paths::DELIVERIES)
}

/// Does a job that was given up once more.
#[handler]
pub(crate) async fn revive(desk: Desk, Path((tenant, id)): Path<(String, String)>) -> Result<Response> {
    let tenant: TenantId = tenant.parse().map_err(|_| Problem::not_found())?;
    let id: JobId = id.parse().map_err(|_| Problem::not_found())?;
    desk.service().revive_job(&desk.session.scope, tenant, id).await.map_err(Problem::from)?;
    desk.done(Done::Revived, paths::DELIVERIES)
}

fn ids(tenant: &str, id: &str) -> Result<(TenantId, DeliveryId)> {
    let tenant = tenant.parse().map_err(|_| Problem::not_found())?;
    Ok((tenant, id.parse().map_err(|_| Problem::not_found())?))
}

/// A message as a line of a list.
pub(crate) fn line(delivery: &Delivery, to: &str, tenant: &str) -> DeliveryLine {
    let own = delivery.tenant.to_string();
    DeliveryLine {
        href: paths::delivery(&own, delivery.id),
        at: delivery.created_at,
        tenant: tenant.to_owned(),
        to: to.to_owned(),
        address: delivery.address.clone().filter(|address| address != to),
        channel: channel_name(delivery.channel),
        news: news_name(&delivery.news),
        state: delivery.state.as_str(),
        state_text: state_name(delivery.state),
        sent_at: delivery.sent_at,
        provider: delivery.provider.clone(),
        attempts: delivery.attempts,
        error: delivery.last_error.clone(),
        body: delivery.body.clone(),
        // A test of somebody's phone is sent by them alone.
        again_action: (delivery.news != News::PhoneTest).then(|| paths::send_again(&own, delivery.id)),
        proof_href: None,
    }
}

/// With the way to the proof of its callback.
fn proved(delivery: &Delivery, line: DeliveryLine, slug: &str) -> DeliveryLine {
    DeliveryLine { proof_href: delivery.callback.map(|id| paths::callback(slug, id)), ..line }
}

/// A try in words.
pub(crate) fn attempt(attempt: Attempt) -> AttemptLine {
    AttemptLine {
        number: attempt.number,
        provider: attempt.provider,
        started_at: attempt.started_at,
        finished_at: attempt.finished_at,
        outcome: attempt.outcome,
        detail: attempt.detail,
    }
}

fn job(job: JobRow, tenants: &[Tenant]) -> JobLine {
    JobLine {
        tenant: tenants.iter().find(|it| it.id == job.tenant).map(|it| it.name.clone()).unwrap_or_default(),
        again_action: paths::revive_job(&job.tenant.to_string(), job.id),
        kind: job.kind,
        attempts: job.attempt,
        error: job.last_error,
        at: job.finished_at,
    }
}
