//! Texts kept once and named by a number.

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

/// The number of no text at all.
pub(super) const NONE: u32 = u32::MAX;

/// Distinct texts, numbered in the order in which they came.
#[derive(Clone, Default)]
pub(super) struct Labels(IndexSet<Box<str>, FxBuildHasher>);

impl Labels {
    pub(super) fn intern(&mut self, text: &str) -> u32 {
        if let Some(place) = self.0.get_index_of(text) {
            return place as u32;
        }
        self.0.insert_full(text.into()).0 as u32
    }

    pub(super) fn intern_some(&mut self, text: Option<&str>) -> u32 {
        text.map_or(NONE, |text| self.intern(text))
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn get(&self, number: u32) -> Option<&str> {
        self.0.get_index(number as usize).map(|text| &**text)
    }

    /// Takes in another set; gives the new number of each of its texts.
    pub(super) fn absorb(&mut self, other: &Self) -> Vec<u32> {
        other.0.iter().map(|text| self.intern(text)).collect()
    }

    /// The place of each text in the order of the texts.
    pub(super) fn ranks(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.0.len() as u32).collect();
        order.sort_unstable_by_key(|&number| self.get(number));
        let mut ranks = vec![0; order.len()];
        for (rank, &number) in order.iter().enumerate() {
            ranks[number as usize] = rank as u32;
        }
        ranks
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
}

impl CellLabels {
    pub(super) fn new(columns: usize) -> Self {
        Self { columns: vec![Labels::default(); columns], cells: IndexSet::default(), buffer: Vec::new() }
    }

    /// The number of this combination; cells that are not given are blank.
    pub(super) fn intern(&mut self, texts: &[&str]) -> u32 {
        self.buffer.clear();
        for (i, column) in self.columns.iter_mut().enumerate() {
            self.buffer.push(column.intern(texts.get(i).map_or("", |text| text.trim())));
        }
        if let Some(place) = self.cells.get_index_of(&self.buffer[..]) {
            return place as u32;
        }
        self.cells.insert_full(self.buffer.as_slice().into()).0 as u32
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

    /// The place of each combination in the order of its texts.
    pub(super) fn ranks(&self) -> Vec<u32> {
        let texts = |cell: u32| (0..self.columns.len()).map(move |column| self.text(cell, column));
        let mut order: Vec<u32> = (0..self.len() as u32).collect();
        order.sort_by(|&a, &b| texts(a).cmp(texts(b)));
        let mut ranks = vec![0; order.len()];
        for (rank, &number) in order.iter().enumerate() {
            ranks[number as usize] = rank as u32;
        }
        ranks
    }
}
