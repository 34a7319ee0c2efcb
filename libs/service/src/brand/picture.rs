//! From the file that somebody sends as a logo to pictures of our own: the pixels are kept, nothing else of it.

use std::{fmt::Write as _, io::Cursor};

use image::{
    DynamicImage, ExtendedColorType, ImageDecoder as _, ImageEncoder as _, ImageError, ImageFormat,
    ImageReader, Limits, Rgba, RgbaImage,
    codecs::png::{CompressionType, FilterType as Rows, PngEncoder},
    imageops::{self, FilterType},
};
use rappel_domain::brand::{Logo, LogoRefusal, Picture, Plates};
use rappel_store::logos::Pictures;
use sha2::{Digest as _, Sha256};

/// What reading a picture may take. Four bytes for each pixel of the largest one, and its decoder.
const MOST_MEMORY: u64 = 96 * 1024 * 1024;
/// So far into a file we look for the beginning of an SVG: comments and a document type may come first.
const HEAD: usize = 16 * 1024;
/// Fainter than this is a margin.
const FAINT: u8 = 8;
/// Empty space around a logo on the first screen of a phone, which cuts corners off.
const MARGIN: u32 = 18;

/// What lies under a dark logo, and under a light one.
const WHITE: [u8; 3] = [255; 3];
const INK: [u8; 3] = [22, 27, 36];

/// A logo and its pictures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Made {
    pub(crate) logo: Logo,
    pub(crate) pictures: Pictures,
}

/// Reads a file and draws the pictures. Takes up to a second of a core.
pub(crate) fn make(file: &[u8]) -> Result<Made, LogoRefusal> {
    let image = without_margins(read(file)?)?;
    let plates = Plates::of(image.pixels().map(|pixel| pixel.0));
    let image = premultiplied(image);
    let (width, height) = Picture::Header.bounds();
    let header = straight(fitted(&image, width, height));
    let (logo_width, logo_height) = header.dimensions();
    let icon = straight(in_square(&image, Picture::Icon.bounds().0, 0));
    // Phones paint what is transparent black.
    let ground = if plates.dark_by_day { INK } else { WHITE };
    let touch = on_ground(in_square(&image, Picture::Touch.bounds().0, MARGIN), ground);
    let pictures = Pictures { header: png(&header)?, icon: png(&icon)?, touch: png(&touch)? };
    let logo = Logo { hash: hash(&pictures), width: logo_width, height: logo_height, plates };
    Ok(Made { logo, pictures })
}

/// The pixels of a PNG, JPEG or WebP, upright.
fn read(file: &[u8]) -> Result<RgbaImage, LogoRefusal> {
    if file.is_empty() {
        return Err(LogoRefusal::Missing);
    }
    if file.len() as u64 > LogoRefusal::MOST_BYTES {
        return Err(LogoRefusal::Heavy);
    }
    let format = match image::guess_format(file) {
        Ok(format @ (ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP)) => format,
        _ if is_svg(file) => return Err(LogoRefusal::Svg),
        _ => return Err(LogoRefusal::Kind),
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(LogoRefusal::MOST_SIDE);
    limits.max_image_height = Some(LogoRefusal::MOST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refused)?;
    // What a file claims is believed only as far as we could hold it: not every decoder counts by itself.
    let (width, height) = decoder.dimensions();
    if width.max(height) > LogoRefusal::MOST_SIDE || decoder.total_bytes() > MOST_MEMORY {
        return Err(LogoRefusal::Large);
    }
    let upright = decoder.orientation().map_err(refused)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(refused)?;
    image.apply_orientation(upright);
    Ok(image.into_rgba8())
}

fn refused(error: ImageError) -> LogoRefusal {
    match error {
        ImageError::Limits(_) => LogoRefusal::Large,
        _ => LogoRefusal::Damaged,
    }
}

fn is_svg(file: &[u8]) -> bool {
    let head = file.get(..HEAD).unwrap_or(file);
    String::from_utf8_lossy(head).to_ascii_lowercase().contains("<svg")
}

/// The part that can be seen.
fn without_margins(image: RgbaImage) -> Result<RgbaImage, LogoRefusal> {
    let seen = image.enumerate_pixels().filter(|(_, _, pixel)| pixel.0[3] > FAINT);
    let (mut left, mut top, mut right, mut bottom) = (u32::MAX, u32::MAX, 0, 0);
    for (x, y, _) in seen {
        (left, right) = (left.min(x), right.max(x));
        (top, bottom) = (top.min(y), bottom.max(y));
    }
    if left > right {
        return Err(LogoRefusal::Invisible);
    }
    let (width, height) = (right - left + 1, bottom - top + 1);
    if width.min(height) < LogoRefusal::LEAST_SIDE {
        return Err(LogoRefusal::Small);
    }
    if (width, height) == image.dimensions() {
        return Ok(image);
    }
    Ok(imageops::crop_imm(&image, left, top, width, height).to_image())
}

/// Colours weighed by how solid they are, so that what is transparent gives no colour to its neighbours.
fn premultiplied(mut image: RgbaImage) -> RgbaImage {
    for Rgba([red, green, blue, alpha]) in image.pixels_mut() {
        for channel in [red, green, blue] {
            *channel = ((u32::from(*channel) * u32::from(*alpha) + 127) / 255) as u8;
        }
    }
    image
}

/// Undoes [`premultiplied`].
fn straight(mut image: RgbaImage) -> RgbaImage {
    for Rgba([red, green, blue, alpha]) in image.pixels_mut() {
        let alpha = u32::from(*alpha);
        for channel in [red, green, blue] {
            let weighed = u32::from(*channel) * 255 + alpha / 2;
            *channel = weighed.checked_div(alpha).unwrap_or_default().min(255) as u8;
        }
    }
    image
}

/// What was [`premultiplied`], on a colour instead of nothing.
fn on_ground(mut image: RgbaImage, ground: [u8; 3]) -> RgbaImage {
    for pixel in image.pixels_mut() {
        let rest = 255 - u32::from(pixel.0[3]);
        for (channel, ground) in pixel.0.iter_mut().zip(ground) {
            *channel = (u32::from(*channel) + (u32::from(ground) * rest + 127) / 255).min(255) as u8;
        }
        pixel.0[3] = 255;
    }
    image
}

/// As large as it fits, never larger than it is.
fn fitted(image: &RgbaImage, width: u32, height: u32) -> RgbaImage {
    let (own_width, own_height) = image.dimensions();
    if own_width <= width && own_height <= height {
        return image.clone();
    }
    let scale = (f64::from(width) / f64::from(own_width)).min(f64::from(height) / f64::from(own_height));
    let scaled = |side: u32, most: u32| ((f64::from(side) * scale).round() as u32).clamp(1, most);
    let (width, height) = (scaled(own_width, width), scaled(own_height, height));
    imageops::resize(image, width, height, FilterType::Lanczos3)
}

/// In the middle of a transparent square.
fn in_square(image: &RgbaImage, side: u32, margin: u32) -> RgbaImage {
    let room = side - 2 * margin;
    let small = fitted(image, room, room);
    let mut square = RgbaImage::new(side, side);
    let middle = |own: u32| i64::from((side - own) / 2);
    imageops::replace(&mut square, &small, middle(small.width()), middle(small.height()));
    square
}

fn png(image: &RgbaImage) -> Result<Vec<u8>, LogoRefusal> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, Rows::Adaptive);
    let (width, height) = image.dimensions();
    let written = encoder.write_image(image.as_raw(), width, height, ExtendedColorType::Rgba8);
    written.map_err(refused)?;
    Ok(bytes)
}

/// The first 64 bits of the SHA-256 over all pictures, in hex.
fn hash(pictures: &Pictures) -> String {
    let Pictures { header, icon, touch } = pictures;
    let digest = Sha256::new().chain_update(header).chain_update(icon).chain_update(touch).finalize();
    digest.iter().take(8).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests;
