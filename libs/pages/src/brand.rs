//! The style of a brand: custom properties that the components read.

use crate::assets::short_hash;

/// What is drawn with a brand colour in one colour scheme; each is a CSS colour.
#[derive(Debug, Clone)]
pub struct Scheme {
    /// Text on the brand colour.
    pub on_brand: String,
    /// Brand-coloured text on the canvas.
    pub text: String,
    /// Focus rings and borders.
    pub ring: String,
    /// Background of what is chosen.
    pub soft: String,
}

/// A brand colour and what was derived from it.
#[derive(Debug, Clone)]
pub struct BrandColours {
    /// The tenant's colour, never altered.
    pub brand: String,
    /// By day.
    pub light: Scheme,
    /// By night.
    pub dark: Scheme,
}

/// The style sheet of a brand.
pub fn css(colours: &BrandColours) -> String {
    let BrandColours { brand, light, dark } = colours;
    let pair = |name: &str, day: &str, night: &str| {
        format!("--{name}:light-dark({},{});", colour(day), colour(night))
    };
    format!(
        ":root{{--brand:{};{}{}{}{}}}\n",
        colour(brand),
        pair("on-brand", &light.on_brand, &dark.on_brand),
        pair("brand-text", &light.text, &dark.text),
        pair("brand-ring", &light.ring, &dark.ring),
        pair("brand-soft", &light.soft, &dark.soft),
    )
}

/// Path of the style sheet of a tenant; changes with its contents.
pub fn path(slug: &str, colours: &BrandColours) -> String {
    format!("/brand/{slug}.{}.css", short_hash(css(colours).as_bytes()))
}

/// Lets through what a colour is written with, so that a stored value can never end the rule.
fn colour(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || "#().,% -/".contains(*c)).collect()
}

/// A brand for samples: a deep green.
pub fn sample() -> BrandColours {
    let scheme = |on_brand: &str, text: &str, ring: &str, soft: &str| Scheme {
        on_brand: on_brand.to_owned(),
        text: text.to_owned(),
        ring: ring.to_owned(),
        soft: soft.to_owned(),
    };
    BrandColours {
        brand: "#0b5d4e".to_owned(),
        light: scheme("#ffffff", "oklch(0.43 0.08 175)", "oklch(0.5 0.09 175)", "oklch(0.965 0.02 175)"),
        dark: scheme("#ffffff", "oklch(0.8 0.09 175)", "oklch(0.7 0.09 175)", "oklch(0.28 0.035 175)"),
    }
}
