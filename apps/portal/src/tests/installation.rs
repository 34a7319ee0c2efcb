//! One operator, one company with an URGENT category, Claire who manages it and Luc who does not.

use std::{net::SocketAddr, num::NonZeroU32, num::NonZeroUsize, path::Path, time::Duration};

use poem::{EndpointExt as _, Route};
use rappel_domain::{
    Locale,
    clock::FixedClock,
    contact::Topic,
    id::TenantId,
    phone::{Country, Phone},
    token::Token,
};
use rappel_pages::Pages;
use rappel_service::{
    Cost, Hasher, Origins, Providers, Reach, Scope, Service, Tenant, Vault, company::CompanyForm,
    people::InviteForm, sha256, tenants::TenantForm,
};
use rappel_store::{Store, links::Purpose};
use rappel_testkit::Visitor;
use rappel_web::{
    App, Keys, Options, Scheme, Web,
    accept::{Deadlines, serve},
    health::Machines,
    hosts::{self, Hosts},
    limit::{Limiter, Rates},
};
use tokio_util::sync::{CancellationToken, DropGuard};

pub(super) const PASSWORD: &str = "quatre mots sans rapport";

pub(super) struct Installation {
    pub(super) service: Service,
    /// The right of the system on the company's rows.
    pub(super) scope: Scope,
    pub(super) tenant: Tenant,
    address: SocketAddr,
    _stop: DropGuard,
    folder: tempfile::TempDir,
}

impl Installation {
    pub(super) async fn start() -> Self {
        Self::start_as(|service| service).await
    }

    /// The same where no provider takes text messages.
    pub(super) async fn without_texts() -> Self {
        Self::start_as(|service| service.with_texts(false)).await
    }

    async fn start_as(set_up: impl FnOnce(Service) -> Service) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let service = set_up(service(folder.path()).await);
        service.store().insert_operator(&operator(&service)).await.unwrap();
        let line = service.store().doors().command_line().await.unwrap();
        let form = TenantForm {
            name: "Durand & Fils".to_owned(),
            slug: "durand".to_owned(),
            brand_color: "#0b5d4e".to_owned(),
            locale: "fr".to_owned(),
            ..TenantForm::default()
        };
        let tenant = service.add_tenant(&line.office(), &form).await.unwrap();
        let scope = line.tenant(tenant.id);
        let (address, stop) = open(&service, folder.path()).await;
        Self { service, scope, tenant, address, _stop: stop.drop_guard(), folder }
    }

    /// A browser that nobody is signed in with.
    pub(super) fn browser(&self) -> Visitor {
        Visitor::new(self.address, format!("durand.localhost:{}", self.address.port()))
    }

    /// The company requires a second step of everybody from now on.
    pub(super) async fn require_second_step(&self) {
        let office = self.service.store().doors().command_line().await.unwrap().office();
        let form = TenantForm {
            name: "Durand & Fils".to_owned(),
            locale: "fr".to_owned(),
            company: CompanyForm { second_step: "yes".to_owned(), ..CompanyForm::default() },
            ..TenantForm::default()
        };
        self.service.save_tenant(&office, "durand", &form).await.unwrap();
    }

    /// As if eleven minutes had gone by for everybody who is signed in.
    pub(super) fn let_proofs_lapse(&self) {
        self.move_back("UPDATE sessions SET created_at =");
    }

    /// The same for every sign-in that waits for its second step.
    pub(super) fn let_waits_lapse(&self) {
        self.move_back("UPDATE links SET expires_at =");
    }

    fn move_back(&self, column: &str) {
        let file = self.folder.path().join("test.db");
        let earlier = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', '-11 minutes')";
        let mut command = std::process::Command::new("sqlite3");
        command.args(["-batch", "-cmd", ".timeout 5000"]).arg(file);
        let done = command.arg(format!("{column} {earlier}")).status().unwrap();
        assert!(done.success(), "{done}");
    }

    /// The path of an invitation for somebody new.
    pub(super) async fn invitation(&self, name: &str, role: &str) -> String {
        let form = InviteForm {
            name: name.to_owned(),
            email: format!("{}@durand.example", name.to_lowercase()),
            user_name: name.to_lowercase(),
            role: role.to_owned(),
            ..InviteForm::default()
        };
        let person = self.service.invite(&self.scope, &form).await.unwrap();
        self.link(Purpose::PersonInvitation(person), "invite", &name.to_lowercase()).await
    }

    /// The path of a link by which somebody chooses another password.
    pub(super) async fn another_password(&self, user_name: &str) -> String {
        let tx = self.service.store().read(&self.scope).await.unwrap();
        let person = tx.persons().by_login(user_name).await.unwrap().unwrap();
        drop(tx);
        self.link(Purpose::PersonPassword(person.id), "password", &format!("another {user_name}")).await
    }

    /// The path of a link by which somebody signs in.
    pub(super) async fn sign_in_link(&self, user_name: &str) -> String {
        let tx = self.service.store().read(&self.scope).await.unwrap();
        let person = tx.persons().by_login(user_name).await.unwrap().unwrap();
        let seed = format!("sign in {}", tx.clock().now());
        drop(tx);
        self.link(Purpose::PersonSignIn(person.id), "login/link", &seed).await
    }

    /// The path of a link that asks somebody whether a ticket is solved.
    pub(super) async fn feedback_link(&self, user_name: &str, number: i64) -> String {
        let tx = self.service.store().read(&self.scope).await.unwrap();
        let person = tx.persons().by_login(user_name).await.unwrap().unwrap().id;
        let ticket = tx.tickets().by_number(number).await.unwrap().id;
        let seed = format!("feedback {}", tx.clock().now());
        drop(tx);
        self.link(Purpose::Feedback { ticket, person }, "feedback", &seed).await
    }

    /// The path of a link that stops a kind of news by e-mail.
    pub(super) async fn unsubscribe_link(&self, user_name: &str, topic: Topic) -> String {
        let tx = self.service.store().read(&self.scope).await.unwrap();
        let person = tx.persons().by_login(user_name).await.unwrap().unwrap().id;
        let token = self.service.unsubscribe_token(self.tenant.id, person, topic).unwrap();
        format!("/unsubscribe/{token}")
    }

    async fn link(&self, purpose: Purpose, folder: &str, seed: &str) -> String {
        let mut random = [0; 64];
        for (place, byte) in random.iter_mut().zip(sha256(seed)) {
            *place = byte;
        }
        let token = Token::generate(self.tenant.number, random);
        let tx = self.service.store().write(&self.scope).await.unwrap();
        let later = tx.clock().now() + chrono::Duration::days(1);
        tx.links().insert(&sha256(token.expose()), purpose, later).await.unwrap();
        tx.commit().await.unwrap();
        format!("/{folder}/{}", token.expose())
    }

    /// Somebody new who has accepted their invitation and is signed in.
    pub(super) async fn signed_in(&self, name: &str, role: &str) -> Visitor {
        let link = self.invitation(name, role).await;
        let mut browser = self.browser();
        let page = browser.open(&link).await;
        let form = page.page().form("form.form");
        browser.send(&page, &form, &[("password", PASSWORD)]).await.expect(200).says("Bienvenue");
        browser
    }
}

/// Opens a ticket and answers its number.
pub(super) async fn open_ticket(browser: &mut Visitor, category: &str, filled: &[(&str, &str)]) -> i64 {
    let page = browser.open("/tickets/new").await;
    let form = page.page().form("form.form-ticket");
    let category = page.page().option("category", category);
    let filled: Vec<_> = filled.iter().copied().chain([("category", category.as_str())]).collect();
    let answer = browser.send(&page, &form, &filled).await;
    answer.expect(200);
    answer.path.strip_prefix("/tickets/").unwrap().parse().unwrap()
}

async fn open(service: &Service, folder: &Path) -> (SocketAddr, CancellationToken) {
    let (loading, shelf) = (service.clone(), hosts::Shelf::default());
    let incoming = folder.join("incoming");
    std::fs::create_dir(&incoming).unwrap();
    let many = NonZeroU32::new(100_000).unwrap();
    let web = Web::new(Options {
        pages: Pages::new().unwrap(),
        service: service.clone(),
        hosts: Hosts::start(move || hosts::table(loading.clone(), shelf.clone())).await.unwrap(),
        keys: Keys::new("a secret of the installation"),
        scheme: Scheme::Http,
        proxies: Vec::new(),
        limiter: Limiter::local(Rates { requests: many, sign_ins: many }),
        upload_folder: incoming,
        machines: Machines::new(service.clone(), Vec::new(), String::new),
        rename_span: |_, _| {},
        continue_trace: |_, _| {},
        clock: service.clock(),
        office_origin: "http://localhost:8080".to_owned(),
        security_contact: None,
    });
    let app = App::new(web, crate::routes(), Route::new(), Route::new());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = CancellationToken::new();
    let seconds = Duration::from_secs(10);
    let deadlines = Deadlines {
        connections: NonZeroUsize::new(100).unwrap(),
        first_byte: seconds,
        head: seconds,
        body: seconds,
        max_body: NonZeroUsize::new(64 * 1024 * 1024).unwrap(),
        stop: seconds,
    };
    tokio::spawn(serve(listener, app.boxed(), deadlines, stop.clone()));
    (address, stop)
}

/// An empty database with its schema, made once for all tests.
async fn migrated() -> std::path::PathBuf {
    static MADE: tokio::sync::OnceCell<tempfile::TempDir> = tokio::sync::OnceCell::const_new();
    let folder = MADE.get_or_init(|| async {
        let folder = tempfile::tempdir().unwrap();
        rappel_store::migrate(&format!("sqlite:{}", folder.path().join("empty.db").display())).await.unwrap();
        folder
    });
    folder.await.path().join("empty.db")
}

async fn service(folder: &Path) -> Service {
    let path = folder.join("test.db");
    std::fs::copy(migrated().await, &path).unwrap();
    let url = format!("sqlite:{}", path.display());
    let store = Store::open(rappel_store::Options::new(url)).await.unwrap();
    let origins = Origins {
        scheme: "http".to_owned(),
        port: Some(8080),
        domain: "localhost".to_owned(),
        office: "localhost".to_owned(),
        short: "localhost".to_owned(),
    };
    let files = rappel_service::Files::Folder(folder.join("kept"));
    Service::new(
        store,
        files,
        Hasher::costing(Cost::LEAST, 2, 8).unwrap(),
        Vault::new("a secret of the installation").unwrap(),
        origins,
    )
    .with_secret("a secret that is long enough for a test")
    .with_providers(Providers::new(Reach::Inside).unwrap())
}

fn operator(service: &Service) -> Tenant {
    Tenant {
        id: TenantId::new(&FixedClock::new(service.clock().now())),
        number: 0,
        is_operator: true,
        slug: "operator".to_owned(),
        name: "Atelier Support".to_owned(),
        locale: Locale::Fr,
        time_zone: chrono_tz::Europe::Paris,
        country: Country::FRANCE,
        brand_color: "#173b8f".to_owned(),
        phone: Some(Phone::from_e164_trusted("+33123456789")),
        promise_minutes: None,
        close_after_days: None,
        fallback_phone: None,
        fallback_email: None,
        terms_fr: None,
        terms_en: None,
        sms_budget: None,
        call_budget: None,
        logo: None,
        settings: Box::default(),
        disabled_at: None,
        version: 0,
    }
}
