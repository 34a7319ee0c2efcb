use std::net::SocketAddr;

use rappel_testkit::{NameServer, name_server::Records};

use super::*;

const NAME: &str = "_rappel.support.durand.fr";

#[tokio::test]
async fn what_is_there_is_told_in_whole() {
    let server = NameServer::start().await.unwrap();
    let long = format!("rappel-verification={}", "0123456789".repeat(40));
    let texts = vec!["v=spf1 -all".to_owned(), long, "é".to_owned()];
    server.put(NAME, Records::Texts(texts.clone()));
    let mut found = Dns::new(&[server.address()]).texts(NAME).await.unwrap();
    found.sort_unstable();
    let mut expected = texts;
    expected.sort_unstable();
    assert_eq!(found, expected);
    assert_eq!(server.asked(), [NAME], "no search list, no second try");
}

#[tokio::test]
async fn only_a_server_that_knows_says_that_there_is_none() {
    let server = NameServer::start().await.unwrap();
    let dns = Dns::new(&[server.address()]);
    for records in [Records::None, Records::NoName] {
        server.put(NAME, records.clone());
        assert_eq!(dns.texts(NAME).await, Ok(Vec::new()), "{records:?}");
    }
    for records in [Records::Fault, Records::Refused, Records::Elsewhere, Records::Silence] {
        server.put(NAME, records.clone());
        let found = dns.texts(NAME).await;
        assert!(found.is_err(), "{records:?}: {found:?}");
    }
    // What changes is seen at once.
    server.put(NAME, Records::Texts(vec!["back".to_owned()]));
    assert_eq!(dns.texts(NAME).await, Ok(vec!["back".to_owned()]));
}

#[tokio::test]
async fn a_server_that_is_not_there_is_no_answer() {
    // Nobody listens there, as far as a test can know.
    let nowhere: SocketAddr = "127.0.0.1:1".parse().unwrap();
    assert!(Dns::new(&[nowhere]).texts(NAME).await.is_err());
    let server = NameServer::start().await.unwrap();
    assert!(Dns::new(&[server.address()]).texts("not..a.name").await.is_err());
}
