//! Two texts as a unified diff, as `diff -u` writes it and `patch` and git read it.

/// Lines shown around a change.
const AROUND: usize = 3;

/// The difference of two texts of a file at `path`; empty if there is none.
///
/// Meant for texts that differ in few places: lines that are the same at both ends of a stretch are found, and what lies
/// between is told apart by the longest common lines if there is little of it, else taken as a whole.
pub fn unified(path: &str, old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let changes = changes(&old, &new);
    if changes.is_empty() {
        return String::new();
    }
    let mut out = format!("--- a/{path}\n+++ b/{path}\n");
    let mut at = 0;
    while at < changes.len() {
        let mut last = at;
        while changes.get(last + 1).is_some_and(|next| next.old.0 <= changes[last].old.1 + 2 * AROUND) {
            last += 1;
        }
        hunk(&mut out, &changes[at..=last], &old, &new);
        at = last + 1;
    }
    out
}

/// A stretch of lines and what it became, both from … up to.
struct Change {
    old: (usize, usize),
    new: (usize, usize),
}

fn hunk(out: &mut String, changes: &[Change], old: &[&str], new: &[&str]) {
    let (Some(first), Some(last)) = (changes.first(), changes.last()) else { return };
    let before = first.old.0.min(AROUND);
    let after = (old.len() - last.old.1).min(AROUND);
    let range = |from: usize, to: usize| match to - from {
        0 => format!("{from},0"),
        1 => format!("{}", from + 1),
        count => format!("{},{count}", from + 1),
    };
    let (from, to) = (first.old.0 - before, last.old.1 + after);
    let (new_from, new_to) = (first.new.0 - before, last.new.1 + after);
    out.push_str(&format!("@@ -{} +{} @@\n", range(from, to), range(new_from, new_to)));
    let mut line = |sign: char, line: &str| {
        out.push(sign);
        out.push_str(line);
        if !line.ends_with('\n') {
            out.push_str("\n\\ No newline at end of file\n");
        }
    };
    let mut at = from;
    for change in changes {
        old[at..change.old.0].iter().for_each(|same| line(' ', same));
        old[change.old.0..change.old.1].iter().for_each(|gone| line('-', gone));
        new[change.new.0..change.new.1].iter().for_each(|come| line('+', come));
        at = change.old.1;
    }
    old[at..to].iter().for_each(|same| line(' ', same));
}

fn changes(old: &[&str], new: &[&str]) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    let mut at = (0, 0);
    for (from, to) in common(old, new).into_iter().chain([(old.len(), new.len())]) {
        if at != (from, to) {
            changes.push(Change { old: (at.0, from), new: (at.1, to) });
        }
        at = (from + 1, to + 1);
    }
    changes
}

/// The lines that both texts have, in order.
fn common(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    /// So many cells are compared; more is taken as one change.
    const MOST: usize = 4_000_000;
    let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let rest = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(old, new)| old == new).count();
    let (a, b) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    let mut pairs: Vec<(usize, usize)> = (0..start).map(|at| (at, at)).collect();
    if a.len() == b.len() && a.iter().zip(b).filter(|(a, b)| a == b).count() * 2 >= a.len() {
        // Lines changed in place, which is what a fix does, however far apart.
        pairs.extend((0..a.len()).filter(|&at| a[at] == b[at]).map(|at| (start + at, start + at)));
    } else if a.len().saturating_mul(b.len()) <= MOST {
        pairs.extend(longest(a, b).into_iter().map(|(x, y)| (start + x, start + y)));
    }
    pairs.extend((0..end).rev().map(|at| (old.len() - 1 - at, new.len() - 1 - at)));
    pairs
}

/// A longest common subsequence, by the table.
fn longest(a: &[&str], b: &[&str]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut table = vec![0u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            table[i * width + j] = if a[i] == b[j] {
                table[(i + 1) * width + j + 1] + 1
            } else {
                table[(i + 1) * width + j].max(table[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            pairs.push((i, j));
            i += 1;
            j += 1;
        } else if table[(i + 1) * width + j] >= table[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}
