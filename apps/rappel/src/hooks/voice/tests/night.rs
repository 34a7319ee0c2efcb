//! An operator whose people are called, with the hooks on a socket and runners with the worker, on each column.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use chrono::{NaiveTime, Weekday};
use poem::{Route, Server, listener::TcpAcceptor};
use rappel_domain::{
    calendar::TimeOfDay,
    clock::FixedClock,
    phone::Phone,
    phone_test::By,
    rota::{Rota, WeekTime, WeeklyShift},
};
use rappel_pages::Pages;
use rappel_queue::{Options, Runner};
use rappel_service::{
    Scope, Service, StaffScope, intake::Draft, people::InviteForm, phone_test::Asked, tenants::TenantForm,
};
use rappel_settings::{Secret, Settings, sms::SmsProvider, voice::VoiceProvider};
use rappel_testkit::{
    Column,
    column::Parts,
    provider::{ACCOUNT_SID, AUTH_TOKEN, FaultProvider, ReceiptStep, Recorded, Reply},
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::{
    backends::{self, Circumstances},
    cli, hooks, people, serve,
};

pub(super) const MARIE: &str = "+33611111111";
pub(super) const PAUL: &str = "+33633333333";
pub(super) const CLAIRE: &str = "+33612345678";
pub(super) const FROM: &str = "+33755000000";

const ORIGIN: &str = "https://support.example.org";

const SOON: Duration = Duration::from_secs(8);

pub(super) struct Night {
    pub(super) provider: FaultProvider,
    pub(super) clock: Arc<FixedClock>,
    service: Service,
    claire: Scope,
    address: SocketAddr,
    /// Stop when the night ends.
    _stop: DropGuard,
    parts: Parts,
    _folder: tempfile::TempDir,
}

pub(super) async fn on_each_column(test: impl AsyncFn(Night)) {
    for column in [Column::Embedded, Column::Production] {
        if column.available() {
            Box::pin(test(Box::pin(Night::fall(column)).await)).await;
        }
    }
}

impl Night {
    async fn fall(column: Column) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let parts = column.parts(folder.path());
        let url = parts.variables().iter().find(|(key, _)| key == "RAPPEL__DATABASE__URL").unwrap().1.clone();
        let provider = FaultProvider::start().await.unwrap();
        let mut settings = Settings::default();
        settings.database.url = Secret::new(url);
        settings.files.folder = folder.path().join("files");
        settings.server.domain = "example.org".to_owned();
        settings.server.office_host = Some("support.example.org".to_owned());
        settings.server.scheme = rappel_settings::server::Scheme::Https;
        settings.sms.provider = SmsProvider::Twilio;
        settings.sms.twilio.base_url = provider.base_url();
        settings.sms.twilio.account_sid = ACCOUNT_SID.to_owned();
        settings.sms.twilio.auth_token = Some(Secret::new(AUTH_TOKEN));
        settings.sms.twilio.from = Some(FROM.to_owned());
        settings.voice.provider = VoiceProvider::Twilio;
        rappel_store::migrate(settings.database.url.expose()).await.unwrap();
        for (name, role, phone) in [("Marie Leroy", "agent", MARIE), ("Paul Admin", "admin", PAUL)] {
            people::add_staff(settings.clone(), staff(name, role, phone)).await.unwrap();
        }
        let clock = Arc::new(FixedClock::at("2026-11-21T13:17:00Z"));
        let circumstances = Circumstances { clock: Some(clock.clone()) };
        let backends = backends::open(&settings, circumstances).await.unwrap();
        let service = backends.service.clone();
        let claire = set_up(&service).await;
        let routes = hooks::add(Route::new(), &settings, &backends);
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        provider.route(ORIGIN, address);
        // Texts arrive; nobody reads them.
        provider.receipts([ReceiptStep::new(Duration::from_millis(20), "delivered")]);
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        let server = Server::new_with_acceptor(TcpAcceptor::from_std(listener).unwrap());
        tokio::spawn(async move {
            tokio::select! {
                () = stopped.cancelled() => {}
                _ = server.run(routes) => {}
            }
        });
        let (store, waker) = (service.store().clone(), backends.waker.clone());
        let worker = serve::worker(&settings, backends, Pages::new().unwrap()).unwrap();
        let slots = std::num::NonZeroUsize::new(4).unwrap();
        let options = Options { poll: Duration::from_millis(50), ..Options::new(slots, slots) };
        tokio::spawn(Runner::new(store, worker, waker, options).run(stop.clone()));
        Self { provider, clock, service, claire, address, _stop: stop.drop_guard(), parts, _folder: folder }
    }

    pub(super) async fn open_urgent(&self) {
        let form = self.service.ticket_form(&self.claire, None).await.unwrap();
        let category = form.categories.iter().find(|it| it.is_urgent).unwrap();
        let draft = Draft {
            category: category.id.to_string(),
            description: "Les caisses sont en panne".to_owned(),
            phone: "06 12 34 56 78".to_owned(),
            idempotency_key: "one".to_owned(),
            ..Draft::default()
        };
        self.service.open_ticket(&self.claire, &draft, &[]).await.unwrap();
    }

    /// Marie slept through her text, is called and picks up; the call, and what she hears.
    pub(super) async fn called(&self) -> (String, Reply) {
        self.open_urgent().await;
        self.text(MARIE, "URGENT #1").await;
        self.clock.advance(super::CALL_AFTER);
        let sid = self.call(MARIE, 1).await.sid.unwrap();
        let heard = self.provider.pick_up(&sid, "human").await.unwrap();
        assert_eq!(heard.status, 200, "{heard:?}");
        self.until("SELECT state FROM deliveries WHERE channel = 'voice'", &["sent"]).await;
        (sid, heard)
    }

    /// The newest text to a phone that begins so.
    pub(super) async fn text(&self, to: &str, begins: &str) -> String {
        let found = || {
            let taken = self.provider.taken();
            let mut texts = taken.into_iter().rev().filter(|it| it.to == to && !it.body.is_empty());
            texts.find(|it| it.body.starts_with(begins)).map(|it| it.body)
        };
        self.wait_for(found, &format!("text {begins:?} to {to}")).await
    }

    /// The `count`th call to a phone.
    pub(super) async fn call(&self, to: &str, count: usize) -> Recorded {
        let found = || self.provider.calls().into_iter().filter(|it| it.to == to).nth(count - 1);
        self.wait_for(found, &format!("call {count} to {to}")).await
    }

    pub(super) fn calls_to(&self, to: &str) -> usize {
        self.provider.calls().iter().filter(|it| it.to == to).count()
    }

    async fn wait_for<T>(&self, found: impl Fn() -> Option<T>, what: &str) -> T {
        let began = std::time::Instant::now();
        loop {
            if let Some(found) = found() {
                return found;
            }
            let jobs = "SELECT kind, state, last_error FROM jobs";
            assert!(began.elapsed() < SOON, "no {what}: {:?} {:?}", self.provider.requests(), self.sql(jobs));
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Until a question has this answer.
    pub(super) async fn until(&self, sql: &str, expected: &[&str]) {
        let began = std::time::Instant::now();
        while self.sql(sql) != expected {
            assert!(began.elapsed() < SOON, "{sql}: {:?}, expected {expected:?}", self.sql(sql));
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Long enough for what is due to be done.
    pub(super) async fn rest(&self) {
        tokio::time::sleep(Duration::from_millis(600)).await;
    }

    /// A text from a phone to our number, signed.
    pub(super) async fn reply(&self, from: &str, words: &str) {
        let hook = format!("{ORIGIN}/hooks/twilio/sms");
        let reply = self.provider.inbound(&hook, from, FROM, words).await.unwrap();
        assert_eq!(reply.status, 200, "{reply:?}");
    }

    /// Whoever has this number tries it.
    pub(super) async fn test_phone(&self, phone: &str, by: By) {
        let doors = self.service.store().doors();
        let (scope, _) = doors.staff_by_phone(&Phone::from_e164_trusted(phone)).await.unwrap().unwrap();
        assert_eq!(self.service.test_phone(&scope, by).await.unwrap(), Asked::UnderWay);
    }

    /// Paul takes it in the back office.
    pub(super) async fn take_as_paul(&self) {
        let doors = self.service.store().doors();
        let (office, _) = doors.staff_by_phone(&Phone::from_e164_trusted(PAUL)).await.unwrap().unwrap();
        let scope = office.on(self.claire.tenant()).unwrap();
        let (callbacks, via) = (self.service.callbacks(&scope, None, 1), rappel_domain::callback::Via::Page);
        let id = callbacks.await.unwrap()[0].1.callback.id;
        self.service.accept(&scope, id, via).await.unwrap();
    }

    /// The same request without a signature.
    pub(super) async fn forge(&self, url: &str, body: &str) -> u16 {
        let path = url.strip_prefix(ORIGIN).unwrap();
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: support.example.org\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut stream = tokio::net::TcpStream::connect(self.address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer.split(' ').nth(1).unwrap().parse().unwrap()
    }

    pub(super) fn sql(&self, sql: &str) -> Vec<String> {
        self.parts.sql(sql)
    }

    pub(super) fn nothing_was_wrong(&self) {
        assert_eq!(self.provider.violations(), Vec::<String>::new());
        let bad: Vec<Reply> =
            self.provider.callback_replies().into_iter().filter(|it| it.status > 299).collect();
        assert!(bad.is_empty(), "{bad:?}");
    }
}

/// Where the digit goes that what is heard asks for.
pub(super) fn action(heard: &Reply) -> String {
    let (_, rest) =
        heard.body.split_once("action=\"").unwrap_or_else(|| panic!("no digit is asked: {heard:?}"));
    rest.split('"').next().unwrap().replace("&amp;", "&")
}

/// Who is rung, what they see, and where the end is told.
pub(super) fn dialled(heard: &Reply) -> (String, String, String) {
    let between = |from: &str, to: &str| {
        let (_, rest) = heard.body.split_once(from).unwrap_or_else(|| panic!("no {from}: {heard:?}"));
        rest.split(to).next().unwrap().to_owned()
    };
    (between("<Number>", "<"), between("callerId=\"", "\""), action(heard))
}

fn staff(name: &str, role: &str, phone: &str) -> cli::StaffAdd {
    cli::StaffAdd {
        email: format!("{}@op.example", name.to_lowercase().replace(' ', ".")),
        name: name.to_owned(),
        role: role.to_owned(),
        phone: Some(phone.to_owned()),
        operator: "Support".to_owned(),
    }
}

/// A client with somebody who opens tickets; Marie is on call, then the supervisors: Paul.
async fn set_up(service: &Service) -> Scope {
    let office = service.store().doors().command_line().await.unwrap().office();
    let marie =
        service.team(&office).await.unwrap().into_iter().find(|it| it.name == "Marie Leroy").unwrap().id;
    let at = |day| WeekTime { day, time: TimeOfDay::of(NaiveTime::MIN) };
    let shifts = vec![WeeklyShift { from: at(Weekday::Mon), until: at(Weekday::Mon), staff: marie }];
    let rota =
        Rota { time_zone: chrono_tz::Europe::Paris, shifts, layers: Vec::new(), overrides: Vec::new() };
    service.save_rota(&office, None, None, "Astreinte", rota).await.unwrap();
    let form = TenantForm {
        name: "Durand & Fils".to_owned(),
        brand_color: "#0b5d4e".to_owned(),
        locale: "fr".to_owned(),
        ..TenantForm::default()
    };
    let durand = service.add_tenant(&office, &form).await.unwrap();
    let office: StaffScope = service.store().doors().command_line().await.unwrap().office();
    let scope = office.on(durand.id).unwrap();
    let form = InviteForm {
        name: "Claire Martin".to_owned(),
        email: "claire@durand.example".to_owned(),
        user_name: "claire.martin".to_owned(),
        phone: CLAIRE.to_owned(),
        role: "member".to_owned(),
    };
    let id = service.invite(&scope, &form).await.unwrap();
    let doors = service.store().doors();
    let guest = doors.guest(durand.id).await.unwrap();
    let person = service.store().read(&guest).await.unwrap().persons().by_id(id).await.unwrap();
    doors.sign_in_person(&guest, &person, &rappel_service::sha256("claire")).await.unwrap()
}
