//! Every way to name a host, and what it shows.

use super::wire::Peer::{self, Browser, Proxy};

/// What an answer shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shows {
    /// The sign-in page of Durand.
    Durand,
    /// That of Stone.
    Stone,
    /// That of the back office.
    Office,
    /// An error without a brand.
    Nothing,
    /// Nobody is signed in: the way to the sign-in page.
    SignIn,
    /// Something else.
    Else,
}

/// What an answer shows.
pub(super) fn shown(answer: &str) -> Shows {
    let status = answer.split(' ').nth(1).unwrap_or_default();
    let is_durand = answer.contains("Durand &amp; Fils");
    let is_stone = answer.contains("Stone Ltd");
    match (status, is_durand, is_stone) {
        ("200", true, false) => Shows::Durand,
        ("200", false, true) => Shows::Stone,
        ("200", false, false) if answer.contains("action=\"/login\"") => Shows::Office,
        ("400" | "404", false, false) => Shows::Nothing,
        ("303", false, false) if answer.contains("location: /login") => Shows::SignIn,
        _ => Shows::Else,
    }
}

/// A request and what it shows.
pub(super) struct Row {
    pub(super) what: &'static str,
    pub(super) from: Peer,
    /// The target in the request line.
    pub(super) target: &'static str,
    /// The lines that name hosts.
    pub(super) headers: &'static str,
    pub(super) shows: Shows,
}

/// With the host in its header, from somebody.
const fn host(what: &'static str, headers: &'static str, shows: Shows) -> Row {
    Row { what, from: Browser, target: "/login", headers, shows }
}

/// The same, with the host in the target too.
const fn absolute(what: &'static str, target: &'static str, headers: &'static str, shows: Shows) -> Row {
    Row { what, from: Browser, target, headers, shows }
}

/// Through a proxy that is believed.
const fn proxied(what: &'static str, headers: &'static str, shows: Shows) -> Row {
    Row { what, from: Proxy, target: "/login", headers, shows }
}

use Shows::{Durand, Nothing, Office, SignIn, Stone};

pub(super) const ROWS: &[Row] = &[
    // Names that are served.
    host("by the short name, with the port", "Host: durand.rappel.test:PORT", Durand),
    host("without a port", "Host: durand.rappel.test", Durand),
    host("with another port", "Host: durand.rappel.test:1", Durand),
    host("in another case", "Host: DURAND.Rappel.TEST:PORT", Durand),
    host("the other company", "Host: stone.rappel.test", Stone),
    host("the back office", "Host: rappel.test:PORT", Office),
    host("the own domain", "Host: support.durand.example", Durand),
    host("the own domain with a port", "Host: support.durand.example:443", Durand),
    host("the own domain in another case", "Host: Support.DURAND.Example", Durand),
    host("a domain in another script, as DNS has it", "Host: xn--socit-esab.fr", Durand),
    host("the same in another case", "Host: XN--Socit-ESAB.fr", Durand),
    host("spaces around", "Host:  \t support.durand.example  ", Durand),
    // Names that are not.
    host("the same domain in its script", "Host: société.fr", Nothing),
    host("a domain that is not proved", "Host: waiting.durand.example", Nothing),
    host("a domain that was switched off", "Host: off.durand.example", Nothing),
    host("a name that nobody has", "Host: nobody.rappel.test", Nothing),
    host("a name below the own domain", "Host: a.support.durand.example", Nothing),
    host("the domain above it", "Host: durand.example", Nothing),
    host("the own domain before another", "Host: support.durand.example.evil.example", Nothing),
    host("more before the name", "Host: xsupport.durand.example", Nothing),
    host("a dot at the end of the own domain", "Host: support.durand.example.", Nothing),
    host("a dot at the end of the short name", "Host: durand.rappel.test.", Nothing),
    host("a dot before the port", "Host: durand.rappel.test.:PORT", Nothing),
    host("two dots", "Host: durand..rappel.test", Nothing),
    host("an address", "Host: 127.0.0.1:PORT", Nothing),
    host("an address of the newer kind", "Host: [::1]:PORT", Nothing),
    host("the same without brackets", "Host: ::1", Nothing),
    host("nothing", "Host:", Nothing),
    // Ways to smuggle one in.
    host("a user before another host", "Host: durand.rappel.test@evil.example", Nothing),
    host("a user before the host", "Host: evil.example@durand.rappel.test", Nothing),
    host("a password too", "Host: durand.rappel.test:80@evil.example", Nothing),
    host("a list", "Host: durand.rappel.test, evil.example", Nothing),
    host("a path", "Host: durand.rappel.test/evil.example", Nothing),
    host("a query", "Host: durand.rappel.test?evil.example", Nothing),
    host("a fragment", "Host: durand.rappel.test#evil.example", Nothing),
    host("a space within", "Host: durand.rappel.test evil.example", Nothing),
    host("a scheme", "Host: http://durand.rappel.test", Nothing),
    host("an escaped dot", "Host: durand%2Erappel.test", Nothing),
    host("a zero within", "Host: durand.rappel.test%00.evil.example", Nothing),
    host("a port that is a word", "Host: durand.rappel.test:http", Nothing),
    host("a port that is none", "Host: durand.rappel.test:", Nothing),
    host("a port beyond all", "Host: durand.rappel.test:65536", Nothing),
    host("a port that is negative", "Host: durand.rappel.test:-1", Nothing),
    host("two hosts", "Host: durand.rappel.test\r\nHost: stone.rappel.test", Nothing),
    host("the same host twice", "Host: durand.rappel.test\r\nHost: durand.rappel.test", Nothing),
    host("a header that goes on", "Host: durand.rappel.test\r\n evil.example", Nothing),
    // The host in the target.
    absolute("the same", "http://durand.rappel.test/login", "Host: durand.rappel.test", Durand),
    absolute(
        "the same in another case",
        "http://Durand.rappel.test/login",
        "Host: durand.RAPPEL.test",
        Durand,
    ),
    absolute("another company's", "http://stone.rappel.test/login", "Host: durand.rappel.test", Nothing),
    absolute("a stranger's", "http://evil.example/login", "Host: durand.rappel.test", Nothing),
    absolute(
        "ours, and a stranger's in the header",
        "http://durand.rappel.test/login",
        "Host: evil.example",
        Nothing,
    ),
    absolute("a user before it", "http://a@durand.rappel.test/login", "Host: durand.rappel.test", Nothing),
    absolute("another port", "http://durand.rappel.test:1/login", "Host: durand.rappel.test:2", Nothing),
    absolute("a dot at its end", "http://durand.rappel.test./login", "Host: durand.rappel.test", Nothing),
    // What a stranger says that a proxy said.
    host("another company's", "Host: durand.rappel.test\r\nX-Forwarded-Host: stone.rappel.test", Durand),
    host("a stranger's", "Host: durand.rappel.test\r\nX-Forwarded-Host: evil.example", Durand),
    host(
        "ours, for a host that is not",
        "Host: evil.example\r\nX-Forwarded-Host: durand.rappel.test",
        Nothing,
    ),
    host("in other words", "Host: durand.rappel.test\r\nForwarded: host=stone.rappel.test", Durand),
    host(
        "in words that some read",
        "Host: durand.rappel.test\r\nX-Host: stone.rappel.test\r\nX-Original-Host: stone.rappel.test\r\n\
         X-Forwarded-Server: stone.rappel.test\r\nX-HTTP-Host-Override: stone.rappel.test",
        Durand,
    ),
    // What the proxy says.
    proxied("nothing", "Host: durand.rappel.test", Durand),
    proxied(
        "the host that it was asked for",
        "Host: inner:8080\r\nX-Forwarded-Host: stone.rappel.test",
        Stone,
    ),
    proxied("the own domain", "Host: inner\r\nX-Forwarded-Host: Support.Durand.Example:443", Durand),
    proxied("a name that nobody has", "Host: durand.rappel.test\r\nX-Forwarded-Host: evil.example", Nothing),
    proxied("a dot at the end", "Host: durand.rappel.test\r\nX-Forwarded-Host: stone.rappel.test.", Nothing),
    proxied("a user", "Host: durand.rappel.test\r\nX-Forwarded-Host: a@stone.rappel.test", Nothing),
    proxied("a list", "Host: inner\r\nX-Forwarded-Host: durand.rappel.test, stone.rappel.test", Nothing),
    proxied(
        "two lines",
        "Host: inner\r\nX-Forwarded-Host: durand.rappel.test\r\nX-Forwarded-Host: stone.rappel.test",
        Nothing,
    ),
    proxied("in other words", "Host: durand.rappel.test\r\nForwarded: host=stone.rappel.test", Durand),
    // Whoever is signed in elsewhere.
    host(
        "a session of Stone at the own domain of Durand",
        "Host: support.durand.example\r\nCookie: STONES_COOKIE",
        Durand,
    ),
    absolute(
        "its tickets there",
        "/tickets",
        "Host: support.durand.example\r\nCookie: STONES_COOKIE",
        SignIn,
    ),
];
