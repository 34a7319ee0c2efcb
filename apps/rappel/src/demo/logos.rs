//! Signs of the made-up companies, drawn point by point: as files, as a company would send them.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use rappel_service::{Error, Result};

/// Whether a point belongs to a sign; both coordinates run from -1 to 1.
pub(super) type Shape = fn(f64, f64) -> bool;

const SIDE: u32 = 256;
/// Points a pixel is looked at in each direction, for smooth edges.
const FINE: u32 = 4;

/// A croissant: a disc that another one bites into.
pub(super) fn crescent(x: f64, y: f64) -> bool {
    x.hypot(y) < 0.95 && (x - 0.25).hypot(y - 0.45) > 0.7
}

/// The needle of a compass in its ring.
pub(super) fn compass(x: f64, y: f64) -> bool {
    let ring = (0.78..0.95).contains(&x.hypot(y));
    let (along, across) = ((x - y) / 2.0_f64.sqrt(), (x + y) / 2.0_f64.sqrt());
    let needle = along.abs() / 0.66 + across.abs() / 0.22 < 1.0;
    ring || (needle && x.hypot(y) > 0.08)
}

/// A leaf with its rib: what two discs share.
pub(super) fn leaf(x: f64, y: f64) -> bool {
    let (along, across) = ((x - y) / 2.0_f64.sqrt(), (x + y) / 2.0_f64.sqrt());
    let inside = along.hypot(across - 0.75) < 1.2 && along.hypot(across + 0.75) < 1.2;
    let rib = across.abs() < 0.045 && along < 0.45;
    (inside && !rib) || (across.abs() < 0.045 && (-1.2..-0.9).contains(&along))
}

/// The file of a sign in a colour, on a transparent ground.
pub(super) fn draw(shape: Shape, colour: [u8; 3]) -> Result<Vec<u8>> {
    let place = |at: u32, part: u32| f64::from(at * FINE + part) / f64::from(SIDE * FINE) * 2.0 - 1.0;
    let [red, green, blue] = colour;
    let image = RgbaImage::from_fn(SIDE, SIDE, |x, y| {
        let parts = (0..FINE).flat_map(|right| (0..FINE).map(move |down| (right, down)));
        let covered = parts.filter(|(right, down)| shape(place(x, *right), place(y, *down))).count();
        Rgba([red, green, blue, (covered * 255 / (FINE * FINE) as usize) as u8])
    });
    let mut file = Cursor::new(Vec::new());
    let written = DynamicImage::from(image).write_to(&mut file, ImageFormat::Png);
    written.map_err(|error| Error::Files(std::io::Error::other(error)))?;
    Ok(file.into_inner())
}
