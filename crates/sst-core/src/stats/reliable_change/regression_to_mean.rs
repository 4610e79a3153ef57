//! How far a group moves back towards its population's mean without any change.

use libm::erfc;

use super::ScaleDirection;

/// (1 - r)(m1 - μ): by how much the mean of a group chosen by its score before is expected to come back towards μ, in points;
/// its expected mean after is m1 minus this. None unless 0 <= r <= 1.
///
/// r is the correlation of two measurements without change between them (the retest reliability), μ the mean of the
/// population the group was chosen from. Davis (1976), *American Journal of Epidemiology* 104, 493-498.
///
/// ```
/// // Chosen at 18 on average from a population with mean 10: at r = 0.84 they come back by 1.28 points untreated.
/// assert!((sst_core::stats::regression_to_mean(18.0, 10.0, 0.84).unwrap() - 1.28).abs() < 1e-12);
/// ```
pub fn regression_to_mean(mean_pre: f64, population_mean: f64, reliability: f64) -> Option<f64> {
    let points = (1.0 - reliability) * (mean_pre - population_mean);
    ((0.0..=1.0).contains(&reliability) && points.is_finite()).then_some(points)
}

/// The mean of those of a normal population who score at or beyond a cut-off on its worse side, in points: what to put as m1
/// above where only the cut-off is known. None unless sd > 0, or where next to nobody lies beyond it.
///
/// μ ± sd φ(z)/(1 - Φ(z)), z = ± (cut - μ)/sd, + where lower is better. Davis (1976), as above.
///
/// ```
/// use sst_core::stats::{ScaleDirection, mean_beyond_cutoff};
/// // Half of the standard normal law lies above 0, on average at √(2/π).
/// let mean = mean_beyond_cutoff(ScaleDirection::LowerIsBetter, 0.0, 1.0, 0.0).unwrap();
/// assert!((mean - std::f64::consts::FRAC_2_PI.sqrt()).abs() < 1e-15);
/// ```
pub fn mean_beyond_cutoff(direction: ScaleDirection, population_mean: f64, sd: f64, cut: f64) -> Option<f64> {
    if !(sd > 0.0 && sd.is_finite()) {
        return None;
    }
    let worse = -direction.sign();
    let z = worse * (cut - population_mean) / sd;
    let density = (-z * z / 2.0).exp() / std::f64::consts::TAU.sqrt();
    let beyond = erfc(z / std::f64::consts::SQRT_2) / 2.0;
    let mean = population_mean + worse * sd * density / beyond;
    (beyond > 0.0 && mean.is_finite()).then_some(mean)
}
