//! Shares of several classes at once.

use super::{Interval, Level, StatsError, normal_quantile};

/// Goodman's simultaneous intervals: one for each class, which hold together at the level.
///
/// With B = χ²₁(1 - α/k), the square of the normal quantile: (B + 2x ± √(B [B + 4x(n-x)/n])) / (2(n+B)). Goodman 1965,
/// Technometrics 7:247-254, eq. 2.5-2.6.
///
/// # Errors
/// `NoAnswers` where all counts are 0.
///
/// ```
/// // statsmodels, multinomial_proportions_confint([3, 12, 45, 60], method="goodman")
/// use sst_core::stats::{Level, goodman};
/// let first = goodman(&[3, 12, 45, 60], Level::DEFAULT)?[0];
/// assert!((first.low - 0.006_573_961_923_628_971).abs() < 1e-12 && (first.high - 0.090_373_716_263_587_6).abs() < 1e-12);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn goodman(counts: &[u64], level: Level) -> Result<Vec<Interval>, StatsError> {
    let total: u64 = counts.iter().sum();
    if total == 0 {
        return Err(StatsError::NoAnswers);
    }
    let n = total as f64;
    // Two-sided: half of α/k in each tail of the normal law.
    let b = normal_quantile(level.each_tail() / counts.len() as f64)?.powi(2);
    let interval = |&count: &u64| {
        let x = count as f64;
        let root = (b * (b + 4.0 * x * (n - x) / n)).sqrt();
        let end = |sign: f64| ((b + 2.0 * x + sign * root) / (2.0 * (n + b))).clamp(0.0, 1.0);
        Interval { low: if count == 0 { 0.0 } else { end(-1.0) }, high: if count == total { 1.0 } else { end(1.0) } }
    };
    Ok(counts.iter().map(interval).collect())
}
