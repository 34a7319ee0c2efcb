//! Staff try their own phones: to nobody else, not too often, and what arrives or is answered counts.

use chrono::Duration;
use rappel_domain::{
    Clock as _, Refusal,
    callback::Receipts,
    delivery::{DeliveryState, News},
    id::DeliveryId,
    job::{Job, Lane},
    phone::Phone,
    phone_test::{By, Hindrance, LastTest, MOST_A_DAY},
    readiness::Gap,
};
use rappel_service::{
    Error, Sending, Service, StaffScope,
    deliveries::LogFilter,
    phone_test::Asked as Tested,
    sending::{Asked, Begun, Look, Ready, Told},
    team::OwnForm,
};

use crate::world::{World, on_each_column};

const MARIE: &str = "+33611111111";

/// Calls can be made too.
fn calling(world: &World) -> Service {
    world.service.clone().with_calls(Duration::minutes(2), &["+33".to_owned()])
}

impl World {
    fn prove_numbers(&self, days: i64) {
        let at = self.clock.now() - Duration::days(days);
        self.sql(&format!("UPDATE staff SET phone_verified_at = '{}'", at.to_rfc3339()));
    }

    /// The test that waits to be sent, which a provider takes as `sid`.
    async fn take_test(&self, service: &Service, sid: &str) -> DeliveryId {
        let (store, operator) = (self.store(), self.office.operator());
        let claimed = store.claim(operator, Lane::Urgent, 100, Duration::seconds(15)).await.unwrap();
        let found = claimed.iter().find_map(|job| match job.job {
            Job::Deliver { delivery } => Some((job, delivery)),
            _ => None,
        });
        let (job, delivery) = found.unwrap();
        let own = store.doors().job(job);
        let Ready::Send(out) = service.outgoing(&own, delivery).await.unwrap() else { panic!("wanted") };
        let address = out.address.unwrap();
        let sending = Sending { provider: "twilio", address: &address, subject: None, body: "x" };
        let begun = service.begin_sending(&own, delivery, None, &sending, &[]).await.unwrap();
        let Begun::Now(attempt) = begun else { panic!("{begun:?}") };
        let mut tx = store.write(&own).await.unwrap();
        service.sent(&mut tx, delivery, attempt, Some(sid), Receipts::Expected).await.unwrap();
        tx.finish_job(job).await.unwrap();
        tx.commit().await.unwrap();
        delivery
    }

    async fn tell(&self, delivery: DeliveryId, sid: &str, status: &str, state: DeliveryState) {
        let number = self.service.operator().await.unwrap().unwrap().number;
        let detail = (state == DeliveryState::Undelivered).then_some("30003: unreachable");
        let told = Told { message_id: sid, status, state: Some(state), detail, fault: None };
        self.service.receipt(number, delivery, told).await.unwrap();
    }

    fn tests_sent(&self) -> usize {
        self.sql("SELECT id FROM deliveries WHERE news = 'phone_test'").len()
    }
}

async fn last(service: &Service, scope: &StaffScope, by: By) -> LastTest {
    let trials = service.phone_tests(scope).await.unwrap();
    let trial = if by == By::Text { trials.text } else { trials.call };
    trial.last.unwrap()
}

async fn why_not(service: &Service, scope: &StaffScope, by: By) -> Option<Hindrance> {
    let trials = service.phone_tests(scope).await.unwrap();
    let shown = if by == By::Text { trials.text } else { trials.call }.hindrance;
    match service.test_phone(scope, by).await.unwrap() {
        Tested::UnderWay => assert_eq!(shown, None),
        Tested::Hindered(said) => assert_eq!(shown, Some(said), "what is shown is what is so"),
    }
    // A unit of work that is dropped ends in the background; SQL of these tests waits for its row, and blocks the thread.
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    shown
}

#[tokio::test]
async fn a_text_that_arrives_shows_that_the_number_reaches_its_owner() {
    on_each_column(|world| async move {
        world.prove_numbers(40);
        let service = calling(&world);
        let marie = world.at_desk(world.marie).await;
        let gaps = async || {
            let report = world.service.readiness(&world.office).await.unwrap();
            report.people.into_iter().find(|it| it.staff == world.marie).map(|it| it.gaps).unwrap_or_default()
        };
        assert!(matches!(gaps().await[..], [Gap::Stale { .. }]));
        let asked_at = world.clock.now();
        assert_eq!(service.test_phone(&marie, By::Text).await.unwrap(), Tested::UnderWay);
        let waiting = last(&service, &marie, By::Text).await;
        assert_eq!(
            (waiting.state, waiting.asked_at, waiting.sent_at),
            (DeliveryState::Waiting, asked_at, None)
        );
        world.clock.advance(Duration::seconds(2));
        let test = world.take_test(&service, "SM1").await;
        assert_eq!(world.sql("SELECT kind FROM jobs WHERE kind = 'check_receipt'"), ["check_receipt"]);
        world.clock.advance(Duration::seconds(5));
        world.tell(test, "SM1", "sent", DeliveryState::Sent).await;
        assert_eq!(last(&service, &marie, By::Text).await.state, DeliveryState::Sent);
        world.tell(test, "SM1", "delivered", DeliveryState::Delivered).await;
        let arrived = last(&service, &marie, By::Text).await;
        let sent_at = Some(asked_at + Duration::seconds(2));
        assert_eq!((arrived.sent_at, arrived.arrived_at), (sent_at, Some(world.clock.now())));
        assert_eq!((arrived.answered_at, arrived.why), (None, None));
        assert_eq!(gaps().await, [], "it counts");

        // Another number has not been tried.
        let form = OwnForm {
            name: "Marie Leroy".to_owned(),
            phone: "06 11 11 11 12".to_owned(),
            locale: "fr".to_owned(),
            shift_lead: "24".to_owned(),
        };
        world.service.save_own_staff(&marie, &form).await.unwrap();
        let trials = service.phone_tests(&marie).await.unwrap();
        assert_eq!((trials.text.last, trials.text.hindrance), (None, Some(Hindrance::Unverified)));
    })
    .await;
}

#[tokio::test]
async fn what_went_wrong_is_shown_and_silence_too() {
    on_each_column(|world| async move {
        world.prove_numbers(1);
        let marie = world.at_desk(world.marie).await;
        world.service.test_phone(&marie, By::Text).await.unwrap();
        let lost = world.take_test(&world.service, "SM1").await;
        world.tell(lost, "SM1", "undelivered", DeliveryState::Undelivered).await;
        let shown = last(&world.service, &marie, By::Text).await;
        assert_eq!(
            (shown.state, shown.why.as_deref()),
            (DeliveryState::Undelivered, Some("30003: unreachable"))
        );

        world.clock.advance(Duration::minutes(2));
        world.service.test_phone(&marie, By::Text).await.unwrap();
        let silent = world.take_test(&world.service, "SM2").await;
        let own = world.office.on(world.office.operator()).unwrap();
        for (look, looks, state) in
            [(Look::First, 3, DeliveryState::Sent), (Look::Last, 3, DeliveryState::Undelivered)]
        {
            let mut tx = world.store().write(&own).await.unwrap();
            world.service.checked(&mut tx, silent, Asked::default(), look).await.unwrap();
            tx.commit().await.unwrap();
            // One for each test, and the second look.
            assert_eq!(world.sql("SELECT id FROM jobs WHERE kind = 'check_receipt'").len(), looks);
            let shown = last(&world.service, &marie, By::Text).await;
            assert_eq!((shown.state, shown.why), (state, None));
        }
        assert_eq!(world.sql("SELECT name FROM staff WHERE reached_at IS NOT NULL"), [""; 0]);
    })
    .await;
}

#[tokio::test]
async fn one_a_minute_and_ten_a_day_whoever_asks_at_once() {
    on_each_column(|world| async move {
        world.prove_numbers(1);
        let marie = world.at_desk(world.marie).await;
        let other = world.another_process().await;
        let both =
            tokio::join!(world.service.test_phone(&marie, By::Text), other.test_phone(&marie, By::Text),);
        let under_way = [both.0.unwrap(), both.1.unwrap()].into_iter().filter(|it| *it == Tested::UnderWay);
        assert_eq!((under_way.count(), world.tests_sent()), (1, 1));
        let until = world.clock.now() + Duration::minutes(1);
        let too_soon = Some(Hindrance::TooSoon { until });
        assert_eq!(why_not(&world.service, &marie, By::Text).await, too_soon);
        let karim = world.at_desk(world.karim).await;
        assert_eq!(why_not(&world.service, &karim, By::Text).await, None, "each for themselves");
        let first = world.clock.now();
        for sent in 2..=MOST_A_DAY {
            world.clock.advance(Duration::minutes(1));
            assert_eq!(why_not(&world.service, &marie, By::Text).await, None, "{sent}");
        }
        world.clock.advance(Duration::minutes(1));
        let too_many = Some(Hindrance::TooMany { until: first + Duration::hours(24) });
        assert_eq!(why_not(&world.service, &marie, By::Text).await, too_many);
        assert_eq!(why_not(&calling(&world), &marie, By::Call).await, too_many, "of both kinds");
        assert_eq!(world.tests_sent(), MOST_A_DAY + 1);

        // Nor through the log.
        let paul = world.at_desk(world.paul).await;
        let log = world.service.delivery_log(&paul, &LogFilter::default(), None).await.unwrap();
        let test = log.rows.iter().find(|(it, _)| it.news == News::PhoneTest).unwrap().0.id;
        let again = world.service.send_again(&paul, world.office.operator(), test).await;
        assert!(matches!(again, Err(Error::Refused(Refusal::NotAllowed))), "{again:?}");
        world.clock.advance(Duration::hours(24));
        assert_eq!(why_not(&world.service, &marie, By::Text).await, None);
    })
    .await;
}

#[tokio::test]
async fn why_a_phone_cannot_be_tried_is_said() {
    on_each_column(|world| async move {
        let marie = world.at_desk(world.marie).await;
        let without = world.service.clone().with_texts(false);
        assert_eq!(why_not(&without, &marie, By::Text).await, Some(Hindrance::NoTexts));
        assert_eq!(why_not(&world.service, &marie, By::Call).await, Some(Hindrance::NoCalls));
        for by in [By::Text, By::Call] {
            assert_eq!(why_not(&calling(&world), &marie, by).await, Some(Hindrance::Unverified));
        }
        world.prove_numbers(1);
        world.service.reply_by_sms(&Phone::from_e164_trusted(MARIE), "STOP", None).await.unwrap();
        let since = world.clock.now();
        assert_eq!(why_not(&calling(&world), &marie, By::Text).await, Some(Hindrance::Stopped { since }));
        assert_eq!(why_not(&calling(&world), &marie, By::Call).await, None, "they can still be called");
        world.sql("UPDATE staff SET phone = NULL WHERE name = 'Marie Leroy'");
        assert_eq!(why_not(&calling(&world), &marie, By::Text).await, Some(Hindrance::NoNumber));
        assert_eq!(world.tests_sent(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_test_does_not_follow_to_a_number_that_nobody_proved() {
    on_each_column(|world| async move {
        world.prove_numbers(1);
        let marie = world.at_desk(world.marie).await;
        let (service, own) = (calling(&world), world.office.on(world.office.operator()).unwrap());
        for by in [By::Text, By::Call] {
            assert_eq!(why_not(&service, &marie, by).await, None);
        }
        let form = OwnForm {
            name: "Marie Leroy".to_owned(),
            phone: "06 99 99 99 99".to_owned(),
            locale: "fr".to_owned(),
            shift_lead: "24".to_owned(),
        };
        world.service.save_own_staff(&marie, &form).await.unwrap();
        let log = service.delivery_log(&world.office, &LogFilter::default(), None).await.unwrap();
        let tests: Vec<_> = log.rows.iter().filter(|(it, _)| it.news == News::PhoneTest).collect();
        assert_eq!(tests.len(), 2);
        for (test, _) in tests {
            let Ready::Send(out) = service.outgoing(&own, test.id).await.unwrap() else { panic!("waits") };
            assert_eq!(out.address, None, "{:?}", test.channel);
            // Where no code can be sent, a call is tried without.
            let without = service.clone().with_texts(false);
            let Ready::Send(out) = without.outgoing(&own, test.id).await.unwrap() else { panic!("waits") };
            assert_eq!(out.address.as_deref(), Some("+33699999999"), "{:?}", test.channel);
        }
    })
    .await;
}

#[tokio::test]
async fn the_answer_to_a_test_is_understood_and_takes_nothing() {
    on_each_column(|world| async move {
        world.prove_numbers(40);
        let marie = world.at_desk(world.marie).await;
        let phone = Phone::from_e164_trusted(MARIE);
        world.service.reply_by_sms(&phone, "TEST", None).await.unwrap();
        let replies = || world.sql("SELECT id FROM deliveries WHERE news = 'reply_outcome'").len();
        assert_eq!(replies(), 1, "there was no test: not understood");
        let tests = world.store().claim(world.office.operator(), Lane::Urgent, 100, Duration::seconds(15));
        tests.await.unwrap();

        world.service.test_phone(&marie, By::Text).await.unwrap();
        world.take_test(&world.service, "SM1").await;
        world.clock.advance(Duration::minutes(3));
        world.service.reply_by_sms(&phone, "Test", None).await.unwrap();
        assert_eq!(replies(), 1);
        let shown = last(&world.service, &marie, By::Text).await;
        assert_eq!((shown.state, shown.answered_at), (DeliveryState::Delivered, Some(world.clock.now())));
        // A day later it is about something else.
        world.clock.advance(Duration::hours(25));
        world.service.reply_by_sms(&phone, "test", None).await.unwrap();
        assert_eq!(replies(), 2);
    })
    .await;
}
