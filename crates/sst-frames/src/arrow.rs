//! An Arrow file (also called Feather) as rows of text.

use std::io::Cursor;
use std::ops::ControlFlow;

use polars::error::PolarsError;
use polars::prelude::{ArrowDataType, ArrowField, Column, DataFrame, DataType, IpcReader, SerReader};
use sst_ingest::source::{
    Container, Input, Layout, RowSource, SourceColumn, TableFault, TableOpener, TextColumn, TextRows, read_all,
};

use crate::blocks::are_bounded;
use crate::guard::{Panicked, guarded};
use crate::words::{fault_of, words_of};

/// So many rows are text at a time.
const ROWS_AT_A_TIME: usize = 1 << 12;

/// So many rows are a part, read by one thread.
const ROWS_OF_A_PART: usize = 1 << 16;

/// Opens Arrow files.
///
/// The file is held in memory, packed and unpacked. Cells become text by the rules of [`crate::Parquet`]; a dictionary of
/// texts (a category of pandas, a factor of R) is its texts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Arrow;

impl TableOpener for Arrow {
    fn open(
        &self,
        container: Container,
        input: &dyn Input,
        _: &Layout,
    ) -> Option<Result<Box<dyn RowSource>, TableFault>> {
        (container == Container::Arrow).then(|| ArrowFile::open(input).map(|file| Box::new(file) as Box<dyn RowSource>))
    }
}

struct ArrowFile {
    columns: Vec<SourceColumn>,
    /// The columns that have words, by their places.
    readable: Vec<(usize, Column)>,
    parts: Vec<u64>,
}

impl ArrowFile {
    fn open(input: &dyn Input) -> Result<Self, TableFault> {
        let bytes = read_all(input).map_err(|error| TableFault {
            what: format!("cannot be read: {error}"),
            hint: "is it still there, and may it be read?".to_owned(),
        })?;
        if !bytes.starts_with(b"ARROW1") {
            let kind =
                if bytes.starts_with(b"FEA1") { "Feather file of version 1" } else { "stream of Arrow messages" };
            return Err(TableFault {
                what: format!("this is a {kind}, and sst reads Arrow files (Feather of version 2)"),
                hint: "write it as an Arrow file, or as Parquet or CSV".to_owned(),
            });
        }
        let outcome = guarded(|| {
            if !are_bounded(&bytes) {
                return Err(PolarsError::ComputeError("blocks".into()));
            }
            let schema = IpcReader::new(Cursor::new(&bytes[..])).schema()?;
            let fault = |field: &ArrowField| if is_text(field.dtype()) { None } else { fault_of(field.dtype()) };
            let columns: Vec<SourceColumn> = schema
                .iter_values()
                .map(|field| SourceColumn { name: field.name.to_string(), fault: fault(field) })
                .collect();
            let places: Vec<usize> = (0..columns.len()).filter(|&place| columns[place].fault.is_none()).collect();
            let reader = IpcReader::new(Cursor::new(&bytes[..])).with_projection(Some(places.clone()));
            let frame = with_texts(&reader.finish()?)?;
            Ok((columns, places, frame))
        });
        let (columns, places, frame) = match outcome {
            Ok(Ok(read)) => read,
            Ok(Err(PolarsError::Duplicate(_))) => {
                return Err(TableFault {
                    what: "two columns of this Arrow file have the same name".to_owned(),
                    hint: "rename one of them and write the file again".to_owned(),
                });
            }
            Ok(Err(_)) | Err(Panicked) => return Err(damaged()),
        };
        let rows = frame.height();
        if frame.columns().len() != places.len() {
            return Err(damaged());
        }
        let readable = places.into_iter().zip(frame.columns().iter().cloned()).collect();
        let parts = (0..rows).step_by(ROWS_OF_A_PART).map(|row| ROWS_OF_A_PART.min(rows - row) as u64).collect();
        Ok(Self { columns, readable, parts })
    }
}

/// Whether a type is text in one of Arrow's many forms; a dictionary stands for what it holds.
fn is_text(stored: &ArrowDataType) -> bool {
    match stored {
        ArrowDataType::Utf8 | ArrowDataType::LargeUtf8 | ArrowDataType::Utf8View => true,
        ArrowDataType::Dictionary(_, values, _) => is_text(values),
        _ => false,
    }
}

/// Dictionaries as their texts.
fn with_texts(frame: &DataFrame) -> Result<DataFrame, PolarsError> {
    let height = frame.height();
    let columns = frame.columns().iter().map(|column| match column.dtype() {
        DataType::Categorical(..) | DataType::Enum(..) => column.cast(&DataType::String),
        _ => Ok(column.clone()),
    });
    DataFrame::new(height, columns.collect::<Result<Vec<_>, _>>()?)
}

impl RowSource for ArrowFile {
    fn kind(&self) -> &'static str {
        "Arrow"
    }

    fn columns(&self) -> &[SourceColumn] {
        &self.columns
    }

    fn parts(&self) -> &[u64] {
        &self.parts
    }

    fn read_part(&self, part: usize, each: &mut dyn FnMut(&TextRows) -> ControlFlow<()>) -> Result<(), TableFault> {
        let first = part * ROWS_OF_A_PART;
        let end = first + self.parts[part] as usize;
        for begin in (first..end).step_by(ROWS_AT_A_TIME) {
            let n = ROWS_AT_A_TIME.min(end - begin);
            let mut columns = vec![TextColumn::default(); self.columns.len()];
            for (place, column) in &self.readable {
                let words = guarded(|| words_of(&column.slice(begin as i64, n)));
                columns[*place] = words.ok().flatten().ok_or_else(damaged)?;
            }
            if each(&TextRows::new(n, columns)).is_break() {
                break;
            }
        }
        Ok(())
    }
}

fn damaged() -> TableFault {
    TableFault {
        what: "this Arrow file is damaged or cut short, or more than memory holds".to_owned(),
        hint: "write it again, or as Parquet; a CSV of the same table is read too".to_owned(),
    }
}
