//! Which line of the lock is which annotation's, so that an address once given stays.
//!
//! An annotation keeps its line
//! 1. by its `id`;
//! 2. by its words: of several that quote the same, by what stands around the place, then by which place it is, then in
//!    order;
//! 3. where its words have changed, by the address that they would give: the first six words may be the same;
//! 4. by the place: the same words stand before it, or after it, as when it was locked; or it lies in the very words that
//!    were locked, which still stand there.
//!
//! All of these look lines up and compare none with every annotation: a document with thousands of both is real.

use std::collections::BTreeMap;
use std::sync::Arc;

use memchr::memmem;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::lock::{AROUND, Entry, Hash, Passage, Place};
use crate::parse::body::{Body, TextRange};
use crate::parse::document::{Annotation, Occurrence, Quote};
use crate::resolve::anchor::{self, Around, Finder, Sentences};
use crate::resolve::fold::Folded;

pub use crate::lock::{Lines, Print};

/// The first place of a quote, and what the lock is to say of it.
#[derive(Clone, Debug)]
pub struct Located {
    /// The place.
    pub range: TextRange,
    /// What stands around it.
    pub passage: Passage,
}

/// How much of the words before or after must be the same for a place to be the same, in characters.
const SAME: usize = 12;

/// The lines of an article, and whose they are.
pub struct Kept<'l> {
    lines: Vec<(&'l str, &'l Entry)>,
    /// What was known of the article's sentences, sorted.
    sentences: Arc<[Print]>,
    /// By line: whether it is somebody's.
    taken: Vec<bool>,
    /// By annotation.
    of: Vec<Option<usize>>,
    /// By annotation: what its words are, in each way in which they may be read; one list a quote.
    hashes: Vec<Vec<Vec<Hash>>>,
    /// By annotation: a line that is probably its own, to look for its passages with.
    likely: Vec<Option<usize>>,
    /// By annotation: whether that line is one of several that differ in nothing but the sentences of their places.
    is_one_of_many: Vec<bool>,
}

impl<'l> Kept<'l> {
    /// Gives lines to annotations by their ids and, as far as that leaves no doubt, by their words.
    pub fn new(lines: Option<&'l Lines>, annotations: &[&Annotation]) -> Kept<'l> {
        let sentences = lines.map_or_else(Arc::default, |lines| sorted(lines.sentences.clone()));
        let lines = lines.into_iter().flat_map(|lines| &lines.entries);
        let lines: Vec<(&str, &Entry)> = lines.map(|(id, entry)| (id.as_str(), entry)).collect();
        let mut kept = Kept {
            sentences,
            taken: vec![false; lines.len()],
            of: vec![None; annotations.len()],
            hashes: annotations.iter().map(|annotation| hashes(annotation)).collect(),
            likely: Vec::new(),
            is_one_of_many: vec![false; annotations.len()],
            lines,
        };
        if !kept.lines.is_empty() {
            let by_id: FxHashMap<&str, usize> = kept.lines.iter().enumerate().map(|(at, (id, _))| (*id, at)).collect();
            for (at, annotation) in annotations.iter().enumerate() {
                if let Some(&line) = annotation.more.id.as_ref().and_then(|id| by_id.get(id.value.as_str())) {
                    kept.take(at, line);
                }
            }
        }
        kept.likely = kept.of.clone();
        let groups = kept.alike();
        for (annotations_of, lines_of) in groups.values() {
            if let ([annotation], [line]) = (annotations_of.as_slice(), lines_of.as_slice()) {
                kept.likely[*annotation] = Some(*line);
                kept.take(*annotation, *line);
            } else {
                for &annotation in annotations_of {
                    if let Some((line, many)) = kept.guess(annotations[annotation], lines_of) {
                        (kept.likely[annotation], kept.is_one_of_many[annotation]) = (Some(line), many);
                    }
                }
            }
        }
        kept
    }

    /// What stood around a quote when it was locked; nothing where the author has changed the quote, or what selects it.
    pub fn around(&self, annotation: usize, at: usize, quote: &Quote) -> Option<Around> {
        let mut around = around(self.known(annotation, at, quote)?, &self.sentences)?;
        if self.is_one_of_many[annotation] {
            around.sentences = Sentences::default();
        }
        Some(around)
    }

    /// What the lock is to say of a place that was followed to. Where the author's `before`, `after` or `occurrence` are not
    /// true of it any more, what stood around it when they were stays: they have not been mended, so that the next build has
    /// to find it in the same way, and to say the same.
    pub fn follow(&self, annotation: usize, at: usize, quote: &Quote, mut located: Located) -> Located {
        if let Some(known) = self.known(annotation, at, quote).filter(|_| !fits(quote, &located.passage)) {
            // But in which sentences it lies is told anew, as of all others.
            let sentences = std::mem::take(&mut located.passage.sentences);
            located.passage = Passage { sentences, ..known.clone() };
        }
        located
    }

    /// What is known of a quote that its author has not changed.
    fn known(&self, annotation: usize, at: usize, quote: &Quote) -> Option<&'l Passage> {
        let (_, entry) = self.lines.get((*self.likely.get(annotation)?)?)?;
        let hashes = self.hashes.get(annotation)?.get(at)?;
        let same = |passage: &&Passage| hashes.contains(&passage.hash) && fits(quote, passage);
        entry.passages.get(at).filter(same).or_else(|| entry.passages.iter().find(same))
    }

    /// Gives out the lines that are left, now that the places are known. `places`: by annotation, of each quote; an
    /// annotation without is one whose quotes were not looked for. `built`: the address that its words would give.
    pub fn settle(&mut self, annotations: &[&Annotation], places: &[Vec<Option<Located>>], body: &Body) {
        if self.lines.is_empty() {
            return;
        }
        let first = |annotation: usize| Some(&places.get(annotation)?.first()?.as_ref()?.passage);
        for (annotations_of, lines_of) in self.alike().into_values() {
            self.pair(
                &annotations_of,
                &lines_of,
                |at| first(at).map(|p| (&*p.before, &*p.after)),
                |p| Some((&*p.before, &*p.after)),
            );
            self.pair(&annotations_of, &lines_of, |at| first(at).map(|p| &p.place), |p| Some(&p.place));
            for &annotation in annotations_of.iter().filter(|&&at| first(at).is_none()) {
                if let (None, Some(line)) = (self.of[annotation], self.likely[annotation]) {
                    self.take(annotation, line);
                }
            }
            self.pair(&annotations_of, &lines_of, |_| Some(()), |_| Some(()));
        }
        let by_id: FxHashMap<&str, usize> = self.lines.iter().enumerate().map(|(at, (id, _))| (*id, at)).collect();
        for (at, annotation) in annotations.iter().enumerate() {
            if self.of[at].is_none() && annotation.more.id.is_none() && !annotation.quotes.is_empty() {
                let built = built_id(annotation);
                if let Some(&line) = by_id.get(built.as_str()).filter(|&&line| !self.taken[line]) {
                    self.take(at, line);
                }
            }
        }
        self.by_edge(places);
        self.by_words(places, body);
        self.in_order(annotations, places);
    }

    /// Of annotations that now quote the very same place nothing but their order tells which is which: they get their lines in
    /// the order in which the next build will give them out.
    fn in_order(&mut self, annotations: &[&Annotation], places: &[Vec<Option<Located>>]) {
        let mut groups: FxHashMap<&Passage, Vec<usize>> = FxHashMap::default();
        for (at, quotes) in places.iter().enumerate() {
            let is_built = self.of[at].is_some() && annotations[at].more.id.is_none();
            if let Some(Some(located)) = quotes.first().filter(|_| is_built) {
                groups.entry(&located.passage).or_default().push(at);
            }
        }
        for alike in groups.into_values().filter(|alike| alike.len() > 1) {
            let mut lines: Vec<usize> = alike.iter().filter_map(|&at| self.of[at]).collect();
            lines.sort_by_key(|&line| self.given(line));
            for (at, line) in alike.into_iter().zip(lines) {
                self.of[at] = Some(line);
            }
        }
    }

    /// `words`, `words-2`, …, `words-10`: the order in which addresses are given.
    fn given(&self, line: usize) -> (usize, &'l str) {
        (self.lines[line].0.len(), self.lines[line].0)
    }

    /// The id that an annotation had.
    pub fn id(&self, annotation: usize) -> Option<&'l str> {
        Some(self.lines.get(self.of.get(annotation).copied()??)?.0)
    }

    /// The line of an annotation.
    pub fn line(&self, annotation: usize) -> Option<&'l Entry> {
        Some(self.lines.get(self.of.get(annotation).copied()??)?.1)
    }

    /// The lines that are nobody's.
    pub fn left(&self) -> impl Iterator<Item = (&'l str, &'l Entry)> {
        self.lines.iter().zip(&self.taken).filter(|(_, taken)| !**taken).map(|(line, _)| *line)
    }

    /// The addresses of annotations from `first` on.
    pub fn reserved(&self, first: usize) -> FxHashSet<&'l str> {
        self.of.iter().skip(first).filter_map(|line| Some(self.lines.get((*line)?)?.0)).collect()
    }

    fn take(&mut self, annotation: usize, line: usize) {
        if !self.taken[line] {
            self.taken[line] = true;
            self.of[annotation] = Some(line);
        }
    }

    /// Annotations and lines that are still free, by the words of the first quote.
    fn alike(&self) -> BTreeMap<Hash, (Vec<usize>, Vec<usize>)> {
        let mut groups: BTreeMap<Hash, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (line, (_, entry)) in self.lines.iter().enumerate().filter(|(line, _)| !self.taken[*line]) {
            if let Some(passage) = entry.passages.first() {
                groups.entry(passage.hash).or_default().1.push(line);
            }
        }
        for (annotation, hashes) in self.hashes.iter().enumerate().filter(|(at, _)| self.of[*at].is_none()) {
            let known = hashes.first().into_iter().flatten().find(|hash| groups.contains_key(hash));
            if let Some(group) = known.and_then(|hash| groups.get_mut(hash)) {
                group.0.push(annotation);
            }
        }
        groups.retain(|_, (annotations, _)| !annotations.is_empty());
        for (_, lines) in groups.values_mut() {
            lines.sort_by_key(|&line| self.given(line));
        }
        groups
    }

    /// Pairs free annotations and lines that have the same key, in order.
    fn pair<K: std::hash::Hash + Eq>(
        &mut self,
        annotations: &[usize],
        lines: &[usize],
        key: impl Fn(usize) -> Option<K>,
        line_key: impl Fn(&'l Passage) -> Option<K>,
    ) {
        let mut free: FxHashMap<K, std::collections::VecDeque<usize>> = FxHashMap::default();
        for &line in lines.iter().filter(|&&line| !self.taken[line]) {
            if let Some(key) = self.lines[line].1.passages.first().and_then(&line_key) {
                free.entry(key).or_default().push_back(line);
            }
        }
        for &annotation in annotations {
            if self.of[annotation].is_some() {
                continue;
            }
            if let Some(line) = key(annotation).and_then(|key| free.get_mut(&key)?.pop_front()) {
                self.take(annotation, line);
            }
        }
    }

    /// Of lines with the same words the one that fits what the author says of the place; whether others fit as well, in other
    /// sentences.
    fn guess(&self, annotation: &Annotation, lines: &[usize]) -> Option<(usize, bool)> {
        let quote = annotation.quotes.first()?;
        let fits = |line: &&usize| self.lines[**line].1.passages.first().is_some_and(|passage| fits(quote, passage));
        let fitting: Vec<usize> = lines.iter().filter(fits).copied().collect();
        let first = *fitting.first()?;
        // Two on one place are as good as one.
        let around = |line: usize| self.lines[line].1.passages.first().map(|p| (&p.before, &p.after));
        let sentences = |line: usize| self.lines[line].1.passages.first().map(|p| &p.sentences);
        let many = fitting.iter().any(|&other| sentences(other) != sentences(first));
        fitting.iter().all(|&other| around(other) == around(first)).then_some((first, many))
    }

    /// Pairs what has the same words before it, or after it.
    fn by_edge(&mut self, places: &[Vec<Option<Located>>]) {
        let mut before: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        let mut after: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (line, (_, entry)) in self.lines.iter().enumerate().filter(|(line, _)| !self.taken[*line]) {
            let Some(passage) = entry.passages.first().filter(|passage| passage.place != Place::None) else { continue };
            before.entry(end(&passage.before)).or_default().push(line);
            after.entry(start(&passage.after)).or_default().push(line);
        }
        if before.is_empty() {
            return;
        }
        // Both sides before one side, then the longer agreement.
        let mut candidates: Vec<(usize, usize, usize)> = Vec::new();
        for (annotation, quotes) in places.iter().enumerate() {
            let Some(Some(Located { passage, .. })) = quotes.first().filter(|_| self.of[annotation].is_none()) else {
                continue;
            };
            let sides = [before.get(&end(&passage.before)), after.get(&start(&passage.after))];
            let mut near: Vec<usize> = sides.into_iter().flatten().flatten().copied().collect();
            near.sort_unstable();
            near.dedup();
            candidates.extend(near.into_iter().filter_map(|line| {
                let known = self.lines[line].1.passages.first()?;
                let left = common(passage.before.chars().rev(), known.before.chars().rev());
                let right = common(passage.after.chars(), known.after.chars());
                let both = usize::from(left >= SAME && right >= SAME);
                let whole = passage.before == known.before && passage.after == known.after;
                (whole || left + right >= SAME).then_some((both * 100 + left + right, annotation, line))
            }));
        }
        candidates.sort_by_key(|&(score, annotation, line)| (std::cmp::Reverse(score), annotation, line));
        for (_, annotation, line) in candidates {
            if self.of[annotation].is_none() {
                self.take(annotation, line);
            }
        }
    }

    /// Pairs an annotation with the line whose words it overlaps: the author quotes more or less of them than before.
    fn by_words(&mut self, places: &[Vec<Option<Located>>], body: &Body) {
        let free = |at: &usize| self.of[*at].is_none();
        let quoted = |at: usize| Some((at, places.get(at)?.first()?.as_ref()?.range.clone()));
        let mut annotations: Vec<(usize, TextRange)> = (0..self.of.len()).filter(free).filter_map(quoted).collect();
        let lines: Vec<usize> = (0..self.lines.len()).filter(|&line| !self.taken[line]).collect();
        if annotations.is_empty() || lines.is_empty() {
            return;
        }
        annotations.sort_by_key(|(_, range)| (range.start, range.end));
        let longest = annotations.iter().map(|(_, range)| range.end - range.start).max().unwrap_or(0);
        let folded = anchor::fold(body);
        let mut candidates: Vec<(u32, usize, usize)> = Vec::new();
        for line in lines {
            let Some(known) = self.lines[line].1.passages.first() else { continue };
            let Some(was) = stands(&folded, known) else { continue };
            let first = annotations.partition_point(|(_, range)| range.start + longest < was.start);
            for (annotation, range) in annotations[first..].iter().take_while(|(_, range)| range.start < was.end) {
                let common = range.end.min(was.end).saturating_sub(range.start.max(was.start));
                let shorter = (range.end - range.start).min(was.end - was.start);
                if common > 0 && common * 2 >= shorter {
                    candidates.push((common, *annotation, line));
                }
            }
        }
        candidates.sort_by_key(|&(common, annotation, line)| (std::cmp::Reverse(common), annotation, line));
        for (_, annotation, line) in candidates {
            if self.of[annotation].is_none() {
                self.take(annotation, line);
            }
        }
    }
}

/// Where the words of a line stand, between what stood around them, if they do so once.
fn stands(folded: &Folded, known: &Passage) -> Option<TextRange> {
    /// Of more places the words around are no sign.
    const MOST: usize = 50;
    let text = folded.as_str();
    let edges = |words: &str, at_end: bool| -> Vec<usize> {
        if words.is_empty() {
            // The edge of the body or of a footnote.
            let parts = text.split('\n').map(|part| part.as_ptr() as usize - text.as_ptr() as usize);
            let parts = parts.zip(text.split('\n'));
            return parts.map(|(start, part)| if at_end { start } else { start + part.len() }).take(MOST).collect();
        }
        let places = memmem::find_iter(text.as_bytes(), words.as_bytes());
        places.map(|at| if at_end { at + words.len() } else { at }).take(MOST).collect()
    };
    let (starts, ends) = (edges(&known.before, true), edges(&known.after, false));
    // Both are in order: of each beginning the next end.
    let next = |start: usize| ends.get(ends.partition_point(|&end| end < start)).map(|&end| start..end);
    let between = starts.iter().filter_map(|&start| next(start));
    let mut found = between.filter(|range| text.get(range.clone()).is_some_and(|words| Hash::of(words) == known.hash));
    let once = found.next().filter(|_| found.next().is_none())?;
    let source = folded.source_around(once);
    Some(u32::try_from(source.start).ok()?..u32::try_from(source.end).ok()?)
}

/// The address that an annotation has by itself: its `id`, or the one that its words give.
pub fn given_id(annotation: &Annotation) -> String {
    annotation.more.id.as_ref().map_or_else(|| built_id(annotation), |id| id.value.clone())
}

/// The address that an annotation's words would give it.
fn built_id(annotation: &Annotation) -> String {
    let quote = annotation.quotes.first();
    let occurrence = quote.and_then(|quote| quote.occurrence.as_ref());
    anchor::built_id(quote.map(|quote| quote.quote.value.as_str()), occurrence.map(|chosen| &chosen.value), 1)
}

/// What is locked of an annotation: of each quote that was found what stands around it; of others what was known.
pub fn entry(annotation: &Annotation, places: &[Option<Located>], known: Option<&Entry>) -> Entry {
    let hashes = hashes(annotation);
    let none = |hash| Passage {
        place: Place::None,
        alike: 1,
        before: String::new(),
        after: String::new(),
        hash,
        sentences: Vec::new(),
    };
    let passages = hashes.iter().enumerate().filter_map(|(at, hashes)| {
        let found = places.get(at).cloned().flatten().map(|located| located.passage);
        let before = || {
            let mut known = known?.passages.iter().find(|passage| hashes.contains(&passage.hash))?.clone();
            if annotation.more.removed.is_some() {
                // It is not looked for any more.
                known.sentences.clear();
            }
            Some(known)
        };
        found.or_else(before).or_else(|| hashes.first().map(|&hash| none(hash)))
    });
    let span = annotation.quotes.first().map_or(annotation.span, |quote| quote.quote.span);
    let mut passages: Vec<Passage> = passages.collect();
    // Of most there is one; room for more would be the largest part of all that a build holds.
    passages.shrink_to_fit();
    Entry { passages, span: Some(span) }
}

/// The prints of sentences as they are looked up.
pub fn sorted(mut sentences: Vec<Print>) -> Arc<[Print]> {
    sentences.sort_unstable();
    sentences.into()
}

/// What the lock says of the words around a passage, and of the sentences of its article.
pub fn around(passage: &Passage, sentences: &Arc<[Print]>) -> Option<Around> {
    let stood = match passage.place {
        Place::None => return None,
        Place::All => 0,
        Place::Of(_, of) => of,
    };
    let sentences = Sentences { own: passage.sentences.clone(), all: Arc::clone(sentences) };
    let (prefix, suffix) = (passage.before.clone(), passage.after.clone());
    Some(Around { prefix, suffix, stood, alike: passage.alike, sentences })
}

/// What stands around the places that a quote chose.
pub fn locate(
    body: &Body,
    finder: &Finder<'_>,
    quote: &Quote,
    places: &[TextRange],
    among_several: bool,
) -> Option<Located> {
    let first = places.first()?;
    let chosen = quote.occurrence.as_ref().map(|chosen| &chosen.value);
    let place = match (chosen, &quote.before, &quote.after) {
        (Some(Occurrence::All), ..) => Place::All,
        // Of several, one without a selector was chosen by what stands around it.
        (None, None, None) if !among_several => Place::Of(vec![1], 1),
        _ => {
            let all = finder.find(&quote.everywhere()).unwrap_or_default();
            let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let which = places.iter().filter_map(|place| {
                all.binary_search_by_key(&(place.start, place.end), |one| (one.start, one.end)).ok()
            });
            Place::Of(which.map(|at| number(at + 1)).collect(), number(all.len()))
        }
    };
    // A passage in an alt text has no words in the reader's text.
    let words = if first.is_empty() { &quote.quote.value } else { body.words(first) };
    // Of a passage that was edited since, the line stays known by the quote, which still says the old words.
    let own = own_hashes(quote);
    let hash =
        if *words == quote.quote.value { own.first().copied() } else { Some(Hash::of(Folded::new(words).as_str())) };
    let hash = hash.filter(|hash| own.contains(hash));
    let (before, after) = (before(body, first.start as usize), after(body, first.end as usize));
    let several = matches!(place, Place::Of(_, 2..));
    let passage = Passage {
        place,
        alike: if several { finder.alike(quote, &before, &after).max(1) } else { 1 },
        // Of several places together nothing is followed.
        sentences: if places.len() == 1 { finder.prints_of(first) } else { Vec::new() },
        before,
        after,
        hash: hash.or(own.first().copied())?,
    };
    Some(Located { range: first.clone(), passage })
}

/// What an annotation's words are, one list a quote: literally, and as inline Markdown. Of one that quotes nothing, its note.
fn hashes(annotation: &Annotation) -> Vec<Vec<Hash>> {
    if annotation.quotes.is_empty() {
        let note = annotation.note.as_ref().map_or("", |note| note.text.as_str());
        // No folded text holds a line's end, so that no quote has this hash.
        return vec![vec![Hash::of(&format!("note\n{}", Folded::new(note).as_str()))]];
    }
    annotation.quotes.iter().map(own_hashes).collect()
}

/// What a quote's words are: literally, and as inline Markdown.
fn own_hashes(quote: &Quote) -> Vec<Hash> {
    let of = |text: &str| Hash::of(Folded::new(text).as_str());
    let mut hashes = vec![of(&quote.quote.value)];
    hashes.extend(anchor::plain(&quote.quote.value).map(|plain| of(&plain)).filter(|hash| *hash != hashes[0]));
    hashes
}

/// Whether what the author says of a quote's place is true of a line.
fn fits(quote: &Quote, passage: &Passage) -> bool {
    let bare = |text: &str| Folded::new(text).as_str().trim_matches(|c| !crate::resolve::fold::is_word(c)).to_owned();
    let before = quote.before.as_ref().is_none_or(|text| end_fits(&bare(&passage.before), &bare(&text.value), true));
    let after = quote.after.as_ref().is_none_or(|text| end_fits(&bare(&passage.after), &bare(&text.value), false));
    let nth = match (&quote.occurrence, &passage.place) {
        (None, _) => true,
        (Some(chosen), Place::All) => chosen.value == Occurrence::All,
        // Between `before` and `after` it counts other places.
        (Some(_), _) if quote.before.is_some() || quote.after.is_some() => true,
        (Some(chosen), Place::Of(which, _)) => chosen.value == Occurrence::Numbers(which.clone()),
        (Some(_), Place::None) => false,
    };
    before && after && nth
}

/// Whether words stand at the near end of a context, as far as it reaches.
fn end_fits(context: &str, words: &str, at_end: bool) -> bool {
    if at_end {
        context.ends_with(words) || words.ends_with(context)
    } else {
        context.starts_with(words) || words.starts_with(context)
    }
}

fn common(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

/// The last characters of a context; all of one that is shorter, for the text begins there.
fn end(context: &str) -> String {
    let skip = context.chars().count().saturating_sub(SAME);
    context.chars().skip(skip).collect()
}

fn start(context: &str) -> String {
    context.chars().take(SAME).collect()
}

/// The part of the reader's text that a place lies in: the body, or a footnote.
fn part(body: &Body, at: usize) -> (usize, usize) {
    let note = u32::try_from(at).ok().and_then(|at| body.footnote_at(at));
    let range = note.and_then(|note| body.footnotes.get(note)).map_or(&body.body_range, |note| &note.range);
    (range.start as usize, range.end as usize)
}

/// The last characters of the text before a place, folded.
fn before(body: &Body, at: usize) -> String {
    let (from, _) = part(body, at);
    let mut size = AROUND + AROUND / 2;
    loop {
        let mut start = at.saturating_sub(size).max(from).min(at);
        while !body.text.is_char_boundary(start) {
            start -= 1;
        }
        let folded = Folded::new(body.text.get(start..at).unwrap_or(""));
        let words = if start <= from { folded.as_str().trim_start_matches(' ') } else { folded.as_str() };
        let count = words.chars().count();
        // Where the window cuts something in two, its first character may not be what it is in the text.
        if start <= from || count > AROUND {
            return clean(words.chars().skip(count.saturating_sub(AROUND)));
        }
        size *= 4;
    }
}

/// The first characters of the text after a place, folded.
fn after(body: &Body, at: usize) -> String {
    let (_, to) = part(body, at);
    let mut size = AROUND + AROUND / 2;
    loop {
        let mut end = at.saturating_add(size).min(to).max(at);
        while !body.text.is_char_boundary(end) {
            end += 1;
        }
        let folded = Folded::new(body.text.get(at..end).unwrap_or(""));
        let words = if end >= to { folded.as_str().trim_end_matches(' ') } else { folded.as_str() };
        if end >= to || words.chars().count() > AROUND {
            return clean(words.chars().take(AROUND));
        }
        size *= 4;
    }
}

/// No character that would break the line.
fn clean(words: impl Iterator<Item = char>) -> String {
    words.map(|c| if c.is_control() { ' ' } else { c }).collect()
}
