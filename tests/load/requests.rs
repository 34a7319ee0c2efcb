//! The pages that are asked most: the client's list, and opening a ticket.

use std::time::{Duration, Instant};

use rappel_testkit::{Column, Visitor, World};

use crate::{people, spread};

const CLIENTS: usize = 16;
const RUNS: usize = 5;
const TIME: Duration = Duration::from_secs(4);

/// Memory of the process on both columns.
pub(crate) async fn memory() -> Vec<String> {
    let mut lines = Vec::new();
    for column in [Column::Embedded, Column::Production] {
        if !column.available() {
            continue;
        }
        let mut world = people::world(column).await;
        tokio::time::sleep(Duration::from_secs(3)).await;
        let idle = world.program.processes()[0].memory();
        let mut client = people::client(&world).await;
        for _ in 0..1000 {
            client.open("/tickets").await.expect(200);
        }
        let after = world.program.processes()[0].memory();
        lines.push(format!(
            "{column:?}: idle {:.1} MiB, after 1,000 requests {:.1} MiB",
            mib(idle),
            mib(after)
        ));
    }
    lines
}

fn mib(kib: u64) -> f64 {
    kib as f64 / 1024.0
}

/// Requests per second from 16 clients, and the processor time of the program for each (the database's is its own).
pub(crate) async fn throughput() -> Vec<String> {
    let mut lines = Vec::new();
    for column in [Column::Embedded, Column::Production] {
        if !column.available() {
            continue;
        }
        let mut world = people::world(column).await;
        let client = people::client(&world).await;
        for number in 0..40 {
            people::open(&mut client.clone(), "Autre", &format!("Ticket {number}")).await;
        }
        for (name, kind) in [("list", Kind::List), ("open", Kind::Open)] {
            let (mut rates, mut costs) = (Vec::new(), Vec::new());
            for _ in 0..RUNS {
                let (rate, cost) = run(&mut world, &client, kind).await;
                rates.push(rate);
                costs.push(cost);
            }
            lines.push(format!("{column:?}, {name}: per second {}", spread::numbers(rates, 0)));
            lines.push(format!("{column:?}, {name}: CPU ms each {}", spread::numbers(costs, 3)));
        }
    }
    lines
}

#[derive(Clone, Copy)]
enum Kind {
    /// The page with the list.
    List,
    /// The form, the post and the page of the new ticket, counted as one.
    Open,
}

async fn run(world: &mut World, client: &Visitor, kind: Kind) -> (f64, f64) {
    let before = world.program.processes()[0].cpu();
    let began = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..CLIENTS {
        let mut client = client.clone();
        tasks.spawn(async move {
            let mut done = 0u32;
            while began.elapsed() < TIME {
                match kind {
                    Kind::List => drop(client.open("/tickets").await.expect(200)),
                    Kind::Open => drop(people::open(&mut client, "Autre", "Encore un ticket").await),
                }
                done += 1;
            }
            done
        });
    }
    let mut done = 0;
    while let Some(count) = tasks.join_next().await {
        done += count.expect("a client");
    }
    let time = began.elapsed().as_secs_f64();
    let cpu = world.program.processes()[0].cpu().saturating_sub(before).as_secs_f64();
    (f64::from(done) / time, cpu * 1000.0 / f64::from(done))
}
