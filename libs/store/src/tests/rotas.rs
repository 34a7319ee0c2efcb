use chrono::{Duration, NaiveDate, Weekday};
use rappel_domain::{
    Clock as _,
    calendar::TimeOfDay,
    id::{OverrideId, RotaId, StaffId},
    rota::{Hours, Layer, NamedRota, Override, Rotation, Turn, WeekTime, WeeklyShift},
};
use sea_orm::{ConnectionTrait as _, prelude::Uuid};

use super::{
    database::{Bench, Column, columns},
    world::{World, now},
};
use crate::migrate;

/// The first version kept weekly shifts only, written out here as it wrote them.
#[tokio::test]
async fn rotas_of_the_first_version_are_read() {
    let (rota, staff) = (Uuid::from_u128(0xa1), Uuid::from_u128(0xb1));
    for column in columns() {
        let bench = Bench::of_version(column, 3).await;
        let (id, now) = match column {
            Column::Sqlite => (format!("X'{}'", rota.simple()), "'2026-11-23T10:00:00+00:00'"),
            Column::Postgres => (format!("'{rota}'"), "now()"),
        };
        let shifts = format!(
            r#"[{{"from":{{"day":"Fri","time":"18:00"}},"until":{{"day":"Mon","time":"08:00"}},"staff":"stf_{}"}}]"#,
            staff.simple()
        );
        let sql = format!(
            "INSERT INTO rotas (id, name, time_zone, shifts, created_at) \
             VALUES ({id}, 'Astreinte', 'Europe/Paris', '{shifts}', {now})"
        );
        bench.root.execute_unprepared(&sql).await.unwrap();
        migrate(&bench.url).await.unwrap();

        let store = bench.store(1).await;
        store.insert_operator(&super::world::plain_operator()).await.unwrap();
        let office = store.doors().command_line().await.unwrap().office();
        let read = store.office(&office).await.unwrap().rotas().await.unwrap();
        let at = |day, hour| WeekTime { day, time: TimeOfDay::new(hour, 0).unwrap() };
        let weekend = WeeklyShift {
            from: at(Weekday::Fri, 18),
            until: at(Weekday::Mon, 8),
            staff: StaffId::from_uuid(staff),
        };
        assert_eq!(read.len(), 1);
        assert_eq!((read[0].id, read[0].version), (RotaId::from_uuid(rota), 1));
        assert_eq!(read[0].rota.shifts, [weekend]);
        assert_eq!(read[0].rota.layers, []);
        drop(store);
        bench.drop_database().await;
    }
}

#[tokio::test]
async fn layers_and_exceptions_are_read_as_they_were_written() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let office = world.store.doors().command_line().await.unwrap().office();
        let mut tx = world.store.office_write(&office).await.unwrap();
        let mut rota = tx.rotas().await.unwrap().remove(0);
        rota.rota.overrides.clear();
        let time = |hour| TimeOfDay::new(hour, 30).unwrap();
        let layer = |turn| Layer {
            name: "Nuits".to_owned(),
            rotation: Rotation {
                turn,
                at: time(8),
                starts_on: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
                people: vec![world.staff, world.staff_of_a],
            },
            hours: vec![Hours::Day { from: time(20), until: time(7) }],
        };
        rota.rota.layers = vec![layer(Turn::Weekly(Weekday::Sun)), layer(Turn::Hours(12))];
        tx.save_rota(&rota).await.unwrap();
        let begin = now().now();
        let exception = |staff, instead_of| Override {
            id: OverrideId::new(&now()),
            staff,
            instead_of,
            from: begin,
            to: begin + Duration::hours(8),
        };
        let first = exception(world.staff_of_a, None);
        let later = exception(world.staff, Some(world.staff_of_a));
        for one in [&first, &later] {
            tx.insert_override(rota.id, one, Some(world.staff)).await.unwrap();
        }
        tx.commit().await.unwrap();

        let tx = world.store.office(&office).await.unwrap();
        let read = tx.rotas().await.unwrap().remove(0);
        assert_eq!(read.rota.overrides[1..], [first, later]);
        let NamedRota { rota: expected, version, .. } = rota;
        assert_eq!((&read.rota.layers, read.version), (&expected.layers, version + 1));
        drop(tx);
        drop(world);
        bench.drop_database().await;
    }
}
