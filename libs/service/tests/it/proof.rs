//! The proof of a callback, what may be read of it, and that a change of any part of it shows.

use rappel_domain::{
    callback::{Phase, Receipts, Why},
    chain::{Fault, State},
    delivery::{Channel, DeliveryState, News, Recipient},
    event::Fact,
    id::{CallbackId, DeliveryId},
    job::Job,
    phone::Phone,
};
use rappel_service::{
    Scope, Sending,
    callbacks::Proof,
    intake::Draft,
    sending::{Begun, Ready, Told},
};
use rappel_store::jobs::Claimed;

use crate::world::{World, on_each_column};

const MARIE: &str = "+33611111111";

async fn open_urgent(world: &World, claire: &Scope) -> CallbackId {
    let form = world.service.ticket_form(claire, None).await.unwrap();
    let draft = Draft {
        category: form.categories.iter().find(|it| it.is_urgent).unwrap().id.to_string(),
        description: "Les caisses sont en panne".to_owned(),
        phone: "06 12 34 56 78".to_owned(),
        ..Draft::default()
    };
    let number = world.service.open_ticket(claire, &draft, &[]).await.unwrap().number;
    world.service.ticket(claire, number).await.unwrap().callback.unwrap().callback.id
}

/// Sends every message, as the worker does; answers the page by SMS.
async fn send(world: &World, jobs: Vec<Claimed>) -> Option<DeliveryId> {
    let mut page = None;
    for (number, job) in jobs.into_iter().enumerate() {
        let Job::Deliver { delivery } = job.job else { continue };
        let scope = world.store().doors().job(&job);
        let Ready::Send(out) = world.service.outgoing(&scope, delivery).await.unwrap() else { continue };
        let Some(address) = out.address.clone() else { continue };
        let body = format!("text {number} with words");
        let sending = Sending { provider: "twilio", address: &address, subject: None, body: &body };
        let begun = world.service.begin_sending(&scope, delivery, None, &sending, &[]).await.unwrap();
        let Begun::Now(attempt) = begun else { panic!("{begun:?}") };
        let mut tx = world.store().write(&scope).await.unwrap();
        let name = format!("SM{number}");
        world.service.sent(&mut tx, delivery, attempt, Some(&name), Receipts::Expected).await.unwrap();
        tx.commit().await.unwrap();
        if matches!(out.delivery.news, News::Page { .. }) && out.delivery.channel == Channel::Sms {
            page = Some(delivery);
            let told = |status, state| Told { message_id: &name, status, state, detail: None, fault: None };
            let durand = world.durand.number;
            for _ in 0..2 {
                world.service.receipt(durand, delivery, told("sending", None)).await.unwrap();
                let arrived = told("delivered", Some(DeliveryState::Delivered));
                world.service.receipt(durand, delivery, arrived).await.unwrap();
            }
        }
    }
    page
}

/// An urgent ticket from the request to "reached", by SMS.
async fn story(world: &World) -> (Scope, CallbackId, DeliveryId) {
    let claire = world.person(&world.durand, "Claire Martin", "manager").await;
    let callback = open_urgent(world, &claire).await;
    let page = send(world, world.turn(&world.durand).await).await.unwrap();
    let marie = Phone::from_e164_trusted(MARIE);
    for (words, id) in [("Ok je prends !", "m1"), ("Ok je prends !", "m1"), ("2", "m2")] {
        world.service.reply_by_sms(&marie, words, Some(id)).await.unwrap();
    }
    send(world, world.turn(&world.durand).await).await;
    (claire, callback, page)
}

fn kinds(proof: &Proof) -> Vec<&'static str> {
    proof.facts.iter().filter_map(|it| it.fact.as_ref()).map(Fact::kind).collect()
}

#[tokio::test]
async fn everything_that_happened_is_proved_to_staff() {
    on_each_column(|world| async move {
        let (_, callback, page) = story(&world).await;
        let office = world.staff_on(world.karim, &world.durand).await;
        let proof = world.service.callback_proof(&office, callback).await.unwrap();
        assert_eq!((proof.callback.phase(), proof.chain), (Phase::Reached, State::Whole));
        let kinds = kinds(&proof);
        let count = |kind: &str| kinds.iter().filter(|it| **it == kind).count();
        assert_eq!((count("receipt_came"), count("replied")), (2, 2), "each once: {kinds:?}");
        assert_eq!((count("callback_taken"), count("reached")), (1, 1));
        let place = |kind: &str| kinds.iter().position(|it| *it == kind).unwrap();
        assert!(place("message_sent") < place("receipt_came"), "{kinds:?}");
        assert!(place("receipt_came") < place("replied") && place("replied") < place("callback_taken"));
        let step = proof.facts.iter().find(|it| matches!(it.fact, Some(Fact::StepDue { .. }))).unwrap();
        assert_eq!(step.why.as_ref().map(|(why, _)| *why), Some(Why::Asked));
        let reply = proof.facts.iter().find_map(|it| match &it.fact {
            Some(Fact::Replied { words, .. }) => Some((words.as_str(), it.staff.as_deref())),
            _ => None,
        });
        assert_eq!(reply, Some(("Ok je prends !", Some("Marie Leroy"))));

        let message = proof.messages.iter().find(|it| it.delivery.id == page).unwrap();
        assert_eq!((message.to.as_str(), message.delivery.address.as_deref()), ("Marie Leroy", Some(MARIE)));
        assert!(message.delivery.provider_message_id.as_deref().unwrap().starts_with("SM"));
        let told: Vec<&str> = message.receipts.iter().map(|it| it.status.as_str()).collect();
        assert!(told.len() == 2 && told.contains(&"delivered"), "{told:?}");
        assert_eq!((message.attempts.len(), message.as_sent), (1, Some(true)));
        assert_eq!(message.attempts[0].outcome.as_deref(), Some("sent"));
        let about = proof.facts.iter().find(|it| matches!(it.fact, Some(Fact::ReceiptCame { .. }))).unwrap();
        assert_eq!(proof.messages[about.message.unwrap()].delivery.id, page);

        // The timeline of the ticket is not drowned in it.
        let ticket = world.service.ticket(&office, 1).await.unwrap();
        let facts = format!("{:?}", ticket.callback.unwrap().facts);
        assert!(!facts.contains("ReceiptCame") && !facts.contains("Ok je prends"), "{facts}");
    })
    .await;
}

#[tokio::test]
async fn a_client_reads_its_own_part_and_the_same_chain() {
    on_each_column(|world| async move {
        let (claire, callback, _) = story(&world).await;
        let office = world.staff_on(world.karim, &world.durand).await;
        let whole = world.service.callback_proof(&office, callback).await.unwrap();
        let proof = world.service.callback_proof(&claire, callback).await.unwrap();
        assert_eq!((proof.chain, proof.head), (State::Whole, whole.head));
        assert!(kinds(&proof).contains(&"callback_taken") && !kinds(&proof).contains(&"step_due"));
        assert!(!proof.messages.is_empty());
        assert!(proof.messages.iter().all(|it| matches!(it.delivery.to, Recipient::Person(_))));
        let said = format!("{proof:?}");
        for private in [MARIE, "Ok je prends", "ReceiptCame", "@office.example"] {
            assert!(!said.contains(private), "{private}: {said}");
        }
        let sofia = world.person(&world.nunes, "Sofia Nunes", "manager").await;
        assert!(world.service.callback_proof(&sofia, callback).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn a_text_that_was_changed_shows_and_a_fact_that_was_changed_breaks_the_chain() {
    on_each_column(|world| async move {
        let (_, callback, page) = story(&world).await;
        let other = world.person(&world.nunes, "Sofia Nunes", "manager").await;
        open_urgent(&world, &other).await;
        let office = world.staff_on(world.karim, &world.durand).await;
        let all = world.service.verify_chains(|_| ()).await.unwrap();
        assert_eq!((all.whole, all.broken, all.first), (2, 0, None));

        world.sql("UPDATE deliveries SET body = 'something else' WHERE address = '+33611111111'");
        let proof = world.service.callback_proof(&office, callback).await.unwrap();
        let changed = proof.messages.iter().find(|it| it.delivery.id == page).unwrap();
        assert_eq!((changed.as_sent, proof.chain), (Some(false), State::Whole));

        world.tamper("UPDATE events SET kind = 'reached' WHERE kind = 'callback_taken'");
        let proof = world.service.callback_proof(&office, callback).await.unwrap();
        let State::Broken { position, fault: Fault::Changed, .. } = proof.chain else {
            panic!("{:?}", proof.chain)
        };
        let there = proof.facts.iter().find(|it| it.seal.unwrap().position == position).unwrap();
        assert!(matches!(there.fact, Some(Fact::CallbackTaken { .. })), "{there:?}");
        let all = world.service.verify_chains(|_| ()).await.unwrap();
        assert_eq!((all.whole, all.broken), (1, 1));
        let first = all.first.unwrap();
        assert_eq!((first.tenant.as_str(), first.number, first.state), ("Durand & Fils", 1, proof.chain));

        // What is not readable any more is shown as that, to staff.
        world.tamper("UPDATE events SET fact = '{}' WHERE kind = 'replied'");
        let proof = world.service.callback_proof(&office, callback).await.unwrap();
        assert_eq!(proof.facts.iter().filter(|it| it.fact.is_none()).count(), 2);
    })
    .await;
}
