//! Headers of every answer, graded as MDN's HTTP Observatory does it (its rules of 2025, read from its source): 100 points,
//! less for what is missing and more for what is strict; 100 is A+. Whether HTTP is led to HTTPS is the proxy's, and counts nothing.

use rappel_testkit::{
    Column, Visitor,
    visitor::{Answer, Document},
    world::{DURAND, PASSWORD, STONE, ZOE, link_in},
};
use reqwest::{Method, header::HeaderMap};

use super::super::routes::{Site, routes};

journeys![every_answer_is_graded_a_plus];

/// Six months, in seconds.
const LONG: u64 = 15_768_000;

/// What a header adds or takes away.
fn points(answer: &Answer) -> Vec<(&'static str, i32)> {
    let headers = &answer.headers;
    let policy = one(headers, "content-security-policy").unwrap_or_default();
    vec![
        ("content-security-policy", policy_points(&policy)),
        ("cookies", cookie_points(headers)),
        ("cross-origin-resource-sharing", sharing_points(headers)),
        ("referrer-policy", referrer_points(headers)),
        ("strict-transport-security", transport_points(headers)),
        ("subresource-integrity", script_points(answer)),
        (
            "x-content-type-options",
            if one(headers, "x-content-type-options").as_deref() == Some("nosniff") { 0 } else { -5 },
        ),
        ("x-frame-options", frame_points(headers, &policy)),
        (
            "cross-origin-resource-policy",
            match one(headers, "cross-origin-resource-policy").as_deref() {
                Some("same-origin" | "same-site") => 10,
                Some("cross-origin") | None => 0,
                Some(_) => -5,
            },
        ),
    ]
}

/// The only value of a header; two contradict each other.
fn one(headers: &HeaderMap, name: &str) -> Option<String> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?.trim().to_ascii_lowercase();
    Some(if values.next().is_some() { "twice".to_owned() } else { value })
}

fn directive<'a>(policy: &'a str, name: &str) -> Option<Vec<&'a str>> {
    let found = policy.split(';').map(str::trim).find(|part| part.split(' ').next() == Some(name))?;
    Some(found.split_whitespace().skip(1).collect())
}

fn policy_points(policy: &str) -> i32 {
    if policy.is_empty() || policy == "twice" {
        return -25;
    }
    let of = |name: &str| directive(policy, name).or_else(|| directive(policy, "default-src"));
    let broad = |sources: &[&str]| {
        sources.iter().any(|it| ["'unsafe-inline'", "data:", "https:", "http:", "*"].contains(it))
    };
    let (Some(script), Some(object), Some(style)) = (of("script-src"), of("object-src"), of("style-src"))
    else {
        return -20;
    };
    if broad(&script) || broad(&object) {
        return -20;
    }
    if policy.contains("http:") {
        return -20;
    }
    if policy.contains("'unsafe-eval'") {
        return -10;
    }
    if broad(&style) {
        return 0;
    }
    let form = directive(policy, "form-action");
    let is_closed = form.is_some_and(|it| it == ["'self'"] || it == ["'none'"]);
    if directive(policy, "default-src").as_deref() == Some(&["'none'"]) && is_closed { 10 } else { 5 }
}

fn cookie_points(headers: &HeaderMap) -> i32 {
    let cookies: Vec<_> =
        headers.get_all("set-cookie").iter().map(|it| it.to_str().unwrap().to_ascii_lowercase()).collect();
    if cookies.is_empty() {
        return 0;
    }
    let all =
        |attribute: &str| cookies.iter().all(|it| it.split("; ").any(|part| part.starts_with(attribute)));
    if !all("secure") {
        -40
    } else if !all("httponly") {
        -30
    } else if all("samesite=lax") || all("samesite=strict") {
        5
    } else if all("samesite") {
        -20
    } else {
        0
    }
}

fn sharing_points(headers: &HeaderMap) -> i32 {
    let anybody = headers.contains_key("access-control-allow-origin");
    if anybody && one(headers, "access-control-allow-credentials").as_deref() == Some("true") {
        -50
    } else {
        0
    }
}

fn referrer_points(headers: &HeaderMap) -> i32 {
    match one(headers, "referrer-policy").as_deref() {
        Some("no-referrer" | "same-origin" | "strict-origin" | "strict-origin-when-cross-origin") => 5,
        None => 0,
        Some(_) => -5,
    }
}

fn transport_points(headers: &HeaderMap) -> i32 {
    let Some(value) = one(headers, "strict-transport-security") else { return -20 };
    let seconds = value.split(';').find_map(|part| part.trim().strip_prefix("max-age=")?.parse::<u64>().ok());
    match seconds {
        None => -20,
        Some(seconds) if seconds < LONG => -10,
        Some(_) => 0,
    }
}

/// Scripts of this host need no checksum; others would.
fn script_points(answer: &Answer) -> i32 {
    let is_page = one(&answer.headers, "content-type").is_some_and(|kind| kind.starts_with("text/html"));
    if !is_page {
        return 0;
    }
    let page = Document::parse(&answer.body);
    let own = |source: &String| source.starts_with('/') && !source.starts_with("//");
    if page.attributes("script[src]", "src").iter().all(own) { 0 } else { -50 }
}

fn frame_points(headers: &HeaderMap, policy: &str) -> i32 {
    let ancestors = directive(policy, "frame-ancestors");
    if ancestors.is_some_and(|it| it == ["'none'"] || it == ["'self'"]) {
        return 5;
    }
    match one(headers, "x-frame-options").as_deref() {
        Some("deny" | "sameorigin") => 0,
        _ => -20,
    }
}

/// Points for strictness count where nothing much is missing.
fn score(points: &[(&'static str, i32)]) -> i32 {
    let faults: i32 = points.iter().map(|(_, it)| *it).filter(|it| *it < 0).sum();
    let extra: i32 = points.iter().map(|(_, it)| *it).filter(|it| *it > 0).sum();
    if 100 + faults >= 90 { 100 + faults + extra } else { 100 + faults }
}

/// Fails below A+, and a page below 130.
#[track_caller]
fn is_graded(answer: &Answer) {
    let points = points(answer);
    let score = score(&points);
    let is_page = one(&answer.headers, "content-type").is_some_and(|kind| kind.starts_with("text/html"));
    let least = if is_page { 130 } else { 100 };
    assert!(score >= least, "{}{} {}: {score} {points:?}", answer.host, answer.path, answer.status);
    assert_eq!(one(&answer.headers, "x-request-id").as_deref().map(str::len), Some(12), "{}", answer.path);
}

/// Follows a link that was mailed and chooses the password, as behind a proxy with TLS.
async fn enter(mut visitor: Visitor, link: &str) -> Visitor {
    let page = visitor.open(link).await;
    is_graded(&page);
    let form = page.expect(200).page().form("form.form");
    let target = if form.action.is_empty() { page.path.clone() } else { form.action.clone() };
    let fields: Vec<(String, String)> = form
        .fields
        .into_iter()
        .map(|(name, value)| if name == "password" { (name, PASSWORD.to_owned()) } else { (name, value) })
        .collect();
    let request = visitor.request(Method::POST, &target).header("origin", format!("https://{}", page.host));
    let entered = visitor.ask(request.header("sec-fetch-site", "same-origin").form(&fields), &target).await;
    assert_eq!(entered.status, 303, "{}", entered.body);
    assert!(cookie_points(&entered.headers) == 5, "{:?}", entered.headers);
    is_graded(&entered);
    visitor
}

async fn every_answer_is_graded_a_plus(column: Column) {
    let mut world = rappel_testkit::World::invited(column).await;
    world.program.set("SERVER__SCHEME", "https");
    world.program.set("SERVER__SECURITY_CONTACT", "mailto:security@assistance.example");
    world.program.set("SECURITY__REQUESTS_PER_MINUTE", "100000");
    world.program.serve().await;
    let said = world
        .program
        .run(&["staff", "add", ZOE.email, "--name", ZOE.name, "--role", ZOE.role, "--phone", ZOE.phone]);
    let link = said.split_whitespace().find(|word| word.contains("/invite/")).unwrap().to_owned();
    let zoe = enter(world.program.office(), &link).await;
    let link = link_in(&world.mail_to(DURAND.email).await, "/invite/");
    let claire = enter(world.program.portal(DURAND.slug), &link).await;

    let mut answers = 0;
    for (site, signed_in, guest) in [
        (Site::Portal, claire.clone(), world.program.portal(STONE.slug)),
        (Site::Office, zoe.clone(), world.program.office()),
    ] {
        for route in routes(site) {
            // Nothing is there by these names: the answers of errors are answers, too.
            let path =
                route.path(|name| if name == "number" { "987654".to_owned() } else { "nobody".to_owned() });
            for mut visitor in [signed_in.clone(), guest.clone()] {
                let request = visitor.request(route.method.clone(), &path);
                is_graded(&visitor.ask(request, &path).await);
                answers += 1;
            }
        }
        let mut visitor = signed_in.clone();
        let page = visitor.open("/login").await.page();
        let files = ["link[rel=stylesheet]", "link[rel=icon]"].map(|it| page.attributes(it, "href")).concat();
        let scripts = page.attributes("script[src]", "src");
        let others = [
            "/.well-known/security.txt",
            "/health/live",
            "/health/ready",
            "/metrics",
            "/robots.txt",
            "/favicon.ico",
        ];
        let api =
            ["/api/docs", "/api/openapi.json", "/api/v1/tickets", "/api/v1/nothing", "/hooks/twilio/receipt"];
        let fixed = others.iter().chain(&api).map(|path| (*path).to_owned());
        for path in files.into_iter().chain(scripts).chain(fixed) {
            for method in [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::OPTIONS] {
                let request = visitor.request(method, &path);
                is_graded(&visitor.ask(request, &path).await);
                answers += 1;
            }
        }
    }
    // Hosts that nobody has, and bodies and names that nobody sends.
    let mut stranger = Visitor::new(world.program.address(), "nobody.rappel.test");
    for path in ["/", "/login", "/tickets", "/assets/nothing.css"] {
        let request = stranger.request(Method::GET, path);
        is_graded(&stranger.ask(request, path).await);
        answers += 1;
    }
    assert!(answers > 300, "{answers}");
    super::super::tried(answers);
}
