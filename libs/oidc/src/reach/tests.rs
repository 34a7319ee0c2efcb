use std::net::IpAddr;

use super::Reach;
use crate::Fault;

#[test]
fn only_public_addresses_are_reached() {
    let inside = [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.8.8.8",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "fe80::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "3fff::1",
        "100::1",
        "fec0::1",
    ];
    for address in inside {
        let ip: IpAddr = address.parse().unwrap();
        assert!(!Reach::Public.allows(ip), "{address}");
        assert!(Reach::Inside.allows(ip), "{address}");
    }
    let public = [
        "1.1.1.1",
        "9.255.255.255",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.0.1.1",
        "192.167.1.1",
        "198.17.0.1",
        "198.20.0.1",
        "223.255.255.255",
        "::ffff:1.1.1.1",
        "2606:4700:4700::1111",
        "2a01:e0a::1",
        "2001:4860:4860::8888",
        "3fff:1000::1",
    ];
    for address in public {
        assert!(Reach::Public.allows(address.parse().unwrap()), "{address}");
    }
    println!("tries: {}", inside.len());
}

#[test]
fn an_issuer_is_an_https_address_of_a_host_and_a_path() {
    for fine in [
        "https://accounts.example.org",
        "https://accounts.example.org/",
        "https://login.example.org:8443/realms/durand",
        "https://1.1.1.1/",
    ] {
        assert!(Reach::Public.issuer(fine).is_ok(), "{fine}");
    }
    for refused in [
        "",
        "accounts.example.org",
        "http://accounts.example.org",
        "http://localhost/",
        "http://127.0.0.1:80/",
        "ftp://accounts.example.org",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://claire:secret@accounts.example.org",
        "https://claire@accounts.example.org",
        "https://accounts.example.org/?a=b",
        "https://accounts.example.org/#a",
        " https://accounts.example.org",
        "https://",
    ] {
        assert!(matches!(Reach::Public.issuer(refused), Err(Fault::Address(_))), "{refused}");
    }
    // As browsers and curl write it in other ways.
    for inside in [
        "https://127.0.0.1",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
    ] {
        assert_eq!(Reach::Public.issuer(inside), Err(Fault::Inside), "{inside}");
    }
    assert!(Reach::Inside.issuer("http://127.0.0.1:8080/").is_ok());
    assert!(Reach::Inside.issuer("http://localhost:8080").is_ok());
    assert!(matches!(Reach::Inside.issuer("http://10.0.0.1/"), Err(Fault::Address(_))), "by https alone");
    let long = format!("https://accounts.example.org/{}", "a".repeat(500));
    assert!(matches!(Reach::Public.issuer(&long), Err(Fault::Address(_))));
}
