use std::{
    cell::{Cell, RefCell},
    ops::Range,
};

use tokio::time::Instant;

use super::*;

/// An installation that is in trouble at some seconds of a test, and whose alarm goes nowhere at others.
struct Scripted {
    start: Instant,
    broken: Vec<Range<u64>>,
    nobody_hears: Range<u64>,
    told: RefCell<Vec<(u64, Tell)>>,
    tries: Cell<usize>,
    beats: RefCell<Vec<u64>>,
}

impl Scripted {
    fn new(broken: impl IntoIterator<Item = Range<u64>>, nobody_hears: Range<u64>) -> Self {
        let broken = broken.into_iter().collect();
        Self {
            start: Instant::now(),
            broken,
            nobody_hears,
            told: RefCell::default(),
            tries: Cell::default(),
            beats: RefCell::default(),
        }
    }

    fn second(&self) -> u64 {
        self.start.elapsed().as_secs()
    }

    /// The rounds of so long, by the defaults.
    async fn watched_for(self, length: Duration) -> Self {
        let watch = rappel_settings::Settings::default().watch;
        let after = Duration::from_secs(watch.after_seconds);
        let trouble = Trouble::new(after, Duration::from_secs(watch.again_seconds.get()));
        let every = Duration::from_secs(watch.every_seconds.get());
        let stop = CancellationToken::new();
        let rounds = keep_watch(&self, trouble, every, &stop);
        assert!(tokio::time::timeout(length, rounds).await.is_err(), "it watches until it is stopped");
        self
    }
}

impl Outside for Scripted {
    async fn ask(&self) -> Result<(), String> {
        // Slow, as an installation in trouble is.
        tokio::time::sleep(Duration::from_millis(900)).await;
        let second = self.second();
        if self.broken.iter().any(|it| it.contains(&second)) { Err("turn".to_owned()) } else { Ok(()) }
    }

    async fn tell(&self, what: &Tell) -> Taken {
        self.tries.set(self.tries.get() + 1);
        if self.nobody_hears.contains(&self.second()) {
            return Taken::No;
        }
        self.told.borrow_mut().push((self.second(), what.clone()));
        Taken::Yes
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
    let told = outside.told.take();
    assert_eq!(told, [(110, trouble()), (1010, trouble()), (1910, trouble()), (2000, Tell::Over)]);
    let beats = outside.beats.take();
    assert!(beats.iter().all(|second| *second < 100 || *second >= 2000), "{beats:?}");
    assert_eq!(beats.iter().filter(|second| **second < 100).count(), 20, "at each round while all is well");
}

#[tokio::test(start_paused = true)]
async fn what_nobody_took_is_told_again_at_the_next_round() {
    let outside =
        Scripted::new(std::iter::once(100..200), 0..137).watched_for(Duration::from_secs(400)).await;
    assert_eq!(outside.told.take(), [(140, trouble()), (200, Tell::Over)]);
    assert_eq!(outside.tries.get(), 8, "at 110, 115, 120, 125, 130, 135, 140, and its end");
}

#[tokio::test(start_paused = true)]
async fn the_end_that_nobody_took_is_told_again_at_the_next_round() {
    let outside =
        Scripted::new(std::iter::once(100..200), 199..222).watched_for(Duration::from_secs(400)).await;
    assert_eq!(outside.told.take(), [(110, trouble()), (225, Tell::Over)]);
}

#[tokio::test(start_paused = true)]
async fn trouble_that_nobody_heard_of_has_no_end_to_tell() {
    let outside =
        Scripted::new(std::iter::once(100..200), 0..200).watched_for(Duration::from_secs(400)).await;
    assert_eq!(outside.told.take(), []);
}

#[tokio::test(start_paused = true)]
async fn trouble_that_comes_back_before_its_end_was_heard_is_no_news() {
    let outside = Scripted::new([100..200, 220..300], 199..222).watched_for(Duration::from_secs(400)).await;
    assert_eq!(outside.told.take(), [(110, trouble()), (300, Tell::Over)]);
}
