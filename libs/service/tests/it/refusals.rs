//! What a provider refuses: how long it is not used, what is kept of it, and what marks nothing.

use chrono::Duration;
use rappel_domain::{
    delivery::Channel,
    id::DeliveryId,
    job::{Job, Lane},
};
use rappel_service::{Staff, StaffScope, sending::Address};
use rappel_store::refusals::Told;

use crate::world::{World, on_each_column};

const MARIE: &str = "+33611111111";
const FALLBACK: &str = "+33644444444";

impl World {
    async fn refuse(&self, channel: Channel, address: &str) -> Told {
        let own = self.office.on(self.office.operator()).unwrap();
        let tx = self.store().write(&own).await.unwrap();
        let told = tx.refuse_address(channel, address, "550: no").await.unwrap();
        tx.commit().await.unwrap();
        told
    }

    /// Marie, as she is read alone and among all.
    async fn both_maries(&self) -> [Staff; 2] {
        let team = self.service.team(&self.office).await.unwrap();
        let among = team.into_iter().find(|it| it.id == self.marie).unwrap();
        [self.service.staff(&self.office, self.marie).await.unwrap(), among]
    }

    fn refused(&self) -> Vec<String> {
        self.sql("SELECT address FROM refused_addresses ORDER BY address")
    }

    /// A message to somebody that waits to be sent for the first time.
    async fn waiting(&self, scope: &StaffScope, channel: Channel) -> DeliveryId {
        self.service.send_test(scope, channel).await.unwrap();
        let claimed =
            self.store().claim(scope.operator(), Lane::Normal, 100, Duration::seconds(15)).await.unwrap();
        let deliveries = claimed.iter().rev().filter_map(|job| match job.job {
            Job::Deliver { delivery } => Some(delivery),
            _ => None,
        });
        deliveries.into_iter().next().unwrap()
    }
}

#[tokio::test]
async fn a_mailbox_and_calls_are_tried_again_after_a_day_and_a_number_for_texts_is_not() {
    on_each_column(|world| async move {
        let own = world.office.on(world.office.operator()).unwrap();
        let email = world.both_maries().await[0].email.clone();
        for (channel, address) in
            [(Channel::Email, email.as_str()), (Channel::Voice, MARIE), (Channel::Sms, FALLBACK)]
        {
            assert_eq!(world.refuse(channel, address).await, Told::Now);
            assert_eq!(world.refuse(channel, address).await, Told::Lately);
        }
        let tx = world.store().write(&own).await.unwrap();
        assert!(tx.refuse_texts(world.marie, MARIE, "21610").await.unwrap());
        tx.commit().await.unwrap();
        let takes =
            async || world.both_maries().await.map(|it| (it.takes_mail(), it.takes_calls(), it.takes_sms()));
        assert_eq!(takes().await, [(false, false, false); 2]);
        world.clock.advance(Duration::hours(24) - Duration::seconds(1));
        assert_eq!(takes().await, [(false, false, false); 2]);
        world.clock.advance(Duration::seconds(1));
        assert_eq!(takes().await, [(true, true, false); 2]);
        let tx = world.store().read(&own).await.unwrap();
        let known = tx.refused_addresses(&[&email, MARIE, FALLBACK]).await.unwrap();
        assert_eq!(known.iter().map(|it| it.address.as_str()).collect::<Vec<_>>(), [FALLBACK]);
        drop(tx);
        // It still refuses: that is news, and lasts for another day.
        assert_eq!(world.refuse(Channel::Email, &email).await, Told::Now);
        assert_eq!(takes().await, [(false, true, false); 2]);
    })
    .await;
}

#[tokio::test]
async fn what_lapsed_is_forgotten_when_something_is_refused_anew() {
    on_each_column(|world| async move {
        world.refuse(Channel::Voice, "+33677777777").await;
        world.refuse(Channel::Email, "leaver@office.example").await;
        world.refuse(Channel::Sms, FALLBACK).await;
        world.clock.advance(Duration::hours(23));
        world.refuse(Channel::Email, "late@office.example").await;
        assert_eq!(world.refused().len(), 4);
        world.clock.advance(Duration::hours(2));
        world.refuse(Channel::Voice, MARIE).await;
        assert_eq!(world.refused(), [MARIE, FALLBACK, "late@office.example"]);
    })
    .await;
}

#[tokio::test]
async fn only_what_is_asked_for_is_read() {
    on_each_column(|world| async move {
        world.refuse(Channel::Email, "somebody@else.example").await;
        world.refuse(Channel::Voice, MARIE).await;
        // A number is refused by the way by which it was, no other.
        let own = world.office.on(world.office.operator()).unwrap();
        let tx = world.store().read(&own).await.unwrap();
        let known = tx.refused_addresses(&[MARIE]).await.unwrap();
        assert!(matches!(&known[..], [one] if one.channel == Channel::Voice && one.address == MARIE));
        assert!(tx.refused_addresses(&[]).await.unwrap().is_empty());
        drop(tx);
        for marie in world.both_maries().await {
            assert!(marie.refusals.mail.is_none() && marie.refusals.calls.is_some());
        }
    })
    .await;
}

#[tokio::test]
async fn what_was_never_addressed_marks_nothing() {
    on_each_column(|world| async move {
        let marie = world.at_desk(world.marie).await;
        let own = world.office.on(world.office.operator()).unwrap();
        for channel in [Channel::Email, Channel::Sms] {
            let delivery = world.waiting(&marie, channel).await;
            let mut tx = world.store().write(&own).await.unwrap();
            let word = "recipient";
            world.service.give_up(&mut tx, delivery, None, word, "no", Address::Unusable).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(world.refused(), [""; 0]);
            assert_eq!(world.sql("SELECT name FROM staff WHERE sms_refused_at IS NOT NULL"), [""; 0]);
        }
    })
    .await;
}
