//! Annals: a static site generator for annotated articles.

pub mod date;
pub mod diag;
pub mod graph;
pub mod id;
pub mod load;
pub mod parse;
pub mod render;
pub mod report;
pub mod resolve;
pub mod route;
pub mod site;
pub mod span;
pub mod write;
