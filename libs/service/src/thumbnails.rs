//! Small pictures of the images that people send. What a browser shows inside a page was written by our encoder, from the
//! pixels alone: nothing of the file itself goes along.

use std::{io::Cursor, path::Path};

use image::{
    DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, Rgb, RgbImage,
    codecs::jpeg::JpegEncoder,
};
use rappel_domain::id::FileId;

use crate::{
    Scope, Service,
    error::{Error, Result},
};

/// What is shown is at most so wide.
pub const WIDTH: u32 = 320;
/// And so high.
pub const HEIGHT: u32 = 240;
/// Pixels of a picture that is read, in each direction.
const LARGEST_SIDE: u32 = 8_192;
/// Bytes that reading one may take.
const MOST_MEMORY: u64 = 128 * 1024 * 1024;
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
        let kept = found.path.with_extension("thumbnail");
        let picture = match tokio::fs::read(&kept).await {
            Ok(picture) => picture,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                // Each takes a core and its memory for a moment: few at once.
                let _turn = self.thumbnails.acquire().await.map_err(|_| Error::Busy)?;
                let path = found.path;
                // What breaks the decoder is a picture that cannot be read.
                let drawn = tokio::task::spawn_blocking(move || draw(&path)).await;
                let picture = drawn.ok().flatten().unwrap_or_default();
                // Under another name first: whoever reads finds all of it or nothing.
                let half = kept.with_extension(format!("{}.half", FileId::new(&*self.clock())));
                tokio::fs::write(&half, &picture).await?;
                tokio::fs::rename(&half, &kept).await?;
                picture
            }
            Err(error) => return Err(error.into()),
        };
        // An empty one says that it cannot be drawn, so that nobody tries again.
        if picture.is_empty() { Err(Error::NotFound) } else { Ok(picture) }
    }
}

fn draw(path: &Path) -> Option<Vec<u8>> {
    draw_bytes(std::fs::read(path).ok()?)
}

fn draw_bytes(bytes: Vec<u8>) -> Option<Vec<u8>> {
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
    let mut decoder = reader.into_decoder().ok()?;
    if decoder.total_bytes() > MOST_MEMORY {
        return None;
    }
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
