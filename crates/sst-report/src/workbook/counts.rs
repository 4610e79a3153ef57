//! The sheet of what is no estimate: how many, and how waits and visits are spread.

use rust_xlsxwriter::{Worksheet, XlsxError};
use sst_core::results::{Payload, ResultEntry, ResultSet, TableCell};

use super::sheet::{Shown, table};

const COLUMNS: [&str; 11] =
    ["measure", "kind", "instrument", "by", "value", "count", "eligible", "q1", "median", "q3", "definition"];

/// One row for each count; for each distribution one with its quartiles, and one for each value.
pub(super) fn write(sheet: &mut Worksheet, results: &ResultSet) -> Result<(), XlsxError> {
    let rows: Vec<[TableCell; COLUMNS.len()]> = results.results.iter().flat_map(rows).collect();
    table(sheet, &COLUMNS, rows.iter().map(|row| (&row[..], ())), |_, ()| Shown::Plain)
}

fn rows(entry: &ResultEntry) -> Vec<[TableCell; COLUMNS.len()]> {
    let row = |value: Option<&str>, count: Option<u64>, eligible: Option<u64>, quartiles: [Option<f64>; 3]| {
        let [q1, median, q3] = quartiles.map(cell);
        [
            entry.measure.as_str().into(),
            entry.payload.kind().id().into(),
            cell(entry.instrument.as_deref()),
            cell(serde_json::to_string(&entry.by).ok()),
            cell(value),
            cell(count),
            cell(eligible),
            q1,
            median,
            q3,
            entry.definition.as_str().into(),
        ]
    };
    match &entry.payload {
        Payload::Count(count) => vec![row(None, count.count, None, [None; 3])],
        Payload::Distribution(spread) => {
            let whole = row(None, spread.answered, spread.eligible, [spread.q1, spread.median, spread.q3]);
            let values = spread.bins.iter().map(|bin| row(Some(&bin.value), bin.count, None, [None; 3]));
            std::iter::once(whole).chain(values).collect()
        }
        Payload::Proportion(_) | Payload::Mean(_) | Payload::Joint(_) | Payload::Comparison(_) | Payload::Test(_) => {
            Vec::new()
        }
    }
}

fn cell(value: Option<impl Into<TableCell>>) -> TableCell {
    value.map(Into::into).unwrap_or_default()
}
