//! An interval for τ².

use super::StudyEffect;
use super::heterogeneity::weighted_mean;
use crate::stats::root::turning_point;
use crate::stats::tails_of_laws::chi_squared_upper_tail;
use crate::stats::{Interval, Level, StatsError};

/// The interval of τ², at least 0: all τ² whose generalised Q = Σ w (y-μ)², w = 1/(v + τ²), leaves more than α/2 of chi-squared
/// (k-1) on either side; none where even at 0 the studies differ by less than chance would let them.
///
/// Viechtbauer (2007), *Statistics in Medicine* 26, 37-52 ("Q-profile").
///
/// # Errors
/// `OneValue` of fewer than two studies, `OutOfRange` where an estimate is beyond ±1e30 or a variance not from 1e-30 to 1e30.
///
/// ```
/// use sst_core::stats::{Level, StudyEffect, q_profile};
/// // metafor 3.8.1, seven shares as logits: 0.202 to 4.56.
/// let counts = [(41.0, 9.0), (60.0, 40.0), (10.0, 24.0), (120.0, 80.0), (63.0, 17.0), (18.0, 2.0), (250.0, 162.0)];
/// let logits = counts.map(|(yes, no): (f64, f64)| StudyEffect { estimate: (yes / no).ln(), variance: 1.0 / yes + 1.0 / no });
/// let interval = q_profile(&logits, Level::DEFAULT)?.unwrap();
/// assert_eq!(format!("{:.3} {:.2}", interval.low, interval.high), "0.202 4.56");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn q_profile(effects: &[StudyEffect], level: Level) -> Result<Option<Interval>, StatsError> {
    for effect in effects {
        effect.check()?;
    }
    if effects.len() < 2 {
        return Err(StatsError::OneValue);
    }
    let df = effects.len() as u64 - 1;
    // P(X > Q) rises with τ², from that of Cochran's Q to 1.
    let p = |tau2: f64| {
        let (mean, _) = weighted_mean(effects, tau2);
        let q = effects.iter().map(|effect| (effect.estimate - mean).powi(2) / (effect.variance + tau2)).sum();
        chi_squared_upper_tail(q, df)
    };
    let tail = level.each_tail();
    let end = |wanted: f64| -> Result<Option<f64>, StatsError> {
        if p(0.0)? >= wanted {
            return Ok(None);
        }
        let mut far = 1.0;
        while p(far)? < wanted {
            far *= 2.0;
        }
        Ok(Some(turning_point(0.0, far, |tau2| p(tau2).is_ok_and(|p| p >= wanted))))
    };
    let (low, high) = (end(tail)?.unwrap_or(0.0), end(1.0 - tail)?);
    Ok(high.map(|high| Interval { low, high }))
}
