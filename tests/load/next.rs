//! Seconds from what shows that somebody will not answer to the text that reaches the next one, with two workers.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rappel_testkit::{
    Column, World,
    provider::{Answer, Recorded},
    world::ZOE,
};

use crate::{
    firms::{self, Firm, GUARDS},
    gates::Verdict,
    spread,
};

/// Tickets for each gate, each of a company of its own.
const EACH: usize = 20;
/// The operator's fallback number and mailbox.
const FALLBACK: &str = "+33611000099";
const MAILBOX: &str = "astreinte@assistance.example";
/// The carrier lost it.
const LOST: u32 = 30003;
/// No such number.
const NO_NUMBER: u32 = 21211;
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) async fn run() -> Verdict {
    let mut verdict = Verdict::default();
    let mut world = World::invited(Column::Production).await;
    world.program.set("SECURITY__REQUESTS_PER_MINUTE", "100000000");
    world.program.set("TELEMETRY__LOG_LEVEL", "warn");
    world.program.start(&["serve", "--roles", "web"]).await;
    for _ in 0..2 {
        world.program.start(&["serve", "--roles", "worker"]).await;
    }
    let mut zoe = world.hire(ZOE).await;
    let all = firms::found(&world, &mut zoe, 3 * EACH, 1).await;
    let (lost, rest) = all.split_at(EACH);
    let (refused, alone) = rest.split_at(EACH);
    let office = world.program.office();
    world.provider.route(&format!("http://{}", office.host()), world.program.address());
    // Whoever is on call has an hour; then, and when they cannot be reached, it is the administrator's.
    world.all_on_call("guard", 60);
    // What inviting people has left to do.
    tokio::time::sleep(Duration::from_secs(5)).await;

    let mut delays = Vec::new();
    for (number, firm) in lost.iter().enumerate() {
        world.provider.forget();
        urgent(firm).await;
        let text = sent_to(&world, &guard(number), 1).await;
        // Its answer is noted a moment after it has come.
        tokio::time::sleep(Duration::from_millis(300)).await;
        let told = now();
        let sid = text.sid.expect("it was taken");
        let reply = world.provider.tell(&sid, "undelivered", Some(LOST)).await.expect("the receipt is heard");
        assert!(reply.status < 300, "{reply:?}");
        delays.push(seconds(told, sent_to(&world, ZOE.phone, 1).await.at));
    }
    gate(&mut verdict, "receipt “undelivered”, next", delays, 5.0);

    let mut delays = Vec::new();
    for (number, firm) in refused.iter().enumerate() {
        world.provider.forget();
        let guard = guard(EACH + number);
        world.provider.script_for(&guard, [Answer::Refused { status: 400, code: NO_NUMBER }]);
        urgent(firm).await;
        let next = sent_to(&world, ZOE.phone, 1).await.at;
        let asked = world.provider.requests();
        let asked: Vec<_> = asked.iter().filter(|text| text.to == guard).collect();
        assert_eq!(asked.len(), 1, "a number that is none is not tried again");
        delays.push(seconds(asked[0].at, next));
    }
    gate(&mut verdict, "permanent error, next", delays, 2.0);

    world.nobody_on_call();
    world.program.parts().sql(&format!(
        "UPDATE tenants SET fallback_phone = '{FALLBACK}', fallback_email = '{MAILBOX}' WHERE kind = 'operator'"
    ));
    let (mut supervisors, mut number, mut mailbox) = (Vec::new(), Vec::new(), Vec::new());
    for (count, firm) in alone.iter().enumerate() {
        world.provider.forget();
        let began = now();
        urgent(firm).await;
        supervisors.push(seconds(began, sent_to(&world, ZOE.phone, 1).await.at));
        number.push(seconds(began, sent_to(&world, FALLBACK, 1).await.at));
        mailbox.push(seconds(
            began,
            written_to(&world, MAILBOX, &format!("Client {:03}", 2 * EACH + count)).await,
        ));
    }
    gate(&mut verdict, "nobody on call, supervisors", supervisors, 2.0);
    gate(&mut verdict, "nobody on call, fallback number", number, 2.0);
    gate(&mut verdict, "nobody on call, fallback mailbox", mailbox, 2.0);
    verdict
}

fn gate(verdict: &mut Verdict, what: &str, delays: Vec<f64>, most: f64) {
    Verdict::say(what, &spread::seconds(delays.clone()));
    let slowest = delays.into_iter().fold(0.0, f64::max);
    let what = format!("{what}, slowest");
    verdict.gate(&what, &format!("{slowest:.3} s"), &format!("<= {most} s"), slowest <= most);
}

fn guard(number: usize) -> String {
    format!("{GUARDS}{number:05}")
}

async fn urgent(firm: &Firm) {
    firm.clone().open(true, 0, "next").await.expect("a ticket");
}

/// The text to somebody that is the `count`th since the provider forgot.
async fn sent_to(world: &World, phone: &str, count: usize) -> Recorded {
    let wait = async {
        loop {
            let texts = world.provider.taken().into_iter().filter(|text| text.to == phone);
            if let Some(text) = texts.into_iter().nth(count - 1) {
                return text;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("no text to {phone}"))
}

/// When the first e-mail about a company came to a mailbox.
async fn written_to(world: &World, mailbox: &str, company: &str) -> SystemTime {
    let wait = async {
        loop {
            let mails = world.mail.received();
            if let Some(mail) = mails.iter().find(|it| it.to == [mailbox] && it.subject().contains(company)) {
                return mail.at;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("no e-mail to {mailbox}"))
}

fn seconds(from: SystemTime, to: SystemTime) -> f64 {
    let since = |at: SystemTime| at.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64();
    since(to) - since(from)
}

#[expect(clippy::disallowed_methods, reason = "the moment from outside, like the arrival at the provider")]
fn now() -> SystemTime {
    SystemTime::now()
}
