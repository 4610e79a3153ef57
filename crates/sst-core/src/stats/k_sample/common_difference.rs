//! A difference of two shares that all strata have in common.

use crate::stats::{Interval, Level, StatsError, Stratum, normal_quantile};

/// A common difference and its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CommonDifference {
    /// -1 to 1, above 0 where the first share is the larger.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// estimate ± z se, cut at -1 and 1; empty at a standard error of 0.
    pub interval: Interval,
}

/// The difference p1 - p2 that all strata share, each weighed by w = n1 n2/n.
///
/// D = Σ w (p1 - p2)/Σ w; variance (D Σ P + Σ Q)/(Σ w)², P = (n1² x2 - n2² x1 + n1 n2 (n2 - n1)/2)/n²,
/// Q = (x1 (n2 - x2) + x2 (n1 - x1))/(2n). A stratum with one empty side adds nothing; one where all answered alike adds its
/// weight. Greenland & Robins (1985), *Biometrics* 41, 55-68; the variance: Sato, Greenland & Robins (1989), *Biometrics* 45,
/// 1323-1324.
///
/// # Errors
/// `MoreEventsThanAnswers`; `NoAnswers` where no stratum has both sides.
///
/// ```
/// use sst_core::stats::{Level, Share, Stratum, common_difference};
/// // One stratum of equal sides is the plain difference: 40 of 50 less 30 of 50.
/// let one = Stratum { first: Share { events: 40, answered: 50 }, second: Share { events: 30, answered: 50 } };
/// let common = common_difference(&[one], Level::DEFAULT)?;
/// assert!((common.estimate - 0.2).abs() < 1e-15);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn common_difference(strata: &[Stratum], level: Level) -> Result<CommonDifference, StatsError> {
    let (mut weight, mut toward, mut p, mut q) = (0.0, 0.0, 0.0, 0.0);
    for Stratum { first, second } in strata {
        if first.answered == 0 || second.answered == 0 {
            continue;
        }
        let ((x1, n1), (x2, n2)) = (first.counts()?, second.counts()?);
        let n = n1 + n2;
        weight += n1 * n2 / n;
        toward += (x1 * n2 - x2 * n1) / n;
        p += (n1 * n1 * x2 - n2 * n2 * x1 + n1 * n2 * (n2 - n1) / 2.0) / (n * n);
        q += (x1 * (n2 - x2) + x2 * (n1 - x1)) / (2.0 * n);
    }
    if weight == 0.0 {
        return Err(StatsError::NoAnswers);
    }
    let estimate = toward / weight;
    let standard_error = (estimate * p + q).max(0.0).sqrt() / weight;
    let half = normal_quantile(level.each_tail())? * standard_error;
    let interval = Interval { low: (estimate - half).max(-1.0), high: (estimate + half).min(1.0) };
    Ok(CommonDifference { estimate, standard_error, interval })
}
