//! The machine room: roles in processes of their own, and what load balancers and scrapers ask.

use std::time::{Duration, Instant};

use rappel_testkit::{
    Column, Gate, Visitor, World,
    visitor::Answer,
    world::{DURAND, MARIE, PAUL},
};
use reqwest::Method;

use super::urgent;

journeys![roles_may_run_apart, a_part_that_is_down_is_named];

/// What a machine is answered that asks by address, as probes and scrapers do.
async fn machine(address: std::net::SocketAddr, path: &str) -> Answer {
    let mut machine = Visitor::new(address, address.to_string());
    let request = machine.request(Method::GET, path);
    machine.ask(request, path).await
}

/// Asks until the answer is as wanted; fails with the last one.
async fn until(address: std::net::SocketAddr, path: &str, wanted: impl Fn(&Answer) -> bool) -> Answer {
    let began = Instant::now();
    loop {
        let answer = machine(address, path).await;
        if wanted(&answer) {
            return answer;
        }
        assert!(began.elapsed() < Duration::from_secs(40), "{path}: {} {}", answer.status, answer.body);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn roles_may_run_apart(column: Column) {
    let mut world = World::invited(column).await;
    let web = world.program.start(&["serve", "--roles", "web"]).await;
    assert_eq!(web.admin(), None);
    let worker = world.program.start(&["serve", "--roles", "worker"]).await.admin().unwrap();
    let (web, mut scene) = (world.program.address(), urgent::Scene::of(world).await);
    let number = scene.alarm().await;
    scene.world.sms_to(MARIE.phone, &format!("URGENT #{number}")).await;
    let (mut phone, page) = scene.phone(MARIE, &number).await;
    let mine = urgent::press(&mut phone, &page, "Je prends et j’appelle").await;
    mine.expect(200).says("C’est à vous");
    urgent::press(&mut phone, &mine, "Client joint").await.expect(200);
    scene.client_reads(&number, "Nous vous avons joint").await;
    assert_eq!(scene.sms_count(PAUL), 0);

    // What jobs and paging do is known to the worker, and to nobody else.
    for name in ["rappel_urgent_to_provider_seconds_count", "rappel_jobs_oldest_due_seconds{"] {
        let metrics = until(worker, "/metrics", |answer| answer.body.contains(name)).await;
        assert!(!metrics.body.contains("rappel_http_requests_total"), "{}", metrics.body);
    }
    assert!(!machine(web, "/metrics").await.body.contains("rappel_urgent_to_provider_seconds_count"));
    for path in ["/health/live", "/health/ready"] {
        assert_eq!(machine(worker, path).await.body, r#"{"status":"ok","failing":[]}"#, "{path}");
    }
    // And that is all that it answers.
    for path in ["/", "/login", "/queue", "/api/v1/tickets", "/hooks/twilio/sms"] {
        let answer = machine(worker, path).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (404, ""), "{path}");
    }
    for process in scene.world.program.processes() {
        assert!(process.stop().success(), "{}", process.log());
    }
}

async fn a_part_that_is_down_is_named(column: Column) {
    let mut world = World::invited(column).await;
    let mut gates = Vec::new();
    for (part, key) in [("database", "DATABASE__URL"), ("redis", "REDIS__URL")] {
        let url = world.program.parts().variable(&format!("RAPPEL__{key}")).map(str::to_owned);
        // A file beside the program has no cable that could be cut.
        let Some((head, server, tail)) = url.as_deref().and_then(server_of) else { continue };
        let gate = Gate::before(server).await;
        world.program.set(key, &format!("{head}{}{tail}", gate.address()));
        gates.push((part, gate));
    }
    assert_eq!(gates.len(), if column == Column::Production { 2 } else { 0 });
    world.program.serve().await;
    let address = world.program.address();
    assert_eq!(machine(address, "/health/ready").await.body, r#"{"status":"ok","failing":[]}"#);
    for (part, gate) in &gates {
        gate.close();
        let down = until(address, "/health/ready", |answer| answer.status == 503).await;
        assert_eq!(down.body, format!(r#"{{"status":"failing","failing":["{part}"]}}"#));
        assert_eq!(machine(address, "/health/live").await.status, 200, "it need not be started again");
        gate.open();
        until(address, "/health/ready", |answer| answer.status == 200).await;
    }
    // With everything back, people go on.
    world.manager(DURAND).await.open("/tickets").await.expect(200).says("Aucun ticket ouvert");
}

/// The URL of a server on the network, cut before and after its host and port.
fn server_of(url: &str) -> Option<(&str, &str, &str)> {
    let begin = url.find("://")? + 3;
    let begin = url[begin..].find('@').map_or(begin, |at| begin + at + 1);
    let end = url[begin..].find('/').map_or(url.len(), |slash| begin + slash);
    Some((&url[..begin], &url[begin..end], &url[end..]))
}
