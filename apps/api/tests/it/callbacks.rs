//! Callbacks: list, read, accept, outcome.

use serde_json::json;

use crate::world::{Program, World};

/// One more callback: a repeat within ten minutes would join the last one.
async fn anew(it: &World, erp: &Program) -> (i64, String) {
    it.clock.advance(chrono::Duration::minutes(11));
    erp.open_urgent(it.claire).await
}

#[tokio::test]
async fn exactly_one_takes_it() {
    let it = World::build().await;
    let erp = it.program(&it.durand).await;
    let paul = it.staff_program(it.paul, &it.durand).await;
    let karim = it.staff_program(it.karim, &it.durand).await;
    for round in 0..5 {
        let (_, callback) = anew(&it, &erp).await;
        let accept = format!("/api/v1/callbacks/{callback}/accept");
        let (by_paul, by_karim) = tokio::join!(paul.act(&accept), karim.act(&accept));
        let (winner, loser, name) = match by_paul.status {
            200 => (by_paul, by_karim, "Paul Admin"),
            _ => (by_karim, by_paul, "Karim Haddad"),
        };
        loser.is_problem(409, "already_taken");
        let taken = winner.json();
        assert_eq!((winner.status, &taken["phase"]), (200, &json!("accepted")), "round {round}");
        assert_eq!((&taken["holder"]["name"], &taken["phone"]), (&json!(name), &json!("+33612345678")));
        assert!(taken["call_by"].is_string(), "{taken}");
        let read = erp.get(&format!("/api/v1/callbacks/{callback}")).await.json();
        assert_eq!(read["holder"], taken["holder"]);
    }
}

#[tokio::test]
async fn the_one_who_took_it_says_what_became_of_it() {
    let it = World::build().await;
    let erp = it.program(&it.durand).await;
    let paul = it.staff_program(it.paul, &it.durand).await;
    let karim = it.staff_program(it.karim, &it.durand).await;
    let (number, callback) = erp.open_urgent(it.claire).await;
    let accept = format!("/api/v1/callbacks/{callback}/accept");
    let outcome = format!("/api/v1/callbacks/{callback}/outcome");
    let reached = json!({"outcome": "reached"});

    paul.post(&outcome, &reached).await.is_problem(409, "not_yours");
    assert_eq!(paul.act(&accept).await.status, 200);
    assert_eq!(paul.act(&accept).await.status, 200, "taking it again is no error");
    karim.post(&outcome, &reached).await.is_problem(409, "not_yours");

    let missing = paul.post(&outcome, &json!({"outcome": "no_answer"})).await;
    missing.is_problem(422, "invalid");
    assert_eq!(missing.json()["errors"], json!([{"field": "next_try", "code": "invalid-missing"}]));
    let late = json!({"outcome": "no_answer", "next_try": "2027-11-21T13:30:00Z"});
    paul.post(&outcome, &late).await.is_problem(422, "time_out_of_range");
    let again = json!({"outcome": "no_answer", "next_try": "2026-11-21T14:30:00+01:00"});
    let keyed = paul.and("idempotency-key", "o-1");
    for _ in 0..2 {
        let said = keyed.post(&outcome, &again).await.json();
        assert_eq!((&said["phase"], &said["tries"]), (&json!("accepted"), &json!(1)), "{said}");
    }
    keyed.post(&outcome, &reached).await.is_problem(422, "idempotency_key_misused");
    keyed.act(&accept).await.is_problem(422, "idempotency_key_misused");

    let said = paul.post(&outcome, &reached).await.json();
    assert_eq!((&said["phase"], &said["ticket"]), (&json!("reached"), &json!(number)));
    assert_eq!(said["ended_at"], "2026-11-21T13:17:00.000000Z");
    let events = said["events"].as_array().unwrap();
    let tried = events.iter().find(|it| it["event"] == "no_answer").unwrap();
    assert_eq!(
        (&tried["next_try"], &tried["staff_name"]),
        (&json!("2026-11-21T13:30:00.000000Z"), &json!("Paul Admin"))
    );
    paul.post(&outcome, &reached).await.is_problem(409, "callback_over");
    karim.act(&accept).await.is_problem(409, "callback_over");
}

#[tokio::test]
async fn who_cannot_or_has_a_wrong_number_says_so() {
    let it = World::build().await;
    let erp = it.program(&it.durand).await;
    let paul = it.staff_program(it.paul, &it.durand).await;
    for (outcome, phase, event) in
        [("cannot", "paging", "callback_declined"), ("wrong_number", "accepted", "wrong_number")]
    {
        let (_, callback) = anew(&it, &erp).await;
        let path = format!("/api/v1/callbacks/{callback}");
        assert_eq!(paul.act(&format!("{path}/accept")).await.status, 200);
        let answer = paul.post(&format!("{path}/outcome"), &json!({"outcome": outcome})).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let said = answer.json();
        assert_eq!(said["phase"], phase, "{said}");
        assert!(said["events"].as_array().unwrap().iter().any(|it| it["event"] == event), "{said}");
    }
}

#[tokio::test]
async fn the_proof_shows_each_key_its_part_of_one_chain() {
    let it = World::build().await;
    let erp = it.program(&it.durand).await;
    let paul = it.staff_program(it.paul, &it.durand).await;
    let (number, callback) = erp.open_urgent(it.claire).await;
    assert_eq!(paul.act(&format!("/api/v1/callbacks/{callback}/accept")).await.status, 200);
    let path = format!("/api/v1/callbacks/{callback}/proof");
    let (theirs, ours) = (erp.get(&path).await.json(), paul.get(&path).await.json());
    assert_eq!((&theirs["ticket"], &theirs["phase"]), (&json!(number), &json!("accepted")));
    assert_eq!(theirs["chain"], ours["chain"]);
    assert_eq!((&ours["chain"]["whole"], &ours["chain"]["unsealed"]), (&json!(true), &json!(0)));
    let last = ours["events"].as_array().unwrap().last().unwrap();
    assert_eq!(last["event"]["event"], "callback_taken", "{ours}");
    assert_eq!(last["hash"].as_str().unwrap().len(), 64);
    // To staff: news of what they may do; to the client: that somebody rings.
    let to = |proof: &serde_json::Value| {
        let messages = proof["messages"].as_array().unwrap().iter();
        messages.map(|it| it["to"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(to(&theirs).iter().all(|name| name == "Claire Martin"), "{theirs}");
    assert!(!to(&theirs).is_empty() && to(&ours).len() >= to(&theirs).len(), "{ours}");
    let blind = it.program_that_may(&it.durand, &["tickets:read"]).await;
    blind.get(&path).await.is_problem(403, "scope_missing");
}

#[tokio::test]
async fn a_list_comes_in_pages() {
    let it = World::build().await;
    let erp = it.program(&it.durand).await;
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.insert(0, anew(&it, &erp).await.1);
    }
    let (mut path, mut seen) = ("/api/v1/callbacks?limit=2".to_owned(), Vec::new());
    loop {
        let page = erp.get(&path).await.json();
        let items = page["items"].as_array().unwrap();
        assert!((1..=2).contains(&items.len()), "{page}");
        seen.extend(items.iter().map(|it| it["id"].as_str().unwrap().to_owned()));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/api/v1/callbacks?limit=2&cursor={cursor}");
    }
    assert_eq!(seen, ids);
}

#[tokio::test]
async fn a_repeat_shows_the_callback_that_it_joined() {
    let it = World::build().await;
    let erp = it.program(&it.durand).await;
    let (first, callback) = erp.open_urgent(it.claire).await;
    let (second, joined) = erp.open_urgent(it.claire).await;
    assert_eq!((second, &joined), (first + 1, &callback));
    let ticket = erp.get(&format!("/api/v1/tickets/{second}")).await.json();
    assert_eq!(ticket["callback"]["ticket"], json!(first), "whose callback it is");
    let events = ticket["timeline"].as_array().unwrap();
    let said = events.iter().find(|it| it["event"] == "joined_call").unwrap();
    assert_eq!(said["ticket"], json!(first));
    let callback = erp.get(&format!("/api/v1/callbacks/{callback}")).await.json();
    let events = callback["events"].as_array().unwrap();
    assert!(
        events.iter().any(|it| it["event"] == "also_asked" && it["ticket"] == json!(second)),
        "{callback}"
    );
}
