//! Values that many pages show alike.

use std::marker::PhantomData;

use serde::{Serialize, Serializer};
use tera::Value;

/// A value made ready for templates once and shared by all pages that show it: to them it is a `T`.
#[derive(Debug)]
pub struct Ready<T> {
    value: Value,
    of: PhantomData<T>,
}

impl<T: Serialize> Ready<T> {
    /// Makes a value ready.
    pub fn new(value: &T) -> Self {
        let value = Value::try_from_serializable(value).unwrap_or_else(|_| Value::none());
        Ready { value, of: PhantomData }
    }
}

impl<T> Clone for Ready<T> {
    fn clone(&self) -> Self {
        Ready { value: self.value.clone(), of: PhantomData }
    }
}

impl<T> Serialize for Ready<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // In the conversion to a value this is a clone of what is there.
        self.value.serialize(serializer)
    }
}
