use chrono::DateTime;

use super::{enrolment, step_of};

const SECRET: &[u8] = b"12345678901234567890";

/// RFC 6238, appendix B, the last six digits of each.
#[test]
fn the_codes_are_those_of_the_standard() {
    for (seconds, code) in [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
    ] {
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        let step = |seconds, code: &str| step_of(SECRET.to_vec(), code, at(seconds)).unwrap();
        assert_eq!(step(seconds, code), Some(seconds / 30), "{seconds}");
        assert_eq!(step(seconds, &format!("{} {}", &code[..3], &code[3..])), Some(seconds / 30));
        assert_eq!(step(seconds + 30, code), Some(seconds / 30), "a clock that is a little ahead");
        assert_eq!(step(seconds - 30, code), Some(seconds / 30), "or behind");
        assert_eq!(step(seconds + 90, code), None);
        // The first of them is of the first minute that there was.
        if seconds > 90 {
            assert_eq!(step(seconds - 90, code), None);
        }
        for wrong in ["", "0", "28708", "2870822", "+87082", "२८७०८२"] {
            assert_eq!(step(seconds, wrong), None, "{wrong}");
        }
    }
}

#[test]
fn the_address_names_company_and_person() {
    let made = enrolment(SECRET.to_vec(), "Durand: & Fils", "claire").unwrap();
    assert_eq!(made.secret, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    assert!(
        made.address.starts_with("otpauth://totp/Durand%20%20%26%20Fils:claire?secret="),
        "{}",
        made.address
    );
    assert!(
        made.address.contains(&made.secret) && made.address.contains("issuer=Durand"),
        "{}",
        made.address
    );
}
