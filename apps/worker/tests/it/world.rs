//! An operator, a client, people on call, runners with the worker, and the outside world.

use std::{
    num::NonZeroUsize,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use chrono::{NaiveTime, Weekday};
use rappel_domain::{
    Locale,
    calendar::TimeOfDay,
    clock::FixedClock,
    id::{StaffId, TenantId},
    job::{Job, Lane},
    phone::{Country, Phone},
    role::StaffRole,
    rota::{Rota, WeekTime, WeeklyShift},
};
use rappel_notify::{
    Pocket,
    email::{self, Mail, Smtp, SmtpConfig, Tls},
    ovh::{self, Ovh, OvhConfig},
    sms::{Console, GenericHttp, GenericHttpConfig, Sms},
    twilio::{Calls, CallsConfig, Sender, Twilio, TwilioConfig},
};
use rappel_pages::Pages;
use rappel_queue::{Options, Runner, Waker};
use rappel_service::{
    Cost, Files, Hasher, Origins, Scope, Service, Staff, StaffScope, Tenant, Vault,
    intake::{Draft, Opened},
    people::InviteForm,
    tenants::TenantForm,
};
use rappel_store::{Store, migrate};
use rappel_testkit::{
    Column, FaultProvider, SmtpSink,
    column::Parts,
    provider::{
        ACCOUNT_SID, APPLICATION_KEY, APPLICATION_SECRET, AUTH_TOKEN, CONSUMER_KEY, GENERIC_KEY, SERVICE_NAME,
    },
    smtp::Security,
};
use rappel_worker::Worker;
use tokio_util::sync::{CancellationToken, DropGuard};

mod carriers;
mod names;
mod people;
mod waiting;

pub(crate) use self::carriers::ovh_account;
use self::carriers::{calls, generic, smtp, twilio};
pub(crate) use self::names::{Names, Said};
use self::people::{member, operator, person, put_on_call};

pub(crate) const MARIE: &str = "+33611111111";
pub(crate) const PAUL: &str = "+33633333333";
/// Short, so that time-outs are seen soon.
const TIMEOUT: Duration = Duration::from_millis(500);

/// Jobs of a lane at once.
pub(crate) const AT_ONCE: NonZeroUsize = NonZeroUsize::new(4).unwrap();

/// What a worker process is told.
#[derive(Debug, Clone)]
pub(crate) struct Outside {
    /// The database.
    pub(crate) database: String,
    /// The providers of SMS with their addresses, the preferred one first.
    pub(crate) sms: Vec<(Carrier, String)>,
    /// Port of the mail server on loopback.
    pub(crate) smtp: u16,
    /// Patience with each of them.
    pub(crate) timeout: Duration,
    /// Jobs of a lane at once.
    pub(crate) at_once: NonZeroUsize,
    /// What answers for names; one that knows none in a process of its own.
    pub(crate) dns: Arc<Names>,
}

/// Whose time it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Time {
    /// Goes on by itself and can be moved.
    Moved,
    /// The database's, which several processes share.
    Real,
}

pub(crate) struct World {
    pub(crate) service: Service,
    pub(crate) provider: FaultProvider,
    pub(crate) second: FaultProvider,
    pub(crate) sink: SmtpSink,
    pub(crate) durand: Tenant,
    pub(crate) claire: Scope,
    pub(crate) parts: Parts,
    pub(crate) names: Arc<Names>,
    clock: Arc<FixedClock>,
    marie: StaffId,
    /// How many urgent tickets were opened.
    opened: AtomicU32,
    /// Stop when the world ends.
    runners: Option<DropGuard>,
    folder: tempfile::TempDir,
}

/// A provider of SMS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carrier {
    Twilio,
    Ovh,
    Http,
    /// None: texts would only be printed.
    Console,
}

/// Which providers of SMS there are, the preferred one first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carriers {
    None,
    Twilio,
    Ovh,
    TwilioThenHttp,
    TwilioThenOvh,
    OvhThenTwilio,
}

impl Carriers {
    const fn all(self) -> &'static [Carrier] {
        match self {
            Self::None => &[Carrier::Console],
            Self::Twilio => &[Carrier::Twilio],
            Self::Ovh => &[Carrier::Ovh],
            Self::TwilioThenHttp => &[Carrier::Twilio, Carrier::Http],
            Self::TwilioThenOvh => &[Carrier::Twilio, Carrier::Ovh],
            Self::OvhThenTwilio => &[Carrier::Ovh, Carrier::Twilio],
        }
    }
}

/// Runs a test on every column that is there, with runners.
pub(crate) async fn on_each_column<F: Future<Output = ()>>(carriers: Carriers, test: impl Fn(World) -> F) {
    for column in [Column::Embedded, Column::Production] {
        if column.available() {
            let mut world = Box::pin(World::build(column, Time::Moved)).await;
            world.run(carriers);
            Box::pin(test(world)).await;
        }
    }
}

/// The same, where the phone of whoever does not take it rings after two minutes.
pub(crate) async fn on_each_column_with_calls<F: Future<Output = ()>>(test: impl Fn(World) -> F) {
    for column in [Column::Embedded, Column::Production] {
        if column.available() {
            let mut world = Box::pin(World::build(column, Time::Moved)).await;
            world.service = world.service.with_calls(chrono::Duration::minutes(2), &["+33".to_owned()]);
            world.run(Carriers::Twilio);
            Box::pin(test(world)).await;
        }
    }
}

impl World {
    pub(crate) async fn build(column: Column, time: Time) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let parts = column.parts(folder.path());
        let url = parts.variables().iter().find(|(key, _)| key == "RAPPEL__DATABASE__URL").unwrap().1.clone();
        migrate(&url).await.unwrap();
        let clock = Arc::new(FixedClock::at("2026-11-21T13:17:00Z"));
        let mut options = rappel_store::Options::new(&url);
        if time == Time::Moved {
            options.clock = Some(clock.clone());
        }
        let store = Store::open(options).await.unwrap();
        store.insert_operator(&operator(&clock)).await.unwrap();
        let service = service(store.clone(), folder.path());
        let office = store.doors().command_line().await.unwrap().office();
        let form = TenantForm {
            name: "Durand & Fils".to_owned(),
            brand_color: "#0b5d4e".to_owned(),
            locale: "fr".to_owned(),
            ..TenantForm::default()
        };
        let durand = service.add_tenant(&office, &form).await.unwrap();
        let office = store.doors().command_line().await.unwrap().office();
        let mut tx = store.office_write(&office).await.unwrap();
        let marie = member(&clock, "Marie Leroy", MARIE, StaffRole::Agent);
        tx.insert_staff(&marie).await.unwrap();
        tx.insert_staff(&member(&clock, "Paul Admin", PAUL, StaffRole::Admin)).await.unwrap();
        tx.commit().await.unwrap();
        put_on_call(&service, &office, marie.id).await;
        let claire = person(&service, &office, &durand).await;
        tick(&clock);
        Self {
            provider: FaultProvider::start().await.unwrap(),
            second: FaultProvider::start().await.unwrap(),
            sink: SmtpSink::start(Security::Plain).await.unwrap(),
            service,
            durand,
            claire,
            parts,
            names: Arc::default(),
            clock,
            marie: marie.id,
            opened: AtomicU32::new(0),
            runners: None,
            folder,
        }
    }

    pub(crate) fn run(&mut self, carriers: Carriers) {
        self.run_so_many(carriers, AT_ONCE);
    }

    /// One job after the other, so that their order shows.
    pub(crate) fn run_one_by_one(&mut self, carriers: Carriers) {
        self.run_so_many(carriers, NonZeroUsize::MIN);
    }

    fn run_so_many(&mut self, carriers: Carriers, at_once: NonZeroUsize) {
        let stop = CancellationToken::new();
        self.service = self.service.clone().with_texts(carriers != Carriers::None);
        let service = self.service.clone().with_sms_providers(carriers.all().len());
        let runner = runner(service, &Outside { at_once, ..self.outside(carriers) });
        tokio::spawn(runner.run(stop.clone()));
        self.runners = Some(stop.drop_guard());
    }

    /// Stops what [`Self::run`] started.
    pub(crate) fn rest(&mut self) {
        self.runners = None;
    }

    pub(crate) fn outside(&self, carriers: Carriers) -> Outside {
        let url = self.parts.variables().iter().find(|(key, _)| key == "RAPPEL__DATABASE__URL").unwrap();
        let servers = [&self.provider, &self.second];
        let address = |(carrier, server): (&Carrier, &FaultProvider)| match carrier {
            Carrier::Http => (*carrier, server.generic_url()),
            Carrier::Twilio | Carrier::Ovh | Carrier::Console => (*carrier, server.base_url()),
        };
        Outside {
            database: url.1.clone(),
            sms: carriers.all().iter().zip(servers).map(address).collect(),
            smtp: self.sink.address().port(),
            timeout: TIMEOUT,
            at_once: AT_ONCE,
            dns: self.names.clone(),
        }
    }

    pub(crate) async fn open_urgent(&self) -> Opened {
        self.open_another("one").await
    }

    /// One more urgent ticket, to be called at another number, so that it joins no other; `key` tells it from the others.
    pub(crate) async fn open_another(&self, key: &str) -> Opened {
        self.open_of(&self.claire, key).await
    }

    /// The same for somebody else.
    pub(crate) async fn open_of(&self, client: &Scope, key: &str) -> Opened {
        let others = self.opened.fetch_add(1, Ordering::Relaxed);
        self.open(client, &format!("+336{}", 12_345_678 + others), key).await
    }

    /// Claire's first request once more.
    pub(crate) async fn again(&self, key: &str) -> Opened {
        self.open(&self.claire, "06 12 34 56 78", key).await
    }

    async fn open(&self, client: &Scope, phone: &str, key: &str) -> Opened {
        let form = self.service.ticket_form(client, None).await.unwrap();
        let category = form.categories.iter().find(|it| it.is_urgent).unwrap();
        let draft = Draft {
            category: category.id.to_string(),
            description: "Les caisses sont en panne".to_owned(),
            phone: phone.to_owned(),
            idempotency_key: key.to_owned(),
            ..Draft::default()
        };
        self.service.open_ticket(client, &draft, &[]).await.unwrap()
    }

    /// Where the installation keeps its files.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Somebody more is on call all week, in the same step as Marie.
    pub(crate) async fn on_call_too(&self, name: &str, phone: &str) {
        let office = self.service.store().doors().command_line().await.unwrap().office();
        let mut tx = self.service.store().office_write(&office).await.unwrap();
        let colleague = member(&self.clock, name, phone, StaffRole::Agent);
        tx.insert_staff(&colleague).await.unwrap();
        let rota = tx.rotas().await.unwrap().remove(0);
        tx.commit().await.unwrap();
        let mut shifts = rota.rota.shifts.clone();
        shifts.push(WeeklyShift { staff: colleague.id, ..shifts[0].clone() });
        let both = Rota { shifts, ..rota.rota };
        self.service.save_rota(&office, Some(rota.id), None, "Astreinte", both).await.unwrap();
    }

    /// Another client company, with somebody of it signed in.
    pub(crate) async fn another_company(&self, name: &str) -> Scope {
        let form = TenantForm {
            name: name.to_owned(),
            brand_color: "#0b5d4e".to_owned(),
            locale: "en".to_owned(),
            ..TenantForm::default()
        };
        let tenant = self.service.add_tenant(&self.office().await, &form).await.unwrap();
        person(&self.service, &self.office().await, &tenant).await
    }

    /// Nothing was sent to anybody lately.
    pub(crate) fn forget_texts(&self) {
        self.parts.sql("DELETE FROM paging_windows");
        self.parts.sql("DELETE FROM texted_phones");
    }

    /// An administrator's right to everything.
    pub(crate) async fn office(&self) -> StaffScope {
        self.service.store().doors().command_line().await.unwrap().office()
    }

    /// Marie at her desk, who proved a moment ago who she is.
    pub(crate) async fn proved_marie(&self) -> (StaffScope, rappel_service::factors::Confirmed) {
        let doors = self.service.store().doors();
        let marie = self.service.staff(&self.office().await, self.marie).await.unwrap();
        let session = rappel_service::sha256("marie proves it");
        let scope = doors.sign_in_staff(&marie, &session).await.unwrap();
        let own = scope.on(scope.operator()).unwrap();
        let proof = self.service.confirmed(&own, "marie proves it").await.unwrap().unwrap();
        (scope, proof)
    }

    /// Marie's right to the client.
    pub(crate) async fn marie_on(&self) -> Scope {
        let doors = self.service.store().doors();
        let office = doors.command_line().await.unwrap().office();
        let marie = self.service.staff(&office, self.marie).await.unwrap();
        // A session of its own each time.
        let session = rappel_service::sha256(&self.opened.fetch_add(1, Ordering::Relaxed).to_string());
        let scope = doors.sign_in_staff(&marie, &session).await.unwrap();
        scope.on(self.durand.id).unwrap()
    }
}

/// Commands and reads over a store, with files below `folder`.
pub(crate) fn service(store: Store, folder: &Path) -> Service {
    let origins = Origins {
        scheme: "https".to_owned(),
        port: None,
        domain: "support.example".to_owned(),
        office: "office.example".to_owned(),
        short: "s.example".to_owned(),
    };
    Service::new(
        store,
        Files::Folder(folder.join("files")),
        Hasher::costing(Cost::LEAST, 2, 16).unwrap(),
        Vault::new("a secret of the installation").unwrap(),
        origins,
    )
    .with_secret("a secret that is long enough for a test")
}

/// Runners with the worker.
pub(crate) fn runner(service: Service, outside: &Outside) -> Runner<Worker> {
    let store = service.store().clone();
    let worker = worker(service, outside);
    let slots = outside.at_once;
    let options = Options { poll: Duration::from_millis(100), ..Options::new(slots, slots) };
    Runner::new(store, worker, Waker::in_process(), options)
}

/// The worker of a process.
pub(crate) fn worker(service: Service, outside: &Outside) -> Worker {
    let carrier = |(carrier, address): &(Carrier, String)| match carrier {
        Carrier::Twilio => twilio(outside, address),
        Carrier::Ovh => Sms::Ovh(ovh_account(outside, address)),
        Carrier::Http => generic(outside, address),
        Carrier::Console => Sms::Console(Console::new(Pocket::new(service.store().clock()))),
    };
    let sms = outside.sms.iter().map(carrier).collect();
    let calls = service.can_call().then(|| calls(outside));
    Worker::new(rappel_worker::Parts {
        service,
        pages: Pages::new().unwrap(),
        sms,
        mail: smtp(outside),
        calls,
        sender: "support@operateur.example".parse::<email::Address>().unwrap().into(),
        hooks: Some("https://s.example".to_owned()),
        validity: Some(Duration::from_mins(30)),
        dns: outside.dns.clone(),
    })
}

/// The clock goes on while a test runs.
fn tick(clock: &Arc<FixedClock>) {
    let clock = Arc::downgrade(clock);
    tokio::spawn(async move {
        let mut last = std::time::Instant::now();
        loop {
            tokio::time::sleep(Duration::from_millis(5)).await;
            let Some(clock) = clock.upgrade() else { return };
            let now = std::time::Instant::now();
            clock.advance(chrono::Duration::from_std(now - last).unwrap());
            last = now;
        }
    });
}
