//! Who is paged when, and after how long whom.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use rappel_domain::phone::Phone;
use rappel_testkit::provider::{ReceiptStep, Recorded};

use crate::world::{Carriers, MARIE, PAUL, World, on_each_column};

const SOON: Duration = Duration::from_secs(5);

#[tokio::test(flavor = "multi_thread")]
async fn an_urgent_ticket_is_a_text_within_a_second_and_everybody_is_told() {
    on_each_column(Carriers::Twilio, |world| async move {
        let began = Instant::now();
        world.open_urgent().await;
        let text = world.texts(MARIE, 1, SOON).await.remove(0);
        assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
        assert!(
            text.body.starts_with(
                "URGENT #1 Durand & Fils. Rappeler Claire Martin +33612345678 avant 14:32. Prendre: https://s.example/a/2-"
            ),
            "{}",
            text.body
        );
        assert!(text.body.ends_with(" ou rep. 1"), "{}", text.body);
        assert!(text.body.chars().count() <= 160);
        let callback = text.field("StatusCallback").unwrap();
        assert!(callback.starts_with("https://s.example/hooks/twilio/status?d=2-dlv_"), "{callback}");
        assert_eq!(world.provider.violations(), Vec::<String>::new());

        // What is kept opens no door.
        world.eventually("SELECT count(*) FROM deliveries WHERE state = 'waiting'", &["0"]).await;
        let kept = world.parts.sql("SELECT body FROM deliveries WHERE channel = 'sms' AND news = 'page'");
        assert!(kept[0].contains("Prendre: […] ou rep. 1"), "{kept:?}");

        let mails = world.sink.wait_for(3, SOON).await;
        let of = |to: &str| mails.iter().filter(|mail| mail.to == [to]).collect::<Vec<_>>();
        let to_marie = of("marie.leroy@office.example");
        assert!(to_marie[0].text().contains("https://s.example/a/2-"), "{}", to_marie[0].text());
        let to_claire = of("claire@durand.example");
        assert!(to_claire.iter().any(|mail| mail.text().contains("14:32")), "by when we call");
        let from = to_claire[0].parsed().from().and_then(|from| from.first().cloned()).unwrap();
        assert_eq!(from.name.as_deref(), Some("Durand & Fils"), "the client's portal writes");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_takes_it_and_the_next_is_paged_never_early() {
    on_each_column(Carriers::Twilio, |world| async move {
        world.open_urgent().await;
        world.texts(MARIE, 1, SOON).await;
        world.leap(TimeDelta::seconds(290)).await;
        tokio::time::sleep(Duration::from_millis(600)).await;
        assert!(!world.provider.requests().iter().any(|text| text.to == PAUL), "early");
        world.leap(TimeDelta::seconds(10)).await;
        let text = world.texts(PAUL, 1, SOON).await.remove(0);
        assert!(text.body.starts_with("RELANCE #1 Durand & Fils"), "{}", text.body);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_an_outage_who_waited_longest_is_paged_first() {
    on_each_column(Carriers::Twilio, |mut world| async move {
        // What arrived is waited for.
        world.provider.receipts([ReceiptStep::new(Duration::ZERO, "delivered")]);
        // By names that no order of writing or of the alphabet gives away.
        let names = ["Moulin", "Atelier", "Zinc", "Brasserie"];
        for (count, name) in names.iter().enumerate() {
            let client = world.another_company(name).await;
            world.open_of(&client, name).await;
            world.texts(MARIE, count + 1, SOON).await;
            // Noted too: what is noted after a leap is asked for a minute after the leap.
            let sent = "SELECT count(*) FROM deliveries WHERE channel = 'sms' AND news = 'page' AND state = 'sent'";
            world.eventually(sent, &[&(count + 1).to_string()]).await;
            world.leap(TimeDelta::seconds(10)).await;
        }
        world.leap(TimeDelta::seconds(100)).await;
        let asked = "SELECT count(*) FROM jobs WHERE state = 'ready' AND kind = 'check_receipt'";
        world.eventually(asked, &["0"]).await;
        world.rest();
        // What was opened first is made to fall due last but one: the time of the step counts, not that of the row.
        let job = "j.id IN (SELECT j2.id FROM jobs j2 JOIN tenants t ON t.id = j2.tenant_id WHERE t.name = 'Moulin' \
            AND j2.kind = 'page' AND j2.state = 'ready')";
        let later = "(SELECT max(k.run_at) FROM jobs k JOIN tenants t ON t.id = k.tenant_id WHERE t.name = 'Zinc' \
            AND k.kind = 'page' AND k.state = 'ready')";
        world.parts.sql(&format!("UPDATE jobs AS j SET run_at = {later} WHERE {job}"));
        world.leap(TimeDelta::hours(2)).await;
        let began = Instant::now();
        world.run_one_by_one(Carriers::Twilio);
        let told = world.texts(PAUL, names.len(), SOON).await;
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
        let of = |text: &Recorded| names.iter().position(|name| text.body.contains(name)).unwrap();
        let order: Vec<usize> = told.iter().map(of).collect();
        assert!(order == [1, 0, 2, 3] || order == [1, 2, 0, 3], "{order:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_an_outage_what_is_overdue_fires_once_and_in_order() {
    on_each_column(Carriers::Twilio, |mut world| async move {
        world.open_urgent().await;
        world.texts(MARIE, 1, SOON).await;
        world.rest();
        // All steps and their repeats would have been due.
        world.leap(TimeDelta::hours(2)).await;
        let began = Instant::now();
        world.run(Carriers::Twilio);
        world.texts(PAUL, 1, SOON).await;
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
        let paged = |world: &World, who: &str| {
            world.provider.taken().iter().filter(|text| text.to == who && text.body.contains("#1 ")).count()
        };
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert_eq!((paged(&world, MARIE), paged(&world, PAUL)), (1, 1), "one step, not all that were missed");
        // From here on each has its own time again.
        world.leap(TimeDelta::seconds(285)).await;
        tokio::time::sleep(Duration::from_millis(600)).await;
        assert_eq!((paged(&world, MARIE), paged(&world, PAUL)), (1, 1), "early");
        world.leap(TimeDelta::seconds(15)).await;
        world.texts(MARIE, 2, SOON).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn taken_by_a_reply_it_is_quiet_and_the_client_knows() {
    on_each_column(Carriers::Twilio, |world| async move {
        world.open_urgent().await;
        world.texts(MARIE, 1, SOON).await;
        world.service.reply_by_sms(&Phone::from_e164_trusted(MARIE), "« Ok »", None).await.unwrap();
        let told = world.texts(MARIE, 2, SOON).await.remove(1);
        assert!(told.body.starts_with("OK: #1 est à vous. Rappelez Claire Martin"), "{}", told.body);
        let taken = |mails: Vec<rappel_testkit::smtp::Received>| {
            mails
                .iter()
                .any(|mail| mail.to == ["claire@durand.example"] && mail.text().contains("Marie Leroy"))
        };
        let mut told = false;
        for _ in 0..100 {
            told = taken(world.sink.received());
            if told {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert!(told, "who calls");
        world.leap(TimeDelta::minutes(6)).await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert!(!world.provider.requests().iter().any(|text| text.to == PAUL), "the escalation pauses");
        // The promise passes without an outcome: people are paged again.
        world.leap(TimeDelta::minutes(10)).await;
        world.texts(PAUL, 1, SOON).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_receipt_the_provider_is_asked_and_then_the_next_is_paged() {
    on_each_column(Carriers::Twilio, |world| async move {
        world.open_urgent().await;
        world.texts(MARIE, 1, SOON).await;
        world.eventually("SELECT count(*) FROM jobs WHERE kind = 'check_receipt'", &["1"]).await;
        world.leap(TimeDelta::seconds(61)).await;
        // Asked, and nothing new: once more at 90 s.
        world.eventually("SELECT count(*) FROM jobs WHERE kind = 'check_receipt'", &["2"]).await;
        assert!(!world.provider.requests().iter().any(|text| text.to == PAUL), "not yet");
        world.leap(TimeDelta::seconds(30)).await;
        world.texts(PAUL, 1, SOON).await;
        let states = world.parts.sql("SELECT state FROM deliveries WHERE channel = 'sms' AND news = 'page'");
        assert_eq!(states, ["undelivered"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_that_is_asked_for_settles_it() {
    on_each_column(Carriers::Twilio, |world| async move {
        world.open_urgent().await;
        let text = world.texts(MARIE, 1, SOON).await.remove(0);
        world.eventually("SELECT count(*) FROM jobs WHERE kind = 'check_receipt'", &["1"]).await;
        world.provider.set_status(&text.sid.unwrap(), "delivered", None);
        world.leap(TimeDelta::seconds(61)).await;
        let state = "SELECT state FROM deliveries WHERE channel = 'sms' AND news = 'page'";
        world.eventually(state, &["delivered"]).await;
        world.leap(TimeDelta::seconds(60)).await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert!(!world.provider.requests().iter().any(|text| text.to == PAUL));
    })
    .await;
}
