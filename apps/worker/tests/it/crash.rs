//! Worker processes that are killed and paused, as in the machine room.

use std::{
    collections::HashSet,
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use rappel_queue::crash;
use rappel_store::Store;
use rappel_testkit::{Column, provider::Answer, smtp::Received};
use tokio_util::sync::CancellationToken;

use crate::world::{AT_ONCE, Carrier, Carriers, MARIE, Outside, Time, World, runner, service};

/// How soon a text must come after its worker was killed.
const GATE: Duration = Duration::from_secs(20);

const SENT: &str = "SELECT state FROM deliveries WHERE channel = 'sms' AND news = 'page'";

/// E-mails that were on their way when their worker died.
const UNKNOWN_MAILS: &str = "SELECT count(*) FROM attempts a JOIN deliveries d ON d.id = a.delivery_id \
    WHERE d.channel = 'email' AND (a.outcome IS NULL OR a.outcome = 'unknown')";

/// A worker as a process of its own: this very program, told to be one.
struct Process(Child);

impl Process {
    fn start(world: &World, failpoints: &str, timeout: Duration) -> Self {
        let Outside { database, sms, smtp, .. } = world.outside(Carriers::Twilio);
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash::a_worker_process", "--ignored", "--nocapture"])
            .env("FAILPOINTS", failpoints)
            .env("WORKER_DATABASE", database)
            .env("WORKER_TWILIO", &sms[0].1)
            .env("WORKER_SMTP", smtp.to_string())
            .env("WORKER_TIMEOUT", timeout.as_millis().to_string())
            .env("WORKER_FOLDER", world.folder())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        Self(child.unwrap())
    }

    fn signal(&self, name: &str) {
        let id = self.0.id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
    }

    /// Stops it at a moment when it writes nothing: SQLite has no way past a process that sleeps with the file locked, and
    /// PostgreSQL ends a transaction that sleeps only after a minute.
    async fn pauses(&self, world: &World) {
        let since = Instant::now();
        loop {
            self.signal("-STOP");
            if world.parts.is_writable() {
                return;
            }
            self.signal("-CONT");
            assert!(since.elapsed() < GATE, "it writes all the time");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    async fn dies(&mut self) {
        let since = Instant::now();
        while self.0.try_wait().unwrap().is_none() {
            assert!(since.elapsed() < GATE, "the failpoint was not reached");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Not a test: what [`Process`] runs.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "it is a worker process, started by the other tests"]
#[expect(clippy::disallowed_methods, reason = "the process is told by variables what to do")]
async fn a_worker_process() {
    let told = |name: &str| std::env::var(name);
    let Ok(database) = told("WORKER_DATABASE") else { return };
    crash::arm();
    let outside = Outside {
        sms: vec![(Carrier::Twilio, told("WORKER_TWILIO").unwrap())],
        smtp: told("WORKER_SMTP").unwrap().parse().unwrap(),
        timeout: Duration::from_millis(told("WORKER_TIMEOUT").unwrap().parse().unwrap()),
        at_once: AT_ONCE,
        dns: Arc::default(),
        database,
    };
    let store = Store::open(rappel_store::Options::new(&outside.database)).await.unwrap();
    let folder = told("WORKER_FOLDER").unwrap();
    runner(service(store, Path::new(&folder)), &outside).run(CancellationToken::new()).await;
}

/// A world whose invitation was sent, so that only the urgent ticket is left to do.
async fn quiet(column: Column) -> World {
    let mut world = Box::pin(World::build(column, Time::Real)).await;
    world.run(Carriers::Twilio);
    world.eventually("SELECT count(*) FROM jobs WHERE state = 'ready'", &["0"]).await;
    world.rest();
    tokio::time::sleep(Duration::from_millis(300)).await;
    world
}

fn columns() -> impl Iterator<Item = Column> {
    [Column::Embedded, Column::Production].into_iter().filter(|column| column.available())
}

async fn killed_at(point: &'static str, column: Column) {
    let world = quiet(column).await;
    if point == crash::REQUEST_SENT {
        world.provider.script_for(MARIE, [Answer::TakenThenHang]);
    }
    world.open_urgent().await;
    let mut first = Process::start(&world, &format!("{point}=1*return"), Duration::from_secs(5));
    first.dies().await;
    let died = Instant::now();
    if point == crash::REQUEST_SENT {
        // Otherwise the second worker would meet the answer that hangs, and the gate would count the provider's time.
        assert_eq!(world.provider.taken().len(), 1, "{column:?}: it died before its request had arrived");
    }
    let _second = Process::start(&world, "", Duration::from_secs(5));
    while world.parts.sql(SENT) != ["sent"] {
        assert!(died.elapsed() < GATE, "{point}, {column:?}: {:?}", world.parts.sql(SENT));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // The lanes run side by side: an e-mail that was in hand at the kill is free after its lease, like a text.
    let waiting = "SELECT count(*) FROM deliveries WHERE state = 'waiting'";
    while world.parts.sql(waiting) != ["0"] {
        assert!(died.elapsed() < GATE, "{point}, {column:?}: an e-mail waits");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let texts = world.texts(MARIE, 1, GATE).await.len();
    assert_eq!(texts, 1, "{point}, {column:?}: what was taken is found at the provider");
    // Nobody can be asked about an e-mail: one whose attempt was open at the kill comes once more, as the same message. The
    // lanes run side by side, so that may happen at every point.
    let mails: Vec<String> = world.sink.received().iter().map(Received::message_id).collect();
    let distinct: HashSet<&String> = mails.iter().collect();
    assert_eq!(distinct.len(), 3, "{point}, {column:?}: the invitation, one to Marie and one to Claire");
    let unknown: usize = world.parts.sql(UNKNOWN_MAILS)[0].parse().unwrap();
    assert!(mails.len() - distinct.len() <= unknown, "{point}, {column:?}: {mails:?}, {unknown} in flight");
    for mail in distinct {
        assert!(mails.iter().filter(|it| *it == mail).count() <= 2, "{point}, {column:?}: {mails:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_point_nothing_is_lost_and_it_is_sent_again_in_time() {
    for column in columns() {
        // Two at a time: the gate is fifteen seconds of lease and five of work, and we have two cores.
        for points in crash::POINTS.chunks(2) {
            let worlds: Vec<_> = points.iter().map(|point| tokio::spawn(killed_at(point, column))).collect();
            for world in worlds {
                world.await.unwrap();
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_was_paused_past_its_lease_writes_nothing() {
    for column in columns() {
        let world = quiet(column).await;
        world.provider.script_for(MARIE, [Answer::TakenThenHang]);
        world.open_urgent().await;
        let first = Process::start(&world, "", Duration::from_secs(3));
        world.texts(MARIE, 1, GATE).await;
        first.pauses(&world).await;
        let _second = Process::start(&world, "", Duration::from_secs(3));
        let since = Instant::now();
        while world.parts.sql(SENT) != ["sent"] {
            assert!(since.elapsed() < GATE, "{column:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let rows = "SELECT a.number, a.outcome, d.state FROM attempts a JOIN deliveries d ON d.id = a.delivery_id \
            WHERE d.channel = 'sms' AND d.news = 'page'";
        let written = world.parts.sql(rows);
        // It wakes up, its request has timed out, and it would call the attempt unknown.
        first.signal("-CONT");
        tokio::time::sleep(Duration::from_secs(5)).await;
        assert_eq!(world.parts.sql(rows), written, "{column:?}");
        assert_eq!(written, ["1|sent|sent"], "{column:?}");
        assert_eq!(world.texts(MARIE, 1, GATE).await.len(), 1, "{column:?}");
    }
}
