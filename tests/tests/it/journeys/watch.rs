//! A watchdog that needs neither the queue nor the database alarms when nobody would be paged.

use std::time::{Duration, Instant};

use rappel_testkit::{Column, World};

journeys![a_standstill_is_alarmed_and_its_end_told, a_dead_worker_is_alarmed_within_a_minute];

const GUARD: &str = "+33611000042";

/// Starts the watchdog beside the program, with the outside world of its own settings.
fn watch(world: &mut World, after_seconds: u64) {
    let url = format!("http://{}/health/paging", world.program.address());
    world.program.set("WATCH__URL", &url);
    world.program.set("WATCH__EVERY_SECONDS", "1");
    world.program.set("WATCH__AFTER_SECONDS", &after_seconds.to_string());
    world.program.set("WATCH__PHONES", GUARD);
    world.program.set("WATCH__EMAILS", "guard@assistance.example");
    world.program.set("DATABASE__URL", "sqlite:/nowhere/at/all");
    world.program.beside(&["watch"]);
}

/// Waits until the engine says that all is well: a worker turns, and the first probe has arrived.
async fn well(world: &World) {
    let url = format!("http://{}/health/paging", world.program.address());
    let began = Instant::now();
    loop {
        let mut visitor = world.program.office();
        let answer = visitor.open("/health/paging").await;
        if answer.status == 200 {
            let health: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
            assert!(health["probe_took_seconds"].as_f64().unwrap() < 5.0, "{health}");
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(30), "{url}: {}", answer.body);
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

async fn a_standstill_is_alarmed_and_its_end_told(column: Column) {
    let mut world = World::start(column).await;
    well(&world).await;
    watch(&mut world, 2);
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert!(world.provider.taken().iter().all(|sms| sms.to != GUARD), "all is well");
    world.program.processes()[0].signal("STOP");
    let alarm = world.sms_to(GUARD, "nobody would be paged").await;
    assert!(alarm.contains("no answer in time"), "{alarm}");
    world.mail_about("guard@assistance.example", "nobody would be paged").await;
    world.program.processes()[0].signal("CONT");
    world.sms_to(GUARD, "people are paged again").await;
    let alarms = world.provider.taken().iter().filter(|sms| sms.to == GUARD).count();
    assert_eq!(alarms, 2, "once, and the end of it");
}

async fn a_dead_worker_is_alarmed_within_a_minute(column: Column) {
    // One process holds everything in SQLite; there is no worker apart that could die alone.
    if column == Column::Embedded {
        return;
    }
    let mut world = World::invited(column).await;
    world.program.start(&["serve", "--roles", "web"]).await;
    world.program.start(&["serve", "--roles", "worker"]).await;
    well(&world).await;
    watch(&mut world, 20);
    world.program.processes()[1].kill();
    let died = Instant::now();
    while !world.provider.taken().iter().any(|sms| sms.to == GUARD && sms.body.contains("turn")) {
        assert!(died.elapsed() < Duration::from_mins(1), "no alarm within a minute");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
