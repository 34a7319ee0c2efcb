use super::*;

#[test]
fn the_time_goes_on_and_grows_old() {
    let (clock, start) = (ProviderClock::default(), Instant::now());
    assert_eq!(clock.read(start), Reading::Unknown);
    clock.set(1_457_018_875, start);
    assert_eq!(clock.read(start), Reading::Fresh(1_457_018_875));
    assert_eq!(clock.read(start + Duration::from_millis(90_900)), Reading::Fresh(1_457_018_965));
    assert_eq!(clock.read(start + Duration::from_secs(3599)), Reading::Fresh(1_457_022_474));
    assert_eq!(clock.read(start + Duration::from_hours(2)), Reading::Old(1_457_026_075));
    clock.forget();
    assert_eq!(clock.read(start), Reading::Unknown);
}
