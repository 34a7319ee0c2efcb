//! An operator with two client companies, three people on staff and a rota.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use chrono::{Duration, NaiveTime, Weekday};
use rappel_domain::{
    Locale,
    calendar::TimeOfDay,
    clock::FixedClock,
    id::{StaffId, TenantId},
    job::Lane,
    phone::{Country, Phone},
    role::StaffRole,
    rota::{Rota, WeekTime, WeeklyShift},
};
use rappel_service::{
    Cost, Files, Hasher, Origins, Scope, Service, Staff, StaffScope, Tenant, Vault, people::InviteForm,
    tenants::TenantForm,
};
use rappel_store::{Options, Sessions, Store, jobs::Claimed, migrate};
use rappel_testkit::{Column, column::Parts};

pub(crate) struct World {
    pub(crate) service: Service,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) office: StaffScope,
    pub(crate) durand: Tenant,
    pub(crate) nunes: Tenant,
    pub(crate) marie: StaffId,
    pub(crate) karim: StaffId,
    pub(crate) paul: StaffId,
    folder: tempfile::TempDir,
    parts: Parts,
}

/// Runs a test on every column that is there.
pub(crate) async fn on_each_column<F: Future<Output = ()>>(test: impl Fn(World) -> F) {
    for column in [Column::Embedded, Column::Production] {
        if column.available() {
            Box::pin(test(World::build(column).await)).await;
        } else {
            println!("left out: PostgreSQL and Redis are not there");
        }
    }
}

impl World {
    async fn build(column: Column) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let parts = column.parts(folder.path());
        let url = parts.variable("RAPPEL__DATABASE__URL").unwrap().to_owned();
        migrate(&url).await.unwrap();
        let clock = Arc::new(FixedClock::at("2026-11-21T13:17:00Z"));
        let sessions = match parts.variable("RAPPEL__REDIS__URL") {
            Some(redis) => {
                let client = redis::Client::open(redis).unwrap();
                Sessions::Redis(client.get_connection_manager().await.unwrap())
            }
            None => Sessions::Database,
        };
        let options = Options { clock: Some(clock.clone()), sessions, ..Options::new(url) };
        let store = Store::open(options).await.unwrap();
        store.insert_operator(&operator(&clock)).await.unwrap();
        let files = Files::Folder(folder.path().join("files"));
        let service = Service::new(
            store.clone(),
            files,
            Hasher::costing(Cost::LEAST, 2, 16).unwrap(),
            Vault::new("a secret of the installation").unwrap(),
            origins(),
        )
        .with_secret("a secret that is long enough for a test");
        let office = store.doors().command_line().await.unwrap().office();
        let durand = service.add_tenant(&office, &company("Durand & Fils", "fr")).await.unwrap();
        let nunes = service.add_tenant(&office, &company("Nunes Travel", "en")).await.unwrap();
        let office = store.doors().command_line().await.unwrap().office();
        let mut staff = Vec::new();
        let mut tx = store.office_write(&office).await.unwrap();
        for (name, phone, role) in [
            ("Marie Leroy", "+33611111111", StaffRole::Agent),
            ("Karim Haddad", "+33622222222", StaffRole::Agent),
            ("Paul Admin", "+33633333333", StaffRole::Admin),
        ] {
            let new = member(&clock, name, phone, role);
            tx.insert_staff(&new).await.unwrap();
            staff.push(new.id);
        }
        tx.commit().await.unwrap();
        let [marie, karim, paul] = staff.try_into().unwrap();
        let at = |day| WeekTime { day, time: TimeOfDay::of(NaiveTime::MIN) };
        let shifts = vec![WeeklyShift { from: at(Weekday::Mon), until: at(Weekday::Mon), staff: marie }];
        let rota = Rota { shifts, ..Rota::new(chrono_tz::Europe::Paris) };
        service.save_rota(&office, None, None, "Astreinte", rota).await.unwrap();
        Self { service, clock, office, durand, nunes, marie, karim, paul, folder, parts }
    }

    /// The same service over the same database, as another process would have it.
    pub(crate) async fn another_process(&self) -> Service {
        self.process("a secret of the installation").await
    }

    /// The same with another key.
    pub(crate) async fn with_another_key(&self) -> Service {
        self.process("another secret of the installation").await
    }

    async fn process(&self, secret: &str) -> Service {
        let url = self.parts.variable("RAPPEL__DATABASE__URL").unwrap();
        let options = Options { clock: Some(self.clock.clone()), ..Options::new(url) };
        let files = Files::Folder(self.folder.path().join("files"));
        let store = Store::open(options).await.unwrap();
        Service::new(
            store,
            files,
            Hasher::costing(Cost::LEAST, 1, 1).unwrap(),
            Vault::new(secret).unwrap(),
            origins(),
        )
    }

    /// What SQL finds, past every wall.
    pub(crate) fn sql(&self, statement: &str) -> Vec<String> {
        self.parts.sql(statement)
    }

    /// Every table, with its rows as texts.
    pub(crate) fn contents(&self) -> std::collections::BTreeMap<String, Vec<String>> {
        self.parts.contents(&[])
    }

    /// Every key of Redis with what it holds, where there is one.
    pub(crate) async fn redis_texts(&self) -> Vec<(String, String)> {
        let Some(url) = self.parts.variable("RAPPEL__REDIS__URL") else { return Vec::new() };
        let mut redis = redis::Client::open(url).unwrap().get_connection_manager().await.unwrap();
        let keys: Vec<String> = redis::cmd("KEYS").arg("rappel:*").query_async(&mut redis).await.unwrap();
        let mut found = Vec::new();
        for key in keys {
            let kind: String = redis::cmd("TYPE").arg(&key).query_async(&mut redis).await.unwrap();
            let text = match kind.as_str() {
                "string" => redis::cmd("GET").arg(&key).query_async(&mut redis).await.unwrap(),
                "set" => {
                    let members: Vec<String> =
                        redis::cmd("SMEMBERS").arg(&key).query_async(&mut redis).await.unwrap();
                    members.join(" ")
                }
                _ => String::new(),
            };
            found.push((key, text));
        }
        found
    }

    /// Which parts.
    pub(crate) fn column(&self) -> Column {
        self.parts.column()
    }

    pub(crate) fn store(&self) -> &Store {
        self.service.store()
    }

    /// Changes rows of facts, past what guards them.
    pub(crate) fn tamper(&self, statement: &str) {
        self.parts.tamper(statement);
    }

    /// Where this world keeps what is its own; its files are in `files`.
    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Somebody of a tenant, signed in.
    pub(crate) async fn person(&self, tenant: &Tenant, name: &str, role: &str) -> Scope {
        let scope = self.office.on(tenant.id).unwrap();
        let user_name = name.to_lowercase().replace(' ', ".");
        let form = InviteForm {
            name: name.to_owned(),
            email: format!("{user_name}@{}.example", tenant.slug),
            user_name: user_name.clone(),
            phone: "+33612345678".to_owned(),
            role: role.to_owned(),
        };
        let id = self.service.invite(&scope, &form).await.unwrap();
        let guest = self.store().doors().guest(tenant.id).await.unwrap();
        let person = self.store().read(&guest).await.unwrap().persons().by_id(id).await.unwrap();
        self.store()
            .doors()
            .sign_in_person(&guest, &person, &rappel_service::sha256(&user_name))
            .await
            .unwrap()
    }

    /// Staff's right to a tenant.
    pub(crate) async fn staff_on(&self, staff: StaffId, tenant: &Tenant) -> Scope {
        self.at_desk(staff).await.on(tenant.id).unwrap()
    }

    /// Somebody of the staff, signed in.
    pub(crate) async fn at_desk(&self, staff: StaffId) -> StaffScope {
        self.sign_in(staff).await.0
    }

    /// The same, with the token of the session.
    pub(crate) async fn sign_in(&self, staff: StaffId) -> (StaffScope, String) {
        static SIGN_INS: AtomicU64 = AtomicU64::new(0);
        let number = SIGN_INS.fetch_add(1, Ordering::Relaxed);
        let token = format!("{staff} for the time {number}");
        let hash = rappel_service::sha256(&token);
        let staff = self.service.staff(&self.office, staff).await.unwrap();
        (self.store().doors().sign_in_staff(&staff, &hash).await.unwrap(), token)
    }

    /// Runs every due job of the urgent lanes but deliveries, as the worker does; answers the deliveries.
    pub(crate) async fn turn(&self, tenant: &Tenant) -> Vec<Claimed> {
        use rappel_domain::job::Job;
        let mut deliveries = Vec::new();
        loop {
            let store = self.store();
            let mut claimed = store.claim(tenant.id, Lane::Urgent, 20, Duration::seconds(15)).await.unwrap();
            claimed.extend(store.claim(tenant.id, Lane::Mail, 20, Duration::seconds(15)).await.unwrap());
            if claimed.is_empty() {
                return deliveries;
            }
            for job in claimed {
                let scope = store.doors().job(&job);
                let mut tx = store.write(&scope).await.unwrap();
                match job.job.clone() {
                    Job::Page { callback, generation } => {
                        self.service.page(&mut tx, callback, generation).await.unwrap();
                    }
                    Job::Promise { callback, generation } => {
                        self.service.promise_passed(&mut tx, callback, generation).await.unwrap();
                    }
                    Job::Late { callback } => self.service.late(&mut tx, callback).await.unwrap(),
                    _ => deliveries.push(job.clone()),
                }
                tx.finish_job(&job).await.unwrap();
                tx.commit().await.unwrap();
            }
        }
    }
}

fn origins() -> Origins {
    Origins {
        scheme: "https".to_owned(),
        port: None,
        domain: "support.example".to_owned(),
        office: "office.example".to_owned(),
        short: "s.example".to_owned(),
    }
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
        fallback_phone: Some(Phone::from_e164_trusted("+33644444444")),
        fallback_email: Some("astreinte@office.example".to_owned()),
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

fn member(clock: &FixedClock, name: &str, phone: &str, role: StaffRole) -> Staff {
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
        role,
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
