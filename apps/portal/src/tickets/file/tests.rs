use super::*;

#[test]
fn a_name_cannot_leave_its_header() {
    assert_eq!(
        disposition("reçu \"1\"\r\n;x.png"),
        "attachment; filename*=UTF-8''re%C3%A7u%20%221%22%0D%0A%3Bx.png"
    );
}
