//! A company's logo: what is known of it, what lies under it, and why a file is refused.

use serde::{Deserialize, Serialize};

use super::{
    DAY, NIGHT, WHITE,
    colour::{Rgb, contrast},
};

/// What pages need to know of a logo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logo {
    /// Names the contents of its pictures in addresses: hex digits.
    pub hash: String,
    /// Pixels of the picture for headers.
    pub width: u32,
    /// Pixels of the picture for headers.
    pub height: u32,
    /// What lies under it.
    pub plates: Plates,
}

/// The pictures that are made of a logo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// For the head of pages and e-mails: at most 480 × 120.
    Header,
    /// For the browser's tab: 64 × 64.
    Icon,
    /// For the first screen of a phone: 180 × 180, without transparency.
    Touch,
}

impl Picture {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Header, Self::Icon, Self::Touch];

    /// The most that it measures, width and height in pixels.
    pub const fn bounds(self) -> (u32, u32) {
        match self {
            Self::Header => (480, 120),
            Self::Icon => (64, 64),
            Self::Touch => (180, 180),
        }
    }

    /// Its word in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Icon => "icon",
            Self::Touch => "touch",
        }
    }
}

/// What is laid under a logo that could not be seen on the page itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Plates {
    /// Ink, by day: the logo is light.
    pub dark_by_day: bool,
    /// White, by night: the logo is dark.
    pub light_by_night: bool,
}

/// The share of a logo that must be seen without a plate.
const ENOUGH: f64 = 0.7;
/// From this contrast on a part of a logo is seen. WCAG 2.2 exempts logos; of icons it asks 3, which on a light ground would
/// leave out orange.
const SEEN_ON_LIGHT: f64 = 2.0;
const SEEN_ON_DARK: f64 = 3.0;
/// From this share of solid pixels on a logo brings a ground of its own.
const SOLID: f64 = 0.9;

impl Plates {
    /// Looks at every pixel, red, green, blue and alpha.
    pub fn of(pixels: impl Iterator<Item = [u8; 4]>) -> Self {
        let ink = super::INK.to_rgb();
        let grounds = [
            (DAY.canvas.to_rgb(), SEEN_ON_LIGHT),
            (ink, SEEN_ON_DARK),
            (NIGHT.canvas.to_rgb(), SEEN_ON_DARK),
            (WHITE, SEEN_ON_LIGHT),
        ];
        let (mut seen, mut weight, mut solid, mut count) = ([0.0; 4], 0.0, 0.0, 0.0);
        for [red, green, blue, alpha] in pixels {
            count += 1.0;
            if alpha >= 250 {
                solid += 1.0;
            }
            let alpha = f64::from(alpha);
            weight += alpha;
            for (seen, (ground, least)) in seen.iter_mut().zip(grounds) {
                if alpha > 0.0 && contrast(Rgb([red, green, blue]), ground) >= least {
                    *seen += alpha;
                }
            }
        }
        if weight <= 0.0 || solid >= SOLID * count {
            return Self::default();
        }
        let [day, ink, night, white] = seen.map(|seen| seen / weight);
        Self { dark_by_day: day < ENOUGH && ink > day, light_by_night: night < ENOUGH && white > night }
    }
}

/// Why a file does not become a logo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LogoRefusal {
    /// No file was given.
    #[error("no file was given")]
    Missing,
    /// More than [`LogoRefusal::MOST_BYTES`].
    #[error("the file has more than 2 MiB")]
    Heavy,
    /// An SVG: a document that may run programs.
    #[error("an SVG may run programs")]
    Svg,
    /// Neither PNG nor JPEG nor WebP.
    #[error("the file is neither PNG nor JPEG nor WebP")]
    Kind,
    /// More than [`LogoRefusal::MOST_SIDE`] pixels on a side, or too much to hold.
    #[error("the picture has more than 4000 pixels on a side")]
    Large,
    /// Less than [`LogoRefusal::LEAST_SIDE`] pixels on a side.
    #[error("the picture has less than 16 pixels on a side")]
    Small,
    /// It cannot be read to its end.
    #[error("the picture is damaged")]
    Damaged,
    /// Every pixel is transparent.
    #[error("nothing can be seen on the picture")]
    Invisible,
}

impl LogoRefusal {
    /// Bytes of a file.
    pub const MOST_BYTES: u64 = 2 * 1024 * 1024;
    /// Pixels on a side.
    pub const MOST_SIDE: u32 = 4000;
    /// Pixels on a side, without transparent margins.
    pub const LEAST_SIDE: u32 = 16;

    /// Names the reason in the translations.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Missing => "logo-missing",
            Self::Heavy => "logo-heavy",
            Self::Svg => "logo-svg",
            Self::Kind => "logo-kind",
            Self::Large => "logo-large",
            Self::Small => "logo-small",
            Self::Damaged => "logo-damaged",
            Self::Invisible => "logo-invisible",
        }
    }
}

#[cfg(test)]
mod tests;
