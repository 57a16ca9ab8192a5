//! The land of the earth, as rings of longitude and latitude, and what of it lies in a window.

use std::sync::OnceLock;

/// A ring: its points, and the corner with the least and that with the greatest degrees.
struct Ring {
    points: Vec<(f64, f64)>,
    least: (f64, f64),
    most: (f64, f64),
}

static LAND: &str = include_str!("land.txt");

fn rings() -> &'static [Ring] {
    static RINGS: OnceLock<Vec<Ring>> = OnceLock::new();
    RINGS.get_or_init(|| LAND.lines().filter(|line| !line.starts_with('#')).map(ring).collect())
}

fn ring(line: &str) -> Ring {
    let (mut at, mut points) = ((0i32, 0i32), Vec::new());
    for step in line.split(',') {
        let Some((x, y)) = step.split_once(' ') else { continue };
        let (Ok(x), Ok(y)) = (x.parse::<i32>(), y.parse::<i32>()) else { continue };
        at = (at.0 + x, at.1 + y);
        points.push((f64::from(at.0) / 100.0, f64::from(at.1) / 100.0));
    }
    let fold = |least: fn(f64, f64) -> f64, from: f64| {
        points.iter().fold((from, from), |corner, point| (least(corner.0, point.0), least(corner.1, point.1)))
    };
    let (least, most) = (fold(f64::min, f64::INFINITY), fold(f64::max, f64::NEG_INFINITY));
    Ring { points, least, most }
}

/// The rings of land in a window of degrees, cut at its edges. West may be below -180 and east above 180: the earth goes on.
pub(super) fn within(west: f64, south: f64, east: f64, north: f64) -> Vec<Vec<(f64, f64)>> {
    let mut found = Vec::new();
    for turn in [-360.0, 0.0, 360.0] {
        for ring in rings() {
            let apart =
                ring.most.0 + turn < west || ring.least.0 + turn > east || ring.most.1 < south || ring.least.1 > north;
            if apart {
                continue;
            }
            let mut points: Vec<(f64, f64)> = ring.points.iter().map(|point| (point.0 + turn, point.1)).collect();
            // Sutherland and Hodgman: one edge after the other.
            points = cut(&points, |point| point.0 - west);
            points = cut(&points, |point| east - point.0);
            points = cut(&points, |point| point.1 - south);
            points = cut(&points, |point| north - point.1);
            if points.len() > 2 {
                found.push(points);
            }
        }
    }
    found
}

/// The part of a ring on the side of a line where `side` is not negative.
fn cut(points: &[(f64, f64)], side: impl Fn((f64, f64)) -> f64) -> Vec<(f64, f64)> {
    let mut kept = Vec::with_capacity(points.len());
    for (at, &point) in points.iter().enumerate() {
        let before = points[(at + points.len() - 1) % points.len()];
        let (here, there) = (side(point), side(before));
        if (here < 0.0) != (there < 0.0) {
            let part = there / (there - here);
            kept.push((before.0 + (point.0 - before.0) * part, before.1 + (point.1 - before.1) * part));
        }
        if here >= 0.0 {
            kept.push(point);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a point lies on land: the even-odd rule, as the drawing's.
    fn on_land(lon: f64, lat: f64) -> bool {
        let window = within(lon - 5.0, lat - 5.0, lon + 5.0, lat + 5.0);
        let crossings =
            window.iter().flat_map(|ring| (0..ring.len()).map(move |at| (ring[at], ring[(at + 1) % ring.len()])));
        let right = crossings
            .filter(|&((x1, y1), (x2, y2))| (y1 > lat) != (y2 > lat) && lon < x1 + (lat - y1) / (y2 - y1) * (x2 - x1));
        right.count() % 2 == 1
    }

    #[test]
    fn the_land_is_where_it_is() {
        assert_eq!(rings().len(), 126);
        for (lon, lat, land) in [
            (16.37, 48.21, true),
            (-98.0, 39.0, true),
            (134.0, -25.0, true),
            (37.6, 55.8, true),
            (0.0, -85.0, true),
            (175.0, 67.5, true),
            (-175.0, 67.0, true),
            (-30.0, 40.0, false),
            (-30.0, 72.5, true),
            (-10.0, 69.0, false),
            (60.0, 85.0, false),
            (170.0, 0.0, false),
            // The Caspian Sea is a hole in the land.
            (51.0, 41.5, false),
            // Beyond 180 degrees the earth goes on.
            (360.0 + 16.37, 48.21, true),
        ] {
            assert_eq!(on_land(lon, lat), land, "{lon} {lat}");
        }
    }

    #[test]
    fn nothing_lies_outside_the_window() {
        for ring in within(-20.0, 30.0, 40.0, 60.0) {
            for (lon, lat) in ring {
                assert!((-20.001..=40.001).contains(&lon) && (29.999..=60.001).contains(&lat), "{lon} {lat}");
            }
        }
    }
}
