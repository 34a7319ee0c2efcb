use chrono::{Duration, NaiveDate, Weekday};
use rappel_domain::{
    calendar::TimeOfDay,
    id::{LayerId, OverrideId, RotaId, StaffId},
    role::StaffRole,
    rota::{self, Hours, Layer, NamedRota, Override, Rotation, Turn, WeekTime, WeeklyShift},
    swap::{self, SwapState},
};
use sea_orm::{ConnectionTrait as _, prelude::Uuid};

use super::{
    database::{Bench, Column, columns},
    world::{World, now},
};
use crate::{error::StoreError, migrate};

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
        let operator = office.operator();
        let mut tx = world.store.write(&office.on(operator).unwrap()).await.unwrap();
        let before = tx.rotas().await.unwrap().remove(0);
        let time = |hour| TimeOfDay::new(hour, 30).unwrap();
        let layer = |turn| Layer {
            id: LayerId::new(&now()),
            name: "Nuits".to_owned(),
            rotation: Rotation {
                turn,
                at: time(8),
                starts_on: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
                people: vec![world.staff, world.staff_of_a],
            },
            hours: vec![Hours::Day { from: time(20), until: time(7) }],
        };
        let mut after = before.clone();
        after.rota.layers = vec![layer(Turn::Weekly(Weekday::Sun)), layer(Turn::Hours(12))];
        let clock = world.store.clock();
        let saved = rota::save(&*clock, operator, Some(&before.rota), after.clone(), None).unwrap();
        tx.record(saved).await.unwrap();
        let stale = rota::save(&*clock, operator, Some(&before.rota), before.clone(), None).unwrap();
        let stale = tx.record(stale).await;
        assert!(matches!(stale, Err(StoreError::Stale)), "of two who save at once one decides again");
        let from = clock.now();
        let exception = Override {
            id: OverrideId::new(&*clock),
            staff: world.staff,
            instead_of: Some(world.staff_of_a),
            from,
            to: from + Duration::hours(8),
        };
        let found = tx.rotas().await.unwrap().remove(0);
        assert_eq!(found, NamedRota { version: before.version + 1, ..after });
        let added = rota::add_override(&*clock, operator, found, exception.clone(), None);
        tx.record(added).await.unwrap();
        tx.commit().await.unwrap();

        let tx = world.store.office(&office).await.unwrap();
        let read = tx.rotas().await.unwrap().remove(0);
        let [first, second] = &read.rota.overrides[..] else { panic!("{read:?}") };
        assert_eq!((first.instead_of, second), (None, &exception), "in the order in which they were made");
        let first = first.id;
        drop(tx);

        let mut tx = world.store.write(&office.on(operator).unwrap()).await.unwrap();
        tx.record(rota::remove_override(&*clock, operator, read, first, None)).await.unwrap();
        assert_eq!(tx.rotas().await.unwrap()[0].rota.overrides, [exception]);
        tx.commit().await.unwrap();
        drop(world);
        bench.drop_database().await;
    }
}

/// An answered swap is answered once, whoever is faster.
#[tokio::test]
async fn a_swap_is_kept_and_ends_once() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let office = world.store.doors().command_line().await.unwrap().office();
        let operator = office.operator();
        let clock = world.store.clock();
        let found = world.store.office(&office).await.unwrap().swaps(10).await.unwrap();
        assert_eq!(found.len(), 1);
        let kept = found[0].clone();
        assert_eq!((kept.asker, kept.asked, kept.state), (world.staff, world.staff_of_a, SwapState::Asked));
        let by = (world.staff_of_a, StaffRole::Agent);

        let mut tx = world.store.write(&office.on(operator).unwrap()).await.unwrap();
        let rota = tx.rotas().await.unwrap().remove(0);
        let accepted = swap::answer(&*clock, operator, kept.clone(), rota.clone(), by, swap::Answer::Accept);
        tx.record(accepted.unwrap()).await.unwrap();
        tx.commit().await.unwrap();

        let tx = world.store.read(&office.on(operator).unwrap()).await.unwrap();
        let over = tx.swap(kept.id).await.unwrap();
        assert_eq!((over.state, over.version), (SwapState::Accepted, kept.version + 1));
        assert_eq!(over.ended.map(|(who, _)| who), Some(world.staff_of_a));
        let after = tx.rotas().await.unwrap().remove(0);
        assert_eq!(after.version, rota.version + 1);
        assert_eq!(after.rota.periods_of(world.staff_of_a, kept.gives.from, kept.gives.to), [kept.gives]);
        drop(tx);

        let mut tx = world.store.write(&office.on(operator).unwrap()).await.unwrap();
        let late = swap::withdraw(&*clock, operator, kept, world.staff).unwrap();
        let late = tx.record(late).await;
        assert!(matches!(late, Err(StoreError::Stale)), "{late:?}");
        drop(tx);
        drop(world);
        bench.drop_database().await;
    }
}

/// Rotas are the operator's: the right to a client's rows does not change them.
#[tokio::test]
async fn a_unit_of_work_on_a_client_changes_no_rota() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let client = world.a.tenant.id;
        let mut tx = world.store.write(&world.a.scope).await.unwrap();
        let rota = tx.rotas().await.unwrap().remove(0);
        let saved = rota::save(tx.clock(), client, Some(&rota.rota), rota.clone(), None).unwrap();
        let answer = tx.record(saved).await;
        assert!(matches!(answer, Err(StoreError::Forbidden)), "{answer:?}");
        drop(tx);
        drop(world);
        bench.drop_database().await;
    }
}

/// The job of a rota's notices is found again, and one is missed when it is gone.
#[tokio::test]
async fn a_rota_without_its_job_is_found() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let office = world.store.doors().command_line().await.unwrap().office();
        let own = office.on(office.operator()).unwrap();
        let missing = async || {
            let tx = world.store.read(&own).await.unwrap();
            tx.rotas_without_notices().await.unwrap().len()
        };
        assert_eq!(missing().await, 0);
        bench
            .root
            .execute_unprepared("UPDATE jobs SET state = 'dead' WHERE kind = 'shift_notices'")
            .await
            .unwrap();
        assert_eq!(missing().await, 1);
        drop(world);
        bench.drop_database().await;
    }
}
