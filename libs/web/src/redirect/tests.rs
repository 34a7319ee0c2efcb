use super::*;

#[test]
fn a_redirection_stays_here() {
    for path in ["/", "/tickets?view=open", "/tickets/1043#reply", "/%C3%A9"] {
        assert_eq!(local_path(path), Some(path));
    }
    for path in [
        "",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "evil",
        "/a\r\nx: y",
        "/a\tb",
        "\t//x",
        "/é",
        "/a\\b",
    ] {
        assert_eq!(local_path(path), None, "{path:?}");
        assert_eq!(see_other(path).headers()[header::LOCATION], "/");
    }
}
