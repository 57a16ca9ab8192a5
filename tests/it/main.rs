//! All integration tests, as one binary.

mod edtf;
mod shared;
mod yaml;
