//! A made-up installation, made lawfully: every row comes from a command, at a clock that is moved through the last
//! three weeks.

mod cast;
mod tickets;

use chrono::{DateTime, Duration, NaiveTime, Utc, Weekday};
use rappel_domain::{
    Clock as _, Locale,
    calendar::TimeOfDay,
    clock::FixedClock,
    id::{StaffId, TenantId},
    job::Lane,
    phone::{Country, Phone},
    rota::{Rota, WeekTime, WeeklyShift},
    token::Token,
};
use rappel_queue::Handler as _;
use rappel_service::{
    Error, Result, Scope, Service, Staff, Tenant, people::InviteForm, sha256, tenants::TenantForm,
};
use rappel_store::links::Purpose;
use rappel_worker::Worker;

use self::cast::{COMPANIES, PEOPLE, STAFF, TERMS_EN, TERMS_FR};
use super::logos;

pub(crate) use cast::sign_ins;

/// The password of everybody in the demo.
pub(crate) const PASSWORD: &str = "croissant-panne-caisse";

/// Writes the installation, ending at `now`. The service's clock must be `clock`.
pub(crate) async fn seed(
    service: &Service,
    worker: &Worker,
    clock: &FixedClock,
    now: DateTime<Utc>,
) -> Result<()> {
    clock.set(now - Duration::days(24));
    let mut seed =
        Seed { service, worker, clock, tenants: Vec::new(), people: Vec::new(), staff: Vec::new() };
    Box::pin(seed.operator()).await?;
    Box::pin(seed.companies()).await?;
    Box::pin(seed.members()).await?;
    Box::pin(seed.rota()).await?;
    Box::pin(seed.persons()).await?;
    Box::pin(seed.tickets(now)).await?;
    clock.set(now);
    Box::pin(seed.settle()).await
}

struct Seed<'a> {
    service: &'a Service,
    worker: &'a Worker,
    clock: &'a FixedClock,
    tenants: Vec<Tenant>,
    people: Vec<Scope>,
    staff: Vec<StaffId>,
}

impl Seed<'_> {
    async fn operator(&self) -> Result<()> {
        let phone = |text: &str| Some(Phone::from_e164_trusted(text));
        let operator = Tenant {
            id: TenantId::new(self.clock),
            number: 0,
            is_operator: true,
            slug: "operator".to_owned(),
            name: "Atelier Web".to_owned(),
            locale: Locale::Fr,
            time_zone: chrono_tz::Europe::Paris,
            country: Country::FRANCE,
            brand_color: "#1f3a93".to_owned(),
            phone: phone("+33123456789"),
            promise_minutes: Some(15),
            close_after_days: Some(15),
            fallback_phone: phone("+33612345699"),
            fallback_email: Some("astreinte@atelier-web.example".to_owned()),
            terms_fr: None,
            terms_en: None,
            sms_budget: None,
            call_budget: None,
            logo: None,
            settings: Box::default(),
            disabled_at: None,
            version: 0,
        };
        Ok(self.service.store().insert_operator(&operator).await?)
    }

    async fn companies(&mut self) -> Result<()> {
        for company in &COMPANIES {
            let office = self.service.store().doors().command_line().await?.office();
            let form = TenantForm {
                name: company.name.to_owned(),
                slug: company.slug.to_owned(),
                brand_color: company.colour.to_owned(),
                locale: company.locale.tag().to_owned(),
                time_zone: company.zone.to_owned(),
                terms_fr: TERMS_FR.to_owned(),
                terms_en: TERMS_EN.to_owned(),
                ..TenantForm::default()
            };
            let tenant = Box::pin(self.service.add_tenant(&office, &form)).await?;
            // Asked for again: whoever came before the company does not see it.
            let office = self.service.store().doors().command_line().await?.office();
            let (shape, colour) = company.sign;
            Box::pin(self.service.save_logo(&office, tenant.id, logos::draw(shape, colour)?)).await?;
            self.tenants.push(tenant);
        }
        Ok(())
    }

    async fn members(&mut self) -> Result<()> {
        let store = self.service.store();
        let office = store.doors().command_line().await?.office();
        let operator = store.operator().await?.ok_or(Error::NotFound)?;
        for member in &STAFF {
            let new = Staff {
                id: StaffId::new(self.clock),
                user_name: member.user_name.to_owned(),
                email: format!("{}@atelier-web.example", member.user_name),
                name: member.name.to_owned(),
                phone: Some(Phone::from_e164_trusted(member.phone)),
                phone_verified_at: Some(self.clock.now()),
                sms_refused_at: None,
                sms_refused_why: None,
                refusals: rappel_service::Refusals::default(),
                reached_at: None,
                locale: Locale::Fr,
                role: member.role,
                all_tenants: true,
                tenants: Vec::new(),
                password_hash: None,
                session_epoch: 0,
                activated_at: None,
                disabled_at: None,
                last_sign_in_at: None,
                version: 0,
            };
            let mut tx = store.office_write(&office).await?;
            tx.insert_staff(&new).await?;
            tx.commit().await?;
            Box::pin(self.choose_password(&operator, Purpose::StaffInvitation(new.id))).await?;
            self.staff.push(new.id);
        }
        Ok(())
    }

    async fn rota(&self) -> Result<()> {
        let store = self.service.store();
        let office = store.doors().command_line().await?.office();
        let at = |day, hour| WeekTime {
            day,
            time: TimeOfDay::of(NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default()),
        };
        let shifts = vec![
            WeeklyShift { from: at(Weekday::Mon, 9), until: at(Weekday::Fri, 18), staff: self.staff[0] },
            WeeklyShift { from: at(Weekday::Fri, 18), until: at(Weekday::Mon, 9), staff: self.staff[1] },
        ];
        let rota = Rota { shifts, ..Rota::new(chrono_tz::Europe::Paris) };
        let rota = self.service.save_rota(&office, None, None, "Astreinte", rota).await?;
        let from = self.clock.now() + Duration::days(26);
        self.service.add_override(&office, rota, self.staff[2], from, from + Duration::hours(12)).await
    }

    async fn persons(&mut self) -> Result<()> {
        let store = self.service.store();
        let office = store.doors().command_line().await?.office();
        for somebody in &PEOPLE {
            let tenant = &self.tenants[somebody.company];
            let scope = office.on(tenant.id).ok_or(Error::NotFound)?;
            let form = InviteForm {
                name: somebody.name.to_owned(),
                email: format!("{}@{}.example", somebody.user_name, tenant.slug),
                user_name: somebody.user_name.to_owned(),
                phone: somebody.phone.to_owned(),
                role: somebody.role.to_owned(),
            };
            let id = Box::pin(self.service.invite(&scope, &form)).await?;
            Box::pin(self.choose_password(tenant, Purpose::PersonInvitation(id))).await?;
            let guest = store.doors().guest(tenant.id).await?;
            let tx = store.write(&guest).await?;
            let person = tx.persons().by_id(id).await?;
            let proved =
                rappel_service::Person { phone_verified_at: Some(self.clock.now()), ..person.clone() };
            tx.persons().update(&proved).await?;
            tx.commit().await?;
            let hash = sha256(&format!("demo {id}"));
            let scope = store.doors().sign_in_person(&guest, &person, &hash).await?;
            store.end_session(tenant.id, &hash).await?;
            self.people.push(scope);
        }
        Ok(())
    }

    /// As somebody does who was invited: by a link that works once.
    async fn choose_password(&self, site: &Tenant, purpose: Purpose) -> Result<()> {
        let store = self.service.store();
        let guest = store.doors().guest(site.id).await?;
        let token = Token::generate(site.number, random());
        let tx = store.write(&guest).await?;
        tx.links().insert(&sha256(token.expose()), purpose, self.clock.now() + Duration::hours(1)).await?;
        tx.commit().await?;
        Box::pin(self.service.choose_password(site, token.expose(), PASSWORD)).await?;
        Ok(())
    }

    /// Does every job that is due by the worker itself: what was sent looks as it always does.
    async fn settle(&self) -> Result<()> {
        let store = self.service.store();
        for tenant in store.every_tenant().await? {
            for lane in Lane::ALL.iter().copied() {
                loop {
                    let jobs = store.claim(tenant, lane, 50, Duration::seconds(15)).await?;
                    if jobs.is_empty() {
                        break;
                    }
                    for job in jobs {
                        let done = Box::pin(self.worker.run(job)).await;
                        done.map_err(|failed| Error::Files(std::io::Error::other(failed.to_string())))?;
                    }
                }
            }
        }
        Ok(())
    }
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // Without randomness the demo's links are guessable, which harms nobody: they are used at once.
    let _ = getrandom::fill(&mut bytes);
    bytes
}
