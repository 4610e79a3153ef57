//! The textbook test of two independent shares: Pearson's chi-squared of the 2 x 2 table, with and without correction.

use crate::stats::tails_of_laws::chi_squared_upper_tail;
use crate::stats::{Share, StatsError};

/// A chi-squared statistic and its tail.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChiSquaredTest {
    /// The statistic, at least 0.
    pub statistic: f64,
    /// Degrees of freedom.
    pub df: u64,
    /// P(X >= statistic).
    pub p: f64,
}

impl ChiSquaredTest {
    pub(in crate::stats) fn new(statistic: f64, df: u64) -> Result<Self, StatsError> {
        Ok(Self { statistic, df, p: chi_squared_upper_tail(statistic, df)? })
    }
}

/// Pearson's test of p1 = p2.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PooledTest {
    /// As it is: the square of z with the pooled share.
    pub plain: ChiSquaredTest,
    /// With Yates' continuity correction.
    pub corrected: ChiSquaredTest,
}

/// Tests p1 = p2.
///
/// χ² = N (|ad - bc| - c)²/(r1 r2 k1 k2) with the table's cells a, b, c, d and margins; c = 0, and N/2 with Yates' correction,
/// never below 0. Pearson (1900); Yates (1934), *JRSS Supplement* 1, 217-235.
///
/// # Errors
/// `NoAnswers`, `MoreEventsThanAnswers`; `AllAlike` where all said yes or all said no (scipy's error, statsmodels' NaN).
///
/// ```
/// use sst_core::stats::{Share, pooled_test};
/// // R: prop.test(c(41, 33), c(50, 60)): X-squared = 7.8457, p-value = 0.005094.
/// let test = pooled_test(Share { events: 41, answered: 50 }, Share { events: 33, answered: 60 })?;
/// assert_eq!(format!("{:.4} {:.6}", test.corrected.statistic, test.corrected.p), "7.8457 0.005094");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn pooled_test(first: Share, second: Share) -> Result<PooledTest, StatsError> {
    first.counts()?;
    second.counts()?;
    let whole = |count: u64| i128::from(count);
    let (x1, x2) = (whole(first.events), whole(second.events));
    let (n1, n2) = (whole(first.answered), whole(second.answered));
    let (yes, no) = (x1 + x2, n1 + n2 - x1 - x2);
    if yes == 0 || no == 0 {
        return Err(StatsError::AllAlike);
    }
    let total = (n1 + n2) as f64;
    // ad - bc, exact.
    let distance = (x1 * n2 - x2 * n1).unsigned_abs() as f64;
    let margins = n1 as f64 * n2 as f64 * yes as f64 * no as f64;
    let of = |distance: f64| ChiSquaredTest::new(total * distance / margins * distance, 1);
    Ok(PooledTest { plain: of(distance)?, corrected: of((distance - total / 2.0).max(0.0))? })
}
