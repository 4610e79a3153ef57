//! The interval of a mean when clients have several values.

use super::{Interval, Level, StatsError, student_t_quantile};

/// What the interval needs of the clients, as integers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClusteredValues {
    /// k, clients with a value.
    pub clients: u64,
    /// n = Σ n_c, values.
    pub values: u64,
    /// Σ D_c, D_c the sum of the values of client c.
    pub sum: i128,
    /// Σ n_c².
    pub sum_n2: u128,
    /// Σ n_c D_c.
    pub sum_nd: i128,
    /// Σ D_c².
    pub sum_d2: u128,
}

/// mean ± t(k-1) √v, v = k/(k-1) · Σ (D_c - mean n_c)² / n², in the unit of the values.
///
/// With one value a client it is the ordinary t interval. Liang & Zeger (1986), *Biometrika* 73, 13-22, with k/(k-1) and
/// t(k-1) as survey packages have them.
///
/// # Errors
/// `NoAnswers`; `OneClient` when k = 1: one client says nothing about others.
///
/// ```
/// use sst_core::stats::{ClusteredValues, Level, clustered_mean_interval};
/// // statsmodels 0.15, OLS on a constant with cov_type="cluster", use_t: clients 1 1 2 3 3 3, values 1 3 4 0 2 1.
/// let sums = ClusteredValues { clients: 3, values: 6, sum: 11, sum_n2: 14, sum_nd: 21, sum_d2: 41 };
/// let interval = clustered_mean_interval(sums, Level::DEFAULT)?;
/// assert_eq!((format!("{:.9}", interval.low), format!("{:.9}", interval.high)), ("-1.086922903".into(), "4.753589570".into()));
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn clustered_mean_interval(sums: ClusteredValues, level: Level) -> Result<Interval, StatsError> {
    if sums.values == 0 {
        return Err(StatsError::NoAnswers);
    }
    if sums.clients <= 1 {
        return Err(StatsError::OneClient);
    }
    let (k, n) = (sums.clients as f64, sums.values as f64);
    let mean = sums.sum as f64 / n;
    // Σ (D_c - mean n_c)² = Σ D² - 2 mean Σ n D + mean² Σ n².
    let spread = sums.sum_d2 as f64 - 2.0 * mean * sums.sum_nd as f64 + mean * mean * sums.sum_n2 as f64;
    let variance = k / (k - 1.0) * spread.max(0.0) / (n * n);
    let half = student_t_quantile(k - 1.0, level.each_tail())? * variance.sqrt();
    Ok(Interval { low: mean - half, high: mean + half })
}
