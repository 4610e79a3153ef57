//! Comparisons as CSV: a row for each difference and each test.

use sst_core::results::{Comparison, FamilyTest, ResultEntry, ResultSet, Side, TableCell};

use crate::csv_table::guarded;

/// The columns, always these.
pub const COMPARE_COLUMNS: [&str; 33] = [
    "measure",
    "kind",
    "instrument",
    "of",
    "a_by",
    "a_from",
    "a_to",
    "a_eligible",
    "a_answered",
    "a_events",
    "a_estimate",
    "b_by",
    "b_from",
    "b_to",
    "b_eligible",
    "b_answered",
    "b_events",
    "b_estimate",
    "estimate",
    "low",
    "high",
    "level",
    "method",
    "p",
    "test",
    "p_adjusted",
    "adjustment",
    "verdict",
    "clients_on_both_sides",
    "statistic",
    "df",
    "reason",
    "caveats",
];

/// The comparisons as CSV: LF, full precision, empty where undefined; groups are JSON objects, caveats are joined by `;`.
///
/// `kind` is `comparison`, or `test`: then `of` names what `estimate` is (a test without an estimate has one row, else one for each),
/// and the sides are there where it is a test of two.
pub fn compare_csv(results: &ResultSet) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(COMPARE_COLUMNS);
    for row in compare_rows(results) {
        let _ = writer.write_record(row.iter().map(|cell| match cell {
            TableCell::Text(text) => guarded(text).into_owned(),
            cell => cell.to_string(),
        }));
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// The comparisons as rows under [`COMPARE_COLUMNS`], whatever they are written to.
pub fn compare_rows(results: &ResultSet) -> Vec<Vec<TableCell>> {
    let rows = results.results.iter().flat_map(|entry| {
        let of_pair = entry.as_comparison().map(|pair| vec![pair_row(entry, pair, results.level)]);
        let of_test = entry.as_test().map(|test| test_rows(entry, test, results.level));
        of_pair.or(of_test).unwrap_or_default()
    });
    rows.map(|row| row.0.to_vec()).collect()
}

/// One row under the columns.
#[derive(Clone)]
struct Row([TableCell; COMPARE_COLUMNS.len()]);

impl Row {
    fn of(entry: &ResultEntry, kind: &str) -> Self {
        let caveats = entry.caveats.iter().map(|note| note.code.id()).collect::<Vec<_>>().join(";");
        Self(std::array::from_fn(|_| TableCell::Empty))
            .with("measure", Some(entry.measure.as_str()))
            .with("kind", Some(kind))
            .with("instrument", entry.instrument.as_deref())
            .with("reason", entry.reason.map(sst_core::codes::Reason::id))
            .with("caveats", Some(caveats).filter(|caveats| !caveats.is_empty()))
    }

    fn with(mut self, column: &str, value: Option<impl Into<TableCell>>) -> Self {
        let place = COMPARE_COLUMNS.iter().position(|name| *name == column);
        debug_assert!(place.is_some(), "{column} is no column");
        if let Some((place, value)) = place.zip(value) {
            self.0[place] = value.into();
        }
        self
    }

    fn with_side(self, which: &str, side: &Side) -> Self {
        let column = |name: &str| format!("{which}_{name}");
        self.with(&column("by"), serde_json::to_string(&side.by).ok())
            .with(&column("from"), side.period.map(|period| period.from.to_string()))
            .with(&column("to"), side.period.map(|period| period.to.to_string()))
            .with(&column("eligible"), side.eligible)
            .with(&column("answered"), side.answered)
            .with(&column("events"), side.events)
            .with(&column("estimate"), side.estimate)
    }
}

fn pair_row(entry: &ResultEntry, pair: &Comparison, level: f64) -> Row {
    Row::of(entry, "comparison")
        .with_side("a", &pair.a)
        .with_side("b", &pair.b)
        .with("estimate", pair.estimate)
        .with("low", pair.low)
        .with("high", pair.high)
        .with("level", Some(level))
        .with("method", Some(pair.method.as_str()))
        .with("p", pair.p)
        .with("test", pair.test.as_deref())
        .with("p_adjusted", pair.p_adjusted)
        .with("adjustment", pair.adjustment.as_deref())
        .with("verdict", pair.verdict.map(sst_core::results::DifferenceVerdict::id))
        .with("clients_on_both_sides", pair.clients_on_both_sides)
}

fn test_rows(entry: &ResultEntry, test: &FamilyTest, level: f64) -> Vec<Row> {
    let row = Row::of(entry, "test")
        .with("test", Some(test.test.as_str()))
        .with("statistic", test.statistic)
        .with("df", test.df)
        .with("p", test.p)
        .with("p_adjusted", test.p_adjusted)
        .with("adjustment", test.adjustment.as_deref());
    let row = match test.groups.as_slice() {
        [a, b] => row.with_side("a", a).with_side("b", b),
        _ => row,
    };
    if test.estimates.is_empty() {
        return vec![row];
    }
    let of = test.estimates.iter().map(|one| {
        let has_interval = one.low.is_some() && one.high.is_some();
        row.clone()
            .with("of", Some(one.of.as_str()))
            .with("estimate", one.estimate)
            .with("low", one.low)
            .with("high", one.high)
            .with("level", has_interval.then_some(level))
    });
    of.collect()
}
