//! One-way analysis of variance with units of unequal size.

use crate::stats::incomplete_beta::both_tails;
use crate::stats::{Share, StatsError};

/// The values of one unit's clients.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UnitMoments {
    /// n.
    pub clients: u64,
    /// ȳ.
    pub mean: f64,
    /// Σ (y - ȳ)², at least 0.
    pub squares: f64,
}

impl UnitMoments {
    /// Of the values themselves.
    ///
    /// # Errors
    /// `NoAnswers` of no value, `OutOfRange` where one is not finite.
    pub fn of_values(values: &[f64]) -> Result<Self, StatsError> {
        if values.is_empty() {
            return Err(StatsError::NoAnswers);
        }
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let squares = values.iter().map(|value| (value - mean).powi(2)).sum();
        let moments = Self { clients: values.len() as u64, mean, squares };
        if mean.is_finite() && moments.squares.is_finite() { Ok(moments) } else { Err(StatsError::OutOfRange) }
    }

    /// Of whole numbers by their sum and sum of squares, exact: Σ (y - ȳ)² = (n Σy² - (Σy)²)/n.
    ///
    /// # Errors
    /// `NoAnswers` of no client; `OutOfRange` of a sum of squares that is too small for the sum, or of sums beyond 10¹⁸ or so.
    pub fn of_sums(clients: u64, sum: i64, sum_of_squares: u64) -> Result<Self, StatsError> {
        if clients == 0 {
            return Err(StatsError::NoAnswers);
        }
        let (n, sum) = (i128::from(clients), i128::from(sum));
        let times_n = n.checked_mul(i128::from(sum_of_squares)).and_then(|all| all.checked_sub(sum * sum));
        match times_n {
            Some(times_n @ 0..) => {
                Ok(Self { clients, mean: sum as f64 / n as f64, squares: times_n as f64 / n as f64 })
            }
            _ => Err(StatsError::OutOfRange),
        }
    }

    /// Of clients with (1) or without (0) an event.
    ///
    /// # Errors
    /// `NoAnswers`, `MoreEventsThanAnswers`.
    pub fn of_share(share: Share) -> Result<Self, StatsError> {
        let (x, n) = share.counts()?;
        Ok(Self { clients: share.answered, mean: x / n, squares: x * (n - x) / n })
    }
}

/// What lies between units and what within.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AnalysisOfVariance {
    /// k, units.
    pub units: usize,
    /// N, clients.
    pub clients: u64,
    /// MSB = Σ n (ȳ_i - ȳ)²/(k-1), at least 0.
    pub between: f64,
    /// MSW = Σ Σ (y - ȳ_i)²/(N-k), at least 0.
    pub within: f64,
    /// n₀ = (N - Σn²/N)/(k-1), the size of a unit that counts.
    pub unit_size: f64,
    /// ρ = (MSB - MSW)/(MSB + (n₀-1) MSW), -1/(n₀-1) to 1. Below 0 where units differ less than by chance: read it as 0.
    pub intraclass_correlation: f64,
    /// 1 + (N/k - 1) ρ: by how much the variance of a mean grows when its clients come from one unit of average size.
    pub design_effect: f64,
    /// F = MSB/MSW; none where nothing varies within.
    pub f: Option<f64>,
    /// P(F >= f) where units do not differ.
    pub p: Option<f64>,
}

/// The intraclass correlation by analysis of variance: how alike clients of one unit are, 0 not at all, 1 the same.
///
/// Donner (1986), *International Statistical Review* 54, 67-82, section 2.1; binary outcomes: Ridout, Demétrio & Firth (1999), *Biometrics* 55,
/// 137-148.
///
/// # Errors
/// `OneValue` of fewer than two units, or where every unit has one client; `AllAlike` where all values are one; `NoAnswers` of a unit without
/// clients; `OutOfRange` of moments that are not finite.
///
/// ```
/// use sst_core::stats::{UnitMoments, analysis_of_variance};
/// // Snedecor & Cochran 1967, table 10.13.1 (calcium of four turnip leaves, four determinations each): MSB 0.2961, MSW 0.0066.
/// let leaves = [[3.28, 3.09, 3.03, 3.03], [3.52, 3.48, 3.38, 3.38], [2.88, 2.80, 2.81, 2.76], [3.34, 3.38, 3.23, 3.26]];
/// let units = leaves.iter().map(|leaf| UnitMoments::of_values(leaf)).collect::<Result<Vec<_>, _>>()?;
/// let anova = analysis_of_variance(&units)?;
/// assert_eq!(format!("{:.4} {:.4} {}", anova.between, anova.within, anova.unit_size), "0.2961 0.0066 4");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn analysis_of_variance(units: &[UnitMoments]) -> Result<AnalysisOfVariance, StatsError> {
    for unit in units {
        if unit.clients == 0 {
            return Err(StatsError::NoAnswers);
        }
        if !(unit.mean.is_finite() && unit.squares >= 0.0 && unit.squares.is_finite()) {
            return Err(StatsError::OutOfRange);
        }
    }
    let (k, clients) = (units.len() as f64, units.iter().map(|unit| unit.clients).sum::<u64>());
    if units.len() < 2 || clients <= units.len() as u64 {
        return Err(StatsError::OneValue);
    }
    let n = clients as f64;
    let mean = units.iter().map(|unit| unit.clients as f64 * unit.mean).sum::<f64>() / n;
    let squares_between: f64 = units.iter().map(|unit| unit.clients as f64 * (unit.mean - mean).powi(2)).sum();
    let (between, within) = (squares_between / (k - 1.0), units.iter().map(|unit| unit.squares).sum::<f64>() / (n - k));
    let squared_sizes: f64 = units.iter().map(|unit| (unit.clients as f64).powi(2)).sum();
    let unit_size = (n - squared_sizes / n) / (k - 1.0);
    let all = between + (unit_size - 1.0) * within;
    if between + within == 0.0 {
        return Err(StatsError::AllAlike);
    }
    if !(all > 0.0 && all.is_finite()) {
        return Err(StatsError::OutOfRange);
    }
    let rho = (between - within) / all;
    let p = if within > 0.0 {
        // P(F >= f) = I_y((N-k)/2, (k-1)/2), y = SSW/(SSW + SSB); asked on the side where y is small.
        let (above, below) = ((n - k) / 2.0, (k - 1.0) / 2.0);
        let whole = squares_between + within * (n - k);
        let (inner, outer) = (within * (n - k) / whole, squares_between / whole);
        let tails = if inner < 0.5 { both_tails(above, below, inner)?.0 } else { both_tails(below, above, outer)?.1 };
        Some(tails)
    } else {
        None
    };
    Ok(AnalysisOfVariance {
        units: units.len(),
        clients,
        between,
        within,
        unit_size,
        intraclass_correlation: rho,
        design_effect: 1.0 + (n / k - 1.0) * rho,
        f: (within > 0.0).then(|| between / within),
        p,
    })
}
