use rappel_domain::clock::FixedClock;

use super::*;

fn typed(rows: &[[&str; 5]]) -> Typed {
    let names = ["from_day", "from_time", "until_day", "until_time", "staff"];
    let pairs = rows.iter().flat_map(|row| names.iter().zip(row));
    Typed(pairs.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}

#[test]
fn every_day_comes_back_from_its_word() {
    for word in ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] {
        assert_eq!(weekday(word).map(day_word), Some(word));
    }
    assert_eq!(weekday("Monday"), None);
}

#[test]
fn a_shift_comes_back_from_its_row() {
    let staff = StaffId::new(&FixedClock::at("2026-11-22T13:17:00Z")).to_string();
    let sent =
        sent(&typed(&[["fri", "18:00", "mon", "08:30", &staff], ["mon", "08:00", "mon", "08:00", ""]]));
    assert_eq!(sent.len(), 2);
    let parsed = shift(&sent[0]).unwrap();
    assert_eq!(row(&parsed), sent[0]);
}

#[test]
fn a_row_without_a_person_is_not_a_shift_and_one_that_makes_no_sense_is_marked() {
    let staff = StaffId::new(&FixedClock::at("2026-11-22T13:17:00Z")).to_string();
    let kept =
        sent(&typed(&[["mon", "08:00", "tue", "08:00", ""], ["mon", "8h", "tue", "08:00", staff.as_str()]]));
    let rows = rows(&kept, &[]);
    assert_eq!(rows.len(), 2, "the wrong one and the blank one");
    assert!(rows[0].error.is_some() && !rows[0].fresh);
    assert!(rows[1].error.is_none() && rows[1].fresh);
}

#[test]
fn a_moment_is_read_on_the_clocks_of_the_zone() {
    let zone = chrono_tz::Europe::Paris;
    assert_eq!(moment("2026-11-24T08:00", zone).unwrap().to_rfc3339(), "2026-11-24T07:00:00+00:00");
    assert_eq!(moment("2026-07-24T08:00", zone).unwrap().to_rfc3339(), "2026-07-24T06:00:00+00:00");
    assert_eq!(moment("24/11/2026", zone), None);
}
