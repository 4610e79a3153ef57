//! Quantiles of the normal and of Student's t law.

use statrs::distribution::{Continuous, ContinuousCDF, Normal};

/// statrs' own error function is good to 1e-11 only; libm's is good to the last digit.
use libm::erfc;

use super::StatsError;
use super::incomplete_beta::beta_quantile_upper_from;

/// z with P(Z > z) = `upper`, Z standard normal; 0 < upper < 1.
///
/// statrs' inverse (1e-11), then one Newton step on an exact complementary error function: 1e-15 relative.
///
/// # Errors
/// `OutOfRange` when `upper` is not strictly between 0 and 1.
///
/// ```
/// // Every table: 1.959964 leaves 2.5% above it.
/// assert_eq!(format!("{:.6}", sst_core::stats::normal_quantile(0.025)?), "1.959964");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
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
    let near = near_student_t(normal_quantile(upper)?, df);
    let y = beta_quantile_upper_from(near * near / (df + near * near), 0.5, df / 2.0, 2.0 * upper)?;
    Ok((df * y / (1.0 - y)).sqrt())
}

/// A start near the answer: the expansion about the normal quantile z in powers of 1/df, Abramowitz & Stegun 26.7.5.
fn near_student_t(z: f64, df: f64) -> f64 {
    let w = z * z;
    let terms = [
        (w + 1.0) / 4.0,
        ((5.0 * w + 16.0) * w + 3.0) / 96.0,
        (((3.0 * w + 19.0) * w + 17.0) * w - 15.0) / 384.0,
        ((((79.0 * w + 776.0) * w + 1482.0) * w - 1920.0) * w - 945.0) / 92_160.0,
    ];
    z * terms.iter().rev().fold(0.0, |sum, term| (sum + term) / df) + z
}
