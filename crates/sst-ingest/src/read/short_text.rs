//! A short text as a number, so that finding it again is a few instructions.

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

    /// The text as numbers; `None` when it is too long.
    pub(super) fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let (head, tail) = match bytes.len() {
            8..=16 => (*bytes.first_chunk::<8>()?, *bytes.last_chunk::<8>()?),
            4..=7 => {
                let (first, last) = (bytes.first_chunk::<4>()?, bytes.last_chunk::<4>()?);
                ([first[0], first[1], first[2], first[3], last[0], last[1], last[2], last[3]], [0; 8])
            }
            0..=3 => {
                let at = |i: usize| bytes.get(i).copied().unwrap_or(0);
                ([at(0), at(1), at(2), 0, 0, 0, 0, 0], [0; 8])
            }
            _ => return None,
        };
        Some(Self { head: u64::from_le_bytes(head), tail: u64::from_le_bytes(tail), length: bytes.len() as u8 })
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
