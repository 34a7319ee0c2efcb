//! An operator and two client companies of the same shape. Whatever can hold a text holds the canary of its side.

use chrono::{Duration, Utc, Weekday};
use rappel_domain::{
    Actor, Locale,
    audit::Deed,
    calendar::{Closing, TimeOfDay},
    callback::{self, MailAlone, Reachable, Receipts, Terms},
    clock::FixedClock,
    contact::{Choices, Contact},
    delivery::DeliveryState,
    event::Audience,
    id::{
        ApiKeyId, AttemptId, CallbackId, CategoryId, CompanyExportId, DeliveryId, FileId, JobId, MessageId,
        OverrideId, PersonId, PolicyId, RotaId, StaffId, SummonsId, TenantId, TicketId,
    },
    job::Lane,
    message::StoredFile,
    own_text::OwnText,
    phone::{Country, Phone},
    policy::{Policy, Step, Target},
    retention::{Keep, Standing},
    role::{PersonRole, StaffRole},
    rota::{self, NamedRota, Override, Period, Rota, WeekTime, WeeklyShift},
    swap,
    ticket::{self, Answer, Intake, UrgentRequest},
};

use super::database::Bench;
use crate::{
    Scope, StaffScope, Store,
    categories::Category,
    deliveries::{Outcome, Sending},
    jobs::Claimed,
    keys::ApiKey,
    links::{Link, Purpose},
    logos::Pictures,
    persons::{NewPerson, PhoneCode},
    policies::NamedPolicy,
    staff::Staff,
    tenants::Tenant,
};

mod opening;
pub(crate) mod urgent;

pub(crate) use self::opening::{category, intake};
use self::urgent::{claim, kill, page, protect, send};

/// The same words on both sides, so that a look-up by value can go wrong too.
pub(crate) const LOGIN: &str = "claire";
pub(crate) const KEY: &str = "the same key";
pub(crate) const REQUEST: [u8; 32] = [7; 32];
pub(crate) const DEVICE: [u8; 32] = [9; 32];
pub(crate) const LOGO: &str = "0123456789abcdef";
/// The phone of the one whom both companies have paged.
pub(crate) const PAGED: &str = "+33611111111";

/// What exists of one company.
pub(crate) struct Side {
    pub(crate) canary: &'static str,
    pub(crate) tenant: Tenant,
    /// The right of a runner: to everything of this company.
    pub(crate) scope: Scope,
    pub(crate) person: PersonId,
    pub(crate) category: CategoryId,
    pub(crate) ticket: TicketId,
    pub(crate) message: MessageId,
    pub(crate) file: FileId,
    pub(crate) callback: CallbackId,
    pub(crate) summons: SummonsId,
    pub(crate) delivery: DeliveryId,
    pub(crate) attempt: AttemptId,
    pub(crate) link: Link,
    pub(crate) link_hash: [u8; 32],
    pub(crate) key: ApiKeyId,
    pub(crate) key_hash: [u8; 32],
    pub(crate) session_hash: [u8; 32],
    pub(crate) job: Claimed,
    pub(crate) dead_job: JobId,
}

pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) a: Side,
    pub(crate) b: Side,
    pub(crate) staff: StaffId,
    /// May see company A and no other.
    pub(crate) staff_of_a: StaffId,
    pub(crate) operator: TenantId,
}

impl World {
    pub(crate) async fn new(bench: &Bench) -> Self {
        let store = bench.store(8).await;
        let operator = plain_operator();
        store.insert_operator(&operator).await.unwrap();
        let mut companies = Vec::new();
        for slug in ["a", "b"] {
            let office = store.doors().command_line().await.unwrap().office();
            let mut tx = store.office_write(&office).await.unwrap();
            let mut tenant = company(&format!("CANARY-{}", slug.to_uppercase()), slug, false);
            tenant.number = tx.insert_tenant(&tenant).await.unwrap();
            tx.commit().await.unwrap();
            companies.push(tenant);
        }
        let [a, b]: [Tenant; 2] = companies.try_into().unwrap();
        let (staff, staff_of_a) = Box::pin(people(&store, a.id)).await;
        let a = Box::pin(side(&store, "CANARY-A", a, staff, 1)).await;
        let b = Box::pin(side(&store, "CANARY-B", b, staff, 2)).await;
        Self { store, a, b, staff, staff_of_a, operator: operator.id }
    }

    /// The scope of the staff member who may see A only.
    pub(crate) async fn office_of_a(&self) -> StaffScope {
        self.store.doors().sign_in_staff(&self.of_staff(self.staff_of_a).await, &[99; 32]).await.unwrap()
    }

    /// Somebody of staff as they are now.
    pub(crate) async fn of_staff(&self, id: StaffId) -> Staff {
        let office = self.store.doors().command_line().await.unwrap().office();
        self.store.office(&office).await.unwrap().staff_by_id(id).await.unwrap()
    }
}

impl Side {
    /// Fails when an answer says anything of this side.
    pub(crate) fn is_absent(&self, what: &str, answer: &str) {
        assert!(!answer.contains(self.canary), "{what} shows {}: {answer}", self.canary);
        for id in [
            self.tenant.id.uuid(),
            self.person.uuid(),
            self.category.uuid(),
            self.ticket.uuid(),
            self.message.uuid(),
            self.file.uuid(),
            self.callback.uuid(),
            self.summons.uuid(),
            self.delivery.uuid(),
            self.attempt.uuid(),
            self.key.uuid(),
            self.link.id.uuid(),
            self.job.id.uuid(),
            self.dead_job.uuid(),
        ] {
            let simple = id.simple().to_string();
            assert!(!answer.contains(&simple), "{what} shows an id of {}: {answer}", self.canary);
        }
    }
}

/// The operator as it is before it is written.
pub(crate) fn plain_operator() -> Tenant {
    company("Opérateur", "operateur", true)
}

/// A client company as it is before it is written.
pub(crate) fn plain_company(name: &str, slug: &str) -> Tenant {
    company(name, slug, false)
}

fn company(name: &str, slug: &str, is_operator: bool) -> Tenant {
    Tenant {
        id: TenantId::new(&now()),
        number: 0,
        is_operator,
        slug: slug.to_owned(),
        name: name.to_owned(),
        locale: Locale::Fr,
        time_zone: chrono_tz::Europe::Paris,
        country: Country::FRANCE,
        brand_color: "#0b5d4e".to_owned(),
        phone: None,
        promise_minutes: Some(15),
        close_after_days: Some(15),
        fallback_phone: None,
        fallback_email: None,
        terms_fr: Some(name.to_owned()),
        terms_en: None,
        sms_budget: None,
        call_budget: None,
        logo: None,
        settings: Box::default(),
        disabled_at: None,
        version: 0,
    }
}

/// Ids are made beside the database here, at the machine's time.
pub(crate) fn now() -> FixedClock {
    #[expect(clippy::disallowed_methods, reason = "tests need some time to begin with")]
    FixedClock::new(Utc::now())
}

async fn people(store: &Store, only: TenantId) -> (StaffId, StaffId) {
    let office = store.doors().command_line().await.unwrap().office();
    let mut tx = store.office_write(&office).await.unwrap();
    let one = |name: &str, tenants: Vec<TenantId>| Staff {
        id: StaffId::new(&now()),
        user_name: name.to_owned(),
        email: format!("{name}@exemple.fr"),
        name: name.to_owned(),
        phone: None,
        phone_verified_at: None,
        sms_refused_at: None,
        sms_refused_why: None,
        refusals: crate::staff::Refusals::default(),
        reached_at: None,
        locale: Locale::Fr,
        role: StaffRole::Agent,
        all_tenants: tenants.is_empty(),
        tenants,
        password_hash: None,
        session_epoch: 0,
        activated_at: None,
        disabled_at: None,
        last_sign_in_at: None,
        version: 0,
    };
    let (every, limited) = (one("marie", Vec::new()), one("paul", vec![only]));
    tx.insert_staff(&every).await.unwrap();
    tx.insert_staff(&limited).await.unwrap();
    let rota = RotaId::new(&now());
    let policy = NamedPolicy {
        id: PolicyId::new(&now()),
        name: "Urgences".to_owned(),
        policy: policy(rota),
        is_default: true,
        version: 0,
    };
    tx.save_policy(&policy).await.unwrap();
    tx.commit().await.unwrap();
    make_rota(store, &office, rota, (every.id, limited.id)).await;
    // Where there is a policy the first one is not written again.
    let mut tx = store.write(&office.on(office.operator()).unwrap()).await.unwrap();
    tx.begin_policy(&NamedPolicy { id: PolicyId::new(&now()), ..policy }).await.unwrap();
    tx.commit().await.unwrap();
    (every.id, limited.id)
}

/// A rota with an exception, a swap that was asked for, and somebody who was told of a shift.
async fn make_rota(store: &Store, office: &StaffScope, id: RotaId, (every, limited): (StaffId, StaffId)) {
    let operator = office.operator();
    let mut tx = store.write(&office.on(operator).unwrap()).await.unwrap();
    let clock = store.clock();
    let always = |staff| {
        let midnight = WeekTime { day: Weekday::Mon, time: TimeOfDay::MIDNIGHT };
        WeeklyShift { from: midnight, until: midnight, staff }
    };
    let shifts = vec![always(limited)];
    let new = NamedRota {
        id,
        name: "Astreinte".to_owned(),
        rota: Rota { shifts, ..Rota::new(chrono_tz::Europe::Paris) },
        version: 0,
    };
    let made = rota::save(&*clock, operator, None, new, None).unwrap();
    tx.record(made).await.unwrap();
    let from = clock.now() + Duration::hours(3);
    let exception = Override {
        id: OverrideId::new(&*clock),
        staff: every,
        instead_of: None,
        from,
        to: from + Duration::hours(8),
    };
    let found = tx.rotas().await.unwrap().remove(0);
    let added = rota::add_override(&*clock, operator, found, exception, Some(every));
    tx.record(added).await.unwrap();
    let found = tx.rotas().await.unwrap().remove(0);
    let gives = Period { from, to: from + Duration::hours(4) };
    let asked =
        swap::ask(&*clock, operator, &found, swap::Ask { asker: every, asked: limited, gives, takes: None });
    tx.record(asked.unwrap()).await.unwrap();
    let leads = tx.shift_leads().await.unwrap();
    let told = tx.shift_notices(id).await.unwrap();
    let due = rota::notices(&*clock, operator, &found, &leads, &told);
    assert!(!due.parts().notices.is_empty());
    tx.record(due).await.unwrap();
    tx.commit().await.unwrap();
}

fn policy(rota: RotaId) -> Policy {
    Policy { steps: vec![Step::usual(5, vec![Target::OnCall(rota)])], repeat: 1 }
}

pub(crate) fn new_person(id: PersonId, canary: &str) -> NewPerson {
    NewPerson {
        id,
        user_name: LOGIN.to_owned(),
        email: "claire@exemple.fr".to_owned(),
        name: canary.to_owned(),
        phone: Some(Phone::from_e164_trusted("+33612345678")),
        locale: None,
        role: PersonRole::Manager,
    }
}

async fn side(store: &Store, canary: &'static str, tenant: Tenant, staff: StaffId, byte: u8) -> Side {
    let scope = store.doors().command_line().await.unwrap().tenant(tenant.id);
    let person = PersonId::new(&now());
    let category_id = CategoryId::new(&now());
    let ticket = open_ticket(store, &scope, canary, person, category_id).await;
    let message = answer(store, &scope, canary, ticket, staff).await;
    let (callback, summons) = page(store, &scope, ticket, staff).await;
    let (delivery, attempt) = send(store, &scope, canary, summons).await;

    let (link_hash, key_hash, session_hash) = ([byte; 32], [byte + 10; 32], [byte + 20; 32]);
    let key = ApiKeyId::new(&now());
    let tx = store.write(&scope).await.unwrap();
    let soon = tx.clock().now() + Duration::days(7);
    tx.links().insert(&link_hash, Purpose::PersonPassword(person), soon).await.unwrap();
    let api_key = ApiKey {
        id: key,
        name: canary.to_owned(),
        scopes: vec![canary.to_owned()],
        staff: None,
        created_at: tx.clock().now(),
        last_used_at: None,
        revoked_at: None,
    };
    tx.insert_api_key(&api_key, &key_hash).await.unwrap();
    tx.idempotency_key(KEY, &REQUEST).await.unwrap();
    tx.save_result(KEY, serde_json::json!(canary)).await.unwrap();
    tx.audit().note(Some(person), &Deed::InvitationSent).await.unwrap();
    protect(&tx, person, canary).await;
    tx.logos().keep_pictures(LOGO, &pictures(canary)).await.unwrap();
    tx.own_texts().keep_own_words(&words(canary)).await.unwrap();
    tx.own_texts().hold_texts_version().await.unwrap();
    tx.exports().ask(rappel_domain::id::ExportId::new(tx.clock()), person).await.unwrap();
    tx.company_exports().ask_company_export(CompanyExportId::new(tx.clock())).await.unwrap();
    let keep = Standing { keep: Keep::Months(12), next: None };
    tx.retention().save_standing(&keep).await.unwrap();
    assert!(tx.followers().follow(ticket, person).await.unwrap());
    tx.commit().await.unwrap();
    let guest = store.doors().guest(tenant.id).await.unwrap();
    let found = store.read(&scope).await.unwrap().persons().by_id(person).await.unwrap();
    store.doors().sign_in_person(&guest, &found, &session_hash).await.unwrap();
    let (_, link) = store.doors().link(tenant.number, &link_hash).await.unwrap();
    let file = {
        let tx = store.read(&scope).await.unwrap();
        let messages = tx.tickets().messages(ticket, Audience::Staff).await.unwrap();
        messages[0].files[0].id
    };
    let dead_job = kill(store, &tenant).await;
    let job = claim(store, &tenant).await;
    Side {
        canary,
        tenant,
        scope,
        person,
        category: category_id,
        ticket,
        message,
        file,
        callback,
        summons,
        delivery,
        attempt,
        link,
        link_hash,
        key,
        key_hash,
        session_hash,
        job,
        dead_job,
    }
}

/// A text that both companies say in words of their own.
pub(crate) fn words(canary: &str) -> OwnText {
    OwnText { locale: Locale::Fr, key: "login-title".to_owned(), words: canary.to_owned() }
}

pub(crate) fn pictures(text: &str) -> Pictures {
    let bytes = || text.as_bytes().to_vec();
    Pictures { header: bytes(), icon: bytes(), touch: bytes() }
}

async fn open_ticket(
    store: &Store,
    scope: &Scope,
    canary: &str,
    person: PersonId,
    category_id: CategoryId,
) -> TicketId {
    let mut tx = store.write(scope).await.unwrap();
    tx.persons().insert(&new_person(person, canary)).await.unwrap();
    tx.persons().set_password(person, canary).await.unwrap();
    let code = PhoneCode { hash: canary.to_owned(), expires_at: tx.clock().now(), tries: 1 };
    tx.persons().set_phone_code(person, Some(&code)).await.unwrap();
    tx.categories().insert(&category(category_id, canary, true)).await.unwrap();
    let number = tx.tickets().next_number().await.unwrap();
    let decision =
        ticket::open(tx.clock(), intake(scope.tenant(), number, category_id, person, canary)).unwrap();
    tx.record(decision).await.unwrap();
    let id = tx.tickets().by_number(number).await.unwrap().id;
    tx.commit().await.unwrap();
    id
}

async fn answer(store: &Store, scope: &Scope, canary: &str, ticket: TicketId, staff: StaffId) -> MessageId {
    let mut tx = store.write(scope).await.unwrap();
    let found = tx.tickets().by_id(ticket).await.unwrap();
    // A word that the other company has not: AAA, BBB.
    let own = canary.rsplit_once('-').unwrap().1.repeat(3);
    let note = Answer { body: format!("note {canary} {own}"), files: Vec::new(), seen: None };
    let decision = ticket::note(tx.clock(), found, staff, note).unwrap();
    tx.record(decision).await.unwrap();
    let found = tx.tickets().by_id(ticket).await.unwrap();
    let text = Answer { body: format!("answer {canary}"), files: Vec::new(), seen: None };
    let close_at = tx.clock().now() + Duration::days(15);
    let contact = tx.persons().by_id(found.requester).await.unwrap().contact();
    let closing = Closing { remind_at: None, close_at };
    let decision = ticket::answer(tx.clock(), found, staff, text, closing, &contact).unwrap();
    let message = decision.parts().message.as_ref().unwrap().id;
    tx.record(decision).await.unwrap();
    tx.commit().await.unwrap();
    message
}
