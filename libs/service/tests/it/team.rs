//! Who may make whom of the team and of a company what.

use rappel_domain::{id::StaffId, role::StaffRole};
use rappel_service::{
    Error, Invalid, Reason, Staff, StaffScope, people::Disabled, team::StaffForm, tenants::TenantForm,
};

use crate::world::{World, on_each_column};

fn as_it_is(world: &World, staff: &Staff) -> StaffForm {
    let slugs = [&world.durand, &world.nunes].into_iter().filter(|it| staff.tenants.contains(&it.id));
    StaffForm {
        name: staff.name.clone(),
        email: staff.email.clone(),
        user_name: staff.user_name.clone(),
        phone: staff.phone.as_ref().map(|it| it.e164().to_owned()).unwrap_or_default(),
        role: staff.role.as_str().to_owned(),
        locale: staff.locale.tag().to_owned(),
        all_tenants: staff.all_tenants,
        tenants: slugs.map(|it| it.slug.clone()).collect(),
        team: String::new(),
        is_disabled: staff.disabled_at.is_some(),
    }
}

async fn form_of(world: &World, id: StaffId) -> StaffForm {
    as_it_is(world, &world.service.staff(&world.office, id).await.unwrap())
}

/// Adds an administrator of Durand alone; their right, and who they are.
async fn admin_of_durand(world: &World) -> (StaffScope, StaffId) {
    let form = StaffForm {
        name: "Lucie Admin".to_owned(),
        email: "lucie@office.example".to_owned(),
        user_name: "lucie".to_owned(),
        role: StaffRole::Admin.as_str().to_owned(),
        locale: "fr".to_owned(),
        tenants: vec![world.durand.slug.clone()],
        ..StaffForm::default()
    };
    let id = world.service.add_staff(&world.office, &form).await.unwrap();
    (signed_in(world, id).await, id)
}

async fn signed_in(world: &World, id: StaffId) -> StaffScope {
    let staff = world.service.staff(&world.office, id).await.unwrap();
    let hash = rappel_service::sha256(&format!("{id} {}", staff.session_epoch));
    world.store().doors().sign_in_staff(&staff, &hash).await.unwrap()
}

#[tokio::test]
async fn an_administrator_of_some_companies_gives_no_other() {
    on_each_column(|world| async move {
        let (lucie, id) = admin_of_durand(&world).await;
        let service = &world.service;
        let not_a_choice = |answer: Result<(), Error>| match answer {
            Err(Error::Invalid(invalid)) => {
                assert_eq!(invalid, [Invalid::new("tenants", Reason::NotAChoice)]);
            }
            other => panic!("{other:?}"),
        };
        let own = form_of(&world, id).await;
        let wide = StaffForm { all_tenants: true, ..own.clone() };
        not_a_choice(service.save_staff(&lucie, id, &wide).await);
        let other = StaffForm { tenants: vec![world.nunes.slug.clone()], ..own.clone() };
        not_a_choice(service.save_staff(&lucie, id, &other).await);
        let added = StaffForm { user_name: "new".to_owned(), email: "new@office.example".to_owned(), ..wide };
        not_a_choice(service.add_staff(&lucie, &added).await.map(|_| ()));

        let company = TenantForm {
            name: "Neuve".to_owned(),
            brand_color: "#003189".to_owned(),
            locale: "fr".to_owned(),
            ..TenantForm::default()
        };
        let answer = service.add_tenant(&lucie, &company).await;
        assert!(matches!(answer, Err(Error::Forbidden)), "they would not see it: {answer:?}");
        service.add_tenant(&world.office, &company).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_administrator_of_some_companies_takes_over_nobody_who_sees_more() {
    on_each_column(|world| async move {
        let (lucie, _) = admin_of_durand(&world).await;
        let service = &world.service;
        // Paul sees all; Karim sees both, each named.
        let mut both = form_of(&world, world.karim).await;
        both.all_tenants = false;
        both.tenants = vec![world.durand.slug.clone(), world.nunes.slug.clone()];
        service.save_staff(&world.office, world.karim, &both).await.unwrap();

        for id in [world.paul, world.karim] {
            let now = form_of(&world, id).await;
            let changes = [
                StaffForm { email: "lucie+paul@office.example".to_owned(), ..now.clone() },
                StaffForm { phone: "+33655555555".to_owned(), ..now.clone() },
                StaffForm { is_disabled: true, ..now.clone() },
                StaffForm {
                    role: if now.role == "admin" { "agent" } else { "admin" }.to_owned(),
                    ..now.clone()
                },
            ];
            for change in changes {
                let change = StaffForm { tenants: vec![world.durand.slug.clone()], ..change };
                let answer = service.save_staff(&lucie, id, &change).await;
                assert!(matches!(answer, Err(Error::Forbidden)), "{change:?}: {answer:?}");
            }
        }
        let narrower = StaffForm {
            all_tenants: false,
            tenants: vec![world.durand.slug.clone()],
            ..form_of(&world, world.paul).await
        };
        let answer = service.save_staff(&lucie, world.paul, &narrower).await;
        assert!(matches!(answer, Err(Error::Forbidden)), "{answer:?}");

        // A team is paged for every company.
        service
            .save_staff(&world.office, world.karim, &StaffForm { team: "N1".to_owned(), ..both.clone() })
            .await
            .unwrap();
        let out =
            StaffForm { tenants: vec![world.durand.slug.clone()], ..form_of(&world, world.karim).await };
        let answer = service.save_staff(&lucie, world.karim, &out).await;
        assert!(matches!(answer, Err(Error::Forbidden)), "{answer:?}");
        assert_eq!(service.teams(&world.office).await.unwrap()[0].members, [world.karim]);
        service.save_staff(&world.office, world.karim, &both).await.unwrap();

        // What is not on Lucie's form stays; what is on it she may take.
        let seen =
            StaffForm { tenants: vec![world.durand.slug.clone()], ..form_of(&world, world.karim).await };
        service.save_staff(&lucie, world.karim, &seen).await.unwrap();
        let mut kept = service.staff(&world.office, world.karim).await.unwrap().tenants;
        kept.sort_unstable();
        let mut both = vec![world.durand.id, world.nunes.id];
        both.sort_unstable();
        assert_eq!(kept, both);
        let without = StaffForm { tenants: Vec::new(), ..seen };
        service.save_staff(&lucie, world.karim, &without).await.unwrap();
        assert_eq!(service.staff(&world.office, world.karim).await.unwrap().tenants, [world.nunes.id]);
    })
    .await;
}

#[tokio::test]
async fn two_administrators_who_switch_each_other_off_leave_one() {
    on_each_column(|world| async move {
        let service = &world.service;
        let mut form = form_of(&world, world.karim).await;
        form.role = "admin".to_owned();
        service.save_staff(&world.office, world.karim, &form).await.unwrap();
        for round in 0..5 {
            let [karim, paul] = [form_of(&world, world.karim).await, form_of(&world, world.paul).await];
            let [karim, paul] = [karim, paul].map(|form| StaffForm { is_disabled: true, ..form });
            let (one, other) = tokio::join!(
                service.save_staff(&world.office, world.karim, &karim),
                service.save_staff(&world.office, world.paul, &paul),
            );
            assert!(one.is_ok() != other.is_ok(), "round {round}: {one:?} {other:?}");
            for id in [world.karim, world.paul] {
                let again = StaffForm { is_disabled: false, ..form_of(&world, id).await };
                service.save_staff(&world.office, id, &again).await.unwrap();
            }
        }
    })
    .await;
}

#[tokio::test]
async fn two_managers_who_switch_each_other_off_leave_one() {
    on_each_column(|world| async move {
        let service = &world.service;
        let claire = world.person(&world.durand, "Claire Martin", "manager").await;
        let luc = world.person(&world.durand, "Luc Durand", "manager").await;
        let [of_claire, of_luc] =
            [service.account(&claire).await.unwrap().0.id, service.account(&luc).await.unwrap().0.id];
        for round in 0..5 {
            let (one, other) = tokio::join!(
                service.set_disabled(&claire, of_luc, Disabled::Yes),
                service.set_disabled(&luc, of_claire, Disabled::Yes),
            );
            assert!(one.is_ok() != other.is_ok(), "round {round}: {one:?} {other:?}");
            let (left, refused, gone) =
                if one.is_ok() { (&claire, other, of_luc) } else { (&luc, one, of_claire) };
            assert!(
                matches!(refused, Err(Error::Forbidden)),
                "who was switched off does nothing: {refused:?}"
            );
            service.set_disabled(left, gone, Disabled::No).await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn a_leavers_number_is_their_successors() {
    on_each_column(|world| async move {
        let service = &world.service;
        let numbered = |form: StaffForm| StaffForm { phone: "+33611111111".to_owned(), ..form };
        let taken = |answer: Result<(), Error>| match answer {
            Err(Error::Invalid(invalid)) => assert_eq!(invalid, [Invalid::new("phone", Reason::Taken)]),
            other => panic!("{other:?}"),
        };
        // Marie has it.
        taken(
            service
                .save_staff(&world.office, world.karim, &numbered(form_of(&world, world.karim).await))
                .await,
        );
        let own = signed_in(&world, world.karim).await;
        taken(service.save_own_staff(&own, &own_form("Karim", "+33611111111")).await);

        let gone = StaffForm { is_disabled: true, ..form_of(&world, world.marie).await };
        service.save_staff(&world.office, world.marie, &gone).await.unwrap();
        let successor = numbered(form_of(&world, world.karim).await);
        service.save_staff(&world.office, world.karim, &successor).await.unwrap();
        let phone = rappel_domain::phone::Phone::from_e164_trusted("+33611111111");
        let (_, found) = world.store().doors().staff_by_phone(&phone).await.unwrap().unwrap();
        assert_eq!(found.id, world.karim, "a reply from it is the successor's");
        let back = StaffForm { is_disabled: false, ..gone };
        taken(service.save_staff(&world.office, world.marie, &back).await);
    })
    .await;
}

fn own_form(name: &str, phone: &str) -> rappel_service::team::OwnForm {
    rappel_service::team::OwnForm {
        name: name.to_owned(),
        phone: phone.to_owned(),
        locale: "fr".to_owned(),
        shift_lead: "24".to_owned(),
    }
}
