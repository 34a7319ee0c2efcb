//! Calls in which nothing is taken: tests, and the fallback number.

use rappel_domain::phone_test::By;
use rappel_testkit::provider::Reply;

use super::*;

const FALLBACK: &str = "+33644444444";

impl Night {
    fn prove_numbers(&self) {
        self.sql("UPDATE staff SET phone_verified_at = created_at");
    }

    /// Marie has asked for a test call, and picks up.
    async fn tested(&self) -> (String, Reply) {
        self.prove_numbers();
        self.test_phone(MARIE, By::Call).await;
        let sid = self.call(MARIE, 1).await.sid.unwrap();
        let heard = self.provider.pick_up(&sid, "human").await.unwrap();
        assert_eq!(heard.status, 200, "{heard:?}");
        self.until("SELECT state FROM deliveries WHERE news = 'phone_test'", &["sent"]).await;
        (sid, heard)
    }

    fn reached(&self) -> Vec<String> {
        self.sql("SELECT name FROM staff WHERE reached_at IS NOT NULL")
    }

    /// Nobody is on call, and the fallback number is told.
    async fn nobody_on_call(&self, fallback: &str) {
        self.sql(&format!("UPDATE tenants SET fallback_phone = '{fallback}' WHERE kind = 'operator'"));
        self.sql("UPDATE staff SET disabled_at = created_at WHERE name = 'Marie Leroy'");
        self.open_urgent().await;
        self.text(fallback, "DERNIER RECOURS #1").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_call_says_so_and_a_digit_shows_that_it_was_heard() {
    on_each_column(async |night: Night| {
        let (sid, heard) = night.tested().await;
        assert!(heard.body.contains("appel de test de Support"), "{}", heard.body);
        let again = night.provider.press(&sid, &action(&heard), "0").await.unwrap();
        assert!(again.body.contains("appel de test"), "{}", again.body);
        assert_eq!(night.reached(), [""; 0], "listening again confirms nothing");
        let thanks = night.provider.press(&sid, &action(&again), "1").await.unwrap();
        assert!(thanks.body.contains("Merci") && thanks.body.contains("<Hangup/>"), "{}", thanks.body);
        night.provider.hang_up(&sid, "completed").await.unwrap();
        assert_eq!(night.sql("SELECT state FROM deliveries WHERE news = 'phone_test'"), ["delivered"]);
        assert_eq!(night.reached(), ["Marie Leroy"]);
        night.nothing_was_wrong();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_that_nobody_answers_shows_nothing() {
    on_each_column(async |night: Night| {
        night.prove_numbers();
        night.test_phone(MARIE, By::Call).await;
        let sid = night.call(MARIE, 1).await.sid.unwrap();
        let heard = night.provider.pick_up(&sid, "machine_start").await.unwrap();
        assert!(heard.body.contains("<Hangup/>") && !heard.body.contains("test"), "{}", heard.body);
        night.provider.hang_up(&sid, "completed").await.unwrap();
        night.until("SELECT state FROM deliveries WHERE news = 'phone_test'", &["undelivered"]).await;
        assert_eq!(night.reached(), [""; 0]);
        night.rest().await;
        assert_eq!(night.calls_to(MARIE), 1, "nobody is called again for a test");
        night.nothing_was_wrong();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_can_be_confirmed_by_nothing_but_its_own_call() {
    on_each_column(async |night: Night| {
        let (sid, heard) = night.tested().await;
        let path = action(&heard);
        assert_eq!(night.forge(&path, &format!("CallSid={sid}&Digits=1")).await, 403);
        // The call of a page, at the address of the test, and the other way round.
        night.open_urgent().await;
        night.text(MARIE, "URGENT #1").await;
        night.clock.advance(CALL_AFTER);
        let page = night.call(MARIE, 2).await.sid.unwrap();
        let asked = night.provider.pick_up(&page, "human").await.unwrap();
        let of_page = action(&asked);
        night
            .until("SELECT state FROM deliveries WHERE news = 'page' AND channel = 'voice'", &["sent"])
            .await;
        assert_eq!(night.provider.press(&page, &path, "1").await.unwrap().status, 404);
        for hook in ["/heard?", "/notice?"] {
            let address = of_page.replace("/digit?", hook);
            assert_eq!(night.provider.press(&page, &address, "1").await.unwrap().status, 404, "{hook}");
        }
        for hook in ["/digit?", "/connect?", "/outcome?"] {
            let address = path.replace("/heard?", hook);
            assert_eq!(night.provider.press(&sid, &address, "1").await.unwrap().status, 404, "{hook}");
        }
        assert_eq!(night.sql("SELECT phase FROM callbacks"), ["paging"]);
        assert_eq!(night.reached(), ["Marie Leroy"], "by the text of the page");
        assert_eq!(night.sql("SELECT state FROM deliveries WHERE news = 'phone_test'"), ["sent"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_fallback_number_is_called_after_its_text_and_takes_nothing() {
    on_each_column(async |night: Night| {
        night.nobody_on_call(FALLBACK).await;
        night.rest().await;
        assert_eq!(night.calls_to(FALLBACK), 0, "not before two minutes");
        night.clock.advance(CALL_AFTER);
        let sid = night.call(FALLBACK, 1).await.sid.unwrap();
        let heard = night.provider.pick_up(&sid, "human").await.unwrap();
        assert!(heard.body.contains("Dernier recours, ticket 1. "), "{}", heard.body);
        assert!(heard.body.contains("Claire Martin"), "{}", heard.body);
        let noted = night.provider.press(&sid, &action(&heard), "1").await.unwrap();
        assert!(noted.body.contains("Rappelez Claire Martin"), "{}", noted.body);
        assert_eq!(night.sql("SELECT phase FROM callbacks"), ["paging"], "nobody signs there");
        let calls =
            "SELECT state FROM deliveries WHERE news = 'last_resort' AND channel = 'voice' AND attempts > 0";
        night.until(calls, &["delivered"]).await;
        night.take_as_paul().await;
        let late = night.provider.press(&sid, &action(&heard), "0").await.unwrap();
        assert!(late.body.contains("Paul Admin a déjà pris cet appel"), "{}", late.body);
        night.nothing_was_wrong();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_fallback_number_is_not_called_when_somebody_took_it_and_at_once_when_its_text_is_lost() {
    on_each_column(async |night: Night| {
        night.nobody_on_call(FALLBACK).await;
        night.take_as_paul().await;
        night.clock.advance(CALL_AFTER);
        night.rest().await;
        assert_eq!(night.calls_to(FALLBACK), 0);
        night.nothing_was_wrong();
    })
    .await;
    on_each_column(async |night: Night| {
        night.provider.receipts([]);
        night.nobody_on_call(FALLBACK).await;
        let sms = "SELECT DISTINCT state FROM deliveries WHERE news = 'last_resort' AND channel = 'sms' AND attempts > 0";
        night.until(sms, &["sent"]).await;
        let text = night.provider.taken().into_iter().find(|it| it.to == FALLBACK).unwrap();
        night.provider.tell(&text.sid.unwrap(), "undelivered", Some(30_003)).await.unwrap();
        night.call(FALLBACK, 1).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fallback_number_abroad_is_not_called() {
    on_each_column(async |night: Night| {
        let abroad = "+12125550123";
        night.nobody_on_call(abroad).await;
        night.clock.advance(CALL_AFTER);
        night.rest().await;
        assert_eq!(night.calls_to(abroad), 0);
        night.nothing_was_wrong();
    })
    .await;
}
