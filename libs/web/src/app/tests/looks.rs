//! Open pages that look again and again, many of them behind one address.

use super::harness::*;
use crate::Scheme;

const LOOKS: usize = 240;

/// A cookie as a session has it; whether the session is one is asked further in.
fn cookie(of: usize) -> String {
    format!("rappel={of:0>43}")
}

async fn look(it: &Harness, cookie: &str, tag: &str) -> u16 {
    it.get(ask("/live").header("cookie", cookie).header("if-none-match", tag)).await.status
}

async fn first_look(it: &Harness, cookie: &str) -> String {
    let answer = it.get(ask("/live").header("cookie", cookie)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.header("etag").unwrap().to_owned()
}

#[tokio::test]
async fn many_open_pages_behind_one_address_keep_looking() {
    let it = harness_with(Scheme::Http, 200).await;
    let mut pages = Vec::new();
    for page in 0..200 {
        let cookie = cookie(page);
        let tag = first_look(&it, &cookie).await;
        pages.push((cookie, tag));
    }
    let mut refused = 0;
    for _ in 0..100 {
        refused += usize::from(it.get(ask("/")).await.status == 429);
    }
    assert!(refused > 0, "what is not a look is counted for the address");
    for _ in 0..6 {
        for (cookie, tag) in &pages {
            assert_eq!(look(&it, cookie, tag).await, 304);
        }
    }
}

#[tokio::test]
async fn one_session_looks_only_so_often_and_keeps_nobody_else_from_it() {
    let it = harness_with(Scheme::Http, 2).await;
    let (one, other) = (cookie(1), cookie(2));
    let (tag, others) = (first_look(&it, &one).await, first_look(&it, &other).await);
    let mut fine = 0;
    let end = loop {
        match look(&it, &one, &tag).await {
            304 => fine += 1,
            other => break other,
        }
        assert!(fine <= 10 * LOOKS, "nobody counts");
    };
    assert_eq!(end, 429);
    assert!(fine >= LOOKS, "{fine}");
    assert_eq!(look(&it, &other, &others).await, 304);
}

#[tokio::test]
async fn only_a_tag_that_we_gave_to_this_session_is_a_look() {
    let it = harness_with(Scheme::Http, 1).await;
    let one = cookie(1);
    let tag = first_look(&it, &one).await;
    let hash = tag.split('.').next().unwrap();
    let longer = tag.replace('.', "0.");
    for made_up in
        ["W/\"\"", "\"x\"", "*", hash, &format!("{hash}.\""), &format!("{hash}.AAAAAAAAAAAAAAAA\""), &longer]
    {
        assert_eq!(look(&it, &one, made_up).await, 429, "{made_up}");
    }
    assert_eq!(look(&it, &cookie(2), &tag).await, 429, "of another session");
    assert_eq!(look(&it, "x=1", &tag).await, 429, "of no session");
    let elsewhere = ask("/live").host("acme.localhost:8080").header("cookie", &one);
    assert_eq!(it.get(elsewhere.header("if-none-match", &tag)).await.status, 429, "on another site");
    let twice = ask("/live").header("cookie", &one).header("if-none-match", &tag);
    assert_eq!(it.get(twice.header("if-none-match", &tag)).await.status, 429, "two tags");
    let form = ask("/live").header("cookie", &one).header("if-none-match", &tag).form("csrf=x");
    assert_eq!(it.get(form).await.status, 429, "what may change something");
    assert_eq!(look(&it, &one, &tag).await, 304);
}
