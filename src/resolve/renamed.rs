//! Which articles have to be resolved again when names of records become others: those that asked for such a name; and of those
//! whose text may hold one, their mentions.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use aho_corasick::AhoCorasick;
use memchr::memmem::Finder;
use rustc_hash::FxHashSet;
use unicode_normalization::{IsNormalized, is_nfc_quick};

use super::again::Ground;
use super::article::Names;
use super::directory::Directory;
use super::fold::{Folded, LIGATURES, is_dropped};
use super::memo::Resolved;
use super::mentions;
use super::records::Context;
use crate::id::EntityId;

/// What resolving a text has asked of the names of records.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Whose they are, as they are compared.
    pub names: BTreeSet<String>,
    /// Which is nearest, of all there are.
    pub every_name: bool,
    /// Which is shown, of whom.
    pub shown: BTreeSet<EntityId>,
    /// Whether a changed word is one of a name.
    pub known: bool,
    /// Which stand in the text.
    pub text: bool,
    /// Whether that is plain: see [`is_plain`].
    plain: OnceLock<bool>,
}

/// The names that are others now.
#[derive(Debug)]
pub(super) struct Renamed {
    names: FxHashSet<String>,
    shown: FxHashSet<EntityId>,
    known: bool,
    text: Text,
}

/// What to look for in texts.
#[derive(Debug)]
enum Text {
    Nothing,
    /// Pieces of the names, one of each, that a text holds if it holds the name; and of few names all, of which it then holds
    /// each: many have one of their words alike.
    Pieces(AhoCorasick, Vec<Vec<Finder<'static>>>),
    /// Some name has no such piece.
    Anything,
}

/// Of more names than so many only one piece is looked for.
const FEW: usize = 8;
/// The least that is looked for of a name.
const PIECE: usize = 3;

/// How much of what came of an article other names concern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Concern {
    /// Nothing.
    None,
    /// Its mentions, for its text may hold one.
    Text,
    /// Perhaps all.
    All,
}

/// The same article where nothing but the names that may stand in its text are others.
pub(super) fn again(context: &Context<'_>, names: &Names, old: &Resolved) -> Resolved {
    let mut article = (*old.article).clone();
    let mut said = old.said[..old.unnamed].to_vec();
    let sentences = Some(old.sentences.clone());
    let sentences = mentions::mentions(context, names, &mut article, &old.excluded, sentences, &mut said);
    Resolved {
        article: Arc::new(article),
        said,
        unnamed: old.unnamed,
        excluded: old.excluded.clone(),
        sentences,
        media: old.media.clone(),
        asked: old.asked.clone(),
    }
}

impl Renamed {
    /// Compares the names that articles were resolved with and those of now, for the same entities.
    pub fn new(old: &Ground, directory: &Directory, names: &Names) -> Renamed {
        let ((old_shown, old_names), (shown, by_name)) = (old.directory.names(), directory.names());
        let number = |at: usize| EntityId(u32::try_from(at).unwrap_or(u32::MAX));
        let other = (0..shown.len().max(old_shown.len())).filter(|&at| shown.get(at) != old_shown.get(at));
        let gone = old_names.keys().filter(|name| !by_name.contains_key(*name));
        let new = by_name.iter().filter(|(name, of)| old_names.get(*name) != Some(*of)).map(|(name, _)| name);
        let (names, (known, text)) = rayon::join(
            || gone.chain(new).cloned().collect(),
            || (old.names.known != names.known, Text::new(&old.names, names)),
        );
        Renamed { names, shown: other.map(number).collect(), known, text }
    }

    /// What of an article may be other with these names.
    pub fn concerns(&self, resolved: &Resolved) -> Concern {
        let asked = &resolved.asked;
        let was_asked = (asked.every_name && !self.names.is_empty())
            || asked.names.iter().any(|name| self.names.contains(name))
            || asked.shown.iter().any(|id| self.shown.contains(id))
            || (asked.known && self.known);
        if was_asked {
            return Concern::All;
        }
        let text = &resolved.article.prose.body.text;
        let is_plain = || *asked.plain.get_or_init(|| is_plain(text));
        let may_be_in = asked.text && self.text.may_be_in(text, is_plain);
        if may_be_in { Concern::Text } else { Concern::None }
    }
}

impl Text {
    fn new(old: &Names, new: &Names) -> Text {
        // A name is another where somebody bears it in only one of the lists, which are alike but for a few.
        let (old, new) = differing(&old.spotted, &new.spotted);
        let (before, now): (FxHashSet<_>, FxHashSet<_>) = (old.iter().collect(), new.iter().collect());
        let names: BTreeSet<&str> = before.symmetric_difference(&now).map(|(name, _)| name.as_str()).collect();
        let Some(first) = names.iter().map(|name| piece(name)).collect::<Option<BTreeSet<String>>>() else {
            return Text::Anything;
        };
        if first.is_empty() {
            return Text::Nothing;
        }
        let all = |name: &&str| pieces(name).iter().map(|piece| Finder::new(piece).into_owned()).collect();
        let few = if names.len() > FEW { Vec::new() } else { names.iter().map(all).collect() };
        AhoCorasick::new(first).map_or(Text::Anything, |first| Text::Pieces(first, few))
    }

    fn may_be_in(&self, text: &str, is_plain: impl Fn() -> bool) -> bool {
        let has = |piece: &Finder<'_>| piece.find(text.as_bytes()).is_some();
        match self {
            Text::Nothing => false,
            Text::Pieces(first, few) => {
                let may_hold = first.is_match(text) && (few.is_empty() || few.iter().any(|all| all.iter().all(has)));
                may_hold || !is_plain()
            }
            Text::Anything => true,
        }
    }
}

/// What two lists have between the ends that they have alike.
fn differing<'l, T: PartialEq>(mut one: &'l [T], mut other: &'l [T]) -> (&'l [T], &'l [T]) {
    while let ([first, rest @ ..], [same, others @ ..]) = (one, other)
        && first == same
    {
        (one, other) = (rest, others);
    }
    while let ([rest @ .., last], [others @ .., same]) = (one, other)
        && last == same
    {
        (one, other) = (rest, others);
    }
    (one, other)
}

/// The runs of ASCII letters and digits in a name. In texts that are plain they stand as they are wherever the folded name
/// stands, for folding leaves these alone.
fn pieces(name: &str) -> Vec<String> {
    let folded = Folded::new(name);
    let runs = folded.as_str().split(|c: char| !c.is_ascii_alphanumeric());
    runs.filter(|run| !run.is_empty()).map(str::to_owned).collect()
}

/// The longest of them.
fn piece(name: &str) -> Option<String> {
    pieces(name).into_iter().max_by_key(String::len).filter(|run| run.len() >= PIECE)
}

/// Whether folding makes ASCII letters only of themselves, and brings none together that stand apart.
fn is_plain(text: &str) -> bool {
    let folds = |c: char| is_dropped(c) || LIGATURES.iter().any(|row| row.0 == c);
    text.is_ascii()
        || is_nfc_quick(text.chars()) == IsNormalized::Yes && !text.chars().any(|c| !c.is_ascii() && folds(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_holds_a_name_holds_its_piece_or_is_not_plain() {
        for (name, text) in [
            ("Anna Berg", "so said Anna Berg of it"),
            ("Anna Berg", "so said Anna\nBerg of it"),
            ("Steffi Graf", "Ste\u{fb03} Graf"),
            ("Berghof", "Berg\u{ad}hof"),
            ("Kelvin", "\u{212a}elvin"),
            ("J.-P. O’Brien", "J.-P. O'Brien"),
        ] {
            assert!(Folded::new(text).as_str().contains(Folded::new(name).as_str()), "{name}");
            let piece = piece(name).unwrap();
            assert!(text.contains(&piece) || !is_plain(text), "{piece} in {text}");
        }
        assert_eq!(piece("Ли Ю"), None);
        assert!(is_plain("“Élan” – čas") && !is_plain("e\u{301}lan"));
    }
}
