//! Tells people by the settings of the watchdog itself.

use std::sync::Arc;

use rappel_domain::{
    Clock,
    phone::{Country, Phone},
    sms::{ONE_SMS, Part, fit},
};
use rappel_notify::{
    Failure, Pocket,
    email::{self, Mail, Mailbox, MessageId},
    sms::{self, Sms},
};
use rappel_settings::Settings;
use reqwest::Url;

use crate::{backends, stop::Stop};

/// The machine's own time: a watchdog has no database to ask.
#[derive(Debug)]
struct MachineClock;

impl Clock for MachineClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that is passed in")]
    fn now(&self) -> chrono::DateTime<chrono::Utc> {
        rappel_domain::clock::to_microseconds(chrono::Utc::now())
    }
}

/// Whom to tell, and what carries it.
pub(super) struct Alarm {
    mail: Mail,
    sms: Vec<Sms>,
    from: Mailbox,
    emails: Vec<email::Address>,
    phones: Vec<Phone>,
}

impl Alarm {
    pub(super) fn new(settings: &Settings) -> Result<Self, Stop> {
        let (watch, pocket) = (&settings.watch, Pocket::new(Arc::new(MachineClock)));
        if watch.emails.is_empty() && watch.phones.is_empty() {
            return Err(Stop::setting(
                "watch.emails",
                "missing, and so is watch.phones: nobody would be told",
            ));
        }
        let emails = watch.emails.iter().map(|text| {
            text.parse()
                .map_err(|_| Stop::setting("watch.emails", format!("found {text:?}, allowed: addresses")))
        });
        let phones = watch.phones.iter().map(|text| {
            let allowed = "allowed: mobile numbers with their country code, such as +33612345678";
            Phone::parse(text, Country::FRANCE)
                .map_err(|_| Stop::setting("watch.phones", format!("found {text:?}, {allowed}")))
        });
        Ok(Self {
            mail: backends::messages::mail(settings, &pocket)?,
            sms: backends::messages::sms(settings, &pocket)?,
            from: backends::sender(settings)?,
            emails: emails.collect::<Result<_, _>>()?,
            phones: phones.collect::<Result<_, _>>()?,
        })
    }

    pub(super) async fn trouble(&self, url: &Url, what: &str) {
        let host = url.host_str().unwrap_or_default();
        self.tell(&format!("RAPPEL {host}: nobody would be paged ({what}). Look at {url}")).await;
    }

    pub(super) async fn over(&self, url: &Url) {
        let host = url.host_str().unwrap_or_default();
        self.tell(&format!("RAPPEL {host}: people are paged again.")).await;
    }

    async fn tell(&self, text: &str) {
        for phone in &self.phones {
            self.send_sms(phone, text).await;
        }
        for (number, to) in self.emails.iter().enumerate() {
            if let Err(why) = self.send_mail(number, to, text).await {
                tracing::error!(%why, "an alarm by e-mail did not leave");
            }
        }
    }

    /// By the first provider that takes it.
    async fn send_sms(&self, to: &Phone, text: &str) {
        let body = fit(&[Part::Fixed(text)], ONE_SMS);
        let message = sms::Message {
            to: to.clone(),
            body: body.into_string(),
            reference: String::new(),
            tag: None,
            status_callback: None,
            validity: None,
        };
        for provider in &self.sms {
            match provider.send(&message).await {
                Ok(_) => return,
                Err(failure) => complain(provider.name(), &failure),
            }
        }
    }

    async fn send_mail(&self, number: usize, to: &email::Address, text: &str) -> Result<(), String> {
        #[expect(
            clippy::disallowed_methods,
            reason = "a watchdog has no database whose time it could ask for"
        )]
        let now = chrono::Utc::now();
        let id = format!("watch-{}-{number}", now.timestamp_millis());
        let message = email::Message {
            from: self.from.clone(),
            reply_to: None,
            to: to.clone().into(),
            subject: text.parse().map_err(|error: email::InvalidText| error.to_string())?,
            text: format!("{text}\n"),
            html: None,
            message_id: MessageId::new(&id, self.from.address.host()).map_err(|error| error.to_string())?,
            date: now,
            list_unsubscribe: None,
            inline: Vec::new(),
        };
        self.mail.send(&message).await.map(|_| ()).map_err(|failure| failure.to_string())
    }
}

fn complain(provider: &str, failure: &Failure) {
    tracing::error!(provider, %failure, "an alarm by SMS did not leave");
}
