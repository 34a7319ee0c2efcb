use super::*;

/// Trouble that counts after twenty seconds, and the seconds of a test.
struct Watched {
    start: Instant,
    trouble: Trouble,
}

impl Watched {
    fn new() -> Self {
        let trouble = Trouble::new(Duration::from_secs(20), Duration::from_mins(15));
        Self { start: Instant::now(), trouble }
    }

    fn at(&self, second: u64) -> Instant {
        self.start + Duration::from_secs(second)
    }

    /// Looks; what is told is taken by nobody yet.
    fn note(&mut self, wrong: Option<&str>, second: u64) -> Option<Tell> {
        let now = self.at(second);
        self.trouble.note(wrong, now)
    }

    fn told(&mut self, taken: Taken, second: u64) {
        let now = self.at(second);
        self.trouble.told(taken, now);
    }

    /// Looks; what is told is taken so, at once.
    fn look(&mut self, wrong: Option<&str>, second: u64, taken: Taken) -> Option<Tell> {
        let what = self.note(wrong, second);
        if what.is_some() {
            self.told(taken, second);
        }
        what
    }
}

const WRONG: Option<&str> = Some("turn");

fn trouble() -> Tell {
    Tell::Trouble("turn".to_owned())
}

#[test]
fn it_is_told_once_then_again_and_when_it_is_over() {
    let mut watched = Watched::new();
    let mut look = |wrong, seconds| watched.look(wrong, seconds, Taken::Yes);
    assert_eq!(look(None, 0), None);
    assert_eq!(look(WRONG, 10), None, "a hiccup wakes nobody");
    assert_eq!(look(None, 20), None, "nothing was told, so nothing is over");
    assert_eq!(look(WRONG, 30), None);
    assert_eq!(look(WRONG, 40), None);
    assert_eq!(look(WRONG, 50), Some(trouble()));
    assert_eq!(look(WRONG, 60), None, "once");
    assert_eq!(look(WRONG, 949), None);
    assert_eq!(look(WRONG, 950), Some(trouble()), "again");
    assert_eq!(look(None, 960), Some(Tell::Over));
    assert_eq!(look(None, 970), None);
}

#[test]
fn what_only_a_mailbox_has_is_told_again_and_its_end_not_for_ever() {
    let mut watched = Watched::new();
    let mut look = |wrong, seconds| watched.look(wrong, seconds, Taken::ByMail);
    assert_eq!(look(WRONG, 0), None);
    for (early, due) in [(19, 20), (24, 25), (54, 55), (174, 175), (1074, 1075)] {
        assert_eq!(look(WRONG, early), None, "{early}");
        assert_eq!(look(WRONG, due), Some(trouble()), "{due}");
    }
    for (early, due) in [(None, 1080), (Some(1084), 1085), (Some(1114), 1115), (Some(1234), 1235)] {
        assert_eq!(early.and_then(|early| look(None, early)), None, "{early:?}");
        assert_eq!(look(None, due), Some(Tell::Over), "{due}");
    }
    assert_eq!(look(None, 9999), None, "the mailbox has it four times");
}

#[test]
fn trouble_whose_end_only_a_mailbox_read_is_told_anew_when_it_comes_back() {
    let mut watched = Watched::new();
    assert_eq!(watched.look(WRONG, 0, Taken::Yes), None);
    assert_eq!(watched.look(WRONG, 20, Taken::Yes), Some(trouble()));
    assert_eq!(watched.look(None, 30, Taken::ByMail), Some(Tell::Over));
    assert_eq!(watched.look(WRONG, 31, Taken::Yes), None);
    assert_eq!(watched.look(WRONG, 50, Taken::Yes), None);
    assert_eq!(watched.look(WRONG, 51, Taken::Yes), Some(trouble()));
}

#[test]
fn what_is_being_told_is_not_told_twice() {
    let mut watched = Watched::new();
    assert_eq!(watched.note(WRONG, 0), None);
    assert_eq!(watched.note(WRONG, 20), Some(trouble()));
    assert_eq!(watched.note(WRONG, 2000), None, "it is on its way");
    watched.told(Taken::Yes, 2001);
    assert_eq!(watched.note(WRONG, 2002), Some(trouble()), "it was begun long ago");
}

#[test]
fn the_end_takes_the_place_of_trouble_that_is_being_told() {
    let mut watched = Watched::new();
    assert_eq!(watched.note(WRONG, 0), None);
    assert_eq!(watched.note(WRONG, 20), Some(trouble()));
    assert_eq!(watched.note(None, 25), Some(Tell::Over), "somebody may have heard");
    assert_eq!(watched.note(None, 30), None, "it is on its way");
    // It comes back meanwhile: the end is told to its end, and the trouble is new.
    assert_eq!(watched.note(WRONG, 35), None);
    watched.told(Taken::Yes, 40);
    assert_eq!(watched.note(WRONG, 54), None);
    assert_eq!(watched.note(WRONG, 55), Some(trouble()));
}

#[test]
fn trouble_that_comes_back_is_not_late_because_nobody_took_its_end() {
    let mut watched = Watched::new();
    assert_eq!(watched.look(WRONG, 0, Taken::No), None);
    assert_eq!(watched.note(WRONG, 20), Some(trouble()));
    assert_eq!(watched.note(None, 25), Some(Tell::Over));
    assert_eq!(watched.note(WRONG, 30), None);
    watched.told(Taken::No, 50);
    assert_eq!(watched.note(WRONG, 50), Some(trouble()));
}
