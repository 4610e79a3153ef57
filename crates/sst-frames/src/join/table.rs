//! Sessions with the cells of other files beside their own: a table whose every cell knows where it was read.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use sst_ingest::read::WholeFile;
use sst_ingest::source::{Origin, OriginFile, RowSource, SourceColumn, TableFault, TextColumn, TextRows};

/// So many rows are one part.
const PART_ROWS: u64 = 1 << 14;

/// A row of one of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FileRow {
    pub(crate) file: usize,
    pub(crate) row: usize,
}

/// Where the cells of a column come from.
pub(crate) struct MadeColumn {
    pub(crate) name: String,
    pub(crate) fault: Option<TableFault>,
    /// The row that each row of the table has its cell from.
    pub(crate) rows: Arc<Vec<Option<FileRow>>>,
    /// The place of the column in each file.
    pub(crate) places: BTreeMap<usize, usize>,
    /// Texts in place of the cells, where they had to be worked out.
    pub(crate) texts: Option<Vec<String>>,
}

impl MadeColumn {
    fn text<'t>(&'t self, row: usize, files: &'t [WholeFile]) -> &'t str {
        if let Some(texts) = &self.texts {
            return texts.get(row).map(String::as_str).unwrap_or_default();
        }
        let from = self.rows.get(row).copied().flatten();
        let cell = from.and_then(|from| Some(files[from.file].cell(from.row, *self.places.get(&from.file)?)));
        cell.unwrap_or_default()
    }
}

/// The table of one file of sessions.
pub(crate) struct MadeTable {
    kind: &'static str,
    files: Arc<Vec<WholeFile>>,
    /// How many of the files are files of sessions; they come first.
    sessions: usize,
    /// The row of its own file that each row is.
    own: Arc<Vec<Option<FileRow>>>,
    names: Vec<SourceColumn>,
    columns: Vec<MadeColumn>,
    parts: Vec<u64>,
}

impl MadeTable {
    pub(crate) fn new(
        kind: &'static str,
        files: Arc<Vec<WholeFile>>,
        sessions: usize,
        own: Arc<Vec<Option<FileRow>>>,
        columns: Vec<MadeColumn>,
    ) -> Self {
        let names =
            columns.iter().map(|made| SourceColumn { name: made.name.clone(), fault: made.fault.clone() }).collect();
        let mut parts = vec![PART_ROWS; own.len() / PART_ROWS as usize];
        parts.extend(Some(own.len() as u64 % PART_ROWS).filter(|&rows| rows > 0));
        Self { kind, files, sessions, own, names, columns, parts }
    }

    fn origin_of(&self, from: FileRow, is_header: bool, column: Option<usize>) -> Origin {
        let file = match from.file.checked_sub(self.sessions) {
            None => OriginFile::Sessions(from.file),
            Some(joined) => OriginFile::Joined(joined),
        };
        Origin { file, at: self.files[from.file].at((!is_header).then_some(from.row)), column }
    }
}

impl RowSource for MadeTable {
    fn kind(&self) -> &'static str {
        self.kind
    }

    fn columns(&self) -> &[SourceColumn] {
        &self.names
    }

    fn parts(&self) -> &[u64] {
        &self.parts
    }

    fn read_part(&self, part: usize, each: &mut dyn FnMut(&TextRows) -> ControlFlow<()>) -> Result<(), TableFault> {
        let first = part * PART_ROWS as usize;
        let rows = self.parts[part] as usize;
        let columns = self.columns.iter().map(|column| {
            let mut cells = TextColumn::default();
            for row in first..first + rows {
                cells.push(|text| text.push_str(column.text(row, &self.files)));
            }
            cells
        });
        let _ = each(&TextRows::new(rows, columns.collect()));
        Ok(())
    }

    fn origin(&self, row: Option<u64>, column: Option<usize>) -> Option<Origin> {
        let own = || row.and_then(|row| self.own.get(row as usize).copied().flatten());
        let Some(column) = column.and_then(|place| self.columns.get(place)) else {
            return Some(self.origin_of(own()?, false, None));
        };
        let Some(row) = row else {
            // The header of the first file that has the column.
            let (&file, &place) = column.places.first_key_value()?;
            return Some(self.origin_of(FileRow { file, row: 0 }, true, Some(place)));
        };
        let from = column.rows.get(row as usize).copied().flatten();
        match from.and_then(|from| Some((from, *column.places.get(&from.file)?))) {
            Some((from, place)) => Some(self.origin_of(from, false, Some(place))),
            None => Some(self.origin_of(own()?, false, None)),
        }
    }
}
