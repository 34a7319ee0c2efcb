//! Links that were mailed or texted: each at every door that is not its own, and at its own a second time.

use rappel_testkit::{
    Column,
    world::{PASSWORD, link_in},
};
use reqwest::Method;

use super::super::routes::{Estate, Route, Site, Walk, ask, routes};

journeys![a_link_opens_its_own_door_once_and_no_other];

/// A secret in an address: where it belongs.
struct Secret {
    name: &'static str,
    site: Site,
    door: &'static str,
    value: String,
}

async fn a_link_opens_its_own_door_once_and_no_other(column: Column) {
    let estate = Estate::build(column).await;
    let program = &estate.world.program;
    let mail = estate.world.mail_to("only.durand@assistance.example").await;
    let invited = link_in(&mail, "/invite/").split("/invite/").nth(1).unwrap().to_owned();
    let secret = |name, site, door, value: String| Secret { name, site, door, value };
    let own = |name| estate.durand.value(name);
    let secrets = [
        secret("sign-in link", Site::Portal, "/login/link/:token", own("sign_in")),
        secret("invitation", Site::Portal, "/invite/:token", own("invitation")),
        secret("password", Site::Portal, "/password/:token", own("password")),
        secret("feedback", Site::Portal, "/feedback/:token", own("feedback")),
        secret("invitation of staff", Site::Office, "/invite/:token", invited),
        secret("summons", Site::Office, "/a/:token", own("summons")),
    ];
    let contents = || program.parts().contents(&["sessions"]);
    let before = contents();
    let ids = [&estate.durand, &estate.stone, &estate.nobody];
    let mut tries = 0;
    for (site, slug) in [(Site::Portal, "durand"), (Site::Portal, "stone"), (Site::Office, "")] {
        let mut visitor = if site == Site::Office { program.office() } else { program.portal(slug) };
        let page = visitor.open("/login").await;
        let token = page.page().form(r#"form[action="/login"]"#).value("csrf").unwrap().to_owned();
        let mut walk = Walk::new(&visitor, &token, ids);
        for route in routes(site).iter().filter(|route| route.parameters().any(|name| name == "token")) {
            for secret in &secrets {
                let is_home = slug != "stone" && site == secret.site;
                if is_home && route.pattern.starts_with(secret.door) {
                    continue;
                }
                let length = secret.value.len() - 6;
                let nobodys = format!("{}ffffff", &secret.value[..length]);
                let path = |value: &str| {
                    route.path(
                        |name| if name == "token" { value.to_owned() } else { estate.durand.of(route, name) },
                    )
                };
                walk.pair(route, path(&secret.value), path(&nobodys), &[404]).await;
            }
        }
        tries += walk.tries;
    }
    assert_eq!(contents(), before, "none of them was used");

    // What is kept of a link opens nothing. The text of a summons is kept as it was sent: it is over with its callback.
    let kept = contents();
    for secret in secrets.iter().filter(|secret| !["summons", "feedback"].contains(&secret.name)) {
        let found = kept.values().flatten().find(|row| row.contains(&secret.value));
        assert_eq!(found, None, "{}", secret.name);
        tries += 1;
    }

    // Once.
    for secret in secrets.iter().filter(|secret| !["summons", "feedback"].contains(&secret.name)) {
        let mut visitor =
            if secret.site == Site::Office { program.office() } else { program.portal("durand") };
        let path = secret.door.replace(":token", &secret.value);
        let page = visitor.open(&path).await;
        let form = page.expect(200).page().form("form.form");
        let (mut late, token) = (visitor.clone(), form.value("csrf").unwrap().to_owned());
        let filled = [("password", PASSWORD)];
        let filled = if form.names.iter().any(|name| name == "password") { &filled[..] } else { &[] };
        visitor.send(&page, &form, filled).await.expect(200);
        for method in [Method::POST, Method::GET, Method::POST] {
            let route = Route { site: secret.site, method, pattern: secret.door.to_owned() };
            let fields =
                if route.method == Method::POST { vec![("password", PASSWORD.to_owned())] } else { vec![] };
            let answer = ask(&mut late, &route, &path, &fields, &token).await;
            assert_eq!(answer.status, 404, "{} {} again", route.method, secret.name);
            assert!(
                answer
                    .headers
                    .get_all("set-cookie")
                    .iter()
                    .all(|it| !it.to_str().unwrap().starts_with("rappel="))
            );
            tries += 1;
        }
    }
    super::super::tried(tries);
}
