//! The built-in templates over templates of the site that take the place of what they extend, and may have fewer blocks.

use std::collections::BTreeSet;

use super::{DEFAULT, Own, TEMPLATES, block_names, parent};

/// The built-in templates that extend one of the site's, by their names below `default/`, without the blocks that none above
/// them has: nothing would show what stands in them, and the engine refuses them.
pub(super) fn built_in(own: &Own) -> Vec<(String, String)> {
    let fitted = TEMPLATES.iter().filter_map(|(name, text)| {
        let above = Above::of(text, own, &mut BTreeSet::new());
        above.is_own.then(|| (format!("{DEFAULT}{name}"), without_others(text, &above.blocks)))
    });
    fitted.collect()
}

/// What stands above a template.
#[derive(Default)]
struct Above {
    /// Whether one of the site's is among it.
    is_own: bool,
    blocks: BTreeSet<String>,
}

impl Above {
    fn of(text: &str, own: &Own, seen: &mut BTreeSet<String>) -> Above {
        let Some(name) = parent(text).filter(|name| seen.insert(name.clone())) else { return Above::default() };
        if let Some((_, text)) = own.get(&name) {
            let mut above = Above::of(text, own, seen);
            above.blocks.extend(block_names(text).map(str::to_owned));
            return Above { is_own: true, ..above };
        }
        let built_in = name.strip_prefix(DEFAULT).unwrap_or(&name);
        let Some((_, text)) = TEMPLATES.iter().find(|(name, _)| *name == built_in) else { return Above::default() };
        let mut above = Above::of(text, own, seen);
        let shown = if above.is_own { &without_others(text, &above.blocks) } else { *text };
        above.blocks.extend(block_names(shown).map(str::to_owned));
        above
    }
}

/// A text without the outer blocks of other names. Built-in templates name each block at its end.
fn without_others(text: &str, names: &BTreeSet<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("{% block ") {
        let (before, block) = rest.split_at(at);
        out.push_str(before);
        let name = block.split_whitespace().nth(2).unwrap_or_default();
        let end = ["", "-"].iter().find_map(|mark| {
            let close = format!("{{%{mark} endblock {name} %}}");
            Some(block.find(&close)? + close.len())
        });
        let (block, after) = block.split_at(end.unwrap_or(block.len()));
        if names.contains(name) {
            out.push_str(block);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}
