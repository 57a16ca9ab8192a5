//! All integration tests, as one binary.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests make folders, run processes and print")]

mod accounts;
mod anchoring;
mod architecture;
mod assets;
mod bad_input;
mod canaries;
mod check;
mod cli;
mod codes;
mod commonmark;
mod dependencies;
mod determinism;
mod dossier;
mod edit_cases;
#[allow(dead_code, reason = "the benchmark uses the rest")]
mod edits;
mod edits_found;
mod edits_in_turn;
mod edtf;
mod fix;
mod fix_styles;
mod fixture;
mod follow;
mod html;
mod import;
mod import_update;
mod json_ld;
mod keep_going;
mod large;
mod lists;
mod lock;
mod long_lists;
mod memo;
mod mentions;
mod render;
mod schema;
mod serve;
mod shared;
mod timeline;
mod timings;
mod views;
mod weave;
mod words;
mod write;
mod yaml;
