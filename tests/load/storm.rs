//! The storm: urgent tickets from many companies, by form and by API, while workers are killed, Redis is flushed and stopped,
//! PostgreSQL crashes, and the provider answers badly. Nothing may be lost.
//!
//! Each company has somebody of its own on call, who sees no other: so no text of one company waits for another's.

mod chaos;
mod clients;
mod duplicates;
mod judge;

pub(crate) use chaos::night;
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use rappel_testkit::{Column, World, provider::Storm, world::ZOE};

use crate::{firms, gates::Verdict};

/// How many at once send tickets.
const SENDERS: usize = 16;

/// How big the storm is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    tickets: usize,
    companies: usize,
    /// How long the last of them may take.
    calm: Duration,
    /// How many of a hundred requests for the list of messages the provider refuses. Among few texts one duplicate is one too
    /// many, so that few are refused there.
    lists_fail: u8,
}

/// The storm of the gates.
pub(crate) const FULL: Size =
    Size { tickets: 1000, companies: 40, calm: Duration::from_mins(20), lists_fail: 5 };
/// The same in small.
pub(crate) const SHORT: Size =
    Size { tickets: 100, companies: 40, calm: Duration::from_mins(4), lists_fail: 2 };

pub(crate) async fn run(size: Size) -> Verdict {
    let mut world = World::invited(Column::Production).await;
    for (key, value) in [
        ("SECURITY__REQUESTS_PER_MINUTE", "100000000"),
        ("SECURITY__SIGN_INS_PER_MINUTE", "100000"),
        ("TELEMETRY__LOG_LEVEL", "warn"),
        // A time-out of the provider's is one whether it takes ten seconds or two.
        ("SMS__TIMEOUT_SECONDS", "2"),
    ] {
        world.program.set(key, value);
    }
    world.program.start(&["serve", "--roles", "web"]).await;
    let mut zoe = world.hire(ZOE).await;
    // Somebody has to send the invitation that the first manager follows.
    chaos::two_workers(&mut world);
    let firms = firms::found(&world, &mut zoe, size.companies, size.tickets.div_ceil(size.companies)).await;
    world.all_on_call("guard", 60);
    let mut clients = clients::gather(&world, &firms, size.tickets).await;
    let mut verdict = Verdict::default();
    Verdict::say("companies, tickets", &format!("{}, {}", size.companies, size.tickets));

    world.provider.storm(Some(Storm {
        server_errors: 26,
        taken_then_errors: 4,
        time_outs: 10,
        too_many: 10,
        lists_fail: size.lists_fail,
        seed: 20_261_128,
    }));
    let sent = Arc::new(AtomicUsize::new(0));
    let began = Instant::now();
    let mut senders = tokio::task::JoinSet::new();
    let share = size.tickets.div_ceil(SENDERS);
    while !clients.is_empty() {
        let some = clients.split_off(clients.len().saturating_sub(share));
        senders.spawn(clients::send(some, Arc::clone(&sent)));
    }
    let blows = chaos::rage(&mut world, &sent, size.tickets).await;
    let mut promised = Vec::new();
    while let Some(done) = senders.join_next().await {
        promised.extend(done.expect("a sender"));
    }
    Verdict::say("all tickets were taken in after", &format!("{:.0} s", began.elapsed().as_secs_f64()));
    Verdict::say("blows", &blows.to_string());

    // From here on everything works, and what was promised must come.
    world.provider.storm(None);
    chaos::two_workers(&mut world);
    let calm = Instant::now();
    while calm.elapsed() < size.calm && judge::waiting(&world) > 0 {
        chaos::two_workers(&mut world);
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    Verdict::say("the last was paged, after calm,", &format!("{:.0} s", calm.elapsed().as_secs_f64()));
    judge::judge(&world, &promised, &blows, &mut verdict);
    verdict
}

/// How far the senders are.
fn progress(sent: &AtomicUsize, tickets: usize) -> f64 {
    sent.load(Ordering::Relaxed) as f64 / tickets as f64
}
