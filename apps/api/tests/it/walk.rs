//! Every operation of the document, asked with identifiers of another tenant: they are answered byte for byte like
//! unused ones, and change nothing. An operation without a line here fails.

use std::collections::BTreeSet;

use poem::{Body, http::Method};
use rappel_domain::id::{CallbackId, CategoryId, PersonId};
use serde_json::{Value, json};

use crate::world::{CANARY, Program, World};

/// The same kind of identifiers: the other tenant's, and some that nobody has.
struct Ids {
    number: i64,
    callback: String,
    category: String,
    person: String,
    login: String,
    ticket_cursor: String,
    callback_cursor: String,
}

/// Requests of an operation, one for each place where an identifier stands.
fn requests(operation: &str, ids: &Ids, own: &Ids) -> Option<Vec<(String, Option<Value>)>> {
    let Ids { number, callback, category, person, login, ticket_cursor, callback_cursor } = ids;
    let open = |category: &str, requester: &str, continues: Option<i64>| {
        let description = "Bonjour";
        json!({"category": category, "requester": requester, "description": description, "continues": continues})
    };
    let requests = match operation {
        "listCategories" => vec![("/categories".to_owned(), None)],
        "listTickets" => vec![(format!("/tickets?cursor={ticket_cursor}"), None)],
        "openTicket" => [
            open(category, &own.person, None),
            open(&own.category, person, None),
            open(&own.category, login, None),
            open(&own.category, &own.person, Some(*number)),
        ]
        .map(|body| ("/tickets".to_owned(), Some(body)))
        .into(),
        "readTicket" => vec![(format!("/tickets/{number}"), None)],
        "writeOnTicket" => vec![(format!("/tickets/{number}/messages"), Some(json!({"body": "Bonjour"})))],
        "closeTicket" => vec![(format!("/tickets/{number}/close"), None)],
        "listCallbacks" => vec![(format!("/callbacks?cursor={callback_cursor}"), None)],
        "readCallback" => vec![(format!("/callbacks/{callback}"), None)],
        "proveCallback" => vec![(format!("/callbacks/{callback}/proof"), None)],
        "acceptCallback" => vec![(format!("/callbacks/{callback}/accept"), None)],
        "sayOutcome" => vec![(format!("/callbacks/{callback}/outcome"), Some(json!({"outcome": "reached"})))],
        _ => return None,
    };
    Some(requests)
}

#[tokio::test]
async fn what_is_foreign_does_not_exist() {
    let it = World::build().await;
    let theirs = it.program(&it.nunes).await;
    for n in 0..7 {
        theirs.open(it.olivia, &format!("{CANARY} {n}")).await;
    }
    let foreign = ids(&theirs, &it.olivia.to_string(), &format!("olivia.{CANARY}")).await;
    // Made between theirs and ours: a cursor is a place, and both stand at the same one.
    let nobodys = CallbackId::new(&*it.clock).to_string();
    let ours = it.program(&it.durand).await;
    let own = ids(&ours, &it.claire.to_string(), "claire.martin").await;
    assert!(own.number < foreign.number, "the foreign number is not one of ours");
    let unused = Ids {
        number: 4_711,
        callback: nobodys.clone(),
        category: CategoryId::new(&*it.clock).to_string(),
        person: PersonId::new(&*it.clock).to_string(),
        login: "nobody.at.all".to_owned(),
        ticket_cursor: cursor("4711"),
        callback_cursor: cursor(&nobodys),
    };
    let before = everything(&theirs).await;

    let document: Value = serde_json::from_str(&rappel_api::document()).unwrap();
    let robot = it.staff_program(it.paul, &it.durand).await;
    let mut walked = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap();
            let asked = requests(name, &foreign, &own)
                .unwrap_or_else(|| panic!("{method} {path} ({name}) needs a line in this test"));
            let like = requests(name, &unused, &own).unwrap();
            for (foreign, unused) in asked.into_iter().zip(like) {
                for program in [&ours, &robot] {
                    let first = send(program, method, &foreign).await;
                    let second = send(program, method, &unused).await;
                    assert_eq!(first, second, "{name} {foreign:?}");
                    assert!(!first.contains(CANARY), "{name} leaks: {first}");
                }
            }
            walked.insert(name.to_owned());
        }
    }
    assert!(walked.len() >= 10, "{walked:?}");
    assert_eq!(everything(&theirs).await, before, "the other tenant's rows are as they were");
    assert!(before.contains(CANARY), "the canary sings at home");
}

async fn ids(program: &Program, person: &str, login: &str) -> Ids {
    let (number, callback) = program.open_urgent(person).await;
    Ids {
        number,
        ticket_cursor: cursor(&number.to_string()),
        callback_cursor: cursor(&callback),
        callback,
        category: program.category(false).await.as_str().unwrap().to_owned(),
        person: person.to_owned(),
        login: login.to_owned(),
    }
}

fn cursor(place: &str) -> String {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.encode(place)
}

/// Status, headers and body of an answer.
async fn send(program: &Program, method: &str, (path, body): &(String, Option<Value>)) -> String {
    let path = format!("/api/v1{path}");
    let answer = if let Some(body) = body {
        program.post(&path, body).await
    } else {
        let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
        program.ask(method, &path, Body::empty()).await
    };
    format!("{} {:?} {}", answer.status, answer.headers, answer.text)
}

/// Everything that a tenant's program can read.
async fn everything(program: &Program) -> String {
    let mut all = String::new();
    for path in ["/api/v1/categories", "/api/v1/tickets?limit=100", "/api/v1/callbacks?limit=100"] {
        all += &program.get(path).await.text;
    }
    let tickets = program.get("/api/v1/tickets?limit=100").await.json();
    for ticket in tickets["items"].as_array().unwrap() {
        all += &program.get(&format!("/api/v1/tickets/{}", ticket["number"])).await.text;
    }
    all
}
