//! OVHcloud's SMS API, as strict as its documentation: each request is signed for the provider's own time.

use std::{
    fmt::Write as _,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde_json::{Value, json};
use sha1::{Digest, Sha1};

use super::{
    Answer,
    callbacks::Caller,
    http::{Next, Request},
    state::{Channel, Incoming, Recorded, Shared, State, Stored},
    twilio::{is_e164, misbehave},
};

/// The SMS account that the server knows.
pub const SERVICE_NAME: &str = "sms-ab12345-1";
/// Its application.
pub const APPLICATION_KEY: &str = "applicationOfTheFaultServer";
/// Signs its requests.
pub const APPLICATION_SECRET: &str = "secretOfTheFaultServer";
/// What the application may do.
pub const CONSUMER_KEY: &str = "consumerOfTheFaultServer";

/// A request that was signed for another time than this, in seconds around ours, is refused.
const WINDOW: u64 = 30;

const KNOWN: &[&str] = &[
    "message",
    "receivers",
    "sender",
    "senderForResponse",
    "noStopClause",
    "priority",
    "charset",
    "coding",
    "tag",
    "validityPeriod",
];

pub(super) fn answer(request: &Request, shared: &Shared) -> Next {
    let time = provider_time(&shared.lock());
    if request.path == "/1.0/auth/time" {
        let is_broken = shared.lock().ovh.clock_is_broken;
        return if is_broken { misbehave(Answer::ServerError(503)) } else { Next::json(200, &json!(time)) };
    }
    if let Some((status, word)) = stranger(request, time) {
        shared.lock().violations.push(format!("OVHcloud: {word}"));
        return refusal(status, word);
    }
    let account = format!("/1.0/sms/{SERVICE_NAME}");
    let Some(resource) = request.path.strip_prefix(&account) else { return refusal(404, "NOT_FOUND") };
    match (request.method.as_str(), resource) {
        ("POST", "/jobs") => create(request, shared),
        ("GET", "") => {
            let callback = shared.lock().ovh.callback.clone();
            Next::json(200, &json!({ "name": SERVICE_NAME, "creditsLeft": 1234.5, "callBack": callback }))
        }
        ("GET", "/outgoing") => list(request, shared, "tag", |state, tag| {
            let tagged = state.messages.iter().filter(|it| it.tag.as_deref() == Some(tag));
            tagged.filter_map(|it| it.sid.parse().ok()).collect()
        }),
        ("GET", "/incoming") => list(request, shared, "creationDatetime.from", |state, since| {
            let Ok(since) = chrono::DateTime::parse_from_rfc3339(since) else { return Vec::new() };
            let kept = state.ovh.incoming.iter().filter(|it| it.at >= since);
            kept.map(|it| it.id).collect()
        }),
        ("GET", one) => {
            shown(&shared.lock(), one).map_or_else(|| refusal(404, "NOT_FOUND"), |it| Next::json(200, &it))
        }
        _ => refusal(404, "NOT_FOUND"),
    }
}

/// Who is not known, or signs wrongly, or too late.
fn stranger(request: &Request, time: u64) -> Option<(u16, &'static str)> {
    let header = |name: &str| request.header(name).unwrap_or_default();
    if header("x-ovh-application") != APPLICATION_KEY {
        return Some((403, "INVALID_KEY"));
    }
    if header("x-ovh-consumer") != CONSUMER_KEY {
        return Some((403, "INVALID_CREDENTIAL"));
    }
    let timestamp = header("x-ovh-timestamp");
    if !timestamp.parse().is_ok_and(|given: u64| given.abs_diff(time) <= WINDOW) {
        return Some((400, "QUERY_TIME_OUT"));
    }
    let query = if request.query.is_empty() { String::new() } else { format!("?{}", request.query) };
    let url = format!("http://{}{}{query}", header("host"), request.path);
    let body = String::from_utf8_lossy(&request.body);
    let method = &request.method;
    // Written from the description, apart from the code that signs.
    let text = [APPLICATION_SECRET, CONSUMER_KEY, method, &url, &body, timestamp].join("+");
    let signature = Sha1::digest(text.as_bytes()).iter().fold("$1$".to_owned(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    (header("x-ovh-signature") != signature).then_some((400, "INVALID_SIGNATURE"))
}

fn create(request: &Request, shared: &Shared) -> Next {
    let job: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let text = |name: &str| job.get(name).and_then(Value::as_str).map(str::to_owned);
    let to = job.pointer("/receivers/0").and_then(Value::as_str).unwrap_or_default().to_owned();
    let body = text("message").unwrap_or_default();
    let wrong = violations(request, &job);
    let mut state = shared.lock();
    let answer = if wrong.is_empty() {
        state.next_answer(&to)
    } else {
        Answer::RefusedAs { status: 400, word: "BAD_REQUEST" }
    };
    state.violations.extend(wrong.into_iter().map(|why| format!("OVHcloud: {why}")));
    let sid = answer.takes().then(|| state.ovh.next_id().to_string());
    let fields = job.as_object().into_iter().flatten();
    let fields = fields
        .map(|(key, value)| (key.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)));
    state.requests.push(Recorded {
        at: request.at,
        channel: Channel::Ovh,
        to: to.clone(),
        body: body.clone(),
        fields: fields.collect(),
        answer,
        sid: sid.clone(),
    });
    let stored = sid.map(|sid| Stored {
        sid,
        to: to.clone(),
        from: text("sender").unwrap_or_default(),
        body,
        status: "queued".into(),
        error_code: None,
        created: super::now().into(),
        status_callback: state.ovh.callback.clone(),
        tag: text("tag"),
    });
    state.messages.extend(stored.clone());
    drop(state);
    if let Some(stored) = &stored {
        Caller::new(shared).follow(stored);
    }
    let id = stored.and_then(|stored| stored.sid.parse::<u64>().ok());
    match answer {
        Answer::Taken => report(id.as_slice(), &[&to], &[]),
        Answer::InvalidReceiver => report(&[], &[], &[&to]),
        Answer::RefusedAs { status, word } => refusal(status, word),
        Answer::Refused { status, .. } => refusal(status, "A_WORD_FROM_TOMORROW"),
        other => misbehave(other),
    }
}

fn report(ids: &[u64], valid: &[&str], invalid: &[&str]) -> Next {
    let credits = ids.len();
    Next::json(
        200,
        &json!({
            "ids": ids,
            "validReceivers": valid,
            "invalidReceivers": invalid,
            "totalCreditsRemoved": credits,
            "aFieldFromTomorrow": { "nested": true },
        }),
    )
}

/// What is wrong with a job.
fn violations(request: &Request, job: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    if request.header("content-type") != Some("application/json") {
        wrong.push(format!("content type {:?}", request.header("content-type")));
    }
    let Some(fields) = job.as_object() else { return vec!["the body is no JSON object".into()] };
    wrong.extend(
        fields.keys().filter(|key| !KNOWN.contains(&key.as_str())).map(|key| format!("unknown field {key}")),
    );
    let mut must_be = |name: &str, value: Value| {
        if job.get(name) != Some(&value) {
            wrong.push(format!("{name} is {:?}", job.get(name)));
        }
    };
    must_be("noStopClause", json!(true));
    must_be("priority", json!("high"));
    must_be("charset", json!("UTF-8"));
    let body = job.get("message").and_then(Value::as_str).unwrap_or_default();
    must_be("coding", json!(if is_gsm(body) { "7bit" } else { "8bit" }));
    must_be("senderForResponse", json!(job.get("sender").is_none()));
    let receivers = job.get("receivers").and_then(Value::as_array).cloned().unwrap_or_default();
    if !matches!(receivers.as_slice(), [one] if one.as_str().is_some_and(is_e164)) {
        wrong.push(format!("receivers is not one number in E.164: {receivers:?}"));
    }
    if !(1..=1600).contains(&body.chars().count()) {
        wrong.push("message is missing or too long".into());
    }
    if job.get("tag").is_some_and(|tag| !tag.as_str().is_some_and(|tag| (1..=20).contains(&tag.len()))) {
        wrong.push(format!("tag {:?}", job.get("tag")));
    }
    if job
        .get("validityPeriod")
        .is_some_and(|minutes| !minutes.as_u64().is_some_and(|it| (1..=2880).contains(&it)))
    {
        wrong.push(format!("validityPeriod {:?}", job.get("validityPeriod")));
    }
    wrong
}

/// The alphabet of GSM 03.38 with its extension, written down apart from the code that is tested.
fn is_gsm(text: &str) -> bool {
    const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§\
                         ¿abcdefghijklmnopqrstuvwxyzäöñüà\u{c}^{}\\[~]|€";
    text.chars().all(|c| BASIC.contains(c))
}

fn list(request: &Request, shared: &Shared, by: &str, find: impl Fn(&State, &str) -> Vec<u64>) -> Next {
    let query: Vec<(String, String)> =
        form_urlencoded::parse(request.query.as_bytes()).into_owned().collect();
    match query.as_slice() {
        [(key, value)] if key == by => Next::json(200, &json!(find(&shared.lock(), value))),
        _ => {
            shared.lock().violations.push(format!("OVHcloud: a list was asked with {}", request.query));
            refusal(400, "BAD_REQUEST")
        }
    }
}

fn shown(state: &State, resource: &str) -> Option<Value> {
    if let Some(id) = resource.strip_prefix("/outgoing/") {
        let message = state.messages.iter().find(|message| message.sid == id)?;
        let number: u64 = id.parse().ok()?;
        return Some(json!({
            "id": number,
            "receiver": message.to,
            "sender": message.from,
            "message": message.body,
            "tag": message.tag,
            "deliveryReceipt": dlr(&message.status),
            "ptt": message.error_code,
            "creationDatetime": message.created.to_rfc3339(),
            "credits": 1,
        }));
    }
    let id: u64 = resource.strip_prefix("/incoming/")?.parse().ok()?;
    if state.ovh.garbled.contains(&id) {
        return Some(json!({ "id": id, "aWordFromTomorrow": true }));
    }
    let Incoming { at, from, text, .. } = state.ovh.incoming.iter().find(|it| it.id == id)?;
    Some(
        json!({ "id": id, "sender": from, "message": text, "creationDatetime": at.to_rfc3339(), "credits": 0 }),
    )
}

/// The number of a status.
pub(super) fn dlr(status: &str) -> u8 {
    match status {
        "delivered" => 1,
        "undelivered" | "failed" => 2,
        "buffered" => 4,
        "sent" => 8,
        "rejected" => 16,
        _ => 0,
    }
}

fn provider_time(state: &State) -> u64 {
    let since = super::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let shifted = SystemTime::UNIX_EPOCH + since + Duration::from_secs(state.ovh.ahead_seconds);
    shifted.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

fn refusal(status: u16, word: &str) -> Next {
    let body = json!({
        "errorCode": word,
        "httpCode": format!("{status} Refused"),
        "message": "The request for +33600000000 was refused",
    });
    Next::json(status, &body)
}
