//! Twilio's Calls API, and the phones that it rings: they are silent until a test says what somebody does.

use std::io;

use serde_json::{Value, json};

use super::{
    ACCOUNT_SID, Answer,
    callbacks::{Caller, Reply},
    http::{Next, Request},
    state::{Channel, Recorded, Shared},
    twilio::{is_e164, misbehave, refusal},
};

const KNOWN: &[&str] = &["To", "From", "Url", "StatusCallback", "Timeout", "MachineDetection"];

/// A call that the provider makes.
#[derive(Debug, Clone)]
pub(super) struct Ringing {
    pub(super) sid: String,
    pub(super) to: String,
    pub(super) from: String,
    pub(super) status: String,
    answer_url: String,
    status_url: String,
}

pub(super) fn create(request: &Request, shared: &Shared) -> Next {
    let fields: Vec<(String, String)> = form_urlencoded::parse(&request.body).into_owned().collect();
    let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let to = field("To").unwrap_or_default();
    let wrong = violations(request, &fields);
    let mut state = shared.lock();
    let answer = match wrong.first() {
        Some((code, _)) => Answer::Refused { status: 400, code: *code },
        None => state.next_call_answer(),
    };
    state.violations.extend(wrong.into_iter().map(|(_, why)| format!("call: {why}")));
    let sid = answer.takes().then(|| state.next_sid().replace("SM", "CA"));
    state.requests.push(Recorded {
        at: request.at,
        channel: Channel::Call,
        to: to.clone(),
        body: String::new(),
        fields: fields.clone(),
        answer,
        sid: sid.clone(),
    });
    let ringing = sid.map(|sid| Ringing {
        sid,
        to,
        from: field("From").unwrap_or_default(),
        status: "queued".to_owned(),
        answer_url: field("Url").unwrap_or_default(),
        status_url: field("StatusCallback").unwrap_or_default(),
    });
    state.calls.extend(ringing.clone());
    match answer {
        Answer::Taken => Next::json(201, &ringing.as_ref().map_or(Value::Null, shown)),
        other => misbehave(other),
    }
}

pub(super) fn read(sid: &str, shared: &Shared) -> Next {
    let state = shared.lock();
    let found = state.calls.iter().find(|call| call.sid == sid);
    found.map_or_else(|| refusal(404, 20404), |call| Next::json(200, &shown(call)))
}

fn violations(request: &Request, fields: &[(String, String)]) -> Vec<(u32, String)> {
    let mut wrong = Vec::new();
    let value = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    if request.header("content-type") != Some("application/x-www-form-urlencoded") {
        wrong.push((20001, format!("content type {:?}", request.header("content-type"))));
    }
    for (key, _) in fields {
        if !KNOWN.contains(&key.as_str()) {
            wrong.push((20001, format!("unknown field {key}")));
        } else if fields.iter().filter(|(other, _)| other == key).count() > 1 {
            wrong.push((20001, format!("field {key} is repeated")));
        }
    }
    for (name, code) in [("To", 21211), ("From", 21212)] {
        if !value(name).is_some_and(is_e164) {
            wrong.push((code, format!("{name} is not E.164: {:?}", value(name))));
        }
    }
    for name in ["Url", "StatusCallback"] {
        if !value(name).is_some_and(|url| url.starts_with("http://") || url.starts_with("https://")) {
            wrong.push((21205, format!("{name} {:?}", value(name))));
        }
    }
    if !value("Timeout").is_some_and(|it| it.parse().is_ok_and(|seconds: u16| (5..=600).contains(&seconds))) {
        wrong.push((20001, format!("Timeout {:?}", value("Timeout"))));
    }
    if value("MachineDetection") != Some("Enable") {
        wrong.push((20001, format!("MachineDetection {:?}", value("MachineDetection"))));
    }
    wrong
}

fn shown(call: &Ringing) -> Value {
    json!({
        "sid": call.sid,
        "account_sid": ACCOUNT_SID,
        "to": call.to,
        "from": call.from,
        "status": call.status,
        "direction": "outbound-api",
        "a_field_from_tomorrow": { "nested": true },
    })
}

impl Caller {
    /// Somebody, or something, answers; what they hear.
    pub(super) async fn pick_up(&self, sid: &str, answered_by: &str) -> io::Result<Reply> {
        let call = self.call(sid)?;
        self.set_call_status(sid, "in-progress");
        let url = call.answer_url.clone();
        self.about_call(&url, &call, "in-progress", &[("AnsweredBy", answered_by)]).await
    }

    /// A digit is pressed, which goes to `action`; what is then heard.
    pub(super) async fn press(&self, sid: &str, action: &str, digit: &str) -> io::Result<Reply> {
        let call = self.call(sid)?;
        self.about_call(action, &call, "in-progress", &[("Digits", digit), ("msg", "Gather End")]).await
    }

    /// The other phone, which a `Dial` rang, hung up or never answered; `action` is told.
    pub(super) async fn dial_ended(
        &self,
        sid: &str,
        action: &str,
        status: &str,
        seconds: u32,
    ) -> io::Result<Reply> {
        let call = self.call(sid)?;
        let (seconds, child) = (seconds.to_string(), sid.replace("CA", "CB"));
        let mut fields = vec![("DialCallStatus", status), ("DialCallSid", child.as_str())];
        if status == "completed" {
            fields.push(("DialCallDuration", &seconds));
        }
        self.about_call(action, &call, "in-progress", &fields).await
    }

    /// The call ends; its status callback is told.
    pub(super) async fn hang_up(&self, sid: &str, status: &str) -> io::Result<Reply> {
        let call = self.call(sid)?;
        self.set_call_status(sid, status);
        let url = call.status_url.clone();
        self.about_call(&url, &call, status, &[("CallDuration", "9"), ("SequenceNumber", "0")]).await
    }

    fn call(&self, sid: &str) -> io::Result<Ringing> {
        let state = self.shared().lock();
        let found = state.calls.iter().find(|call| call.sid == sid).cloned();
        found.ok_or_else(|| io::Error::other("no such call"))
    }

    pub(super) fn set_call_status(&self, sid: &str, status: &str) {
        let mut state = self.shared().lock();
        if let Some(call) = state.calls.iter_mut().find(|call| call.sid == sid) {
            status.clone_into(&mut call.status);
        }
    }

    async fn about_call(
        &self,
        url: &str,
        call: &Ringing,
        status: &str,
        more: &[(&str, &str)],
    ) -> io::Result<Reply> {
        let mut fields = vec![
            ("CallSid", call.sid.as_str()),
            ("AccountSid", ACCOUNT_SID),
            ("To", &call.to),
            ("From", &call.from),
            ("CallStatus", status),
            ("Direction", "outbound-api"),
            ("ApiVersion", "2010-04-01"),
        ];
        fields.extend(more);
        self.post(url, &fields).await
    }
}
