//! Tickets: list, open, read, reply, close.

use rappel_domain::id::StaffId;
use serde_json::{Value, json};

use crate::world::World;

#[tokio::test]
async fn a_ticket_goes_from_open_to_closed() {
    let it = World::build().await;
    let erp = it.program(&it.durand).await;
    let robot = it.staff_program(it.paul, &it.durand).await;

    let body = json!({
        "category": erp.category(false).await,
        "requester": "claire.martin@durand-fils.example",
        "description": "L’imprimante\r\nne répond plus",
    });
    let opened = erp.post("/api/v1/tickets", &body).await;
    assert_eq!(
        (opened.status, opened.header("location")),
        (201, Some("/api/v1/tickets/1")),
        "{}",
        opened.text
    );
    let opened = opened.json();
    assert!(opened["id"].as_str().unwrap().starts_with("tkt_") && opened["number"] == 1);

    let ticket = erp.get("/api/v1/tickets/1").await.json();
    assert_eq!((&ticket["status"], &ticket["excerpt"]), (&json!("untreated"), &json!("L’imprimante")));
    assert_eq!(ticket["requester"], json!({"id": it.claire.to_string(), "name": "Claire Martin"}));
    assert_eq!((&ticket["id"], &ticket["opened_at"]), (&opened["id"], &json!("2026-11-21T13:17:00.000000Z")));
    let first = &ticket["timeline"][0];
    assert_eq!((&first["type"], &first["kind"]), (&json!("message"), &json!("client")), "{ticket}");
    assert_eq!(first["body"], "L’imprimante\nne répond plus");
    assert_eq!(first["by"]["kind"], "program", "{ticket}");

    let write = |text: &str| json!({"body": text});
    assert_eq!(robot.post("/api/v1/tickets/1/messages", &write("Essayez de la rallumer")).await.status, 204);
    let ticket = erp.get("/api/v1/tickets/1").await.json();
    assert_eq!((&ticket["status"], &ticket["assignee_name"]), (&json!("answered"), &json!("Paul Admin")));
    assert!(ticket["answered_at"].is_string() && ticket["closes_at"].is_string(), "{ticket}");
    assert_eq!(kinds(&ticket), ["client", "answer"], "{ticket}");

    assert_eq!(erp.post("/api/v1/tickets/1/messages", &write("Toujours rien")).await.status, 204);
    let ticket = erp.get("/api/v1/tickets/1").await.json();
    assert_eq!((&ticket["status"], kinds(&ticket).len()), (&json!("in_progress"), 3));
    assert!(ticket.get("closes_at").is_none(), "{ticket}");

    assert_eq!(erp.act("/api/v1/tickets/1/close").await.status, 204);
    let ticket = robot.get("/api/v1/tickets/1").await.json();
    assert_eq!(
        (&ticket["status"], &ticket["closed_at"]),
        (&json!("closed"), &json!("2026-11-21T13:17:00.000000Z"))
    );
    erp.act("/api/v1/tickets/1/close").await.is_problem(409, "ticket_closed");
    erp.post("/api/v1/tickets/1/messages", &write("Encore")).await.is_problem(409, "ticket_closed");
}

#[tokio::test]
async fn notes_are_for_staff() {
    let it = World::build().await;
    let erp = it.program(&it.durand).await;
    let robot = it.staff_program(it.paul, &it.durand).await;
    let number = erp.open(it.claire, "Bonjour").await;
    let scope = staff_scope(&it, it.paul).await;
    let note = rappel_service::tickets::Note { body: "mauvais payeur".to_owned(), ..Default::default() };
    it.service.note(&scope, number, &note, &[]).await.unwrap();
    let path = format!("/api/v1/tickets/{number}");
    assert!(robot.get(&path).await.text.contains("mauvais payeur"));
    assert!(!erp.get(&path).await.text.contains("mauvais payeur"));
}

#[tokio::test]
async fn a_key_that_reads_no_callbacks_sees_none_of_them_on_a_ticket() {
    let it = World::build().await;
    let (number, _) = it.program(&it.durand).await.open_urgent(it.claire).await;
    let path = format!("/api/v1/tickets/{number}");
    let tickets_only = it.program_that_may(&it.durand, &["tickets:read"]).await;
    let shown = tickets_only.get(&path).await;
    assert_eq!((shown.status, &shown.json()["urgent"]), (200, &json!(true)));
    assert!(shown.json().get("callback").is_none(), "{}", shown.text);
    assert!(!shown.text.contains("+33612345678") && !shown.text.contains("callback_"), "{}", shown.text);
    let both = it.program_that_may(&it.durand, &["tickets:read", "callbacks:read"]).await;
    let shown = both.get(&path).await;
    assert_eq!(shown.json()["callback"]["phone"], "+33612345678");
    assert!(shown.text.contains("callback_requested"), "{}", shown.text);
}

#[tokio::test]
async fn an_urgent_ticket_has_a_callback() {
    let it = World::build().await;
    let erp = it.program(&it.durand).await;
    let (number, callback) = erp.open_urgent("claire.martin").await;
    let ticket = erp.get(&format!("/api/v1/tickets/{number}")).await.json();
    assert_eq!((&ticket["urgent"], &ticket["callback"]["phone"]), (&json!(true), &json!("+33612345678")));
    assert_eq!(ticket["callback"]["contact_name"], "Claire Martin");
    assert!(callback.starts_with("cbk_"));
    let without = json!({
        "category": erp.category(true).await,
        "requester": it.claire.to_string(),
        "description": "Plus rien ne marche",
    });
    let refused = erp.post("/api/v1/tickets", &without).await;
    refused.is_problem(422, "invalid");
    assert_eq!(refused.json()["errors"], json!([{"field": "phone", "code": "phone-empty"}]));
}

#[tokio::test]
async fn a_list_comes_in_pages() {
    let it = World::build().await;
    let erp = it.program(&it.durand).await;
    for n in 1..=7 {
        erp.open(it.claire, &format!("Demande {n}")).await;
    }
    let (mut path, mut seen, mut pages) = ("/api/v1/tickets?limit=3".to_owned(), Vec::new(), 0);
    loop {
        let page = erp.get(&path).await.json();
        seen.extend(page["items"].as_array().unwrap().iter().map(|it| it["number"].as_i64().unwrap()));
        pages += 1;
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/api/v1/tickets?limit=3&cursor={cursor}");
        // What comes meanwhile does not move the pages.
        erp.open(it.claire, "Entre deux").await;
    }
    assert_eq!((seen, pages), (vec![7, 6, 5, 4, 3, 2, 1], 3));
    assert!(erp.get("/api/v1/tickets?limit=100").await.json().get("next_cursor").is_none());
    for query in ["limit=0", "limit=101", "limit=-1", "limit=many"] {
        erp.get(&format!("/api/v1/tickets?{query}")).await.is_problem(400, "bad_parameter");
    }
    erp.get("/api/v1/tickets?cursor=1").await.is_problem(400, "bad_cursor");
}

#[tokio::test]
async fn sent_twice_it_is_one_ticket() {
    let it = World::build().await;
    let erp = it.program(&it.durand).await;
    let body = json!({
        "category": erp.category(false).await,
        "requester": it.claire.to_string(),
        "description": "Une seule fois",
    });
    let keyed = erp.and("idempotency-key", "order-17");
    let (first, second) =
        tokio::join!(keyed.post("/api/v1/tickets", &body), keyed.post("/api/v1/tickets", &body));
    assert_eq!((first.status, &first.text), (201, &second.text));
    assert_eq!(keyed.post("/api/v1/tickets", &body).await, first);
    let tickets = erp.get("/api/v1/tickets").await.json();
    assert_eq!(tickets["items"].as_array().unwrap().len(), 1);

    let mut other = body.clone();
    other["description"] = json!("Autre chose");
    keyed.post("/api/v1/tickets", &other).await.is_problem(422, "idempotency_key_misused");
    let mut other = body.clone();
    other["requester"] = json!(second_person(&it).await);
    keyed.post("/api/v1/tickets", &other).await.is_problem(422, "idempotency_key_misused");
    keyed.act("/api/v1/tickets/1/close").await.is_problem(422, "idempotency_key_misused");

    // Another program may use the same words.
    let other = it.program(&it.durand).await.and("idempotency-key", "order-17");
    assert_eq!(other.post("/api/v1/tickets", &body).await.json()["number"], 2);
}

#[tokio::test]
async fn sent_twice_it_is_one_message_and_one_close() {
    let it = World::build().await;
    let erp = it.program(&it.durand).await;
    let number = erp.open(it.claire, "Bonjour").await;
    let messages = format!("/api/v1/tickets/{number}/messages");
    let close = format!("/api/v1/tickets/{number}/close");
    let write = erp.and("idempotency-key", "m-1");
    for _ in 0..2 {
        assert_eq!(write.post(&messages, &json!({"body": "Une précision"})).await.status, 204);
    }
    write.post(&messages, &json!({"body": "Une autre"})).await.is_problem(422, "idempotency_key_misused");
    let ticket = erp.get(&format!("/api/v1/tickets/{number}")).await.json();
    assert_eq!(kinds(&ticket).len(), 2, "{ticket}");
    let closes = erp.and("idempotency-key", "c-1");
    for _ in 0..2 {
        assert_eq!(closes.act(&close).await.status, 204);
    }
    erp.act(&close).await.is_problem(409, "ticket_closed");
    let second = erp.open(it.claire, "Encore").await;
    let other = format!("/api/v1/tickets/{second}/close");
    closes.act(&other).await.is_problem(422, "idempotency_key_misused");
}

#[tokio::test]
async fn what_must_be_corrected_is_named() {
    let it = World::build().await;
    let erp = it.program(&it.durand).await;
    let body = json!({
        "category": "cat_00000000000000000000000000000000",
        "requester": it.claire.to_string(),
        "description": "  \n ",
    });
    let refused = erp.post("/api/v1/tickets", &body).await;
    refused.is_problem(422, "invalid");
    let errors = json!([
        {"field": "category", "code": "invalid-choice"},
        {"field": "description", "code": "description-empty"},
    ]);
    assert_eq!(refused.json()["errors"], errors);
    for (requester, continues, field) in
        [("nobody@durand.example", None, "requester"), ("claire.martin", Some(99), "continues")]
    {
        let body = json!({
            "category": erp.category(false).await,
            "requester": requester,
            "description": "Bonjour",
            "continues": continues,
        });
        let refused = erp.post("/api/v1/tickets", &body).await;
        refused.is_problem(422, "invalid");
        assert_eq!(refused.json()["errors"], json!([{"field": field, "code": "invalid-choice"}]));
    }
    let somebody = it.office.on(it.durand.id).unwrap();
    let gone = second_person(&it).await;
    it.service
        .set_disabled(&somebody, gone.parse().unwrap(), rappel_service::people::Disabled::Yes)
        .await
        .unwrap();
    let body = json!({"category": erp.category(false).await, "requester": gone, "description": "Bonjour"});
    erp.post("/api/v1/tickets", &body).await.is_problem(422, "invalid");
}

fn kinds(ticket: &Value) -> Vec<String> {
    let entries = ticket["timeline"].as_array().unwrap().iter();
    entries.filter(|it| it["type"] == "message").map(|it| it["kind"].as_str().unwrap().to_owned()).collect()
}

async fn second_person(it: &World) -> String {
    let form = rappel_service::people::InviteForm {
        name: "Luc Petit".to_owned(),
        email: "luc@durand.example".to_owned(),
        user_name: "luc".to_owned(),
        phone: String::new(),
        role: "member".to_owned(),
    };
    let scope = it.office.on(it.durand.id).unwrap();
    it.service.invite(&scope, &form).await.unwrap().to_string()
}

async fn staff_scope(it: &World, staff: StaffId) -> rappel_service::Scope {
    let hash = rappel_service::sha256("a session of a test");
    let staff = it.service.staff(&it.office, staff).await.unwrap();
    it.service.store().doors().sign_in_staff(&staff, &hash).await.unwrap().on(it.durand.id).unwrap()
}
