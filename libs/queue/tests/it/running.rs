//! Jobs run once, by lane and in turns.

use std::time::{Duration, Instant};

use rappel_domain::job::Lane;
use rappel_queue::{Failed, TURN_NOTED_EVERY, Waker};
use rappel_testkit::Column;

use crate::house::{Behave, Clerk, House, Running, on_both, options};

const LONG: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread")]
async fn each_job_runs_once_under_two_workers() {
    on_both(|column| async move {
        let house = House::new(column, 3).await;
        for tenant in &house.tenants {
            house.add_jobs(*tenant, Lane::Urgent, 20).await;
            house.add_jobs(*tenant, Lane::Normal, 20).await;
        }
        let clerk = Clerk::new(&house.store, Behave::Finish);
        let other = Clerk { store: house.another_store().await, ..clerk.clone() };
        let _one = Running::start(&clerk, &Waker::in_process(), options());
        let _two = Running::start(&other, &Waker::in_process(), options());
        house.drained(LONG).await;
        let runs = clerk.runs_by_job();
        assert_eq!(runs.len(), 120, "{column:?}");
        assert!(runs.values().all(|runs| *runs == 1), "{column:?}: {runs:?}");
        assert_eq!(house.parts.sql("SELECT count(*) FROM jobs WHERE state = 'done'"), ["120"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_one_tenant_does_not_delay_another() {
    on_both(|column| async move {
        let house = House::new(column, 2).await;
        let [storm, other] = house.tenants[..] else { unreachable!() };
        house.add_jobs(storm, Lane::Urgent, 200).await;
        let clerk = Clerk::new(&house.store, Behave::Slow(Duration::from_millis(100)));
        let _running = Running::start(&clerk, &Waker::in_process(), options());
        clerk.wait_for(3, LONG).await;
        house.add_jobs(other, Lane::Urgent, 1).await;
        let since = Instant::now();
        while !clerk.runs().iter().any(|(tenant, _)| *tenant == other) {
            assert!(since.elapsed() < Duration::from_secs(1), "{column:?}: the other tenant waits");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert!(clerk.runs().len() < 150, "{column:?}: the storm was not over");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn few_ordinary_jobs_go_on_while_urgent_ones_run() {
    on_both(|column| async move {
        let house = House::new(column, 2).await;
        let [urgent, ordinary] = house.tenants[..] else { unreachable!() };
        house.add_jobs(urgent, Lane::Urgent, 9).await;
        let clerk = Clerk::new(&house.store, Behave::Slow(Duration::from_millis(600)));
        let _running = Running::start(&clerk, &Waker::in_process(), options());
        clerk.wait_for(3, LONG).await;
        house.add_jobs(ordinary, Lane::Normal, 9).await;
        let held = "SELECT count(*) FROM jobs WHERE state = 'ready' AND lease_until IS NOT NULL AND lane =";
        let held = |lane: &str| house.parts.sql(&format!("{held} '{lane}'"))[0].parse::<usize>().unwrap();
        let most = async |while_urgent: bool| {
            let mut most = 0;
            while house.parts.sql("SELECT count(*) FROM jobs WHERE state = 'ready'") != ["0"] {
                // Looked at before and after, so that both are of the same moment.
                let before = held("urgent");
                let now = held("normal");
                match (before > 0, held("urgent") > 0) {
                    (false, false) if while_urgent => break,
                    (earlier, later) if earlier == later => most = most.max(now),
                    _ => {}
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            most
        };
        assert_eq!(most(true).await, 1, "{column:?}: of four one, and not none");
        assert!(most(false).await > 1, "{column:?}: they may run side by side again");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_is_tried_again_and_then_done() {
    on_both(|column| async move {
        let house = House::new(column, 1).await;
        house.add_jobs(house.tenants[0], Lane::Urgent, 1).await;
        for behave in [Behave::Fail(Failed::later("a reason"), 2), Behave::Panic(1)] {
            let clerk = Clerk::new(&house.store, behave.clone());
            let _running = Running::start(&clerk, &Waker::in_process(), options());
            house.drained(LONG).await;
            let expected = if matches!(behave, Behave::Panic(_)) { 2 } else { 3 };
            assert_eq!(clerk.runs().len(), expected, "{column:?}: {behave:?}");
            house.add_jobs(house.tenants[0], Lane::Urgent, 1).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_waits_as_long_as_it_was_told() {
    on_both(|column| async move {
        let house = House::new(column, 1).await;
        house.add_jobs(house.tenants[0], Lane::Urgent, 1).await;
        let wait = Failed::after(Duration::from_millis(1500), "the provider wants a pause");
        let clerk = Clerk::new(&house.store, Behave::Fail(wait, 1));
        let _running = Running::start(&clerk, &Waker::in_process(), options());
        clerk.wait_for(1, LONG).await;
        let since = Instant::now();
        clerk.wait_for(2, LONG).await;
        let waited = since.elapsed();
        assert!(waited >= Duration::from_millis(1400), "{column:?}: after {waited:?}");
        assert!(waited < Duration::from_millis(3500), "{column:?}: after {waited:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_done_is_dead_visible_and_can_be_run_again() {
    on_both(|column| async move {
        let house = House::new(column, 1).await;
        house.add_jobs(house.tenants[0], Lane::Normal, 1).await;
        let clerk = Clerk::new(&house.store, Behave::Fail(Failed::for_ever("hopeless"), 1));
        let _running = Running::start(&clerk, &Waker::in_process(), options());
        house.drained(LONG).await;
        let [dead] = &house.store.dead_jobs(10).await.unwrap()[..] else { panic!("one dead job") };
        assert_eq!(dead.last_error.as_deref(), Some("hopeless"), "{column:?}");
        let door = house.store.doors().command_line().await.unwrap();
        let mut tx = house.store.write(&door.tenant(dead.tenant)).await.unwrap();
        tx.revive_job(dead.id).await.unwrap();
        tx.commit().await.unwrap();
        house.drained(LONG).await;
        assert!(house.store.dead_jobs(10).await.unwrap().is_empty(), "{column:?}");
        assert_eq!(clerk.runs().len(), 2);
    })
    .await;
}

/// A row of a later version of this program, or a damaged one.
#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_cannot_be_read_is_dead_and_holds_nobody_up() {
    on_both(|column| async move {
        let house = House::new(column, 1).await;
        house.add_jobs(house.tenants[0], Lane::Urgent, 1).await;
        house.parts.sql(r#"UPDATE jobs SET payload = '{"kind":"a job from tomorrow"}'"#);
        house.add_jobs(house.tenants[0], Lane::Urgent, 3).await;
        let clerk = Clerk::new(&house.store, Behave::Finish);
        let _running = Running::start(&clerk, &Waker::in_process(), options());
        house.drained(LONG).await;
        assert_eq!(clerk.runs().len(), 3, "{column:?}");
        let [dead] = &house.store.dead_jobs(10).await.unwrap()[..] else { panic!("one dead job") };
        assert!(dead.last_error.as_deref().is_some_and(|why| why.contains("unreadable")), "{dead:?}");
    })
    .await;
}

/// While versions change, an old runner meets jobs of the new one: they are not its to give up.
#[tokio::test(flavor = "multi_thread")]
async fn a_kind_from_tomorrow_is_left_to_a_runner_that_knows_it() {
    on_both(|column| async move {
        let house = House::new(column, 1).await;
        house.add_jobs(house.tenants[0], Lane::Urgent, 1).await;
        let known = house.parts.sql("SELECT kind FROM jobs").remove(0);
        let payload = house.parts.sql("SELECT payload FROM jobs").remove(0);
        house.parts.sql(r#"UPDATE jobs SET kind = 'tomorrow', payload = '{"kind":"tomorrow"}'"#);
        house.add_jobs(house.tenants[0], Lane::Urgent, 3).await;
        let clerk = Clerk::new(&house.store, Behave::Finish);
        let _running = Running::start(&clerk, &Waker::in_process(), options());
        clerk.wait_for(3, LONG).await;
        let left = "SELECT state, attempt FROM jobs WHERE kind = 'tomorrow' AND last_error IS NOT NULL";
        while house.parts.sql(left).is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let state = house.parts.sql("SELECT state FROM jobs WHERE kind = 'tomorrow'");
        let attempt = house.parts.sql("SELECT attempt FROM jobs WHERE kind = 'tomorrow'");
        assert_eq!((state, attempt), (vec!["ready".to_owned()], vec!["0".to_owned()]), "{column:?}");
        assert!(house.store.dead_jobs(10).await.unwrap().is_empty(), "{column:?}");
        // A runner of the new version.
        house
            .parts
            .sql(&format!("UPDATE jobs SET kind = '{known}', payload = '{payload}' WHERE kind = 'tomorrow'"));
        clerk.wait_for(4, LONG).await;
        house.drained(LONG).await;
    })
    .await;
}

/// After a step back to an older version, what the newer one left does not stand before what is written since.
#[tokio::test(flavor = "multi_thread")]
async fn kinds_from_tomorrow_keep_nobody_waiting() {
    on_both(|column| async move {
        let house = House::new(column, 1).await;
        house.add_jobs(house.tenants[0], Lane::Urgent, 60).await;
        house.parts.sql(r#"UPDATE jobs SET kind = 'tomorrow', payload = '{"kind":"tomorrow"}'"#);
        house.add_jobs(house.tenants[0], Lane::Urgent, 1).await;
        let claimed =
            house.store.claim(house.tenants[0], Lane::Urgent, 2, chrono::Duration::seconds(15)).await;
        assert_eq!(
            claimed.unwrap().len(),
            1,
            "{column:?}: the newest comes first, and one place is for the others"
        );
        let looked_at =
            house.parts.sql("SELECT count(*) FROM jobs WHERE kind = 'tomorrow' AND last_error IS NOT NULL");
        assert_eq!(looked_at, ["1"], "{column:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_orderly_stop_lets_jobs_end_and_begins_no_more() {
    on_both(|column| async move {
        let house = House::new(column, 1).await;
        house.add_jobs(house.tenants[0], Lane::Urgent, 20).await;
        let clerk = Clerk::new(&house.store, Behave::Slow(Duration::from_millis(300)));
        let mut running = Running::start(&clerk, &Waker::in_process(), options());
        clerk.wait_for(1, LONG).await;
        running.stop.cancel();
        tokio::time::timeout(Duration::from_secs(5), &mut running.task).await.expect("it stops").unwrap();
        let began = clerk.runs().len();
        assert!(began <= 3, "{column:?}: {began} of 4 slots for one tenant");
        let done = house.parts.sql("SELECT count(*) FROM jobs WHERE state = 'done'");
        assert_eq!(done, [began.to_string()], "{column:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_urgent_lane_whose_jobs_all_wait_for_a_provider_still_turns() {
    // What is waited for is the rhythm of the notes, which no database changes.
    let house = House::new(Column::Embedded, 2).await;
    for tenant in &house.tenants {
        house.add_jobs(*tenant, Lane::Urgent, 4).await;
    }
    let clerk = Clerk::new(&house.store, Behave::Slow(Duration::from_mins(1)));
    let options = options();
    let slots = options.urgent.get();
    let _running = Running::start(&clerk, &Waker::in_process(), options);
    clerk.wait_for(slots, LONG).await;
    let full = house.store.clock().now();
    // Later than the last look that still found room could be noted.
    let noted = TURN_NOTED_EVERY.mul_f64(1.1) + Duration::from_millis(500);
    let since = Instant::now();
    while house.store.last_turn().await.unwrap().is_none_or(|turn| turn <= full + noted) {
        assert!(since.elapsed() < LONG, "the lane looks as if it stood still");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(clerk.runs().len(), slots, "it was full all the time");
}
