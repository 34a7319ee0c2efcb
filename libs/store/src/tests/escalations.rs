use rappel_domain::{
    delivery::Channel,
    id::{PolicyId, RotaId, TeamId},
    policy::{Policy, Step, StepChannel, Target},
};
use sea_orm::{ConnectionTrait as _, prelude::Uuid};

use super::{
    database::{Bench, Column, columns},
    world::{World, category, now, plain_operator},
};
use crate::{error::StoreError, migrate, policies::NamedPolicy};

/// Steps had no channels of their own, and nobody chose a policy.
#[tokio::test]
async fn policies_of_the_first_version_are_read_and_mean_the_same() {
    let id = Uuid::from_u128(0xc1);
    for column in columns() {
        let bench = Bench::of_version(column, 7).await;
        let (literal, yes) = match column {
            Column::Sqlite => (format!("X'{}'", id.simple()), "1"),
            Column::Postgres => (format!("'{id}'"), "TRUE"),
        };
        let body = r#"{"steps":[{"delay_minutes":5,"targets":["supervisors"]}],"repeat":1}"#;
        let sql = format!(
            "INSERT INTO policies (id, name, body, is_default) VALUES ({literal}, 'URGENT', '{body}', {yes})"
        );
        bench.root.execute_unprepared(&sql).await.unwrap();
        migrate(&bench.url).await.unwrap();

        let store = bench.store(1).await;
        store.insert_operator(&plain_operator()).await.unwrap();
        let office = store.doors().command_line().await.unwrap().office();
        let read = store.office(&office).await.unwrap().policies().await.unwrap();
        let usual = Policy { steps: vec![Step::usual(5, vec![Target::Supervisors])], repeat: 1 };
        assert_eq!((read.len(), read[0].id, &read[0].policy), (1, PolicyId::from_uuid(id), &usual));
        assert!(read[0].is_default);
        drop(store);
        bench.drop_database().await;
    }
}

fn nights(team: TeamId) -> NamedPolicy {
    let channels = vec![
        StepChannel { by: Channel::Voice, after_minutes: 0 },
        StepChannel { by: Channel::Sms, after_minutes: 2 },
    ];
    let step = Step { channels, ..Step::usual(10, vec![Target::Team(team), Target::Supervisors]) };
    NamedPolicy {
        id: PolicyId::new(&now()),
        name: "Nuits".to_owned(),
        policy: Policy { steps: vec![step], repeat: 2 },
        is_default: false,
        version: 0,
    }
}

#[tokio::test]
async fn a_callback_keeps_its_copy_whatever_becomes_of_the_policy() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let store = &world.store;
        let office = store.doors().command_line().await.unwrap().office();
        let nights = nights(TeamId::new(&now()));
        let mut tx = store.office_write(&office).await.unwrap();
        tx.save_policy(&nights).await.unwrap();
        tx.commit().await.unwrap();

        // A callback of company A begins with it.
        let tx = store.read(&world.a.scope).await.unwrap();
        let policy = tx.policy(nights.id).await.unwrap();
        assert_eq!(policy, nights.policy, "read as it was written");
        let before = tx.callbacks().by_id(world.a.callback).await.unwrap().terms;
        drop(tx);
        let mut tx = store.write(&world.a.scope).await.unwrap();
        let number = tx.tickets().next_number().await.unwrap();
        let mut intake =
            super::world::intake(world.a.tenant.id, number, world.a.category, world.a.person, "A");
        if let Some(urgent) = &mut intake.urgent {
            urgent.terms.policy = policy;
        }
        let opened = rappel_domain::ticket::open(tx.clock(), intake).unwrap();
        let callback = opened.parts().callback.as_ref().unwrap().value().id;
        tx.record(opened).await.unwrap();
        tx.commit().await.unwrap();

        // It is edited, the other one becomes another, and it goes.
        let mut tx = store.office_write(&office).await.unwrap();
        let saved = tx.hold_policies().await.unwrap().into_iter().find(|it| it.id == nights.id).unwrap();
        let edited = Policy { steps: vec![Step::usual(1, vec![Target::Supervisors])], repeat: 0 };
        tx.save_policy(&NamedPolicy { policy: edited, ..saved.clone() }).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = store.office_write(&office).await.unwrap();
        let late = tx.save_policy(&NamedPolicy { name: "Trop tard".to_owned(), ..saved }).await;
        assert!(
            matches!(late, Err(StoreError::Stale)),
            "of two who save at once the second is told: {late:?}"
        );
        drop(tx);
        let mut tx = store.office_write(&office).await.unwrap();
        tx.delete_policy(nights.id).await.unwrap();
        tx.commit().await.unwrap();

        let tx = store.read(&world.a.scope).await.unwrap();
        assert_eq!(tx.callbacks().by_id(callback).await.unwrap().terms.policy, nights.policy);
        assert_eq!(tx.callbacks().by_id(world.a.callback).await.unwrap().terms, before);
        assert!(matches!(tx.policy(nights.id).await, Err(StoreError::NotFound)));
        drop(tx);
        drop(world);
        bench.drop_database().await;
    }
}

#[tokio::test]
async fn a_policy_that_was_chosen_stays_and_one_is_the_default() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let store = &world.store;
        let office = store.doors().command_line().await.unwrap().office();
        let nights = nights(TeamId::new(&now()));
        let mut tx = store.office_write(&office).await.unwrap();
        tx.save_policy(&nights).await.unwrap();
        tx.make_default_policy(nights.id).await.unwrap();
        let defaults = tx.policies().await.unwrap().into_iter().filter(|it| it.is_default);
        assert_eq!(defaults.map(|it| it.id).collect::<Vec<_>>(), [nights.id]);
        let unknown = tx.make_default_policy(PolicyId::new(&now())).await;
        assert!(matches!(unknown, Err(StoreError::NotFound)), "{unknown:?}");
        drop(tx);
        let mut tx = store.office_write(&office).await.unwrap();
        tx.save_policy(&nights).await.unwrap();
        tx.commit().await.unwrap();

        let deleted = async || {
            let mut tx = store.office_write(&office).await.unwrap();
            tx.delete_policy(nights.id).await
        };
        let tx = store.write(&world.b.scope).await.unwrap();
        let chosen = crate::categories::Category {
            policy: Some(nights.id),
            ..category(world.b.category, "URGENT", true)
        };
        tx.categories().update(&chosen).await.unwrap();
        assert_eq!(tx.categories().by_id(world.b.category).await.unwrap().policy, Some(nights.id));
        tx.commit().await.unwrap();
        assert!(matches!(deleted().await, Err(StoreError::Used)), "by a category");
        let tx = store.write(&world.b.scope).await.unwrap();
        tx.categories().update(&category(world.b.category, "URGENT", true)).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = store.office_write(&office).await.unwrap();
        tx.choose_policy(world.a.tenant.id, Some(nights.id)).await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(deleted().await, Err(StoreError::Used)), "by a company");
        let tx = store.read(&world.a.scope).await.unwrap();
        assert_eq!(tx.chosen_policy().await.unwrap(), Some(nights.id));
        drop(tx);
        let mut tx = store.office_write(&office).await.unwrap();
        tx.choose_policy(world.a.tenant.id, None).await.unwrap();
        tx.delete_policy(nights.id).await.unwrap();
        tx.commit().await.unwrap();
        drop(world);
        bench.drop_database().await;
    }
}

#[tokio::test]
async fn teams_are_made_joined_and_left() {
    for column in columns() {
        let bench = Bench::new(column).await;
        let world = World::new(&bench).await;
        let office = world.store.doors().command_line().await.unwrap().office();
        let mut tx = world.store.office_write(&office).await.unwrap();
        let team = TeamId::new(&now());
        tx.insert_team(team, "Réseau").await.unwrap();
        for staff in [world.staff, world.staff_of_a] {
            tx.set_team(staff, Some(team)).await.unwrap();
        }
        tx.commit().await.unwrap();
        let tx = world.store.read(&world.a.scope).await.unwrap();
        let read = tx.teams().await.unwrap();
        assert_eq!((read.len(), read[0].id, read[0].name.as_str()), (1, team, "Réseau"));
        assert_eq!(read[0].members, [world.staff, world.staff_of_a]);
        // Nobody else of the staff is kept from the list of colleagues, whoever they may see.
        assert_eq!(tx.colleagues().await.unwrap().len(), 2);
        drop(tx);
        let mut tx = world.store.office_write(&office).await.unwrap();
        assert!(matches!(tx.delete_team(team).await, Err(StoreError::Used)), "somebody is in it");
        drop(tx);
        let mut tx = world.store.office_write(&office).await.unwrap();
        let taken = tx.insert_team(TeamId::new(&now()), "Réseau").await;
        assert!(matches!(taken, Err(StoreError::Taken("team"))), "{taken:?}");
        drop(tx);
        let mut tx = world.store.office_write(&office).await.unwrap();
        for staff in [world.staff, world.staff_of_a] {
            tx.set_team(staff, None).await.unwrap();
        }
        tx.delete_team(team).await.unwrap();
        assert!(tx.teams().await.unwrap().is_empty());
        drop(tx);
        // A rota that is not there is no reason not to read a policy.
        let mut tx = world.store.office_write(&office).await.unwrap();
        let steps = vec![Step::usual(5, vec![Target::OnCall(RotaId::new(&now()))])];
        let odd = NamedPolicy { policy: Policy { steps, repeat: 0 }, ..nights(team) };
        tx.save_policy(&odd).await.unwrap();
        assert_eq!(tx.policies().await.unwrap().len(), 2);
        drop(tx);
        drop(world);
        bench.drop_database().await;
    }
}
