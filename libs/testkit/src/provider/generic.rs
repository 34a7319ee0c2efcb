//! A provider as an operator may describe it: JSON in, JSON out, a bearer key.

use serde_json::{Value, json};

use super::{
    Answer, GENERIC_KEY,
    http::{Next, Request},
    state::{Channel, Recorded, Shared},
    twilio::{is_e164, misbehave},
};

pub(super) fn answer(request: &Request, shared: &Shared) -> Next {
    if request.header("authorization") != Some(&format!("Bearer {GENERIC_KEY}")) {
        return Next::json(401, &json!({ "error": "no key" }));
    }
    let json: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let field = |name: &str| json.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (to, body) = (field("to"), field("text"));
    let mut wrong = Vec::new();
    if request.method != "POST" {
        wrong.push(format!("method {}", request.method));
    }
    if request.header("content-type") != Some("application/json") {
        wrong.push(format!("content type {:?}", request.header("content-type")));
    }
    if !is_e164(&to) {
        wrong.push(format!("to is not E.164: {to}"));
    }
    if !(1..=1600).contains(&body.chars().count()) {
        wrong.push("text is missing or too long".into());
    }
    let mut state = shared.lock();
    let answer =
        if wrong.is_empty() { state.next_answer(&to) } else { Answer::Refused { status: 422, code: 0 } };
    state.violations.extend(wrong);
    let sid = answer.takes().then(|| state.next_sid());
    let fields = json.as_object().into_iter().flatten();
    let fields = fields.map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned()));
    let recorded = Recorded {
        at: request.at,
        channel: Channel::Generic,
        to,
        body,
        fields: fields.collect(),
        answer,
        sid: sid.clone(),
    };
    state.requests.push(recorded);
    match answer {
        Answer::Taken => Next::json(200, &json!({ "messages": [{ "id": sid }] })),
        other => misbehave(other),
    }
}
