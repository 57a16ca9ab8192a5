//! The timeline, and the small one of an event.

use serde::Serialize;

use super::{Date, EntityLink, PartGroup};

/// `timeline`: all events by year.
#[derive(Clone, Debug, Serialize)]
pub struct Timeline {
    /// How many events there are on all parts.
    pub total: usize,
    /// A drawing of how many events fall into which years, each a link to them; empty where there are few years.
    pub overview_html: String,
    /// How many years each of its bars is for.
    pub overview_years: u64,
    /// What the events can be filtered by with a script; null where they have nothing.
    pub filter: Option<TimelineFilter>,
    /// The events of this part, by year; undated ones last.
    pub groups: Vec<TimelineGroup>,
    /// The label of this part; null if there is one part only.
    pub part: Option<String>,
    /// All parts; empty if there is one only.
    pub parts: Vec<PartGroup>,
}

/// What a filter of the timeline loads.
#[derive(Clone, Debug, Serialize)]
pub struct TimelineFilter {
    /// The script that says who took part in each event, where and of what type it was.
    pub index: String,
}

/// Events of one year.
#[derive(Clone, Debug, Serialize)]
pub struct TimelineGroup {
    /// The year, `2010 or later`, or `Undated`.
    pub label: String,
    /// Its address in the page, without `#`.
    pub id: String,
    /// The axis above the events; empty where they have no dates.
    pub axis_html: String,
    /// The events, in order.
    pub events: Vec<TimelineEvent>,
}

/// An event on a timeline.
#[derive(Clone, Debug, Serialize)]
pub struct TimelineEvent {
    /// Which.
    pub entity: EntityLink,
    /// Whether it is a draft (`--drafts`).
    pub draft: bool,
    /// When.
    pub date: Option<Date>,
    /// What it is to the event whose page this is: `this`, `whole`, `part`, `sibling` (another part of the same whole), `before`
    /// (which it follows), `followed`, and, where that is all that there is, by its date `earlier`, `later` or `overlapping`;
    /// null on the timeline of all events.
    pub how: Option<&'static str>,
    /// Where.
    pub places: Vec<EntityLink>,
    /// Who took part, the first of them.
    pub participants: Vec<EntityLink>,
    /// How many more took part.
    pub more: usize,
    /// Its date as a mark or bar under the axis; empty without a date.
    pub bar_html: String,
}

/// An event among those around it.
#[derive(Clone, Debug, Serialize)]
pub struct Around {
    /// The axis above the events.
    pub axis_html: String,
    /// The events, in order of time, this one among them.
    pub events: Vec<TimelineEvent>,
    /// Whether all its parts and all that followed are among them.
    pub complete: bool,
}
