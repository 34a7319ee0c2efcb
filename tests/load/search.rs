//! The field above the queue: how long its page takes to find words among 20,000 tickets.

use std::time::{Duration, Instant};

use rappel_testkit::{
    Column, World,
    visitor::Answer,
    world::{DURAND, MARIE},
};

use crate::{people, spread};

const RUNS: usize = 40;
/// Of these, one in five waits for an answer.
const TICKETS: &str = "20000";
/// What is looked for, and on how many tickets it is.
const TYPED: [(&str, &str); 5] = [
    ("a word of one ticket", "code12345"),
    ("a word of every 97th", "bureau42"),
    ("a word of every tenth", "imprimantes"),
    ("a word of all", "bonjour"),
    ("words of all and of one", "bonjour code12345"),
];

/// How long it may take until the words of all are noted.
const PATIENCE: Duration = Duration::from_mins(6);

/// How many tickets a page of the queue shows.
fn found(page: &Answer) -> usize {
    page.page().attributes("a[data-row]", "href").len()
}

pub(crate) async fn measure() -> Vec<String> {
    let mut lines = Vec::new();
    for column in [Column::Embedded, Column::Production] {
        if !column.available() {
            continue;
        }
        let world = people::world(column).await;
        let mut marie = world.hire(MARIE).await;
        people::open(&mut world.manager(DURAND).await, "Autre", "Le premier").await;
        fill(&world, column);
        // The program looks once a minute whether there are tickets whose words are not noted.
        let began = Instant::now();
        while world.program.parts().sql("SELECT count(*) FROM tickets WHERE NOT has_words") != ["0"] {
            assert!(began.elapsed() < PATIENCE, "the words of {TICKETS} tickets are not noted");
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        let took = began.elapsed().as_secs_f64();
        lines.push(format!("{column:?}: words of {TICKETS} older tickets noted after {took:.0} s, up to a minute of it a pause"));
        for view in ["todo", "closed"] {
            for (name, typed) in TYPED {
                let path = format!("/queue?view={view}&q={}", typed.replace(' ', "+"));
                let mut readings: Vec<Duration> = Vec::new();
                let mut rows = 0;
                for _ in 0..RUNS {
                    let began = Instant::now();
                    let page = marie.open(&path).await;
                    readings.push(began.elapsed());
                    rows = found(page.expect(200));
                }
                // The one ticket waits for an answer; of all the others some are in each view.
                let is_there = view == "todo" || !typed.contains("code12345");
                assert_eq!(rows > 0, is_there, "{path} shows {rows}");
                lines.push(format!("{column:?}, {view}, {name}: {}, {rows} rows", spread::times(readings)));
            }
        }
    }
    lines
}

/// Writes tickets as they were before words were noted: copies of the first one with texts of their own.
fn fill(world: &World, column: Column) {
    let (id, json) = match column {
        Column::Embedded => ("randomblob(16)", "TEXT"),
        Column::Production => ("gen_random_uuid()", "jsonb"),
    };
    let system = format!(r#"CAST('{{"kind":"system"}}' AS {json})"#);
    let tickets = format!(
        "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {TICKETS}) \
         INSERT INTO tickets (tenant_id, id, number, category_id, requester_id, is_urgent, excerpt, status, open_status, \
           is_closed, is_reminded, closed_at, closed_by, opened_at, waiting_since, is_raised, queue_rank, messages, version) \
         SELECT tenant_id, {id}, 100000 + n, category_id, requester_id, false, 'x', \
           CASE WHEN n % 5 = 0 THEN 'untreated' ELSE 'closed' END, 'untreated', n % 5 <> 0, false, \
           CASE WHEN n % 5 <> 0 THEN opened_at END, CASE WHEN n % 5 <> 0 THEN {system} END, opened_at, \
           CASE WHEN n % 5 = 0 THEN opened_at END, false, 1, 1, 1 FROM tickets, n WHERE number = 1"
    );
    let messages = format!(
        "INSERT INTO messages (tenant_id, id, ticket_id, kind, author, body, created_at) \
         SELECT tenant_id, {id}, id, 'client', {system}, 'Bonjour, au bureau' || (number % 97) || ' rien ne va plus depuis \
           ce matin : le message dit code' || (number - 100000) || ' et l''écran reste noir. ' || \
           CASE WHEN number / 5 % 10 = 0 THEN 'L''imprimante aussi.' ELSE 'Le clavier aussi.' END || ' Nous avons tout \
           redémarré plusieurs fois sans résultat, merci de nous aider rapidement.', opened_at \
         FROM tickets WHERE number > 100000"
    );
    for statement in [tickets, messages] {
        world.program.parts().sql(&statement);
    }
    if column == Column::Production {
        world.program.parts().sql("ANALYZE");
    }
}
