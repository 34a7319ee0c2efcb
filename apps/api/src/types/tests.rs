use poem_openapi::types::{ParseFromJSON, ToJSON, Type};
use rappel_domain::{
    clock::FixedClock,
    id::{CallbackId, TicketId},
};
use serde_json::json;

use super::{Id, Moment};

#[test]
fn times_are_read_with_any_offset_and_written_in_utc() {
    let read = Moment::parse_from_json(Some(json!("2026-11-22T14:19:00.1234567+01:00"))).unwrap();
    assert_eq!(read.to_json(), Some(json!("2026-11-22T13:19:00.123456Z")));
    assert!(Moment::parse_from_json(Some(json!("2026-11-22 14:19"))).is_err());
    assert!(Moment::parse_from_json(Some(json!(1_700_000_000))).is_err());
}

#[test]
fn an_identifier_of_another_kind_is_refused() {
    let ticket = TicketId::new(&FixedClock::at("2026-11-22T13:19:00Z"));
    let text = Id(ticket).to_json();
    assert_eq!(Id::<TicketId>::parse_from_json(text.clone()).unwrap(), Id(ticket));
    assert!(Id::<CallbackId>::parse_from_json(text).is_err());
    let schema = Id::<TicketId>::schema_ref();
    assert_eq!(schema.unwrap_inline().pattern.as_deref(), Some("^tkt_[0-9a-f]{32}$"));
}
