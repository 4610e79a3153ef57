//! Change on questionnaires as CSV: the columns of the rates, one row for each number of a questionnaire and a group.

use sst_core::results::{EstimateRow, Joint, ResultEntry, ResultSet, SensitivityRow};

use super::CLASSES;
use crate::csv_table::written;

/// [`change_rows`] as CSV: LF, full precision, empty where undefined; `by` is a JSON object.
pub fn change_csv(results: &ResultSet) -> String {
    written(&change_rows(results))
}

/// The change: one row for each number, whatever they are written to.
///
/// `kind` is `proportion` (the shares), `mean` (the change in points, and the scores), `class` (the five classes), `effect_size` (by
/// its name) or `number` (correlation, expected false change, regression to the mean, ceiling, floor, scores of 0 before
/// under a percentage rule, the points and the cut-off of the rule). Where the classes under other rules were asked for,
/// they are `sensitivity_class` and `sensitivity` (`differs`, `kappa`), and `by` holds the other rule.
pub fn change_rows(results: &ResultSet) -> Vec<EstimateRow> {
    let of_instruments = results.results.iter().filter(|entry| entry.instrument.is_some());
    let level = results.level;
    let rows = of_instruments.flat_map(|entry| {
        let of_joint = entry.as_joint().map(|joint| joint_rows(entry, joint, level)).unwrap_or_default();
        EstimateRow::of_estimate(entry, level).into_iter().chain(of_joint)
    });
    rows.collect()
}

fn joint_rows(entry: &ResultEntry, joint: &Joint, level: f64) -> Vec<EstimateRow> {
    let row = |kind: &str, measure: &str| {
        let row = EstimateRow::of(entry, kind, measure).with_caveats_of(entry);
        row.with("eligible", joint.eligible).with("answered", joint.answered)
    };
    let mut rows = Vec::new();
    // Under a percentage rule there are pairs in no class.
    let judged = joint.classes.iter().map(|class| class.count).sum::<Option<u64>>();
    for class in &joint.classes {
        let row = row("class", &class_measure(&class.class)).with("answered", judged);
        let row = row.with("events", class.count).with("estimate", class.estimate);
        let row = row.with("low", class.low).with("high", class.high);
        let has_interval = class.low.is_some() && class.high.is_some();
        let method = has_interval.then_some(joint.class_method.as_str());
        rows.push(row.with("level", has_interval.then_some(level)).with("method", method));
    }
    for effect in &joint.effect_sizes {
        let row = row("effect_size", &effect.id).with("estimate", effect.estimate);
        let row = row.with("low", effect.low).with("high", effect.high);
        let has_interval = effect.low.is_some() && effect.high.is_some();
        rows.push(
            row.with("level", has_interval.then_some(level)).with("method", has_interval.then_some("noncentral_t")),
        );
    }
    for (measure, count) in [
        ("could_not_recover", joint.could_not_recover),
        ("at_ceiling", joint.at_ceiling),
        ("at_floor", joint.at_floor),
        ("zero_before", joint.zero_before),
    ] {
        rows.push(row("number", measure).with("events", count));
    }
    for (measure, value) in [
        ("correlation", joint.correlation),
        ("expected_false_change", joint.expected_false_change),
        ("regression_to_the_mean", joint.regression_to_the_mean),
        ("reliable_change", joint.rule.reliable_change),
        ("cutoff", joint.rule.cutoff),
    ] {
        rows.push(row("number", measure).with("estimate", value));
    }
    rows.extend(joint.sensitivity.iter().flat_map(|other| sensitivity_rows(entry, joint, other)));
    rows
}

/// The class `recovered` is not the measure `recovered`, which is crossing the cut-off alone.
fn class_measure(class: &str) -> String {
    format!("class_{class}")
}

/// The classes under another rule, and how far they agree with those under the rule that was applied.
fn sensitivity_rows(entry: &ResultEntry, joint: &Joint, other: &SensitivityRow) -> Vec<EstimateRow> {
    let rule = serde_json::json!({
        "criterion": other.criterion,
        "reliability": other.reliability.map(|reliability| reliability.to_string()),
        "cutoff": other.cutoff,
    });
    let pairs: u64 = other.classes.iter().sum();
    let row = |kind: &str, measure: &str| {
        let row = EstimateRow::of(entry, kind, measure).with("by", Some(rule.to_string()));
        row.with("eligible", joint.eligible).with("answered", Some(pairs))
    };
    let classes = CLASSES.iter().zip(other.classes).map(|(class, count)| {
        let share = (pairs > 0).then(|| count as f64 / pairs as f64);
        row("sensitivity_class", &class_measure(class)).with("events", Some(count)).with("estimate", share)
    });
    let agreement = [("differs", other.differs), ("kappa", other.kappa)];
    let agreement = agreement.map(|(measure, value)| row("sensitivity", measure).with("estimate", value));
    classes.chain(agreement).collect()
}
