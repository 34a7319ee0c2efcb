//! sRGB, OKLCH (Björn Ottosson, "A perceptual color space for image processing", 2020) and the contrast of
//! WCAG 2.

use std::fmt;

/// Eight bits a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Rgb(pub(super) [u8; 3]);

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// Lightness 0 to 1, chroma 0 to about 0.4, hue in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Oklch {
    pub(super) lightness: f64,
    pub(super) chroma: f64,
    pub(super) hue: f64,
}

/// The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio").
pub(super) fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: Rgb) -> f64 {
    let [red, green, blue] = colour.0.map(to_linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn to_linear(channel: u8) -> f64 {
    let value = f64::from(channel) / 255.0;
    if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

fn from_linear(value: f64) -> u8 {
    let value = if value <= 0.003_130_8 { value * 12.92 } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 };
    (value.clamp(0.0, 1.0) * 255.0).round() as u8
}

impl Oklch {
    pub(super) fn from_rgb(colour: Rgb) -> Self {
        let [red, green, blue] = colour.0.map(to_linear);
        let long = (0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue).cbrt();
        let middle = (0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue).cbrt();
        let short = (0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue).cbrt();
        let lightness = 0.210_454_255_3 * long + 0.793_617_785_0 * middle - 0.004_072_046_8 * short;
        let a = 1.977_998_495_1 * long - 2.428_592_205_0 * middle + 0.450_593_709_9 * short;
        let b = 0.025_904_037_1 * long + 0.782_771_766_2 * middle - 0.808_675_766_0 * short;
        Self { lightness, chroma: a.hypot(b), hue: b.atan2(a).to_degrees() }
    }

    /// The nearest colour that a screen can show: the same lightness and hue, as much chroma as there is.
    pub(super) fn to_rgb(self) -> Rgb {
        let mut shown = Self { chroma: 0.0, ..self };
        let (mut least, mut most) = (0.0, self.chroma);
        if is_shown(self.to_linear()) {
            shown = self;
        } else {
            for _ in 0..20 {
                let tried = Self { chroma: f64::midpoint(least, most), ..self };
                if is_shown(tried.to_linear()) {
                    least = tried.chroma;
                    shown = tried;
                } else {
                    most = tried.chroma;
                }
            }
        }
        Rgb(shown.to_linear().map(from_linear))
    }

    fn to_linear(self) -> [f64; 3] {
        let (sine, cosine) = self.hue.to_radians().sin_cos();
        let (a, b) = (self.chroma * cosine, self.chroma * sine);
        let long = (self.lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let middle = (self.lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let short = (self.lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
        [
            4.076_741_662_1 * long - 3.307_711_591_3 * middle + 0.230_969_929_2 * short,
            -1.268_438_004_6 * long + 2.609_757_401_1 * middle - 0.341_319_396_5 * short,
            -0.004_196_086_3 * long - 0.703_418_614_7 * middle + 1.707_614_701_0 * short,
        ]
    }
}

/// Whether every channel is one that a screen has, but for rounding.
fn is_shown(linear: [f64; 3]) -> bool {
    linear.iter().all(|channel| (-0.000_5..=1.000_5).contains(channel))
}
