//! What an alignment says of a quote: which words of the text it has become, and how they differ.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::resolve::anchor::align::{Pattern, Side, Step};
use crate::resolve::anchor::substance::{Changed, Guard, Substance};
use crate::resolve::fold::is_word;

/// Words that differ: one side is empty where words are missing on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What the quote has.
    pub quote: String,
    /// What the text has.
    pub text: String,
}

impl Difference {
    /// Whether only letter case differs.
    pub fn is_case(&self) -> bool {
        self.quote != self.text && self.quote.to_lowercase() == self.text.to_lowercase()
    }

    /// Whether only punctuation and white space differ.
    pub fn is_punctuation(&self) -> bool {
        let words = |text: &str| text.chars().filter(|&c| is_word(c)).collect::<String>();
        words(&self.quote) == words(&self.text)
    }
}

/// What has become of the quote along a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Bytes of the folded text; empty where nothing of it is left.
    pub range: Range<usize>,
    /// Tokens of the text.
    pub tokens: Range<usize>,
    /// What the quote's part of the path costs.
    pub quote_cost: u32,
    /// The same without what the text has more.
    pub own_cost: u32,
    /// What the parts before and after cost.
    pub context_cost: (u32, u32),
    /// The same without what the text has more.
    pub missing_cost: (u32, u32),
    /// Whether any word of the quote is there, or nearly.
    pub has_words: bool,
    /// Whether its first and its last word are there, or nearly.
    pub has_edges: bool,
    /// Whether it ends where nothing says that it does: words of the quote are missing at an edge, and there were no words
    /// beyond that edge, for the text began or ended there. What was put in there is left out, whatever it is.
    pub is_open: bool,
    /// Whether the words that touch the quote are there, before and after.
    pub touches: (bool, bool),
}

impl Passage {
    /// Reads the quote's edges off a path.
    ///
    /// Between the last word before the quote that is in the text and the first word of the quote that is lie words that
    /// only the text has. They are the quote's where words of the quote are missing there, and else not: a word put in at
    /// an edge is outside.
    pub fn read(pattern: &Pattern, side: &Side<'_>, steps: &[Step]) -> Option<Passage> {
        let (start, end) = (pattern.quote.start, pattern.quote.end);
        let of = |row: usize| steps.iter().find(|step| step.alike && step.rows.contains(&row));
        let quote_rows = |from: usize, to: usize| (from..to).filter(|&row| pattern.is_word(row)).count();
        let cost = |step: &Step| {
            let inside = step.rows.start >= start && step.rows.end <= end && !step.rows.is_empty();
            (step.cost, inside)
        };
        let (mut quote_cost, mut context_cost, mut missing_cost) = (0, (0, 0), (0, 0));
        for (at, step) in steps.iter().enumerate() {
            let (cost, inside) = cost(step);
            let between = step.rows.is_empty() && step.rows.start > start && step.rows.start < end && at > 0;
            let is_before = step.rows.start < start || step.rows.end <= start;
            if !inside && !between && !step.rows.is_empty() {
                *(if is_before { &mut missing_cost.0 } else { &mut missing_cost.1 }) += cost;
            }
            *match () {
                () if inside || between => &mut quote_cost,
                () if is_before => &mut context_cost.0,
                () => &mut context_cost.1,
            } += cost;
        }
        let last_before = (0..start).rev().find_map(|row| of(row).map(|step| (row, step)));
        let first_after = (end..pattern.tokens.len()).find_map(|row| of(row).map(|step| (row, step)));
        let first = (start..end).find_map(|row| of(row).map(|step| (row, step)));
        let last = (start..end).rev().find_map(|row| of(row).map(|step| (row, step)));
        // Words of the context that are missing beside the quote.
        let missing_before = last_before.map_or(usize::MAX, |(row, _)| quote_rows(row + 1, start));
        let missing_after = first_after.map_or(usize::MAX, |(row, _)| quote_rows(end, row));
        let touches = (missing_before == 0, missing_after == 0);
        let missing_first = quote_rows(start, first.map_or(end, |(row, _)| row));
        let missing_last = quote_rows(last.map_or(start, |(row, _)| row + 1), end);
        let nothing_beyond = (quote_rows(0, start) == 0, quote_rows(end, pattern.tokens.len()) == 0);
        let text = &side.index.tokens;
        let mut passage = Passage {
            range: 0..0,
            tokens: 0..0,
            quote_cost,
            own_cost: steps.iter().map(cost).filter(|(_, inside)| *inside).map(|(cost, _)| cost).sum(),
            context_cost,
            missing_cost,
            has_words: (start..end).any(|row| pattern.is_word(row) && of(row).is_some())
                || quote_rows(start, end) == 0 && first.is_some(),
            has_edges: missing_first == 0 && missing_last == 0,
            is_open: missing_first > 0 && nothing_beyond.0 || missing_last > 0 && nothing_beyond.1,
            touches,
        };
        let (from, to) = match (first, last) {
            (Some((first_row, first)), Some((last_row, last))) if passage.has_words => {
                let mut from = first.columns.start;
                let part = side.index.part(from);
                // At the beginning of the text: as many words as are missing there are what these have become.
                let at_edge = nothing_beyond.0 && from - part.start <= first_row - start;
                let gap = if at_edge { part.start } else { last_before.map_or(from, |(_, step)| step.columns.end) };
                if quote_rows(start, first_row) > 0 && gap < from {
                    if missing_before == 0 || at_edge {
                        from = gap;
                    } else {
                        // Both sides lost words: each word read for one of the quote's is the quote's.
                        let swapped = steps.iter().find(|step| step.rows.contains(&start) && !step.columns.is_empty());
                        from = swapped.map_or(from, |step| step.columns.start.clamp(gap, from));
                    }
                    from = skip_punctuation(side, from, first.columns.start, pattern.is_word(start));
                }
                let mut to = last.columns.end;
                let at_edge = nothing_beyond.1 && to <= part.end && part.end - to < end - last_row;
                let gap = if at_edge { part.end } else { first_after.map_or(to, |(_, step)| step.columns.start) };
                if quote_rows(last_row + 1, end) > 0 && gap > to {
                    if missing_after == 0 || at_edge {
                        to = gap;
                    } else {
                        let swapped =
                            steps.iter().rev().find(|step| step.rows.contains(&(end - 1)) && !step.columns.is_empty());
                        to = swapped.map_or(to, |step| step.columns.end.clamp(to, gap));
                    }
                    to = skip_punctuation_back(side, last.columns.end, to, pattern.is_word(end - 1));
                }
                (from, to)
            }
            _ => {
                // Nothing of it is left: what stands between the words around it, if these are there.
                let (Some((_, before)), Some((_, after))) = (last_before, first_after) else {
                    let (_, at) = last_before.or(first_after)?;
                    let at = if last_before.is_some() { at.columns.end } else { at.columns.start };
                    passage.tokens = at..at;
                    let byte = text.get(at).map_or(side.text.len(), |token| token.start as usize);
                    passage.range = byte..byte;
                    return Some(passage);
                };
                let (from, to) = (before.columns.end, after.columns.start.max(before.columns.end));
                let from = skip_punctuation(side, from, to, true);
                (from, skip_punctuation_back(side, from, to, true))
            }
        };
        passage.tokens = from..to.max(from);
        let byte = |at: usize| text.get(at).map_or(side.text.len(), |token| token.start as usize);
        passage.range = if to > from { byte(from)..text[to - 1].end as usize } else { byte(from)..byte(from) };
        // A word of the text in which the quote's edge lies: the quote is its part.
        for step in steps.iter().filter(|step| step.alike && step.rows.len() > 1 && step.columns.len() == 1) {
            let split = |edge: usize| {
                let inside = step.rows.start < edge && edge < step.rows.end;
                let length: usize = (step.rows.start..edge.min(step.rows.end)).map(|row| pattern.word(row).len()).sum();
                let at = text[step.columns.start].start as usize + length;
                (inside && side.text.is_char_boundary(at)).then_some(at)
            };
            passage.range.start = split(start).unwrap_or(passage.range.start);
            passage.range.end = split(end).unwrap_or(passage.range.end).max(passage.range.start);
        }
        Some(passage)
    }
}

fn skip_punctuation(side: &Side<'_>, mut from: usize, to: usize, skip: bool) -> usize {
    while skip && from < to && side.index.words[side.index.tokens[from].word as usize].letters == 0 {
        from += 1;
    }
    from
}

fn skip_punctuation_back(side: &Side<'_>, from: usize, mut to: usize, skip: bool) -> usize {
    while skip && to > from && side.index.words[side.index.tokens[to - 1].word as usize].letters == 0 {
        to -= 1;
    }
    to
}

/// A passage beside a quote: what differs, and what that touches.
#[derive(Debug, Default)]
pub struct Comparison {
    /// The passage's words, those that differ in `[…]`.
    pub marked: String,
    /// What differs, in order.
    pub differences: Vec<Difference>,
    /// What the differences touch.
    pub substance: Substance,
}

/// Compares a passage with the quote, along the path.
pub fn compare(
    pattern: &Pattern,
    side: &Side<'_>,
    steps: &[Step],
    passage: &Passage,
    guard: &Guard<'_>,
    begins_block: &dyn Fn(usize) -> bool,
) -> Comparison {
    let quote = &pattern.quote;
    let text_of = |rows: &Range<usize>| match (pattern.tokens.get(rows.start), rows.end.checked_sub(1)) {
        (Some(first), Some(last)) if rows.end > rows.start => {
            pattern.text[first.start as usize..pattern.tokens[last].end as usize].to_owned()
        }
        _ => String::new(),
    };
    let bytes_of = |columns: &Range<usize>| match (side.index.tokens.get(columns.start), columns.end.checked_sub(1)) {
        (Some(first), Some(last)) if columns.end > columns.start => {
            first.start as usize..side.index.tokens[last].end as usize
        }
        _ => 0..0,
    };
    // Only what is of the quote, or in the passage.
    let clipped = steps.iter().filter_map(|step| {
        let rows = step.rows.start.max(quote.start)..step.rows.end.min(quote.end);
        let columns = step.columns.start.max(passage.tokens.start)..step.columns.end.min(passage.tokens.end);
        let rows = if rows.end > rows.start { rows } else { quote.start..quote.start };
        let columns = if columns.end > columns.start { columns } else { 0..0 };
        let is_both = step.rows.len() == rows.len() && step.columns.len() == columns.len();
        let same = is_both && step.alike && text_of(&rows) == side.text[bytes_of(&columns)];
        (!rows.is_empty() || !columns.is_empty()).then_some((rows, columns, same))
    });
    let clipped: Vec<_> = clipped.collect();
    let mut out = Comparison::default();
    let mut written = passage.range.start;
    for run in clipped.chunk_by(|left, right| left.2 == right.2) {
        let join = |parts: Vec<&Range<usize>>| match (parts.first(), parts.last()) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => 0..0,
        };
        let rows = join(run.iter().map(|(rows, ..)| rows).filter(|rows| !rows.is_empty()).collect());
        let columns = join(run.iter().map(|(_, columns, _)| columns).filter(|columns| !columns.is_empty()).collect());
        let bytes = bytes_of(&columns);
        let words = &side.text[bytes.clone()];
        if !columns.is_empty() {
            out.marked.push_str(side.text.get(written..bytes.start).unwrap_or_default());
            written = bytes.end;
        }
        if run[0].2 {
            out.marked.push_str(words);
            continue;
        }
        if !columns.is_empty() {
            out.marked.push('[');
            out.marked.push_str(words);
            out.marked.push(']');
        }
        let difference = Difference { quote: text_of(&rows), text: words.to_owned() };
        let own: FxHashSet<String> = rows.clone().map(|row| pattern.word(row).to_lowercase()).collect();
        let tokens = &side.index.tokens[columns.clone()];
        let new: FxHashSet<String> = tokens.iter().map(|token| side.of(token).to_lowercase()).collect();
        out.substance.negation |= guard.negates(&own, &new) || guard.negates(&new, &own);
        for (rows, columns, _) in run {
            let only_case = text_of(rows).to_lowercase() == side.text[bytes_of(columns)].to_lowercase();
            for row in rows.clone() {
                let token = &pattern.tokens[row];
                let (before, after) = (&pattern.text[..token.start as usize], &pattern.text[token.end as usize..]);
                let begins_block = before.is_empty() && row == 0 && quote.start > 0;
                let changed = Changed { word: pattern.word(row), before, after, begins_block, only_case };
                guard.judge(&mut out.substance, &changed, side.index);
            }
            for column in columns.clone() {
                let token = &side.index.tokens[column];
                let start = token.start as usize;
                let (before, after) = (&side.text[..start], &side.text[token.end as usize..]);
                let changed =
                    Changed { word: side.of(token), before, after, begins_block: begins_block(start), only_case };
                guard.judge(&mut out.substance, &changed, side.index);
            }
        }
        out.differences.push(difference);
    }
    out
}
