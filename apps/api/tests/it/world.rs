//! An operator with two client companies and two people on staff, and programs with keys.

use std::sync::Arc;

use poem::{
    Body, Endpoint as _, EndpointExt as _, Request, Response,
    endpoint::BoxEndpoint,
    http::{HeaderMap, Method, Uri},
};
use rappel_domain::{
    Clock as _, Locale,
    clock::FixedClock,
    id::{PersonId, StaffId, TenantId},
    phone::{Country, Phone},
    role::StaffRole,
};
use rappel_service::{
    Cost, Files, Hasher, Origins, Service, Staff, StaffScope, Tenant, Vault,
    api_keys::{ActsFor, SCOPES},
    factors::StaffTwoStep,
    people::InviteForm,
    tenants::TenantForm,
};
use rappel_store::{Options, Store, migrate};
use rappel_web::Problem;
use serde_json::Value;

/// In everything that belongs to the other tenant, so that a leak is seen.
pub(crate) const CANARY: &str = "kanarienvogel";

pub(crate) struct World {
    pub(crate) service: Service,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) office: StaffScope,
    pub(crate) durand: Tenant,
    pub(crate) nunes: Tenant,
    pub(crate) karim: StaffId,
    pub(crate) paul: StaffId,
    pub(crate) claire: PersonId,
    pub(crate) olivia: PersonId,
    api: Arc<BoxEndpoint<'static, Response>>,
    _folder: tempfile::TempDir,
}

/// A program with a key.
#[derive(Clone)]
pub(crate) struct Program {
    api: Arc<BoxEndpoint<'static, Response>>,
    headers: Vec<(String, String)>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl World {
    pub(crate) async fn build() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}/rappel.sqlite", folder.path().display());
        migrate(&url).await.unwrap();
        let clock = Arc::new(FixedClock::at("2026-11-21T13:17:00Z"));
        let store = Store::open(Options { clock: Some(clock.clone()), ..Options::new(url) }).await.unwrap();
        store.insert_operator(&operator(&clock)).await.unwrap();
        let origins = Origins {
            scheme: "https".to_owned(),
            port: None,
            domain: "support.example".to_owned(),
            office: "office.example".to_owned(),
            short: "s.example".to_owned(),
        };
        let files = Files::Folder(folder.path().join("files"));
        let service = Service::new(
            store.clone(),
            files,
            Hasher::costing(Cost::LEAST, 1, 4).unwrap(),
            Vault::new("a secret of the installation").unwrap(),
            origins,
        )
        .with_staff_two_step(StaffTwoStep::Optional);
        let office = store.doors().command_line().await.unwrap().office();
        let durand = service.add_tenant(&office, &company("Durand & Fils", "fr")).await.unwrap();
        let nunes = service.add_tenant(&office, &company(CANARY, "en")).await.unwrap();
        let office = store.doors().command_line().await.unwrap().office();
        let mut staff = Vec::new();
        let mut tx = store.office_write(&office).await.unwrap();
        for (name, phone) in [("Karim Haddad", "+33622222222"), ("Paul Admin", "+33633333333")] {
            let new = member(&clock, name, phone);
            tx.insert_staff(&new).await.unwrap();
            staff.push(new.id);
        }
        tx.commit().await.unwrap();
        let [karim, paul] = staff.try_into().unwrap();
        let claire = invite(&service, &office, &durand, "Claire Martin").await;
        let olivia = invite(&service, &office, &nunes, &format!("Olivia {CANARY}")).await;
        let api = Arc::new(rappel_api::routes(service.clone()).boxed());
        Self { service, clock, office, durand, nunes, karim, paul, claire, olivia, api, _folder: folder }
    }

    /// A program with a tenant's key of every scope.
    pub(crate) async fn program(&self, tenant: &Tenant) -> Program {
        self.program_that_may(tenant, &SCOPES).await
    }

    pub(crate) async fn program_that_may(&self, tenant: &Tenant, scopes: &[&str]) -> Program {
        let scopes: Vec<String> = scopes.iter().map(|&it| it.to_owned()).collect();
        let added = self.service.add_api_key(&self.office, tenant.id, "ERP", &scopes, ActsFor::Tenant).await;
        self.with_key(&added.unwrap())
    }

    /// A program with a staff member's key of every scope.
    pub(crate) async fn staff_program(&self, staff: StaffId, tenant: &Tenant) -> Program {
        let hash = rappel_service::sha256(&format!("{staff}{}", self.clock.now()));
        let staff = self.service.staff(&self.office, staff).await.unwrap();
        let office = self.service.store().doors().sign_in_staff(&staff, &hash).await.unwrap();
        let scopes = SCOPES.map(str::to_owned);
        let added = self.service.add_api_key(&office, tenant.id, "Robot", &scopes, ActsFor::Staff).await;
        self.with_key(&added.unwrap())
    }

    pub(crate) fn with_key(&self, key: &str) -> Program {
        self.without_key().and("authorization", &format!("Bearer {key}"))
    }

    pub(crate) fn without_key(&self) -> Program {
        Program { api: Arc::clone(&self.api), headers: Vec::new() }
    }
}

impl Program {
    /// The same program, with one more header.
    pub(crate) fn and(&self, name: &str, value: &str) -> Self {
        let mut this = self.clone();
        this.headers.push((name.to_owned(), value.to_owned()));
        this
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, Body::empty()).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        let this = self.and("content-type", "application/json");
        this.ask(Method::POST, path, Body::from(body.to_string())).await
    }

    /// Sends no body at all.
    pub(crate) async fn act(&self, path: &str) -> Answer {
        self.ask(Method::POST, path, Body::empty()).await
    }

    pub(crate) async fn ask(&self, method: Method, path: &str, body: Body) -> Answer {
        let mut request = Request::builder().method(method).uri(path.parse::<Uri>().unwrap());
        for (name, value) in &self.headers {
            request = request.header(name.as_str(), value.as_str());
        }
        // As the outer layer answers, but for the number of the request.
        let answered = self.api.call(request.body(body)).await;
        let response = answered.unwrap_or_else(|error| Problem::from_poem(error).document("test"));
        let (parts, body) = response.into_parts();
        let text = String::from_utf8(body.into_vec().await.unwrap()).unwrap();
        Answer { status: parts.status.as_u16(), headers: parts.headers, text }
    }

    /// The identifier of the first category that is urgent, or is not.
    pub(crate) async fn category(&self, urgent: bool) -> Value {
        let categories = self.get("/api/v1/categories").await.json();
        let mut categories = categories["items"].as_array().unwrap().iter();
        categories.find(|it| it["urgent"] == urgent).unwrap()["id"].clone()
    }

    /// Opens an ordinary ticket for somebody; its number.
    pub(crate) async fn open(&self, requester: impl ToString, description: &str) -> i64 {
        let category = self.category(false).await;
        let requester = requester.to_string();
        let body =
            serde_json::json!({"category": category, "requester": requester, "description": description});
        let answer = self.post("/api/v1/tickets", &body).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.json()["number"].as_i64().unwrap()
    }

    /// Opens an urgent ticket for somebody; its number and its callback.
    pub(crate) async fn open_urgent(&self, requester: impl ToString) -> (i64, String) {
        let body = serde_json::json!({
            "category": self.category(true).await,
            "requester": requester.to_string(),
            "description": "Plus rien ne marche",
            "phone": "06 12 34 56 78",
        });
        let answer = self.post("/api/v1/tickets", &body).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        let number = answer.json()["number"].as_i64().unwrap();
        let ticket = self.get(&format!("/api/v1/tickets/{number}")).await.json();
        (number, ticket["callback"]["id"].as_str().unwrap().to_owned())
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Status and code of a problem; fails when it is not one.
    pub(crate) fn problem(&self) -> (u16, String) {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{}", self.text);
        let problem = self.json();
        assert_eq!(problem["status"], self.status, "{}", self.text);
        assert!(problem["title"].is_string() && problem["instance"] == "urn:request:test", "{}", self.text);
        (self.status, problem["code"].as_str().unwrap().to_owned())
    }

    /// Fails unless it is that problem.
    #[track_caller]
    pub(crate) fn is_problem(&self, status: u16, code: &str) {
        assert_eq!(self.problem(), (status, code.to_owned()), "{}", self.text);
    }
}

async fn invite(service: &Service, office: &StaffScope, tenant: &Tenant, name: &str) -> PersonId {
    let user_name = name.to_lowercase().replace(' ', ".");
    let form = InviteForm {
        name: name.to_owned(),
        email: format!("{user_name}@{}.example", tenant.slug),
        user_name,
        phone: "+33612345678".to_owned(),
        role: "manager".to_owned(),
    };
    service.invite(&office.on(tenant.id).unwrap(), &form).await.unwrap()
}

fn operator(clock: &FixedClock) -> Tenant {
    Tenant {
        id: TenantId::new(clock),
        number: 0,
        is_operator: true,
        slug: "operator".to_owned(),
        name: "Assistance".to_owned(),
        locale: Locale::Fr,
        time_zone: chrono_tz::Europe::Paris,
        country: Country::FRANCE,
        brand_color: "#003189".to_owned(),
        phone: Some(Phone::from_e164_trusted("+33123456789")),
        promise_minutes: Some(15),
        close_after_days: Some(15),
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

fn company(name: &str, locale: &str) -> TenantForm {
    TenantForm {
        name: name.to_owned(),
        brand_color: "#003189".to_owned(),
        locale: locale.to_owned(),
        ..TenantForm::default()
    }
}

fn member(clock: &FixedClock, name: &str, phone: &str) -> Staff {
    let user_name = name.to_lowercase().replace(' ', ".");
    Staff {
        id: StaffId::new(clock),
        email: format!("{user_name}@office.example"),
        user_name,
        name: name.to_owned(),
        phone: Some(Phone::from_e164_trusted(phone)),
        phone_verified_at: None,
        sms_refused_at: None,
        sms_refused_why: None,
        refusals: rappel_service::Refusals::default(),
        reached_at: None,
        locale: Locale::Fr,
        role: StaffRole::Admin,
        all_tenants: true,
        tenants: Vec::new(),
        password_hash: None,
        session_epoch: 0,
        activated_at: None,
        disabled_at: None,
        last_sign_in_at: None,
        version: 0,
    }
}
