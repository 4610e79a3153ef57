//! The random-effects model: REML with Knapp & Hartung's interval.

use super::StudyEffect;
use super::heterogeneity::{Heterogeneity, cochran_q, i_squared, weighted_mean};
use super::restricted_likelihood::restricted_tau2;
use crate::stats::{Interval, Level, StatsError, normal_quantile, student_t_quantile};

/// Fewer studies have no prediction interval.
pub(super) const FEWEST_FOR_PREDICTION: usize = 3;

/// How the interval of the average is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PoolInterval {
    /// Hartung & Knapp 2001, Sidik & Jonkman 2002: the spread of the studies and t with k - 1 degrees of freedom. The default.
    #[default]
    KnappHartung,
    /// The same, and never a smaller standard error than the normal one: where studies agree better than chance lets expect.
    KnappHartungAtLeastNormal,
    /// The normal law: too narrow with few studies.
    Normal,
}

/// Studies pooled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pooled {
    /// k, at least 2.
    pub studies: usize,
    /// μ, the average of the true values, on the scale that was pooled.
    pub estimate: f64,
    /// The standard error of it.
    pub standard_error: f64,
    /// k - 1, where the interval uses Student's law.
    pub df: Option<f64>,
    /// The interval of the average; none where all studies have one estimate, so that their spread is 0.
    pub interval: Option<Interval>,
    /// τ², at least 0.
    pub tau2: f64,
    /// Q and I².
    pub heterogeneity: Heterogeneity,
    /// Where the true value of a further study is expected; none of fewer than three studies or where there is no interval.
    pub prediction: Option<Interval>,
}

/// Pools studies: τ² by REML, μ = Σ w y/Σ w, w = 1/(v + τ²).
///
/// se² = 1/Σw (normal), or Σ w (y-μ)²/((k-1) Σw) (Knapp-Hartung, without a floor, as metafor's `knha` has it). Prediction:
/// μ ± t(k-1) √(τ² + se²). Hartung & Knapp (2001), *Statistics in Medicine* 20, 3875-3889; IntHout, Ioannidis & Borm (2014),
/// *BMC Medical Research Methodology* 14:25; prediction: Higgins, Thompson & Spiegelhalter (2009), *JRSS A* 172, 137-159, with
/// k - 1 degrees of freedom.
///
/// # Errors
/// `OneValue` of fewer than two studies, `OutOfRange` where an estimate is beyond ±1e30 or a variance not from 1e-30 to 1e30.
///
/// ```
/// use sst_core::stats::{Level, PoolInterval, StudyEffect, expit, pool_studies};
/// // metafor 3.8.1, seven shares as logits: 0.6648 (0.4580 to 0.8232), τ² 0.645.
/// let counts = [(41.0, 9.0), (60.0, 40.0), (10.0, 24.0), (120.0, 80.0), (63.0, 17.0), (18.0, 2.0), (250.0, 162.0)];
/// let logits = counts.map(|(yes, no): (f64, f64)| StudyEffect { estimate: (yes / no).ln(), variance: 1.0 / yes + 1.0 / no });
/// let pooled = pool_studies(&logits, PoolInterval::KnappHartung, Level::DEFAULT)?;
/// let interval = pooled.interval.unwrap();
/// let shares = [pooled.estimate, interval.low, interval.high].map(|logit| format!("{:.4}", expit(logit)));
/// assert_eq!(shares, ["0.6648", "0.4580", "0.8232"]);
/// assert_eq!(format!("{:.3}", pooled.tau2), "0.645");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn pool_studies(effects: &[StudyEffect], interval: PoolInterval, level: Level) -> Result<Pooled, StatsError> {
    for effect in effects {
        effect.check()?;
    }
    if effects.len() < 2 {
        return Err(StatsError::OneValue);
    }
    let tau2 = restricted_tau2(effects);
    let (estimate, weights) = weighted_mean(effects, tau2);
    let df = effects.len() as f64 - 1.0;
    let spread = |effect: &StudyEffect| (effect.estimate - estimate).powi(2) / (effect.variance + tau2);
    let ratio = effects.iter().map(spread).sum::<f64>() / df;
    let factor = match interval {
        PoolInterval::KnappHartung => ratio,
        PoolInterval::KnappHartungAtLeastNormal => ratio.max(1.0),
        PoolInterval::Normal => 1.0,
    };
    let standard_error = (factor / weights).sqrt();
    let t = student_t_quantile(df, level.each_tail())?;
    let (quantile, df) = match interval {
        PoolInterval::Normal => (normal_quantile(level.each_tail())?, None),
        _ => (t, Some(df)),
    };
    let around = |half: f64| Interval { low: estimate - half, high: estimate + half };
    let has_spread = standard_error > 0.0;
    let has_prediction = has_spread && effects.len() >= FEWEST_FOR_PREDICTION;
    Ok(Pooled {
        studies: effects.len(),
        estimate,
        standard_error,
        df,
        interval: has_spread.then(|| around(quantile * standard_error)),
        tau2,
        heterogeneity: Heterogeneity { q: cochran_q(effects)?, i2: i_squared(effects, tau2) },
        prediction: has_prediction.then(|| around(t * (tau2 + standard_error * standard_error).sqrt())),
    })
}

/// How much each study counts in the average, as shares of 1: w/Σw, w = 1/(v + τ²).
///
/// ```
/// use sst_core::stats::{StudyEffect, study_weights};
/// let study = |variance| StudyEffect { estimate: 0.0, variance };
/// // Variances of 1 and 3 weigh 3 to 1; a τ² of 1 brings them nearer, 4 to 2.
/// assert_eq!(study_weights(&[study(1.0), study(3.0)], 0.0), [0.75, 0.25]);
/// assert!((study_weights(&[study(1.0), study(3.0)], 1.0)[0] - 4.0 / 6.0).abs() < 1e-15);
/// ```
pub fn study_weights(effects: &[StudyEffect], tau2: f64) -> Vec<f64> {
    let (_, sum) = weighted_mean(effects, tau2);
    effects.iter().map(|effect| 1.0 / (effect.variance + tau2) / sum).collect()
}
