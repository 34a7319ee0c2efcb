use chrono_tz::Europe::Paris;

use super::*;

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn weekdays() -> OfficeHours {
    let day = OfficeHours::parse_day("09:00-12:30 14:00-18:00").unwrap();
    let mut week: [Vec<Span>; 7] = Default::default();
    week[..5].fill(day);
    OfficeHours { week, holidays: OfficeHours::parse_holidays("2026-12-25 Noël\n2026-05-01").unwrap() }
}

#[test]
fn a_day_is_read_as_it_is_typed_and_written_back() {
    for (typed, text) in [
        ("", ""),
        ("09:00-12:30 14:00-18:00", "09:00-12:30 14:00-18:00"),
        (" 09:00–12:30,14:00-18:00 ", "09:00-12:30 14:00-18:00"),
    ] {
        assert_eq!(OfficeHours::day_text(&OfficeHours::parse_day(typed).unwrap()), text);
    }
    for wrong in ["9-12", "12:00-09:00", "09:00", "09:00-09:00", "09:00-12:00 11:00-13:00", "fermé"] {
        assert_eq!(OfficeHours::parse_day(wrong), Err(OfficeHoursRefusal::Hours), "{wrong}");
    }
    let many = "01:00-02:00 03:00-04:00 05:00-06:00 07:00-08:00 09:00-10:00";
    assert_eq!(OfficeHours::parse_day(many), Err(OfficeHoursRefusal::Hours));
}

#[test]
fn holidays_are_in_order_and_once() {
    let read = OfficeHours::parse_holidays("2026-12-25 Noël\n\n2026-05-01 \n2026-12-25 encore\n").unwrap();
    let hours = OfficeHours { holidays: read, ..OfficeHours::default() };
    assert_eq!(hours.holidays_text(), "2026-05-01\n2026-12-25 Noël");
    for wrong in ["25/12/2026 Noël", "2026-13-01", "Noël"] {
        assert_eq!(OfficeHours::parse_holidays(wrong), Err(OfficeHoursRefusal::Holidays), "{wrong}");
    }
    let many: String =
        (1..=28).flat_map(|day| [1, 2, 3].map(|month| format!("2027-{month:02}-{day:02}\n"))).collect();
    assert_eq!(OfficeHours::parse_holidays(&many), Err(OfficeHoursRefusal::Holidays));
}

#[test]
fn it_opens_when_the_clocks_of_the_zone_say_so() {
    let hours = weekdays();
    // Monday the 30th of November, winter: Paris is an hour ahead.
    for (now, open, opens) in [
        ("2026-11-30T08:00:00Z", true, None),
        ("2026-11-30T11:29:59Z", true, None),
        ("2026-11-30T11:30:00Z", false, Some("2026-11-30T13:00:00Z")),
        ("2026-11-30T07:59:00Z", false, Some("2026-11-30T08:00:00Z")),
        // Friday evening, and the night of the clock change in October.
        ("2026-11-27T17:00:00Z", false, Some("2026-11-30T08:00:00Z")),
        ("2026-10-23T16:00:00Z", false, Some("2026-10-26T08:00:00Z")),
        ("2026-12-24T17:00:00Z", false, Some("2026-12-28T08:00:00Z")),
        ("2026-12-25T10:00:00Z", false, Some("2026-12-28T08:00:00Z")),
    ] {
        assert_eq!(hours.is_open(utc(now), Paris), open, "{now}");
        assert_eq!(hours.opens_at(utc(now), Paris), opens.map(utc), "{now}");
    }
    assert_eq!(OfficeHours::default().opens_at(utc("2026-11-30T08:00:00Z"), Paris), None);
}

#[test]
fn holidays_are_told_ahead() {
    let hours = weekdays();
    let coming = |now| hours.coming(utc(now), Paris, 30).map(|it| it.name.as_str()).collect::<Vec<_>>();
    assert_eq!(coming("2026-12-01T10:00:00Z"), ["Noël"]);
    assert_eq!(coming("2026-12-25T10:00:00Z"), ["Noël"]);
    assert!(coming("2026-12-26T10:00:00Z").is_empty());
}
