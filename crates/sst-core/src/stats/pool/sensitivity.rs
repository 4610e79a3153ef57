//! Does one study, or the order of years, decide what is pooled?

use super::{PoolInterval, Pooled, StudyEffect, pool_studies};
use crate::stats::{Level, StatsError};

/// What is pooled without each study in turn, in the order of the studies.
///
/// # Errors
/// `OneValue` of fewer than three studies; as [`pool_studies`].
///
/// ```
/// use sst_core::stats::{Level, PoolInterval, StudyEffect, leave_one_out};
/// let study = |estimate| StudyEffect { estimate, variance: 0.04 };
/// // Without the third of three, what is left is the mean of the others.
/// let without = leave_one_out(&[study(1.0), study(1.2), study(3.0)], PoolInterval::KnappHartung, Level::DEFAULT)?;
/// assert!((without[2].estimate - 1.1).abs() < 1e-14 && without[2].tau2 == 0.0);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn leave_one_out(effects: &[StudyEffect], interval: PoolInterval, level: Level) -> Result<Vec<Pooled>, StatsError> {
    let without = |left_out: usize| {
        let others: Vec<StudyEffect> =
            effects.iter().enumerate().filter(|&(place, _)| place != left_out).map(|(_, effect)| *effect).collect();
        pool_studies(&others, interval, level)
    };
    if effects.len() < 3 {
        return Err(StatsError::OneValue);
    }
    (0..effects.len()).map(without).collect()
}

/// What was pooled after the first two studies, after the third, and so on, in the order given (by year): k - 1 results.
/// Lau et al. (1992), *New England Journal of Medicine* 327, 248-254.
///
/// # Errors
/// As [`pool_studies`].
///
/// ```
/// use sst_core::stats::{Level, PoolInterval, StudyEffect, cumulative};
/// let study = |estimate| StudyEffect { estimate, variance: 0.04 };
/// let grown = cumulative(&[study(1.0), study(1.2), study(1.4)], PoolInterval::KnappHartung, Level::DEFAULT)?;
/// assert!((grown[0].estimate - 1.1).abs() < 1e-14 && (grown[1].estimate - 1.2).abs() < 1e-14);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn cumulative(effects: &[StudyEffect], interval: PoolInterval, level: Level) -> Result<Vec<Pooled>, StatsError> {
    if effects.len() < 2 {
        return Err(StatsError::OneValue);
    }
    (2..=effects.len()).map(|studies| pool_studies(&effects[..studies], interval, level)).collect()
}
