//! The text of the page to nobody: written as any other, and taken by a console that shows it nowhere.

use rappel_domain::{callback::Receipts, phone::Phone, probe::PAGED};
use rappel_notify::{
    Class,
    sms::{LINK_LEFT_OUT, Message},
};
use rappel_queue::{Failed, wait_before_retry};
use rappel_service::sending::{Begun, Outgoing};

use super::{Dispatch, next::After, text};
use crate::{
    probe::again,
    settle::{failed, patiently},
};

impl Dispatch<'_> {
    pub(super) async fn probe(&self) -> Result<(), Failed> {
        Box::pin(self.written_probe()).await.map_err(again)
    }

    async fn written_probe(&self) -> Result<(), Failed> {
        let service = &self.worker.service;
        let scope = service.store().doors().job(self.job);
        let texts = patiently(|| Box::pin(service.rehearse(&scope))).await?;
        let mut written = Vec::new();
        for outgoing in &texts {
            written.push(self.write(outgoing)?);
        }
        let Some((body, link)) = written.into_iter().next() else {
            return Err(Failed::later("the page of a probe has no text"));
        };
        let carriers = &self.worker.carriers;
        let kept = body.replace(&link, LINK_LEFT_OUT);
        let attempt = match self.begin(carriers.probe_name(), PAGED, None, &kept, None).await? {
            Begun::Now(attempt) => attempt,
            other => return self.not_begun(other).await,
        };
        let message = Message {
            to: Phone::from_e164_trusted(PAGED),
            body,
            reference: self.id().to_string(),
            tag: None,
            status_callback: None,
            validity: self.worker.validity,
        };
        match carriers.send_probe(&message).await {
            Ok(accepted) => self.sent(attempt, &accepted, Receipts::None).await,
            Err(failure) => {
                debug_assert_ne!(failure.class, Class::Recipient, "a console knows no numbers");
                let soon = After::Again(wait_before_retry(self.job.lane, self.job.attempt));
                self.not_sent(attempt, &failure, soon).await
            }
        }
    }

    /// A text and the link in it. A page that cannot be written is tried again, and the probe is late.
    fn write(&self, outgoing: &Outgoing) -> Result<(String, String), Failed> {
        let link = self.worker.service.probe_link(outgoing).map_err(|error| failed(&error))?;
        let text = text::sms(outgoing, Some(&link)).map_err(|error| Failed::later(error.to_string()))?;
        let text = text.ok_or_else(|| Failed::later("the page of a probe says nothing"))?;
        Ok((text.into_string(), link))
    }
}
