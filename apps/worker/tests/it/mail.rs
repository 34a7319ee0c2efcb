//! E-mails that jobs send.

use std::time::Duration;

use chrono::TimeDelta;
use rappel_service::{company::CompanyForm, tenants::TenantForm, tickets::Note};
use rappel_testkit::smtp::{Behaviour, Received};

use crate::world::{Carriers, World, on_each_column};

const SOON: Duration = Duration::from_secs(8);

/// What Claire's mailbox holds once the server has taken `count`; each world begins with an invitation.
async fn to_claire(world: &World, count: usize) -> Vec<Received> {
    let mails = world.sink.wait_for(count, SOON).await;
    mails.into_iter().filter(|mail| mail.to == ["claire@durand.example"]).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_carries_its_link_and_keeps_no_copy_of_it() {
    on_each_column(Carriers::Twilio, |world| async move {
        let mail = to_claire(&world, 1).await.remove(0);
        let text = mail.text();
        assert!(text.contains("https://durand-fils.support.example/invite/"), "{text}");
        assert!(mail.html().contains("https://durand-fils.support.example/invite/"));
        let kept = world.parts.sql("SELECT body FROM deliveries WHERE news = 'invitation'").join("\n");
        assert!(kept.contains("[…]") && !kept.contains("/invite/"), "{kept}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_server_is_tried_again_with_the_same_message_id() {
    on_each_column(Carriers::Twilio, |world| async move {
        let busy = Behaviour::Recipient(450, "4.2.1 busy".into());
        let later = Behaviour::Message(451, "4.3.0 later".into());
        answer(&world, [busy, later, Behaviour::TakenThenDrop]).await;
        let outcomes = "SELECT outcome FROM attempts a JOIN deliveries d ON d.id = a.delivery_id \
            WHERE d.news = 'answered' AND outcome IS NOT NULL ORDER BY a.number";
        let expected = ["not_processed", "not_processed", "unknown", "sent"];
        for tries in 1..=4 {
            world.eventually(outcomes, &expected[..tries]).await;
            world.leap(TimeDelta::minutes(1)).await;
        }
        let mails = to_claire(&world, 2).await;
        assert_eq!(mails.len(), 2, "once without a confirmation, and again");
        assert_eq!(mails[0].message_id(), mails[1].message_id());
        assert!(mails[0].message_id().starts_with("dlv_"), "{}", mails[0].message_id());
        assert!(mails[1].text().contains("Redémarrez la caisse"), "{}", mails[1].text());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_final_and_shown() {
    on_each_column(Carriers::Twilio, |world| async move {
        answer(&world, [Behaviour::Recipient(550, "5.1.1 unknown".into())]).await;
        let row = "SELECT state, attempts, last_error FROM deliveries WHERE news = 'answered'";
        let shown = "failed|1|recipient: 550: the mailbox does not exist";
        world.eventually(row, &[shown]).await;
        world.leap(TimeDelta::hours(1)).await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert!(world.sink.received().is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_says_who_sends_it_where_to_reply_and_is_signed_as_is_set() {
    on_each_column(Carriers::Twilio, |world| async move {
        let form = TenantForm {
            name: "Durand & Fils".to_owned(),
            locale: "fr".to_owned(),
            company: CompanyForm {
                sender_name: "L’assistance, chez vous".to_owned(),
                reply_to: "reponses@office.example".to_owned(),
                signature: "Bien à vous,\n<b>L’équipe</b>".to_owned(),
                staff_names: "first".to_owned(),
                ..CompanyForm::default()
            },
            ..TenantForm::default()
        };
        world.service.save_tenant(&world.office().await, "durand-fils", &form).await.unwrap();
        answer(&world, []).await;
        let mail = to_claire(&world, 1).await.remove(0);
        let parsed = mail.parsed();
        let from = parsed.from().unwrap().first().unwrap();
        assert_eq!(from.name(), Some("L’assistance, chez vous"));
        assert_ne!(from.address(), Some("reponses@office.example"), "it is sent from where it always was");
        let reply_to = parsed.reply_to().unwrap().first().unwrap();
        assert_eq!(reply_to.address(), Some("reponses@office.example"));
        let text = mail.text();
        assert!(text.contains("Bien à vous,\n<b>L’équipe</b>"), "{text}");
        assert!(text.contains("Marie") && !text.contains("Leroy"), "{text}");
        let html = mail.html();
        assert!(html.contains("&lt;b&gt;L’équipe&lt;/b&gt;") && !html.contains("<b>L’équipe"), "{html}");
        assert!(!html.contains("Leroy"), "{html}");
    })
    .await;
}

/// What a company says in words of its own, its people read; staff and other companies read what they always did.
#[tokio::test(flavor = "multi_thread")]
async fn clients_read_their_companys_own_words_and_staff_do_not() {
    on_each_column(Carriers::Twilio, |world| async move {
        let office = world.office().await;
        let (durand, fr) = (world.claire.tenant(), rappel_domain::Locale::Fr);
        for (key, words) in [
            ("mail-answered-subject", "Du nouveau chez Durand ({ $number })"),
            ("mail-greeting", "Cher <i>{ $name }</i>,"),
            ("sms-urgent-received", "Durand: #{ $number } notée, rappel avant { $by }."),
            // Kept by an older version of the program, say: it is not offered, so never said.
            ("sms-page", "RIEN D'URGENT { $number }"),
        ] {
            world.service.save_own_words(&office, durand, (fr, key), Some(words), None).await.unwrap();
        }
        answer(&world, []).await;
        let mail = to_claire(&world, 1).await.remove(0);
        assert_eq!(mail.parsed().subject(), Some("Du nouveau chez Durand (1)"));
        assert!(mail.text().starts_with("Cher <i>Claire"), "{}", mail.text());
        assert!(mail.html().contains("Cher &lt;i&gt;Claire"), "{}", mail.html());
        world.open_urgent().await;
        let told = "SELECT body FROM deliveries WHERE news = 'page' AND channel = 'sms' AND body IS NOT NULL";
        let text = loop {
            if let Some(text) = world.parts.sql(told).pop() {
                break text;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        };
        assert!(text.starts_with("URGENT #2"), "{text}");
        let bodies = world.parts.sql("SELECT body FROM deliveries WHERE body IS NOT NULL").join("\n");
        assert!(!bodies.contains("RIEN D"), "{bodies}");
    })
    .await;
}

/// An ordinary ticket is opened, and answered while the mail server behaves so.
async fn answer(world: &World, behaviours: impl IntoIterator<Item = Behaviour>) {
    let form = world.service.ticket_form(&world.claire, None).await.unwrap();
    let draft = rappel_service::intake::Draft {
        category: form.categories[0].id.to_string(),
        description: "Une question".to_owned(),
        ..Default::default()
    };
    world.service.open_ticket(&world.claire, &draft, &[]).await.unwrap();
    // The invitation, and that the ticket was received.
    assert_eq!(to_claire(world, 2).await.len(), 2);
    world.sink.forget();
    world.sink.script(behaviours);
    let note = Note { body: "Redémarrez la caisse.".to_owned(), seen: Some(1), ..Note::default() };
    let marie = world.marie_on().await;
    world.service.answer(&marie, 1, &note, &[]).await.unwrap();
}
