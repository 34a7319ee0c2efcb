//! The bytes of an e-mail: text, HTML beside it, pictures around that.

use std::time::SystemTime;

use lettre::message::{
    Attachment, Body, MultiPart, SinglePart,
    header::{ContentType, HeaderName, HeaderValue},
};

use super::{Inline, Mailbox, Media, Message};
use crate::{Class, Failure};

/// Writes a message. Fails only on what no settings should contain (an empty text is fine).
pub(super) fn write(message: &Message) -> Result<lettre::Message, Failure> {
    let mut builder = lettre::Message::builder()
        .from(mailbox(&message.from))
        .to(mailbox(&message.to))
        .subject(message.subject.as_str())
        .message_id(Some(format!("<{}>", message.message_id.as_str())))
        .date(SystemTime::from(message.date))
        // Out-of-office programs shall not answer, and must not open tickets (RFC 3834).
        .raw_header(raw("Auto-Submitted", "auto-generated"));
    if let Some(reply_to) = &message.reply_to {
        builder = builder.reply_to(mailbox(reply_to));
    }
    if let Some(url) = &message.list_unsubscribe {
        builder = builder.raw_header(raw("List-Unsubscribe", &format!("<{url}>")));
        // RFC 8058 asks for TLS: the mail program posts there by itself.
        if url.as_str().starts_with("https://") {
            builder = builder.raw_header(raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }
    }
    let text = SinglePart::plain(message.text.clone());
    let written = match &message.html {
        None => builder.singlepart(text),
        Some(html) => {
            let html = SinglePart::html(html.clone());
            let beside = MultiPart::alternative().singlepart(text);
            builder.multipart(if message.inline.is_empty() {
                beside.singlepart(html)
            } else {
                let related = MultiPart::related().singlepart(html);
                beside.multipart(
                    message.inline.iter().fold(related, |parts, inline| parts.singlepart(picture(inline))),
                )
            })
        }
    };
    written
        .map_err(|error| Failure::new(Class::Configuration, format!("the e-mail cannot be written: {error}")))
}

fn picture(inline: &Inline) -> SinglePart {
    let media = match inline.media {
        Media::Png => "image/png",
        Media::Jpeg => "image/jpeg",
    };
    let content_type = ContentType::parse(media).unwrap_or(ContentType::TEXT_PLAIN);
    Attachment::new_inline(inline.content_id.to_string()).body(Body::new(inline.bytes.clone()), content_type)
}

fn mailbox(mailbox: &Mailbox) -> lettre::message::Mailbox {
    let name = mailbox.name.as_ref().map(ToString::to_string);
    lettre::message::Mailbox::new(name.filter(|name| !name.trim().is_empty()), mailbox.address.inner())
}

fn raw(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

#[cfg(test)]
mod tests;
