//! Many urgent tickets at once: few texts to each person, nobody else's page delayed, nothing lost on the way.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use rappel_domain::{
    callback::Via,
    delivery::{Channel, DeliveryState},
    id::DeliveryId,
};
use rappel_service::{
    Scope,
    sending::{Fault, Told},
};
use rappel_testkit::provider::{Answer, ReceiptStep, Recorded};

use crate::world::{Carriers, MARIE, PAUL, World, on_each_column, on_each_column_with_calls};

const SOON: Duration = Duration::from_secs(10);
const MINUTE: TimeDelta = TimeDelta::minutes(1);

const PAGES_WAITING: &str =
    "SELECT count(*) FROM deliveries WHERE channel = 'sms' AND summons_id IS NOT NULL AND state = 'waiting'";

const PAGES_IN_HAND: &str = "SELECT count(*) FROM jobs WHERE state = 'ready' AND lane = 'urgent' AND kind = 'deliver' \
    AND (lease_until IS NOT NULL OR run_at <= created_at)";

/// Whoever has a page in hand at the moment of a leap would lose it to somebody else. A hundred of them take their time.
async fn nothing_in_hand(world: &World) {
    let began = Instant::now();
    while world.parts.sql(PAGES_IN_HAND) != ["0"] {
        assert!(began.elapsed() < Duration::from_mins(1), "{:?}", world.parts.sql(PAGES_IN_HAND));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Every text that is taken arrives.
fn all_arrive(world: &World) {
    world.provider.receipts([ReceiptStep::new(Duration::ZERO, "delivered")]);
}

/// Opens `count` urgent tickets; the first has its text before the others come.
async fn first_then(world: &World, count: usize) {
    all_arrive(world);
    world.open_another("first").await;
    world.texts(MARIE, 1, SOON).await;
    world.eventually(PAGES_WAITING, &["0"]).await;
    for number in 1..count {
        world.open_another(&format!("more {number}")).await;
    }
    let waiting = format!("{}", count - 1);
    world.eventually(PAGES_WAITING, &[&waiting]).await;
    nothing_in_hand(world).await;
}

/// The next text to somebody, a minute later.
async fn a_minute_later(world: &World, to: &str, texts: usize) -> Recorded {
    world.leap(MINUTE).await;
    world.texts(to, texts, SOON).await.pop().unwrap()
}

/// Another company opens its next ticket, and Marie hears of it as soon as if nobody else had one.
async fn told_of_the_other(world: &World, nunes: &Scope, count: usize) {
    let about_nunes = |text: &&Recorded| text.to == MARIE && text.body.contains("Nunes Travel");
    let began = Instant::now();
    world.open_of(nunes, &format!("in the storm {count}")).await;
    while world.provider.taken().iter().filter(about_nunes).count() < count {
        assert!(began.elapsed() < Duration::from_secs(10), "{count}: {:?}", world.provider.taken());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn callback_of(number: i64) -> String {
    format!("(SELECT c.id FROM callbacks c JOIN tickets t ON t.id = c.ticket_id WHERE t.number = {number})")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_is_told_in_few_texts_and_delays_no_other_company() {
    on_each_column(Carriers::Twilio, |world| async move {
        all_arrive(&world);
        let nunes = world.another_company("Nunes Travel").await;
        world.open_another("storm 0").await;
        let first = world.texts(MARIE, 1, SOON).await;
        assert!(first[0].body.starts_with("URGENT #1 Durand & Fils"), "{first:?}");
        for number in 1..50 {
            world.open_another(&format!("storm {number}")).await;
        }
        told_of_the_other(&world, &nunes, 1).await;
        for number in 50..100 {
            world.open_another(&format!("storm {number}")).await;
        }

        let (mut times, mut of_marie, mut of_paul) = (Vec::new(), Vec::new(), Vec::new());
        for minute in 0..20 {
            nothing_in_hand(&world).await;
            if minute == 8 {
                // Marie has had five texts by now.
                told_of_the_other(&world, &nunes, 2).await;
            }
            world.leap(MINUTE).await;
            tokio::time::sleep(Duration::from_millis(1_200)).await;
            let (sent, now) = (world.provider.taken(), world.now());
            times.push(now);
            of_marie.push(sent.iter().filter(|text| text.to == MARIE).count());
            of_paul.push(sent.iter().filter(|text| text.to == PAUL).count());
        }
        // Five in any quarter of an hour, and one more because the first two of another company never wait.
        // By the clock: on a busy machine a round takes longer than its minute.
        let quarter = |from: usize| times.iter().rposition(|it| *it - times[from] <= TimeDelta::minutes(15)).unwrap();
        for counts in [&of_marie, &of_paul] {
            let spans = (0..counts.len()).map(|from| counts[quarter(from)] - counts[from]);
            assert!(spans.max().unwrap() <= 6, "{of_marie:?} {of_paul:?} at {times:?}");
        }
        assert!(of_paul[7] > 0, "the next step waits for no bundle: {of_paul:?}");
        // Everybody was told of every ticket all the same.
        // Whoever comes next by the escalation is paged meanwhile, and told in bundles too: until all has been gone through.
        for _ in 0..12 {
            nothing_in_hand(&world).await;
            if world.parts.sql(PAGES_WAITING) == ["0"] {
                break;
            }
            world.leap(TimeDelta::minutes(8)).await;
            tokio::time::sleep(Duration::from_millis(1_200)).await;
        }
        world.eventually(PAGES_WAITING, &["0"]).await;
        let told = "SELECT count(DISTINCT callback_id) FROM deliveries WHERE channel = 'sms' AND news = 'page' \
            AND state IN ('sent', 'delivered')";
        assert_eq!(world.parts.sql(told), ["102"]);
        let silent = "SELECT count(*) FROM summons WHERE channel = 'sms' AND state = 'pending'";
        assert_eq!(world.parts.sql(silent), ["0"]);
        assert_eq!(world.provider.violations(), Vec::<String>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_in_a_pause_travels_in_one_text_that_says_how_to_answer() {
    on_each_column(Carriers::Twilio, |world| async move {
        first_then(&world, 6).await;
        let bundle = a_minute_later(&world, MARIE, 2).await;
        assert!(bundle.body.starts_with("5 URGENT non pris: #"), "{}", bundle.body);
        assert!(bundle.body.contains("+2. Durand & Fils, avant "), "{}", bundle.body);
        assert!(bundle.body.contains("Prendre: https://s.example/a/2-"), "{}", bundle.body);
        assert!(bundle.body.chars().count() <= 160, "{}", bundle.body);
        world.eventually(PAGES_WAITING, &["0"]).await;
        let ids = "SELECT count(DISTINCT provider_message_id) FROM deliveries WHERE channel = 'sms' AND news = 'page'";
        assert_eq!(world.parts.sql(ids), ["2"], "the provider knows one message for all five");
        let said = "SELECT count(*) FROM events WHERE kind = 'summons_sent' AND ticket_id IN (SELECT id FROM tickets)";
        let sms: usize = world.parts.sql(said)[0].parse().unwrap();
        assert!(sms >= 6, "each timeline says that its page was sent: {sms}");
        // The proof of each has the text that went out, and what became of it.
        world.leap(MINUTE).await;
        let arrived = "SELECT count(DISTINCT ticket_id) FROM events WHERE kind = 'receipt_came'";
        world.eventually(arrived, &["6"]).await;
        let marie = world.marie_on().await;
        for number in 1..=6 {
            let view = world.service.ticket(&world.claire, number).await.unwrap();
            let proof = world.service.callback_proof(&marie, view.callback.unwrap().callback.id).await.unwrap();
            let texts = proof.messages.iter().filter(|it| it.delivery.channel == Channel::Sms);
            let kept: Vec<_> = texts.map(|it| (it.delivery.body.is_some(), it.as_sent)).collect();
            assert_eq!(kept, [(true, Some(true))], "#{number}");
        }
        // The example in the text is what takes one of them.
        let example = bundle.body.rsplit_once("rep. ").unwrap().1.to_owned();
        let number: i64 = example.rsplit_once(' ').unwrap().1.parse().unwrap();
        let phone = rappel_domain::phone::Phone::from_e164_trusted(MARIE);
        world.service.reply_by_sms(&phone, "1", None).await.unwrap();
        let asked = world.texts(MARIE, 3, SOON).await.pop().unwrap();
        assert!(asked.body.starts_with("Plusieurs demandes ouvertes"), "{}", asked.body);
        world.service.reply_by_sms(&phone, &example, None).await.unwrap();
        let phase = format!("SELECT phase FROM callbacks WHERE id = {}", callback_of(number));
        world.eventually(&phase, &["accepted"]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_leaves_the_bundle() {
    on_each_column(Carriers::Twilio, |world| async move {
        first_then(&world, 4).await;
        let taken = world.service.ticket(&world.claire, 3).await.unwrap().callback.unwrap().callback.id;
        world.service.accept(&world.marie_on().await, taken, Via::Page).await.unwrap();
        let bundle = a_minute_later(&world, MARIE, 2).await;
        assert!(bundle.body.starts_with("2 URGENT non pris: #"), "{}", bundle.body);
        assert!(bundle.body.contains("#2") && bundle.body.contains("#4"), "{}", bundle.body);
        assert!(!bundle.body.contains("#3"), "{}", bundle.body);
        world.eventually(PAGES_WAITING, &["0"]).await;
    })
    .await;
}

/// The text that carried others: its message and the provider's name for it.
async fn carrier(world: &World) -> (DeliveryId, String) {
    let office = world.office().await;
    let filter = rappel_service::deliveries::LogFilter::default();
    let log = world.service.delivery_log(&office, &filter, None).await.unwrap();
    let carrier = log.rows.iter().find_map(|(delivery, _)| delivery.carried_by).unwrap();
    let found = log.rows.into_iter().map(|(it, _)| it).find(|it| it.id == carrier).unwrap();
    (carrier, found.provider_message_id.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_that_does_not_arrive_moves_every_page_on() {
    on_each_column(Carriers::Twilio, |world| async move {
        first_then(&world, 5).await;
        world.provider.receipts([]);
        a_minute_later(&world, MARIE, 2).await;
        world.eventually(PAGES_WAITING, &["0"]).await;
        let (id, message) = carrier(&world).await;
        let told = Told {
            message_id: &message,
            status: "undelivered",
            state: Some(DeliveryState::Undelivered),
            detail: Some("30003"),
            fault: Some(Fault::Road),
        };
        for _ in 0..2 {
            world.service.receipt(world.durand.number, id, told).await.unwrap();
        }
        world.texts(PAUL, 1, SOON).await;
        let moved = "SELECT count(*) FROM callbacks WHERE position = 2";
        world.eventually(moved, &["4"]).await;
        let failed = "SELECT count(*) FROM events WHERE kind = 'summons_failed'";
        assert_eq!(world.parts.sql(failed), ["4"], "once for each page that the text carried");
        let lost = "SELECT count(*) FROM deliveries WHERE channel = 'sms' AND state = 'undelivered'";
        assert_eq!(world.parts.sql(lost), ["4"]);
        // His first text carries those that wait for him by then, the next one the rest.
        world.leap(MINUTE).await;
        world.eventually(PAGES_WAITING, &["0"]).await;
        let told = "SELECT count(DISTINCT callback_id) FROM deliveries WHERE channel = 'sms' AND news = 'page_again' \
            AND state = 'sent'";
        assert_eq!(world.parts.sql(told), ["4"]);
        let texts = world.texts(PAUL, 1, SOON).await;
        assert!(texts.len() <= 2 && texts.iter().any(|it| it.body.contains("URGENT non pris")), "{texts:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_will_never_work_gives_up_all_that_waits_for_it_at_once() {
    on_each_column(Carriers::Twilio, |world| async move {
        first_then(&world, 5).await;
        world.provider.script_for(MARIE, [Answer::Refused { status: 400, code: 21610 }]);
        world.leap(MINUTE).await;
        let began = Instant::now();
        world.texts(PAUL, 1, SOON).await;
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
        world.eventually("SELECT count(*) FROM callbacks WHERE position = 2", &["4"]).await;
        let asked = world.provider.requests().iter().filter(|text| text.to == MARIE).count();
        assert_eq!(asked, 2, "the first text, and one refusal for all");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_of_the_provider_is_no_new_text() {
    on_each_column(Carriers::Twilio, |world| async move {
        first_then(&world, 4).await;
        let faults = [Answer::ServerError(503), Answer::TooMany { retry_after: 1 }];
        world.provider.script_for(MARIE, faults);
        a_minute_later(&world, MARIE, 2).await;
        world.eventually(PAGES_WAITING, &["0"]).await;
        assert_eq!(world.texts(MARIE, 2, SOON).await.len(), 2, "one text, tried three times");
        let asked = world.provider.requests().iter().filter(|text| text.to == MARIE).count();
        assert_eq!(asked, 4);
    })
    .await;
}

/// As after `kill -9` between the provider's answer and the commit.
#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_of_a_worker_that_died_is_found_at_the_provider_with_all_that_it_carried() {
    on_each_column(Carriers::Twilio, |world| async move {
        first_then(&world, 4).await;
        world.provider.script_for(MARIE, [Answer::TakenThenHang]);
        world.leap(MINUTE).await;
        world.texts(MARIE, 2, SOON).await;
        let steal = "UPDATE jobs SET fence = fence + 1, lease_until = NULL WHERE kind = 'deliver' \
            AND state = 'ready' AND lease_until IS NOT NULL";
        world.parts.sql(steal);
        world.eventually(PAGES_WAITING, &["0"]).await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(world.texts(MARIE, 2, SOON).await.len(), 2, "one text for the three");
        let ids = "SELECT count(DISTINCT provider_message_id) FROM deliveries WHERE channel = 'sms' AND news = 'page'";
        assert_eq!(world.parts.sql(ids), ["2"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn news_that_nothing_hangs_on_never_takes_the_room_of_a_page() {
    on_each_column(Carriers::Twilio, |world| async move {
        world.on_call_too("Karim Haddad", KARIM).await;
        first_then_both(&world).await;
        let marie = world.marie_on().await;
        for number in 1..=8 {
            let view = world.service.ticket(&world.claire, number).await.unwrap();
            world.service.accept(&marie, view.callback.unwrap().callback.id, Via::Page).await.unwrap();
        }
        world
            .eventually("SELECT count(*) FROM deliveries WHERE channel = 'sms' AND state = 'waiting'", &["0"])
            .await;
        let to_karim = world.texts(KARIM, 4, SOON).await;
        assert_eq!(to_karim.len(), 4, "two pages, and news as long as room is left: {to_karim:?}");
    })
    .await;
}

const KARIM: &str = "+33622222222";

/// Eight tickets that two people were told of in two texts.
async fn first_then_both(world: &World) {
    all_arrive(world);
    world.open_another("first").await;
    world.texts(MARIE, 1, SOON).await;
    world.texts(KARIM, 1, SOON).await;
    world.eventually(PAGES_WAITING, &["0"]).await;
    for number in 1..8 {
        world.open_another(&format!("more {number}")).await;
    }
    world.eventually(PAGES_WAITING, &["14"]).await;
    nothing_in_hand(world).await;
    world.leap(MINUTE).await;
    world.texts(MARIE, 2, SOON).await;
    world.texts(KARIM, 2, SOON).await;
    world.eventually(PAGES_WAITING, &["0"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn beyond_the_budget_the_page_still_goes_and_who_plans_hears_of_it_once() {
    on_each_column(Carriers::Twilio, |world| async move {
        world.parts.sql("UPDATE tenants SET sms_budget = 3 WHERE kind = 'client'");
        all_arrive(&world);
        let mails = |words: &str, to: &str| {
            let mails = world.sink.received();
            mails.iter().filter(|mail| mail.to == [to] && mail.subject().contains(words)).count()
        };
        let told = |percent: &str| {
            let words = format!("{percent} % du budget de SMS");
            (mails(&words, "paul.admin@office.example"), mails(&words, "astreinte@office.example"))
        };
        for (before, key) in ["one", "two", "three", "four", "five"].into_iter().enumerate() {
            world.open_another(key).await;
            // Before its page is planned nothing of it waits.
            world.texts(MARIE, before + 1, SOON).await;
            world.eventually("SELECT count(*) FROM deliveries WHERE state = 'waiting'", &["0"]).await;
            world.forget_texts();
        }
        assert_eq!(world.texts(MARIE, 5, SOON).await.len(), 5, "nothing urgent is held back");
        // Ordinary news come when the pages have gone.
        let comes = async |expected| {
            let since = Instant::now();
            while (told("80"), told("100")) != expected {
                let said = (told("80"), told("100"), world.parts.sql("SELECT name FROM counters"));
                assert!(since.elapsed() < SOON, "{said:?}, expected {expected:?}");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            world.eventually("SELECT count(*) FROM deliveries WHERE state = 'waiting'", &["0"]).await;
            assert_eq!((told("80"), told("100")), expected);
        };
        comes(((0, 0), (1, 1))).await;
        world.parts.sql("UPDATE tenants SET sms_budget = 7 WHERE kind = 'client'");
        world.open_another("six").await;
        world.texts(MARIE, 6, SOON).await;
        comes(((1, 1), (1, 1))).await;
        let usage = world.service.usage(&world.office().await, world.durand.id).await.unwrap();
        assert_eq!((usage.sms, usage.calls), (6, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn beyond_the_budget_of_calls_it_rings_all_the_same_and_who_plans_hears_of_it() {
    on_each_column_with_calls(|world| async move {
        world.parts.sql("UPDATE tenants SET call_budget = 1 WHERE kind = 'client'");
        for (count, key) in ["one", "two"].into_iter().enumerate() {
            world.open_another(key).await;
            // A text and a call for each ticket before, and the text of this one.
            world.texts(MARIE, 2 * count + 1, SOON).await;
            world.eventually(PAGES_WAITING, &["0"]).await;
            // What is in hand at the moment of a leap would be somebody else's, and go twice.
            let in_hand = "SELECT count(*) FROM jobs WHERE state = 'ready' \
                AND (lease_until IS NOT NULL OR run_at <= created_at)";
            world.eventually(in_hand, &["0"]).await;
            world.leap(TimeDelta::minutes(2)).await;
            let since = Instant::now();
            while world.provider.calls().len() <= count {
                assert!(since.elapsed() < SOON, "it does not ring: {:?}", world.provider.requests());
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            world.forget_texts();
        }
        let told =
            || world.sink.received().iter().filter(|it| it.subject().contains("budget d’appels")).count();
        let since = Instant::now();
        while told() < 2 {
            assert!(since.elapsed() < SOON, "supervisors and the operator's mailbox: {}", told());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
        let subjects: Vec<String> =
            world.sink.received().iter().map(|it| format!("{:?} {}", it.to, it.subject())).collect();
        assert_eq!(told(), 2, "{subjects:#?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeat_of_the_same_person_pages_nobody_and_hears_when_the_client_was_reached() {
    on_each_column(Carriers::Twilio, |world| async move {
        all_arrive(&world);
        world.open_urgent().await;
        world.texts(MARIE, 1, SOON).await;
        world.again("more").await;
        world.eventually("SELECT count(*) FROM deliveries WHERE state = 'waiting'", &["0"]).await;
        assert_eq!(world.texts(MARIE, 1, SOON).await.len(), 1);
        assert_eq!(world.parts.sql("SELECT count(*) FROM callbacks"), ["1"]);
        let mails = world.sink.received();
        let joined = mails.iter().find(|mail| mail.subject().contains("rejoint le rappel en cours"));
        assert!(joined.unwrap().text().contains("avant 14:32"), "{}", joined.unwrap().text());
        let id = world.service.ticket(&world.claire, 2).await.unwrap().callback.unwrap().callback.id;
        let marie = world.marie_on().await;
        world.service.accept(&marie, id, Via::Page).await.unwrap();
        world.service.outcome(&marie, id, rappel_service::callbacks::Outcome::Reached).await.unwrap();
        world.eventually("SELECT count(*) FROM deliveries WHERE state = 'waiting'", &["0"]).await;
        let mails = world.sink.received();
        let reached = mails.iter().find(|mail| mail.subject().contains("Marie Leroy vous a joint")).unwrap();
        assert_eq!(reached.to, ["claire@durand.example"]);
        assert!(
            reached.text().contains("https://durand-fils.support.example/tickets/1"),
            "{}",
            reached.text()
        );
        assert!(reached.html().contains("vous a joint"), "both parts say it");
    })
    .await;
}
