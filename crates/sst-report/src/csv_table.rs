//! One row per estimate, for Excel, R and Python.

use std::borrow::Cow;

use sst_core::results::{Payload, ResultEntry, ResultSet};

/// The columns, of these tables and of those of change.
pub(crate) const HEADER: [&str; 22] = [
    "measure",
    "kind",
    "instrument",
    "horizon_days",
    "by",
    "eligible",
    "not_due",
    "asked",
    "answered",
    "events",
    "clients",
    "clients_answered",
    "estimate",
    "low",
    "high",
    "level",
    "method",
    "design_effect",
    "bounds_low",
    "bounds_high",
    "reason",
    "caveats",
];

/// What these tables begin with, so that one is not taken for an export.
pub const CSV_BEGIN: &str = "measure,kind,instrument,horizon_days,by,eligible,";

/// The estimates (proportions and means) as CSV: one row each, LF, full precision, empty where undefined.
///
/// The columns are those of the results document and always these; `by` is a JSON object, caveats are joined by `;`.
/// Counts, distributions and pairs of scores are no estimates: they are in the JSON, and so is a mean's standard deviation.
pub fn csv(results: &ResultSet) -> String {
    written(results.results.iter().filter_map(|entry| of_estimate(entry, results.level)))
}

/// The rows under their header.
pub(crate) fn written(rows: impl Iterator<Item = Row>) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(HEADER);
    for row in rows {
        let _ = writer.write_record(&row.0);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// One row under [`HEADER`]; what is not set is empty.
#[derive(Default)]
pub(crate) struct Row([String; HEADER.len()]);

impl Row {
    /// Text out of a file or a mapping goes through [`guarded`] before it comes here.
    pub(crate) fn with(mut self, column: &str, value: Option<impl ToString>) -> Self {
        if let (Some(place), Some(value)) = (HEADER.iter().position(|name| *name == column), value) {
            self.0[place] = value.to_string();
        }
        self
    }

    /// What every row says of its entry.
    pub(crate) fn of(entry: &ResultEntry, kind: &str, measure: &str) -> Self {
        Self::default()
            .with("measure", Some(guarded(measure)))
            .with("kind", Some(kind))
            .with("instrument", entry.instrument.as_deref().map(guarded))
            // JSON text begins with a brace: no spreadsheet takes it for a formula.
            .with("by", serde_json::to_string(&entry.by).ok())
            .with("reason", entry.reason.map(sst_core::codes::Reason::id))
    }
}

/// A proportion or a mean; nothing else is an estimate.
pub(crate) fn of_estimate(entry: &ResultEntry, level: f64) -> Option<Row> {
    let caveats = entry.caveats.iter().map(|caveat| caveat.code.id()).collect::<Vec<_>>().join(";");
    let row = Row::of(entry, entry.payload.kind().id(), &entry.measure).with("caveats", Some(caveats));
    match &entry.payload {
        Payload::Proportion(share) => Some(
            row.with("eligible", share.eligible)
                .with("not_due", share.not_due)
                .with("asked", share.asked)
                .with("answered", share.answered)
                .with("events", share.events)
                .with("clients", share.clients)
                .with("clients_answered", share.clients_answered)
                .with("estimate", share.estimate)
                .with("low", share.low)
                .with("high", share.high)
                .with("level", Some(level))
                .with("method", Some(&share.method))
                .with("design_effect", share.design_effect)
                .with("bounds_low", share.bounds.map(|bounds| bounds.low))
                .with("bounds_high", share.bounds.map(|bounds| bounds.high)),
        ),
        Payload::Mean(mean) => Some(
            row.with("eligible", mean.eligible)
                .with("answered", mean.answered)
                .with("estimate", mean.estimate)
                .with("low", mean.low)
                .with("high", mean.high)
                .with("level", Some(level))
                .with("method", Some(&mean.method)),
        ),
        Payload::Count(_) | Payload::Distribution(_) | Payload::Joint(_) => None,
    }
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
        assert!(written(std::iter::empty()).starts_with(CSV_BEGIN));
    }
}
