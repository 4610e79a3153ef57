//! How many pairs of scores show a mean change.

use crate::stats::root::turning_point;
use crate::stats::{StatsError, noncentral_t_cdf, student_t_quantile};

/// More pairs than that are not looked for.
const MOST: f64 = 1e7;

/// The power of the two-sided paired t test with n pairs where the true standardised change is d_z, between 0 and 1.
///
/// P(|T| > t_{1-α/2}(n-1)), T of the noncentral t law with n - 1 degrees of freedom and noncentrality d_z √n. n may be a fraction,
/// as in [`paired_t_sample_size`]. Cohen (1988), *Statistical power analysis*, chapter 2.
///
/// # Errors
/// `OutOfRange` where n is not above 1, α not strictly between 0 and 1 or d_z not finite; as [`noncentral_t_cdf`].
///
/// ```
/// // 34 pairs find a change of half a standard deviation with a power of 80% (Cohen's table, and G*Power).
/// assert!(sst_core::stats::paired_t_power(0.5, 34.0, 0.05)? > 0.8);
/// assert!(sst_core::stats::paired_t_power(0.5, 33.0, 0.05)? < 0.8);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn paired_t_power(d_z: f64, pairs: f64, alpha: f64) -> Result<f64, StatsError> {
    if !(pairs > 1.0 && pairs.is_finite() && alpha > 0.0 && alpha < 1.0 && d_z.is_finite()) {
        return Err(StatsError::OutOfRange);
    }
    let (df, delta) = (pairs - 1.0, d_z.abs() * pairs.sqrt());
    let t = student_t_quantile(df, alpha / 2.0)?;
    // P(T > t) of δ is P(T < -t) of -δ.
    Ok(noncentral_t_cdf(-t, df, -delta)? + noncentral_t_cdf(-t, df, delta)?)
}

/// n, not rounded, with which [`paired_t_power`] is `power`; at least 2.
///
/// # Errors
/// `OutOfRange` where α or the power is not strictly between 0 and 1, d_z is 0 or more than 10 million pairs would be needed.
///
/// ```
/// // Half a standard deviation, α 5%, power 80%: 33.4, so 34 pairs.
/// let n = sst_core::stats::paired_t_sample_size(0.5, 0.05, 0.8)?;
/// assert_eq!(format!("{n:.1}"), "33.4");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn paired_t_sample_size(d_z: f64, alpha: f64, power: f64) -> Result<f64, StatsError> {
    if !(power > 0.0 && power < 1.0) || d_z == 0.0 {
        return Err(StatsError::OutOfRange);
    }
    if paired_t_power(d_z, 2.0, alpha)? >= power {
        return Ok(2.0);
    }
    let mut high = 4.0;
    while paired_t_power(d_z, high, alpha)? < power {
        high *= 2.0;
        if high > MOST {
            return Err(StatsError::OutOfRange);
        }
    }
    Ok(turning_point(high / 2.0, high, |n| paired_t_power(d_z, n, alpha).is_ok_and(|reached| reached >= power)))
}
