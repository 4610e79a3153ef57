//! Rows that are not CSV text: read by another crate, handed out as text, and then the same cells as any.

use std::ops::ControlFlow;

use super::{Container, Input, Layout};

/// A table with named columns whose cells can be said as text.
pub trait RowSource: Sync {
    /// What kind of file it is, in a word.
    fn kind(&self) -> &'static str;

    /// The sheet it is, by name, where a file has several.
    fn sheet(&self) -> Option<&str> {
        None
    }

    /// Its columns, in order.
    fn columns(&self) -> &[SourceColumn];

    /// Whether a column is known to have nothing in it: then it needs no name.
    fn is_blank(&self, _column: usize) -> bool {
        false
    }

    /// How many rows of the file stand above the data, the headers among them.
    fn rows_above(&self) -> u64 {
        1
    }

    /// How many rows each of its parts has; parts are read by whoever is free, rows within a part in order.
    fn parts(&self) -> &[u64];

    /// Hands out the rows of a part, some at a time, until they end or `each` has enough.
    ///
    /// # Errors
    /// [`TableFault`] when the part cannot be read, or has not as many rows as it says.
    fn read_part(&self, part: usize, each: &mut dyn FnMut(&TextRows) -> ControlFlow<()>) -> Result<(), TableFault>;

    /// Where a cell was read, of a table that was made of files; without a row its header, without a column the whole row.
    /// `None` where the table is the file.
    fn origin(&self, row: Option<u64>, column: Option<usize>) -> Option<Origin> {
        let _ = (row, column);
        None
    }
}

/// Where a row stands in its file, as an editor and as a spreadsheet count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RowAt {
    /// The line, from 1.
    pub line: u64,
    /// The row among the data, from 1; 0 is the header.
    pub record: u64,
    /// The row of a spreadsheet, from 1.
    pub sheet_row: u64,
}

/// Where a cell of a made table was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// The file.
    pub file: OriginFile,
    /// The row in it.
    pub at: RowAt,
    /// The column in it.
    pub column: Option<usize>,
}

/// A file that a made table is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OriginFile {
    /// One of the files of sessions, by its number.
    Sessions(usize),
    /// One of the joined files, by its number.
    Joined(usize),
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceColumn {
    /// Its name.
    pub name: String,
    /// Why its cells cannot be said as text; then they are blank, and the column may not be used.
    pub fault: Option<TableFault>,
}

/// Why a table, or a column of it, cannot be read: words for after the file's name, without any cell.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct TableFault {
    /// What is wrong, and what was expected.
    pub what: String,
    /// What to do.
    pub hint: String,
}

/// Opens files that are no CSV as tables; without one there is only CSV.
pub trait TableOpener {
    /// Opens the input; `None` when it does not read that kind of file.
    fn open(
        &self,
        container: Container,
        input: &dyn Input,
        layout: &Layout,
    ) -> Option<Result<Box<dyn RowSource>, TableFault>>;
}

/// Opens no table.
#[derive(Debug, Clone, Copy, Default)]
pub struct CsvOnly;

impl TableOpener for CsvOnly {
    fn open(&self, _: Container, _: &dyn Input, _: &Layout) -> Option<Result<Box<dyn RowSource>, TableFault>> {
        None
    }
}

/// Some rows as text, column by column; a missing cell is blank.
#[derive(Debug, Clone, Default)]
pub struct TextRows {
    rows: usize,
    columns: Vec<TextColumn>,
}

/// The cells of one column, one after the other.
#[derive(Debug, Clone, Default)]
pub struct TextColumn {
    text: String,
    ends: Vec<usize>,
}

impl TextColumn {
    /// Adds a cell: what `write` appends to the text.
    pub fn push(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.text);
        self.ends.push(self.text.len());
    }

    /// The cell of a row; blank where there is none.
    pub fn cell(&self, row: usize) -> &str {
        let start = if row == 0 { Some(0) } else { self.ends.get(row - 1).copied() };
        let end = self.ends.get(row).copied();
        start.zip(end).and_then(|(start, end)| self.text.get(start..end)).unwrap_or_default()
    }
}

impl TextRows {
    /// So many rows of these columns, each with as many cells, or with none where all are blank.
    pub fn new(rows: usize, columns: Vec<TextColumn>) -> Self {
        debug_assert!(columns.iter().all(|column| column.ends.is_empty() || column.ends.len() == rows), "whole rows");
        Self { rows, columns }
    }

    /// How many rows.
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Puts the cells of a row into `cells`.
    pub fn row<'t>(&'t self, row: usize, cells: &mut Vec<&'t str>) {
        cells.clear();
        cells.extend(self.columns.iter().map(|column| column.cell(row)));
    }

    /// Whether characters that no cell should have stand anywhere.
    pub(crate) fn is_suspect(&self) -> bool {
        let replaced = memchr::memmem::Finder::new("\u{fffd}");
        self.columns
            .iter()
            .map(|column| column.text.as_bytes())
            .any(|text| memchr::memchr(0, text).is_some() || replaced.find(text).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_where_they_were_put() {
        let mut ids = TextColumn::default();
        for id in ["a", "", "é,\n\""] {
            ids.push(|text| text.push_str(id));
        }
        let rows = TextRows::new(3, vec![TextColumn::default(), ids]);
        let mut cells = Vec::new();
        for (row, id) in ["a", "", "é,\n\""].into_iter().enumerate() {
            rows.row(row, &mut cells);
            assert_eq!(cells, ["", id]);
        }
        assert!(!rows.is_suspect());
        let mut odd = TextColumn::default();
        odd.push(|text| text.push('\0'));
        assert!(TextRows::new(1, vec![odd]).is_suspect());
    }
}
