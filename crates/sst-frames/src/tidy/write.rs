//! A table of client rows as a file: Parquet, Arrow or CSV.

use std::collections::BTreeSet;
use std::io::Write;

use polars::prelude::{
    BooleanChunked, Column, CompatLevel, CsvWriter, DataFrame, IntoColumn, IpcWriter, ParquetWriter, SerWriter,
    StringChunked,
};

use super::{TidyError, unwritable};

/// As Parquet.
pub(super) fn parquet(table: &DataFrame, out: impl Write) -> Result<(), TidyError> {
    ParquetWriter::new(out).finish(&mut table.clone()).map(|_| ()).map_err(|error| unwritable(&error))
}

/// As an Arrow file (Feather 2), in types that readers of older versions know.
pub(super) fn arrow(table: &DataFrame, out: impl Write) -> Result<(), TidyError> {
    let mut writer = IpcWriter::new(out).with_compat_level(CompatLevel::oldest());
    writer.finish(&mut table.clone()).map_err(|error| unwritable(&error))
}

/// As CSV: yes and no for truth values, and texts that a spreadsheet would take for a formula made harmless.
pub(super) fn csv(table: &DataFrame, mut out: impl Write) -> Result<(), TidyError> {
    let column = |column: &Column| match (column.str(), column.bool()) {
        (Ok(texts), _) => {
            let texts: StringChunked = texts.iter().map(|text| text.map(harmless)).collect();
            texts.with_name(column.name().clone()).into_column()
        }
        (_, Ok(answers)) => words(answers).with_name(column.name().clone()).into_column(),
        _ => column.clone(),
    };
    let columns = table.columns().iter().map(column).collect();
    let mut table = DataFrame::new(table.height(), columns).map_err(|error| unwritable(&error))?;
    CsvWriter::new(&mut out).finish(&mut table).map_err(|error| unwritable(&error))
}

/// How many distinct texts a CSV of the table would not hold as they are.
pub(super) fn guarded_texts(table: &DataFrame) -> usize {
    let in_column = |column: &Column| {
        let Ok(texts) = column.str() else { return 0 };
        texts.iter().flatten().filter(|text| is_formula(text)).collect::<BTreeSet<_>>().len()
    };
    table.columns().iter().map(in_column).sum()
}

fn words(answers: &BooleanChunked) -> StringChunked {
    answers.iter().map(|answer| answer.map(|yes| if yes { "yes" } else { "no" })).collect()
}

/// A text that begins as a formula does gets a `'` in front.
fn harmless(text: &str) -> std::borrow::Cow<'_, str> {
    if is_formula(text) { format!("'{text}").into() } else { text.into() }
}

/// The wide forms are what East Asian keyboards write; some spreadsheets read them alike.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\0', '＝', '＋', '－', '＠'])
}
