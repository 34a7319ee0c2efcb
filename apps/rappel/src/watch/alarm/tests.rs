use std::time::Instant;

use rappel_notify::twilio::{Sender, Twilio, TwilioConfig};
use rappel_testkit::{
    FaultProvider,
    provider::{ACCOUNT_SID, AUTH_TOKEN, Answer},
};

use super::*;

const GUARD: &str = "+33611000042";
const SECOND_GUARD: &str = "+33611000043";
const TEXT: &str = "RAPPEL support.example.org: nobody would be paged (turn).";

/// An alarm by these providers to these phones, and to one mailbox.
fn alarm(providers: &[&FaultProvider], phones: &[&str]) -> Arc<Alarm> {
    let sms = providers.iter().map(|provider| {
        let config = TwilioConfig {
            base_url: provider.base_url(),
            account_sid: ACCOUNT_SID.into(),
            auth_token: AUTH_TOKEN.into(),
            sender: Sender::From("+33123456789".into()),
            timeout: Duration::from_secs(1),
        };
        Sms::Twilio(Twilio::new(&config).unwrap())
    });
    let guard: email::Address = "guard@assistance.example".parse().unwrap();
    Arc::new(Alarm {
        mail: Mail::Console(email::Console::new(Pocket::new(Arc::new(MachineClock)))),
        sms: sms.collect(),
        from: guard.clone().into(),
        emails: vec![guard],
        phones: phones.iter().map(|phone| Phone::from_e164_trusted(*phone)).collect(),
    })
}

async fn outcome(telling: &mut Telling) -> Taken {
    loop {
        match telling.taken() {
            Some(taken) => return taken,
            None => tokio::time::sleep(Duration::from_millis(5)).await,
        }
    }
}

fn asked(provider: &FaultProvider, phone: &str) -> usize {
    provider.requests().iter().filter(|sms| sms.to == phone).count()
}

#[tokio::test]
async fn what_may_have_arrived_counts_and_is_not_sent_again() {
    for answer in [Answer::ServerError(503), Answer::Garbage, Answer::TakenThenHang, Answer::TakenThenReset] {
        let provider = FaultProvider::start().await.unwrap();
        provider.script_for(GUARD, [answer]);
        let mut telling = alarm(&[&provider], &[GUARD]).tell(TEXT);
        assert_eq!(outcome(&mut telling).await, Taken::Yes, "{answer:?}");
        tokio::time::sleep(PAUSE + Duration::from_millis(300)).await;
        assert_eq!(asked(&provider, GUARD), 1, "{answer:?}");
    }
}

#[tokio::test]
async fn where_the_first_provider_may_have_it_the_second_is_asked_too() {
    let (first, second) = (FaultProvider::start().await.unwrap(), FaultProvider::start().await.unwrap());
    first.script_for(GUARD, [Answer::ServerError(503)]);
    let mut telling = alarm(&[&first, &second], &[GUARD]).tell(TEXT);
    assert_eq!(outcome(&mut telling).await, Taken::Yes);
    assert_eq!((asked(&first, GUARD), second.taken().len()), (1, 1));
}

#[tokio::test]
async fn what_is_refused_for_good_is_not_sent_again_and_a_mailbox_is_no_phone() {
    for answer in [Answer::InvalidReceiver, Answer::Refused { status: 401, code: 20003 }] {
        let provider = FaultProvider::start().await.unwrap();
        provider.script_for(GUARD, [answer]);
        let began = Instant::now();
        let mut telling = alarm(&[&provider], &[GUARD]).tell(TEXT);
        assert_eq!(outcome(&mut telling).await, Taken::ByMail, "{answer:?}");
        assert_eq!(asked(&provider, GUARD), 1, "{answer:?}");
        assert!(began.elapsed() < PAUSE, "{answer:?}: nothing is waited for");
    }
}

#[tokio::test]
async fn a_mailbox_counts_where_no_phone_is_set() {
    let mut telling = alarm(&[], &[]).tell(TEXT);
    assert_eq!(outcome(&mut telling).await, Taken::Yes);
}

#[tokio::test]
async fn whoever_could_not_be_told_at_first_is_told_unless_the_alarm_is_dropped() {
    for (is_dropped, times) in [(true, 1), (false, 2)] {
        let provider = FaultProvider::start().await.unwrap();
        provider.script_for(GUARD, [Answer::TooMany { retry_after: 1 }]);
        let mut telling = alarm(&[&provider], &[GUARD, SECOND_GUARD]).tell(TEXT);
        assert_eq!(outcome(&mut telling).await, Taken::Yes, "the second has it");
        provider.wait_for(2, Duration::from_secs(5)).await;
        let kept = (!is_dropped).then_some(telling);
        tokio::time::sleep(PAUSE + Duration::from_secs(1)).await;
        assert_eq!(asked(&provider, GUARD), times, "dropped: {is_dropped}");
        drop(kept);
    }
}
