//! The page to nobody that shows that pages are sent: it goes the whole way, and leaves nothing behind.

use std::time::Duration;

use chrono::TimeDelta;
use rappel_domain::delivery::News;
use rappel_service::deliveries::LogFilter;

use crate::world::{Carriers, World, on_each_column};

const PROBE: &str = "SELECT state FROM deliveries WHERE news = 'probe' ORDER BY id";

/// Everything that a ticket leaves.
fn rows(world: &World) -> Vec<String> {
    [
        "tickets",
        "callbacks",
        "summons",
        "events",
        "messages",
        "persons",
        "categories",
        "ticket_words",
        "links",
    ]
    .map(|table| world.parts.sql(&format!("SELECT count(*) FROM {table}")).remove(0))
    .to_vec()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_probe_is_planned_and_written_like_a_page_and_leaves_only_its_message() {
    on_each_column(Carriers::Twilio, |world| async move {
        // The client's invitation leaves first: its link is none of the probe's.
        world.eventually("SELECT purpose FROM links", &["person_invitation"]).await;
        let before = rows(&world);
        world.service.probe().await.unwrap();
        world.eventually(PROBE, &["sent"]).await;
        let said = world.parts.sql("SELECT body FROM deliveries WHERE news = 'probe'").remove(0);
        assert!(said.starts_with("URGENT #") && said.contains("Probe +33199009901"), "{said}");
        assert!(said.contains("[…]"), "with a link, which is not kept: {said}");
        let jobs = "SELECT kind FROM jobs WHERE lane = 'urgent' AND state = 'done' ORDER BY id";
        world.eventually(jobs, &["probe", "deliver"]).await;
        assert_eq!(rows(&world), before, "nothing else of it stays");
        assert!(world.provider.requests().is_empty(), "nobody is texted");
        let health = world.service.paging_health().await.unwrap();
        assert!(health.probe_took.unwrap() < TimeDelta::seconds(5), "{health:?}");
        let log =
            world.service.delivery_log(&world.office().await, &LogFilter::default(), None).await.unwrap();
        assert!(log.rows.iter().all(|(it, _)| it.news != News::Probe), "{log:?}");
        // A ticket that comes next has the number that it would have had.
        assert_eq!(world.open_urgent().await.number, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_page_could_be_planned_the_probe_does_not_arrive() {
    for (table, column, broken) in
        [("policies", "body", r#"'{"steps": "none"}'"#), ("rotas", "shifts", r#"'{"never": 1}'"#)]
    {
        on_each_column(Carriers::Twilio, |world| async move {
            let good = world.parts.sql(&format!("SELECT {column} FROM {table}")).remove(0);
            world.parts.sql(&format!("UPDATE {table} SET {column} = {broken}"));
            world.service.probe().await.unwrap();
            world.eventually("SELECT count(*) FROM jobs WHERE kind = 'probe' AND attempt > 1", &["1"]).await;
            assert_eq!(world.parts.sql(PROBE), ["waiting"]);
            let health = world.service.paging_health().await.unwrap();
            assert_eq!(health.last_probe, None, "{health:?}");
            // Set right again, it arrives by itself.
            world.parts.sql(&format!("UPDATE {table} SET {column} = '{}'", good.replace('\'', "''")));
            world.leap(TimeDelta::seconds(10)).await;
            world.eventually(PROBE, &["sent"]).await;
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_of_the_operator_who_is_called_probe_is_in_no_way() {
    on_each_column(Carriers::Twilio, |world| async move {
        world.parts.sql(
            "INSERT INTO persons (tenant_id, id, user_name, email, name, role, news_by_email, news_by_sms, created_at) \
             SELECT id, id, 'probe', 'probe@invalid', 'Probe', 'member', FALSE, FALSE, created_at \
             FROM tenants WHERE kind = 'operator'",
        );
        world.service.probe().await.unwrap();
        world.eventually(PROBE, &["sent"]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn probes_are_no_part_of_a_budget_and_are_forgotten_after_a_day() {
    on_each_column(Carriers::Twilio, |world| async move {
        world.parts.sql("UPDATE tenants SET sms_budget = 1 WHERE kind = 'operator'");
        for _ in 0..2 {
            world.service.probe().await.unwrap();
            world.service.probe().await.unwrap();
            world.leap(TimeDelta::minutes(15)).await;
        }
        world.eventually(PROBE, &["sent", "sent"]).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(world.parts.sql("SELECT count(*) FROM deliveries WHERE news = 'budget_used'"), ["0"]);
        world.leap(TimeDelta::days(2)).await;
        world.service.probe().await.unwrap();
        world.eventually(PROBE, &["sent"]).await;
    })
    .await;
}
