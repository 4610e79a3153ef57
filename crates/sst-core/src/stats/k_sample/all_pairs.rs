//! Every pair of k shares, tested and adjusted for their number.

use super::{Adjustment, adjust};
use crate::stats::{Interval, Level, Share, StatsError, newcombe, pooled_test};

/// One pair of shares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairOfShares {
    /// The place of the first share.
    pub first: usize,
    /// The place of the second share, after the first.
    pub second: usize,
    /// first - second, -1 to 1.
    pub difference: f64,
    /// Newcombe's interval of it, for this pair alone.
    pub interval: Interval,
    /// p of Pearson's test of this pair, not corrected for continuity; 1 where all said yes or all said no.
    pub p: f64,
    /// p adjusted for the number of pairs.
    pub p_adjusted: f64,
}

/// All k (k-1)/2 pairs in the order (0, 1), (0, 2), ..., each tested by itself and adjusted together.
///
/// # Errors
/// `NoAnswers` where a share has none, `MoreEventsThanAnswers`.
///
/// ```
/// use sst_core::stats::{Adjustment, Level, Share, all_pairs};
/// // statsmodels 0.15, proportions_chisquare_allpairs: the last two differ with p = 0.0265, by Holm's way 0.1592.
/// let shares = [(41, 50), (33, 45), (27, 40), (50, 58)].map(|(events, answered)| Share { events, answered });
/// let pairs = all_pairs(&shares, Adjustment::Holm, Level::DEFAULT)?;
/// assert_eq!(format!("{:.4} {:.4}", pairs[5].p, pairs[5].p_adjusted), "0.0265 0.1592");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn all_pairs(shares: &[Share], adjustment: Adjustment, level: Level) -> Result<Vec<PairOfShares>, StatsError> {
    let mut pairs = Vec::new();
    for (first, &one) in shares.iter().enumerate() {
        for (second, &two) in shares.iter().enumerate().skip(first + 1) {
            let p = match pooled_test(one, two) {
                Ok(test) => test.plain.p,
                // No share is anything but the other: nothing speaks against it.
                Err(StatsError::AllAlike) => 1.0,
                Err(error) => return Err(error),
            };
            let difference = one.estimate()? - two.estimate()?;
            pairs.push(PairOfShares {
                first,
                second,
                difference,
                interval: newcombe(one, two, level)?,
                p,
                p_adjusted: p,
            });
        }
    }
    let raw: Vec<f64> = pairs.iter().map(|pair| pair.p).collect();
    for (pair, p_adjusted) in pairs.iter_mut().zip(adjust(&raw, adjustment)?) {
        pair.p_adjusted = p_adjusted;
    }
    Ok(pairs)
}
