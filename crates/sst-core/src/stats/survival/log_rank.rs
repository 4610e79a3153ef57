//! The log-rank test: does the event come as fast in every group?

use std::collections::BTreeMap;

use super::{EventTable, RiskDay};
use crate::stats::cholesky::{Cholesky, DependentColumn};
use crate::stats::{ChiSquaredTest, StatsError};

/// A group in the test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogRankGroup {
    /// Events of the group.
    pub observed: u64,
    /// Events it would have had at the pace of all groups together, at least 0.
    pub expected: f64,
}

/// The test and what it compares.
#[derive(Debug, Clone, PartialEq)]
pub struct LogRank {
    /// χ² and its p; df is the number of groups that can be compared, less 1.
    pub test: ChiSquaredTest,
    /// In the order given.
    pub groups: Vec<LogRankGroup>,
    /// The covariance matrix of observed - expected.
    pub variance: Vec<Vec<f64>>,
}

/// A pivot below this part of its variance is rounding.
const SMALLEST_PIVOT: f64 = 1e-10;

/// Tests that the event comes as fast in every group; a competing end counts as censored, so that it compares the pace
/// of the event among those still there (cause-specific hazards), not the shares in the end.
///
/// With day j: E_g = Σ d_j n_gj/n_j, V_gh = Σ d_j (n_j-d_j)/(n_j-1) n_gj/n_j (δ_gh - n_hj/n_j); χ² = (O-E)ᵀ V⁻ (O-E).
/// Mantel (1966), *Cancer Chemotherapy Reports* 50, 163-170; Peto & Peto (1972), *JRSS A* 135, 185-207.
///
/// # Errors
/// `OneValue` of fewer than two groups; `AllAlike` where no event came while two groups were at risk.
///
/// ```
/// use sst_core::stats::{End, EventTable, log_rank};
/// // Freireich's trial, 6-MP against placebo: survival 3.5-3 (survdiff) has χ² = 16.8, expected 19.25 and 10.75 of 9 and 21.
/// let relapses = [6, 6, 6, 7, 10, 13, 16, 22, 23].map(|week| (week, End::Event));
/// let others = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map(|week| (week, End::Censored));
/// let treated: EventTable = relapses.into_iter().chain(others).collect();
/// let placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23];
/// let placebo: EventTable = placebo.into_iter().map(|week| (week, End::Event)).collect();
/// let test = log_rank(&[treated, placebo])?;
/// assert_eq!(format!("{:.1} {:.2} {:.2}", test.test.statistic, test.groups[0].expected, test.groups[1].expected), "16.8 19.25 10.75");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn log_rank(groups: &[EventTable]) -> Result<LogRank, StatsError> {
    let k = groups.len();
    if k < 2 {
        return Err(StatsError::OneValue);
    }
    let mut days: BTreeMap<u32, Vec<Option<RiskDay>>> = BTreeMap::new();
    for (g, group) in groups.iter().enumerate() {
        for risk in group.days() {
            days.entry(risk.day).or_insert_with(|| vec![None; k])[g] = Some(risk);
        }
    }
    let mut at_risk: Vec<u64> = groups.iter().map(EventTable::clients).collect();
    let mut compared = vec![LogRankGroup { observed: 0, expected: 0.0 }; k];
    let mut variance = vec![vec![0.0; k]; k];
    for ends in days.into_values() {
        let n = at_risk.iter().sum::<u64>();
        let d = ends.iter().flatten().map(|risk| risk.events).sum::<u64>();
        if d > 0 {
            let of_all = |g: usize| at_risk[g] as f64 / n as f64;
            let spread = if n > 1 { d as f64 * ((n - d) as f64 / (n - 1) as f64) } else { 0.0 };
            for (g, (group, row)) in compared.iter_mut().zip(&mut variance).enumerate() {
                group.observed += ends[g].map_or(0, |risk| risk.events);
                group.expected += d as f64 * of_all(g);
                for (h, entry) in row.iter_mut().enumerate() {
                    let own = if g == h { (n - at_risk[g]) as f64 / n as f64 } else { -of_all(h) };
                    *entry += spread * of_all(g) * own;
                }
            }
        }
        for (left, ended) in at_risk.iter_mut().zip(ends) {
            *left -= ended.map_or(0, |risk| risk.events + risk.competing + risk.censored);
        }
    }
    let (statistic, df) = statistic(&compared, &variance)?;
    Ok(LogRank { test: ChiSquaredTest::new(statistic, df)?, groups: compared, variance })
}

/// χ² and the rank of V: groups that were never at risk together with others, and one of each set of the rest, are left out.
fn statistic(groups: &[LogRankGroup], variance: &[Vec<f64>]) -> Result<(f64, u64), StatsError> {
    let mut kept: Vec<usize> = (0..groups.len()).filter(|&g| variance[g][g] > 0.0).collect();
    while !kept.is_empty() {
        let part: Vec<Vec<f64>> = kept.iter().map(|&g| kept.iter().map(|&h| variance[g][h]).collect()).collect();
        match Cholesky::new(&part, SMALLEST_PIVOT) {
            Ok(factors) => {
                let off: Vec<f64> = kept.iter().map(|&g| groups[g].observed as f64 - groups[g].expected).collect();
                return Ok((factors.quadratic_form(&off), kept.len() as u64));
            }
            Err(DependentColumn(column)) => {
                kept.remove(column);
            }
        }
    }
    Err(StatsError::AllAlike)
}
