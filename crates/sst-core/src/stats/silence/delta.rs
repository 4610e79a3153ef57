//! If the silent differ from those who answered by so much: the delta grid.

use super::Response;
use crate::stats::StatsError;

/// The share of all eligible under one assumption about the silent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DeltaEstimate {
    /// The share of the silent that would have said yes, between 0 and 1.
    pub of_silent: f64,
    /// The share of all eligible.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
}

impl Response {
    /// The share of all eligible if the odds of a yes are exp(δ) times as high among the silent; none where nobody answered or
    /// all who did said the same, which has no odds.
    ///
    /// p = w p_r + (1-w) p_s, p_s = expit(logit p_r + δ), w = r/N. With dp = w + (1-w) p_s (1-p_s)/(p_r (1-p_r)), se² =
    /// dp² p_r (1-p_r)/r + w (1-w) (p_r - p_s)²/N. Rubin (1977), *JASA* 72, 538-543; Little & Rubin (2019), *Statistical
    /// analysis with missing data*, chapter 15.
    ///
    /// # Errors
    /// `OutOfRange` where δ is not finite.
    ///
    /// ```
    /// use sst_core::stats::Response;
    /// // With δ = 0 the silent are as those who answered.
    /// let same = Response::new(80, 50, 41)?.delta(0.0)?.unwrap();
    /// assert!((same.estimate - 0.82).abs() < 1e-15);
    /// # Ok::<(), sst_core::stats::StatsError>(())
    /// ```
    pub fn delta(self, delta: f64) -> Result<Option<DeltaEstimate>, StatsError> {
        if !delta.is_finite() {
            return Err(StatsError::OutOfRange);
        }
        let Some(log_odds) = self.log_odds() else { return Ok(None) };
        let (r, n) = (self.answered as f64, self.eligible as f64);
        let (p, w) = (self.events as f64 / r, r / n);
        let q = (self.answered - self.events) as f64 / r;
        let of_silent = 1.0 / (1.0 + (-log_odds - delta).exp());
        let slope = w + (1.0 - w) * of_silent * (1.0 - of_silent) / (p * q);
        let variance = slope * slope * p * q / r + w * (1.0 - w) * (p - of_silent).powi(2) / n;
        Ok(Some(DeltaEstimate { of_silent, estimate: w * p + (1.0 - w) * of_silent, standard_error: variance.sqrt() }))
    }

    /// The δ at which the share of all eligible is `claim`; none where no share of the silent strictly between 0 and 1 gives
    /// it, nobody is silent, or all who answered said the same.
    ///
    /// δ = logit((claim N - x)/(N - r)) - logit(x/r).
    ///
    /// # Errors
    /// `OutOfRange` where the claim is not from 0 to 1.
    ///
    /// ```
    /// use sst_core::stats::Response;
    /// // 41 of 50 said yes, 80 could have answered: 80% is reached where the silent have exp(-0.33) = 0.72 times the odds.
    /// let delta = Response::new(80, 50, 41)?.tipping_delta(0.8)?.unwrap();
    /// assert_eq!(format!("{delta:.4} {:.2}", delta.exp()), "-0.3268 0.72");
    /// # Ok::<(), sst_core::stats::StatsError>(())
    /// ```
    pub fn tipping_delta(self, claim: f64) -> Result<Option<f64>, StatsError> {
        if !(0.0..=1.0).contains(&claim) {
            return Err(StatsError::OutOfRange);
        }
        let (yes, silent) = (claim * self.eligible as f64 - self.events as f64, self.silent() as f64);
        let tips = yes > 0.0 && yes < silent;
        Ok(self.log_odds().filter(|_| tips).map(|log_odds| (yes / (silent - yes)).ln() - log_odds))
    }

    /// logit(x/r).
    fn log_odds(self) -> Option<f64> {
        let (yes, no) = (self.events, self.answered - self.events);
        (yes > 0 && no > 0).then(|| (yes as f64 / no as f64).ln())
    }
}
