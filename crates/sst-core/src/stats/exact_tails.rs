//! Both exact binomial tails of a share.

use super::count_law::{CountLaw, Successes};
use super::{Share, StatsError};

/// How likely a count as small, and as large, is if the true share is the centre.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExactTails {
    /// P(X <= x), 0 to 1.
    pub at_most: f64,
    /// P(X >= x), 0 to 1.
    pub at_least: f64,
}

/// Both tails of x of n under Bin(n, centre), the centre from 0 to 1.
///
/// P(X <= x) = 1 - I_c(x+1, n-x), P(X >= x) = I_c(x, n-x+1). Abramowitz & Stegun 26.5.24.
///
/// # Errors
/// `NoAnswers`, `MoreEventsThanAnswers`, `OutOfRange` where the centre is none from 0 to 1, `NotConverged`.
///
/// ```
/// use sst_core::stats::{Share, exact_tails};
/// // 12 of 12 where 79 in 100 is usual is .79^12: no outlier, though a line drawn at the quantile lies below 100%.
/// let tails = exact_tails(Share { events: 12, answered: 12 }, 0.79)?;
/// assert_eq!(format!("{:.3}", tails.at_least), "0.059");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn exact_tails(share: Share, centre: f64) -> Result<ExactTails, StatsError> {
    share.counts()?;
    if !(0.0..=1.0).contains(&centre) {
        return Err(StatsError::OutOfRange);
    }
    let law = Successes { n: share.answered, p: centre };
    Ok(ExactTails { at_most: law.at_most(share.events)?, at_least: law.at_least(share.events)? })
}
