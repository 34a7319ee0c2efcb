//! The e-mail of Monday that says who cannot be reached: once a week, whatever happens to workers and clocks.

use std::time::Duration;

use chrono::TimeDelta;
use rappel_domain::job::{Job, Lane};
use rappel_testkit::Column;
use tokio_util::sync::CancellationToken;

use crate::world::{Carriers, Time, World, on_each_column, runner};

const PAUL: &str = "paul.admin@office.example";
const PROVED: &str = "UPDATE staff SET phone_verified_at = created_at, reached_at = NULL";

/// Subjects of the e-mails about readiness, once there are `count` and for a while after.
async fn subjects(world: &World, count: usize) -> Vec<String> {
    let found = || -> Vec<String> {
        let all = world.sink.received();
        let about =
            all.iter().filter(|it| ["Joignab", "Readiness"].iter().any(|word| it.subject().contains(word)));
        about.map(|mail| format!("{} {}", mail.to.join(","), mail.subject())).collect()
    };
    for _ in 0..400 {
        if found().len() >= count {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    tokio::time::sleep(Duration::from_millis(400)).await;
    found()
}

/// From Saturday 14:17 in Paris until a minute after the hour of Monday.
fn until_monday() -> TimeDelta {
    TimeDelta::minutes(42 * 60 - 17 + 1)
}

#[tokio::test(flavor = "multi_thread")]
async fn one_e_mail_a_week_however_many_workers_there_are_and_however_the_clock_leaps() {
    on_each_column(Carriers::Twilio, |world| {
        Box::pin(async move {
            let stop = CancellationToken::new();
            tokio::spawn(runner(world.service.clone(), &world.outside(Carriers::Twilio)).run(stop.clone()));
            let begun =
                tokio::join!(world.service.begin_weekly_readiness(), world.service.begin_weekly_readiness());
            assert!(begun.0.is_ok() && begun.1.is_ok(), "{begun:?}");
            assert_eq!(subjects(&world, 0).await, Vec::<String>::new(), "not before Monday");

            world.leap(until_monday()).await;
            let first = subjects(&world, 1).await;
            // Marie has not proved her number, nor has Paul, who is all the supervisors there are.
            assert_eq!(first, [format!("{PAUL} Joignabilité : 2 points à régler cette semaine")]);
            let mail = world.sink.received().into_iter().find(|it| it.subject().contains("Joignab")).unwrap();
            let text = mail.text();
            assert!(text.contains("Marie Leroy – Numéro non vérifié"), "{text}");
            assert!(text.contains("https://office.example/readiness"), "{text}");
            world.service.begin_weekly_readiness().await.unwrap();
            world.leap(TimeDelta::days(3)).await;
            assert_eq!(subjects(&world, 2).await.len(), 1, "once in the week");

            world.parts.sql("UPDATE staff SET locale = 'en' WHERE role = 'admin'");
            world.leap(TimeDelta::days(4)).await;
            let second = subjects(&world, 2).await;
            assert_eq!(second[1..], [format!("{PAUL} Readiness: 2 things to put right this week")]);
            // The program was away for three weeks.
            world.leap(TimeDelta::days(21)).await;
            assert_eq!(
                subjects(&world, 3).await.len(),
                3,
                "of the weeks that have passed nobody needs to hear"
            );
            // Somebody runs an old job again.
            world.parts.sql("UPDATE jobs SET state = 'ready', attempt = 0 WHERE kind = 'readiness'");
            world.leap(TimeDelta::hours(1)).await;
            assert_eq!(subjects(&world, 4).await.len(), 3);

            world.parts.sql(PROVED);
            world.parts.sql("UPDATE staff SET phone_verified_at = (SELECT max(finished_at) FROM jobs)");
            world.leap(TimeDelta::days(7)).await;
            assert_eq!(subjects(&world, 4).await.len(), 3, "nothing is wrong");
            stop.cancel();
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_dies_over_it_leaves_it_to_the_next() {
    for column in [Column::Embedded, Column::Production].into_iter().filter(|it| it.available()) {
        let mut world = Box::pin(World::build(column, Time::Moved)).await;
        world.service.begin_weekly_readiness().await.unwrap();
        world.leap(until_monday()).await;
        let store = world.service.store();
        let operator = world.office().await.operator();
        let claimed = store.claim(operator, Lane::Normal, 100, TimeDelta::seconds(15)).await.unwrap();
        let job = claimed.iter().find(|it| it.job == Job::Readiness).expect("it is due");
        let mut tx = store.write(&store.doors().job(job)).await.unwrap();
        world.service.weekly_readiness(&mut tx).await.unwrap();
        tx.finish_job(job).await.unwrap();
        // Killed before the commit.
        drop(tx);
        world.run(Carriers::Twilio);
        world.leap(TimeDelta::seconds(20)).await;
        assert_eq!(subjects(&world, 1).await.len(), 1);
        world.leap(TimeDelta::days(7)).await;
        assert_eq!(subjects(&world, 2).await.len(), 2, "and the next week is looked at");
    }
}
