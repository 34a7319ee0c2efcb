use super::record;

#[test]
fn cells_are_quoted_where_they_must_be() {
    assert_eq!(record(["a", "b c", ""]), "a,b c,\r\n");
    assert_eq!(
        record(["Durand, Fils", "dit \"le\" grand", "deux\nlignes"]),
        "\"Durand, Fils\",\"dit \"\"le\"\" grand\",\"deux\nlignes\"\r\n"
    );
}

#[test]
fn nothing_is_a_formula() {
    for evil in ["=1+1", "+33612345678", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"] {
        let line = record([evil]);
        let cell = line.trim_end_matches("\r\n").trim_start_matches('"');
        assert!(cell.starts_with('\''), "{line:?}");
    }
    // A spreadsheet in French ends a cell at a semicolon, whatever the quotes say.
    assert_eq!(record(["URGENT;=1+1", "a; b;- c"]), "\"URGENT;'=1+1\",\"a; b;'- c\"\r\n");
    assert_eq!(record(["a;b"]), "\"a;b\"\r\n");
    assert_eq!(record(["a=1", "2026-11-22T14:17:00+01:00"]), "a=1,2026-11-22T14:17:00+01:00\r\n");
}
