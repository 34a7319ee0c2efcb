//! Escalations: chosen for a category, a company or nobody in particular; saved, tried out and taken away.

use std::borrow::Cow;

use chrono::{Duration, NaiveTime, Weekday};
use rappel_domain::{
    Clock as _,
    calendar::TimeOfDay,
    callback::{Lack, Moment},
    delivery::{Channel, Recipient},
    id::{CategoryId, PolicyId, RotaId, StaffId},
    job::Job,
    policy::{Policy, PolicyRefusal, Step, StepChannel, Target},
    role::StaffRole,
    rota::{Rota, WeekTime, WeeklyShift},
};
use rappel_service::{
    Error, Reason, Scope,
    intake::Draft,
    policies::{Deleted, NamedPolicy, Which},
    team::StaffForm,
    tenants::{CategoryForm, TenantForm},
};

use crate::world::{World, on_each_column};

impl World {
    /// A second rota, in which Karim is on call all week.
    async fn second_rota(&self) -> RotaId {
        let at = |day| WeekTime { day, time: TimeOfDay::of(NaiveTime::MIN) };
        let shifts = vec![WeeklyShift { from: at(Weekday::Mon), until: at(Weekday::Mon), staff: self.karim }];
        let rota = Rota { shifts, ..Rota::new(chrono_tz::Europe::Paris) };
        self.service.save_rota(&self.office, None, None, "Réseau", rota).await.unwrap()
    }

    async fn policy(&self, name: &str, targets: Vec<Target>) -> PolicyId {
        let policy = Policy { steps: vec![Step::usual(5, targets)], repeat: 0 };
        self.service.save_policy(&self.office, Which::New, name, policy).await.unwrap()
    }

    async fn named(&self, id: PolicyId) -> NamedPolicy {
        self.service.policies(&self.office).await.unwrap().find(id).unwrap().clone()
    }

    async fn choose(&self, policy: Option<PolicyId>) {
        let form = TenantForm {
            name: self.durand.name.clone(),
            brand_color: self.durand.brand_color.clone(),
            locale: "fr".to_owned(),
            policy: policy.map(|it| it.to_string()).unwrap_or_default(),
            ..TenantForm::default()
        };
        self.service.save_tenant(&self.office, &self.durand.slug, &form).await.unwrap();
    }

    async fn choose_for_urgent(&self, policy: Option<PolicyId>) -> CategoryId {
        let scope = self.office.on(self.durand.id).unwrap();
        let all = self.service.every_category(&scope).await.unwrap();
        let urgent = all.iter().find(|it| it.is_urgent).unwrap();
        let form = CategoryForm {
            name_fr: urgent.name_fr.clone(),
            name_en: urgent.name_en.clone(),
            is_urgent: true,
            policy: policy.map(|it| it.to_string()).unwrap_or_default(),
            ..CategoryForm::default()
        };
        self.service.save_category(&self.office, self.durand.id, Some(urgent.id), &form).await.unwrap();
        urgent.id
    }

    /// Who is paged first for an urgent ticket that is opened now.
    async fn paged(&self, claire: &Scope) -> Vec<(StaffId, Channel)> {
        let form = self.service.ticket_form(claire, None).await.unwrap();
        let urgent = form.categories.iter().find(|it| it.is_urgent).unwrap();
        let draft = Draft {
            category: urgent.id.to_string(),
            description: "Les caisses sont en panne".to_owned(),
            // At another number each time, so that it joins no other.
            phone: format!("06 12 34 56 {}", 10 + self.sql("SELECT id FROM callbacks").len()),
            ..Draft::default()
        };
        self.service.open_ticket(claire, &draft, &[]).await.unwrap();
        let mut told = Vec::new();
        for job in self.turn(&self.durand).await {
            let Job::Deliver { delivery } = job.job else { continue };
            let tx = self.store().read(&self.store().doors().job(&job)).await.unwrap();
            let delivery = tx.deliveries().by_id(delivery).await.unwrap();
            if let (Recipient::Staff(staff), Some(_)) = (delivery.to, delivery.news.summons()) {
                told.push((staff, delivery.channel));
            }
        }
        told.sort_unstable();
        told
    }

    async fn rehearsed(&self, id: PolicyId) -> Vec<Moment> {
        let policy = self.named(id).await.policy;
        let now = self.clock.now();
        self.service.rehearse_policy(&self.office, Some(self.durand.id), &policy, now).await.unwrap()
    }
}

fn first_told(moments: &[Moment]) -> Vec<(StaffId, Channel)> {
    let mut told: Vec<_> = moments[0]
        .told
        .iter()
        .filter_map(|it| match it.to {
            Recipient::Staff(staff) => Some((staff, it.channel)),
            _ => None,
        })
        .collect();
    told.sort_unstable();
    told
}

fn both(staff: StaffId) -> Vec<(StaffId, Channel)> {
    vec![(staff, Channel::Sms), (staff, Channel::Email)]
}

fn fields(error: Error) -> Vec<(&'static str, Reason)> {
    let fixed = |name| match name {
        Cow::Borrowed(name) => name,
        Cow::Owned(name) => panic!("{name} is the field of a row"),
    };
    match error {
        Error::Invalid(invalid) => invalid.into_iter().map(|it| (fixed(it.field), it.reason)).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_category_comes_before_its_company_and_that_before_the_default() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "manager").await;
        let rota = world.second_rota().await;
        assert!(!world.service.on_call(&world.office, None).await.unwrap().is_paged(rota));
        assert_eq!(world.paged(&claire).await, both(world.marie), "the first rota's policy is the default");
        let network = world.policy("Réseau", vec![Target::OnCall(rota)]).await;
        let admin = world.policy("Chef", vec![Target::Staff(world.paul)]).await;
        assert!(world.service.on_call(&world.office, None).await.unwrap().is_paged(rota));

        world.choose(Some(admin)).await;
        assert_eq!(world.paged(&claire).await, both(world.paul));
        world.choose_for_urgent(Some(network)).await;
        assert_eq!(world.paged(&claire).await, both(world.karim));
        assert_eq!(first_told(&world.rehearsed(network).await), both(world.karim), "as the dry run says");
        assert_eq!(first_told(&world.rehearsed(admin).await), both(world.paul));
        world.choose(None).await;
        assert_eq!(world.paged(&claire).await, both(world.karim));
        world.choose_for_urgent(None).await;
        assert_eq!(world.paged(&claire).await, both(world.marie));
        world.service.make_default_policy(&world.office, network).await.unwrap();
        assert_eq!(world.paged(&claire).await, both(world.karim));

        // What does not exist is not chosen.
        let unknown = PolicyId::new(&*world.clock).to_string();
        let form = CategoryForm {
            name_fr: "Divers".to_owned(),
            name_en: "Various".to_owned(),
            policy: unknown,
            ..CategoryForm::default()
        };
        let refused = world.service.save_category(&world.office, world.durand.id, None, &form).await;
        assert_eq!(fields(refused.unwrap_err()), [("policy", Reason::NotAChoice)]);
    })
    .await;
}

#[tokio::test]
async fn nobody_on_call_is_said_by_the_policy_that_counts() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "manager").await;
        let covered = async || world.service.ticket_form(&claire, None).await.unwrap().urgent.someone_on_call;
        assert!(covered().await);
        let supervisors = world.policy("Responsables", vec![Target::Supervisors]).await;
        world.choose_for_urgent(Some(supervisors)).await;
        assert!(!covered().await, "supervisors are the way out, not the ones on call");
        world.choose_for_urgent(None).await;
        assert!(covered().await);
    })
    .await;
}

#[tokio::test]
async fn a_callback_that_runs_keeps_its_copy() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "manager").await;
        let (first, next) = (
            Step::usual(5, vec![Target::Staff(world.karim)]),
            Step::usual(5, vec![Target::Staff(world.paul)]),
        );
        let policy = Policy { steps: vec![first.clone(), next], repeat: 0 };
        let id = world.service.save_policy(&world.office, Which::New, "Nuits", policy).await.unwrap();
        world.choose_for_urgent(Some(id)).await;
        assert_eq!(world.paged(&claire).await, both(world.karim));
        // The second step becomes another while the first is being waited for, and then the policy goes.
        let edited =
            Policy { steps: vec![first, Step::usual(5, vec![Target::Staff(world.marie)])], repeat: 0 };
        let which = Which::Saved(id, world.named(id).await.version);
        world.service.save_policy(&world.office, which, "Nuits", edited).await.unwrap();
        let deleted = world.service.delete_policy(&world.office, id).await.unwrap();
        let Deleted::IsUsed(uses) = deleted else { panic!("{deleted:?}") };
        assert_eq!((uses.len(), uses[0].tenant, uses[0].names.0.as_str()), (1, world.durand.id, "URGENT"));
        world.choose_for_urgent(None).await;
        assert_eq!(world.service.delete_policy(&world.office, id).await.unwrap(), Deleted::Yes);
        world.clock.advance(Duration::minutes(5));
        let mut paged = Vec::new();
        for job in world.turn(&world.durand).await {
            let Job::Deliver { delivery } = job.job else { continue };
            let tx = world.store().read(&world.store().doors().job(&job)).await.unwrap();
            paged.push(tx.deliveries().by_id(delivery).await.unwrap().to);
        }
        assert!(paged.contains(&Recipient::Staff(world.paul)), "the copy counts: {paged:?}");
        assert!(!paged.contains(&Recipient::Staff(world.marie)), "{paged:?}");
    })
    .await;
}

/// One escalation counts for many companies.
#[tokio::test]
async fn whoever_sees_some_companies_changes_no_escalation_of_all() {
    on_each_column(|world| async move {
        let service = &world.service;
        let form = StaffForm {
            name: "Luc Partiel".to_owned(),
            email: "luc@office.example".to_owned(),
            user_name: "luc".to_owned(),
            role: StaffRole::Supervisor.as_str().to_owned(),
            locale: "fr".to_owned(),
            tenants: vec![world.durand.slug.clone()],
            ..StaffForm::default()
        };
        let luc = world.at_desk(service.add_staff(&world.office, &form).await.unwrap()).await;
        let known = service.policies(&luc).await.unwrap();
        let default = known.policies.iter().find(|it| it.is_default).unwrap();
        let policy = || Policy { steps: vec![Step::usual(60, vec![Target::Supervisors])], repeat: 0 };
        let which = Which::Saved(default.id, default.version);
        let saved = service.save_policy(&luc, which, &default.name, policy()).await;
        assert!(matches!(saved, Err(Error::Forbidden)), "{saved:?}");
        // One of their own, for the companies that they look after.
        let own = service.save_policy(&luc, Which::New, "Durand", policy()).await.unwrap();
        assert!(matches!(service.make_default_policy(&luc, own).await, Err(Error::Forbidden)));
        assert!(matches!(service.delete_policy(&luc, own).await, Err(Error::Forbidden)));
    })
    .await;
}

#[tokio::test]
async fn policies_are_saved_by_those_who_may_and_the_second_of_two_is_told() {
    on_each_column(|world| async move {
        let marie = world.at_desk(world.marie).await;
        let service = &world.service;
        assert!(matches!(service.policies(&marie).await, Err(Error::Forbidden)));
        let good = || Policy { steps: vec![Step::usual(5, vec![Target::Supervisors])], repeat: 0 };
        let forbidden = service.save_policy(&marie, Which::New, "Nuits", good()).await;
        assert!(matches!(forbidden, Err(Error::Forbidden)));
        let id = service.save_policy(&world.office, Which::New, " Nuits ", good()).await.unwrap();
        assert!(matches!(service.make_default_policy(&marie, id).await, Err(Error::Forbidden)));
        assert!(matches!(service.delete_policy(&marie, id).await, Err(Error::Forbidden)));
        let version = world.named(id).await.version;
        assert_eq!(world.named(id).await.name, "Nuits");

        let bad = Policy {
            steps: vec![
                Step::usual(0, Vec::new()),
                Step::usual(5, vec![Target::Staff(StaffId::new(&*world.clock))]),
            ],
            repeat: 0,
        };
        let refused = service.save_policy(&world.office, Which::New, "Nuits", bad).await.unwrap_err();
        let step = 1;
        assert_eq!(
            fields(refused),
            [
                ("name", Reason::Taken),
                ("steps", Reason::Policy(PolicyRefusal::NobodyInStep { step })),
                ("steps", Reason::Policy(PolicyRefusal::Delay { step })),
                ("steps", Reason::NotAChoice),
            ],
            "everything at once"
        );

        let (one, two) = (Policy { repeat: 1, ..good() }, Policy { repeat: 2, ..good() });
        let which = Which::Saved(id, version);
        service.save_policy(&world.office, which, "Nuits", one.clone()).await.unwrap();
        let late = service.save_policy(&world.office, which, "Nuits", two.clone()).await.unwrap_err();
        assert_eq!(fields(late), [("version", Reason::Text("policy-version"))]);
        assert_eq!(world.named(id).await.policy, one);
        let which = Which::Saved(id, world.named(id).await.version);
        service.save_policy(&world.office, which, "Nuits", two).await.unwrap();

        for evil in ["a\r\nSet-Cookie: x=1", "Nuits\u{202e}"] {
            let refused = service.save_policy(&world.office, Which::New, evil, good()).await.unwrap_err();
            assert_eq!(fields(refused).len(), 1, "{evil:?}");
        }
        let default = service.policies(&world.office).await.unwrap();
        let default = default.policies.iter().find(|it| it.is_default).unwrap().id;
        assert_eq!(service.delete_policy(&world.office, default).await.unwrap(), Deleted::IsDefault);
    })
    .await;
}

#[tokio::test]
async fn a_team_is_paged_by_the_channels_of_its_step_and_whoever_lacks_one_by_another() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "manager").await;
        for (id, name, phone) in
            [(world.marie, "Marie Leroy", "+33611111111"), (world.karim, "Karim Haddad", "")]
        {
            let form = StaffForm {
                name: name.to_owned(),
                email: format!("{}@office.example", name.to_lowercase().replace(' ', ".")),
                phone: phone.to_owned(),
                role: "agent".to_owned(),
                locale: "fr".to_owned(),
                all_tenants: true,
                team: "Système".to_owned(),
                ..StaffForm::default()
            };
            world.service.save_staff(&world.office, id, &form).await.unwrap();
        }
        let teams = world.service.teams(&world.office).await.unwrap();
        assert_eq!((teams.len(), teams[0].members.len()), (1, 2), "one team, for both");
        let channels = vec![StepChannel { by: Channel::Sms, after_minutes: 0 }];
        let step = Step { channels, ..Step::usual(5, vec![Target::Team(teams[0].id)]) };
        let policy = Policy { steps: vec![step], repeat: 0 };
        let id = world.service.save_policy(&world.office, Which::New, "Système", policy).await.unwrap();
        world.choose_for_urgent(Some(id)).await;

        let moments = world.rehearsed(id).await;
        let mut expected = vec![(world.marie, Channel::Sms), (world.karim, Channel::Email)];
        expected.sort_unstable();
        assert_eq!(first_told(&moments), expected);
        assert_eq!(moments[0].lacks, [Lack::NoNumber(world.karim)]);
        assert_eq!(world.paged(&claire).await, expected, "as the dry run says");

        // As long as a policy names it a team stays, also when nobody is in it.
        for staff in [world.marie, world.karim] {
            let form = StaffForm {
                name: "Quelqu’un".to_owned(),
                email: format!("{}@office.example", staff.uuid().simple()),
                role: "agent".to_owned(),
                locale: "fr".to_owned(),
                all_tenants: true,
                ..StaffForm::default()
            };
            world.service.save_staff(&world.office, staff, &form).await.unwrap();
        }
        let moments = world.rehearsed(id).await;
        assert_eq!(moments[0].lacks, [Lack::NobodyInTeam(teams[0].id)]);
        assert_eq!(moments[0].next, moments[0].at, "the next step is due at once");
    })
    .await;
}
