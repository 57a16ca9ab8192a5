//! One source file to one [`document::Document`]: YAML and Markdown read, checked by themselves, syntax gone.
//!
//! Depends on the one file and the site's settings only. Names are still texts with their places.

pub mod body;
pub mod document;
pub mod markdown;
pub mod record;
pub mod settings;
