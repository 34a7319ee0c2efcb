use rappel_domain::clock::FixedClock;

use super::*;

#[test]
fn a_link_is_good_for_one_person_of_one_company_and_one_kind() {
    let clock = FixedClock::at("2026-11-22T13:00:00Z");
    let (durand, stone) = (TenantId::new(&clock), TenantId::new(&clock));
    let (claire, luc) = (PersonId::new(&clock), PersonId::new(&clock));
    let key = Key::new("a secret of the installation, long enough");
    let token = key.token(durand, claire, Topic::Answers);
    assert_eq!(key.read(durand, &token), Some((claire, Topic::Answers)));
    assert_eq!(key.read(stone, &token), None);
    assert_eq!(Key::new("another secret").read(durand, &token), None);

    let signature = token.rsplit('.').next().unwrap();
    for forged in [
        format!("{claire}.calls.{signature}"),
        format!("{luc}.answers.{signature}"),
        format!("{claire}.everything.{signature}"),
        format!("{claire}.answers."),
        format!("{claire}.answers.{}", &signature[..signature.len() - 1]),
        format!("{token}.{signature}"),
        token[1..].to_owned(),
        String::new(),
    ] {
        assert_eq!(key.read(durand, &forged), None, "{forged}");
    }
}
