//! Events among answers: what every comparison of shares begins with.

use super::StatsError;

/// A share as its two counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// x, those who said yes.
    pub events: u64,
    /// n, those who answered.
    pub answered: u64,
}

impl Share {
    /// p = x/n, 0 to 1.
    ///
    /// # Errors
    /// `NoAnswers`, `MoreEventsThanAnswers`.
    ///
    /// ```
    /// // Cannistrà et al. 2020 print 52% for 44 of 85.
    /// let enough = sst_core::stats::Share { events: 44, answered: 85 };
    /// assert_eq!(format!("{:.0}", enough.estimate()? * 100.0), "52");
    /// # Ok::<(), sst_core::stats::StatsError>(())
    /// ```
    pub fn estimate(self) -> Result<f64, StatsError> {
        let (x, n) = self.counts()?;
        Ok(x / n)
    }

    /// x and n, when there is an answer and x <= n.
    pub(super) fn counts(self) -> Result<(f64, f64), StatsError> {
        if self.answered == 0 {
            Err(StatsError::NoAnswers)
        } else if self.events > self.answered {
            Err(StatsError::MoreEventsThanAnswers)
        } else {
            Ok((self.events as f64, self.answered as f64))
        }
    }
}
