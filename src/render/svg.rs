//! Drawings made at build time, as inline SVG: what timelines, bars, maps and networks share.
//!
//! A drawing has a title and a description for those who do not see it, and presentation attributes and classes only, so
//! that the style sheet colours it, in the dark too, and no inline style is needed. There are two sorts:
//!
//! - [`Size::Fluid`]: as wide as its column and of a fixed height. `x` is given in percents ([`percent`]), `y` and the size
//!   of the letters in pixels, so letters are as large on a telephone as on a screen. What does not overlap at
//!   [`NARROW`] pixels does not overlap on anything wider, for the gaps grow and the letters do not.
//! - [`Size::Scaled`]: with a `viewBox`, for what must keep its shape, as maps. Letters grow and shrink with it.
//!
//! Only `+ - * /` and `sqrt` are used for places, which give the same bytes on every machine.

use std::fmt::{Display, Write};

use crate::date::{Date, Day, Words};

/// The width in pixels that a fluid drawing is laid out for: that of the column on a screen of 360.
pub const NARROW: f64 = 320.0;
/// The width of the column, or more, where the style sheet shows what has the class `wide` in place of what has `narrow`.
pub const WIDE: f64 = 560.0;
/// The size of letters in drawings, in pixels; the style sheet's `svg text` has the same.
pub const LETTERS: f64 = 13.0;

/// How large a drawing is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Size {
    /// As wide as its column, and this many pixels high.
    Fluid(f64),
    /// Width and height of the `viewBox`.
    Scaled(f64, f64),
}

/// A drawing that is being made.
#[derive(Clone, Debug)]
pub struct Svg {
    out: String,
    open: Vec<&'static str>,
}

impl Svg {
    /// Begins a drawing without links: to a screen reader it is one picture. `id` is unique in the page.
    pub fn picture(class: &str, id: &str, size: Size, title: &str, description: &str) -> Svg {
        Svg::new(class, id, size, "img", title, description)
    }

    /// Begins a drawing that holds links: to a screen reader it is a group.
    pub fn group(class: &str, id: &str, size: Size, title: &str, description: &str) -> Svg {
        Svg::new(class, id, size, "group", title, description)
    }

    fn new(class: &str, id: &str, size: Size, role: &str, title: &str, description: &str) -> Svg {
        let mut svg = Svg { out: String::new(), open: Vec::new() };
        let (title_id, description_id) = (format!("{id}.t"), format!("{id}.d"));
        svg.tag("svg", &[("class", &class), ("role", &role)]);
        match size {
            Size::Fluid(height) => svg.attributes(&[("width", &"100%"), ("height", &number(height))]),
            Size::Scaled(width, height) => {
                let sides = format!("0 0 {} {}", number(width), number(height));
                svg.attributes(&[("viewBox", &sides), ("width", &number(width)), ("height", &number(height))]);
            }
        }
        svg.attributes(&[("aria-labelledby", &title_id), ("aria-describedby", &description_id)]);
        svg.out.push('>');
        for (name, id, words) in [("title", &title_id, title), ("desc", &description_id, description)] {
            svg.tag(name, &[("id", id)]);
            svg.out.push('>');
            svg.out.push_str(&escape(words));
            let _ = write!(svg.out, "</{name}>");
        }
        svg.open.push("svg");
        svg
    }

    /// An element without content.
    pub fn element(&mut self, name: &'static str, attributes: &[(&str, &dyn Display)]) {
        self.tag(name, attributes);
        self.out.push_str("/>");
    }

    /// An element that holds what follows until [`Svg::close`].
    pub fn open(&mut self, name: &'static str, attributes: &[(&str, &dyn Display)]) {
        self.tag(name, attributes);
        self.out.push('>');
        self.open.push(name);
    }

    /// Ends the element last opened.
    pub fn close(&mut self) {
        if self.open.len() > 1
            && let Some(name) = self.open.pop()
        {
            let _ = write!(self.out, "</{name}>");
        }
    }

    /// A link around what follows until [`Svg::close`]. The address is ready to stand in `href`.
    pub fn link(&mut self, href: &str) {
        self.open("a", &[("href", &href)]);
    }

    /// Words. `x` comes from [`percent`] or [`number`]; `anchor` is `start`, `middle` or `end`.
    pub fn text(&mut self, class: &str, x: &str, y: f64, anchor: &str, words: &str) {
        self.tag("text", &[("class", &class), ("x", &x), ("y", &number(y))]);
        if anchor != "start" {
            self.attributes(&[("text-anchor", &anchor)]);
        }
        self.out.push('>');
        self.out.push_str(&escape(words));
        self.out.push_str("</text>");
    }

    /// Words that are cut on a narrow screen, and those that are shown instead where there are [`WIDE`] pixels.
    pub fn either(&mut self, class: &str, x: &str, y: f64, anchor: &str, narrow: &str, wide: &str) {
        if narrow == wide {
            return self.text(class, x, y, anchor, narrow);
        }
        self.text(&format!("{class} narrow"), x, y, anchor, narrow);
        self.text(&format!("{class} wide"), x, y, anchor, wide);
    }

    /// An element that is named when it is pointed at.
    pub fn named(&mut self, name: &'static str, title: &str, attributes: &[(&str, &dyn Display)]) {
        self.open(name, attributes);
        let _ = write!(self.out, "<title>{}</title>", escape(title));
        self.close();
    }

    /// A bar with a title of its own: left edge and width in percents. What can be pointed at is as high as the drawing.
    pub fn titled_bar(&mut self, title: &str, (left, width): (f64, f64), top: f64, height: f64) {
        let (x, wide) = (percent(left), percent(width));
        self.open("g", &[]);
        let _ = write!(self.out, "<title>{}</title>", escape(title));
        self.element("rect", &[("class", &"ground"), ("x", &x), ("width", &wide), ("height", &number(top + height))]);
        let (x, wide) = (percent(left + width * 0.1), percent(width * 0.8));
        self.element(
            "rect",
            &[("class", &"bar"), ("x", &x), ("y", &number(top)), ("width", &wide), ("height", &number(height))],
        );
        self.close();
    }

    /// A straight line.
    pub fn line(&mut self, class: &str, from: (&str, f64), to: (&str, f64)) {
        let (y1, y2) = (number(from.1), number(to.1));
        self.element("line", &[("class", &class), ("x1", &from.0), ("y1", &y1), ("x2", &to.0), ("y2", &y2)]);
    }

    /// A line of years across a fluid drawing: ticks from `top` to `bottom`, with their labels below.
    pub fn axis(&mut self, axis: &Axis, dates: &Words, top: f64, bottom: f64) {
        for tick in axis.ticks(NARROW, dates) {
            let x = percent(tick.at);
            self.line("tick", (&x, top), (&x, bottom));
            self.text("tick", &x, bottom + LETTERS + 2.0, tick.anchor, &tick.label);
        }
        let (left, right) = (percent(axis.left), percent(axis.right));
        self.line("axis", (&left, bottom), (&right, bottom));
    }

    /// The drawing, with all elements ended.
    pub fn finish(mut self) -> String {
        while let Some(name) = self.open.pop() {
            let _ = write!(self.out, "</{name}>");
        }
        self.out
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &dyn Display)]) {
        self.out.push('<');
        self.out.push_str(name);
        self.attributes(attributes);
    }

    fn attributes(&mut self, attributes: &[(&str, &dyn Display)]) {
        for (name, value) in attributes {
            let value = escape(&value.to_string());
            if !value.is_empty() {
                let _ = write!(self.out, " {name}=\"{value}\"");
            }
        }
    }
}

/// Text as it stands in an element or attribute.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}

/// A number with at most two decimals.
pub fn number(value: f64) -> String {
    let rounded = format!("{:.2}", if value.is_finite() { value } else { 0.0 });
    let plain = rounded.trim_end_matches('0').trim_end_matches('.');
    if plain == "-0" { "0".to_owned() } else { plain.to_owned() }
}

/// A place across a fluid drawing: 0 is its left edge, 100 its right.
pub fn percent(value: f64) -> String {
    format!("{}%", number(value))
}

/// About how wide words are in letters of this size, in pixels: in the faces that systems have rather less than more.
pub fn text_width(words: &str, size: f64) -> f64 {
    let wide = |c: char| match c {
        'i' | 'j' | 'l' | '\'' | '’' | '.' | ',' | ':' | ';' | '|' | '!' | 'I' | '·' => 0.31,
        'f' | 't' | 'r' | ' ' | '(' | ')' | '-' | '[' | ']' | '/' | '“' | '”' | '"' => 0.41,
        'm' | 'M' | 'W' | 'w' | '—' | '…' | '%' | '@' => 0.95,
        '0'..='9' | '–' => 0.62,
        _ if c.is_ascii_uppercase() => 0.74,
        _ if c.is_ascii() => 0.6,
        // East Asian letters are as wide as high; combining marks are counted as letters, which is too much and does no harm.
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{ffff}' => 1.05,
        _ if c.is_uppercase() => 0.78,
        _ => 0.62,
    };
    words.chars().map(wide).sum::<f64>() * size
}

/// Words that are at most so wide, cut with `…` where they must be.
pub fn fit(words: &str, size: f64, width: f64) -> String {
    if text_width(words, size) <= width {
        return words.to_owned();
    }
    let mut out = String::new();
    let mut used = text_width("…", size);
    for c in words.chars() {
        used += text_width(c.encode_utf8(&mut [0; 4]), size);
        if used > width {
            break;
        }
        out.push(c);
    }
    let cut = out.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '('));
    format!("{cut}…")
}

/// A day as a number of years: 2017-07-01 is about 2017.5.
pub fn moment(day: Day) -> f64 {
    // 12 months of 31 days each keep the order and put no day more than two pixels off.
    let within = f64::from(day.month.saturating_sub(1)) * 31.0 + f64::from(day.day.saturating_sub(1));
    whole(day.year) + within / 372.0
}

/// The beginning of the first day that a date may mean; none where it has no known beginning.
pub fn first(date: &Date) -> Option<f64> {
    date.earliest().day().map(moment)
}

/// The end of the last day that a date may mean; none where it has no known end.
pub fn last(date: &Date) -> Option<f64> {
    date.latest().day().map(|day| moment(day) + 1.0 / 372.0)
}

#[allow(clippy::cast_precision_loss, reason = "years that are drawn have few digits")]
fn whole(n: i64) -> f64 {
    n as f64
}

/// A number of things as a number to count with.
pub fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

/// A line of years across a fluid drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// The moment at its left end, as in [`moment`].
    pub from: f64,
    /// The moment at its right end.
    pub to: f64,
    /// Its left end in percents.
    pub left: f64,
    /// Its right end in percents.
    pub right: f64,
}

/// A mark on an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Where, in percents.
    pub at: f64,
    /// `1917`, `Mar 1917`.
    pub label: String,
    /// How the label lies: `start` and `end` near the edges, so that it is not cut.
    pub anchor: &'static str,
}

/// Distances of ticks, in months; beyond them ten times the last three and so on.
const STEPS: [f64; 11] = [1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 60.0, 120.0, 240.0, 600.0, 1200.0];

impl Axis {
    /// An axis over the whole width that shows all these moments, with a little room at both ends; none without any.
    pub fn over(moments: impl IntoIterator<Item = f64>) -> Option<Axis> {
        let ends = moments.into_iter().filter(|moment| moment.is_finite()).fold(None, |ends, moment| match ends {
            None => Some((moment, moment)),
            Some((from, to)) => Some((moment.min(from), moment.max(to))),
        });
        let (from, to): (f64, f64) = ends?;
        // Less than half a year is shown as half a year around it.
        let (from, to) =
            if to - from < 0.5 { ((from + to) / 2.0 - 0.25, (from + to) / 2.0 + 0.25) } else { (from, to) };
        let room = (to - from) * 0.02;
        Some(Axis { from: from - room, to: to + room, left: 0.0, right: 100.0 })
    }

    /// Where a moment lies, in percents; what lies outside is put at the end.
    pub fn at(&self, moment: f64) -> f64 {
        let part = (moment.clamp(self.from, self.to) - self.from) / (self.to - self.from);
        self.left + part * (self.right - self.left)
    }

    /// Marks whose labels do not touch in a drawing of this many pixels.
    pub fn ticks(&self, width: f64, dates: &Words) -> Vec<Tick> {
        let pixels = width * (self.right - self.left) / 100.0;
        let months = (self.to - self.from) * 12.0;
        let steps = STEPS.into_iter().chain((1..16).flat_map(|tens| {
            let times = (0..tens).fold(1.0, |times, _| times * 10.0);
            [240.0, 600.0, 1200.0].into_iter().map(move |step| step * times)
        }));
        for step in steps {
            if months / step > 24.0 {
                continue;
            }
            let first = (self.from * 12.0 / step).ceil();
            let mut ticks = Vec::new();
            let mut at = first * step;
            while at <= self.to * 12.0 && ticks.len() < 32 {
                ticks.push(self.tick(at, pixels, dates));
                at += step;
            }
            let gap = pixels * step / months;
            let label = |tick: &Tick| text_width(&tick.label, LETTERS);
            let widest = ticks.iter().map(label).fold(0.0, f64::max);
            // A label at an edge is pushed inwards by half its width.
            if gap > widest * 1.5 + 10.0 || ticks.len() < 2 && gap > widest {
                return ticks;
            }
        }
        Vec::new()
    }

    #[allow(clippy::cast_possible_truncation, reason = "floored and small")]
    fn tick(&self, months: f64, pixels: f64, dates: &Words) -> Tick {
        let year = (months / 12.0).floor();
        let month = (months - year * 12.0).round();
        let label = match month.max(0.0) as u8 {
            1..12 => dates.short_month_label(year as i64, month as u8 + 1),
            _ => dates.year_label(year as i64),
        };
        let at = self.at(months / 12.0);
        let half = text_width(&label, LETTERS) / 2.0;
        let here = (at - self.left) / (self.right - self.left) * pixels;
        let anchor = if here < half {
            "start"
        } else if pixels - here < half {
            "end"
        } else {
            "middle"
        };
        Tick { at, label, anchor }
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_drawing_is_named_and_its_words_are_escaped() {
        let mut svg = Svg::group("bars", "roles", Size::Fluid(40.0), "Roles of <A & B>", "Two bars");
        svg.link("../a/?b=1&c=\"2\"");
        svg.text("", &percent(100.0 / 3.0), 12.0, "end", "R&D");
        svg.close();
        assert_eq!(
            svg.finish(),
            "<svg class=\"bars\" role=\"group\" width=\"100%\" height=\"40\" aria-labelledby=\"roles.t\" \
             aria-describedby=\"roles.d\"><title id=\"roles.t\">Roles of &lt;A &amp; B&gt;</title><desc \
             id=\"roles.d\">Two bars</desc><a href=\"../a/?b=1&amp;c=&quot;2&quot;\"><text x=\"33.33%\" y=\"12\" \
             text-anchor=\"end\">R&amp;D</text></a></svg>"
        );
    }

    #[test]
    fn what_is_open_is_closed() {
        let mut svg = Svg::picture("", "x", Size::Scaled(10.0, 5.5), "T", "D");
        svg.open("g", &[("class", &"a")]);
        svg.close();
        svg.close();
        svg.open("g", &[]);
        let out = svg.finish();
        assert!(out.contains("viewBox=\"0 0 10 5.5\"") && out.ends_with("<g class=\"a\"></g><g></g></svg>"), "{out}");
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!([0.0, -0.001, 10.0, 2.504, f64::NAN].map(number), ["0", "0", "10", "2.5", "0"]);
    }

    #[test]
    fn words_are_cut_to_fit() {
        assert_eq!(fit("short", 13.0, 100.0), "short");
        let cut = fit("Ambassador to the United States, Russia", 13.0, 120.0);
        assert!(cut.ends_with('…') && text_width(&cut, 13.0) <= 120.0 && cut.len() > 10, "{cut}");
    }

    #[test]
    fn moments_are_in_order() {
        let date = |text: &str| Date::parse(text, &TimeZone::UTC).unwrap();
        assert!(last(&date("2016-12-31")).unwrap() <= first(&date("2017")).unwrap());
        assert!((first(&date("2017-07-01")).unwrap() - 2017.5).abs() < 0.01);
        assert_eq!((first(&date("../1900")), last(&date("2016/.."))), (None, None));
    }

    fn labels(from: f64, to: f64) -> Vec<String> {
        let axis = Axis::over([from, to]).unwrap();
        axis.ticks(NARROW, Words::english()).into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(labels(1890.0, 1931.0), ["1890", "1900", "1910", "1920", "1930"]);
        assert_eq!(labels(2016.3, 2017.2), ["Jul 2016", "2017"]);
        assert_eq!(labels(-43.0, 20.0), ["41 BCE", "21 BCE", "1 BCE", "20 CE"]);
        assert!(!labels(2016.5, 2016.5).is_empty() && Axis::over([]).is_none());
    }

    proptest! {
        #[test]
        fn labels_never_touch(from in -5000.0f64..3000.0, long in 0.0f64..4000.0) {
            let axis = Axis::over([from, from + long]).unwrap();
            let ticks = axis.ticks(NARROW, Words::english());
            prop_assert!(!ticks.is_empty(), "no tick from {} over {}", from, long);
            let mut end = -1.0;
            for tick in ticks {
                let width = text_width(&tick.label, LETTERS);
                let at = tick.at / 100.0 * NARROW;
                let start = match tick.anchor { "start" => at, "middle" => at - width / 2.0, _ => at - width };
                prop_assert!(start > end && start + width <= NARROW + 0.1, "{} at {}", tick.label, start);
                end = start + width;
            }
        }
    }
}
