//! Texts kept once and named by a number.

use std::hash::{BuildHasher, Hash};

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
        let hash = table_hash(half);
        let is_it = |&(other, number): &(u32, u32)| other == half && self.get(number) == Some(text);
        if let Some(&(_, number)) = self.table.find(hash, is_it) {
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
        self.table.insert_unique(hash, (half, number), |&(half, _)| table_hash(half));
        number
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
    buffer: Vec<u32>,
    /// The texts that came last and their number: neighbours are often alike.
    last: Option<(Vec<String>, u32)>,
}

impl CellLabels {
    pub(super) fn new(columns: usize) -> Self {
        Self { columns: vec![Labels::default(); columns], cells: IndexSet::default(), buffer: Vec::new(), last: None }
    }

    /// The number of this combination; cells that are not given are blank.
    pub(super) fn intern(&mut self, texts: &[&str]) -> u32 {
        if let Some((last, number)) = &self.last
            && last.len() == texts.len()
            && last.iter().zip(texts).all(|(a, b)| a == b)
        {
            return *number;
        }
        self.buffer.clear();
        for (i, column) in self.columns.iter_mut().enumerate() {
            self.buffer.push(column.intern(texts.get(i).map_or("", |text| text.trim())));
        }
        let number = match self.cells.get_index_of(&self.buffer[..]) {
            Some(place) => place as u32,
            None => self.cells.insert_full(self.buffer.as_slice().into()).0 as u32,
        };
        let (last, last_number) = self.last.get_or_insert_default();
        last.resize(texts.len(), String::new());
        for (mine, text) in last.iter_mut().zip(texts) {
            mine.clear();
            mine.push_str(text);
        }
        *last_number = number;
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
