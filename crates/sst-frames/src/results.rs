//! Estimates as Parquet: the rows and columns of the CSV, typed.

use std::io::Write;

use polars::prelude::{Column, DataFrame, IntoColumn, NamedFrom, ParquetWriter, Series};
use sst_core::results::{CellKind, EstimateRow, TableCell};

use crate::tidy::{TidyError, unwritable};

/// Writes one row for each estimate: counts are integers of 64 bits, shares and scores floating-point numbers, empty is
/// null. No row is about one client.
///
/// # Errors
/// [`TidyError::Unwritable`]
pub fn write_estimates(rows: &[EstimateRow], out: impl Write) -> Result<(), TidyError> {
    let columns = EstimateRow::COLUMNS.iter().enumerate().map(|(place, &(name, kind))| column(rows, place, name, kind));
    let table = DataFrame::new(rows.len(), columns.collect());
    table
        .and_then(|mut table| ParquetWriter::new(out).finish(&mut table))
        .map(|_| ())
        .map_err(|error| unwritable(&error))
}

fn column(rows: &[EstimateRow], place: usize, name: &'static str, kind: CellKind) -> Column {
    let cells = rows.iter().map(|row| &row.cells()[place]);
    let series = match kind {
        CellKind::Text => {
            let texts: Vec<Option<&str>> = cells
                .map(|cell| match cell {
                    TableCell::Text(text) => Some(text.as_str()),
                    _ => None,
                })
                .collect();
            Series::new(name.into(), texts)
        }
        // Readers in R have no unsigned integers of 64 bits; no count comes near.
        CellKind::Count => {
            let counts: Vec<Option<i64>> = cells
                .map(|cell| match cell {
                    TableCell::Count(count) => i64::try_from(*count).ok(),
                    _ => None,
                })
                .collect();
            Series::new(name.into(), counts)
        }
        CellKind::Number => {
            let numbers: Vec<Option<f64>> = cells
                .map(|cell| match cell {
                    TableCell::Number(number) => Some(*number),
                    _ => None,
                })
                .collect();
            Series::new(name.into(), numbers)
        }
    };
    series.into_column()
}
