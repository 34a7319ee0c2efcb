use proptest::prelude::*;

use super::*;

const URL: &str = "https://mycompany.com/myapp.php?foo=1&bar=2";
const BODY: &str =
    "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212";
const SIGNATURE: &str = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";

fn verifier() -> Verifier {
    Verifier::new("12345".into())
}

fn signed(url: &str, fields: &[(String, String)]) -> String {
    STANDARD.encode(verifier().sign(url, &tail(fields)))
}

#[test]
fn the_check_vector_of_the_documentation() {
    let fields = verifier().form(Some(SIGNATURE), URL, BODY.as_bytes()).unwrap();
    assert_eq!(fields.get("From"), Some("+14158675309"));
    assert_eq!(fields.get("from"), None);
}

#[test]
fn fields_in_another_order_are_the_same_request() {
    let shuffled: Vec<&str> = BODY.split('&').rev().collect();
    assert!(verifier().form(Some(SIGNATURE), URL, shuffled.join("&").as_bytes()).is_ok());
}

#[test]
fn the_scheme_s_own_port_may_be_there_or_not() {
    let with_port = "https://mycompany.com:443/myapp.php?foo=1&bar=2";
    assert!(verifier().form(Some(SIGNATURE), with_port, BODY.as_bytes()).is_ok());
    let fields: Vec<_> = form_urlencoded::parse(BODY.as_bytes()).into_owned().collect();
    assert!(verifier().form(Some(&signed(with_port, &fields)), URL, BODY.as_bytes()).is_ok());
    let other = "https://mycompany.com:8443/myapp.php?foo=1&bar=2";
    assert!(verifier().form(Some(SIGNATURE), other, BODY.as_bytes()).is_err());
    assert_eq!(other_port_form("http://[::1]/x"), Some("http://[::1]:80/x".into()));
    assert_eq!(other_port_form("http://[::1]:80/x"), Some("http://[::1]/x".into()));
    assert_eq!(other_port_form("http://localhost:8080/x"), None);
}

#[test]
fn repeated_values_are_counted_once_and_sorted() {
    let once = [("A".to_owned(), "1".to_owned()), ("A".to_owned(), "2".to_owned())];
    let signature = signed(URL, &once);
    assert!(verifier().form(Some(&signature), URL, b"A=2&A=1&A=2").is_ok());
    assert!(verifier().form(Some(&signature), URL, b"A=2&A=2").is_err());
}

#[test]
fn a_json_body_is_covered_by_its_hash_in_the_address() {
    let body = br#"{"CallSid":"CA1234567890ABCDE","Caller":"+12349013030"}"#;
    let hash = hex(&Sha256::digest(body));
    let url = format!("https://example.com/myapp?bodySHA256={hash}");
    let signature = signed(&url, &[]);
    let verifier = verifier();
    assert_eq!(verifier.raw(Some(&signature), &url, body), Ok(()));
    assert_eq!(verifier.raw(Some(&signature), &url, b"{}"), Err(Refused), "another body");
    assert_eq!(verifier.raw(Some(SIGNATURE), &url, body), Err(Refused), "another signature");
    for url in [
        "https://example.com/myapp".to_owned(),
        format!("https://example.com/myapp?bodySHA512={hash}"),
        format!("{url}&bodySHA256={hash}"),
    ] {
        assert_eq!(verifier.raw(Some(&signed(&url, &[])), &url, body), Err(Refused), "{url}");
    }
}

#[test]
fn without_a_signature_or_with_another_algorithm_it_fails_closed() {
    let sha256 = STANDARD.encode(Sha256::digest(URL));
    let named = format!("sha256={SIGNATURE}");
    for signature in
        [None, Some(""), Some("="), Some(&*sha256), Some(&*named), Some("RSOYDt4T1cUTdK1PDd93/VVr8B8")]
    {
        assert_eq!(verifier().form(signature, URL, BODY.as_bytes()), Err(Refused), "{signature:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// One byte of the address, of the body or of the signature, changed to any other byte.
    #[test]
    fn any_mutation_is_refused(part in 0..3usize, at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut parts = [URL.as_bytes().to_vec(), BODY.as_bytes().to_vec(), SIGNATURE.as_bytes().to_vec()];
        let at = at.index(parts[part].len());
        prop_assume!(parts[part][at] != byte);
        parts[part][at] = byte;
        let fields = |body: &[u8]| {
            let mut fields: Vec<_> = form_urlencoded::parse(body).into_owned().collect();
            fields.sort();
            fields
        };
        // Another writing of the same fields (`%2B` as `%2b`) is the same request.
        prop_assume!(part != 1 || fields(&parts[1]) != fields(BODY.as_bytes()));
        let url = String::from_utf8_lossy(&parts[0]).into_owned();
        let signature = String::from_utf8_lossy(&parts[2]).into_owned();
        prop_assert_eq!(verifier().form(Some(&signature), &url, &parts[1]), Err(Refused));
    }

    #[test]
    fn what_we_sign_verifies(fields in prop::collection::vec((any::<String>(), any::<String>()), 0..6)) {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
        let read: Vec<(String, String)> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
        prop_assert!(verifier().form(Some(&signed(URL, &read)), URL, body.as_bytes()).is_ok());
    }
}
