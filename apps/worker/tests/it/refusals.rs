//! Numbers and mailboxes that a provider refuses for ever, by each way: not used again, told, shown, and free again once they
//! are corrected.

use std::time::Duration;

use chrono::TimeDelta;
use rappel_domain::{
    delivery::{Channel, DeliveryState},
    readiness::{Fault, Gap},
};
use rappel_service::{
    StaffScope,
    deliveries::LogFilter,
    sending::{Fault as Whose, Told},
};
use rappel_testkit::{provider::Answer, smtp::Behaviour};

use crate::world::{Carriers, MARIE, PAUL, World, on_each_column, on_each_column_with_calls};

const SOON: Duration = Duration::from_secs(8);
const FALLBACK: &str = "+33644444444";

/// E-mails so far whose subject speaks of something, when all that is due has come.
async fn told(world: &World, about: &str) -> usize {
    world.all_is_done().await;
    world.sink.received().iter().filter(|mail| mail.subject().contains(about)).count()
}

/// By what Marie was summoned for a ticket.
fn ways(number: i64) -> String {
    format!(
        "SELECT s.channel FROM summons s JOIN callbacks c ON c.id = s.callback_id \
            JOIN tickets t ON t.id = c.ticket_id JOIN staff p ON p.id = s.staff_id \
            WHERE p.name = 'Marie Leroy' AND t.number = {number} ORDER BY s.channel"
    )
}

async fn marie(world: &World) -> StaffScope {
    let office = world.office().await;
    let team = world.service.team(&office).await.unwrap();
    let marie = team.into_iter().find(|it| it.name == "Marie Leroy").unwrap();
    world.service.store().doors().sign_in_staff(&marie, &[8; 32]).await.unwrap()
}

async fn gaps_of_marie(world: &World) -> Vec<Gap> {
    let report = world.service.readiness(&world.office().await).await.unwrap();
    let id = report.names.staff.iter().find(|(_, name)| *name == "Marie Leroy").map(|(id, _)| *id);
    report.people.into_iter().filter(|it| Some(it.staff) == id).flat_map(|it| it.gaps).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_refuses_calls_is_called_once_and_supervisors_hear_of_it() {
    for code in [21_211, 21_214, 21_217, 13_224] {
        on_each_column_with_calls(|world| async move {
            world.provider.script_calls([Answer::Refused { status: 400, code }]);
            world.open_urgent().await;
            world.texts(MARIE, 1, SOON).await;
            world.eventually(&ways(1), &["email", "sms", "voice"]).await;
            world.leap(TimeDelta::minutes(2)).await;
            // Nobody waits for a phone that cannot ring.
            world.texts(PAUL, 1, SOON).await;
            assert_eq!(told(&world, "Marie Leroy ne reçoit plus nos appels").await, 1, "{code}");
            let gaps = gaps_of_marie(&world).await;
            let said = |gap: &Gap| matches!(gap, Gap::CallsRefused { detail, .. } if detail.starts_with(&code.to_string()));
            assert!(gaps.iter().any(said), "{gaps:?}");
            world.forget_texts();
            world.open_another("two").await;
            world.texts(MARIE, 2, SOON).await;
            world.eventually(&ways(2), &["email", "sms"]).await;
            // Another number is not refused.
            world.parts.sql(&format!("UPDATE staff SET phone = '+33655555555' WHERE phone = '{MARIE}'"));
            world.open_another("three").await;
            world.texts("+33655555555", 1, SOON).await;
            world.eventually(&ways(3), &["email", "sms", "voice"]).await;
            assert!(!gaps_of_marie(&world).await.iter().any(said));
            assert_eq!(world.provider.violations(), Vec::<String>::new());
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_that_refuses_is_not_counted_on_until_a_mail_arrives_there() {
    on_each_column(Carriers::Twilio, |world| async move {
        world.sink.wait_for(1, SOON).await;
        let marie = marie(&world).await;
        world.sink.script([Behaviour::Recipient(550, "5.1.1 unknown".into())]);
        world.service.send_test(&marie, Channel::Email).await.unwrap();
        world.eventually("SELECT state FROM deliveries WHERE news = 'test'", &["failed"]).await;
        assert_eq!(told(&world, "Marie Leroy ne reçoit plus nos e-mails").await, 1);
        let refused = |gap: &Gap| matches!(gap, Gap::MailRefused { detail, .. } if detail.starts_with("550"));
        assert!(gaps_of_marie(&world).await.iter().any(refused));
        world.open_urgent().await;
        world.texts(MARIE, 1, SOON).await;
        world.eventually(&ways(1), &["sms"]).await;
        // The next e-mail that is taken shows that it was put right.
        world.service.send_test(&marie, Channel::Email).await.unwrap();
        world
            .eventually("SELECT state FROM deliveries WHERE news = 'test' ORDER BY id", &["failed", "sent"])
            .await;
        assert!(!gaps_of_marie(&world).await.iter().any(refused));
        world.forget_texts();
        world.open_another("two").await;
        world.texts(MARIE, 2, SOON).await;
        world.eventually(&ways(2), &["email", "sms"]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supervisor_whose_own_mailbox_refuses_is_spoken_for_by_the_operators() {
    on_each_column(Carriers::Twilio, |world| async move {
        world.sink.wait_for(1, SOON).await;
        // What is refused next is the message of this test.
        world.all_is_done().await;
        world.parts.sql("UPDATE staff SET disabled_at = created_at WHERE name = 'Marie Leroy'");
        world.sink.script([Behaviour::Recipient(550, "5.1.1 unknown".into())]);
        let office = world.office().await;
        let team = world.service.team(&office).await.unwrap();
        let paul = team.into_iter().find(|it| it.name == "Paul Admin").unwrap();
        let paul = world.service.store().doors().sign_in_staff(&paul, &[8; 32]).await.unwrap();
        world.service.send_test(&paul, Channel::Email).await.unwrap();
        world.eventually("SELECT state FROM deliveries WHERE news = 'test'", &["failed"]).await;
        assert_eq!(told(&world, "Paul Admin ne reçoit plus nos e-mails").await, 1);
        let mails = world.sink.received();
        let mail = mails.iter().find(|mail| mail.subject().contains("Paul Admin")).unwrap();
        assert_eq!(mail.to, ["astreinte@office.example"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_last_resort_that_is_dead_is_told_once_an_hour_and_shown() {
    on_each_column(Carriers::Twilio, |world| async move {
        world.parts.sql("UPDATE rotas SET shifts = '[]'");
        world.parts.sql(&format!("UPDATE tenants SET fallback_phone = '{FALLBACK}' WHERE kind = 'operator'"));
        world.provider.script_for(FALLBACK, [Answer::Refused { status: 400, code: 21_211 }; 20]);
        world.open_urgent().await;
        let failed = format!(
            "SELECT count(*) FROM deliveries WHERE address = '{FALLBACK}' AND state = 'failed' AND news = 'last_resort'"
        );
        world.eventually(&failed, &["1"]).await;
        assert_eq!(told(&world, "le numéro de secours refuse nos SMS").await, 1);
        let faults = || async {
            let report = world.service.readiness(&world.office().await).await.unwrap();
            let of = |it: &Fault| matches!(it, Fault::Fallback { by: Channel::Sms, .. });
            report.faults.iter().filter(|it| of(it)).count()
        };
        assert_eq!(faults().await, 1);
        // It is all that is left, and tried again; that it still refuses is no news before an hour is over.
        world.forget_texts();
        world.open_another("two").await;
        world.eventually(&failed, &["2"]).await;
        assert_eq!(told(&world, "le numéro de secours refuse nos SMS").await, 1);
        world.parts.sql("UPDATE tenants SET fallback_phone = '+33666666666' WHERE kind = 'operator'");
        assert_eq!(faults().await, 0, "another number is not refused");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_late_of_an_old_number_says_nothing_of_the_new_one() {
    on_each_column(Carriers::Twilio, |world| async move {
        world.open_urgent().await;
        let text = world.texts(MARIE, 1, SOON).await.remove(0);
        let page = "SELECT state FROM deliveries WHERE channel = 'sms' AND news = 'page'";
        world.eventually(page, &["sent"]).await;
        world.parts.sql(&format!("UPDATE staff SET phone = '+33655555555' WHERE phone = '{MARIE}'"));
        world.provider.set_status(text.sid.as_deref().unwrap(), "undelivered", Some(30_005));
        world.leap(TimeDelta::seconds(61)).await;
        world.eventually(page, &["undelivered"]).await;
        world.texts(PAUL, 1, SOON).await;
        assert_eq!(world.parts.sql("SELECT count(*) FROM staff WHERE sms_refused_at IS NOT NULL"), ["0"]);
        assert_eq!(told(&world, "ne reçoit plus nos SMS").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_late_of_a_clients_old_number_does_not_undo_the_proof_of_the_new_one() {
    on_each_column(Carriers::Twilio, |world| async move {
        const CLAIRE: &str = "+33612345678";
        world.parts.sql("UPDATE persons SET phone_verified_at = created_at, news_by_sms = TRUE");
        world.open_urgent().await;
        let text = world.texts(CLAIRE, 1, SOON).await.remove(0);
        world
            .eventually(&format!("SELECT state FROM deliveries WHERE address = '{CLAIRE}'"), &["sent"])
            .await;
        let log =
            world.service.delivery_log(&world.office().await, &LogFilter::default(), None).await.unwrap();
        let sent =
            log.rows.into_iter().map(|(it, _)| it).find(|it| it.address.as_deref() == Some(CLAIRE)).unwrap();
        let told = |message_id| Told {
            message_id,
            status: "undelivered",
            state: Some(DeliveryState::Undelivered),
            detail: Some("30005"),
            fault: Some(Whose::Number),
        };
        world.parts.sql("UPDATE persons SET phone = '+33677777777'");
        let name = text.sid.unwrap();
        world.service.receipt(world.durand.number, sent.id, told(&name)).await.unwrap();
        let proved = "SELECT count(*) FROM persons WHERE phone_verified_at IS NOT NULL";
        assert_eq!(world.parts.sql(proved), ["1"]);
    })
    .await;
}

/// Spam filters say 550 too, and a client may provoke it by what they write.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_says_of_us_or_of_the_message_marks_no_mailbox() {
    let answers = [
        Behaviour::Sender(550, "5.1.1 no".into()),
        Behaviour::Recipient(550, "5.7.1 blocked".into()),
        Behaviour::Message(550, "spam".into()),
    ];
    for answer in &answers {
        on_each_column(Carriers::Twilio, |world| async move {
            world.sink.wait_for(1, SOON).await;
            let marie = marie(&world).await;
            world.sink.script([answer.clone()]);
            world.service.send_test(&marie, Channel::Email).await.unwrap();
            world.eventually("SELECT state FROM deliveries WHERE news = 'test'", &["failed"]).await;
            assert_eq!(world.parts.sql("SELECT count(*) FROM refused_addresses"), ["0"], "{answer:?}");
            world.open_urgent().await;
            world.texts(MARIE, 1, SOON).await;
            world.eventually(&ways(1), &["email", "sms"]).await;
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_email_that_cannot_be_written_is_no_fault_of_the_mailbox() {
    on_each_column(Carriers::Twilio, |world| async move {
        world.sink.wait_for(1, SOON).await;
        // A bell, which no subject may hold.
        world.parts.sql("UPDATE tenants SET name = 'Durand\u{7}' WHERE kind = 'client'");
        world.open_urgent().await;
        let page = "SELECT state FROM deliveries WHERE channel = 'email' AND news = 'page'";
        world.eventually(page, &["failed"]).await;
        assert_eq!(world.parts.sql("SELECT count(*) FROM refused_addresses"), ["0"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_that_no_email_can_be_addressed_to_is_not_counted_on() {
    on_each_column(Carriers::Twilio, |world| async move {
        world.sink.wait_for(1, SOON).await;
        world.parts.sql("UPDATE staff SET email = 'marie at office' WHERE name = 'Marie Leroy'");
        world.open_urgent().await;
        world.eventually("SELECT address FROM refused_addresses", &["marie at office"]).await;
        assert_eq!(told(&world, "Marie Leroy ne reçoit plus nos e-mails").await, 1);
        assert!(world.sink.received().iter().all(|mail| !mail.to[0].contains("marie")));
    })
    .await;
}
