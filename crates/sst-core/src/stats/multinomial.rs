//! Intervals for the shares of several exclusive classes at once.

use super::proportion::wilson_at;
use super::{Interval, Level, StatsError, normal_quantile};

/// Goodman's simultaneous intervals, one a class: at least the level's share of such sets hold all k true shares.
///
/// With B the quantile of χ²(1) at 1 - α/k, α = 1 - level: \[B + 2x ± √(B (B + 4x(n-x)/n))\]/(2(n + B)): Wilson's interval with
/// the error shared out (B = z², z with α/(2k) above it). Goodman (1965), *Technometrics* 7, 247-254, eq. 2.5-2.6.
/// An end is exactly 0 at no and exactly 1 at all counts.
///
/// # Errors
/// `NoAnswers` when all counts are 0 or there is no class.
///
/// ```
/// use sst_core::stats::{Level, goodman};
/// // statsmodels 0.15: multinomial_proportions_confint([3, 12, 45, 60], method="goodman").
/// let first = goodman(&[3, 12, 45, 60], Level::DEFAULT)?[0];
/// assert_eq!((format!("{:.6}", first.low), format!("{:.6}", first.high)), ("0.006574".into(), "0.090374".into()));
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn goodman(counts: &[u64], level: Level) -> Result<Vec<Interval>, StatsError> {
    let n: u64 = counts.iter().sum();
    if n == 0 {
        return Err(StatsError::NoAnswers);
    }
    let z = normal_quantile(level.each_tail() / counts.len() as f64)?;
    let total = n as f64;
    Ok(counts.iter().map(|&x| wilson_at(x as f64 / total, (n - x) as f64 / total, total, z)).collect())
}
