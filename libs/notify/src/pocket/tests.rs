use rappel_domain::{clock::FixedClock, phone::Phone};

use super::*;

fn text(body: &str) -> Content {
    Content::Sms(sms::Message {
        to: Phone::from_e164_trusted("+33612345678"),
        body: body.into(),
        reference: "dlv_1".into(),
        tag: None,
        status_callback: None,
        validity: None,
    })
}

#[test]
fn newest_first_and_never_more_than_it_holds() {
    let pocket = Pocket::new(Arc::new(FixedClock::at("2026-11-22T14:17:00Z")));
    for i in 0..Pocket::CAPACITY + 3 {
        pocket.put(text(&format!("text {i}")));
    }
    let entries = pocket.entries();
    assert_eq!(entries.len(), Pocket::CAPACITY);
    assert_eq!(entries[0].number, 503);
    assert_eq!(entries[0].at.to_rfc3339(), "2026-11-22T14:17:00+00:00");
    assert!(pocket.entry(3).is_none(), "the oldest went");
    let Some(Entry { content: Content::Sms(oldest), .. }) = pocket.entry(4) else { panic!("kept") };
    assert_eq!(oldest.body, "text 3");
}
