use std::{
    cell::{Cell, RefCell},
    mem,
    ops::Range,
    sync::{Arc, Mutex},
};

use tokio::time::{Instant, sleep, timeout};

use super::*;
use crate::watch::telling::Taken;

/// An installation that is in trouble at some seconds of a test, and whose alarm goes nowhere at others.
struct Scripted {
    start: Instant,
    broken: Vec<Range<u64>>,
    nobody_hears: Range<u64>,
    /// So long an alarm is on its way.
    telling_takes: Duration,
    told: Arc<Mutex<Vec<(u64, Tell)>>>,
    tries: RefCell<Vec<u64>>,
    asked: Cell<usize>,
    beats: RefCell<Vec<u64>>,
}

impl Scripted {
    fn new(broken: impl IntoIterator<Item = Range<u64>>, nobody_hears: Range<u64>) -> Self {
        let broken = broken.into_iter().collect();
        Self {
            start: Instant::now(),
            broken,
            nobody_hears,
            telling_takes: Duration::ZERO,
            told: Arc::default(),
            tries: RefCell::default(),
            asked: Cell::default(),
            beats: RefCell::default(),
        }
    }

    fn second(&self) -> u64 {
        self.start.elapsed().as_secs()
    }

    fn told(&self) -> Vec<(u64, Tell)> {
        mem::take(&mut *self.told.lock().unwrap())
    }

    /// The rounds of so long, by the defaults.
    async fn watched_for(self, length: Duration) -> Self {
        let watch = rappel_settings::Settings::default().watch;
        let after = Duration::from_secs(watch.after_seconds);
        let trouble = Trouble::new(after, Duration::from_secs(watch.again_seconds.get()));
        let every = Duration::from_secs(watch.every_seconds.get());
        let stop = CancellationToken::new();
        let rounds = keep_watch(&self, trouble, every, &stop);
        assert!(timeout(length, rounds).await.is_err(), "it watches until it is stopped");
        self
    }
}

impl Outside for Scripted {
    async fn ask(&self) -> Result<(), String> {
        // Slow, as an installation in trouble is.
        sleep(Duration::from_millis(900)).await;
        self.asked.set(self.asked.get() + 1);
        let second = self.second();
        if self.broken.iter().any(|it| it.contains(&second)) { Err("turn".to_owned()) } else { Ok(()) }
    }

    fn tell(&self, what: &Tell) -> Telling {
        self.tries.borrow_mut().push(self.second());
        let is_heard = !self.nobody_hears.contains(&self.second());
        let (start, takes) = (self.start, self.telling_takes);
        let (told, what) = (Arc::clone(&self.told), what.clone());
        Telling::begin(move |known| async move {
            sleep(takes).await;
            if is_heard {
                told.lock().unwrap().push((start.elapsed().as_secs(), what));
            }
            let _ = known.send(if is_heard { Taken::Yes } else { Taken::No });
        })
    }

    fn beat(&self) {
        self.beats.borrow_mut().push(self.second());
    }
}

fn trouble() -> Tell {
    Tell::Trouble("turn".to_owned())
}

#[tokio::test(start_paused = true)]
async fn it_is_told_once_then_every_quarter_of_an_hour_and_when_it_is_over() {
    let outside = Scripted::new(std::iter::once(100..2000), 0..0).watched_for(Duration::from_mins(50)).await;
    let told = outside.told();
    assert_eq!(told, [(110, trouble()), (1010, trouble()), (1910, trouble()), (2000, Tell::Over)]);
    let beats = outside.beats.take();
    assert!(beats.iter().all(|second| *second < 100 || *second >= 2000), "{beats:?}");
    assert_eq!(beats.iter().filter(|second| **second < 100).count(), 20, "at each round while all is well");
}

#[tokio::test(start_paused = true)]
async fn what_nobody_took_is_told_again_more_and_more_seldom() {
    let outside =
        Scripted::new(std::iter::once(100..3000), 0..3000).watched_for(Duration::from_mins(50)).await;
    assert_eq!(outside.told(), []);
    // After 5, 30 and 120 seconds, counted from the look that found nobody; then every quarter of an hour.
    assert_eq!(outside.tries.take(), [110, 120, 155, 280, 1185, 2090, 2995]);
}

#[tokio::test(start_paused = true)]
async fn what_nobody_took_at_first_is_told_as_soon_as_somebody_takes_it() {
    let outside =
        Scripted::new(std::iter::once(100..200), 0..137).watched_for(Duration::from_secs(400)).await;
    assert_eq!(outside.told(), [(155, trouble()), (200, Tell::Over)]);
}

#[tokio::test(start_paused = true)]
async fn the_end_that_nobody_took_is_told_again() {
    let outside =
        Scripted::new(std::iter::once(100..200), 199..222).watched_for(Duration::from_secs(400)).await;
    assert_eq!(outside.told(), [(110, trouble()), (245, Tell::Over)]);
    assert_eq!(outside.tries.take(), [110, 200, 210, 245]);
}

#[tokio::test(start_paused = true)]
async fn trouble_that_nobody_heard_of_has_no_end_to_tell() {
    let outside =
        Scripted::new(std::iter::once(100..200), 0..200).watched_for(Duration::from_secs(400)).await;
    assert_eq!(outside.told(), []);
}

#[tokio::test(start_paused = true)]
async fn trouble_that_comes_back_before_its_end_was_heard_is_no_news() {
    let outside = Scripted::new([100..200, 220..300], 199..222).watched_for(Duration::from_secs(400)).await;
    assert_eq!(outside.told(), [(110, trouble()), (300, Tell::Over)]);
}

#[tokio::test(start_paused = true)]
async fn it_is_asked_on_while_an_alarm_is_on_its_way() {
    let mut outside = Scripted::new(std::iter::once(100..400), 0..0);
    outside.telling_takes = Duration::from_mins(1);
    let outside = outside.watched_for(Duration::from_mins(5)).await;
    assert_eq!(outside.told(), [(170, trouble())]);
    assert_eq!(outside.tries.take(), [110], "one at a time");
    assert_eq!(outside.asked.get(), 60, "every five seconds");
}

#[tokio::test(start_paused = true)]
async fn an_alarm_on_its_way_is_given_up_when_the_trouble_is_over_and_all_hear_of_its_end() {
    let mut outside = Scripted::new(std::iter::once(100..130), 0..0);
    outside.telling_takes = Duration::from_mins(1);
    let outside = outside.watched_for(Duration::from_secs(400)).await;
    assert_eq!(outside.told(), [(190, Tell::Over)], "none of the trouble after its end");
    let beats = outside.beats.take();
    assert!([130, 135, 140].iter().all(|second| beats.contains(second)), "before the end is told: {beats:?}");
}

#[tokio::test(start_paused = true)]
async fn an_alarm_on_its_way_is_waited_for_when_the_watchdog_stops() {
    let mut outside = Scripted::new(std::iter::once(0..400), 0..0);
    outside.telling_takes = Duration::from_secs(8);
    let stop = CancellationToken::new();
    let trouble_now = Trouble::new(Duration::ZERO, Duration::from_mins(15));
    let watched = keep_watch(&outside, trouble_now, Duration::from_secs(5), &stop);
    let stopped = async {
        sleep(Duration::from_secs(2)).await;
        stop.cancel();
    };
    tokio::join!(watched, stopped);
    assert_eq!(outside.told(), [(8, trouble())]);
}
