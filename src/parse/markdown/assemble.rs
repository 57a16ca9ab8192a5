//! Nodes to a [`Body`]: footnotes in order, the reader's text, blocks, addresses.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use super::source::{Strand, short};
use super::{Draft, Node, Part};
use crate::diag::{Diagnostic, Outcome};
use crate::id::Slug;
use crate::parse::body::{
    Block, BlockKind, Body, Element, Event, Footnote, Hidden, HiddenKind, SourceMap, Tag, TextRange,
};
use crate::span::{FileId, Span};

/// Makes the body.
pub(super) fn assemble(draft: Draft, file: FileId) -> Outcome<Body> {
    let Draft { strand, mut parts, links, images, mut diagnostics, ids } = draft;
    let order = Order::new(&parts);
    let body = Body { links, images, ids, ..Body::default() };
    let footnotes = &order.footnotes;
    let mut maker = Maker {
        file,
        from: &strand,
        strand: Strand::default(),
        labels: &order.labels,
        references: vec![0; footnotes.len()],
        names: BTreeMap::new(),
        body,
        events: Vec::new(),
        open: Vec::new(),
        leaf: None,
        begun: false,
    };
    let nodes = parts.first_mut().map(|part| std::mem::take(&mut part.nodes)).unwrap_or_default();
    let (events, range) = maker.part(nodes);
    maker.body.events = events;
    maker.body.body_range = range;
    let mut made = Vec::with_capacity(footnotes.len());
    for &index in footnotes {
        let Part { nodes, label, .. } = std::mem::take(&mut parts[index]);
        let label = label.unwrap_or_default();
        let id = maker.address("fn-", Slug::propose(&label).as_str());
        let (events, range) = maker.part(nodes);
        made.push(Footnote { label, id, events, range, references: 0 });
    }
    let Maker { mut body, strand, references, .. } = maker;
    for (note, count) in made.iter_mut().zip(references) {
        note.references = count;
        for number in 1..=count {
            body.ids.insert(note.reference_id(number));
        }
    }
    body.footnotes = made;
    body.text = strand.text;
    body.map = SourceMap { file: Some(file), runs: strand.runs };
    // A body lives until the site is made; with thousands of them the room that nothing grows into any more is a third.
    body.events.shrink_to_fit();
    body.blocks.shrink_to_fit();
    body.text.shrink_to_fit();
    body.map.runs.shrink_to_fit();
    diagnostics.sort_by(Diagnostic::order);
    Outcome { value: body, diagnostics }
}

/// Footnotes by first reference: those of the body, then those that only footnotes refer to, then the rest.
struct Order {
    /// From a label to the place in `footnotes`.
    labels: HashMap<String, u32>,
    /// Indices of parts.
    footnotes: Vec<usize>,
}

impl Order {
    fn new(parts: &[Part]) -> Order {
        let mut defined: HashMap<String, usize> = HashMap::new();
        for (index, part) in parts.iter().enumerate().skip(1) {
            // The first of two definitions counts, as for links (CommonMark 4.7).
            defined.entry(key(part.label.as_deref().unwrap_or_default())).or_insert(index);
        }
        let (mut labels, mut footnotes) = (HashMap::new(), Vec::new());
        let mut placed = vec![false; parts.len()];
        let mut queue = VecDeque::from([0]);
        while let Some(index) = queue.pop_front() {
            for node in &parts[index].nodes {
                let Node::Reference(label, _) = node else { continue };
                let label = key(label);
                if let Some(&at) = defined.get(&label)
                    && !placed[at]
                {
                    placed[at] = true;
                    labels.insert(label, short(footnotes.len()));
                    footnotes.push(at);
                    queue.push_back(at);
                }
            }
        }
        // One that is never referred to may refer to others: those are placed here too, in the order of the source.
        for index in 1..parts.len() {
            if !placed[index] {
                let label = key(parts[index].label.as_deref().unwrap_or_default());
                if defined.get(&label) == Some(&index) {
                    labels.insert(label, short(footnotes.len()));
                }
                footnotes.push(index);
            }
        }
        Order { labels, footnotes }
    }
}

/// Labels are alike without regard to letter case and white space.
fn key(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

struct Maker<'d> {
    file: FileId,
    from: &'d Strand,
    strand: Strand,
    labels: &'d HashMap<String, u32>,
    /// How often each footnote has been referred to.
    references: Vec<u32>,
    /// How often a name was asked for as an address.
    names: BTreeMap<String, u32>,
    body: Body,
    events: Vec<Event>,
    open: Vec<Opened>,
    leaf: Option<Leaf>,
    /// Whether a block has begun in the text: the next one has a break before it.
    begun: bool,
}

struct Opened {
    block: bool,
    /// What leaf blocks inside are.
    leaf: BlockKind,
    /// Where its text begins.
    at: u32,
    event: usize,
}

struct Leaf {
    kind: BlockKind,
    at: u32,
    event: u32,
    span: Option<Span>,
}

impl Maker<'_> {
    fn part(&mut self, nodes: Vec<Node>) -> (Vec<Event>, TextRange) {
        let (before, mut start) = (self.strand.len(), None);
        for node in nodes {
            self.node(node);
            if start.is_none() && self.strand.len() > before {
                start = self.leaf.as_ref().map(|leaf| leaf.at);
            }
        }
        while !self.open.is_empty() {
            self.node(Node::Close);
        }
        self.end_leaf();
        let end = self.strand.len();
        (std::mem::take(&mut self.events), start.unwrap_or(end)..end)
    }

    fn node(&mut self, node: Node) {
        match node {
            Node::Open(tag) => self.start(tag),
            Node::Close => self.end(),
            Node::Text(range) => {
                self.begin_leaf(None);
                let start = self.strand.len();
                self.strand.copy(self.from, range);
                self.event_text(start);
            }
            Node::Break(range) => {
                self.begin_leaf(None);
                let at = self.strand.len();
                self.strand.copy(self.from, range);
                self.events.push(Event::HardBreak(at));
            }
            Node::Rule => {
                self.end_leaf();
                self.begin_leaf(None);
                self.events.push(Event::Rule);
                self.end_leaf();
            }
            Node::Image(number) => {
                let image = self.body.images.get(number as usize);
                let (text, span) = image.map(|image| (image.alt.clone(), image.span)).unzip();
                self.begin_leaf(span);
                self.hide(text.unwrap_or_default(), HiddenKind::Alt, span);
                self.events.push(Event::Image(number));
            }
            Node::Reference(label, range) => {
                let Some(&index) = self.labels.get(&key(&label)) else { return self.node(Node::Text(range)) };
                self.begin_leaf(self.from.span(self.file, range));
                let count = &mut self.references[index as usize];
                *count += 1;
                self.events.push(Event::FootnoteReference(index, *count));
            }
            Node::Task(done) => {
                self.begin_leaf(None);
                self.events.push(Event::Task(done));
            }
            Node::Shown(text, span) => {
                if !text.trim().is_empty() {
                    self.begin_leaf(span);
                }
                if !self.hide_more(&text, span) {
                    self.hide(text.clone(), HiddenKind::Html, span);
                }
                self.events.push(Event::Shown(text.into()));
            }
            Node::Void(name, attributes) => {
                self.events.push(Event::Void(Box::new(Element { name, attributes })));
            }
            // All raw HTML has become other nodes by now.
            Node::Raw(..) => {}
        }
    }

    fn event_text(&mut self, start: u32) {
        let end = self.strand.len();
        match self.events.last_mut() {
            _ if start == end => {}
            Some(Event::Text(last)) if last.end == start => last.end = end,
            _ => self.events.push(Event::Text(start..end)),
        }
    }

    fn hide(&mut self, text: String, kind: HiddenKind, span: Option<Span>) {
        if let Some(span) = span
            && !text.trim().is_empty()
        {
            self.body.hidden.push(Hidden { text, kind, at: self.strand.len(), span });
        }
    }

    /// Adds to the raw text before it what is parted from that by tags within a line alone; whether there is such.
    fn hide_more(&mut self, text: &str, span: Option<Span>) -> bool {
        let at = self.strand.len();
        // Each leaf but the first begins with a break in the strand.
        let Some(last) = self
            .body
            .hidden
            .last_mut()
            .filter(|last| self.leaf.is_some() && last.kind == HiddenKind::Html && last.at == at)
        else {
            return false;
        };
        last.text.push_str(text);
        if let Some(span) = span.filter(|span| span.file == last.span.file) {
            let (old, new) = (last.span.range(), span.range());
            last.span = span.file.span(old.start.min(new.start), old.end.max(new.end));
        }
        true
    }

    fn start(&mut self, tag: Tag) {
        let block = tag.is_block();
        let leaf = match tag {
            Tag::Heading(..) => BlockKind::Heading,
            Tag::Cell(..) => BlockKind::Cell,
            Tag::Caption => BlockKind::Caption,
            Tag::CodeBlock(_) => BlockKind::Code,
            _ if block => BlockKind::Paragraph,
            _ => self.open.last().map_or(BlockKind::Paragraph, |open| open.leaf),
        };
        if block {
            self.end_leaf();
        } else if matches!(tag, Tag::Link(_) | Tag::Code) {
            self.begin_leaf(None);
        }
        self.open.push(Opened { block, leaf, at: self.strand.len(), event: self.events.len() });
        self.events.push(Event::Open(tag));
    }

    fn end(&mut self) {
        let Some(Opened { block, at, event, .. }) = self.open.pop() else { return };
        if block {
            self.end_leaf();
        }
        let range = at..self.strand.len();
        match self.events.get(event) {
            Some(Event::Open(Tag::Heading(..))) => {
                let words = self.strand.text.get(range.start as usize..).unwrap_or("");
                let id = self.address("h-", Slug::propose(words).as_str());
                if let Some(Event::Open(Tag::Heading(_, empty))) = self.events.get_mut(event) {
                    *empty = id.into();
                }
            }
            Some(&Event::Open(Tag::Link(number))) => {
                if let Some(link) = self.body.links.get_mut(number as usize)
                    && !range.is_empty()
                {
                    // A link in raw HTML may have been cut up by the parser: its range is from its first to its last words.
                    let first = if link.range.is_empty() { range.start } else { link.range.start };
                    link.range = first..range.end;
                }
            }
            _ => {}
        }
        self.events.push(Event::Close);
    }

    /// Begins a leaf block unless one is begun, with a break before it.
    fn begin_leaf(&mut self, span: Option<Span>) {
        if let Some(leaf) = &mut self.leaf {
            leaf.span = leaf.span.or(span);
            return;
        }
        if self.begun {
            let end = self.strand.runs.last().map_or(0, |run| run.source + run.source_len);
            self.strand.push("\n", self.file.span(end as usize, end as usize), false);
        }
        self.begun = true;
        let kind = self.open.last().map_or(BlockKind::Paragraph, |open| open.leaf);
        self.leaf = Some(Leaf { kind, at: self.strand.len(), event: short(self.events.len()), span });
        // Elements that were opened before their first words begin with these, not with the break.
        let at = self.strand.len();
        for open in self.open.iter_mut().rev().take_while(|open| !open.block) {
            open.at = at;
        }
    }

    fn end_leaf(&mut self) {
        let Some(Leaf { kind, at, event, span }) = self.leaf.take() else { return };
        let range = at..self.strand.len();
        let own = self.strand.span(self.file, range.clone()).filter(|_| !range.is_empty());
        let end = self.strand.runs.last().map_or(0, |run| (run.source + run.source_len) as usize);
        let source = own.or(span).unwrap_or_else(|| self.file.span(end, end));
        let kind = if range.is_empty() { BlockKind::Opaque } else { kind };
        self.body.blocks.push(Block { range, kind, source, event });
    }

    /// A free address: `prefix` and `name`, with `-2` and so on where that is taken.
    fn address(&mut self, prefix: &str, name: &str) -> String {
        address(&mut self.body.ids, &mut self.names, format!("{prefix}{name}"))
    }
}

/// `wish`, or with the next number that makes it new. `asked` keeps the count, so that a thousand headings of one name cost no
/// more than a thousand others.
fn address(taken: &mut BTreeSet<String>, asked: &mut BTreeMap<String, u32>, wish: String) -> String {
    if taken.insert(wish.clone()) {
        return wish;
    }
    let mut count = asked.get(&wish).copied().unwrap_or(1);
    loop {
        count += 1;
        let next = format!("{wish}-{count}");
        if taken.insert(next.clone()) {
            asked.insert(wish, count);
            return next;
        }
    }
}
