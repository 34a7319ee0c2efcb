//! Settings become parts. This is the one place that matches on settings: everything else holds a part and does
//! not ask which one it is.

pub(crate) mod messages;

pub(crate) use messages::{sender, senders, warn_of_consoles};

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use rappel_domain::Clock;
use rappel_notify::{Pocket, email::Mail, sms::Sms, twilio::Calls};
use rappel_queue::Waker;
use rappel_service::{Files, Hasher, Origins, Providers, Reach, Service, Vault};
use rappel_settings::{Settings, security::StaffTwoStep, voice::VoiceProvider};
use rappel_store::{Sessions, Store};
use rappel_web::{
    Scheme,
    accept::Deadlines,
    limit::{Limiter, Rates, Shared},
};
use redis::aio::{ConnectionManager, ConnectionManagerConfig};

use crate::{key, stop::Stop};

/// The parts of one process.
pub(crate) struct Backends {
    /// Commands and page reads over the database.
    pub(crate) service: Service,
    /// Sessions, limits and hints between processes, when there is one.
    pub(crate) redis: Option<ConnectionManager>,
    /// Hints that there is work.
    pub(crate) waker: Waker,
    /// How often somebody may do something.
    pub(crate) limiter: Limiter,
    /// How e-mail leaves.
    pub(crate) mail: Mail,
    /// How SMS leave: the first, and what takes over when it fails.
    pub(crate) sms: Vec<Sms>,
    /// How calls are made, when they are.
    pub(crate) calls: Option<Calls>,
    /// What console transports took.
    pub(crate) pocket: Pocket,
    /// Where files are while they come in.
    pub(crate) upload_folder: PathBuf,
}

/// What is decided by the command and not by the settings.
pub(crate) struct Circumstances {
    /// A clock instead of the database's: demo data lies in the past.
    pub(crate) clock: Option<Arc<dyn Clock>>,
}

/// Longer than this nothing waits for Redis: all of it has a way without.
const REDIS_PATIENCE: Duration = Duration::from_millis(500);

/// Opens everything that the settings name.
pub(crate) async fn open(settings: &Settings, circumstances: Circumstances) -> Result<Backends, Stop> {
    prepare_database(settings)?;
    let redis = connect_redis(settings)?;
    let waker = match &settings.redis.url {
        Some(url) => Waker::redis(url.expose()).map_err(|error| Stop::setting("redis.url", error))?,
        None => Waker::in_process(),
    };
    let store = Store::open(rappel_store::Options {
        sessions: redis.clone().map_or(Sessions::Database, Sessions::Redis),
        wake: Some(waker.hint()),
        trace: rappel_telemetry::traceparent,
        clock: circumstances.clock,
        ..connections(settings)
    });
    let store = store.await.map_err(|error| Stop::failed("opening the database", error))?;
    let rates = Rates {
        requests: settings.security.requests_per_minute,
        sign_ins: settings.security.sign_ins_per_minute,
    };
    let limiter = match redis.clone() {
        Some(redis) => Limiter::Shared(Shared::new(redis, rates)),
        None => Limiter::local(rates),
    };
    let pocket = Pocket::new(store.clock());
    Ok(Backends {
        mail: messages::mail(settings, &pocket)?,
        sms: messages::sms(settings, &pocket)?,
        calls: messages::calls(settings)?,
        pocket,
        upload_folder: make_folder(&settings.files.folder.join("incoming"))?,
        service: service(settings, store)?,
        redis,
        waker,
        limiter,
    })
}

/// How many connections, and where to.
fn connections(settings: &Settings) -> rappel_store::Options {
    rappel_store::Options {
        connections: settings.database.pool_size.get(),
        acquire: Duration::from_secs(settings.database.acquire_seconds.get()),
        ..rappel_store::Options::new(settings.database.url.expose())
    }
}

/// For a process that serves pages and does jobs: jobs do not wait for what pages have taken. Twenty people who read long
/// lists would otherwise keep everybody from being paged.
pub(crate) async fn apart(settings: &Settings, service: Service) -> Result<Service, Stop> {
    let store = service.store().with_own_connections(&connections(settings)).await;
    Ok(service.with_store(store.map_err(|error| Stop::failed("opening the database", error))?))
}

fn service(settings: &Settings, store: Store) -> Result<Service, Stop> {
    let security = &settings.security;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    // One is for everybody who is signed in already.
    let cores = security.hashes_at_once.map_or(cores.saturating_sub(1), std::num::NonZero::get);
    let hasher = Hasher::new(cores, security.hashes_waiting);
    let hasher = hasher.map_err(|error| Stop::failed("hashing passwords", error))?;
    let files = Files::Folder(make_folder(&settings.files.folder.join("kept"))?);
    let providers = 1 + usize::from(settings.sms.second.is_some());
    let key = key::of(settings);
    // Whoever only looks, as `doctor` does, says itself what is wrong with the key: nothing is sealed with the one that stands in.
    let vault = Vault::new(key.as_ref().unwrap_or(&key::fresh()?).expose());
    let vault = vault.map_err(|error| Stop::failed("the key of second factors", error))?;
    let service = Service::new(store, files, hasher, vault, origins(settings))
        .with_sms_providers(providers)
        .with_texts_to(&settings.sms.countries)
        .with_providers(identity_providers(settings)?)
        .with_texts(messages::texts_leave(settings))
        .with_staff_two_step(match security.staff_two_step {
            StaffTwoStep::Required => rappel_service::factors::StaffTwoStep::Required,
            StaffTwoStep::Optional => rappel_service::factors::StaffTwoStep::Optional,
        });
    let service = match key {
        Ok(key) => service.with_secret(key.expose()),
        Err(_) => service,
    };
    Ok(match settings.voice.provider {
        VoiceProvider::None => service,
        VoiceProvider::Twilio => {
            let after = chrono::Duration::seconds(settings.voice.delay_seconds.into());
            service.with_calls(after, &settings.voice.countries)
        }
    })
}

/// How far requests to identity providers of companies go.
fn identity_providers(settings: &Settings) -> Result<Providers, Stop> {
    let reach = if settings.security.internal_providers { Reach::Inside } else { Reach::Public };
    Providers::new(reach).map_err(|error| Stop::failed("making the client of identity providers", error))
}

/// Where pages are served, for links.
pub(crate) fn origins(settings: &Settings) -> Origins {
    let server = &settings.server;
    Origins {
        scheme: server.scheme.word().to_owned(),
        port: server.public_port(),
        domain: server.domain.clone(),
        office: server.office_host().to_owned(),
        short: server.short_host().to_owned(),
    }
}

/// How browsers reach us.
pub(crate) const fn scheme(settings: &Settings) -> Scheme {
    match settings.server.scheme {
        rappel_settings::server::Scheme::Http => Scheme::Http,
        rappel_settings::server::Scheme::Https => Scheme::Https,
    }
}

/// How long clients may take.
pub(crate) const fn deadlines(settings: &Settings) -> Deadlines {
    let server = &settings.server;
    Deadlines {
        connections: server.max_connections,
        first_byte: Duration::from_secs(server.first_byte_seconds.get()),
        head: Duration::from_secs(server.header_seconds.get()),
        body: Duration::from_secs(server.body_seconds.get()),
        max_body: server.max_body_bytes,
        stop: Duration::from_secs(server.stop_seconds.get()),
    }
}

/// How logs and traces leave.
pub(crate) fn telemetry(settings: &Settings) -> rappel_telemetry::Options {
    use rappel_settings::telemetry::LogFormat;
    let telemetry = &settings.telemetry;
    rappel_telemetry::Options {
        format: match telemetry.log_format {
            LogFormat::Auto => rappel_telemetry::Format::Auto,
            LogFormat::Text => rappel_telemetry::Format::Text,
            LogFormat::Json => rappel_telemetry::Format::Json,
        },
        level: telemetry.log_level.clone(),
        otlp_endpoint: telemetry.otlp_endpoint.clone(),
        service_name: telemetry.service_name.clone(),
        version: env!("CARGO_PKG_VERSION"),
    }
}

/// A connection that comes back by itself. A Redis that is down does not stop the program.
pub(crate) fn connect_redis(settings: &Settings) -> Result<Option<ConnectionManager>, Stop> {
    let Some(url) = &settings.redis.url else { return Ok(None) };
    let client = redis::Client::open(url.expose()).map_err(|error| Stop::setting("redis.url", error))?;
    let config = ConnectionManagerConfig::new()
        .set_connection_timeout(Some(REDIS_PATIENCE))
        .set_response_timeout(Some(REDIS_PATIENCE));
    let manager = ConnectionManager::new_lazy_with_config(client, config);
    manager.map(Some).map_err(|error| Stop::setting("redis.url", error))
}

/// Makes the folder of a SQLite file.
pub(crate) fn prepare_database(settings: &Settings) -> Result<(), Stop> {
    let url = settings.database.url.expose();
    let Some(path) = url.strip_prefix("sqlite:").filter(|path| !path.contains(":memory:")) else {
        return Ok(());
    };
    let path = path.trim_start_matches("//").split('?').next().unwrap_or_default();
    match Path::new(path).parent() {
        Some(folder) if !folder.as_os_str().is_empty() => make_folder(folder).map(|_| ()),
        _ => Ok(()),
    }
}

fn make_folder(folder: &Path) -> Result<PathBuf, Stop> {
    let made = fs::create_dir_all(folder);
    made.map_err(|error| Stop::failed(&format!("making the folder {}", folder.display()), error))?;
    Ok(folder.to_owned())
}
