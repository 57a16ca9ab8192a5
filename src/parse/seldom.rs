//! Room for what is nearly always absent.

use std::ops::Deref;

/// What has a value that says nothing.
pub trait Absent: PartialEq + Sized + 'static {
    /// That value.
    const ABSENT: &'static Self;
}

/// Fields of which a site has hundreds of thousands and fills few: without any they take the room of a pointer.
#[derive(Clone, Debug, PartialEq)]
pub struct Seldom<T>(Option<Box<T>>);

impl<T: Absent> From<T> for Seldom<T> {
    fn from(value: T) -> Self {
        Seldom((value != *T::ABSENT).then(|| Box::new(value)))
    }
}

impl<T: Absent> Deref for Seldom<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_deref().unwrap_or(T::ABSENT)
    }
}

impl<T> Seldom<T> {
    /// The fields, to be changed, if any is filled.
    pub fn as_mut(&mut self) -> Option<&mut T> {
        self.0.as_deref_mut()
    }
}
