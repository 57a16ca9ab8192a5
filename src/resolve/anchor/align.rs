//! Aligning words around and in a quote with a text: semi-globally, with affine gaps, and with the path read back.
//!
//! The unit is the token (a word, a character of punctuation, a character of a script without spaces); what it costs to read
//! one for another is counted in letters. All of the pattern is laid against any stretch of a window of the text. What the
//! text has more than the pattern is one event, however long: it costs little to begin and less to go on.
//!
//! 1. [`Pattern::new`] makes one pattern of prefix, quote and suffix.
//! 2. [`Table::new`] fills the table of costs, in a band where the pattern is long.
//! 3. [`Table::ends`] lists where good alignments end, [`Table::path`] reads one back.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::resolve::anchor::tokens::{Index, Token, UNKNOWN, Word};

/// What one letter costs.
pub const LETTER: u32 = 4;
/// What it costs that only letter case differs, or how a word is parted.
const SLIGHT: u32 = 2;
/// What punctuation costs.
const PUNCTUATION: u32 = 3;
/// What it costs to leave out a run of the pattern, besides its letters.
pub const DROP: u32 = 4;
/// What it costs to begin a run that only the text has.
pub const ADD: u32 = 6;
/// What it costs to begin one that may become long.
pub const ADD_LONG: u32 = 48;
/// What another number costs among the words around a quote: in lists and notes that are alike, numbers tell one from
/// another.
const NUMBER: u32 = 10 * LETTER;
/// Cells of one table: a longer pattern is aligned in a band.
const CELLS: usize = 1_200_000;

const FAR: u32 = u32::MAX / 4;

/// Words before a quote, the quote, and words after it, in one.
#[derive(Debug)]
pub struct Pattern {
    /// The folded words.
    pub text: String,
    /// Their tokens.
    pub tokens: Vec<Token>,
    /// Which tokens are the quote.
    pub quote: Range<usize>,
    /// The words of the tokens.
    words: Vec<Word>,
}

/// A step of an alignment: tokens of the pattern and of the text that belong together; one side may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Tokens of the pattern.
    pub rows: Range<usize>,
    /// Tokens of the text.
    pub columns: Range<usize>,
    /// What it costs.
    pub cost: u32,
    /// Whether both sides are the same word or nearly so.
    pub alike: bool,
}

impl Pattern {
    /// Makes a pattern of three folded texts.
    pub fn new(index: &Index, prefix: &str, quote: &str, suffix: &str, at_most: usize) -> Pattern {
        let mut pattern = Pattern { text: String::new(), tokens: Vec::new(), quote: 0..0, words: Vec::new() };
        pattern.push(index, prefix, at_most);
        pattern.quote.start = pattern.tokens.len();
        pattern.push(index, quote, at_most);
        pattern.quote.end = pattern.tokens.len();
        pattern.push(index, suffix, at_most);
        pattern
    }

    fn push(&mut self, index: &Index, text: &str, at_most: usize) {
        let base = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.text.push_str(text);
        for token in index.read(text, at_most) {
            self.words.push(Word::new(&text[token.start as usize..token.end as usize]));
            self.tokens.push(Token { start: token.start + base, end: token.end + base, word: token.word });
        }
    }

    /// What it costs to leave out tokens.
    pub fn weight(&self, rows: Range<usize>) -> u32 {
        self.words[rows].iter().map(weight).sum()
    }

    /// A token's words.
    pub fn word(&self, row: usize) -> &str {
        let token = &self.tokens[row];
        &self.text[token.start as usize..token.end as usize]
    }

    /// The tokens' words.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// How many characters a word has; 0 for punctuation.
    pub fn letters(&self, row: usize) -> u32 {
        self.words[row].letters
    }

    /// Whether a token is a word, not punctuation.
    pub fn is_word(&self, row: usize) -> bool {
        self.words[row].letters > 0
    }

    /// What it costs to read a word of the text for a token.
    fn swap(&self, row: usize, text: &Side<'_>, token: &Token, known: &mut Known) -> u32 {
        let own = &self.tokens[row];
        let left = &self.words[row];
        if own.word == token.word {
            let same = self.word(row) == text.of(token);
            return if same { 0 } else { SLIGHT };
        }
        let right = &text.index.words[token.word as usize];
        // The words around are cut at so many characters.
        let cut = left.letters > 0
            && ((row == 0 && self.quote.start > 0 && right.lower.ends_with(&left.lower))
                || (row + 1 == self.tokens.len() && self.quote.end < row + 1 && right.lower.starts_with(&left.lower)));
        if cut {
            return 0;
        }
        if !self.quote.contains(&row) && left.is_number && right.is_number {
            return NUMBER;
        }
        if left.letters == 0 || right.letters == 0 || !left.may_be_like(right) {
            return swap(left, right);
        }
        *known.entry((row, token.word)).or_insert_with(|| swap(left, right))
    }

    /// Whether a cost is one of words that are alike.
    fn is_alike(&self, row: usize, cost: u32) -> bool {
        cost < weight(&self.words[row]).max(PUNCTUATION + 1)
    }
}

/// What it costs to read one word for another.
pub fn swap(own: &Word, text: &Word) -> u32 {
    if own.letters == 0 && text.letters == 0 {
        return PUNCTUATION;
    }
    let far = weight(own) + LETTER;
    if own.letters == 0 || text.letters == 0 || !own.may_be_like(text) {
        return far;
    }
    own.errors(text).map_or(far, |errors| errors * LETTER)
}

/// The same among the words around a quote.
pub fn swap_around(own: &Word, text: &Word) -> u32 {
    if own.is_number && text.is_number { NUMBER } else { swap(own, text) }
}

/// What it costs to go on with words that only the text has.
pub fn added(word: &Word) -> u32 {
    weight(word) / 4 + 1
}

/// What it costs to leave a word out: its letters and the space beside it.
pub fn weight(word: &Word) -> u32 {
    if word.letters == 0 { PUNCTUATION } else { word.letters * LETTER + SLIGHT }
}

type Known = FxHashMap<(usize, u32), u32>;

/// The text that is searched.
#[derive(Clone, Copy, Debug)]
pub struct Side<'t> {
    /// The folded text.
    pub text: &'t str,
    /// Its words.
    pub index: &'t Index,
}

impl Side<'_> {
    /// A token's words.
    pub fn of(&self, token: &Token) -> &str {
        self.text.get(token.start as usize..token.end as usize).unwrap_or("")
    }
}

/// Costs and steps of all alignments of a pattern with a window.
#[derive(Debug)]
pub struct Table {
    window: Range<usize>,
    steps: Vec<u8>,
    width: usize,
    /// Where the band of row `i` begins: `i + low`, at least 0. `None`: everywhere at 0.
    low: Option<i64>,
    /// The costs of the last row, by cell.
    last: Vec<u32>,
    rows: usize,
    joins: Vec<Vec<Join>>,
}

/// Words that are one on the other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Join {
    /// One past the last token of the text, in the window.
    column: usize,
    rows: usize,
    columns: usize,
}

// What a cell was reached by.
const BOTH: u8 = 1;
const DROPPED: u8 = 2;
const ADDED: u8 = 3;
const ADDED_LONG: u8 = 4;
const JOINED: u8 = 5;
const REACHED: u8 = 7;
// Whether a run that ends in a cell goes back further.
const DROP_ON: u8 = 8;
const ADD_ON: u8 = 16;
const LONG_ON: u8 = 32;

impl Table {
    /// Aligns a pattern with any part of a window of the text; `begins`: where in the window it is expected to begin, for a
    /// pattern so long that only a band can be looked at.
    pub fn new(pattern: &Pattern, side: &Side<'_>, window: Range<usize>, begins: i64) -> Table {
        let (rows, columns) = (pattern.tokens.len(), window.len());
        let full = (rows + 1).saturating_mul(columns + 1) <= CELLS;
        let band = (CELLS / (rows + 1) / 2).max(16);
        let (low, width) = if full { (None, columns + 1) } else { (Some(begins - size(band)), band * 2 + 1) };
        let joins = joins(pattern, side, &window);
        let mut table = Table { window, steps: vec![0; (rows + 1) * width], width, low, last: Vec::new(), rows, joins };
        table.fill(pattern, side);
        table
    }

    /// The first column of a row's cells; below 0 where the band hangs over.
    fn first(&self, row: usize) -> i64 {
        self.low.map_or(0, |low| low + size(row))
    }

    fn fill(&mut self, pattern: &Pattern, side: &Side<'_>) {
        let (width, columns) = (self.width, self.window.len());
        let text = &side.index.tokens[self.window.clone()];
        let adds: Vec<u32> = text.iter().map(|token| added(&side.index.words[token.word as usize])).collect();
        let inside = |column: i64| usize::try_from(column).is_ok_and(|column| column <= columns);
        // The last rows' best costs, the latest last: a join reaches three back.
        let mut history: Vec<Vec<u32>> = vec![vec![FAR; width]; 3];
        history.push((0..width).map(|cell| if inside(self.first(0) + size(cell)) { 0 } else { FAR }).collect());
        let mut drops = vec![FAR; width];
        let mut known = Known::default();
        for row in 1..=self.rows {
            let first = self.first(row);
            // The same column is so many cells further in the row above.
            let shift = usize::try_from(first - self.first(row - 1)).unwrap_or(0);
            let weight = pattern.weight(row - 1..row);
            let mut best = vec![FAR; width];
            let mut next_drops = vec![FAR; width];
            let (mut add, mut long) = (FAR, FAR);
            let mut joins = self.joins[row].iter().peekable();
            let above = &history[3];
            for cell in 0..width {
                let Ok(column) = usize::try_from(first + size(cell)) else { continue };
                if column > columns {
                    break;
                }
                let (mut least, mut step, mut flags) = (FAR, 0, 0);
                if column > 0 {
                    if let Some(&cost) = (cell + shift).checked_sub(1).and_then(|at| above.get(at))
                        && cost < FAR
                    {
                        (least, step) = (cost + pattern.swap(row - 1, side, &text[column - 1], &mut known), BOTH);
                    }
                    if cell > 0 {
                        let before = best[cell - 1];
                        let adds = adds[column - 1];
                        if add <= before + ADD {
                            flags |= ADD_ON;
                        }
                        add = add.min(before + ADD) + adds;
                        if long <= before + ADD_LONG {
                            flags |= LONG_ON;
                        }
                        long = long.min(before + ADD_LONG) + 1;
                        if add < least {
                            (least, step) = (add, ADDED);
                        }
                        if long < least {
                            (least, step) = (long, ADDED_LONG);
                        }
                    }
                }
                if let (Some(&over), Some(&run)) = (above.get(cell + shift), drops.get(cell + shift)) {
                    if run <= over + DROP {
                        flags |= DROP_ON;
                    }
                    let drop = run.min(over + DROP) + weight;
                    next_drops[cell] = drop.min(FAR);
                    if drop < least {
                        (least, step) = (drop, DROPPED);
                    }
                }
                while joins.peek().is_some_and(|join| join.column < column) {
                    joins.next();
                }
                while let Some(join) = joins.next_if(|join| join.column == column) {
                    let from = size(column - join.columns) - self.first(row - join.rows);
                    let cost = usize::try_from(from).ok().and_then(|from| history[4 - join.rows].get(from));
                    if let Some(&cost) = cost
                        && cost + SLIGHT < least
                    {
                        (least, step) = (cost + SLIGHT, JOINED);
                    }
                }
                best[cell] = least.min(FAR);
                self.steps[row * width + cell] = step | flags;
            }
            drops = next_drops;
            history.rotate_left(1);
            history[3] = best;
        }
        self.last = history.pop().unwrap_or_default();
    }

    /// Where alignments end that cost at most `worst`, the best first: the cost and the cell, for [`Table::path`]. Of ends
    /// side by side only the best.
    pub fn ends(&self, worst: u32) -> Vec<(u32, usize)> {
        let mut ends: Vec<(u32, usize)> = Vec::new();
        for (cell, &cost) in self.last.iter().enumerate() {
            let before = cell.checked_sub(1).and_then(|at| self.last.get(at)).copied().unwrap_or(FAR);
            let after = self.last.get(cell + 1).copied().unwrap_or(FAR);
            if cost <= worst && cost < FAR && cost < before && cost <= after {
                ends.push((cost, cell));
            }
        }
        ends.sort_unstable();
        ends
    }

    /// Reads back the alignment that ends in a cell of the last row.
    pub fn path(&self, pattern: &Pattern, side: &Side<'_>, end: usize) -> Vec<Step> {
        let text = &side.index.tokens[self.window.clone()];
        let (mut row, mut column) = (self.rows, self.first(self.rows) + size(end));
        let mut steps = Vec::new();
        let mut known = Known::default();
        // Of a run that goes back further: what kind it is.
        let mut run = 0;
        while row > 0 {
            let Ok(at) = usize::try_from(column) else { break };
            let cell = usize::try_from(column - self.first(row)).unwrap_or(usize::MAX);
            let Some(&reached) = self.steps.get(row * self.width + cell).filter(|_| cell < self.width) else { break };
            let step = if run != 0 { run } else { reached & REACHED };
            let (rows, columns, goes_on) = match step {
                BOTH => (1, 1, false),
                DROPPED => (1, 0, reached & DROP_ON != 0),
                ADDED => (0, 1, reached & ADD_ON != 0),
                ADDED_LONG => (0, 1, reached & LONG_ON != 0),
                JOINED => match self.joins[row].iter().find(|join| join.column == at) {
                    Some(join) => (join.rows, join.columns, false),
                    None => break,
                },
                _ => break,
            };
            run = if goes_on { step } else { 0 };
            if columns > at {
                break;
            }
            let (of_rows, of_columns) = (row - rows..row, at - columns..at);
            let (cost, alike) = match step {
                BOTH => {
                    let cost = pattern.swap(row - 1, side, &text[at - 1], &mut known);
                    (cost, pattern.is_alike(row - 1, cost))
                }
                DROPPED => (pattern.weight(of_rows.clone()) + if goes_on { 0 } else { DROP }, false),
                ADDED => {
                    let word = &side.index.words[text[at - 1].word as usize];
                    (added(word) + if goes_on { 0 } else { ADD }, false)
                }
                ADDED_LONG => (1 + if goes_on { 0 } else { ADD_LONG }, false),
                _ => (SLIGHT, true),
            };
            let first = self.window.start;
            steps.push(Step { rows: of_rows, columns: first + of_columns.start..first + of_columns.end, cost, alike });
            row -= rows;
            column -= size(columns);
        }
        steps.reverse();
        steps
    }
}

fn size(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX / 2)
}

/// For each row, where in the window a word of one side is two of the other: `to day` and `today`, `co-operate` and
/// `cooperate`. Sorted by column.
fn joins(pattern: &Pattern, side: &Side<'_>, window: &Range<usize>) -> Vec<Vec<Join>> {
    let mut all = vec![Vec::new(); pattern.tokens.len() + 1];
    let index = side.index;
    let within = |word: u32| {
        let places = &index.places[word as usize];
        let from = places.partition_point(|&place| (place as usize) < window.start);
        places[from..].iter().map(|&place| place as usize).take_while(|&place| place < window.end)
    };
    let lower = |row: usize| pattern.words[row].lower.as_str();
    for (row, joins) in all.iter_mut().enumerate().skip(1) {
        for back in 2..=3.min(row) {
            let hyphen = back == 3 && pattern.word(row - 2) == "-";
            let ends = pattern.is_word(row - 1) && pattern.is_word(row - back);
            if !ends || (back == 3 && !hyphen) {
                continue;
            }
            let joined = format!("{}{}", lower(row - back), lower(row - 1));
            if let Some(word) = index.find(&joined) {
                let found = within(word).map(|place| place - window.start + 1);
                joins.extend(found.map(|column| Join { column, rows: back, columns: 1 }));
            }
        }
        if !pattern.is_word(row - 1) || pattern.tokens[row - 1].word != UNKNOWN && !window_is_small(window) {
            continue;
        }
        let whole = lower(row - 1);
        for (at, _) in whole.char_indices().skip(1) {
            let (left, right) = whole.split_at(at);
            let (Some(left), Some(right)) = (index.find(left), index.find(right)) else { continue };
            for place in within(left) {
                let word = |further: usize| index.tokens.get(place + further).filter(|_| place + further < window.end);
                let is_right = |further: usize| word(further).is_some_and(|token| token.word == right);
                if is_right(1) {
                    joins.push(Join { column: place - window.start + 2, rows: 1, columns: 2 });
                } else if is_right(2) && word(1).is_some_and(|token| side.of(token) == "-") {
                    joins.push(Join { column: place - window.start + 3, rows: 1, columns: 3 });
                }
            }
        }
    }
    for joins in &mut all {
        joins.sort_unstable();
        joins.dedup_by_key(|join| join.column);
    }
    all
}

fn window_is_small(window: &Range<usize>) -> bool {
    window.len() <= 4_000
}
