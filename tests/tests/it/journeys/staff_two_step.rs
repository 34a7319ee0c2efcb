//! The second step of staff, where it is required: nothing of the back office opens before it is set up.

use rappel_testkit::{
    Column, Visitor, World,
    visitor::Answer,
    world::{DURAND, MARIE, PASSWORD, ZOE},
};
use totp_rs::{Builder, Secret};

use super::urgent::press;

journeys![
    nothing_opens_before_an_app_is_set_up,
    an_administrator_helps_who_lost_their_phone,
    a_client_who_lost_theirs_is_helped_after_a_proof,
];

async fn world_that_requires_it(column: Column) -> World {
    let mut world = World::invited(column).await;
    world.program.set("SECURITY__STAFF_TWO_STEP", "required");
    world.program.serve().await;
    world
}

/// What an app with a secret shows, so many steps from now.
fn code(secret: &str, steps: u64) -> String {
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let totp = Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build().unwrap();
    totp.generate(now + steps * 30).to_string()
}

/// Sets an app up from the page where a browser was led: its secret, and the recovery codes.
async fn enrol(browser: &mut Visitor) -> (String, Vec<String>) {
    let page = browser.open("/me/two-step").await;
    let page = press(browser, &page, "Configurer une application").await;
    page.expect(200).says("visez ce carré");
    let secret = page.page().texts(".secret")[0].replace(' ', "");
    let form = page.page().form("form.form");
    browser.send(&page, &form, &[("code", "12")]).await.expect(422).says("pas le bon code").says("visez");
    let done = browser.send(&page, &form, &[("code", &code(&secret, 0))]).await;
    done.expect(200).says("est activée").says("imprimez-les");
    let codes = done.page().texts(".codes code");
    assert_eq!(codes.len(), 10);
    (secret, codes)
}

/// Gives name and password in a browser.
async fn password(browser: &mut Visitor, user: &str, path: &str) -> Answer {
    let page = browser.open(path).await;
    let form = page.page().form(r#"form[action="/login"]"#);
    browser.send(&page, &form, &[("user", user), ("password", PASSWORD)]).await
}

async fn nothing_opens_before_an_app_is_set_up(column: Column) {
    let world = world_that_requires_it(column).await;
    let mut zoe = world.hire(ZOE).await;
    for path in
        ["/", "/queue", "/queue/rows", "/tenants", "/team", "/me", "/settings", "/reports/callbacks.csv"]
    {
        let led = zoe.open(path).await;
        led.expect(200).says("La double authentification est obligatoire").never_says(DURAND.name);
        assert_eq!(led.path, "/me/two-step", "{path}");
    }
    // No form does anything either, and the way out is open.
    let page = zoe.open("/me/two-step").await;
    assert!(page.page().attributes("nav a", "href").is_empty(), "no link that leads nowhere");
    let mut form = page.page().form(r#"form[action="/logout"]"#);
    "/me/calendar".clone_into(&mut form.action);
    let led = zoe.send(&page, &form, &[]).await;
    led.expect(403);
    assert_eq!(world.program.parts().sql("SELECT count(*) FROM links WHERE purpose = 'calendar'"), ["0"]);
    zoe.open("/queue").await.says("La double authentification est obligatoire");

    let mut other = world.program.office();
    password(&mut other, ZOE.email, "/team").await.says("La double authentification est obligatoire");
    let (secret, codes) = enrol(&mut zoe).await;
    other.open("/queue").await.says("Mot de passe oublié");
    assert_eq!(zoe.open("/queue").await.expect(200).path, "/queue");
    zoe.open("/me").await.says("Un code de votre application est demandé");
    world.mail_about(ZOE.email, "sécurité de votre compte").await;

    let asked = password(&mut other, ZOE.email, "/team").await;
    asked.expect(200).says("Deuxième étape").says("administrateur de l’équipe");
    assert_eq!(asked.path, "/login/step?next=%2Fteam");
    for path in ["/queue", "/team", "/me", "/me/two-step", "/me/confirm"] {
        other.open(path).await.expect(200).says("Mot de passe oublié").never_says(ZOE.name);
    }
    let form = asked.page().form("form.form");
    let wrong = other.send(&asked, &form, &[("code", "abc")]).await;
    wrong.expect(422).says("pas le bon code");
    let form = wrong.page().form("form.form");
    assert_eq!(form.value("code"), Some("abc"), "what was typed is kept");
    let inside = other.send(&wrong, &form, &[("code", &code(&secret, 1))]).await;
    inside.expect(200);
    assert_eq!(inside.path, "/team");
    // A form of the time before is one of another session, and the sign-in that waited is over.
    other.send(&wrong, &form, &[("code", &codes[9])]).await.expect(403);
    let over = other.open("/login/step").await;
    assert_ne!(over.path.split('?').next(), Some("/login/step"), "it served once");
}

async fn an_administrator_helps_who_lost_their_phone(column: Column) {
    let world = world_that_requires_it(column).await;
    let mut marie = world.hire(MARIE).await;
    enrol(&mut marie).await;
    let mut zoe = world.hire(ZOE).await;
    enrol(&mut zoe).await;
    let team = zoe.open("/team").await;
    let page = zoe.open(&team.page().link(MARIE.name)).await;
    let done = press(&mut zoe, &page, "Retirer la double authentification").await;
    done.expect(200).says("est retirée").never_says("Retirer la double authentification");
    marie.open("/queue").await.says("Mot de passe oublié");
    world.mail_about(MARIE.email, "sécurité de votre compte").await;
    let mut again = world.program.office();
    password(&mut again, MARIE.email, "/queue").await.says("La double authentification est obligatoire");
    // Their own goes by another page.
    let team = zoe.open("/team").await;
    zoe.open(&team.page().link(ZOE.name)).await.never_says("Retirer la double authentification");
}

async fn a_client_who_lost_theirs_is_helped_after_a_proof(column: Column) {
    let world = world_that_requires_it(column).await;
    let mut zoe = world.hire(ZOE).await;
    let (_, codes) = enrol(&mut zoe).await;
    let mut claire = world.manager(DURAND).await;
    let page = claire.open("/account/two-step").await;
    let page = press(&mut claire, &page, "Configurer une application").await;
    let secret = page.page().texts(".secret")[0].replace(' ', "");
    let form = page.page().form("form.form");
    claire.send(&page, &form, &[("code", &code(&secret, 0))]).await.expect(200).says("est activée");

    let people = zoe.open("/tenants/durand/people").await;
    let form = people.page().form_with_button("Retirer la double authentification");
    let taken = match column {
        // Sessions lie in Redis there, whose clock nobody turns: this one began a moment ago.
        Column::Production => zoe.send(&people, &form, &[]).await,
        Column::Embedded => {
            let aged =
                "UPDATE sessions SET created_at = '2020-01-01 00:00:00+00:00' WHERE audience = 'office'";
            world.program.parts().sql(aged);
            let asked = zoe.send(&people, &form, &[]).await;
            asked.expect(200).says("Confirmez que c’est vous");
            assert!(asked.path.starts_with("/me/confirm?next=/tenants/durand/people"), "{}", asked.path);
            claire.open("/tickets").await.expect(200).says("Aucun ticket ouvert");
            let proof = asked.page().form("form.form");
            zoe.send(&asked, &proof, &[("code", PASSWORD)]).await.expect(422);
            let back = zoe.send(&asked, &proof, &[("code", &codes[0])]).await;
            assert_eq!(back.path, "/tenants/durand/people");
            let form = back.page().form_with_button("Retirer la double authentification");
            zoe.send(&back, &form, &[]).await
        }
    };
    taken.expect(200).says("est retirée");
    claire.open("/tickets").await.says("Mot de passe oublié");
}
