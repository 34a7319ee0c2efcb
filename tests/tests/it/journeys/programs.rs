//! Every operation of the document that the program itself serves, asked with keys of one company for what belongs to another.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rappel_testkit::{Column, Visitor};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{
    api::make_key,
    routes::{Estate, Ids, bare, without_canaries},
};

journeys![programs_find_nothing_of_another_company];

/// Requests of an operation, one for each place where an identifier stands.
fn requests(operation: &str, ids: &Ids, own: &Ids) -> Vec<(String, Option<Value>)> {
    let number = ids.value("number");
    let callback = ids.value("callback");
    let cursor = |place: &str| URL_SAFE_NO_PAD.encode(place);
    let open = |category: String, requester: String, continues: Option<i64>| {
        let description = "Bonjour";
        let body = json!({"category": category, "requester": requester, "description": description, "continues": continues});
        ("/tickets".to_owned(), Some(body))
    };
    let (category, person) = (own.value("category"), own.value("person"));
    match operation {
        "listCategories" => vec![("/categories".to_owned(), None)],
        "listTickets" => vec![(format!("/tickets?cursor={}", cursor(&number)), None)],
        "openTicket" => vec![
            open(ids.value("category"), person.clone(), None),
            open(category.clone(), ids.value("person"), None),
            open(category.clone(), ids.value("login"), None),
            open(category, person, number.parse().ok()),
        ],
        "readTicket" => vec![(format!("/tickets/{number}"), None)],
        "writeOnTicket" => vec![(format!("/tickets/{number}/messages"), Some(json!({"body": "Bonjour"})))],
        "closeTicket" => vec![(format!("/tickets/{number}/close"), None)],
        "listCallbacks" => vec![(format!("/callbacks?cursor={}", cursor(&callback)), None)],
        "readCallback" => vec![(format!("/callbacks/{callback}"), None)],
        "proveCallback" => vec![(format!("/callbacks/{callback}/proof"), None)],
        "acceptCallback" => vec![(format!("/callbacks/{callback}/accept"), None)],
        "sayOutcome" => vec![(format!("/callbacks/{callback}/outcome"), Some(json!({"outcome": "reached"})))],
        unknown => panic!("the operation {unknown} needs a line in this test"),
    }
}

/// Asks with a key, or with none.
async fn send(
    visitor: &mut Visitor,
    key: Option<&str>,
    method: &Method,
    (path, body): &(String, Option<Value>),
) -> (StatusCode, String) {
    let path = format!("/api/v1{path}");
    let mut request = visitor.request(method.clone(), &path);
    if let Some(key) = key {
        request = request.bearer_auth(key);
    }
    if let Some(body) = body {
        request = request.header("content-type", "application/json").body(body.to_string());
    }
    let answer = visitor.ask(request, &path).await;
    without_canaries(&answer);
    (answer.status, bare(&answer, &path))
}

async fn programs_find_nothing_of_another_company(column: Column) {
    let estate = Estate::build(column).await;
    let tries = Box::pin(every_operation(&estate)).await;
    super::tried(tries);
}

/// Asks every operation with every key; answers how many pairs were asked.
pub(super) async fn every_operation(estate: &Estate) -> usize {
    let mut zoe = estate.zoe.clone();
    let mut anne = estate.anne.clone();
    let world = &estate.world;
    // Of the company, of an administrator who sees every company, and of one who sees this one: a key is for one company.
    let keys = [
        Some(make_key(world, &mut zoe, "durand", "tenant").await.key),
        Some(make_key(world, &mut zoe, "durand", "staff").await.key),
        Some(make_key(world, &mut anne, "durand", "staff").await.key),
        None,
    ];
    let mut theirs = make_key(world, &mut zoe, "stone", "tenant").await;
    assert!(theirs.get("/api/v1/tickets").await.body.contains("canari-stone"), "the canary sings at home");
    let before = estate.rows_of_stone();

    let mut visitor = world.program.office();
    let served = visitor.request(Method::GET, "/api/openapi.json");
    let served = visitor.ask(served, "/api/openapi.json").await;
    let document: Value = serde_json::from_str(&served.body).unwrap();
    let (mut operations, mut tries) = (0, 0);
    for methods in document["paths"].as_object().unwrap().values() {
        for (method, operation) in methods.as_object().unwrap() {
            operations += 1;
            let name = operation["operationId"].as_str().unwrap();
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let [foreign, unused] =
                [&estate.stone, &estate.nobody].map(|ids| requests(name, ids, &estate.durand));
            for (foreign, unused) in foreign.iter().zip(&unused) {
                for key in &keys {
                    let first = send(&mut visitor, key.as_deref(), &method, foreign).await;
                    let second = send(&mut visitor, key.as_deref(), &method, unused).await;
                    assert_eq!(first, second, "{name} {foreign:?}");
                    assert_eq!(key.is_none(), first.0 == StatusCode::UNAUTHORIZED, "{name} {first:?}");
                    tries += 1;
                }
            }
        }
    }
    assert!(operations >= 10, "{operations}");
    assert_eq!(estate.rows_of_stone(), before);
    tries
}
