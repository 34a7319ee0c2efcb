//! One message as a text.

use rappel_domain::{delivery::Tag, id::AttemptId, phone::Phone};
use rappel_notify::{
    Failure,
    sms::{LINK_LEFT_OUT, Message, Sought},
};
use rappel_pages::own::within;
use rappel_queue::{Failed, last_try, wait_before_retry};
use rappel_service::{
    Sending,
    sending::{Begun, NewLink, Outgoing},
};

use super::{
    Dispatch,
    next::{Tried, after, choose},
    text,
};
use crate::settle::{failed, patiently};

impl Dispatch<'_> {
    pub(super) async fn by_sms(&self) -> Result<(), Failed> {
        let Some(address) = &self.outgoing.address else {
            return self.give_up(None, "no_address", "no number that takes text messages").await;
        };
        let to = Phone::from_e164_trusted(address);
        if let Some(done) = self.found_at_provider(&to).await {
            return done;
        }
        let carriers = &self.worker.carriers;
        let tried = self.tried();
        let Some(provider) = choose(&self.providers(), &tried, |name| carriers.is_up(name)) else {
            return self.give_up(None, "no_provider", "no provider takes it").await;
        };
        let link = self.worker.service.new_link(self.outgoing).map_err(|error| failed(&error))?;
        let own = text::own(self.outgoing);
        let url = link.as_ref().map(|link| link.url.as_str());
        let body = match within(own.as_ref(), || text::sms(self.outgoing, url)) {
            Ok(Some(text)) => text.into_string(),
            Ok(None) => return self.drop_message().await,
            Err(error) => return self.give_up(None, "no_text", &error.to_string()).await,
        };
        let attempt = match self.begin(provider, address, None, &body, link.as_ref()).await? {
            Begun::Now(attempt) => attempt,
            other => return self.not_begun(other).await,
        };
        let message = Message {
            to,
            body,
            reference: self.id().to_string(),
            tag: self.tag(),
            status_callback: self.status_callback(provider),
            validity: self.worker.validity,
        };
        self.measure(provider);
        let Some(outcome) = carriers.send_sms(provider, &message).await else {
            return self.give_up(Some(attempt), "no_provider", "no provider takes it").await;
        };
        match outcome {
            Ok(accepted) => self.sent(attempt, &accepted, carriers.receipts(provider)).await,
            Err(failure) => self.sms_failed(attempt, provider, &failure).await,
        }
    }

    async fn sms_failed(&self, attempt: AttemptId, provider: &str, failure: &Failure) -> Result<(), Failed> {
        let mut tried = self.tried();
        tried.push(Tried { provider, outcome: Some(failure.class.as_str()) });
        let names = self.providers();
        let other = choose(&names, &tried, |_| true);
        let backoff = wait_before_retry(self.job.lane, self.job.attempt);
        let after = after(failure, provider, other, &names, backoff, self.job.lane, last_try(self.job));
        self.not_sent(attempt, failure, after).await
    }

    /// Providers to ask, the preferred first: not one that took this text and lost it, where there is another.
    fn providers(&self) -> Vec<&'static str> {
        let names = self.worker.carriers.names();
        let is_lost = |name: &&'static str| self.outgoing.lost_by.iter().any(|lost| lost == name);
        let left: Vec<_> = names.iter().copied().filter(|name| !is_lost(name)).collect();
        if left.is_empty() { names } else { left }
    }

    /// Looks for the last message at its provider when nobody knows whether it was taken.
    async fn found_at_provider(&self, to: &Phone) -> Option<Result<(), Failed>> {
        let last = self.outgoing.attempts.last()?;
        if !Tried::of(last).is_ambiguous() {
            return None;
        }
        let text = self.outgoing.delivery.body.clone()?;
        let sought = Sought { to: to.clone(), text, since: last.started_at, tag: self.tag() };
        let accepted = self.worker.carriers.reconcile(&last.provider, &sought).await?;
        let receipts = self.worker.carriers.receipts(&last.provider);
        Some(self.sent(last.id, &accepted, receipts).await)
    }

    /// Tries of this job: what failed before somebody sent it again does not count.
    fn tried(&self) -> Vec<Tried<'_>> {
        let own = self.outgoing.attempts.iter().filter(|it| it.started_at >= self.job.created_at);
        own.map(Tried::of).collect()
    }

    /// Notes that a request is about to leave, if it may.
    pub(super) async fn begin(
        &self,
        provider: &str,
        address: &str,
        subject: Option<&str>,
        body: &str,
        link: Option<&NewLink>,
    ) -> Result<Begun, Failed> {
        let service = &self.worker.service;
        let scope = service.store().doors().job(self.job);
        let kept = keep(self.outgoing, body, link);
        let sending = Sending { provider, address, subject, body: &kept };
        patiently(|| service.begin_sending(&scope, self.id(), link, &sending, &self.outgoing.aboard)).await
    }

    fn tag(&self) -> Option<Tag> {
        Tag::new(self.outgoing.settings.tenant.number, self.id())
    }

    fn status_callback(&self, provider: &str) -> Option<String> {
        let origin = self.worker.hooks.as_ref()?;
        let tenant = self.outgoing.settings.tenant.number;
        let path = self.worker.carriers.status_path(provider, tenant, self.id())?;
        Some(format!("{origin}{path}"))
    }
}

/// The text as it may be kept: without what opens a door.
fn keep(outgoing: &Outgoing, body: &str, link: Option<&NewLink>) -> String {
    let urls = link.map(|link| link.url.as_str()).into_iter().chain(outgoing.unsubscribe_url.as_deref());
    let body = urls.fold(body.to_owned(), |body, url| body.replace(url, LINK_LEFT_OUT));
    match &outgoing.delivery.news {
        rappel_domain::delivery::News::PhoneCode { code } => body.replace(code, LINK_LEFT_OUT),
        _ => body,
    }
}
