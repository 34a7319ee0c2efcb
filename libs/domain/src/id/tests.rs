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
