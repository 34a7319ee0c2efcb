//! What a company says for itself, and what it has from the operator.

use chrono::Duration;
use rappel_domain::{
    Actor, Locale,
    audit::{Deed, SettingsPart as Part},
    company::StaffNames,
    job::{Job, Lane},
    visibility::Visibility,
};
use rappel_service::{
    Error, Scope,
    company::CompanyForm,
    intake::Draft,
    sending::{Outgoing, Ready},
    settings::OperatorForm,
    tenants::TenantForm,
    tickets::Note,
    timeline::Entry,
};
use rappel_store::audit::Wanted;

use super::world::{World, on_each_column};

/// The operator's form as it is, with other settings of all companies.
fn for_all(company: CompanyForm) -> OperatorForm {
    OperatorForm {
        name: "Assistance".to_owned(),
        promise_minutes: "15".to_owned(),
        close_after_days: "15".to_owned(),
        company,
        ..OperatorForm::default()
    }
}

fn for_durand(locale: &str, company: CompanyForm) -> TenantForm {
    TenantForm {
        name: "Durand & Fils".to_owned(),
        locale: locale.to_owned(),
        time_zone: "operator".to_owned(),
        company,
        ..TenantForm::default()
    }
}

impl World {
    /// Durand requires a second step of everybody.
    pub(crate) async fn require_second_step(&self) {
        let paul = self.at_desk(self.paul).await;
        let required = CompanyForm { second_step: "yes".to_owned(), ..CompanyForm::default() };
        self.service.save_tenant(&paul, "durand-fils", &for_durand("fr", required)).await.unwrap();
    }
}

/// What Paul has changed, the newest first.
async fn audit(world: &World, scope: &Scope) -> Vec<Deed> {
    let tx = world.store().read(scope).await.unwrap();
    let (mut noted, _) = tx.audit().latest(&Wanted::default(), None, 10).await.unwrap();
    // It was made before he came.
    noted.retain(|it| it.deed != Deed::CompanyAdded);
    assert!(noted.iter().all(|it| it.by == Actor::Staff(world.paul)), "{noted:?}");
    noted.into_iter().map(|it| it.deed).collect()
}

/// An ordinary ticket with an answer of Marie's.
async fn answered(world: &World, claire: &Scope) -> i64 {
    let form = world.service.ticket_form(claire, None).await.unwrap();
    let draft = Draft {
        category: form.categories[0].id.to_string(),
        description: "Une question".to_owned(),
        ..Draft::default()
    };
    let number = world.service.open_ticket(claire, &draft, &[]).await.unwrap().number;
    let marie = world.staff_on(world.marie, &world.durand).await;
    let note = Note { body: "Oui".to_owned(), seen: Some(1), ..Note::default() };
    world.service.answer(&marie, number, &note, &[]).await.unwrap();
    number
}

/// The e-mail that announces the answer, as it would be written now.
async fn announcement(world: &World) -> Outgoing {
    let store = world.store();
    let claimed = store.claim(world.durand.id, Lane::Normal, 50, Duration::seconds(15)).await.unwrap();
    for job in claimed {
        let Job::Deliver { delivery } = job.job else { continue };
        let ready = world.service.outgoing(&store.doors().job(&job), delivery).await.unwrap();
        if let Ready::Send(outgoing) = ready
            && outgoing.answer.is_some()
        {
            return *outgoing;
        }
    }
    panic!("nobody is told of the answer");
}

#[tokio::test]
async fn a_company_follows_the_operator_until_it_says_something_itself() {
    on_each_column(|world| async move {
        let paul = world.at_desk(world.paul).await;
        let marie = world.at_desk(world.marie).await;
        let said = CompanyForm {
            reminder_days: "5".to_owned(),
            sender_name: "Support".to_owned(),
            signature: "\nBien à vous,\r\nL’équipe \n".to_owned(),
            second_step: "yes".to_owned(),
            ..CompanyForm::default()
        };
        let form = OperatorForm {
            locale: "en".to_owned(),
            time_zone: "America/Montreal".to_owned(),
            members_see: "company".to_owned(),
            terms_en: "Be kind.".to_owned(),
            ..for_all(said)
        };
        let refused = world.service.save_settings(&marie, &form).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
        world
            .service
            .save_tenant(&paul, "durand-fils", &for_durand("operator", CompanyForm::default()))
            .await
            .unwrap();
        world.service.save_settings(&paul, &form).await.unwrap();
        let durand = world.service.effective(world.durand.id).await.unwrap();
        assert_eq!((durand.tenant.locale, durand.tenant.time_zone.name()), (Locale::En, "America/Montreal"));
        assert_eq!((durand.company.reminder_days(), durand.reminder_days()), (5, 5));
        assert_eq!(durand.company.signature.as_deref(), Some("Bien à vous,\nL’équipe"));
        // Who has terms has them in the language in which there are some.
        for reader in [Locale::En, Locale::Fr] {
            assert_eq!(durand.terms.read(reader), Some((Locale::En, "Be kind.")));
        }
        let on_durand = world.staff_on(world.paul, &world.durand).await;
        let rules = world.service.company_rules(&on_durand).await.unwrap();
        assert_eq!((rules.own_visibility, rules.members_see), (None, Visibility::Company));
        assert!(rules.second_step);
        // What the other has said stays as it is.
        let nunes = world.service.effective(world.nunes.id).await.unwrap();
        assert_eq!((nunes.tenant.locale, nunes.tenant.time_zone.name()), (Locale::En, "Europe/Paris"));

        // Its own, then the operator's again.
        let own = CompanyForm {
            reminder_days: "0".to_owned(),
            second_step: "no".to_owned(),
            ..CompanyForm::default()
        };
        let own = TenantForm { members_see: "own".to_owned(), ..for_durand("fr", own) };
        let own = TenantForm { terms_fr: "Soyez aimables.".to_owned(), ..own };
        world.service.save_tenant(&paul, "durand-fils", &own).await.unwrap();
        let durand = world.service.effective(world.durand.id).await.unwrap();
        assert_eq!((durand.tenant.locale, durand.reminder_days()), (Locale::Fr, 0));
        for reader in [Locale::En, Locale::Fr] {
            assert_eq!(
                durand.terms.read(reader),
                Some((Locale::Fr, "Soyez aimables.")),
                "never two contracts"
            );
        }
        let rules = world.service.company_rules(&on_durand).await.unwrap();
        assert_eq!((rules.own_visibility, rules.second_step), (Some(Visibility::Own), false));
        let back = TenantForm {
            members_see: "operator".to_owned(),
            ..for_durand("operator", CompanyForm::default())
        };
        world.service.save_tenant(&paul, "durand-fils", &back).await.unwrap();
        let durand = world.service.effective(world.durand.id).await.unwrap();
        assert_eq!((durand.tenant.locale, durand.reminder_days()), (Locale::En, 5));
        let rules = world.service.company_rules(&on_durand).await.unwrap();
        assert_eq!((rules.own_visibility, rules.members_see), (None, Visibility::Company));
        assert!(rules.second_step);

        // Each of it stands in the audit, that of the operator with everybody for whom it counts.
        let sees = |sees| Deed::MembersSee { sees };
        let changed = |parts: &[Part]| Deed::SettingsChanged { parts: parts.into() };
        let followed = |parts: &[Part]| Deed::FollowedSettingsChanged { parts: parts.into() };
        let rest = [Part::Reminder, Part::Sender, Part::Signature, Part::SecondStep, Part::Terms];
        let expected = [
            sees(Visibility::Company),
            changed(&[Part::Language, Part::Reminder, Part::SecondStep, Part::Terms]),
            sees(Visibility::Own),
            changed(&[Part::Language, Part::Reminder, Part::SecondStep, Part::Terms]),
            sees(Visibility::Company),
            followed(&[&[Part::Language, Part::TimeZone, Part::Phone][..], &rest].concat()),
            changed(&[Part::Language, Part::TimeZone]),
        ];
        assert_eq!(audit(&world, &on_durand).await, expected);
        let on_nunes = world.staff_on(world.paul, &world.nunes).await;
        let expected = [sees(Visibility::Company), followed(&[&[Part::Phone][..], &rest].concat())];
        assert_eq!(audit(&world, &on_nunes).await, expected);
        let operators = paul.on(paul.operator()).unwrap();
        let all = [&[Part::Language, Part::TimeZone, Part::Phone, Part::LastResort][..], &rest].concat();
        assert_eq!(audit(&world, &operators).await, [sees(Visibility::Company), changed(&all)]);

        // Saved once more, nothing changed; a company that says it itself hears nothing of what it does not follow.
        world.service.save_settings(&paul, &form).await.unwrap();
        assert_eq!(audit(&world, &operators).await.len(), 2);
        let own = CompanyForm { second_step: "yes".to_owned(), ..CompanyForm::default() };
        let own = TenantForm { members_see: "own".to_owned(), ..for_durand("operator", own) };
        world.service.save_tenant(&paul, "durand-fils", &own).await.unwrap();
        let company = CompanyForm { second_step: "no".to_owned(), ..form.company.clone() };
        let form = OperatorForm { members_see: "own".to_owned(), company, ..form };
        world.service.save_settings(&paul, &form).await.unwrap();
        let expected = [sees(Visibility::Own), changed(&[Part::SecondStep])];
        assert_eq!(audit(&world, &on_durand).await[..2], expected);
        let expected = [sees(Visibility::Own), followed(&[Part::SecondStep])];
        assert_eq!(audit(&world, &on_nunes).await[..2], expected);
        for scope in [&on_durand, &on_nunes, &operators] {
            let chain = world.store().snapshot(scope).await.unwrap().audit().verify().await.unwrap();
            assert_eq!(chain, Ok(()));
        }
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_set_is_refused_field_by_field() {
    on_each_column(|world| async move {
        let paul = world.at_desk(world.paul).await;
        let mut hours: [String; 7] = std::array::from_fn(|_| String::new());
        hours[0] = "9h-12h".to_owned();
        let wrong = CompanyForm {
            reminder_days: "31".to_owned(),
            sender_name: "A\nB".to_owned(),
            reply_to: "nobody".to_owned(),
            signature: "x".repeat(501),
            staff_names: "initials".to_owned(),
            second_step: "perhaps".to_owned(),
            hours_of: "own".to_owned(),
            hours,
            holidays: "Noël".to_owned(),
            conformity: "full".to_owned(),
            ..CompanyForm::default()
        };
        let refused = world.service.save_tenant(&paul, "durand-fils", &for_durand("fr", wrong)).await;
        let Err(Error::Invalid(fields)) = refused else { panic!("{refused:?}") };
        let names: Vec<_> = fields.iter().map(|it| it.field.as_ref()).collect();
        let expected = [
            "reminder_days",
            "sender_name",
            "reply_to",
            "signature",
            "staff_names",
            "second_step",
            "hours_mon",
            "holidays",
            "conformity",
        ];
        assert_eq!(names, expected);
        let kept = world.service.effective(world.durand.id).await.unwrap();
        assert_eq!(kept.tenant.settings, Box::default(), "nothing of it was kept");
    })
    .await;
}

#[tokio::test]
async fn clients_read_names_of_staff_as_their_company_wants_everywhere() {
    on_each_column(|world| async move {
        let paul = world.at_desk(world.paul).await;
        let claire = world.person(&world.durand, "Claire Martin", "manager").await;
        let number = answered(&world, &claire).await;
        for (names, shown, of_paul) in [
            (StaffNames::First, "Marie", "Paul"),
            (StaffNames::Operator, "Assistance", "Assistance"),
            (StaffNames::Full, "Marie Leroy", "Paul Admin"),
        ] {
            let said = CompanyForm { staff_names: names.as_str().to_owned(), ..CompanyForm::default() };
            world.service.save_tenant(&paul, "durand-fils", &for_durand("fr", said)).await.unwrap();
            let view = world.service.ticket(&claire, number).await.unwrap();
            assert_eq!(view.assignee.as_deref(), Some(shown));
            let author = view.timeline.iter().rev().find_map(|entry| match entry {
                Entry::Message(message) => Some(message.by.name.clone()),
                Entry::Fact(_) => None,
            });
            assert_eq!(author.as_deref(), Some(shown));
            let taken = view.timeline.iter().find_map(|entry| match entry {
                Entry::Fact(fact) => fact.staff.clone(),
                Entry::Message(_) => None,
            });
            assert_eq!(taken.as_deref(), Some(shown));
            let (log, _) = world.service.people_history(&claire, &Wanted::default(), None, 1).await.unwrap();
            assert_eq!(log[0].by.name, of_paul);
            // Whoever works the ticket reads who has it.
            let staff = world.staff_on(world.karim, &world.durand).await;
            let view = world.service.ticket(&staff, number).await.unwrap();
            assert_eq!(view.assignee.as_deref(), Some("Marie Leroy"));
        }
        let said = CompanyForm { staff_names: "first".to_owned(), ..CompanyForm::default() };
        world.service.save_tenant(&paul, "durand-fils", &for_durand("fr", said)).await.unwrap();
        let mail = announcement(&world).await;
        assert_eq!(mail.answer.map(|(author, _)| author).as_deref(), Some("Marie"));
    })
    .await;
}

#[tokio::test]
async fn a_reminder_comes_as_many_days_before_as_is_set() {
    on_each_column(|world| async move {
        let paul = world.at_desk(world.paul).await;
        let claire = world.person(&world.durand, "Claire Martin", "manager").await;
        let reminders = || {
            world.sql("SELECT count(*) FROM jobs WHERE kind = 'remind_closing' AND state = 'ready'")[0]
                .clone()
        };
        let set = async |days: &str| {
            let said = CompanyForm { reminder_days: days.to_owned(), ..CompanyForm::default() };
            world.service.save_tenant(&paul, "durand-fils", &for_durand("fr", said)).await.unwrap();
        };
        set("0").await;
        let number = answered(&world, &claire).await;
        assert_eq!(reminders(), "0");
        // What an undo makes good for follows the same setting.
        world.service.close(&claire, number).await.unwrap();
        world.service.undo_close(&claire, number).await.unwrap();
        assert_eq!(reminders(), "0");
        set("7").await;
        answered(&world, &claire).await;
        assert_eq!(reminders(), "1");
        let store = world.store();
        world.clock.advance(Duration::days(8) - Duration::minutes(1));
        let due = async || {
            let claimed = store.claim(world.durand.id, Lane::Normal, 50, Duration::seconds(1)).await.unwrap();
            claimed.iter().any(|it| matches!(it.job, Job::RemindClosing { .. }))
        };
        assert!(!due().await, "not yet");
        world.clock.advance(Duration::minutes(1));
        assert!(due().await, "seven days before the fifteen are over");
    })
    .await;
}

#[tokio::test]
async fn who_has_no_second_step_must_set_one_up_where_the_company_requires_it() {
    on_each_column(|world| async move {
        let paul = world.at_desk(world.paul).await;
        world.person(&world.durand, "Claire Martin", "manager").await;
        let hash = rappel_service::sha256("claire.martin");
        let claire = async || {
            let found = world.store().doors().portal(world.durand.id, &hash).await.unwrap();
            found.unwrap().0
        };
        let must = async || world.service.person_must_enrol(&claire().await).await.unwrap();
        assert!(!must().await);
        // Of the session that is there already, with its next request.
        let required = CompanyForm { second_step: "yes".to_owned(), ..CompanyForm::default() };
        world.service.save_settings(&paul, &for_all(required.clone())).await.unwrap();
        assert!(must().await, "the operator requires it of all");
        let free = CompanyForm { second_step: "no".to_owned(), ..CompanyForm::default() };
        world.service.save_tenant(&paul, "durand-fils", &for_durand("fr", free)).await.unwrap();
        assert!(!must().await, "this company says otherwise");
        world.service.save_tenant(&paul, "durand-fils", &for_durand("fr", required)).await.unwrap();
        assert!(must().await);
        let other = world.person(&world.nunes, "Rita Nunes", "manager").await;
        assert!(
            world.service.person_must_enrol(&other).await.unwrap(),
            "the operator's counts for the other"
        );
    })
    .await;
}

#[tokio::test]
async fn settings_of_a_state_that_is_no_more_are_not_saved() {
    on_each_column(|world| async move {
        let paul = world.at_desk(world.paul).await;
        let stale = |refused: rappel_service::Result<()>| match refused {
            Err(Error::Invalid(invalid)) => {
                let fields: Vec<_> = invalid.iter().map(|it| (it.field.as_ref(), it.reason.key())).collect();
                assert_eq!(fields, [("version", "form-stale")]);
            }
            other => panic!("{other:?}"),
        };
        let version = async || world.service.operator().await.unwrap().unwrap().version.to_string();
        let seen = version().await;
        let form = |version: &str, minutes: &str| OperatorForm {
            version: version.to_owned(),
            promise_minutes: minutes.to_owned(),
            ..for_all(CompanyForm::default())
        };
        world.service.save_settings(&paul, &form(&seen, "20")).await.unwrap();
        stale(world.service.save_settings(&paul, &form(&seen, "30")).await);
        assert_eq!(world.service.operator().await.unwrap().unwrap().promise_minutes, Some(20));
        world.service.save_settings(&paul, &form(&version().await, "30")).await.unwrap();

        let saved = async || world.service.effective(world.durand.id).await.unwrap().tenant;
        let seen = saved().await.version.to_string();
        let form = |version: &str, minutes: &str| TenantForm {
            version: version.to_owned(),
            promise_minutes: minutes.to_owned(),
            ..for_durand("fr", CompanyForm::default())
        };
        world.service.save_tenant(&paul, "durand-fils", &form(&seen, "20")).await.unwrap();
        stale(world.service.save_tenant(&paul, "durand-fils", &form(&seen, "30")).await);
        assert_eq!(saved().await.promise_minutes, Some(20));
        let now = saved().await.version.to_string();
        world.service.save_tenant(&paul, "durand-fils", &form(&now, "30")).await.unwrap();
        assert_eq!(saved().await.promise_minutes, Some(30));
    })
    .await;
}
