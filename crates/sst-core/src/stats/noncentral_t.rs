//! The noncentral t law, and the interval for a noncentrality.

use super::StatsError;
use super::incomplete_beta::regularised_incomplete_beta;
use libm::{erfc, lgamma};

/// P(T <= t), T of the noncentral t law with `df` degrees of freedom and noncentrality `ncp`; |ncp| <= 37.
///
/// AS 243 (Lenth 1989, Appl Stat 38:185-189): for t >= 0,
/// P = Φ(-δ) + ½ Σ_j [ p_j I_x(j+½, ν/2) + q_j I_x(j+1, ν/2) ], x = t²/(t²+ν),
/// p_j = e^(-δ²/2) (δ²/2)^j / j!, q_j = δ e^(-δ²/2) (δ²/2)^j / (√2 Γ(j+3/2)). For t < 0, 1 - P(-t; ν, -δ).
///
/// # Errors
/// `OutOfRange` outside these ranges, `NotConverged` when the series does not settle.
///
/// ```
/// // scipy.stats.nct.cdf(2.5, 10, 1.0)
/// let p = sst_core::stats::noncentral_t_cdf(2.5, 10.0, 1.0)?;
/// assert!((p - 0.896_545_604_397_644).abs() < 1e-12);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn noncentral_t_cdf(t: f64, df: f64, ncp: f64) -> Result<f64, StatsError> {
    /// Beyond, e^(-δ²/2) is no longer a number of full precision.
    const LARGEST_NCP: f64 = 37.0;
    if !(df > 0.0 && df.is_finite() && t.is_finite() && ncp.abs() <= LARGEST_NCP) {
        return Err(StatsError::OutOfRange);
    }
    if t < 0.0 {
        return Ok(1.0 - noncentral_t_cdf(-t, df, -ncp)?);
    }
    let below_zero = erfc(ncp / std::f64::consts::SQRT_2) / 2.0;
    if t == 0.0 {
        return Ok(below_zero);
    }
    let x = t * t / (t * t + df);
    let half_square = ncp * ncp / 2.0;
    let mut sum = 0.0;
    // Both weights in logarithms: the first terms of a large noncentrality are too small for themselves.
    let log_weight = |j: f64, gamma_at: f64| -half_square + j * half_square.ln() - lgamma(gamma_at);
    for j in 0..2000 {
        let j = f64::from(j);
        let (p, q) = if ncp == 0.0 {
            (if j == 0.0 { 1.0 } else { 0.0 }, 0.0)
        } else {
            let q = ncp / std::f64::consts::SQRT_2 * log_weight(j, j + 1.5).exp();
            (log_weight(j, j + 1.0).exp(), q)
        };
        let term = p * regularised_incomplete_beta(j + 0.5, df / 2.0, x)?
            + q * regularised_incomplete_beta(j + 1.0, df / 2.0, x)?;
        sum += term / 2.0;
        // The weights grow up to j = δ²/2 and then fall faster than any power.
        if j > half_square && p.abs() + q.abs() < 1e-17 {
            return Ok((below_zero + sum).clamp(0.0, 1.0));
        }
    }
    Err(StatsError::NotConverged)
}

/// The noncentrality δ with P(T <= t) = `probability`, by bisection in a bracket that grows.
///
/// # Errors
/// As [`noncentral_t_cdf`]; `OutOfRange` where no noncentrality within ±37 fits.
pub fn noncentrality(t: f64, df: f64, probability: f64) -> Result<f64, StatsError> {
    let excess = |ncp: f64| noncentral_t_cdf(t, df, ncp).map(|p| p - probability);
    // P falls as δ rises.
    let (mut low, mut high) = ((t - 5.0).clamp(-37.0, 37.0), (t + 5.0).clamp(-37.0, 37.0));
    while excess(low)? < 0.0 {
        if low <= -37.0 {
            return Err(StatsError::OutOfRange);
        }
        low = (low - 8.0).max(-37.0);
    }
    while excess(high)? > 0.0 {
        if high >= 37.0 {
            return Err(StatsError::OutOfRange);
        }
        high = (high + 8.0).min(37.0);
    }
    for _ in 0..200 {
        let middle = low.midpoint(high);
        if middle <= low || middle >= high {
            break;
        }
        if excess(middle)? > 0.0 { low = middle } else { high = middle }
    }
    Ok(low.midpoint(high))
}
