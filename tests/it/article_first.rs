//! The page of an article that a preview shows ahead of the whole site is the page that it will have there.

use std::fs;
use std::path::Path;

use annals::{Memo, Options};

use crate::edits::rng::Rng;
use crate::fixture::Fixture;

const SEED: u64 = 20_170_302;

/// Another text of an article: another title, words put in, changed or taken away, lines that go or change places, a name
/// that comes, a link that comes, a quote that is lost.
fn edited(text: &str, rng: &mut Rng) -> String {
    let body = text.get(4..).and_then(|rest| rest.find("\n---\n")).map_or(0, |at| at + 9);
    let (front, words) = text.split_at(body);
    let mut lines: Vec<&str> = words.split_inclusive('\n').collect();
    let at = rng.below(lines.len().max(1));
    match rng.below(10) {
        0 => text.replacen("title: ", "title: Another ", 1),
        1 => format!("{text}\nOne more sentence, of nobody.\n"),
        2 => format!("{text}\nAnd Anna Berg, too.\n"),
        3 => format!("{text}\n[A link](/articles/).\n"),
        4 if lines.len() > 1 => {
            lines.remove(at);
            front.to_owned() + &lines.concat()
        }
        5 if lines.len() > 1 => {
            lines.swap(at, rng.below(words.split_inclusive('\n').count()));
            front.to_owned() + &lines.concat()
        }
        6 => front.to_owned() + &words.replacen(' ', " quite ", 1 + rng.below(4)),
        7 => front.to_owned() + &words.replacen('e', "ë", 1 + rng.below(3)),
        8 => text.replacen("date: 19", "date: 18", 1),
        _ => format!("{front}First of all a paragraph.\n\n{words}"),
    }
}

/// Edits one article after another of a sound site, and compares each page that is shown ahead with that of the whole. Gives
/// how many were, and how many edits left the site sound.
fn compare(root: &Path, times: usize, rng: &mut Rng) -> (usize, usize) {
    let options = Options::default();
    let mut memo = Memo::default();
    let articles: Vec<_> = walkdir::WalkDir::new(root.join("content/articles"))
        .sort_by_file_name()
        .into_iter()
        .flatten()
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    let mut pages = annals::preview(annals::read(root), &options, &(), &mut memo).value.pages.expect("a sound site");
    let (mut ahead, mut sound) = (0, 0);
    for case in 0..times {
        let path = rng.choose(&articles).unwrap();
        let own = fs::read_to_string(path).unwrap();
        fs::write(path, edited(&own, rng)).unwrap();
        let inner: Vec<_> = path.strip_prefix(root).unwrap().iter().map(|part| part.to_str().unwrap()).collect();
        let first = annals::preview_article(root, &inner.join("/"), &options, &memo, &pages);
        let whole = annals::preview(annals::read(root), &options, &(), &mut memo).value.pages;
        match whole {
            Some(whole) => {
                if let Some((page, bytes)) = &first {
                    let what = format!("seed {SEED}, case {case}: {page}");
                    assert!(whole.get(page.as_str()).as_ref() == Some(bytes), "{what}");
                    assert!(pages.site().value.files().len() == whole.site().value.files().len(), "{what}");
                    ahead += 1;
                }
                sound += 1;
                pages = whole;
            }
            // What was shown before stays.
            None => {
                fs::write(path, own).unwrap();
                pages = annals::preview(annals::read(root), &options, &(), &mut memo).value.pages.expect("as before");
            }
        }
    }
    (ahead, sound)
}

fn site(settings: &str) -> Fixture {
    let site = Fixture::new(&format!(
        "=== site.yaml\ntitle: A\nbase_url: https://a.example/\n{settings}\
         === content/people.yaml\nanna: {{name: Anna Berg}}\nbert: {{name: Bert, aliases: [Mr. Berg]}}\n\
         === content/places.yaml\nrome: {{name: Rome}}\n=== content/articles/pic.svg\n<svg/>\n",
    ));
    for number in 1..7 {
        let text = format!(
            "---\ntitle: Number {number}\ndate: 1900-01-0{number}\n\
             annotations:\n  - {{quote: wrote to Rome, people: [anna], note: \"See [[people/bert]].\"}}\n\
             \x20 - {{quote: the second sentence, claim: {{text: It is, verdict: inaccurate, sources: [\"https://b.example/\"]}}}}\n\
             ---\n\nAnna Berg wrote to Rome {number} times.\n\nThis is the second sentence, of Mr. Berg.\n\n\
             ![x](pic.svg) [then](a1.md), [[people/bert|him]].[^1]\n\n[^1]: A note.\n"
        );
        site.write(&format!("content/articles/a{number}.md"), text.as_bytes());
    }
    site
}

#[test]
fn a_page_that_is_shown_ahead_is_that_of_the_whole() {
    for settings in ["", "spot: false\n", "omit: [passages]\n"] {
        let (mut rng, site) = (Rng::of(SEED, &["article first", settings]), site(settings));
        let (ahead, sound) = compare(site.root(), 30, &mut rng);
        assert!(ahead > 7 && ahead < sound, "{settings}: {ahead} of {sound} pages were shown ahead");
    }
}

#[test]
fn a_page_of_the_demonstration_that_is_shown_ahead_is_that_of_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    crate::memo::copy(Path::new(env!("CARGO_MANIFEST_DIR")), folder.path());
    let (ahead, sound) = compare(folder.path(), 40, &mut Rng::of(SEED, &["article first", "demo"]));
    assert!(ahead > 2 && ahead < sound, "{ahead} of {sound} pages were shown ahead");
}

/// Where more than the page changes, or something is wrong, nothing is shown ahead.
#[test]
fn what_changes_other_pages_is_not_shown_ahead() {
    let site = site("");
    let (root, options) = (site.root(), Options::default());
    let mut memo = Memo::default();
    let pages = annals::preview(annals::read(root), &options, &(), &mut memo).value.pages.unwrap();
    let own = fs::read_to_string(root.join("content/articles/a2.md")).unwrap();
    let ahead = |text: String| {
        site.write("content/articles/a2.md", text.as_bytes());
        annals::preview_article(root, "content/articles/a2.md", &options, &memo, &pages).is_some()
    };
    assert!(ahead(own.replacen("This is", "This now is", 1)), "words of the text");
    assert!(ahead(own.replacen("title: Number", "title: The number", 1)), "the title");
    for (what, text) in [
        ("somebody more", own.clone() + "\nMr. Berg.\n"),
        ("nobody's name is left", own.replace("of Mr. Berg", "of nobody")),
        ("another date", own.replacen("1900-01-02", "1900-01-03", 1)),
        ("an old address", own.replacen("date:", "previously: [b]\ndate:", 1)),
        ("a draft", own.replacen("date:", "draft: true\ndate:", 1)),
        ("another id", own.replacen("date:", "id: b\ndate:", 1)),
        ("another verdict", own.replacen("verdict: inaccurate", "verdict: disputed", 1)),
        ("a tag", own.replacen("date:", "tags: [b]\ndate:", 1)),
        ("somebody without a record", own.replacen("people: [anna]", "people: [carl]", 1)),
        ("a picture more", own.clone() + "\n![y](other.svg)\n"),
        ("a link to a page", own.clone() + "\n[y](/articles/)\n"),
        ("a place in a page", own.clone() + "\n[y](a3.md#fn-1)\n"),
        ("a mistake", own.replacen("title:", "titel:", 1)),
        ("a lost quote", own.replacen("wrote to Rome", "was", 2).replacen("quote: was", "quote: wrote to Rome", 1)),
    ] {
        assert!(!ahead(text), "{what}");
    }
    assert_eq!(annals::preview_article(root, "content/articles/a9.md", &options, &memo, &pages), None);
    assert_eq!(annals::preview_article(root, "content/people.yaml", &options, &memo, &pages), None);
}
