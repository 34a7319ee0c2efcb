//! A test of one's own number, which goes the way of a page, and what became of it.

use chrono::{DateTime, Utc};
use rappel_domain::{
    callback::Receipts,
    delivery::{Channel, DeliveryState, News},
    phone::Phone,
    phone_test::{self, ANSWERED_WITHIN, Before, By, DAY, Hindrance, LastTest, SHOWN, Trial, Trials},
};
use rappel_store::{
    Tx,
    deliveries::{Delivery, Moved},
};

use crate::{
    Service, StaffScope,
    callbacks::evidence::DIGIT,
    error::{Error, Result},
    readiness::known,
    retry::again,
};

/// More tests than this are not looked at: there are ten a day.
const LOOKED_AT: u64 = 50;
/// What is noted of a text that answers a test: it comes by the same way as receipts.
const REPLY: &str = "reply";

/// What came of asking for a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// It is on its way.
    UnderWay,
    /// It is not.
    Hindered(Hindrance),
}

impl Service {
    /// Sends a test to the number of the staff member who asks.
    pub async fn test_phone(&self, scope: &StaffScope, by: By) -> Result<Asked> {
        let own = scope.on(scope.operator()).ok_or(Error::Forbidden)?;
        let mut tx = self.store.write(&own).await?;
        // Of two requests at once the second sees the first.
        let staff = tx.hold_staff(scope.staff()).await?;
        let since = tx.clock().now() - DAY;
        let before = before(&tx.deliveries().phone_tests(staff.id, since, LOOKED_AT).await?);
        let known = known(&staff);
        match phone_test::phone_test(tx.clock(), scope.operator(), &known, self.ways(), by, &before) {
            Ok(test) => {
                tx.record(test).await?;
                tx.commit().await?;
                Ok(Asked::UnderWay)
            }
            Err(hindrance) => Ok(Asked::Hindered(hindrance)),
        }
    }

    /// What the reader can try, and what became of their last tests.
    pub async fn phone_tests(&self, scope: &StaffScope) -> Result<Trials> {
        let own = scope.on(scope.operator()).ok_or(Error::Forbidden)?;
        let tx = self.store.read(&own).await?;
        let (now, staff) = (tx.clock().now(), tx.staff(scope.staff()).await?);
        let tests = tx.deliveries().phone_tests(staff.id, now - SHOWN, LOOKED_AT).await?;
        let (known, before) = (known(&staff), before(&tests));
        let hindrance = |by| phone_test::hindrance(&known, self.ways(), by, &before, now);
        let number = staff.phone;
        let at_number = |it: &&Delivery| {
            it.address.is_none() || it.address.as_deref() == number.as_ref().map(Phone::e164)
        };
        let mut trials = [By::Text, By::Call].map(|by| (by, Trial { hindrance: hindrance(by), last: None }));
        for (by, trial) in &mut trials {
            if let Some(test) = tests.iter().filter(at_number).find(|it| it.channel == by.channel()) {
                trial.last = Some(last(&tx, test).await?);
            }
        }
        let [(_, text), (_, call)] = trials;
        Ok(Trials { number, text, call })
    }

    /// Somebody answered a text that tries their number: it arrived, whatever the provider says. Whether there was one.
    pub(crate) async fn test_answered(&self, scope: &StaffScope) -> Result<bool> {
        let own = scope.on(scope.operator()).ok_or(Error::Forbidden)?;
        again(|| async {
            let tx = self.store.write(&own).await?;
            let since = tx.clock().now() - ANSWERED_WITHIN;
            let tests = tx.deliveries().phone_tests(scope.staff(), since, LOOKED_AT).await?;
            let number = tx.staff(scope.staff()).await?.phone;
            let is_meant = |it: &&Delivery| {
                it.channel == Channel::Sms
                    && it.address.is_some()
                    && it.address.as_deref() == number.as_ref().map(Phone::e164)
            };
            let Some(test) = tests.iter().find(is_meant) else {
                return Ok(false);
            };
            let name = test.provider_message_id.as_deref().unwrap_or_default();
            if tx.deliveries().note_receipt(test.id, name, REPLY, None).await? == Moved::Yes {
                tx.deliveries().move_to(test.id, DeliveryState::Delivered).await?;
            }
            tx.commit().await?;
            Ok(true)
        })
        .await
    }
}

/// A provider took a test: where receipts come, one is looked for.
pub(crate) fn await_receipt(
    tx: &Tx,
    delivery: &Delivery,
    receipts: Receipts,
) -> Option<rappel_domain::Decision> {
    let expected = delivery.news == News::PhoneTest && receipts == Receipts::Expected;
    expected.then(|| phone_test::look_at(tx.clock(), delivery.tenant, delivery.id, false))
}

fn before(tests: &[Delivery]) -> Vec<Before> {
    tests.iter().map(|it| Before { channel: it.channel, at: it.created_at }).collect()
}

async fn last(tx: &Tx, test: &Delivery) -> Result<LastTest> {
    let told = tx.deliveries().receipts(test.id).await?;
    let is_answer = |status: &str| status == REPLY || status.starts_with(DIGIT);
    let answered_at: Option<DateTime<Utc>> =
        told.iter().find(|it| is_answer(&it.status)).map(|it| it.received_at);
    let arrived = test.state == DeliveryState::Delivered;
    let said = told.iter().rev().filter(|it| !is_answer(&it.status));
    let why = match test.state {
        // What it was asked about last says more than that it was sent.
        DeliveryState::Undelivered => {
            said.clone().find_map(|it| it.detail.clone().or_else(|| failed(&it.status)))
        }
        DeliveryState::Waiting | DeliveryState::Failed | DeliveryState::Cancelled => test.last_error.clone(),
        DeliveryState::Sent | DeliveryState::Delivered => None,
    };
    Ok(LastTest {
        state: test.state,
        asked_at: test.created_at,
        sent_at: test.sent_at,
        arrived_at: test.settled_at.filter(|_| arrived),
        answered_at,
        why,
    })
}

/// A word of a provider that says how a message or a call came to nothing.
fn failed(status: &str) -> Option<String> {
    const ON_ITS_WAY: [&str; 6] = ["queued", "sending", "sent", "initiated", "ringing", "in-progress"];
    (!ON_ITS_WAY.contains(&status)).then(|| status.to_owned())
}
