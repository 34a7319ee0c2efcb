//! A QR code as one path of an SVG: no picture to fetch, and nothing that our policy for contents has to allow.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;

/// Light modules around the code, as readers need them (ISO/IEC 18004).
const QUIET: usize = 4;

/// What is drawn: dark modules in a square.
#[derive(Debug, Clone, Serialize)]
pub struct Qr {
    /// Modules of a side, with the light ones around.
    pub side: usize,
    /// The dark modules, one rectangle for each row of them; empty when the text is too long for a code.
    pub path: String,
}

impl Qr {
    /// Draws a text.
    pub fn of(text: &str) -> Self {
        let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else {
            return Self { side: 0, path: String::new() };
        };
        let (width, mut path) = (code.width(), String::new());
        for (y, row) in code.to_colors().chunks(width).enumerate() {
            let mut x = 0;
            while x < width {
                let dark = row[x..].iter().take_while(|module| **module == Color::Dark).count();
                if dark > 0 {
                    // Writing to a string cannot fail.
                    let _ = write!(path, "M{} {}h{dark}v1h-{dark}z", x + QUIET, y + QUIET);
                }
                x += dark.max(1);
            }
        }
        Self { side: width + 2 * QUIET, path }
    }
}
