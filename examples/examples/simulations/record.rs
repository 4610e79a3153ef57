//! The recorded run as a CSV: one row for each setting and kind of interval.

use std::fmt::Write as _;

use crate::coverage::{Setting, Tally};

/// The columns.
pub(crate) const HEADER: &str = "design,n,p,p_second,icc,interval,replicates,undefined,covered,coverage,monte_carlo_error,mean_width,exact_coverage";

/// The rows of one setting, each with its line end.
pub(crate) fn rows(setting: Setting, tallies: &[Tally]) -> String {
    let thousandths = |value: u64| format!("{}", value as f64 / 1000.0);
    let mut rows = String::new();
    for tally in tallies {
        let second = setting.second.map(thousandths).unwrap_or_default();
        let exact = setting.exact().map(|exact| format!("{exact:.5}")).unwrap_or_default();
        writeln!(
            rows,
            "{},{},{},{second},{},{},{},{},{},{:.4},{:.4},{:.4},{exact}",
            setting.design.id(),
            setting.n,
            thousandths(setting.share),
            thousandths(setting.correlation),
            tally.interval,
            tally.replicates,
            tally.undefined,
            tally.covered,
            tally.coverage(),
            tally.monte_carlo_error(),
            tally.mean_width(),
        )
        .expect("a String takes everything");
    }
    rows
}

/// One recorded row, its cells as they stand.
pub(crate) struct Row<'r> {
    cells: Vec<&'r str>,
}

impl<'r> Row<'r> {
    /// The rows of a recorded run.
    pub(crate) fn all(csv: &'r str) -> Vec<Self> {
        csv.lines().skip(1).map(|line| Self { cells: line.split(',').collect() }).collect()
    }

    pub(crate) fn cell(&self, column: &str) -> &'r str {
        let place = HEADER.split(',').position(|name| name == column).expect("a column of the header");
        self.cells.get(place).copied().unwrap_or_default()
    }

    /// The coverage in percent.
    pub(crate) fn percent(&self) -> f64 {
        self.cell("coverage").parse::<f64>().map_or(f64::NAN, |coverage| coverage * 100.0)
    }
}
