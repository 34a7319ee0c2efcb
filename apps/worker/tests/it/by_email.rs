//! An installation without any provider of SMS: everybody is paged by e-mail, and nothing says that a text left.

use std::time::Duration;

use rappel_domain::{delivery::Channel, policy::StepChannel};
use rappel_service::policies::Which;
use rappel_testkit::smtp::Received;

use crate::world::{Carriers, World, on_each_column};

/// The token of the link in the first e-mail to somebody that has one.
async fn mailed_link(world: &World, to: &str) -> String {
    let wait = async {
        loop {
            let mails = world.sink.received();
            let mut texts =
                mails.iter().filter(|mail| mail.to.iter().any(|it| it.contains(to))).map(Received::text);
            let token = texts.find_map(|text| text.split_once("/a/").map(|(_, rest)| rest.to_owned()));
            if let Some(rest) = token {
                return rest.split_whitespace().next().unwrap().to_owned();
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), wait).await.expect("an e-mail with a link")
}

/// Every step of every policy texts, and does nothing else.
async fn by_text_alone(world: &World) {
    let office = world.office().await;
    for mut named in world.service.policies(&office).await.unwrap().policies {
        for step in &mut named.policy.steps {
            step.channels = vec![StepChannel { by: Channel::Sms, after_minutes: 0 }];
        }
        let which = Which::Saved(named.id, named.version);
        world.service.save_policy(&office, which, &named.name, named.policy).await.unwrap();
    }
}

/// No row says that a text left, none that a phone was reached.
fn nothing_was_texted(world: &World) {
    assert_eq!(
        world.parts.sql("SELECT count(*) FROM deliveries WHERE channel = 'sms' AND state <> 'cancelled'"),
        ["0"]
    );
    assert_eq!(world.parts.sql("SELECT count(*) FROM summons WHERE channel <> 'email'"), ["0"]);
    assert_eq!(world.parts.sql("SELECT count(*) FROM staff WHERE reached_at IS NOT NULL"), ["0"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_provider_of_sms_who_is_on_call_is_written_to_and_takes_it_by_the_mailed_link() {
    on_each_column(Carriers::None, |world| async move {
        world.open_urgent().await;
        let token = mailed_link(&world, "marie").await;
        world.service.accept_by_link(&token).await.unwrap();
        assert_eq!(world.parts.sql("SELECT phase FROM callbacks"), ["accepted"]);
        nothing_was_texted(&world);
        let page = world.service.ticket(&world.claire, 1).await.unwrap();
        assert!(page.callback.unwrap().holder.is_some(), "and the client sees who");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_by_text_alone_goes_by_email_and_the_next_waits_for_it() {
    on_each_column(Carriers::None, |world| async move {
        by_text_alone(&world).await;
        world.parts.sql("UPDATE tenants SET fallback_phone = '+33644444444' WHERE kind = 'operator'");
        world.open_urgent().await;
        mailed_link(&world, "marie").await;
        world.leap(chrono::TimeDelta::minutes(30)).await;
        mailed_link(&world, "paul").await;
        nothing_was_texted(&world);
    })
    .await;
}
