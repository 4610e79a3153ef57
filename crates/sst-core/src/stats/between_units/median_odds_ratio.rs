//! The spread of units on the logit scale, in words people can use.

use crate::stats::{StatsError, normal_quantile};

/// The variance of the standard logistic law, π²/3.
const LOGISTIC_VARIANCE: f64 = std::f64::consts::PI * std::f64::consts::PI / 3.0;

/// The median odds ratio: of two units drawn at random, the odds of the event for like clients in the better one, over those in the
/// other; the median of that, 1 (no unit differs) and above.
///
/// exp(√(2 τ²) Φ⁻¹(3/4)), Φ⁻¹(3/4) = 0.6745. Larsen & Merlo (2005), *American Journal of Epidemiology* 161, 81-88; Merlo et al. (2006), *Journal
/// of Epidemiology and Community Health* 60, 290-297.
///
/// # Errors
/// `OutOfRange` unless `tau2` is finite and at least 0.
///
/// ```
/// // The definition: the difference of two logits N(0, τ²) is beyond √(2 τ²) 0.6745 either way in half of all pairs.
/// let mor = sst_core::stats::median_odds_ratio(0.5)?;
/// assert_eq!(format!("{mor:.4}"), format!("{:.4}", (0.674_489_75_f64).exp()));
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn median_odds_ratio(tau2: f64) -> Result<f64, StatsError> {
    if !(tau2 >= 0.0 && tau2.is_finite()) {
        return Err(StatsError::OutOfRange);
    }
    Ok(((2.0 * tau2).sqrt() * normal_quantile(0.25)?).exp())
}

/// The intraclass correlation on the latent scale: the part of the variance of clients' logits that lies between units, 0 to 1.
///
/// τ²/(τ² + π²/3). Snijders & Bosker (1999), *Multilevel analysis*, section 14.3; Merlo et al. (2006), as above.
///
/// # Errors
/// `OutOfRange` unless `tau2` is finite and at least 0.
///
/// ```
/// // Merlo 2006: π²/3 is 3.29, so that a τ² of 3.29 puts half the variance between units.
/// assert!((sst_core::stats::latent_intraclass_correlation(3.29)? - 0.5).abs() < 1e-4);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn latent_intraclass_correlation(tau2: f64) -> Result<f64, StatsError> {
    if !(tau2 >= 0.0 && tau2.is_finite()) {
        return Err(StatsError::OutOfRange);
    }
    Ok(tau2 / (tau2 + LOGISTIC_VARIANCE))
}
