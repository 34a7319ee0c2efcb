//! What operators see of a running installation, and what they must not: one trace from the form to the provider, logs
//! without people in them.

use std::time::{Duration, Instant};

use rappel_testkit::{
    Column, World,
    collector::{Collector, Span},
    provider::{AUTH_TOKEN, Answer},
    world::{DURAND, MARIE, PASSWORD, PAUL, STAFF, STONE, link_in},
};

use super::urgent::{Scene, press};

journeys![one_trace_goes_from_the_form_to_the_provider, logs_and_traces_name_nobody];

/// The console transports say once that they only print.
const WARNING: &str = "printed in this log";

/// The spans once they satisfy; fails with the names of what came.
async fn until(collector: &Collector, wanted: impl Fn(&[Span]) -> bool) -> Vec<Span> {
    let began = Instant::now();
    loop {
        let spans = collector.spans();
        if wanted(&spans) {
            return spans;
        }
        let names: Vec<_> = spans.iter().map(|span| &span.name).collect();
        assert!(began.elapsed() < Duration::from_secs(30), "{names:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn one_trace_goes_from_the_form_to_the_provider(column: Column) {
    let collector = Collector::start().await;
    let mut world = World::invited(column).await;
    world.program.set("TELEMETRY__OTLP_ENDPOINT", &collector.endpoint());
    world.program.start(&["serve", "--roles", "web"]).await;
    world.program.start(&["serve", "--roles", "worker"]).await;
    let mut scene = Scene::of(world).await;
    let number = scene.alarm().await;
    scene.world.sms_to(MARIE.phone, &format!("URGENT #{number}")).await;

    let of = |spans: &[Span], trace: &[u8], name: &str| -> Vec<Span> {
        spans.iter().filter(|span| span.trace == trace && span.name == name).cloned().collect()
    };
    let trace = |spans: &[Span]| {
        let form = spans.iter().find(|span| span.name == "POST /tickets/new")?;
        Some(form.trace.clone())
    };
    let spans = until(&collector, |spans| {
        trace(spans).is_some_and(|trace| {
            !of(spans, &trace, "page").is_empty() && !of(spans, &trace, "provider").is_empty()
        })
    })
    .await;
    let trace = trace(&spans).unwrap();
    let form = &of(&spans, &trace, "POST /tickets/new")[0];
    let page = &of(&spans, &trace, "page")[0];
    assert_eq!(page.parent, form.id, "the first step follows from the form");
    // The delivery follows from the step, and the request to the provider happens in the delivery.
    let provider = of(&spans, &trace, "provider");
    let within = |span: &Span| of(&spans, &trace, "deliver").into_iter().find(|it| it.id == span.parent);
    assert!(provider.iter().any(|span| within(span).is_some_and(|it| it.parent == page.id)), "{spans:#?}");
    // What Stone does is in other traces.
    let mut bob = scene.world.manager(STONE).await;
    super::tickets::open_ticket(&mut bob, "Other", "Printer").await;
    let spans =
        until(&collector, |spans| spans.iter().filter(|it| it.name == "POST /tickets/new").count() == 2)
            .await;
    let forms: Vec<_> = spans.iter().filter(|span| span.name == "POST /tickets/new").collect();
    assert_ne!(forms[0].trace, forms[1].trace);
}

/// What the links of mails end with that let somebody in, each opened: the invitation, one to sign in, one to another password.
async fn links_that_were_opened(world: &World) -> Vec<String> {
    let mut guest = world.program.portal(DURAND.slug);
    let mut links = vec![link_in(&world.mail_about(DURAND.email, "Votre accès").await, "/invite/")];
    for (path, about) in [("/login/link", "lien de connexion"), ("/password", "mot de passe")] {
        let page = guest.open(path).await;
        guest.send(&page, &page.page().form("form.form"), &[("user", DURAND.email)]).await.expect(200);
        links.push(link_in(&world.mail_about(DURAND.email, about).await, &format!("{path}/")));
    }
    let mut tokens = Vec::new();
    for link in links {
        let page = guest.open(&link).await;
        if page.status == 200 {
            let form = page.page().form("form.form");
            let chosen = form.value("password").map(|_| ("password", "court"));
            guest.send(&page, &form, chosen.as_slice()).await;
        }
        let token = link.rsplit('/').next().unwrap().to_owned();
        assert!(token.len() > 20, "{link}");
        tokens.push(token);
    }
    tokens
}

async fn logs_and_traces_name_nobody(column: Column) {
    let collector = Collector::start().await;
    let mut world = World::invited(column).await;
    world.program.set("TELEMETRY__OTLP_ENDPOINT", &collector.endpoint());
    world.program.set("TELEMETRY__LOG_LEVEL", "info,rappel=debug");
    world.program.serve().await;
    let mut scene = Scene::of(world).await;
    // Provider and mail server misbehave, so that failures are logged, too.
    scene
        .world
        .provider
        .script_for(MARIE.phone, [Answer::ServerError(503), Answer::Refused { status: 400, code: 21211 }]);
    let number = scene.alarm().await;
    let (mut phone, page) = scene.phone(PAUL, &number).await;
    let link = page.path.clone();
    let mine = press(&mut phone, &page, "Je prends et j’appelle").await;
    press(&mut phone, &mine, "Numéro faux").await.expect(200);
    scene.world.mail_about(DURAND.email, "Quel est votre numéro").await;
    let (_, wrong) = scene.world.sign_in(DURAND, "claire-canari", "mot de passe canari").await;
    wrong.expect(422);
    scene.claire.open("/tickets/new?about=canari-question").await;
    let spans =
        until(&collector, |spans| spans.iter().any(|span| span.name == "POST /a/:token/:outcome")).await;

    let host = scene.claire.host().to_owned();
    let session = scene.claire.jar().all(&host).into_iter().map(|(_, value)| value);
    let mut secrets: Vec<String> = session.filter(|value| value.len() > 20).collect();
    secrets.extend(links_that_were_opened(&scene.world).await);
    secrets.push(link.trim_start_matches("/a/").to_owned());
    secrets.extend(
        [PASSWORD, AUTH_TOKEN, "Tout est arrêté", "+33612345678", "612345678", "canari"].map(str::to_owned),
    );
    secrets.extend(
        [DURAND.email, DURAND.manager, DURAND.name, "0123456789abcdef0123456789abcdef"].map(str::to_owned),
    );
    for colleague in STAFF {
        secrets.extend([colleague.name, colleague.email, colleague.phone].map(str::to_owned));
    }
    assert!(scene.world.program.processes()[0].stop().success());
    let log = scene.world.program.processes()[0].log();
    assert!(log.lines().count() > 3 && log.contains("ready"), "{log}");
    for secret in &secrets {
        let said = log.lines().find(|said| said.contains(secret.as_str()));
        assert_eq!(said, None, "{secret}");
        let span = spans.iter().find(|span| String::from_utf8_lossy(&span.raw).contains(secret.as_str()));
        assert!(span.is_none(), "{secret} is in a span: {:?}", span.map(|span| &span.name));
    }
    assert!(!log.contains(WARNING), "{log}");
    assert!(secrets.len() >= 20, "{}", secrets.len());
    super::tried(2 * secrets.len());

    // Without a mail server and a provider the log is where messages go, and says so, once for each.
    let mut program = rappel_testkit::Program::new(column);
    program.run(&["tenant", "add", "durand", "--name", "Durand", "--manager-email", "claire@durand.example"]);
    program.serve().await;
    let began = Instant::now();
    while !program.processes()[0].log().contains("claire@durand.example") {
        assert!(began.elapsed() < Duration::from_secs(15), "{}", program.processes()[0].log());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let log = program.processes()[0].log();
    assert_eq!(
        log.lines().filter(|line| line.contains("WARN") && line.contains(WARNING)).count(),
        2,
        "{log}"
    );
}
