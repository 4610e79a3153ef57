//! Texts kept once and named by a number.

use std::hash::{BuildHasher, Hash, Hasher};

use hashbrown::HashTable;
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

/// The number of no text at all.
pub(super) const NONE: u32 = u32::MAX;

/// Half of a hash: enough to find a place in a table, and to tell nearly every other text apart without looking at it.
pub(super) fn half_hash(value: impl Hash) -> u32 {
    (FxBuildHasher.hash_one(value) >> 32) as u32
}

/// From half a hash to the whole one a table wants, with all bits in use.
pub(super) fn table_hash(half: u32) -> u64 {
    u64::from(half).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Whether two short pieces are the same. Eight bytes at a time: over before a call of the C library's comparison has
/// begun (that call was a third of the time of reading an export).
pub(super) fn is_same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    a.iter().zip(b).all(|(a, b)| u64::from_le_bytes(*a) == u64::from_le_bytes(*b))
        && a_rest.iter().zip(b_rest).all(|(a, b)| a == b)
}

/// So many texts share a base, so that the end of each is a small number.
const BLOCK: usize = 1 << 12;

/// Distinct texts, numbered in the order in which they came: all in one piece, since there can be millions of ids.
#[derive(Clone, Default)]
pub(super) struct Labels {
    text: String,
    /// Where each block of texts begins.
    bases: Vec<usize>,
    /// Where each text ends, from its block's base.
    ends: Vec<u32>,
    /// Half of each text's hash, and its number.
    table: HashTable<(u32, u32)>,
}

impl Labels {
    pub(super) fn intern(&mut self, text: &str) -> u32 {
        let half = half_hash(text);
        if let Some(number) = self.find_by(half, text) {
            return number;
        }
        let number = self.ends.len() as u32;
        if self.ends.len().is_multiple_of(BLOCK) {
            self.bases.push(self.text.len());
        }
        self.text.push_str(text);
        let base = self.bases.last().copied().unwrap_or_default();
        // A block holds less than 4 GiB: the reader refuses cells of more than 64 KiB.
        self.ends.push(u32::try_from(self.text.len() - base).expect("4,096 ids fill less than 4 GiB"));
        self.table.insert_unique(table_hash(half), (half, number), |&(half, _)| table_hash(half));
        number
    }

    /// The number of a text, where it has one.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        self.find_by(half_hash(text), text)
    }

    fn find_by(&self, half: u32, text: &str) -> Option<u32> {
        let is_it = |&(other, number): &(u32, u32)| {
            other == half && self.get(number).is_some_and(|other| is_same(other.as_bytes(), text.as_bytes()))
        };
        self.table.find(table_hash(half), is_it).map(|&(_, number)| number)
    }

    pub(super) fn intern_some(&mut self, text: Option<&str>) -> u32 {
        text.map_or(NONE, |text| self.intern(text))
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(&self, number: u32) -> Option<&str> {
        let number = number as usize;
        let end = *self.ends.get(number)?;
        let base = self.bases[number / BLOCK];
        let start = if number.is_multiple_of(BLOCK) { 0 } else { self.ends[number - 1] };
        Some(&self.text[base + start as usize..base + end as usize])
    }

    /// Takes in another set; gives the new number of each of its texts.
    pub(super) fn absorb(&mut self, other: &Self) -> Vec<u32> {
        (0..other.len() as u32).map(|number| self.intern_some(other.get(number))).collect()
    }
}

/// The new number of a text, where there is one.
pub(super) fn mapped(numbers: &[u32], number: u32) -> u32 {
    if number == NONE { NONE } else { numbers[number as usize] }
}

/// The combinations of group cells that occur: few, however many records there are.
#[derive(Clone)]
pub(super) struct CellLabels {
    columns: Vec<Labels>,
    cells: IndexSet<Box<[u32]>, FxBuildHasher>,
    /// From combinations of texts, as they were given, to their number.
    known: HashTable<(u32, u32)>,
    given: Vec<Box<[Box<str>]>>,
    numbers: Vec<u32>,
}

impl CellLabels {
    pub(super) fn new(columns: usize) -> Self {
        let columns = vec![Labels::default(); columns];
        Self { columns, cells: IndexSet::default(), known: HashTable::new(), given: Vec::new(), numbers: Vec::new() }
    }

    /// The number of this combination; cells that are not given are blank.
    pub(super) fn intern(&mut self, texts: &[&str]) -> u32 {
        let mut hasher = FxBuildHasher.build_hasher();
        for (place, text) in texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            hasher.write_usize(place);
            hasher.write(text.as_bytes());
        }
        let half = (hasher.finish() >> 32) as u32;
        let is_it = |&(other, place): &(u32, u32)| {
            let given = &self.given[place as usize];
            other == half
                && given.len() == texts.len()
                && given.iter().zip(texts).all(|(a, b)| is_same(a.as_bytes(), b.as_bytes()))
        };
        if let Some(&(_, place)) = self.known.find(table_hash(half), is_it) {
            return self.numbers[place as usize];
        }
        let numbers = self.columns.iter_mut().enumerate();
        let cell: Box<[u32]> =
            numbers.map(|(i, column)| column.intern(texts.get(i).map_or("", |text| text.trim()))).collect();
        let number = self.cells.insert_full(cell).0 as u32;
        let place = self.given.len() as u32;
        self.given.push(texts.iter().map(|&text| text.into()).collect());
        self.numbers.push(number);
        self.known.insert_unique(table_hash(half), (half, place), |&(half, _)| table_hash(half));
        number
    }

    pub(super) fn absorb(&mut self, other: &Self) -> Vec<u32> {
        let columns: Vec<Vec<u32>> =
            self.columns.iter_mut().zip(&other.columns).map(|(mine, theirs)| mine.absorb(theirs)).collect();
        let renumber =
            |cell: &[u32]| cell.iter().zip(&columns).map(|(&n, map)| map[n as usize]).collect::<Box<[u32]>>();
        other.cells.iter().map(|cell| self.cells.insert_full(renumber(cell)).0 as u32).collect()
    }

    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The text of one column in one combination.
    pub(super) fn text(&self, cell: u32, column: usize) -> &str {
        let number = self.cells.get_index(cell as usize).map_or(NONE, |cell| cell[column]);
        self.columns[column].get(number).unwrap_or("")
    }

    /// The texts of one combination, in the order of the columns.
    pub(super) fn texts(&self, cell: u32) -> impl Iterator<Item = &str> {
        (0..self.columns.len()).map(move |column| self.text(cell, column))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_one_number_each_over_many_blocks() {
        let mut labels = Labels::default();
        let texts: Vec<String> = (0..3 * BLOCK + 7).map(|i| format!("client {i}")).collect();
        for (i, text) in texts.iter().enumerate() {
            assert_eq!(labels.intern(text), i as u32);
        }
        assert_eq!(labels.intern(""), texts.len() as u32);
        for (i, text) in texts.iter().enumerate() {
            assert_eq!(labels.intern(text), i as u32);
            assert_eq!(labels.get(i as u32), Some(text.as_str()));
        }
        assert_eq!((labels.get(texts.len() as u32), labels.get(NONE)), (Some(""), None));
        let mut other = Labels::default();
        other.intern("client 5");
        assert_eq!(other.absorb(&labels)[5], 0);
        assert_eq!(other.len(), labels.len());
    }
}
