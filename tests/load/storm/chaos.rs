//! What goes wrong meanwhile.

use std::{
    fmt,
    path::Path,
    process::Command,
    sync::atomic::AtomicUsize,
    time::{Duration, Instant},
};

use rappel_testkit::World;

use super::progress;

const WORKER: [&str; 3] = ["serve", "--roles", "worker"];
const KILLED_EVERY: Duration = Duration::from_secs(2);
/// At which share of the tickets PostgreSQL crashes.
pub(crate) const CRASHES: [f64; 3] = [0.2, 0.45, 0.7];
/// Redis is flushed, stopped and started.
pub(crate) const REDIS: [(f64, &str); 3] = [(0.1, "redis-flush"), (0.3, "redis-stop"), (0.6, "redis-start")];
/// How long Redis is away at most: nobody is signed in meanwhile, so that those at a browser get no further.
const REDIS_AWAY: Duration = Duration::from_secs(10);

/// How often each thing went wrong.
#[derive(Debug, Default)]
pub(crate) struct Blows {
    /// Workers killed.
    pub(crate) kills: usize,
    /// Crashes of PostgreSQL.
    pub(crate) crashes: usize,
    /// Redis flushed, stopped, started.
    pub(crate) redis: usize,
}

impl fmt::Display for Blows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kills, crashes, redis } = self;
        write!(f, "{kills} workers killed, {crashes} crashes of PostgreSQL, {redis} blows to Redis")
    }
}

/// Until every ticket is taken in.
pub(crate) async fn rage(world: &mut World, sent: &AtomicUsize, tickets: usize) -> Blows {
    let mut blows = Blows::default();
    let mut killed = Instant::now();
    let mut redis_stopped = None;
    two_workers(world);
    while progress(sent, tickets) < 1.0 {
        let so_far = progress(sent, tickets);
        let long_enough = redis_stopped.is_some_and(|since: Instant| since.elapsed() >= REDIS_AWAY);
        if let Some((at, command)) = REDIS.get(blows.redis)
            && (so_far >= *at || long_enough)
        {
            night(command);
            blows.redis += 1;
            redis_stopped = (*command == "redis-stop").then(Instant::now);
        }
        if CRASHES.get(blows.crashes).is_some_and(|at| so_far >= *at) {
            night("postgres-restart");
            blows.crashes += 1;
        }
        if killed.elapsed() >= KILLED_EVERY {
            killed = Instant::now();
            let mut workers =
                world.program.processes()[1..].iter_mut().filter_map(|it| it.is_running().then_some(it));
            if let Some(oldest) = workers.next() {
                oldest.kill();
                blows.kills += 1;
            }
        }
        two_workers(world);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    // Whatever share the last blow was for: the night ends with everything up.
    if blows.redis == 2 {
        night("redis-start");
        blows.redis += 1;
    }
    blows
}

/// Starts what is missing of two workers, as systemd does.
pub(crate) fn two_workers(world: &mut World) {
    let running =
        world.program.processes()[1..].iter_mut().filter_map(|it| it.is_running().then_some(())).count();
    for _ in running..2 {
        world.program.beside(&WORKER);
    }
}

/// A command of `tests/setup/night`.
pub(crate) fn night(command: &str) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("setup/night");
    let done = Command::new(script).arg(command).status();
    assert!(done.is_ok_and(|status| status.success()), "tests/setup/night {command} failed");
}
