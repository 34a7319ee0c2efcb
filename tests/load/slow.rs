//! Hundreds of clients that send half a head, a body drop by drop, or nothing: what everybody else notices of them, when they are
//! cut, and what a process does that has no descriptors left.

use std::time::{Duration, Instant};

use rappel_testkit::{Column, Visitor, World};
use reqwest::Method;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinSet,
};

use crate::{gates::Verdict, people, spread};

/// Of each kind.
const EACH: usize = 300;
/// How long somebody else reads pages, before and while they are there.
const TIME: Duration = Duration::from_secs(9);
const PAUSE: Duration = Duration::from_millis(30);
/// As much slower as pages may become.
const SLOWER: f64 = 2.0;
/// Deadlines as they are when nothing is set: nothing at all, a head, a body; and what a busy machine may add.
const IDLE: Duration = Duration::from_secs(30);
const HEAD: Duration = Duration::from_secs(10);
const BODY: Duration = Duration::from_mins(1);
const LATER: Duration = Duration::from_secs(10);
/// Between two bytes of a body.
const DROP: Duration = Duration::from_secs(2);

/// Descriptors of the process that has few, connections that want one, and percent of a core that it may take to wait.
const FEW: &str = "--nofile=96:96";
const MANY: usize = 200;
const WAITING: f64 = 20.0;

pub(crate) async fn run() -> Verdict {
    let mut verdict = Verdict::default();
    crowd(&mut verdict).await;
    without_descriptors(&mut verdict).await;
    verdict
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    HalfHead,
    SlowBody,
    Nothing,
}

impl Kind {
    const ALL: [Self; 3] = [Self::HalfHead, Self::SlowBody, Self::Nothing];

    fn begins(self, host: &str) -> String {
        match self {
            Self::HalfHead => format!("GET /login HTTP/1.1\r\nhost: {host}\r\nx-half"),
            Self::SlowBody => format!(
                "POST /login HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/x-www-form-urlencoded\r\n\
                 content-length: 1000\r\n\r\nuser="
            ),
            Self::Nothing => String::new(),
        }
    }

    const fn deadline(self) -> Duration {
        match self {
            Self::HalfHead => HEAD,
            Self::SlowBody => BODY,
            Self::Nothing => IDLE,
        }
    }
}

async fn crowd(verdict: &mut Verdict) {
    let mut world = World::invited(Column::Production).await;
    world.program.set("TELEMETRY__LOG_LEVEL", "warn");
    world.program.set("SECURITY__REQUESTS_PER_MINUTE", "1000000");
    world.program.serve().await;
    let mut claire = people::client(&world).await;
    for number in 0..20 {
        people::open(&mut claire, "Autre", &format!("Ticket {number}")).await;
    }
    tokio::time::sleep(Duration::from_secs(5)).await;
    let quiet = read(&claire).await;
    let (address, host) = (world.program.address(), claire.host().to_owned());
    let mut crowd = JoinSet::new();
    for number in 0..3 * EACH {
        let kind = Kind::ALL[number % 3];
        let begins = kind.begins(&host);
        crowd.spawn(async move { (kind, stay(address, kind, begins).await) });
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    let busy = read(&claire).await;
    let mut cut = [0_usize; 3];
    while let Some(one) = crowd.join_next().await {
        let (kind, stayed) = one.expect("a connection");
        cut[kind as usize] += usize::from(stayed <= kind.deadline() + LATER);
    }
    println!("tries: {}", 3 * EACH);
    Verdict::say("a page of somebody else, before", &spread::milliseconds_of(&quiet));
    Verdict::say("a page of somebody else, beside 900 of them", &spread::milliseconds_of(&busy));
    let (before, during) = (spread::p99(quiet), spread::p99(busy));
    verdict.gate(
        "a page of somebody else, p99, slow clients",
        &format!("{:.0} ms, {:.0} ms before", during * 1000.0, before * 1000.0),
        &format!("at most {SLOWER} times"),
        during <= SLOWER * before,
    );
    for kind in Kind::ALL {
        let found = cut[kind as usize];
        let within = (kind.deadline() + LATER).as_secs();
        verdict.gate(
            &format!("{kind:?}: cut in time"),
            &format!("{found} of {EACH}"),
            &format!("all within {within} s"),
            found == EACH,
        );
    }
}

/// How long the server lets somebody stay.
async fn stay(address: std::net::SocketAddr, kind: Kind, begins: String) -> Duration {
    let began = Instant::now();
    let Ok(mut stream) = TcpStream::connect(address).await else { return began.elapsed() };
    let _ = stream.write_all(begins.as_bytes()).await;
    let (mut reading, mut writing) = stream.into_split();
    let drip = async {
        if kind == Kind::SlowBody {
            loop {
                tokio::time::sleep(DROP).await;
                if writing.write_all(b"x").await.is_err() {
                    break;
                }
            }
        }
        std::future::pending::<()>().await;
    };
    // Whatever it says before it closes.
    let mut said = Vec::new();
    let end = async { reading.read_to_end(&mut said).await };
    tokio::select! {
        _ = end => {}
        () = drip => {}
        () = tokio::time::sleep(2 * BODY) => {}
    }
    began.elapsed()
}

/// Seconds that each page took somebody who reads on.
async fn read(claire: &Visitor) -> Vec<f64> {
    let mut claire = claire.clone();
    let began = Instant::now();
    let mut times = Vec::new();
    while began.elapsed() < TIME {
        let asked = Instant::now();
        let request = claire.request(Method::GET, "/tickets");
        claire.ask(request, "/tickets").await.expect(200);
        times.push(asked.elapsed().as_secs_f64());
        tokio::time::sleep(PAUSE).await;
    }
    times
}

async fn without_descriptors(verdict: &mut Verdict) {
    let mut world = World::invited(Column::Embedded).await;
    world.program.set("TELEMETRY__LOG_LEVEL", "error");
    world.program.beside_in(&["prlimit", FEW], &["serve"]);
    let address = world.program.address();
    let answers = async || {
        let asked = async {
            let mut stream = TcpStream::connect(address).await.ok()?;
            stream
                .write_all(b"GET /health/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
                .await
                .ok()?;
            let mut said = String::new();
            stream.read_to_string(&mut said).await.ok()?;
            said.starts_with("HTTP/1.1").then_some(())
        };
        tokio::time::timeout(Duration::from_secs(2), asked).await.ok().flatten().is_some()
    };
    let began = Instant::now();
    while !answers().await {
        assert!(began.elapsed() < Duration::from_secs(30), "it does not start with so few descriptors");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let mut held = Vec::new();
    for _ in 0..MANY {
        if let Ok(Ok(stream)) =
            tokio::time::timeout(Duration::from_secs(1), TcpStream::connect(address)).await
        {
            held.push(stream);
        }
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let is_full = !answers().await;
    let process = &world.program.processes()[0];
    let (before, began) = (process.cpu(), Instant::now());
    tokio::time::sleep(Duration::from_secs(5)).await;
    let taken = process.cpu().saturating_sub(before).as_secs_f64() / began.elapsed().as_secs_f64() * 100.0;
    verdict.gate(
        "without descriptors: it waits and does not spin",
        &format!("{taken:.1} % of a core"),
        &format!("< {WAITING} %, and is full"),
        taken < WAITING && is_full,
    );
    drop(held);
    let began = Instant::now();
    while !answers().await && began.elapsed() < Duration::from_secs(20) {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let after = began.elapsed();
    verdict.gate(
        "it answers once there are some again",
        &format!("after {:.1} s", after.as_secs_f64()),
        "within 10 s",
        after < Duration::from_secs(10),
    );
}
