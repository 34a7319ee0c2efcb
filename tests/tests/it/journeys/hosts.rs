//! Which host shows what: a company's own domain from its record to its links, every way to write a host, and certificates.

mod matrix;
mod wire;

use std::time::{Duration, Instant};

use rappel_testkit::{
    Column, Visitor, World,
    name_server::Records,
    visitor::Answer,
    world::{DURAND, MARIE, PASSWORD, STONE, ZOE, link_in},
};
use reqwest::{Method, StatusCode};

use self::{
    matrix::{ROWS, Row, Shows},
    wire::{Peer, send},
};
use super::urgent::press;

journeys![
    an_own_domain_is_proved_then_served_and_then_in_links,
    every_way_to_write_a_host_is_in_the_table,
    a_proxy_gets_certificates_for_hosts_that_are_served,
    texts_carry_the_own_domain,
];

const PAGE: &str = "/tenants/durand/domains";
const OWN: &str = "support.durand.example";

/// Hosts as `hosts` has them once they were proved, and one that was not, and one that was switched off.
fn prove_by_hand(world: &World) {
    let parts = world.program.parts();
    let columns = "host, tenant_id, is_primary, token, added_at, proved_at, off_at, next_check_at";
    for (host, proved, off) in [
        (OWN, "created_at", "NULL"),
        ("xn--socit-esab.fr", "created_at", "NULL"),
        ("waiting.durand.example", "NULL", "NULL"),
        ("off.durand.example", "NULL", "created_at"),
    ] {
        parts.sql(&format!(
            "INSERT INTO hosts ({columns}) SELECT '{host}', id, false, 't', created_at, {proved}, {off}, created_at \
             FROM tenants WHERE slug = 'durand'"
        ));
    }
}

/// A browser at another host of the same program, with the port that links show.
fn at(world: &World, host: &str) -> Visitor {
    Visitor::new(world.program.address(), format!("{host}:{}", world.program.address().port()))
}

/// Asks for the page until it says so: what a job sees comes a moment later.
async fn until_it_says(visitor: &mut Visitor, path: &str, words: &str) -> Answer {
    let began = Instant::now();
    loop {
        let page = visitor.open(path).await;
        if page.page().words().contains(words) {
            return page;
        }
        assert!(
            began.elapsed() < Duration::from_secs(20),
            "{path} never says {words:?}: {}",
            page.page().words()
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn an_own_domain_is_proved_then_served_and_then_in_links(column: Column) {
    let world = World::start(column).await;
    let mut zoe = world.hire(ZOE).await;
    let mut marie = world.hire(MARIE).await;
    let mut claire = world.manager(DURAND).await;
    marie.open(PAGE).await.expect(403);

    let page = zoe.open(PAGE).await;
    page.expect(200).says("durand.rappel.test").says("Dans nos liens");
    let form = page.page().form_with_button("Ajouter le domaine");
    let refused = zoe.send(&page, &form, &[("host", "https://support.durand.example/")]).await;
    refused.expect(422).says("sans https://");
    assert_eq!(
        refused.page().form_with_button("Ajouter le domaine").value("host"),
        Some("https://support.durand.example/")
    );
    zoe.send(&page, &form, &[("host", "Stone.Rappel.test.")]).await.expect(422).says("Ce nom est à vous");
    let added = zoe.send(&page, &form, &[("host", "Support.DURAND.example.")]).await;
    added.expect(200).says("Le domaine est ajouté").says("Pas encore prouvé");
    let record = added.page().texts("code.secret");
    assert_eq!(record[0], format!("_rappel.{OWN}"));
    assert!(record[1].starts_with("rappel-verification="), "{record:?}");
    let stones = zoe.open("/tenants/stone/domains").await;
    let form = stones.page().form_with_button("Ajouter le domaine");
    zoe.send(&stones, &form, &[("host", "SUPPORT.durand.example")]).await.expect(422).says("déjà ajouté");

    // The name server says that there is no such record.
    until_it_says(&mut zoe, PAGE, "Dernière réponse du DNS").await;
    assert_eq!(world.names.asked()[0], record[0]);
    let mut own = at(&world, OWN);
    let nothing = own.open("/login").await;
    nothing.expect(404).never_says("Durand");
    world.names.put(&record[0], Records::Fault);
    tokio::time::sleep(Duration::from_secs(6)).await;
    let page = zoe.open(PAGE).await;
    press(&mut zoe, &page, "Vérifier maintenant").await.expect(200).says("La vérification est en cours");
    until_it_says(&mut zoe, PAGE, "Sans réponse le").await.says("Pas encore prouvé");

    world.names.put(&record[0], Records::Texts(vec!["v=spf1 -all".to_owned(), record[1].clone()]));
    tokio::time::sleep(Duration::from_secs(6)).await;
    let page = zoe.open(PAGE).await;
    press(&mut zoe, &page, "Vérifier maintenant").await.expect(200);
    let proved = until_it_says(&mut zoe, PAGE, "Prouvé depuis").await;
    until_it_says(&mut own, "/login", "Durand").await.expect(200);
    claire.open("/people/history").await.says("Le domaine support.durand.example est prouvé");

    // Links carry it when somebody says so, whatever host they were asked for at.
    let port = world.program.address().port();
    let (by_slug, by_own) = (format!("http://durand.rappel.test:{port}/"), format!("http://{OWN}:{port}/"));
    assert!(reset_link(&world, &mut own, 1).await.starts_with(&by_slug));
    press(&mut zoe, &proved, "Mettre dans nos liens").await.expect(200).says("C’est enregistré");
    let mut slug = world.program.portal(DURAND.slug);
    assert!(reset_link(&world, &mut slug, 2).await.starts_with(&by_own));
    let login = slug.open("/login").await;
    assert_eq!(login.expect(200).host, slug.host(), "neither leads to the other");
    let page = zoe.open("/tenants/durand").await;
    assert!(page.page().attributes("h1 + p a", "href")[0].starts_with(by_own.trim_end_matches('/')));

    let page = zoe.open(PAGE).await;
    press(&mut zoe, &page, "Retirer le domaine").await.expect(200);
    own.open("/login").await.expect(404);
    assert!(reset_link(&world, &mut slug, 3).await.starts_with(&by_slug));
    // Whoever gets the name next gets the cookies that are kept for it.
    assert!(claire.open("/people/history").await.path.starts_with("/login"), "nobody stays signed in");
    let (mut claire, _) = world.sign_in(DURAND, DURAND.email, PASSWORD).await;
    claire
        .open("/people/history")
        .await
        .says("Le domaine support.durand.example est retiré")
        .says("Zoé Blanc");
}

/// Asks for another password with headers that name a host of an attacker's; answers the link of that e-mail.
async fn reset_link(world: &World, visitor: &mut Visitor, number: usize) -> String {
    // Nobody gets two of them within a minute.
    let long_ago = "created_at = '2020-01-01T00:00:00+00:00'";
    world.program.parts().sql(&format!("UPDATE deliveries SET {long_ago} WHERE news = 'password_reset'"));
    let page = visitor.open("/password").await;
    let form = page.page().form("form.form");
    let fields = [("csrf", form.value("csrf").unwrap()), ("user", DURAND.email)];
    let request = visitor
        .request(Method::POST, "/password")
        .header("origin", format!("http://{}", visitor.host()))
        .header("sec-fetch-site", "same-origin")
        .header("x-forwarded-host", "evil.example")
        .header("forwarded", "host=evil.example")
        .form(&fields);
    let answer = visitor.ask(request, "/password").await;
    assert!(answer.status.is_success() || answer.status.is_redirection(), "{}", answer.status);
    let began = Instant::now();
    loop {
        let all = world.mail.received();
        let about: Vec<_> = all.iter().filter(|it| it.subject().contains("mot de passe")).collect();
        if about.len() >= number {
            return link_in(about[number - 1], "/password/");
        }
        assert!(began.elapsed() < Duration::from_secs(15), "no e-mail number {number}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn every_way_to_write_a_host_is_in_the_table(column: Column) {
    let mut world = World::invited(column).await;
    world.program.set("SERVER__TRUSTED_PROXIES", "127.0.0.2");
    world.program.set("SECURITY__REQUESTS_PER_MINUTE", "100000");
    prove_by_hand(&world);
    world.program.serve().await;
    let mut bob = world.manager(STONE).await;
    bob.open("/tickets").await.expect(200);
    let host = bob.host().to_owned();
    let cookies = bob.jar().all(&host);
    assert!(!cookies.is_empty());
    let cookie = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
    let address = world.program.address();
    let mut wrong = Vec::new();
    for Row { what, from, target, headers, shows } in ROWS {
        let headers = headers.replace("PORT", &address.port().to_string()).replace("STONES_COOKIE", &cookie);
        let target = target.replace("PORT", &address.port().to_string());
        let answer = send(address, *from, &format!("GET {target} HTTP/1.1"), &headers).await;
        let shown = matrix::shown(&answer);
        if shown != *shows {
            wrong.push(format!("{what}: {shows:?} is expected, and it shows {shown:?}: {answer:.300}"));
        }
        if *shows == Shows::Nothing {
            let lower = answer.to_lowercase();
            let tells = ["set-cookie", "location:", "durand &amp;", "stone ltd", "/brand/"];
            wrong.extend(
                tells.iter().filter(|it| lower.contains(**it)).map(|it| format!("{what} tells {it}")),
            );
        }
    }
    assert!(ROWS.len() >= 40 && wrong.is_empty(), "{wrong:#?}");
    // The same machine is asked in older ways too.
    for (line, headers) in [("GET /login HTTP/1.0", ""), ("GET /login HTTP/1.1", "")] {
        let answer = send(address, Peer::Browser, line, headers).await;
        assert_eq!(matrix::shown(&answer), Shows::Nothing, "{line}: {answer}");
    }
    let old = send(address, Peer::Browser, "GET /login HTTP/1.0", "Host: durand.rappel.test").await;
    assert_eq!(matrix::shown(&old), Shows::Durand);
}

async fn a_proxy_gets_certificates_for_hosts_that_are_served(column: Column) {
    let mut world = World::invited(column).await;
    world.program.set("SERVER__TRUSTED_PROXIES", "127.0.0.2");
    prove_by_hand(&world);
    world.program.serve().await;
    let address = world.program.address();
    let ask = async |from: Peer, query: &str, more: &str| {
        let headers = format!("Host: 127.0.0.1:{}\r\n{more}", address.port());
        let answer = send(address, from, &format!("GET /tls/ask{query} HTTP/1.1"), headers.trim_end()).await;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status: StatusCode = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status.as_u16(), body.to_owned())
    };
    for (host, status) in [
        ("durand.rappel.test", 200),
        ("stone.rappel.test", 200),
        ("rappel.test", 200),
        (OWN, 200),
        ("SUPPORT.Durand.example", 200),
        ("xn--socit-esab.fr", 200),
        ("waiting.durand.example", 404),
        ("off.durand.example", 404),
        ("nobody.rappel.test", 404),
        ("evil.example", 404),
        ("support.durand.example.", 404),
        ("support.durand.example:443", 404),
        ("a@support.durand.example", 404),
        ("127.0.0.1", 404),
        ("", 404),
    ] {
        let (given, body) = ask(Peer::Browser, &format!("?domain={host}"), "").await;
        assert_eq!((given, body.trim()), (status, ""), "{host:?}");
    }
    for query in ["", "?host=support.durand.example", "?domain=support.durand.example&domain=rappel.test"] {
        assert_eq!(ask(Peer::Browser, query, "").await.0, 404, "{query}");
    }
    // Not for whoever comes through a proxy: it is for the proxy itself, on a socket of its own when it is listed.
    for (from, header) in [
        (Peer::Proxy, ""),
        (Peer::Browser, "X-Forwarded-For: 192.0.2.1"),
        (Peer::Browser, "Forwarded: for=192.0.2.1"),
    ] {
        for host in [OWN, "nobody.example"] {
            let (status, body) = ask(from, &format!("?domain={host}"), header).await;
            assert_eq!(status, 404, "{from:?} {header}");
            assert!(!body.is_empty(), "the page of any other address that is not there");
        }
    }
    let parts = world.program.parts();
    parts.sql(&format!("UPDATE hosts SET off_at = proved_at WHERE host = '{OWN}'"));
    let began = Instant::now();
    while ask(Peer::Browser, &format!("?domain={OWN}"), "").await.0 == 200 {
        assert!(began.elapsed() < Duration::from_secs(15), "it is served for ever");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Like e-mails: the link in a text is that of the company's host which is to be in links.
async fn texts_carry_the_own_domain(column: Column) {
    let mut world = World::invited(column).await;
    prove_by_hand(&world);
    // As the row says, so that it stays proved when it is looked for.
    let record = Records::Texts(vec!["rappel-verification=t".to_owned()]);
    world.names.put(&format!("_rappel.{OWN}"), record);
    world.program.serve().await;
    let mut zoe = world.hire(ZOE).await;
    let mut claire = world.manager(DURAND).await;
    let parts = world.program.parts();
    let number = super::tickets::open_ticket(&mut claire, "Autre", "Une question").await;
    parts.sql(
        "UPDATE persons SET phone = '+33755667788', phone_verified_at = created_at, news_by_email = false, \
         news_by_sms = true WHERE email = 'claire@durand.example'",
    );
    let port = world.program.address().port();
    let mut told = Vec::new();
    for (host, words) in [("durand.rappel.test", "Par le nom court"), (OWN, "Par le sien")] {
        parts.sql(
            "UPDATE hosts SET is_primary = false WHERE tenant_id = (SELECT id FROM tenants WHERE slug = 'durand')",
        );
        parts.sql(&format!("UPDATE hosts SET is_primary = true WHERE host = '{host}'"));
        let page = zoe.open(&format!("/queue/durand/{number}")).await;
        let form = page.page().form_with_button("Répondre");
        zoe.send(&page, &form, &[("body", words)]).await.expect(200);
        let link = format!("http://{host}:{port}/");
        let text = world.sms_to("+33755667788", &link).await;
        assert!(text.contains(&format!("#{number}")), "{text}");
        told.push(text);
    }
    assert!(!told[1].contains("rappel.test"), "{told:?}");
}
