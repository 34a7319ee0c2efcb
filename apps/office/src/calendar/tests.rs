use chrono::{DateTime, Utc};
use rappel_domain::{
    id::{RotaId, StaffId},
    role::StaffRole,
    rota::Period,
};
use rappel_service::Staff;

use super::*;

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn feed() -> Feed {
    let staff: StaffId = format!("stf_{:032x}", 1).parse().unwrap();
    let rota: RotaId = format!("rot_{:032x}", 2).parse().unwrap();
    let shift = |name: &str, from: &str, to: &str| FeedShift {
        rota,
        name: name.to_owned(),
        period: Period { from: utc(from), to: utc(to) },
        began: Some(utc(from)),
    };
    Feed {
        staff: Staff {
            id: staff,
            user_name: "marie".to_owned(),
            email: "marie@op.example".to_owned(),
            name: "Marie Leroy".to_owned(),
            phone: None,
            phone_verified_at: None,
            sms_refused_at: None,
            sms_refused_why: None,
            refusals: rappel_service::Refusals::default(),
            reached_at: None,
            locale: Locale::Fr,
            role: StaffRole::Agent,
            all_tenants: true,
            tenants: Vec::new(),
            password_hash: None,
            session_epoch: 0,
            activated_at: None,
            disabled_at: None,
            last_sign_in_at: None,
            version: 1,
        },
        shifts: vec![
            shift("Semaine, nuits; week-ends", "2026-11-30T07:00:00Z", "2026-12-07T07:00:00Z"),
            shift("Nuit", "2026-12-08T19:00:00Z", "2026-12-09T07:00:00Z"),
        ],
        now: utc("2026-11-25T12:00:00Z"),
    }
}

/// Lines as RFC 5545 has them: unfolded, without their line ends.
fn lines(text: &str) -> Vec<String> {
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']), "lines end in CRLF");
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "long lines are folded");
    text.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
}

#[test]
fn a_shift_is_an_event_with_an_alarm_at_its_beginning() {
    let lines = lines(&written(&feed()).unwrap());
    let count = |line: &str| lines.iter().filter(|it| *it == line).count();
    assert_eq!((count("BEGIN:VCALENDAR"), count("END:VCALENDAR"), count("VERSION:2.0")), (1, 1, 1));
    assert_eq!((count("BEGIN:VEVENT"), count("BEGIN:VALARM"), count("ACTION:DISPLAY")), (2, 2, 2));
    for expected in [
        "DTSTART:20261130T070000Z",
        "DTEND:20261207T070000Z",
        "DTSTAMP:20261125T120000Z",
        "SUMMARY:Astreinte Semaine\\, nuits\\; week-ends",
        "SUMMARY:Astreinte Nuit",
    ] {
        assert!(count(expected) >= 1, "{expected} is not in {lines:#?}");
    }
    let triggers: Vec<_> = lines.iter().filter(|it| it.starts_with("TRIGGER")).collect();
    assert_eq!(triggers.len(), 2);
    assert!(triggers.iter().all(|it| it.ends_with("PT0S") || it.ends_with("P0D")), "{triggers:?}");
}

#[test]
fn the_name_of_the_calendar_is_a_text_like_others() {
    let mut feed = feed();
    feed.staff.name = r"Leroy, Marie; dite \M".to_owned();
    let lines = lines(&written(&feed).unwrap());
    for property in ["NAME:", "X-WR-CALNAME:"] {
        let name = lines.iter().find(|line| line.starts_with(property)).unwrap();
        assert!(name.contains(r"Leroy\, Marie\; dite \\M"), "{name}");
    }
}

#[test]
fn the_same_shift_keeps_its_uid_and_no_two_share_one() {
    let uids = |feed: &Feed| {
        let lines = lines(&written(feed).unwrap());
        lines.into_iter().filter(|it| it.starts_with("UID:")).collect::<Vec<_>>()
    };
    let mut later = feed();
    later.now = utc("2026-11-26T12:00:00Z");
    later.shifts[1].period.to = utc("2026-12-09T08:00:00Z");
    let before = uids(&feed());
    assert_eq!(before, uids(&later));
    // Somebody who is always on call: what is told of it begins another day.
    let mut always = feed();
    always.shifts[0].began = None;
    let mut next_day = always.clone();
    next_day.shifts[0].period.from = utc("2026-12-01T00:00:00Z");
    assert_eq!(uids(&always), uids(&next_day));
    let each: std::collections::BTreeSet<_> = before.iter().collect();
    assert_eq!((before.len(), each.len()), (4, 4), "two shifts and their alarms");
}
