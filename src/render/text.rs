//! Prose → HTML: marks for passages and names, links from where the page stands.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::article::{is_noted, sort};
use super::here::{Here, shorten};
use super::svg;
use super::weave::{Mark, MarkKind, NoteReference, Target, Targets, Word, note_order, weave};
use crate::parse::body::{Body, Event, Image, Link, Tag};
use crate::resolve::corpus::{Article, How, LinkTarget, Mention, Prose, Shown};
use crate::route;

/// An article's text.
pub(super) struct Woven {
    pub blocks: Vec<Block>,
    pub footnotes: Vec<Footnote>,
    /// The numbers of the passages' notes, in the order in which their references stand.
    pub numbers: Vec<Option<usize>>,
}

/// A top-level block.
pub(super) struct Block {
    pub html: String,
    /// Where its part of the reader's text ends.
    pub end: u32,
}

/// A footnote: its address and the content of its list item.
pub(super) struct Footnote {
    pub id: String,
    pub html: String,
}

/// A text without marks. `prefix` stands before the addresses in it, so that several texts can be on one page.
pub(super) fn prose(here: &Here<'_, '_>, prose: &Prose, prefix: &str) -> String {
    let woven = weave(
        &prose.body,
        &[],
        &Leads { here, prose, prefix, anchors: FxHashMap::default(), levels: levels(&prose.body, prefix.is_empty()) },
    );
    let footnotes = woven.footnote_list();
    woven.html + &footnotes
}

/// An article's text with its passages and names marked. The first passage of each annotation with a note gets a number.
pub(super) fn article(here: &Here<'_, '_>, article: &Article) -> Woven {
    let mut marks: Vec<Mark> = Vec::with_capacity(article.passages.len() + article.mentions.len());
    for (at, passage) in article.passages.iter().enumerate() {
        let annotation = &article.annotations[passage.annotation];
        let noted = is_noted(here, annotation) && annotation.passages.first() == Some(&at);
        let note = noted.then(|| NoteReference {
            id: format!("r.{}", passage.anchor),
            href: format!("#n.{}", passage.anchor),
            label: String::new(),
        });
        marks.push(Mark {
            range: if passage.markable { passage.range.clone() } else { passage.range.start..passage.range.start },
            id: passage.anchor.clone(),
            classes: sort(annotation).to_owned(),
            attributes: Vec::new(),
            kind: MarkKind::Passage,
            note,
        });
    }
    let mut anchors = FxHashMap::default();
    for (at, mention) in article.mentions.iter().enumerate().filter(|(_, mention)| mention.how != How::Annotated) {
        let id = anchor(mention, at);
        // A link carries the address itself, unless its author gave it one.
        if let Some((number, link)) = mention.link.and_then(|at| Some((at, article.prose.body.links.get(at)?)))
            && !link.attributes.iter().any(|(name, _)| name == "id")
            && !link.range.is_empty()
        {
            anchors.insert(number, (id, mention));
            continue;
        }
        marks.push(Mark {
            range: mention.range.clone(),
            id,
            classes: format!("name {}", kind(here, mention)),
            attributes: Vec::new(),
            kind: MarkKind::Mention { href: here.entity_href(mention.entity) },
            note: None,
        });
    }
    let body = &article.prose.body;
    let leads = Leads { here, prose: &article.prose, prefix: "", anchors, levels: levels(body, heads_itself(article)) };
    let mut numbers = vec![None; article.passages.len()];
    for (mark, number) in note_order(body, &marks, &leads).into_iter().zip(1..) {
        // Passages are the first of the marks.
        numbers[mark] = Some(number);
        if let Some(note) = &mut marks[mark].note {
            note.label = number.to_string();
        }
    }
    let woven = weave(body, &marks, &leads);
    let mut blocks = Vec::with_capacity(woven.blocks.len());
    let mut start = 0;
    for block in &woven.blocks {
        let html = woven.html.get(start..block.end).unwrap_or_default().to_owned();
        blocks.push(Block { html, end: block.range.end });
        start = block.end;
    }
    let mut footnotes: Vec<_> =
        woven.footnotes.into_iter().map(|note| Footnote { id: note.id, html: note.html }).collect();
    former(article, &mut blocks, &mut footnotes);
    Woven { blocks, footnotes, numbers }
}

/// Puts former addresses before the block in which their passage begins, or at the head of its footnote.
fn former(article: &Article, blocks: &mut [Block], footnotes: &mut [Footnote]) {
    for passage in article.passages.iter().filter(|passage| !passage.former.is_empty()) {
        let last = blocks.len().saturating_sub(1);
        let html = match passage.footnote {
            Some(at) => footnotes.get_mut(at).map(|note| &mut note.html),
            None => {
                let at = blocks.partition_point(|block| block.end <= passage.range.start).min(last);
                blocks.get_mut(at).map(|block| &mut block.html)
            }
        };
        let Some(html) = html else { continue };
        for former in &passage.former {
            let taken = article.passages.iter().any(|other| other.anchor == *former);
            if !taken && !article.prose.body.ids.contains(former) {
                html.insert_str(0, &format!("<span class=\"anchor\" id=\"{}\"></span>", svg::escape(former)));
            }
        }
    }
}

/// The address of a spotted or linked mention: its own, even where it counts with the passage around it.
fn anchor(mention: &Mention, at: usize) -> String {
    if mention.anchor.starts_with("m.") { mention.anchor.clone() } else { format!("m.{at}") }
}

fn kind<'w>(here: &Here<'w, '_>, mention: &Mention) -> &'w str {
    &here.whole.settings().kinds.get(here.corpus().entity(mention.entity).kind).name
}

/// Where the links and pictures of a text lead.
struct Leads<'h, 'w, 'c> {
    here: &'h Here<'w, 'c>,
    prose: &'h Prose,
    prefix: &'h str,
    /// Addresses of linked mentions, by the number of the link.
    anchors: FxHashMap<usize, (String, &'h Mention)>,
    /// Levels of headings, by their id.
    levels: FxHashMap<&'h str, u8>,
}

/// Whether an article's text begins with its title, as one without a `title` does that has a first heading.
pub(super) fn heads_itself(article: &Article) -> bool {
    let body = &article.prose.body;
    matches!(body.events.first(), Some(Event::Open(Tag::Heading(1, _))))
        && body.blocks.first().is_some_and(|block| body.words(&block.range).replace('\n', " ").trim() == article.title)
}

/// The levels at which a text's headings stand below its page's title: under it or one below the heading that they belong
/// to, so that no level is skipped however the author counts. A text that may bring the page's title itself (`titled`) keeps it.
fn levels(body: &Body, titled: bool) -> FxHashMap<&str, u8> {
    let mut levels = FxHashMap::default();
    let mut above: Vec<u8> = Vec::new();
    for (at, event) in body.events.iter().enumerate() {
        let Event::Open(Tag::Heading(written, id)) = event else { continue };
        if titled && at == 0 && *written == 1 {
            levels.insert(&**id, 1);
            continue;
        }
        while above.last().is_some_and(|last| last >= written) {
            above.pop();
        }
        above.push(*written);
        levels.insert(&**id, u8::try_from(above.len() + 1).unwrap_or(6));
    }
    levels
}

/// An address with the query that the author wrote: a filter of the timeline, what a page of their own is asked for.
fn with_query(href: String, written: &str) -> String {
    let path = written.split('#').next().unwrap_or_default();
    let Some((_, query)) = path.split_once('?') else { return href };
    let query = route::external(query);
    match href.split_once('#') {
        Some((before, fragment)) => format!("{before}?{query}#{fragment}"),
        None => format!("{href}?{query}"),
    }
}

impl Targets for Leads<'_, '_, '_> {
    fn link(&self, number: u32, link: &Link) -> Option<Target> {
        let number = number as usize;
        let here = self.here;
        let mut classes = String::new();
        let mut attributes = Vec::new();
        let href = match self.prose.links.get(number)? {
            LinkTarget::Entity(id, anchor) => {
                let kind = &here.whole.settings().kinds.get(here.corpus().entity(*id).kind).name;
                classes = format!("name {kind}");
                here.href(&here.whole.entity_paths[id.index()], anchor.as_deref())
            }
            LinkTarget::Article(id, anchor) => here.article_href(*id, anchor.as_deref()),
            LinkTarget::Path(path, anchor) => with_query(here.href(path, anchor.as_deref()), &link.to),
            LinkTarget::Fragment(id) => format!("#{}", self.id(id)),
            LinkTarget::External(url) => {
                if !link.attributes.iter().any(|(name, _)| name == "rel") {
                    attributes.push(("rel".to_owned(), "external".to_owned()));
                }
                url.clone()
            }
            LinkTarget::Dropped => return None,
        };
        if let Some((anchor, _)) = self.anchors.get(&number) {
            attributes.push(("id".to_owned(), anchor.clone()));
        }
        let words = match (self.prose.shown.get(number).and_then(Option::as_ref), self.prose.links.get(number)) {
            (Some(Shown::Name(name)), _) => Some(name.clone()),
            (Some(Shown::Title), Some(LinkTarget::Article(id, _))) => Some(here.corpus().article(*id).title.clone()),
            _ => None,
        };
        Some(Target { href, classes, attributes, words, around: None })
    }

    fn image(&self, number: u32, image: &Image) -> Option<Target> {
        let sized = self.here.sized(self.prose.images.get(number as usize)?)?;
        let own = |names: &[&str]| image.attributes.iter().any(|(name, _)| names.contains(&name.as_str()));
        let mut attributes = Vec::new();
        let mut put = |name: &str, value: String| attributes.push((name.to_owned(), value));
        // The first picture of a page may be the first that is seen.
        if (number > 0 || !self.prefix.is_empty()) && !own(&["loading", "decoding"]) {
            put("loading", "lazy".to_owned());
            put("decoding", "async".to_owned());
        }
        // What an author says in HTML of the size goes before.
        if own(&["srcset", "sizes", "width", "height"]) {
            let href = sized.original.unwrap_or(sized.src);
            return Some(Target { href, attributes, ..Target::default() });
        }
        if let Some((width, height)) = sized.size {
            put("width", width.to_string());
            put("height", height.to_string());
        }
        if let (Some(srcset), Some(sizes)) = (sized.srcset, sized.sizes) {
            put("srcset", srcset);
            put("sizes", sizes);
        }
        Some(Target { href: sized.src, attributes, around: sized.original, ..Target::default() })
    }

    fn highlights(&self) -> bool {
        true
    }

    fn word(&self, word: Word) -> &str {
        self.here.words().get(match word {
            Word::BackToText => "back_to_text",
            Word::Done => "done",
            Word::NotDone => "not_done",
        })
    }

    fn level(&self, id: &str, level: u8) -> u8 {
        self.levels.get(id).copied().unwrap_or(level)
    }

    fn id<'i>(&self, id: &'i str) -> Cow<'i, str> {
        if self.prefix.is_empty() { Cow::Borrowed(id) } else { Cow::Owned(format!("{}{id}", self.prefix)) }
    }
}

/// The most characters of the words of a mention that are shown.
const WORDS: usize = 320;

/// A mention's words in their sentence: before, the words, after; each on one line.
pub(super) fn excerpt(text: &str, mention: &Mention) -> (String, String, String) {
    let (sentence, words) = (&mention.sentence, &mention.range);
    let slice = |from: u32, to: u32| text.get(from as usize..to as usize).unwrap_or("");
    let before = one_line(slice(sentence.start.min(words.start), words.start));
    let after = one_line(slice(words.end, sentence.end.max(words.end)));
    let before = if mention.cut.0 { format!("…{before}") } else { before.trim_start().to_owned() };
    let after = if mention.cut.1 { after + "…" } else { after.trim_end().to_owned() };
    (before, shorten(slice(words.start, words.end), WORDS), after)
}

/// Runs of white space as one space.
fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars() {
        if c.is_whitespace() {
            if !space {
                out.push(' ');
            }
            space = true;
        } else {
            out.push(c);
            space = false;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::EntityId;
    use crate::parse::body::TextRange;

    fn mention(sentence: TextRange, range: TextRange, cut: (bool, bool)) -> Mention {
        Mention {
            entity: EntityId(0),
            range,
            how: How::Spotted,
            anchor: String::new(),
            passage: None,
            role: None,
            certainty: None,
            implied: false,
            footnote: None,
            sentence,
            cut,
            sentences: 0..0,
            link: None,
        }
    }

    fn in_sentence(text: &str, words: &str) -> (String, String, String) {
        let at = u32::try_from(text.find(words).unwrap()).unwrap();
        let end = at + u32::try_from(words.len()).unwrap();
        excerpt(text, &mention(0..u32::try_from(text.len()).unwrap(), at..end, (false, false)))
    }

    #[test]
    fn words_stand_in_their_sentence_on_one_line() {
        let (before, words, after) = in_sentence(" He met\nthe  ambassador\ntwice. ", "the  ambassador");
        assert_eq!((before.as_str(), words.as_str(), after.as_str()), ("He met ", "the ambassador", " twice."));
    }

    #[test]
    fn a_passage_longer_than_its_sentence_is_whole() {
        let (before, words, after) = excerpt("One. Two. Three.", &mention(5..9, 0..9, (false, false)));
        assert_eq!((before.as_str(), words.as_str(), after.as_str()), ("", "One. Two.", ""));
    }

    #[test]
    fn a_sentence_that_goes_on_says_so() {
        let (before, words, after) = excerpt("aa bb cc dd ee", &mention(3..11, 6..8, (true, true)));
        assert_eq!((before.as_str(), words.as_str(), after.as_str()), ("…bb ", "cc", " dd…"));
    }
}
