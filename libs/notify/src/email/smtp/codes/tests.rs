use super::*;

#[test]
fn each_code_has_its_class() {
    let rows = [
        (Class::NotProcessed, &[421, 450, 451, 452, 454, 499][..]),
        (Class::Configuration, &[500, 501, 503, 530, 534, 535, 538, 552, 554, 555, 599]),
        (Class::Recipient, &[550, 551, 553, 556]),
    ];
    for (class, codes) in rows {
        for code in codes {
            assert_eq!(failure(*code, None).class, class, "{code}");
            assert_eq!(failure(*code, None).code, Some(code.to_string()));
        }
    }
    let ruled: usize = rows.iter().map(|(_, codes)| codes.len()).sum();
    assert_eq!(TABLE.len() + 2, ruled, "a row without a line here");
}

#[test]
fn the_enhanced_code_knows_better() {
    let class = |code, text: &str| failure(code, enhanced(text)).class;
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
}
