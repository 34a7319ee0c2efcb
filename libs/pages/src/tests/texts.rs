use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use rappel_domain::Locale;

use crate::text::book;

/// Every text of a language as it is written.
fn written(locale: Locale) -> String {
    book::files(locale).into_iter().map(|(_, text)| text + "\n").collect()
}

/// Offered languages and drafts.
fn languages() -> impl Iterator<Item = Locale> {
    Locale::ALL.into_iter().chain(Locale::DRAFTS)
}

/// Keys of the texts of a language, each with the variables it uses.
fn keys(locale: Locale) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys = BTreeMap::new();
    let text = written(locale);
    let mut current = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some((key, _)) =
            line.split_once('=').filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
        {
            current = key.trim().to_owned();
            assert!(
                keys.insert(current.clone(), BTreeSet::new()).is_none(),
                "{current} is there twice in {locale:?}"
            );
        }
        let variables = line.split('$').skip(1).map(|rest| {
            rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "_-".contains(*c)).collect::<String>()
        });
        keys.entry(current.clone()).or_default().extend(variables);
    }
    keys.remove("");
    keys
}

#[test]
fn every_file_parses() {
    for locale in languages() {
        for (name, text) in book::files(locale) {
            let parsed = fluent_bundle::FluentResource::try_new(text);
            assert!(parsed.is_ok(), "{locale:?}, {name}: {:?}", parsed.err().map(|(_, errors)| errors));
        }
    }
}

#[test]
fn every_language_has_the_same_keys_and_variables() {
    let first = keys(Locale::Fr);
    assert!(first.len() > 1_000, "only {} texts were found", first.len());
    for locale in Locale::ALL {
        let these = keys(locale);
        let missing: Vec<_> = first.keys().filter(|key| !these.contains_key(*key)).collect();
        let unknown: Vec<_> = these.keys().filter(|key| !first.contains_key(*key)).collect();
        assert!(
            missing.is_empty() && unknown.is_empty(),
            "{locale:?} lacks {missing:?} and nobody says {unknown:?}"
        );
        assert_eq!(these, first, "{locale:?}");
    }
    // A draft has fewer, and no others.
    for draft in Locale::DRAFTS {
        for (key, variables) in keys(draft) {
            assert_eq!(first.get(&key), Some(&variables), "{draft:?}: {key}");
        }
    }
}

#[test]
fn every_text_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = String::new();
    for folder in [
        "src",
        "templates",
        "../../apps/portal/src",
        "../../apps/office/src",
        "../../apps/worker/src",
        "../domain/src",
        "../service/src",
        "../web/src",
    ] {
        read_all(&root.join(folder), &mut sources);
    }
    let unused: Vec<String> =
        keys(Locale::Fr).into_keys().filter(|key| !sources.contains(&format!("\"{key}\""))).collect();
    assert!(unused.is_empty(), "nothing uses {unused:?}");
}

/// What a template says must be there, also where no sample comes by.
#[test]
fn no_template_says_a_text_that_is_missing() {
    let mut templates = String::new();
    read_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"), &mut templates);
    let keys = keys(Locale::Fr);
    let mut found = 0;
    for opening in ["{{t \"", "(t \""] {
        for key in templates.split(opening).skip(1).filter_map(|rest| rest.split('"').next()) {
            found += 1;
            assert!(keys.contains_key(key), "no words for {key}");
        }
    }
    assert!(found > 300, "only {found} texts were found");
}

/// Counted things whose number is never one, or is not heard.
const NEVER_ONE: [&str; 3] = ["oncall-later-in", "voice-full-hour", "voice-hour"];

#[test]
fn a_counted_noun_has_its_plural() {
    for locale in languages() {
        let texts = written(locale);
        let is_variant = |line: &str| line.trim_start().starts_with(['#', '[', '*']);
        for line in texts.lines().filter(|line| !is_variant(line)) {
            if NEVER_ONE.iter().any(|key| line.starts_with(key)) {
                continue;
            }
            for counted in ["amount", "count", "days", "hours", "minutes", "seconds", "tries"] {
                for rest in line.split(&format!("{{ ${counted} }} ")).skip(1) {
                    let noun = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
                    let is_plural = noun.chars().count() > 3 && noun.ends_with('s');
                    assert!(
                        !is_plural,
                        "{locale:?}: “{noun}” is wrong for one; choose by ${counted}: {line}"
                    );
                }
            }
        }
    }
}

#[test]
fn texts_hold_no_markup() {
    for locale in languages() {
        let texts = written(locale);
        for line in texts.lines().filter(|line| !line.starts_with('#')) {
            assert!(!line.contains(['<', '&']), "{locale:?}: {line}");
            assert!(!line.replace("->", "").contains('>'), "{locale:?}: {line}");
        }
    }
}

fn read_all(folder: &Path, into: &mut String) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        // What only a test says nobody reads.
        if path.ends_with("tests") || path.ends_with("tests.rs") {
            continue;
        }
        if path.is_dir() {
            read_all(&path, into);
        } else {
            into.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_refusal_of_the_rules_has_words() {
    let mut sources = String::new();
    read_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain/src"), &mut sources);
    let keys = keys(Locale::Fr);
    let mut found = 0;
    for body in sources.split("pub const fn key(self)").skip(1) {
        let body = body.split("\n    }\n").next().unwrap();
        for key in body.split("=> \"").skip(1).filter_map(|rest| rest.split('"').next()) {
            found += 1;
            assert!(keys.contains_key(key), "no words for {key}");
        }
    }
    assert!(found > 25, "only {found} refusals were found");
}
