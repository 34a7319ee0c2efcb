//! The contrasts of what was derived from a colour, as they are.

use super::{
    BrandColour, DAY, Grounds, INK, INK_BY_NIGHT, NIGHT, Palette, Scheme,
    colour::{Oklch, Rgb, contrast},
};

/// Two colours that meet on our pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pair {
    /// Text on the brand: buttons.
    OnBrand,
    /// The same under the pointer.
    OnHover,
    /// Links and headings in the brand's hue, on whatever they stand.
    Text,
    /// The same on what is chosen.
    TextOnSoft,
    /// Focus rings and the edges of buttons, on whatever they stand.
    Ring,
}

impl Pair {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::OnBrand, Self::OnHover, Self::Text, Self::TextOnSoft, Self::Ring];

    /// What WCAG 2.2 asks at least: of text by 1.4.3, of controls by 1.4.11.
    pub const fn least(self) -> f64 {
        match self {
            Self::OnBrand | Self::OnHover | Self::Text | Self::TextOnSoft => 4.5,
            Self::Ring => 3.0,
        }
    }
}

/// The contrast of a pair, 1 to 21; the smallest one where it meets several grounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// Which.
    pub pair: Pair,
    /// By day.
    pub day: f64,
    /// By night.
    pub night: f64,
}

/// What the pages of everybody are drawn on, each `#rrggbb`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// The page.
    pub canvas: String,
    /// Text on it.
    pub ink: String,
}

impl Paper {
    /// By day.
    pub fn by_day() -> Self {
        Self { canvas: DAY.canvas.to_rgb().to_string(), ink: INK.to_rgb().to_string() }
    }

    /// By night.
    pub fn by_night() -> Self {
        Self { canvas: NIGHT.canvas.to_rgb().to_string(), ink: INK_BY_NIGHT.to_rgb().to_string() }
    }
}

impl BrandColour {
    /// Measures every pair.
    pub fn measured(self) -> [Measured; 5] {
        let palette = self.palette();
        Pair::ALL.map(|pair| Measured {
            pair,
            day: measure(pair, &palette, &palette.light, &DAY),
            night: measure(pair, &palette, &palette.dark, &NIGHT),
        })
    }
}

fn measure(pair: Pair, palette: &Palette, scheme: &Scheme, grounds: &Grounds) -> f64 {
    let pages = [grounds.canvas, grounds.surface, grounds.raised].map(Oklch::to_rgb);
    let soft = rgb(&scheme.soft);
    let smallest = |text: &str, grounds: &[Rgb]| {
        let text = rgb(text);
        grounds.iter().map(|ground| contrast(text, *ground)).fold(f64::INFINITY, f64::min)
    };
    match pair {
        Pair::OnBrand => smallest(&scheme.on_brand, &[rgb(&palette.brand)]),
        Pair::OnHover => smallest(&scheme.on_brand, &[rgb(&palette.hover)]),
        Pair::Text => smallest(&scheme.text, &pages),
        Pair::TextOnSoft => smallest(&scheme.text, &[soft]),
        Pair::Ring => smallest(&scheme.ring, &pages).min(smallest(&scheme.ring, &[soft])),
    }
}

/// A palette is written by us: what it holds is a colour.
fn rgb(text: &str) -> Rgb {
    text.parse::<BrandColour>().unwrap_or(BrandColour::BLACK).0
}

#[cfg(test)]
mod tests;
