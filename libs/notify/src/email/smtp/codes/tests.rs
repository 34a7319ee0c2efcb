use super::*;

#[test]
fn each_code_has_its_class() {
    let rows = [
        (Class::NotProcessed, &[421, 450, 451, 452, 454, 499][..]),
        (Class::Configuration, &[500, 501, 503, 530, 534, 535, 538, 552, 554, 555, 556, 599]),
        (Class::Recipient, &[550, 551, 553]),
    ];
    for (class, codes) in rows {
        for code in codes {
            let answer = failure(*code, None, Phase::Recipient);
            assert_eq!((answer.class, answer.code), (class, Some(code.to_string())));
            // Whatever answers anything but the recipient's name says nothing of the mailbox.
            for phase in [Phase::Connecting, Phase::Addressing, Phase::Sent] {
                let elsewhere = if class == Class::Recipient { Class::Configuration } else { class };
                assert_eq!(failure(*code, None, phase).class, elsewhere, "{code} {phase:?}");
            }
        }
    }
    let ruled: usize = rows.iter().map(|(_, codes)| codes.len()).sum();
    assert_eq!(TABLE.len() + 2, ruled, "a row without a line here");
}

#[test]
fn the_enhanced_code_knows_better() {
    let class = |code, text: &str| failure(code, enhanced(text), Phase::Recipient).class;
    assert_eq!(class(550, "permanent error (550): 5.1.1 User unknown"), Class::Recipient);
    assert_eq!(
        class(550, "permanent error (550): 5.7.1 Message rejected as spam by 10.0.0.1"),
        Class::Configuration
    );
    assert_eq!(
        class(554, "permanent error (554): 5.1.1 <x@y.fr>: Recipient address rejected"),
        Class::Recipient
    );
    assert_eq!(class(552, "permanent error (552): 5.2.2 Mailbox full"), Class::Configuration);
    assert_eq!(class(550, "permanent error (550): blocked, see 203.0.113.9"), Class::Recipient);
    assert_eq!(class(556, "permanent error (556): 5.1.10 null MX"), Class::Recipient);
    assert_eq!(class(450, "transient error (450): 5.1.1 once more"), Class::NotProcessed);
}

#[test]
fn only_what_is_said_of_the_mailbox_to_its_name_is_about_the_mailbox() {
    let ours = ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"];
    // The sender's address, a full mailbox, routes, protocols, contents, policy.
    let others = ["5.1.7", "5.1.8", "5.2.0", "5.2.2", "5.4.1", "5.5.0", "5.6.0", "5.7.1", "5.7.26", "4.2.1"];
    for code in [550, 551, 553] {
        for text in ours {
            assert_eq!(
                failure(code, enhanced(text), Phase::Recipient).class,
                Class::Recipient,
                "{code} {text}"
            );
            for phase in [Phase::Connecting, Phase::Addressing, Phase::Sent] {
                let class = failure(code, enhanced(text), phase).class;
                assert_eq!(class, Class::Configuration, "{code} {text} {phase:?}");
            }
        }
        for text in others {
            let class = failure(code, enhanced(text), Phase::Recipient).class;
            assert_eq!(class, Class::Configuration, "{code} {text}");
        }
    }
    assert_eq!(failure(554, enhanced("5.2.1"), Phase::Recipient).class, Class::Configuration);
}
