//! Seconds from the COMMIT of an urgent ticket to the first byte at the provider, with two workers.

use std::time::Duration;

use rappel_testkit::{Column, World, world::ZOE};

use crate::{
    firms::{self, Firm},
    gates::Verdict,
    spread,
    storm::night,
};

/// Companies for the tickets of the first two gates: no two of them wait for each other's texts.
const QUIET: usize = 200;
/// Tickets without Redis.
const WITHOUT_REDIS: usize = 20;
/// Tickets of one company that storms.
const STORM: usize = 1000;
/// Tickets of others meanwhile.
const OTHERS: usize = 10;
/// Ordinary deliveries that wait when the urgent tickets come.
const WAITING: usize = 1000;
/// Ordinary tickets whose messages wait when the workers begin: these are in full swing then, with every connection in use.
const BACKLOG: usize = 1400;
/// So many of them are done before the urgent tickets come.
const SWING: usize = 200;
/// People of each company but the one that storms: one for an urgent ticket, and those of its share of the backlog.
const PEOPLE: usize = BACKLOG / QUIET + 1;
/// After a first text of a company to a person, the next one waits a minute.
const QUIET_AGAIN: Duration = Duration::from_secs(75);
/// How many ask at once.
const AT_ONCE: usize = 32;

pub(crate) async fn run() -> Verdict {
    let mut verdict = Verdict::default();
    let mut world = World::invited(Column::Production).await;
    for (key, value) in [
        ("SECURITY__REQUESTS_PER_MINUTE", "100000000"),
        ("SECURITY__SIGN_INS_PER_MINUTE", "100000"),
        ("TELEMETRY__LOG_LEVEL", "warn"),
    ] {
        world.program.set(key, value);
    }
    world.program.start(&["serve", "--roles", "web"]).await;
    workers(&mut world).await;
    let mut zoe = world.hire(ZOE).await;
    let all = firms::found(&world, &mut zoe, QUIET + WITHOUT_REDIS + 1 + OTHERS, PEOPLE).await;
    let (quiet, rest) = all.split_at(QUIET);
    let (without_redis, rest) = rest.split_at(WITHOUT_REDIS);
    let (stormy, others) = rest.split_at(1);
    stormy[0].grow(&world, PEOPLE, STORM);
    world.all_on_call("guard", 60);
    // What inviting people has left to do.
    tokio::time::sleep(Duration::from_secs(5)).await;

    world.provider.forget();
    for firm in quiet {
        urgent(firm, 0, "idle").await;
    }
    let delays = delays_of(&world, quiet.len()).await;
    Verdict::say("idle, 200 tickets one by one", &spread::seconds(delays.clone()));
    let [p50, p99, _] = spread::quantiles(delays).expect("readings").0;
    verdict.gate("idle, p50", &format!("{p50:.3} s"), "<= 0.3 s", p50 <= 0.3);
    verdict.gate("idle, p99", &format!("{p99:.3} s"), "<= 1.5 s", p99 <= 1.5);

    night("redis-stop");
    world.provider.forget();
    for firm in without_redis {
        urgent(firm, 0, "without-redis").await;
    }
    let slowest = greatest(delays_of(&world, without_redis.len()).await);
    verdict.gate("without Redis, 20 tickets, slowest", &format!("{slowest:.3} s"), "<= 2 s", slowest <= 2.0);
    night("redis-start");

    for firm in quiet {
        firm.clone().close("1").await;
    }
    for worker in &mut world.program.processes()[1..] {
        worker.stop();
    }
    tokio::time::sleep(QUIET_AGAIN).await;
    at_once(quiet, BACKLOG, false).await;
    let now = world.program.parts().sql("SELECT now()").remove(0);
    Verdict::say("ordinary jobs that wait for workers", &ordinary(&world, &now).to_string());
    world.provider.forget();
    workers(&mut world).await;
    let mut waiting = ordinary(&world, &now);
    while waiting > BACKLOG - SWING {
        tokio::time::sleep(Duration::from_millis(20)).await;
        waiting = ordinary(&world, &now);
    }
    verdict.gate(
        "of them, left before the first urgent ticket",
        &waiting.to_string(),
        ">= 1000",
        waiting >= WAITING,
    );
    at_once(quiet, QUIET, true).await;
    world.provider.wait_for(QUIET, Duration::from_mins(2)).await;
    // Had they run out before, the rest of the urgent ones would have been measured without load.
    let left = ordinary(&world, &now);
    verdict.gate("of them, left after the last urgent text", &left.to_string(), "> 0", left > 0);
    let loaded = delays_of(&world, QUIET).await;
    Verdict::say("loaded, 200 tickets at once", &spread::seconds(loaded.clone()));
    let p99 = spread::quantiles(loaded).expect("readings").0[1];
    verdict.gate("loaded, p99", &format!("{p99:.3} s"), "<= 5 s", p99 <= 5.0);

    world.provider.forget();
    let company = stormy[0].clone();
    let storm = tokio::spawn(async move { at_once(&[company], STORM, true).await });
    for firm in others {
        tokio::time::sleep(Duration::from_millis(300)).await;
        urgent(firm, 0, "other").await;
    }
    storm.await.expect("the storm");
    let slugs: Vec<&str> = others.iter().map(|firm| firm.slug.as_str()).collect();
    let slowest = greatest(of_companies(&world, &slugs).await);
    verdict.gate(
        "others while one company storms, slowest",
        &format!("{slowest:.3} s"),
        "<= 10 s",
        slowest <= 10.0,
    );
    verdict
}

/// Jobs of before a time that are due, and wait or run, in the lanes that are not urgent.
fn ordinary(world: &World, before: &str) -> usize {
    let sql = format!(
        "SELECT count(*) FROM jobs WHERE state = 'ready' AND lane <> 'urgent' \
         AND run_at <= '{before}' AND created_at <= '{before}'"
    );
    world.program.parts().sql(&sql)[0].parse().expect("a count")
}

async fn workers(world: &mut World) {
    for _ in 0..2 {
        world.program.start(&["serve", "--roles", "worker"]).await;
    }
}

async fn urgent(firm: &Firm, person: usize, once: &str) {
    firm.clone().open(true, person, once).await.expect("a ticket");
}

/// So many tickets, from as many people, as fast as they go.
async fn at_once(firms: &[Firm], count: usize, urgent: bool) {
    let mut asking = tokio::task::JoinSet::new();
    for number in 0..count {
        if asking.len() == AT_ONCE {
            asking.join_next().await.expect("somebody asks").expect("a ticket");
        }
        let (mut firm, person) = (firms[number % firms.len()].clone(), number / firms.len());
        asking.spawn(async move {
            let once = format!("{urgent}-{number}");
            firm.open(urgent, person, &once).await.expect("a ticket");
        });
    }
    while let Some(asked) = asking.join_next().await {
        asked.expect("a ticket");
    }
}

/// Seconds for each callback whose text the provider got since it forgot, once there are so many.
async fn delays_of(world: &World, count: usize) -> Vec<f64> {
    let requests = world.provider.wait_for(count, Duration::from_mins(2)).await;
    assert!(requests.len() >= count, "{} of {count} texts", requests.len());
    // The answer is noted a moment after the request has come.
    tokio::time::sleep(Duration::from_secs(2)).await;
    matched(world, "")
}

async fn of_companies(world: &World, slugs: &[&str]) -> Vec<f64> {
    let list = slugs.iter().map(|slug| format!("'{slug}'")).collect::<Vec<_>>().join(",");
    let mut found = Vec::new();
    for _ in 0..60 {
        found = matched(world, &format!("AND t.slug IN ({list})"));
        if found.len() >= slugs.len() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    assert_eq!(found.len(), slugs.len(), "each of the others was paged");
    found
}

/// Seconds from the row of the callback to the request, by what the provider calls the text.
fn matched(world: &World, which: &str) -> Vec<f64> {
    let rows = world.program.parts().sql(&format!(
        "SELECT extract(epoch FROM c.requested_at), d.provider_message_id FROM callbacks c \
         JOIN tenants t ON t.id = c.tenant_id JOIN deliveries d ON d.tenant_id = c.tenant_id AND d.callback_id = c.id \
         WHERE d.summons_id IS NOT NULL AND d.channel = 'sms' AND d.provider_message_id IS NOT NULL {which}"
    ));
    let taken = world.provider.taken();
    let delay = |row: &String| {
        let (requested, sid) = row.split_once('|')?;
        let text = taken.iter().find(|text| text.sid.as_deref() == Some(sid))?;
        let at = text.at.duration_since(std::time::UNIX_EPOCH).ok()?.as_secs_f64();
        Some(at - requested.parse::<f64>().ok()?)
    };
    rows.iter().filter_map(delay).collect()
}

fn greatest(readings: Vec<f64>) -> f64 {
    readings.into_iter().fold(0.0, f64::max)
}
