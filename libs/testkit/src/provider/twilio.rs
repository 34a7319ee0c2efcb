//! Twilio's Messages API, as strict as its documentation.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{
    ACCOUNT_SID, AUTH_TOKEN, Answer,
    callbacks::Caller,
    calls,
    http::{Next, Request},
    state::{Channel, Recorded, Shared, Stored},
};

const KNOWN: &[&str] = &["To", "From", "MessagingServiceSid", "Body", "StatusCallback", "ValidityPeriod"];

pub(super) fn answer(request: &Request, shared: &Shared) -> Next {
    let credentials = STANDARD.encode(format!("{ACCOUNT_SID}:{AUTH_TOKEN}"));
    if request.header("authorization") != Some(&format!("Basic {credentials}")) {
        return refusal(401, 20003);
    }
    let account = format!("/2010-04-01/Accounts/{ACCOUNT_SID}/");
    let resource = request.path.strip_prefix(&account).unwrap_or_default();
    match (request.method.as_str(), resource) {
        ("POST", "Messages.json") => create(request, shared),
        ("GET", "Messages.json") => list(request, shared),
        ("POST", "Calls.json") => calls::create(request, shared),
        ("GET", one) if one.starts_with("Calls/") => {
            calls::read(one.trim_start_matches("Calls/").trim_end_matches(".json"), shared)
        }
        ("GET", one) => {
            let sid = one.strip_prefix("Messages/").and_then(|one| one.strip_suffix(".json"));
            let state = shared.lock();
            let message = state.messages.iter().find(|message| Some(message.sid.as_str()) == sid);
            message.map_or_else(|| refusal(404, 20404), |message| Next::json(200, &shown(message)))
        }
        _ => refusal(404, 20404),
    }
}

fn create(request: &Request, shared: &Shared) -> Next {
    let fields: Vec<(String, String)> = form_urlencoded::parse(&request.body).into_owned().collect();
    let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let to = field("To").unwrap_or_default();
    let body = field("Body").unwrap_or_default();
    let mut state = shared.lock();
    let wrong = violations(request, &fields);
    let answer = match wrong.first() {
        Some((code, _)) => Answer::Refused { status: 400, code: *code },
        None => state.next_answer(&to),
    };
    state.violations.extend(wrong.into_iter().map(|(_, why)| why));
    let sid = answer.takes().then(|| state.next_sid());
    let recorded = Recorded {
        at: request.at,
        channel: Channel::Twilio,
        to: to.clone(),
        body: body.clone(),
        fields: fields.clone(),
        answer,
        sid: sid.clone(),
    };
    state.requests.push(recorded);
    let stored = sid.map(|sid| Stored {
        sid,
        to,
        from: field("From").or_else(|| field("MessagingServiceSid")).unwrap_or_default(),
        body,
        status: "queued".into(),
        error_code: None,
        created: super::now().into(),
        status_callback: field("StatusCallback"),
        tag: None,
    });
    state.messages.extend(stored.clone());
    drop(state);
    if let Some(stored) = &stored {
        Caller::new(shared).follow(stored);
    }
    match answer {
        Answer::Taken => Next::json(201, &stored.as_ref().map_or(Value::Null, shown)),
        other => misbehave(other),
    }
}

/// What the server does when it does not behave; the same for every provider.
pub(super) fn misbehave(answer: Answer) -> Next {
    match answer {
        Answer::Refused { status, code } => refusal(status, code),
        Answer::RefusedAs { status, .. } => refusal(status, 20001),
        Answer::InvalidReceiver => refusal(400, 21211),
        Answer::TooMany { retry_after } => {
            let headers = vec![("Retry-After", retry_after.to_string())];
            let body = json!({ "code": 20429, "message": "Too Many Requests", "status": 429 }).to_string();
            Next::Answer { status: 429, headers, body }
        }
        Answer::ServerError(status) | Answer::TakenThenServerError(status) => {
            Next::Answer { status, headers: Vec::new(), body: "<html>oh no</html>".into() }
        }
        Answer::Hang | Answer::TakenThenHang => Next::Hang,
        Answer::Reset | Answer::TakenThenReset => Next::Reset,
        Answer::Taken | Answer::Garbage => {
            Next::Answer { status: 201, headers: Vec::new(), body: "}{ not json".into() }
        }
    }
}

fn list(request: &Request, shared: &Shared) -> Next {
    let query: Vec<(String, String)> =
        form_urlencoded::parse(request.query.as_bytes()).into_owned().collect();
    let asked = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    if query.iter().any(|(key, _)| !["To", "DateSent>", "PageSize"].contains(&key.as_str())) {
        shared.lock().violations.push(format!("a list was asked with {}", request.query));
    }
    let mut state = shared.lock();
    if state.list_fails(asked("To").unwrap_or_default(), request.at) {
        return misbehave(Answer::ServerError(503));
    }
    let messages: Vec<Value> = state
        .messages
        .iter()
        .rev()
        .filter(|message| asked("To").is_none_or(|to| to == message.to))
        .filter(|message| {
            asked("DateSent>").is_none_or(|day| *day <= *message.created.format("%Y-%m-%d").to_string())
        })
        .map(shown)
        .collect();
    Next::json(200, &json!({ "messages": messages, "next_page_uri": null, "page": 0 }))
}

/// What is wrong with a request, with the code that Twilio would answer.
fn violations(request: &Request, fields: &[(String, String)]) -> Vec<(u32, String)> {
    let mut wrong = Vec::new();
    let values = |name: &str| -> Vec<&str> {
        fields.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    };
    if request.header("content-type") != Some("application/x-www-form-urlencoded") {
        wrong.push((20001, format!("content type {:?}", request.header("content-type"))));
    }
    for (key, _) in fields {
        if !KNOWN.contains(&key.as_str()) {
            wrong.push((20001, format!("unknown field {key}")));
        } else if values(key).len() > 1 {
            wrong.push((20001, format!("field {key} is repeated")));
        }
    }
    if !values("To").first().is_some_and(|to| is_e164(to)) {
        wrong.push((21211, format!("To is not E.164: {:?}", values("To"))));
    }
    if values("From").len() + values("MessagingServiceSid").len() != 1 {
        wrong.push((21606, "one of From and MessagingServiceSid".into()));
    }
    match values("Body").first().map_or(0, |body| body.chars().count()) {
        0 => wrong.push((21602, "Body is missing".into())),
        1..=1600 => {}
        long => wrong.push((21617, format!("Body has {long} characters"))),
    }
    for callback in values("StatusCallback") {
        let (url, options) = callback.split_once('#').unwrap_or((callback, ""));
        if !(url.starts_with("http://") || url.starts_with("https://")) || options != "rc=3&rp=all" {
            wrong.push((21609, format!("StatusCallback {callback}")));
        }
    }
    for seconds in values("ValidityPeriod") {
        if !seconds.parse().is_ok_and(|seconds: u32| (1..=36_000).contains(&seconds)) {
            wrong.push((20001, format!("ValidityPeriod {seconds}")));
        }
    }
    wrong
}

pub(super) fn is_e164(number: &str) -> bool {
    let digits = number.strip_prefix('+').unwrap_or_default();
    (7..=15).contains(&digits.len()) && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit())
}

pub(super) fn refusal(status: u16, code: u32) -> Next {
    let more = format!("https://www.twilio.com/docs/errors/{code}");
    let message = "The request for +33600000000 was refused";
    Next::json(status, &json!({ "code": code, "message": message, "more_info": more, "status": status }))
}

fn shown(message: &Stored) -> Value {
    json!({
        "sid": message.sid,
        "account_sid": ACCOUNT_SID,
        "to": message.to,
        "from": message.from,
        "body": message.body,
        "status": message.status,
        "num_segments": "1",
        "error_code": message.error_code,
        "error_message": null,
        "date_created": message.created.to_rfc2822(),
        "a_field_from_tomorrow": { "nested": true },
    })
}
