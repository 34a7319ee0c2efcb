use super::*;

#[test]
fn it_is_told_once_then_again_and_when_it_is_over() {
    let start = Instant::now();
    let at = |seconds| start + Duration::from_secs(seconds);
    let mut trouble = Trouble::new(Duration::from_secs(20), Duration::from_mins(15));
    let wrong = Some(Tell::Trouble("turn".to_owned()));
    assert_eq!(trouble.note(None, at(0)), None);
    assert_eq!(trouble.note(Some("turn"), at(10)), None, "a hiccup wakes nobody");
    assert_eq!(trouble.note(None, at(20)), None, "nothing was told, so nothing is over");
    assert_eq!(trouble.note(Some("turn"), at(30)), None);
    assert_eq!(trouble.note(Some("turn"), at(40)), None);
    assert_eq!(trouble.note(Some("turn"), at(50)), wrong);
    assert_eq!(trouble.note(Some("turn"), at(60)), None, "once");
    assert_eq!(trouble.note(Some("turn"), at(949)), None);
    assert_eq!(trouble.note(Some("turn"), at(950)), wrong, "again");
    assert_eq!(trouble.note(None, at(960)), Some(Tell::Over));
    assert_eq!(trouble.note(None, at(970)), None);
}
