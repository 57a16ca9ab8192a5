//! Names that stand in the text: mentions by themselves.
//!
//! All names of a site make one automaton, in the folded form of [`crate::resolve::fold`], so that `O'Brien` is `O’Brien` and a
//! name may run over a soft break. In each leaf block, code set apart, every whole name is found; then leftmost, then longest
//! wins, over all kinds. A name is whole where no letter, mark or digit touches it; in scripts without spaces between words,
//! and before Korean particles, see [`is_whole`]. A person's is not where it is half of a double name (`Anna Berg-Holm`) or
//! part of an address.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::diag::{Diagnostic, code};
use crate::id::EntityId;
use crate::parse::body::{BlockKind, Body, Event, Tag, TextRange};
use crate::resolve::anchor::is_unspaced;
use crate::resolve::fold::{Folded, is_grapheme_edge, is_word};

/// Finds the names of a site. Made once, used for all articles.
#[derive(Clone, Debug)]
pub struct Spotter {
    /// Absent where there are no names.
    automaton: Option<AhoCorasick>,
    /// The entities of each name of the automaton, in order.
    entities: Vec<Vec<EntityId>>,
    /// How many entities are people: they have the first numbers.
    people: usize,
}

/// Longer names are not spotted, in bytes: who writes a whole text as a name does not mean one, and the time that the automaton
/// takes grows with the square of it.
const LONGEST: usize = 1_000;

/// Words that are not somebody: `not:`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excluded {
    /// The words: every name that lies in them.
    pub range: TextRange,
    /// Whom they are not; empty: nobody.
    pub entities: BTreeSet<EntityId>,
}

/// A name in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spotted {
    /// The name.
    pub range: TextRange,
    /// Whose it is.
    pub entity: EntityId,
}

/// A name in the text that several entities share, and that the article's subjects do not decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// The name, as it first stands in the text.
    pub name: String,
    /// Its first place.
    pub range: TextRange,
    /// How often it stands there.
    pub count: usize,
    /// Whose it is, in order.
    pub entities: Vec<EntityId>,
}

/// The names of one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spots {
    /// In reading order, none overlapping another.
    pub spotted: Vec<Spotted>,
    /// Once for each name (and what it might be here), in the order of first places.
    pub shared: Vec<Shared>,
}

/// A whole name, before the longest is chosen.
struct Candidate<'s> {
    range: TextRange,
    /// Its number in the automaton.
    name: usize,
    /// Whose it may be here, in order. The finder's own list where that is all of it: a name of very many may stand very often.
    entities: Cow<'s, [EntityId]>,
}

impl Spotter {
    /// A finder of these names, the first `people` entities being people. A name without a letter or digit is none.
    pub fn new(names: impl IntoIterator<Item = (String, EntityId)>, people: usize) -> Spotter {
        let mut by_name: BTreeMap<String, BTreeSet<EntityId>> = BTreeMap::new();
        for (name, entity) in names {
            let folded = Folded::new(&name);
            let name = folded.as_str().trim_matches(' ');
            if name.len() <= LONGEST && name.contains(is_word) {
                by_name.entry(name.to_owned()).or_default().insert(entity);
            }
        }
        let (names, entities): (Vec<_>, Vec<_>) =
            by_name.into_iter().map(|(name, entities)| (name, entities.into_iter().collect())).unzip();
        // All matches, overlapping ones too: the longest may be no whole name, and then a shorter one counts. Building
        // fails only for more names than fit in memory (2³¹ states): then none is spotted.
        let automaton = (!names.is_empty())
            .then(|| AhoCorasick::builder().match_kind(MatchKind::Standard).build(&names).ok())
            .flatten();
        Spotter { automaton, entities, people }
    }

    /// The names in a text. A name that several entities share is for the one that is among `subjects`; where that is
    /// none or several of them, it is for neither.
    pub fn spot(&self, body: &Body, subjects: &BTreeSet<EntityId>, not: &[Excluded]) -> Spots {
        let mut candidates = self.candidates(body, not);
        candidates.sort_by_key(|found| (found.range.start, Reverse(found.range.end)));
        let mut spots = Spots::default();
        let mut shared: BTreeMap<(usize, Cow<'_, [EntityId]>), usize> = BTreeMap::new();
        let mut end = 0;
        for found in candidates {
            if found.range.start < end {
                continue;
            }
            end = found.range.end;
            let is_here = |entity: &EntityId| found.entities.binary_search(entity).is_ok();
            let among: Vec<_> = subjects.iter().copied().filter(is_here).collect();
            // Whose a name is does not change where the author says that it is not one of them: a name of two that is
            // not the one is not by that the other.
            let owners = self.entities.get(found.name).map_or(0, Vec::len);
            match (&*found.entities, among.as_slice()) {
                (_, &[entity]) => spots.spotted.push(Spotted { range: found.range, entity }),
                (&[entity], _) if owners == 1 => spots.spotted.push(Spotted { range: found.range, entity }),
                (left, _) if left.len() < owners => {}
                _ => {
                    let next = spots.shared.len();
                    let at = *shared.entry((found.name, found.entities.clone())).or_insert(next);
                    match spots.shared.get_mut(at) {
                        Some(shared) => shared.count += 1,
                        None => spots.shared.push(Shared {
                            name: body.words(&found.range).split_whitespace().collect::<Vec<_>>().join(" "),
                            range: found.range,
                            count: 1,
                            entities: found.entities.into_owned(),
                        }),
                    }
                }
            }
        }
        spots
    }

    /// Every whole name that is somebody's here.
    fn candidates(&self, body: &Body, not: &[Excluded]) -> Vec<Candidate<'_>> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let blocks = body.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Code | BlockKind::Opaque));
        let parts = blocks.map(|block| block.range.start as usize..block.range.end as usize);
        let folded = Folded::of_parts(&body.text, parts);
        let (code, not) = (Ranges::new(code_ranges(body).into_iter().map(|range| (range, ()))), exclusions(not));
        let mut found = Vec::new();
        for hit in automaton.find_overlapping_iter(folded.as_str()) {
            let name = hit.pattern().as_usize();
            if !is_whole(folded.as_str(), hit.range()) {
                continue;
            }
            let Some(place) = folded.place(&body.text, hit.range()) else { continue };
            let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let range = small(place.start)..small(place.end);
            if code.touching(&range).next().is_some() {
                continue;
            }
            let all = self.entities[name].as_slice();
            // In the text itself: folded, a dash is a hyphen.
            let people = if is_part(&body.text, place.clone()) { self.people } else { 0 };
            let mut entities = Cow::Borrowed(&all[all.partition_point(|entity| entity.index() < people)..]);
            for (words, whom) in not.touching(&range) {
                if words.start <= range.start && range.end <= words.end {
                    entities.to_mut().retain(|entity| !whom.is_empty() && !whom.contains(entity));
                }
            }
            if !entities.is_empty() {
                found.push(Candidate { range, name, entities });
            }
        }
        found
    }
}

/// What to tell the author of a name that several share. `ids` are theirs, as `kind/id`.
pub fn shared_name(body: &Body, shared: &Shared, ids: &[String]) -> Diagnostic {
    let times = if shared.count > 1 { format!(" {} times", shared.count) } else { String::new() };
    let message = format!("“{}” stands here{times} and is the name of {}", shared.name, ids.join(", "));
    let found = Diagnostic::nowhere(code::SHARED_NAME, message)
        .note("for none of them")
        .help(format!("Link it where it matters: `[[{}|{}]]`.", ids.first().map_or("kind/id", |id| id), shared.name))
        .help("Or list one of them among the article's subjects, or give the name `spot: false` in a record.");
    Diagnostic { span: body.map.span(shared.range.clone()), ..found }
}

/// Whether a match is no part of a longer word: no letter, mark or digit touches it. Where one of the two that touch is of a
/// script without spaces between words, nothing tells where a word ends, and so the match is one; but a run of katakana is
/// one word, and a single letter of such a script is too much else. In Korean, particles may follow.
fn is_whole(text: &str, range: Range<usize>) -> bool {
    let Some(name) = text.get(range.clone()) else { return false };
    let one_letter = |c: char| (is_unspaced(c) || is_hangul(c)) && is_one_grapheme(name);
    let alone = name.chars().next().is_some_and(one_letter);
    let parted = |left: Option<char>, right: Option<char>| {
        let (Some(left), Some(right)) = (left, right) else { return true };
        !(is_word(left) && is_word(right))
            || !alone && (is_unspaced(left) || is_unspaced(right)) && !(is_katakana(left) && is_katakana(right))
    };
    let (before, after) = (&text[..range.start], &text[range.end..]);
    parted(before.chars().next_back(), name.chars().next())
        && (parted(name.chars().next_back(), after.chars().next()) || !alone && begins_with_particles(after))
}

fn is_one_grapheme(text: &str) -> bool {
    text.char_indices().skip(1).all(|(at, _)| !is_grapheme_edge(text, at))
}

fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}')
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}')
}

/// What Korean puts behind a name without a space: particles, forms of address, the copula.
const PARTICLES: &[&str] = &[
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
    "에게",
    "에게서",
    "에서",
    "한테",
    "께",
    "께서",
    "와",
    "과",
    "랑",
    "이랑",
    "하고",
    "도",
    "만",
    "로",
    "으로",
    "부터",
    "까지",
    "보다",
    "처럼",
    "같이",
    "마저",
    "조차",
    "뿐",
    "이다",
    "다",
    "이며",
    "며",
    "이라고",
    "라고",
    "이라는",
    "라는",
    "입니다",
    "였다",
    "이었다",
    "님",
    "씨",
    "들",
];

/// Whether the word that a text begins with is nothing but particles.
fn begins_with_particles(text: &str) -> bool {
    // More letters than any such row has.
    const MOST: usize = 7;
    let end = text.find(|c: char| !is_word(c)).unwrap_or(text.len());
    fn are_particles(word: &str) -> bool {
        word.is_empty() || PARTICLES.iter().any(|particle| word.strip_prefix(particle).is_some_and(are_particles))
    }
    text.starts_with(is_hangul) && text[..end].chars().count() <= MOST && are_particles(&text[..end])
}

/// Whether a match that is whole is but a part of somebody's double name (`Anna Berg-Holm`, not `Berg-led`), or of an address
/// (`@Berg`, `www.Berg.com`).
fn is_part(text: &str, range: Range<usize>) -> bool {
    let (before, after) = (text.get(..range.start).unwrap_or_default(), text.get(range.end..).unwrap_or_default());
    let joins = |mark: Option<char>, word: Option<char>| match (mark, word) {
        (Some('@'), _) => true,
        (Some('-' | '‐' | '‑'), Some(first)) => first.is_uppercase(),
        // After the dot of an abbreviation or of a sentence a name is often written without a space.
        (Some('.'), Some(first)) => first.is_lowercase(),
        _ => false,
    };
    let mut marks = before.chars().rev();
    let mark = marks.next();
    let first = marks.take_while(|&c| is_word(c)).last();
    let mut following = after.chars();
    joins(mark, first) || joins(following.next(), following.next())
}

/// Ranges in order, with the furthest end of any so far: which of them touch a range is then found fast, even where they
/// overlap.
struct Ranges<T> {
    ranges: Vec<(TextRange, T)>,
    furthest: Vec<u32>,
}

impl<T> Ranges<T> {
    fn new(ranges: impl Iterator<Item = (TextRange, T)>) -> Self {
        let mut ranges: Vec<_> = ranges.collect();
        ranges.sort_by_key(|(range, _)| (range.start, range.end));
        let mut end = 0;
        let furthest = ranges
            .iter()
            .map(|(range, _)| {
                end = end.max(range.end);
                end
            })
            .collect();
        Ranges { ranges, furthest }
    }

    fn touching<'r>(&'r self, range: &TextRange) -> impl Iterator<Item = &'r (TextRange, T)> + use<'r, T> {
        let (start, end) = (range.start, range.end);
        let last = self.ranges.partition_point(|(other, _)| other.start < end);
        let first = self.furthest[..last].partition_point(|&furthest| furthest <= start);
        self.ranges[first..last].iter().filter(move |(other, _)| other.end > start)
    }
}

fn exclusions(not: &[Excluded]) -> Ranges<&BTreeSet<EntityId>> {
    Ranges::new(not.iter().map(|excluded| (excluded.range.clone(), &excluded.entities)))
}

/// The texts in `code`, Markdown's and HTML's.
fn code_ranges(body: &Body) -> Vec<TextRange> {
    let mut ranges = Vec::new();
    for events in std::iter::once(&body.events).chain(body.footnotes.iter().map(|note| &note.events)) {
        let mut open: Vec<bool> = Vec::new();
        for event in events {
            match event {
                Event::Open(tag) => open.push(open.last() == Some(&true) || is_code(tag)),
                Event::Close => {
                    open.pop();
                }
                Event::Text(range) if open.last() == Some(&true) => ranges.push(range.clone()),
                _ => {}
            }
        }
    }
    ranges
}

fn is_code(tag: &Tag) -> bool {
    match tag {
        Tag::Code | Tag::CodeBlock(_) => true,
        Tag::Html(element) => matches!(element.name.as_str(), "code" | "pre" | "samp" | "kbd" | "tt"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::body::{Block, Footnote};
    use crate::span::FileId;

    /// Paragraphs (parted by an empty line), then footnotes, without markup.
    fn body(paragraphs: &str, notes: &[&str]) -> Body {
        let text = paragraphs.replace("\n\n", "\u{1}");
        let mut body = Body { body_range: 0..small(text.len()), ..Body::default() };
        let push = |words: &str, text: &mut String, blocks: &mut Vec<Block>| {
            if !text.is_empty() {
                text.push('\n');
            }
            let range = small(text.len())..small(text.len() + words.len());
            text.push_str(words);
            let source = FileId::of("articles/spot.md").span(range.start as usize, range.end as usize);
            blocks.push(Block { range: range.clone(), kind: BlockKind::Paragraph, source, event: 0 });
            range
        };
        let (mut out, mut blocks) = (String::new(), Vec::new());
        for words in text.split('\u{1}') {
            let range = push(words, &mut out, &mut blocks);
            body.events.extend([Event::Open(Tag::Paragraph), Event::Text(range), Event::Close]);
        }
        for words in notes {
            let range = push(words, &mut out, &mut blocks);
            let events = vec![Event::Text(range.clone())];
            body.footnotes.push(Footnote { label: "1".into(), id: "fn-1".into(), events, range, references: 1 });
        }
        (body.text, body.blocks) = (out, blocks);
        body
    }

    fn small(n: usize) -> u32 {
        u32::try_from(n).unwrap()
    }

    fn spotter(names: &[(&str, u32)]) -> Spotter {
        spotter_of(names, 0)
    }

    fn spotter_of(names: &[(&str, u32)], people: usize) -> Spotter {
        Spotter::new(names.iter().map(|&(name, id)| (name.to_owned(), EntityId(id))), people)
    }

    /// Names with the entity after each: `Jeff Sessions=1`.
    fn seen(spotter: &Spotter, body: &Body, subjects: &[u32], not: &[Excluded]) -> Vec<String> {
        let subjects = subjects.iter().map(|&id| EntityId(id)).collect();
        let spots = spotter.spot(body, &subjects, not);
        spots.spotted.iter().map(|spot| format!("{}={}", body.words(&spot.range), spot.entity.0)).collect()
    }

    #[test]
    fn whole_names_as_written() {
        let names = spotter(&[("Kislyak", 1), ("Ross", 2), ("O'Brien", 3), ("Müller", 4), ("3M", 5), ("—", 6)]);
        let text = "Kislyak's Kislyaks, Ross-Kislyak; ROSS Cross Rossi \u{201c}O\u{2019}Brien\u{201d} Mu\u{308}ller \
                    Mu\u{308}llers 3M 13M Ross\u{301} Ross\u{ad}i Kis\u{ad}lyak — Ross1 _Ross_";
        let body = body(text, &[]);
        assert_eq!(
            seen(&names, &body, &[], &[]),
            ["Kislyak=1", "Ross=2", "Kislyak=1", "O’Brien=3", "Mu\u{308}ller=4", "3M=5", "Kis\u{ad}lyak=1", "Ross=2"]
        );
    }

    #[test]
    fn names_in_scripts_without_spaces() {
        let names = spotter(&[
            ("毛泽东", 1),
            ("王明", 2),
            ("王明月", 3),
            ("王", 4),
            ("昭和天皇", 5),
            ("吉田茂", 6),
            ("XQ", 7),
            ("アンナ", 8),
            ("ปรีดี พนมยงค์", 9),
        ]);
        let text = body("毛泽东在北京。他见到毛泽东了。毛泽东！王明月和王明，王先生、「王」", &[]);
        assert_eq!(seen(&names, &text, &[], &[]), ["毛泽东=1", "毛泽东=1", "毛泽东=1", "王明月=3", "王明=2", "王=4"]);
        let text = body("昭和天皇は東京で吉田茂に会った。XQはジョアンナとアンナの、XQL、アンナー", &[]);
        assert_eq!(seen(&names, &text, &[], &[]), ["昭和天皇=5", "吉田茂=6", "XQ=7", "アンナ=8"]);
        let text = body("วันนั้นปรีดี พนมยงค์พบกับXQ", &[]);
        assert_eq!(seen(&names, &text, &[], &[]), ["ปรีดี พนมยงค์=9", "XQ=7"]);
    }

    #[test]
    fn korean_names_with_particles() {
        let names = spotter(&[("김구", 1), ("이", 2), ("나토", 3), ("NATO", 4)]);
        let text =
            body("김구를 김구에게도 김구, 백범김구 김구름 이는 나토의 NATO가 \u{1100}\u{1175}\u{11b7}구는 이", &[]);
        assert_eq!(
            seen(&names, &text, &[], &[]),
            ["김구=1", "김구=1", "김구=1", "나토=3", "NATO=4", "\u{1100}\u{1175}\u{11b7}구=1", "이=2"]
        );
    }

    #[test]
    fn half_of_a_double_name_is_nobodys() {
        let names = spotter_of(&[("Berg", 0), ("Vik", 1)], 1);
        let text = "Berg-Holm Maria-Berg Berg‑Holm @Berg Berg@x www.Berg.com; Vik-Holm @Vik";
        assert_eq!(seen(&names, &body(text, &[]), &[], &[]), ["Vik=1", "Vik=1"]);
        let text = "Berg-led anti-Berg 1930-Berg - Berg - Dr.Berg Berg.Then —Berg—";
        assert_eq!(seen(&names, &body(text, &[]), &[], &[]).len(), 7);
    }

    #[test]
    fn leftmost_then_longest_of_the_whole_names() {
        let names = spotter(&[
            ("New York", 1),
            ("York Times", 2),
            ("New York Times", 3),
            ("Times", 4),
            ("Jeff", 5),
            ("Jeff Sessions", 6),
            ("Sessions", 7),
        ]);
        let body = body("The New York Timesman and New York Times; York Times. Jeff Sessionsless, Jeff Sessions", &[]);
        assert_eq!(
            seen(&names, &body, &[], &[]),
            ["New York=1", "New York Times=3", "York Times=2", "Jeff=5", "Jeff Sessions=6"]
        );
    }

    #[test]
    fn names_run_over_soft_breaks_but_over_no_edge() {
        let names = spotter(&[("Jeff Sessions", 1), ("Sergey Kislyak", 2)]);
        let text = body("Jeff\nSessions and Jeff\n\nSessions. Sergey", &["Kislyak, Jeff  Sessions"]);
        assert_eq!(seen(&names, &text, &[], &[]), ["Jeff\nSessions=1", "Jeff  Sessions=1"]);
        assert!(text.footnotes[0].range.contains(&names.spot(&text, &BTreeSet::new(), &[]).spotted[1].range.start));
    }

    #[test]
    fn code_is_not_read() {
        let names = spotter(&[("Ross", 1), ("Ross Perot", 2)]);
        let mut text = body("Ross Perot and Ross and Ross", &[]);
        text.events = vec![
            Event::Open(Tag::Paragraph),
            Event::Text(0..5),
            Event::Open(Tag::Code),
            Event::Text(5..10),
            Event::Close,
            Event::Text(10..15),
            Event::Open(Tag::html("kbd", Vec::new())),
            Event::Open(Tag::Emphasis),
            Event::Text(15..19),
            Event::Close,
            Event::Close,
            Event::Text(19..28),
            Event::Close,
        ];
        // A name that runs into code is none; the shorter one before it is.
        assert_eq!(seen(&names, &text, &[], &[]), ["Ross=1", "Ross=1"]);
        text.blocks[0].kind = BlockKind::Code;
        assert!(seen(&names, &text, &[], &[]).is_empty());
    }

    #[test]
    fn a_shared_name_is_for_the_subject_or_for_neither() {
        let names =
            spotter(&[("Ross", 2), ("Ross", 1), ("Wilbur Ross", 1), ("Ross", 3), ("Jeff Ross", 2), ("Jeff Ross", 3)]);
        let text = body("Wilbur Ross, Ross, Jeff\nRoss, Ross", &[]);
        assert_eq!(seen(&names, &text, &[3, 9], &[]), ["Wilbur Ross=1", "Ross=3", "Jeff\nRoss=3", "Ross=3"]);
        assert_eq!(seen(&names, &text, &[], &[]), ["Wilbur Ross=1"]);
        let subjects = BTreeSet::from([EntityId(1), EntityId(2)]);
        let spots = names.spot(&text, &subjects, &[]);
        assert_eq!(spots.spotted.len(), 2, "`Jeff Ross` is for 2, `Ross` for neither of 1 and 2");
        let ids = |numbers: &[u32]| numbers.iter().map(|&id| EntityId(id)).collect::<Vec<_>>();
        assert_eq!(spots.shared, [Shared { name: "Ross".into(), range: 13..17, count: 2, entities: ids(&[1, 2, 3]) }]);
        let none = names.spot(&text, &BTreeSet::new(), &[]);
        assert_eq!(none.shared.iter().map(|shared| shared.name.as_str()).collect::<Vec<_>>(), ["Ross", "Jeff Ross"]);
        let said = shared_name(&text, &spots.shared[0], &["people/a".into(), "people/b".into()]);
        assert_eq!(said.message, "“Ross” stands here 2 times and is the name of people/a, people/b");
    }

    #[test]
    fn words_that_are_not_somebody() {
        let names = spotter(&[("Sessions", 1), ("Washington Post", 2), ("Washington", 3), ("Ross", 4), ("Ross", 5)]);
        let text = body("recess of two Sessions; Washington Post; Ross", &[]);
        let not = |words: &str, whom: &[u32]| {
            let start = small(text.text.find(words).unwrap());
            Excluded {
                range: start..start + small(words.len()),
                entities: whom.iter().map(|&id| EntityId(id)).collect(),
            }
        };
        let seen = |not: &[Excluded]| seen(&names, &text, &[], not);
        assert_eq!(seen(&[]), ["Sessions=1", "Washington Post=2"]);
        assert_eq!(seen(&[not("two Sessions", &[1])]), ["Washington Post=2"]);
        assert_eq!(seen(&[not("two Sessions", &[7])]).len(), 2);
        assert_eq!(seen(&[not("two Sessions", &[])]), ["Washington Post=2"]);
        assert_eq!(seen(&[not("Session", &[])]).len(), 2, "a part of the name is not the name");
        assert_eq!(seen(&[not("Washington Post", &[2])]), ["Sessions=1", "Washington=3"]);
        assert_eq!(seen(&[not("Washington Post", &[])]), ["Sessions=1"]);
        assert_eq!(seen(&[not("Ross", &[4])]), ["Sessions=1", "Washington Post=2"], "nor is it the other");
        assert_eq!(
            seen(&[not("recess of two", &[]), not("Post", &[]), not("two Sessions; W", &[])]),
            ["Washington Post=2"]
        );
    }

    #[test]
    fn a_name_of_many_is_not_copied_where_it_stands() {
        let names = spotter_of(&[("Berg", 0), ("Berg", 1), ("Berg", 2)], 2);
        let text = body("Berg and Berg-Holm and Berg", &[]);
        let candidates = |not: &[Excluded]| -> Vec<(bool, usize)> {
            let found = names.candidates(&text, not).into_iter();
            found.map(|found| (matches!(found.entities, Cow::Borrowed(_)), found.entities.len())).collect()
        };
        assert_eq!(candidates(&[]), [(true, 3), (true, 1), (true, 3)]);
        let not = [Excluded { range: 0..4, entities: BTreeSet::from([EntityId(1)]) }];
        assert_eq!(candidates(&not), [(false, 2), (true, 1), (true, 3)]);
    }

    #[test]
    fn nothing_to_spot() {
        assert_eq!(Spotter::new([], 0).spot(&body("Ross", &[]), &BTreeSet::new(), &[]), Spots::default());
        assert_eq!(spotter(&[("Ross", 1)]).spot(&Body::default(), &BTreeSet::new(), &[]), Spots::default());
    }
}
