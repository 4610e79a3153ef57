//! A file read whole, as rows of text with their places: what joins are made of.
//!
//! The same door as for sessions: encodings, quotes, ragged rows and their findings. What the cells mean is not asked here.

use std::collections::BTreeMap;

use sst_core::codes::Exclusion;
use sst_core::text::Catalogue;

use super::each_row::{At, TakesRows, each_row};
use super::error::OpenError;
use super::export::FileFacts;
use super::open_file::{Content, OpenFile, open};
use super::reading::FindingReport;
use super::tally::{RowPlace, Tally};
use crate::columns::known_headers;
use crate::mapping::Mapping;
use crate::source::{Input, Layout, RowAt, SourceColumn, TableOpener, TextColumn};

/// A file read whole.
pub struct WholeFile {
    /// How it is written.
    pub facts: FileFacts,
    /// Its size.
    pub bytes: u64,
    /// Its columns, in order.
    pub columns: Vec<SourceColumn>,
    /// Rows whose cells cannot be used at all, by reason.
    pub excluded: BTreeMap<Exclusion, u64>,
    /// What was noticed; places are of file 0.
    pub findings: Vec<FindingReport>,
    cells: Vec<TextColumn>,
    rows: Vec<RowAt>,
    header: RowAt,
}

impl WholeFile {
    /// Reads a file.
    ///
    /// # Errors
    /// [`OpenError`]: what cannot be read.
    pub fn read(input: &dyn Input, tables: &dyn TableOpener, layout: &Layout) -> Result<Self, OpenError> {
        let file = open(input, tables, layout, &known_headers(&Mapping::canonical(&Catalogue::english())))?;
        let columns = columns_of(&file);
        let mut kept = Kept {
            cells: vec![TextColumn::default(); columns.len()],
            places: Vec::new(),
            excluded: BTreeMap::new(),
            tally: Tally::default(),
        };
        let sizes = each_row(&file, &mut kept).map_err(|error| OpenError::Unread(Box::new(error)))?;
        let mut begins = vec![(file.head.lines, 0, file.head.sheet_rows)];
        for size in &sizes {
            let (lines, records, sheet_rows) = begins[begins.len() - 1];
            begins.push((lines + size.lines, records + size.records, sheet_rows + size.sheet_rows));
        }
        let at = |place: &RowPlace| {
            let (lines, records, sheet_rows) = begins[place.block as usize];
            RowAt {
                line: lines + place.line + 1,
                record: records + place.record + 1,
                sheet_row: sheet_rows + place.sheet_row + 1,
            }
        };
        Ok(Self {
            facts: FileFacts::of(&file),
            bytes: input.len(),
            findings: file.reports(0, 0, &kept.tally, &sizes),
            rows: kept.places.iter().map(at).collect(),
            header: RowAt { line: file.head.lines, record: 0, sheet_row: file.head.sheet_rows },
            columns,
            excluded: kept.excluded,
            cells: kept.cells,
        })
    }

    /// How many rows can be used.
    pub const fn rows(&self) -> usize {
        self.rows.len()
    }

    /// How many rows there are, the unusable too.
    pub fn rows_read(&self) -> u64 {
        self.rows.len() as u64 + self.excluded.values().sum::<u64>()
    }

    /// A cell, without white space at its ends.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.cells.get(column).map(|cells| cells.cell(row).trim()).unwrap_or_default()
    }

    /// Where a row stands; `None` is the header.
    pub fn at(&self, row: Option<usize>) -> RowAt {
        row.map_or(Some(self.header), |row| self.rows.get(row).copied()).unwrap_or_default()
    }
}

fn columns_of(file: &OpenFile<'_>) -> Vec<SourceColumn> {
    match &file.content {
        Content::Table(table) => table.columns().to_vec(),
        Content::Text(_) => {
            file.head.headers.iter().map(|name| SourceColumn { name: name.clone(), fault: None }).collect()
        }
    }
}

/// The rows read so far.
struct Kept {
    cells: Vec<TextColumn>,
    places: Vec<RowPlace>,
    excluded: BTreeMap<Exclusion, u64>,
    tally: Tally,
}

impl TakesRows for Kept {
    fn tally(&mut self) -> &mut Tally {
        &mut self.tally
    }

    fn wanted(&self) -> usize {
        self.cells.len()
    }

    fn take<'r>(
        &mut self,
        place: RowPlace,
        exclusion: impl FnOnce(&mut At<'_>) -> Option<Exclusion>,
        cell_at: impl Fn(usize) -> Option<&'r str>,
        _: bool,
    ) {
        if let Some(reason) = exclusion(&mut At { tally: &mut self.tally, place }) {
            *self.excluded.entry(reason).or_default() += 1;
            return;
        }
        for (column, cells) in self.cells.iter_mut().enumerate() {
            cells.push(|text| text.push_str(cell_at(column).unwrap_or_default()));
        }
        self.places.push(place);
    }
}
