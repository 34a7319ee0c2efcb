//! What pages of tickets cost that are open and look every ten seconds whether something changed, when nothing does: processor
//! time of the web process alone, over what it takes when nobody looks. Each look comes on a connection of its own, which is
//! more than browsers ask for.

use std::time::{Duration, Instant};

use rappel_testkit::{
    Column, Visitor, World,
    world::{DURAND, PASSWORD},
};
use reqwest::{
    Method, StatusCode,
    header::{ETAG, IF_NONE_MATCH},
};

use crate::{gates::Verdict, people};

const PAGES: u32 = 1000;
/// As often as `2-live.js` looks.
const EVERY: Duration = Duration::from_secs(10);
/// A session has its own limit of looks; nobody has more pages in sight than that.
const SESSIONS: u32 = 40;
const TICKETS: u32 = 20;
/// Spans in which nobody looks.
const IDLE: u32 = 3;
/// Percent of one core: the median of the spans of ten seconds.
const MOST: f64 = 10.0;

/// How long it looks at them.
pub(crate) async fn run(rounds: u32) -> Verdict {
    let mut verdict = Verdict::default();
    for column in [Column::Embedded, Column::Production] {
        if column.available() {
            look(&mut verdict, column, rounds).await;
        }
    }
    verdict
}

async fn look(verdict: &mut Verdict, column: Column, rounds: u32) {
    let mut world = World::invited(column).await;
    world.program.set("SECURITY__REQUESTS_PER_MINUTE", "100000000");
    world.program.set("SECURITY__SIGN_INS_PER_MINUTE", "100000");
    world.program.set("TELEMETRY__LOG_LEVEL", "warn");
    world.program.start(&["serve", "--roles", "web"]).await;
    world.program.start(&["serve", "--roles", "worker"]).await;
    let mut client = people::client(&world).await;
    let mut paths = Vec::new();
    for number in 0..TICKETS {
        let page = people::open(&mut client, "Autre", &format!("Ticket {number}")).await;
        paths.push(format!("{}/fragment", page.path));
    }
    let mut browsers = Vec::new();
    for _ in 0..SESSIONS {
        let (browser, inside) = world.sign_in(DURAND, DURAND.email, PASSWORD).await;
        inside.expect(200);
        browsers.push(browser);
    }
    // What inviting and opening has left to do.
    tokio::time::sleep(Duration::from_secs(5)).await;

    let idle = median(spans(&mut world, IDLE).await);

    let mut looks = tokio::task::JoinSet::new();
    let start = Instant::now() + EVERY;
    for page in 0..PAGES {
        let browser = browsers[(page % SESSIONS) as usize].clone();
        let path = paths[(page % TICKETS) as usize].clone();
        looks.spawn(open_page(browser, path, start + EVERY * page / PAGES, rounds));
    }
    // Every page has its tag by then.
    tokio::time::sleep_until((start + EVERY).into()).await;
    let spans = spans(&mut world, rounds.saturating_sub(1)).await;
    let spread = [f64::min, f64::max].map(|end| spans.iter().copied().reduce(end).unwrap_or_default() - idle);
    let busy = median(spans);
    let (mut unchanged, mut shown) = (0, 0);
    while let Some(page) = looks.join_next().await {
        let (same, new) = page.expect("a page");
        unchanged += same;
        shown += new;
    }
    let each = (busy - idle) / 100.0 * EVERY.as_secs_f64() * 1000.0 / f64::from(PAGES);
    Verdict::say(&format!("{column:?}, nobody looks"), &format!("{idle:.2} % of a core"));
    verdict.gate(
        &format!("{column:?}, {PAGES} pages look"),
        &format!(
            "{:.2} % of a core ({:.2} to {:.2}), {each:.3} ms a look",
            busy - idle,
            spread[0],
            spread[1]
        ),
        &format!("< {MOST} % of a core"),
        busy - idle < MOST,
    );
    // What is called otherwise is looked at anew every half hour.
    let looks = PAGES * rounds;
    verdict.gate(
        &format!("{column:?}, looks that found nothing new"),
        &format!("{unchanged} of {looks}, {shown} shown anew"),
        "> 80 %, the rest shown",
        unchanged + shown == looks && unchanged * 5 > looks * 4,
    );
}

/// What the web process takes, in percent of a core, in each of so many spans in which every page looks once.
async fn spans(world: &mut World, count: u32) -> Vec<f64> {
    let mut spans = Vec::new();
    for _ in 0..count {
        let (before, began) = (world.program.processes()[0].cpu(), Instant::now());
        tokio::time::sleep(EVERY).await;
        spans.push(percent(world.program.processes()[0].cpu().saturating_sub(before), began.elapsed()));
    }
    spans
}

fn median(mut spans: Vec<f64>) -> f64 {
    spans.sort_by(f64::total_cmp);
    spans.get(spans.len() / 2).copied().unwrap_or_default()
}

/// Looks at a ticket when its time comes, so often after the first time; answers how often nothing was new, and how often
/// something was.
async fn open_page(mut browser: Visitor, path: String, first: Instant, rounds: u32) -> (u32, u32) {
    let mut tag = String::new();
    let (mut unchanged, mut shown) = (0, 0);
    for round in 0..=rounds {
        tokio::time::sleep_until((first + EVERY * round).into()).await;
        let request = browser.request(Method::GET, &path).header(IF_NONE_MATCH, &tag);
        let answer = browser.ask(request, &path).await;
        match answer.status {
            StatusCode::NOT_MODIFIED => unchanged += 1,
            StatusCode::OK if round > 0 => shown += 1,
            StatusCode::OK => {}
            other => panic!("{other} {path}"),
        }
        if let Some(new) = answer.headers.get(ETAG) {
            new.to_str().expect("a tag is ASCII").clone_into(&mut tag);
        }
    }
    (unchanged, shown)
}

fn percent(cpu: Duration, time: Duration) -> f64 {
    cpu.as_secs_f64() / time.as_secs_f64() * 100.0
}
