//! Pearson's chi-squared test that k shares are one.

use crate::stats::{ChiSquaredTest, Share, StatsError};

/// Pearson's test of k shares, and whether its law can be trusted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SharesTest {
    /// The test, with k - 1 degrees of freedom.
    pub test: ChiSquaredTest,
    /// The smallest expected count of events or of no events; below 5 the p is rough (Cochran 1954, *Biometrics* 10, 417-451).
    pub smallest_expected: f64,
}

/// Tests that all shares are one: χ² = Σ (x_i - n_i p)²/(n_i p (1-p)), p = Σx/Σn, with k - 1 degrees of freedom.
///
/// Pearson (1900), *Philosophical Magazine* 50, 157-175.
///
/// # Errors
/// `NoAnswers` where a share has none or there is no share, `MoreEventsThanAnswers`, `OneValue` of one share, `AllAlike` where
/// all said yes or all said no.
///
/// ```
/// use sst_core::stats::{Share, chi_squared_of_shares};
/// // R's help of prop.test, smokers among patients: X-squared = 12.6, df = 3, p = 0.005585.
/// let smokers = [(83, 86), (90, 93), (129, 136), (70, 82)].map(|(events, answered)| Share { events, answered });
/// let test = chi_squared_of_shares(&smokers)?.test;
/// assert_eq!(format!("{:.1} {} {:.6}", test.statistic, test.df, test.p), "12.6 3 0.005585");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn chi_squared_of_shares(shares: &[Share]) -> Result<SharesTest, StatsError> {
    let (events, answered) = pooled(shares)?;
    if shares.len() == 1 {
        return Err(StatsError::OneValue);
    }
    if events == 0 || events == answered {
        return Err(StatsError::AllAlike);
    }
    let (x, n) = (events as f64, answered as f64);
    let (p, q) = (x / n, (answered - events) as f64 / n);
    let statistic: f64 =
        shares.iter().map(|share| distance(*share, events, answered).powi(2) / share.answered as f64).sum();
    let fewest = shares.iter().map(|share| share.answered).min().unwrap_or(0) as f64;
    Ok(SharesTest {
        test: ChiSquaredTest::new(statistic / (p * q), shares.len() as u64 - 1)?,
        smallest_expected: fewest * p.min(q),
    })
}

/// Σx and Σn, all checked.
pub(super) fn pooled(shares: &[Share]) -> Result<(u64, u64), StatsError> {
    for share in shares {
        share.counts()?;
    }
    let answered = shares.iter().map(|share| share.answered).sum();
    if answered == 0 {
        return Err(StatsError::NoAnswers);
    }
    Ok((shares.iter().map(|share| share.events).sum(), answered))
}

/// x_i - n_i Σx/Σn, exact up to the division.
pub(super) fn distance(share: Share, events: u64, answered: u64) -> f64 {
    let [x, n, all_x, all_n] = [share.events, share.answered, events, answered].map(i128::from);
    (x * all_n - n * all_x) as f64 / answered as f64
}
