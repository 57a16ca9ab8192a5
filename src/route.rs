//! STUB, replaced by the disk branch.
/// STUB
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UrlStyle {
    /// Links end in `/`.
    Pretty,
    /// Links name the file.
    Files,
}
/// STUB
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutPath(String);
