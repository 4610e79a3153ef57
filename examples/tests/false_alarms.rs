//! The table of false alarms holds: it is what the example counts, and the page says what the table says.
#![allow(clippy::expect_used, reason = "a test says what it expected")]

use std::{collections::HashMap, fs, path::Path};

use sst_core::stats::{ChartLimits, QuietChart, QuietMonths, RuleSet, Screening, false_alarms};
use sst_examples::prng::Prng;

type Row = HashMap<String, String>;

fn docs(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name);
    fs::read_to_string(path).expect("the file is there")
}

fn rows() -> Vec<Row> {
    let text = docs("false-alarms.csv");
    csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>().expect("rows of equal length")
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().expect("a number")
}

/// Fewer series of other months: the rate must lie where the table says, give or take what so few series allow.
#[test]
fn the_rates_come_out_again() {
    let charts = [
        ("p exact", "limits", QuietChart::Shares(ChartLimits::Exact), RuleSet::LIMITS),
        ("p normal", "limits", QuietChart::Shares(ChartLimits::Normal), RuleSet::LIMITS),
        ("run", "anhoej", QuietChart::Run, RuleSet::ANHOEJ),
        ("XmR screened", "plot-the-dots", QuietChart::Individuals(Screening::Once), RuleSet::PLOT_THE_DOTS),
    ];
    let rows = rows();
    for (chart, rules, quiet, set) in charts {
        let row = rows
            .iter()
            .find(|row| row["chart"] == chart && row["rules"] == rules && row["answers_a_month"] == "45")
            .expect("a row");
        let months = QuietMonths { answered: vec![45; 24], share: number(row, "share") };
        let mut prng = Prng::new(1);
        let ours = false_alarms(&months, quiet, &set, 3000, || prng.word()).expect("a rate");
        let (ours, rate) = (ours.estimate().expect("series"), number(row, "rate"));
        let error = (rate * (1.0 - rate) / 3000.0).sqrt();
        assert!((ours - rate).abs() < 4.0 * error, "{chart}, {rules}: {ours} and {rate}");
    }
}

#[test]
fn the_page_has_every_row() {
    let page = docs("false-alarms.md");
    let rows = rows();
    assert_eq!(rows.len(), 33);
    for row in rows {
        let percent = |column| format!("{:.1}", 100.0 * number(&row, column));
        let line = format!("| {} | {} | {}", row["chart"], row["rules"], "");
        let cell = format!("{} ({} to {})", percent("rate"), percent("low"), percent("high"));
        let found = page.lines().any(|page| page.starts_with(line.trim_end()) && page.contains(&cell));
        assert!(found, "{line} {cell}");
    }
}
