use chrono::Weekday;

use super::*;

fn staff(number: u128) -> StaffId {
    format!("stf_{number:032x}").parse().unwrap()
}

fn layer() -> LayerId {
    format!("lay_{:032x}", 1).parse().unwrap()
}

fn filled() -> Typed {
    let mut typed = Typed::from([
        ("name", " Nuits ".to_owned()),
        ("turn", "hours".to_owned()),
        ("weekday", "mon".to_owned()),
        ("length", "12".to_owned()),
        ("at", "08:00".to_owned()),
        ("starts_on", "2026-11-30".to_owned()),
    ]);
    let rows = [
        ("people[]", staff(2).to_string()),
        ("people[]", String::new()),
        ("people[]", staff(1).to_string()),
        ("from_day[]", "every".to_owned()),
        ("from_time[]", "20:00".to_owned()),
        ("until_day[]", "mon".to_owned()),
        ("until_time[]", "08:00".to_owned()),
        ("from_day[]", "fri".to_owned()),
        ("from_time[]", "18:00".to_owned()),
        ("until_day[]", "mon".to_owned()),
        ("until_time[]", "08:00".to_owned()),
        ("from_day[]", String::new()),
        ("from_time[]", "20:00".to_owned()),
        ("until_day[]", "mon".to_owned()),
        ("until_time[]", "08:00".to_owned()),
    ];
    typed.0.extend(rows.into_iter().map(|(name, value)| (name.to_owned(), value)));
    typed
}

fn with(name: &str, value: &str) -> Typed {
    let mut typed = filled();
    for (_, old) in typed.0.iter_mut().filter(|(known, _)| known == name).take(1) {
        value.clone_into(old);
    }
    typed
}

#[test]
fn a_form_is_a_rotation_and_a_rotation_is_the_same_form() {
    let mut invalid = Vec::new();
    let read = parsed(layer(), &filled(), &mut invalid).unwrap();
    assert_eq!(invalid, []);
    let time = |text: &str| text.parse().unwrap();
    let expected = Layer {
        id: layer(),
        name: "Nuits".to_owned(),
        rotation: Rotation {
            turn: Turn::Hours(12),
            at: time("08:00"),
            starts_on: "2026-11-30".parse().unwrap(),
            people: vec![staff(2), staff(1)],
        },
        hours: vec![
            Hours::Day { from: time("20:00"), until: time("08:00") },
            Hours::Week {
                from: WeekTime { day: Weekday::Fri, time: time("18:00") },
                until: WeekTime { day: Weekday::Mon, time: time("08:00") },
            },
        ],
    };
    assert_eq!(read, expected);
    for turn in [Turn::Weekly(Weekday::Sun), Turn::Days(1), Turn::Days(3), Turn::Hours(12)] {
        let rotation = Rotation { turn, ..expected.rotation.clone() };
        let layer = Layer { rotation, ..expected.clone() };
        assert_eq!(parsed(layer.id, &as_typed(&layer), &mut Vec::new()), Some(layer));
    }
}

#[test]
fn each_mistake_is_tied_to_its_field() {
    for (name, value, field) in [
        ("name", "  ", "name"),
        ("turn", "yearly", "turn"),
        ("at", "8 h", "at"),
        ("starts_on", "lundi", "starts_on"),
        ("people[]", "stf_x", "people"),
    ] {
        let mut invalid = Vec::new();
        assert_eq!(parsed(layer(), &with(name, value), &mut invalid), None, "{name}");
        assert_eq!(invalid.iter().map(|it| &*it.field).collect::<Vec<_>>(), [field]);
    }
    let mut weekly = with("turn", "weekly");
    weekly.0.retain(|(name, _)| name != "weekday");
    let mut invalid = Vec::new();
    assert_eq!(parsed(layer(), &weekly, &mut invalid), None);
    assert_eq!(invalid[0].field, "weekday");
}

#[test]
fn hours_that_are_wrong_are_marked_in_their_row_and_kept() {
    let typed = with("from_time[]", "");
    assert_eq!(parsed(layer(), &typed, &mut Vec::new()), None);
    let rows: Vec<HoursRow> =
        rows(&typed).into_iter().enumerate().map(|(index, row)| hours_row(index + 1, row)).collect();
    assert_eq!(rows.iter().map(|row| row.error.is_some()).collect::<Vec<_>>(), [true, false, false]);
    assert_eq!(rows[0].until_time, "08:00");
}
