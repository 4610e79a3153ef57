//! Cell weighting: each group counts as much as it has eligible, not as much as it answered.
//!
//! It assumes that within a group those who answered are as those who did not.

use crate::stats::proportion::wilson_at;
use crate::stats::{Interval, Level, StatsError, normal_quantile};

/// A group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeightingCell {
    /// N_g, how many it stands for: its eligible, or its size in a population.
    pub population: u64,
    /// n_g, those who answered.
    pub answered: u64,
    /// x_g, those who said yes.
    pub events: u64,
}

/// A weighted share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighted {
    /// Σ W_g p_g, 0 to 1.
    pub estimate: f64,
    /// Its standard error; none of one answer.
    pub standard_error: Option<f64>,
    /// How many equally weighted answers would say as much, at most n.
    pub effective_n: f64,
    /// Wilson's interval at the estimate with that many answers.
    pub interval: Interval,
}

/// The share with each group weighted to its population.
///
/// W_g = N_g/ΣN, p_g = x_g/n_g; se² = n/(n-1) Σ W_g² p_g (1-p_g)/n_g, as R's `survey` has it after `postStratify`; effective n
/// = (Σ N_g)²/Σ N_g²/n_g (Kish 1965, *Survey sampling*, section 11.7). The interval uses the effective n and not se, which is
/// 0 where every group is of one mind. Holt & Smith (1979), *JRSS A* 142, 33-46.
///
/// # Errors
/// `CellWithoutAnswers` where a group has eligible and no answers: nothing stands for it; `MoreEventsThanAnswers`; `NoAnswers`
/// where all groups are empty.
///
/// ```
/// use sst_core::stats::{Level, WeightingCell, weight_by_cell};
/// // 97 of 136 said yes in a group of 600, 27 of 64 in one of 400: 62% of the answers, 59.7% weighted.
/// let cell = |population, answered, events| WeightingCell { population, answered, events };
/// let weighted = weight_by_cell(&[cell(600, 136, 97), cell(400, 64, 27)], Level::DEFAULT)?;
/// assert_eq!(format!("{:.4}", weighted.estimate), "0.5967");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn weight_by_cell(cells: &[WeightingCell], level: Level) -> Result<Weighted, StatsError> {
    let total = cells.iter().map(|cell| cell.population).sum::<u64>() as f64;
    let (mut n, mut estimate, mut no, mut variance, mut per_answer) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for cell in cells.iter().filter(|cell| cell.population > 0) {
        if cell.answered == 0 {
            return Err(StatsError::CellWithoutAnswers);
        }
        if cell.events > cell.answered {
            return Err(StatsError::MoreEventsThanAnswers);
        }
        let (weight, answered) = (cell.population as f64 / total, cell.answered as f64);
        let (p, q) = (cell.events as f64 / answered, (cell.answered - cell.events) as f64 / answered);
        n += answered;
        estimate += weight * p;
        no += weight * q;
        variance += weight * weight * p * q / answered;
        per_answer += weight * weight / answered;
    }
    if n == 0.0 {
        return Err(StatsError::NoAnswers);
    }
    // Equal weights come to n but for rounding.
    let effective_n = (1.0 / per_answer).min(n);
    Ok(Weighted {
        estimate,
        standard_error: (n > 1.0).then(|| (n / (n - 1.0) * variance).sqrt()),
        effective_n,
        interval: wilson_at(estimate, no, effective_n, normal_quantile(level.each_tail())?),
    })
}
