//! OVHcloud as the only provider: what is sent, what goes wrong, what is asked for.

use std::time::Duration;

use chrono::TimeDelta;
use rappel_testkit::provider::Answer;
use rappel_worker::replies::{self, Seen};

use crate::world::{Carriers, MARIE, PAUL, World, on_each_column, ovh_account};

const SOON: Duration = Duration::from_secs(10);

const STATE: &str = "SELECT state FROM deliveries WHERE channel = 'sms' AND news = 'page'";

const OUTCOMES: &str = "SELECT outcome FROM attempts a JOIN deliveries d ON d.id = a.delivery_id \
    WHERE d.channel = 'sms' AND d.news = 'page' ORDER BY a.number";

async fn paged(world: &World) {
    world.open_urgent().await;
    world.texts(MARIE, 1, SOON).await;
    world.eventually(STATE, &["sent"]).await;
    assert_eq!(world.provider.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_sent_at_once_whatever_the_hour() {
    on_each_column(Carriers::Ovh, |world| async move {
        // The provider's clock decides what is signed: ours may be wrong.
        world.provider.ovh_clock_ahead(Duration::from_mins(10));
        paged(&world).await;
        let text = world.texts(MARIE, 1, SOON).await.remove(0);
        assert_eq!(text.field("noStopClause"), Some("true"));
        assert_eq!((text.field("priority"), text.field("coding")), (Some("high"), Some("7bit")));
        assert!(text.field("tag").unwrap().starts_with("2."), "{text:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_without_an_answer_is_found_by_its_tag() {
    for answer in
        [Answer::TakenThenHang, Answer::TakenThenReset, Answer::TakenThenServerError(502), Answer::Garbage]
    {
        on_each_column(Carriers::Ovh, |world| async move {
            world.provider.script_for(MARIE, [answer]);
            paged(&world).await;
            assert_eq!(world.parts.sql(OUTCOMES), ["sent"], "{answer:?}");
            assert_eq!(world.texts(MARIE, 1, SOON).await.len(), 1, "{answer:?}");
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_is_none_is_never_asked_again_although_the_answer_is_200() {
    on_each_column(Carriers::Ovh, |world| async move {
        world.provider.script_for(MARIE, [Answer::InvalidReceiver]);
        world.open_urgent().await;
        world.texts(PAUL, 1, SOON).await;
        assert_eq!(world.provider.requests().iter().filter(|it| it.to == MARIE).count(), 1);
        world.eventually("SELECT count(*) FROM staff WHERE sms_refused_at IS NOT NULL", &["1"]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_is_asked_for_and_a_bad_one_pages_the_next() {
    for (status, state) in [("delivered", "delivered"), ("rejected", "undelivered")] {
        on_each_column(Carriers::Ovh, |world| async move {
            paged(&world).await;
            let text = world.texts(MARIE, 1, SOON).await.remove(0);
            world.provider.set_status(&text.sid.unwrap(), status, Some(22));
            world.eventually("SELECT count(*) FROM jobs WHERE kind = 'check_receipt'", &["1"]).await;
            world.leap(TimeDelta::seconds(61)).await;
            world.eventually(STATE, &[state]).await;
            if state == "undelivered" {
                world.texts(PAUL, 1, SOON).await;
            }
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_is_fetched_and_acted_on_once() {
    on_each_column(Carriers::Ovh, |world| async move {
        paged(&world).await;
        let outside = world.outside(Carriers::Ovh);
        let ovh = ovh_account(&outside, &outside.sms[0].1);
        world.provider.ovh_incoming("+33699999999", "STOP");
        world.provider.ovh_incoming(MARIE, "« Ok »");
        let mut seen = Seen::default();
        replies::fetch(&world.service, &ovh, &mut seen).await.unwrap();
        assert_eq!(seen.acted_on.len(), 2);
        let told = world.texts(MARIE, 2, SOON).await.remove(1);
        assert!(told.body.starts_with("OK: #1 est à vous"), "{}", told.body);
        assert_eq!(world.parts.sql("SELECT phase FROM callbacks"), ["accepted"]);
        // Said again by hand, it would hear the truth; shown again by the provider, it is the same reply.
        for mut seen in [seen, Seen::default()] {
            replies::fetch(&world.service, &ovh, &mut seen).await.unwrap();
            assert_eq!(seen.acted_on.len(), 2);
        }
        world.provider.ovh_incoming(MARIE, "2");
        replies::fetch(&world.service, &ovh, &mut Seen::default()).await.unwrap();
        let told = world.texts(MARIE, 3, SOON).await.remove(2);
        assert!(told.body.contains("client joint, merci"), "{}", told.body);
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert_eq!(world.texts(MARIE, 3, SOON).await.len(), 3, "nothing twice");
        assert_eq!(world.provider.violations(), Vec::<String>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_cannot_be_read_holds_up_no_other() {
    on_each_column(Carriers::Ovh, |world| async move {
        paged(&world).await;
        let outside = world.outside(Carriers::Ovh);
        let ovh = ovh_account(&outside, &outside.sms[0].1);
        let broken = world.provider.ovh_incoming(MARIE, "2");
        world.provider.ovh_garbles(broken);
        world.provider.ovh_incoming(MARIE, "1");
        let mut seen = Seen::default();
        replies::fetch(&world.service, &ovh, &mut seen).await.unwrap();
        let told = world.texts(MARIE, 2, SOON).await.remove(1);
        assert!(told.body.starts_with("OK: #1 est à vous"), "{}", told.body);
        // Two of them look as if the provider were away; what comes later is read before them all the same.
        let broken = world.provider.ovh_incoming(MARIE, "2");
        world.provider.ovh_garbles(broken);
        replies::fetch(&world.service, &ovh, &mut seen).await.unwrap_err();
        world.provider.ovh_incoming(MARIE, "2");
        replies::fetch(&world.service, &ovh, &mut seen).await.unwrap_err();
        world.texts(MARIE, 3, SOON).await;
        assert_eq!(world.parts.sql("SELECT phase FROM callbacks"), ["reached"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_is_about_what_its_sender_knew_of_when_it_came_in() {
    on_each_column(Carriers::Ovh, |world| async move {
        let before = world.service.clock().now();
        world.leap(TimeDelta::minutes(2)).await;
        paged(&world).await;
        let outside = world.outside(Carriers::Ovh);
        let ovh = ovh_account(&outside, &outside.sms[0].1);
        world.provider.ovh_incoming_at(MARIE, "1", before);
        replies::fetch(&world.service, &ovh, &mut Seen::default()).await.unwrap();
        world.texts(MARIE, 2, SOON).await;
        assert_eq!(world.parts.sql("SELECT phase FROM callbacks"), ["paging"]);
    })
    .await;
}
