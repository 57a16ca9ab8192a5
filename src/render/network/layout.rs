//! Places for the people of a network.
//!
//! 1. [`pieces`]: what no tie joins is laid out apart, so that it crosses nothing.
//! 2. [`piece`]: forces draw together those who have a tie and push all apart (T. M. J. Fruchterman and E. M. Reingold,
//!    "Graph Drawing by Force-directed Placement", 1991). Then names that overlap are pushed apart, and what still does is put
//!    further down, so that no two overlap in the end whatever the forces did. Of several beginnings the best is taken.
//! 3. [`Drawing::improve`]: each name in turn is put where fewest lines run through names and cross, above its dot or below it.
//! 4. [`shelve`]: the pieces are put beside and below each other.
//!
//! The same network has the same drawing, on every machine: there is no chance and no function but the square root.

use super::super::svg::count;

/// How far a name's baseline lies under its dot.
const BELOW: f64 = 19.0;
/// How far it lies above its dot.
const ABOVE: f64 = 10.0;
/// How far the box of dot and name reaches on the side without the name.
const BARE: f64 = 9.0;
/// How far it reaches on the side with the name: with what hangs below its line, and a halo.
const NAMED: f64 = 27.0;
/// Where the name begins, on its side.
const NAME: f64 = 7.0;
/// Between two names, across.
const GAP: f64 = 10.0;
/// Between two boxes, down.
const DOWN: f64 = 3.0;
const BEGINNINGS: u64 = 12;
/// So many of them, the best, are improved.
const IMPROVED: usize = 2;
const STEPS: u32 = 220;
/// Between two pieces, down.
const SHELF: f64 = 16.0;
/// What a line through the name of a third costs, through the name at its own end, and a crossing; in lengths of a line.
const THIRD: f64 = 6.0;
const OWN: f64 = 1.2;
const CROSSING: f64 = 2.0;
/// What it costs where two lines from one dot go nearly the same way, or one through the dot of a third: they look like one.
const ALIKE: f64 = 3.0;
/// The square of the cosine of the angle below which they do: 10 degrees.
const SAME_WAY: f64 = 0.97;
/// How short a line of a small piece may be, of a good length.
const LEAST: f64 = 0.8;
/// How near to a dot a line goes through it.
const DOT: f64 = 8.0;
/// How often each spot is looked at anew, and how many places across and how far apart downwards are tried for it.
const PASSES: usize = 4;
const ACROSS: u32 = 14;
const DOWNWARDS: f64 = 13.0;

type Place = (f64, f64);

/// A dot, and on which side of it its name stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Across.
    pub x: f64,
    /// Down.
    pub y: f64,
    /// Whether the name stands above the dot.
    pub above: bool,
}

impl Spot {
    /// The line on which the name stands.
    pub fn baseline(&self) -> f64 {
        if self.above { self.y - ABOVE } else { self.y + BELOW }
    }

    /// Dot and name.
    fn room(&self, half: f64) -> Room {
        let (up, down) = if self.above { (NAMED, BARE) } else { (BARE, NAMED) };
        Room { left: self.x - half, right: self.x + half, top: self.y - up, bottom: self.y + down }
    }

    /// The name alone.
    fn name(&self, half: f64) -> Room {
        let room = self.room(half);
        if self.above { Room { bottom: self.y - NAME, ..room } } else { Room { top: self.y + NAME, ..room } }
    }
}

#[derive(Clone, Copy, Debug)]
struct Room {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Room {
    /// Whether two are too close.
    fn meets(&self, other: &Room) -> bool {
        self.left < other.right + GAP
            && other.left < self.right + GAP
            && self.top < other.bottom + DOWN
            && other.top < self.bottom + DOWN
    }

    /// Whether a line from one spot to another runs through it.
    fn is_crossed(&self, from: &Spot, to: &Spot) -> bool {
        let (mut begin, mut end) = (0.0f64, 1.0f64);
        for (at, by, low, high) in
            [(from.x, to.x - from.x, self.left, self.right), (from.y, to.y - from.y, self.top, self.bottom)]
        {
            if by.abs() < 1e-9 {
                if at < low || at > high {
                    return false;
                }
                continue;
            }
            let (one, other) = ((low - at) / by, (high - at) / by);
            begin = begin.max(one.min(other));
            end = end.min(one.max(other));
        }
        begin < end
    }
}

/// A place for each name (given by its width), and the height of the drawing.
pub fn layout(widths: &[f64], edges: &[(usize, usize)], width: f64) -> (Vec<Spot>, f64) {
    let halves: Vec<f64> = widths.iter().map(|w| (w / 2.0).max(BARE)).collect();
    let pieces = pieces(widths.len(), edges).into_iter().map(|members| {
        let own: Vec<f64> = members.iter().map(|&at| halves[at]).collect();
        let number = |at: usize| members.iter().position(|&member| member == at);
        let edges: Vec<_> = edges.iter().filter_map(|&(a, b)| Some((number(a)?, number(b)?))).collect();
        let spots = piece(&own, &edges, width);
        Piece::new(members, spots, &own)
    });
    shelve(pieces.collect(), widths.len(), width)
}

/// The numbers of those who are joined by ties, the largest piece first.
fn pieces(number: usize, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut of: Vec<usize> = (0..number).collect();
    // At most some dozens: each tie makes the higher of two numbers the lower.
    for _ in 0..number {
        for &(a, b) in edges {
            let least = of[a].min(of[b]);
            (of[a], of[b]) = (least, least);
        }
    }
    let mut pieces: Vec<Vec<usize>> = (0..number)
        .filter(|&root| of[root] == root)
        .map(|root| (0..number).filter(|&at| of[at] == root).collect())
        .collect();
    pieces.sort_by_key(|members| std::cmp::Reverse(members.len()));
    pieces
}

/// Places for those who are joined.
fn piece(halves: &[f64], edges: &[(usize, usize)], width: f64) -> Vec<Spot> {
    let below = |&(x, y): &Place| Spot { x, y, above: false };
    if let [a, b] = halves {
        // One above the other, with the names outside.
        let x = a.max(*b);
        return vec![Spot { x, y: NAMED, above: true }, Spot { x, y: NAMED + 34.0, above: false }];
    }
    // A small piece is no wider than two names.
    let mut widest = halves.to_vec();
    widest.sort_by(|a, b| b.total_cmp(a));
    let two: f64 = widest.iter().take(2).map(|half| half * 2.0).sum::<f64>() + GAP;
    let small = halves.len() <= 4;
    let width = if small { two.min(width) } else { width };
    let rows = halves.iter().map(|half| half * 2.0 + GAP).sum::<f64>() / width;
    let height = (rows * (BARE + NAMED) * 1.75).max(BARE + NAMED);
    let ideal = (width * height / count(halves.len().max(1))).sqrt();
    let drawing = Drawing { halves, edges, ideal, least: if small { ideal * LEAST } else { 0.0 } };
    let begun = (0..BEGINNINGS).map(|beginning| {
        let mut places = start(halves.len(), width, height, beginning);
        pull(&mut places, edges, halves, width, height);
        push(&mut places, halves, width, height);
        settle(&mut places, halves);
        let spots: Vec<Spot> = places.iter().map(below).collect();
        (drawing.cost(&spots), spots)
    });
    let mut begun: Vec<(f64, Vec<Spot>)> = begun.collect();
    let by_cost = |a: &(f64, Vec<Spot>), b: &(f64, Vec<Spot>)| a.0.total_cmp(&b.0);
    begun.sort_by(by_cost);
    begun.truncate(IMPROVED);
    for (cost, spots) in &mut begun {
        drawing.improve(spots, width);
        *cost = drawing.cost(spots);
    }
    begun.into_iter().min_by(by_cost).map(|(_, spots)| spots).unwrap_or_default()
}

/// What is drawn, to tell how good it is.
struct Drawing<'d> {
    halves: &'d [f64],
    edges: &'d [(usize, usize)],
    /// A good length for a line.
    ideal: f64,
    /// A line that is shorter costs more, too: the few people of a small piece would else lie flat, in two rows.
    least: f64,
}

impl Drawing<'_> {
    /// How bad it is: long lines, crossings, lines through names.
    fn cost(&self, spots: &[Spot]) -> f64 {
        let lines = (0..self.edges.len()).map(|edge| self.line(spots, edge, edge + 1)).sum::<f64>();
        lines + (0..spots.len()).map(|at| self.name(spots, at)).sum::<f64>()
    }

    /// What a line costs by its length and by crossing others, from a number on.
    fn line(&self, spots: &[Spot], edge: usize, others: usize) -> f64 {
        let (a, b) = self.edges[edge];
        let (dx, dy) = (spots[a].x - spots[b].x, spots[a].y - spots[b].y);
        let length = (dx * dx + dy * dy).sqrt();
        let mut cost = (length + (self.least - length).max(0.0) * 2.0) / self.ideal;
        for (_, &(c, d)) in self.edges.iter().enumerate().skip(others).filter(|(at, _)| *at != edge) {
            if crosses(spots, (a, b), (c, d)) {
                cost += CROSSING;
            } else if same_way(spots, (a, b), (c, d)) {
                cost += ALIKE;
            }
        }
        cost
    }

    /// What the lines through a name cost.
    fn name(&self, spots: &[Spot], at: usize) -> f64 {
        let name = spots[at].name(self.halves[at]);
        let through = self.edges.iter().map(|&(a, b)| {
            if a == at || b == at {
                if name.is_crossed(&spots[a], &spots[b]) { OWN } else { 0.0 }
            } else {
                self.third(spots, at, a, b)
            }
        });
        through.sum()
    }

    /// What a line costs that runs through dot or name of a third.
    fn third(&self, spots: &[Spot], at: usize, a: usize, b: usize) -> f64 {
        let spot = spots[at];
        if !spot.room(self.halves[at]).is_crossed(&spots[a], &spots[b]) {
            return 0.0;
        }
        let dot = Room { left: spot.x - DOT, right: spot.x + DOT, top: spot.y - DOT, bottom: spot.y + DOT };
        THIRD + if dot.is_crossed(&spots[a], &spots[b]) { ALIKE } else { 0.0 }
    }

    /// What changes with one spot.
    fn share(&self, spots: &[Spot], at: usize) -> f64 {
        let mut cost = self.name(spots, at);
        for (edge, &(a, b)) in self.edges.iter().enumerate().filter(|(_, (a, b))| *a == at || *b == at) {
            cost += self.line(spots, edge, 0);
            for other in (0..spots.len()).filter(|&other| other != at) {
                if other == a || other == b {
                    let name = spots[other].name(self.halves[other]);
                    cost += if name.is_crossed(&spots[a], &spots[b]) { OWN } else { 0.0 };
                } else {
                    cost += self.third(spots, other, a, b);
                }
            }
        }
        cost
    }

    /// Puts each in turn where it costs least, as long as that helps.
    fn improve(&self, spots: &mut [Spot], width: f64) {
        let bottom = spots.iter().map(|spot| spot.y + NAMED).fold(0.0, f64::max);
        for _ in 0..PASSES {
            let mut better = false;
            for at in 0..spots.len() {
                let half = self.halves[at];
                let mut best = (self.share(spots, at), spots[at]);
                let mut try_spot = |spots: &mut [Spot], spot: Spot| {
                    let room = spot.room(half);
                    let free = |other: usize| other == at || !room.meets(&spots[other].room(self.halves[other]));
                    if room.top < BARE - NAMED || room.bottom > bottom || !(0..spots.len()).all(free) {
                        return;
                    }
                    let old = std::mem::replace(&mut spots[at], spot);
                    let cost = self.share(spots, at);
                    spots[at] = old;
                    if cost < best.0 - 0.01 {
                        best = (cost, spot);
                    }
                };
                for across in 0..=ACROSS {
                    let x = half + (width - 2.0 * half) * f64::from(across) / f64::from(ACROSS);
                    let mut y = BARE;
                    while y < bottom {
                        for above in [false, true] {
                            try_spot(spots, Spot { x, y, above });
                        }
                        y += DOWNWARDS;
                    }
                }
                let spot = Spot { above: !spots[at].above, ..spots[at] };
                try_spot(spots, spot);
                better |= best.1 != spots[at];
                spots[at] = best.1;
            }
            if !better {
                break;
            }
        }
    }
}

/// A piece with its own edges as origin.
struct Piece {
    members: Vec<usize>,
    spots: Vec<Spot>,
    width: f64,
    height: f64,
}

impl Piece {
    fn new(members: Vec<usize>, mut spots: Vec<Spot>, halves: &[f64]) -> Piece {
        let rooms = || spots.iter().zip(halves).map(|(spot, half)| spot.room(*half));
        let left = rooms().map(|room| room.left).fold(f64::INFINITY, f64::min);
        let top = rooms().map(|room| room.top).fold(f64::INFINITY, f64::min);
        let width = rooms().map(|room| room.right - left).fold(0.0, f64::max);
        let height = rooms().map(|room| room.bottom - top).fold(0.0, f64::max);
        for spot in &mut spots {
            *spot = Spot { x: spot.x - left, y: spot.y - top, ..*spot };
        }
        Piece { members, spots, width, height }
    }
}

/// Puts the pieces on shelves, the highest first, each on the first that has room; on a shelf they stand evenly.
fn shelve(mut pieces: Vec<Piece>, number: usize, width: f64) -> (Vec<Spot>, f64) {
    pieces.sort_by(|a, b| b.height.total_cmp(&a.height));
    let mut shelves: Vec<(f64, Vec<Piece>)> = Vec::new();
    for piece in pieces {
        match shelves.iter_mut().find(|(used, _)| used + GAP + piece.width <= width) {
            Some((used, shelf)) => {
                *used += GAP + piece.width;
                shelf.push(piece);
            }
            None => shelves.push((piece.width, vec![piece])),
        }
    }
    let mut spots = vec![Spot { x: 0.0, y: 0.0, above: false }; number];
    let mut top = 0.0;
    for (used, shelf) in shelves {
        let between = GAP + (width - used).max(0.0) / count(shelf.len());
        let mut left = (between - GAP) / 2.0;
        let height = shelf.first().map_or(0.0, |piece| piece.height);
        for piece in shelf {
            let down = top + (height - piece.height) / 2.0;
            for (&member, spot) in piece.members.iter().zip(&piece.spots) {
                spots[member] = Spot { x: spot.x + left, y: spot.y + down, ..*spot };
            }
            left += piece.width + between;
        }
        top += height + SHELF;
    }
    (spots, (top - SHELF).max(0.0))
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
    let ideal = (width * height / count(places.len().max(1))).sqrt() * 0.85;
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
            place.1 = (place.1 + by.1 * part).clamp(BARE, height - NAMED);
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
    let down = BARE + NAMED + DOWN - (a.1 - b.1).abs();
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
                    places[i].1 = (places[i].1 + one).clamp(BARE, height * 1.2);
                    places[j].1 = (places[j].1 + other).clamp(BARE, height * 1.2);
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
            places[i].1 = places[j].1 + BARE + NAMED + DOWN + 0.5;
        }
    }
}

/// Whether two lines cross that have no end in common.
fn crosses(spots: &[Spot], (a, b): (usize, usize), (c, d): (usize, usize)) -> bool {
    if a == c || a == d || b == c || b == d {
        return false;
    }
    let side = |a: &Spot, b: &Spot, c: &Spot| (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    let (a, b, c, d) = (&spots[a], &spots[b], &spots[c], &spots[d]);
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

/// Whether two lines begin at one dot and go nearly the same way.
fn same_way(spots: &[Spot], (a, b): (usize, usize), (c, d): (usize, usize)) -> bool {
    let (from, one, other) = match (a == c, a == d, b == c, b == d) {
        (true, ..) => (a, b, d),
        (_, true, ..) => (a, b, c),
        (_, _, true, _) => (b, a, d),
        (_, _, _, true) => (b, a, c),
        _ => return false,
    };
    let to = |at: usize| (spots[at].x - spots[from].x, spots[at].y - spots[from].y);
    let ((ax, ay), (bx, by)) = (to(one), to(other));
    let product = ax * bx + ay * by;
    product > 0.0 && product * product > SAME_WAY * (ax * ax + ay * ay) * (bx * bx + by * by)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]
        #[test]
        fn no_two_names_overlap(
            widths in prop::collection::vec(10.0f64..132.0, 1..25),
            ties in prop::collection::vec((0usize..25, 0usize..25), 0..30),
        ) {
            let number = widths.len();
            let edges: Vec<_> = ties.into_iter().map(|(a, b)| (a % number, b % number)).filter(|(a, b)| a != b).collect();
            let (spots, height) = layout(&widths, &edges, 320.0);
            prop_assert_eq!(&layout(&widths, &edges, 320.0).0, &spots);
            // On a wider screen names lie further apart.
            for wide in [1.0, 1.7, 4.0] {
                let room = |at: usize| Spot { x: spots[at].x * wide, ..spots[at] }.room((widths[at] / 2.0).max(BARE));
                for i in 0..number {
                    let one = room(i);
                    prop_assert!(one.left >= -0.1 && one.right <= 320.0 * wide + 0.1, "{i} at {wide}: {one:?}");
                    prop_assert!(one.top >= -0.1 && one.bottom <= height + 0.1, "{i} of {height}: {one:?}");
                    for j in i + 1..number {
                        let other = room(j);
                        let across = one.left >= other.right || other.left >= one.right;
                        let down = one.top >= other.bottom || other.top >= one.bottom;
                        prop_assert!(across || down, "{i} and {j} at {wide}: {one:?} {other:?}");
                    }
                }
            }
        }
    }

    /// Four who are all joined stand round, not in a row.
    #[test]
    fn a_small_piece_is_not_flat() {
        for half in [30.0, 45.0, 60.0] {
            let edges = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)];
            let (spots, _) = layout(&[half * 2.0; 4], &edges, 320.0);
            let reach = |of: fn(&Spot) -> f64| {
                let all = || spots.iter().map(of);
                all().fold(0.0, f64::max) - all().fold(f64::INFINITY, f64::min)
            };
            let (across, down) = (reach(|spot| spot.x), reach(|spot| spot.y));
            assert!(down > across / 3.0, "{across} across and {down} down: {spots:?}");
        }
    }

    #[test]
    fn what_no_tie_joins_crosses_nothing() {
        let edges = [(0, 3), (1, 2), (4, 5), (5, 6), (6, 4), (4, 7), (5, 7)];
        let (spots, _) = layout(&[60.0; 8], &edges, 320.0);
        let through = |&(a, b): &(usize, usize)| {
            let others = (0..8).filter(move |&at| at != a && at != b);
            others.filter(|&at| spots[at].room(30.0).is_crossed(&spots[a], &spots[b])).count()
        };
        assert_eq!(edges.iter().map(through).sum::<usize>(), 0, "{spots:?}");
        let crossings =
            edges.iter().enumerate().flat_map(|(at, one)| edges[at + 1..].iter().map(move |other| (one, other)));
        assert_eq!(crossings.filter(|&(one, other)| crosses(&spots, *one, *other)).count(), 0, "{spots:?}");
    }
}
