//! Shares of units as draws from a common law of logits.

use super::{latent_intraclass_correlation, median_odds_ratio};
use crate::stats::pool::likelihood;
use crate::stats::{ChiSquaredTest, Interval, Level, Share, StatsError, binomial_normal, expit, normal_quantile};

/// What the model says of one unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShrunkenShare {
    /// The unit's counts: show n beside every estimate.
    pub share: Share,
    /// The share expected of the unit given its counts and the spread of all units: between its own and the average, nearer to its own the
    /// more clients it has.
    pub estimate: f64,
    /// The expected logit.
    pub logit: f64,
    /// Its standard error, the average and spread taken as known.
    pub logit_standard_error: f64,
    /// expit of logit ± z se.
    pub interval: Interval,
}

/// Units that differ.
#[derive(Debug, Clone, PartialEq)]
pub struct LogisticRandomIntercept {
    /// μ, the average logit.
    pub logit: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// τ², the variance of logits between units, at least 0.
    pub tau2: f64,
    /// τ²/(τ² + π²/3).
    pub intraclass_correlation: f64,
    /// exp(0.6745 √(2 τ²)), at least 1.
    pub median_odds_ratio: f64,
    /// Twice the gain in log-likelihood over τ² = 0, at least 0.
    pub likelihood_ratio: f64,
    /// Its p: half of the tail of chi-squared with one degree of freedom, since τ² = 0 is at the edge; 1 at a τ² of 0.
    pub p: f64,
    /// The units in the order given.
    pub units: Vec<ShrunkenShare>,
}

/// A mixed logistic model with an intercept for each unit: x_i ~ Bin(n_i, p_i), logit p_i ~ N(μ, τ²), by maximum likelihood.
///
/// The unit's estimate is E[p_i | x_i] = (x_i - ∂l_i/∂μ)/n_i, its logit μ + τ² ∂l_i/∂μ with variance τ² (1 + τ² ∂²l_i/∂μ²): empirical Bayes,
/// with l_i the unit's log-likelihood by the trapezoid rule to rounding (lme4's `glmer` has Laplace's or Gauss-Hermite's, and the
/// conditional mode). p: Self & Liang (1987), *JASA* 82, 605-610. Morris (1983), *JASA* 78, 47-55; Goldstein & Spiegelhalter (1996), *JRSS A* 159, 385-443.
///
/// # Errors
/// As [`binomial_normal`]: `NoAnswers`, `MoreEventsThanAnswers`, `OneValue` of fewer than two units, `AllAlike`, `NotConverged`.
///
/// ```
/// use sst_core::stats::{Level, Share, logistic_random_intercept};
/// // metafor 3.8.1 on these seven shares: τ² 0.5813. The unit with 10 of 34 is drawn up, 250 of 412 stays.
/// let shares = [(41, 50), (60, 100), (10, 34), (120, 200), (63, 80), (18, 20), (250, 412)]
///     .map(|(events, answered)| Share { events, answered });
/// let model = logistic_random_intercept(&shares, Level::DEFAULT)?;
/// assert_eq!(format!("{:.4}", model.tau2), "0.5813");
/// let [.., small, _, _, _, large] = &model.units[..] else { unreachable!() };
/// assert!(small.estimate > 10.0 / 34.0 + 0.03 && (large.estimate - 250.0 / 412.0).abs() < 0.005);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn logistic_random_intercept(shares: &[Share], level: Level) -> Result<LogisticRandomIntercept, StatsError> {
    let pooled = binomial_normal(shares, level)?;
    let z = normal_quantile(level.each_tail())?;
    let (mean, tau2) = (pooled.estimate, pooled.tau2);
    let spread = tau2.sqrt();
    let (events, answered) = shares.iter().fold((0, 0), |(x, n), share| (x + share.events, n + share.answered));
    let common = (events as f64 / (answered - events) as f64).ln();
    let mut gain = 0.0;
    let mut units = Vec::with_capacity(shares.len());
    for &share in shares {
        let (x, n) = share.counts()?;
        let own = likelihood(x, n, mean, spread);
        gain += own.value - likelihood(x, n, common, 0.0).value;
        let logit = mean + tau2 * own.by_mean;
        let se = (tau2 * (1.0 + tau2 * own.by_mean_twice)).max(0.0).sqrt();
        units.push(ShrunkenShare {
            share,
            estimate: ((x - own.by_mean) / n).clamp(0.0, 1.0),
            logit,
            logit_standard_error: se,
            interval: Interval { low: expit(logit - z * se), high: expit(logit + z * se) },
        });
    }
    let likelihood_ratio = (2.0 * gain).max(0.0);
    let half = ChiSquaredTest::new(likelihood_ratio, 1)?.p / 2.0;
    Ok(LogisticRandomIntercept {
        logit: mean,
        standard_error: pooled.standard_error,
        tau2,
        intraclass_correlation: latent_intraclass_correlation(tau2)?,
        median_odds_ratio: median_odds_ratio(tau2)?,
        likelihood_ratio,
        p: if tau2 > 0.0 { half } else { 1.0 },
        units,
    })
}
