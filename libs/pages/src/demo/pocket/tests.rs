use super::*;

#[test]
fn the_link_of_a_text_is_found() {
    let at = sample_time("2026-11-22T13:17:00Z");
    let sms = Sms::new(at, "Prendre: https://s.exemple.fr/a/k3 ou rep. 1");
    assert_eq!((sms.before.as_str(), sms.after.as_str()), ("Prendre: ", " ou rep. 1"));
    assert_eq!(sms.link.as_deref(), Some("https://s.exemple.fr/a/k3"));
    let sms = Sms::new(at, "OK: #1043 est à vous.");
    assert_eq!((sms.before.as_str(), sms.link), ("OK: #1043 est à vous.", None));
}
