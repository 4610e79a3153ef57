//! What the share could be, whatever those who did not answer would have said.

use super::Response;
use crate::stats::{Interval, Level, StatsError, wilson};

impl Response {
    /// The share of all eligible if none, and if all, of the silent had said yes: x/N to (x + N - r)/N, 0 to 1.
    ///
    /// Manski (1989), *Journal of Human Resources* 24, 343-360.
    ///
    /// ```
    /// use sst_core::stats::Response;
    /// // 41 of 50 said yes, 80 could have answered.
    /// let bounds = Response::new(80, 50, 41)?.bounds();
    /// assert_eq!((bounds.low, bounds.high), (0.5125, 0.8875));
    /// # Ok::<(), sst_core::stats::StatsError>(())
    /// ```
    pub fn bounds(self) -> Interval {
        let n = self.eligible as f64;
        Interval { low: self.events as f64 / n, high: (self.events + self.silent()) as f64 / n }
    }

    /// From the lower end of Wilson's interval at the lower bound to the upper end of it at the upper bound, 0 to 1: it
    /// holds the whole range of what is possible with at least the level's confidence.
    ///
    /// Horowitz & Manski (2000), *JASA* 95, 77-84; Wilson (1927).
    ///
    /// # Errors
    /// As [`wilson`]; none for counts that [`Response::new`] took.
    ///
    /// ```
    /// use sst_core::stats::{Level, Response};
    /// // 41 of 50 said yes, 80 could have answered: at 99%, .373 to .950.
    /// let union = Response::new(80, 50, 41)?.union_wilson(Level::new(0.99)?)?;
    /// assert_eq!((format!("{:.3}", union.low), format!("{:.3}", union.high)), ("0.373".into(), "0.950".into()));
    /// # Ok::<(), sst_core::stats::StatsError>(())
    /// ```
    pub fn union_wilson(self, level: Level) -> Result<Interval, StatsError> {
        Ok(Interval {
            low: wilson(self.events, self.eligible, level)?.low,
            high: wilson(self.events + self.silent(), self.eligible, level)?.high,
        })
    }
}
