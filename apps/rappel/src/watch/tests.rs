use rappel_web::health;

use super::*;

/// From the last turn of a dead engine to the first request of the alarm, by the defaults: each wait at its worst.
#[test]
fn the_defaults_alarm_within_fifty_seconds() {
    let watch = Settings::default().watch;
    let every = watch.every_seconds.get();
    assert!(PATIENCE < Duration::from_secs(every), "no round is late because of an answer");
    let noted = rappel_queue::TURN_NOTED_EVERY.mul_f64(1.1);
    let late = health::TURN.to_std().unwrap();
    let worst = [
        // The turn is noted that late after it.
        noted,
        // So old it may be.
        late,
        // An answer stands that long, and the next question comes that long after it.
        health::STANDS,
        Duration::from_secs(every),
        // The round at which it has lasted long enough, and its answer.
        Duration::from_secs(watch.after_seconds.next_multiple_of(every)),
        PATIENCE,
    ];
    let worst: Duration = worst.iter().sum();
    assert!(worst <= Duration::from_secs(50), "{worst:?}");
    // The first provider may even hang until its request is given up.
    let request = Duration::from_secs(Settings::default().sms.timeout_seconds.get());
    assert!(worst + request <= Duration::from_mins(1), "{worst:?} and {request:?}");
    // A turn that is noted in time never looks late, even when two notes are lost.
    assert!(noted * 3 < late, "{noted:?}, {late:?}");
}
