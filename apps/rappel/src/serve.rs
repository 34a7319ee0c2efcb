//! `serve`: pages and jobs, until somebody says stop.

use std::{sync::Arc, time::Duration};

use rappel_notify::Dns;
use rappel_pages::Pages;
use rappel_queue::Runner;
use rappel_settings::Settings;
use rappel_telemetry::Telemetry;
use rappel_web::{
    App, Keys, Web, accept,
    health::{Check, Machines},
    hosts::{self, Hosts},
};
use rappel_worker::{Parts, Worker};
use tokio::{net::TcpListener, task::JoinSet};
use tokio_util::sync::CancellationToken;

use crate::{
    backends::{self, Backends, Circumstances},
    cli::Role,
    hooks, key,
    stop::Stop,
};

/// Serves the roles until SIGTERM or Ctrl-C.
pub(crate) async fn run(settings: Settings, roles: Vec<Role>) -> Result<(), Stop> {
    let telemetry = rappel_telemetry::start(&backends::telemetry(&settings))
        .map_err(|error| Stop::Settings(error.to_string()))?;
    require_schema(&settings).await?;
    let backends = backends::open(&settings, Circumstances { clock: None }).await?;
    backends::warn_of_consoles(&settings);
    let stop = CancellationToken::new();
    tokio::spawn(stop_on_signal(stop.clone()));
    let served = serve(&settings, backends, &roles, &telemetry, &stop, poem::Route::new()).await;
    telemetry.stop().await;
    served
}

/// Serves the roles until `stop`. `more` are routes of the back office besides the usual ones.
pub(crate) async fn serve(
    settings: &Settings,
    mut backends: Backends,
    roles: &[Role],
    telemetry: &Telemetry,
    stop: &CancellationToken,
    more: poem::Route,
) -> Result<(), Stop> {
    let mut tasks: JoinSet<()> = JoinSet::new();
    // Parsed once: it takes longer than anything else at the start.
    let pages = Pages::new().map_err(|error| Stop::failed("reading the templates", error))?;
    let store = backends.service.store().clone();
    tasks.spawn(background(stop.clone(), keep_time(store)));

    let hosts = if roles.contains(&Role::Web) { Some(read_hosts(&backends).await?) } else { None };
    let machines =
        machines(&backends, telemetry, roles).at(settings.server.admin_listen).serving(hosts.clone());
    if let Some(address) = settings.server.admin_listen {
        let listener = TcpListener::bind(address).await;
        let listener = listener.map_err(|error| Stop::setting("server.admin_listen", error))?;
        let deadlines = backends::deadlines(settings);
        tasks.spawn(accept::serve(listener, machines.clone(), deadlines, stop.clone()));
    }
    if let Some(hosts) = hosts {
        let web = web(settings, &backends, machines, pages.clone(), hosts.clone())?;
        let limiter = web.limiter().clone();
        tasks.spawn(background(stop.clone(), async move { hosts.keep_fresh().await }));
        tasks.spawn(background(stop.clone(), async move {
            loop {
                tokio::time::sleep(Duration::from_mins(5)).await;
                limiter.tidy();
            }
        }));
        let service = backends.service.clone();
        let office =
            rappel_office::routes(hooks::add(more, settings, &backends), backends::senders(settings));
        let app = App::new(web, rappel_portal::routes(), office, rappel_api::routes(service));
        let listener = TcpListener::bind(settings.server.listen).await;
        let listener = listener.map_err(|error| Stop::setting("server.listen", error))?;
        tasks.spawn(accept::serve(listener, app, backends::deadlines(settings), stop.clone()));
    }
    if roles.contains(&Role::Worker) {
        if roles.contains(&Role::Web) {
            backends.service = backends::apart(settings, backends.service).await?;
        } else {
            let store = backends.service.store().clone().for_jobs();
            backends.service = backends.service.with_store(store);
        }
        let service = backends.service.clone();
        let store = service.store().clone();
        let waker = backends.waker.clone();
        if let Some(ovh) = hooks::ovh::account(&backends).filter(rappel_notify::ovh::Ovh::takes_replies) {
            let service = backends.service.clone();
            tasks.spawn(background(stop.clone(), rappel_worker::replies::listen(service, ovh)));
        }
        let service = backends.service.clone();
        let handler = worker(settings, backends, pages)?;
        let mut options = rappel_queue::Options::new(settings.worker.urgent, settings.worker.normal);
        options.continue_trace = rappel_telemetry::continue_trace;
        options.grace = Duration::from_secs(settings.server.stop_seconds.get());
        tasks.spawn(background(stop.clone(), keep_noting_words(store.clone())));
        let runner = Runner::new(store, handler, waker, options);
        tasks.spawn(runner.run(stop.clone()));
        tasks.spawn(background(stop.clone(), keep_announcing_shifts(service.clone())));
        tasks.spawn(background(stop.clone(), keep_looking_at_readiness(service.clone())));
        tasks.spawn(background(stop.clone(), keep_checking_hosts(service.clone())));
        tasks.spawn(background(stop.clone(), keep_deleting(service.clone())));
        tasks.spawn(background(stop.clone(), keep_dropping(service.clone())));
        tasks.spawn(background(stop.clone(), keep_retaining(service.clone())));
        tasks.spawn(background(stop.clone(), keep_probing(service)));
    }

    let address = roles.contains(&Role::Web).then_some(settings.server.listen);
    let admin = settings.server.admin_listen;
    tracing::info!(
        address = address.map(tracing::field::display),
        admin_address = admin.map(tracing::field::display),
        roles = ?roles,
        "ready"
    );
    while let Some(ended) = tasks.join_next().await {
        if let Err(error) = ended {
            stop.cancel();
            return Err(Stop::failed("a part of the program broke", error));
        }
    }
    tracing::info!("stopped");
    Ok(())
}

/// What does the jobs.
pub(crate) fn worker(settings: &Settings, backends: Backends, pages: Pages) -> Result<Worker, Stop> {
    let server = &settings.server;
    let is_reachable = server.domain != "localhost";
    Ok(Worker::new(Parts {
        service: backends.service,
        pages,
        sms: backends.sms,
        mail: backends.mail,
        calls: backends.calls,
        sender: backends::sender(settings)?,
        hooks: is_reachable.then(|| server.origin(server.office_host())),
        validity: Some(Duration::from_secs(settings.sms.twilio.validity_seconds.into())),
        dns: Arc::new(Dns::new(&settings.dns.servers)),
    }))
}

async fn read_hosts(backends: &Backends) -> Result<Hosts, Stop> {
    let (service, shelf) = (backends.service.clone(), hosts::Shelf::default());
    let hosts = Hosts::start(move || hosts::table(service.clone(), shelf.clone())).await;
    hosts.map_err(|error| Stop::failed("reading the hosts", error))
}

fn web(
    settings: &Settings,
    backends: &Backends,
    machines: Machines,
    pages: Pages,
    hosts: Hosts,
) -> Result<Web, Stop> {
    Ok(Web::new(rappel_web::Options {
        pages,
        hosts,
        service: backends.service.clone(),
        keys: Keys::new(key::of(settings)?.expose()),
        scheme: backends::scheme(settings),
        proxies: settings.server.trusted_proxies.clone(),
        limiter: backends.limiter.clone(),
        upload_folder: backends.upload_folder.clone(),
        machines,
        rename_span: rappel_telemetry::rename,
        continue_trace: rappel_telemetry::continue_trace,
        clock: backends.service.clock(),
        office_origin: settings.server.origin(settings.server.office_host()),
        security_contact: settings.server.security_contact.clone(),
    }))
}

/// What load balancers, orchestrators and scrapers ask this process.
fn machines(backends: &Backends, telemetry: &Telemetry, roles: &[Role]) -> Machines {
    let store = backends.service.store().clone();
    let mut checks = vec![Check::new("database", move || {
        let store = store.clone();
        async move { store.ping().await.map_err(|error| error.to_string()) }
    })];
    // Sessions live in Redis; to a worker it only gives hints, and without it pages go out all the same.
    if let Some(redis) = backends.redis.clone().filter(|_| roles.contains(&Role::Web)) {
        checks.push(Check::new("redis", move || {
            let mut redis = redis.clone();
            async move {
                let pong: Result<String, _> = redis::cmd("PING").query_async(&mut redis).await;
                pong.map(|_| ()).map_err(|error| error.to_string())
            }
        }));
    }
    let metrics = telemetry.metrics();
    Machines::new(backends.service.clone(), checks, move || metrics.render())
}

/// A process of an older schema would fail on each request. SQLite belongs to this process alone, which brings it up to
/// date; on PostgreSQL others may still run with the older one, so that somebody has to say when.
async fn require_schema(settings: &Settings) -> Result<(), Stop> {
    backends::prepare_database(settings)?;
    let url = settings.database.url.expose();
    if url.starts_with("sqlite:") {
        let done = rappel_store::migrate(url).await;
        return done.map_err(|error| Stop::failed("bringing the database up to date", error));
    }
    let missing = rappel_store::pending_migrations(url).await;
    match missing.map_err(|error| Stop::failed("opening the database", error))? {
        0 => Ok(()),
        some => Err(Stop::Failed(format!("the database lacks {some} migrations: run `rappel migrate`"))),
    }
}

/// The database's clock is asked again every minute, so that ours never drifts away from it.
async fn keep_time(store: rappel_store::Store) {
    loop {
        tokio::time::sleep(Duration::from_mins(1)).await;
        if let Err(error) = store.adjust_clock().await {
            tracing::warn!(%error, "the database's time could not be read");
        }
    }
}

/// Tickets from before words were noted, and those that a process of an older version writes while it is replaced.
async fn keep_noting_words(store: rappel_store::Store) {
    loop {
        if let Err(error) = store.note_missing_words().await {
            tracing::warn!(%error, "older tickets may not be found by their words; it is gone on with in a minute");
        }
        tokio::time::sleep(Duration::from_mins(1)).await;
    }
}

/// Each quarter of an hour has its probe, whichever worker is first to write it.
async fn keep_probing(service: rappel_service::Service) {
    loop {
        if let Err(error) = service.probe().await {
            tracing::debug!(%error, "no probe was sent");
        }
        tokio::time::sleep(Duration::from_secs(20)).await;
    }
}

/// A rota whose job was lost is looked after again within the hour.
async fn keep_announcing_shifts(service: rappel_service::Service) {
    loop {
        if let Err(error) = service.begin_shift_notices().await {
            tracing::warn!(%error, "nobody may be told of their shifts; it is looked at again in an hour");
        }
        tokio::time::sleep(Duration::from_hours(1)).await;
    }
}

/// Monday's look at who cannot be reached is begun again within the hour when its job was lost.
async fn keep_looking_at_readiness(service: rappel_service::Service) {
    loop {
        if let Err(error) = service.begin_weekly_readiness().await {
            tracing::warn!(%error, "nobody may be told who cannot be reached; it is looked at again in an hour");
        }
        tokio::time::sleep(Duration::from_hours(1)).await;
    }
}

/// A company's own host whose job was lost is looked for again within the hour.
async fn keep_checking_hosts(service: rappel_service::Service) {
    loop {
        if let Err(error) = service.begin_host_checks().await {
            tracing::warn!(%error, "own domains may not be checked; it is looked at again in an hour");
        }
        tokio::time::sleep(Duration::from_hours(1)).await;
    }
}

/// A company whose deletion lost its job is gone on with within the hour.
async fn keep_deleting(service: rappel_service::Service) {
    loop {
        if let Err(error) = service.begin_lost_deletions().await {
            tracing::warn!(%error, "a deletion may stand still; it is looked at again in an hour");
        }
        tokio::time::sleep(Duration::from_hours(1)).await;
    }
}

/// An export whose time is over and whose job was lost goes within the hour.
async fn keep_dropping(service: rappel_service::Service) {
    loop {
        if let Err(error) = service.begin_lost_drops().await {
            tracing::warn!(%error, "exports may be kept for too long; it is looked at again in an hour");
        }
        tokio::time::sleep(Duration::from_hours(1)).await;
    }
}

/// What is set of how long closed tickets are kept counts within the hour, and a company whose look at them was lost is looked at again.
async fn keep_retaining(service: rappel_service::Service) {
    loop {
        if let Err(error) = service.begin_retention().await {
            tracing::warn!(%error, "closed tickets may be kept for too long; it is looked at again in an hour");
        }
        tokio::time::sleep(Duration::from_hours(1)).await;
    }
}

async fn background(stop: CancellationToken, work: impl Future<Output = ()>) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = work => {}
    }
}

/// SIGTERM from a service manager, Ctrl-C from a terminal.
pub(crate) async fn stop_on_signal(stop: CancellationToken) {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut term) = signal(SignalKind::terminate()) else { return };
        tokio::select! {
            _ = term.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = tokio::signal::ctrl_c().await;
    tracing::info!("stopping: open requests and running jobs may finish");
    stop.cancel();
}
