use image::{ImageEncoder as _, Rgba, RgbaImage, codecs::png::PngEncoder};

use super::*;

fn encoded(picture: &RgbaImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = DynamicImage::ImageRgba8(picture.clone());
    let picture =
        if format == ImageFormat::Jpeg { DynamicImage::ImageRgb8(picture.to_rgb8()) } else { picture };
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn shown(bytes: Vec<u8>) -> RgbImage {
    let jpeg = draw_bytes(bytes).unwrap();
    assert_eq!(image::guess_format(&jpeg).unwrap(), ImageFormat::Jpeg);
    image::load_from_memory(&jpeg).unwrap().to_rgb8()
}

#[test]
fn pictures_of_each_kind_are_drawn_small_and_small_ones_stay() {
    let picture = RgbaImage::from_fn(1_000, 500, |x, _| Rgba([(x / 4) as u8, 90, 30, 255]));
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        assert_eq!(shown(encoded(&picture, format)).dimensions(), (320, 160), "{format:?}");
    }
    let high = RgbaImage::from_pixel(10, 2_000, Rgba([0, 0, 0, 255]));
    assert_eq!(shown(encoded(&high, ImageFormat::Png)).dimensions(), (1, 240));
    let tiny = RgbaImage::from_pixel(16, 16, Rgba([10, 20, 30, 0]));
    let tiny = shown(encoded(&tiny, ImageFormat::Png));
    assert_eq!(tiny.dimensions(), (16, 16));
    assert!(tiny.pixels().all(|pixel| pixel.0.iter().all(|part| *part > 250)), "nothing is white");
}

#[test]
fn only_pixels_go_along() {
    let picture = RgbaImage::from_pixel(40, 40, Rgba([9, 9, 9, 255]));
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let mut bytes = encoded(&picture, format);
        bytes.extend_from_slice(b"<script>alert(1)</script>");
        let jpeg = draw_bytes(bytes).unwrap();
        assert!(!jpeg.windows(7).any(|part| part == b"<script"), "{format:?}");
    }
    // A picture of text: its words are in the file's own part, which is left out.
    let mut png = Vec::new();
    let mut encoder = PngEncoder::new(&mut png);
    encoder.set_icc_profile(b"a profile that says where I live".to_vec()).unwrap();
    encoder.write_image(&picture, 40, 40, image::ExtendedColorType::Rgba8).unwrap();
    let jpeg = draw_bytes(png).unwrap();
    assert!(!jpeg.windows(6).any(|part| part == b"I live"));
}

#[test]
fn what_is_no_picture_or_too_much_is_not_drawn() {
    let good = encoded(&RgbaImage::from_pixel(64, 64, Rgba([1, 2, 3, 255])), ImageFormat::Png);
    for wrong in [
        b"".to_vec(),
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec(),
        b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(),
        b"\x89PNG\r\n\x1a\n".to_vec(),
        good[..good.len() / 2].to_vec(),
    ] {
        assert_eq!(draw_bytes(wrong.clone()), None, "{:?}", String::from_utf8_lossy(&wrong));
    }
    // A head that claims more than there is: refused before a byte of it is kept.
    for (width, height) in [(8_193_u32, 1_u32), (1, 8_193), (8_000, 8_000), (u32::MAX, u32::MAX)] {
        let mut claim = good.clone();
        claim[16..20].copy_from_slice(&width.to_be_bytes());
        claim[20..24].copy_from_slice(&height.to_be_bytes());
        let sum = sum_of(&claim[12..29]);
        claim[29..33].copy_from_slice(&sum.to_be_bytes());
        assert_eq!(draw_bytes(claim), None, "{width} x {height}");
    }
}

/// CRC-32 as PNG has it.
fn sum_of(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _: u8| if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 };
    let add = |sum: u32, byte: &u8| (0..8).fold(sum ^ u32::from(*byte), step);
    !bytes.iter().fold(u32::MAX, add)
}
