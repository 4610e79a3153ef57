//! The cells of one sheet, kept as text, handed out as rows.

use std::ops::{ControlFlow, Range};

use calamine::DataRef;

use super::cell::write_cell;
use super::{damaged, too_large};
use crate::source::header_row::{HeaderRow, KnownHeaders, ROWS_LOOKED_AT, RowFacts, find_header_row};
use crate::source::{Layout, RowSource, SourceColumn, TableFault, TextColumn, TextRows, combined_headers};

/// Excel's own limits.
const ROWS_OF_EXCEL: u32 = 1 << 20;
const COLUMNS_OF_EXCEL: u32 = 1 << 14;

/// So many cells with something in them are kept at most.
const MOST_CELLS: usize = 20_000_000;

/// So much text is kept at most.
const MOST_TEXT_BYTES: usize = 1 << 29;

/// So many cells may a table span, blank ones counted: each of them is passed by when it is read.
const MOST_CELLS_SPANNED: u64 = 400_000_000;

/// So many rows are a part.
const ROWS_OF_A_PART: u32 = 1 << 12;

/// So many cells are text at a time, blank ones counted.
const CELLS_AT_A_TIME: usize = 1 << 20;

/// What a formula is whose outcome was never written down; read as every error of a spreadsheet is.
const NEVER_CALCULATED: &str = "#VALUE!";

/// Cells with something in them.
pub(super) struct SheetCells {
    cells: Vec<CellAt>,
    text: String,
    /// How many rows are wanted.
    rows: u32,
    rows_seen: u32,
    last_row: Option<u32>,
}

#[derive(Debug, Clone, Copy)]
struct CellAt {
    row: u32,
    column: u32,
    start: u32,
    end: u32,
}

impl SheetCells {
    /// None yet; of so many rows at most.
    pub(super) const fn new(rows: u32) -> Self {
        Self { cells: Vec::new(), text: String::new(), rows, rows_seen: 0, last_row: None }
    }

    /// Keeps a cell, unless it is blank; whether more are wanted. A formula without an outcome is an error.
    pub(super) fn push(
        &mut self,
        (row, column): (u32, u32),
        value: &DataRef<'_>,
        is_never_calculated: bool,
    ) -> Result<bool, TableFault> {
        let start = self.text.len();
        if is_never_calculated {
            self.text.push_str(NEVER_CALCULATED);
        } else {
            write_cell(value, &mut self.text);
        }
        if self.text[start..].trim().is_empty() {
            self.text.truncate(start);
            return Ok(true);
        }
        if row >= ROWS_OF_EXCEL || column >= COLUMNS_OF_EXCEL {
            return Err(damaged("it has a cell beyond the last row or column that Excel has"));
        }
        if self.last_row != Some(row) {
            self.last_row = Some(row);
            if self.rows_seen == self.rows {
                self.text.truncate(start);
                return Ok(false);
            }
            self.rows_seen += 1;
        }
        if self.cells.len() == MOST_CELLS {
            return Err(too_large(format!("more than {MOST_CELLS} cells of this sheet have something in them")));
        }
        if self.text.len() > MOST_TEXT_BYTES {
            return Err(too_large(format!("this sheet holds more than {} MB of text", MOST_TEXT_BYTES >> 20)));
        }
        self.cells.push(CellAt { row, column, start: start as u32, end: self.text.len() as u32 });
        Ok(true)
    }

    /// All of them, row by row; `None` when a cell stands twice.
    pub(super) fn finish(mut self) -> Option<Self> {
        let place = |cell: &CellAt| (cell.row, cell.column);
        if !self.cells.is_sorted_by_key(place) {
            self.cells.sort_by_key(place);
        }
        let is_twice = self.cells.windows(2).any(|two| place(&two[0]) == place(&two[1]));
        (!is_twice).then_some(self)
    }

    /// What the first rows that are not blank say of themselves.
    pub(super) fn facts(&self, known: &KnownHeaders) -> Vec<RowFacts> {
        let rows = self.cells.chunk_by(|one, other| one.row == other.row).take(ROWS_LOOKED_AT);
        rows.map(|row| known.facts(u64::from(row[0].row) + 1, row.iter().map(|cell| self.text_of(cell)))).collect()
    }

    fn text_of(&self, cell: &CellAt) -> &str {
        &self.text[cell.start as usize..cell.end as usize]
    }

    /// The cells of some rows.
    fn rows(&self, rows: Range<u32>) -> &[CellAt] {
        let from = self.cells.partition_point(|cell| cell.row < rows.start);
        let to = self.cells.partition_point(|cell| cell.row < rows.end);
        &self.cells[from..to.max(from)]
    }
}

/// A sheet: its headers, and the rows below them.
pub(crate) struct Sheet {
    kind: &'static str,
    name: String,
    cells: SheetCells,
    columns: Vec<SourceColumn>,
    /// Whether a column has anything in it.
    is_filled: Vec<bool>,
    header_row: HeaderRow,
    first_row: u32,
    parts: Vec<u64>,
}

impl Sheet {
    pub(super) fn new(
        kind: &'static str,
        name: String,
        cells: SheetCells,
        layout: &Layout,
        known: &KnownHeaders,
    ) -> Result<Self, TableFault> {
        let rows = cells.facts(known);
        let Some(first) = rows.first() else {
            return Err(TableFault {
                what: format!("there is nothing in the sheet \"{name}\": not even a header"),
                hint: "give another sheet as --sheet NAME, or export the sessions again".to_owned(),
            });
        };
        let header_row = if layout.header_row.is_some() { HeaderRow::default() } else { find_header_row(&rows) };
        let row = layout.header_row.map(u64::from).or(header_row.found).unwrap_or(first.row) as u32 - 1;
        let headers = cells.rows(row..row + 1);
        if headers.is_empty() {
            return Err(TableFault {
                what: format!("row {} of the sheet \"{name}\" has no headers: there is nothing in it", row + 1),
                hint: format!("headers may be in row {}: [input] header_row = {}", first.row, first.row),
            });
        }
        let first_row = row.saturating_add(1).saturating_add(layout.rows_after_header).min(ROWS_OF_EXCEL);
        let data = cells.rows(first_row..ROWS_OF_EXCEL);
        let choices = if layout.combined_header { cells.rows(row + 1..row + 2) } else { &[] };
        let every = headers.iter().chain(choices).chain(data);
        let width = every.map(|cell| cell.column + 1).max().unwrap_or(0) as usize;
        let mut is_filled = vec![false; width];
        let names_in = |of_row: &[CellAt]| {
            let mut names = vec![String::new(); width];
            for cell in of_row {
                cells.text_of(cell).trim().clone_into(&mut names[cell.column as usize]);
            }
            names
        };
        let mut names = names_in(headers);
        if layout.combined_header {
            let choices = names_in(choices);
            let questions: Vec<&str> = names.iter().map(String::as_str).collect();
            let choices: Vec<&str> = choices.iter().map(String::as_str).collect();
            names = combined_headers(&questions, &choices);
        }
        let columns = names.into_iter().map(|name| SourceColumn { name, fault: None }).collect();
        for cell in data {
            is_filled[cell.column as usize] = true;
        }
        let end = data.last().map_or(first_row, |cell| cell.row + 1);
        if u64::from(end - first_row) * width as u64 > MOST_CELLS_SPANNED {
            let far = format!("the sheet \"{name}\" has something in a cell far beside or below its table");
            return Err(too_large(far));
        }
        let parts = (first_row..end)
            .step_by(ROWS_OF_A_PART as usize)
            .map(|row| u64::from(ROWS_OF_A_PART.min(end - row)))
            .collect();
        Ok(Self { kind, name, cells, columns, is_filled, header_row, first_row, parts })
    }

    /// Where the headers were found, or may be.
    pub(crate) const fn header_row(&self) -> HeaderRow {
        self.header_row
    }
}

impl RowSource for Sheet {
    fn kind(&self) -> &'static str {
        self.kind
    }

    fn sheet(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn columns(&self) -> &[SourceColumn] {
        &self.columns
    }

    fn is_blank(&self, column: usize) -> bool {
        !self.is_filled[column]
    }

    fn rows_above(&self) -> u64 {
        u64::from(self.first_row)
    }

    fn parts(&self) -> &[u64] {
        &self.parts
    }

    fn read_part(&self, part: usize, each: &mut dyn FnMut(&TextRows) -> ControlFlow<()>) -> Result<(), TableFault> {
        let begin = self.first_row + part as u32 * ROWS_OF_A_PART;
        let end = begin + self.parts[part] as u32;
        let step = (CELLS_AT_A_TIME / self.columns.len().max(1)).clamp(1, ROWS_OF_A_PART as usize);
        for row in (begin..end).step_by(step) {
            let rows = row..end.min(row + step as u32);
            if each(&self.text_rows(rows)).is_break() {
                break;
            }
        }
        Ok(())
    }
}

impl Sheet {
    fn text_rows(&self, rows: Range<u32>) -> TextRows {
        let mut cells = self.cells.rows(rows.clone()).to_vec();
        cells.sort_by_key(|cell| (cell.column, cell.row));
        let mut columns = vec![TextColumn::default(); self.columns.len()];
        for of_column in cells.chunk_by(|one, other| one.column == other.column) {
            let column = &mut columns[of_column[0].column as usize];
            let mut here = of_column.iter().peekable();
            for row in rows.clone() {
                let cell = here.next_if(|cell| cell.row == row);
                column.push(|text| text.push_str(cell.map_or("", |cell| self.cells.text_of(cell))));
            }
        }
        TextRows::new(rows.len(), columns)
    }
}
