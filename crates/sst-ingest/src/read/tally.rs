//! Findings counted by rule and column, with the first few places of each.

use rustc_hash::FxHashMap;
use sst_core::codes::{Exclusion, Finding};
use std::collections::BTreeMap;

/// So many places are told of each rule and column.
const PLACES: usize = 5;

/// Where a row is, counted from the beginning of its block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct RowPlace {
    pub(super) block: u32,
    pub(super) line: u64,
    pub(super) record: u64,
    pub(super) sheet_row: u64,
}

/// What a block, or several, came to.
#[derive(Default)]
pub(super) struct Tally {
    /// By rule and column of the file.
    pub(super) findings: FxHashMap<(Finding, Option<usize>), Noticed>,
    /// Rows that became no record.
    pub(super) excluded: BTreeMap<Exclusion, u64>,
    /// Rows that became a record.
    pub(super) records: u64,
    /// Days from session to answer.
    pub(super) days_to_answer: BTreeMap<i32, u64>,
    /// Lines that end in LF, CR, CRLF.
    pub(super) line_ends: [bool; 3],
}

/// How often, and where first.
#[derive(Default)]
pub(super) struct Noticed {
    pub(super) count: u64,
    pub(super) places: Vec<RowPlace>,
}

impl Tally {
    pub(super) fn notice(&mut self, rule: Finding, column: Option<usize>, place: RowPlace) {
        let noticed = self.findings.entry((rule, column)).or_default();
        noticed.count += 1;
        // Blocks come in order to each reader, so its first places are the first it has.
        if noticed.places.len() < PLACES {
            noticed.places.push(place);
        }
    }

    pub(super) fn note_line_end(&mut self, line_end: &[u8]) {
        let kind = match line_end {
            b"\n" => 0,
            b"\r" => 1,
            b"\r\n" => 2,
            _ => return,
        };
        self.line_ends[kind] = true;
    }

    pub(super) fn exclude(&mut self, reason: Exclusion) {
        *self.excluded.entry(reason).or_default() += 1;
    }

    pub(super) fn rows(&self) -> u64 {
        self.records + self.excluded.values().sum::<u64>()
    }

    pub(super) fn merge(&mut self, other: Self) {
        for (key, theirs) in other.findings {
            let mine = self.findings.entry(key).or_default();
            mine.count += theirs.count;
            mine.places.extend(theirs.places);
            mine.places.sort_unstable();
            mine.places.truncate(PLACES);
        }
        for (reason, rows) in other.excluded {
            *self.excluded.entry(reason).or_default() += rows;
        }
        self.records += other.records;
        for (days, count) in other.days_to_answer {
            *self.days_to_answer.entry(days).or_default() += count;
        }
        for (mine, theirs) in self.line_ends.iter_mut().zip(other.line_ends) {
            *mine |= theirs;
        }
    }
}
