//! `/health/live`, `/health/ready`, `/health/paging`, `/metrics`, `/tls/ask`: for load balancers, watchdogs, scrapers, proxies
//! that get certificates, and people at three in the morning.
//!
//! To add a part: give [`Machines::new`] one more [`Check`].

use std::{
    fmt,
    future::Future,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use ipnet::IpNet;
use poem::{Endpoint, Request, Response, Result, http::StatusCode};
use rappel_service::Service;
use serde::Serialize;
use tokio::sync::Mutex;

use crate::hosts::Hosts;

type Checking = Pin<Box<dyn Future<Output = Result<(), String>> + Send>>;

/// One part that must work before requests make sense.
#[derive(Clone)]
pub struct Check {
    part: &'static str,
    run: Arc<dyn Fn() -> Checking + Send + Sync>,
}

impl fmt::Debug for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Check({})", self.part)
    }
}

impl Check {
    /// A part, by the name that operators know, and what tries it.
    pub fn new<F, Fut>(part: &'static str, run: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), String>> + Send + 'static,
    {
        Self { part, run: Arc::new(move || Box::pin(run())) }
    }

    async fn fails(&self) -> Option<&'static str> {
        let reason = match tokio::time::timeout(PATIENCE, (self.run)()).await {
            Ok(Ok(())) => return None,
            Ok(Err(reason)) => reason,
            Err(_) => format!("no answer within {} s", PATIENCE.as_secs()),
        };
        tracing::warn!(part = self.part, reason, "a part of the installation is not ready");
        Some(self.part)
    }
}

const PATIENCE: Duration = Duration::from_secs(2);

/// So long an answer stands.
pub const STANDS: Duration = Duration::from_secs(1);

/// Where machines read metrics and ask for hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Socket {
    /// On that of the pages, which anybody may reach.
    Pages,
    /// On one of their own, kept off the public network.
    Own,
}

/// What machines ask a process, whatever its roles.
#[derive(Clone)]
pub struct Machines {
    service: Service,
    checks: Vec<Check>,
    metrics: Arc<dyn Fn() -> String + Send + Sync>,
    socket: Socket,
    hosts: Option<Hosts>,
    ready: Arc<Kept>,
    paging: Arc<Kept>,
}

/// The last answer to a question. Anybody may ask, as often as they like, and the answer comes from the very pool that
/// pages people: so it is looked for once, by one who asks, while the others wait for it. That is cheaper than to count
/// who asks, and a watchdog that is told to come back later would alarm.
#[derive(Default)]
struct Kept(Mutex<Option<(Instant, Answered)>>);

/// Status and JSON.
type Answered = (StatusCode, Vec<u8>);

impl Kept {
    async fn answer<F: Future<Output = Answered>>(&self, look: impl FnOnce() -> F) -> Response {
        let mut kept = self.0.lock().await;
        let (status, body) = match &*kept {
            Some((since, answered)) if since.elapsed() < STANDS => answered.clone(),
            _ => {
                let answered = look().await;
                *kept = Some((Instant::now(), answered.clone()));
                answered
            }
        };
        Response::builder().status(status).content_type("application/json").body(body)
    }
}

impl fmt::Debug for Machines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Machines").field("checks", &self.checks).finish_non_exhaustive()
    }
}

impl Machines {
    /// `checks` are what must work before the process is of use; `metrics` is what `/metrics` shows.
    pub fn new(
        service: Service,
        checks: Vec<Check>,
        metrics: impl Fn() -> String + Send + Sync + 'static,
    ) -> Self {
        let (ready, paging) = (Arc::default(), Arc::default());
        let (metrics, socket) = (Arc::new(metrics), Socket::Pages);
        Self { service, checks, metrics, socket, hosts: None, ready, paging }
    }

    /// They answer for which hosts a proxy may get a certificate: those of this table.
    #[must_use]
    pub fn serving(self, hosts: Option<Hosts>) -> Self {
        Self { hosts, ..self }
    }

    /// They have a socket of their own when `address` is that of one: then metrics and hosts are told nowhere else.
    #[must_use]
    pub fn at(self, address: Option<SocketAddr>) -> Self {
        Self { socket: if address.is_some() { Socket::Own } else { Socket::Pages }, ..self }
    }

    /// The answer on the socket of the pages, when a machine asks. `proxies` are those in front of us.
    pub(crate) async fn answer(&self, request: &Request, proxies: &[IpNet]) -> Option<Response> {
        let shows = self.socket == Socket::Pages && comes_from_this_machine(request, proxies);
        match self.health(request).await {
            None if shows => self.own(request).await,
            answer => answer,
        }
    }

    /// What is not for everybody.
    async fn own(&self, request: &Request) -> Option<Response> {
        match self.metrics(request) {
            None => self.certificate(request).await,
            metrics => metrics,
        }
    }

    async fn health(&self, request: &Request) -> Option<Response> {
        match request.uri().path() {
            "/health/live" => Some(live()),
            "/health/ready" => Some(self.ready.answer(|| ready(&self.checks)).await),
            "/health/paging" => Some(self.paging.answer(|| paging(&self.service)).await),
            _ => None,
        }
    }

    /// Whether a proxy may get a certificate for the host that it names, asked before each new one: without that question
    /// whoever points a name to us makes it get certificates until the authority refuses more. It says what everybody may find
    /// out by asking for the host itself, one name at a time; that costs no question to the database.
    async fn certificate(&self, request: &Request) -> Option<Response> {
        if request.uri().path() != "/tls/ask" {
            return None;
        }
        let asked = request.uri().query().unwrap_or_default();
        let mut named = form_urlencoded::parse(asked.as_bytes()).filter(|(key, _)| key == "domain");
        let is_served = match (&self.hosts, named.next(), named.next()) {
            (Some(hosts), Some((_, host)), None) => hosts.site(&host.to_ascii_lowercase()).await.is_some(),
            _ => false,
        };
        let status = if is_served { StatusCode::OK } else { StatusCode::NOT_FOUND };
        Some(Response::builder().status(status).finish())
    }

    fn metrics(&self, request: &Request) -> Option<Response> {
        (request.uri().path() == "/metrics").then(|| {
            let text = (self.metrics)();
            Response::builder().content_type("text/plain; version=0.0.4").body(text)
        })
    }
}

/// Not for whoever comes through a proxy, whether it says so or not.
fn comes_from_this_machine(request: &Request, proxies: &[IpNet]) -> bool {
    let peer = request.remote_addr().as_socket_addr().map(|peer| peer.ip().to_canonical());
    let trusted = |peer: IpAddr| proxies.iter().any(|network| network.contains(&peer));
    let is_here = peer.is_some_and(|peer| peer.is_loopback() && !trusted(peer));
    is_here
        && !request.headers().contains_key("x-forwarded-for")
        && !request.headers().contains_key("forwarded")
}

/// Alone on a socket of its own: a worker has no pages, and is watched all the same.
impl Endpoint for Machines {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let nothing = || Response::builder().status(StatusCode::NOT_FOUND).finish();
        let answer = match self.health(&request).await {
            None => self.own(&request).await,
            answer => answer,
        };
        Ok(answer.unwrap_or_else(nothing))
    }
}

#[derive(Serialize)]
struct Health {
    status: &'static str,
    failing: Vec<&'static str>,
}

/// The process answers: that is all.
fn live() -> Response {
    let (status, body) = json(&Health { status: "ok", failing: Vec::new() });
    Response::builder().status(status).content_type("application/json").body(body)
}

/// Every part answers, or which does not. Why stays in the log: anybody may ask.
async fn ready(checks: &[Check]) -> Answered {
    let failing = futures_util::future::join_all(checks.iter().map(Check::fails)).await;
    let failing: Vec<&'static str> = failing.into_iter().flatten().collect();
    json(&Health { status: if failing.is_empty() { "ok" } else { "failing" }, failing })
}

/// Longer than this no urgent job may be due.
const DUE: TimeDelta = TimeDelta::seconds(15);
/// A worker looks for urgent work every second, and says so every five. A watchdog alarms within a minute of the last
/// turn: this is most of it, the rest is added up beside the rounds of `rappel watch`.
pub const TURN: TimeDelta = TimeDelta::seconds(20);
/// A probe is sent every quarter of an hour.
const PROBE: TimeDelta = TimeDelta::minutes(20);

/// How the engine that pages people is doing, in seconds.
#[derive(Serialize)]
struct Paging {
    status: &'static str,
    failing: Vec<&'static str>,
    oldest_due_seconds: Option<f64>,
    last_turn_seconds: Option<f64>,
    last_probe_seconds: Option<f64>,
    probe_took_seconds: Option<f64>,
}

/// Whether people would be paged now; what a watchdog outside asks.
async fn paging(service: &Service) -> Answered {
    let asked = tokio::time::timeout(PATIENCE, service.paging_health()).await;
    let health = match asked {
        Ok(Ok(health)) => health,
        Ok(Err(error)) => {
            tracing::warn!(%error, "the engine's health cannot be read");
            return json(&Health { status: "failing", failing: vec!["database"] });
        }
        Err(_) => return json(&Health { status: "failing", failing: vec!["database"] }),
    };
    let late = |age: Option<TimeDelta>, most: TimeDelta| age.is_none_or(|age| age > most);
    let parts = [
        ("oldest_due", health.oldest_due > DUE),
        ("turn", late(health.last_turn, TURN)),
        ("probe", late(health.last_probe, PROBE)),
    ];
    let failing: Vec<_> = parts.into_iter().filter(|(_, late)| *late).map(|(part, _)| part).collect();
    let seconds = |age: TimeDelta| age.as_seconds_f64();
    let body = Paging {
        status: if failing.is_empty() { "ok" } else { "failing" },
        oldest_due_seconds: Some(seconds(health.oldest_due)),
        last_turn_seconds: health.last_turn.map(seconds),
        last_probe_seconds: health.last_probe.map(seconds),
        probe_took_seconds: health.probe_took.map(seconds),
        failing,
    };
    let status = if body.failing.is_empty() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, serde_json::to_vec(&body).unwrap_or_default())
}

fn json(health: &Health) -> Answered {
    let status = if health.failing.is_empty() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, serde_json::to_vec(health).unwrap_or_default())
}
