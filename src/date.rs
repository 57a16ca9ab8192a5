//! STUB, replaced by the dates branch.
/// STUB
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Date;
