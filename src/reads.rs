//! What a page looks at while it is made, so that the next build can tell whether it would be the same page.
//!
//! 1. Values of which a site has many, and a page shows some, stand in a [`List`], out of which nothing is had unnoticed.
//! 2. [`watch`] makes something and says what was looked at ([`Reads`]).
//! 3. What of it has changed is found with [`Reads::is_among`].
//!
//! Notes are the thread's own: what is made under [`watch`] must not be shared out among threads.

use std::cell::RefCell;
use std::ops::{Index, IndexMut};

/// How many sorts of values there are.
pub const SORTS: usize = 4;

/// What stands in a [`List`] whose readers are noted.
pub trait Noted {
    /// The number of the sort, below [`SORTS`]. Two lists of one sort would be taken for one.
    const SORT: usize;
}

/// A list that notes which of its values are looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List<T>(Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        List(Vec::new())
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(all: Vec<T>) -> Self {
        List(all)
    }
}

impl<T: Noted> List<T> {
    /// How many there are. Not noted: with another number of them no page is taken for the same.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them.
    pub fn as_slice(&self) -> &[T] {
        note::<T>(None);
        &self.0
    }

    /// All of them, one by one.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.as_slice().iter()
    }

    /// All of them, to be changed: pages are not made yet.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.0.iter_mut()
    }

    /// All of them, to be changed.
    pub fn as_mut_slice(&mut self) -> &mut [T] {
        &mut self.0
    }
}

impl<T: Noted> Index<usize> for List<T> {
    type Output = T;

    fn index(&self, at: usize) -> &T {
        note::<T>(Some(at));
        &self.0[at]
    }
}

impl<T: Noted> IndexMut<usize> for List<T> {
    fn index_mut(&mut self, at: usize) -> &mut T {
        &mut self.0[at]
    }
}

impl<'l, T: Noted> IntoIterator for &'l List<T> {
    type Item = &'l T;
    type IntoIter = std::slice::Iter<'l, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

thread_local! {
    /// What was looked at since [`watch`] began; none where nobody watches.
    static NOTES: RefCell<Option<Vec<u64>>> = const { RefCell::new(None) };
}

/// Notes that a value was looked at, or all of its sort. What is made of a value and kept for other pages has to be had by way
/// of the value each time, or a page that shows it would not be known to.
fn note<T: Noted>(at: Option<usize>) {
    const { assert!(T::SORT < SORTS) };
    NOTES.with_borrow_mut(|notes| {
        let Some(notes) = notes else { return };
        let number = number(T::SORT, at);
        if notes.last() != Some(&number) {
            notes.push(number);
        }
    });
}

/// One number for a value, or for all of its sort: 0 in the place of its own.
fn number(sort: usize, at: Option<usize>) -> u64 {
    at.map_or(0, |at| at as u64 + 1) * SORTS as u64 + sort as u64
}

/// Makes something, and says what was looked at meanwhile.
pub fn watch<V>(make: impl FnOnce() -> V) -> (V, Reads) {
    let outer = NOTES.replace(Some(Vec::new()));
    let made = make();
    let mut notes = NOTES.replace(outer).unwrap_or_default();
    notes.sort_unstable();
    notes.dedup();
    (made, Reads::of(&notes))
}

/// What was looked at: numbers in order, each as its distance from the one before in groups of seven bits, so that those of a
/// large site take little room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reads(Box<[u8]>);

impl Reads {
    fn of(numbers: &[u64]) -> Reads {
        let mut bytes = Vec::with_capacity(numbers.len() * 2);
        let mut before = 0;
        for &number in numbers {
            let mut rest = number - before;
            while rest > 127 {
                bytes.push(rest as u8 | 128);
                rest >>= 7;
            }
            bytes.push(rest as u8);
            before = number;
        }
        Reads(bytes.into())
    }

    /// From [`Reads::as_bytes`].
    pub fn from_bytes(bytes: &[u8]) -> Reads {
        Reads(bytes.into())
    }

    /// As they are kept.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    fn numbers(&self) -> impl Iterator<Item = u64> {
        let mut bytes = self.0.iter();
        let mut before = 0_u64;
        std::iter::from_fn(move || {
            let (mut rest, mut shift) = (0_u64, 0);
            loop {
                let &byte = bytes.next()?;
                rest |= u64::from(byte & 127).checked_shl(shift)?;
                shift += 7;
                if byte < 128 {
                    break;
                }
            }
            before = before.checked_add(rest)?;
            Some(before)
        })
    }

    /// Whether one of these was looked at.
    pub fn is_among(&self, changed: &Changed) -> bool {
        self.numbers().any(|number| {
            let (sort, at) = (number as usize % SORTS, number as usize / SORTS);
            match at.checked_sub(1) {
                None => changed.any[sort],
                // One that is not there any more is another.
                Some(at) => changed.each[sort].get(at).copied().unwrap_or(true),
            }
        })
    }
}

/// Which values are others than they were.
#[derive(Clone, Debug, Default)]
pub struct Changed {
    any: [bool; SORTS],
    each: [Vec<bool>; SORTS],
}

impl Changed {
    /// By sort: for each value whether it is another.
    pub fn new(each: [Vec<bool>; SORTS]) -> Changed {
        Changed { any: each.each_ref().map(|all| all.contains(&true)), each }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Apple(u8);
    struct Pear;

    impl Noted for Apple {
        const SORT: usize = 0;
    }

    impl Noted for Pear {
        const SORT: usize = 3;
    }

    fn changed(apples: &[bool], pears: &[bool]) -> Changed {
        Changed::new([apples.into(), Vec::new(), Vec::new(), pears.into()])
    }

    #[test]
    fn what_is_looked_at_is_noted_and_nothing_else() {
        let apples: List<Apple> = (0..200).map(Apple).collect::<Vec<_>>().into();
        let pears: List<Pear> = (0..3).map(|_| Pear).collect::<Vec<_>>().into();
        let (sum, reads) = watch(|| {
            let (inner, within) = watch(|| apples[7].0);
            assert_eq!(within.numbers().collect::<Vec<_>>(), [8 * 4]);
            apples[199].0 - apples[3].0 + inner + pears.len() as u8
        });
        assert_eq!(sum, 206);
        assert_eq!(reads.numbers().collect::<Vec<_>>(), [4 * 4, 200 * 4]);
        assert_eq!(Reads::from_bytes(reads.as_bytes()), reads);

        let only = |at: usize| (0..200).map(|one| one == at).collect::<Vec<_>>();
        assert!(reads.is_among(&changed(&only(3), &[false; 3])));
        assert!(reads.is_among(&changed(&only(199), &[false; 3])));
        assert!(!reads.is_among(&changed(&only(4), &[true; 3])));
        assert!(reads.is_among(&changed(&[false; 199], &[false; 3])), "the last is gone");

        let (_, all) = watch(|| pears.iter().count());
        assert!(all.is_among(&changed(&[], &[false, false, true])));
        assert!(!all.is_among(&changed(&[true], &[false; 3])));
    }
}
