//! Rows that say the same as an earlier one: understood once, then counted.
//!
//! Read without ids, the rows of an export say few different things: a day, a wait, a status, a site. A row of which nothing
//! was told has a key, the texts of its cells; a row with the same key is the same record again. Keys are exact: two rows
//! have one key only when their cells are the same texts.

use hashbrown::HashTable;
use sst_core::ledger::{Ledger, Repeatable};

use super::texts::{Label, Texts};
use crate::columns::{DateColumn, Feeds, FilePlan};
use crate::source::RowCells;

/// With more columns than this, hardly a row comes twice.
const MOST_COLUMNS: usize = 8;

/// After so many rows it is asked whether this is worth its time...
const TRIAL_ROWS: u64 = 1 << 14;

/// ...which it is when at least one row of so many was a repeat.
const WORTH_ONE_IN: u64 = 8;

/// The texts of a row's cells: the day of the session by its number, and all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key {
    day: u32,
    others: Label,
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
    others: Label,
    record: Repeatable,
    times: u32,
}

/// The rows of one file that may come again, in one thread.
pub(super) struct Repeats {
    day: Run,
    /// The other columns that are read. Columns that stand side by side are one text.
    others: Vec<Run>,
    /// By the number of the day: exports are in the order of days, so what is looked for lies near what was.
    known: Vec<HashTable<Repeat>>,
    rows: u64,
    seen_before: u64,
}

/// Columns side by side.
struct Run {
    first: usize,
    last: usize,
    texts: Texts,
}

impl Run {
    #[inline]
    fn bounds(&self, cells: &RowCells<'_>) -> Option<(usize, usize)> {
        let (start, end) = cells.bounds(self.first)?;
        Some(if self.first == self.last { (start, end) } else { (start, cells.bounds(self.last)?.1) })
    }
}

impl Repeats {
    /// Room for the rows of a file; `None` where each row has an id, or too much to tell.
    pub(super) fn new(plan: &FilePlan) -> Option<Self> {
        let tells_apart = |feeds: &Feeds| matches!(feeds, Feeds::ClientId | Feeds::SessionId);
        // Rows are told apart by the columns that are planned, and by those alone.
        let needs_more = !plan.rows.is_empty() || plan.columns.iter().any(|column| !column.choices.is_empty());
        if needs_more
            || plan.columns.len() > MOST_COLUMNS
            || plan.columns.iter().any(|column| tells_apart(&column.feeds))
        {
            return None;
        }
        let day = plan.columns.iter().find(|column| column.feeds == Feeds::Date(DateColumn::Session))?.place;
        let run = |first| Run { first, last: first, texts: Texts::default() };
        let mut places: Vec<usize> = plan.columns.iter().map(|column| column.place).filter(|&at| at != day).collect();
        places.sort_unstable();
        let mut others: Vec<Run> = Vec::new();
        for place in places {
            match others.last_mut() {
                Some(run) if run.last + 1 >= place => run.last = place,
                _ => others.push(run(place)),
            }
        }
        Some(Self { day: run(day), others, known: Vec::new(), rows: 0, seen_before: 0 })
    }

    /// Counts a row when it is known. There must be no NUL in its text.
    pub(super) fn count(&mut self, cells: &RowCells<'_>, ledger: &mut Ledger) -> Seen {
        self.rows += 1;
        let Some(key) = self.key(cells) else { return Seen::Never(None) };
        let day = self.known.get_mut(key.day as usize);
        let Some(repeat) = day.and_then(|day| day.find_mut(key.others.hash(), |repeat| repeat.others == key.others))
        else {
            return Seen::Never(Some(key));
        };
        self.seen_before += 1;
        repeat.times += 1;
        if repeat.times == u32::MAX {
            ledger.add_again(repeat.record, u64::from(std::mem::take(&mut repeat.times)));
        }
        Seen::Before
    }

    /// Whether counting has been worth its time so far.
    pub(super) const fn is_worth_it(&self) -> bool {
        self.rows < TRIAL_ROWS || self.seen_before * WORTH_ONE_IN >= self.rows
    }

    /// The key of a row; `None` where a column has too many texts, or the row too few cells.
    #[inline]
    fn key(&mut self, cells: &RowCells<'_>) -> Option<Key> {
        let text = cells.text().as_bytes();
        let day = self.day.texts.number(text, self.day.bounds(cells)?)?;
        let others = match self.others.as_mut_slice() {
            [] => Label::default(),
            [run] => run.texts.label(text, run.bounds(cells)?)?,
            runs => {
                let mut numbers = [0; MOST_COLUMNS];
                for (run, number) in runs.iter_mut().zip(&mut numbers) {
                    *number = run.texts.number(text, run.bounds(cells)?)?;
                }
                Label::of_numbers(numbers)
            }
        };
        Some(Key { day, others })
    }

    /// Keeps a row that was not seen before.
    pub(super) fn remember(&mut self, key: Key, record: Repeatable) {
        let day = key.day as usize;
        if self.known.len() <= day {
            self.known.resize_with(day + 1, HashTable::new);
        }
        let repeat = Repeat { others: key.others, record, times: 0 };
        self.known[day].insert_unique(key.others.hash(), repeat, |repeat| repeat.others.hash());
    }

    /// Hands over what was counted.
    pub(super) fn close(self, ledger: &mut Ledger) {
        for repeat in self.known.into_iter().flatten() {
            ledger.add_again(repeat.record, u64::from(repeat.times));
        }
    }
}
