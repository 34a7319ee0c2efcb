use chrono::Duration;
use proptest::prelude::*;

use super::*;
use crate::clock::FixedClock;

fn noon() -> DateTime<Utc> {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

/// By counting: the smallest value that at least so many of a hundred do not exceed.
fn counted(seconds: &[i64], hundredths: usize) -> Option<i64> {
    let mut values = seconds.to_vec();
    values.sort_unstable();
    values.iter().copied().find(|value| {
        let at_most = seconds.iter().filter(|it| *it <= value).count();
        at_most * 100 >= hundredths * seconds.len()
    })
}

proptest! {
    /// Against a reference that counts instead of looking up a place.
    #[test]
    fn figures_agree_with_counting(seconds in proptest::collection::vec(0_i64..5_000, 0..60)) {
        let figures = Figures::of(seconds.clone());
        prop_assert_eq!(figures.count, seconds.len());
        prop_assert_eq!(figures.slowest_tenth, counted(&seconds, 90));
        let (low, high) = (counted(&seconds, 50), {
            let negative: Vec<i64> = seconds.iter().map(|it| -it).collect();
            counted(&negative, 50).map(|it| -it)
        });
        prop_assert_eq!(figures.median, low.zip(high).map(|(low, high)| i64::midpoint(low, high)));
    }

    /// Lines of a kind have the callbacks of all, but people only those in which they did something.
    #[test]
    fn every_callback_is_in_one_line_of_each_kind(
        calls in proptest::collection::vec((0_u8..3, 0_i64..30, 0_i64..3_000, 0_u8..4), 0..40),
    ) {
        let clock = FixedClock::new(noon());
        let tenants: Vec<_> = (0..3).map(|_| (TenantId::new(&clock), CategoryId::new(&clock))).collect();
        let staff = StaffId::new(&clock);
        let mut report = Report::new(chrono_tz::Europe::Paris, noon());
        for (tenant, days, seconds, done) in &calls {
            let (tenant, category) = tenants[usize::from(*tenant)];
            let requested_at = noon() - Duration::days(days + 1);
            let step = |place: u8| (place < *done).then_some(Done {
                at: requested_at + Duration::seconds(*seconds),
                by: Some(staff),
            });
            report.add(&Call {
                tenant,
                category,
                requested_at,
                promised_by: requested_at + Duration::minutes(15),
                cancelled: false,
                taken: step(0),
                called: step(1),
                reached: step(2),
            });
        }
        let counted = report.count();
        prop_assert_eq!(counted.calls, calls.len());
        prop_assert_eq!(counted.due, calls.len(), "every promise has passed");
        let in_time = calls.iter().filter(|(_, _, seconds, done)| *done > 1 && *seconds <= 900).count();
        prop_assert_eq!(counted.kept, in_time);
        let sum = |is: fn(&Group) -> bool| {
            counted.lines.iter().filter(|line| is(&line.group)).map(|line| line.calls).sum::<usize>()
        };
        prop_assert_eq!(sum(|it| matches!(it, Group::Week(_))), calls.len());
        prop_assert_eq!(sum(|it| matches!(it, Group::Tenant(_))), calls.len());
        prop_assert_eq!(sum(|it| matches!(it, Group::Category(..))), calls.len());
        let touched = calls.iter().filter(|(.., done)| *done > 0).count();
        prop_assert_eq!(sum(|it| matches!(it, Group::Person(_))), touched);
    }
}

#[test]
fn ten_times_have_their_slowest_tenth() {
    let figures = Figures::of((1..=10).rev().collect());
    assert_eq!(figures, Figures { count: 10, median: Some(5), slowest_tenth: Some(9) });
    assert_eq!(Figures::of(vec![7]), Figures { count: 1, median: Some(7), slowest_tenth: Some(7) });
    assert_eq!(Figures::of(Vec::new()), Figures::default());
}

#[test]
fn a_promise_is_kept_by_ringing_and_counts_for_whoever_rang() {
    let clock = FixedClock::new(noon());
    let (tenant, category) = (TenantId::new(&clock), CategoryId::new(&clock));
    let (marie, paul) = (StaffId::new(&clock), StaffId::new(&clock));
    let at = |minutes| noon() + Duration::minutes(minutes);
    let call = Call {
        tenant,
        category,
        requested_at: noon(),
        promised_by: at(15),
        cancelled: false,
        taken: Some(Done { at: at(2), by: Some(marie) }),
        called: Some(Done { at: at(15), by: Some(paul) }),
        reached: Some(Done { at: at(40), by: Some(paul) }),
    };
    assert_eq!(call.kept(at(60)), Some(true));
    let not_yet = Call { called: None, reached: None, ..call };
    assert_eq!((not_yet.kept(at(15)), not_yet.kept(at(16))), (None, Some(false)));
    assert_eq!(Call { cancelled: true, ..not_yet }.kept(at(16)), None);

    let mut report = Report::new(chrono_tz::Europe::Paris, at(60));
    report.add(&call);
    let counted = report.count();
    let of = |staff| counted.lines.iter().find(|line| line.group == Group::Person(staff)).unwrap();
    assert_eq!((of(marie).take.median, of(marie).reach.count, of(marie).due), (Some(120), 0, 0));
    assert_eq!((of(paul).take.count, of(paul).reach.median, of(paul).kept), (0, Some(2400), 1));
    assert_eq!(counted.all[2].median, Some(2400));
}

#[test]
fn weeks_begin_on_monday_at_midnight_by_the_clock_on_the_wall() {
    let zone = chrono_tz::Europe::Paris;
    let at = |text: &str| week_of(text.parse().unwrap(), zone).to_string();
    assert_eq!(at("2026-11-22T22:59:59Z"), "2026-11-16");
    assert_eq!(at("2026-11-22T23:00:00Z"), "2026-11-23");
    // The night in which the clocks go back.
    assert_eq!(at("2026-10-25T22:59:59Z"), "2026-10-19");
    assert_eq!(at("2026-10-25T23:00:00Z"), "2026-10-26");
}
