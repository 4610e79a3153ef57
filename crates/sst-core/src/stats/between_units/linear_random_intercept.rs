//! A mixed linear model with an intercept for each unit, by restricted maximum likelihood: scores, adjusted for case-mix.

use std::collections::BTreeMap;

use crate::stats::cholesky::{Cholesky, DependentColumn, dot};
use crate::stats::root::turning_point;
use crate::stats::{Coefficient, StatsError};

/// One client.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LinearRow<'a> {
    /// The unit, by any number.
    pub unit: usize,
    /// One value for each covariate, without the 1 of the intercept.
    pub covariates: &'a [f64],
    /// The score.
    pub value: f64,
}

/// What the model says of one unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UnitEffect {
    /// The unit, as given.
    pub unit: usize,
    /// Its clients: show n beside every estimate.
    pub clients: u64,
    /// By how much its clients' scores lie above those of like clients elsewhere, drawn towards 0 as far as they are few.
    pub effect: f64,
    /// Its standard error, the fixed coefficients and variances taken as known.
    pub standard_error: f64,
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct LinearRandomIntercept {
    /// The intercept, then one for each covariate.
    pub coefficients: Vec<Coefficient>,
    /// τ², the variance between units, at least 0.
    pub tau2: f64,
    /// σ², the variance within.
    pub sigma2: f64,
    /// τ²/(τ² + σ²), 0 to 1.
    pub intraclass_correlation: f64,
    /// -2 times the restricted log-likelihood, as lme4's `REMLcrit`.
    pub restricted_deviance: f64,
    /// The units by their number.
    pub units: Vec<UnitEffect>,
}

/// A covariate of which less than this part is left once the others are taken out is a combination of them.
const SMALLEST_PIVOT: f64 = 1e-10;

/// τ²/σ² is looked for from here, in steps of this ratio: to 3e8.
const FIRST_RATIO: f64 = 1e-8;
const STEP: f64 = 1.5;
const STEPS: i32 = 94;

/// Fits y = b₀ + b₁ x₁ + ... + u_unit + e, u ~ N(0, τ²), e ~ N(0, σ²), by REML.
///
/// With r = τ²/σ² all else is closed: the restricted deviance (N-p)(1 + ln 2πσ²) + Σ ln(1 + n r) + ln |XᵀV⁻¹X| is a function of r; its
/// turning points are found, and the lowest of these and of r = 0 is taken. u = r/(1 + n r) Σ (y - Xb). Patterson & Thompson (1971),
/// *Biometrika* 58, 545-554; Bates et al. (2015), *Journal of Statistical Software* 67(1), section 3.
///
/// # Errors
/// `NoAnswers`; `OneValue` of fewer than two units, of one client in each, or of no more clients than coefficients and units need;
/// `OutOfRange` where rows have different numbers of covariates or a number is not finite; `Collinear`; `AllAlike` where nothing is
/// left to vary; `NotConverged` where units differ without end.
///
/// ```
/// use sst_core::stats::{LinearRow, linear_random_intercept};
/// // Snedecor & Cochran's turnip leaves are balanced, where REML is the analysis of variance: τ² = (0.2961 - 0.0066)/4 = 0.0724.
/// let leaves = [[3.28, 3.09, 3.03, 3.03], [3.52, 3.48, 3.38, 3.38], [2.88, 2.80, 2.81, 2.76], [3.34, 3.38, 3.23, 3.26]];
/// let rows: Vec<_> = leaves.iter().enumerate()
///     .flat_map(|(unit, leaf)| leaf.map(|value| LinearRow { unit, covariates: &[], value }))
///     .collect();
/// let model = linear_random_intercept(&rows)?;
/// assert_eq!(format!("{:.4} {:.4}", model.tau2, model.sigma2), "0.0724 0.0066");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn linear_random_intercept(rows: &[LinearRow<'_>]) -> Result<LinearRandomIntercept, StatsError> {
    let sums = Sums::new(rows)?;
    let (k, columns) = (sums.units.len(), sums.columns());
    if k < 2 || rows.len() <= k || rows.len() <= columns {
        return Err(StatsError::OneValue);
    }
    let at = |ratio: f64| sums.at(ratio);
    let mut best =
        at(0.0).map_err(|DependentColumn(column)| StatsError::Collinear { covariate: column.saturating_sub(1) })?;
    if best.squares <= 1e-24 * sums.all_squares {
        return Err(StatsError::AllAlike);
    }
    // Whether the deviance rises with r.
    let rises = |ratio: f64| at(ratio).is_ok_and(|point| sums.slope(&point) >= 0.0);
    let (mut near, mut rose) = (0.0, rises(0.0));
    for step in 0..=STEPS {
        let far = FIRST_RATIO * STEP.powi(step);
        let is_rising = rises(far);
        if !rose
            && is_rising
            && let Ok(found) = at(turning_point(near, far, rises))
            && sums.deviance(&found) < sums.deviance(&best)
        {
            best = found;
        }
        (near, rose) = (far, is_rising);
    }
    if rose { Ok(sums.model(&best)) } else { Err(StatsError::NotConverged) }
}

/// The means of one unit's clients.
struct Unit {
    number: usize,
    clients: f64,
    /// x̄.
    covariates: Vec<f64>,
    /// ȳ.
    value: f64,
}

/// Sums over all, of covariates with mean 0 and standard deviation 1 after a column of ones, and of values less their mean.
struct Sums {
    units: Vec<Unit>,
    clients: f64,
    /// Σ (x - x̄)(x - x̄)ᵀ, Σ (x - x̄)(y - ȳ), Σ (y - ȳ)² about the unit's means.
    products: Vec<Vec<f64>>,
    with_value: Vec<f64>,
    squares: f64,
    /// Σ y².
    all_squares: f64,
    /// The mean and standard deviation of each covariate.
    scales: Vec<(f64, f64)>,
    mean: f64,
}

/// The model at one r.
struct AtRatio {
    ratio: f64,
    factors: Cholesky,
    coefficients: Vec<f64>,
    /// Σ of squares left, weighted.
    squares: f64,
}

impl Sums {
    fn new(rows: &[LinearRow<'_>]) -> Result<Self, StatsError> {
        let covariates = rows.first().ok_or(StatsError::NoAnswers)?.covariates.len();
        let is_fine = |row: &LinearRow<'_>| {
            row.value.is_finite()
                && row.covariates.len() == covariates
                && row.covariates.iter().all(|value| value.is_finite())
        };
        if !rows.iter().all(is_fine) {
            return Err(StatsError::OutOfRange);
        }
        let n = rows.len() as f64;
        let mean = rows.iter().map(|row| row.value).sum::<f64>() / n;
        let mut scales = Vec::with_capacity(covariates);
        for covariate in 0..covariates {
            let values = || rows.iter().map(|row| row.covariates[covariate]);
            let mean = values().sum::<f64>() / n;
            let deviation = (values().map(|value| (value - mean).powi(2)).sum::<f64>() / n).sqrt();
            // Constant, but for rounding.
            if deviation <= 1e-12 * mean.abs() {
                return Err(StatsError::Collinear { covariate });
            }
            scales.push((mean, deviation));
        }
        let columns = covariates + 1;
        let scaled = |row: &LinearRow<'_>, x: &mut [f64]| {
            for ((scaled, value), (mean, sd)) in x[1..].iter_mut().zip(row.covariates).zip(&scales) {
                *scaled = (value - mean) / sd;
            }
            row.value - mean
        };
        let mut x = vec![1.0; columns];
        let mut all_squares = 0.0;
        let mut units: BTreeMap<usize, Unit> = BTreeMap::new();
        for row in rows {
            let y = scaled(row, &mut x);
            all_squares += y * y;
            let empty = || Unit { number: row.unit, clients: 0.0, covariates: vec![0.0; columns], value: 0.0 };
            let unit = units.entry(row.unit).or_insert_with(empty);
            unit.clients += 1.0;
            unit.value += y;
            unit.covariates.iter_mut().zip(&x).for_each(|(sum, one)| *sum += one);
        }
        for unit in units.values_mut() {
            unit.value /= unit.clients;
            unit.covariates.iter_mut().for_each(|sum| *sum /= unit.clients);
        }
        let mut products = vec![vec![0.0; columns]; columns];
        let mut with_value = vec![0.0; columns];
        let mut squares = 0.0;
        for row in rows {
            let y = scaled(row, &mut x);
            let Some(unit) = units.get(&row.unit) else { continue };
            let y = y - unit.value;
            let from_unit: Vec<f64> = x.iter().zip(&unit.covariates).map(|(one, mean)| one - mean).collect();
            add_product(&mut products, &mut with_value, &from_unit, y, 1.0);
            squares += y * y;
        }
        if !all_squares.is_finite() || scales.iter().any(|(_, sd)| !sd.is_finite()) {
            return Err(StatsError::OutOfRange);
        }
        let units = units.into_values().collect();
        Ok(Self { units, clients: n, products, with_value, squares, all_squares, scales, mean })
    }

    fn columns(&self) -> usize {
        self.with_value.len()
    }

    /// N - p.
    fn df(&self) -> f64 {
        self.clients - self.columns() as f64
    }

    fn at(&self, ratio: f64) -> Result<AtRatio, DependentColumn> {
        let mut products = self.products.clone();
        let mut with_value = self.with_value.clone();
        let mut squares = self.squares;
        for unit in &self.units {
            let weight = unit.clients / (1.0 + unit.clients * ratio);
            add_product(&mut products, &mut with_value, &unit.covariates, unit.value, weight);
            squares += weight * unit.value * unit.value;
        }
        let factors = Cholesky::new(&products, SMALLEST_PIVOT)?;
        let coefficients = factors.solve(&with_value);
        squares -= dot(&coefficients, &with_value);
        Ok(AtRatio { ratio, factors, coefficients, squares: squares.max(0.0) })
    }

    fn deviance(&self, point: &AtRatio) -> f64 {
        let sigma2 = point.squares / self.df();
        let sizes: f64 = self.units.iter().map(|unit| (unit.clients * point.ratio).ln_1p()).sum();
        // ln |XᵀV⁻¹X| of the covariates as they came.
        let scales: f64 = self.scales.iter().map(|(_, sd)| sd.ln()).sum();
        self.df() * (1.0 + (std::f64::consts::TAU * sigma2).ln())
            + sizes
            + point.factors.log_determinant()
            + 2.0 * scales
    }

    /// The derivative of the deviance in r.
    fn slope(&self, point: &AtRatio) -> f64 {
        let (mut sizes, mut left, mut covered) = (0.0, 0.0, 0.0);
        for unit in &self.units {
            let grown = 1.0 + unit.clients * point.ratio;
            sizes += unit.clients / grown;
            let weight = (unit.clients / grown).powi(2);
            left += weight * (unit.value - dot(&unit.covariates, &point.coefficients)).powi(2);
            covered += weight * point.factors.quadratic_form(&unit.covariates);
        }
        sizes - covered - self.df() * left / point.squares
    }

    fn model(&self, point: &AtRatio) -> LinearRandomIntercept {
        let sigma2 = point.squares / self.df();
        let tau2 = point.ratio * sigma2;
        let inverse = point.factors.inverse();
        // The coefficients on the covariates as they came: b/s, and b₀ - Σ b m/s.
        let mut turn = vec![vec![0.0; self.columns()]; self.columns()];
        turn[0][0] = 1.0;
        for (j, &(mean, sd)) in self.scales.iter().enumerate() {
            turn[j + 1][j + 1] = 1.0 / sd;
            turn[0][j + 1] = -mean / sd;
        }
        let coefficients = turn.iter().enumerate().map(|(i, row)| {
            let spread: f64 = inverse.iter().zip(row).map(|(line, by)| by * dot(line, row)).sum();
            let added = if i == 0 { self.mean } else { 0.0 };
            Coefficient { estimate: dot(row, &point.coefficients) + added, standard_error: (sigma2 * spread).sqrt() }
        });
        let units = self.units.iter().map(|unit| {
            let weight = point.ratio / (1.0 + unit.clients * point.ratio);
            UnitEffect {
                unit: unit.number,
                clients: unit.clients as u64,
                effect: weight * unit.clients * (unit.value - dot(&unit.covariates, &point.coefficients)),
                standard_error: (sigma2 * weight).sqrt(),
            }
        });
        LinearRandomIntercept {
            coefficients: coefficients.collect(),
            tau2,
            sigma2,
            intraclass_correlation: tau2 / (tau2 + sigma2),
            restricted_deviance: self.deviance(point),
            units: units.collect(),
        }
    }
}

/// Adds w x xᵀ and w x y.
fn add_product(products: &mut [Vec<f64>], with_value: &mut [f64], x: &[f64], y: f64, weight: f64) {
    for ((line, sum), &one) in products.iter_mut().zip(with_value).zip(x) {
        line.iter_mut().zip(x).for_each(|(entry, other)| *entry += weight * one * other);
        *sum += weight * one * y;
    }
}
