use proptest::prelude::*;

use super::*;

#[test]
fn each_instruction_is_written() {
    let (client, ours) = (Phone::from_e164_trusted("+33612345678"), Phone::from_e164_trusted("+33123456789"));
    let verbs = [
        Verb::Ask { text: "Tapez 1", action: "https://s.example/x?d=2-a&n=1" },
        Verb::Say("Durand & Fils"),
        Verb::Dial { to: &client, caller_id: &ours, action: "https://s.example/end" },
        Verb::HangUp,
    ];
    assert_eq!(
        response(Locale::Fr, &verbs),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>\
         <Gather numDigits=\"1\" timeout=\"6\" method=\"POST\" action=\"https://s.example/x?d=2-a&amp;n=1\">\
         <Say language=\"fr-FR\">Tapez 1</Say></Gather>\
         <Say language=\"fr-FR\">Durand &amp; Fils</Say>\
         <Dial callerId=\"+33123456789\" timeout=\"30\" timeLimit=\"3600\" method=\"POST\" action=\"https://s.example/end\">\
         <Number>+33612345678</Number></Dial><Hangup/></Response>"
    );
    assert!(response(Locale::En, &verbs).contains("language=\"en-GB\""));
}

proptest! {
    /// A company's name cannot make Twilio dial.
    #[test]
    fn no_text_becomes_an_instruction(text in any::<String>()) {
        let xml = response(Locale::Fr, &[Verb::Say(&text)]);
        let inside = xml.split_once("fr-FR\">").unwrap().1.strip_suffix("</Say></Response>").unwrap();
        prop_assert!(!inside.contains(['<', '>', '"']) && !inside.chars().any(char::is_control));
    }
}
