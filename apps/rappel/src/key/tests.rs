use super::*;

fn in_folder(folder: &Path) -> Settings {
    let mut settings = Settings::default();
    settings.files.folder = folder.join("files");
    settings
}

#[test]
fn one_is_made_once_and_kept_from_others() {
    let folder = tempfile::tempdir().unwrap();
    let settings = in_folder(folder.path());
    let first = of(&settings).unwrap();
    assert_eq!(first.expose().len(), 64);
    assert_eq!(of(&settings).unwrap(), first);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(folder.path().join("files/secret.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_short_one_is_refused_with_its_name_and_without_its_text() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = in_folder(folder.path());
    settings.secrets.key = Some(Secret::new("hunter2"));
    let stop = of(&settings).unwrap_err();
    assert!(matches!(stop, Stop::Settings(_)));
    assert!(stop.to_string().contains("secrets.key: found 7 characters"), "{stop}");
    assert!(!stop.to_string().contains("hunter2"));
}
