use chrono::Duration;
use proptest::prelude::*;

use super::*;
use crate::{Actor, event::Fact, id::StaffId};

fn uuid(last: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0000 | last)
}

fn entry(number: u128) -> Entry {
    let staff = StaffId::from_uuid(uuid(7));
    let fact = Fact::CallbackTaken { staff, until: "2026-11-22T13:32:00.000001Z".parse().unwrap() };
    Entry {
        tenant: TenantId::from_uuid(uuid(1)),
        ticket: TicketId::from_uuid(uuid(2)),
        id: EventId::from_uuid(uuid(100 + number)),
        callback: Some(CallbackId::from_uuid(uuid(3))),
        kind: fact.kind().to_owned(),
        audience: fact.audience().as_str().to_owned(),
        actor: serde_json::to_value(Actor::Staff(staff)).unwrap(),
        fact: serde_json::to_value(fact).unwrap(),
        at: "2026-11-22T13:19:00.123456Z".parse::<DateTime<Utc>>().unwrap()
            + Duration::seconds(number as i64),
    }
}

fn chain(length: u128) -> (Head, Vec<Link>) {
    let mut head = Head::default();
    let link = |number| {
        let entry = entry(number);
        let seal = Some(head.seal(&entry));
        Link { entry, seal }
    };
    let links = (1..=length).map(link).collect();
    (head, links)
}

/// Written out once by `sha256sum` over the text: rows that exist must verify for ever.
#[test]
fn the_form_that_is_hashed_never_changes() {
    let entry = entry(1);
    let text = concat!(
        r#"["rappel/1","01990000-0000-7000-8000-000000000001","01990000-0000-7000-8000-000000000002",1,"#,
        r#""0000000000000000000000000000000000000000000000000000000000000000","#,
        r#""01990000-0000-7000-8000-000000000065","01990000-0000-7000-8000-000000000003","callback_taken","client","#,
        r#"{"id":"stf_01990000000070008000000000000007","kind":"staff"},"#,
        r#"{"event":"callback_taken","staff":"stf_01990000000070008000000000000007","until":"2026-11-22T13:32:00.000001Z"},"#,
        r#"1763817541123456]"#,
    );
    let text = text.replace("1763817541123456", &entry.at.timestamp_micros().to_string());
    let expected = Hash(Sha256::digest(text.as_bytes()).into());
    assert_eq!(entry.hash(1, Hash::default()), expected);
    assert_eq!(expected.to_string().len(), 64);
}

#[test]
fn keys_in_another_order_and_parts_of_a_microsecond_are_the_same_fact() {
    let (one, mut other) = (entry(1), entry(1));
    other.fact = serde_json::from_str(
        r#"{ "until": "2026-11-22T13:32:00.000001Z", "staff": "stf_01990000000070008000000000000007", "event":"callback_taken" }"#,
    )
    .unwrap();
    other.at += Duration::nanoseconds(999);
    assert_eq!(one.hash(1, Hash::default()), other.hash(1, Hash::default()));
}

#[test]
fn the_end_cannot_be_taken_away_and_nothing_can_be_put_beside() {
    let (head, mut links) = chain(4);
    assert_eq!(verify(&head, &links), State::Whole);
    links.reverse();
    assert_eq!(verify(&head, &links), State::Whole);
    let last = links.remove(0);
    assert_eq!(verify(&head, &links), State::Broken { position: 4, event: None, fault: Fault::Missing });
    links.push(Link { seal: None, ..last.clone() });
    assert_eq!(
        verify(&head, &links),
        State::Broken { position: 0, event: Some(last.entry.id), fault: Fault::Unsealed }
    );
    let (longer, more) = chain(5);
    assert!(matches!(verify(&head, &more), State::Broken { position: 5, fault: Fault::End, .. }));
    assert_eq!(
        verify(&Head { unsealed: 1, ..longer }, &more),
        State::Broken { position: 0, event: None, fault: Fault::Missing }
    );
    assert_eq!(verify(&Head::default(), &[]), State::Whole);
}

/// Whoever changes a fact and its hash is betrayed by the next one.
#[test]
fn a_hash_made_anew_does_not_fit_the_next_fact() {
    let (head, mut links) = chain(3);
    links[1].entry.kind = "reached".to_owned();
    let seal = links[1].seal.unwrap();
    let hash = links[1].entry.hash(2, seal.before);
    links[1].seal = Some(Seal { hash, ..seal });
    assert_eq!(
        verify(&head, &links),
        State::Broken { position: 3, event: Some(links[2].entry.id), fault: Fault::Severed }
    );
}

proptest! {
    /// Any change of any part of any fact shows at that fact.
    #[test]
    fn every_change_shows_where_it_was_made(length in 1_usize..8, at in 0_usize..8, what in 0..9) {
        let (head, mut links) = chain(length as u128);
        let at = at % length;
        let entry = &mut links[at].entry;
        match what {
            0 => entry.tenant = TenantId::from_uuid(uuid(9)),
            1 => entry.ticket = TicketId::from_uuid(uuid(9)),
            2 => entry.id = EventId::from_uuid(uuid(9)),
            3 => entry.callback = None,
            4 => entry.kind.push('x'),
            5 => entry.audience = "staff".to_owned(),
            6 => entry.actor = json!({"kind": "system"}),
            7 => entry.fact["until"] = json!("2026-11-22T13:33:00Z"),
            _ => entry.at += Duration::microseconds(1),
        }
        let event = Some(entry.id);
        let position = at as i32 + 1;
        prop_assert_eq!(verify(&head, &links), State::Broken { position, event, fault: Fault::Changed });
    }

    /// A fact that was taken away, or two that changed places, show.
    #[test]
    fn order_and_number_show(length in 2_usize..8, at in 0_usize..8) {
        let (head, links) = chain(length as u128);
        let at = at % (length - 1);
        let mut fewer = links.clone();
        fewer.remove(at);
        let position = at as i32 + 1;
        prop_assert_eq!(
            verify(&head, &fewer),
            State::Broken { position, event: None, fault: Fault::Missing }
        );
        let mut swapped = links;
        let (one, other) = (swapped[at].entry.clone(), swapped[at + 1].entry.clone());
        swapped[at].entry = other;
        swapped[at + 1].entry = one;
        let here = matches!(verify(&head, &swapped), State::Broken { position: found, .. } if found == position);
        prop_assert!(here);
    }
}
