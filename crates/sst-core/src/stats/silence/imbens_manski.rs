//! Imbens & Manski's interval: it holds the share itself, not the whole range of what is possible.

use super::Response;
use crate::stats::root::turning_point;
use crate::stats::tails_of_laws::normal_upper_tail;
use crate::stats::{Interval, Level, StatsError, normal_quantile};

/// The interval and the number of standard errors it is made with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ImbensManski {
    /// c, between the one-sided and the two-sided normal quantile.
    pub standard_errors: f64,
    /// lower bound - c se to upper bound + c se, cut at 0 and 1.
    pub interval: Interval,
}

impl Response {
    /// The interval that holds the share of all eligible with the level's confidence, whatever the silent would have said;
    /// none where both bounds are 0 or 1, so that both standard errors are 0.
    ///
    /// With l, u the bounds and se² = l(1-l)/N, u(1-u)/N: c solves Φ(c + (u-l)/max se) - Φ(-c) = level.
    /// Imbens & Manski (2004), *Econometrica* 72, 1845-1857.
    ///
    /// # Errors
    /// `OutOfRange` never happens for a [`Level`].
    ///
    /// ```
    /// use sst_core::stats::{Level, Response};
    /// // 41 of 50 said yes, 80 could have answered: .421 to .946.
    /// let found = Response::new(80, 50, 41)?.imbens_manski(Level::DEFAULT)?.unwrap();
    /// assert_eq!((format!("{:.3}", found.interval.low), format!("{:.3}", found.interval.high)), ("0.421".into(), "0.946".into()));
    /// # Ok::<(), sst_core::stats::StatsError>(())
    /// ```
    pub fn imbens_manski(self, level: Level) -> Result<Option<ImbensManski>, StatsError> {
        let Interval { low, high } = self.bounds();
        let n = self.eligible as f64;
        let se = |p: f64| (p * (1.0 - p) / n).sqrt();
        let (below, above) = (se(low), se(high));
        let largest = below.max(above);
        if largest == 0.0 {
            return Ok(None);
        }
        let apart = (high - low) / largest;
        // What is missing on both sides rises above the level's share as c falls.
        let missing = 1.0 - level.get();
        let (one_sided, two_sided) = (normal_quantile(missing)?, normal_quantile(missing / 2.0)?);
        let is_enough = |c: f64| normal_upper_tail(c) + normal_upper_tail(c + apart) <= missing;
        // At the two-sided quantile each tail is half of what may be missing, at the one-sided one tail is all of it.
        let c = turning_point(one_sided, two_sided, is_enough);
        let interval = Interval { low: (low - c * below).max(0.0), high: (high + c * above).min(1.0) };
        Ok(Some(ImbensManski { standard_errors: c, interval }))
    }
}
