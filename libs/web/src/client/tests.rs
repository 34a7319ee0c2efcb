use std::net::SocketAddr;

use poem::{
    Addr,
    http::{self, HeaderName, HeaderValue},
    web::{LocalAddr, RemoteAddr},
};

use super::*;

fn request(peer: &str, uri: &str, headers: &[(&str, &str)]) -> Request {
    let mut request = http::Request::builder().uri(uri);
    for (name, value) in headers {
        request = request
            .header(HeaderName::try_from(*name).unwrap(), HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    let (parts, ()) = request.body(()).unwrap().into_parts();
    let peer = Addr::SocketAddr(SocketAddr::new(peer.parse().unwrap(), 1));
    let parts = (parts, LocalAddr(peer.clone()), RemoteAddr(peer), http::uri::Scheme::HTTP).into();
    Request::from_parts(parts, poem::Body::empty())
}

fn client(peer: &str, headers: &[(&str, &str)]) -> Client {
    let proxies = ["10.0.0.0/8".parse().unwrap(), "fd00::/8".parse().unwrap()];
    Client::of(&request(peer, "/", headers), &proxies)
}

#[test]
fn headers_of_a_stranger_are_not_believed() {
    let forwarded =
        [("host", "a.example"), ("x-forwarded-for", "1.1.1.1"), ("x-forwarded-host", "evil.example")];
    let seen = client("9.9.9.9", &forwarded);
    assert_eq!((seen.address.to_string().as_str(), seen.host()), ("9.9.9.9", Some("a.example")));
}

#[test]
fn a_listed_proxy_names_client_and_host() {
    let forwarded = [("host", "inner"), ("x-forwarded-for", "1.1.1.1"), ("x-forwarded-host", "A.example")];
    let seen = client("10.1.2.3", &forwarded);
    assert_eq!((seen.address.to_string().as_str(), seen.host()), ("1.1.1.1", Some("a.example")));
    assert_eq!(client("::ffff:10.1.2.3", &forwarded), seen, "the same proxy over a dual socket");
}

#[test]
fn what_a_client_wrote_into_the_chain_is_not_believed() {
    for chain in ["6.6.6.6, 1.1.1.1", "6.6.6.6,1.1.1.1, 10.0.0.2", "nonsense, 1.1.1.1", "10.0.0.9, 1.1.1.1"] {
        let seen = client("10.1.2.3", &[("host", "a"), ("x-forwarded-for", chain)]);
        assert_eq!(seen.address.to_string(), "1.1.1.1", "{chain}");
    }
    let lines = [("host", "a"), ("x-forwarded-for", "6.6.6.6"), ("x-forwarded-for", "1.1.1.1")];
    assert_eq!(client("10.1.2.3", &lines).address.to_string(), "1.1.1.1");
    let broken = client("10.1.2.3", &[("host", "a"), ("x-forwarded-for", "1.1.1.1, nonsense")]);
    assert_eq!(broken.address.to_string(), "10.1.2.3");
}

#[test]
fn only_a_plain_host_is_a_host() {
    for (host, expected) in [
        ("durand.localhost:8080", Some("durand.localhost")),
        ("Support.Durand.FR", Some("support.durand.fr")),
        ("durand.localhost.", None),
        ("durand.localhost@evil.example", None),
        ("durand.localhost/evil", None),
        ("durand.localhost#", None),
        ("durand.localhost?x", None),
        ("durand.localhost:", None),
        ("durand.localhost:80:80", None),
        ("durand.localhost:99999", None),
        ("durand.localhost:80@x", None),
        ("durand..localhost", None),
        (".localhost", None),
        ("durand localhost", None),
        ("durand,localhost", None),
        ("durand\u{e9}.localhost", None),
        ("", None),
        ("[::1]:8080", None),
        ("xn--durand-bya.example", Some("xn--durand-bya.example")),
    ] {
        assert_eq!(client("9.9.9.9", &[("host", host)]).host(), expected, "{host:?}");
        let forwarded = client("10.0.0.1", &[("host", "inner"), ("x-forwarded-host", host)]);
        assert_eq!(forwarded.host(), expected, "forwarded {host:?}");
    }
}

#[test]
fn none_or_two_hosts_are_none() {
    assert_eq!(client("9.9.9.9", &[]).host(), None);
    assert_eq!(client("9.9.9.9", &[("host", "a"), ("host", "a")]).host(), None);
    let two = [("host", "a"), ("x-forwarded-host", "a"), ("x-forwarded-host", "b")];
    assert_eq!(client("10.0.0.1", &two).host(), None);
    let list = [("host", "a"), ("x-forwarded-host", "a, b")];
    assert_eq!(client("10.0.0.1", &list).host(), None);
}

#[test]
fn an_absolute_target_must_name_the_same_host() {
    let host = [("host", "a.example")];
    let of = |uri| Client::of(&request("9.9.9.9", uri, &host), &[]).authority;
    assert_eq!(of("http://a.example/x").as_deref(), Some("a.example"));
    assert_eq!(of("http://b.example/x"), None);
}

#[test]
fn limits_count_a_home_network_as_one() {
    let of = |address: &str| Client { address: address.parse().unwrap(), authority: None }.network();
    assert_eq!(of("2001:db8:1:2:3:4:5:6"), of("2001:db8:1:2::1"));
    assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
    assert_eq!(of("192.0.2.1"), "192.0.2.1");
}
