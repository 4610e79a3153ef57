//! Change on questionnaires as CSV: one row for each number of a questionnaire and a group.

use sst_core::results::{Joint, Mean, Payload, Proportion, ResultEntry, ResultSet};

use super::{CHANGE, SHARES};
use crate::csv_table::guarded;

const HEADER: [&str; 20] = [
    "instrument",
    "by",
    "kind",
    "measure",
    "eligible",
    "paired",
    "could_not_recover",
    "answered",
    "events",
    "estimate",
    "low",
    "high",
    "sd",
    "level",
    "method",
    "design_effect",
    "bounds_low",
    "bounds_high",
    "reason",
    "criterion",
];

/// The change as CSV: LF, full precision, empty where undefined; `by` is a JSON object.
///
/// `kind` is `proportion` (the four shares), `class` (the five classes), `mean` (the change in points), `effect_size`
/// (by its name) or `number` (correlation, expected false change, regression to the mean, floor, ceiling).
pub fn change_csv(results: &ResultSet) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(HEADER);
    let mut rows: Vec<Row> = results.results.iter().flat_map(|entry| of_entry(entry, results.level)).collect();
    // A questionnaire's rows stand together; within a group they keep the order of the results.
    rows.sort_by(|a, b| (&a.0[0], &a.0[1]).cmp(&(&b.0[0], &b.0[1])));
    for row in rows {
        let _ = writer.write_record(&row.0);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// One row under [`HEADER`].
#[derive(Clone)]
struct Row([String; HEADER.len()]);

impl Row {
    fn with(mut self, column: &str, value: Option<impl ToString>) -> Self {
        if let (Some(place), Some(value)) = (HEADER.iter().position(|name| *name == column), value) {
            self.0[place] = value.to_string();
        }
        self
    }

    fn of(entry: &ResultEntry, kind: &str, measure: &str) -> Self {
        Self(Default::default())
            .with("instrument", entry.instrument.as_deref().map(guarded))
            // JSON text begins with a brace: no spreadsheet takes it for a formula.
            .with("by", serde_json::to_string(&entry.by).ok())
            .with("kind", Some(kind))
            .with("measure", Some(guarded(measure)))
            .with("reason", entry.reason.map(sst_core::codes::Reason::id))
    }
}

fn of_entry(entry: &ResultEntry, level: f64) -> Vec<Row> {
    let is_change = entry.instrument.is_some() && (entry.measure == CHANGE || SHARES.contains(&entry.measure.as_str()));
    match &entry.payload {
        Payload::Joint(joint) if is_change => of_joint(entry, joint, level),
        Payload::Mean(mean) if is_change => vec![of_mean(entry, mean, level)],
        Payload::Proportion(share) if is_change => vec![of_share(entry, share, level)],
        _ => Vec::new(),
    }
}

fn of_share(entry: &ResultEntry, share: &Proportion, level: f64) -> Row {
    Row::of(entry, "proportion", &entry.measure)
        .with("eligible", share.eligible)
        .with("paired", share.paired)
        .with("could_not_recover", share.could_not_recover)
        .with("answered", share.answered)
        .with("events", share.events)
        .with("estimate", share.estimate)
        .with("low", share.low)
        .with("high", share.high)
        .with("level", Some(level))
        .with("method", Some(&share.method))
        .with("design_effect", share.design_effect)
        .with("bounds_low", share.bounds.map(|bounds| bounds.low))
        .with("bounds_high", share.bounds.map(|bounds| bounds.high))
}

fn of_mean(entry: &ResultEntry, mean: &Mean, level: f64) -> Row {
    Row::of(entry, "mean", &entry.measure)
        .with("eligible", mean.eligible)
        .with("paired", mean.answered)
        .with("answered", mean.answered)
        .with("estimate", mean.estimate)
        .with("low", mean.low)
        .with("high", mean.high)
        .with("sd", mean.sd)
        .with("level", Some(level))
        .with("method", Some(&mean.method))
}

fn of_joint(entry: &ResultEntry, joint: &Joint, level: f64) -> Vec<Row> {
    let row = |kind: &str, measure: &str| {
        Row::of(entry, kind, measure)
            .with("eligible", joint.eligible)
            .with("paired", joint.answered)
            .with("answered", joint.answered)
            .with("criterion", Some(guarded(&joint.rule.criterion)))
    };
    let mut rows: Vec<Row> = Vec::new();
    for class in &joint.classes {
        let row = row("class", &class.class)
            .with("events", class.count)
            .with("estimate", class.estimate)
            .with("low", class.low)
            .with("high", class.high);
        rows.push(row.with("level", Some(level)).with("method", Some("goodman")));
    }
    for effect in &joint.effect_sizes {
        let row = row("effect_size", &effect.id).with("estimate", effect.estimate);
        let has_interval = effect.low.is_some() && effect.high.is_some();
        rows.push(row.with("low", effect.low).with("high", effect.high).with("level", has_interval.then_some(level)));
    }
    let counts = [("at_ceiling", joint.at_ceiling), ("at_floor", joint.at_floor)];
    let counts = counts.into_iter().chain([("could_not_recover", joint.could_not_recover)]);
    rows.extend(counts.map(|(measure, count)| row("number", measure).with("events", count)));
    for (measure, value) in [
        ("correlation", joint.correlation),
        ("expected_false_change", joint.expected_false_change),
        ("regression_to_the_mean", joint.regression_to_the_mean),
        ("reliable_change", joint.rule.reliable_change),
        ("cutoff", joint.rule.cutoff),
    ] {
        rows.push(row("number", measure).with("estimate", value));
    }
    rows
}
