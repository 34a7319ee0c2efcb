//! A tenant's colour, what can be read on it and beside it, and its logo.
//!
//! The colour is never altered. What is drawn on it or in its hue is derived, by day and by night, so that
//! the contrasts of WCAG 2.2 hold whatever colour a tenant brings.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use self::colour::{Oklch, Rgb, contrast};

mod colour;
mod logo;
mod measure;
mod tokens;

pub use logo::{Logo, LogoRefusal, Picture, Plates};
pub use measure::{Measured, Pair, Paper};
pub use tokens::{Token, tokens};

/// The one colour that a tenant gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BrandColour(Rgb);

/// A colour and what was derived from it; each is `#rrggbb`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Palette {
    /// The tenant's colour.
    pub brand: String,
    /// The same under the pointer: further away from the text on it.
    pub hover: String,
    /// By day.
    pub light: Scheme,
    /// By night.
    pub dark: Scheme,
}

/// What is drawn with a brand in one colour scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheme {
    /// Text on the brand colour: the first of white, ink and black with a contrast of 4.5.
    pub on_brand: String,
    /// Text in the brand's hue: 4.6 on canvas, surface, raised and soft.
    pub text: String,
    /// Focus rings and borders: 3.05 on the same.
    pub ring: String,
    /// Background of what is chosen.
    pub soft: String,
}

/// The text is no colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a colour is written #0b5d4e")]
pub struct NotAColour;

impl NotAColour {
    /// Names the reason in the translations.
    pub const fn key(self) -> &'static str {
        "brand-not-a-colour"
    }
}

/// Text on a background, with room for rounding (WCAG 1.4.3 asks 4.5).
const TEXT: f64 = 4.6;
/// Rings and borders (WCAG 1.4.11 asks 3).
const RING: f64 = 3.05;
/// Text on the brand itself.
const ON_BRAND: f64 = 4.5;

const WHITE: Rgb = Rgb([255, 255, 255]);
const BLACK: Rgb = Rgb([0, 0, 0]);
/// `--ink` by day.
const INK: Oklch = Oklch { lightness: 0.22, chroma: 0.02, hue: 265.0 };

/// `--ink` by night.
const INK_BY_NIGHT: Oklch = Oklch { lightness: 0.94, chroma: 0.006, hue: 265.0 };
/// `--quiet` by day.
const QUIET_BY_DAY: Oklch = Oklch { lightness: 0.46, chroma: 0.022, hue: 265.0 };
/// `--quiet` by night.
const QUIET_BY_NIGHT: Oklch = Oklch { lightness: 0.76, chroma: 0.014, hue: 265.0 };

/// The backgrounds of a colour scheme, as in `libs/pages/css/2-tokens.css`: a test of `rappel-pages` compares them.
struct Grounds {
    canvas: Oklch,
    surface: Oklch,
    raised: Oklch,
    soft_lightness: f64,
    soft_chroma: f64,
    /// Which way text has to go to stand out: darker by day, lighter by night.
    step: f64,
}

const DAY: Grounds = Grounds {
    canvas: Oklch { lightness: 1.0, chroma: 0.0, hue: 0.0 },
    surface: Oklch { lightness: 0.978, chroma: 0.004, hue: 265.0 },
    raised: Oklch { lightness: 1.0, chroma: 0.0, hue: 0.0 },
    soft_lightness: 0.965,
    soft_chroma: 0.02,
    step: -0.005,
};
const NIGHT: Grounds = Grounds {
    canvas: Oklch { lightness: 0.185, chroma: 0.012, hue: 265.0 },
    surface: Oklch { lightness: 0.225, chroma: 0.014, hue: 265.0 },
    raised: Oklch { lightness: 0.245, chroma: 0.015, hue: 265.0 },
    soft_lightness: 0.28,
    soft_chroma: 0.045,
    step: 0.005,
};

impl BrandColour {
    /// `#000000`.
    pub const BLACK: Self = Self(BLACK);

    /// Derives what is drawn with this colour.
    pub fn palette(self) -> Palette {
        let on_brand = on(self.0);
        Palette {
            brand: self.to_string(),
            hover: hover(self.0, on_brand).to_string(),
            light: scheme(self.0, on_brand, &DAY),
            dark: scheme(self.0, on_brand, &NIGHT),
        }
    }
}

fn on(brand: Rgb) -> Rgb {
    [WHITE, INK.to_rgb()].into_iter().find(|text| contrast(*text, brand) >= ON_BRAND).unwrap_or(BLACK)
}

/// A little darker below white text, a little lighter below dark text; as it is where there is no room.
fn hover(brand: Rgb, on_brand: Rgb) -> Rgb {
    let colour = Oklch::from_rgb(brand);
    let step = if on_brand == WHITE { -0.05 } else { 0.05 };
    let moved = Oklch { lightness: (colour.lightness + step).clamp(0.0, 1.0), ..colour }.to_rgb();
    if contrast(moved, on_brand) >= contrast(brand, on_brand) { moved } else { brand }
}

fn scheme(brand: Rgb, on_brand: Rgb, grounds: &Grounds) -> Scheme {
    let colour = Oklch::from_rgb(brand);
    let chroma = colour.chroma.min(grounds.soft_chroma);
    let soft = Oklch { lightness: grounds.soft_lightness, chroma, hue: colour.hue }.to_rgb();
    let backgrounds = [grounds.canvas.to_rgb(), grounds.surface.to_rgb(), grounds.raised.to_rgb(), soft];
    Scheme {
        on_brand: on_brand.to_string(),
        text: walk(colour, grounds.step, &backgrounds, TEXT).to_string(),
        ring: walk(colour, grounds.step, &backgrounds, RING).to_string(),
        soft: soft.to_string(),
    }
}

/// The same hue, as near to the colour's own lightness as the contrast on every background allows.
fn walk(colour: Oklch, step: f64, backgrounds: &[Rgb], least: f64) -> Rgb {
    let stands_out = |text: Rgb| backgrounds.iter().all(|ground| contrast(text, *ground) >= least);
    let mut lightness = colour.lightness;
    while (0.0..=1.0).contains(&lightness) {
        let text = Oklch { lightness, ..colour }.to_rgb();
        if stands_out(text) {
            return text;
        }
        lightness += step;
    }
    if step < 0.0 { BLACK } else { WHITE }
}

impl FromStr for BrandColour {
    type Err = NotAColour;

    /// `#rrggbb` or `#rgb`, in capitals or not.
    fn from_str(text: &str) -> Result<Self, NotAColour> {
        let digits = text.trim().strip_prefix('#').ok_or(NotAColour)?;
        let digit = |at: usize| {
            let digit = digits.as_bytes().get(at).and_then(|byte| char::from(*byte).to_digit(16));
            digit.map(|digit| digit as u8).ok_or(NotAColour)
        };
        let channel = |at: usize| match digits.len() {
            6 => Ok(digit(2 * at)? * 16 + digit(2 * at + 1)?),
            3 => Ok(digit(at)? * 17),
            _ => Err(NotAColour),
        };
        Ok(Self(Rgb([channel(0)?, channel(1)?, channel(2)?])))
    }
}

impl fmt::Display for BrandColour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for BrandColour {
    type Error = NotAColour;
    fn try_from(text: String) -> Result<Self, NotAColour> {
        text.parse()
    }
}

impl From<BrandColour> for String {
    fn from(colour: BrandColour) -> String {
        colour.to_string()
    }
}

#[cfg(test)]
mod tests;
