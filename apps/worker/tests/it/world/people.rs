//! The operator, its staff and rota, and a person of the client.

use super::*;

pub(super) async fn put_on_call(service: &Service, office: &StaffScope, staff: StaffId) {
    let at = |day| WeekTime { day, time: TimeOfDay::of(NaiveTime::MIN) };
    let shifts = vec![WeeklyShift { from: at(Weekday::Mon), until: at(Weekday::Mon), staff }];
    let rota = Rota { shifts, ..Rota::new(chrono_tz::Europe::Paris) };
    service.save_rota(office, None, None, "Astreinte", rota).await.unwrap();
    // What a new rota announces to its people is not what these tests look at.
    let store = service.store();
    let lease = chrono::Duration::seconds(15);
    for job in store.claim(office.operator(), Lane::Normal, 100, lease).await.unwrap() {
        let mut tx = store.write(&store.doors().job(&job)).await.unwrap();
        if let Job::Deliver { delivery } = job.job {
            service.drop_message(&mut tx, delivery).await.unwrap();
        }
        tx.finish_job(&job).await.unwrap();
        tx.commit().await.unwrap();
    }
}

pub(super) async fn person(service: &Service, office: &StaffScope, tenant: &Tenant) -> Scope {
    let scope = office.on(tenant.id).unwrap();
    let form = InviteForm {
        name: "Claire Martin".to_owned(),
        email: "claire@durand.example".to_owned(),
        user_name: "claire.martin".to_owned(),
        phone: "+33612345678".to_owned(),
        role: "member".to_owned(),
    };
    let id = service.invite(&scope, &form).await.unwrap();
    let doors = service.store().doors();
    let guest = doors.guest(tenant.id).await.unwrap();
    let person = service.store().read(&guest).await.unwrap().persons().by_id(id).await.unwrap();
    doors.sign_in_person(&guest, &person, &rappel_service::sha256("claire")).await.unwrap()
}

pub(super) fn operator(clock: &FixedClock) -> Tenant {
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

pub(super) fn member(clock: &FixedClock, name: &str, phone: &str, role: StaffRole) -> Staff {
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
