//! What one study says: an estimate and its variance.

use crate::stats::{Interval, Share, StatsError};

/// Beyond, squares of weights would not be numbers.
const LARGEST: f64 = 1e30;

/// A study's estimate on the scale that is pooled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StudyEffect {
    /// y, within ±1e30.
    pub estimate: f64,
    /// v, 1e-30 to 1e30.
    pub variance: f64,
}

impl StudyEffect {
    /// From an estimate and its standard error, as papers print them.
    ///
    /// # Errors
    /// `OutOfRange` unless the estimate is within ±1e30 and the standard error from 1e-15 to 1e15.
    pub fn of_standard_error(estimate: f64, standard_error: f64) -> Result<Self, StatsError> {
        let effect = Self { estimate, variance: standard_error * standard_error };
        effect.check()?;
        if standard_error > 0.0 { Ok(effect) } else { Err(StatsError::OutOfRange) }
    }

    pub(super) fn check(self) -> Result<(), StatsError> {
        let is_fine = self.estimate.abs() <= LARGEST && self.variance >= 1.0 / LARGEST && self.variance <= LARGEST;
        if is_fine { Ok(()) } else { Err(StatsError::OutOfRange) }
    }
}

/// A share on the logit scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogitEffect {
    /// ln(x/(n-x)) and 1/x + 1/(n-x).
    pub effect: StudyEffect,
    /// Whether 1/2 was added to events and to no events, since one of them was 0: then
    /// [`binomial_normal`](super::binomial_normal) is the better model.
    pub is_corrected: bool,
}

/// A share on the logit scale; at 0% and 100% with 1/2 added to both counts, as metafor's `escalc` does for these studies only.
///
/// # Errors
/// `NoAnswers`, `MoreEventsThanAnswers`.
///
/// ```
/// use sst_core::stats::{Share, logit_effect};
/// let logit = logit_effect(Share { events: 41, answered: 50 })?;
/// assert!((logit.effect.estimate - (41.0_f64 / 9.0).ln()).abs() < 1e-15 && !logit.is_corrected);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn logit_effect(share: Share) -> Result<LogitEffect, StatsError> {
    let (x, n) = share.counts()?;
    let is_corrected = x == 0.0 || x == n;
    let more = if is_corrected { 0.5 } else { 0.0 };
    let (yes, no) = (x + more, n - x + more);
    let effect = StudyEffect { estimate: (yes / no).ln(), variance: 1.0 / yes + 1.0 / no };
    Ok(LogitEffect { effect, is_corrected })
}

/// The share at a logit: 1/(1 + e^-y), 0 to 1. Berkson (1944), *JASA* 39, 357-365.
///
/// ```
/// // 41 of 50 is a logit of ln(41/9).
/// assert_eq!(format!("{:.2}", sst_core::stats::expit((41.0_f64 / 9.0).ln())), "0.82");
/// ```
pub fn expit(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

/// The shares at the ends of an interval of logits.
pub fn expit_interval(logits: Interval) -> Interval {
    Interval { low: expit(logits.low), high: expit(logits.high) }
}
