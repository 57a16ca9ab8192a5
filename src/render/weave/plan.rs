//! Marks spliced into events.

use super::{Mark, MarkKind, Target};
use crate::parse::body::{Block, BlockKind, Body, Event, Tag, TextRange};

/// What to write, for the body and each footnote.
pub(super) struct Plans {
    pub parts: Vec<Vec<Op>>,
    pub not_markable: Vec<usize>,
    pub pieces: Vec<u32>,
    /// The number that a passage of several pieces has among these.
    pub groups: Vec<Option<u32>>,
}

/// One thing to write. Marks are indices into the marks given, events into the part's events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Op {
    /// Any event but text.
    Event(u32),
    Text(TextRange),
    /// A piece of a mark begins. `link`: a mention's may be an `<a>` here.
    Open {
        mark: u32,
        first: bool,
        link: bool,
    },
    /// The piece last begun ends.
    Shut {
        mark: u32,
        link: bool,
    },
    /// The reference to a mark's note.
    Note(u32),
    /// The address of a mark that has no words.
    Anchor(u32),
}

pub(super) fn plan(body: &Body, marks: &[Mark], links: &[Option<Target>]) -> Plans {
    let mut parts: Vec<&[Event]> = vec![&body.events];
    parts.extend(body.footnotes.iter().map(|note| note.events.as_slice()));
    let (clipped, empty) = clip(body, &parts, marks);

    let mut pieces = vec![0; marks.len()];
    let mut plans = Vec::with_capacity(parts.len());
    let (mut clipped, mut empty) = (clipped.into_iter().peekable(), empty.into_iter().peekable());
    let mut not_markable = Vec::new();
    for (index, events) in parts.into_iter().enumerate() {
        let mut own = Vec::new();
        while let Some(mark) = clipped.next_if(|mark| mark.part == index) {
            own.push(mark);
        }
        let mut anchors = Vec::new();
        while let Some(anchor) = empty.next_if(|anchor| anchor.part == index) {
            not_markable.push(anchor.mark as usize);
            anchors.push((anchor.event, anchor.mark));
        }
        let mut splicer = Splicer {
            marks,
            clipped: own,
            next: 0,
            extents: Extents::of(events, links),
            stack: Vec::new(),
            waiting: Vec::new(),
            links: 0,
            rubies: 0,
            notes: Vec::new(),
            at: 0,
            ops: Vec::with_capacity(events.len() + 8 * marks.len()),
            pieces: &mut pieces,
        };
        splicer.run(events, &anchors);
        plans.push(splicer.ops);
    }
    not_markable.sort_unstable();

    let mut order: Vec<usize> = (0..marks.len()).filter(|&mark| pieces[mark] > 1).collect();
    order.retain(|&mark| marks[mark].kind == MarkKind::Passage);
    order.sort_by_key(|&mark| (marks[mark].range.start, mark));
    let mut groups = vec![None; marks.len()];
    for (number, mark) in (0..).zip(order) {
        groups[mark] = Some(number);
    }
    Plans { parts: plans, not_markable, pieces, groups }
}

/// A mark, cut to text that is there.
#[derive(Clone, Copy, Debug)]
struct Clipped {
    part: usize,
    start: u32,
    end: u32,
    mark: u32,
}

/// A mark without words: the event that it stands before.
#[derive(Clone, Copy, Debug)]
struct Anchor {
    part: usize,
    event: u32,
    mark: u32,
}

/// Cuts marks to the text events, in the order in which they begin, the longest first.
fn clip(body: &Body, parts: &[&[Event]], marks: &[Mark]) -> (Vec<Clipped>, Vec<Anchor>) {
    if marks.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let mut texts: Vec<(TextRange, usize)> = Vec::new();
    for (part, events) in parts.iter().enumerate() {
        texts.extend(events.iter().filter_map(|event| match event {
            Event::Text(range) => Some((range.clone(), part)),
            _ => None,
        }));
    }
    let (mut clipped, mut empty) = (Vec::with_capacity(marks.len()), Vec::new());
    for (mark, Mark { range, .. }) in (0..).zip(marks) {
        let first = texts.partition_point(|(text, _)| text.end <= range.start);
        let last = texts.partition_point(|(text, _)| text.start < range.end);
        let part = texts.get(first).map(|(_, part)| *part).filter(|_| first < last && !range.is_empty());
        let Some(part) = part else {
            let (part, event) = place(body, range.start);
            empty.push(Anchor { part, event, mark });
            continue;
        };
        // No passage crosses a footnote's edge; if one did, it would end there.
        let last = first + texts[first..last].partition_point(|(_, other)| *other == part);
        let start = texts[first].0.start.max(range.start);
        let end = texts[last - 1].0.end.min(range.end);
        clipped.push(Clipped { part, start, end, mark });
    }
    clipped.sort_by_key(|c| (c.part, c.start, std::cmp::Reverse(c.end), c.mark));
    empty.sort_by_key(|anchor| (anchor.part, anchor.event, anchor.mark));
    (clipped, empty)
}

/// The part and event before which a mark at `at` without words stands: the beginning of its block.
fn place(body: &Body, at: u32) -> (usize, u32) {
    let blocks = &body.blocks;
    let after = blocks.partition_point(|block| block.range.start <= at);
    let holds = |block: &&Block| at <= block.range.end;
    let own = blocks[..after].iter().rev().take_while(holds).find(|block| block.kind == BlockKind::Opaque);
    let near = own.or_else(|| after.checked_sub(1).and_then(|last| blocks.get(last))).or_else(|| blocks.first());
    let Some(block) = near else { return (0, 0) };
    let at = block.range.start;
    let notes = body.footnotes.partition_point(|note| note.range.start <= at);
    let inside = notes.checked_sub(1).filter(|_| at >= body.body_range.end && at > 0);
    (inside.map_or(0, |note| note + 1), block.event)
}

/// What each element holds, by the event that opens it.
struct Extents(Vec<Extent>);

#[derive(Clone, Copy, Default)]
struct Extent {
    /// Its first and last byte of text; alike if there is none.
    start: u32,
    end: u32,
    /// It is a block, or one (or a rule) is in it: no mark lies around it.
    block: bool,
    /// It is words and their readings.
    ruby: bool,
    /// It is a reading, or the bracket around one: no mark parts it from its words.
    reading: bool,
    /// It is a link.
    link: bool,
    /// It is a link, or one is in it.
    links: bool,
}

impl Extents {
    fn of(events: &[Event], links: &[Option<Target>]) -> Extents {
        let mut extents = vec![Extent::default(); events.len()];
        let mut open: Vec<usize> = Vec::new();
        for (index, event) in events.iter().enumerate() {
            match event {
                Event::Open(tag) => {
                    let link = match tag {
                        Tag::Link(number) => links.get(*number as usize).is_some_and(Option::is_some),
                        Tag::Html(element) => element.name == "a",
                        _ => false,
                    };
                    let name = if let Tag::Html(element) = tag { element.name.as_str() } else { "" };
                    extents[index] = Extent {
                        block: tag.is_block(),
                        ruby: name == "ruby",
                        reading: matches!(name, "rt" | "rp"),
                        link,
                        links: link,
                        ..Extent::default()
                    };
                    open.push(index);
                }
                Event::Close => {
                    let Some(own) = open.pop() else { continue };
                    let Extent { start, end, block, links, .. } = extents[own];
                    let Some(&outer) = open.last() else { continue };
                    let outer = &mut extents[outer];
                    outer.block |= block;
                    outer.links |= links;
                    outer.add(start..end);
                }
                Event::Text(range) => {
                    if let Some(&own) = open.last() {
                        extents[own].add(range.clone());
                    }
                }
                Event::FootnoteReference(..) => {
                    if let Some(&own) = open.last() {
                        extents[own].links = true;
                    }
                }
                Event::Rule => {
                    if let Some(&own) = open.last() {
                        extents[own].block = true;
                    }
                }
                _ => {}
            }
        }
        Extents(extents)
    }
}

impl Extent {
    fn add(&mut self, range: TextRange) {
        if range.is_empty() {
            return;
        }
        if self.start == self.end {
            self.start = range.start;
        }
        self.end = range.end;
    }
}

/// An open element, or an open piece of a mark.
#[derive(Clone, Copy)]
enum Open {
    Element { link: bool, ruby: bool },
    Piece { clipped: usize, link: bool },
}

struct Splicer<'m> {
    marks: &'m [Mark],
    /// In the order of their beginnings.
    clipped: Vec<Clipped>,
    /// The first of `clipped` that has not begun.
    next: usize,
    extents: Extents,
    stack: Vec<Open>,
    /// Marks that have begun, have not ended, and have no open piece.
    waiting: Vec<usize>,
    /// Links that are open, those of mentions too.
    links: usize,
    /// Open `<ruby>`.
    rubies: usize,
    /// Marks that ended inside a link or `<ruby>`: their notes' references come after it.
    notes: Vec<u32>,
    /// The end of the text so far.
    at: u32,
    ops: Vec<Op>,
    pieces: &'m mut [u32],
}

impl Splicer<'_> {
    fn run(&mut self, events: &[Event], anchors: &[(u32, u32)]) {
        let mut anchors = anchors.iter().copied().peekable();
        for (index, event) in (0..).zip(events) {
            while let Some((_, mark)) = anchors.next_if(|(before, _)| *before <= index) {
                self.anchor(mark);
            }
            match event {
                Event::Open(_) => self.open(index),
                Event::Close => {
                    self.close();
                    self.ops.push(Op::Event(index));
                    self.flush_notes();
                }
                Event::Text(range) => self.text(range.clone()),
                Event::FootnoteReference(..) => {
                    self.shut_ended(self.at);
                    self.shut_from(|_, link| link);
                    self.ops.push(Op::Event(index));
                }
                Event::Rule => {
                    self.shut_from(|_, _| true);
                    self.ops.push(Op::Event(index));
                }
                _ => {
                    self.shut_ended(self.at);
                    self.ops.push(Op::Event(index));
                }
            }
        }
        self.shut_from(|_, _| true);
        for (_, mark) in anchors {
            self.anchor(mark);
        }
    }

    fn anchor(&mut self, mark: u32) {
        self.ops.push(Op::Anchor(mark));
        if self.marks[mark as usize].note.is_some() {
            self.notes.push(mark);
            self.flush_notes();
        }
    }

    fn text(&mut self, range: TextRange) {
        self.at = range.start;
        while self.at < range.end {
            self.shut_ended(self.at);
            self.begin(self.at);
            self.open_waiting(|_| true);
            let mut to = range.end;
            for open in &self.stack {
                if let Open::Piece { clipped, .. } = *open {
                    to = to.min(self.clipped[clipped].end);
                }
            }
            if let Some(next) = self.clipped.get(self.next) {
                to = to.min(next.start);
            }
            self.ops.push(Op::Text(self.at..to));
            self.at = to;
        }
    }

    fn open(&mut self, index: u32) {
        let extent = self.extents.0[index as usize];
        if extent.block || extent.reading {
            self.shut_from(|_, _| true);
        } else if extent.start == extent.end {
            self.shut_ended(self.at);
            self.shut_from(|_, link| link && extent.links);
        } else {
            self.shut_ended(extent.start);
            self.begin(extent.start);
            self.shut_from(|mark, link| mark.end < extent.end || (link && extent.links));
            // What is a link outside the element cannot lie around a link; a mention in a link is none.
            let free = self.links == 0 && extent.links;
            let marks = self.marks;
            self.open_waiting(|mark| {
                mark.end >= extent.end && !(free && matches!(marks[mark.mark as usize].kind, MarkKind::Mention { .. }))
            });
        }
        self.links += usize::from(extent.link);
        self.rubies += usize::from(extent.ruby);
        self.stack.push(Open::Element { link: extent.link, ruby: extent.ruby });
        self.ops.push(Op::Event(index));
    }

    /// Shuts the pieces in the element that ends, and drops it from the stack.
    fn close(&mut self) {
        self.shut_from(|_, _| true);
        if let Some(Open::Element { link, ruby }) = self.stack.pop() {
            self.links -= usize::from(link);
            self.rubies -= usize::from(ruby);
        }
    }

    /// Marks that begin up to `at` wait for text.
    fn begin(&mut self, at: u32) {
        while self.clipped.get(self.next).is_some_and(|mark| mark.start <= at) {
            self.waiting.push(self.next);
            self.next += 1;
        }
    }

    /// Opens a piece of each waiting mark that may be open here, those that go on longest outermost.
    fn open_waiting(&mut self, may: impl Fn(&Clipped) -> bool) {
        if self.waiting.is_empty() {
            return;
        }
        let clipped = &self.clipped;
        self.waiting.sort_by_key(|&mark| (std::cmp::Reverse(clipped[mark].end), mark));
        let waiting = std::mem::take(&mut self.waiting);
        for index in waiting {
            let Clipped { mark, .. } = self.clipped[index];
            if !may(&self.clipped[index]) {
                self.waiting.push(index);
                continue;
            }
            let mention = matches!(self.marks[mark as usize].kind, MarkKind::Mention { .. });
            let link = mention && self.links == 0;
            self.links += usize::from(link);
            let pieces = &mut self.pieces[mark as usize];
            *pieces += 1;
            self.ops.push(Op::Open { mark, first: *pieces == 1, link });
            self.stack.push(Open::Piece { clipped: index, link });
        }
    }

    fn shut_ended(&mut self, at: u32) {
        self.shut_from(|mark, _| mark.end <= at);
    }

    /// Shuts the pieces that `ends` names and those inside them. What has not ended waits for its next piece.
    fn shut_from(&mut self, ends: impl Fn(&Clipped, bool) -> bool) {
        let pieces = self.stack.iter().rev().take_while(|open| matches!(open, Open::Piece { .. })).count();
        let floor = self.stack.len() - pieces;
        let first = self.stack[floor..].iter().position(|open| match open {
            Open::Piece { clipped, link } => ends(&self.clipped[*clipped], *link),
            Open::Element { .. } => false,
        });
        let Some(first) = first else { return };
        while self.stack.len() > floor + first {
            let Some(Open::Piece { clipped, link }) = self.stack.pop() else { break };
            self.links -= usize::from(link);
            let Clipped { mark, end, .. } = self.clipped[clipped];
            self.ops.push(Op::Shut { mark, link });
            if end > self.at {
                self.waiting.push(clipped);
            } else if self.marks[mark as usize].note.is_some() {
                self.notes.push(mark);
            }
        }
        self.flush_notes();
    }

    fn flush_notes(&mut self) {
        if self.links == 0 && self.rubies == 0 {
            self.ops.extend(self.notes.drain(..).map(Op::Note));
        }
    }
}
