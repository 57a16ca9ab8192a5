//! Style sheets and scripts with hashes in their names, and how long the old ones stay.

use std::collections::BTreeSet;
use std::path::Path;

use annals::Options;
use annals::write::{self, write};

use crate::fixture::Fixture;
use crate::render::{attributes, pages, texts};

const SITE: &str = "=== site.yaml
theme: {css: [custom.css]}
=== static/custom.css
p { color: red }
=== content/articles/a.md
---
title: A
---
Text.
";

fn hashed() -> Options {
    Options { hashed_assets: true, ..Options::default() }
}

/// Builds into `out`, and the files that are there then, but for the writer's own.
fn built(fixture: &Fixture, out: &Path) -> BTreeSet<String> {
    let built = fixture.build_with(&hashed());
    let site = built.value.site.unwrap_or_else(|| panic!("{:#?}", built.diagnostics));
    write(&site, fixture.root(), out, &write::Options::default()).expect("it is written");
    let mut files = BTreeSet::new();
    let mut folders = vec![out.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(out).unwrap().to_string_lossy().replace('\\', "/"));
            }
        }
    }
    files.retain(|path| !path.starts_with(".annals/"));
    files
}

/// The copies of the site's own style sheet that have a hash in their names.
fn copies(files: &BTreeSet<String>) -> Vec<String> {
    files.iter().filter(|path| path.starts_with("custom.") && *path != "custom.css").cloned().collect()
}

#[test]
fn pages_name_style_sheets_by_what_they_hold() {
    let fixture = Fixture::new(SITE);
    let site = fixture.build_with(&hashed()).value.site.unwrap();
    let page = String::from_utf8_lossy(site.get("articles/a/index.html").unwrap()).into_owned();
    let sheets = attributes(&page, "link[rel=stylesheet]", "href");
    assert!(sheets.len() >= 2, "{sheets:?}");
    for sheet in &sheets {
        let path = annals::route::OutPath::new(sheet.strip_prefix("../../").unwrap()).unwrap();
        let bytes = site.get(path.as_str()).unwrap_or_else(|| panic!("{path} is not there"));
        assert!(path.is_hashed(), "{path}");
        let hash = blake3::hash(bytes).to_hex();
        assert!(path.as_str().ends_with(&format!(".{}.css", &hash[..8])), "{path}");
    }
    // The site's own file is copied to its own path as every other; the theme's needs no second name.
    assert!(site.get("custom.css").is_some());
    assert!(site.get("assets/annals.css").is_none());

    let plain = fixture.build().value.site.unwrap();
    let page = String::from_utf8_lossy(plain.get("articles/a/index.html").unwrap()).into_owned();
    let sheets = attributes(&page, "link[rel=stylesheet]", "href");
    assert!(sheets.contains(&"../../assets/annals.css".to_owned()), "{sheets:?}");
    assert_eq!(sheets.last().map(String::as_str), Some("../../custom.css"));
    assert!(plain.files().keys().all(|path| !path.is_hashed()));
}

#[test]
fn a_sites_own_file_takes_the_place_of_the_themes() {
    let fixture = Fixture::new(&format!("{SITE}=== static/assets/annals.css\nbody {{ color: blue }}\n"));
    let site = fixture.build_with(&hashed()).value.site.unwrap();
    let page = String::from_utf8_lossy(site.get("index.html").unwrap()).into_owned();
    let sheets = attributes(&page, "link[rel=stylesheet]", "href");
    let own: Vec<_> = sheets
        .iter()
        .filter_map(|sheet| site.get(sheet))
        .map(|bytes| bytes.starts_with(b"body { color: blue }"))
        .collect();
    assert_eq!(own.len(), sheets.len());
    assert_eq!(own.iter().filter(|own| **own).count(), 1);
}

#[test]
fn an_old_style_sheet_stays_one_build_long() {
    let fixture = Fixture::new(SITE);
    let out = fixture.root().join("public");
    let old = copies(&built(&fixture, &out));
    assert_eq!(old.len(), 1);

    fixture.write("static/custom.css", b"p { color: green }");
    let both = copies(&built(&fixture, &out));
    assert_eq!(both.len(), 2);
    assert!(both.contains(&old[0]));

    let third = built(&fixture, &out);
    assert_eq!(copies(&third).len(), 1);
    assert!(!third.contains(&old[0]));
    // All that is left is the site's.
    let site = fixture.build_with(&hashed()).value.site.unwrap();
    assert_eq!(third, site.files().keys().map(ToString::to_string).collect());

    // It may come back while it is leaving.
    fixture.write("static/custom.css", b"p { color: red }\n");
    built(&fixture, &out);
    fixture.write("static/custom.css", b"p { color: green }");
    let back = built(&fixture, &out);
    fixture.write("static/custom.css", b"p { color: red }\n");
    assert!(back.contains(&old[0]));
    assert!(built(&fixture, &out).contains(&old[0]));
    assert!(built(&fixture, &out).contains(&old[0]));
}

const CODE: &str = "=== content/articles/a.md
---
title: A
annotations:
  - {quote: 'main() { let answer', note: Where it begins.}
---
Some code:

```rust
fn main() { let answer = \"<42>\"; } // done
```

```unheard-of
fn main() {}
```
";

#[test]
fn parts_of_code_have_classes_and_a_passage_in_it_is_lit() {
    let page = &pages(CODE)["articles/a/index.html"];
    let inside = |selector: &str| texts(page, &format!("code.language-rust {selector}"));
    // The note's number stands after the passage and is none of its words.
    assert_eq!(inside("mark"), ["main() { let answer"]);
    assert_eq!(inside("mark .f"), ["main"]);
    assert_eq!(inside(".s"), ["\"<42>\""]);
    assert_eq!(inside(".c"), ["// done"]);
    assert_eq!(texts(page, "code.language-rust"), ["fn main() { let answer1 = \"<42>\"; } // done"]);
    assert_eq!(texts(page, "code.language-unheard-of"), ["fn main() {}"]);
    assert!(texts(page, "code.language-unheard-of span").is_empty());
}

#[test]
fn scripts_are_small() {
    let scripts: Vec<_> = annals::render::theme::ASSETS.iter().filter(|(name, _)| name.ends_with(".js")).collect();
    assert!(scripts.len() >= 4);
    for (name, bytes) in scripts {
        // The theme's switch stands in the way of the page.
        let most = if *name == "theme.js" { 1_000 } else { 10_000 };
        assert!(bytes.len() < most, "{name} has {} bytes", bytes.len());
    }
}
