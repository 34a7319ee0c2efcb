//! Small pictures of the images that people send. What a browser shows inside a page was written by our encoder, from the
//! pixels alone: nothing of the file itself goes along.

use std::{
    fs,
    io::{self, Cursor, ErrorKind},
    path::{Path, PathBuf},
};

use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage, codecs::jpeg::JpegEncoder,
};
use rappel_domain::id::FileId;

use crate::{
    Scope, Service,
    error::{Error, Result},
    turns::Turns,
};

/// What is shown is at most so wide.
pub const WIDTH: u32 = 320;
/// And so high.
pub const HEIGHT: u32 = 240;
/// Pixels of a picture that is read, in each direction.
const LARGEST_SIDE: u32 = 8_192;
/// And in all: what phones make (5712 × 4284) fits.
const MOST_PIXELS: u64 = 24 * 1024 * 1024;
/// Bytes of the pixels of one: four for each, so that one with two bytes for each of four channels is read up to half that size.
/// This is not all: of a progressive JPEG the decoder keeps two bytes for each sample of up to four channels, which no limit of
/// its counts. With the three bytes for each pixel that it gives, that is 11 × [`MOST_PIXELS`], 264 MB, beside the file.
const MOST_MEMORY: u64 = 4 * MOST_PIXELS;
/// Of a hundred.
const QUALITY: u8 = 82;

/// Whether files of a media type are shown as small pictures, where they can be read.
pub fn has_thumbnail(media_type: &str) -> bool {
    matches!(media_type, "image/png" | "image/jpeg" | "image/webp")
}

impl Service {
    /// A small picture of a file of a ticket that the reader may see, as JPEG. [`Error::NotFound`] also when the file is no
    /// picture, is damaged, or takes more than we give it. Made once, and kept beside the file.
    pub async fn thumbnail(&self, scope: &Scope, number: i64, file: FileId) -> Result<Vec<u8>> {
        let found = self.download(scope, number, file).await?;
        if !has_thumbnail(&found.file.media_type) {
            return Err(Error::NotFound);
        }
        let picture = picture_of(&self.thumbnails, found.path, FileId::new(&*self.clock())).await?;
        // An empty one says that it cannot be drawn, so that nobody tries again.
        if picture.is_empty() { Err(Error::NotFound) } else { Ok(picture) }
    }
}

/// The picture of a file as it is kept, or drawn now; `once` is in no other name of a file.
async fn picture_of(turns: &Turns, path: PathBuf, once: FileId) -> Result<Vec<u8>> {
    let kept = path.with_extension("thumbnail");
    match tokio::fs::read(&kept).await {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        read => return Ok(read?),
    }
    let half = kept.with_extension(format!("{once}.half"));
    Ok(turns.work(move || kept_or_drawn(&path, &kept, &half)).await??)
}

/// Draws and keeps it in one go: whoever hangs up meanwhile has not had it drawn for nothing.
fn kept_or_drawn(path: &Path, kept: &Path, half: &Path) -> io::Result<Vec<u8>> {
    // Somebody who had a turn before may have wanted the same one.
    match fs::read(kept) {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        read => return read,
    }
    // A file that cannot be read now may be another time: nothing is kept of that.
    let bytes = fs::read(path)?;
    // What breaks the decoder is a picture that cannot be drawn.
    let picture = std::panic::catch_unwind(|| draw(bytes)).ok().flatten().unwrap_or_default();
    // Under another name first: whoever reads finds all of it or nothing.
    let written = fs::write(half, &picture).and_then(|()| fs::rename(half, kept));
    if written.is_err() {
        // Often it is not there at all; what counts is why.
        let _ = fs::remove_file(half);
    }
    written.map(|()| picture)
}

/// What reads the pixels of a picture, unless it claims to have more than we read.
fn opened(bytes: Vec<u8>) -> Option<impl ImageDecoder> {
    let format = image::guess_format(&bytes).ok()?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP) {
        return None;
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST_SIDE);
    limits.max_image_height = Some(LARGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    let few = u64::from(width) * u64::from(height) <= MOST_PIXELS;
    (few && decoder.total_bytes() <= MOST_MEMORY).then_some(decoder)
}

fn draw(bytes: Vec<u8>) -> Option<Vec<u8>> {
    let mut decoder = opened(bytes)?;
    let orientation = decoder.orientation().ok()?;
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    if picture.width() > WIDTH || picture.height() > HEIGHT {
        picture = picture.thumbnail(WIDTH, HEIGHT);
    }
    picture.apply_orientation(orientation);
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode_image(&on_white(&picture)).ok()?;
    Some(jpeg)
}

/// JPEG knows no transparency.
fn on_white(picture: &DynamicImage) -> RgbImage {
    let picture = picture.to_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0.map(u32::from);
        let over = |part: u32| ((part * alpha + 255 * (255 - alpha)) / 255) as u8;
        Rgb([over(red), over(green), over(blue)])
    })
}

#[cfg(test)]
mod tests;
