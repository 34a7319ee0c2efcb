use super::Vault;

#[test]
fn what_is_sealed_opens_for_its_owner_under_its_secret_alone() {
    let vault = Vault::new("a secret of the installation").unwrap();
    let sealed = vault.seal(b"claire", b"twenty bytes of text").unwrap();
    assert_eq!(vault.open(b"claire", &sealed).unwrap(), b"twenty bytes of text");
    assert!(!sealed.windows(6).any(|part| part == b"twenty"), "{sealed:?}");
    assert_ne!(sealed, vault.seal(b"claire", b"twenty bytes of text").unwrap(), "a nonce of its own");
    assert_eq!(vault.open(b"luc", &sealed), None);
    assert_eq!(vault.of_providers().open(b"claire", &sealed), None, "each purpose has its own key");
    assert_eq!(Vault::new("another secret").unwrap().open(b"claire", &sealed), None);
    for place in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[place] ^= 1;
        assert_eq!(vault.open(b"claire", &changed), None, "byte {place}");
    }
    for length in 0..sealed.len() {
        assert_eq!(vault.open(b"claire", &sealed[..length]), None, "{length} bytes");
    }
}
