use std::sync::atomic::{AtomicU32, Ordering};

use mail_parser::{Address as Parsed, MessageParser};
use proptest::prelude::*;

use super::*;
use crate::email::{Address, Line, MessageId};

fn line(text: &str) -> Line {
    text.parse().unwrap()
}

fn message() -> Message {
    Message {
        from: Mailbox::named(line("Support Durand & Fils"), "support@operateur.fr".parse().unwrap()),
        reply_to: None,
        to: Mailbox::named(line("Claire Martin"), "claire@durand.fr".parse().unwrap()),
        subject: line("Réponse à votre demande #1043"),
        text: "Bonjour Claire,\n\nvoilà.\n".into(),
        html: Some("<p>Bonjour Claire,</p><p>voilà.</p>".into()),
        message_id: MessageId::new("dlv_1", "operateur.fr").unwrap(),
        date: "2026-11-22T14:17:00Z".parse().unwrap(),
        list_unsubscribe: None,
        inline: Vec::new(),
    }
}

fn only(parsed: Option<&Parsed<'_>>) -> (Option<String>, String) {
    let Some(Parsed::List(list)) = parsed else { panic!("one plain list: {parsed:?}") };
    let [one] = list.as_slice() else { panic!("one address: {list:?}") };
    (one.name.as_deref().map(str::to_owned), one.address.as_deref().unwrap_or_default().to_owned())
}

#[test]
fn an_independent_reader_finds_every_part() {
    let mut message = message();
    message.reply_to = Some("t1043@durand.operateur.fr".parse::<Address>().unwrap().into());
    message.list_unsubscribe = Some(line("https://durand.operateur.fr/account"));
    message.html = Some("<p>voilà</p><img src=\"cid:logo\" alt=\"\">".into());
    message.inline =
        vec![Inline { content_id: line("logo"), media: Media::Png, bytes: b"\x89PNG\r\n\x1a\n".to_vec() }];
    let bytes = write(&message).unwrap().formatted();
    let read = MessageParser::default().parse(&bytes).unwrap();
    assert_eq!(read.message_id(), Some("dlv_1@operateur.fr"));
    assert_eq!(read.subject(), Some("Réponse à votre demande #1043"));
    assert_eq!(only(read.reply_to()), (None, "t1043@durand.operateur.fr".into()));
    assert_eq!(read.date().unwrap().to_rfc3339(), "2026-11-22T14:17:00Z");
    assert_eq!(read.header_raw("Auto-Submitted").map(str::trim), Some("auto-generated"));
    let unsubscribe = read.header_raw("List-Unsubscribe").map(str::trim);
    assert_eq!(unsubscribe, Some("<https://durand.operateur.fr/account>"));
    // RFC 8058, where a mail program may post: with TLS.
    let post = read.header_raw("List-Unsubscribe-Post").map(str::trim);
    assert_eq!(post, Some("List-Unsubscribe=One-Click"));
    assert_eq!(read.body_text(0).unwrap().replace("\r\n", "\n"), message.text);
    assert_eq!(read.body_html(0).unwrap().replace("\r\n", "\n"), message.html.unwrap());
    let picture = read.parts.iter().find(|part| part.is_binary()).unwrap();
    assert_eq!(picture.contents(), b"\x89PNG\r\n\x1a\n");
}

#[test]
fn the_same_delivery_has_the_same_id_each_time() {
    let head =
        |bytes: Vec<u8>| MessageParser::default().parse(&bytes).unwrap().message_id().map(str::to_owned);
    assert_eq!(head(write(&message()).unwrap().formatted()), head(write(&message()).unwrap().formatted()));
}

static TRIED: AtomicU32 = AtomicU32::new(0);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    /// Whatever is typed as a name or subject, there is one sender, one recipient, no further header.
    #[test]
    fn no_text_breaks_a_header(name in any::<String>(), subject in any::<String>()) {
        // A hundred at a time, for who adds up what was tried.
        if TRIED.fetch_add(1, Ordering::Relaxed) % 100 == 99 {
            println!("tries: 100");
        }
        let mut message = message();
        let (Ok(name), Ok(subject)) = (name.parse::<Line>(), subject.parse::<Line>()) else {
            prop_assert!(name.chars().any(char::is_control) || subject.chars().any(char::is_control));
            return Ok(());
        };
        message.from.name = Some(name.clone());
        message.to.name = Some(name);
        message.subject = subject;
        let bytes = write(&message).unwrap().formatted();
        let read = MessageParser::default().parse(&bytes).unwrap();
        prop_assert_eq!(only(read.from()).1, "support@operateur.fr");
        prop_assert_eq!(only(read.to()).1, "claire@durand.fr");
        let mut names: Vec<&str> = read.headers().iter().map(|header| header.name.as_str()).collect();
        names.sort_unstable();
        let expected =
            ["Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Subject", "To"];
        prop_assert_eq!(names, expected);
        prop_assert!(bytes.is_ascii());
    }
}
