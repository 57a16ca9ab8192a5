//! Pictures: how large one is, and smaller ones of it. Pure functions of a picture's bytes.
//!
//! 1. [`look`] reads a picture's head: its size as it is shown, and whether smaller ones can be made of it.
//! 2. [`make`] makes them: turned as the camera says, with the colours' profile, and without anything else that a camera
//!    writes (where a photograph was taken).
//!
//! What was made is kept by whoever calls, on a [`Shelf`]: a picture is made once.

mod svg;

use std::fmt::Debug;
use std::io::Cursor;

use fast_image_resize as resize;
use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{CompressionType, FilterType, PngDecoder, PngEncoder};
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, GrayAlphaImage, GrayImage, ImageDecoder, ImageEncoder, ImageFormat, RgbImage, RgbaImage};

/// The widths in which pictures are made, in pixels. The column of the default theme is about 610 wide, and a screen has one to
/// three pixels for each of these.
pub const WIDTHS: [u32; 4] = [400, 640, 960, 1280];

/// Goes up when pictures come to be made otherwise: what was kept is then not used any more.
const VERSION: u32 = 1;
/// Of a picture of more bytes than this, opened, nothing is made: it would take the memory of the whole build.
const MOST: u64 = 600_000_000;
/// The most bytes that what stands before a picture's pixels may take.
const HEAD: u64 = 16_000_000;
const QUALITY: u8 = 82;

/// Where pictures are kept that were made. What it gives must be what was put there; what it has lost is made again.
pub trait Shelf: Debug + Send + Sync {
    /// What was put there under this key.
    fn get(&self, key: &blake3::Hash) -> Option<Vec<u8>>;

    /// Keeps something.
    fn put(&self, key: &blake3::Hash, bytes: &[u8]);
}

/// Keeps nothing.
#[derive(Clone, Copy, Debug)]
pub struct NoShelf;

impl Shelf for NoShelf {
    fn get(&self, _: &blake3::Hash) -> Option<Vec<u8>> {
        None
    }

    fn put(&self, _: &blake3::Hash, _: &[u8]) {}
}

/// What a picture's head says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Look {
    /// Its width as it is shown, in pixels.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// As what smaller ones are made; none where they cannot be: it moves, or is a drawing that has every size.
    pub made_as: Option<Form>,
}

/// A form of picture that is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// Of photographs.
    Jpeg,
    /// Of drawings, and of what one can look through.
    Png,
}

impl Form {
    /// How the names of its files end.
    pub fn extension(self) -> &'static str {
        match self {
            Form::Jpeg => "jpg",
            Form::Png => "png",
        }
    }
}

/// Whether a file of this name is a picture that [`look`] knows.
pub fn is_known(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["jpg", "jpeg", "png", "webp", "gif", "svg"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Looks at a picture's head. `name` tells drawings (SVG) from the rest; of these the bytes tell what they are.
///
/// # Errors
/// Why it is no picture that can be shown, in words that continue "the picture …". Of a drawing without a size: nothing.
pub fn look(name: &str, bytes: &[u8]) -> Result<Option<Look>, String> {
    if name.len() > 4 && name.is_char_boundary(name.len() - 4) && name[name.len() - 4..].eq_ignore_ascii_case(".svg") {
        if !svg::is_one(bytes) {
            return Err(if bytes.is_empty() { "is empty" } else { "is no drawing in SVG" }.to_owned());
        }
        return Ok(svg::size(bytes).map(|(width, height)| Look { width, height, made_as: None }));
    }
    let format = match image::guess_format(bytes) {
        Ok(format) => format,
        Err(_) if bytes.is_empty() => return Err("is empty".to_owned()),
        Err(_) => return Err("is no picture that browsers know".to_owned()),
    };
    // A file of another format under this name is for the browser to show.
    let Some(mut opened) = open(format, bytes)? else { return Ok(None) };
    let (width, height) = opened.decoder.dimensions();
    let turned = is_turned(opened.decoder.orientation().unwrap_or(Orientation::NoTransforms));
    let (width, height) = if turned { (height, width) } else { (width, height) };
    Ok(Some(Look { width, height, made_as: opened.made_as }))
}

/// Reads the whole of a picture.
///
/// # Errors
/// What is wrong with it, as of [`look`].
pub fn verify(bytes: &[u8]) -> Result<(), String> {
    read(bytes).map(|_| ())
}

/// The widths in which a picture is made: smaller than itself by a fifth or more.
pub fn widths(look: &Look) -> impl Iterator<Item = u32> {
    let (whole, made) = (u64::from(look.width), look.made_as.is_some());
    WIDTHS.into_iter().filter(move |&width| made && u64::from(width) * 5 <= whole * 4)
}

/// The key under which a picture of this width is kept, by the hash of the original's bytes.
pub fn key(original: &blake3::Hash, width: u32) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&VERSION.to_le_bytes()).update(&width.to_le_bytes()).update(original.as_bytes());
    hasher.finalize()
}

/// The height that a picture has in a width.
pub fn height_at(look: &Look, width: u32) -> u32 {
    let exact = u64::from(look.height) * u64::from(width) * 2 / u64::from(look.width.max(1));
    u32::try_from(exact.div_ceil(2)).unwrap_or(u32::MAX).max(1)
}

/// A picture in each of `widths`, as its [`Look`] says.
///
/// # Errors
/// What is wrong with it, as of [`look`].
pub fn make(bytes: &[u8], look: &Look, form: Form, widths: &[u32]) -> Result<Vec<Vec<u8>>, String> {
    let Read { image, orientation, profile } = read(bytes)?;
    let image = plain(image, form);
    let turned = is_turned(orientation);
    let made = widths.iter().map(|&width| {
        let height = height_at(look, width);
        let (across, down) = if turned { (height, width) } else { (width, height) };
        let mut small = smaller(&image, across, down)?;
        small.apply_orientation(orientation);
        encoded(&small, form, profile.as_deref())
    });
    made.collect()
}

/// A picture that was begun to be read.
struct Opened<'b> {
    decoder: Box<dyn ImageDecoder + 'b>,
    made_as: Option<Form>,
}

fn open(format: ImageFormat, bytes: &[u8]) -> Result<Option<Opened<'_>>, String> {
    let all = Cursor::new(bytes);
    let found = match format {
        ImageFormat::Jpeg => {
            Opened { decoder: Box::new(JpegDecoder::new(all).map_err(damage)?), made_as: Some(Form::Jpeg) }
        }
        ImageFormat::Png => {
            // A profile is unpacked with the head: a small file must not become a large one there.
            let mut limits = image::Limits::no_limits();
            limits.max_alloc = Some(HEAD);
            let decoder = PngDecoder::with_limits(all, limits).map_err(damage)?;
            let moves = decoder.is_apng().map_err(damage)?;
            Opened { decoder: Box::new(decoder), made_as: (!moves).then_some(Form::Png) }
        }
        ImageFormat::WebP => {
            let decoder = WebPDecoder::new(all).map_err(damage)?;
            let form = if decoder.color_type().has_alpha() { Form::Png } else { Form::Jpeg };
            let moves = decoder.has_animation();
            Opened { decoder: Box::new(decoder), made_as: (!moves).then_some(form) }
        }
        ImageFormat::Gif => Opened { decoder: Box::new(GifDecoder::new(all).map_err(damage)?), made_as: None },
        _ => return Ok(None),
    };
    Ok(Some(found))
}

fn is_turned(orientation: Orientation) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)
}

/// A picture that was read.
struct Read {
    image: DynamicImage,
    orientation: Orientation,
    profile: Option<Vec<u8>>,
}

fn read(bytes: &[u8]) -> Result<Read, String> {
    let format = image::guess_format(bytes).map_err(damage)?;
    let Some(Opened { mut decoder, .. }) = open(format, bytes)? else {
        return Err("is of a format that is not read".to_owned());
    };
    if decoder.total_bytes() > MOST {
        let (width, height) = decoder.dimensions();
        return Err(format!("is too large to be made smaller: {width} × {height} pixels"));
    }
    let mut limits = image::Limits::no_limits();
    limits.max_alloc = Some(MOST * 2);
    decoder.set_limits(limits).map_err(damage)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    // A profile that cannot be read is none: the colours are then those that most pictures have.
    let profile = decoder.icc_profile().ok().flatten();
    let image = DynamicImage::from_decoder(decoder).map_err(damage)?;
    // The decoder fills up in grey what is missing of a JPEG.
    if format == ImageFormat::Jpeg && is_cut_short(bytes) {
        return Err("is cut short: the end of the file is missing".to_owned());
    }
    Ok(Read { image, orientation, profile })
}

/// Whether a JPEG has no end: the marker `FF D9` after the head of its first scan. It cannot stand inside of a scan.
fn is_cut_short(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(&[0xFF, marker, high, low]) = bytes.get(at..at + 4) {
        match marker {
            // A scan begins.
            0xDA => return memchr::memmem::find(&bytes[at..], &[0xFF, 0xD9]).is_none(),
            // Padding.
            0xFF => at += 1,
            _ => at += 2 + usize::from(u16::from_be_bytes([high, low])),
        }
    }
    true
}

/// Why a picture cannot be read, in words that continue "the picture …".
#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` gives")]
fn damage(error: image::ImageError) -> String {
    format!("cannot be read: {error}").trim_end_matches(['.', '\n']).replace('\n', " ")
}

/// With eight bits for each colour, as it can be written.
fn plain(image: DynamicImage, form: Form) -> DynamicImage {
    match (image, form) {
        (image @ (DynamicImage::ImageLuma8(_) | DynamicImage::ImageRgb8(_)), _) => image,
        (image @ (DynamicImage::ImageLumaA8(_) | DynamicImage::ImageRgba8(_)), Form::Png) => image,
        (image, Form::Png) if image.color().has_alpha() => image.into_rgba8().into(),
        (image, _) if image.color().has_color() => image.into_rgb8().into(),
        (image, _) => image.into_luma8().into(),
    }
}

fn smaller(image: &DynamicImage, width: u32, height: u32) -> Result<DynamicImage, String> {
    let pixel = match image {
        DynamicImage::ImageLuma8(_) => resize::PixelType::U8,
        DynamicImage::ImageLumaA8(_) => resize::PixelType::U8x2,
        DynamicImage::ImageRgba8(_) => resize::PixelType::U8x4,
        _ => resize::PixelType::U8x3,
    };
    let failed = || "cannot be made smaller".to_owned();
    let from = resize::images::ImageRef::new(image.width(), image.height(), image.as_bytes(), pixel);
    let mut to = resize::images::Image::new(width, height, pixel);
    resize::Resizer::new().resize(&from.map_err(|_| failed())?, &mut to, None).map_err(|_| failed())?;
    let bytes = to.into_vec();
    let small: Option<DynamicImage> = match pixel {
        resize::PixelType::U8 => GrayImage::from_raw(width, height, bytes).map(Into::into),
        resize::PixelType::U8x2 => GrayAlphaImage::from_raw(width, height, bytes).map(Into::into),
        resize::PixelType::U8x4 => RgbaImage::from_raw(width, height, bytes).map(Into::into),
        _ => RgbImage::from_raw(width, height, bytes).map(Into::into),
    };
    small.ok_or_else(failed)
}

fn encoded(image: &DynamicImage, form: Form, profile: Option<&[u8]>) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    // The profile of a print (CMYK) does not fit the colours that were read.
    let space: &[u8] = if image.color().has_color() { b"RGB " } else { b"GRAY" };
    let profile = profile.filter(|profile| profile.get(16..20) == Some(space)).map(<[u8]>::to_vec);
    let (width, height, color) = (image.width(), image.height(), image.color().into());
    let written = match form {
        Form::Jpeg => {
            let mut encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
            let kept = profile.map(|profile| encoder.set_icc_profile(profile));
            debug_assert!(kept.is_none_or(|kept| kept.is_ok()));
            encoder.write_image(image.as_bytes(), width, height, color)
        }
        Form::Png => {
            let mut encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Best, FilterType::Adaptive);
            let kept = profile.map(|profile| encoder.set_icc_profile(profile));
            debug_assert!(kept.is_none_or(|kept| kept.is_ok()));
            encoder.write_image(image.as_bytes(), width, height, color)
        }
    };
    written.map_err(|error| format!("cannot be written smaller: {error}"))?;
    Ok(out)
}

#[cfg(test)]
mod tests;
