//! Quantiles of the normal and of Student's t law.

use statrs::distribution::{Continuous, ContinuousCDF, Normal};

/// statrs' own error function is good to 1e-11 only; libm's is good to the last digit.
use libm::erfc;

use super::StatsError;
use super::incomplete_beta::beta_quantile_upper;

/// z with P(Z > z) = `upper`, Z standard normal; 0 < upper < 1.
///
/// statrs' inverse (1e-11), then one Newton step on an exact complementary error function: 1e-15 relative.
///
/// # Errors
/// `OutOfRange` when `upper` is not strictly between 0 and 1.
pub fn normal_quantile(upper: f64) -> Result<f64, StatsError> {
    if !(upper > 0.0 && upper < 1.0) {
        return Err(StatsError::OutOfRange);
    }
    let law = Normal::standard();
    let z = -law.inverse_cdf(upper);
    Ok(z + (erfc(z / std::f64::consts::SQRT_2) / 2.0 - upper) / law.pdf(z))
}

/// t with P(T > t) = `upper`, T of Student's law with `df` degrees of freedom; 0 < upper <= 1/2, df > 0.
///
/// With y the quantile of Beta(1/2, df/2) that leaves 2·upper above it, t = sqrt(df y / (1-y)): accurate at any df,
/// where statrs' own inverse is not.
///
/// # Errors
/// `OutOfRange` outside these ranges.
///
/// ```
/// // Tables print 2.262 for 9 degrees of freedom; the digits are mpmath's, at 40 places (R's qt differs from the 11th on).
/// let t = sst_core::stats::student_t_quantile(9.0, 0.025)?;
/// assert!((t - 2.262_157_162_798_205).abs() < 1e-13);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn student_t_quantile(df: f64, upper: f64) -> Result<f64, StatsError> {
    if !(df > 0.0 && df.is_finite() && upper > 0.0 && upper <= 0.5) {
        return Err(StatsError::OutOfRange);
    }
    let y = beta_quantile_upper(0.5, df / 2.0, 2.0 * upper)?;
    Ok((df * y / (1.0 - y)).sqrt())
}
