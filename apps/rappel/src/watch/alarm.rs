//! Tells people by the settings of the watchdog itself.

use std::{sync::Arc, time::Duration};

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
use tokio::task::JoinSet;

use super::rounds::Taken;
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

/// How often one way is tried before the watchdog looks again.
const TRIES: usize = 3;
/// Between two tries.
const PAUSE: Duration = Duration::from_secs(2);

/// One phone or mailbox.
enum Way {
    Phone(Phone),
    /// The mailboxes are numbered, so that each has messages of its own.
    Mailbox(usize, email::Address),
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

    /// Tells everybody at once, each by a task of its own: a mail server that hangs makes no phone wait. Answers as soon
    /// as one of them has it; the others go on.
    pub(super) async fn tell(self: &Arc<Self>, text: &str) -> Taken {
        let phones = self.phones.iter().cloned().map(Way::Phone);
        let mailboxes = self.emails.iter().cloned().enumerate().map(|(number, to)| Way::Mailbox(number, to));
        let mut ways = JoinSet::new();
        for way in phones.chain(mailboxes) {
            let (alarm, text) = (Arc::clone(self), text.to_owned());
            ways.spawn(async move { alarm.tell_by(&way, &text).await });
        }
        while let Some(taken) = ways.join_next().await {
            if matches!(taken, Ok(Taken::Yes)) {
                ways.detach_all();
                return Taken::Yes;
            }
        }
        Taken::No
    }

    /// A hiccup of one provider costs that person seconds, also when somebody else has it already.
    async fn tell_by(&self, way: &Way, text: &str) -> Taken {
        for rest in (0..TRIES).rev() {
            let taken = match way {
                Way::Phone(to) => self.send_sms(to, text).await,
                Way::Mailbox(number, to) => match self.send_mail(*number, to, text).await {
                    Ok(()) => Taken::Yes,
                    Err(why) => {
                        tracing::error!(%why, "an alarm by e-mail did not leave");
                        Taken::No
                    }
                },
            };
            if taken == Taken::Yes {
                return taken;
            }
            if rest > 0 {
                tokio::time::sleep(PAUSE).await;
            }
        }
        Taken::No
    }

    /// By the first provider that takes it.
    async fn send_sms(&self, to: &Phone, text: &str) -> Taken {
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
                Ok(_) => return Taken::Yes,
                Err(failure) => complain(provider.name(), &failure),
            }
        }
        Taken::No
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
