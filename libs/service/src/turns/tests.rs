use tokio::sync::oneshot;

use super::*;

#[tokio::test]
async fn work_keeps_its_turn_when_nobody_waits_for_it() {
    let turns = Turns::default();
    let (begin, has_begun) = oneshot::channel();
    let (go_on, wait) = std::sync::mpsc::channel::<()>();
    let (end, has_ended) = oneshot::channel();
    let asked = tokio::spawn({
        let turns = turns.clone();
        async move {
            let work = move || {
                begin.send(()).unwrap();
                wait.recv().unwrap();
                end.send(()).unwrap();
            };
            turns.work(work).await
        }
    });
    has_begun.await.unwrap();
    asked.abort();
    assert!(asked.await.unwrap_err().is_cancelled());
    assert_eq!(turns.0.available_permits(), AT_ONCE - 1, "it still works");
    go_on.send(()).unwrap();
    has_ended.await.expect("it is done to its end");
    let all = tokio::time::timeout(Duration::from_secs(5), turns.0.acquire_many(2)).await;
    assert!(all.is_ok(), "the turn comes back");
}

#[tokio::test(start_paused = true)]
async fn whoever_gets_no_turn_in_time_is_told() {
    let turns = Turns::default();
    let all = turns.0.acquire_many(2).await.unwrap();
    let began = tokio::time::Instant::now();
    let answers = futures_util::future::join_all((0..50).map(|_| turns.work(|| ()))).await;
    assert!(answers.iter().all(|answer| matches!(answer, Err(Error::Busy))), "{answers:?}");
    assert!(began.elapsed() < PATIENCE * 2, "they wait at the same time: {:?}", began.elapsed());
    drop(all);
    assert!(turns.work(|| true).await.unwrap(), "after that, as before it");
}
