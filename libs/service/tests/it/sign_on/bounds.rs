//! What anybody may begin is bounded: what is kept of it, how often a browser, a company.

use chrono::Duration;
use rappel_domain::{audit::Deed, visibility::Visibility};
use rappel_service::sign_on::{NEWCOMERS, NotDone, Onward, Why};
use rappel_store::identities::{OF_BROWSER, UNDER_WAY};
use rappel_testkit::identity::{Account, Algorithm};

use super::company::{Company, why};
use crate::world::on_each_column;

#[tokio::test]
async fn nobody_has_much_kept_for_them() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        company.provider.sign_in_as(Account::new("s-1", "ada@durand.fr", "Ada"));
        let longest = || {
            let sizes = world.sql("SELECT max(length(sealed)) FROM provider_sign_ins").remove(0);
            sizes.parse::<usize>().unwrap()
        };
        let long = Some(format!("/{}", "x".repeat(100_000)));
        let back =
            company.goes(&world.durand, "browser", Onward { next: long, kept: "a=b".to_owned() }).await;
        assert!(longest() < 4_000, "{}", longest());
        let (_, came) = company.returns(&world.durand, "browser", &back).await.unwrap();
        assert_eq!(came, Onward { next: None, kept: "a=b".to_owned() });
        // What is six times as long once it is written down.
        let kept = "\u{1}".repeat(16 * 1024);
        let back = company.goes(&world.durand, "browser", Onward { next: None, kept }).await;
        assert!(longest() < 25_000, "{}", longest());
        let (_, came) = company.returns(&world.durand, "browser", &back).await.unwrap();
        assert_eq!(came, Onward::default());
    })
    .await;
}

#[tokio::test]
async fn a_browser_is_under_way_so_often_and_a_company_too() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        company.set(&world.nunes, "durand.fr").await;
        company.provider.sign_in_as(Account::new("s-1", "ada@durand.fr", "Ada"));
        let mut begun = Vec::new();
        for _ in 0..=OF_BROWSER {
            begun.push(company.goes(&world.durand, "browser", Onward::default()).await);
            world.clock.advance(Duration::seconds(1));
        }
        assert_eq!(why(company.returns(&world.durand, "browser", &begun[0]).await), Why::Over, "the oldest");
        assert!(company.returns(&world.durand, "browser", &begun[1]).await.is_ok());
        // Others fill the company up.
        let guest = world.store().doors().guest(world.durand.id).await.unwrap();
        let tx = world.store().write(&guest).await.unwrap();
        let until = tx.clock().now() + Duration::minutes(10);
        for number in 0..UNDER_WAY {
            let hash = rappel_service::sha256(&number.to_string());
            tx.identities().begin_provider_sign_in(&hash, &hash, b"sealed", until).await.unwrap();
        }
        tx.commit().await.unwrap();
        let rows = "SELECT count(*) FROM provider_sign_ins";
        assert_eq!(world.sql(rows), [UNDER_WAY.to_string()]);
        // The one that was there before them is gone by now.
        assert_eq!(why(company.returns(&world.durand, "browser", &begun[2]).await), Why::Over);
        let begins = async |tenant| {
            company.service.begin_sign_on(tenant, "https://a.example", "another", Onward::default()).await
        };
        let mine = begins(world.durand.id).await;
        assert!(mine.is_ok(), "nobody is shut out by them: {mine:?}");
        assert_eq!(world.sql(rows), [UNDER_WAY.to_string()], "the oldest went for it");
        // Another company is none the worse.
        assert!(begins(world.nunes.id).await.is_ok());
        world.clock.advance(Duration::minutes(10));
        let begun: Result<_, NotDone> = begins(world.durand.id).await;
        assert!(begun.is_ok(), "{begun:?}");
    })
    .await;
}

#[tokio::test]
async fn newcomers_see_their_own_and_come_so_many_an_hour() {
    on_each_column(|world| async move {
        let company = Company::new(&world, Algorithm::Es256).await;
        world.with_password("Claire Martin", "manager").await;
        world.with_password("Luc Petit", "member").await;
        company.provider.sign_in_as(Account::new("s-1", "ada@durand.fr", "Ada"));
        let token = company.comes(&world.durand).await.unwrap();
        let ada = company.reader(&world.durand, &token).await;
        assert_eq!(ada.visibility, Some(Visibility::Own), "whatever members of the company see");
        let told = || world.sql("SELECT count(*) FROM deliveries WHERE news = 'newcomer'").remove(0);
        assert_eq!(told(), "1", "the manager alone");
        let scope = world.office.on(world.durand.id).unwrap();
        let tx = world.store().write(&scope).await.unwrap();
        for _ in 1..NEWCOMERS {
            tx.audit().note(Some(ada.id), &Deed::PersonJoined).await.unwrap();
        }
        tx.commit().await.unwrap();
        company.provider.sign_in_as(Account::new("s-2", "zoe@durand.fr", "Zoé"));
        let before = company.people();
        assert_eq!(why(company.comes(&world.durand).await), Why::TooManyNewcomers);
        assert_eq!(company.people(), before);
        // Whoever is known comes in, and newcomers an hour later.
        company.provider.sign_in_as(Account::new("s-1", "ada@durand.fr", "Ada"));
        company.comes(&world.durand).await.unwrap();
        world.clock.advance(Duration::hours(1));
        company.provider.sign_in_as(Account::new("s-2", "zoe@durand.fr", "Zoé"));
        company.comes(&world.durand).await.unwrap();
    })
    .await;
}
