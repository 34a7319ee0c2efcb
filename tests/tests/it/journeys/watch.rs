//! A watchdog that needs neither the queue nor the database alarms when nobody would be paged.

use std::time::{Duration, Instant};

use rappel_testkit::{
    Column, World,
    beats::Beats,
    provider::Answer,
    smtp::Behaviour,
    world::{DURAND, STONE},
};

journeys![
    a_standstill_is_alarmed_and_its_end_told,
    an_alarm_that_nobody_takes_is_told_again_soon,
    whoever_hangs_makes_no_other_wait,
    the_heartbeat_comes_while_all_is_well_and_only_then,
    a_dead_worker_is_alarmed_within_a_minute,
];

const GUARD: &str = "+33611000042";
const SECOND_GUARD: &str = "+33611000043";
const MAILBOX: &str = "guard@assistance.example";

/// Starts the watchdog beside the program, with the outside world of its own settings and short pauses.
fn watch(world: &mut World) {
    world.program.set("WATCH__EVERY_SECONDS", "1");
    world.program.set("WATCH__AFTER_SECONDS", "2");
    watch_by_defaults(world);
}

/// The same, in its own rhythm.
fn watch_by_defaults(world: &mut World) {
    let url = format!("http://{}/health/paging", world.program.address());
    world.program.set("WATCH__URL", &url);
    world.program.set("WATCH__PHONES", &format!("{GUARD},{SECOND_GUARD}"));
    world.program.set("WATCH__EMAILS", MAILBOX);
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
    watch(&mut world);
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert!(world.provider.taken().iter().all(|sms| sms.to != GUARD), "all is well");
    world.program.processes()[0].signal("STOP");
    let alarm = world.sms_to(GUARD, "nobody would be paged").await;
    assert!(alarm.contains("no answer in time"), "{alarm}");
    world.mail_about(MAILBOX, "nobody would be paged").await;
    world.program.processes()[0].signal("CONT");
    world.sms_to(GUARD, "people are paged again").await;
    let alarms = world.provider.taken().iter().filter(|sms| sms.to == GUARD).count();
    assert_eq!(alarms, 2, "once, and the end of it");
}

/// Each way is tried three times in a round, and refused once more often than that.
fn refuse(world: &World) {
    for phone in [GUARD, SECOND_GUARD] {
        world.provider.script_for(phone, [Answer::TooMany { retry_after: 1 }; 4]);
    }
    world.mail.script([(); 4].map(|()| Behaviour::Recipient(450, "4.2.1 not now".to_owned())));
}

async fn an_alarm_that_nobody_takes_is_told_again_soon(column: Column) {
    let mut world = World::start(column).await;
    well(&world).await;
    // The invitations have left, so that it is the alarm which is refused.
    world.mail_to(DURAND.email).await;
    world.mail_to(STONE.email).await;
    refuse(&world);
    watch(&mut world);
    tokio::time::sleep(Duration::from_secs(2)).await;
    world.program.processes()[0].signal("STOP");
    // Until it is told, and until the tries of a round and five seconds are over.
    tokio::time::sleep(Duration::from_secs(12)).await;
    world.sms_to(GUARD, "nobody would be paged").await;
    world.mail_about(MAILBOX, "nobody would be paged").await;
    let asked = world.provider.requests().iter().filter(|sms| sms.to == GUARD).count();
    assert_eq!(asked, 5, "once more than was refused");
    // The end of it, too.
    refuse(&world);
    world.program.processes()[0].signal("CONT");
    tokio::time::sleep(Duration::from_secs(12)).await;
    world.sms_to(GUARD, "people are paged again").await;
    world.mail_about(MAILBOX, "people are paged again").await;
}

async fn whoever_hangs_makes_no_other_wait(column: Column) {
    let mut world = World::start(column).await;
    well(&world).await;
    // The first phone's provider and the mailbox's server take their time.
    world.provider.script_for(GUARD, [Answer::Hang]);
    world.mail.script([Behaviour::Hang]);
    watch(&mut world);
    tokio::time::sleep(Duration::from_secs(2)).await;
    world.program.processes()[0].signal("STOP");
    let stopped = Instant::now();
    world.sms_to(SECOND_GUARD, "nobody would be paged").await;
    // Seven seconds until it is told; a request that hangs is given up after ten more.
    assert!(stopped.elapsed() < Duration::from_secs(14), "{:?}", stopped.elapsed());
}

async fn the_heartbeat_comes_while_all_is_well_and_only_then(column: Column) {
    let mut world = World::start(column).await;
    well(&world).await;
    let beats = Beats::start().await;
    world.program.set("WATCH__HEARTBEAT_URL", &beats.url());
    watch(&mut world);
    until_beats(&beats, 3).await;
    world.program.processes()[0].signal("STOP");
    world.sms_to(GUARD, "nobody would be paged").await;
    let before = beats.taken().len();
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert_eq!(beats.taken().len(), before, "none while nobody would be paged");
    world.program.processes()[0].signal("CONT");
    until_beats(&beats, before + 1).await;
}

async fn until_beats(beats: &Beats, count: usize) {
    let began = Instant::now();
    while beats.taken().len() < count {
        assert!(began.elapsed() < Duration::from_secs(15), "{} beats, not {count}", beats.taken().len());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
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
    watch_by_defaults(&mut world);
    world.program.processes()[1].kill();
    let died = Instant::now();
    while !world.provider.taken().iter().any(|sms| sms.to == GUARD && sms.body.contains("turn")) {
        assert!(died.elapsed() < Duration::from_mins(1), "no alarm within a minute");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
