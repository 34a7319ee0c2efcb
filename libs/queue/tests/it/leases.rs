//! Leases: one runner at a time, and nothing written after one is over.

use std::time::Duration;

use rappel_domain::job::Lane;
use rappel_queue::{Options, Waker};
use rappel_store::StoreError;

use crate::house::{Behave, Clerk, House, Running, finish, on_both, options};

const LONG: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread")]
async fn a_job_whose_runner_died_runs_again_when_its_lease_ends() {
    on_both(|column| async move {
        let house = House::new(column, 1).await;
        let tenant = house.tenants[0];
        house.add_jobs(tenant, Lane::Urgent, 1).await;
        let lease = chrono::Duration::milliseconds(1000);
        let dead = house.store.claim(tenant, Lane::Urgent, 1, lease).await.unwrap();
        assert_eq!(dead.len(), 1);
        let clerk = Clerk::new(&house.store, Behave::Finish);
        let _running = Running::start(&clerk, &Waker::in_process(), options());
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert!(clerk.runs().is_empty(), "{column:?}: still held");
        clerk.wait_for(1, Duration::from_secs(3)).await;
        house.drained(LONG).await;
        // The one that was paused wakes up, and cannot write its result.
        let late = finish(&house.store, &dead[0]).await;
        assert!(matches!(late, Err(StoreError::Stale)), "{column:?}: {late:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_job_keeps_its_lease() {
    on_both(|column| async move {
        let house = House::new(column, 1).await;
        house.add_jobs(house.tenants[0], Lane::Urgent, 1).await;
        let clerk = Clerk::new(&house.store, Behave::Slow(Duration::from_secs(3)));
        let short = || Options { urgent_lease: Duration::from_millis(900), ..options() };
        let _one = Running::start(&clerk, &Waker::in_process(), short());
        let _two = Running::start(&clerk, &Waker::in_process(), short());
        house.drained(LONG).await;
        assert_eq!(clerk.runs().len(), 1, "{column:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_runner_that_lost_its_lease_drops_the_job() {
    on_both(|column| async move {
        let house = House::new(column, 1).await;
        house.add_jobs(house.tenants[0], Lane::Urgent, 1).await;
        let clerk = Clerk::new(&house.store, Behave::Slow(Duration::from_secs(2)));
        let short = Options { urgent_lease: Duration::from_millis(600), ..options() };
        let _running = Running::start(&clerk, &Waker::in_process(), short);
        clerk.wait_for(1, LONG).await;
        // As if another runner had claimed and finished it meanwhile.
        house.parts.sql("UPDATE jobs SET fence = fence + 1, state = 'done'");
        tokio::time::sleep(Duration::from_secs(3)).await;
        let row = house.parts.sql("SELECT state, fence FROM jobs");
        assert_eq!(row, ["done|2"], "{column:?}: nothing was written over it");
        assert_eq!(clerk.runs().len(), 1);
    })
    .await;
}
