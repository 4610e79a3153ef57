//! A Parquet file as rows of text.

use std::io::Cursor;
use std::ops::ControlFlow;
use std::sync::Arc;

use polars::error::PolarsError;
use polars::prelude::{
    ArrowDataType, ArrowField, DataFrame, FileMetadata, ParallelStrategy, ParquetReader, PlSmallStr, SerReader,
};
use sst_ingest::source::{
    Container, Input, Layout, RowSource, SourceColumn, TableFault, TableOpener, TextColumn, TextRows, read_all,
};

use crate::guard::{Panicked, guarded};
use crate::pages::has_whole_pages;
use crate::words::{fault_of, words_of};

/// So many rows are text at a time.
const ROWS_AT_A_TIME: usize = 1 << 12;

/// Rows of a group beyond this are no export of sessions: their room is not even asked for.
const ROWS_OF_A_GROUP: u64 = 1 << 27;

/// Opens Parquet files.
///
/// The file is held in memory as it is (packed); its row groups are unpacked one by one. Text, integers, floating-point
/// numbers (without a fraction as integers, NaN as missing), booleans (yes, no), dates and date-times without a time zone
/// become text; a column of another type may be there but not be used.
#[derive(Debug, Clone, Copy, Default)]
pub struct Parquet;

impl TableOpener for Parquet {
    fn open(
        &self,
        container: Container,
        input: &dyn Input,
        _: &Layout,
    ) -> Option<Result<Box<dyn RowSource>, TableFault>> {
        (container == Container::Parquet)
            .then(|| ParquetFile::open(input).map(|file| Box::new(file) as Box<dyn RowSource>))
    }
}

struct ParquetFile {
    bytes: Vec<u8>,
    metadata: FileMetadata,
    columns: Vec<SourceColumn>,
    /// The columns that have words.
    readable: Vec<usize>,
    rows: Vec<u64>,
}

impl ParquetFile {
    fn open(input: &dyn Input) -> Result<Self, TableFault> {
        let bytes = read_all(input).map_err(|error| TableFault {
            what: format!("cannot be read: {error}"),
            hint: "is it still there, and may it be read?".to_owned(),
        })?;
        let (metadata, schema, noted) = guarded(|| {
            let mut reader = ParquetReader::new(Cursor::new(&bytes[..]));
            // What Arrow notes beside the schema would make categories of texts; Parquet's own types are enough.
            let metadata = FileMetadata { key_value_metadata: None, ..FileMetadata::clone(reader.get_metadata()?) };
            // Only that an integer is a length of time stands nowhere else.
            let noted = reader.schema().ok();
            let mut plain = ParquetReader::new(Cursor::new(&bytes[..]));
            plain.set_metadata(Arc::new(metadata.clone()));
            Ok((metadata, plain.schema()?, noted))
        })
        .unwrap_or_else(|Panicked| Err(PolarsError::ComputeError("a panic".into())))
        .map_err(|error| match error {
            PolarsError::Duplicate(_) => TableFault {
                what: "two columns of this Parquet file have the same name".to_owned(),
                hint: "rename one of them and write the file again".to_owned(),
            },
            _ => damaged("its list of columns and rows, at its end, cannot be read"),
        })?;
        let columns: Vec<SourceColumn> = schema
            .iter_values()
            .map(|field| {
                let noted = noted.as_ref().and_then(|noted| noted.get(&field.name)).map(ArrowField::dtype);
                let stored = noted.filter(|noted| matches!(noted, ArrowDataType::Duration(_))).unwrap_or(field.dtype());
                SourceColumn { name: field.name.to_string(), fault: fault_of(stored) }
            })
            .collect();
        let readable = (0..columns.len()).filter(|&place| columns[place].fault.is_none()).collect();
        let rows: Vec<u64> = metadata.row_groups.iter().map(|group| group.num_rows() as u64).collect();
        if rows.iter().any(|&rows| rows > ROWS_OF_A_GROUP) || rows.iter().sum::<u64>() != metadata.num_rows as u64 {
            return Err(damaged("it does not say how many rows it has"));
        }
        Ok(Self { bytes, metadata, columns, readable, rows })
    }

    /// Whether the column of that path is one that has words.
    fn wanted(&self, path: &[PlSmallStr]) -> bool {
        self.readable.iter().any(|&place| path.first().is_some_and(|name| *name == self.columns[place].name.as_str()))
    }

    /// The rows of one row group.
    fn group(&self, part: usize) -> Result<DataFrame, PolarsError> {
        let group = self.metadata.row_groups[part].clone();
        let rows = group.num_rows();
        for column in group.parquet_columns() {
            let is_wanted = self.wanted(column.descriptor().path_in_schema.as_slice());
            let is_whole =
                column.num_values() == rows as i64 && has_whole_pages(&self.bytes, column.byte_range(), rows as u64);
            if is_wanted && !is_whole {
                return Err(PolarsError::ComputeError("pages".into()));
            }
        }
        let mut metadata = FileMetadata { row_groups: Vec::new(), ..self.metadata.clone() };
        (metadata.num_rows, metadata.max_row_group_height) = (rows, rows);
        metadata.row_groups.push(group);
        let mut reader = ParquetReader::new(Cursor::new(&self.bytes[..]));
        reader.set_metadata(Arc::new(metadata));
        // In this thread only: that is where a panic is kept quiet.
        reader.read_parallel(ParallelStrategy::None).with_projection(Some(self.readable.clone())).finish()
    }
}

impl RowSource for ParquetFile {
    fn kind(&self) -> &'static str {
        "Parquet"
    }

    fn columns(&self) -> &[SourceColumn] {
        &self.columns
    }

    fn parts(&self) -> &[u64] {
        &self.rows
    }

    fn read_part(&self, part: usize, each: &mut dyn FnMut(&TextRows) -> ControlFlow<()>) -> Result<(), TableFault> {
        let first: u64 = self.rows[..part].iter().sum();
        let rows = self.rows[part] as usize;
        if rows == 0 {
            return Ok(());
        }
        let fault = || damaged(&format!("its rows {} to {} cannot be unpacked", first + 1, first + rows as u64));
        let frame = match guarded(|| self.group(part)) {
            Ok(Ok(frame)) => frame,
            Ok(Err(_)) | Err(Panicked) => return Err(fault()),
        };
        if frame.columns().len() != self.readable.len() || frame.columns().iter().any(|column| column.len() != rows) {
            return Err(fault());
        }
        for begin in (0..rows).step_by(ROWS_AT_A_TIME) {
            let n = ROWS_AT_A_TIME.min(rows - begin);
            let mut columns = vec![TextColumn::default(); self.columns.len()];
            for (&place, column) in self.readable.iter().zip(frame.columns()) {
                let words = guarded(|| words_of(&column.slice(begin as i64, n)));
                columns[place] = words.ok().flatten().ok_or_else(fault)?;
            }
            if each(&TextRows::new(n, columns)).is_break() {
                break;
            }
        }
        Ok(())
    }
}

fn damaged(where_: &str) -> TableFault {
    TableFault {
        what: format!("this Parquet file is damaged or cut short: {where_}"),
        hint: "export it again, or copy it again; a CSV of the same table is read too".to_owned(),
    }
}
