//! The noncentral t law: its distribution function and the noncentrality that fits a value.
//!
//! T = (Z + δ)/S with Z standard normal and S² = χ²(df)/df, so P(T <= t) = ∫ Φ(t eᵘ - δ) f(u) du over u = ln S, where
//! f(u) ∝ exp(df u - df e²ᵘ/2). Owen, D. B. (1968), *A survey of properties and applications of the noncentral
//! t-distribution*, Technometrics 10, 445-478. The integrand is entire and falls off at least exponentially on both sides,
//! so the trapezoid rule on the whole line settles faster than any power of its step: Trefethen & Weideman (2014), *The
//! exponentially convergent trapezoidal rule*, SIAM Review 56, 385-458, section 5. All terms are positive: nothing cancels,
//! at any δ, where the Poisson series of AS 243 underflows beyond δ = 37.

use libm::erfc;

use super::{StatsError, normal_quantile};

/// Beyond, a sum would take longer than a statistic may: δ of many thousands with few degrees of freedom.
const MAX_POINTS: f64 = 2e5;

/// P(T <= t), T of the noncentral t law with `df` degrees of freedom, df > 0, and noncentrality δ = `delta`; within 1e-13.
///
/// # Errors
/// `OutOfRange` when df is not above 0 or a number is not finite, `NotConverged` when δ is too large for so few df.
///
/// ```
/// // scipy 1.17.1: nct.cdf(2.5, 10, 1.0)
/// let p = sst_core::stats::noncentral_t_cdf(2.5, 10.0, 1.0)?;
/// assert!((p - 0.896_545_604_397_644).abs() < 1e-13);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn noncentral_t_cdf(t: f64, df: f64, delta: f64) -> Result<f64, StatsError> {
    Ok(Law::new(t, df)?.at(delta)?.0)
}

/// The δ with P(T <= t) = `p`, 0 < p < 1: at p = 0.975 and 0.025 the ends of the 95% interval for δ when t was seen.
///
/// P falls as δ rises; Newton's method, kept inside a bracket. Steiger & Fouladi (1997), *Noncentrality interval estimation*,
/// in Harlow, Mulaik & Steiger, *What if there were no significance tests?*, pp. 221-257.
///
/// # Errors
/// As [`noncentral_t_cdf`]; `OutOfRange` when p is not strictly between 0 and 1.
pub fn noncentrality(t: f64, df: f64, p: f64) -> Result<f64, StatsError> {
    let law = Law::new(t, df)?;
    // T is near N(δ, 1 + δ²/(2 df)).
    let spread = (1.0 + t * t / (2.0 * df)).sqrt();
    let mut delta = t + normal_quantile(p)? * spread;
    let (mut low, mut high) = (delta - spread, delta + spread);
    let mut reach = spread;
    while law.at(low)?.0 < p {
        reach *= 2.0;
        low -= reach;
    }
    while law.at(high)?.0 > p {
        reach *= 2.0;
        high += reach;
    }
    for _ in 0..200 {
        let (value, falls_by) = law.at(delta)?;
        if value > p {
            low = delta;
        } else {
            high = delta;
        }
        let newton = delta + (value - p) / falls_by;
        let next = if newton > low && newton < high { newton } else { f64::midpoint(low, high) };
        let step = (next - delta).abs() / next.abs().max(1.0);
        // Newton's error is of the order of its last step squared.
        let is_there = if next == newton { step <= 1e-9 } else { step <= 4.0 * f64::EPSILON };
        if is_there {
            return Ok(next);
        }
        delta = next;
    }
    // The last steps only move within rounding.
    if high - low <= 1e-10 * high.abs().max(1.0) { Ok(delta) } else { Err(StatsError::NotConverged) }
}

struct Law {
    t: f64,
    df: f64,
    /// Where f is more than e^-44.
    lowest: f64,
    highest: f64,
}

impl Law {
    fn new(t: f64, df: f64) -> Result<Self, StatsError> {
        if !(df > 0.0 && df.is_finite() && t.is_finite()) {
            return Err(StatsError::OutOfRange);
        }
        Ok(Self { t, df, lowest: lowest(df), highest: highest(df) })
    }

    /// P(T <= t) at noncentrality δ, and by how much it falls as δ rises: ∫ φ(t eᵘ - δ) f(u) du.
    fn at(&self, delta: f64) -> Result<(f64, f64), StatsError> {
        /// Standard deviations of a normal variable beyond which nothing of 1e-17 is left.
        const REACH: f64 = 9.0;
        let &Self { t, df, lowest, highest } = self;
        if !delta.is_finite() {
            return Err(StatsError::OutOfRange);
        }
        let sigma = 1.0 / (2.0 * df).sqrt();
        // f is near N(0, σ²), Φ(t eᵘ - δ) rises within about 1/(|δ| + reach): the step is fine for both.
        let step = (sigma / 3.0).min(0.1).min(0.5 / (delta.abs() + REACH));
        let (first, last) = ((lowest / step).floor(), (highest / step).ceil());
        if last - first > MAX_POINTS {
            return Err(StatsError::NotConverged);
        }
        let (mut weights, mut below, mut falls) = (0.0, 0.0, 0.0);
        for k in first as i64..=last as i64 {
            let u = k as f64 * step;
            let weight = (-df / 2.0 * excess(u)).exp();
            let z = t * u.exp() - delta;
            weights += weight;
            below += weight * erfc(-z / std::f64::consts::SQRT_2) / 2.0;
            falls += weight * (-z * z / 2.0).exp();
        }
        Ok((below / weights, falls / std::f64::consts::TAU.sqrt() / weights))
    }
}

/// e²ᵘ - 1 - 2u, at least 0, without cancellation near 0: f(u) ∝ exp(-df/2 of it), 1 at its mode.
fn excess(u: f64) -> f64 {
    let x = 2.0 * u;
    if x.abs() < 0.01 {
        return x * x * (0.5 + x * (1.0 / 6.0 + x * (1.0 / 24.0 + x * (1.0 / 120.0 + x * (1.0 / 720.0)))));
    }
    x.exp_m1() - x
}

/// ln of the smallest weight that counts, negated.
const NEGLIGIBLE: f64 = 44.0;

/// u < 0 from which on f is more than e^-44.
fn lowest(df: f64) -> f64 {
    // excess(u) >= -1 - 2u.
    edge(df, -(NEGLIGIBLE / df + 0.5))
}

/// u > 0 up to which f is more than e^-44.
fn highest(df: f64) -> f64 {
    // excess(u) >= 2u².
    edge(df, (NEGLIGIBLE / df).sqrt())
}

/// Between the mode and `far`, where f is e^-44 or less, a point where it is about e^-44.
fn edge(df: f64, far: f64) -> f64 {
    let (mut near, mut far) = (0.0, far);
    for _ in 0..40 {
        let middle = f64::midpoint(near, far);
        if df / 2.0 * excess(middle) < NEGLIGIBLE {
            near = middle;
        } else {
            far = middle;
        }
    }
    far
}
