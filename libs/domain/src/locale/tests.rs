use std::{collections::BTreeSet, fs, path::Path};

use super::*;

#[test]
fn there_is_a_language_for_each_file_and_drafts_are_not_offered() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../pages/languages");
    let (mut offered, mut drafts) = (BTreeSet::new(), BTreeSet::new());
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let is_draft = text.trim_start_matches('\u{feff}').starts_with("### draft");
        assert!(
            !text.starts_with('\u{feff}'),
            "{} begins with a mark that Fluent does not read",
            path.display()
        );
        let tags = if is_draft { &mut drafts } else { &mut offered };
        tags.insert(path.file_stem().unwrap().to_str().unwrap().to_owned());
    }
    let tags = |all: &[Locale]| all.iter().map(|it| it.tag().to_owned()).collect::<BTreeSet<_>>();
    assert_eq!((tags(&Locale::ALL), tags(&Locale::DRAFTS)), (offered, drafts));
    assert!(!Locale::DRAFTS.is_empty(), "a draft shows what a third language needs");
    for locale in Locale::ALL {
        assert_eq!((locale.tag().parse(), Locale::known(locale.tag())), (Ok(locale), Some(locale)));
        assert_eq!(serde_json::to_value(locale).unwrap(), locale.tag());
    }
    for draft in Locale::DRAFTS {
        assert_eq!(
            (draft.tag().parse::<Locale>(), Locale::known(draft.tag())),
            (Err(UnknownLocale), Some(draft))
        );
        assert_eq!(Locale::wished(draft.tag()), None);
    }
}

#[test]
fn a_wish_finds_its_language_however_it_is_written() {
    for (wish, found) in [
        ("fr", Some(Locale::Fr)),
        ("EN-gb", Some(Locale::En)),
        ("fr-CA", Some(Locale::Fr)),
        ("frx", None),
        ("", None),
        ("*", None),
    ] {
        assert_eq!(Locale::wished(wish), found, "{wish}");
    }
    assert_eq!(Locale::default(), Locale::Fr);
}

#[test]
fn a_row_in_a_language_that_is_not_known_is_read_in_the_nearest() {
    for (tag, found) in [("fr", Locale::Fr), ("fr-CA", Locale::Fr), ("xx", Locale::En), ("", Locale::En)] {
        assert_eq!(Locale::nearest(tag), found, "{tag}");
    }
    for draft in Locale::DRAFTS {
        assert_eq!(Locale::nearest(draft.tag()), draft);
    }
}

#[test]
fn what_is_written_twice_is_read_in_english_by_everybody_else() {
    for locale in Locale::ALL.into_iter().chain(Locale::DRAFTS) {
        assert_eq!(locale.of_two(1, 2), if locale == Locale::Fr { 1 } else { 2 });
    }
}
