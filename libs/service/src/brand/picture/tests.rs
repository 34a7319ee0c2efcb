use std::time::{Duration, Instant};

use image::codecs::webp::WebPEncoder;

use super::*;

/// A deep green disc that fills most of a picture; the rest is transparent.
fn disc(width: u32, height: u32) -> RgbaImage {
    let (x0, y0) = (f64::from(width) / 2.0, f64::from(height) / 2.0);
    RgbaImage::from_fn(width, height, |x, y| {
        let (x, y) = ((f64::from(x) - x0) / x0, (f64::from(y) - y0) / y0);
        // What is transparent is red, which must not be seen at the edge.
        if x.hypot(y) < 0.9 { Rgba([11, 93, 78, 255]) } else { Rgba([255, 0, 0, 0]) }
    })
}

fn written(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn shown(bytes: &[u8]) -> RgbaImage {
    image::load_from_memory_with_format(bytes, ImageFormat::Png).unwrap().into_rgba8()
}

fn contains(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|part| part == what)
}

#[test]
fn each_kind_becomes_pictures_of_our_sizes() {
    let large = DynamicImage::from(disc(1_200, 600));
    let mut webp = Vec::new();
    WebPEncoder::new_lossless(&mut webp)
        .write_image(large.as_bytes(), 1_200, 600, ExtendedColorType::Rgba8)
        .unwrap();
    let jpeg = written(&DynamicImage::from(large.to_rgb8()), ImageFormat::Jpeg);
    for file in [written(&large, ImageFormat::Png), webp, jpeg] {
        let Made { logo, pictures } = make(&file).unwrap();
        let header = shown(&pictures.header);
        assert_eq!((logo.width, logo.height), header.dimensions());
        assert_eq!(header.height(), 120);
        assert!(header.width() <= 480, "{}", header.width());
        assert_eq!(shown(&pictures.icon).dimensions(), (64, 64));
        assert_eq!(shown(&pictures.touch).dimensions(), (180, 180));
        assert!(shown(&pictures.touch).pixels().all(|pixel| pixel.0[3] == 255));
        assert_eq!(shown(&pictures.icon).get_pixel(32, 32).0, header.get_pixel(logo.width / 2, 60).0);
    }
}

#[test]
fn margins_go_and_what_is_transparent_colours_nothing() {
    let mut wide = RgbaImage::new(900, 900);
    imageops::replace(&mut wide, &disc(400, 400), 30, 300);
    let made = make(&written(&DynamicImage::from(wide), ImageFormat::Png)).unwrap();
    assert_eq!((made.logo.width, made.logo.height), (120, 120), "the margins are gone");
    assert!(made.logo.plates.light_by_night && !made.logo.plates.dark_by_day);
    let header = shown(&made.pictures.header);
    for Rgba([red, green, _, alpha]) in header.pixels() {
        assert!(*alpha < 40 || (*red < 40 && *green > 70), "red {red} green {green} at alpha {alpha}");
    }
}

#[test]
fn a_small_logo_is_not_blown_up() {
    let made = make(&written(&DynamicImage::from(disc(40, 40)), ImageFormat::Png)).unwrap();
    assert!(made.logo.width <= 40 && made.logo.height <= 40, "{:?}", made.logo);
}

#[test]
fn the_same_picture_has_the_same_hash_and_another_has_not() {
    let hash =
        |image: RgbaImage, format| make(&written(&DynamicImage::from(image), format)).unwrap().logo.hash;
    let png = hash(disc(300, 200), ImageFormat::Png);
    assert_eq!(png, hash(disc(300, 200), ImageFormat::WebP));
    assert_ne!(png, hash(disc(300, 201), ImageFormat::Png));
    assert!(png.len() == 16 && png.chars().all(|c| c.is_ascii_hexdigit()), "{png}");
}

#[test]
fn nothing_but_pixels_is_kept() {
    let mut bytes = Vec::new();
    let mut encoder = PngEncoder::new(&mut bytes);
    encoder.set_exif_metadata(b"Exif\0\0GPS of somebody's garden".to_vec()).unwrap();
    encoder.write_image(disc(300, 200).as_raw(), 300, 200, ExtendedColorType::Rgba8).unwrap();
    assert!(contains(&bytes, b"garden"));
    // And what stands behind the picture: a file that is two at once.
    bytes.extend_from_slice(b"<script>alert(1)</script>");
    let Pictures { header, icon, touch } = make(&bytes).unwrap().pictures;
    for picture in [header, icon, touch] {
        assert!(
            !contains(&picture, b"garden") && !contains(&picture, b"script") && !contains(&picture, b"eXIf")
        );
    }
}

#[test]
fn what_is_no_picture_is_refused_with_its_reason() {
    let svg = "<?xml version=\"1.0\"?>\n<!-- a comment -->\n<SVG xmlns=\"http://www.w3.org/2000/svg\"></SVG>";
    let png = written(&DynamicImage::from(disc(300, 200)), ImageFormat::Png);
    let mut heavy = png.clone();
    heavy.resize(LogoRefusal::MOST_BYTES as usize + 1, 0);
    let cases: [(&[u8], LogoRefusal); 9] = [
        (b"", LogoRefusal::Missing),
        (svg.as_bytes(), LogoRefusal::Svg),
        (b"\xef\xbb\xbf <svg onload=alert(1)>", LogoRefusal::Svg),
        (b"GIF89a\x01\x00\x01\x00", LogoRefusal::Kind),
        (b"%PDF-1.7", LogoRefusal::Kind),
        (b"<html><script>1</script></html>", LogoRefusal::Kind),
        (&png[..png.len() / 2], LogoRefusal::Damaged),
        (b"\x89PNG\r\n\x1a\n<svg onload=alert(1)>", LogoRefusal::Damaged),
        (&heavy, LogoRefusal::Heavy),
    ];
    for (file, expected) in cases {
        assert_eq!(
            make(file).map(|made| made.logo),
            Err(expected),
            "{:?}",
            String::from_utf8_lossy(file).get(..20)
        );
    }
    let of =
        |image: RgbaImage| make(&written(&DynamicImage::from(image), ImageFormat::Png)).map(|it| it.logo);
    assert_eq!(of(RgbaImage::new(300, 200)), Err(LogoRefusal::Invisible));
    assert_eq!(of(RgbaImage::from_pixel(300, 4, Rgba([0, 0, 0, 255]))), Err(LogoRefusal::Small));
    assert_eq!(of(RgbaImage::from_pixel(4_001, 20, Rgba([0, 0, 0, 255]))), Err(LogoRefusal::Large));
}

/// A PNG that claims another size, 8 or 16 bits deep, with the checksum that such a claim needs.
fn claiming(png: &[u8], side: u32, bits: u8) -> Vec<u8> {
    let mut claim = png.to_vec();
    claim[16..20].copy_from_slice(&side.to_be_bytes());
    claim[20..24].copy_from_slice(&side.to_be_bytes());
    claim[24] = bits;
    let step = |crc: u32| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
    let crc = claim[12..29]
        .iter()
        .fold(!0_u32, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)));
    claim[29..33].copy_from_slice(&(!crc).to_be_bytes());
    claim
}

#[test]
fn a_bomb_is_refused_at_its_first_bytes() {
    let png = written(&DynamicImage::from(disc(64, 64)), ImageFormat::Png);
    assert_eq!(claiming(&png, 64, 8), png, "the checksum is that of the format");
    for (side, bits) in [(4_001, 8), (60_000, 8), (i32::MAX as u32, 8), (4_000, 16)] {
        let began = Instant::now();
        let refused = make(&claiming(&png, side, bits)).map(|made| made.logo);
        assert_eq!(refused, Err(LogoRefusal::Large), "{side} pixels of {bits} bits");
        assert!(began.elapsed() < Duration::from_millis(500), "{:?}", began.elapsed());
    }
}
