//! Phone calls by Twilio: what whoever answers hears, and what their digits do. Each request is signed like every other of
//! Twilio's. A GET changes nothing: every hook is a POST.

pub(super) mod notice;

use chrono::Duration;
use poem::{
    Body, Request, Response, handler,
    http::StatusCode,
    web::{Data, Query},
};
use rappel_domain::{
    callback::{Callback, State},
    delivery::DeliveryState,
    id::DeliveryId,
    phone::Phone,
};
use rappel_notify::{
    ReceiptState,
    twilio::{
        calls,
        signature::Fields,
        twiml::{Verb, response},
    },
};
use rappel_pages::{Reader, TextError, sms::UrgentCall, voice};
use rappel_service::{
    Error,
    callbacks::Outcome,
    calls::{CallCase, Taken},
    sending::Told,
};
use rappel_web::Problem;

use super::{About, twilio};

/// After "no answer" by a digit the next try is so much later.
const NEXT_TRY: Duration = Duration::minutes(15);

/// So long a call with a client may have been; nobody talks for longer, and it is sealed.
const LONGEST: i64 = 86_400;

/// So many letters of a word of Twilio's are kept: its own are much shorter.
const MOST_LETTERS: usize = 64;

/// What the hooks need.
#[derive(Clone)]
pub(super) struct Hook {
    pub(super) twilio: twilio::Hook,
    /// The number that calls come from.
    pub(super) from: Phone,
}

/// One verified request about a call.
struct Heard {
    /// The provider's name for it.
    call: String,
    case: CallCase,
    about: (i64, DeliveryId),
    fields: Fields,
}

impl Hook {
    async fn heard(&self, request: &Request, about: &About, body: Body) -> Result<Heard, Problem> {
        let fields = self.twilio.verified(request, body).await?;
        let about = about.parse()?;
        let call =
            fields.get("CallSid").ok_or_else(|| Problem::bad_request("the callback has no CallSid"))?;
        // The signature does not say which delivery the call is.
        let case = self.twilio.service().call_under_way(about.0, about.1, call).await?;
        Ok(Heard { call: call.to_owned(), case, about, fields })
    }

    /// The same for a call that connects with the client. What a page's call may ask for is less.
    async fn heard_connecting(&self, request: &Request, about: &About, body: Body) -> Result<Heard, Problem> {
        let heard = self.heard(request, about, body).await?;
        if heard.case.is_connect() { Ok(heard) } else { Err(Problem::not_found()) }
    }

    /// The address of one of our hooks about the same call.
    fn address(&self, path: &str, about: (i64, DeliveryId)) -> String {
        format!("{}/hooks/twilio/voice{path}?d={}-{}", self.twilio.origin(), about.0, about.1)
    }
}

impl Heard {
    fn reader(&self) -> Reader {
        Reader { locale: self.case.locale, zone: self.case.settings.operator_zone }
    }

    fn call(&self) -> UrgentCall<'_> {
        urgent_call(&self.case.callback, self.case.number, &self.case.settings.tenant.name)
    }

    fn digit(&self) -> &str {
        self.fields.get("Digits").unwrap_or_default()
    }

    fn speak(&self, verbs: &[Verb<'_>]) -> Response {
        Response::builder().content_type("text/xml").body(response(self.case.locale, verbs))
    }

    /// Says one sentence and ends the call.
    fn farewell(&self, text: &str) -> Response {
        self.speak(&[Verb::Say(text), Verb::HangUp])
    }

    /// Asks twice, then ends the call.
    fn ask(&self, text: &str, action: &str) -> Result<Response, Problem> {
        let nothing = voice::nothing_heard(self.reader()).map_err(Problem::internal)?;
        let ask = Verb::Ask { text, action };
        Ok(self.speak(&[ask.clone(), ask, Verb::Say(&nothing), Verb::HangUp]))
    }

    /// What became of it, for somebody who answers too late.
    fn truth(&self) -> Result<Response, Problem> {
        let text = truth(self.reader(), &self.case.callback, self.case.holder.as_deref());
        Ok(self.farewell(&text.map_err(Problem::internal)?))
    }

    /// The next person is paged.
    fn passed_on(&self) -> Result<Response, Problem> {
        let text = voice::passed_on(self.reader()).map_err(Problem::internal)?;
        Ok(self.farewell(&text))
    }

    /// What a call says first.
    fn greet(&self, hook: &Hook) -> Result<Response, Problem> {
        let (reader, call) = (self.reader(), self.call());
        if self.case.is_connect() {
            if !self.case.is_mine() {
                return self.truth();
            }
            let text = voice::connect(reader, &call).map_err(Problem::internal)?;
            return self.ask(&text, &hook.address("/connect", self.about));
        }
        if !self.case.waits() {
            return self.truth();
        }
        let text = voice::page(reader, &call).map_err(Problem::internal)?;
        self.ask(&text, &hook.address("/digit", self.about))
    }
}

/// The call that is asked of somebody.
fn urgent_call<'a>(callback: &'a Callback, number: i64, client: &'a str) -> UrgentCall<'a> {
    UrgentCall {
        number,
        client,
        person: &callback.contact_name,
        phone: callback.phone.e164(),
        by: match callback.state {
            State::Accepted { until, .. } => until,
            _ => callback.promised_by,
        },
        link: None,
    }
}

/// What became of it, in a sentence.
fn truth(reader: Reader, callback: &Callback, holder: Option<&str>) -> Result<String, TextError> {
    match (&callback.state, holder) {
        (State::Accepted { at, .. } | State::Reached { at, .. }, Some(name)) => {
            voice::taken_by(reader, name, *at)
        }
        _ => voice::over(reader),
    }
}

/// Somebody answered: who is to be called. A machine hears nothing.
#[handler]
pub(super) async fn answered(
    request: &Request,
    Query(about): Query<About>,
    body: Body,
    hook: Data<&Hook>,
) -> Result<Response, Problem> {
    let heard = hook.heard(request, &about, body).await?;
    if calls::is_machine(&heard.fields) {
        return Ok(heard.speak(&[Verb::HangUp]));
    }
    heard.greet(&hook)
}

/// A digit after a page: 1 takes it, 2 passes it on, anything else repeats.
#[handler]
pub(super) async fn digit(
    request: &Request,
    Query(about): Query<About>,
    body: Body,
    hook: Data<&Hook>,
) -> Result<Response, Problem> {
    let mut heard = hook.heard(request, &about, body).await?;
    if heard.case.is_connect() {
        return Err(Problem::not_found());
    }
    let service = hook.twilio.service();
    let digit = heard.digit().to_owned();
    match digit.as_str() {
        // One call gives one answer. A digit that comes twice, or after the end of its call, is the same one.
        "1" if service.has_said(&heard.case, &heard.call, "2").await? => heard.passed_on(),
        "2" if service.has_said(&heard.case, &heard.call, "1").await? => heard.truth(),
        "1" => {
            service.heard(&heard.case, &heard.call, &digit).await?;
            let taken = service.take_by_call(&heard.case).await?;
            // By when they call, and who has it, is known only now.
            heard.case = service.call_case(heard.about.0, heard.about.1).await?;
            match taken {
                Taken::Yours => {
                    let text = voice::taken(heard.reader(), &heard.call()).map_err(Problem::internal)?;
                    Ok(heard.farewell(&text))
                }
                Taken::TooLate => heard.truth(),
            }
        }
        "2" => {
            service.heard(&heard.case, &heard.call, &digit).await?;
            if !service.outcome_by_call(&heard.case, Outcome::Cannot).await? {
                return heard.truth();
            }
            heard.passed_on()
        }
        _ => heard.greet(&hook),
    }
}

/// 1 after "connect me": the client's phone rings, and shows our number. A mailbox that took our call presses nothing.
#[handler]
pub(super) async fn connect(
    request: &Request,
    Query(about): Query<About>,
    body: Body,
    hook: Data<&Hook>,
) -> Result<Response, Problem> {
    let heard = hook.heard_connecting(request, &about, body).await?;
    if !heard.case.is_mine() {
        return heard.truth();
    }
    if heard.digit() != "1" {
        return heard.greet(&hook);
    }
    let service = hook.twilio.service();
    service.heard(&heard.case, &heard.call, "1").await?;
    // The client may have given another number since the call was asked for.
    if !service.can_connect(&heard.case.callback.phone) {
        let text = voice::not_connectable(heard.reader(), &heard.call()).map_err(Problem::internal)?;
        return Ok(heard.farewell(&text));
    }
    let text = voice::connecting(heard.reader(), &heard.call()).map_err(Problem::internal)?;
    let action = hook.address("/connected", heard.about);
    let dial = Verb::Dial { to: &heard.case.callback.phone, caller_id: &hook.from, action: &action };
    Ok(heard.speak(&[Verb::Say(&text), dial]))
}

/// The client hung up, or never answered: how long it was is noted, and how it went is asked.
#[handler]
pub(super) async fn connected(
    request: &Request,
    Query(about): Query<About>,
    body: Body,
    hook: Data<&Hook>,
) -> Result<Response, Problem> {
    let heard = hook.heard_connecting(request, &about, body).await?;
    let status = word(heard.fields.get("DialCallStatus"));
    let seconds = lasted(heard.fields.get("DialCallDuration"));
    hook.twilio.service().connected(&heard.case, &heard.call, status, seconds).await?;
    let text = voice::how_did_it_go(heard.reader()).map_err(Problem::internal)?;
    heard.ask(&text, &hook.address("/outcome", heard.about))
}

/// A digit after the call: 1 reached, 2 no answer, 3 wrong number.
#[handler]
pub(super) async fn outcome(
    request: &Request,
    Query(about): Query<About>,
    body: Body,
    hook: Data<&Hook>,
) -> Result<Response, Problem> {
    let heard = hook.heard_connecting(request, &about, body).await?;
    let service = hook.twilio.service();
    let outcome = match heard.digit() {
        "1" => Outcome::Reached,
        "2" => Outcome::NoAnswer { next_try: service.clock().now() + NEXT_TRY },
        "3" => Outcome::WrongNumber,
        _ => {
            let text = voice::how_did_it_go(heard.reader()).map_err(Problem::internal)?;
            return heard.ask(&text, &hook.address("/outcome", heard.about));
        }
    };
    if !service.outcome_by_call(&heard.case, outcome).await? {
        return heard.truth();
    }
    let text = voice::noted(heard.reader()).map_err(Problem::internal)?;
    Ok(heard.farewell(&text))
}

/// How the call ended. Only a digit, which came before, makes it an answer.
#[handler]
pub(super) async fn ended(
    request: &Request,
    Query(about): Query<About>,
    body: Body,
    hook: Data<&Hook>,
) -> Result<StatusCode, Problem> {
    let fields = hook.twilio.verified(request, body).await?;
    let (tenant, delivery) = about.parse()?;
    let receipt = calls::ended(&fields).map_err(|error| Problem::bad_request(error.to_string()))?;
    let status = word(fields.get("CallStatus"));
    let state = (receipt.state == ReceiptState::Undelivered).then_some(DeliveryState::Undelivered);
    let detail = receipt.failure.map(|failure| failure.to_string());
    let told =
        Told { message_id: &receipt.provider_id, status, state, detail: detail.as_deref(), fault: None };
    let noted = hook.twilio.service().receipt(tenant, delivery, told).await;
    match noted {
        // Gone or never ours: asking again would not help Twilio.
        Ok(()) | Err(Error::NotFound) => Ok(StatusCode::NO_CONTENT),
        Err(error) => Err(error.into()),
    }
}

/// A word of Twilio's, as far as it is kept.
fn word(said: Option<&str>) -> &str {
    let said = said.unwrap_or_default();
    let end = said.char_indices().nth(MOST_LETTERS).map_or(said.len(), |(end, _)| end);
    said.get(..end).unwrap_or_default()
}

/// How many seconds a call was.
fn lasted(said: Option<&str>) -> i32 {
    let seconds: i64 = said.and_then(|seconds| seconds.parse().ok()).unwrap_or(0);
    i32::try_from(seconds.clamp(0, LONGEST)).unwrap_or(0)
}

#[cfg(test)]
mod tests;
