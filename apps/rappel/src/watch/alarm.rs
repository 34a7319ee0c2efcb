//! Tells people by the settings of the watchdog itself.

use std::{collections::HashSet, sync::Arc, time::Duration};

use rappel_domain::{
    Clock,
    phone::{Country, Phone},
    sms::{ONE_SMS, Part, fit},
};
use rappel_notify::{
    Class, Pocket,
    email::{self, InvalidText, Mail, Mailbox, MessageId},
    sms::{self, Sms},
};
use rappel_settings::Settings;
use tokio::{sync::oneshot, task::JoinSet};

use super::telling::{Taken, Telling};
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

/// How often one way is tried before everybody is told anew.
const TRIES: usize = 3;
/// Between two tries.
const PAUSE: Duration = Duration::from_secs(2);

/// One phone or mailbox.
enum Way {
    Phone(Phone),
    /// The mailboxes are numbered, so that each has messages of its own.
    Mailbox(usize, email::Address),
}

/// What became of one message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sent {
    /// It was taken, or may have been: it is not sent again, or phones would be flooded.
    Taken,
    /// Certainly not, and it may be another time.
    NotNow,
    /// Nor will it be.
    Refused,
}

impl From<Class> for Sent {
    fn from(class: Class) -> Self {
        match class {
            Class::Unknown => Self::Taken,
            Class::NotProcessed | Class::Carrier => Self::NotNow,
            Class::Recipient | Class::Configuration => Self::Refused,
        }
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

    /// Tells everybody at once, each by a task of its own: a mail server that hangs makes no phone wait. It is known who has
    /// it as soon as one phone has; the others go on.
    pub(super) fn tell(self: &Arc<Self>, text: &str) -> Telling {
        let (alarm, text) = (Arc::clone(self), text.to_owned());
        Telling::begin(|known| alarm.tell_all(text, known))
    }

    async fn tell_all(self: Arc<Self>, text: String, known: oneshot::Sender<Taken>) {
        let phones = self.phones.iter().cloned().map(Way::Phone);
        let mailboxes = self.emails.iter().cloned().enumerate().map(|(number, to)| Way::Mailbox(number, to));
        let mut ways = JoinSet::new();
        for way in phones.chain(mailboxes) {
            let (alarm, text) = (Arc::clone(&self), text.clone());
            ways.spawn(async move { alarm.tell_by(&way, &text).await });
        }
        let (mut best, mut known) = (Taken::No, Some(known));
        while let Some(taken) = ways.join_next().await {
            best = best.max(taken.unwrap_or(Taken::No));
            if best == Taken::Yes
                && let Some(known) = known.take()
            {
                let _ = known.send(best);
            }
        }
        if let Some(known) = known {
            let _ = known.send(best);
        }
    }

    /// A hiccup of one provider costs that person seconds, also when somebody else has it already.
    async fn tell_by(&self, way: &Way, text: &str) -> Taken {
        // A relay takes a mail and may keep it for hours.
        let taken = match way {
            Way::Mailbox(..) if !self.phones.is_empty() => Taken::ByMail,
            Way::Phone(_) | Way::Mailbox(..) => Taken::Yes,
        };
        let mut refused = HashSet::new();
        for rest in (0..TRIES).rev() {
            let sent = match way {
                Way::Phone(to) => self.send_sms(to, text, &mut refused).await,
                Way::Mailbox(number, to) => self.send_mail(*number, to, text).await,
            };
            match sent {
                Sent::Taken => return taken,
                Sent::Refused => return Taken::No,
                Sent::NotNow if rest > 0 => tokio::time::sleep(PAUSE).await,
                Sent::NotNow => {}
            }
        }
        Taken::No
    }

    /// By the first provider that certainly takes it. One that may have taken it counts as well, but the next is asked too; one
    /// that refuses it for good joins `refused` and is left alone.
    async fn send_sms(&self, to: &Phone, text: &str, refused: &mut HashSet<usize>) -> Sent {
        let body = fit(&[Part::Fixed(text)], ONE_SMS);
        let message = sms::Message {
            to: to.clone(),
            body: body.into_string(),
            reference: String::new(),
            tag: None,
            status_callback: None,
            validity: None,
        };
        let mut may_have_it = false;
        for (number, provider) in self.sms.iter().enumerate() {
            if refused.contains(&number) {
                continue;
            }
            let Err(failure) = provider.send(&message).await else { return Sent::Taken };
            tracing::error!(provider = provider.name(), %failure, "an alarm by SMS did not leave");
            match Sent::from(failure.class) {
                Sent::Taken => may_have_it = true,
                Sent::Refused => {
                    refused.insert(number);
                }
                Sent::NotNow => {}
            }
        }
        if may_have_it {
            return Sent::Taken;
        }
        if refused.len() == self.sms.len() { Sent::Refused } else { Sent::NotNow }
    }

    async fn send_mail(&self, number: usize, to: &email::Address, text: &str) -> Sent {
        let message = match self.mail_of(number, to, text) {
            Ok(message) => message,
            Err(why) => {
                tracing::error!(%why, "an alarm by e-mail cannot be written");
                return Sent::Refused;
            }
        };
        let Err(failure) = self.mail.send(&message).await else { return Sent::Taken };
        tracing::error!(%failure, "an alarm by e-mail did not leave");
        failure.class.into()
    }

    fn mail_of(&self, number: usize, to: &email::Address, text: &str) -> Result<email::Message, InvalidText> {
        #[expect(
            clippy::disallowed_methods,
            reason = "a watchdog has no database whose time it could ask for"
        )]
        let now = chrono::Utc::now();
        let id = format!("watch-{}-{number}", now.timestamp_millis());
        Ok(email::Message {
            from: self.from.clone(),
            reply_to: None,
            to: to.clone().into(),
            subject: text.parse()?,
            text: format!("{text}\n"),
            html: None,
            message_id: MessageId::new(&id, self.from.address.host())?,
            date: now,
            list_unsubscribe: None,
            inline: Vec::new(),
        })
    }
}

#[cfg(test)]
mod tests;
