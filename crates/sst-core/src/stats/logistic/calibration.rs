//! Whether as many had the event as predicted, from the lowest predictions to the highest.

use super::predicted::ascending;
use super::{LogisticRow, Predicted, logistic_regression};
use crate::stats::{ChiSquaredTest, StatsError};

/// Clients with predictions near each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CalibrationGroup {
    /// n.
    pub clients: u64,
    /// O, those with the event.
    pub observed: u64,
    /// E, the sum of their predicted probabilities.
    pub expected: f64,
}

/// Groups of about equal numbers of clients along their predictions, lowest first.
///
/// A client goes to group ⌊g r/N⌋, r the middle rank of those with the same prediction: equal predictions stay together, so that
/// there may be fewer groups than asked for.
///
/// # Errors
/// `NoAnswers`, `MoreEventsThanAnswers`; `OutOfRange` of a probability outside 0 to 1 or of no groups.
///
/// ```
/// use sst_core::stats::{Predicted, Share, calibration_table};
/// let of = |probability, events, answered| Predicted { probability, share: Share { events, answered } };
/// // Halves of ten clients: the six with .6 have their middle rank below 5 and stay together.
/// let table = calibration_table(&[of(0.6, 3, 6), of(0.8, 3, 4)], 2)?;
/// assert_eq!(table.iter().map(|group| (group.clients, group.observed)).collect::<Vec<_>>(), [(6, 3), (4, 3)]);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn calibration_table(predicted: &[Predicted], groups: usize) -> Result<Vec<CalibrationGroup>, StatsError> {
    if groups == 0 {
        return Err(StatsError::OutOfRange);
    }
    let blocks = ascending(predicted)?;
    let all: u128 = blocks.iter().map(|(_, yes, no)| u128::from(yes + no)).sum();
    let mut table: Vec<CalibrationGroup> = Vec::new();
    let (mut below, mut current) = (0_u128, None);
    for (p, events, others) in blocks {
        let clients = events + others;
        let group = (2 * below + u128::from(clients)) * groups as u128 / (2 * all);
        if current != Some(group) {
            table.push(CalibrationGroup { clients: 0, observed: 0, expected: 0.0 });
            current = Some(group);
        }
        if let Some(last) = table.last_mut() {
            last.clients += clients;
            last.observed += events;
            last.expected += clients as f64 * p;
        }
        below += u128::from(clients);
    }
    Ok(table)
}

/// Hosmer & Lemeshow's test that the groups have the events predicted: Σ (O-E)²/(E (1 - E/n)), g - 2 degrees of freedom.
///
/// For a model fitted on these clients. It finds little in small samples, and anything in large ones: read the table. Hosmer &
/// Lemeshow (1980), *Communications in Statistics* A9, 1043-1069.
///
/// # Errors
/// `OneValue` of fewer than three groups; `OutOfRange` where a group was predicted with certainty.
pub fn hosmer_lemeshow(groups: &[CalibrationGroup]) -> Result<ChiSquaredTest, StatsError> {
    if groups.len() < 3 {
        return Err(StatsError::OneValue);
    }
    let mut statistic = 0.0;
    for group in groups {
        let variance = group.expected * (1.0 - group.expected / group.clients as f64);
        if variance <= 0.0 || variance.is_nan() {
            return Err(StatsError::OutOfRange);
        }
        statistic += (group.observed as f64 - group.expected).powi(2) / variance;
    }
    ChiSquaredTest::new(statistic, groups.len() as u64 - 2)
}

/// logit P(event) = intercept + slope · logit(predicted).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CalibrationLine {
    /// 0 where predictions are right on the whole (at a slope of 1).
    pub intercept: f64,
    /// 1 where predictions are as far apart as the outcomes; below 1 where they are too extreme.
    pub slope: f64,
    /// The standard error of the slope.
    pub slope_standard_error: f64,
}

/// Cox's line through predictions made elsewhere or earlier. On the clients a model was fitted to it is 0 and 1 by construction and
/// says nothing.
///
/// Cox (1958), *Biometrika* 45, 562-565.
///
/// # Errors
/// `OutOfRange` unless all probabilities are strictly between 0 and 1; else those of [`logistic_regression`].
pub fn calibration_line(predicted: &[Predicted]) -> Result<CalibrationLine, StatsError> {
    if predicted.iter().any(|one| !(one.probability > 0.0 && one.probability < 1.0)) {
        return Err(StatsError::OutOfRange);
    }
    let logits: Vec<[f64; 1]> =
        predicted.iter().map(|one| [(one.probability / (1.0 - one.probability)).ln()]).collect();
    let rows: Vec<LogisticRow<'_>> =
        logits.iter().zip(predicted).map(|(covariates, one)| LogisticRow { covariates, share: one.share }).collect();
    let fit = logistic_regression(&rows)?;
    let (intercept, slope) = (fit.coefficients[0], fit.coefficients[1]);
    Ok(CalibrationLine {
        intercept: intercept.estimate,
        slope: slope.estimate,
        slope_standard_error: slope.standard_error,
    })
}
