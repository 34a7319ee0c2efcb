//! E-mail as a mail server sees it: protection, identity, faults.

use std::{sync::Arc, time::Duration};

use rappel_domain::clock::FixedClock;
use rappel_notify::{
    Class, Failure, Pocket,
    email::{Address, Console, Line, Mail, Mailbox, Message, MessageId, Smtp, SmtpConfig, Tls},
    pocket::Content,
};
use rappel_testkit::smtp::{Behaviour, Security, SmtpSink};

fn line(text: &str) -> Line {
    text.parse().unwrap()
}

fn message(number: u32) -> Message {
    let to: Address = "claire@durand.fr".parse().unwrap();
    Message {
        from: Mailbox::named(line("Support Opérateur"), "support@operateur.fr".parse().unwrap()),
        reply_to: None,
        to: Mailbox::named(line("Claire, \"la patronne\""), to),
        subject: line("Réponse à votre demande #1043 – c'est réglé"),
        text: "Bonjour,\n.\n..\nhttps://durand.operateur.fr/tickets/1043\n".into(),
        html: Some("<p>Bonjour,</p>".into()),
        message_id: MessageId::new(&format!("dlv_{number}"), "operateur.fr").unwrap(),
        date: "2026-11-22T14:17:00Z".parse().unwrap(),
        list_unsubscribe: None,
        inline: Vec::new(),
    }
}

fn config(sink: &SmtpSink, tls: Tls) -> SmtpConfig {
    SmtpConfig {
        host: "localhost".into(),
        port: sink.address().port(),
        tls,
        credentials: None,
        extra_root: (tls != Tls::None).then(|| sink.certificate_pem().as_bytes().to_vec()),
        hello: Some("rappel.example".into()),
        timeout: Duration::from_millis(700),
    }
}

fn plain(sink: &SmtpSink) -> Mail {
    Mail::Smtp(Smtp::new(&config(sink, Tls::None)).unwrap())
}

async fn failure(behaviour: Behaviour) -> (Failure, usize) {
    let sink = SmtpSink::start(Security::Plain).await.unwrap();
    sink.script([behaviour]);
    let mail = plain(&sink);
    let failure = mail.send(&message(1)).await.expect_err("refused");
    assert!(!failure.to_string().contains("durand"), "no address in {failure}");
    let taken = sink.received().len();
    mail.send(&message(2)).await.expect("a fresh connection serves the next message");
    (failure, taken)
}

#[tokio::test]
async fn an_e_mail_arrives_whole() {
    let sink = SmtpSink::start(Security::Plain).await.unwrap();
    plain(&sink).send(&message(1)).await.unwrap();
    let [mail] = &sink.received()[..] else { panic!("one e-mail") };
    assert_eq!(
        (mail.from.as_str(), mail.to.as_slice()),
        ("support@operateur.fr", &["claire@durand.fr".into()][..])
    );
    assert_eq!(mail.subject(), message(1).subject.as_str());
    assert_eq!(mail.text(), message(1).text);
    assert_eq!(mail.html(), "<p>Bonjour,</p>");
    assert_eq!(mail.message_id(), "dlv_1@operateur.fr");
    let parsed = mail.parsed();
    let to = parsed.to().and_then(|to| to.first()).unwrap();
    assert_eq!(to.name.as_deref(), Some("Claire, \"la patronne\""));
}

#[tokio::test]
async fn both_kinds_of_tls_work_and_trust_only_who_is_known() {
    for (security, tls) in [(Security::StartTls, Tls::StartTls), (Security::Implicit, Tls::Implicit)] {
        let sink = SmtpSink::start(security).await.unwrap();
        sink.require("rappel", "a password");
        let good =
            SmtpConfig { credentials: Some(("rappel".into(), "a password".into())), ..config(&sink, tls) };
        Mail::Smtp(Smtp::new(&good).unwrap()).send(&message(1)).await.unwrap();
        assert!(sink.received()[0].tls);

        let stranger = SmtpConfig { extra_root: None, ..good.clone() };
        let failure = Mail::Smtp(Smtp::new(&stranger).unwrap()).send(&message(2)).await.unwrap_err();
        assert_eq!(failure.class, Class::NotProcessed, "{tls:?}: TLS failed before anything left");

        let wrong = SmtpConfig { credentials: Some(("rappel".into(), "wrong".into())), ..good };
        let failure = Mail::Smtp(Smtp::new(&wrong).unwrap()).send(&message(3)).await.unwrap_err();
        assert_eq!((failure.class, failure.code.as_deref()), (Class::Configuration, Some("535")));
        assert_eq!(sink.received().len(), 1);
    }
}

#[tokio::test]
async fn a_server_without_starttls_gets_nothing() {
    let sink = SmtpSink::start(Security::Plain).await.unwrap();
    let smtp = Smtp::new(&config(&sink, Tls::StartTls)).unwrap();
    let failure = Mail::Smtp(smtp).send(&message(1)).await.unwrap_err();
    assert_eq!(failure.class, Class::Configuration);
    assert!(sink.received().is_empty());
}

#[tokio::test]
async fn a_password_is_never_sent_in_the_clear_to_another_machine() {
    let sink = SmtpSink::start(Security::Plain).await.unwrap();
    let credentials = Some(("rappel".into(), "a password".into()));
    let far = SmtpConfig { host: "mail.example.fr".into(), credentials, ..config(&sink, Tls::None) };
    assert!(Smtp::new(&far).unwrap_err().to_string().contains("clear"));
}

#[tokio::test]
async fn replies_are_sorted_and_nothing_is_taken() {
    let rows = [
        (Behaviour::Busy, Class::NotProcessed, Some("421")),
        (Behaviour::Recipient(450, "4.2.1 claire@durand.fr busy".into()), Class::NotProcessed, Some("450")),
        (Behaviour::Recipient(550, "5.1.1 claire@durand.fr unknown".into()), Class::Recipient, Some("550")),
        (Behaviour::Message(451, "4.3.0 later".into()), Class::NotProcessed, Some("451")),
        (Behaviour::Recipient(550, "5.7.1 blocked".into()), Class::Configuration, Some("550")),
        (Behaviour::Message(550, "5.7.1 spam".into()), Class::Configuration, Some("550")),
        (Behaviour::Message(550, "no".into()), Class::Configuration, Some("550")),
        (Behaviour::Message(550, "5.1.1 spam".into()), Class::Configuration, Some("550")),
        (Behaviour::Sender(550, "5.1.1 spam".into()), Class::Configuration, Some("550")),
        (Behaviour::Sender(553, "no".into()), Class::Configuration, Some("553")),
        (Behaviour::Message(554, "no".into()), Class::Configuration, Some("554")),
        (Behaviour::DropAtRecipient, Class::NotProcessed, None),
    ];
    for (behaviour, class, code) in rows {
        let (failure, taken) = failure(behaviour.clone()).await;
        assert_eq!((failure.class, failure.code.as_deref(), taken), (class, code, 0), "{behaviour:?}");
    }
}

#[tokio::test]
async fn after_the_message_left_silence_is_unknown() {
    let (failed, taken) = failure(Behaviour::TakenThenDrop).await;
    assert_eq!((failed.class, taken), (Class::Unknown, 1));
    let (failed, taken) = failure(Behaviour::Hang).await;
    assert_eq!((failed.class, taken), (Class::Unknown, 0));
}

#[tokio::test]
async fn nobody_listening_is_not_processed() {
    let sink = SmtpSink::start(Security::Plain).await.unwrap();
    let mail = plain(&sink);
    drop(sink);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(mail.send(&message(1)).await.unwrap_err().class, Class::NotProcessed);
}

#[tokio::test]
async fn connections_are_kept_for_the_next_message() {
    let sink = SmtpSink::start(Security::Plain).await.unwrap();
    let mail = plain(&sink);
    for number in 1..=5 {
        mail.send(&message(number)).await.unwrap();
    }
    assert!(sink.received().iter().all(|mail| mail.connection == 1));
    let both = [message(6), message(7)];
    let (one, other) = tokio::join!(mail.send(&both[0]), mail.send(&both[1]));
    assert!(one.is_ok() && other.is_ok());
    assert_eq!(sink.received().len(), 7);
}

#[tokio::test]
async fn the_console_keeps_what_it_was_given() {
    let pocket = Pocket::new(Arc::new(FixedClock::at("2026-11-22T14:17:00Z")));
    let mail = Mail::Console(Console::new(pocket.clone()));
    mail.send(&message(1)).await.unwrap();
    let [entry] = &pocket.entries()[..] else { panic!("one entry") };
    let Content::Email(kept) = &entry.content else { panic!("an e-mail") };
    assert_eq!(**kept, message(1));
}
