//! One message as a phone call. What is said is asked for by the provider when somebody answers.

use rappel_domain::{callback::Receipts, phone::Phone};
use rappel_notify::{Class, twilio::Call};
use rappel_queue::{Failed, LastTry, last_try, wait_before_retry};
use rappel_service::{
    calls::is_notice,
    sending::{Address, Begun},
};

use super::{Dispatch, next::After};

impl Dispatch<'_> {
    pub(super) async fn by_voice(&self) -> Result<(), Failed> {
        let carriers = &self.worker.carriers;
        let (Some(calls), Some(hooks)) = (carriers.calls(), self.worker.hooks.as_ref()) else {
            return self.give_up(None, "no_channel", "calls by a machine are not set up").await;
        };
        let Some(address) = &self.outgoing.address else {
            return self.give_up(None, "no_address", "no number to call").await;
        };
        let about = format!("d={}-{}", self.outgoing.settings.tenant.number, self.id());
        let notice = if is_notice(&self.outgoing.delivery) { "/notice" } else { "" };
        let call = Call {
            to: Phone::from_e164_trusted(address),
            answer_url: format!("{hooks}/hooks/twilio/voice{notice}?{about}"),
            status_url: format!("{hooks}/hooks/twilio/voice/status?{about}"),
        };
        let attempt = match self.begin(calls.name(), address, None, "", None).await? {
            Begun::Now(attempt) => attempt,
            other => return self.not_begun(other).await,
        };
        self.measure(calls.name());
        match carriers.call(&call).await {
            Some(Ok(accepted)) => self.sent(attempt, &accepted, Receipts::Expected).await,
            // A call that nobody knows of is made again: it rings rather twice than never.
            Some(Err(failure)) => {
                let after = match failure.class {
                    Class::Recipient => After::GiveUp(Address::Unusable),
                    Class::Configuration | Class::Carrier => After::GiveUp(Address::Usable),
                    _ if last_try(self.job) == LastTry::Yes => After::GiveUp(Address::Usable),
                    Class::NotProcessed | Class::Unknown => {
                        After::Again(wait_before_retry(self.job.lane, self.job.attempt))
                    }
                };
                self.not_sent(attempt, &failure, after).await
            }
            None => self.give_up(Some(attempt), "no_channel", "calls by a machine are not set up").await,
        }
    }
}
