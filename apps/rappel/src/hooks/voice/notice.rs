//! Calls in which nothing is taken: a test of somebody's own phone, and the last resort told to the fallback number.

use poem::{
    Body, Request, Response, handler,
    web::{Data, Query},
};
use rappel_domain::id::DeliveryId;
use rappel_notify::twilio::{
    calls,
    signature::Fields,
    twiml::{Verb, response},
};
use rappel_pages::{Reader, voice};
use rappel_service::calls::{NoticeCall, Subject};
use rappel_web::Problem;

use super::{About, Hook, truth, urgent_call};

/// One verified request about such a call.
struct Heard {
    /// The provider's name for it.
    call: String,
    notice: NoticeCall,
    about: (i64, DeliveryId),
    fields: Fields,
}

impl Heard {
    async fn of(hook: &Hook, request: &Request, about: &About, body: Body) -> Result<Self, Problem> {
        let fields = hook.twilio.verified(request, body).await?;
        let about = about.parse()?;
        let call =
            fields.get("CallSid").ok_or_else(|| Problem::bad_request("the callback has no CallSid"))?;
        // The signature does not say which delivery the call is.
        let notice = hook.twilio.service().notice_under_way(about.0, about.1, call).await?;
        Ok(Self { call: call.to_owned(), notice, about, fields })
    }

    fn reader(&self) -> Reader {
        Reader { locale: self.notice.locale, zone: self.notice.settings.operator_zone }
    }

    fn speak(&self, verbs: &[Verb<'_>]) -> Response {
        Response::builder().content_type("text/xml").body(response(self.notice.locale, verbs))
    }

    /// Says what it is about, twice, and asks for a digit; or the truth, when nobody is to ring any more.
    fn greet(&self, hook: &Hook) -> Result<Response, Problem> {
        let reader = self.reader();
        let (text, unheard) = match &self.notice.subject {
            Subject::Test => {
                (voice::test(reader, &self.notice.settings.operator_name), voice::test_unheard(reader))
            }
            Subject::LastResort { callback, holder, .. } if !self.notice.waits() => {
                let text = truth(reader, callback, holder.as_deref()).map_err(Problem::internal)?;
                return Ok(self.speak(&[Verb::Say(&text), Verb::HangUp]));
            }
            Subject::LastResort { callback, number, .. } => {
                let call = urgent_call(callback, *number, &self.notice.settings.tenant.name);
                (voice::last_resort(reader, &call), voice::last_resort_unheard(reader))
            }
        };
        let (text, unheard) = (text.map_err(Problem::internal)?, unheard.map_err(Problem::internal)?);
        let action = hook.address("/heard", self.about);
        let ask = Verb::Ask { text: &text, action: &action };
        Ok(self.speak(&[ask.clone(), ask, Verb::Say(&unheard), Verb::HangUp]))
    }
}

/// Somebody answered. A machine hears nothing.
#[handler]
pub(in crate::hooks) async fn answered(
    request: &Request,
    Query(about): Query<About>,
    body: Body,
    hook: Data<&Hook>,
) -> Result<Response, Problem> {
    let heard = Heard::of(&hook, request, &about, body).await?;
    if calls::is_machine(&heard.fields) {
        return Ok(heard.speak(&[Verb::HangUp]));
    }
    heard.greet(&hook)
}

/// 1 confirms that it was heard; anything else repeats.
#[handler]
pub(in crate::hooks) async fn digit(
    request: &Request,
    Query(about): Query<About>,
    body: Body,
    hook: Data<&Hook>,
) -> Result<Response, Problem> {
    let heard = Heard::of(&hook, request, &about, body).await?;
    if heard.fields.get("Digits") != Some("1") {
        return heard.greet(&hook);
    }
    hook.twilio.service().notice_heard(&heard.notice, &heard.call, "1").await?;
    let reader = heard.reader();
    let text = match &heard.notice.subject {
        Subject::Test => voice::test_heard(reader),
        Subject::LastResort { callback, number, .. } if heard.notice.waits() => {
            let call = urgent_call(callback, *number, &heard.notice.settings.tenant.name);
            voice::last_resort_heard(reader, &call)
        }
        Subject::LastResort { callback, holder, .. } => truth(reader, callback, holder.as_deref()),
    };
    let text = text.map_err(Problem::internal)?;
    Ok(heard.speak(&[Verb::Say(&text), Verb::HangUp]))
}
