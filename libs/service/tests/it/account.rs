//! Own accounts: the code that proves a number.

use chrono::Duration;
use rappel_domain::{
    delivery::News,
    id::TenantId,
    job::Lane,
    phone::{Country, Phone},
};
use rappel_service::{Error, Reason, Scope, account::AccountForm};
use rappel_store::persons::PhoneCode;

use crate::world::{World, on_each_column};

fn with_number(phone: &str) -> AccountForm {
    AccountForm { name: "Claire Martin".to_owned(), phone: phone.to_owned(), ..AccountForm::default() }
}

/// The newest code that waits to be sent.
async fn code(world: &World, tenant: TenantId) -> String {
    let store = world.store();
    let mut codes = Vec::new();
    for lane in [Lane::Normal, Lane::Urgent] {
        for job in store.claim(tenant, lane, 100, Duration::seconds(1)).await.unwrap() {
            let rappel_domain::job::Job::Deliver { delivery } = job.job.clone() else { continue };
            let tx = store.read(&store.doors().job(&job)).await.unwrap();
            if let News::PhoneCode { code } = tx.deliveries().by_id(delivery).await.unwrap().news {
                codes.push((delivery, code));
            }
        }
    }
    codes.into_iter().max().unwrap().1
}

fn is_wrong(answer: &Result<(), Error>) -> bool {
    matches!(answer, Err(Error::Invalid(_)))
}

#[tokio::test]
async fn another_number_does_not_shorten_the_pause_between_codes() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        let service = &world.service;
        service.send_phone_code(&claire).await.unwrap();
        let first = code(&world, world.durand.id).await;
        service.save_account(&claire, &with_number("+33612345679")).await.unwrap();
        let at_once = service.send_phone_code(&claire).await;
        assert!(matches!(at_once, Err(Error::Busy)), "{at_once:?}");
        let of_the_other = service.verify_phone_code(&claire, &first).await;
        assert!(is_wrong(&of_the_other), "a code proves the number that it was sent to: {of_the_other:?}");
        world.clock.advance(Duration::seconds(61));
        service.send_phone_code(&claire).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn another_number_is_told_to_the_mailbox_of_the_account() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        let told = || {
            let about =
                "SELECT channel, payload FROM deliveries WHERE news = 'account_changed' ORDER BY created_at";
            world.sql(about)
        };
        let save = async |phone: &str| {
            world.clock.advance(Duration::seconds(1));
            world.service.save_account(&claire, &with_number(phone)).await.unwrap();
        };
        save("06 12 34 56 78").await;
        assert_eq!(told(), Vec::<String>::new(), "it is the same one");
        save("+33612345679").await;
        save("").await;
        save("").await;
        let [changed, removed] = <[_; 2]>::try_from(told()).unwrap();
        assert!(changed.starts_with("email|") && changed.contains("number_changed"), "{changed}");
        assert!(removed.starts_with("email|") && removed.contains("number_removed"), "{removed}");
        save("+33612345678").await;
        assert_eq!(told().len(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_code_proves_its_number_within_five_tries() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        let service = &world.service;
        service.send_phone_code(&claire).await.unwrap();
        let right = code(&world, world.durand.id).await;
        let wrong = if right == "000000" { "111111" } else { "000000" };
        for _ in 0..4 {
            assert!(is_wrong(&service.verify_phone_code(&claire, wrong).await));
        }
        service.verify_phone_code(&claire, &right).await.unwrap();
        assert!(service.account(&claire).await.unwrap().0.phone_verified_at.is_some());

        world.clock.advance(Duration::seconds(61));
        service.save_account(&claire, &with_number("+33612345679")).await.unwrap();
        service.send_phone_code(&claire).await.unwrap();
        let right = code(&world, world.durand.id).await;
        let wrong = if right == "000000" { "111111" } else { "000000" };
        for _ in 0..5 {
            assert!(is_wrong(&service.verify_phone_code(&claire, wrong).await));
        }
        assert!(is_wrong(&service.verify_phone_code(&claire, &right).await), "dead after five");
    })
    .await;
}

/// Guesses that come at once count like guesses that come one after the other.
#[tokio::test]
async fn guesses_at_once_are_counted_too() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        world.service.send_phone_code(&claire).await.unwrap();
        let right = code(&world, world.durand.id).await;
        let wrong = if right == "000000" { "111111" } else { "000000" };
        let guesses = (0..12).map(|_| world.service.verify_phone_code(&claire, wrong));
        for answer in futures_util::future::join_all(guesses).await {
            assert!(answer.is_err());
        }
        assert_eq!(kept(&world, &claire).await.tries, 5);
        assert!(is_wrong(&world.service.verify_phone_code(&claire, &right).await));
    })
    .await;
}

async fn kept(world: &World, claire: &Scope) -> PhoneCode {
    let id = world.service.account(claire).await.unwrap().0.id;
    world.store().read(claire).await.unwrap().persons().phone_code(id).await.unwrap().unwrap()
}

#[tokio::test]
async fn staff_prove_the_number_that_is_paged() {
    on_each_column(|world| async move {
        let service = &world.service;
        let staff = async || service.staff(&world.office, world.marie).await.unwrap();
        let marie = staff().await;
        let hash = rappel_service::sha256("a session of Marie");
        let scope = world.store().doors().sign_in_staff(&marie, &hash).await.unwrap();
        assert!(marie.phone_verified_at.is_none() && marie.takes_sms(), "paged all the same");
        service.send_staff_phone_code(&scope).await.unwrap();
        let right = code(&world, scope.operator()).await;
        assert!(matches!(service.send_staff_phone_code(&scope).await, Err(Error::Busy)));
        let wrong = if right == "000000" { "111111" } else { "000000" };
        let guesses = (0..4).map(|_| service.verify_staff_phone_code(&scope, wrong));
        for answer in futures_util::future::join_all(guesses).await {
            assert!(is_wrong(&answer));
        }
        service.verify_staff_phone_code(&scope, &right).await.unwrap();
        assert!(staff().await.phone_verified_at.is_some());
        assert!(is_wrong(&service.verify_staff_phone_code(&scope, &right).await), "used up");

        // Another number has to be proved again, and after five guesses by another code.
        service.save_own_staff(&scope, &own(&marie.name, "+33611111112")).await.unwrap();
        assert!(staff().await.phone_verified_at.is_none());
        let told = "SELECT count(*) FROM deliveries WHERE news = 'account_changed' AND channel = 'email'";
        assert_eq!(world.sql(told), ["1"]);
        world.clock.advance(Duration::seconds(61));
        service.send_staff_phone_code(&scope).await.unwrap();
        let right = code(&world, scope.operator()).await;
        let wrong = if right == "000000" { "111111" } else { "000000" };
        let guesses = (0..12).map(|_| service.verify_staff_phone_code(&scope, wrong));
        for answer in futures_util::future::join_all(guesses).await {
            assert!(is_wrong(&answer));
        }
        assert!(is_wrong(&service.verify_staff_phone_code(&scope, &right).await), "dead after five");
        assert!(staff().await.phone_verified_at.is_none());
    })
    .await;
}

fn own(name: &str, phone: &str) -> rappel_service::team::OwnForm {
    rappel_service::team::OwnForm {
        name: name.to_owned(),
        phone: phone.to_owned(),
        locale: "fr".to_owned(),
        shift_lead: "24".to_owned(),
    }
}

/// What is typed costs us: no number of fifty countries and more gets a text, nor a premium one of any country.
#[tokio::test]
async fn no_text_goes_to_a_country_that_is_not_listed() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        let service = world.service.clone().with_texts_to(&["+33".to_owned(), "+32".to_owned()]);
        let texts = || world.sql("SELECT count(*) FROM deliveries WHERE channel = 'sms'");
        let letters = || b'A'..=b'Z';
        let mut abroad = 0;
        for code in letters()
            .flat_map(|first| letters().map(move |second| format!("{}{}", first as char, second as char)))
        {
            let Ok(country) = code.parse::<Country>() else { continue };
            let Ok(phone) = Phone::parse(&country.example(), country) else { continue };
            if ["+33", "+32"].iter().any(|listed| phone.e164().starts_with(listed))
                || !phone.is_mobile_possible()
            {
                continue;
            }
            abroad += 1;
            service.save_account(&claire, &with_number(phone.e164())).await.unwrap();
            let refused = service.send_phone_code(&claire).await;
            let Err(Error::Invalid(fields)) = refused else { panic!("{code} {phone}: {refused:?}") };
            assert_eq!(fields[0].reason, Reason::Text("phone-no-texts-there"), "{code}");
            world.clock.advance(Duration::seconds(61));
        }
        assert!(abroad >= 50, "{abroad}");
        assert_eq!(texts(), ["0"]);
        // Premium numbers are not even taken.
        for premium in ["0899 123 456", "+32 900 12 345", "+44 909 8790 123"] {
            let refused = service.save_account(&claire, &with_number(premium)).await;
            assert!(is_wrong(&refused), "{premium}: {refused:?}");
        }
        // At home and in Belgium they are proved, ten times a day.
        for home in ["+32470123456", "+33612345678"] {
            service.save_account(&claire, &with_number(home)).await.unwrap();
            for _ in 0..5 {
                service.send_phone_code(&claire).await.unwrap();
                world.clock.advance(Duration::seconds(61));
            }
        }
        let more = service.send_phone_code(&claire).await;
        let Err(Error::Invalid(fields)) = more else { panic!("{more:?}") };
        assert_eq!(fields[0].reason, Reason::Text("phone-codes-too-many"));
        assert_eq!(texts(), ["10"]);
        world.clock.advance(Duration::days(1));
        service.send_phone_code(&claire).await.unwrap();
    })
    .await;
}
