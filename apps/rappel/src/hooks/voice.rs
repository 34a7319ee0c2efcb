//! Phone calls by Twilio: what whoever answers hears, and what their digits do. Each request is signed like every other of
//! Twilio's. A GET changes nothing: every hook is a POST.

use chrono::Duration;
use poem::{
    Body, Request, Response, handler,
    http::StatusCode,
    web::{Data, Query},
};
use rappel_domain::{callback::State, delivery::DeliveryState, id::DeliveryId, phone::Phone};
use rappel_notify::{
    ReceiptState,
    twilio::{
        calls,
        signature::Fields,
        twiml::{Verb, response},
    },
};
use rappel_pages::{Reader, sms::UrgentCall, voice};
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

/// What the hooks need.
#[derive(Clone)]
pub(super) struct Hook {
    pub(super) twilio: twilio::Hook,
    /// The number that calls come from.
    pub(super) from: Phone,
}

/// One verified request about a call.
struct Heard {
    case: CallCase,
    about: (i64, DeliveryId),
    fields: Fields,
}

impl Hook {
    async fn heard(&self, request: &Request, about: &About, body: Body) -> Result<Heard, Problem> {
        let fields = self.twilio.verified(request, body).await?;
        let about = about.parse()?;
        let case = self.twilio.service().call_case(about.0, about.1).await?;
        Ok(Heard { case, about, fields })
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
        let callback = &self.case.callback;
        UrgentCall {
            number: self.case.number,
            client: &self.case.settings.tenant.name,
            person: &callback.contact_name,
            phone: callback.phone.e164(),
            by: match callback.state {
                State::Accepted { until, .. } => until,
                _ => callback.promised_by,
            },
            link: None,
        }
    }

    fn digit(&self) -> &str {
        self.fields.get("Digits").unwrap_or_default()
    }

    fn sid(&self) -> Result<&str, Problem> {
        self.fields.get("CallSid").ok_or_else(|| Problem::bad_request("the callback has no CallSid"))
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
        let text = match (&self.case.callback.state, &self.case.holder) {
            (State::Accepted { at, .. } | State::Reached { at, .. }, Some(name)) => {
                voice::taken_by(self.reader(), name, *at)
            }
            _ => voice::over(self.reader()),
        };
        Ok(self.farewell(&text.map_err(Problem::internal)?))
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
    let service = hook.twilio.service();
    let digit = heard.digit().to_owned();
    match digit.as_str() {
        "1" => {
            service.heard(&heard.case, heard.sid()?, &digit).await?;
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
            service.heard(&heard.case, heard.sid()?, &digit).await?;
            if !service.outcome_by_call(&heard.case, Outcome::Cannot).await? {
                return heard.truth();
            }
            let text = voice::passed_on(heard.reader()).map_err(Problem::internal)?;
            Ok(heard.farewell(&text))
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
    let heard = hook.heard(request, &about, body).await?;
    if !heard.case.is_mine() {
        return heard.truth();
    }
    if heard.digit() != "1" {
        return heard.greet(&hook);
    }
    let service = hook.twilio.service();
    service.heard(&heard.case, heard.sid()?, "1").await?;
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
    let heard = hook.heard(request, &about, body).await?;
    let status = heard.fields.get("DialCallStatus").unwrap_or_default();
    let seconds = heard.fields.get("DialCallDuration").and_then(|seconds| seconds.parse().ok()).unwrap_or(0);
    hook.twilio.service().connected(&heard.case, heard.sid()?, status, seconds).await?;
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
    let heard = hook.heard(request, &about, body).await?;
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
    let status = fields.get("CallStatus").unwrap_or_default();
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

#[cfg(test)]
mod tests;
