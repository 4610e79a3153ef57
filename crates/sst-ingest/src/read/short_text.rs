//! A short text as a number, so that finding it again is a few instructions.

/// By number of bytes: all bits of the first so many.
const LOWEST: [u128; 17] = {
    let mut lowest = [u128::MAX; 17];
    let mut length = 0;
    while length < 16 {
        lowest[length] = (1 << (8 * length)) - 1;
        length += 1;
    }
    lowest
};

/// A text of at most 16 bytes: its bytes in two numbers, and its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct ShortText {
    head: u64,
    tail: u64,
    length: u8,
}

impl ShortText {
    /// The text without characters.
    pub(super) const EMPTY: Self = Self { head: 0, tail: 0, length: 0 };

    /// One of so many places (a power of two), decided by the text alone.
    pub(super) const fn place(self, places: usize) -> usize {
        const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
        let mixed = (self.head ^ self.tail.rotate_left(23) ^ self.length as u64).wrapping_mul(MIX);
        (mixed >> 32) as usize & (places - 1)
    }

    /// The first `length` of these bytes as numbers; `None` when they are too many. Where there are sixteen, they are read
    /// together, and what does not belong is cut away: no branch hangs on a cell's length.
    pub(super) fn beginning(bytes: &[u8], length: usize) -> Option<Self> {
        let lowest = LOWEST.get(length)?;
        let Some(sixteen) = bytes.first_chunk::<16>() else {
            return Self::of(bytes.get(..length)?);
        };
        let bytes = u128::from_le_bytes(*sixteen) & lowest;
        Some(Self { head: bytes as u64, tail: (bytes >> 64) as u64, length: length as u8 })
    }

    /// The text as numbers; `None` when it is too long.
    pub(super) fn of(text: impl AsRef<[u8]>) -> Option<Self> {
        let bytes = text.as_ref();
        let mut sixteen = [0; 16];
        sixteen.get_mut(..bytes.len())?.copy_from_slice(bytes);
        Self::beginning(&sixteen, bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_texts_are_different_numbers() {
        let long = "abcdefghijklmnopqrstuvwxyz";
        let mut texts: Vec<String> = (0..=16).map(|n| long[..n].to_owned()).collect();
        texts.extend((1..=16).map(|n| format!("{}\0", &long[..n - 1])));
        texts.extend(["2025-01-02", "2025-02-01", "2025-01-20", "aab", "aba", "baa", "é", "è"].map(str::to_owned));
        texts.sort();
        texts.dedup();
        for (i, a) in texts.iter().enumerate() {
            for (j, b) in texts.iter().enumerate() {
                assert_eq!(ShortText::of(a) == ShortText::of(b), i == j, "{a:?} {b:?}");
            }
        }
        assert_eq!(ShortText::of("seventeen letters"), None);
    }
}
