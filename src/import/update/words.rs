//! What differs between two texts, word by word, for a summary.

/// So many words may differ; of more only the number is told.
const MOST: usize = 3_000;
/// Changes shown.
const SHOWN: usize = 40;
/// Words shown on each side of a change.
const AROUND: usize = 3;

/// A summary of what differs.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Changed {
    /// Words that are gone.
    pub removed: usize,
    /// Words that came.
    pub added: usize,
    /// In how many places.
    pub places: usize,
    /// The first of these: words around, `[-gone-]`, `{+come+}`.
    pub shown: Vec<String>,
}

impl Changed {
    /// What differs between two texts; nothing if no word does. Of texts that have little in common the numbers are those of
    /// all that lies between their common beginning and end.
    pub fn between(old: &str, new: &str) -> Option<Changed> {
        let (old, new): (Vec<&str>, Vec<&str>) = (old.split_whitespace().collect(), new.split_whitespace().collect());
        let start = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
        let rest = old.len().min(new.len()) - start;
        let end = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(old, new)| old == new).count();
        let (a, b) = (start..old.len() - end, start..new.len() - end);
        if a.is_empty() && b.is_empty() {
            return None;
        }
        let edits = match script(&old[a.clone()], &new[b.clone()]) {
            Some(edits) => edits
                .into_iter()
                .map(|(x, y)| (x.start + start..x.end + start, y.start + start..y.end + start))
                .collect(),
            None => vec![(a, b)],
        };
        let mut changed = Changed { places: edits.len(), ..Changed::default() };
        for (gone, come) in edits {
            changed.removed += gone.len();
            changed.added += come.len();
            if changed.shown.len() < SHOWN {
                let mut parts: Vec<String> = Vec::new();
                let before = &old[gone.start.saturating_sub(AROUND)..gone.start];
                parts.extend((!before.is_empty()).then(|| before.join(" ")));
                parts.extend((!gone.is_empty()).then(|| format!("[-{}-]", clipped(&old[gone.clone()]))));
                parts.extend((!come.is_empty()).then(|| format!("{{+{}+}}", clipped(&new[come]))));
                let after = &old[gone.end..old.len().min(gone.end + AROUND)];
                parts.extend((!after.is_empty()).then(|| after.join(" ")));
                changed.shown.push(parts.join(" "));
            }
        }
        Some(changed)
    }
}

fn clipped(words: &[&str]) -> String {
    const LONGEST: usize = 24;
    if words.len() <= LONGEST {
        return words.join(" ");
    }
    format!("{} … {}", words[..LONGEST / 2].join(" "), words[words.len() - LONGEST / 2..].join(" "))
}

type Stretch = (std::ops::Range<usize>, std::ops::Range<usize>);

/// The shortest edit script, by Myers' greedy algorithm (*An O(ND) difference algorithm and its variations*, 1986), as
/// stretches that differ. Nothing where more than [`MOST`] words do.
fn script(a: &[&str], b: &[&str]) -> Option<Vec<Stretch>> {
    let (n, m) = (isize::try_from(a.len()).ok()?, isize::try_from(b.len()).ok()?);
    let most = isize::try_from(MOST.min(a.len() + b.len())).ok()?;
    let at = |v: &[isize], d: isize, k: isize| v[usize::try_from(k + d).unwrap_or(0)];
    // The furthest x on each diagonal after d edits, diagonals from -d to d.
    let mut trace: Vec<Vec<isize>> = Vec::new();
    let mut found = None;
    'edits: for d in 0..=most {
        let mut v = vec![-1; usize::try_from(2 * d + 1).ok()?];
        for k in (-d..=d).step_by(2) {
            let mut x = match trace.last() {
                None => 0,
                Some(last) => {
                    let p = d - 1;
                    let down = if k < d { if (k + 1).abs() <= p { at(last, p, k + 1) } else { -1 } } else { -1 };
                    let right = if k > -d { if (k - 1).abs() <= p { at(last, p, k - 1) + 1 } else { -1 } } else { -1 };
                    down.max(right)
                }
            };
            while x < n && x - k < m && x - k >= 0 && a[usize::try_from(x).ok()?] == b[usize::try_from(x - k).ok()?] {
                x += 1;
            }
            v[usize::try_from(k + d).ok()?] = x;
            if x >= n && x - k >= m {
                trace.push(v);
                found = Some((d, k));
                break 'edits;
            }
        }
        trace.push(v);
    }
    let (mut d, mut k) = found?;
    let mut pairs: Vec<(isize, isize)> = Vec::new();
    let mut x = n;
    while d > 0 {
        let last = &trace[usize::try_from(d - 1).ok()?];
        let p = d - 1;
        let down = if (k + 1).abs() <= p { at(last, p, k + 1) } else { -1 };
        let right = if (k - 1).abs() <= p { at(last, p, k - 1) + 1 } else { -1 };
        let (from, to_k) = if down >= right { (down, k + 1) } else { (right, k - 1) };
        while x > from {
            x -= 1;
            pairs.push((x, x - k));
        }
        x = if down >= right { from } else { from - 1 };
        k = to_k;
        d -= 1;
    }
    while x > 0 {
        x -= 1;
        pairs.push((x, x - k));
    }
    pairs.reverse();
    let mut stretches: Vec<Stretch> = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (x, y) in pairs.into_iter().chain([(n, m)]) {
        let (x, y) = (usize::try_from(x).ok()?, usize::try_from(y).ok()?);
        if i < x || j < y {
            stretches.push((i..x, j..y));
        }
        (i, j) = (x + 1, y + 1);
    }
    Some(stretches)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_summary_shows_what_differs_among_its_words() {
        let changed = Changed::between(
            "On Monday the council voted for the bridge, and the mayor was there.",
            "On Monday the town council voted for the bridge, and the mayor was not there. So it was.",
        );
        assert_eq!(
            changed.unwrap(),
            Changed {
                removed: 0,
                added: 5,
                places: 3,
                shown: vec![
                    "On Monday the {+town+} council voted for".to_owned(),
                    "the mayor was {+not+} there.".to_owned(),
                    "mayor was there. {+So it was.+}".to_owned(),
                ],
            }
        );
        assert_eq!(Changed::between("a  b\nc", "a b c"), None);
        assert_eq!(Changed::between("", "a b").map(|c| (c.removed, c.added)), Some((0, 2)));
    }

    proptest! {
        #[test]
        fn the_script_leads_from_one_to_the_other(a in prop::collection::vec("[a-c]", 0..12), b in prop::collection::vec("[a-c]", 0..12)) {
            let (a, b): (Vec<&str>, Vec<&str>) = (a.iter().map(String::as_str).collect(), b.iter().map(String::as_str).collect());
            let script = script(&a, &b).unwrap();
            let mut made: Vec<&str> = Vec::new();
            let mut at = 0;
            for (gone, come) in &script {
                made.extend(&a[at..gone.start]);
                made.extend(&b[come.clone()]);
                at = gone.end;
            }
            made.extend(&a[at..]);
            prop_assert_eq!(&made, &b);
            // No shorter one: the longest common subsequence by the table.
            let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
            for i in (0..a.len()).rev() {
                for j in (0..b.len()).rev() {
                    table[i][j] = if a[i] == b[j] { table[i + 1][j + 1] + 1 } else { table[i + 1][j].max(table[i][j + 1]) };
                }
            }
            let edits: usize = script.iter().map(|(gone, come)| gone.len() + come.len()).sum();
            prop_assert_eq!(edits, a.len() + b.len() - 2 * table[0][0]);
        }
    }
}
