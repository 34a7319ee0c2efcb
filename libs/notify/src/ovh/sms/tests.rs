use std::time::Duration;

use proptest::prelude::*;
use rappel_domain::{clock::FixedClock, delivery::Tag, id::DeliveryId, phone::Phone};
use serde_json::{Value, json};

use super::*;

fn message(body: &str, validity: Option<Duration>) -> Message {
    let delivery = DeliveryId::new(&FixedClock::at("2026-11-22T13:17:00Z"));
    Message {
        to: Phone::from_e164_trusted("+33612345678"),
        body: body.to_owned(),
        reference: delivery.to_string(),
        tag: Tag::new(2, delivery),
        status_callback: None,
        validity,
    }
}

fn written(sender: &Sender, message: &Message) -> Value {
    serde_json::from_str(&serde_json::to_string(&Job::new(sender, message)).unwrap()).unwrap()
}

#[test]
fn a_job_has_the_fields_of_the_api_and_no_others() {
    let message = message("URGENT #1043 é€", Some(Duration::from_secs(61)));
    let named = written(&Sender::Name("Rappel".into()), &message);
    let tag = message.tag.unwrap().to_string();
    let expected = json!({
        "message": "URGENT #1043 é€",
        "receivers": ["+33612345678"],
        "sender": "Rappel",
        "senderForResponse": false,
        "noStopClause": true,
        "priority": "high",
        "charset": "UTF-8",
        "coding": "7bit",
        "tag": tag,
        "validityPeriod": 2,
    });
    assert_eq!(named, expected);
    let short = written(&Sender::ShortNumber, &message);
    assert_eq!((&short["senderForResponse"], short.get("sender")), (&json!(true), None));
}

proptest! {
    /// Night and weekend: a page with the clause would wait until Monday morning.
    #[test]
    fn no_request_has_a_stop_clause(
        body in any::<String>(),
        sender in any::<Option<String>>(),
        seconds in any::<Option<u64>>(),
        tagged in any::<bool>(),
    ) {
        let sender = sender.map_or(Sender::ShortNumber, Sender::Name);
        let mut message = message(&body, seconds.map(Duration::from_secs));
        message.tag = message.tag.filter(|_| tagged);
        let job = written(&sender, &message);
        prop_assert_eq!(&job["noStopClause"], &json!(true));
        prop_assert_eq!(&job["priority"], &json!("high"));
        prop_assert_eq!(&job["message"], &json!(body));
        let of_the_alphabet = body.chars().all(|c| rappel_domain::sms::septets(c).is_some());
        prop_assert_eq!(&job["coding"], &json!(if of_the_alphabet { "7bit" } else { "8bit" }));
        prop_assert!(job["validityPeriod"].as_u64().is_none_or(|minutes| minutes > 0));
    }
}
