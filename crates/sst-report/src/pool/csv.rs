//! Studies and their average as CSV: the columns of the rates.

use sst_core::results::{EstimateRow, ResultEntry, ResultSet};

use crate::csv_table::written;

/// [`pool_rows`] as CSV: LF, full precision, empty where undefined; `by` is a JSON object.
pub fn pool_csv(results: &ResultSet) -> String {
    written(&pool_rows(results))
}

/// One row for each study and each average; of an average also one for each number that is no estimate: `kind` is then
/// `prediction` (its `low` and `high`) or `number` (`tau2`, `q`, `i2` from 0 to 1).
pub fn pool_rows(results: &ResultSet) -> Vec<EstimateRow> {
    let level = results.level;
    let of_entry = |entry: &ResultEntry| {
        let estimate = EstimateRow::of_estimate(entry, level);
        estimate.into_iter().chain(spread_rows(entry, level)).collect::<Vec<_>>()
    };
    results.results.iter().flat_map(of_entry).collect()
}

fn spread_rows(entry: &ResultEntry, level: f64) -> Vec<EstimateRow> {
    let Some(spread) = entry.heterogeneity() else { return Vec::new() };
    let number =
        |name: &str, value: Option<f64>| Some(EstimateRow::of(entry, "number", name).with("estimate", Some(value?)));
    let numbers = [number("tau2", spread.tau2), number("q", spread.q), number("i2", spread.i2)];
    let prediction = spread.prediction.map(|range| {
        let row = EstimateRow::of(entry, "prediction", &entry.measure);
        row.with("low", Some(range.low)).with("high", Some(range.high)).with("level", Some(level))
    });
    prediction.into_iter().chain(numbers.into_iter().flatten()).collect()
}
