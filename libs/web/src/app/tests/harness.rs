//! An app with three hosts and a few handlers, asked without a socket.

use std::{fmt::Write as _, num::NonZeroU32, sync::Arc};

use poem::{
    Body, Endpoint as _, Request, Response, Route, get, handler,
    http::{Method, Uri},
    post,
    web::Path,
};
use rappel_domain::{Locale, clock::FixedClock, company::Conformity, id::TenantId};
use rappel_pages::{Pages, frame::Theme};
use rappel_service::{Cost, Hasher, Origins, Service, Vault};
use rappel_store::Store;
use serde::Deserialize;

use crate::{
    Files, Form, Keys, Options, Scheme,
    app::App,
    context::Visit,
    health::{Check, Machines},
    hosts::Site,
    hosts::{Company, Hosts, Look, Served, Table},
    limit::{Limiter, Rates},
    problem::Problem,
    web::Web,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Fields {
    name: String,
    count: u32,
    tags: Vec<String>,
}

#[handler]
fn page(visit: Visit, web: Web) -> Result<String, Problem> {
    let frame = web.guest_frame(&visit)?;
    let said = frame.flashes.iter().map(|flash| flash.text.say(Locale::En).unwrap());
    let said: Vec<String> = said.collect();
    Ok(format!("{} {} csrf={} {}", frame.brand.name, frame.locale.tag(), frame.csrf, said.join(",")))
}

#[handler]
fn echo(Form(fields): Form<Fields>) -> String {
    format!("{fields:?}")
}

#[handler]
fn upload(Form(fields): Form<Fields>, files: Files) -> String {
    let mut said = fields.name;
    for upload in &files.uploads {
        let kept = std::fs::metadata(&upload.path).unwrap().len();
        write!(said, " {}={}={kept}", upload.name, upload.size).unwrap();
    }
    format!("{said} refused {:?}", files.refused.iter().map(|file| file.reason).collect::<Vec<_>>())
}

#[handler]
fn save(visit: Visit, web: Web) -> Result<Response, Problem> {
    web.flash(
        &visit,
        Locale::Fr,
        &rappel_pages::frame::Flash::success(rappel_pages::Text::plain("Enregistré")),
    )?;
    Ok(crate::see_other("/"))
}

#[handler]
fn fails() -> Result<&'static str, Problem> {
    Err(Problem::internal("the password of the database is hunter2"))
}

#[handler]
fn panics() -> &'static str {
    let none: Option<u8> = None;
    assert!(none.is_some(), "the password is hunter2");
    "never"
}

#[handler]
fn private() -> Result<&'static str, Problem> {
    Err(Problem::signed_out())
}

#[handler]
fn stale() -> Result<&'static str, Problem> {
    Err(Problem::conflict("somebody was faster"))
}

#[handler]
fn signed() -> poem::http::StatusCode {
    poem::http::StatusCode::NO_CONTENT
}

#[handler]
fn forged() -> Result<&'static str, Problem> {
    Err(Problem::forbidden("the signature is wrong"))
}

#[handler]
fn summons(Path(token): Path<String>) -> Result<&'static str, Problem> {
    if token == "secret" { Ok("URGENT") } else { Err(Problem::not_found()) }
}

#[handler]
fn show(Path(number): Path<u32>) -> String {
    number.to_string()
}

/// What a browser asks again while a page is open.
#[handler]
fn live(visit: Visit, web: Web) -> Result<Response, Problem> {
    let frame = web.guest_frame(&visit)?;
    web.show_fragment(&visit, &frame, &rappel_pages::portal::Callbacks { callbacks: Vec::new() })
}

pub(super) struct Harness {
    pub(super) app: App,
    pub(super) keys: Keys,
    pub(super) uploads: std::path::PathBuf,
    _folder: tempfile::TempDir,
}

fn company(slug: &str, name: &str, locale: Locale) -> Arc<Company> {
    let served =
        |end: &str, text: &str| Served { path: format!("/brand/{slug}.abc.{end}"), text: text.to_owned() };
    Arc::new(Company {
        tenant: TenantId::new(&FixedClock::at("2026-11-22T13:19:00Z")),
        slug: slug.to_owned(),
        name: name.to_owned(),
        locale,
        zone: chrono_tz::Europe::Paris,
        phone: Some("+33123456789".to_owned()),
        look: Some(Look {
            style: served("css", ":root{--brand:#123}"),
            icon: served("svg", "<svg/>"),
            theme: Theme { light: "#112233".to_owned(), dark: "#010203".to_owned() },
        }),
        logo: None,
        conformity: Conformity::default(),
        texts: None,
        leaves_at: None,
    })
}

pub(super) async fn harness_with(scheme: Scheme, requests: u32) -> Harness {
    let folder = tempfile::tempdir().unwrap();
    let service = service(folder.path()).await;
    let table = made_up();
    harness_of(scheme, requests, folder, service, table).await
}

/// Two portals and the back office, none of them in the database.
pub(super) fn made_up() -> Table {
    let sites = [
        ("durand.localhost", Site::Portal(company("durand", "Durand & Fils", Locale::Fr))),
        ("acme.localhost", Site::Portal(company("acme", "Acme Ltd", Locale::En))),
        ("localhost", Site::Office),
    ];
    let sites = sites.into_iter().map(|(host, site)| (host.to_owned(), site)).collect();
    Table { operator: Some(company("operator", "Atelier Support", Locale::Fr)), sites }
}

pub(super) async fn harness_of(
    scheme: Scheme,
    requests: u32,
    folder: tempfile::TempDir,
    service: Service,
    table: Table,
) -> Harness {
    let keys = Keys::new("a secret of the installation");
    let uploads = folder.path().join("incoming");
    std::fs::create_dir(&uploads).unwrap();
    let rates = Rates { requests: NonZeroU32::new(requests).unwrap(), sign_ins: NonZeroU32::new(5).unwrap() };
    let web = Web::new(Options {
        pages: Pages::new().unwrap(),
        service: service.clone(),
        hosts: Hosts::start(move || std::future::ready(Ok(table.clone()))).await.unwrap(),
        keys: keys.clone(),
        scheme,
        proxies: Vec::new(),
        limiter: Limiter::local(rates),
        upload_folder: uploads.clone(),
        machines: Machines::new(
            service,
            vec![
                Check::new("database", || async { Ok(()) }),
                Check::new("redis", || async { Err("refused by 10.0.0.7".to_owned()) }),
            ],
            || "rappel_up 1\n".to_owned(),
        ),
        rename_span: |_, _| {},
        continue_trace: |_, _| {},
        clock: Arc::new(FixedClock::at("2026-11-22T13:19:00Z")),
        office_origin: "http://localhost:8080".to_owned(),
        security_contact: Some("mailto:security@example.org".to_owned()),
    });
    let portal = Route::new()
        .at("/", get(page))
        .at("/form", post(echo))
        .at("/upload", post(upload))
        .at("/save", post(save))
        .at("/fails", get(fails))
        .at("/panics", get(panics))
        .at("/private", get(private).post(private))
        .at("/live", get(live).post(live))
        .at("/tickets/:number", get(show))
        .at("/login", post(super::sessions::sign_in))
        .at("/me", get(super::sessions::me))
        .at("/logout", post(super::sessions::sign_out))
        .at("/a/:token", post(echo));
    let office = Route::new()
        .at("/", get(page))
        .at("/form", post(echo))
        .at("/a/:token", get(summons).post(echo))
        .at("/hooks/receipt", post(signed))
        .at("/hooks/forged", post(forged))
        .at("/me", get(super::sessions::staff));
    let api = Route::new().at("/api/v1/fails", get(fails).post(stale)).at("/api/v1/n/:number", get(show));
    Harness { app: App::new(web, portal, office, api), keys, uploads, _folder: folder }
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

/// Commands over a database of this test's own.
pub(super) async fn service(folder: &std::path::Path) -> Service {
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
    Service::new(
        store,
        rappel_service::Files::Folder(folder.join("kept")),
        Hasher::costing(Cost::LEAST, 1, 8).unwrap(),
        Vault::new("a secret of the installation").unwrap(),
        origins,
    )
    .with_staff_two_step(rappel_service::factors::StaffTwoStep::Optional)
}

pub(super) async fn harness() -> Harness {
    harness_with(Scheme::Http, 100_000).await
}

#[derive(Clone)]
pub(super) struct Ask {
    pub(super) method: Method,
    pub(super) host: String,
    pub(super) path: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    pub(super) peer: [u8; 4],
}

pub(super) fn ask(path: &str) -> Ask {
    Ask {
        method: Method::GET,
        host: "durand.localhost:8080".to_owned(),
        path: path.to_owned(),
        headers: Vec::new(),
        body: Vec::new(),
        peer: [192, 0, 2, 1],
    }
}

impl Ask {
    pub(super) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
    pub(super) fn host(self, host: &str) -> Self {
        Self { host: host.to_owned(), ..self }
    }
    pub(super) fn from(self, peer: [u8; 4]) -> Self {
        Self { peer, ..self }
    }
    pub(super) fn method(self, method: Method) -> Self {
        Self { method, ..self }
    }
    /// What a browser sends with a form of this very page.
    pub(super) fn form(self, body: &str) -> Self {
        let origin = format!("http://{}", self.host);
        let ask = self.header("origin", &origin).header("content-type", "application/x-www-form-urlencoded");
        Self { method: Method::POST, body: body.as_bytes().to_vec(), ..ask }
    }
    pub(super) fn multipart(self, parts: &[(&str, Option<&str>, &[u8])]) -> Self {
        let mut body = Vec::new();
        for (name, file, content) in parts {
            let file = file.map_or_else(String::new, |file| format!("; filename=\"{file}\""));
            body.extend(
                format!("--XX\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n").bytes(),
            );
            body.extend(*content);
            body.extend(b"\r\n");
        }
        body.extend(b"--XX--\r\n");
        let origin = format!("http://{}", self.host);
        let ask = self.header("origin", &origin).header("content-type", "multipart/form-data; boundary=XX");
        Self { method: Method::POST, body, ..ask }
    }
}

pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: poem::http::HeaderMap,
    pub(super) text: String,
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
    pub(super) fn cookies(&self) -> Vec<&str> {
        self.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect()
    }
}

impl Ask {
    /// As it comes from the socket.
    pub(super) fn request(self) -> Request {
        let ask = self;
        let mut request = Request::builder()
            .method(ask.method)
            .uri(ask.path.parse::<Uri>().unwrap())
            .header("host", ask.host.as_str());
        for (name, value) in &ask.headers {
            request = request.header(name.as_str(), value.as_str());
        }
        // `original_uri` is only set on the way in from hyper.
        let (parts, body) = request.body(Body::from(ask.body)).into_parts();
        let mut plain = poem::http::Request::builder().method(parts.method).uri(parts.uri);
        *plain.headers_mut().unwrap() = parts.headers;
        let (parts, ()) = plain.body(()).unwrap().into_parts();
        let address = poem::Addr::SocketAddr((ask.peer, 1).into());
        let local = poem::web::LocalAddr(address.clone());
        let remote = poem::web::RemoteAddr(address);
        let parts = (parts, local, remote, poem::http::uri::Scheme::HTTP).into();
        Request::from_parts(parts, body)
    }
}

impl Harness {
    pub(super) async fn get(&self, ask: Ask) -> Answer {
        let response = self.app.get_response(ask.request()).await;
        let (parts, body) = response.into_parts();
        let bytes = body.into_vec().await.unwrap();
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// Opens a page as a new browser; gives its cookie and the token of its forms.
    pub(super) async fn browser(&self, host: &str) -> (String, String) {
        let answer = self.get(ask("/").host(host)).await;
        let cookie = answer.cookies()[0].split(';').next().unwrap().to_owned();
        let token = answer.text.split("csrf=").nth(1).unwrap().split(' ').next().unwrap().to_owned();
        (cookie, token)
    }
}

pub(super) const DURAND: &str = "durand.localhost:8080";
