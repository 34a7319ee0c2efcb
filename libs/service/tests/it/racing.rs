//! A page that begins at the moment at which somebody takes the callback: it is not sent, or whoever gets it is told.

use std::time::Duration;

use rappel_domain::{
    callback::{SummonsState, Via, summons_failed},
    delivery::{Channel, DeliveryState, News, Recipient},
    id::{CallbackId, DeliveryId},
    job::Job,
};
use rappel_service::{
    Error, Scope, Sending,
    sending::{Address, Begun, Ready},
};

use crate::{
    urgent::{open_urgent, view},
    world::{World, on_each_column},
};

const MARIE: &str = "+33611111111";
const SENDING: Sending<'_> = Sending { provider: "twilio", address: MARIE, subject: None, body: "x" };

/// An urgent ticket that pages Marie; the text to her has not been sent.
async fn paging(world: &World) -> (CallbackId, DeliveryId, Scope) {
    let claire = world.person(&world.durand, "Claire Martin", "member").await;
    open_urgent(world, &claire).await;
    let jobs = world.turn(&world.durand).await;
    let scope = world.store().doors().job(&jobs[0]);
    let (_, callback) = view(world, &claire, 1).await;
    let tx = world.store().read(&scope).await.unwrap();
    for job in jobs {
        let Job::Deliver { delivery } = job.job else { continue };
        let found = tx.deliveries().by_id(delivery).await.unwrap();
        if (found.channel, &found.to) == (Channel::Sms, &Recipient::Staff(world.marie)) {
            return (callback, delivery, scope);
        }
    }
    panic!("nobody is paged")
}

/// Texts and e-mails that tell Marie that somebody else has it.
fn told(world: &World) -> usize {
    let news = News::TakenByOther.kind();
    world.sql(&format!("SELECT id FROM deliveries WHERE news = '{news}' AND channel = 'sms'")).len()
}

/// Only PostgreSQL writes at once; SQLite has one writer, which sees what the one before left.
fn is_at_once(world: &World) -> bool {
    world.column() == rappel_testkit::Column::Production
}

#[tokio::test]
async fn a_page_that_has_not_begun_when_it_is_taken_never_leaves() {
    on_each_column(|world| async move {
        if !is_at_once(&world) {
            return;
        }
        let (callback, delivery, scope) = paging(&world).await;
        // The page waits for the turn of Marie's phone, after it saw that nobody has taken it.
        let window = world.store().write(&scope).await.unwrap();
        window.pacing().hold_window(MARIE, Channel::Sms).await.unwrap();
        let (service, of_job) = (world.service.clone(), scope.clone());
        let begins = tokio::spawn(async move {
            service.begin_sending(&of_job, delivery, None, &SENDING, &[]).await.unwrap()
        });
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(!begins.is_finished(), "it waits");
        let paul = world.staff_on(world.paul, &world.durand).await;
        world.service.accept(&paul, callback, Via::Page).await.unwrap();
        drop(window);
        assert_eq!(begins.await.unwrap(), Begun::Nobody);
        assert_eq!(told(&world), 0, "nothing reached her");
        let tx = world.store().read(&scope).await.unwrap();
        assert_eq!(tx.deliveries().by_id(delivery).await.unwrap().attempts, 0);
    })
    .await;
}

#[tokio::test]
async fn whoever_is_paged_while_it_is_being_taken_is_told() {
    on_each_column(|world| async move {
        if !is_at_once(&world) {
            return;
        }
        let (callback, delivery, scope) = paging(&world).await;
        let Ready::Send(_) = world.service.outgoing(&scope, delivery).await.unwrap() else {
            panic!("it is wanted")
        };
        // A page that has begun and whose attempt is not written for good yet.
        let page = world.store().write(&scope).await.unwrap();
        let summons = page.deliveries().by_id(delivery).await.unwrap().summons.unwrap();
        page.callbacks().hold_summons(&[summons]).await.unwrap();
        page.deliveries().begin_attempt(delivery, &SENDING).await.unwrap();
        let (service, paul) = (world.service.clone(), world.staff_on(world.paul, &world.durand).await);
        let takes = tokio::spawn(async move { service.accept(&paul, callback, Via::Page).await });
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(!takes.is_finished(), "it waits");
        page.commit().await.unwrap();
        takes.await.unwrap().unwrap();
        assert_eq!(told(&world), 1);
        let tx = world.store().read(&scope).await.unwrap();
        assert_eq!(tx.deliveries().by_id(delivery).await.unwrap().state, DeliveryState::Waiting);
    })
    .await;
}

/// A try has no answer, and its receipt comes at the moment at which the page is tried again.
#[tokio::test]
async fn a_page_that_is_tried_again_and_a_late_receipt_wait_for_each_other_in_one_order() {
    on_each_column(|world| async move {
        if !is_at_once(&world) {
            return;
        }
        let (callback, delivery, scope) = paging(&world).await;
        let service = &world.service;
        let Begun::Now(attempt) = service.begin_sending(&scope, delivery, None, &SENDING, &[]).await.unwrap()
        else {
            panic!("it has the turn")
        };
        let mut first = world.store().write(&scope).await.unwrap();
        service.not_yet(&mut first, delivery, attempt, "unknown", "no answer").await.unwrap();
        first.commit().await.unwrap();

        // What a receipt does: the message first, what it carries out after that.
        let mut told = world.store().write(&scope).await.unwrap();
        told.deliveries().move_to(delivery, DeliveryState::Failed).await.unwrap();
        let (again, of_job) = (service.clone(), scope.clone());
        let begins =
            tokio::spawn(async move { again.begin_sending(&of_job, delivery, None, &SENDING, &[]).await });
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(!begins.is_finished(), "it waits");
        let found = told.callbacks().by_id(callback).await.unwrap();
        let all = told.callbacks().summons(callback).await.unwrap();
        let summons = told.deliveries().by_id(delivery).await.unwrap().summons.unwrap();
        let own = all.iter().find(|it| it.id == summons).unwrap();
        let lost = summons_failed(told.clock(), found, own, "30003", &all, &[], None);
        told.record(lost).await.unwrap();
        told.commit().await.unwrap();
        assert_eq!(begins.await.unwrap().unwrap(), Begun::Nobody);
        let tx = world.store().read(&scope).await.unwrap();
        assert_eq!(tx.deliveries().by_id(delivery).await.unwrap().attempts, 1);
        assert_eq!(tx.callbacks().summons_by_id(summons).await.unwrap().state, SummonsState::Failed);
    })
    .await;
}

/// What a receipt locks first, the ticket's rows, is locked first by whoever gives a text up as well: neither holds the row
/// of somebody of staff while it waits for them.
#[tokio::test]
async fn a_text_that_is_given_up_waits_for_a_receipt_and_holds_nothing_that_it_needs() {
    on_each_column(|world| async move {
        if !is_at_once(&world) {
            return;
        }
        let (callback, delivery, scope) = paging(&world).await;
        let service = &world.service;
        let Begun::Now(attempt) = service.begin_sending(&scope, delivery, None, &SENDING, &[]).await.unwrap()
        else {
            panic!("it has the turn")
        };
        // What a receipt of another message of the callback does.
        let mut receipt = world.store().write(&scope).await.unwrap();
        let found = receipt.callbacks().by_id(callback).await.unwrap();
        let all = receipt.callbacks().summons(callback).await.unwrap();
        let own = receipt.deliveries().by_id(delivery).await.unwrap().summons;
        let mail = all.iter().find(|it| Some(it.id) != own).unwrap();
        let lost = summons_failed(receipt.clock(), found, mail, "550", &all, &[], None);
        receipt.record(lost).await.unwrap();
        let (other, of_job) = (service.clone(), scope.clone());
        let gives_up = tokio::spawn(async move {
            let mut tx = other.store().write(&of_job).await.unwrap();
            let (word, why) = ("recipient", "21211: not a number");
            other.give_up(&mut tx, delivery, Some(attempt), word, why, Address::Unusable).await?;
            tx.commit().await.map_err(Error::from)
        });
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(!gives_up.is_finished(), "it waits");
        let free = "SELECT name FROM staff WHERE name = 'Marie Leroy' FOR NO KEY UPDATE SKIP LOCKED";
        assert_eq!(world.sql(free), ["Marie Leroy"]);
        receipt.note_reached(world.marie, MARIE).await.unwrap();
        receipt.commit().await.unwrap();
        let done = gives_up.await.unwrap();
        assert!(matches!(done, Ok(()) | Err(Error::Conflict)), "{done:?}");
    })
    .await;
}
