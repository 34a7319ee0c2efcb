//! Who cannot be reached: what shows that somebody can, and what takes that away.

use chrono::Duration;
use rappel_domain::{
    Clock as _,
    callback::Receipts,
    delivery::{Channel, DeliveryState},
    id::{DeliveryId, StaffId},
    job::{Job, Lane},
    phone::Phone,
    readiness::{Duty, Fault, Gap},
};
use rappel_service::{
    Sending, StaffScope,
    sending::{Address, Begun, Told},
    team::OwnForm,
};

use crate::world::{World, on_each_column};

const MARIE: &str = "+33611111111";

impl World {
    /// Why somebody cannot be reached.
    async fn gaps(&self, staff: StaffId) -> Vec<Gap> {
        let report = self.service.readiness(&self.office).await.unwrap();
        report.people.into_iter().find(|it| it.staff == staff).map(|it| it.gaps).unwrap_or_default()
    }

    /// A text to somebody that a provider takes as `sid`, at this number.
    async fn text(&self, scope: &StaffScope, address: &str, sid: &str) -> DeliveryId {
        let store = self.store();
        self.service.send_test(scope, Channel::Sms).await.unwrap();
        let claimed = store.claim(scope.operator(), Lane::Normal, 100, Duration::seconds(15)).await.unwrap();
        let (job, delivery) = claimed
            .iter()
            .rev()
            .find_map(|job| match job.job {
                Job::Deliver { delivery } => Some((job, delivery)),
                _ => None,
            })
            .unwrap();
        let own = store.doors().job(job);
        let sending = Sending { provider: "twilio", address, subject: None, body: "x" };
        let begun = self.service.begin_sending(&own, delivery, None, &sending, &[]).await.unwrap();
        let Begun::Now(attempt) = begun else { panic!("{begun:?}") };
        let mut tx = store.write(&own).await.unwrap();
        self.service.sent(&mut tx, delivery, attempt, Some(sid), Receipts::Expected).await.unwrap();
        tx.finish_job(job).await.unwrap();
        tx.commit().await.unwrap();
        delivery
    }

    async fn receipt(&self, delivery: DeliveryId, sid: &str, status: &str, state: DeliveryState) {
        let number = self.service.operator().await.unwrap().unwrap().number;
        let told = Told { message_id: sid, status, state: Some(state), detail: None, fault: None };
        self.service.receipt(number, delivery, told).await.unwrap();
    }

    /// Everybody has proved their number, so many days ago.
    fn proved(&self, days: i64) {
        let at = self.clock.now() - Duration::days(days);
        self.sql(&format!("UPDATE staff SET phone_verified_at = '{}'", at.to_rfc3339()));
    }
}

#[tokio::test]
async fn a_text_that_arrived_counts_as_a_proof_until_the_number_changes() {
    on_each_column(|world| async move {
        let marie = world.at_desk(world.marie).await;
        assert_eq!(world.gaps(world.marie).await, [Gap::Unverified]);
        world.proved(40);
        let last = world.clock.now() - Duration::days(40);
        assert_eq!(world.gaps(world.marie).await, [Gap::Stale { last }]);
        assert_eq!(world.gaps(world.karim).await, [], "nobody counts on Karim");

        let undelivered = world.text(&marie, MARIE, "SM1").await;
        world.receipt(undelivered, "SM1", "undelivered", DeliveryState::Undelivered).await;
        assert_eq!(world.gaps(world.marie).await, [Gap::Stale { last }], "it did not arrive");
        let elsewhere = world.text(&marie, "+33699999999", "SM2").await;
        world.receipt(elsewhere, "SM2", "delivered", DeliveryState::Delivered).await;
        assert_eq!(
            world.gaps(world.marie).await,
            [Gap::Stale { last }],
            "a number that is not hers any more"
        );
        let arrived = world.text(&marie, MARIE, "SM3").await;
        world.receipt(arrived, "SM3", "sent", DeliveryState::Sent).await;
        assert_eq!(world.gaps(world.marie).await, [Gap::Stale { last }]);
        world.receipt(arrived, "SM3", "delivered", DeliveryState::Delivered).await;
        assert_eq!(world.gaps(world.marie).await, []);

        world.clock.advance(Duration::days(31));
        let last = world.clock.now() - Duration::days(31);
        assert_eq!(world.gaps(world.marie).await, [Gap::Stale { last }]);
        world.service.reply_by_sms(&Phone::from_e164_trusted(MARIE), "bonjour", None).await.unwrap();
        assert_eq!(world.gaps(world.marie).await, [], "whoever answers is reached");

        let form = |phone: &str| OwnForm {
            name: "Marie Leroy".to_owned(),
            phone: phone.to_owned(),
            locale: "fr".to_owned(),
            shift_lead: "24".to_owned(),
        };
        world.service.save_own_staff(&marie, &form(MARIE)).await.unwrap();
        assert_eq!(world.gaps(world.marie).await, [], "the same number");
        world.service.save_own_staff(&marie, &form("06 11 11 11 12")).await.unwrap();
        assert_eq!(world.sql("SELECT name FROM staff WHERE reached_at IS NOT NULL"), Vec::<String>::new());
        assert_eq!(world.gaps(world.marie).await, [Gap::Unverified]);
        world.service.save_own_staff(&marie, &form("")).await.unwrap();
        assert_eq!(world.gaps(world.marie).await, [Gap::NoNumber]);
    })
    .await;
}

#[tokio::test]
async fn why_a_number_takes_no_texts_is_kept() {
    on_each_column(|world| async move {
        world.proved(1);
        assert_eq!(world.gaps(world.marie).await, []);
        let marie = Phone::from_e164_trusted(MARIE);
        world.service.reply_by_sms(&marie, "STOP", None).await.unwrap();
        let since = world.clock.now();
        assert_eq!(world.gaps(world.marie).await, [Gap::Stopped { since }]);
        world.service.reply_by_sms(&marie, "START", None).await.unwrap();
        assert_eq!(world.gaps(world.marie).await, []);

        let scope = world.at_desk(world.marie).await;
        let delivery = world.text(&scope, MARIE, "SM1").await;
        let own = world.office.on(world.office.operator()).unwrap();
        let mut tx = world.store().write(&own).await.unwrap();
        let (word, detail) = ("recipient", "21211: not a valid number");
        world.service.give_up(&mut tx, delivery, None, word, detail, Address::Unusable).await.unwrap();
        tx.commit().await.unwrap();
        let detail = Some(detail.to_owned());
        assert_eq!(world.gaps(world.marie).await, [Gap::Refused { since, detail }]);
    })
    .await;
}

#[tokio::test]
async fn the_page_shows_people_and_holes_and_the_count_follows_soon() {
    on_each_column(|world| async move {
        world.proved(1);
        let report = world.service.readiness(&world.office).await.unwrap();
        assert_eq!((report.count(), report.ways.texts, report.ways.calls), (0, true, false));
        let rota = world.service.on_call(&world.office, None).await.unwrap().rotas.remove(0).rota;
        world.sql("UPDATE staff SET disabled_at = created_at WHERE name = 'Marie Leroy'");
        assert_eq!(
            world.service.readiness_count(&world.office).await.unwrap(),
            0,
            "a few seconds old at most"
        );
        world.clock.advance(Duration::seconds(16));
        // Marie, and the step that reaches nobody but her.
        assert_eq!(world.service.readiness_count(&world.office).await.unwrap(), 2);
        let report = world.service.readiness(&world.office).await.unwrap();
        let marie = &report.people[0];
        assert_eq!((&marie.gaps[..], &marie.duties[..]), (&[Gap::Disabled][..], &[Duty::Rota(rota.id)][..]));
        assert!(matches!(report.faults[..], [Fault::Step { step: 1, .. }]), "{:?}", report.faults);
        world.sql("UPDATE staff SET disabled_at = NULL");
        let empty = rappel_domain::rota::Rota { shifts: Vec::new(), ..rota.rota };
        world.service.save_rota(&world.office, Some(rota.id), None, "Astreinte", empty).await.unwrap();
        let report = world.service.readiness(&world.office).await.unwrap();
        assert!(
            matches!(report.faults[..], [Fault::Hole { rota: found, .. }] if found == rota.id),
            "{report:?}"
        );
        let without = world.service.clone().with_texts(false).readiness(&world.office).await.unwrap();
        assert!(!without.ways.texts);
    })
    .await;
}
