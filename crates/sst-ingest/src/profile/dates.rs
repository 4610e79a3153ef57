//! How dates are written, decided by a whole column: an export's dates hang on where it was made, and are never guessed.

use std::hash::Hasher;

use rustc_hash::{FxHashSet, FxHasher};

use crate::columns::CANDIDATE_FORMATS;
use crate::read::date_in;

/// So many different cells of a column are remembered, so that each is looked at once.
const REMEMBERED: usize = 1 << 16;

/// What the cells of a column say of its format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Decision {
    /// No cell is a date in any known format.
    NoDates,
    /// One format reads every date.
    Format(&'static str),
    /// Several read every date, and differently.
    Open(Vec<&'static str>),
    /// None reads every date: they are written in more than one way.
    Mixed,
}

/// Columns whose format is to be decided.
pub(crate) struct DateColumns {
    columns: Vec<Evidence>,
}

/// What was seen of one column.
#[derive(Default)]
struct Evidence {
    seen: FxHashSet<String>,
    dates: u64,
    /// For each format: whether it has read every date so far, and what it read.
    readings: [Reading; CANDIDATE_FORMATS.len()],
}

/// What one format made of a column: two that made the same of it are one.
#[derive(Clone, Copy, Default)]
struct Reading {
    has_failed: bool,
    dates: u64,
}

impl DateColumns {
    /// So many columns, of which nothing was seen.
    pub(crate) fn new(columns: usize) -> Self {
        Self { columns: (0..columns).map(|_| Evidence::default()).collect() }
    }

    /// Looks at a cell of a column.
    pub(crate) fn see(&mut self, column: usize, cell: &str) {
        let cell = cell.trim();
        if let Some(evidence) = self.columns.get_mut(column)
            && !cell.is_empty()
        {
            evidence.see(cell);
        }
    }

    /// What each column says.
    pub(crate) fn decide(&self) -> Vec<Decision> {
        self.columns.iter().map(Evidence::decide).collect()
    }
}

impl Evidence {
    fn see(&mut self, cell: &str) {
        if self.seen.contains(cell) {
            return;
        }
        if self.seen.len() < REMEMBERED {
            self.seen.insert(cell.to_owned());
        }
        let read = CANDIDATE_FORMATS.map(|format| date_in(cell, Some(format)));
        // What no format reads is no date, and a finding later.
        if read.iter().all(Option::is_none) {
            return;
        }
        self.dates += 1;
        for (reading, date) in self.readings.iter_mut().zip(read) {
            match date {
                None => reading.has_failed = true,
                Some(date) => {
                    let mut hasher = FxHasher::default();
                    hasher.write_u64(reading.dates);
                    hasher.write_i32(sst_core::day::Day::from(date).0);
                    reading.dates = hasher.finish();
                }
            }
        }
    }

    fn decide(&self) -> Decision {
        if self.dates == 0 {
            return Decision::NoDates;
        }
        let mut different: Vec<(u64, &'static str)> = Vec::new();
        for (reading, format) in self.readings.iter().zip(CANDIDATE_FORMATS) {
            if !reading.has_failed && different.iter().all(|(dates, _)| *dates != reading.dates) {
                different.push((reading.dates, format));
            }
        }
        match different.as_slice() {
            [] => Decision::Mixed,
            [(_, format)] => Decision::Format(format),
            several => Decision::Open(several.iter().map(|(_, format)| *format).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(cells: &[&str]) -> Decision {
        let mut columns = DateColumns::new(1);
        for cell in cells {
            columns.see(0, cell);
        }
        columns.decide().remove(0)
    }

    #[test]
    fn the_whole_column_decides_or_nobody() {
        assert_eq!(decided(&["03/02/2025", "13/02/2025 10:00"]), Decision::Format("%d/%m/%Y"));
        assert_eq!(decided(&["03/02/2025", "02/13/2025 9:05 AM"]), Decision::Format("%m/%d/%Y"));
        assert_eq!(decided(&["03/02/2025", "04/02/2025"]), Decision::Open(vec!["%d/%m/%Y", "%m/%d/%Y"]));
        assert_eq!(decided(&["13/02/2025", "02/13/2025"]), Decision::Mixed);
        assert_eq!(decided(&["2025-02-03 08:28:09", "n/a"]), Decision::Format("%Y-%m-%d"));
        assert_eq!(decided(&["", "soon"]), Decision::NoDates);
        // Read either way they are the same days.
        assert_eq!(decided(&["01/01/2025", "02/02/2025"]), Decision::Format("%d/%m/%Y"));
        assert_eq!(decided(&["3 May 2025", "14 May 2025"]), Decision::Format("%d %b %Y"));
    }
}
