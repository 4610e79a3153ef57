//! Tails of the normal, chi-squared and Student's t law, the small ones with all their digits.

use libm::erfc;

use super::StatsError;
use super::incomplete_beta::{both_tails, deviance, stirling_error};

/// P(Z > z), Z standard normal.
pub(super) fn normal_upper_tail(z: f64) -> f64 {
    erfc(z / std::f64::consts::SQRT_2) / 2.0
}

/// P(|Z| >= |z|), Z standard normal.
pub(super) fn normal_two_sided(z: f64) -> f64 {
    erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// P(|T| >= |t|), T of Student's law: I_x(df/2, 1/2), x = df/(df + t²).
pub(super) fn student_t_two_sided(t: f64, df: f64) -> Result<f64, StatsError> {
    // 1 - x, the small of the two for small t.
    let y = t * t / (df + t * t);
    Ok(if y < 0.5 { both_tails(0.5, df / 2.0, y)?.1 } else { both_tails(df / 2.0, 0.5, df / (df + t * t))?.0 })
}

/// P(X > x), X of the chi-squared law with `df` degrees of freedom, df a whole number of at least 1; 1 for x <= 0.
///
/// With h = x/2: Σ e^-h hʲ/Γ(j+1) over j = df/2 - 1, df/2 - 2, ... >= 0 for even df; for odd df down to 1/2, and erfc(√h) added.
/// All terms are positive; the first comes from Loader's saddle point, the others from it. Abramowitz & Stegun 26.4.4-5.
///
/// # Errors
/// `OutOfRange` when df is 0 or x is not a number.
///
/// ```
/// // Tables: 5% lie above 3.841 with one, above 11.070 with five degrees of freedom.
/// let tail = |x, df| sst_core::stats::chi_squared_upper_tail(x, df);
/// assert!((tail(3.841_458_820_694_124, 1)? - 0.05).abs() < 1e-14);
/// assert!((tail(11.070_497_693_516_351, 5)? - 0.05).abs() < 1e-14);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn chi_squared_upper_tail(x: f64, df: u64) -> Result<f64, StatsError> {
    if df == 0 || x.is_nan() {
        return Err(StatsError::OutOfRange);
    }
    if x <= 0.0 {
        return Ok(1.0);
    }
    let h = x / 2.0;
    let is_odd = df % 2 == 1;
    let mut sum = if is_odd { erfc(h.sqrt()) } else { 0.0 };
    let mut j = df as f64 / 2.0 - 1.0;
    if j < 0.0 || h == f64::INFINITY {
        return Ok(sum);
    }
    let mut term = poisson(j, h);
    if term == 0.0 && h < j {
        // So far out on the left that nothing of the upper tail is missing.
        return Ok(1.0);
    }
    loop {
        sum += term;
        // Below h the terms shrink on the way down: the rest is less than term · h.
        if j < 1.0 || (j < h && term * h < sum * 1e-18) {
            return Ok(sum.min(1.0));
        }
        term *= j / h;
        j -= 1.0;
    }
}

/// e^-h hʲ/Γ(j+1), j >= 0 not necessarily whole.
fn poisson(j: f64, h: f64) -> f64 {
    if j == 0.0 {
        return (-h).exp();
    }
    (-stirling_error(j) - deviance(j, h)).exp() / (std::f64::consts::TAU * j).sqrt()
}
