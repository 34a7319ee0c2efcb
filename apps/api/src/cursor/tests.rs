use super::{after, read};

#[test]
fn a_cursor_is_read_back() {
    assert_eq!(read::<i64>(Some(&after(1043))).unwrap(), Some(1043));
    assert_eq!(read::<i64>(None).unwrap(), None);
}

#[test]
fn anything_else_is_refused() {
    for cursor in ["", "1043", "MTA0Mw==", "~", &after("x"), &after("10 OR 1=1")] {
        assert!(read::<i64>(Some(cursor)).is_err(), "{cursor}");
    }
}
