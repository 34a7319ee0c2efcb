use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::time::{advance, sleep};

use super::*;

fn table(hosts: &[&str]) -> Table {
    Table { operator: None, sites: hosts.iter().map(|host| ((*host).to_owned(), Site::Office)).collect() }
}

/// A database whose hosts change with each reading: the first knows one host, the second two …
async fn growing() -> (Hosts, Arc<AtomicUsize>) {
    let readings = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&readings);
    let hosts = Hosts::start(move || {
        let known = count.fetch_add(1, Ordering::SeqCst) + 1;
        async move { Ok(table(&["a", "b", "c"][..known.min(3)])) }
    });
    (hosts.await.unwrap(), readings)
}

#[tokio::test(start_paused = true)]
async fn known_hosts_cost_no_reading() {
    let (hosts, readings) = growing().await;
    for _ in 0..100 {
        assert_eq!(hosts.site("a").await, Some(Site::Office));
    }
    assert_eq!(readings.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn an_unknown_host_is_looked_up_at_most_once_a_second() {
    let (hosts, readings) = growing().await;
    assert_eq!(hosts.site("b").await, None, "the table is fresh");
    advance(Duration::from_millis(1001)).await;
    assert_eq!(hosts.site("b").await, Some(Site::Office), "made by another process");
    for _ in 0..100 {
        assert_eq!(hosts.site("nobody").await, None);
    }
    assert_eq!(readings.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn the_table_stays_fresh_by_itself_and_on_demand() {
    let (hosts, readings) = growing().await;
    let keeper = hosts.clone();
    let task = tokio::spawn(async move { keeper.keep_fresh().await });
    sleep(Duration::from_secs(11)).await;
    assert_eq!(readings.load(Ordering::SeqCst), 4);
    task.abort();
    hosts.refresh().await;
    assert_eq!(readings.load(Ordering::SeqCst), 5);
}

#[tokio::test(start_paused = true)]
async fn a_database_that_fails_leaves_the_old_table() {
    let readings = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&readings);
    let hosts = Hosts::start(move || {
        let first = count.fetch_add(1, Ordering::SeqCst) == 0;
        async move { if first { Ok(table(&["a"])) } else { Err("down".into()) } }
    });
    let hosts = hosts.await.unwrap();
    hosts.refresh().await;
    assert_eq!(hosts.site("a").await, Some(Site::Office));
    assert_eq!(readings.load(Ordering::SeqCst), 2);
}
