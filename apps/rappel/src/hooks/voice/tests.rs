mod night;
mod notice;

use std::time::Duration;

use chrono::TimeDelta;
use rappel_testkit::provider::Answer;

use self::night::{CLAIRE, FROM, MARIE, Night, PAUL, action, dialled, on_each_column};
use super::{lasted, word};

const CALL_AFTER: TimeDelta = TimeDelta::seconds(121);

#[tokio::test(flavor = "multi_thread")]
async fn whoever_sleeps_through_the_text_is_called_and_takes_it_by_a_digit() {
    on_each_column(async |night: Night| {
        night.open_urgent().await;
        night.text(MARIE, "URGENT #1").await;
        night.clock.advance(TimeDelta::seconds(100));
        night.rest().await;
        assert!(night.provider.calls().is_empty(), "not before two minutes");
        night.clock.advance(TimeDelta::seconds(21));
        let call = night.call(MARIE, 1).await;
        assert_eq!(call.field("From"), Some(FROM));
        let sid = call.sid.clone().unwrap();

        let heard = night.provider.pick_up(&sid, "human").await.unwrap();
        assert_eq!(heard.status, 200, "{heard:?}");
        for said in [
            "Claire Martin, Durand &amp; Fils",
            "0 6, 1 2, 3 4, 5 6, 7 8",
            "avant 14 heures 32",
            "numDigits=\"1\"",
        ] {
            assert!(heard.body.contains(said), "{said}: {}", heard.body);
        }
        // 0 repeats, and so does what means nothing.
        for digit in ["0", "7"] {
            let again = night.provider.press(&sid, &action(&heard), digit).await.unwrap();
            assert_eq!(again.body, heard.body);
        }
        let taken = night.provider.press(&sid, &action(&heard), "1").await.unwrap();
        assert!(taken.body.contains("l&apos;appel est à vous"), "{}", taken.body);
        assert!(taken.body.contains("0 6, 1 2, 3 4, 5 6, 7 8") && taken.body.contains("<Hangup/>"));
        assert_eq!(night.sql("SELECT phase FROM callbacks"), ["accepted"]);
        assert!(night.text(MARIE, "OK: #1").await.contains("Rep. 4 = mise en relation"));

        // The end of the call comes late and twice: the digit stands, nobody else is paged.
        for _ in 0..2 {
            assert_eq!(night.provider.hang_up(&sid, "completed").await.unwrap().status, 204);
        }
        night.rest().await;
        assert_eq!(night.sql("SELECT state FROM deliveries WHERE channel = 'voice'"), ["delivered"]);
        assert!(!night.provider.requests().iter().any(|it| it.to == PAUL), "the escalation pauses");
        night.nothing_was_wrong();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digit_that_comes_after_the_end_of_its_call_still_counts() {
    on_each_column(async |night: Night| {
        let (sid, heard) = night.called().await;
        night.provider.hang_up(&sid, "completed").await.unwrap();
        night.provider.press(&sid, &action(&heard), "1").await.unwrap();
        assert_eq!(night.sql("SELECT phase FROM callbacks"), ["accepted"]);
        assert_eq!(
            night.sql("SELECT state FROM deliveries WHERE channel = 'voice' AND attempts > 0"),
            ["delivered"]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_passes_it_on_at_once() {
    on_each_column(async |night: Night| {
        let (sid, heard) = night.called().await;
        let answer = night.provider.press(&sid, &action(&heard), "2").await.unwrap();
        assert!(answer.body.contains("La personne suivante est prévenue"), "{}", answer.body);
        night.text(PAUL, "RELANCE #1").await;
        night.provider.hang_up(&sid, "completed").await.unwrap();
        night.nothing_was_wrong();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_digit_the_next_is_paged_and_the_first_called_again_after_two_minutes() {
    for end in ["completed", "busy", "no-answer", "failed", "canceled"] {
        on_each_column(async |night: Night| {
            let (sid, _) = night.called().await;
            night.provider.hang_up(&sid, end).await.unwrap();
            night.text(PAUL, "RELANCE #1").await;
            night.clock.advance(TimeDelta::seconds(100));
            night.rest().await;
            assert_eq!(night.calls_to(MARIE), 1, "{end}: not before two minutes");
            night.clock.advance(TimeDelta::seconds(21));
            let again = night.call(MARIE, 2).await.sid.unwrap();
            night.provider.hang_up(&again, "no-answer").await.unwrap();
            night.clock.advance(CALL_AFTER);
            night.rest().await;
            assert_eq!(night.calls_to(MARIE), 2, "{end}: twice, not for ever");
            night.nothing_was_wrong();
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_hears_nothing_and_is_no_answer() {
    on_each_column(async |night: Night| {
        night.open_urgent().await;
        night.text(MARIE, "URGENT #1").await;
        night.clock.advance(CALL_AFTER);
        let sid = night.call(MARIE, 1).await.sid.unwrap();
        let heard = night.provider.pick_up(&sid, "machine_start").await.unwrap();
        assert!(heard.body.contains("<Hangup/>") && !heard.body.contains("Claire"), "{}", heard.body);
        night.provider.hang_up(&sid, "completed").await.unwrap();
        night.text(PAUL, "RELANCE #1").await;
        night.nothing_was_wrong();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_any_word_of_the_call_the_provider_is_asked() {
    on_each_column(async |night: Night| {
        night.open_urgent().await;
        night.text(MARIE, "URGENT #1").await;
        night.clock.advance(CALL_AFTER);
        let sid = night.call(MARIE, 1).await.sid.unwrap();
        night.until("SELECT state FROM deliveries WHERE channel = 'voice'", &["sent"]).await;
        night.provider.set_call_status(&sid, "no-answer");
        night.clock.advance(TimeDelta::seconds(61));
        night.text(PAUL, "RELANCE #1").await;
        night.nothing_was_wrong();
    })
    .await;
}

/// Somebody who listens twice, or runs for a pen, is not given up while they are on the phone.
#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_goes_on_is_no_lost_one() {
    on_each_column(async |night: Night| {
        let (sid, heard) = night.called().await;
        for seconds in [61, 31, 31] {
            night.clock.advance(TimeDelta::seconds(seconds));
            night.rest().await;
        }
        assert_eq!(
            night.sql("SELECT state FROM deliveries WHERE channel = 'voice' AND attempts > 0"),
            ["sent"]
        );
        night.provider.press(&sid, &action(&heard), "1").await.unwrap();
        assert_eq!(night.sql("SELECT phase FROM callbacks"), ["accepted"]);
        night.nothing_was_wrong();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_did_not_arrive_is_followed_by_the_call_at_once() {
    on_each_column(async |night: Night| {
        night.provider.receipts([]);
        night.open_urgent().await;
        night.text(MARIE, "URGENT #1").await;
        night.until("SELECT state FROM deliveries WHERE channel = 'sms' AND news = 'page'", &["sent"]).await;
        let sid = night.provider.taken()[0].sid.clone().unwrap();
        night.provider.tell(&sid, "undelivered", Some(30_003)).await.unwrap();
        night.call(MARIE, 1).await;
        night.rest().await;
        assert!(!night.provider.requests().iter().any(|it| it.to == PAUL), "the next channel comes first");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_cannot_be_made_moves_on_and_one_that_stumbles_is_made_again() {
    on_each_column(async |night: Night| {
        night.provider.script_calls([
            Answer::ServerError(503),
            Answer::TooMany { retry_after: 1 },
            Answer::Refused { status: 400, code: 21214 },
        ]);
        night.open_urgent().await;
        night.text(MARIE, "URGENT #1").await;
        night.clock.advance(CALL_AFTER);
        let outcomes = "SELECT outcome FROM attempts a JOIN deliveries d ON d.id = a.delivery_id \
            WHERE d.channel = 'voice' AND outcome IS NOT NULL ORDER BY a.number";
        let expected = ["unknown", "not_processed", "recipient"];
        for tries in 1..=3 {
            night.until(outcomes, &expected[..tries]).await;
            night.clock.advance(TimeDelta::seconds(3));
        }
        night.text(PAUL, "RELANCE #1").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn taken_by_somebody_else_no_call_is_made_and_one_that_rings_hears_the_truth() {
    on_each_column(async |night: Night| {
        let (sid, heard) = night.called().await;
        night.take_as_paul().await;
        let late = night.provider.press(&sid, &action(&heard), "1").await.unwrap();
        assert!(late.body.contains("Paul Admin a déjà pris cet appel"), "{}", late.body);
        night.provider.hang_up(&sid, "completed").await.unwrap();
        night.clock.advance(CALL_AFTER);
        night.rest().await;
        assert_eq!(night.calls_to(MARIE), 1);
        night.nothing_was_wrong();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_signed_is_not_heard() {
    on_each_column(async |night: Night| {
        let (_, heard) = night.called().await;
        let path = action(&heard);
        let status = night.forge(&path, "CallSid=CA1&Digits=1").await;
        assert_eq!(status, 403);
        assert_eq!(night.sql("SELECT phase FROM callbacks"), ["paging"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn call_me_and_connect_me_rings_the_person_on_call_then_the_client() {
    on_each_column(async |night: Night| {
        night.open_urgent().await;
        night.text(MARIE, "URGENT #1").await;
        // One digit takes it and asks for the call.
        night.reply(MARIE, "4").await;
        let call = night.call(MARIE, 1).await;
        assert_eq!(night.sql("SELECT phase FROM callbacks"), ["accepted"]);
        let sid = call.sid.clone().unwrap();
        let heard = night.provider.pick_up(&sid, "human").await.unwrap();
        assert!(heard.body.contains("Mise en relation avec Claire Martin"), "{}", heard.body);
        assert!(!heard.body.contains("<Dial"), "a mailbox is not connected with the client");
        let dial = night.provider.press(&sid, &action(&heard), "1").await.unwrap();
        let (to, shows, ended) = dialled(&dial);
        assert_eq!((to.as_str(), shows.as_str()), (CLAIRE, FROM), "neither sees the other's number");
        assert!(!dial.body.contains(MARIE));

        // Told twice, noted once.
        let asked = night.provider.dial_ended(&sid, &ended, "completed", 83).await.unwrap();
        let again = night.provider.dial_ended(&sid, &ended, "completed", 83).await.unwrap();
        assert_eq!(asked, again);
        assert!(asked.body.contains("Si le client est joint, tapez 1"), "{}", asked.body);
        assert_eq!(night.sql("SELECT count(*) FROM events WHERE kind = 'called'"), ["1"]);
        assert!(night.sql("SELECT fact FROM events WHERE kind = 'called'")[0].contains("83"));
        let done = night.provider.press(&sid, &action(&asked), "1").await.unwrap();
        assert!(done.body.contains("C&apos;est noté"), "{}", done.body);
        night.provider.hang_up(&sid, "completed").await.unwrap();
        assert_eq!(night.sql("SELECT phase FROM callbacks"), ["reached"]);
        night.nothing_was_wrong();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_who_does_not_answer_is_noted_and_tried_again() {
    on_each_column(async |night: Night| {
        night.open_urgent().await;
        night.text(MARIE, "URGENT #1").await;
        night.reply(MARIE, "4").await;
        let sid = night.call(MARIE, 1).await.sid.unwrap();
        let heard = night.provider.pick_up(&sid, "human").await.unwrap();
        let dial = night.provider.press(&sid, &action(&heard), "1").await.unwrap();
        let (.., ended) = dialled(&dial);
        let asked = night.provider.dial_ended(&sid, &ended, "no-answer", 0).await.unwrap();
        // Something that is no answer is asked again.
        let asked = night.provider.press(&sid, &action(&asked), "9").await.unwrap();
        night.provider.press(&sid, &action(&asked), "2").await.unwrap();
        assert_eq!(night.sql("SELECT tries FROM callbacks"), ["1"]);
        assert_eq!(night.sql("SELECT phase FROM callbacks"), ["accepted"]);
        // Asked for once more within the minute, there is no call: the number is told again.
        night.reply(MARIE, "4").await;
        night.rest().await;
        assert_eq!(night.calls_to(MARIE), 1);
        night.clock.advance(TimeDelta::seconds(61));
        // Asked for once more, it is another call.
        night.reply(MARIE, "appelez-moi").await;
        let sid = night.call(MARIE, 2).await.sid.unwrap();
        let heard = night.provider.pick_up(&sid, "machine_start").await.unwrap();
        assert!(!heard.body.contains("<Dial"), "{}", heard.body);
        tokio::time::sleep(Duration::from_millis(50)).await;
        night.nothing_was_wrong();
    })
    .await;
}

/// A signed request says which call it is about, and its address which delivery: both must be of one call.
#[tokio::test(flavor = "multi_thread")]
async fn a_digit_of_another_call_does_nothing() {
    on_each_column(async |night: Night| {
        let (sid, heard) = night.called().await;
        night.provider.hang_up(&sid, "no-answer").await.unwrap();
        night.text(PAUL, "RELANCE #1").await;
        night.clock.advance(CALL_AFTER);
        let other = night.call(MARIE, 2).await.sid.unwrap();
        for digit in ["1", "2", "0"] {
            let answer = night.provider.press(&other, &action(&heard), digit).await.unwrap();
            assert_eq!(answer.status, 404, "{digit}: {answer:?}");
        }
        assert_eq!(night.sql("SELECT phase FROM callbacks"), ["paging"]);
        assert_eq!(night.sql("SELECT count(*) FROM receipts WHERE status LIKE 'digit%'"), ["0"]);
        // Of its own call it still counts.
        night.provider.press(&sid, &action(&heard), "1").await.unwrap();
        assert_eq!(night.sql("SELECT phase FROM callbacks"), ["accepted"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_passed_it_on_does_not_take_it_afterwards() {
    on_each_column(async |night: Night| {
        let (sid, heard) = night.called().await;
        night.provider.press(&sid, &action(&heard), "2").await.unwrap();
        night.provider.hang_up(&sid, "completed").await.unwrap();
        let late = night.provider.press(&sid, &action(&heard), "1").await.unwrap();
        assert!(late.body.contains("La personne suivante est prévenue"), "{}", late.body);
        assert_eq!(night.sql("SELECT phase FROM callbacks"), ["paging"]);
        night.nothing_was_wrong();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_pages_connects_with_nobody_and_has_no_outcome() {
    on_each_column(async |night: Night| {
        let (page, heard) = night.called().await;
        let of_page = action(&heard);
        night.provider.press(&page, &of_page, "1").await.unwrap();
        for hook in ["/connect?", "/connected?", "/outcome?"] {
            let answer = night.provider.press(&page, &of_page.replace("/digit?", hook), "1").await.unwrap();
            assert_eq!((answer.status, answer.body.contains("<Dial")), (404, false), "{hook}");
        }
        night.reply(MARIE, "4").await;
        let sid = night.call(MARIE, 2).await.sid.unwrap();
        let heard = night.provider.pick_up(&sid, "human").await.unwrap();
        night.until("SELECT state FROM deliveries WHERE news = 'connect'", &["sent"]).await;
        let of_connect = action(&heard);
        // By the page's call, and as if the one that connects did page.
        for (call, hook) in [(&page, "/outcome?"), (&page, "/connect?"), (&sid, "/digit?")] {
            let address = of_connect.replace("/connect?", hook);
            let answer = night.provider.press(call, &address, "1").await.unwrap();
            assert_eq!(answer.status, 404, "{hook}: {answer:?}");
        }
        assert_eq!(night.sql("SELECT phase FROM callbacks"), ["accepted"]);
        let ended = of_connect.replace("/connect?", "/connected?");
        night.provider.dial_ended(&sid, &ended, "completed", 300_000_000).await.unwrap();
        assert!(night.sql("SELECT fact FROM events WHERE kind = 'called'")[0].contains("86400"));
        night.provider.dial_ended(&sid, &ended, &"x".repeat(60_000), 0).await.unwrap();
        let kept = night.sql("SELECT status FROM receipts WHERE status LIKE 'dial xx%'");
        assert_eq!(kept, [format!("dial {}", "x".repeat(64))]);
    })
    .await;
}

#[test]
fn what_twilio_says_is_kept_within_bounds() {
    for (said, expected) in
        [(None, 0), (Some("83"), 83), (Some("-5"), 0), (Some("86401"), 86_400), (Some("99999999999"), 86_400)]
    {
        assert_eq!(lasted(said), expected, "{said:?}");
    }
    assert_eq!((lasted(Some("x")), word(None), word(Some("busy"))), (0, "", "busy"));
    assert_eq!(word(Some(&"é".repeat(65))), "é".repeat(64));
}
