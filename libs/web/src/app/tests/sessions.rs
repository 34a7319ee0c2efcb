//! Signing in and out, with real rows.

use std::sync::Arc;

use poem::{Response, handler};
use rappel_domain::{Locale, id::TenantId, own_text::OwnText, phone::Country, token::Token};
use rappel_pages::own::OwnTexts;
use rappel_service::{Service, Tenant, people::InviteForm, sha256, sign_in::Entrance, tenants::TenantForm};
use rappel_store::links::Purpose;
use serde::Deserialize;

use super::harness::*;
use crate::{
    Form, OfficeSession, PortalSession, Problem, Scheme, Visit, Web, before_sign_in, hosts, see_other,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Login {
    user: String,
    password: String,
}

#[handler]
pub(super) async fn sign_in(visit: Visit, web: Web, Form(login): Form<Login>) -> Result<Response, Problem> {
    before_sign_in(&web, &visit, &login.user).await;
    let tenant = visit.company()?.tenant;
    let signed_in = web
        .service()
        .sign_in_person(tenant, &login.user, &login.password, PortalSession::kept(&visit))
        .await?
        .whole()
        .ok_or_else(Problem::not_found)?;
    PortalSession::begin(&web, &visit, &signed_in.token, Entrance::SignIn).await?;
    Ok(see_other("/me"))
}

#[handler]
pub(super) fn me(visit: Visit, web: Web, session: PortalSession) -> Result<String, Problem> {
    let frame = session.frame(&web, &visit, "/tickets")?;
    Ok(format!("{} of {} csrf={} .", session.person.name, frame.brand.name, frame.csrf))
}

#[handler]
pub(super) async fn sign_out(visit: Visit, web: Web, session: PortalSession) -> Result<Response, Problem> {
    session.end(&web, &visit).await?;
    Ok(see_other("/login"))
}

#[handler]
pub(super) fn staff(session: OfficeSession) -> String {
    session.staff.name
}

const PASSWORD: &str = "a phrase that nobody guesses";

/// Durand and Acme with one person each, in the database.
async fn installation() -> Harness {
    let folder = tempfile::tempdir().unwrap();
    let service = service(folder.path()).await;
    let clock = service.clock();
    let operator = Tenant {
        id: TenantId::new(&*clock),
        number: 0,
        is_operator: true,
        slug: "operator".to_owned(),
        name: "Atelier Support".to_owned(),
        locale: Locale::Fr,
        time_zone: chrono_tz::Europe::Paris,
        country: Country::FRANCE,
        brand_color: "#173b8f".to_owned(),
        phone: None,
        promise_minutes: None,
        close_after_days: None,
        fallback_phone: None,
        fallback_email: None,
        terms_fr: None,
        terms_en: None,
        sms_budget: None,
        call_budget: None,
        logo: None,
        settings: Box::default(),
        disabled_at: None,
        version: 0,
    };
    service.store().insert_operator(&operator).await.unwrap();
    for (slug, name, person) in [("durand", "Durand & Fils", "claire"), ("acme", "Acme Ltd", "john")] {
        add(&service, slug, name, person).await;
    }
    let table = hosts::table(service.clone(), hosts::Shelf::default()).await.unwrap();
    harness_of(Scheme::Http, 100_000, folder, service, table).await
}

async fn add(service: &Service, slug: &str, name: &str, person: &str) {
    let line = service.store().doors().command_line().await.unwrap();
    let form = TenantForm {
        name: name.to_owned(),
        slug: slug.to_owned(),
        brand_color: "#0b5d4e".to_owned(),
        locale: "fr".to_owned(),
        ..TenantForm::default()
    };
    let tenant = service.add_tenant(&line.office(), &form).await.unwrap();
    let scope = line.tenant(tenant.id);
    let form = InviteForm {
        name: person.to_owned(),
        email: format!("{person}@{slug}.example"),
        user_name: person.to_owned(),
        role: "manager".to_owned(),
        ..InviteForm::default()
    };
    let id = service.invite(&scope, &form).await.unwrap();
    let token = Token::generate(tenant.number, [7; 64]);
    let tx = service.store().write(&scope).await.unwrap();
    let later = tx.clock().now() + chrono::Duration::days(1);
    tx.links().insert(&sha256(token.expose()), Purpose::PersonInvitation(id), later).await.unwrap();
    tx.commit().await.unwrap();
    service.choose_password(&tenant, token.expose(), PASSWORD).await.unwrap();
}

impl Harness {
    /// Signs in as a new browser; gives the session's cookie.
    async fn sign_in(&self, host: &str, user: &str, password: &str) -> Answer {
        let (cookie, token) = self.browser(host).await;
        let password: String = form_urlencoded::byte_serialize(password.as_bytes()).collect();
        let form = format!("csrf={token}&user={user}&password={password}");
        self.get(ask("/login").host(host).header("cookie", &cookie).form(&form)).await
    }

    async fn session(&self, host: &str, user: &str) -> String {
        let answer = self.sign_in(host, user, PASSWORD).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        let set = answer.cookies().into_iter().find(|line| line.starts_with("rappel=")).unwrap();
        assert!(set.ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=1209600"), "{set}");
        set.split(';').next().unwrap().to_owned()
    }
}

const ACME: &str = "acme.localhost:8080";

#[tokio::test]
async fn somebody_signs_in_and_out() {
    let it = installation().await;
    let cookie = it.session(DURAND, "claire").await;
    let page = it.get(ask("/me").header("cookie", &cookie)).await;
    assert!(page.text.starts_with("claire of Durand & Fils csrf="), "{}", page.text);

    let token = page.text.split("csrf=").nth(1).unwrap().split(' ').next().unwrap();
    let out = it.get(ask("/logout").header("cookie", &cookie).form(&format!("csrf={token}"))).await;
    assert_eq!((out.status, out.header("location")), (303, Some("/login")));
    assert!(out.cookies().iter().any(|line| line.starts_with("rappel=;") && line.contains("Max-Age=0")));
    assert_eq!(
        it.get(ask("/me").header("cookie", &cookie)).await.status,
        303,
        "the cookie is worth nothing now"
    );
}

#[tokio::test]
async fn a_cookie_is_good_on_its_own_site_only() {
    let it = installation().await;
    let cookie = it.session(DURAND, "claire").await;
    assert_eq!(it.get(ask("/me").header("cookie", &cookie)).await.status, 200);
    for (host, cookie) in [
        (ACME, cookie.clone()),
        ("localhost:8080", cookie.clone()),
        ("localhost:8080", cookie.replace("rappel=", "rappel-office=")),
        (DURAND, cookie.replace("rappel=", "rappel-office=")),
        (DURAND, format!("{cookie}0")),
        (DURAND, "rappel=' OR 1=1".to_owned()),
    ] {
        assert_eq!(
            it.get(ask("/me").host(host).header("cookie", &cookie)).await.status,
            303,
            "{host} {cookie}"
        );
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_get_the_same_answer() {
    let it = installation().await;
    let wrong = it.sign_in(DURAND, "claire", "not the password at all").await;
    let unknown = it.sign_in(DURAND, "nobody", "not the password at all").await;
    let elsewhere = it.sign_in(ACME, "claire", PASSWORD).await;
    assert_eq!((wrong.status, unknown.status, elsewhere.status), (422, 422, 422));
    let without_id = |answer: &Answer| answer.text.replace(answer.header("x-request-id").unwrap(), "");
    assert_eq!(without_id(&wrong), without_id(&unknown));
    assert!(wrong.cookies().iter().all(|line| !line.starts_with("rappel=")));
}

#[tokio::test]
async fn a_session_that_was_there_before_is_not_kept() {
    let it = installation().await;
    let made_up = format!("rappel={}", "a".repeat(64));
    let real = it.session(DURAND, "claire").await;
    // Whoever planted it in this browser knows it; the one that the sign-in makes they do not.
    for planted in [made_up.as_str(), real.as_str()] {
        let (cookie, token) = it.browser(DURAND).await;
        let password: String = form_urlencoded::byte_serialize(PASSWORD.as_bytes()).collect();
        let form = format!("csrf={token}&user=claire&password={password}");
        let both = format!("{planted}; {cookie}");
        let answer = it.get(ask("/login").host(DURAND).header("cookie", &both).form(&form)).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        let set = answer.cookies().into_iter().find(|line| line.starts_with("rappel=")).unwrap();
        assert!(!set.starts_with(planted), "{set}");
    }
    assert_eq!(it.get(ask("/me").header("cookie", &made_up)).await.status, 303, "it opens nothing");
}

#[tokio::test]
async fn a_token_of_a_guest_is_no_token_of_a_session() {
    let it = installation().await;
    let (guest_cookie, guest) = it.browser(DURAND).await;
    let cookie = it.session(DURAND, "claire").await;
    let both = format!("{guest_cookie}; {cookie}");
    let out = it.get(ask("/logout").header("cookie", &cookie).form(&format!("csrf={guest}"))).await;
    assert_eq!(out.status, 403);
    // With its own cookie the guest's token is a good token of this browser: the form was ours.
    let out = it.get(ask("/logout").header("cookie", &both).form(&format!("csrf={guest}"))).await;
    assert_eq!(out.status, 303);
}

#[tokio::test]
async fn guessing_is_slowed_down_but_the_owner_still_signs_in() {
    let it = installation().await;
    for _ in 0..8 {
        it.sign_in(DURAND, "claire", "a wrong guess at it").await;
    }
    let begun = std::time::Instant::now();
    it.session(DURAND, "claire").await;
    let took = begun.elapsed().as_millis();
    assert!((1000..4000).contains(&took), "{took} ms");
}

/// The account is one, whatever port its host is written with.
#[tokio::test]
async fn guesses_by_other_ways_to_write_the_host_are_counted_together() {
    let it = installation().await;
    let mut times = Vec::new();
    for number in 0..12u8 {
        let host = format!("durand.localhost:{}", 9000 + u16::from(number));
        let (cookie, token) = it.browser(&host).await;
        let form = format!("csrf={token}&user=claire&password=a+wrong+guess+at+it");
        let guess = ask("/login").host(&host).header("cookie", &cookie).form(&form);
        // Each from a network of its own, so that only the account counts them.
        let begun = std::time::Instant::now();
        assert_eq!(it.get(guess.from([198, 51, 100, number])).await.status, 422, "{host}");
        times.push(begun.elapsed().as_millis());
    }
    assert!(times[0] < 1000 && times[11] >= 1000, "{times:?}");
    println!("tries: {}", times.len());
}

/// A company that left meanwhile, or rows that cannot be read: it says what it said last, and every host stays.
#[tokio::test]
async fn texts_that_cannot_be_read_leave_the_last_ones() {
    let folder = tempfile::tempdir().unwrap();
    let service = service(folder.path()).await;
    let shelf = hosts::Shelf::default();
    let unreadable = TenantId::new(&*service.clock());
    assert_eq!(shelf.or_last(&service, unreadable, 1).await, None, "the standard ones");
    let text = OwnText { locale: Locale::Fr, key: "login-title".to_owned(), words: "Entrer".to_owned() };
    let last = Arc::new(OwnTexts::new(vec![text]));
    shelf.keep(unreadable, 1, Arc::clone(&last));
    assert_eq!(shelf.or_last(&service, unreadable, 2).await, Some(last));
}
