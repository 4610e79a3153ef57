//! Rows of a table into the ledger: cells that were never CSV text, by the same reader of rows.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use sst_core::codes::{Exclusion, Finding};
use sst_core::definitions::Definitions;
use sst_core::ledger::Ledger;
use sst_core::workers::Workers;

use super::block::BlockSize;
use super::keep::{At, HandOut, Keeper};
use super::rejects::{Watch, as_line};
use super::row::{Findings, RowReader};
use super::tally::{RowPlace, Tally};
use super::threads::Threads;
use crate::columns::FilePlan;
use crate::source::{RowSource, TableFault, TextRows};

/// What a table's rows are read with.
pub(super) struct TableReading<'p> {
    pub(super) source: &'p dyn RowSource,
    pub(super) headers: &'p [String],
    pub(super) plan: &'p FilePlan,
    pub(super) definitions: &'p Definitions,
    pub(super) file: u16,
    pub(super) hand_out: Option<HandOut<'p>>,
    pub(super) watch: Option<Watch<'p>>,
}

impl TableReading<'_> {
    /// Reads every row; `progress` is told of rows done.
    pub(super) fn read(
        &self,
        threads: usize,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<(Tally, Vec<BlockSize>, Ledger), TableFault> {
        let parts = self.source.parts();
        let next = AtomicUsize::new(0);
        let worker = |_| {
            // A comma within a cell means the same as in a CSV that commas separate.
            let rows = RowReader::new(self.plan, self.definitions, self.file, b',');
            let keeper = Keeper::new(rows, Ledger::new(self.definitions), self.hand_out, self.watch);
            let mut reader = TableReader { keeper, headers: self.headers };
            let outcome = loop {
                let part = next.fetch_add(1, Ordering::Relaxed);
                if part >= parts.len() {
                    break Ok(());
                }
                let mut first = 0;
                let outcome = self.source.read_part(part, &mut |rows| {
                    reader.read(rows, part as u32, first);
                    first += rows.rows() as u64;
                    progress(rows.rows() as u64);
                    ControlFlow::Continue(())
                });
                reader.keeper.lines_before += first;
                if outcome.is_err() {
                    next.store(parts.len(), Ordering::Relaxed);
                    break outcome;
                }
            };
            (outcome, reader.keeper.tally, reader.keeper.ledger)
        };
        let mut tally = Tally::default();
        let mut ledger: Option<Ledger> = None;
        for (outcome, its_tally, its_ledger) in Threads(threads).run(threads.min(parts.len()).max(1), worker) {
            outcome?;
            tally.merge(its_tally);
            match &mut ledger {
                None => ledger = Some(its_ledger),
                Some(ledger) => ledger.merge_with(&its_ledger, &Threads(threads)),
            }
        }
        let sizes = parts.iter().map(|&rows| BlockSize { lines: rows, records: rows, sheet_rows: rows }).collect();
        Ok((tally, sizes, ledger.unwrap_or_else(|| Ledger::new(self.definitions))))
    }
}

/// Reads rows of one table, in one thread.
struct TableReader<'p> {
    keeper: Keeper<'p>,
    headers: &'p [String],
}

impl TableReader<'_> {
    /// Reads rows of a part; `first` of it went before.
    fn read(&mut self, rows: &TextRows, part: u32, first: u64) {
        let is_suspect = rows.is_suspect();
        let (mut cells, mut groups) = (Vec::new(), Vec::new());
        for row in 0..rows.rows() {
            rows.row(row, &mut cells);
            let at = first + row as u64;
            let place = RowPlace { block: part, line: at, record: at, sheet_row: at };
            let headers = self.headers;
            let exclusion = |at: &mut At<'_>| exclusion_of_cells(headers, &cells, at);
            let told = (is_suspect, || as_line(&cells).into());
            self.keeper.keep(place, exclusion, |place| cells.get(place).copied(), told, &mut groups);
        }
    }
}

/// Why a row's cells cannot be used at all.
pub(super) fn exclusion_of_cells(headers: &[String], cells: &[&str], at: &mut impl Findings) -> Option<Exclusion> {
    if cells.iter().all(|cell| cell.trim().is_empty()) {
        return Some(Exclusion::BlankRow);
    }
    if cells.iter().zip(headers).all(|(cell, header)| cell.trim() == header) {
        at.notice(Finding::RepeatedHeader, None);
        return Some(Exclusion::RepeatedHeader);
    }
    None
}
