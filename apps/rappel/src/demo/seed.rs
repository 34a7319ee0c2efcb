//! A made-up installation, made lawfully: every row comes from a command, at a clock that is moved through the last
//! three weeks.

use chrono::{DateTime, Duration, NaiveTime, Utc, Weekday};
use rappel_domain::{
    Clock as _, Locale,
    calendar::TimeOfDay,
    callback::Via,
    clock::FixedClock,
    id::{StaffId, TenantId},
    job::Lane,
    phone::{Country, Phone},
    role::StaffRole,
    rota::{Rota, WeekTime, WeeklyShift},
    token::Token,
};
use rappel_queue::Handler as _;
use rappel_service::{
    Error, Result, Scope, Service, Staff, Tenant, callbacks::Outcome, intake::Draft, people::InviteForm,
    sha256, tenants::TenantForm, tickets::Note,
};
use rappel_store::links::Purpose;
use rappel_worker::Worker;

use super::{
    logos::{self, Shape},
    texts::{Conversation, ENGLISH, FRENCH, URGENT},
};

/// The password of everybody in the demo.
pub(crate) const PASSWORD: &str = "croissant-panne-caisse";

/// Somebody who can sign in.
pub(crate) struct SignIn {
    /// Whose portal; `None` for the back office.
    pub(crate) tenant: Option<String>,
    /// What they type.
    pub(crate) user_name: &'static str,
    /// Who they are.
    pub(crate) who: &'static str,
}

/// Everybody who can sign in, the most useful first.
pub(crate) fn sign_ins() -> Vec<SignIn> {
    let staff = STAFF.iter().map(|it| SignIn { tenant: None, user_name: it.user_name, who: it.who });
    let people = PEOPLE.iter().map(|it| SignIn {
        tenant: Some(COMPANIES[it.company].slug.to_owned()),
        user_name: it.user_name,
        who: it.who,
    });
    people.chain(staff).collect()
}

struct Company {
    name: &'static str,
    slug: &'static str,
    colour: &'static str,
    sign: (Shape, [u8; 3]),
    locale: Locale,
    zone: &'static str,
}

const COMPANIES: [Company; 3] = [
    Company {
        name: "Durand & Fils",
        slug: "durand",
        colour: "#8a3b12",
        sign: (logos::crescent, [0x8a, 0x3b, 0x12]),
        locale: Locale::Fr,
        zone: "Europe/Paris",
    },
    Company {
        name: "Nunes Travel",
        slug: "nunes",
        colour: "#0b6e6e",
        sign: (logos::compass, [0x0b, 0x6e, 0x6e]),
        locale: Locale::En,
        zone: "Europe/Lisbon",
    },
    Company {
        name: "Clinique des Tilleuls",
        slug: "tilleuls",
        colour: "#5b2a86",
        sign: (logos::leaf, [0x5b, 0x2a, 0x86]),
        locale: Locale::Fr,
        zone: "Europe/Paris",
    },
];

struct Somebody {
    company: usize,
    name: &'static str,
    user_name: &'static str,
    phone: &'static str,
    role: &'static str,
    who: &'static str,
}

const fn person(
    company: usize,
    name: &'static str,
    user_name: &'static str,
    phone: &'static str,
    role: &'static str,
    who: &'static str,
) -> Somebody {
    Somebody { company, name, user_name, phone, role, who }
}

const PEOPLE: [Somebody; 6] = [
    person(
        0,
        "Claire Martin",
        "claire.martin",
        "06 12 34 56 78",
        "member",
        "Claire Martin, bakery manager (fr)",
    ),
    person(
        0,
        "Jean Durand",
        "jean.durand",
        "06 12 34 56 79",
        "manager",
        "Jean Durand, sees all of Durand & Fils (fr)",
    ),
    person(
        1,
        "Sofia Nunes",
        "sofia.nunes",
        "+351 912 345 678",
        "manager",
        "Sofia Nunes, sees all of Nunes Travel (en)",
    ),
    person(1, "Tom Baker", "tom.baker", "+351 912 345 679", "member", "Tom Baker, travel agent (en)"),
    person(
        2,
        "Anne Petit",
        "anne.petit",
        "06 12 34 56 80",
        "manager",
        "Anne Petit, sees all of the clinic (fr)",
    ),
    person(2, "Hugo Blanc", "hugo.blanc", "06 12 34 56 81", "member", "Hugo Blanc, reception (fr)"),
];

struct Member {
    name: &'static str,
    user_name: &'static str,
    phone: &'static str,
    role: StaffRole,
    who: &'static str,
}

const STAFF: [Member; 5] = [
    Member {
        name: "Marie Leroy",
        user_name: "marie",
        phone: "+33612345601",
        role: StaffRole::Agent,
        who: "Marie Leroy, agent, on call",
    },
    Member {
        name: "Karim Haddad",
        user_name: "karim",
        phone: "+33612345602",
        role: StaffRole::Agent,
        who: "Karim Haddad, agent, on call",
    },
    Member {
        name: "Léa Fontaine",
        user_name: "lea",
        phone: "+33612345603",
        role: StaffRole::Agent,
        who: "Léa Fontaine, agent",
    },
    Member {
        name: "Paul Mercier",
        user_name: "paul",
        phone: "+33612345604",
        role: StaffRole::Supervisor,
        who: "Paul Mercier, supervisor",
    },
    Member {
        name: "Nadia Roux",
        user_name: "admin",
        phone: "+33612345605",
        role: StaffRole::Admin,
        who: "Nadia Roux, administrator",
    },
];

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

/// What happens to a ticket, and when.
enum Act {
    Open(usize),
    Take(usize),
    Answer(usize),
    Thank(usize),
    Note(usize),
    Close(usize),
    Accept(usize),
    NoAnswer(usize),
    Reached(usize),
}

/// A ticket that the seed opens.
struct Plan {
    company: usize,
    person: usize,
    agent: usize,
    urgent: bool,
    talk: &'static Conversation,
    number: i64,
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
        let rota = self.service.save_rota(&office, None, "Astreinte", rota).await?;
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

    async fn tickets(&self, now: DateTime<Utc>) -> Result<()> {
        let (mut plans, mut acts) = script(now);
        acts.sort_by_key(|(at, _)| *at);
        for (at, act) in acts {
            self.clock.set(at);
            Box::pin(self.settle()).await?;
            Box::pin(self.act(&mut plans, &act)).await?;
            // Whom it pages is paged at once, not when the next thing happens.
            Box::pin(self.settle()).await?;
        }
        Ok(())
    }

    async fn act(&self, plans: &mut [Plan], act: &Act) -> Result<()> {
        match act {
            Act::Open(index) => plans[*index].number = self.open(&plans[*index]).await?,
            Act::Take(index) => {
                let (scope, number) = self.agent(&plans[*index]).await?;
                self.service.take(&scope, number).await?;
            }
            Act::Answer(index) => {
                let (scope, number) = self.agent(&plans[*index]).await?;
                self.service.answer(&scope, number, &note(plans[*index].talk.answer), &[]).await?;
            }
            Act::Note(index) => {
                let (scope, number) = self.agent(&plans[*index]).await?;
                self.service.note(&scope, number, &note("Vu au téléphone avec l’hébergeur."), &[]).await?;
            }
            Act::Thank(index) => {
                let plan = &plans[*index];
                let text = COMPANIES[plan.company].locale.of_two(
                    "Merci. Il reste un point : la même chose arrive sur l’autre poste.",
                    "Thank you. One thing is left: the same happens on the other desk.",
                );
                self.service.reply(&self.people[plan.person], plan.number, &note(text), &[]).await?;
            }
            Act::Close(index) => {
                let plan = &plans[*index];
                self.service.close(&self.people[plan.person], plan.number).await?;
            }
            Act::Accept(index) | Act::NoAnswer(index) | Act::Reached(index) => {
                let plan = &plans[*index];
                let (scope, number) = self.agent(plan).await?;
                let view = self.service.ticket(&scope, number).await?;
                let callback = view.callback.ok_or(Error::NotFound)?.callback.id;
                match act {
                    Act::Accept(_) => self.service.accept(&scope, callback, Via::Page).await?,
                    Act::NoAnswer(_) => {
                        let next_try = self.clock.now() + Duration::minutes(10);
                        self.service.outcome(&scope, callback, Outcome::NoAnswer { next_try }).await?;
                    }
                    _ => self.service.outcome(&scope, callback, Outcome::Reached).await?,
                }
            }
        }
        Ok(())
    }

    async fn open(&self, plan: &Plan) -> Result<i64> {
        let scope = &self.people[plan.person];
        let form = self.service.ticket_form(scope, None).await?;
        let mut categories = form.categories.iter();
        let category =
            if plan.urgent { categories.find(|it| it.is_urgent) } else { categories.nth(plan.talk.category) };
        let draft = Draft {
            category: category.ok_or(Error::NotFound)?.id.to_string(),
            description: plan.talk.question.to_owned(),
            phone: form.phone.map(|it| it.e164().to_owned()).unwrap_or_default(),
            ..Draft::default()
        };
        Ok(Box::pin(self.service.open_ticket(scope, &draft, &[])).await?.number)
    }

    async fn agent(&self, plan: &Plan) -> Result<(Scope, i64)> {
        let store = self.service.store();
        let hash = sha256(&format!(
            "demo agent {}",
            random::<16>().iter().fold(String::new(), |text, it| format!("{text}{it}"))
        ));
        let operator = store.operator().await?.ok_or(Error::NotFound)?;
        let office = store.doors().command_line().await?.office();
        let agent = self.service.staff(&office, self.staff[plan.agent]).await?;
        let staff = store.doors().sign_in_staff(&agent, &hash).await?;
        store.end_session(operator.id, &hash).await?;
        Ok((staff.on(self.tenants[plan.company].id).ok_or(Error::NotFound)?, plan.number))
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

/// Some sixty tickets over three weeks, in every state.
fn script(now: DateTime<Utc>) -> (Vec<Plan>, Vec<(DateTime<Utc>, Act)>) {
    let mut plans = Vec::new();
    let mut acts = Vec::new();
    for index in 0..60_usize {
        let company = [0, 0, 1, 2, 0, 1][index % 6];
        let person = company * 2 + (index / 6) % 2;
        let talks: &'static [Conversation] =
            if COMPANIES[company].locale == Locale::Fr { &FRENCH } else { &ENGLISH };
        let urgent = match index {
            9 => Some(0),
            31 => Some(1),
            52 => Some(2),
            _ => None,
        };
        let ordinary = &talks[(index * 5 + index / 7) % talks.len()];
        let talk = urgent.map_or(ordinary, |which: usize| &URGENT[which]);
        let urgent = urgent.is_some();
        // The last ones lie closer together: a queue has more of today than of last month.
        let age = Duration::minutes((60 - index as i64).pow(2) * 8 + (index as i64 * 37) % 50 + 4);
        let opened = now - age;
        let agent = index % 4;
        plans.push(Plan { company, person, agent, urgent, talk, number: 0 });
        acts.push((opened, Act::Open(index)));
        let mut then = |minutes: i64, act: Act| {
            let at = opened + Duration::minutes(minutes);
            if at < now {
                acts.push((at, act));
            }
        };
        if urgent {
            then(2, Act::Accept(index));
            if index == 31 {
                then(4, Act::NoAnswer(index));
            }
            then(11, Act::Reached(index));
            then(95, Act::Answer(index));
            continue;
        }
        match index % 8 {
            0 => {
                then(40, Act::Take(index));
                then(180, Act::Answer(index));
                then(400, Act::Close(index));
            }
            1 | 2 => then(240, Act::Answer(index)),
            3 => {
                then(30, Act::Take(index));
                then(50, Act::Note(index));
            }
            4 => {
                then(120, Act::Answer(index));
                then(300, Act::Thank(index));
            }
            5 => {
                then(20, Act::Take(index));
                then(75, Act::Answer(index));
            }
            6 => then(500, Act::Close(index)),
            _ => then(2_000, Act::Answer(index)),
        }
    }
    (plans, acts)
}

fn note(body: &str) -> Note {
    Note { body: body.to_owned(), ..Note::default() }
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // Without randomness the demo's links are guessable, which harms nobody: they are used at once.
    let _ = getrandom::fill(&mut bytes);
    bytes
}

const TERMS_FR: &str = "Les demandes sont traitées du lundi au vendredi de 9 h à 18 h. Les demandes URGENT sont rappelées jour et nuit, dans le délai annoncé à l’ouverture du ticket.";
const TERMS_EN: &str = "Requests are handled Monday to Friday, 9:00 to 18:00. URGENT requests are called back day and night, within the time announced when the ticket is opened.";
