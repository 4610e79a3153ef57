//! Rubin's rules: one estimate from several completed data sets.

use crate::stats::{Interval, Level, StatsError, normal_quantile, student_t_quantile};

/// What m completed data sets come to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PooledImputations {
    /// q̄, the mean estimate.
    pub estimate: f64,
    /// ū, the mean variance within.
    pub within: f64,
    /// b, the variance of the estimates between.
    pub between: f64,
    /// t = ū + (1 + 1/m) b.
    pub total: f64,
    /// λ = (1 + 1/m) b/t, the share of the variance that is due to what is missing.
    pub due_to_missing: f64,
    /// r = (1 + 1/m) b/ū, by how much it grew.
    pub relative_increase: f64,
    /// The degrees of freedom; none where they are infinite.
    pub df: Option<f64>,
    /// The fraction of missing information, (r + 2/(df+3))/(1 + r).
    pub missing_information: f64,
    /// q̄ ± t(df) √t.
    pub interval: Interval,
}

/// Pools (estimate, variance) pairs of m completed data sets.
///
/// df = (m-1)/λ²; with the degrees of freedom ν that the complete data would have, Barnard & Rubin's 1/(1/df + 1/df_obs), df_obs =
/// (ν+1)/(ν+3) ν (1-λ). Rubin (1987), *Multiple imputation for nonresponse in surveys*, section 3.3; Barnard & Rubin (1999),
/// *Biometrika* 86, 948-955.
///
/// # Errors
/// `OneValue` of fewer than two data sets; `OutOfRange` where a variance is not above 0, a number is not finite or ν is not
/// above 0.
///
/// ```
/// use sst_core::stats::{Level, pool_imputations};
/// // mice on R 4.2.2, pool.scalar with n = 100: 0.704, 0.597 to 0.811, df 38.06.
/// let imputations = [(0.71, 0.0021), (0.68, 0.0023), (0.74, 0.002), (0.70, 0.0022), (0.69, 0.0022)];
/// let pooled = pool_imputations(&imputations, Some(99.0), Level::DEFAULT)?;
/// assert_eq!(format!("{:.3} {:.3}", pooled.interval.low, pooled.interval.high), "0.597 0.811");
/// assert_eq!(format!("{:.2}", pooled.df.unwrap()), "38.06");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn pool_imputations(
    imputations: &[(f64, f64)],
    complete_df: Option<f64>,
    level: Level,
) -> Result<PooledImputations, StatsError> {
    let is_fine =
        |&(estimate, variance): &(f64, f64)| f64::is_finite(estimate) && variance > 0.0 && variance.is_finite();
    if !imputations.iter().all(is_fine) || complete_df.is_some_and(|df| !(df > 0.0 && df.is_finite())) {
        return Err(StatsError::OutOfRange);
    }
    if imputations.len() < 2 {
        return Err(StatsError::OneValue);
    }
    let m = imputations.len() as f64;
    let estimate = imputations.iter().map(|(estimate, _)| estimate).sum::<f64>() / m;
    let within = imputations.iter().map(|(_, variance)| variance).sum::<f64>() / m;
    let between = imputations.iter().map(|(one, _)| (one - estimate).powi(2)).sum::<f64>() / (m - 1.0);
    let extra = (1.0 + 1.0 / m) * between;
    let total = within + extra;
    if !total.is_finite() {
        return Err(StatsError::OutOfRange);
    }
    let (lambda, r) = (extra / total, extra / within);
    // 1/df of Rubin's, 0 where nothing varies between.
    let one_over =
        lambda * lambda / (m - 1.0) + complete_df.map_or(0.0, |df| (df + 3.0) / ((df + 1.0) * df * (1.0 - lambda)));
    let df = (one_over > 0.0).then(|| 1.0 / one_over);
    let quantile = match df {
        Some(df) => student_t_quantile(df, level.each_tail())?,
        None => normal_quantile(level.each_tail())?,
    };
    let half = quantile * total.sqrt();
    Ok(PooledImputations {
        estimate,
        within,
        between,
        total,
        due_to_missing: lambda,
        relative_increase: r,
        df,
        missing_information: (r + df.map_or(0.0, |df| 2.0 / (df + 3.0))) / (1.0 + r),
        interval: Interval { low: estimate - half, high: estimate + half },
    })
}
