use super::*;

/// A picture whose left half is red and whose right half is blue.
fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| if x < width / 2 { [220, 20, 20].into() } else { [20, 20, 220].into() })
}

fn jpeg(image: &RgbImage) -> Vec<u8> {
    let mut out = Vec::new();
    image.write_with_encoder(JpegEncoder::new_with_quality(&mut out, 90)).unwrap();
    out
}

fn png(image: &RgbImage) -> Vec<u8> {
    let mut out = Vec::new();
    image.write_with_encoder(PngEncoder::new(&mut out)).unwrap();
    out
}

/// The JPEG with what a camera writes: how it was held, and where.
fn from_camera(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    exif.extend([0x01, 0x0e, 0, 2, 0, 0, 0, 18, 0, 0, 0, 0x26]);
    exif.extend([0, 0, 0, 0]);
    exif.extend(b"48.2082N,16.3738E\0");
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xE1], &length, &exif, &jpeg[2..]].concat()
}

fn seen(name: &str, bytes: &[u8]) -> Look {
    look(name, bytes).unwrap().unwrap()
}

#[test]
fn smaller_ones_have_the_widths_that_are_smaller() {
    let bytes = jpeg(&halves(1000, 500));
    let look = seen("a.jpg", &bytes);
    assert_eq!((look.width, look.height, look.made_as), (1000, 500, Some(Form::Jpeg)));
    let widths: Vec<_> = widths(&look).collect();
    // 960 would save nothing, 1280 would be larger.
    assert_eq!(widths, [400, 640]);
    let made = make(&bytes, &look, Form::Jpeg, &widths).unwrap();
    let sizes: Vec<_> = made.iter().map(|bytes| seen("b.jpg", bytes)).map(|it| (it.width, it.height)).collect();
    assert_eq!(sizes, [(400, 200), (640, 320)]);
    let small = image::load_from_memory(&made[0]).unwrap().into_rgb8();
    assert!(small.get_pixel(50, 100)[0] > 190 && small.get_pixel(350, 100)[2] > 190);
}

#[test]
fn a_photograph_is_turned_as_the_camera_was_held_and_keeps_no_place() {
    let bytes = from_camera(&jpeg(&halves(1000, 500)), 6);
    assert!(bytes.windows(7).any(|found| found == b"48.2082"));
    let look = seen("a.jpg", &bytes);
    assert_eq!((look.width, look.height), (500, 1000));
    let made = make(&bytes, &look, Form::Jpeg, &[400]).unwrap();
    assert_eq!((seen("b.jpg", &made[0]).width, seen("b.jpg", &made[0]).height), (400, 800));
    // What was left is on top, and nothing says that it has to be turned once more.
    let small = image::load_from_memory(&made[0]).unwrap().into_rgb8();
    assert!(small.get_pixel(200, 100)[0] > 190 && small.get_pixel(200, 700)[2] > 190);
    assert!(!made[0].windows(4).any(|found| found == b"Exif" || found == b"48.2"));
}

#[test]
fn the_profile_of_the_colours_is_kept() {
    let mut profile = vec![7; 200];
    profile[16..20].copy_from_slice(b"RGB ");
    let mut bytes = Vec::new();
    let mut encoder = PngEncoder::new(&mut bytes);
    encoder.set_icc_profile(profile.clone()).unwrap();
    halves(1000, 100).write_with_encoder(encoder).unwrap();
    let look = seen("a.png", &bytes);
    let made = make(&bytes, &look, Form::Png, &[400]).unwrap();
    assert_eq!(PngDecoder::new(Cursor::new(&made[0])).unwrap().icc_profile().unwrap(), Some(profile));
}

#[test]
fn what_one_can_look_through_stays_so() {
    let image = RgbaImage::from_fn(1000, 200, |x, _| [10, 200, 10, if x < 500 { 0 } else { 255 }].into());
    let mut bytes = Vec::new();
    image.write_with_encoder(image::codecs::webp::WebPEncoder::new_lossless(&mut bytes)).unwrap();
    let look = seen("a.webp", &bytes);
    assert_eq!(look.made_as, Some(Form::Png));
    let made = make(&bytes, &look, Form::Png, &[400]).unwrap();
    let small = image::load_from_memory(&made[0]).unwrap().into_rgba8();
    assert_eq!((small.get_pixel(50, 40)[3], small.get_pixel(350, 40)[3]), (0, 255));
}

#[test]
fn a_damaged_picture_is_told_from_a_good_one() {
    let good = jpeg(&halves(900, 600));
    assert_eq!(verify(&good), Ok(()));
    let cut = &good[..good.len() / 2];
    assert!(look("a.jpg", cut).is_ok());
    assert_eq!(verify(cut).unwrap_err(), "is cut short: the end of the file is missing");
    let png = png(&halves(900, 600));
    assert_eq!(verify(&png), Ok(()));
    assert!(verify(&png[..png.len() / 2]).is_err());
    assert_eq!(look("a.jpg", b"").unwrap_err(), "is empty");
    assert_eq!(look("a.jpg", b"<html>").unwrap_err(), "is no picture that browsers know");
    assert!(look("a.jpg", &good[..12]).is_err());
}

#[test]
fn a_picture_that_would_fill_the_memory_is_refused_before_it_is_opened() {
    let mut png = png(&halves(10, 10));
    // The head says 60,000 × 60,000, with the check sum that belongs to it.
    png[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
    let mut crc = 0xFFFF_FFFF_u32;
    for &byte in &png[12..29] {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
        }
    }
    png[29..33].copy_from_slice(&(!crc).to_be_bytes());
    assert_eq!(verify(&png).unwrap_err(), "is too large to be made smaller: 60000 × 60000 pixels");
}

#[test]
fn a_profile_that_would_fill_the_memory_is_not_unpacked() {
    let with = |length: usize| {
        let mut bytes = Vec::new();
        let mut encoder = PngEncoder::new(&mut bytes);
        encoder.set_icc_profile(vec![0; length]).unwrap();
        halves(20, 10).write_with_encoder(encoder).unwrap();
        bytes
    };
    assert!(look("a.png", &with(1_000_000)).is_ok());
    let large = with(40_000_000);
    assert!(large.len() < 100_000);
    let profile = |bytes: &[u8]| {
        let mut opened = open(ImageFormat::Png, bytes).unwrap().unwrap();
        opened.decoder.icc_profile().unwrap().map(|profile| profile.len())
    };
    assert_eq!((profile(&with(1_000_000)), profile(&large)), (Some(1_000_000), None));
    assert_eq!(verify(&large), Ok(()));
    assert_eq!(verify(&png(&halves(3000, 2500))), Ok(()), "pixels may take more than a head");
}

#[test]
fn what_moves_is_left_as_it_is() {
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
    encoder.encode_frame(image::Frame::new(RgbaImage::new(800, 10))).unwrap();
    drop(encoder);
    let look = seen("a.gif", &bytes);
    assert_eq!((look.width, look.made_as), (800, None));
    assert_eq!(widths(&look).count(), 0);
}

#[test]
fn a_drawing_has_its_own_size_or_the_shape_of_its_view() {
    let size = |svg: &str| svg::size(svg.as_bytes());
    for bad in ["", "no drawing", "<html></html>", "<svg", "\u{feff}"] {
        assert!(look("a.svg", bad.as_bytes()).is_err(), "{bad:?}");
    }
    assert_eq!(look("a.svg", "\u{feff}<!-- a --><svg xmlns:x=\"y\"/>".as_bytes()), Ok(None));
    assert_eq!(size("<?xml version=\"1.0\"?><!-- by hand --><svg width=\"300px\" height=\"150\"/>"), Some((300, 150)));
    assert_eq!(size("<svg viewBox=\"0 0 720 200\"></svg>"), Some((1200, 333)));
    assert_eq!(size("<svg width=\"100%\" viewBox=\"0,0,2400,1200\"></svg>"), Some((2400, 1200)));
    assert_eq!(size("<svg viewBox=\"0 0 0 5\"/>"), None);
    assert_eq!(size("<html/>"), None);
    assert_eq!(size("<svg"), None);
}

#[test]
fn keys_differ_by_picture_and_width() {
    let (one, two) = (blake3::hash(b"1"), blake3::hash(b"2"));
    let keys = [key(&one, 400), key(&one, 640), key(&two, 400)];
    assert!(keys[0] != keys[1] && keys[0] != keys[2]);
    assert_eq!(key(&one, 400), keys[0]);
}
