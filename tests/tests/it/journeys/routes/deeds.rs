//! Routes whose last part says what is done: every word that their handlers know.

use std::path::Path;

use super::Route;

/// A pattern, the file and the function of the back office that answer it, and the words.
const DEEDS: [(&str, &str, &str, &[&str]); 8] = [
    (
        "/tenants/:tenant/people/:person/:act",
        "tenant_people",
        "act",
        &["invite", "disable", "enable", "take-factor", "unlink"],
    ),
    ("/tenants/:tenant/domains/:host/:act", "domains", "act", &["check", "link", "unlink", "remove"]),
    ("/tenants/:tenant/sign-in/:act", "sign_on", "act", &["remove", "test"]),
    ("/oncall/rotas/:rota/layers/:layer/:act", "layer", "act", &["higher", "lower", "remove"]),
    ("/oncall/swaps/:swap/:act", "swaps", "act", &["accept", "refuse", "withdraw"]),
    ("/policies/:policy/:act", "policy", "act", &["default", "delete"]),
    (
        "/queue/:tenant/:number/callback/:outcome",
        "ticket/callback",
        "outcome",
        &["reached", "wrong-number", "cannot", "no-answer"],
    ),
    (
        "/a/:token/:outcome",
        "oncall_phone",
        "outcome",
        &["connect", "reached", "wrong-number", "decline", "no-answer"],
    ),
];

impl Route {
    /// What its last part may be; one nameless thing for a route that does one thing.
    pub(in super::super) fn deeds(&self) -> &'static [&'static str] {
        DEEDS.iter().find(|(pattern, ..)| *pattern == self.pattern).map_or(&[""], |(.., words)| words)
    }
}

#[test]
fn every_deed_of_a_route_is_known() {
    for (pattern, file, function, words) in DEEDS {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../apps/office/src/{file}.rs"));
        let text = std::fs::read_to_string(file).unwrap();
        let (_, body) = text.split_once(&format!("async fn {function}(")).unwrap();
        let body = body.split("\n}").next().unwrap();
        let arms = body.lines().filter_map(|line| line.trim().strip_prefix('"')?.split_once("\" =>"));
        let found: Vec<&str> = arms.map(|(word, _)| word).collect();
        assert_eq!(found, words, "{pattern}");
    }
    let routers = ["office", "portal"].map(|app| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../apps/{app}/src/lib.rs"));
        std::fs::read_to_string(file).unwrap()
    });
    let open = routers.iter().flat_map(|text| text.split('"'));
    let open: Vec<&str> =
        open.filter(|it| it.starts_with('/') && (it.ends_with(":act") || it.ends_with(":outcome"))).collect();
    assert_eq!(open.len(), DEEDS.len(), "{open:?}");
    for pattern in open {
        assert!(DEEDS.iter().any(|(known, ..)| *known == pattern), "{pattern}");
    }
}
