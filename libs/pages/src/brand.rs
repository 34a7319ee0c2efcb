//! The style of a brand, custom properties that the components read; its icon, and where its logo is.

use rappel_domain::brand::{Logo, Palette, Picture, Scheme};

use crate::assets::{bundle, lookup, short_hash};

/// What a brand adds to the style sheet of all pages.
pub fn css(palette: &Palette) -> String {
    let Palette { brand, hover, light, dark } = palette;
    let pair = |name: &str, day: &str, night: &str| {
        format!("--{name}:light-dark({},{});", colour(day), colour(night))
    };
    format!(
        ":root{{--brand:{};--brand-hover:{};{}{}{}{}}}\n",
        colour(brand),
        colour(hover),
        pair("on-brand", &light.on_brand, &dark.on_brand),
        pair("brand-text", &light.text, &dark.text),
        pair("brand-ring", &light.ring, &dark.ring),
        pair("brand-soft", &light.soft, &dark.soft),
    )
}

/// The style sheet of all pages and what a brand adds to it, in one: a page asks for one less.
pub fn sheet(css: &str) -> Vec<u8> {
    let shared = lookup(&bundle().css_path).map_or(&[][..], |asset| asset.bytes);
    [shared, css.as_bytes()].concat()
}

/// Path of the style sheet of a tenant; changes with its contents.
pub fn path(slug: &str, palette: &Palette) -> String {
    format!("/brand/{slug}.{}.css", short_hash(&sheet(&css(palette))))
}

/// Path of a picture of a logo, by the hash of its contents.
pub fn logo_path(slug: &str, hash: &str, which: Picture) -> String {
    format!("/brand/{slug}.{hash}.{}.png", which.word())
}

/// Whether the name stands beside a logo: one that is about square is a sign without words.
pub(crate) const fn is_sign(logo: &Logo) -> bool {
    logo.width < 2 * logo.height
}

/// The icon of a company without a logo: its initials on its colour.
pub fn icon(name: &str, palette: &Palette) -> String {
    let letters = handlebars::html_escape(&initials(name));
    format!(
        concat!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="{}"/>"#,
            r#"<text x="16" y="21.5" text-anchor="middle" font-family="system-ui,sans-serif" font-size="15" font-weight="700" fill="{}">{}</text></svg>"#
        ),
        colour(&palette.brand),
        colour(&palette.light.on_brand),
        letters
    )
}

/// Path of that icon; changes with its contents.
pub fn icon_path(slug: &str, icon: &str) -> String {
    format!("/brand/{slug}.{}.svg", short_hash(icon.as_bytes()))
}

/// The first letters of the first and last word.
pub(crate) fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let letters = words.next().into_iter().chain(words.next_back());
    letters.flat_map(char::to_uppercase).collect()
}

/// Lets through what a colour is written with, so that a stored value can never end the rule.
fn colour(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || "#().,% -/".contains(*c)).collect()
}

/// A palette for samples: a deep green.
pub fn sample_palette() -> Palette {
    let scheme = |on_brand: &str, text: &str, ring: &str, soft: &str| Scheme {
        on_brand: on_brand.to_owned(),
        text: text.to_owned(),
        ring: ring.to_owned(),
        soft: soft.to_owned(),
    };
    Palette {
        brand: "#0b5d4e".to_owned(),
        hover: "#084a3e".to_owned(),
        light: scheme("#ffffff", "#0b5d4e", "#1a7562", "#e5f7f2"),
        dark: scheme("#ffffff", "#7fd4be", "#4fa993", "#16302a"),
    }
}
