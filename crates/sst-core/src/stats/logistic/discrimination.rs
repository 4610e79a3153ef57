//! How well predictions tell clients with the event from those without.

use super::Predicted;
use super::predicted::ascending;
use crate::stats::StatsError;

/// The area under the ROC curve: the probability that a client with the event had the higher prediction, equal ones counting
/// half. 0 to 1; 1/2 tells nothing apart.
///
/// Counted in integers. Hanley & McNeil (1982), *Radiology* 143, 29-36.
///
/// # Errors
/// `NoAnswers`, `MoreEventsThanAnswers`; `AllAlike` where all or none had the event; `OutOfRange` of a probability outside 0 to 1.
///
/// ```
/// use sst_core::stats::{Predicted, Share, area_under_curve};
/// // Hanley & McNeil 1982, table I: 109 CT images rated 1 to 5, 51 abnormal; the area is 0.893.
/// let ratings = [(3, 36), (2, 8), (2, 8), (11, 22), (33, 35)].map(|(events, answered)| Share { events, answered });
/// let predicted: Vec<_> =
///     ratings.iter().zip(1..).map(|(&share, rating)| Predicted { probability: f64::from(rating) / 5.0, share }).collect();
/// assert_eq!(format!("{:.3}", area_under_curve(&predicted)?), "0.893");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn area_under_curve(predicted: &[Predicted]) -> Result<f64, StatsError> {
    let (mut yes, mut no, mut twice) = (0_u128, 0_u128, 0_u128);
    for (_, events, others) in ascending(predicted)? {
        let (events, others) = (u128::from(events), u128::from(others));
        twice += events * (2 * no + others);
        yes += events;
        no += others;
    }
    if yes == 0 || no == 0 {
        return Err(StatsError::AllAlike);
    }
    Ok(twice as f64 / (2 * yes * no) as f64)
}

/// Brier's score: the mean squared distance of prediction and outcome, 0 (certain and right) to 1 (certain and wrong).
///
/// Σ [x (1-p)² + (n-x) p²]/Σ n; predicting the overall share p̄ for all comes to p̄ (1-p̄). Brier (1950), *Monthly Weather
/// Review* 78, 1-3 (half of his, which counts both outcomes).
///
/// # Errors
/// `NoAnswers`, `MoreEventsThanAnswers`; `OutOfRange` of a probability outside 0 to 1.
///
/// ```
/// use sst_core::stats::{Predicted, Share, brier_score};
/// // Rain predicted with 0.7: it rained on 6 of 10 days. 0.6 · 0.09 + 0.4 · 0.49 = 0.25.
/// let days = [Predicted { probability: 0.7, share: Share { events: 6, answered: 10 } }];
/// assert!((brier_score(&days)? - 0.25).abs() < 1e-15);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn brier_score(predicted: &[Predicted]) -> Result<f64, StatsError> {
    let (mut sum, mut clients) = (0.0, 0);
    for (p, events, others) in ascending(predicted)? {
        sum += events as f64 * (1.0 - p).powi(2) + others as f64 * p * p;
        clients += events + others;
    }
    Ok(sum / clients as f64)
}
