use super::*;

#[test]
fn it_is_told_once_then_again_and_when_it_is_over() {
    let start = Instant::now();
    let mut trouble = Trouble::new(Duration::from_secs(20), Duration::from_mins(15));
    let mut look = |wrong, seconds| {
        let now = start + Duration::from_secs(seconds);
        let what = trouble.note(wrong, now);
        if let Some(what) = &what {
            trouble.told(what, now);
        }
        what
    };
    let wrong = Some(Tell::Trouble("turn".to_owned()));
    assert_eq!(look(None, 0), None);
    assert_eq!(look(Some("turn"), 10), None, "a hiccup wakes nobody");
    assert_eq!(look(None, 20), None, "nothing was told, so nothing is over");
    assert_eq!(look(Some("turn"), 30), None);
    assert_eq!(look(Some("turn"), 40), None);
    assert_eq!(look(Some("turn"), 50), wrong);
    assert_eq!(look(Some("turn"), 60), None, "once");
    assert_eq!(look(Some("turn"), 949), None);
    assert_eq!(look(Some("turn"), 950), wrong, "again");
    assert_eq!(look(None, 960), Some(Tell::Over));
    assert_eq!(look(None, 970), None);
}
