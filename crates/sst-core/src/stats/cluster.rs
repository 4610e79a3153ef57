//! The interval of a proportion when clients answer more than once.

use super::proportion::wilson_at;
use super::{Interval, Level, StatsError, student_t_quantile};

/// What the interval needs of the clients, as integers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClusterSums {
    /// k, clients with an answer.
    pub clients: u64,
    /// n = Σ n_c, answers.
    pub answered: u64,
    /// y = Σ y_c, events.
    pub events: u64,
    /// Σ n_c².
    pub sum_n2: u128,
    /// Σ n_c y_c.
    pub sum_ny: u128,
    /// Σ y_c².
    pub sum_y2: u128,
}

impl ClusterSums {
    /// n² Σ (y_c - p n_c)² = n² Σy² - 2 n y Σny + y² Σn², exact in integers.
    pub(super) fn spread(&self) -> u128 {
        let (n, y) = (u128::from(self.answered), u128::from(self.events));
        (n * n * self.sum_y2 + y * y * self.sum_n2).saturating_sub(2 * n * y * self.sum_ny)
    }

    /// The standard error of p = y/n, taken between clients: √(k/(k-1) Σ (y_c - p n_c)²)/n, at least 0; 0 at p of 0 and 1,
    /// where it says nothing. None of fewer than two clients.
    ///
    /// Binder (1983), *International Statistical Review* 51, 279-292, as R's `survey` has it.
    ///
    /// ```
    /// use sst_core::stats::ClusterSums;
    /// // The ten clusters at `wilson_cluster`: R's survey gives 0.0361801317.
    /// let clusters = ClusterSums {
    ///     clients: 10, answered: 246, events: 175, sum_n2: 8816, sum_ny: 6342, sum_y2: 4633,
    /// };
    /// assert_eq!(format!("{:.10}", clusters.standard_error().unwrap()), "0.0361801317");
    /// ```
    pub fn standard_error(&self) -> Option<f64> {
        let (k, n) = (self.clients as f64, self.answered as f64);
        (self.clients > 1 && self.answered > 0)
            .then(|| (k / (k - 1.0) * (self.spread() as f64 / (n * n)) / (n * n)).sqrt())
    }
}

/// A clustered interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClusteredInterval {
    /// How much the repeats widen the variance, at least 1.
    pub design_effect: f64,
    /// The interval.
    pub interval: Interval,
    /// Whether all or none said yes, so that the design effect is the largest possible one.
    pub is_edge: bool,
}

/// Wilson's interval on n / deff answers with the t(k-1) quantile.
///
/// v = k/(k-1) · Σ (y_c - p n_c)² / n², deff = max(1, v / (p(1-p)/(n-1))); when p is 0 or 1, deff = Σ n_c² / n.
/// Rao & Scott (1992), *Biometrics* 48, 577-585; Korn & Graubard (1998), *Survey Methodology* 24, 193-201.
///
/// # Errors
/// `NoAnswers`; `OneClient` when k = 1: one client says nothing about others.
///
/// ```
/// use sst_core::stats::{ClusterSums, Level, wilson_cluster};
/// // Ten clusters in R's survey package: n 246, deff 1.56199697727.
/// let (y, n) = ([9, 17, 6, 33, 12, 9, 4, 45, 26, 14], [12, 30, 8, 45, 22, 17, 5, 60, 33, 14]);
/// let sum = |f: fn(u128, u128) -> u128| n.iter().zip(&y).map(|(&n, &y)| f(n, y)).sum::<u128>();
/// let sums = ClusterSums {
///     clients: 10, answered: 246, events: 175,
///     sum_n2: sum(|n, _| n * n), sum_ny: sum(|n, y| n * y), sum_y2: sum(|_, y| y * y),
/// };
/// let clustered = wilson_cluster(sums, Level::DEFAULT)?;
/// assert!((clustered.design_effect - 1.56199697727).abs() < 1e-11);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn wilson_cluster(sums: ClusterSums, level: Level) -> Result<ClusteredInterval, StatsError> {
    let (k, n, y) = (sums.clients, sums.answered, sums.events);
    if n == 0 {
        return Err(StatsError::NoAnswers);
    }
    if y > n {
        return Err(StatsError::MoreEventsThanAnswers);
    }
    if k <= 1 {
        return Err(StatsError::OneClient);
    }
    let (kf, nf) = (k as f64, n as f64);
    let (p, q) = (y as f64 / nf, (n - y) as f64 / nf);
    let is_edge = y == 0 || y == n;
    let design_effect = if is_edge {
        sums.sum_n2 as f64 / nf
    } else {
        let variance = kf / (kf - 1.0) * (sums.spread() as f64 / (nf * nf)) / (nf * nf);
        (variance / (p * q / (nf - 1.0))).max(1.0)
    };
    let t = student_t_quantile(kf - 1.0, level.each_tail())?;
    Ok(ClusteredInterval { design_effect, interval: wilson_at(p, q, nf / design_effect, t), is_edge })
}

/// Wilson's interval on n / deff answers with the t(k-1) quantile, from a design effect that is known already.
///
/// # Errors
/// `NoAnswers`, `MoreEventsThanAnswers`; `OneClient` when k is 1.
pub fn wilson_with_design_effect(
    events: u64,
    answered: u64,
    design_effect: f64,
    clients: u64,
    level: Level,
) -> Result<Interval, StatsError> {
    if answered == 0 {
        return Err(StatsError::NoAnswers);
    }
    if events > answered {
        return Err(StatsError::MoreEventsThanAnswers);
    }
    if clients <= 1 {
        return Err(StatsError::OneClient);
    }
    let n = answered as f64;
    let (p, q) = (events as f64 / n, (answered - events) as f64 / n);
    let t = student_t_quantile(clients as f64 - 1.0, level.each_tail())?;
    Ok(wilson_at(p, q, n / design_effect.max(1.0), t))
}
