//! One message as an e-mail.

use rappel_domain::callback::Receipts;
use rappel_domain::delivery::Recipient;
use rappel_notify::{
    Class, Failure,
    email::{Address, Inline, InvalidText, Mailbox, Media, Message, MessageId},
};
use rappel_pages::{
    mail::{LOGO_ID, Mail},
    own::within,
};
use rappel_queue::{Failed, LastTry, last_try, wait_before_retry};
use rappel_service::sending::{Address as Use, Begun};

use super::{Dispatch, next::After, text};
use crate::settle::failed;

impl Dispatch<'_> {
    pub(super) async fn by_email(&self) -> Result<(), Failed> {
        let Some(address) = self.outgoing.address.as_deref() else {
            return self.give_up(None, "no_address", "no mailbox").await;
        };
        let link = self.worker.service.new_link(self.outgoing).map_err(|error| failed(&error))?;
        let reader = text::reader(self.outgoing);
        let own = text::own(self.outgoing);
        let letter = within(own.as_ref(), || {
            text::letter(self.outgoing, reader, link.as_ref().map(|link| link.url.as_str()))
        });
        let Some((letter, sender)) = letter else { return self.drop_message().await };
        let mail = match within(own.as_ref(), || self.worker.pages.mail(reader, &sender, &letter)) {
            Ok(mail) => mail,
            Err(error) => return self.give_up(None, "no_text", &error.to_string()).await,
        };
        let (subject, body) = (mail.subject.clone(), mail.text.clone());
        let message = match address.parse::<Address>() {
            Ok(to) => match self.message(to, &sender.name, letter.unsubscribe_href.as_deref(), mail) {
                Ok(message) => Ok(message),
                // What was written in it is to blame, not the mailbox.
                Err(error) => return self.give_up(None, "no_text", &error.to_string()).await,
            },
            Err(error) => Err(cannot_be_addressed(error)),
        };
        let carriers = &self.worker.carriers;
        let attempt = match self.begin(carriers.mail(), address, Some(&subject), &body, link.as_ref()).await?
        {
            Begun::Now(attempt) => attempt,
            other => return self.not_begun(other).await,
        };
        self.measure(carriers.mail());
        // The attempt is kept all the same: it says of which address this is true.
        let outcome = match &message {
            Ok(message) => carriers.send_mail(message).await,
            Err(failure) => Err(failure.clone()),
        };
        match outcome {
            Ok(accepted) => self.sent(attempt, &accepted, Receipts::None).await,
            Err(failure) => {
                let backoff = wait_before_retry(self.job.lane, self.job.attempt);
                let after = match failure.class {
                    Class::Recipient => After::GiveUp(Use::Unusable),
                    // 5xx is final: the same message would be refused again.
                    Class::Configuration => After::GiveUp(Use::Usable),
                    _ if last_try(self.job) == LastTry::Yes => After::GiveUp(Use::Usable),
                    // Twice is one: the Message-ID is the same.
                    Class::NotProcessed | Class::Carrier | Class::Unknown => After::Again(backoff),
                };
                self.not_sent(attempt, &failure, after).await
            }
        }
    }

    /// The pictures that the HTML names: the logo, or none.
    fn pictures(&self) -> Result<Vec<Inline>, InvalidText> {
        let Some((_, png)) = &self.outgoing.logo else { return Ok(Vec::new()) };
        Ok(vec![Inline { content_id: LOGO_ID.parse()?, media: Media::Png, bytes: png.clone() }])
    }

    fn message(
        &self,
        to: Address,
        from_name: &str,
        unsubscribe: Option<&str>,
        mail: Mail,
    ) -> Result<Message, InvalidText> {
        let sender = &self.worker.sender.address;
        // Names come from forms: one that cannot stand in a header is left out, not the e-mail.
        let name = |name: &str| name.parse().ok().filter(|_| !name.trim().is_empty());
        let named = match &self.outgoing.delivery.to {
            Recipient::Address(_) => None,
            Recipient::Person(_) | Recipient::Staff(_) => name(&self.outgoing.name),
        };
        // What is set for a company is for its people: what staff answer goes where it always went.
        let company = &self.outgoing.settings.company;
        let (from_name, reply_to) = match &self.outgoing.delivery.to {
            Recipient::Person(_) => {
                let reply_to = company.reply_to.as_deref().and_then(|it| it.parse::<Address>().ok());
                let reply_to = reply_to.map(|address| Mailbox { name: None, address });
                (company.sender_name.as_deref().unwrap_or(from_name), reply_to)
            }
            Recipient::Staff(_) | Recipient::Address(_) => (from_name, None),
        };
        Ok(Message {
            from: Mailbox { name: name(from_name), address: sender.clone() },
            reply_to,
            to: Mailbox { name: named, address: to },
            subject: mail.subject.parse()?,
            text: mail.text,
            html: Some(mail.html),
            message_id: MessageId::new(&self.id().to_string(), sender.host())?,
            date: self.outgoing.delivery.created_at,
            list_unsubscribe: unsubscribe.map(str::parse).transpose()?,
            inline: self.pictures()?,
        })
    }
}

fn cannot_be_addressed(error: InvalidText) -> Failure {
    let detail = format!("the e-mail cannot be addressed: {error}");
    Failure { class: Class::Recipient, code: None, detail, retry_after: None }
}
