//! The page behind the link of a page: who is told next, if its reader does not take it.

use chrono::Duration;
use rappel_domain::{
    Clock as _,
    audit::Deed,
    callback::{Fallback, Via},
    delivery::{Channel, Recipient},
    job::Job,
};
use rappel_service::{
    Sending,
    callbacks::{Next, Stance},
    sending::{Begun, Ready},
};
use rappel_store::jobs::Claimed;

use crate::{
    urgent::{open_urgent, view},
    world::{World, on_each_column},
};

impl World {
    /// The token of the link in the text that pages Marie.
    async fn link_to_marie(&self, jobs: &[Claimed]) -> String {
        let marie = Recipient::Staff(self.marie);
        for job in jobs {
            let Job::Deliver { delivery } = job.job else { continue };
            let scope = self.store().doors().job(job);
            let Ready::Send(out) = self.service.outgoing(&scope, delivery).await.unwrap() else { continue };
            if (out.delivery.channel, &out.delivery.to) != (Channel::Sms, &marie) {
                continue;
            }
            let link = self.service.new_link(&out).unwrap().unwrap();
            let address = out.address.clone().unwrap();
            let sending = Sending { provider: "twilio", address: &address, subject: None, body: "x" };
            let begun =
                self.service.begin_sending(&scope, delivery, Some(&link), &sending, &[]).await.unwrap();
            assert!(matches!(begun, Begun::Now(_)), "{begun:?}");
            return link.url.rsplit('/').next().unwrap().to_owned();
        }
        panic!("Marie is not paged by text")
    }

    async fn next(&self, token: &str) -> Option<Next> {
        match self.service.on_call_page(token).await.unwrap().stance {
            Stance::ToTake { next } => next,
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn the_page_says_who_is_told_next_and_when() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        open_urgent(&world, &claire).await;
        let token = world.link_to_marie(&world.turn(&world.durand).await).await;
        let at = world.clock.now() + Duration::minutes(5);
        let paul = Next { at, others: vec!["Paul Admin".to_owned()], reader: false, fallback: None };
        assert_eq!(world.next(&token).await, Some(paul.clone()));
        // A minute later it is the same moment; whoever has left is not told.
        world.clock.advance(Duration::minutes(1));
        assert_eq!(world.next(&token).await, Some(paul));
        world.sql("UPDATE staff SET role = 'supervisor' WHERE name IN ('Marie Leroy', 'Karim Haddad')");
        let others = vec!["Karim Haddad".to_owned()];
        let both = Next { at, others, reader: true, fallback: None };
        assert_eq!(world.next(&token).await, Some(both));

        let (_, callback) = view(&world, &claire, 1).await;
        let karim = world.staff_on(world.karim, &world.durand).await;
        world.service.accept(&karim, callback, Via::Page).await.unwrap();
        let stance = world.service.on_call_page(&token).await.unwrap().stance;
        assert!(matches!(stance, Stance::TakenBy { .. }), "{stance:?}");
    })
    .await;
}

/// Managers read who was shown whom to ring: once in a quarter of an hour, and not who was only told that somebody has it.
#[tokio::test]
async fn what_the_page_shows_of_a_client_is_a_look() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "manager").await;
        let number = open_urgent(&world, &claire).await.number;
        let token = world.link_to_marie(&world.turn(&world.durand).await).await;
        world.next(&token).await;
        world.next(&token).await;
        let ticket = world.service.ticket(&claire, number).await.unwrap().ticket.id;
        let seen = ("Marie Leroy".to_owned(), Deed::CallSeen { ticket, number });
        assert_eq!(world.looks(&claire).await, std::slice::from_ref(&seen));
        world.clock.advance(Duration::minutes(16));
        let (_, callback) = view(&world, &claire, number).await;
        let karim = world.staff_on(world.karim, &world.durand).await;
        world.service.accept(&karim, callback, Via::Page).await.unwrap();
        let stance = world.service.on_call_page(&token).await.unwrap().stance;
        assert!(matches!(stance, Stance::TakenBy { .. }), "{stance:?}");
        assert_eq!(world.looks(&claire).await, [seen]);
    })
    .await;
}

#[tokio::test]
async fn the_page_says_which_fallback_there_is() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        open_urgent(&world, &claire).await;
        let token = world.link_to_marie(&world.turn(&world.durand).await).await;
        let now = world.clock.now().to_rfc3339();
        world.sql(&format!("UPDATE staff SET disabled_at = '{now}' WHERE name <> 'Marie Leroy'"));
        let next = async || world.next(&token).await.map(|it| (it.others, it.reader, it.fallback));
        let only = |fallback| Some((Vec::new(), false, Some(fallback)));
        assert_eq!(next().await, only(Fallback::Both));
        world.sql("UPDATE tenants SET fallback_email = NULL");
        assert_eq!(next().await, only(Fallback::Number));
        world.sql("UPDATE tenants SET fallback_email = 'astreinte@office.example', fallback_phone = NULL");
        assert_eq!(next().await, only(Fallback::Mailbox));
    })
    .await;
}

/// What the page says is what the job of the next position then does.
#[tokio::test]
async fn whom_the_page_names_is_paged() {
    on_each_column(|world| async move {
        let claire = world.person(&world.durand, "Claire Martin", "member").await;
        open_urgent(&world, &claire).await;
        let token = world.link_to_marie(&world.turn(&world.durand).await).await;
        for _ in 0..6 {
            let next = world.next(&token).await.unwrap();
            world.clock.advance(next.at - world.clock.now());
            let jobs = world.turn(&world.durand).await;
            let tx = world.store().read(&world.store().doors().job(&jobs[0])).await.unwrap();
            let mut paged = Vec::new();
            for job in &jobs {
                let Job::Deliver { delivery } = job.job else { continue };
                let found = tx.deliveries().by_id(delivery).await.unwrap();
                if let (Some(_), Recipient::Staff(staff)) = (found.summons, found.to) {
                    paged.push(staff);
                }
            }
            paged.sort_unstable();
            paged.dedup();
            let names = tx.staff_names(&paged).await.unwrap();
            let mut names: Vec<String> = names.into_values().filter(|name| name != "Marie Leroy").collect();
            let mut said = next.others.clone();
            names.sort_unstable();
            said.sort_unstable();
            assert_eq!((names, paged.contains(&world.marie)), (said, next.reader));
        }
    })
    .await;
}
