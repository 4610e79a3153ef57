//! What the bytes of a block are, in one pass: a bit for each byte that is a delimiter or ends a line.
//!
//! The cells of an export are so short that a search for each next delimiter would begin more often than it runs. Here all
//! of a block are found first, in one pass; a row is then a few steps through the bits.

use wide::u8x16;

/// Bytes in a word of bits.
const WORD: usize = u64::BITS as usize;

/// Bits for the bytes of one block.
#[derive(Default)]
pub(crate) struct Marks {
    delimiters: Vec<u64>,
    line_ends: Vec<u64>,
    /// Whether there is a NUL among them.
    pub(crate) has_nul: bool,
    /// Whether all are ASCII.
    pub(crate) is_ascii: bool,
}

impl Marks {
    /// Finds those of a block.
    pub(crate) fn find(&mut self, bytes: &[u8], delimiter: u8) {
        let words = bytes.len().div_ceil(WORD);
        self.delimiters.resize(words, 0);
        self.line_ends.resize(words, 0);
        let mut places = self.delimiters.iter_mut().zip(&mut self.line_ends);
        let mut seen = Seen::default();
        let (whole, rest) = bytes.as_chunks::<WORD>();
        for (some, (delimiters, line_ends)) in whole.iter().zip(&mut places) {
            (*delimiters, *line_ends) = in_word(some, delimiter, &mut seen);
        }
        if let Some((delimiters, line_ends)) = places.next() {
            // Bits beyond the block are never asked for.
            let mut some = [b'.'; WORD];
            some[..rest.len()].copy_from_slice(rest);
            (*delimiters, *line_ends) = in_word(&some, delimiter, &mut seen);
        }
        self.has_nul = seen.nul.to_bitmask() != 0;
        // The high bit of a byte is what makes it none of ASCII's, and what a bit mask is made of.
        self.is_ascii = seen.any.to_bitmask() == 0;
    }

    /// The first LF or CR from a place on.
    pub(crate) fn line_end(&self, from: usize) -> Option<usize> {
        let mut word = from / WORD;
        let mut bits = self.line_ends.get(word)? & (u64::MAX << (from % WORD));
        while bits == 0 {
            word += 1;
            bits = *self.line_ends.get(word)?;
        }
        Some(word * WORD + bits.trailing_zeros() as usize)
    }

    /// Where the first delimiters between two places are, as far as there is room for them; gives how many there are in all.
    pub(crate) fn delimiters(&self, from: usize, to: usize, first: &mut [u32]) -> usize {
        let (mut word, mut found) = (from / WORD, 0);
        let mut dropped = u64::MAX << (from % WORD);
        while word * WORD < to {
            let mut bits = self.delimiters[word] & dropped;
            if to < (word + 1) * WORD {
                bits &= (1 << (to % WORD)) - 1;
            }
            while bits != 0
                && let Some(place) = first.get_mut(found)
            {
                *place = (word * WORD) as u32 + bits.trailing_zeros();
                bits &= bits - 1;
                found += 1;
            }
            found += bits.count_ones() as usize;
            dropped = u64::MAX;
            word += 1;
        }
        found
    }
}

/// Bytes of a block, one over the other.
#[derive(Default)]
struct Seen {
    nul: u8x16,
    any: u8x16,
}

/// The delimiters and the line ends in one word.
#[inline]
fn in_word(some: &[u8; WORD], delimiter: u8, seen: &mut Seen) -> (u64, u64) {
    let [delimiter, lf, cr, nul] = [delimiter, b'\n', b'\r', 0].map(u8x16::splat);
    let (mut delimiters, mut line_ends) = (0, 0);
    let (sixteens, _) = some.as_chunks::<16>();
    for (i, sixteen) in sixteens.iter().enumerate() {
        let bytes = u8x16::new(*sixteen);
        seen.any |= bytes;
        seen.nul |= bytes.simd_eq(nul);
        let bits = |equal: u8x16| u64::from(equal.to_bitmask()) << (16 * i);
        delimiters |= bits(bytes.simd_eq(delimiter));
        line_ends |= bits(bytes.simd_eq(lf) | bytes.simd_eq(cr));
    }
    (delimiters, line_ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_where_the_bytes_are() {
        // Every length around a word's, with marks at changing places.
        for len in (0..200).chain([1000]) {
            let text: Vec<u8> = (0..len).map(|i| [b'a', b',', b'\n', b'b', b'\r', b'c', b','][i * i % 7]).collect();
            let mut marks = Marks::default();
            marks.find(&[b',', b'\n'].repeat(300), b',');
            marks.find(&text, b',');
            for from in 0..len {
                let next = text[from..].iter().position(|&b| b == b'\n' || b == b'\r').map(|i| from + i);
                assert_eq!(marks.line_end(from), next, "{len} {from}");
                let to = from.midpoint(len);
                let commas: Vec<u32> = (from..to).filter(|&i| text[i] == b',').map(|i| i as u32).collect();
                for room in [0, 3, 1000] {
                    let mut first = vec![0; room];
                    assert_eq!(marks.delimiters(from, to, &mut first), commas.len(), "{len} {from} {room}");
                    let told = room.min(commas.len());
                    assert_eq!(first[..told], commas[..told], "{len} {from} {room}");
                }
            }
            assert!(marks.line_end(len).is_none_or(|end| end >= len));
            assert!(marks.is_ascii && !marks.has_nul);
            for (bytes, has_nul, is_ascii) in [("\0", true, true), ("é", false, false), ("\u{7f}", false, true)] {
                marks.find(&[&text, bytes.as_bytes(), b"abc"].concat(), b',');
                assert_eq!((marks.has_nul, marks.is_ascii), (has_nul, is_ascii), "{len}");
            }
        }
    }
}
