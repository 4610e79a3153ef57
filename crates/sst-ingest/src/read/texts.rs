//! Texts of a column as numbers: short ones by their bytes, long ones in the order in which they come.

use rustc_hash::FxHashMap;

/// So many places there are for the short texts of a column: more than the days of a year.
const PLACES: usize = 1 << 12;

/// So many long texts are numbered; whoever has more has hardly two rows alike.
const MOST_NUMBERS: usize = 1 << 16;

/// All bits of the first so many of sixteen bytes.
const LOWEST: [u128; 17] = {
    let mut lowest = [u128::MAX; 17];
    let mut bytes = 0;
    while bytes < 16 {
        lowest[bytes] = (1 << (8 * bytes)) - 1;
        bytes += 1;
    }
    lowest
};

/// What tells a text from all others of its column: its bytes, the first lowest, when they are at most 32; else its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Label([u64; 4]);

impl Label {
    /// No text ends like this: it would not be UTF-8.
    const IS_NUMBER: u128 = u128::MAX;

    /// In quarters: with sixteen bytes at a time a table of labels would have gaps.
    const fn of(first: u128, second: u128) -> Self {
        Self([first as u64, (first >> 64) as u64, second as u64, (second >> 64) as u64])
    }

    /// A label that is several numbers.
    pub(super) fn of_numbers(numbers: [u32; 8]) -> Self {
        let four = |some: &[u32]| some.iter().fold(0, |all, &number| all << 32 | u128::from(number));
        Self::of(four(&numbers[..4]), four(&numbers[4..]))
    }

    /// Its place in a table.
    pub(super) fn hash(self) -> u64 {
        let [a, b, c, d] = self.0;
        let mixed = a.wrapping_mul(0x9E37_79B9_7F4A_7C15)
            ^ b.wrapping_mul(0xA24B_AED4_963E_E407)
            ^ c.wrapping_mul(0x9FB2_1C65_1E98_DF25)
            ^ d.wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
        mixed ^ (mixed >> 32)
    }
}

/// The texts of one column, numbered as they come.
pub(super) struct Texts {
    /// The text that came last: days come many times running.
    last: (u128, u32),
    /// Short texts at one of two places that they alone decide; one that comes later may take the place of an earlier one.
    short: Box<[(u128, u32)]>,
    all: FxHashMap<Box<[u8]>, u32>,
}

impl Default for Texts {
    fn default() -> Self {
        // The blank text is number 0, as every place says before another text takes it.
        Self { last: (0, 0), short: vec![(0, 0); PLACES].into(), all: FxHashMap::from_iter([([].into(), 0)]) }
    }
}

impl Texts {
    /// The number of the text between two places; `None` once there are too many.
    #[inline]
    pub(super) fn number(&mut self, text: &[u8], (start, end): (usize, usize)) -> Option<u32> {
        let Some(short) = beginning(text, start, end - start) else {
            return self.number_of_any(&text[start..end]);
        };
        if self.last.0 == short {
            return Some(self.last.1);
        }
        let first = place_of(short);
        let second = first ^ 1;
        let number = if self.short[first].0 == short {
            self.short[first].1
        } else if self.short[second].0 == short {
            self.short[second].1
        } else {
            let number = self.number_of_any(&text[start..end])?;
            let place = if self.short[first].0 == 0 { first } else { second };
            self.short[place] = (short, number);
            number
        };
        self.last = (short, number);
        Some(number)
    }

    /// What tells the text between two places from all others; `None` once there are too many.
    #[inline]
    pub(super) fn label(&mut self, text: &[u8], (start, end): (usize, usize)) -> Option<Label> {
        let length = end - start;
        match (beginning(text, start, length.min(16)), beginning(text, start + 16, length.saturating_sub(16))) {
            (Some(first), Some(second)) => Some(Label::of(first, second)),
            _ => Some(Label::of(self.number_of_any(&text[start..end])?.into(), Label::IS_NUMBER)),
        }
    }

    #[cold]
    fn number_of_any(&mut self, text: &[u8]) -> Option<u32> {
        if let Some(&number) = self.all.get(text) {
            return Some(number);
        }
        let number = Some(self.all.len()).filter(|&number| number < MOST_NUMBERS)? as u32;
        self.all.insert(text.into(), number);
        Some(number)
    }
}

/// So many bytes from a place on, as a number; `None` when there are more than sixteen, or the text ends within sixteen of
/// the place. They are read together and what does not belong is cut away: no branch hangs on the length.
fn beginning(text: &[u8], start: usize, length: usize) -> Option<u128> {
    let lowest = LOWEST.get(length)?;
    let sixteen = text.get(start..)?.first_chunk()?;
    Some(u128::from_le_bytes(*sixteen) & lowest)
}

const fn place_of(short: u128) -> usize {
    let (head, tail) = (short as u64, (short >> 64) as u64);
    let mixed = (head ^ tail.wrapping_mul(0xA24B_AED4_963E_E407)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 32) as usize % PLACES
}

#[cfg(test)]
mod tests {
    use super::*;

    const PADDING: &str = "--------------------------------";

    #[test]
    fn texts_have_the_same_number_or_label_only_when_they_are_the_same() {
        let long = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        let mut given: Vec<String> = (0..=long.len()).map(|n| long[..n].to_owned()).collect();
        given.extend((0..200).map(|day| format!("2025-{:02}-{:02}", day / 28, day % 28)));
        given.extend((0..6000).map(|wait| format!("{wait},attended,Kinderschutz-Zentrum")));
        given.extend(["é", "è", "aab", "aba", "baa", " ", "  "].map(str::to_owned));
        let mut texts = Texts::default();
        // Between other things, and at the very end of a text.
        for (before, after) in [("x,", PADDING), ("", ",\n--------------------------------------"), ("é", "")] {
            let mut seen = std::collections::BTreeMap::new();
            let mut labels = std::collections::BTreeMap::new();
            for text in given.iter().chain(&given) {
                let whole = format!("{before}{text}{after}");
                let bounds = (before.len(), before.len() + text.len());
                let number = texts.number(whole.as_bytes(), bounds).expect("there are few");
                assert_eq!(*seen.entry(number).or_insert(text), text);
                let label = texts.label(whole.as_bytes(), bounds).expect("there are few");
                assert_eq!(*labels.entry(label.0).or_insert(text), text);
            }
            assert_eq!(seen.len(), given.len());
        }
    }
}
