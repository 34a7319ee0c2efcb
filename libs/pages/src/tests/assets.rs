use std::{
    io::Write,
    process::{Command, Stdio},
};

use crate::assets::{bundle, lookup};

/// Bytes on the wire, by the system's gzip.
fn gzipped(bytes: &[u8]) -> usize {
    let mut gzip =
        Command::new("gzip").args(["-9", "-n"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    gzip.stdin.take().unwrap().write_all(bytes).unwrap();
    gzip.wait_with_output().unwrap().stdout.len()
}

#[test]
fn style_and_script_stay_within_their_budgets() {
    let css = lookup(&bundle().css_path).unwrap();
    let js = lookup(&bundle().js_path).unwrap();
    assert!(gzipped(css.bytes) <= 12 * 1024, "css: {}", gzipped(css.bytes));
    assert!(gzipped(js.bytes) <= 5 * 1024, "js: {}", gzipped(js.bytes));
}

#[test]
fn names_change_with_the_contents_and_others_are_not_found() {
    let css = lookup(&bundle().css_path).unwrap();
    assert!(bundle().css_path.contains(css.etag.trim_matches('"')));
    assert!(css.immutable);
    assert!(lookup("/assets/rappel.000000000000.css").is_none());
    assert!(lookup("/assets/../Cargo.toml").is_none());
}

#[test]
fn every_style_file_is_one_layer_and_short() {
    for folder in ["css", "css/4-layout", "css/5-components", "css/6-pages"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let css = std::fs::read_to_string(&path).unwrap();
                assert!(css.lines().count() < 200, "{} is long", path.display());
                assert!(css.contains("@layer "), "{} has no layer", path.display());
            }
        }
    }
}

#[test]
fn a_brand_cannot_end_its_rule() {
    use rappel_domain::brand::{Palette, Scheme};
    let scheme = |text: &str| Scheme {
        on_brand: text.into(),
        text: text.into(),
        ring: text.into(),
        soft: text.into(),
    };
    let brand = "#fff;}body{x:url(//a)}".to_owned();
    let palette =
        Palette { hover: brand.clone(), brand, light: scheme("#000"), dark: scheme("oklch(0.7 0.1 20)") };
    let css = crate::brand::css(&palette);
    assert_eq!(css.matches('{').count(), 1, "{css}");
    assert_eq!(css.matches('}').count(), 1, "{css}");
}
