use super::*;
use crate::page::sample_time;

#[test]
fn days_with_the_same_hours_are_one_line_and_days_without_are_none() {
    let sunday = sample_time("2026-11-29T10:00:00Z");
    let shown = HoursShown::sample(sunday);
    let hours: Vec<_> = shown.lines.iter().map(|it| (it.until.is_some(), it.hours.as_str())).collect();
    assert_eq!(hours, [(true, "09:00 – 12:30, 14:00 – 18:00"), (false, "09:00 – 12:00")]);
    assert_eq!(shown.opens_at, Some(sample_time("2026-11-30T08:00:00Z")));
    assert_eq!(shown.holidays.len(), 1);
    assert_eq!(HoursShown::sample(sample_time("2026-11-30T10:00:00Z")).opens_at, None);
}
