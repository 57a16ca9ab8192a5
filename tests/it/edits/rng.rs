//! Random numbers that are the same everywhere and for ever: SplitMix64 (Steele, Lea, Flood 2014).

use std::ops::Range;

pub struct Rng(u64);

impl Rng {
    /// A stream of its own for each list of words that name what it is for.
    pub fn of(seed: u64, names: &[&str]) -> Rng {
        // FNV-1a, then one step, so that near seeds give far streams.
        let mut hash = 0xcbf2_9ce4_8422_2325 ^ seed;
        for byte in names.join("\u{1f}").bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        let mut rng = Rng(hash);
        rng.next();
        rng
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`, which is not 0.
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).expect("it is below a usize")
    }

    pub fn within(&mut self, range: Range<usize>) -> usize {
        range.start + self.below(range.end - range.start)
    }

    pub fn coin(&mut self) -> bool {
        self.next() & 1 == 1
    }

    /// True once in `n` times.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn choose<'s, T>(&mut self, of: &'s [T]) -> Option<&'s T> {
        if of.is_empty() { None } else { of.get(self.below(of.len())) }
    }
}
