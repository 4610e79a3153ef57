//! Rows that say the same as an earlier one: understood once, then counted.
//!
//! Read without ids, the rows of an export say few different things: a day, a wait, a status, a site. A row of which nothing
//! was told becomes a key (the labels of its cells, numbered by column); a row with the same key is the same record again. Keys
//! are exact: two rows have one key only when their cells are the same texts.

use hashbrown::HashTable;
use rustc_hash::FxHashMap;
use sst_core::ledger::{Ledger, Repeatable};

use crate::columns::{Feeds, FilePlan};
use crate::source::RowCells;

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

/// Whether a row has been seen.
pub(super) enum Seen {
    /// It has, and was counted.
    Before,
    /// It has not; the key it may be remembered by.
    Never(Option<Key>),
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

    /// Counts a row when it is known. There must be no NUL in its text.
    pub(super) fn count(&mut self, cells: &RowCells<'_>, ledger: &mut Ledger) -> Seen {
        self.rows += 1;
        let Some(key) = self.key(cells) else { return Seen::Never(None) };
        let day = self.known.get_mut(key.day as usize);
        let Some(repeat) = day.and_then(|day| day.find_mut(key.hash(), |repeat| repeat.others == key.others)) else {
            return Seen::Never(Some(key));
        };
        self.repeats += 1;
        repeat.times += 1;
        if repeat.times == u32::MAX {
            ledger.add_again(repeat.record, u64::from(std::mem::take(&mut repeat.times)));
        }
        Seen::Before
    }

    /// The key of a row; `None` where a column has too many labels, or the row too few cells.
    fn key(&mut self, cells: &RowCells<'_>) -> Option<Key> {
        let text = cells.text().as_bytes();
        let (first, others) = self.columns.split_first_mut()?;
        let mut key = Key { day: first.number(text, cells.bounds(first.place)?)?, others: 0 };
        for column in others {
            key.others = key.others << self.bits | u64::from(column.number(text, cells.bounds(column.place)?)?);
        }
        Some(key)
    }

    /// Keeps a row that was not seen before.
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

/// A label of at most sixteen bytes as a number: its bytes, the first lowest. Without NULs no two labels are one number.
type ShortLabel = u128;

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

/// The labels of one column, numbered as they come.
struct Column {
    place: usize,
    /// Short labels at one of two places that they alone decide; one that comes later may take the place of an earlier one.
    short: Box<[(ShortLabel, u32); PLACES]>,
    all: FxHashMap<Box<[u8]>, u32>,
    most: u32,
}

impl Column {
    fn new(place: usize, most: u32) -> Self {
        // The blank label is number 0, as every place says before another label takes it.
        let all = FxHashMap::from_iter([([].into(), 0)]);
        Self { place, short: Box::new([(0, 0); PLACES]), all, most }
    }

    /// The number of a label; `None` once there are too many.
    fn number(&mut self, text: &[u8], (start, end): (usize, usize)) -> Option<u32> {
        // Where the text goes on for sixteen bytes they are read together, and what does not belong is cut away: no branch
        // hangs on a label's length.
        let (Some(lowest), Some(sixteen)) = (LOWEST.get(end - start), text.get(start..start + 16)) else {
            return self.number_of_any(text.get(start..end)?);
        };
        let label = u128::from_le_bytes(*sixteen.first_chunk()?) & lowest;
        let first = place_of(label);
        for place in [first, first ^ 1] {
            let (known, number) = self.short[place % PLACES];
            if known == label {
                return Some(number);
            }
        }
        let number = self.number_of_any(text.get(start..end)?)?;
        let place = if self.short[first].0 == 0 { first } else { first ^ 1 };
        self.short[place] = (label, number);
        Some(number)
    }

    #[cold]
    fn number_of_any(&mut self, label: &[u8]) -> Option<u32> {
        if let Some(&number) = self.all.get(label) {
            return Some(number);
        }
        let number = u32::try_from(self.all.len()).ok().filter(|&number| number < self.most)?;
        self.all.insert(label.into(), number);
        Some(number)
    }
}

const fn place_of(label: ShortLabel) -> usize {
    let (head, tail) = (label as u64, (label >> 64) as u64);
    let mixed = (head ^ tail.wrapping_mul(0xA24B_AED4_963E_E407)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 32) as usize % PLACES
}
