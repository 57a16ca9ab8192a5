//! What ARCHITECTURE.md and the manual promise of the source, compared with it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use annals::diag::code;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All Rust files below `folder`, by path.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The module of the crate's root that a file of `src` belongs to.
fn module_of(file: &Path) -> String {
    let first = file.strip_prefix(root().join("src")).unwrap().iter().next().unwrap();
    first.to_str().unwrap().trim_end_matches(".rs").to_owned()
}

/// The table "module | may use" of ARCHITECTURE.md.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let (_, table) = text.split_once("| module | may use |\n").expect("ARCHITECTURE.md has the table of imports");
    let name = |cell: &str| cell.trim().trim_matches('`').to_owned();
    let mut rows = BTreeMap::new();
    for line in table.lines().skip(1).take_while(|line| line.starts_with('|')) {
        let [_, module, may, _] = line.split('|').collect::<Vec<_>>()[..] else { panic!("not a row: {line}") };
        let may = may.split(',').map(name).filter(|name| !name.is_empty() && name != "–").collect();
        assert_eq!(rows.insert(name(module), may), None, "two rows: {line}");
    }
    rows
}

/// The names that stand after `crate::` in the code of a file: without comments and without its tests.
fn imports(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let code: String =
        code.lines().filter(|line| !line.trim_start().starts_with("//")).flat_map(|line| [line, "\n"]).collect();
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        if code[..at].ends_with(['$', '_']) || code[..at].ends_with(char::is_alphanumeric) {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            None => {
                found.insert(word(rest));
            }
            Some(group) => found.extend(names_of_group(group).iter().map(|part| word(part))),
        }
    }
    found
}

/// The parts of `a, b::{c, d}, e}…` up to the brace that ends it.
fn names_of_group(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' if depth == 0 => {
                parts.push(group[start..at].trim());
                start = at + 1;
            }
            '}' => {
                parts.push(group[start..at].trim());
                break;
            }
            _ => {}
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

#[test]
fn modules_use_only_what_the_table_allows() {
    let table = table();
    let files = rust_files(&root().join("src"));
    let modules: BTreeSet<String> =
        files.iter().map(|file| module_of(file)).filter(|module| module != "main").collect();
    let rows: BTreeSet<String> = table.keys().cloned().collect();
    assert_eq!(rows, modules, "left: rows of ARCHITECTURE.md's table, right: modules of src");
    for (module, may) in &table {
        assert!(may.is_subset(&modules), "the row of `{module}` names modules that are not there: {may:?}");
    }

    let mut wrong = Vec::new();
    for file in &files {
        let module = module_of(file);
        if module == "main" || file.file_name().is_some_and(|name| name == "tests.rs") {
            continue;
        }
        for name in imports(&fs::read_to_string(file).unwrap()) {
            // What is no module stands in the crate's root.
            let used = if modules.contains(&name) { name } else { "lib".to_owned() };
            if used != module && !table[&module].contains(&used) {
                wrong.push(format!("{} uses `{used}`, and `{module}` may not", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn imports_are_found_in_every_form() {
    let text = "use crate::a::B;\nuse crate::{c, d::{E, f}, G};\n// crate::no\nfn x() { crate::h::i(); $crate::no::j(); }\n\
                pub(crate) fn y() {}\n#[cfg(test)]\nmod tests {\n    use crate::no;\n}\n";
    assert_eq!(imports(text).into_iter().collect::<Vec<_>>(), ["G", "a", "c", "d", "h"]);
}

#[test]
fn no_file_grows_past_600_lines() {
    let mut long = Vec::new();
    for folder in ["src", "tests"] {
        for file in rust_files(&root().join(folder)) {
            let lines = fs::read_to_string(&file).unwrap().lines().count();
            if lines > 600 {
                long.push(format!("{}: {lines} lines", file.display()));
            }
        }
    }
    assert!(long.is_empty(), "split these by noun:\n{}", long.join("\n"));
}

#[test]
fn every_code_has_a_section_in_the_manual_and_no_other_does() {
    let text = fs::read_to_string(root().join("content/manual/diagnostics.md")).unwrap();
    let sections: BTreeSet<&str> =
        text.lines().filter_map(|line| line.strip_prefix("## ")).filter(|name| !name.contains(' ')).collect();
    let codes: BTreeSet<&str> = code::ALL.iter().map(|code| code.name).collect();
    let missing: Vec<_> = codes.difference(&sections).collect();
    let stray: Vec<_> = sections.difference(&codes).collect();
    assert!(
        missing.is_empty() && stray.is_empty(),
        "codes without a section: {missing:?}; sections without a code: {stray:?}"
    );
}
