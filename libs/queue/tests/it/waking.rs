//! Wake-ups are hints: early when they come, a poll when they are lost.

use std::time::{Duration, Instant};

use rappel_domain::job::Lane;
use rappel_queue::{Options, Waker};

use crate::house::{Behave, Clerk, House, Running, add_jobs, hint_of, on_both, options};

fn patient() -> Options {
    Options { poll: Duration::from_secs(30), ..options() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hint_saves_the_poll() {
    on_both(|column| async move {
        let house = House::new(column, 1).await;
        let waker = Waker::in_process();
        let clerk = Clerk::new(&house.store, Behave::Finish);
        let _running = Running::start(&clerk, &waker, patient());
        let store = house.store.clone().with_wake(hint_of(&waker));
        for (runs, lane) in [Lane::Urgent, Lane::Normal].into_iter().enumerate() {
            tokio::time::sleep(Duration::from_millis(300)).await;
            let since = Instant::now();
            add_jobs(&store, house.tenants[0], lane, 1).await;
            clerk.wait_for(runs + 1, Duration::from_secs(2)).await;
            assert!(since.elapsed() < Duration::from_millis(700), "{column:?}: {:?}", since.elapsed());
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hints_travel_over_redis() {
    on_both(|column| async move {
        let house = House::new(column, 1).await;
        let Some(url) = house.redis() else { return };
        let clerk = Clerk::new(&house.store, Behave::Finish);
        let _running = Running::start(&clerk, &Waker::redis(&url).unwrap(), patient());
        let another_process = Waker::redis(&url).unwrap();
        let store = house.store.clone().with_wake(hint_of(&another_process));
        tokio::time::sleep(Duration::from_millis(500)).await;
        let since = Instant::now();
        add_jobs(&store, house.tenants[0], Lane::Urgent, 1).await;
        clerk.wait_for(1, Duration::from_secs(2)).await;
        assert!(since.elapsed() < Duration::from_millis(700), "{:?}", since.elapsed());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_hint_costs_a_poll() {
    on_both(|column| async move {
        let house = House::new(column, 1).await;
        let clerk = Clerk::new(&house.store, Behave::Finish);
        // Nobody listens there.
        let waker = Waker::redis("redis://127.0.0.1:1").unwrap();
        let _running = Running::start(&clerk, &waker, Options { poll: Duration::from_secs(1), ..options() });
        tokio::time::sleep(Duration::from_millis(300)).await;
        let since = Instant::now();
        house.add_jobs(house.tenants[0], Lane::Urgent, 1).await;
        clerk.wait_for(1, Duration::from_secs(3)).await;
        assert!(since.elapsed() < Duration::from_secs(2), "{column:?}: {:?}", since.elapsed());
    })
    .await;
}
