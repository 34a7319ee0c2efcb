//! What somebody of a tenant prefers: quiet hours, own clocks, and no more of a kind of news.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use rappel_domain::contact::Choices;
use rappel_service::{account::AccountForm, intake::Draft, tickets::Note};
use rappel_testkit::smtp::Received;

use crate::world::{Carriers, World, on_each_column};

const SOON: Duration = Duration::from_secs(8);
const ANSWER: &str = "Redémarrez la caisse";

fn account() -> AccountForm {
    AccountForm {
        name: "Claire Martin".to_owned(),
        phone: "+33612345678".to_owned(),
        choices: Choices::alike(true, false),
        ..AccountForm::default()
    }
}

/// E-mails that Claire has got and that say something.
fn saying(world: &World, words: &str) -> Vec<Received> {
    let all = world.sink.received().into_iter().filter(|mail| mail.to == ["claire@durand.example"]);
    all.filter(|mail| mail.text().contains(words) || mail.subject().contains(words)).collect()
}

async fn wait_for(world: &World, words: &str) -> Received {
    let began = Instant::now();
    loop {
        if let Some(found) = saying(world, words).pop() {
            return found;
        }
        let others =
            || world.sink.received().iter().map(|it| (it.to.clone(), it.subject())).collect::<Vec<_>>();
        assert!(began.elapsed() < SOON, "no e-mail says {words:?}, but {:?}", others());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A header on one line.
fn header(mail: &Received, name: &str) -> Option<String> {
    let raw = String::from_utf8_lossy(&mail.raw).replace("\r\n ", " ").replace("\r\n\t", " ");
    let head = raw.split("\r\n\r\n").next().unwrap_or_default().to_owned();
    let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}:")).map(str::to_owned));
    line.map(|value| value.trim().to_owned())
}

async fn open(world: &World, description: &str) {
    let form = world.service.ticket_form(&world.claire, None).await.unwrap();
    let draft = Draft {
        category: form.categories[0].id.to_string(),
        description: description.to_owned(),
        ..Draft::default()
    };
    world.service.open_ticket(&world.claire, &draft, &[]).await.unwrap();
}

async fn answer(world: &World, number: i64, seen: i32) {
    let note = Note { body: ANSWER.to_owned(), seen: Some(seen), ..Note::default() };
    let marie = world.marie_on().await;
    world.service.answer(&marie, number, &note, &[]).await.unwrap();
}

/// It is 14:17 in Paris.
#[tokio::test(flavor = "multi_thread")]
async fn what_can_wait_goes_once_when_quiet_hours_are_over_and_what_is_urgent_at_once() {
    on_each_column(Carriers::Twilio, |world| async move {
        let quiet =
            AccountForm { quiet_from: "14:00".to_owned(), quiet_until: "18:00".to_owned(), ..account() };
        world.service.save_account(&world.claire, &quiet).await.unwrap();
        // A record of her own act is no disturbance.
        open(&world, "Une question").await;
        wait_for(&world, "Une question").await;
        answer(&world, 1, 1).await;
        world.open_urgent().await;
        assert!(wait_for(&world, "URGENT 2").await.text().contains("rappel"), "what is urgent does not wait");

        let row = "SELECT state, attempts FROM deliveries WHERE news = 'answered'";
        let job = "SELECT count(*) FROM jobs WHERE kind = 'deliver' AND state = 'ready' AND attempt = 0";
        world.eventually(job, &["1"]).await;
        world.eventually(row, &["waiting|0"]).await;
        world.leap(TimeDelta::hours(3)).await;
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert!(saying(&world, ANSWER).is_empty(), "it is 17:17");
        world.leap(TimeDelta::minutes(45)).await;
        wait_for(&world, ANSWER).await;
        world.eventually(row, &["sent|1"]).await;
        world.leap(TimeDelta::days(1)).await;
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert_eq!(saying(&world, ANSWER).len(), 1, "once");
    })
    .await;
}

/// Who asked for a call at night is awake.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_answered_of_an_urgent_ticket_goes_in_quiet_hours_too() {
    on_each_column(Carriers::Twilio, |world| async move {
        let quiet =
            AccountForm { quiet_from: "14:00".to_owned(), quiet_until: "18:00".to_owned(), ..account() };
        world.service.save_account(&world.claire, &quiet).await.unwrap();
        world.open_urgent().await;
        answer(&world, 1, 1).await;
        wait_for(&world, ANSWER).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn times_in_messages_are_those_of_the_readers_own_clock() {
    on_each_column(Carriers::Twilio, |world| async move {
        let there = AccountForm { time_zone: "America/Montreal".to_owned(), ..account() };
        world.service.save_account(&world.claire, &there).await.unwrap();
        world.open_urgent().await;
        let text = wait_for(&world, "URGENT 1").await.text();
        assert!(text.contains("08:3") && !text.contains("14:3"), "{text}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_may_be_stopped_says_how_in_its_head_and_what_waits_is_stopped_too() {
    on_each_column(Carriers::Twilio, |world| async move {
        world.service.save_account(&world.claire, &account()).await.unwrap();
        open(&world, "Une question").await;
        let received = wait_for(&world, "Une question").await;
        assert_eq!(header(&received, "List-Unsubscribe"), None, "a record of her own act");
        answer(&world, 1, 1).await;
        let mail = wait_for(&world, ANSWER).await;
        assert_eq!(header(&mail, "List-Unsubscribe-Post").unwrap(), "List-Unsubscribe=One-Click");
        let url = header(&mail, "List-Unsubscribe").unwrap();
        let url = url.trim_start_matches('<').trim_end_matches('>');
        assert!(mail.text().contains(url) && mail.html().contains(url), "{url}");
        let token = url.strip_prefix("https://durand-fils.support.example/unsubscribe/").unwrap();
        let kept = world.parts.sql("SELECT body FROM deliveries WHERE news = 'answered'").join("\n");
        assert!(kept.contains("[…]") && !kept.contains(token), "{kept}");

        // One more waits for the end of quiet hours when she has had enough.
        let quiet =
            AccountForm { quiet_from: "14:00".to_owned(), quiet_until: "18:00".to_owned(), ..account() };
        world.service.save_account(&world.claire, &quiet).await.unwrap();
        answer(&world, 1, 2).await;
        let states = "SELECT state FROM deliveries WHERE news = 'answered' ORDER BY id";
        let waits = "SELECT count(*) FROM jobs WHERE kind = 'deliver' AND state = 'ready' AND attempt = 0";
        world.eventually(waits, &["1"]).await;
        for _ in 0..2 {
            world.service.unsubscribe(world.durand.id, token).await.unwrap();
        }
        answer(&world, 1, 3).await;
        world.leap(TimeDelta::hours(4)).await;
        world.eventually(states, &["sent", "cancelled"]).await;
        assert_eq!(saying(&world, ANSWER).len(), 1);

        // That the system closes a ticket is told all the same, and cannot be stopped.
        world.leap(TimeDelta::days(13)).await;
        let soon = wait_for(&world, "n’avons pas de nouvelle").await;
        assert_eq!(header(&soon, "List-Unsubscribe"), None);
    })
    .await;
}
