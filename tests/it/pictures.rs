//! Pictures in sensible sizes: what pages say of them, that they are made once, and what is said of bad ones.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::{Arc, Mutex};

use annals::Options;
use annals::picture::{NoShelf, Shelf};
use annals::site::Site;

use crate::check::{Case, check};
use crate::fixture::Fixture;
use crate::render::attributes;

const SITE: &str = "=== site.yaml
base_url: https://example.org/
=== static/line.svg
<svg viewBox=\"0 0 600 200\"/>
=== content/articles/a.md
---
title: A
image: {src: photo.jpg, alt: A field, caption: The field}
---
One ![small](small.png) word.

![A field](photo.jpg \"In May\")

![A line](/line.svg)

<img src=\"photo.jpg\" alt=\"\" width=\"90\">
";

/// A photograph of so many pixels.
fn photo(width: u32, height: u32) -> Vec<u8> {
    let channel = |x: u32, y: u32, by: u32| u8::try_from((x * by + y * y / 3) % 251).unwrap();
    let image = image::RgbImage::from_fn(width, height, |x, y| [channel(x, y, 3), channel(y, x, 5), 90].into());
    let mut out = std::io::Cursor::new(Vec::new());
    image.write_to(&mut out, image::ImageFormat::Jpeg).unwrap();
    out.into_inner()
}

fn small() -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(20, 10).write_to(&mut out, image::ImageFormat::Png).unwrap();
    out.into_inner()
}

fn site() -> Fixture {
    let fixture = Fixture::new(SITE);
    fixture.write("content/articles/photo.jpg", &photo(1000, 500));
    fixture.write("content/articles/small.png", &small());
    fixture
}

fn made_on(fixture: &Fixture, shelf: Arc<dyn Shelf>) -> Site {
    let built = fixture.build_with(&Options { pictures: Some(shelf), ..Options::default() });
    built.value.site.unwrap_or_else(|| panic!("{:#?}", built.diagnostics))
}

fn page(site: &Site) -> String {
    String::from_utf8(site.get("articles/a/index.html").unwrap().to_vec()).unwrap()
}

/// A shelf in memory that says what was put there.
#[derive(Debug, Default)]
struct Remembered(Mutex<(BTreeMap<String, Vec<u8>>, usize)>);

impl Shelf for Remembered {
    fn get(&self, key: &blake3::Hash) -> Option<Vec<u8>> {
        self.0.lock().unwrap().0.get(key.to_hex().as_str()).cloned()
    }

    fn put(&self, key: &blake3::Hash, bytes: &[u8]) {
        let mut held = self.0.lock().unwrap();
        held.0.insert(key.to_hex().to_string(), bytes.to_vec());
        held.1 += 1;
    }
}

#[test]
fn a_page_shows_a_picture_in_the_size_that_fits_and_leads_to_the_original() {
    let fixture = site();
    let site = made_on(&fixture, Arc::new(NoShelf));
    let html = page(&site);
    let srcset = attributes(&html, ".picture img", "srcset").remove(0);
    let sizes: Vec<(&str, &str)> = srcset.split(", ").map(|one| one.rsplit_once(' ').unwrap()).collect();
    let widths: Vec<&str> = sizes.iter().map(|(_, width)| *width).collect();
    assert_eq!(widths, ["400w", "640w", "1000w"], "{srcset}");
    for ((href, _), width) in sizes.iter().zip([400, 640, 1000]) {
        let bytes = site.get(href.trim_start_matches("../")).unwrap_or_else(|| panic!("{href} is not there"));
        let seen = image::load_from_memory(bytes).unwrap();
        assert_eq!((seen.width(), seen.height()), (width, width / 2), "{href}");
    }
    // The original is there as it was, and a link leads to it.
    assert_eq!(site.get("media/articles/photo.jpg").unwrap().to_vec(), photo(1000, 500));
    let original = "../../media/articles/photo.jpg";
    assert_eq!(attributes(&html, ".picture a", "href"), [original]);
    assert_eq!(attributes(&html, ".text figure > a", "href"), [original]);
    assert!(html.contains("<figcaption>In May</figcaption>"));
    // How large each is, so that nothing moves.
    let of = |name| attributes(&html, "main img", name);
    assert_eq!(of("width"), ["1000", "20", "1000", "1200", "90"]);
    assert_eq!(of("height"), ["500", "10", "500", "400"]);
    // The first that may be seen does not wait.
    assert_eq!(of("loading"), ["lazy"; 3]);
    assert_eq!(of("decoding"), ["async"; 3]);
    // What the author says of the size counts.
    assert_eq!(attributes(&html, "img[width='90']", "src"), [original]);
    assert!(attributes(&html, "img[width='90']", "srcset").is_empty());
    // Machines get a whole address, and the original.
    assert!(html.contains("\"image\":\"https://example.org/media/articles/photo.jpg\""), "{html}");
    assert!(html.contains("<meta property=\"og:image\" content=\"https://example.org/media/articles/photo.jpg\">"));
}

#[test]
fn a_preview_of_a_link_gets_a_picture_of_sensible_size() {
    let fixture = site();
    fixture.write("content/articles/photo.jpg", &photo(1700, 850));
    let html = page(&made_on(&fixture, Arc::new(NoShelf)));
    let og = attributes(&html, "meta[property='og:image']", "content").remove(0);
    assert!(og.starts_with("https://example.org/assets/pictures/photo-1280."), "{og}");
    let srcset = attributes(&html, ".picture img", "srcset").remove(0);
    assert!(srcset.ends_with(" 1280w") && !srcset.contains("media/"), "larger ones are for whoever asks: {srcset}");
}

#[test]
fn without_smaller_ones_the_original_has_its_size() {
    let fixture = site();
    let original = page(&fixture.build().value.site.unwrap());
    fixture.write("site.yaml", b"base_url: https://example.org/\npictures: false\n");
    let site = made_on(&fixture, Arc::new(NoShelf));
    assert_eq!(page(&site), original);
    assert!(!site.files().keys().any(|path| path.as_str().starts_with("assets/pictures/")));
    assert_eq!(attributes(&original, ".picture img", "src"), ["../../media/articles/photo.jpg"]);
    assert_eq!(attributes(&original, ".picture img", "width"), ["1000"]);
    assert!(!original.contains("srcset"));
}

#[test]
fn a_picture_is_made_once() {
    let (fixture, shelf) = (site(), Arc::new(Remembered::default()));
    let first = made_on(&fixture, Arc::clone(&shelf) as Arc<dyn Shelf>);
    let put = || shelf.0.lock().unwrap().1;
    assert_eq!(put(), 2);
    let again = made_on(&fixture, Arc::clone(&shelf) as Arc<dyn Shelf>);
    assert_eq!((put(), &again), (2, &first));
    // Another picture is another.
    fixture.write("content/articles/photo.jpg", &photo(1000, 400));
    made_on(&fixture, Arc::clone(&shelf) as Arc<dyn Shelf>);
    assert_eq!(put(), 4);
}

#[test]
fn what_was_kept_is_used_and_what_is_damaged_is_made_again() {
    let fixture = site();
    let (cache, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let command = |out: &std::path::Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_annals"));
        command.args(["build", "--quiet", "--root"]).arg(fixture.root()).arg("--out").arg(out);
        command.arg("--cache-dir").arg(cache.path());
        command
    };
    let pictures = |out: &std::path::Path| -> BTreeMap<String, Vec<u8>> {
        let entries = std::fs::read_dir(out.join("assets/pictures")).unwrap().map(Result::unwrap);
        entries.map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())).collect()
    };
    // Two at once do each other no harm.
    let other = tempfile::tempdir().unwrap();
    let mut both = [command(out.path()).spawn().unwrap(), command(other.path()).spawn().unwrap()];
    assert!(both.iter_mut().all(|one| one.wait().unwrap().success()));
    let first = pictures(out.path());
    assert_eq!(first.len(), 2);
    assert_eq!(pictures(other.path()), first);

    let kept = || -> Vec<std::path::PathBuf> {
        let entries = std::fs::read_dir(cache.path().join("pictures")).unwrap().map(|entry| entry.unwrap().path());
        let mut entries: Vec<_> = entries.filter(|path| !path.ends_with(".gitignore")).collect();
        entries.sort();
        entries
    };
    assert_eq!(kept().len(), 2, "nothing half written is left: {:?}", kept());
    // One is cut short, one is something else altogether.
    let whole: Vec<Vec<u8>> = kept().iter().map(|path| std::fs::read(path).unwrap()).collect();
    std::fs::write(&kept()[0], &whole[0][..whole[0].len() - 9]).unwrap();
    std::fs::write(&kept()[1], b"something else").unwrap();
    std::fs::remove_dir_all(out.path()).unwrap();
    assert!(command(out.path()).status().unwrap().success());
    assert_eq!(pictures(out.path()), first);
    let again: Vec<Vec<u8>> = kept().iter().map(|path| std::fs::read(path).unwrap()).collect();
    assert_eq!(again, whole);
    // What says of itself that it is whole is taken, and so nothing is made.
    let planted = small();
    let entry = ["annals-picture 1\n", blake3::hash(&planted).to_hex().as_str(), "\n"].concat().into_bytes();
    for path in kept() {
        std::fs::write(path, [entry.as_slice(), &planted].concat()).unwrap();
    }
    std::fs::remove_dir_all(out.path()).unwrap();
    assert!(command(out.path()).status().unwrap().success());
    assert!(pictures(out.path()).values().all(|bytes| *bytes == planted));
}

#[test]
fn a_damaged_picture_is_shown_as_it_is_and_said_where_it_is_named() {
    let fixture = site();
    let whole = photo(1000, 500);
    let cut = &whole[..whole.len() / 2];
    fixture.write("content/articles/photo.jpg", cut);
    let options = Options { pictures: Some(Arc::new(NoShelf)), ..Options::default() };
    let built = fixture.build_with(&options);
    let found: Vec<_> = built.diagnostics.iter().filter(|one| one.code.name == "picture-damaged").collect();
    assert_eq!(found.len(), 1);
    let place = found[0].span.map(|span| (span.file.path().to_owned(), span.start));
    let at = "---\ntitle: A\nimage: {src: ".len();
    assert_eq!(place, Some(("content/articles/a.md".to_owned(), u32::try_from(at).unwrap())));
    assert!(found[0].message.ends_with("is cut short: the end of the file is missing"), "{}", found[0].message);
    let site = built.value.site.unwrap();
    assert_eq!(site.get("media/articles/photo.jpg").unwrap().to_vec(), cut);
    assert_eq!(attributes(&page(&site), ".picture img", "src"), ["../../media/articles/photo.jpg"]);
    // A check says the same as a build.
    let checked = annals::check(fixture.root(), &options, false).diagnostics;
    assert_eq!(checked, built.diagnostics);
}

#[test]
fn a_picture_without_words_is_said_unless_it_is_decoration() {
    let article = "=== static/a.svg\n<svg viewBox=\"0 0 2 1\"/>\n=== content/articles/a.md\n---\ntitle: A\nimage: /a.svg\n---\nText.\n";
    check(&Case {
        code: "missing-alt",
        fires: article,
        said: &["info", "content/articles/a.md:3:8", "no `alt`"],
        near: ("image: /a.svg", "image: {src: /a.svg, alt: A box}"),
        accepted: ("title: A\n", "title: A\naccept: [{rule: missing-alt, because: A mere ornament.}]\n"),
    });
    let text = "=== static/a.svg\n<svg viewBox=\"0 0 2 1\"/>\n=== content/articles/a.md\n---\ntitle: A\n---\nText ![](/a.svg) text.\n";
    for near in ["![A box](/a.svg)", "<img src=\"/a.svg\" alt=\"\">"] {
        check(&Case {
            code: "missing-alt",
            fires: text,
            said: &["info", "content/articles/a.md:4:6"],
            near: ("![](/a.svg)", near),
            accepted: ("title: A\n", "title: A\naccept: [missing-alt]\n"),
        });
    }
    let html = text.replace("![](/a.svg)", "<img src=\"/a.svg\">");
    assert_eq!(crate::check::said(&html, "missing-alt").len(), 1, "HTML that says nothing of it");
}
