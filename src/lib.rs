//! Annals: a static site generator for annotated articles.

pub mod diag;
pub mod id;
pub mod span;
