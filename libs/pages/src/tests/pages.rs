use std::collections::BTreeSet;

use rappel_domain::Locale;

use crate::{Frame, Pages, engine::Templates, page::specimens};

#[test]
fn every_sample_of_every_page_renders_in_every_language() {
    let pages = Pages::new().unwrap();
    for specimen in specimens() {
        for locale in Locale::ALL.into_iter().chain(Locale::DRAFTS) {
            let frame = Frame::sample(locale, specimen.surface);
            specimen.data.as_ref().unwrap();
            let html = pages.render_specimen(&frame, &specimen).unwrap_or_else(|error| {
                panic!("{} #{} {locale:?}: {error}", specimen.template, specimen.number)
            });
            for leftover in ["[object]", "{{", "style=\"", "onclick"] {
                assert!(!html.contains(leftover), "{} #{}: {leftover}", specimen.template, specimen.number);
            }
        }
    }
}

#[test]
fn every_template_of_a_page_is_registered() {
    let registered: BTreeSet<String> =
        specimens().iter().map(|specimen| specimen.template.to_owned()).collect();
    let files: BTreeSet<String> = Templates::iter()
        .filter_map(|name| name.strip_suffix(".hbs").map(str::to_owned))
        .filter(|name| {
            ["portal/", "office/", "oncall/", "demo/"].iter().any(|folder| name.starts_with(folder))
        })
        .filter(|name| !name.contains("/part/"))
        .collect();
    assert_eq!(registered, files);
}

#[test]
fn a_misspelt_field_is_an_error() {
    let mut templates = handlebars::Handlebars::new();
    templates.set_strict_mode(true);
    crate::engine::register_functions(&mut templates);
    for template in [
        "{{nope}}",
        "{{#if nope}}x{{/if}}",
        "{{#unless nope}}x{{/unless}}",
        "{{t nope}}",
        "{{t \"skip\" a=nope}}",
        "{{time nope}}",
    ] {
        let result = templates.render_template(template, &serde_json::json!({"frame": {"locale": "fr"}}));
        assert!(result.is_err(), "{template} gave {result:?}");
    }
}

#[test]
fn values_are_escaped_and_our_markup_is_not() {
    let mut templates = handlebars::Handlebars::new();
    templates.set_strict_mode(true);
    crate::engine::register_functions(&mut templates);
    let data = serde_json::json!({"frame": {"locale": "en"}, "bad": "<b>", "number": "+33612345678",
        "text": {"plain": "<i>"}, "typed": "a<b>\n\nc\nd"});
    let cases = [
        ("{{t \"footer-copyright\" name=bad}}", "© &lt;b&gt;"),
        (
            "{{t \"footer-phone\" phone=(tel number)}}",
            "Call us: <a class=\"tel\" href=\"tel:+33612345678\">06&nbsp;12&nbsp;34&nbsp;56&nbsp;78</a>",
        ),
        ("{{t text}}", "&lt;i&gt;"),
        ("{{paragraphs typed}}", "<p>a&lt;b&gt;</p><p>c<br>d</p>"),
    ];
    for (template, expected) in cases {
        assert_eq!(templates.render_template(template, &data).unwrap(), expected, "{template}");
    }
}

/// Bytes of a page before they are packed. Packed style and script take 9 KiB: together less than the 30 KiB that a cold
/// visit may cost.
const LARGEST: usize = 20 * 1024;

#[test]
fn pages_of_clients_and_of_the_person_on_call_are_small() {
    let pages = Pages::new().unwrap();
    let small = [crate::Surface::Portal, crate::Surface::Bare, crate::Surface::OnCall];
    for specimen in specimens().iter().filter(|specimen| small.contains(&specimen.surface)) {
        let html = pages.render_specimen(&Frame::sample(Locale::Fr, specimen.surface), specimen).unwrap();
        assert!(html.len() <= LARGEST, "{} #{}: {} bytes", specimen.template, specimen.number, html.len());
    }
}

/// Whoever is on call sees whose page it is, where the operator has a logo.
#[test]
fn pages_of_the_person_on_call_carry_the_operators_logo() {
    let pages = Pages::new().unwrap();
    let plates = rappel_domain::brand::Plates { light_by_night: false, dark_by_day: false };
    let logo = rappel_domain::brand::Logo { hash: "0".to_owned(), width: 480, height: 120, plates };
    let mut found = 0;
    for specimen in specimens().into_iter().filter(|it| it.surface == crate::Surface::OnCall) {
        let mut frame = Frame::sample(Locale::Fr, specimen.surface);
        let bare = pages.render_specimen(&frame, &specimen).unwrap();
        frame.brand.logo = Some(crate::frame::Logo::of("operator", &logo));
        let worn = pages.render_specimen(&frame, &specimen).unwrap();
        let path = "/brand/operator.0.header.png";
        assert!(worn.contains(path) && !bare.contains(path), "{}", specimen.template);
        found += 1;
    }
    assert!(found > 3, "only {found} samples were found");
}
