use super::*;

#[test]
fn a_file_fits_beside_the_reserve_or_not_at_all() {
    let full = |free, bytes| fits(free, bytes).is_err_and(|it| it.kind() == ErrorKind::StorageFull);
    assert!(!full(RESERVE, 0));
    assert!(full(RESERVE - 1, 0));
    assert!(!full(RESERVE + 10, 10));
    assert!(full(RESERVE + 10, 11));
    assert!(full(u64::MAX - 1, u64::MAX));
}

#[test]
fn what_is_free_is_what_the_disk_says() {
    let folder = tempfile::tempdir().unwrap();
    assert!(free(folder.path()).unwrap() > 0);
    assert!(free(&folder.path().join("never")).is_err());
}
