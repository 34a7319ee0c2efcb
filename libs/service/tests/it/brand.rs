//! Who may change what a company looks like, and what is noted of it.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use rappel_domain::{
    audit::Deed,
    brand::{LogoRefusal, Picture},
    id::StaffId,
    role::StaffRole,
};
use rappel_service::{Error, Invalid, Reason, StaffScope, Tenant, people::Wanted, team::StaffForm};

use crate::world::{World, on_each_column};

fn file(blue: u8) -> Vec<u8> {
    let image = RgbaImage::from_pixel(64, 64, Rgba([10, 20, blue, 255]));
    let mut file = Cursor::new(Vec::new());
    DynamicImage::from(image).write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner()
}

/// Adds somebody who sees Durand alone.
async fn of_durand(world: &World, role: StaffRole) -> StaffScope {
    let form = StaffForm {
        name: "Lucie Martin".to_owned(),
        email: format!("{}@office.example", role.as_str()),
        user_name: format!("lucie.{}", role.as_str()),
        role: role.as_str().to_owned(),
        locale: "fr".to_owned(),
        tenants: vec![world.durand.slug.clone()],
        ..StaffForm::default()
    };
    let id: StaffId = world.service.add_staff(&world.office, &form).await.unwrap();
    let staff = world.service.staff(&world.office, id).await.unwrap();
    let hash = rappel_service::sha256(&format!("{id} {}", staff.session_epoch));
    world.store().doors().sign_in_staff(&staff, &hash).await.unwrap()
}

impl World {
    async fn as_it_is(&self, tenant: &Tenant) -> Tenant {
        let all = self.service.tenants(&self.office).await.unwrap();
        all.into_iter().find(|it| it.id == tenant.id).unwrap()
    }

    async fn brand_deeds(&self, tenant: &Tenant) -> Vec<Deed> {
        let scope = self.office.on(tenant.id).unwrap();
        let (history, _) = self.service.people_history(&scope, &Wanted::default(), None, 100).await.unwrap();
        let deeds = history.into_iter().map(|it| it.deed);
        deeds
            .filter(|deed| {
                matches!(deed, Deed::LogoChanged { .. } | Deed::LogoRemoved | Deed::ColourChanged { .. })
            })
            .collect()
    }
}

#[tokio::test]
async fn every_change_is_in_the_audit_and_no_change_is_not() {
    on_each_column(|world| async move {
        let (service, durand) = (&world.service, world.durand.id);
        let lucie = of_durand(&world, StaffRole::Admin).await;
        service.save_logo(&lucie, durand, file(90)).await.unwrap();
        service.save_logo(&lucie, durand, file(90)).await.unwrap();
        let first = world.as_it_is(&world.durand).await.logo.unwrap();
        for which in Picture::ALL {
            assert!(service.logo(durand, &first.hash, which).await.unwrap().is_some());
            assert_eq!(service.logo(world.nunes.id, &first.hash, which).await.unwrap(), None);
        }
        service.save_logo(&lucie, durand, file(200)).await.unwrap();
        let second = world.as_it_is(&world.durand).await.logo.unwrap();
        assert_eq!(service.logo(durand, &first.hash, Picture::Header).await.unwrap(), None);
        service.save_colour(&lucie, durand, "#FFD500").await.unwrap();
        service.save_colour(&lucie, durand, "#ffd500").await.unwrap();
        service.remove_logo(&lucie, durand).await.unwrap();
        service.remove_logo(&lucie, durand).await.unwrap();
        assert_eq!(service.logo(durand, &second.hash, Picture::Header).await.unwrap(), None);

        let now = world.as_it_is(&world.durand).await;
        assert_eq!((now.logo, now.brand_color.as_str()), (None, "#ffd500"));
        let expected = [
            Deed::LogoRemoved,
            Deed::ColourChanged { from: world.durand.brand_color.clone(), to: now.brand_color.clone() },
            Deed::LogoChanged { hash: second.hash },
            Deed::LogoChanged { hash: first.hash },
        ];
        assert_eq!(world.brand_deeds(&world.durand).await, expected);
        assert_eq!(world.brand_deeds(&world.nunes).await, []);
        assert_eq!(service.verify_audits().await.unwrap(), []);
    })
    .await;
}

/// The operator's logo is noted in its own audit, and whoever sees some companies only may not change it.
#[tokio::test]
async fn the_operators_logo_is_changed_by_those_who_set_everything_up() {
    on_each_column(|world| async move {
        let service = &world.service;
        let lucie = of_durand(&world, StaffRole::Admin).await;
        for refused in
            [service.save_operator_logo(&lucie, file(90)).await, service.remove_operator_logo(&lucie).await]
        {
            assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
        }
        // By the way of a company's logo it is none.
        let operator = service.operator().await.unwrap().unwrap();
        let around = service.save_logo(&world.office, operator.id, file(90)).await;
        assert!(matches!(around, Err(Error::NotFound)), "{around:?}");

        service.save_operator_logo(&world.office, file(90)).await.unwrap();
        service.save_operator_logo(&world.office, file(90)).await.unwrap();
        let logo = service.operator().await.unwrap().unwrap().logo.unwrap();
        for which in Picture::ALL {
            assert!(service.logo(operator.id, &logo.hash, which).await.unwrap().is_some());
            assert_eq!(service.logo(world.durand.id, &logo.hash, which).await.unwrap(), None);
        }
        match service.save_operator_logo(&world.office, b"<svg/>".to_vec()).await {
            Err(Error::Invalid(invalid)) => {
                assert_eq!(invalid, [Invalid::new("logo", Reason::Text(LogoRefusal::Svg.key()))]);
            }
            other => panic!("{other:?}"),
        }
        service.remove_operator_logo(&world.office).await.unwrap();
        assert_eq!(service.operator().await.unwrap().unwrap().logo, None);
        assert_eq!(service.logo(operator.id, &logo.hash, Picture::Icon).await.unwrap(), None);
        let expected = [Deed::LogoRemoved, Deed::LogoChanged { hash: logo.hash }];
        assert_eq!(world.brand_deeds(&operator).await, expected);
        assert_eq!(world.brand_deeds(&world.durand).await, []);
        assert_eq!(service.verify_audits().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn who_may_not_or_sees_it_not_changes_nothing() {
    on_each_column(|world| async move {
        let (service, durand, nunes) = (&world.service, world.durand.id, world.nunes.id);
        let admin = of_durand(&world, StaffRole::Admin).await;
        let agent = of_durand(&world, StaffRole::Agent).await;
        let tries = async |who: &StaffScope, tenant| {
            [
                service.save_colour(who, tenant, "#ffd500").await,
                service.save_logo(who, tenant, file(90)).await,
                service.remove_logo(who, tenant).await,
            ]
        };
        for answer in tries(&agent, durand).await {
            assert!(matches!(answer, Err(Error::Forbidden)), "{answer:?}");
        }
        for answer in tries(&admin, nunes).await {
            assert!(matches!(answer, Err(Error::NotFound)), "{answer:?}");
        }
        for (file, why) in [(Vec::new(), LogoRefusal::Missing), (b"<svg/>".to_vec(), LogoRefusal::Svg)] {
            match service.save_logo(&admin, durand, file).await {
                Err(Error::Invalid(invalid)) => {
                    assert_eq!(invalid, [Invalid::new("logo", Reason::Text(why.key()))]);
                }
                other => panic!("{other:?}"),
            }
        }
        for (tenant, before) in [(&world.durand, &world.durand), (&world.nunes, &world.nunes)] {
            let now = world.as_it_is(tenant).await;
            assert_eq!((now.logo, now.brand_color), (None, before.brand_color.clone()));
            assert_eq!(world.brand_deeds(tenant).await, []);
        }
    })
    .await;
}
