//! How many answers tell two shares apart.

use std::f64::consts::FRAC_PI_2;

use crate::stats::root::turning_point;
use crate::stats::tails_of_laws::normal_upper_tail;
use crate::stats::{StatsError, normal_quantile};

/// Two shares to be told apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoShares {
    /// p1, strictly between 0 and 1.
    pub first: f64,
    /// p2, strictly between 0 and 1, another one.
    pub second: f64,
    /// n2/n1, above 0.
    pub ratio: f64,
}

impl TwoShares {
    fn check(&self, probability: f64, other: f64) -> Result<(), StatsError> {
        let is_share = |share: f64| share > 0.0 && share < 1.0;
        let are_fine = [self.first, self.second, probability, other].into_iter().all(is_share);
        let is_ratio = self.ratio > 0.0 && self.ratio.is_finite();
        if are_fine && is_ratio { Ok(()) } else { Err(StatsError::OutOfRange) }
    }

    /// √n1 times the standard error of p1 - p2 where both are p̄ = (p1 + ratio p2)/(1 + ratio), and as they are.
    fn spreads(&self) -> (f64, f64) {
        let Self { first, second, ratio } = *self;
        let pooled = (first + second * ratio) / (1.0 + ratio);
        let of = |one: f64, two: f64| (one * (1.0 - one) + two * (1.0 - two) / ratio).sqrt();
        (of(pooled, pooled), of(first, second))
    }

    /// Answers on one side of two equal ones that n1 and ratio n1 are worth, over n1: 1/(1 + 1/ratio).
    fn worth(&self) -> f64 {
        1.0 / (1.0 + 1.0 / self.ratio)
    }
}

/// The power of the two-sided z test of p1 = p2 with n1 and ratio·n1 answers, between 0 and 1.
///
/// With σ0 of the pooled share and σ1 of both: P(Z > z_α/2 σ0/σ1 - (p1-p2) √n1/σ1), and the same of the other tail. Fleiss, Levin
/// & Paik (2003), *Statistical methods for rates and proportions*, chapter 4.
///
/// # Errors
/// `OutOfRange` where a share or α is not strictly between 0 and 1, or `n1` or the ratio is not above 0.
///
/// ```
/// use sst_core::stats::{TwoShares, two_shares_power};
/// // statsmodels 0.15, power_proportions_2indep(0.1, 0.5, 100): 0.2945.
/// let power = two_shares_power(TwoShares { first: 0.6, second: 0.5, ratio: 1.0 }, 100.0, 0.05)?;
/// assert_eq!(format!("{power:.4}"), "0.2945");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn two_shares_power(shares: TwoShares, n1: f64, alpha: f64) -> Result<f64, StatsError> {
    shares.check(alpha, alpha)?;
    let (null, alternative) = shares.spreads();
    let z = normal_quantile(alpha / 2.0)? * null / alternative;
    both_tails(z, (shares.first - shares.second) / alternative, n1)
}

/// The power of the two-sided test on the arcsine scale, between 0 and 1: P(Z > z_α/2 - h √n) and the same of the other tail,
/// n = 1/(1/n1 + 1/n2), h of [`cohen_h`]. Cohen (1988), *Statistical power analysis*, chapter 6.
///
/// # Errors
/// As [`two_shares_power`].
///
/// ```
/// use sst_core::stats::{TwoShares, two_shares_power_by_h};
/// // statsmodels 0.15, NormalIndPower with h: 0.2963.
/// let power = two_shares_power_by_h(TwoShares { first: 0.6, second: 0.5, ratio: 1.0 }, 100.0, 0.05)?;
/// assert_eq!(format!("{power:.4}"), "0.2963");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn two_shares_power_by_h(shares: TwoShares, n1: f64, alpha: f64) -> Result<f64, StatsError> {
    shares.check(alpha, alpha)?;
    let h = cohen_h(shares.first, shares.second).ok_or(StatsError::OutOfRange)?;
    both_tails(normal_quantile(alpha / 2.0)?, h * shares.worth().sqrt(), n1)
}

fn both_tails(z: f64, per_root: f64, n1: f64) -> Result<f64, StatsError> {
    if !(n1 > 0.0 && n1.is_finite()) {
        return Err(StatsError::OutOfRange);
    }
    let shift = per_root * n1.sqrt();
    Ok(normal_upper_tail(z - shift) + normal_upper_tail(z + shift))
}

/// n1 with which the two-sided z test has the power, not rounded; the far tail, which adds next to nothing, is left out.
///
/// n1 = (z_α/2 σ0 + z_β σ1)²/(p1-p2)², and ratio·n1 on the other side. Fleiss, Levin & Paik (2003), chapter 4, without correction.
///
/// # Errors
/// `OutOfRange` where a share, α or the power is not strictly between 0 and 1, or both shares are one.
///
/// ```
/// use sst_core::stats::{TwoShares, two_shares_sample_size};
/// // 60% against 50%, 80% power at 5%: 388 on each side (statsmodels 0.15: 387.34).
/// let n = two_shares_sample_size(TwoShares { first: 0.6, second: 0.5, ratio: 1.0 }, 0.05, 0.8)?;
/// assert_eq!(n.ceil(), 388.0);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn two_shares_sample_size(shares: TwoShares, alpha: f64, power: f64) -> Result<f64, StatsError> {
    shares.check(alpha, power)?;
    if shares.first == shares.second {
        return Err(StatsError::OutOfRange);
    }
    let (null, alternative) = shares.spreads();
    let steps = normal_quantile(alpha / 2.0)? * null + normal_quantile(1.0 - power)? * alternative;
    Ok((steps.max(0.0) / (shares.first - shares.second)).powi(2))
}

/// n1 with which [`two_shares_power_by_h`] is `power`, not rounded; 0 where α alone gives it.
///
/// # Errors
/// As [`two_shares_sample_size`].
///
/// ```
/// use sst_core::stats::{TwoShares, two_shares_sample_size_by_h};
/// // statsmodels 0.15, NormalIndPower with h: 387.17.
/// let n = two_shares_sample_size_by_h(TwoShares { first: 0.6, second: 0.5, ratio: 1.0 }, 0.05, 0.8)?;
/// assert_eq!(format!("{n:.2}"), "387.17");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn two_shares_sample_size_by_h(shares: TwoShares, alpha: f64, power: f64) -> Result<f64, StatsError> {
    shares.check(alpha, power)?;
    let h = cohen_h(shares.first, shares.second).ok_or(StatsError::OutOfRange)?;
    if h == 0.0 {
        return Err(StatsError::OutOfRange);
    }
    if power <= alpha {
        return Ok(0.0);
    }
    let (z, per_root) = (normal_quantile(alpha / 2.0)?, h.abs() * shares.worth().sqrt());
    // Without the far tail it takes a little more.
    let most = ((z + normal_quantile(1.0 - power)?) / per_root).powi(2);
    let reaches = |n1: f64| both_tails(z, per_root, n1).is_ok_and(|reached| reached >= power);
    Ok(turning_point(0.0, most * (1.0 + 1e-9), reaches))
}

/// Cohen's h = 2 asin √p1 - 2 asin √p2, -π to π; none unless both are from 0 to 1.
///
/// ```
/// // Cohen 1988, table 6.2.2: φ is 1.369 at .40 and 1.047 at .25.
/// let h = sst_core::stats::cohen_h(0.40, 0.25).unwrap();
/// assert_eq!(format!("{h:.3}"), "0.322");
/// ```
pub fn cohen_h(first: f64, second: f64) -> Option<f64> {
    // π/2 - acos is asin; near 1 asin of the rest is the one with digits.
    let angle = |p: f64| if p <= 0.5 { p.sqrt().asin() } else { FRAC_PI_2 - (1.0 - p).sqrt().asin() };
    let are_shares = [first, second].into_iter().all(|share| (0.0..=1.0).contains(&share));
    are_shares.then(|| 2.0 * angle(first) - 2.0 * angle(second))
}

/// n on each side to show that p1 is not below p2 by `margin` or more, one-sided at α, not rounded.
///
/// n = (z_α + z_β)² (p1 (1-p1) + p2 (1-p2))/(p1 - p2 + margin)². Blackwelder (1982), *Controlled Clinical Trials* 3, 345-353.
///
/// # Errors
/// `OutOfRange` where a share, α or the power is not strictly between 0 and 1, or p1 - p2 + margin is not above 0.
///
/// ```
/// // 80% on both sides, a margin of 10 points, α 2.5%, power 80%: 252 on each side.
/// let n = sst_core::stats::non_inferiority_sample_size(0.8, 0.8, 0.1, 0.025, 0.8)?;
/// assert_eq!(n.ceil(), 252.0);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn non_inferiority_sample_size(
    first: f64,
    second: f64,
    margin: f64,
    alpha: f64,
    power: f64,
) -> Result<f64, StatsError> {
    TwoShares { first, second, ratio: 1.0 }.check(alpha, power)?;
    let room = first - second + margin;
    if !(room > 0.0 && margin > 0.0 && margin.is_finite()) {
        return Err(StatsError::OutOfRange);
    }
    let steps = normal_quantile(alpha)? + normal_quantile(1.0 - power)?;
    let n = (steps.max(0.0) / room).powi(2) * (first * (1.0 - first) + second * (1.0 - second));
    if n.is_finite() { Ok(n) } else { Err(StatsError::OutOfRange) }
}
