use proptest::prelude::*;

use super::*;

fn start() -> DateTime<Utc> {
    "2026-11-22T13:00:00Z".parse().unwrap()
}

fn minutes(from: DateTime<Utc>, texts: &[DateTime<Utc>]) -> Vec<i64> {
    texts.iter().map(|at| (*at - from).num_minutes()).collect()
}

/// One company and one phone: what is tried at the given times, and what goes. What has to wait is tried again when it may.
fn storm(tries: impl IntoIterator<Item = DateTime<Utc>>) -> Vec<DateTime<Utc>> {
    let (mut window, mut sent) = (None, Vec::new());
    for now in tries {
        if let Turn::Now(next) = text(now, window, &sent) {
            window = Some(next);
            sent.push(now);
        }
    }
    sent
}

/// How many of the times lie in the span that ends with each of them.
fn most_in_a_span(times: &[DateTime<Utc>]) -> usize {
    let ending = |end: DateTime<Utc>| times.iter().filter(|at| end - SPAN < **at && **at <= end).count();
    times.iter().map(|end| ending(*end)).max().unwrap_or_default()
}

#[test]
fn the_pauses_grow_while_a_storm_lasts_and_begin_again_after_a_quiet_quarter_of_an_hour() {
    let seconds = |count: i64| (0..count).map(|second| start() + Duration::seconds(second));
    let sent = storm(seconds(40 * 60));
    assert_eq!(minutes(start(), &sent), [0, 1, 3, 7, 15, 23, 31, 39]);
    let quiet = start() + Duration::minutes(60);
    let sent = storm(seconds(600).chain(seconds(600).map(|at| at + Duration::minutes(60))));
    assert_eq!(minutes(quiet, &sent), [-60, -59, -57, -53, 0, 1, 3, 7]);
}

#[test]
fn what_has_to_wait_hears_until_when() {
    let Turn::Now(window) = text(start(), None, &[]) else { panic!("the first goes at once") };
    let soon = start() + Duration::seconds(20);
    assert_eq!(text(soon, Some(window), &[start()]), Turn::Wait(start() + Duration::minutes(1)));
}

#[test]
fn two_texts_of_a_company_go_although_others_have_sent_five() {
    let recent: Vec<_> = (1..=5).map(|minute| start() - Duration::minutes(minute)).collect();
    let Turn::Now(window) = text(start(), None, &recent) else { panic!("the first goes at once") };
    let second = start() + Duration::minutes(1);
    let recent: Vec<_> = recent.into_iter().chain([start()]).collect();
    let Turn::Now(window) = text(second, Some(window), &recent) else { panic!("it does not storm") };
    let third = second + Duration::minutes(2);
    let recent: Vec<_> = recent.into_iter().chain([second]).collect();
    assert_eq!(
        text(third, Some(window), &recent),
        Turn::Wait(start() - Duration::minutes(3) + SPAN),
        "the third waits until fewer than five lie in the span"
    );
}

#[test]
fn news_leaves_room_for_a_page() {
    let recent = |count: i64| (0..count).map(|it| start() - Duration::minutes(it)).collect::<Vec<_>>();
    assert!(has_room_for_news(start(), &recent(3)));
    assert!(!has_room_for_news(start(), &recent(4)));
    assert!(has_room_for_news(start() + SPAN, &recent(4)));
}

#[test]
fn what_was_not_sent_keeps_nobody_waiting_and_shortens_no_pause() {
    let Turn::Now(first) = text(start(), None, &[]) else { panic!("the first goes at once") };
    let minute = start() + Duration::minutes(1);
    let Turn::Now(second) = text(minute, Some(first), &[start()]) else { panic!("its time has come") };
    let Turn::Now(third) = text(minute, Some(second.released(minute)), &[start()]) else {
        panic!("the second was not sent")
    };
    assert!(third.gap > second.gap);
}

#[test]
fn a_phone_rings_for_one_ticket_at_a_time() {
    let Turn::Now(window) = call(start(), None) else { panic!("the first rings at once") };
    assert_eq!(call(start(), Some(window)), Turn::Wait(start() + BETWEEN_CALLS));
    assert!(matches!(call(start() + BETWEEN_CALLS, Some(window)), Turn::Now(_)));
}

proptest! {
    #[test]
    fn never_more_than_five_texts_of_one_company_in_a_quarter_of_an_hour(
        gaps in prop::collection::vec(prop_oneof![3 => 0_i64..90, 1 => 0_i64..1_200], 1..400),
    ) {
        let times = gaps.iter().scan(start(), |at, gap| {
            *at += Duration::seconds(*gap);
            Some(*at)
        });
        let times: Vec<DateTime<Utc>> = times.collect();
        let sent = storm(times.clone());
        prop_assert!(most_in_a_span(&sent) <= MOST_TEXTS, "{:?}", minutes(start(), &sent));
        // The first, and each after a quiet quarter of an hour, goes at once.
        prop_assert_eq!(sent[0], times[0]);
        for now in &times {
            let quiet = sent.iter().rev().find(|at| *at < now).is_none_or(|last| *now - *last >= SPAN);
            prop_assert!(!quiet || sent.contains(now), "{now} had to wait: {:?}", minutes(start(), &sent));
        }
    }

    /// Several companies, and texts that fail: a text that was not sent and released its window counts for nothing.
    #[test]
    fn beyond_the_first_two_of_each_company_five_in_all(
        tries in prop::collection::vec((0_i64..120, 0_usize..4, prop::bool::weighted(0.2)), 1..400),
    ) {
        let mut windows = [None; 4];
        let (mut all, mut later) = (Vec::new(), Vec::new());
        let mut now = start();
        for (gap, company, fails) in tries {
            now += Duration::seconds(gap);
            let is_first = windows[company].is_none_or(|it: Window| now - it.last_at >= SPAN);
            let is_second = windows[company].is_some_and(|it: Window| it.gap == Duration::minutes(1));
            match text(now, windows[company], &all) {
                Turn::Now(next) if fails => windows[company] = Some(next.released(now)),
                Turn::Now(next) => {
                    windows[company] = Some(next);
                    all.push(now);
                    let within = all.iter().filter(|at| now - **at < SPAN).count();
                    prop_assert!(is_first || is_second || within <= MOST_TEXTS, "{within}");
                    if !is_first && !is_second {
                        later.push(now);
                    }
                }
                Turn::Wait(until) => {
                    prop_assert!(!is_first, "the first of a company waits");
                    let pause = windows[company].map(|it| it.next_at);
                    prop_assert!(!is_second || Some(until) == pause, "the second waits for others");
                    prop_assert!(until > now);
                }
            }
        }
        prop_assert!(most_in_a_span(&later) <= MOST_TEXTS);
    }
}
