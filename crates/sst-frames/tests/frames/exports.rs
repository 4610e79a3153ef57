//! Generated exports as CSV, as tables and as Parquet.

use polars::prelude::*;
use sst_core::text::Catalogue;
use sst_examples::Plan;
use sst_frames::Parquet;
use sst_ingest::mapping::Mapping;
use sst_ingest::read::{Export, OpenError};
use sst_ingest::source::{Input, MemoryInput};

/// A generated export as CSV.
pub(crate) fn csv_of(plan: &Plan) -> Vec<u8> {
    let mut file = Vec::new();
    plan.write(&mut file).expect("memory takes everything");
    file
}

/// Every cell of a CSV as text.
pub(crate) fn texts_of(csv: &[u8]) -> DataFrame {
    CsvReadOptions::default()
        .with_infer_schema_length(Some(0))
        .into_reader_with_file_handle(std::io::Cursor::new(csv.to_vec()))
        .finish()
        .expect("the generator writes plain CSV")
}

/// A table as Parquet, so many rows to a group.
pub(crate) fn parquet_of(table: &DataFrame, rows_of_a_group: usize) -> Vec<u8> {
    let mut file = Vec::new();
    ParquetWriter::new(&mut file)
        .with_row_group_size(Some(rows_of_a_group))
        .finish(&mut table.clone())
        .expect("a table is written");
    file
}

/// The table with these columns in other types.
pub(crate) fn cast(table: &DataFrame, types: &[(&str, DataType)]) -> DataFrame {
    let columns = types.iter().map(|(name, dtype)| match dtype {
        DataType::Boolean => col(*name).eq(lit("yes")).alias(*name),
        // Text becomes a date first, and a date-time at midnight then.
        DataType::Datetime(..) => col(*name).cast(DataType::Date).cast(dtype.clone()),
        dtype => col(*name).strict_cast(dtype.clone()),
    });
    table.clone().lazy().with_columns(columns.collect::<Vec<_>>()).collect().expect("the cells have these types")
}

/// Bytes under a name.
pub(crate) fn file(name: &str, bytes: impl Into<Vec<u8>>) -> MemoryInput {
    MemoryInput::new(name, bytes)
}

/// Opens files, CSV or Parquet, under a mapping.
pub(crate) fn open<'i>(files: &'i [MemoryInput], mapping: &str) -> Result<Export<'i>, OpenError> {
    let inputs: Vec<&dyn Input> = files.iter().map(|file| file as &dyn Input).collect();
    let mapping = Mapping::parse(mapping, &Catalogue::english()).unwrap_or_else(|_| panic!("a valid mapping"));
    Export::open_with(&inputs, &mapping, &Parquet)
}

/// The type of a date-time in milliseconds.
pub(crate) fn date_time() -> DataType {
    DataType::Datetime(TimeUnit::Milliseconds, None)
}

/// A table of these columns.
pub(crate) fn table(columns: Vec<Series>) -> DataFrame {
    let rows = columns.first().map_or(0, |column| column.len());
    DataFrame::new(rows, columns.into_iter().map(IntoColumn::into_column).collect()).expect("columns of one length")
}
