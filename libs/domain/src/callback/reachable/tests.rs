use uuid::Uuid;

use super::*;

const SMS: Channel = Channel::Sms;
const EMAIL: Channel = Channel::Email;
const VOICE: Channel = Channel::Voice;

fn somebody(sms: bool, email: bool, voice: bool) -> Reachable {
    let staff = StaffId::from_uuid(Uuid::from_u128(1));
    Reachable::Staff { staff, sms, email, call_after: voice.then(|| Duration::minutes(2)) }
}

/// Channels with their minutes, and whether each stands in for another.
fn ways(of: &Reachable, channels: &[(Channel, u8)]) -> Vec<(Channel, i64, bool)> {
    let channels: Vec<StepChannel> =
        channels.iter().map(|(by, after)| StepChannel { by: *by, after_minutes: *after }).collect();
    of.ways(&channels).into_iter().map(|way| (way.channel, way.after.num_minutes(), way.instead)).collect()
}

#[test]
fn without_channels_of_its_own_a_step_pages_as_it_always_did() {
    let usual = |sms, email, voice| ways(&somebody(sms, email, voice), &[]);
    assert_eq!(usual(true, true, true), [(SMS, 0, false), (EMAIL, 0, false), (VOICE, 2, false)]);
    assert_eq!(
        usual(false, true, true),
        [(EMAIL, 0, false), (VOICE, 0, false)],
        "a call at once without a text"
    );
    assert_eq!(usual(true, false, false), [(SMS, 0, false)]);
    assert_eq!(usual(false, false, false), []);
}

#[test]
fn channels_are_used_at_their_times() {
    let all = somebody(true, true, true);
    let chosen = [(VOICE, 0), (SMS, 3), (EMAIL, 7)];
    assert_eq!(ways(&all, &chosen), [(VOICE, 0, false), (SMS, 3, false), (EMAIL, 7, false)]);
    assert_eq!(ways(&all, &[(SMS, 4), (EMAIL, 0)]), [(SMS, 4, false), (EMAIL, 0, false)]);
    assert_eq!(ways(&all, &[(EMAIL, 0)]), [(EMAIL, 0, false)]);
}

#[test]
fn whoever_lacks_a_channel_has_the_next_one_in_its_place() {
    let no_text = somebody(false, true, true);
    assert_eq!(ways(&no_text, &[(SMS, 0), (VOICE, 5)]), [(VOICE, 0, true)]);
    let no_call = somebody(true, true, false);
    assert_eq!(ways(&no_call, &[(EMAIL, 0), (VOICE, 1), (SMS, 5)]), [(SMS, 1, true), (EMAIL, 0, false)]);
    let no_mail = somebody(true, false, true);
    assert_eq!(ways(&no_mail, &[(EMAIL, 0), (SMS, 5)]), [(SMS, 0, false)], "nothing else is due at once");
}

#[test]
fn whoever_has_none_of_the_channels_has_what_they_have() {
    assert_eq!(ways(&somebody(true, true, false), &[(VOICE, 0)]), [(SMS, 0, true)]);
    assert_eq!(ways(&somebody(false, true, true), &[(SMS, 0)]), [(VOICE, 0, true)]);
    assert_eq!(ways(&somebody(false, true, false), &[(SMS, 0), (VOICE, 2)]), [(EMAIL, 0, true)]);
    assert_eq!(ways(&somebody(true, false, true), &[(EMAIL, 0)]), [(SMS, 0, true), (VOICE, 2, true)]);
    // A text does not become an e-mail alone as long as the phone can ring.
    let no_text = somebody(false, true, true);
    assert_eq!(ways(&no_text, &[(SMS, 0), (EMAIL, 0)]), [(VOICE, 0, true), (EMAIL, 0, false)]);
}

#[test]
fn an_e_mail_alone_is_waited_for_only_where_nobody_has_a_phone() {
    let all = somebody(true, true, true);
    let mail = [StepChannel { by: EMAIL, after_minutes: 0 }];
    assert!(!all.is_worth_waiting_for(&mail, MailAlone::IsNoHope));
    assert!(all.is_worth_waiting_for(&mail, MailAlone::Counts));
    assert!(all.is_worth_waiting_for(&[], MailAlone::IsNoHope));
}

#[test]
fn the_fallback_number_is_called_after_its_text_unless_the_step_calls_nobody() {
    let fallback = |channel| Reachable::Address {
        channel,
        address: "+33644444444".to_owned(),
        call_after: Duration::minutes(2),
    };
    for channel in [SMS, EMAIL] {
        for channels in [&[][..], &[(VOICE, 0)], &[(EMAIL, 0)]] {
            assert_eq!(ways(&fallback(channel), channels), [(channel, 0, false)], "always, and at once");
        }
    }
    assert_eq!(ways(&fallback(VOICE), &[]), [(VOICE, 2, false)]);
    assert_eq!(ways(&fallback(VOICE), &[(SMS, 0), (VOICE, 3)]), [(VOICE, 3, false)]);
    assert_eq!(ways(&fallback(VOICE), &[(SMS, 0), (EMAIL, 0)]), []);
}
