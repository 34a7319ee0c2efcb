//! What comes in by forms.

use poem::http::Method;

use super::harness::*;

#[tokio::test]
async fn a_form_of_ours_comes_through() {
    let it = harness().await;
    let (cookie, token) = it.browser(DURAND).await;
    let sent = ask("/form").form(&format!("csrf={token}&name=Zo%C3%A9+%26+co&count=3&tags=a&tags=b"));
    let answer = it.get(sent.header("cookie", &cookie)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.text, r#"Fields { name: "Zoé & co", count: 3, tags: ["a", "b"] }"#);
}

#[tokio::test]
async fn no_other_form_does() {
    let it = harness().await;
    let (cookie, token) = it.browser(DURAND).await;
    let (other_cookie, other_token) = it.browser("acme.localhost:8080").await;
    let body = format!("csrf={token}&name=x");
    let good = || ask("/form").header("cookie", &cookie);
    let origin = |value: &str| {
        let mut ask = good().form(&body);
        ask.headers.retain(|(name, _)| name != "origin");
        if value.is_empty() { ask } else { ask.header("origin", value) }
    };
    assert_eq!(it.get(good().form(&body)).await.status, 200, "the attacks below differ in one thing each");
    for (what, attack) in [
        ("no token", good().form("name=x")),
        ("an empty token", good().form("csrf=&name=x")),
        ("a token of another site", good().form(&format!("csrf={other_token}"))),
        ("no cookie", ask("/form").form(&body)),
        ("another browser's cookie", ask("/form").header("cookie", &other_cookie).form(&body)),
        ("another origin", origin("http://evil.example")),
        ("a neighbour's origin", origin("http://acme.localhost:8080")),
        ("no origin at all", origin("")),
        ("origin null", origin("null")),
        ("same site only", good().form(&body).header("sec-fetch-site", "same-site")),
        ("the token in the address", good().form("").host(DURAND)),
        ("on another host", good().host("acme.localhost:8080").form(&body)),
        ("two cookies", good().header("cookie", &other_cookie).form(&body)),
    ] {
        assert_eq!(it.get(attack).await.status, 403, "{what}");
    }
    let put = good().form(&body).method(Method::PUT);
    assert_eq!(it.get(put).await.status, 405);
    let mut json = good().form(&body);
    json.headers.retain(|(name, _)| name != "content-type");
    assert_eq!(it.get(json.clone().header("content-type", "text/plain")).await.status, 415);
    assert_eq!(it.get(json.header("content-type", "application/json")).await.status, 415);
}

#[tokio::test]
async fn a_refused_form_gives_back_what_was_typed() {
    let it = harness().await;
    let answer =
        it.get(ask("/form").form("csrf=old&text=Bonjour,%0Aplus+rien+ne+part&password=hunter2%0Ax")).await;
    assert_eq!(answer.status, 403);
    assert!(answer.text.contains("Bonjour,\nplus rien ne part"), "{}", answer.text);
    assert!(!answer.text.contains("hunter2"));
}

#[tokio::test]
async fn the_on_call_link_needs_no_cookie_but_no_foreign_page_may_use_it() {
    let it = harness().await;
    let take = ask("/a/secret").host("localhost:8080").form("name=take");
    assert_eq!(it.get(take.clone()).await.status, 200);
    let mut foreign = take.clone();
    foreign.headers[0].1 = "http://evil.example".to_owned();
    assert_eq!(it.get(foreign).await.status, 403);
    let mut unsaid = take;
    unsaid.headers.remove(0);
    assert_eq!(it.get(unsaid).await.status, 200);
}

#[tokio::test]
async fn files_are_streamed_to_disk_and_capped() {
    let it = harness().await;
    let session = "rappel=session";
    let token = csrf_token(&it);
    let big = vec![b'x'; 10 * 1024 * 1024 + 1];
    let small = vec![b'y'; 5000];
    let sent = ask("/upload").header("cookie", session).multipart(&[
        ("csrf", None, token.as_bytes()),
        ("name", None, "Zoé".as_bytes()),
        ("files", Some(""), b""),
        ("files", Some("../../etc/pass\\..\\note.txt"), &small),
        ("files", Some("big.bin"), &big),
        ("files", Some("1"), b"1"),
        ("files", Some("2"), b"2"),
        ("files", Some("3"), b"3"),
        ("files", Some("4"), b"4"),
        ("files", Some("5"), b"5"),
    ]);
    let answer = it.get(sent).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.text, "Zoé note.txt=5000=5000 1=1=1 2=1=1 3=1=1 4=1=1 refused [TooLarge, TooMany]");
    assert_eq!(std::fs::read_dir(&it.uploads).unwrap().count(), 0, "files went with the request");
}

fn csrf_token(it: &Harness) -> String {
    crate::csrf::token(&it.keys, crate::csrf::Bound::Session, DURAND, "session").unwrap()
}

#[tokio::test]
async fn only_a_signed_in_form_may_write_to_disk() {
    let it = harness().await;
    let (cookie, guest) = it.browser(DURAND).await;
    let session = csrf_token(&it);
    for (what, cookie, parts) in [
        ("a guest", cookie.as_str(), &[("csrf", None, guest.as_bytes()), ("f", Some("f"), &b"x"[..])][..]),
        ("before the token", "rappel=session", &[("f", Some("f"), b"x"), ("csrf", None, session.as_bytes())]),
        ("without", "rappel=session", &[("f", Some("f"), b"x")]),
        ("wrong", "rappel=session", &[("csrf", None, b"x"), ("f", Some("f"), b"x")]),
    ] {
        assert_eq!(
            it.get(ask("/upload").header("cookie", cookie).multipart(parts)).await.status,
            403,
            "{what}"
        );
    }
}

#[tokio::test]
async fn forms_without_end_are_refused() {
    let it = harness().await;
    let (cookie, token) = it.browser(DURAND).await;
    let long = format!("csrf={token}&name={}", "x".repeat(3 * 512 * 1024));
    assert_eq!(it.get(ask("/form").header("cookie", &cookie).form(&long)).await.status, 413);
    let many = format!("csrf={token}{}", "&a=b".repeat(300));
    assert_eq!(it.get(ask("/form").header("cookie", &cookie).form(&many)).await.status, 413);
    let field = vec![b'x'; 512 * 1024 + 1];
    let parts = ask("/form")
        .header("cookie", &cookie)
        .multipart(&[("csrf", None, token.as_bytes()), ("name", None, &field)]);
    assert_eq!(it.get(parts).await.status, 413);
    let packed = ask("/form").header("cookie", &cookie).header("content-encoding", "gzip").form("x");
    assert_eq!(it.get(packed).await.status, 415);
}

#[tokio::test]
async fn what_a_form_with_parts_brings_is_bounded_in_all() {
    let it = harness().await;
    let (cookie, token) = it.browser(DURAND).await;
    let send = async |parts: &[(&str, Option<&str>, &[u8])]| {
        let parts = [&[("csrf", None, token.as_bytes())], parts].concat();
        it.get(ask("/form").header("cookie", &cookie).multipart(&parts)).await.status
    };
    let text = vec![b'x'; 400_000];
    assert_eq!(send(&[("a", None, &text), ("b", None, &text), ("c", None, &text)]).await, 200);
    assert_eq!(send(&[("a", None, &text[..]); 4]).await, 413, "each is short enough, all are not");
    let name = "n".repeat(20_000);
    assert_eq!(send(&[(name.as_str(), None, &b""[..]); 80]).await, 413, "names are text too");

    let none = ("files", Some(""), &b""[..]);
    assert_eq!(send(&[none; 199]).await, 200);
    assert_eq!(send(&[none; 200]).await, 413, "what brings nothing counts");
    let large = vec![b'x'; 10 * 1024 * 1024 + 1];
    assert_eq!(send(&[("files", Some("a"), &large[1..])]).await, 403);
    assert_eq!(send(&[("files", Some("a"), &large)]).await, 413, "read no further");
}

#[tokio::test]
async fn a_sign_in_that_is_sent_again_shows_no_encoded_text() {
    let it = harness().await;
    let kept = "description%3DLe%2Bsite%2Best%2Blent%2Bdepuis%2Bce%2Bmatin%252C%2Bpour%2Btout%2Ble%2Bmonde";
    let again = it.get(ask("/login").form(&format!("csrf=old&user=claire&kept={kept}"))).await;
    assert_eq!(again.status, 403);
    assert!(!again.text.contains("description=") && !again.text.contains("lent+depuis"), "{}", again.text);
}

#[tokio::test]
async fn a_message_is_shown_once_and_only_here() {
    let it = harness().await;
    let (cookie, token) = it.browser(DURAND).await;
    let saved = it.get(ask("/save").header("cookie", &cookie).form(&format!("csrf={token}"))).await;
    assert_eq!((saved.status, saved.header("location")), (303, Some("/")));
    let flash = saved.cookies()[0].split(';').next().unwrap().to_owned();
    let shown = it.get(ask("/").header("cookie", &flash)).await;
    assert!(shown.text.ends_with("Enregistré"), "{}", shown.text);
    let cleared =
        shown.cookies().iter().any(|line| line.starts_with("rappel-flash=;") && line.contains("Max-Age=0"));
    assert!(cleared, "{:?}", shown.cookies());
    let elsewhere = it.get(ask("/").host("acme.localhost:8080").header("cookie", &flash)).await;
    assert!(!elsewhere.text.contains("Enregistré"));
    let forged = it.get(ask("/").header("cookie", &flash.replace("rappel-flash=", "rappel-flash=e30"))).await;
    assert!(!forged.text.contains("Enregistré"));
}

#[tokio::test]
async fn the_language_is_a_choice() {
    let it = harness().await;
    let (cookie, token) = it.browser(DURAND).await;
    let choose = |locale: &str, next: &str| {
        let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
        ask("/language").header("cookie", &cookie).form(&format!("csrf={token}&locale={locale}&next={next}"))
    };
    let answer = it.get(choose("en", "/tickets/7?x=1")).await;
    assert_eq!((answer.status, answer.header("location")), (303, Some("/tickets/7?x=1")));
    let chosen = answer.cookies()[0].split(';').next().unwrap();
    assert_eq!(chosen, "rappel-language=en");
    let shown = it.get(ask("/").header("cookie", chosen).header("accept-language", "fr")).await;
    assert!(shown.text.starts_with("Durand & Fils en"));
    assert_eq!(it.get(choose("en", "//evil.example")).await.header("location"), Some("/"));
    assert_eq!(it.get(choose("de", "/")).await.status, 400);
    assert_eq!(it.get(ask("/language")).await.status, 405);
    let wish = it.get(ask("/").header("accept-language", "de, en;q=0.5")).await;
    assert!(wish.text.starts_with("Durand & Fils en"));
    let unknown = it.get(ask("/").host("acme.localhost").header("accept-language", "de")).await;
    assert!(unknown.text.starts_with("Acme Ltd en"), "the company's own");
}
