//! Workers whose machines' clocks are ten minutes wrong, one ahead and one behind: the database's time decides.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use rappel_testkit::{Column, World, world::ZOE};
use serde_json::Value;

use crate::{firms, gates::Verdict, spread};

const COMPANIES: usize = 12;
/// The step of the policy, in seconds.
const STEP: f64 = 60.0;

pub(crate) async fn run() -> Verdict {
    let mut verdict = Verdict::default();
    let mut world = World::invited(Column::Production).await;
    world.program.set("SECURITY__REQUESTS_PER_MINUTE", "100000000");
    // What a process says at its start carries the time of its machine.
    world.program.set("TELEMETRY__LOG_LEVEL", "warn,rappel::serve=info");
    world.program.start(&["serve", "--roles", "web"]).await;
    for wrong in ["+10m", "-10m"] {
        world.program.beside_in(&["faketime", "-f", wrong], &["serve", "--roles", "worker"]);
    }
    let mut zoe = world.hire(ZOE).await;
    let firms = firms::found(&world, &mut zoe, COMPANIES, 1).await;
    world.all_on_call("guard", 1);
    for firm in &firms {
        firm.clone().open(true, 0, "clock").await.expect("a ticket");
    }
    // Whoever nobody answers for: a minute later it is the administrator's.
    let began = Instant::now();
    let last = |world: &World| world.provider.taken().iter().filter(|text| text.to == ZOE.phone).count();
    while last(&world) < COMPANIES && began.elapsed() < Duration::from_mins(3) {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let (mut first, mut next) = (Vec::new(), Vec::new());
    for text in world.provider.taken() {
        let at = text.at.duration_since(std::time::UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64());
        let sid = text.sid.unwrap_or_default();
        let asked = format!(
            "SELECT extract(epoch FROM c.requested_at) FROM callbacks c JOIN deliveries d ON d.tenant_id = c.tenant_id \
             AND d.callback_id = c.id WHERE d.provider_message_id = '{sid}' AND d.summons_id IS NOT NULL"
        );
        let Some(requested) = world.program.parts().sql(&asked).first().and_then(|it| it.parse::<f64>().ok())
        else {
            continue;
        };
        if text.to == ZOE.phone { next.push(at - requested) } else { first.push(at - requested) }
    }
    let running =
        world.program.processes()[1..].iter_mut().filter_map(|it| it.is_running().then_some(())).count();
    verdict.gate("workers, 10 min ahead and behind, that run", &running.to_string(), "2", running == 2);
    for (worker, wrong) in [(1, "+10"), (2, "-10")] {
        let minutes = minutes_ahead(&mut world, worker);
        let holds = (minutes - wrong.parse::<f64>().expect("minutes")).abs() < 1.0;
        let found = format!("{minutes:.1} min");
        verdict.gate("its log is ahead of the web process's", &found, &format!("about {wrong} min"), holds);
    }
    let count = first.len();
    verdict.gate("first texts", &count.to_string(), &format!("= {COMPANIES}"), count == COMPANIES);
    let slowest = first.iter().copied().fold(0.0, f64::max);
    verdict.gate("first text, slowest", &format!("{slowest:.3} s"), "<= 1.5 s", slowest <= 1.5);
    let count = next.len();
    verdict.gate("next steps", &count.to_string(), &format!("= {COMPANIES}"), count == COMPANIES);
    let (earliest, latest) =
        (next.iter().copied().fold(f64::MAX, f64::min), next.iter().copied().fold(0.0, f64::max));
    verdict.gate("next step, earliest", &format!("{earliest:.3} s"), ">= 60 s", earliest >= STEP);
    // It is due so long after the first one, which took its own moment.
    let limit = STEP + 2.0 + slowest;
    verdict.gate(
        "next step, latest",
        &format!("{latest:.3} s"),
        &format!("<= {limit:.1} s"),
        latest <= limit,
    );
    Verdict::say("next step", &spread::seconds(next));
    verdict
}

/// How far the clock of a worker is ahead, by what it and the web process, which has the right one, logged at their starts.
fn minutes_ahead(world: &mut World, worker: usize) -> f64 {
    let mut started = |process: usize| {
        let log = world.program.processes()[process].log();
        let ready = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let mut times = ready.filter_map(|line| line["timestamp"].as_str()?.parse::<DateTime<Utc>>().ok());
        times.next().unwrap_or_else(|| panic!("process {process} logs no time:\n{log}"))
    };
    let (worker, web) = (started(worker), started(0));
    (worker - web).as_seconds_f64() / 60.0
}
