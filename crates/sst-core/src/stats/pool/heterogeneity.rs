//! Do the studies differ by more than chance?

use super::StudyEffect;
use crate::stats::{ChiSquaredTest, StatsError};

/// How far studies differ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Heterogeneity {
    /// Cochran's Q with k - 1 degrees of freedom.
    pub q: ChiSquaredTest,
    /// I², in percent, 0 to below 100: the share of the studies' variance that is more than chance within them.
    pub i2: f64,
}

/// I² = 100 τ²/(τ² + s²) with the typical variance s² = (k-1) Σw/((Σw)² - Σw²), w = 1/v; at least two studies.
///
/// Higgins & Thompson (2002), *Statistics in Medicine* 21, 1539-1558, eq. 9, with the τ² of the model as metafor has it.
pub(super) fn i_squared(effects: &[StudyEffect], tau2: f64) -> f64 {
    let weights = || effects.iter().map(|effect| 1.0 / effect.variance);
    let (sum, squares): (f64, f64) = (weights().sum(), weights().map(|weight| weight * weight).sum());
    let typical = (effects.len() as f64 - 1.0) * sum / (sum * sum - squares);
    100.0 * tau2 / (tau2 + typical)
}

/// Q = Σ (y_i - ȳ)²/v_i, ȳ the mean weighted by 1/v. Cochran (1954), *Biometrics* 10, 101-129.
pub(super) fn cochran_q(effects: &[StudyEffect]) -> Result<ChiSquaredTest, StatsError> {
    let (mean, _) = weighted_mean(effects, 0.0);
    let q = effects.iter().map(|effect| (effect.estimate - mean).powi(2) / effect.variance).sum();
    ChiSquaredTest::new(q, effects.len() as u64 - 1)
}

/// The mean weighted by 1/(v + τ²), and the sum of the weights.
pub(super) fn weighted_mean(effects: &[StudyEffect], tau2: f64) -> (f64, f64) {
    let weight = |effect: &StudyEffect| 1.0 / (effect.variance + tau2);
    let sum: f64 = effects.iter().map(weight).sum();
    (effects.iter().map(|effect| weight(effect) * effect.estimate).sum::<f64>() / sum, sum)
}
