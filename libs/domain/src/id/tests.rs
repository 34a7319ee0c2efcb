use crate::clock::FixedClock;

use super::*;

#[test]
fn text_form_is_prefixed_and_reads_back() {
    let id = TicketId::new(&FixedClock::at("2026-11-22T14:17:00Z"));
    let text = id.to_string();
    assert!(text.starts_with("tkt_"), "{text}");
    assert_eq!(text.len(), 36);
    assert_eq!(text.parse::<TicketId>(), Ok(id));
}

#[test]
fn another_kind_or_a_bare_uuid_is_refused() {
    let id = TicketId::new(&FixedClock::at("2026-11-22T14:17:00Z"));
    assert!(id.to_string().parse::<PersonId>().is_err());
    assert!(id.uuid().to_string().parse::<TicketId>().is_err());
    assert!(format!("tkt_{}", id.uuid()).parse::<TicketId>().is_err(), "hyphens");
}

#[test]
fn ids_sort_by_time() {
    let earlier = TicketId::new(&FixedClock::at("2026-11-22T14:17:00Z"));
    let later = TicketId::new(&FixedClock::at("2026-11-22T14:17:01Z"));
    assert!(earlier < later);
}

#[test]
fn ids_of_one_moment_keep_their_order() {
    // Other tests of this process take numbers too, so the counter may go round once.
    let clock = FixedClock::at("2026-11-22T14:17:00.123456Z");
    let ids: Vec<_> = (0..1000).map(|_| EventId::new(&clock)).collect();
    assert!(ids.windows(2).filter(|pair| pair[0] >= pair[1]).count() <= 1);
    let later = EventId::new(&FixedClock::at("2026-11-22T14:17:00.123457Z"));
    assert!(ids.iter().all(|id| *id < later), "a microsecond later");
}

#[test]
fn ids_are_version_seven_and_differ() {
    let clock = FixedClock::at("2026-11-22T14:17:00.999999Z");
    let id = TicketId::new(&clock).uuid();
    assert_eq!((id.get_version_num(), id.get_variant()), (7, uuid::Variant::RFC4122));
    let (seconds, nanos) = id.get_timestamp().unwrap().to_unix();
    assert_eq!((seconds as i64, nanos / 1_000_000), (clock.now().timestamp(), 999));
    let mut ids: Vec<_> = (0..70_000).map(|_| TicketId::new(&clock)).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 70_000, "more than the counter counts");
}
