//! Records as a typed table: one row each, under the names of the record layout.

mod codebook;
mod columns;
mod names;
mod pseudonym;
mod write;

pub use codebook::{Codebook, Origins};
pub use names::{Names, Naming};
pub use pseudonym::{KeyTooShort, PseudonymKey};

use std::io::Write;

use polars::error::PolarsError;
use polars::prelude::{DataFrame, DataType, PlSmallStr, SortMultipleOptions};
use sst_core::definitions::{Definitions, SessionIdScope};
use sst_core::ledger::{CloseError, Closed, Ledger, Selection};
use sst_ingest::read::{Export, ReadError, Reading};

use columns::Columns;

/// An export as a table, and what reading it came to.
///
/// **The table holds client rows**: ids as they are, one row for each session. A file of it is named `*.client-data.*`
/// and stays where the export stays.
pub struct Tidy {
    /// One row for each record, as read: before duplicates are dropped and before the as-of date is known. Dates are
    /// dates, ratings and minutes integers, scores numbers, own questions booleans, everything else text; missing is
    /// null. Only columns that the export has are there, under their canonical names, so `sst` reads the table back.
    pub table: DataFrame,
    /// The ledger of the same records, and what became of every row.
    pub reading: Reading,
}

/// The records that are used, as a table of the same columns.
///
/// **The table holds client rows**, whether its ids are pseudonyms or not: a file of it is named `*.client-data.*`.
pub struct UsedRows {
    /// One row for each session that counts, whatever the period and the selection: no duplicates, none whose id stands
    /// for different sessions, none after the as-of date; scores in a table of their own have found their sessions. In
    /// the order of date, client, session and then everything else, so that the order tells nothing of the export's.
    pub table: DataFrame,
}

/// Why there is no table.
#[derive(Debug, thiserror::Error)]
pub enum TidyError {
    /// The export cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The ledger cannot be closed.
    #[error(transparent)]
    Close(#[from] CloseError),
    /// Two columns would have one name.
    #[error("two columns of the table would have the same name; rename a group or a measure of the mapping file")]
    SameName,
    /// The table cannot be made or written.
    #[error("the table cannot be written: {0}")]
    Unwritable(String),
}

/// Reads an export into a table.
///
/// # Errors
/// [`TidyError`]
pub fn tidy(export: &mut Export<'_>) -> Result<Tidy, TidyError> {
    let names = Names { naming: Naming::Kept, files: Vec::new(), scope: SessionIdScope::All };
    let mut columns = Columns::new(&export.definitions, &names);
    let reading = export.read_records(&mut |record| columns.add(record))?;
    Ok(Tidy { table: columns.finish()?, reading })
}

/// The records of a ledger that are used once it is closed, as a table.
///
/// # Errors
/// [`TidyError`]
pub fn used_rows(
    ledger: &Ledger,
    definitions: &Definitions,
    selection: &Selection,
    closed: &Closed,
    names: &Names,
) -> Result<UsedRows, TidyError> {
    let mut columns = Columns::new(definitions, names);
    ledger.used_records(definitions, selection, closed, &mut |record| columns.add(record))?;
    let table = columns.finish()?;
    let first = ["session_date", "client_id", "session_id"];
    let rank = |name: &PlSmallStr| first.iter().position(|first| *first == name.as_str()).unwrap_or(first.len());
    let mut order: Vec<PlSmallStr> = table.columns().iter().map(|column| column.name().clone()).collect();
    order.sort_by_key(rank);
    let in_order = table.sort(order, SortMultipleOptions::default().with_nulls_last(true).with_multithreaded(false));
    Ok(UsedRows { table: in_order.map_err(|error| unwritable(&error))? })
}

impl UsedRows {
    /// Writes the table as Parquet. It holds client rows.
    ///
    /// # Errors
    /// [`TidyError::Unwritable`]
    pub fn write_parquet(&self, out: impl Write) -> Result<(), TidyError> {
        write::parquet(&self.table, out)
    }

    /// Writes the table as an Arrow file (Feather 2). It holds client rows.
    ///
    /// # Errors
    /// [`TidyError::Unwritable`]
    pub fn write_arrow(&self, out: impl Write) -> Result<(), TidyError> {
        write::arrow(&self.table, out)
    }

    /// Writes the table as CSV, with texts that a spreadsheet would take for a formula made harmless. It holds client rows.
    ///
    /// # Errors
    /// [`TidyError::Unwritable`]
    pub fn write_csv(&self, out: impl Write) -> Result<(), TidyError> {
        write::csv(&self.table, out)
    }

    /// How many sessions have another of the same client before them on their day. Ids tell which of them is the first, and
    /// a pseudonym may tell otherwise.
    pub fn after_another_that_day(&self) -> usize {
        let clients = self.table.column("client_id").and_then(|clients| clients.str());
        let days = self.table.column("session_date").and_then(|days| days.cast(&DataType::Int32));
        let (Ok(clients), Ok(days)) = (clients, days) else { return 0 };
        let Ok(days) = days.i32() else { return 0 };
        let rows: Vec<(Option<&str>, Option<i32>)> = clients.iter().zip(days.iter()).collect();
        rows.windows(2).filter(|pair| pair[0].0.is_some() && pair[0] == pair[1]).count()
    }

    /// How many distinct labels a CSV of the table holds with a `'` in front, and Parquet and Arrow as they are.
    pub fn labels_a_csv_changes(&self) -> usize {
        write::guarded_texts(&self.table)
    }
}

impl Tidy {
    /// Writes the table as Parquet. It holds client rows.
    ///
    /// # Errors
    /// [`TidyError::Unwritable`]
    pub fn write_parquet(&self, out: impl Write) -> Result<(), TidyError> {
        write::parquet(&self.table, out)
    }

    /// Writes the table as CSV, with texts that a spreadsheet would take for a formula made harmless. It holds client rows.
    ///
    /// # Errors
    /// [`TidyError::Unwritable`]
    pub fn write_csv(&self, out: impl Write) -> Result<(), TidyError> {
        write::csv(&self.table, out)
    }
}

/// The words of the system where it is the system; polars' own may hold cells.
pub(crate) fn unwritable(error: &PolarsError) -> TidyError {
    TidyError::Unwritable(match error {
        PolarsError::IO { error, .. } => error.to_string(),
        PolarsError::Duplicate(_) => return TidyError::SameName,
        _ => "the table library refuses it".to_owned(),
    })
}
