//! What reading an export came to.

use std::collections::BTreeMap;

use sst_core::codes::{Exclusion, Finding};
use sst_core::ledger::Ledger;

use super::answers::AnswersReading;
use super::scores::ScoresReading;
use crate::source::RowAt;

/// What reading an export came to.
pub struct Reading {
    /// The records.
    pub ledger: Ledger,
    /// Rows of each file, in the order of the files.
    pub rows_by_file: Vec<u64>,
    /// Rows that became no record.
    pub excluded: BTreeMap<Exclusion, u64>,
    /// What was noticed, what matters most first.
    pub findings: Vec<FindingReport>,
    /// Days from session to answer: how often each.
    pub days_to_answer: BTreeMap<i32, u64>,
    /// How the rows of the scores files fared, where there are any.
    pub scores: Option<ScoresReading>,
    /// How the rows of the anonymous follow-up files fared, where there are any.
    pub answers: Option<AnswersReading>,
}

/// One rule in one column: how often it was noticed, and where first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingReport {
    /// The rule.
    pub rule: Finding,
    /// The canonical column, where the finding is about one; a header that is not used stands as it is.
    pub column: Option<String>,
    /// How often.
    pub count: u64,
    /// The first places; never a value.
    pub places: Vec<Place>,
    /// What to write in the mapping file, where that mends it: the very line, but for labels, which are for the reader to
    /// fill in.
    pub advice: Option<String>,
}

/// A place in a file, as an editor and as a spreadsheet count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, counted from 0: those of sessions, then of scores, then those that were joined, then of anonymous answers.
    pub file: usize,
    /// The line, from 1.
    pub line: u64,
    /// The row among the data, from 1; 0 is the header.
    pub record: u64,
    /// The cell as a spreadsheet names it, as `F12`; for a whole row its number.
    pub cell: String,
}

impl RowAt {
    /// The place of a cell in this row of a file, or of the whole row.
    pub fn place(self, file: usize, column: Option<usize>) -> Place {
        let cell = format!("{}{}", column.map(column_letters).unwrap_or_default(), self.sheet_row);
        Place { file, line: self.line, record: self.record, cell }
    }
}

/// The letters of a spreadsheet column: 0 is A, 26 is AA.
pub(super) fn column_letters(mut place: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b'A' + (place % 26) as u8);
        if place < 26 {
            break;
        }
        place = place / 26 - 1;
    }
    letters.reverse();
    String::from_utf8(letters).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        for (place, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(super::column_letters(place), letters);
        }
    }
}
