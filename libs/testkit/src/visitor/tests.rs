use super::{Document, Jar};

const PAGE: &str = r#"<!DOCTYPE html><html lang="fr"><body><h1>Ouvrir   un ticket</h1>
<form method="post" action="/tickets" enctype="multipart/form-data">
<input type="hidden" name="csrf" value="t">
<select name="category"><option value="">Choisir</option><option value="app" selected>Application</option></select>
<textarea name="text">déjà là</textarea>
<input type="checkbox" name="sms" value="yes"><input type="checkbox" name="email" value="yes" checked>
<input type="radio" name="when" value="now" checked><input type="radio" name="when" value="later">
<input type="file" name="files"><input name="off" disabled value="x">
<button name="do" value="send">Envoyer</button></form><a href="/tickets/1043">n° 1043</a></body></html>"#;

#[test]
fn a_form_sends_what_a_browser_would_send() {
    let form = Document::parse(PAGE).form_with_button("Envoyer");
    let pairs: Vec<(&str, &str)> =
        form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(
        pairs,
        [
            ("csrf", "t"),
            ("category", "app"),
            ("text", "déjà là"),
            ("email", "yes"),
            ("when", "now"),
            ("do", "send")
        ]
    );
    assert!(form.multipart);
    let filled = form.filled(&[("text", "neuf"), ("sms", "yes")]);
    assert!(
        filled.contains(&("text".into(), "neuf".into())) && filled.contains(&("sms".into(), "yes".into()))
    );
    assert!(!filled.contains(&("text".into(), "déjà là".into())));
}

#[test]
#[should_panic(expected = "no field colour")]
fn a_field_that_is_not_there_cannot_be_filled_in() {
    let form = Document::parse(PAGE).form("form");
    let _ = form.filled(&[("colour", "red")]);
}

#[test]
fn words_and_links_are_found() {
    let page = Document::parse(PAGE);
    assert_eq!(page.texts("h1"), ["Ouvrir un ticket"]);
    assert_eq!(page.link("1043"), "/tickets/1043");
}

#[test]
fn a_jar_keeps_hosts_apart_and_forgets() {
    let mut jar = Jar::default();
    jar.keep("a.localhost", "id=1; HttpOnly; Path=/");
    jar.keep("b.localhost", "id=2");
    assert_eq!(jar.header("a.localhost").as_deref(), Some("id=1"));
    jar.keep("a.localhost", "id=; Max-Age=0");
    assert_eq!(jar.header("a.localhost"), None);
    assert_eq!(jar.get("b.localhost", "id"), Some("2"));
}
