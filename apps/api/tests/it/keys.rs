//! Who may do what with which key.

use rappel_domain::Clock as _;
use rappel_service::{
    api_keys::{ActsFor, SCOPES},
    people::{Wanted, What},
    team::StaffForm,
};
use serde_json::json;

use crate::world::{Program, World};

#[tokio::test]
async fn a_scope_opens_its_operations_and_no_other() {
    let it = World::build().await;
    let erp = it.program(&it.durand).await;
    let number = erp.open(it.claire, "Bonjour").await;
    let (_, callback) = erp.open_urgent(it.claire).await;
    let (ticket, callback) = (format!("/api/v1/tickets/{number}"), format!("/api/v1/callbacks/{callback}"));
    let cases = [
        ("tickets:read", "GET", "/api/v1/tickets".to_owned()),
        ("tickets:read", "GET", ticket.clone()),
        ("tickets:write", "POST", "/api/v1/tickets".to_owned()),
        ("tickets:write", "POST", format!("{ticket}/messages")),
        ("tickets:write", "POST", format!("{ticket}/close")),
        ("callbacks:read", "GET", "/api/v1/callbacks".to_owned()),
        ("callbacks:read", "GET", callback.clone()),
        ("callbacks:write", "POST", format!("{callback}/accept")),
        ("callbacks:write", "POST", format!("{callback}/outcome")),
    ];
    for (needed, method, path) in cases {
        let others: Vec<&str> = SCOPES.into_iter().filter(|&it| it != needed).collect();
        let without = it.program_that_may(&it.durand, &others).await;
        let refused = ask(&without, method, &path).await;
        refused.is_problem(403, "scope_missing");
        assert!(refused.json()["detail"].as_str().unwrap().contains(needed), "{}", refused.text);
        let with = it.program_that_may(&it.durand, &[needed]).await;
        let answer = ask(&with, method, &path).await;
        match needed {
            "callbacks:write" => answer.is_problem(403, "staff_only"),
            _ => assert_ne!(answer.status, 403, "{path}: {}", answer.text),
        }
    }
    let any = it.program_that_may(&it.durand, &["callbacks:read"]).await;
    assert_eq!(any.get("/api/v1/categories").await.status, 200);
}

#[tokio::test]
async fn without_a_good_key_nothing_is_said() {
    let it = World::build().await;
    let missing = it.without_key().get("/api/v1/tickets").await;
    missing.is_problem(401, "key_missing");
    assert_eq!(missing.header("www-authenticate"), Some("Bearer realm=\"rappel\""));
    let scopes = ["tickets:read".to_owned()];
    let good = it.service.add_api_key(&it.office, it.durand.id, "ERP", &scopes, ActsFor::Tenant);
    let good = good.await.unwrap();
    assert_eq!(it.with_key(&good).get("/api/v1/tickets").await.status, 200);
    let of_nunes =
        good.replacen(&format!("rpl_{}_", it.durand.number), &format!("rpl_{}_", it.nunes.number), 1);
    assert_ne!(of_nunes, good);
    let cut = &good[..good.len() - 1];
    for bad in ["rpl_", "rpl_1_x_y", "rpl_99999999999999999999_x_y", "nonsense", cut, &of_nunes] {
        let refused = it.with_key(bad).get("/api/v1/tickets").await;
        refused.is_problem(401, "key_refused");
        assert!(refused.header("www-authenticate").unwrap().contains("invalid_token"));
    }
    let basic = it.without_key().and("authorization", "Basic cnBsOng=");
    basic.get("/api/v1/tickets").await.is_problem(401, "key_missing");
    let twice = it.with_key(&good).and("authorization", &format!("Bearer {good}"));
    twice.get("/api/v1/tickets").await.is_problem(401, "key_missing");
    // The key comes before everything else: nobody without one learns what is well formed.
    it.without_key().post("/api/v1/tickets", &json!({"nonsense": 1})).await.is_problem(401, "key_missing");
}

#[tokio::test]
async fn a_revoked_key_is_refused_from_now_on() {
    let it = World::build().await;
    let erp = it.program(&it.durand).await;
    assert_eq!(erp.get("/api/v1/tickets").await.status, 200);
    let keys = it.service.api_keys(&it.office, it.durand.id).await.unwrap();
    it.service.revoke_api_key(&it.office, it.durand.id, keys[0].id).await.unwrap();
    erp.get("/api/v1/tickets").await.is_problem(401, "key_refused");
}

#[tokio::test]
async fn keys_of_a_tenant_that_was_switched_off_are_refused() {
    let it = World::build().await;
    let (erp, robot) = (it.program(&it.durand).await, it.staff_program(it.paul, &it.durand).await);
    let other = it.program(&it.nunes).await;
    let mut tx = it.service.store().office_write(&it.office).await.unwrap();
    let tenants = it.service.tenants(&it.office).await.unwrap();
    let mut durand = tenants.into_iter().find(|tenant| tenant.id == it.durand.id).unwrap();
    durand.disabled_at = Some(it.clock.now());
    tx.update_tenant(&durand).await.unwrap();
    tx.commit().await.unwrap();
    erp.get("/api/v1/tickets").await.is_problem(401, "key_refused");
    robot.get("/api/v1/tickets").await.is_problem(401, "key_refused");
    assert_eq!(other.get("/api/v1/tickets").await.status, 200);
}

#[tokio::test]
async fn a_staff_key_is_worth_what_its_owner_is_now() {
    let it = World::build().await;
    let robot = it.staff_program(it.karim, &it.durand).await;
    let mut form = StaffForm {
        name: "Karim Haddad".to_owned(),
        email: "karim.haddad@office.example".to_owned(),
        user_name: "karim.haddad".to_owned(),
        phone: "+33622222222".to_owned(),
        role: "agent".to_owned(),
        locale: "fr".to_owned(),
        all_tenants: false,
        tenants: vec![it.durand.slug.clone()],
        team: String::new(),
        is_disabled: false,
    };
    it.service.save_staff(&it.office, it.karim, &form).await.unwrap();
    assert_eq!(robot.get("/api/v1/tickets").await.status, 200);
    form.tenants = vec![it.nunes.slug.clone()];
    it.service.save_staff(&it.office, it.karim, &form).await.unwrap();
    robot.get("/api/v1/tickets").await.is_problem(401, "key_refused");
    form.tenants = vec![it.durand.slug.clone()];
    form.is_disabled = true;
    it.service.save_staff(&it.office, it.karim, &form).await.unwrap();
    robot.get("/api/v1/tickets").await.is_problem(401, "key_refused");
}

#[tokio::test]
async fn what_a_staff_key_reads_is_a_look_that_the_company_sees() {
    let it = World::build().await;
    let (erp, robot) = (it.program(&it.durand).await, it.staff_program(it.paul, &it.durand).await);
    let (number, callback) = erp.open_urgent(it.claire).await;
    let office = it.office.on(it.durand.id).unwrap();
    let looks = async || {
        let wanted = Wanted { what: What::Looks, ..Wanted::default() };
        let (found, _) = it.service.people_history(&office, &wanted, None, 100).await.unwrap();
        found.iter().map(|it| it.deed.kind().to_owned()).collect::<Vec<_>>()
    };
    for path in ["/api/v1/tickets", "/api/v1/callbacks", &format!("/api/v1/callbacks/{callback}")] {
        assert_eq!(erp.get(path).await.status, 200);
    }
    assert_eq!(looks().await, Vec::<String>::new(), "a program of the company reads its own");
    for (path, look) in [
        ("/api/v1/tickets".to_owned(), "tickets_seen"),
        (format!("/api/v1/callbacks/{callback}"), "ticket_seen"),
        (format!("/api/v1/callbacks/{callback}/proof"), "proof_seen"),
    ] {
        assert!(!looks().await.contains(&look.to_owned()), "{look}");
        assert_eq!(robot.get(&path).await.status, 200, "{path}");
        assert!(looks().await.contains(&look.to_owned()), "{path}: {:?}", looks().await);
    }
    let before = looks().await.len();
    for again in ["/api/v1/callbacks".to_owned(), format!("/api/v1/tickets/{number}")] {
        assert_eq!(robot.get(&again).await.status, 200);
        assert_eq!(looks().await.len(), before, "one look at the same: {again}");
    }
    robot.open("claire.martin@durand-fils.example", "Bonjour").await;
    assert!(looks().await.contains(&"people_seen".to_owned()), "{:?}", looks().await);
}

async fn ask(program: &Program, method: &str, path: &str) -> crate::world::Answer {
    match method {
        "GET" => program.get(path).await,
        _ => program.post(path, &json!({})).await,
    }
}
