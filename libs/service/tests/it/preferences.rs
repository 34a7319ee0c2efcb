//! What somebody chooses for themselves.

use rappel_domain::{
    ColourScheme,
    contact::{Choices, Topic, Ways},
};
use rappel_service::{
    Error, Person, Scope, account::AccountForm, intake::Draft, sending::Ready, tickets::Note,
};

use crate::world::{World, on_each_column};

fn form() -> AccountForm {
    AccountForm { name: "Claire Martin".to_owned(), ..AccountForm::default() }
}

async fn account(world: &World, scope: &Scope) -> Person {
    world.service.account(scope).await.unwrap().0
}

#[tokio::test]
async fn what_was_chosen_is_kept_and_what_makes_no_sense_is_refused() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        let new = account(&world, &claire).await;
        assert_eq!(new.choices, Choices::alike(true, false));
        assert_eq!((new.quiet, new.time_zone, new.colour_scheme), (None, None, None));
        // What was chosen before there were kinds counts for each of them.
        world.sql("UPDATE persons SET news_by_email = false, news_by_sms = true");
        assert_eq!(account(&world, &claire).await.choices, Choices::alike(false, true));

        let choices = Choices {
            answers: Ways { by_email: true, by_sms: true },
            closing: Ways { by_email: false, by_sms: true },
            calls: Ways::default(),
        };
        let chosen = AccountForm {
            choices,
            time_zone: "Indian/Reunion".to_owned(),
            colour_scheme: "dark".to_owned(),
            quiet_from: "20:30".to_owned(),
            quiet_until: "07:00".to_owned(),
            ..form()
        };
        world.service.save_account(&claire, &chosen).await.unwrap();
        let kept = account(&world, &claire).await;
        assert_eq!(kept.choices, choices);
        assert_eq!(kept.time_zone, Some(chrono_tz::Indian::Reunion));
        assert_eq!(kept.colour_scheme, Some(ColourScheme::Dark));
        let quiet = kept.quiet.unwrap();
        assert_eq!(
            (quiet.from().to_string(), quiet.until().to_string()),
            ("20:30".to_owned(), "07:00".to_owned())
        );

        let change = |change: fn(&mut AccountForm)| {
            let mut form = chosen.clone();
            change(&mut form);
            form
        };
        for (form, field) in [
            (change(|it| "Mars/Olympus".clone_into(&mut it.time_zone)), "time_zone"),
            (change(|it| "blue".clone_into(&mut it.colour_scheme)), "colour_scheme"),
            (change(|it| it.quiet_from.clear()), "quiet_from"),
            (change(|it| "25:00".clone_into(&mut it.quiet_until)), "quiet_until"),
            (change(|it| "20:30".clone_into(&mut it.quiet_until)), "quiet_until"),
        ] {
            let refused = world.service.save_account(&claire, &form).await;
            let Err(Error::Invalid(invalid)) = refused else { panic!("{field}: {refused:?}") };
            assert_eq!(invalid.iter().map(|it| &*it.field).collect::<Vec<_>>(), [field]);
        }
        assert_eq!(account(&world, &claire).await.quiet, Some(quiet), "nothing of it was saved");
    })
    .await;
}

#[tokio::test]
async fn a_link_stops_one_kind_by_email_for_its_reader_alone() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        let luc = world.person(&world.durand, "Luc Petit", "member").await;
        let everything = AccountForm { choices: Choices::alike(true, true), ..form() };
        world.service.save_account(&claire, &everything).await.unwrap();
        world.sql(
            "UPDATE persons SET phone = '+33612345678', phone_verified_at = created_at \
             WHERE name = 'Claire Martin'",
        );
        let person = account(&world, &claire).await.id;
        let (durand, nunes) = (world.durand.id, world.nunes.id);
        let token = world.service.unsubscribe_token(durand, person, Topic::Answers).unwrap();
        assert!(world.service.unsubscribing(durand, &token).await.unwrap().is_subscribed());
        for (site, token) in [(nunes, token.as_str()), (durand, &token[..token.len() - 1]), (durand, "")] {
            assert!(matches!(world.service.unsubscribing(site, token).await, Err(Error::NotFound)));
            assert!(matches!(world.service.unsubscribe(site, token).await, Err(Error::NotFound)));
        }
        assert_eq!(account(&world, &claire).await.choices, Choices::alike(true, true));
        world.service.unsubscribe(durand, &token).await.unwrap();
        world.service.unsubscribe(durand, &token).await.unwrap();
        let answers = Ways { by_email: false, by_sms: true };
        assert_eq!(account(&world, &claire).await.choices, Choices { answers, ..Choices::alike(true, true) });
        assert!(!world.service.unsubscribing(durand, &token).await.unwrap().is_subscribed());
        assert_eq!(account(&world, &luc).await.choices, Choices::alike(true, false));

        // Where no number is proved an e-mail goes in the place of an SMS: stopped, nothing does.
        world
            .service
            .save_account(&luc, &AccountForm { name: "Luc Petit".to_owned(), ..everything })
            .await
            .unwrap();
        let token =
            world.service.unsubscribe_token(durand, account(&world, &luc).await.id, Topic::Answers).unwrap();
        world.service.unsubscribe(durand, &token).await.unwrap();
        assert!(!world.service.unsubscribing(durand, &token).await.unwrap().is_subscribed());
        let answers = Ways::default();
        assert_eq!(account(&world, &luc).await.choices, Choices { answers, ..Choices::alike(true, true) });
    })
    .await;
}

#[tokio::test]
async fn what_was_chosen_by_sms_comes_by_email_until_the_number_is_proved() {
    on_each_column(|world| async move {
        let service = &world.service;
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        let by_sms =
            AccountForm { phone: "+33612345678".to_owned(), choices: Choices::alike(false, true), ..form() };
        service.save_account(&claire, &by_sms).await.unwrap();
        world.sql("UPDATE persons SET phone_verified_at = created_at");
        let number = opened(&world, &claire).await;
        let marie = world.staff_on(world.marie, &world.durand).await;
        let answer = async |words: &str| {
            let note = Note { body: words.to_owned(), ..Note::default() };
            world.clock.advance(chrono::Duration::seconds(1));
            service.answer(&marie, number, &note, &[]).await.unwrap();
        };
        let told = || world.sql("SELECT channel FROM deliveries WHERE news = 'answered' ORDER BY id");
        answer("By the number that was proved").await;
        assert_eq!(told(), ["sms"]);

        let another = AccountForm { phone: "+33612345679".to_owned(), ..by_sms.clone() };
        service.save_account(&claire, &another).await.unwrap();
        assert_eq!(account(&world, &claire).await.choices, by_sms.choices, "what was chosen is kept");
        answer("By e-mail, for it is not proved").await;
        assert_eq!(told(), ["sms", "email"]);
        let tx = world.store().read(&claire).await.unwrap();
        let person = account(&world, &claire).await.id;
        let last = tx.exports().sent_to(person, None, 100).await.unwrap().into_iter().max_by_key(|it| it.id);
        drop(tx);
        let ready = service.outgoing(&claire, last.unwrap().id).await.unwrap();
        assert!(matches!(ready, Ready::Send(_)), "it leaves: {ready:?}");
        service.save_account(&claire, &AccountForm { phone: String::new(), ..by_sms.clone() }).await.unwrap();
        answer("By e-mail, for there is none").await;
        assert_eq!(told(), ["sms", "email", "email"]);

        service.save_account(&claire, &by_sms).await.unwrap();
        world.sql("UPDATE persons SET phone_verified_at = created_at");
        answer("By the number again").await;
        assert_eq!(told(), ["sms", "email", "email", "sms"]);
    })
    .await;
}

async fn opened(world: &World, scope: &Scope) -> i64 {
    let form = world.service.ticket_form(scope, None).await.unwrap();
    let category = form.categories.iter().find(|it| !it.is_urgent).unwrap();
    let draft = Draft {
        category: category.id.to_string(),
        description: "Une question".to_owned(),
        idempotency_key: "one".to_owned(),
        ..Draft::default()
    };
    world.service.open_ticket(scope, &draft, &[]).await.unwrap().number
}
