//! The row with the headers: the first that is not blank, unless titles stand above it for certain.

use rustc_hash::{FxHashMap, FxHashSet};
use sst_core::record::plain;

/// So many rows that are not blank are looked at.
pub(crate) const ROWS_LOOKED_AT: usize = 30;

/// A title has at most so many filled cells, as in "Period | 2025".
const CELLS_OF_A_TITLE: usize = 2;

/// The headers that mean something: those of the record layout and of the mapping, and what services often write.
#[derive(Default)]
pub(crate) struct KnownHeaders {
    names: FxHashMap<String, String>,
    alias: Option<fn(&str) -> Option<String>>,
}

/// What a row says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RowFacts {
    /// Its row, as a spreadsheet counts from 1.
    pub(crate) row: u64,
    /// Cells that are not blank.
    pub(crate) filled: usize,
    /// Columns that its cells name, each counted once.
    pub(crate) known: usize,
}

/// Where the headers stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct HeaderRow {
    /// The row in which they were found under titles, for certain.
    pub(crate) found: Option<u64>,
    /// The row in which they seem to be, where that is not certain and the first row was taken.
    pub(crate) likely: Option<u64>,
}

impl KnownHeaders {
    /// These headers and the columns they name, and what `alias` knows.
    pub(crate) fn new(names: impl Iterator<Item = (String, String)>, alias: fn(&str) -> Option<String>) -> Self {
        Self { names: names.map(|(header, name)| (plain(&header), name)).collect(), alias: Some(alias) }
    }

    /// What a row says of itself.
    pub(crate) fn facts<'c>(&self, row: u64, cells: impl Iterator<Item = &'c str>) -> RowFacts {
        let mut filled = 0;
        let mut known: FxHashSet<String> = FxHashSet::default();
        for cell in cells.map(str::trim).filter(|cell| !cell.is_empty()) {
            filled += 1;
            // A number is no header, whatever it is an alias of.
            if !cell.bytes().all(|byte| byte.is_ascii_digit()) {
                let name = self.names.get(&plain(cell)).cloned();
                known.extend(name.or_else(|| self.alias.and_then(|alias| alias(cell))));
            }
        }
        RowFacts { row, filled, known: known.len() }
    }
}

/// Finds the row with the headers among the first rows that are not blank.
pub(crate) fn find_header_row(rows: &[RowFacts]) -> HeaderRow {
    let best = rows.iter().enumerate().max_by_key(|(place, facts)| (facts.known, std::cmp::Reverse(*place)));
    let (Some((place, best)), Some(first)) = (best, rows.first()) else { return HeaderRow::default() };
    if place == 0 || best.known < 2 || best.known <= first.known {
        return HeaderRow::default();
    }
    let above = &rows[..place];
    let are_titles = |cells: usize, known: usize| above.iter().all(|row| row.filled <= cells && row.known <= known);
    // Three columns known under titles, or all of two.
    let is_certain =
        (best.known > 2 && are_titles(CELLS_OF_A_TITLE, 1)) || (best.known == best.filled && are_titles(1, 0));
    if is_certain {
        HeaderRow { found: Some(best.row), likely: None }
    } else {
        HeaderRow { found: None, likely: Some(best.row) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(rows: &[(usize, usize)]) -> (Option<u64>, Option<u64>) {
        let facts: Vec<RowFacts> =
            rows.iter().zip(1..).map(|(&(filled, known), row)| RowFacts { row, filled, known }).collect();
        let found = find_header_row(&facts);
        (found.found, found.likely)
    }

    #[test]
    fn titles_stand_above_headers() {
        assert_eq!(find(&[(1, 0), (2, 0), (12, 9), (12, 0)]), (Some(3), None));
        assert_eq!(find(&[(1, 0), (2, 2), (2, 0)]), (Some(2), None));
    }

    #[test]
    fn what_is_not_certain_is_left_and_told() {
        assert_eq!(find(&[(12, 9), (12, 0)]), (None, None));
        assert_eq!(find(&[(2, 1), (2, 1)]), (None, None));
        // Too many filled cells for a title, or too few known headers.
        assert_eq!(find(&[(5, 0), (12, 9)]), (None, Some(2)));
        assert_eq!(find(&[(2, 0), (12, 2)]), (None, Some(2)));
        // A row of data that looks like a header.
        assert_eq!(find(&[(12, 1), (12, 2)]), (None, Some(2)));
        assert_eq!(find(&[]), (None, None));
    }
}
