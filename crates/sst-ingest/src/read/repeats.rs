//! Rows that say the same as an earlier one: understood once, then counted.
//!
//! Read without ids, the rows of an export say few different things: a day, a wait, a status, a site. A row of which nothing
//! was told becomes a key (the labels of its cells, numbered by column); a row with the same key is the same record again. Keys
//! are exact: two rows have one key only when their cells are the same texts.

use hashbrown::HashTable;
use rustc_hash::FxHashMap;
use sst_core::ledger::{Ledger, Repeatable};

use super::short_text::ShortText;
use crate::columns::{Feeds, FilePlan};

/// So many places there are for the short labels of each column: more than the days of a year.
const PLACES: usize = 1 << 12;

/// With more columns than this, a key has too few labels in each.
const MOST_COLUMNS: usize = 8;

/// After so many rows it is asked whether this is worth its time...
const TRIAL_ROWS: u64 = 1 << 15;

/// ...which it is when at least one row of so many was a repeat.
const WORTH_ONE_IN: u64 = 4;

/// A row's cells as two numbers: the first column's, which is the day of the session, and all others together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key {
    day: u32,
    others: u64,
}

impl Key {
    const fn hash(self) -> u64 {
        let mixed = self.others.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        mixed ^ (mixed >> 32)
    }
}

/// A record and how often its row came again.
struct Repeat {
    others: u64,
    record: Repeatable,
    times: u32,
}

/// The rows of one file that may come again, in one thread.
pub(super) struct Repeats {
    columns: Vec<Column>,
    /// Bits of a key that each column has.
    bits: u32,
    /// By the number of the day: exports are in the order of days, so what is looked for lies near what was.
    known: Vec<HashTable<Repeat>>,
    rows: u64,
    repeats: u64,
}

impl Repeats {
    /// Room for the rows of a file; `None` where rows are told apart by more than a few labels.
    pub(super) fn new(plan: &FilePlan) -> Option<Self> {
        let is_own = |feeds: &Feeds| matches!(feeds, Feeds::ClientId | Feeds::SessionId);
        let count = plan.columns.len();
        if count == 0 || count > MOST_COLUMNS || plan.columns.iter().any(|column| is_own(&column.feeds)) {
            return None;
        }
        let bits = (u64::BITS / count as u32).min(u32::BITS - 1);
        let columns = plan.columns.iter().map(|column| Column::new(column.place, 1 << bits)).collect();
        Some(Self { columns, bits, known: Vec::new(), rows: 0, repeats: 0 })
    }

    /// The key of a row, given the cell at each place; `None` where a column has too many labels, or the row too few cells.
    pub(super) fn key<'r>(&mut self, cell_at: impl Fn(usize) -> Option<(&'r [u8], usize)>) -> Option<Key> {
        let (first, others) = self.columns.split_first_mut()?;
        let mut key = Key { day: first.number(cell_at(first.place)?)?, others: 0 };
        for column in others {
            key.others = key.others << self.bits | u64::from(column.number(cell_at(column.place)?)?);
        }
        Some(key)
    }

    /// Counts the row when it is known; whether it was.
    pub(super) fn count(&mut self, key: Key, ledger: &mut Ledger) -> bool {
        self.rows += 1;
        let day = self.known.get_mut(key.day as usize);
        let Some(repeat) = day.and_then(|day| day.find_mut(key.hash(), |repeat| repeat.others == key.others)) else {
            return false;
        };
        self.repeats += 1;
        repeat.times += 1;
        if repeat.times == u32::MAX {
            ledger.add_again(repeat.record, u64::from(std::mem::take(&mut repeat.times)));
        }
        true
    }

    /// Whether counting repeats has been worth its time so far.
    pub(super) const fn is_worth_it(&self) -> bool {
        self.rows < TRIAL_ROWS || self.repeats * WORTH_ONE_IN >= self.rows
    }

    /// Keeps a row that was not known.
    pub(super) fn remember(&mut self, key: Key, record: Repeatable) {
        let day = key.day as usize;
        if self.known.len() <= day {
            self.known.resize_with(day + 1, HashTable::new);
        }
        let repeat = Repeat { others: key.others, record, times: 0 };
        self.known[day].insert_unique(key.hash(), repeat, |repeat| Key { day: key.day, others: repeat.others }.hash());
    }

    /// Hands over what was counted.
    pub(super) fn close(self, ledger: &mut Ledger) {
        for repeat in self.known.into_iter().flatten() {
            ledger.add_again(repeat.record, u64::from(repeat.times));
        }
    }
}

/// The labels of one column, numbered as they come.
struct Column {
    place: usize,
    /// Short labels at a place that they alone decide; one that comes later takes the place of an earlier one.
    short: Box<[(ShortText, u32)]>,
    all: FxHashMap<Box<[u8]>, u32>,
    most: u32,
}

impl Column {
    fn new(place: usize, most: u32) -> Self {
        let all = FxHashMap::from_iter([([].into(), 0)]);
        Self { place, short: vec![(ShortText::EMPTY, 0); PLACES].into(), all, most }
    }

    /// The label's number; `None` once there are too many.
    fn number(&mut self, (bytes, length): (&[u8], usize)) -> Option<u32> {
        let Some(short) = ShortText::beginning(bytes, length) else {
            return self.number_of_any(bytes.get(..length)?);
        };
        let place = short.place(PLACES);
        let (known, number) = self.short[place];
        if known == short {
            return Some(number);
        }
        let number = self.number_of_any(bytes.get(..length)?)?;
        self.short[place] = (short, number);
        Some(number)
    }

    fn number_of_any(&mut self, label: &[u8]) -> Option<u32> {
        if let Some(&number) = self.all.get(label) {
            return Some(number);
        }
        let number = u32::try_from(self.all.len()).ok().filter(|&number| number < self.most)?;
        self.all.insert(label.into(), number);
        Some(number)
    }
}
