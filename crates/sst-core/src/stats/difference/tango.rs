//! Tango's score interval of a paired difference.

use super::PairedAnswers;
use crate::stats::root::turning_point;
use crate::stats::{Interval, Level, StatsError, normal_quantile};

impl PairedAnswers {
    /// Tango's interval of p1 - p2, within \[-1, 1\]: all δ with |b - c - nδ| <= z √(n (2 q + δ (1-δ))).
    ///
    /// q, the likeliest share of clients who turned from no to yes under δ, is the larger root of 2n q² + B q + C = 0,
    /// B = (2n - b + c) δ - b - c, C = -c δ (1-δ). Where nobody turned, the limit of it, as at any other count.
    /// Tango (1998), *Statistics in Medicine* 17, 891-908.
    ///
    /// # Errors
    /// `NoAnswers` without a pair.
    ///
    /// ```
    /// use sst_core::stats::{Level, PairedAnswers};
    /// // Fagerland, Lydersen & Laake 2014, airway: 1, 1, 7, 12 gives -0.517 to -0.026.
    /// let interval = PairedAnswers { both: 1, first_only: 1, second_only: 7, neither: 12 }.tango(Level::DEFAULT)?;
    /// assert_eq!((format!("{:.3}", interval.low), format!("{:.3}", interval.high)), ("-0.517".into(), "-0.026".into()));
    /// # Ok::<(), sst_core::stats::StatsError>(())
    /// ```
    pub fn tango(&self, level: Level) -> Result<Interval, StatsError> {
        let estimate = self.difference()?;
        let z = normal_quantile(level.each_tail())?;
        let (n, b, c) = (self.pairs() as f64, self.first_only as f64, self.second_only as f64);
        let is_beyond = |delta: f64| {
            let (minus_b, minus_c) = (b + c - (2.0 * n - b + c) * delta, c * delta * (1.0 - delta));
            let root = (minus_b * minus_b + 8.0 * n * minus_c).max(0.0).sqrt();
            // The larger root, from the terms that do not cancel.
            let turned = if minus_b >= 0.0 { (root + minus_b) / (4.0 * n) } else { 2.0 * minus_c / (root - minus_b) };
            let variance = n * (2.0 * turned + delta * (1.0 - delta)).max(0.0);
            (b - c - n * delta).abs() > z * variance.sqrt()
        };
        let end = |edge: f64| if estimate == edge { edge } else { turning_point(estimate, edge, is_beyond) };
        Ok(Interval { low: end(-1.0), high: end(1.0) })
    }
}
