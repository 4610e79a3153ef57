//! τ² by restricted maximum likelihood.

use super::StudyEffect;
use super::heterogeneity::weighted_mean;
use crate::stats::root::turning_point;

/// Steps of the search for maxima, each a fixed ratio.
const STEPS: i32 = 160;

/// The τ² >= 0 at which the restricted likelihood of at least two studies is largest.
///
/// -2 l = Σ ln(v+τ²) + ln Σw + Σ w (y-μ)²; it rises where Σ w² (y-μ)² > Σw - Σw²/Σw. All changes from rising to falling up to
/// where it can only fall are found, and the highest of these and of 0 is taken: Fisher's scoring, as in metafor, ends at one of
/// them. Viechtbauer (2005), *Journal of Educational and Behavioral Statistics* 30, 261-293.
pub(super) fn restricted_tau2(effects: &[StudyEffect]) -> f64 {
    let estimates = || effects.iter().map(|effect| effect.estimate);
    let range = estimates().fold(f64::MIN, f64::max) - estimates().fold(f64::MAX, f64::min);
    let largest = effects.iter().map(|effect| effect.variance).fold(0.0, f64::max);
    let does_fall = |tau2: f64| score(effects, tau2) <= 0.0;
    let mut far = (range * range).max(largest);
    while !does_fall(far) {
        far *= 2.0;
    }
    // Twelve powers of ten, from where nothing is gained to where it can only fall.
    let at = |step: i32| {
        if step == 0 { 0.0 } else { far * 10.0_f64.powf(-12.0 * f64::from(STEPS - step) / f64::from(STEPS)) }
    };
    let mut best = 0.0;
    for step in 0..STEPS {
        let (near, far) = (at(step), at(step + 1));
        if !does_fall(near) && does_fall(far) {
            let found = turning_point(near, far, does_fall);
            if likelihood(effects, found) > likelihood(effects, best) {
                best = found;
            }
        }
    }
    best
}

fn score(effects: &[StudyEffect], tau2: f64) -> f64 {
    let (mean, sum) = weighted_mean(effects, tau2);
    let (mut squares, mut spread) = (0.0, 0.0);
    for effect in effects {
        let weight = 1.0 / (effect.variance + tau2);
        squares += weight * weight;
        spread += (weight * (effect.estimate - mean)).powi(2);
    }
    spread - sum + squares / sum
}

fn likelihood(effects: &[StudyEffect], tau2: f64) -> f64 {
    let (mean, sum) = weighted_mean(effects, tau2);
    let of_study = |effect: &StudyEffect| {
        let variance = effect.variance + tau2;
        variance.ln() + (effect.estimate - mean).powi(2) / variance
    };
    -(effects.iter().map(of_study).sum::<f64>() + sum.ln()) / 2.0
}
