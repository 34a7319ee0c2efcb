use std::time::{Duration, Instant};

use rappel_domain::clock::FixedClock;

use super::*;

fn somebody() -> PersonId {
    PersonId::new(&FixedClock::new(chrono::DateTime::UNIX_EPOCH))
}

/// Checks a guess as somebody known, and waits until it has asked for a place.
async fn begun(hasher: &Hasher, who: PersonId) -> tokio::task::JoinHandle<Result<bool>> {
    let its = hasher.clone();
    let check = tokio::spawn(async move { its.verify_known(who, "a guess", None).await });
    for _ in 0..5 {
        tokio::task::yield_now().await;
    }
    check
}

/// Starts so many checks at once, on one thread: each is asked before the first is done.
async fn storm(hasher: &Hasher, count: usize) -> Vec<Result<bool>> {
    let mut checks = tokio::task::JoinSet::new();
    for _ in 0..count {
        let hasher = hasher.clone();
        checks.spawn(async move { hasher.verify("a guess", None).await });
    }
    checks.join_all().await
}

#[tokio::test]
async fn who_finds_no_place_is_told_at_once() {
    let hasher = Hasher::new(2, 3).unwrap();
    let answers = storm(&hasher, 20).await;
    let busy = answers.iter().filter(|answer| matches!(answer, Err(Error::Busy))).count();
    assert_eq!((answers.len(), busy), (20, 15), "two are worked on, three wait");
    assert!(answers.iter().all(|answer| matches!(answer, Ok(false) | Err(Error::Busy))));
    // After the storm everything is as before it.
    assert_eq!(storm(&hasher, 5).await.iter().filter(|answer| answer.is_ok()).count(), 5);
}

#[tokio::test]
async fn there_is_room_until_the_queue_is_full() {
    let hasher = Hasher::new(1, 1).unwrap();
    hasher.has_room().unwrap();
    let core = Arc::clone(&hasher.cores).acquire_owned().await.unwrap();
    hasher.has_room().unwrap();
    let place = hasher.queue.acquire().await.unwrap();
    assert!(matches!(hasher.has_room(), Err(Error::Busy)));
    drop(core);
    hasher.has_room().unwrap();
    drop(place);
}

#[tokio::test]
async fn a_known_browser_passes_a_storm() {
    let hasher = Hasher::new(1, 3).unwrap();
    let hash = hasher.hash("quinze lettres au moins").await.unwrap();
    let (strangers, owner) = tokio::join!(storm(&hasher, 20), async {
        // The storm was there first.
        tokio::task::yield_now().await;
        hasher.verify_known(somebody(), "quinze lettres au moins", Some(&hash)).await
    });
    assert_eq!(strangers.iter().filter(|answer| matches!(answer, Err(Error::Busy))).count(), 16);
    assert!(matches!(owner, Ok(true)), "{owner:?}");
}

#[tokio::test]
async fn known_browsers_use_a_core_or_their_own_place() {
    let hasher = Hasher::new(2, 3).unwrap();
    for is_place_free in [false, true] {
        let cores = Arc::clone(&hasher.cores).acquire_many_owned(2).await.unwrap();
        let place = Arc::clone(&hasher.known).acquire_owned().await.unwrap();
        let mut checks = Vec::new();
        for _ in 0..6 {
            checks.push(begun(&hasher, somebody()).await);
        }
        assert!(checks.iter().all(|check| !check.is_finished()), "all wait");
        assert_eq!(hasher.queue.available_permits(), 3, "no stranger waits longer for them");
        // One of the two is never free while they are checked.
        let (free, taken) = if is_place_free { (place, cores) } else { (cores, place) };
        drop(free);
        for check in checks {
            assert!(matches!(check.await.unwrap(), Ok(false)));
        }
        drop(taken);
        assert!(hasher.turns.lock().unwrap().is_empty());
        assert_eq!((hasher.cores.available_permits(), hasher.known.available_permits()), (2, 1));
    }
}

#[tokio::test]
async fn somebody_known_passes_the_strangers_once_at_a_time() {
    let hasher = Hasher::new(1, 0).unwrap();
    let claire = somebody();
    let core = Arc::clone(&hasher.cores).acquire_owned().await.unwrap();
    let place = Arc::clone(&hasher.known).acquire_owned().await.unwrap();
    let (first, other) = (begun(&hasher, claire).await, begun(&hasher, somebody()).await);
    let second = begun(&hasher, claire).await.await.unwrap();
    assert!(matches!(second, Err(Error::Busy)), "as a stranger: {second:?}");
    // Who hangs up while waiting gives the turn back.
    other.abort();
    assert!(other.await.is_err());
    assert_eq!(hasher.turns.lock().unwrap().len(), 1);
    drop((core, place));
    assert!(matches!(first.await.unwrap(), Ok(false)));
    assert!(!hasher.verify_known(claire, "a guess", None).await.unwrap(), "and then again");
}

#[test]
fn a_storm_is_told_once_a_minute() {
    let refusals = Refusals::default();
    let untold = |count: usize| {
        (0..count).for_each(|_| assert!(matches!(refusals.one_more(), Error::Busy)));
        refusals.untold.load(Ordering::Relaxed)
    };
    assert_eq!(untold(1), 0, "the first one at once");
    assert_eq!(untold(200), 200);
    *refusals.told.lock().unwrap() = Instant::now().checked_sub(Refusals::PAUSE);
    assert_eq!(untold(1), 0, "all of them");
}

#[tokio::test]
async fn who_hangs_up_takes_no_place_and_frees_no_core() {
    let hasher = Hasher::new(1, 2).unwrap();
    for _ in 0..10 {
        // One is worked on, two wait; then all three hang up.
        let all = tokio::time::timeout(Duration::from_millis(1), storm(&hasher, 3)).await;
        assert!(all.is_err(), "a hash takes longer than a millisecond");
        let gone = async {
            while hasher.queue.available_permits() < 2 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(5), gone).await.expect("somebody still waits");
    }
    // What was begun is finished on its core before the next one gets it.
    assert!(!hasher.verify("a guess", None).await.unwrap());
    assert_eq!(hasher.cores.available_permits(), 1);
}

/// Of the processor's time, which is the same however busy the machine is; `tests/run attack` compares what somebody outside sees.
#[tokio::test]
async fn an_unknown_person_costs_as_much_as_a_known_one() {
    let hasher = Hasher::new(1, 1).unwrap();
    let hash = hasher.hash("quinze lettres au moins").await.unwrap();
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for _ in 0..9 {
        for (hash, times) in [(Some(hash.as_str()), &mut known), (None, &mut unknown)] {
            let check = hasher.check("a wrong password", hash);
            let began = time_of_thread();
            assert!(!check());
            times.push(time_of_thread().saturating_sub(began));
        }
    }
    // The least: others who want the same memory slow some of them.
    let [known, unknown] = [known, unknown].map(|times| times.into_iter().min().unwrap());
    let ratio = unknown.as_secs_f64() / known.as_secs_f64();
    assert!((0.5..2.0).contains(&ratio), "{unknown:?} and {known:?}");
}

/// How long this thread has had a processor.
fn time_of_thread() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    clock_gettime(ClockId::ThreadCPUTime).try_into().unwrap()
}

#[tokio::test]
async fn only_the_password_itself_is_right() {
    let hasher = Hasher::new(1, 1).unwrap();
    let hash = hasher.hash("quinze lettres au moins").await.unwrap();
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    assert!(hasher.verify("quinze lettres au moins", Some(&hash)).await.unwrap());
    assert!(!hasher.verify("quinze lettres au Moins", Some(&hash)).await.unwrap());
    assert!(!hasher.verify("nobody has this password", None).await.unwrap(), "no password is nobody's");
    assert!(!hasher.verify("quinze lettres au moins", Some("nonsense")).await.unwrap());
}

#[tokio::test]
async fn a_hash_says_what_it_cost_and_is_verified_at_any() {
    let usual = Hasher::new(1, 1).unwrap();
    let least = Hasher::costing(Cost::LEAST, 1, 1).unwrap();
    let hash = usual.hash("correct horse battery").await.unwrap();
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    let cheap = least.hash("correct horse battery").await.unwrap();
    assert!(cheap.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{cheap}");
    for hash in [&hash, &cheap] {
        assert!(usual.verify("correct horse battery", Some(hash)).await.unwrap());
        assert!(!usual.verify("correct horse batterie", Some(hash)).await.unwrap());
    }
}

/// On one core a storm that hashes without an end would otherwise take every other turn.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_hash_lets_others_go_first() {
    let own = || rustix::process::nice(0).unwrap();
    let before = own();
    let place = Hasher::costing(Cost::LEAST, 1, 1).unwrap().core().await.unwrap();
    let of_hash = run(place, || rustix::process::nice(0).unwrap()).await.unwrap();
    assert_eq!(of_hash, (before + GIVE_WAY).min(19));
    assert_eq!(own(), before, "everybody else is as they were");
}

#[tokio::test]
async fn a_core_that_strangers_queue_for_rests_before_each_of_them() {
    let hasher = Hasher::costing(Cost::LEAST, 1, 8).unwrap();
    let slow = |place| run(place, || std::thread::sleep(Duration::from_millis(200)));
    let first = hasher.core().await.unwrap();
    let began = Instant::now();
    // The second one waited for the first, and then as long again.
    let second = async { slow(hasher.core().await.unwrap()).await.unwrap() };
    tokio::join!(async { slow(first).await.unwrap() }, second);
    assert!(began.elapsed() >= Duration::from_millis(600), "{:?}", began.elapsed());
    // Whoever finds it free is not kept from it.
    let began = Instant::now();
    slow(hasher.core().await.unwrap()).await.unwrap();
    assert!(began.elapsed() < Duration::from_millis(390), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_core_rests_but_shortly_after_a_hash_that_stood_still() {
    let hasher = Hasher::costing(Cost::LEAST, 1, 8).unwrap();
    hasher.took.store(u64::MAX, Ordering::Relaxed);
    let first = hasher.core().await.unwrap();
    let began = Instant::now();
    let (second, ()) = tokio::join!(hasher.core(), async { drop(first) });
    run(second.unwrap(), || ()).await.unwrap();
    assert!((LONGEST_REST..LONGEST_REST * 8).contains(&began.elapsed()), "{:?}", began.elapsed());
}
