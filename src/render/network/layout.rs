//! Places for the people of a network.
//!
//! Forces draw together those who have a tie and push all apart (T. M. J. Fruchterman and E. M. Reingold, "Graph Drawing by
//! Force-directed Placement", 1991). Of several beginnings the one with the fewest crossings is taken. Then names that
//! overlap are pushed apart, and what still does is put further down, so that no two overlap in the end whatever the forces
//! did. The same network has the same drawing, on every machine: there is no chance and no function but the square root.

/// How far a name's baseline lies under its place.
pub const LABEL_DOWN: f64 = 19.0;
/// How far a place's box reaches up: the dot.
const UP: f64 = 8.0;
/// How far it reaches down: the name, with what hangs below its line.
const DOWN: f64 = 24.0;
/// Between two names.
const GAP: f64 = 8.0;
const BEGINNINGS: u64 = 12;
const STEPS: u32 = 220;

type Place = (f64, f64);

/// A place for each name (given by its width), and the height of the drawing.
pub fn layout(widths: &[f64], edges: &[(usize, usize)], width: f64) -> (Vec<Place>, f64) {
    let rows = widths.iter().map(|w| w + GAP).sum::<f64>() / width;
    let height = (rows * (UP + DOWN) * 1.55).max(180.0);
    let boxes: Vec<f64> = widths.iter().map(|w| (w / 2.0).max(UP)).collect();
    let mut best: Option<(usize, Vec<Place>)> = None;
    for beginning in 0..BEGINNINGS {
        let mut places = start(widths.len(), width, height, beginning);
        pull(&mut places, edges, &boxes, width, height);
        push(&mut places, &boxes, width, height);
        settle(&mut places, &boxes);
        let crossings = crossings(&places, edges);
        if best.as_ref().is_none_or(|(fewest, _)| crossings < *fewest) {
            best = Some((crossings, places));
        }
    }
    let mut places = best.map(|(_, places)| places).unwrap_or_default();
    let top = places.iter().map(|place| place.1).fold(f64::INFINITY, f64::min);
    places.iter_mut().for_each(|place| place.1 += UP - top);
    let bottom = places.iter().map(|place| place.1).fold(0.0, f64::max);
    (places, bottom + DOWN)
}

/// A beginning: numbers of a fixed row (multiplier of D. Knuth's MMIX).
fn start(number: usize, width: f64, height: f64, beginning: u64) -> Vec<Place> {
    let mut state = beginning.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(1);
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(state >> 33).unwrap_or(0)) / f64::from(1u32 << 31)
    };
    (0..number).map(|_| (next() * width, next() * height)).collect()
}

fn pull(places: &mut [Place], edges: &[(usize, usize)], boxes: &[f64], width: f64, height: f64) {
    let ideal = (width * height / crate::render::svg::count(places.len().max(1))).sqrt() * 0.85;
    for step in 0..STEPS {
        let heat = width / 6.0 * (1.0 - f64::from(step) / f64::from(STEPS)) + 0.5;
        let mut moves = vec![(0.0, 0.0); places.len()];
        for i in 0..places.len() {
            for j in i + 1..places.len() {
                let (dx, dy, distance) = apart(places[i], places[j], i);
                let force = ideal * ideal / (distance * distance);
                moves[i] = (moves[i].0 + dx * force, moves[i].1 + dy * force);
                moves[j] = (moves[j].0 - dx * force, moves[j].1 - dy * force);
            }
            // A little towards the middle, so that what has no tie to the rest does not drift off.
            let (dx, dy) = (width / 2.0 - places[i].0, height / 2.0 - places[i].1);
            moves[i] = (moves[i].0 + dx * 0.04, moves[i].1 + dy * 0.04);
        }
        for &(i, j) in edges {
            let (dx, dy, distance) = apart(places[i], places[j], i);
            let force = distance / ideal;
            moves[i] = (moves[i].0 - dx * force, moves[i].1 - dy * force);
            moves[j] = (moves[j].0 + dx * force, moves[j].1 + dy * force);
        }
        for ((place, by), half) in places.iter_mut().zip(moves).zip(boxes) {
            let length = (by.0 * by.0 + by.1 * by.1).sqrt().max(0.01);
            let part = length.min(heat) / length;
            place.0 = (place.0 + by.0 * part).clamp(*half, width - half);
            place.1 = (place.1 + by.1 * part).clamp(UP, height - DOWN);
        }
    }
}

/// From one place to another; two at one place are a little apart.
fn apart(a: Place, b: Place, number: usize) -> (f64, f64, f64) {
    let (mut dx, dy) = (a.0 - b.0, a.1 - b.1);
    if dx.abs() + dy.abs() < 0.1 {
        dx = if number.is_multiple_of(2) { 0.5 } else { -0.5 };
    }
    (dx, dy, (dx * dx + dy * dy).sqrt())
}

/// How far two boxes overlap, across and down; none if they do not.
fn overlap(a: Place, half_a: f64, b: Place, half_b: f64) -> Option<(f64, f64)> {
    let across = half_a + half_b + GAP - (a.0 - b.0).abs();
    let down = UP + DOWN + 2.0 - (a.1 - b.1).abs();
    (across > 0.0 && down > 0.0).then_some((across, down))
}

/// Pushes boxes apart, each way that is shorter.
fn push(places: &mut [Place], boxes: &[f64], width: f64, height: f64) {
    for _ in 0..120 {
        let mut moved = false;
        for i in 0..places.len() {
            for j in i + 1..places.len() {
                let Some((across, down)) = overlap(places[i], boxes[i], places[j], boxes[j]) else { continue };
                moved = true;
                let to = |a: f64, b: f64, by: f64| if a <= b { (-by / 2.0, by / 2.0) } else { (by / 2.0, -by / 2.0) };
                if across < down {
                    let (one, other) = to(places[i].0, places[j].0, across);
                    places[i].0 = (places[i].0 + one).clamp(boxes[i], width - boxes[i]);
                    places[j].0 = (places[j].0 + other).clamp(boxes[j], width - boxes[j]);
                } else {
                    let (one, other) = to(places[i].1, places[j].1, down);
                    places[i].1 = (places[i].1 + one).clamp(UP, height * 1.2);
                    places[j].1 = (places[j].1 + other).clamp(UP, height * 1.2);
                }
            }
        }
        if !moved {
            return;
        }
    }
}

/// From the top: what still overlaps one that is settled goes below it.
fn settle(places: &mut [Place], boxes: &[f64]) {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|&a, &b| places[a].1.total_cmp(&places[b].1).then(a.cmp(&b)));
    for at in 0..order.len() {
        let i = order[at];
        // Each move is downwards past one more of those that are settled, so this ends.
        while let Some(j) =
            order[..at].iter().copied().find(|&j| overlap(places[i], boxes[i], places[j], boxes[j]).is_some())
        {
            places[i].1 = places[j].1 + UP + DOWN + 2.5;
        }
    }
}

fn crossings(places: &[Place], edges: &[(usize, usize)]) -> usize {
    let side = |a: Place, b: Place, c: Place| (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0);
    let crosses = |&(a, b): &(usize, usize), &(c, d): &(usize, usize)| {
        if a == c || a == d || b == c || b == d {
            return false;
        }
        let (a, b, c, d) = (places[a], places[b], places[c], places[d]);
        side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
    };
    edges.iter().enumerate().map(|(at, one)| edges[at + 1..].iter().filter(|other| crosses(one, other)).count()).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
        #[test]
        fn no_two_names_overlap(
            widths in prop::collection::vec(10.0f64..132.0, 1..37),
            ties in prop::collection::vec((0usize..36, 0usize..36), 0..55),
        ) {
            let number = widths.len();
            let edges: Vec<_> = ties.into_iter().map(|(a, b)| (a % number, b % number)).filter(|(a, b)| a != b).collect();
            let (places, height) = layout(&widths, &edges, 320.0);
            prop_assert_eq!(&layout(&widths, &edges, 320.0).0, &places);
            // On a wider screen names lie further apart.
            for wide in [1.0, 1.7, 4.0] {
                for i in 0..number {
                    let (x, y) = (places[i].0 * wide, places[i].1);
                    prop_assert!(x - widths[i] / 2.0 >= -0.1 && x + widths[i] / 2.0 <= 320.0 * wide + 0.1);
                    prop_assert!(y >= UP - 0.1 && y + DOWN <= height + 0.1);
                    for j in i + 1..number {
                        let across = (x - places[j].0 * wide).abs() >= (widths[i] + widths[j]) / 2.0;
                        prop_assert!(across || (y - places[j].1).abs() >= UP + DOWN, "{i} and {j} at {wide}");
                    }
                }
            }
        }
    }
}
