use chrono::TimeZone as _;

use super::*;

fn day(number: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 8, number, 12, 0, 0).unwrap()
}

#[test]
fn a_longer_time_counts_at_once_and_a_shorter_one_after_its_notice() {
    let year = Standing { keep: Keep::Months(12), next: None };
    assert_eq!(settle(day(1), year, Keep::Months(12)), Settled::AsItWas);
    let longer = Standing { keep: Keep::Months(24), next: None };
    assert_eq!(settle(day(1), year, Keep::Months(24)), Settled::Changed(longer));
    assert_eq!(settle(day(1), year, Keep::Always), Settled::Changed(Standing::FIRST));

    let next = Some(Next { months: 6, from: day(8) });
    let announced = Standing { keep: Keep::Months(12), next };
    assert_eq!(settle(day(1), year, Keep::Months(6)), Settled::Announced(announced));
    assert_eq!(settle(day(7), announced, Keep::Months(6)), Settled::AsItWas);
    let shorter = Standing { keep: Keep::Months(6), next: None };
    assert_eq!(settle(day(8), announced, Keep::Months(6)), Settled::Changed(shorter));
    // Taken back, or another one: that has its own notice.
    assert_eq!(settle(day(7), announced, Keep::Months(12)), Settled::Changed(year));
    let other = Standing { keep: Keep::Months(12), next: Some(Next { months: 9, from: day(14) }) };
    assert_eq!(settle(day(7), announced, Keep::Months(9)), Settled::Announced(other));
}

#[test]
fn the_first_time_that_is_set_is_shorter_than_for_ever() {
    let announced = settle(day(1), Standing::FIRST, Keep::of(Some(36)));
    let next = Some(Next { months: 36, from: day(8) });
    assert_eq!(announced, Settled::Announced(Standing { keep: Keep::Always, next }));
    assert_eq!(settle(day(1), Standing::FIRST, Keep::of(Some(0))), Settled::AsItWas);
    assert_eq!(settle(day(1), Standing::FIRST, Keep::of(None)), Settled::AsItWas);
}

#[test]
fn months_are_those_of_the_calendar_and_never_fewer_than_the_least() {
    let now = Utc.with_ymd_and_hms(2026, 8, 31, 12, 0, 0).unwrap();
    let february = Utc.with_ymd_and_hms(2026, 2, 28, 12, 0, 0).unwrap();
    assert_eq!(Keep::Months(6).closed_before(now), Some(february));
    assert_eq!(Keep::Months(1).closed_before(now), Some(february), "whatever a row says");
    assert_eq!(Keep::Always.closed_before(now), None);
}

#[test]
fn what_went_is_chained() {
    let ticket = TicketId::from_uuid(uuid::Uuid::from_u128(7));
    let first = chained(Hash::default(), ticket, 3, None);
    assert_ne!(first, chained(Hash::default(), ticket, 2, None));
    assert_ne!(first, chained(first, ticket, 3, None));
}
