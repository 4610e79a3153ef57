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
/// Counts and distributions are no estimates: they are in the JSON, and so is a mean's standard deviation.
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

/// The same for change on questionnaires, with a row for each class (`kind` is `class`, the method Goodman's) and for each
/// standardised change (`kind` is `effect_size`).
pub fn change_csv(results: &ResultSet) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    let _ = writer.write_record(HEADER);
    for entry in &results.results {
        for row in row(entry, results.level).into_iter().chain(joint_rows(entry, results.level)) {
            let _ = writer.write_record(&row);
        }
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn joint_rows(entry: &ResultEntry, level: f64) -> Vec<[String; 22]> {
    let Some(joint) = entry.as_joint() else { return Vec::new() };
    let whole = |value: Option<u64>| value.map(|value| value.to_string()).unwrap_or_default();
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let new = |measure: &str, kind: &str, cells: &[(&str, String)]| {
        let mut row: [String; 22] = Default::default();
        let fixed = [
            ("measure", measure.to_owned()),
            ("kind", kind.to_owned()),
            ("instrument", entry.instrument.clone().unwrap_or_default()),
            ("by", serde_json::to_string(&entry.by).unwrap_or_default()),
            ("eligible", whole(joint.eligible)),
            ("answered", whole(joint.answered)),
            ("level", level.to_string()),
        ];
        for (column, value) in fixed.iter().chain(cells) {
            if let Some(place) = HEADER.iter().position(|name| name == column) {
                row[place].clone_from(value);
            }
        }
        row
    };
    let classes = joint.classes.iter().map(|class| {
        let ends = [("estimate", number(class.estimate)), ("low", number(class.low)), ("high", number(class.high))];
        let rest = [("events", whole(class.count)), ("method", "goodman".to_owned())];
        new(&class.class, "class", &[&ends[..], &rest[..]].concat())
    });
    let effects = joint.effect_sizes.iter().map(|effect| {
        let ends = [("estimate", number(effect.estimate)), ("low", number(effect.low)), ("high", number(effect.high))];
        let method = effect.low.map(|_| "noncentral_t".to_owned()).unwrap_or_default();
        new(&effect.id, "effect_size", &[&ends[..], &[("method", method)]].concat())
    });
    classes.chain(effects).collect()
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
