//! Corpus, graph and theme to the bytes of a site.

pub mod weave;
