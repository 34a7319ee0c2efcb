use uuid::Uuid;

use super::*;
use crate::{clock::FixedClock, id::StaffId};

const BOTH: Ways = Ways { texts: true, calls: true };

fn now() -> DateTime<Utc> {
    "2026-11-21T13:17:00Z".parse().unwrap()
}

fn known() -> Known {
    Known {
        staff: StaffId::from_uuid(Uuid::from_u128(1)),
        is_disabled: false,
        has_number: true,
        verified_at: Some(now() - Duration::days(40)),
        reached_at: None,
        refused: None,
        calls_refused: None,
        mail_refused: None,
    }
}

fn ago(by: By, seconds: i64) -> Before {
    Before { channel: by.channel(), at: now() - Duration::seconds(seconds) }
}

#[test]
fn what_keeps_a_phone_from_being_tried_is_said() {
    let refused = |said: &str| Known { refused: Some((now(), Some(said.to_owned()))), ..known() };
    let ask = |known: &Known, ways, by| hindrance(known, ways, by, &[], now());
    for by in [By::Text, By::Call] {
        assert_eq!(ask(&known(), BOTH, by), None);
        let none = Known { has_number: false, ..known() };
        assert_eq!(ask(&none, BOTH, by), Some(Hindrance::NoNumber));
        let unverified = Known { verified_at: None, ..known() };
        assert_eq!(ask(&unverified, BOTH, by), Some(Hindrance::Unverified));
    }
    let no_texts = Ways { texts: false, calls: true };
    assert_eq!(ask(&known(), no_texts, By::Text), Some(Hindrance::NoTexts));
    let unverified = Known { verified_at: None, ..known() };
    assert_eq!(ask(&unverified, no_texts, By::Call), None, "no code can be sent there");
    let no_calls = Ways { texts: true, calls: false };
    assert_eq!(ask(&known(), no_calls, By::Call), Some(Hindrance::NoCalls));
    assert_eq!(ask(&refused("STOP"), BOTH, By::Text), Some(Hindrance::Stopped { since: now() }));
    let detail = Some("21211: no".to_owned());
    assert_eq!(ask(&refused("21211: no"), BOTH, By::Text), Some(Hindrance::Refused { since: now(), detail }));
    assert_eq!(ask(&refused("STOP"), BOTH, By::Call), None, "a number that takes no texts can be called");
}

#[test]
fn one_a_minute_of_a_kind_and_ten_a_day_of_both() {
    let ask = |by, before: &[Before]| hindrance(&known(), BOTH, by, before, now());
    let until = now() + Duration::seconds(1);
    assert_eq!(ask(By::Text, &[ago(By::Text, 59)]), Some(Hindrance::TooSoon { until }));
    assert_eq!(ask(By::Call, &[ago(By::Text, 59)]), None, "a call after a text");
    assert_eq!(ask(By::Text, &[ago(By::Text, 60)]), None);
    let ten: Vec<Before> = (1..=10).map(|hour| ago(By::Text, hour * 3600)).collect();
    let until = now() + Duration::hours(14);
    assert_eq!(ask(By::Call, &ten), Some(Hindrance::TooMany { until }));
    assert_eq!(ask(By::Call, &ten[1..]), None);
    let old: Vec<Before> = ten.iter().map(|it| Before { at: it.at - Duration::hours(14), ..*it }).collect();
    assert_eq!(ask(By::Text, &old), None, "the first is a day old");
    // Eleven that two processes wrote at once do not open the door sooner.
    let eleven: Vec<Before> = std::iter::once(ago(By::Call, 23 * 3600)).chain(ten).collect();
    assert_eq!(ask(By::Call, &eleven), Some(Hindrance::TooMany { until }));
}

#[test]
fn a_test_goes_by_the_lane_of_pages_to_the_one_who_asks() {
    let clock = FixedClock::new(now());
    let operator = TenantId::from_uuid(Uuid::from_u128(9));
    let parts = phone_test(&clock, operator, &known(), BOTH, By::Call, &[]).unwrap().into_parts();
    let [delivery] = parts.deliveries.as_slice() else { panic!("one message: {parts:?}") };
    let [job] = parts.jobs.as_slice() else { panic!("one job: {parts:?}") };
    assert_eq!((&delivery.to, delivery.channel), (&Recipient::Staff(known().staff), Channel::Voice));
    assert_eq!((job.lane, &job.job), (Lane::Urgent, &Job::Deliver { delivery: delivery.id }));
    assert_eq!((parts.tenant, delivery.callback, &delivery.news), (operator, None, &News::PhoneTest));
    let refused = phone_test(&clock, operator, &known(), BOTH, By::Text, &[ago(By::Text, 1)]);
    assert!(matches!(refused, Err(Hindrance::TooSoon { .. })), "{refused:?}");
}
