//! When somebody was last reached, kept with their number.

use chrono::Duration;
use rappel_domain::{
    Clock as _,
    decision::announce,
    delivery::{Channel, News, Recipient},
    phone::Phone,
};
use sea_orm::ConnectionTrait as _;

use super::{
    database::{Bench, Column, columns, texts},
    world::{World, now},
};
use crate::{migrate, staff::Staff};

/// What had arrived before the column was there is looked up once.
#[tokio::test]
async fn what_arrived_before_is_found_for_the_number_of_now() {
    for column in columns() {
        let bench = Bench::of_version(column, 9).await;
        let id = |hex: &str| match column {
            Column::Sqlite => format!("X'{hex}'"),
            Column::Postgres => format!("'{hex}'"),
        };
        let (tenant, early) = (id(&"a1".repeat(16)), "'2026-10-01T10:00:00+00:00'");
        let yes = if column == Column::Sqlite { "1" } else { "true" };
        let mut sql = vec![format!(
            "INSERT INTO tenants (id, number, kind, slug, name, locale, time_zone, country, brand_color, created_at) \
             VALUES ({tenant}, 1, 'client', 'a', 'A', 'fr', 'Europe/Paris', 'FR', '#003189', {early});"
        )];
        for (number, phone) in [("b1", "+33611111111"), ("b2", "+33622222222"), ("b3", "+33633333333")] {
            let staff = id(&number.repeat(16));
            sql.push(format!(
                "INSERT INTO staff (id, user_name, email, name, phone, locale, role, all_tenants, created_at) \
                 VALUES ({staff}, '{number}', '{number}', '{number}', '{phone}', 'fr', 'agent', {yes}, {early});"
            ));
        }
        for (number, channel, address, state, day) in [
            ("c1", "sms", "+33611111111", "delivered", "02"),
            ("c2", "sms", "+33611111111", "delivered", "05"),
            ("c3", "sms", "+33611111111", "undelivered", "09"),
            ("c4", "voice", "+33622222222", "delivered", "03"),
            ("c5", "sms", "+33633333333", "sent", "03"),
        ] {
            let delivery = id(&number.repeat(16));
            sql.push(format!(
                "INSERT INTO deliveries (tenant_id, id, channel, news, payload, recipient, state, address, attempts, \
                 created_at, settled_at) VALUES ({tenant}, {delivery}, '{channel}', 'page', '{{}}', '{{}}', '{state}', \
                 '{address}', 1, {early}, '2026-10-{day}T10:00:00+00:00');"
            ));
        }
        bench.root.execute_unprepared(&sql.concat()).await.unwrap();
        migrate(&bench.url).await.unwrap();
        let day = match column {
            Column::Sqlite => "substr(reached_at, 1, 10)",
            Column::Postgres => "to_char(reached_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')",
        };
        let found = format!("SELECT coalesce({day}, 'never') AS text FROM staff ORDER BY name");
        let found = texts(&bench.root, &found, Vec::new()).await.unwrap();
        assert_eq!(found, ["2026-10-05", "2026-10-03", "never"]);
        bench.drop_database().await;
    }
}

#[tokio::test]
async fn somebody_is_reached_by_the_number_they_have() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let office = world.store.doors().command_line().await.unwrap().office();
        let own = office.on(office.operator()).unwrap();
        let phone = "+33611111111";
        let save = async |phone: Option<&str>| {
            let mut tx = world.store.office_write(&office).await.unwrap();
            let found = tx.staff_by_id(world.staff).await.unwrap();
            let phone = phone.map(Phone::from_e164_trusted);
            tx.update_staff(&Staff { phone, ..found }).await.unwrap();
            tx.commit().await.unwrap();
        };
        let note = async |phone: &str| {
            let tx = world.store.write(&own).await.unwrap();
            tx.note_reached(world.staff, phone).await.unwrap();
            tx.commit().await.unwrap();
            world.store.read(&own).await.unwrap().staff(world.staff).await.unwrap().reached_at
        };
        save(Some(phone)).await;
        assert_eq!(note("+33622222222").await, None, "not theirs");
        let first = note(phone).await.expect("it is theirs");
        assert!((first - now().now()).abs() < Duration::minutes(1));
        assert_eq!(note(phone).await, Some(first), "so soon nothing is written");
        save(Some(phone)).await;
        assert_eq!(note(phone).await, Some(first), "the same number");
        save(Some("+33622222222")).await;
        assert_eq!(note(phone).await, None, "another number reaches nobody yet");
        save(None).await;
        save(Some(phone)).await;
        assert!(note(phone).await.is_some_and(|again| again > first));
        drop(world);
        bench.drop_database().await;
    }
}

#[tokio::test]
async fn tests_of_a_phone_are_those_of_one_person_of_late() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let store = &world.store;
        let record = async |side: &super::world::Side, to, channel, news| {
            let mut tx = store.write(&side.scope).await.unwrap();
            let test = announce(tx.clock(), side.tenant.id, Recipient::Staff(to), channel, news);
            let id = test.parts().deliveries[0].id;
            tx.record(test).await.unwrap();
            tx.commit().await.unwrap();
            id
        };
        let text = record(&world.a, world.staff, Channel::Sms, News::PhoneTest).await;
        let call = record(&world.a, world.staff, Channel::Voice, News::PhoneTest).await;
        record(&world.a, world.staff, Channel::Sms, News::Test).await;
        record(&world.a, world.staff_of_a, Channel::Sms, News::PhoneTest).await;
        record(&world.b, world.staff, Channel::Sms, News::PhoneTest).await;
        let tx = store.read(&world.a.scope).await.unwrap();
        let found = async |since, limit| {
            let found = tx.deliveries().phone_tests(world.staff, since, limit).await.unwrap();
            found.into_iter().map(|it| it.id).collect::<Vec<_>>()
        };
        let hour = Duration::hours(1);
        assert_eq!(found(now().now() - hour, 10).await, [call, text]);
        assert_eq!(found(now().now() - hour, 1).await, [call]);
        assert_eq!(found(now().now() + hour, 10).await, []);
        drop(tx);
        drop(world);
        bench.drop_database().await;
    }
}
