use image::{GrayImage, ImageEncoder as _, Rgba, RgbaImage, codecs::png::PngEncoder};

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
    let jpeg = draw(bytes).unwrap();
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
        let jpeg = draw(bytes).unwrap();
        assert!(!jpeg.windows(7).any(|part| part == b"<script"), "{format:?}");
    }
    // A picture of text: its words are in the file's own part, which is left out.
    let mut png = Vec::new();
    let mut encoder = PngEncoder::new(&mut png);
    encoder.set_icc_profile(b"a profile that says where I live".to_vec()).unwrap();
    encoder.write_image(&picture, 40, 40, image::ExtendedColorType::Rgba8).unwrap();
    let jpeg = draw(png).unwrap();
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
        assert_eq!(draw(wrong.clone()), None, "{:?}", String::from_utf8_lossy(&wrong));
    }
    // A head that claims more than there is: refused before a byte of it is kept.
    for (width, height) in [(8_193_u32, 1_u32), (1, 8_193), (8_000, 8_000), (u32::MAX, u32::MAX)] {
        let mut large = good.clone();
        claim(&mut large, width, height);
        assert_eq!(draw(large), None, "{width} x {height}");
    }
}

#[test]
fn of_too_many_pixels_none_is_read() {
    let grey = GrayImage::new(64, 64);
    let deep = image::ImageBuffer::<Rgba<u16>, Vec<u16>>::new(64, 64);
    for (picture, side, read) in [
        // One byte for each: neither a side nor the memory is too much.
        (DynamicImage::from(grey.clone()), 5_016, true),
        (grey.into(), 5_017, false),
        // Eight bytes for each.
        (deep.clone().into(), 3_547, true),
        (deep.into(), 3_548, false),
    ] {
        let mut png = Cursor::new(Vec::new());
        picture.write_to(&mut png, ImageFormat::Png).unwrap();
        let mut png = png.into_inner();
        claim(&mut png, side, side);
        assert_eq!(opened(png).is_some(), read, "{side} in {:?}", picture.color());
    }
}

/// Has a PNG say that it is so large.
fn claim(png: &mut [u8], width: u32, height: u32) {
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = sum_of(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
}

struct Place {
    folder: tempfile::TempDir,
    path: PathBuf,
    kept: PathBuf,
    half: PathBuf,
}

impl Place {
    fn with(file: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let [path, kept, half] = ["file", "file.thumbnail", "file.1.half"].map(|it| folder.path().join(it));
        fs::write(&path, file).unwrap();
        Self { folder, path, kept, half }
    }

    fn draw(&self) -> io::Result<Vec<u8>> {
        kept_or_drawn(&self.path, &self.kept, &self.half)
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn small() -> Vec<u8> {
    encoded(&RgbaImage::from_pixel(16, 16, Rgba([1, 2, 3, 255])), ImageFormat::Png)
}

#[test]
fn what_was_drawn_meanwhile_is_not_drawn_again() {
    let place = Place::with(&small());
    let drawn = place.draw().unwrap();
    assert_eq!(place.names(), ["file", "file.thumbnail"]);
    assert_eq!(fs::read(&place.kept).unwrap(), drawn);
    fs::write(&place.kept, b"drawn by somebody else").unwrap();
    assert_eq!(place.draw().unwrap(), b"drawn by somebody else");
}

#[test]
fn only_what_the_decoder_refuses_is_never_tried_again() {
    let place = Place::with(&small()[..30]);
    assert_eq!(place.draw().unwrap(), b"");
    assert_eq!(fs::read(&place.kept).unwrap(), b"");

    let place = Place::with(b"");
    fs::remove_file(&place.path).unwrap();
    fs::create_dir(&place.path).unwrap();
    place.draw().unwrap_err();
    assert_eq!(place.names(), ["file"], "nothing is said of what could not be read");
    fs::remove_dir(&place.path).unwrap();
    fs::write(&place.path, small()).unwrap();
    assert!(!place.draw().unwrap().is_empty());
}

#[test]
fn nothing_stays_of_a_picture_that_could_not_be_kept() {
    let mut place = Place::with(&small());
    place.kept = place.folder.path().join("no such folder").join("file.thumbnail");
    place.draw().unwrap_err();
    assert_eq!(place.names(), ["file"]);
}

#[tokio::test]
async fn one_file_has_one_picture() {
    let place = Place::with(&small());
    let turns = Turns::default();
    let clock = rappel_domain::clock::FixedClock::at("2026-11-22T13:19:00Z");
    let pictures = (0..5).map(|_| picture_of(&turns, place.path.clone(), FileId::new(&clock)));
    for picture in futures_util::future::join_all(pictures).await {
        assert_eq!(image::guess_format(&picture.unwrap()).unwrap(), ImageFormat::Jpeg);
    }
    assert_eq!(place.names(), ["file", "file.thumbnail"]);
}

/// CRC-32 as PNG has it.
fn sum_of(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _: u8| if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 };
    let add = |sum: u32, byte: &u8| (0..8).fold(sum ^ u32::from(*byte), step);
    !bytes.iter().fold(u32::MAX, add)
}
