//! The binomial-normal model: counts as they are, no logit of 0% or 100% needed.

use super::heterogeneity::{Heterogeneity, i_squared};
use super::logit_integral::{Likelihood, likelihood};
use super::random_effects::FEWEST_FOR_PREDICTION;
use super::{Pooled, StudyEffect, logit_effect};
use crate::stats::root::turning_point;
use crate::stats::{ChiSquaredTest, Interval, Level, Share, StatsError, normal_quantile, student_t_quantile};

/// The spread θ = τ of logits from which on it is looked for, the ratio of steps and how many: 0.001 to 49.
const FIRST_SPREAD: f64 = 1e-3;
const STEP: f64 = 1.35;
const STEPS: i32 = 36;

/// Pools shares on the logit scale by maximum likelihood: x_i ~ Bin(n_i, p_i), logit p_i ~ N(μ, τ²).
///
/// The standard error of μ is that of the observed information in (μ, τ), or 1/√(Σn p (1-p)) at τ = 0; the interval is normal. Q
/// is the likelihood-ratio test that all shares are one; I² has the typical variance of the logits (1/2 added at 0% and
/// 100%). Prediction: μ ± t(k-1) √(τ² + se²). Hamza, van Houwelingen & Stijnen (2008), *Journal of Clinical Epidemiology* 61, 41-51;
/// Stijnen, Hamza & Özdemir (2010), *Statistics in Medicine* 29, 3046-3067, section 3.
///
/// metafor's `rma.glmm` is the same model by 7 nodes of Gauss-Hermite and a general optimiser: it agrees to about 1e-5.
///
/// # Errors
/// `NoAnswers`, `MoreEventsThanAnswers`, `OneValue` of fewer than two studies, `AllAlike` where all said yes or all said no;
/// `NotConverged` where the likelihood rises with τ without end, as where studies are at 0% and at 100% and nowhere else.
///
/// ```
/// use sst_core::stats::{Level, Share, binomial_normal, expit};
/// // metafor 3.8.1, rma.glmm(measure = "PLO"): 0.66989 on these seven shares, τ² 0.5813.
/// let shares = [(41, 50), (60, 100), (10, 34), (120, 200), (63, 80), (18, 20), (250, 412)]
///     .map(|(events, answered)| Share { events, answered });
/// let pooled = binomial_normal(&shares, Level::DEFAULT)?;
/// assert_eq!((format!("{:.5}", expit(pooled.estimate)), format!("{:.4}", pooled.tau2)), ("0.66989".into(), "0.5813".into()));
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn binomial_normal(shares: &[Share], level: Level) -> Result<Pooled, StatsError> {
    let studies = shares.iter().map(|share| share.counts()).collect::<Result<Vec<_>, _>>()?;
    if studies.len() < 2 {
        return Err(StatsError::OneValue);
    }
    let common = Common::of(&studies)?;
    let (tau2, estimate, standard_error) = match largest(&studies, common.logit)? {
        Some((spread, mean)) => (spread * spread, mean, standard_error(&studies, mean, spread)?),
        None => (0.0, common.logit, common.standard_error),
    };
    let effects =
        shares.iter().map(|&share| Ok(logit_effect(share)?.effect)).collect::<Result<Vec<StudyEffect>, _>>()?;
    let df = studies.len() as f64 - 1.0;
    let around = |half: f64| Interval { low: estimate - half, high: estimate + half };
    let t = student_t_quantile(df, level.each_tail())?;
    let has_prediction = studies.len() >= FEWEST_FOR_PREDICTION;
    Ok(Pooled {
        studies: studies.len(),
        estimate,
        standard_error,
        df: None,
        interval: Some(around(normal_quantile(level.each_tail())? * standard_error)),
        tau2,
        heterogeneity: Heterogeneity { q: common.ratio_test(&studies)?, i2: i_squared(&effects, tau2) },
        prediction: has_prediction.then(|| around(t * (tau2 + standard_error * standard_error).sqrt())),
    })
}

/// The model of one share for all.
struct Common {
    yes: f64,
    no: f64,
    logit: f64,
    standard_error: f64,
}

impl Common {
    fn of(studies: &[(f64, f64)]) -> Result<Self, StatsError> {
        let yes: f64 = studies.iter().map(|(x, _)| x).sum();
        let no = studies.iter().map(|(_, n)| n).sum::<f64>() - yes;
        if yes == 0.0 || no == 0.0 {
            return Err(StatsError::AllAlike);
        }
        Ok(Self { yes, no, logit: (yes / no).ln(), standard_error: (1.0 / yes + 1.0 / no).sqrt() })
    }

    /// 2 Σ [x ln(p_i/p) + (n-x) ln((1-p_i)/(1-p))], 0 ln 0 = 0.
    fn ratio_test(&self, studies: &[(f64, f64)]) -> Result<ChiSquaredTest, StatsError> {
        let all = self.yes + self.no;
        let part = |count: f64, n: f64, total: f64| {
            if count == 0.0 { 0.0 } else { count * (count / n * (all / total)).ln() }
        };
        let twice = |&(x, n): &(f64, f64)| 2.0 * (part(x, n, self.yes) + part(n - x, n, self.no));
        ChiSquaredTest::new(studies.iter().map(twice).sum::<f64>().max(0.0), studies.len() as u64 - 1)
    }
}

/// The spread and mean where the likelihood is largest; none where that is at a spread of 0.
fn largest(studies: &[(f64, f64)], common: f64) -> Result<Option<(f64, f64)>, StatsError> {
    let does_fall =
        |spread: f64, start: f64| best_mean(studies, spread, start).map(|(mean, all)| (mean, all.by_spread <= 0.0));
    let mut best: Option<(f64, f64)> = None;
    let mut highest = total(studies, common, 0.0).value;
    let (mut near, (mut mean, mut fell)) = (FIRST_SPREAD, does_fall(FIRST_SPREAD, common)?);
    for step in 1..STEPS {
        let far = FIRST_SPREAD * STEP.powi(step);
        let (far_mean, falls) = does_fall(far, mean)?;
        if !fell && falls {
            let start = mean;
            let spread = turning_point(near, far, |spread| does_fall(spread, start).is_ok_and(|(_, falls)| falls));
            let (mean, all) = best_mean(studies, spread, start)?;
            if all.value > highest {
                (best, highest) = (Some((spread, mean)), all.value);
            }
        }
        (near, mean, fell) = (far, far_mean, falls);
    }
    if fell { Ok(best) } else { Err(StatsError::NotConverged) }
}

/// μ with the largest likelihood at a spread: it is concave in μ. Newton's method, shortened where it overshoots.
fn best_mean(studies: &[(f64, f64)], spread: f64, start: f64) -> Result<(f64, Likelihood), StatsError> {
    let mut mean = start;
    let mut here = total(studies, mean, spread);
    let mut before = f64::INFINITY;
    for _ in 0..100 {
        let mut step = -here.by_mean / here.by_mean_twice;
        if !step.is_finite() {
            return Err(StatsError::NotConverged);
        }
        // Newton's steps shrink until they move within rounding, which is wider where the likelihood is flat.
        let is_rounding = step.abs() <= 1e-7 && step.abs() >= before / 2.0;
        if is_rounding || step.abs() <= 1e-13 * mean.abs().max(1.0) {
            return Ok((mean, here));
        }
        before = step.abs();
        step = step.clamp(-2.0, 2.0);
        let mut next = total(studies, mean + step, spread);
        // Rounding alone may lower it by some of its last digits.
        let dust = 1e-13 * here.value.abs();
        while next.value < here.value - dust && step.abs() > 1e-12 {
            step /= 2.0;
            next = total(studies, mean + step, spread);
        }
        mean += step;
        here = next;
    }
    Err(StatsError::NotConverged)
}

fn total(studies: &[(f64, f64)], mean: f64, spread: f64) -> Likelihood {
    let mut all = Likelihood::default();
    for &(x, n) in studies {
        all += likelihood(x, n, mean, spread);
    }
    all
}

/// √ of μ's entry in the inverse of the observed information.
fn standard_error(studies: &[(f64, f64)], mean: f64, spread: f64) -> Result<f64, StatsError> {
    let all = total(studies, mean, spread);
    let determinant = all.by_mean_twice * all.by_spread_twice - all.by_both * all.by_both;
    let variance = -all.by_spread_twice / determinant;
    if variance > 0.0 && variance.is_finite() { Ok(variance.sqrt()) } else { Err(StatsError::NotConverged) }
}
