//! One row per estimate, for Excel, R and Python.

use std::borrow::Cow;

use sst_core::results::{EstimateRow, ResultSet, TableCell};

/// The estimates (proportions and means): one row each, whatever they are written to.
///
/// Counts, distributions and pairs of scores are no estimates: they are in the JSON, and so is a mean's standard deviation.
pub fn estimate_rows(results: &ResultSet) -> Vec<EstimateRow> {
    results.results.iter().filter_map(|entry| EstimateRow::of_estimate(entry, results.level)).collect()
}

/// What these tables begin with, so that one is not taken for an export.
pub const CSV_BEGIN: &str = "measure,kind,instrument,horizon_days,by,eligible,";

/// [`estimate_rows`] as CSV: LF, full precision, empty where undefined.
///
/// The columns are those of the results document and always these; `by` is a JSON object, caveats are joined by `;`.
pub fn csv(results: &ResultSet) -> String {
    written(&estimate_rows(results))
}

/// The rows under their header.
pub(crate) fn written(rows: &[EstimateRow]) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(EstimateRow::COLUMNS.map(|(name, _)| name));
    for row in rows {
        let _ = writer.write_record(row.cells().iter().map(|cell| match cell {
            TableCell::Text(text) => guarded(text).into_owned(),
            cell => cell.to_string(),
        }));
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// A text that a spreadsheet would take for a formula, made a text.
pub(crate) fn guarded(text: &str) -> Cow<'_, str> {
    // The wide forms are what East Asian keyboards write; some spreadsheets read them alike.
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\0', '＝', '＋', '－', '＠']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_begins_as_is_said() {
        assert!(written(&[]).starts_with(CSV_BEGIN));
    }
}
