use sha2::{Digest as _, Sha256};

use super::*;
use crate::{
    Actor,
    chain::{Fault, Hash},
    id::{JobId, PersonId, StaffId, TenantId},
    role::StaffRole,
};

fn uuid(last: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0000 | last)
}

fn entry(number: u128, deed: &Deed) -> Entry {
    Entry {
        tenant: TenantId::from_uuid(uuid(1)),
        actor: serde_json::to_value(Actor::Staff(StaffId::from_uuid(uuid(7)))).unwrap(),
        deed: serde_json::to_value(deed).unwrap(),
        person: Some(PersonId::from_uuid(uuid(number))),
        at: "2026-11-22T13:19:00.123456Z".parse().unwrap(),
    }
}

fn chain(length: u128) -> (Head, Vec<Link>) {
    let mut head = Head::default();
    let links = (1..=length).map(|number| head.seal(entry(number, &Deed::PersonDisabled))).collect();
    (head, links)
}

fn verify(head: &Head, links: &[Link]) -> Result<(), Broken> {
    let mut verifier = Verifier::default();
    links.iter().try_for_each(|link| verifier.next(link))?;
    verifier.end(head)
}

/// Rows that exist must verify for ever.
#[test]
fn the_form_that_is_hashed_never_changes() {
    let entry = entry(9, &Deed::RoleChanged { from: PersonRole::Member, to: PersonRole::Manager });
    let text = concat!(
        r#"["rappel-audit/1","01990000-0000-7000-8000-000000000001",1,"#,
        r#""0000000000000000000000000000000000000000000000000000000000000000","#,
        r#"{"id":"stf_01990000000070008000000000000007","kind":"staff"},"#,
        r#"{"deed":"role_changed","from":"member","to":"manager"},"#,
        r#""01990000-0000-7000-8000-000000000009",1795353540123456]"#,
    );
    let expected: [u8; 32] = Sha256::digest(text.as_bytes()).into();
    assert_eq!(entry.hash(1, Hash::default()).to_vec(), expected);
}

fn may() -> StaffMay {
    StaffMay {
        role: StaffRole::Agent,
        all_companies: false,
        companies: vec![TenantId::from_uuid(uuid(1))],
        is_disabled: false,
    }
}

#[test]
fn the_word_is_that_of_the_row() {
    let (role, staff) = (PersonRole::Member, StaffId::from_uuid(uuid(7)));
    for deed in [
        Deed::PersonInvited { role },
        Deed::InvitationSent,
        Deed::RoleChanged { from: role, to: PersonRole::Manager },
        Deed::PersonDisabled,
        Deed::PersonEnabled,
        Deed::PersonLeft,
        Deed::FactorAdded,
        Deed::FactorRemoved,
        Deed::FactorTakenAway,
        Deed::RecoveryCodesMade,
        Deed::StaffFactorAdded { staff },
        Deed::StaffFactorRemoved { staff },
        Deed::StaffFactorTakenAway { staff },
        Deed::StaffRecoveryCodesMade { staff },
        Deed::StaffAdded { staff, may: may() },
        Deed::StaffInvited { staff },
        Deed::StaffChanged { staff, may: may() },
        Deed::CompanyAdded,
        Deed::MessageSentAgain { delivery: DeliveryId::from_uuid(uuid(8)) },
        Deed::JobRevived { job: JobId::from_uuid(uuid(8)) },
        Deed::PasskeyAdded,
        Deed::PasskeyRemoved,
        Deed::StaffPasskeyAdded { staff },
        Deed::StaffPasskeyRemoved { staff },
        Deed::ProviderSaved {
            issuer: "https://a.example".to_owned(),
            client_id: "rappel".to_owned(),
            domains: vec!["durand.fr".to_owned()],
            another_secret: true,
            is_on: true,
            passwords: false,
        },
        Deed::ProviderRemoved,
        Deed::PersonJoined,
        Deed::IdentityLinked { issuer: "https://a.example".to_owned() },
        Deed::IdentityUnlinked,
        Deed::FollowerAdded { number: 7 },
        Deed::FollowerLeft { number: 7 },
        Deed::VisibilityChanged { sees: None },
        Deed::VisibilityChanged { sees: Some(Visibility::Colleagues(vec![])) },
        Deed::MembersSee { sees: Visibility::Company },
        Deed::CategoryAdded { category: "Autre".to_owned() },
        Deed::CategoryChanged { category: "Autre".to_owned(), parts: vec![CategoryPart::Fields] },
        Deed::SettingsChanged { parts: SettingsPart::ALL.into() },
        Deed::FollowedSettingsChanged { parts: vec![SettingsPart::SecondStep] },
    ] {
        let value = serde_json::to_value(&deed).unwrap();
        assert_eq!(value["deed"], deed.kind());
        assert_eq!(serde_json::from_value::<Deed>(value).unwrap(), deed);
    }
}

/// Rows from before the parts were noted are read, and their hash is that of what they hold.
#[test]
fn a_change_of_settings_without_its_parts_is_read() {
    let row = serde_json::json!({ "deed": "settings_changed" });
    assert_eq!(serde_json::from_value::<Deed>(row).unwrap(), Deed::SettingsChanged { parts: Vec::new() });
}

#[test]
fn each_change_of_a_chain_shows_where_it_was_made() {
    let (head, links) = chain(5);
    assert_eq!(verify(&head, &links), Ok(()));
    assert_eq!(verify(&Head::default(), &[]), Ok(()));
    let broken = |position, fault| Err(Broken { position, fault });
    for at in 0..5 {
        let position = i32::try_from(at).unwrap() + 1;
        let mut changed = links.clone();
        changed[at].entry.deed = serde_json::to_value(Deed::PersonEnabled).unwrap();
        assert_eq!(verify(&head, &changed), broken(position, Fault::Changed));
        let mut gone = links.clone();
        gone.remove(at);
        assert_eq!(verify(&head, &gone), broken(position, Fault::Missing));
        let mut shorter = links.clone();
        shorter.truncate(at);
        assert_eq!(verify(&head, &shorter), broken(position, Fault::Missing));
    }
    let mut severed = links.clone();
    severed[3].before = Hash::default();
    assert_eq!(verify(&head, &severed), broken(4, Fault::Severed));
    let earlier = Head { length: 4, ..head };
    assert_eq!(verify(&earlier, &links), broken(5, Fault::End));
}
