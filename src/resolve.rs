//! Documents → Corpus: names become ids, quotes become ranges, names in the text are spotted. Nothing dangles after it.

pub mod anchor;
pub mod corpus;
pub mod fold;
pub mod sentence;
pub mod spot;
