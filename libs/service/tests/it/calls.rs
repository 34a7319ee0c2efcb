//! Calls of ours that connect with the client: how often, and with which countries.

use chrono::Duration;
use rappel_domain::{
    Clock as _,
    callback::Via,
    delivery::{News, Recipient},
    id::DeliveryId,
    job::Job,
    phone::Phone,
};
use rappel_service::{Scope, Service, Staff, sending::Ready};

use crate::{
    urgent::{open_urgent, view},
    world::{World, on_each_column},
};

const MARIE: &str = "+33611111111";

/// Marie has a callback, and calls can be made to French numbers.
async fn held(world: &World) -> Service {
    let claire = world.person(&world.durand, "Claire Martin", "member").await;
    open_urgent(world, &claire).await;
    world.turn(&world.durand).await;
    let (_, callback) = view(world, &claire, 1).await;
    let marie = world.staff_on(world.marie, &world.durand).await;
    world.service.accept(&marie, callback, Via::Page).await.unwrap();
    world.service.clone().with_calls(Duration::minutes(2), &["+33".to_owned()])
}

/// What was written to Marie of one kind.
fn told(world: &World, news: &News) -> usize {
    world.sql(&format!("SELECT id FROM deliveries WHERE news = '{}'", news.kind())).len()
}

#[tokio::test]
async fn whoever_asks_twice_at_once_is_called_once() {
    on_each_column(|world| async move {
        let service = held(&world).await;
        let marie = Phone::from_e164_trusted(MARIE);
        let (first, second) =
            tokio::join!(service.reply_by_sms(&marie, "4", None), service.reply_by_sms(&marie, "4", None));
        first.unwrap();
        second.unwrap();
        assert_eq!(told(&world, &News::Connect), 1);
        // It was never made, so it is still on its way.
        world.clock.advance(Duration::minutes(2));
        service.reply_by_sms(&marie, "4", None).await.unwrap();
        assert_eq!(told(&world, &News::Connect), 1);
    })
    .await;
}

#[tokio::test]
async fn no_call_is_connected_with_a_country_that_is_not_listed() {
    on_each_column(|world| async move {
        let service = held(&world).await;
        let claire = world.store().doors().command_line().await.unwrap().office();
        let claire = claire.on(world.durand.id).unwrap();
        service.change_number(&claire, 1, "+41 22 123 45 67").await.unwrap();
        assert!(!service.can_connect(&Phone::from_e164_trusted("+41221234567")));
        service.reply_by_sms(&Phone::from_e164_trusted(MARIE), "4", None).await.unwrap();
        // She is told the number, to ring it herself.
        assert_eq!((told(&world, &News::Connect), told(&world, &News::TakenByYou)), (0, 1));
    })
    .await;
}

/// For each message: whether it would leave, and whether a call about it would be heard.
async fn reach(world: &World, scope: &Scope, messages: &[DeliveryId]) -> Vec<(bool, bool)> {
    let mut reached = Vec::new();
    for id in messages {
        let Ready::Send(out) = world.service.outgoing(scope, *id).await.unwrap() else {
            panic!("still to be sent")
        };
        let heard = world.service.call_case(world.durand.number, *id).await;
        reached.push((out.address.is_some(), heard.is_ok()));
    }
    reached
}

async fn change(world: &World, change: impl Fn(Staff) -> Staff) {
    let mut tx = world.store().office_write(&world.office).await.unwrap();
    let marie = tx.staff_by_id(world.marie).await.unwrap();
    tx.update_staff(&change(marie)).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn who_has_left_or_lost_the_company_is_neither_told_nor_heard() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        open_urgent(&world, &claire).await;
        let jobs = world.turn(&world.durand).await;
        let scope = world.store().doors().job(&jobs[0]);
        let mut messages = Vec::new();
        for job in jobs {
            let Job::Deliver { delivery } = job.job else { continue };
            let tx = world.store().read(&scope).await.unwrap();
            if tx.deliveries().by_id(delivery).await.unwrap().to == Recipient::Staff(world.marie) {
                messages.push(delivery);
            }
        }
        assert_eq!(reach(&world, &scope, &messages).await, [(true, true); 2], "by SMS and by e-mail");
        let now = world.clock.now();
        change(&world, |marie| Staff { disabled_at: Some(now), ..marie }).await;
        assert_eq!(reach(&world, &scope, &messages).await, [(false, false); 2]);
        let nunes = world.nunes.id;
        let elsewhere =
            |marie| Staff { disabled_at: None, all_tenants: false, tenants: vec![nunes], ..marie };
        change(&world, elsewhere).await;
        assert_eq!(reach(&world, &scope, &messages).await, [(false, false); 2]);
        change(&world, |marie| Staff { all_tenants: true, ..marie }).await;
        assert_eq!(reach(&world, &scope, &messages).await, [(true, true); 2]);
    })
    .await;
}
