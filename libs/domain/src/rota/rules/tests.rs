use chrono::Weekday;
use chrono_tz::Europe::Paris;
use uuid::Uuid;

use super::*;
use crate::{
    calendar::TimeOfDay,
    id::{LayerId, StaffId},
    rota::{Hours, Rotation},
};

fn layer() -> Layer {
    Layer {
        id: LayerId::from_uuid(Uuid::from_u128(1)),
        name: "Semaine".to_owned(),
        rotation: Rotation {
            turn: Turn::Weekly(Weekday::Mon),
            at: TimeOfDay::new(8, 0).unwrap(),
            starts_on: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
            people: vec![StaffId::from_uuid(Uuid::from_u128(1))],
        },
        hours: Vec::new(),
    }
}

fn refusal(change: impl FnOnce(&mut Layer)) -> Option<RotaRefusal> {
    let mut layer = layer();
    change(&mut layer);
    layer.validate().err()
}

#[test]
fn a_layer_needs_a_name_people_and_a_turn_that_lasts() {
    let night = Hours::Day { from: TimeOfDay::new(20, 0).unwrap(), until: TimeOfDay::new(8, 0).unwrap() };
    let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    assert_eq!(refusal(|_| {}), None);
    assert_eq!(refusal(|it| it.name = " ".to_owned()), Some(RotaRefusal::Name));
    for line in ["Nuits\r\nX: y", "Nuits\u{202e}", "\u{7}"] {
        assert_eq!(refusal(|it| it.name = line.to_owned()), Some(RotaRefusal::Name), "{line:?}");
    }
    assert_eq!(refusal(|it| it.name = "é".repeat(60)), None);
    assert_eq!(refusal(|it| it.name = "é".repeat(61)), Some(RotaRefusal::Name));
    assert_eq!(refusal(|it| it.rotation.people.clear()), Some(RotaRefusal::NoPeople));
    assert_eq!(
        refusal(|it| it.rotation.people = it.rotation.people.repeat(31)),
        Some(RotaRefusal::TooManyPeople)
    );
    for (turn, expected) in [
        (Turn::Days(0), Some(RotaRefusal::TurnLength)),
        (Turn::Days(1), None),
        (Turn::Days(60), None),
        (Turn::Days(61), Some(RotaRefusal::TurnLength)),
        (Turn::Hours(0), Some(RotaRefusal::TurnLength)),
        (Turn::Hours(1), None),
        (Turn::Hours(720), None),
        (Turn::Hours(721), Some(RotaRefusal::TurnLength)),
    ] {
        assert_eq!(refusal(|it| it.rotation.turn = turn), expected, "{turn:?}");
    }
    for (year, expected) in
        [(1999, Some(RotaRefusal::Start)), (2000, None), (2099, None), (2100, Some(RotaRefusal::Start))]
    {
        assert_eq!(refusal(|it| it.rotation.starts_on = day(year)), expected, "{year}");
    }
    assert_eq!(refusal(|it| it.hours = vec![night; 20]), None);
    assert_eq!(refusal(|it| it.hours = vec![night; 21]), Some(RotaRefusal::TooManyHours));
}

#[test]
fn a_rota_has_a_bounded_number_of_layers() {
    let mut rota = Rota::new(Paris);
    rota.layers = vec![layer(); 10];
    assert_eq!(rota.validate(), Ok(()));
    rota.layers.push(layer());
    assert_eq!(rota.validate(), Err(RotaRefusal::TooManyLayers));
}
