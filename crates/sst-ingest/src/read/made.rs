//! Tables that were made of files, in place of files: sessions with what was joined to them.

use std::collections::BTreeMap;

use sst_core::codes::Exclusion;

use super::export::FileFacts;
use super::reading::{FindingReport, Place};
use crate::source::RowSource;

/// The sessions of one file, as a table.
pub struct SessionTable {
    /// Its rows.
    pub source: Box<dyn RowSource>,
    /// What it was made of.
    pub from: MadeFrom,
}

/// What is known of the file of sessions that a table was made of.
pub struct MadeFrom {
    /// How it is written.
    pub facts: FileFacts,
    /// Its rows that are not in the table, by reason.
    pub excluded: BTreeMap<Exclusion, u64>,
    /// What was noticed in it; places are of file 0.
    pub findings: Vec<FindingReport>,
}

impl MadeFrom {
    /// The findings as those of the file of that number.
    pub(super) fn findings_of(&self, number: usize) -> impl Iterator<Item = FindingReport> + '_ {
        self.findings.iter().map(move |report| {
            let places = report.places.iter().cloned().map(|place| Place { file: number, ..place }).collect();
            FindingReport { places, ..report.clone() }
        })
    }
}

/// Sessions as tables, and the files that were joined to them.
pub struct MadeTables {
    /// The sessions, file by file.
    pub sessions: Vec<SessionTable>,
    /// The joined files.
    pub joined: Vec<FileFacts>,
    /// What was noticed in the joined files; places are of the files' numbers among them.
    pub findings: Vec<FindingReport>,
}
