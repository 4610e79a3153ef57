//! One row per estimate, for Excel, R and Python.

use std::borrow::Cow;

use sst_core::results::{Payload, ResultEntry, ResultSet};

const HEADER: [&str; 22] = [
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

/// The estimates (proportions and means) as CSV: one row each, LF, full precision, empty where undefined.
///
/// The columns are those of the results document and always these; `by` is a JSON object, caveats are joined by `;`.
/// Counts, distributions and pairs of scores are no estimates: they are in the JSON, and so is a mean's standard deviation.
pub fn csv(results: &ResultSet) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(HEADER);
    for entry in &results.results {
        if let Some(row) = row(entry, results.level) {
            let _ = writer.write_record(&row);
        }
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn row(entry: &ResultEntry, level: f64) -> Option<[String; 22]> {
    let mut row: [String; 22] = Default::default();
    let mut set = |column: &str, value: Option<String>| {
        if let (Some(place), Some(value)) = (HEADER.iter().position(|name| *name == column), value) {
            row[place] = value;
        }
    };
    let whole = |value: Option<u64>| value.map(|value| value.to_string());
    let number = |value: Option<f64>| value.map(|value| value.to_string());
    set("measure", Some(guarded(&entry.measure).into_owned()));
    set("kind", Some(entry.payload.kind().id().to_owned()));
    set("instrument", entry.instrument.clone());
    // JSON text begins with a brace: no spreadsheet takes it for a formula.
    set("by", serde_json::to_string(&entry.by).ok());
    set("reason", entry.reason.map(|reason| reason.id().to_owned()));
    set("caveats", Some(entry.caveats.iter().map(|caveat| caveat.code.id()).collect::<Vec<_>>().join(";")));
    match &entry.payload {
        Payload::Proportion(proportion) => {
            set("eligible", whole(proportion.eligible));
            set("not_due", whole(proportion.not_due));
            set("asked", whole(proportion.asked));
            set("answered", whole(proportion.answered));
            set("events", whole(proportion.events));
            set("clients", whole(proportion.clients));
            set("clients_answered", whole(proportion.clients_answered));
            set("estimate", number(proportion.estimate));
            set("low", number(proportion.low));
            set("high", number(proportion.high));
            set("level", Some(level.to_string()));
            set("method", Some(proportion.method.clone()));
            set("design_effect", number(proportion.design_effect));
            set("bounds_low", number(proportion.bounds.map(|bounds| bounds.low)));
            set("bounds_high", number(proportion.bounds.map(|bounds| bounds.high)));
        }
        Payload::Mean(mean) => {
            set("eligible", whole(mean.eligible));
            set("answered", whole(mean.answered));
            set("estimate", number(mean.estimate));
            set("low", number(mean.low));
            set("high", number(mean.high));
            set("level", Some(level.to_string()));
            set("method", Some(mean.method.clone()));
        }
        Payload::Count(_) | Payload::Distribution(_) | Payload::Joint(_) => return None,
    }
    Some(row)
}

/// A text that a spreadsheet would take for a formula, made a text.
pub(crate) fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}
