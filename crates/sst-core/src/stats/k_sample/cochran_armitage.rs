//! Cochran-Armitage's test of a trend of shares along ordered groups.

use super::chi_squared::{distance, pooled};
use crate::stats::tails_of_laws::normal_two_sided;
use crate::stats::{Share, StatsError};

/// A test of a trend.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrendTest {
    /// z, positive where shares rise with the scores; z² is the chi-squared statistic with one degree of freedom.
    pub z: f64,
    /// P(|Z| >= |z|).
    pub two_sided: f64,
    /// b, by how much the share rises for one step of the scores (weighted least squares).
    pub slope: f64,
}

/// Tests whether shares rise or fall with the scores of their groups (1, 2, 3, ... or doses, or months).
///
/// T = Σ s_i (x_i - n_i p), V = p (1-p) Σ n_i (s_i - s̄)², s̄ = Σ n_i s_i/Σ n_i, p = Σx/Σn; z = T/√V, b = T/Σ n_i (s_i - s̄)².
/// Cochran (1954), *Biometrics* 10, 417-451; Armitage (1955), *Biometrics* 11, 375-386.
///
/// # Errors
/// `NoAnswers`, `MoreEventsThanAnswers`, `AllAlike` where all said yes or all said no, `OneValue` where all scores are one,
/// `OutOfRange` where there are not as many scores as shares or one is not finite.
///
/// ```
/// use sst_core::stats::{Share, cochran_armitage};
/// // R's help of prop.trend.test, smokers among patients: X-squared = 8.2249, p = 0.004132.
/// let smokers = [(83, 86), (90, 93), (129, 136), (70, 82)].map(|(events, answered)| Share { events, answered });
/// let test = cochran_armitage(&smokers, &[1.0, 2.0, 3.0, 4.0])?;
/// assert_eq!(format!("{:.4} {:.6}", test.z * test.z, test.two_sided), "8.2249 0.004132");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn cochran_armitage(shares: &[Share], scores: &[f64]) -> Result<TrendTest, StatsError> {
    let (events, answered) = pooled(shares)?;
    if scores.len() != shares.len() || scores.iter().any(|score| !score.is_finite()) {
        return Err(StatsError::OutOfRange);
    }
    if events == 0 || events == answered {
        return Err(StatsError::AllAlike);
    }
    let n = answered as f64;
    let groups = || shares.iter().zip(scores);
    let mean = groups().map(|(share, score)| share.answered as f64 * score).sum::<f64>() / n;
    let spread: f64 = groups().map(|(share, score)| share.answered as f64 * (score - mean).powi(2)).sum();
    if spread == 0.0 {
        return Err(StatsError::OneValue);
    }
    let toward: f64 = groups().map(|(share, score)| (score - mean) * distance(*share, events, answered)).sum();
    let (p, q) = (events as f64 / n, (answered - events) as f64 / n);
    let z = toward / (p * q * spread).sqrt();
    Ok(TrendTest { z, two_sided: normal_two_sided(z), slope: toward / spread })
}
