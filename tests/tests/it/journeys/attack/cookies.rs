//! A session that was stolen, on every route of every other site.

use rappel_testkit::{Column, Visitor};
use reqwest::Method;

use super::super::routes::{Estate, Site, ask, csrf, routes, without_canaries};

journeys![a_cookie_opens_nothing_elsewhere];

const NAMES: [&str; 2] = ["rappel", "rappel-office"];

async fn a_cookie_opens_nothing_elsewhere(column: Column) {
    let estate = Estate::build(column).await;
    let before = estate.world.program.parts().contents(&["sessions"]);
    let mut tries = 0;
    for (victim, others) in [
        (&estate.claire, [(Site::Portal, "stone"), (Site::Office, "")]),
        (&estate.zoe, [(Site::Portal, "stone"), (Site::Portal, "durand")]),
        (&estate.agent, [(Site::Portal, "durand"), (Site::Portal, "stone")]),
    ] {
        let mut victim = victim.clone();
        let token = csrf(&mut victim).await;
        let own = victim.host().to_owned();
        let cookies = victim.jar().all(&own);
        let secret = cookies.iter().find(|(name, _)| NAMES.contains(&name.as_str())).unwrap().1.clone();
        for (site, slug) in others {
            let program = &estate.world.program;
            let at = || if site == Site::Office { program.office() } else { program.portal(slug) };
            let (mut thief, mut nobody) = (at(), at());
            for route in routes(site) {
                // An address that is a secret needs no session.
                if route.parameters().any(|name| name == "token") {
                    continue;
                }
                let path = route.path(|name| estate.stone.of(&route, name));
                let fields = route.fields_of(&estate.stone);
                // A cookie that opens nothing is taken away.
                plant(&mut thief, &secret);
                let stolen = ask(&mut thief, &route, &path, &fields, &token).await;
                if route.method == Method::POST {
                    assert_eq!(stolen.status, 403, "{path} on {slug}");
                } else {
                    let without = ask(&mut nobody, &route, &path, &fields, "").await;
                    let where_to =
                        |answer: &rappel_testkit::visitor::Answer| answer.headers.get("location").cloned();
                    assert_eq!(stolen.status, without.status, "{path} on {slug}");
                    assert_eq!(where_to(&stolen), where_to(&without), "{path} on {slug}");
                }
                if slug != "stone" {
                    without_canaries(&stolen);
                }
                tries += 1;
            }
        }
        // At home it opens something, and what is only like it does not.
        let page = if own.contains("durand") { "/tickets" } else { "/queue" };
        let (mut thief, name) = (victim.clone(), if own.contains("durand") { NAMES[0] } else { NAMES[1] });
        assert_eq!(thief.ask(thief.request(Method::GET, page), page).await.status, 200);
        let upper = secret.to_uppercase();
        let zeros = "0".repeat(secret.len());
        let like = [&secret[1..], &secret[..secret.len() - 1], &zeros, "' OR 1=1 --", "%00", "*"];
        let forged = like.iter().map(|value| format!("{name}={value}"));
        let twice = [format!("{name}={secret}; {name}={zeros}"), format!("{name}={zeros}; {name}={secret}")];
        let other_case = (upper != secret).then(|| format!("{name}={upper}"));
        for cookie in forged.chain(twice).chain(other_case) {
            let fresh = Visitor::new(estate.world.program.address(), own.clone());
            let request = fresh.request(Method::GET, page).header("cookie", &cookie);
            let answer = fresh.clone().ask(request, page).await;
            assert_eq!(answer.status, 303, "{cookie}");
            tries += 1;
        }
    }
    assert_eq!(estate.world.program.parts().contents(&["sessions"]), before);
    super::super::tried(tries);
}

fn plant(visitor: &mut Visitor, secret: &str) {
    let host = visitor.host().to_owned();
    for name in NAMES {
        visitor.jar().put(&host, name, secret);
    }
}
