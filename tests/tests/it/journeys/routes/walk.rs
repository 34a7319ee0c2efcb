//! One person's walk over routes: what belongs to another company, and what belongs to nobody.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rappel_testkit::{
    Visitor,
    visitor::{Answer, Document},
};
use reqwest::Method;

use super::{CANARIES, Ids, Route, ask};

/// What somebody may and may not reach.
pub(in super::super) struct Walk<'a> {
    visitor: Visitor,
    csrf: String,
    own: &'a Ids,
    foreign: &'a Ids,
    unused: &'a Ids,
    /// Pairs of requests so far.
    pub(in super::super) tries: usize,
}

impl<'a> Walk<'a> {
    pub(in super::super) fn new(visitor: &Visitor, csrf: &str, [own, foreign, unused]: [&'a Ids; 3]) -> Self {
        Self { visitor: visitor.clone(), csrf: csrf.to_owned(), own, foreign, unused, tries: 0 }
    }

    /// Asks with what is foreign, all of it and each part alone among our own, and again with what is nobody's: the answers
    /// are the same, and one of these.
    pub(in super::super) async fn route(&mut self, route: &Route, expected: &[u16]) {
        let names = route.of_a_tenant();
        let mut choices = vec![names.clone()];
        choices.extend(names.iter().filter(|_| names.len() > 1).map(|name| vec![*name]));
        for (choice, deed) in choices.iter().flat_map(|it| route.deeds().iter().map(move |deed| (it, *deed)))
        {
            let path = |ids: &Ids| {
                let is = |name: &str| choice.contains(&name);
                route.path(|name| match name {
                    "act" | "outcome" => deed.to_owned(),
                    name if is(name) => ids.of(route, name),
                    name => self.own.of(route, name),
                })
            };
            self.pair(route, path(self.foreign), path(self.unused), expected).await;
        }
    }

    /// The same for two paths of one route.
    pub(in super::super) async fn pair(
        &mut self,
        route: &Route,
        foreign: String,
        unused: String,
        expected: &[u16],
    ) {
        let fields = route.fields_of(self.own);
        for again in (0..AGAIN).rev() {
            let began = clock();
            let first = ask(&mut self.visitor, route, &foreign, &fields, &self.csrf).await;
            let second = ask(&mut self.visitor, route, &unused, &fields, &self.csrf).await;
            let status = first.status.as_u16();
            assert!(expected.contains(&status), "{} {foreign}: {status}\n{}", route.method, first.body);
            without_canaries(&first);
            let [first_bare, second_bare] = [bare(&first, &foreign), bare(&second, &unused)];
            if first_bare == second_bare || is_within_a_second(began) || again == 0 {
                assert_eq!(first_bare, second_bare, "{} {foreign}", route.method);
                break;
            }
        }
        self.tries += 1;
    }

    /// Sends a form on our own path with one identifier that is foreign, and again with one that is nobody's, for each that it
    /// may carry: nothing is taken, and the answers are the same.
    pub(in super::super) async fn form(&mut self, route: &Route) {
        let path = route.path(|name| self.own.of(route, name));
        let foreign = route.with_another(self.own, self.foreign);
        let unused = route.with_another(self.own, self.unused);
        assert_eq!(foreign.len(), unused.len(), "{path}");
        for (foreign, unused) in foreign.into_iter().zip(unused) {
            for again in (0..AGAIN).rev() {
                let began = clock();
                let first = self.refused(route, &path, &foreign).await;
                let second = self.refused(route, &path, &unused).await;
                let [first_bare, second_bare] = [bare(&first, &path), bare(&second, &path)];
                if first_bare == second_bare || is_within_a_second(began) || again == 0 {
                    assert_eq!(first_bare, second_bare, "{path} {foreign:?}");
                    break;
                }
            }
            self.tries += 1;
        }
    }

    /// Sends a form with this value in it, which nobody takes; answers what came back, without the value.
    async fn refused(
        &mut self,
        route: &Route,
        path: &str,
        (value, fields): &(String, Vec<(&'static str, String)>),
    ) -> Answer {
        let mut answer = ask(&mut self.visitor, route, path, fields, &self.csrf).await;
        let status = answer.status.as_u16();
        let is_in = answer
            .headers
            .get("location")
            .is_none_or(|to| to.to_str().is_ok_and(|to| to.starts_with("/login")));
        assert!(is_in && ((400..500).contains(&status) || status == 303), "{path} {fields:?}: {status}");
        without_canaries(&answer);
        // What was typed comes back, in its field or among what is kept until somebody is signed in.
        for [begin, end] in [["\"", "\""], ["=", "&"], ["=", "\""], ["&#x3D;", "&"], ["&#x3D;", "\""]] {
            answer.body = answer.body.replace(&format!("{begin}{value}{end}"), &format!("{begin}TYPED{end}"));
        }
        answer
    }

    /// What is ours is there: else all of the above would show nothing.
    pub(in super::super) async fn own(&mut self, route: &Route) {
        let path = route.path(|name| self.own.of(route, name));
        let answer = ask(&mut self.visitor, route, &path, &route.fields_of(self.own), &self.csrf).await;
        let status = answer.status.as_u16();
        assert!(![401, 403, 404, 405].contains(&status) && status < 500, "{} {path}: {status}", route.method);
        without_canaries(&answer);
    }
}

impl Route {
    pub(in super::super) fn fields_of(&self, ids: &Ids) -> Vec<(&'static str, String)> {
        if self.method == Method::POST { self.fields(ids) } else { Vec::new() }
    }
}

/// What differs between any two answers: the time, the reference, the length that follows from the address, and the secret
/// in a cookie.
const OWN_TO_EACH: [&str; 3] = ["date", "x-request-id", "content-length"];

#[expect(
    clippy::disallowed_methods,
    reason = "the program that is asked is another process, whose clock is the machine's"
)]
fn clock() -> SystemTime {
    SystemTime::now()
}

/// So often two answers are compared that differ while a second began.
const AGAIN: u32 = 20;

/// Whether no second began since then, nor nearly: pages say until when we promise to call, to the second of the database's clock.
fn is_within_a_second(began: SystemTime) -> bool {
    const NEARLY: Duration = Duration::from_millis(50);
    let second = |at: Option<SystemTime>| at.unwrap().duration_since(UNIX_EPOCH).unwrap().as_secs();
    second(began.checked_sub(NEARLY)) == second(clock().checked_add(NEARLY))
}

/// An answer without what differs between any two: status, headers and body, with the address that was asked, form tokens and
/// the reference taken out.
pub(in super::super) fn bare(answer: &Answer, path: &str) -> String {
    // Where a form that is kept for later leads back to: the page that it was sent from.
    let page = path.rsplit_once('/').map_or(path, |(page, _)| page);
    // Links of a page go on with what was asked.
    let query = path.split_once('?').map_or("", |(_, query)| query);
    let ways =
        [(path, "PATH"), (page, "PAGE"), (query, "QUERY")].into_iter().filter(|(way, _)| !way.is_empty());
    let ways: Vec<_> = ways
        .flat_map(|(way, word)| {
            let encoded = way.replace('/', "%2F").replace('?', "%3F").replace('=', "%3D");
            let encoded = encoded.replace('&', "%26").replace(':', "%3A");
            [
                (way.replace('&', "&amp;").replace('=', "&#x3D;"), word),
                (way.to_owned(), word),
                (encoded, word),
            ]
        })
        .collect();
    let without_path =
        |text: &str| ways.iter().fold(text.to_owned(), |text, (way, word)| text.replace(way, word));
    let header = |(name, value): (&reqwest::header::HeaderName, &reqwest::header::HeaderValue)| {
        let value = value.to_str().unwrap();
        let value = match (name.as_str(), value.split_once('=')) {
            ("set-cookie", Some((cookie, rest))) => {
                format!("{cookie}={}", rest.split_once(';').map_or("", |(_, attributes)| attributes))
            }
            _ => without_path(value),
        };
        format!("{name}: {value}")
    };
    let counted = |name: &reqwest::header::HeaderName| !OWN_TO_EACH.contains(&name.as_str());
    let mut headers: Vec<String> =
        answer.headers.iter().filter(|(name, _)| counted(name)).map(header).collect();
    headers.sort_unstable();
    let mut body = without_path(&answer.body);
    let is_page =
        answer.headers.get("content-type").is_some_and(|kind| kind.to_str().unwrap().contains("html"));
    if is_page {
        for token in Document::parse(&answer.body).attributes("input[name=csrf]", "value") {
            body = body.replace(&token, "TOKEN");
        }
    }
    let reference = answer.headers.get("x-request-id").map_or("", |id| id.to_str().unwrap());
    format!("{} {headers:#?}\n{}", answer.status, body.replace(reference, "REFERENCE"))
}

/// Neither the body nor a header shows what only the other company may read; at home its name stands on every page.
#[track_caller]
pub(in super::super) fn without_canaries(answer: &Answer) {
    if answer.host.starts_with("stone.") {
        return;
    }
    let headers = format!("{:?}", answer.headers);
    for canary in CANARIES {
        assert!(!answer.body.contains(canary), "{canary} at {}:\n{}", answer.path, answer.body);
        assert!(!headers.contains(canary), "{canary} at {}:\n{headers}", answer.path);
    }
}
