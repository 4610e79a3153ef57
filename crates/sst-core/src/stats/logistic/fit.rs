//! Logistic regression by maximum likelihood.

use super::separation::separates;
use crate::stats::cholesky::{Cholesky, DependentColumn, dot};
use crate::stats::{Share, StatsError, expit};

/// Clients with one pattern of covariates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogisticRow<'a> {
    /// One value for each covariate, without the 1 of the intercept.
    pub covariates: &'a [f64],
    /// Events among these clients.
    pub share: Share,
}

/// A coefficient on the logit scale: exp of it is an odds ratio.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coefficient {
    /// b.
    pub estimate: f64,
    /// Its standard error by the expected information.
    pub standard_error: f64,
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct LogisticFit {
    /// The intercept, then one for each covariate.
    pub coefficients: Vec<Coefficient>,
    /// Their covariance matrix.
    pub covariance: Vec<Vec<f64>>,
    /// l = Σ x ln p + (n-x) ln(1-p), each client by itself (no binomial coefficients).
    pub log_likelihood: f64,
    /// -2 l.
    pub deviance: f64,
    /// -2 l with the intercept alone.
    pub null_deviance: f64,
    /// -2 l + 2 k, k coefficients.
    pub aic: f64,
    /// n, clients.
    pub clients: u64,
    /// Newton's steps.
    pub steps: u32,
}

/// A covariate of which less than this part is left once the others are taken out is a combination of them.
const SMALLEST_PIVOT: f64 = 1e-10;

/// The same later on, when predictions near 0 and 1 have taken their weight away.
const SMALLEST_LATER_PIVOT: f64 = 1e-13;

/// Newton's steps: a dozen is much. Where the likelihood has no maximum, logits grow by about 1 at each.
const MOST_STEPS: u32 = 60;

/// Once no logit moves farther, the next step would be within rounding.
const SETTLED: f64 = 1e-8;

/// Fits logit P(event) = b₀ + b₁ x₁ + ... by maximum likelihood, by iteratively reweighted least squares (Newton's steps, halved
/// where they overshoot) on covariates centred and scaled inside.
///
/// McCullagh & Nelder (1989), *Generalized linear models*, sections 2.5 and 4.4; separation: Albert & Anderson (1984), *Biometrika*
/// 71, 1-10.
///
/// # Errors
/// `NoAnswers`, `MoreEventsThanAnswers`; `AllAlike` where all or none had the event; `OutOfRange` where rows have different numbers of
/// covariates or one is not finite; `Collinear` with the place of the covariate that is a combination of those before it (or
/// constant); `Separated` where a covariate, or several together, tell events from the rest without error; `NotConverged`.
///
/// ```
/// use sst_core::stats::{LogisticRow, Share, logistic_regression};
/// // Bliss's beetles (Dobson & Barnett 2018, table 7.2): b₁ = -60.72 (5.18), b₂ = 34.27 (2.91).
/// let beetles = [
///     (1.6907, 6, 59), (1.7242, 13, 60), (1.7552, 18, 62), (1.7842, 28, 56), (1.8113, 52, 63), (1.8369, 53, 59), (1.8610, 61, 62),
///     (1.8839, 60, 60),
/// ];
/// let doses = beetles.map(|(dose, ..)| [dose]);
/// let rows: Vec<_> = doses.iter().zip(beetles)
///     .map(|(covariates, (_, events, answered))| LogisticRow { covariates, share: Share { events, answered } })
///     .collect();
/// let [intercept, slope] = logistic_regression(&rows)?.coefficients[..] else { unreachable!() };
/// assert_eq!(format!("{:.2} {:.2}", intercept.estimate, intercept.standard_error), "-60.72 5.18");
/// assert_eq!(format!("{:.2} {:.2}", slope.estimate, slope.standard_error), "34.27 2.91");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn logistic_regression(rows: &[LogisticRow<'_>]) -> Result<LogisticFit, StatsError> {
    let design = Design::new(rows)?;
    let null = design.null_logit()?;
    let columns = design.columns;
    let mut coefficients = vec![0.0; columns];
    coefficients[0] = null;
    let mut logits = vec![null; rows.len()];
    let null_likelihood = design.log_likelihood(&logits);
    let mut log_likelihood = null_likelihood;
    let mut moves = vec![0.0; rows.len()];
    for steps in 1..=MOST_STEPS {
        let (score, information) = design.derivatives(&logits);
        let pivot = if steps == 1 { SMALLEST_PIVOT } else { SMALLEST_LATER_PIVOT };
        let factors = match Cholesky::new(&information, pivot) {
            Ok(factors) => factors,
            Err(DependentColumn(column)) if steps == 1 => {
                return Err(StatsError::Collinear { covariate: column.saturating_sub(1) });
            }
            Err(_) => return Err(design.no_maximum(&logits, &moves)),
        };
        let mut step = factors.solve(&score);
        moves = design.logits(&step);
        let dust = 1e-13 * log_likelihood.abs();
        let moved = |moves: &[f64]| logits.iter().zip(moves).map(|(logit, by)| logit + by).collect::<Vec<_>>();
        let mut next = moved(&moves);
        let mut next_likelihood = design.log_likelihood(&next);
        for _ in 0..40 {
            if next_likelihood >= log_likelihood - dust {
                break;
            }
            step.iter_mut().chain(&mut moves).for_each(|value| *value /= 2.0);
            next = moved(&moves);
            next_likelihood = design.log_likelihood(&next);
        }
        coefficients.iter_mut().zip(&step).for_each(|(coefficient, by)| *coefficient += by);
        (logits, log_likelihood) = (next, next_likelihood);
        if design.is_complete(&logits) {
            return Err(StatsError::Separated);
        }
        if moves.iter().all(|by| by.abs() <= SETTLED) {
            let (_, information) = design.derivatives(&logits);
            let Ok(factors) = Cholesky::new(&information, SMALLEST_LATER_PIVOT) else {
                return Err(StatsError::NotConverged);
            };
            let (estimates, covariance) = design.unscaled(&coefficients, &factors.inverse());
            let of =
                |(i, estimate): (usize, f64)| Coefficient { estimate, standard_error: f64::sqrt(covariance[i][i]) };
            return Ok(LogisticFit {
                coefficients: estimates.into_iter().enumerate().map(of).collect(),
                covariance,
                log_likelihood,
                deviance: -2.0 * log_likelihood,
                null_deviance: -2.0 * null_likelihood,
                aic: -2.0 * log_likelihood + 2.0 * columns as f64,
                clients: rows.iter().map(|row| row.share.answered).sum(),
                steps,
            });
        }
    }
    Err(design.no_maximum(&logits, &moves))
}

impl LogisticFit {
    /// The predicted probability of the event at these covariates, 0 to 1.
    ///
    /// # Errors
    /// `OutOfRange` where their number is not the model's or one is not finite.
    pub fn probability(&self, covariates: &[f64]) -> Result<f64, StatsError> {
        let (intercept, slopes) = self.coefficients.split_first().ok_or(StatsError::OutOfRange)?;
        if covariates.len() != slopes.len() || covariates.iter().any(|value| !value.is_finite()) {
            return Err(StatsError::OutOfRange);
        }
        let sum: f64 = slopes.iter().zip(covariates).map(|(slope, value)| slope.estimate * value).sum();
        Ok(expit(intercept.estimate + sum))
    }
}

/// Covariates with mean 0 and standard deviation 1 over all clients, after a column of ones.
struct Design {
    columns: usize,
    /// Row after row.
    values: Vec<f64>,
    /// x and n of each row.
    counts: Vec<(f64, f64)>,
    /// The mean and standard deviation of each covariate.
    scales: Vec<(f64, f64)>,
}

impl Design {
    fn new(rows: &[LogisticRow<'_>]) -> Result<Self, StatsError> {
        let covariates = rows.first().ok_or(StatsError::NoAnswers)?.covariates.len();
        let counts = rows.iter().map(|row| row.share.counts()).collect::<Result<Vec<_>, _>>()?;
        let is_fine = |row: &LogisticRow<'_>| {
            row.covariates.len() == covariates && row.covariates.iter().all(|value| value.is_finite())
        };
        if !rows.iter().all(is_fine) {
            return Err(StatsError::OutOfRange);
        }
        let all: f64 = counts.iter().map(|(_, n)| n).sum();
        let mut scales = Vec::with_capacity(covariates);
        for covariate in 0..covariates {
            let values = || rows.iter().zip(&counts).map(|(row, (_, n))| (row.covariates[covariate], n));
            let mean = values().map(|(value, n)| n * value).sum::<f64>() / all;
            let variance = values().map(|(value, n)| n * (value - mean).powi(2)).sum::<f64>() / all;
            let deviation = variance.sqrt();
            if !deviation.is_finite() {
                return Err(StatsError::OutOfRange);
            }
            // Constant, but for rounding.
            if deviation <= 1e-12 * mean.abs() {
                return Err(StatsError::Collinear { covariate });
            }
            scales.push((mean, deviation));
        }
        let mut values = Vec::with_capacity(rows.len() * (covariates + 1));
        for row in rows {
            values.push(1.0);
            values.extend(row.covariates.iter().zip(&scales).map(|(value, (mean, sd))| (value - mean) / sd));
        }
        Ok(Self { columns: covariates + 1, values, counts, scales })
    }

    fn rows(&self) -> impl Iterator<Item = (&[f64], (f64, f64))> {
        self.values.chunks_exact(self.columns).zip(self.counts.iter().copied())
    }

    /// The logit of the share of all.
    fn null_logit(&self) -> Result<f64, StatsError> {
        let yes: f64 = self.counts.iter().map(|(x, _)| x).sum();
        let no: f64 = self.counts.iter().map(|(x, n)| n - x).sum();
        if yes == 0.0 || no == 0.0 { Err(StatsError::AllAlike) } else { Ok((yes / no).ln()) }
    }

    fn logits(&self, coefficients: &[f64]) -> Vec<f64> {
        self.rows().map(|(row, _)| dot(row, coefficients)).collect()
    }

    fn log_likelihood(&self, logits: &[f64]) -> f64 {
        // -ln(1 + e^-y) without overflow.
        let log_expit = |y: f64| y.min(0.0) - (-y.abs()).exp().ln_1p();
        let part = |count: f64, y: f64| if count == 0.0 { 0.0 } else { count * log_expit(y) };
        self.counts.iter().zip(logits).map(|(&(x, n), &y)| part(x, y) + part(n - x, -y)).sum()
    }

    /// The score and the information: Σ (x - n p) xᵢ and Σ n p (1-p) xᵢ xᵢᵀ.
    fn derivatives(&self, logits: &[f64]) -> (Vec<f64>, Vec<Vec<f64>>) {
        let mut score = vec![0.0; self.columns];
        let mut information = vec![vec![0.0; self.columns]; self.columns];
        for ((row, (x, n)), &logit) in self.rows().zip(logits) {
            let (p, q) = (expit(logit), expit(-logit));
            let (off, weight) = (x * q - (n - x) * p, n * p * q);
            for ((sum, lines), &value) in score.iter_mut().zip(&mut information).zip(row) {
                *sum += off * value;
                let weighted = weight * value;
                lines.iter_mut().zip(row).for_each(|(entry, other)| *entry += weighted * other);
            }
        }
        (score, information)
    }

    /// Whether the logits are above 0 where all had the event and below where none had, and nowhere else.
    fn is_complete(&self, logits: &[f64]) -> bool {
        logits.iter().zip(&self.counts).all(|(&y, &(x, n))| (x == n && y > 0.0) || (x == 0.0 && y < 0.0))
    }

    fn no_maximum(&self, logits: &[f64], moves: &[f64]) -> StatsError {
        if separates(moves, &self.counts) || separates(logits, &self.counts) {
            StatsError::Separated
        } else {
            StatsError::NotConverged
        }
    }

    /// Coefficients and their covariance on the covariates as they came: b/s, and b₀ - Σ b m/s.
    fn unscaled(&self, coefficients: &[f64], covariance: &[Vec<f64>]) -> (Vec<f64>, Vec<Vec<f64>>) {
        // Each new coefficient as a combination of the scaled ones.
        let mut turn = vec![vec![0.0; self.columns]; self.columns];
        turn[0][0] = 1.0;
        for (j, &(mean, sd)) in self.scales.iter().enumerate() {
            turn[j + 1][j + 1] = 1.0 / sd;
            turn[0][j + 1] = -mean / sd;
        }
        let times = |row: &[f64]| covariance.iter().map(|line| dot(line, row)).collect::<Vec<_>>();
        let turned = turn.iter().map(|row| times(row)).map(|half| turn.iter().map(|row| dot(row, &half)).collect());
        (turn.iter().map(|row| dot(row, coefficients)).collect(), turned.collect())
    }
}
