use proptest::prelude::*;

use super::*;
use crate::clock::FixedClock;

proptest! {
    #[test]
    fn a_tag_is_short_and_leads_back_to_its_delivery(tenant in 0..100_000i64, id in any::<u128>()) {
        let id = DeliveryId::from_uuid(Uuid::from_u128(id));
        let tag = Tag::new(tenant, id).unwrap();
        let text = tag.to_string();
        prop_assert!(text.len() <= LONGEST, "{text}");
        prop_assert_eq!(text.parse::<Tag>(), Ok(tag));
        let (first, last) = tag.ids();
        prop_assert!(first <= id && id <= last);
        prop_assert_eq!(tag.tenant(), tenant);
    }

    #[test]
    fn what_is_no_tag_is_refused(text in "[ -~]{0,24}") {
        if let Ok(tag) = text.parse::<Tag>() {
            // Only another writing of the tenant's number (`+7`, `007`) may come back different.
            prop_assert_eq!(tag.to_string().parse::<Tag>(), Ok(tag));
        }
    }
}

#[test]
fn deliveries_of_one_moment_have_tags_of_their_own() {
    let clock = FixedClock::at("2026-11-22T13:17:00Z");
    let tags: Vec<String> =
        (0..1000).map(|_| Tag::new(7, DeliveryId::new(&clock)).unwrap().to_string()).collect();
    let mut distinct = tags.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), tags.len());
}

#[test]
fn a_tenant_without_room_has_none() {
    let id = DeliveryId::new(&FixedClock::at("2026-11-22T13:17:00Z"));
    assert!(Tag::new(99_999, id).is_some());
    assert_eq!(Tag::new(100_000, id), None);
    assert_eq!(Tag::new(-1, id), None);
}
