//! A storm of wrong sign-ins from as many networks as there are guesses: what everybody else notices of it.
//!
//! Those who guess are a process of their own that lets every other go first: they have their machines, and the one that is
//! measured has only the server and somebody who reads. How many guesses it got off is a gate too.

use std::{
    collections::BTreeMap,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use rappel_testkit::{
    Column, Visitor, World,
    visitor::{Answer, Form},
    world::{DURAND, PASSWORD},
};
use reqwest::{Method, StatusCode};
use tokio::task::JoinSet;

use crate::{gates::Verdict, people, spread};

/// Guesses a second, and for how long.
const EVERY: Duration = Duration::from_millis(5);
const TIME: Duration = Duration::from_secs(30);
/// So often it is quiet, then stormy: of a few hundred pages the slowest hundredth differs by a third from one time to the next,
/// and a machine that others share is slower at one time than at another.
const ROUNDS: u32 = 3;
/// Guesses a second at the least, for the storm to be one.
const STORM: f64 = 190.0;
/// What makes this program the one that guesses.
pub(crate) const GUESSES: &str = "guesses";
/// Between two pages of somebody who reads.
const PAUSE: Duration = Duration::from_millis(30);
/// Sign-ins of the owner meanwhile, and how long one may take.
const OWNERS: u32 = 5;
const PATIENCE: f64 = 2.0;
/// As much slower as pages may become.
const SLOWER: f64 = 2.0;

pub(crate) async fn run() -> Verdict {
    let mut verdict = Verdict::default();
    let mut world = World::invited(Column::Production).await;
    // Each guess comes from a network of its own, as the proxy says.
    world.program.set("SERVER__TRUSTED_PROXIES", "127.0.0.1/32");
    world.program.set("TELEMETRY__LOG_LEVEL", "warn");
    world.program.serve().await;
    let mut claire = people::client(&world).await;
    for number in 0..20 {
        people::open(&mut claire, "Autre", &format!("Ticket {number}")).await;
    }
    let host = claire.host().to_owned();
    // The owner's browser is known.
    let device = claire.jar().get(&host, "rappel-device").expect("what a browser keeps").to_owned();
    let address = world.program.address().to_string();
    let (mut quiet, mut busy, mut entered) = (Vec::new(), Vec::new(), Vec::new());
    let mut answers: BTreeMap<u16, u32> = BTreeMap::new();
    for _ in 0..ROUNDS {
        // What inviting people, or the last storm, has left to do.
        tokio::time::sleep(Duration::from_secs(5)).await;
        quiet.append(&mut read(&claire).await);
        let mut guest = world.program.portal(DURAND.slug);
        let page = guest.open("/login").await;
        let form = page.page().form(r#"form[action="/login"]"#);
        let storm = tokio::task::spawn_blocking({
            let (address, host) = (address.clone(), host.clone());
            move || guess_beside(&address, &host)
        });
        guest.jar().put(&host, "rappel-device", &device);
        let owner = tokio::spawn(enter(guest, page, form));
        busy.append(&mut read(&claire).await);
        entered.append(&mut owner.await.expect("the owner"));
        for (status, count) in storm.await.expect("the storm") {
            *answers.entry(status).or_default() += count;
        }
    }

    let tries: u32 = answers.values().sum();
    let count = |status: u16| answers.get(&status).copied().unwrap_or_default();
    println!("tries: {tries}");
    Verdict::say("guesses", &format!("{tries}, {} of them told to come again", count(503)));
    let rate = f64::from(tries) / (TIME * ROUNDS).as_secs_f64();
    verdict.gate("guesses a second", &format!("{rate:.0}"), &format!("at least {STORM}"), rate >= STORM);
    verdict.gate(
        "guesses that got anything but no",
        &(tries - count(422) - count(503)).to_string(),
        "0",
        count(422) + count(503) == tries,
    );
    Verdict::say("a page of somebody else, before", &spread::milliseconds_of(&quiet));
    Verdict::say("a page of somebody else, during", &spread::milliseconds_of(&busy));
    let (before, during) = (spread::p99(quiet), spread::p99(busy));
    verdict.gate(
        "a page of somebody else, p99",
        &format!("{:.0} ms, {:.0} ms before", during * 1000.0, before * 1000.0),
        &format!("at most {SLOWER} times"),
        during <= SLOWER * before,
    );
    let slowest = entered.iter().copied().fold(0.0, f64::max);
    verdict.gate(
        "the owner signs in",
        &format!("slowest {slowest:.2} s of {}", entered.len()),
        &format!("at most {PATIENCE} s"),
        entered.len() == (OWNERS * ROUNDS) as usize && slowest <= PATIENCE,
    );
    verdict
}

/// Seconds that each page took somebody who reads on.
async fn read(claire: &Visitor) -> Vec<f64> {
    let mut claire = claire.clone();
    let began = Instant::now();
    let mut times = Vec::new();
    while began.elapsed() < TIME {
        let request = claire.request(Method::GET, "/tickets").header("x-forwarded-for", "203.0.113.7");
        let asked = Instant::now();
        claire.ask(request, "/tickets").await.expect(200);
        times.push(asked.elapsed().as_secs_f64());
        tokio::time::sleep(PAUSE).await;
    }
    times
}

/// Starts the process that guesses, and waits for it: how many answers there were of each status.
fn guess_beside(address: &str, host: &str) -> BTreeMap<u16, u32> {
    let program = std::env::current_exe().expect("this program");
    let mut command = Command::new("chrt");
    command.args(["--idle", "0"]).arg(program).args([GUESSES, address, host]);
    let output =
        command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().expect("chrt and this program");
    assert!(output.status.success(), "the storm ended early");
    let words = String::from_utf8(output.stdout).expect("numbers");
    let mut numbers = words.split_whitespace().map(|it| it.parse().expect("a number"));
    let mut answers = BTreeMap::new();
    while let (Some(status), Some(count)) = (numbers.next(), numbers.next()) {
        answers.insert(u16::try_from(status).expect("a status"), count);
    }
    answers
}

/// The process that guesses: the portal's address and host. Prints each status and how many answers had it.
pub(crate) async fn guesses(words: &[String]) {
    let [address, host] = words else { panic!("{GUESSES} ADDRESS HOST") };
    let mut guest = Visitor::new(address.parse().expect("an address"), host);
    let page = guest.open("/login").await;
    let form = page.page().form(r#"form[action="/login"]"#);
    let mut counts: BTreeMap<u16, u32> = BTreeMap::new();
    for status in guess(guest, form).await {
        *counts.entry(status.as_u16()).or_default() += 1;
    }
    for (status, count) in counts {
        println!("{status} {count}");
    }
}

/// Guesses until the time is over, whether answers come or not.
async fn guess(guest: Visitor, form: Form) -> Vec<StatusCode> {
    let began = Instant::now();
    let mut tasks = JoinSet::new();
    let mut tick = tokio::time::interval(EVERY);
    let mut number = 0u32;
    while began.elapsed() < TIME {
        tick.tick().await;
        let [_, high, middle, low] = number.to_be_bytes();
        let network = format!("10.{high}.{middle}.{low}");
        // Half of them at the owner, whose every attempt waits for it; the others at nobody.
        let user =
            if number.is_multiple_of(2) { DURAND.email.to_owned() } else { format!("somebody-{number}") };
        let mut guest = guest.clone();
        let request = sign_in(&guest, &form, &user, "a guess at random", &network);
        tasks.spawn(async move { guest.ask(request, "/login").await.status });
        number += 1;
    }
    tasks.join_all().await
}

/// Seconds until the owner was in, each time, trying again when told to.
async fn enter(guest: Visitor, page: Answer, form: Form) -> Vec<f64> {
    assert_eq!(page.status, StatusCode::OK);
    let mut times = Vec::new();
    for number in 0..OWNERS {
        tokio::time::sleep(TIME / (OWNERS + 1)).await;
        let network = format!("198.51.100.{number}");
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(10) {
            let mut owner = guest.clone();
            let request = sign_in(&owner, &form, DURAND.email, PASSWORD, &network);
            if owner.ask(request, "/login").await.status == StatusCode::SEE_OTHER {
                times.push(began.elapsed().as_secs_f64());
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    times
}

fn sign_in(
    visitor: &Visitor,
    form: &Form,
    user: &str,
    password: &str,
    network: &str,
) -> reqwest::RequestBuilder {
    let fields = [("csrf", form.value("csrf").unwrap_or_default()), ("user", user), ("password", password)];
    visitor
        .request(Method::POST, "/login")
        .header("origin", format!("http://{}", visitor.host()))
        .header("sec-fetch-site", "same-origin")
        .header("x-forwarded-for", network)
        .form(&fields)
}
