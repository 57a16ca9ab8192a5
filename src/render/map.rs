//! Places on a map, drawn from their coordinates at build time.
//!
//! The map is equirectangular, true to scale in the middle of what it shows. Coastlines are Natural Earth's at
//! 1:110,000,000 (public domain): they are drawn where the map shows [`COAST`] degrees or more, and where it shows less,
//! and they would be false, there is a plain grid with a scale. Labels never overlap: each is tried beside, above and under
//! its point, the most important place first, and left out where there is no room; the list beside the map names all.

mod land;

use super::svg::{LETTERS, Size, Svg, number, text_width};
use crate::words::Words;

/// Degrees of latitude that a map shows at least for coastlines at this scale to be true.
const COAST: f64 = 6.0;
/// Degrees of latitude around a place that stands alone.
const ALONE: f64 = 16.0;
/// Most points that are drawn.
const MOST: usize = 600;
/// Most points that are links: a reader with a keyboard goes through all of them.
const LINKED: usize = 40;
/// Pixels from the edge of a map to the middle of a point on it: so much the largest measures, with its line.
const EDGE: f64 = 7.0;
/// Kilometres in a degree of latitude.
const DEGREE: f64 = 111.2;

/// A place to draw.
#[derive(Clone, Debug)]
pub(super) struct Point {
    pub name: String,
    /// Where it leads; empty for the place whose page this is.
    pub href: String,
    pub lat: f64,
    pub lon: f64,
    /// The place whose page this is.
    pub own: bool,
}

/// A rectangle of degrees, with the size of the drawing.
struct Window {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
    width: f64,
    height: f64,
}

/// The map, in two widths of which the style sheet shows one; the most important places first. Empty without a point.
pub(super) fn map(words: &Words, id: &str, title: &str, points: &[Point]) -> String {
    let points = &points[..points.len().min(MOST)];
    if points.is_empty() {
        return String::new();
    }
    drawing(words, &format!("{id}.small"), "map narrow", title, points, 340.0)
        + &drawing(words, &format!("{id}.large"), "map wide", title, points, 640.0)
}

fn drawing(words: &Words, id: &str, class: &str, title: &str, points: &[Point], width: f64) -> String {
    let window = Window::around(points, width);
    let coast = window.north - window.south >= COAST;
    let names: Vec<&str> = points.iter().map(|point| point.name.as_str()).take(LINKED).collect();
    let mut said = names.join(words.get("comma"));
    if points.len() > names.len() {
        said.push(' ');
        said.push_str(&words.count("and_more", points.len() - names.len(), &[]));
    }
    let size = Size::Scaled(window.width, window.height);
    let class = format!("drawing {class}");
    let mut svg = if points.len() <= LINKED {
        Svg::group(&class, id, size, title, &said)
    } else {
        Svg::picture(&class, id, size, title, &said)
    };
    let frame = (number(window.width), number(window.height));
    svg.element("rect", &[("class", if coast { &"sea" } else { &"plain" }), ("width", &frame.0), ("height", &frame.1)]);
    if coast {
        let path = land_path(&window);
        if !path.is_empty() {
            svg.element("path", &[("class", &"land"), ("fill-rule", &"evenodd"), ("d", &path)]);
        }
    }
    grid(words, &mut svg, &window, coast);
    // A point at the edge, as a pole is, is seen whole.
    let inside = |(x, y): (f64, f64)| (x.clamp(EDGE, window.width - EDGE), y.clamp(EDGE, window.height - EDGE));
    let placed: Vec<(f64, f64)> = points.iter().map(|point| inside(window.place(point.lat, point.lon))).collect();
    let mut drawn: Vec<(f64, f64)> = Vec::new();
    for (point, &(x, y)) in points.iter().zip(&placed).rev() {
        // Points on one spot are one.
        if !point.own && drawn.iter().any(|&(a, b)| (a - x).abs() < 2.0 && (b - y).abs() < 2.0) {
            continue;
        }
        drawn.push((x, y));
        let linked = !point.href.is_empty() && points.len() <= LINKED;
        if linked {
            svg.link(&point.href);
        }
        let class = if point.own { "place own" } else { "place" };
        let radius = if point.own { "5.5" } else { "4" };
        svg.named("circle", &point.name, &[("class", &class), ("cx", &number(x)), ("cy", &number(y)), ("r", &radius)]);
        if linked {
            svg.close();
        }
    }
    labels(&mut svg, &window, points, &placed);
    scale(&mut svg, &window);
    svg.finish()
}

impl Window {
    fn around(points: &[Point], width: f64) -> Window {
        let lats = || points.iter().map(|point| point.lat);
        let (south, north) = (lats().fold(90.0, f64::min), lats().fold(-90.0, f64::max));
        let (west, east) = longitudes(points);
        let middle = (f64::midpoint(west, east), f64::midpoint(south, north));
        let squeeze = cosine(middle.1).max(0.1);
        // Degrees of latitude from side to side and from top to bottom, with room around the points.
        let (mut across, mut high) = ((east - west) * squeeze * 1.3, (north - south) * 1.3);
        if points.len() == 1 || across.max(high) < 1e-6 {
            (across, high) = (ALONE * 1.4, ALONE);
        }
        // No map of less than about 300 metres, no taller than wide and no flatter than 2 to 1.
        across = across.max(0.003);
        high = high.max(across * 0.55).min(180.0);
        across = across.max(high / 0.9).min(360.0 * squeeze);
        let height = (width * high / across).clamp(width * 0.5, width * 0.95);
        // The map is moved rather than to show what lies beyond a pole.
        let half = high / 2.0;
        let centre = middle.1.clamp(-90.0 + half.min(90.0), 90.0 - half.min(90.0));
        let half_across = across / squeeze / 2.0;
        let half_high = across * height / width / 2.0;
        Window {
            west: middle.0 - half_across,
            east: middle.0 + half_across,
            south: centre - half_high,
            north: centre + half_high,
            width,
            height,
        }
    }

    /// Where coordinates lie in the drawing.
    fn place(&self, lat: f64, lon: f64) -> (f64, f64) {
        let mut lon = lon;
        while lon < self.west {
            lon += 360.0;
        }
        while lon > self.east && lon - 360.0 >= self.west {
            lon -= 360.0;
        }
        self.at(lat, lon)
    }

    fn at(&self, lat: f64, lon: f64) -> (f64, f64) {
        (
            (lon - self.west) / (self.east - self.west) * self.width,
            (self.north - lat) / (self.north - self.south) * self.height,
        )
    }
}

/// The shortest stretch of longitudes that holds all points; its east may lie beyond 180 degrees.
fn longitudes(points: &[Point]) -> (f64, f64) {
    let mut all: Vec<f64> = points.iter().map(|point| point.lon).collect();
    all.sort_by(f64::total_cmp);
    let (Some(&first), Some(&last)) = (all.first(), all.last()) else { return (0.0, 0.0) };
    // The widest gap between neighbours is what the map leaves out; the gap over 180 degrees is one of them.
    let (mut gap, mut ends) = (first + 360.0 - last, (first, last));
    for pair in all.windows(2) {
        if pair[1] - pair[0] > gap {
            gap = pair[1] - pair[0];
            ends = (pair[1], pair[0] + 360.0);
        }
    }
    ends
}

/// The cosine of degrees, after Bhaskara I (to 0.2 in a hundred): the same on every machine.
fn cosine(degrees: f64) -> f64 {
    let square = degrees * degrees;
    4.0 * (8100.0 - square) / (32_400.0 + square)
}

fn land_path(window: &Window) -> String {
    let mut path = String::new();
    for ring in land::within(window.west, window.south, window.east, window.north) {
        let mut last = String::new();
        let mut length = 0;
        let mut piece = String::new();
        for (lon, lat) in ring {
            let (x, y) = window.at(lat, lon);
            let step = format!("{:.1} {:.1}", x, y).replace(".0", "");
            if step != last {
                piece.push_str(if length == 0 { "M" } else { "L" });
                piece.push_str(&step);
                length += 1;
                last = step;
            }
        }
        if length > 2 {
            path.push_str(&piece);
            path.push('Z');
        }
    }
    path
}

/// Round distances of grid lines in degrees.
const STEPS: [f64; 16] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0];

/// Lines of latitude and longitude; without coastlines also their degrees, at the left edge and the top.
fn grid(words: &Words, svg: &mut Svg, window: &Window, coast: bool) {
    let high = window.north - window.south;
    let widest = high.max(window.east - window.west);
    let step = STEPS.into_iter().find(|step| widest / step <= 6.0).unwrap_or(60.0);
    let decimals = if step < 0.01 {
        3
    } else if step < 0.1 {
        2
    } else {
        usize::from(step < 1.0)
    };
    let label = |value: f64, plus: &str, minus: &str| {
        let value = if value > 180.0 {
            value - 360.0
        } else if value < -180.0 {
            value + 360.0
        } else {
            value
        };
        let degrees = format!("{}°", words.decimal(&format!("{:.decimals$}", value.abs())));
        if value.abs() < step / 2.0 {
            return degrees;
        }
        words.fill(if value < 0.0 { minus } else { plus }, &[("degrees", &degrees)])
    };
    let lines = |from: f64, to: f64| {
        let first = (from / step).ceil();
        (0..40).map(move |at| (first + f64::from(at)) * step).take_while(move |&value| value < to)
    };
    for lat in lines(window.south.max(-90.0), window.north.min(90.0)) {
        let y = window.at(lat, 0.0).1;
        svg.line("grid", ("0", y), (&number(window.width), y));
        if !coast && y > LETTERS && y < window.height - 24.0 {
            svg.text("degrees", "4", y - 3.0, "start", &label(lat, "degrees_north", "degrees_south"));
        }
    }
    for lon in lines(window.west, window.east) {
        let x = window.at(0.0, lon).0;
        svg.line("grid", (&number(x), 0.0), (&number(x), window.height));
        let label = label(lon, "degrees_east", "degrees_west");
        if !coast && x > 62.0 && x + text_width(&label, LETTERS) < window.width {
            svg.text("degrees", &number(x + 3.0), LETTERS, "start", &label);
        }
    }
}

/// A rectangle: left, top, right, bottom.
type Room = (f64, f64, f64, f64);

fn touch(a: Room, b: Room) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

/// Names beside their points, as many as there is room for.
fn labels(svg: &mut Svg, window: &Window, points: &[Point], placed: &[(f64, f64)]) {
    for label in label_places(window, points, placed) {
        let point = &points[label.point];
        let class = if point.own { "halo own" } else { "halo" };
        svg.text(class, &number(label.x), label.y, label.anchor, &point.name);
    }
}

struct Label {
    point: usize,
    x: f64,
    y: f64,
    anchor: &'static str,
    #[cfg_attr(not(test), allow(dead_code, reason = "what tests look at"))]
    room: Room,
}

/// How much wider bold letters are than those that [`text_width`] knows.
const BOLD: f64 = 1.15;

fn label_places(window: &Window, points: &[Point], placed: &[(f64, f64)]) -> Vec<Label> {
    let mut taken: Vec<Room> = Vec::new();
    // Where the scale stands.
    taken.push((0.0, window.height - 22.0, 130.0, window.height));
    if window.north - window.south < COAST {
        taken.push((0.0, 0.0, window.width, LETTERS + 4.0));
        taken.push((0.0, 0.0, 60.0, window.height));
    }
    let marks: Vec<Room> = placed.iter().map(|&(x, y)| (x - 5.0, y - 5.0, x + 5.0, y + 5.0)).collect();
    let mut labels: Vec<Label> = Vec::new();
    let own = (0..points.len()).filter(|&at| points[at].own);
    for at in own.chain((0..points.len()).filter(|&at| !points[at].own)) {
        let (x, y) = placed[at];
        // In bold letters, as the style has them.
        let bold = if points[at].own { BOLD } else { 1.0 };
        let wide = text_width(&points[at].name, LETTERS) * bold;
        // A name that was written on the same spot is not written again.
        if labels.iter().any(|label| points[label.point].name == points[at].name) {
            continue;
        }
        let tries = [
            (x + 8.0, y + 4.5, "start"),
            (x - 8.0, y + 4.5, "end"),
            (x, y - 9.0, "middle"),
            (x, y + LETTERS + 7.0, "middle"),
            (x + 6.0, y - 7.0, "start"),
            (x + 6.0, y + LETTERS + 4.0, "start"),
            (x - 6.0, y - 7.0, "end"),
            (x - 6.0, y + LETTERS + 4.0, "end"),
        ];
        let fits = tries.into_iter().find_map(|(x, y, anchor)| {
            let left = match anchor {
                "start" => x,
                "end" => x - wide,
                _ => x - wide / 2.0,
            };
            let room = (left - 2.0, y - LETTERS, left + wide + 2.0, y + 4.0);
            let inside = room.0 >= 0.0 && room.2 <= window.width && room.1 >= 0.0 && room.3 <= window.height;
            let others = marks.iter().enumerate().filter(|&(other, _)| other != at && placed[other] != placed[at]);
            let free = inside
                && !taken.iter().any(|&other| touch(room, other))
                && !others.map(|(_, &mark)| mark).any(|mark| touch(room, mark));
            free.then_some(Label { point: at, x, y, anchor, room })
        });
        if let Some(label) = fits {
            taken.push(label.room);
            labels.push(label);
        }
    }
    labels
}

/// A line of a round number of kilometres, at the lower left; true in the middle of the map.
fn scale(svg: &mut Svg, window: &Window) {
    let kilometre = window.height / ((window.north - window.south) * DEGREE);
    let steps = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0, 2_000.0];
    let Some(length) = steps.into_iter().rev().find(|step| step * kilometre <= 72.0) else { return };
    let label = if length < 1.0 { format!("{} m", number(length * 1_000.0)) } else { format!("{} km", number(length)) };
    let y = window.height - 8.0;
    let to = 8.0 + length * kilometre;
    svg.line("scale", ("8", y), (&number(to), y));
    svg.line("scale", ("8", y - 4.0), ("8", y + 1.0));
    svg.line("scale", (&number(to), y - 4.0), (&number(to), y + 1.0));
    svg.text("halo soft", &number(to + 5.0), y + 2.0, "start", &label);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn point(name: &str, lat: f64, lon: f64) -> Point {
        Point { name: name.into(), href: "../x/".into(), lat, lon, own: false }
    }

    #[test]
    fn the_shortest_stretch_of_longitudes_is_shown() {
        let of = |all: &[f64]| longitudes(&all.iter().map(|&lon| point("a", 0.0, lon)).collect::<Vec<_>>());
        assert_eq!(of(&[10.0, 20.0]), (10.0, 20.0));
        assert_eq!(of(&[175.0, -170.0]), (175.0, 190.0));
        assert_eq!(of(&[-120.0, 0.0, 100.0]), (-120.0, 100.0));
    }

    #[test]
    fn coastlines_are_drawn_only_where_they_are_true() {
        let far = map(&Words::of("en"), "m", "Map", &[point("Vienna", 48.2, 16.4), point("Moscow", 55.8, 37.6)]);
        assert!(far.contains("class=\"land\"") && far.contains(">200 km<"), "{far}");
        let near =
            map(&Words::of("en"), "m", "Map", &[point("Capitol", 38.8899, -77.0091), point("Hotel", 38.9044, -77.039)]);
        assert!(!near.contains("class=\"land\"") && near.contains("° N</text>") && near.contains(">500 m<"), "{near}");
        assert!(map(&Words::of("en"), "m", "Map", &[point("Vienna", 48.2, 16.4)]).contains("class=\"land\""));
        assert_eq!(map(&Words::of("en"), "m", "Map", &[]), "");
    }

    #[test]
    fn distances_are_in_true_proportion() {
        // A degree of longitude at 60 degrees north is half as long as one of latitude.
        let window = Window::around(&[point("a", 59.0, 9.0), point("b", 61.0, 11.0)], 340.0);
        let (a, b, c) = (window.place(60.0, 10.0), window.place(60.0, 11.0), window.place(61.0, 10.0));
        let part = (b.0 - a.0) / (a.1 - c.1);
        assert!((part - 0.5).abs() < 0.01, "{part}");
    }

    #[test]
    fn a_place_at_a_pole_is_seen_whole() {
        for lat in [90.0, -90.0] {
            let alone = Point { own: true, ..point("Pole", lat, 0.0) };
            for points in [vec![alone], vec![point("Pole", lat, 0.0), point("Quito", 0.0, -78.5)]] {
                let all = map(&Words::of("en"), "m", "Map", &points);
                for drawing in all.split("<svg ").skip(1) {
                    let part = |text: &str, name: &str| -> f64 {
                        text.split_once(&format!(" {name}=\"")).unwrap().1.split('"').next().unwrap().parse().unwrap()
                    };
                    let (width, height) = (part(drawing, "width"), part(drawing, "height"));
                    for circle in drawing.split("<circle ").skip(1) {
                        let (x, y, radius) = (part(circle, "cx"), part(circle, "cy"), part(circle, "r"));
                        assert!(x >= radius && x <= width - radius && y >= radius && y <= height - radius, "{circle}");
                    }
                }
            }
        }
    }

    proptest! {
        #[test]
        fn no_label_overlaps_another_and_every_point_is_on_the_map(
            all in prop::collection::vec(("[A-Za-z ]{1,24}", -90.0f64..90.0, -180.0f64..180.0), 1..60),
            close in 0.0001f64..1.0,
            width in 300.0f64..700.0,
        ) {
            let points: Vec<Point> = all.iter().map(|(name, lat, lon)| point(name, lat * close, lon * close)).collect();
            let window = Window::around(&points, width);
            let placed: Vec<_> = points.iter().map(|point| window.place(point.lat, point.lon)).collect();
            for &(x, y) in &placed {
                prop_assert!((-0.1..=window.width + 0.1).contains(&x) && (-0.1..=window.height + 0.1).contains(&y), "{} {}", x, y);
            }
            let labels = label_places(&window, &points, &placed);
            for (at, one) in labels.iter().enumerate() {
                for other in &labels[at + 1..] {
                    prop_assert!(!touch(one.room, other.room));
                }
            }
        }
    }
}
