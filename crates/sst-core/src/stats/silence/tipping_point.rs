//! How many of the silent would have to say yes for a claim to be reached, or to be shown.

use super::Response;
use crate::stats::binomial::{BinomialLaw, first_that_holds, try_first_that_holds};
use crate::stats::{Level, StatsError};

/// What the silent would have to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TippingPoint {
    /// The claim holds even if none of them says yes.
    Already,
    /// At least this many of them, from 1 to all.
    Needs(u64),
    /// The claim does not hold even if all of them say yes.
    Impossible,
}

impl Response {
    /// How many of the silent must say yes for the share of all eligible to reach `claim`, 0 <= claim <= 1: the smallest m with
    /// (x + m)/N >= claim.
    ///
    /// Shares are compared as they are printed, so that 220 of 400 reaches 0.55. Yan, Lee & Li (2009), *Journal of
    /// Biopharmaceutical Statistics* 19, 1085-1098.
    ///
    /// # Errors
    /// `OutOfRange` for the claim.
    ///
    /// ```
    /// use sst_core::stats::{Response, TippingPoint};
    /// // 41 of 50 said yes, 80 could have answered: 23 of the 30 silent for 80%.
    /// assert_eq!(Response::new(80, 50, 41)?.tipping_point(0.8)?, TippingPoint::Needs(23));
    /// # Ok::<(), sst_core::stats::StatsError>(())
    /// ```
    pub fn tipping_point(self, claim: f64) -> Result<TippingPoint, StatsError> {
        if !(0.0..=1.0).contains(&claim) {
            return Err(StatsError::OutOfRange);
        }
        let silent = self.silent();
        let reaches = |more: u64| (self.events + more) as f64 / self.eligible as f64 >= claim;
        Ok(match first_that_holds(0, silent + 1, reaches) {
            0 => TippingPoint::Already,
            more if more <= silent => TippingPoint::Needs(more),
            _ => TippingPoint::Impossible,
        })
    }

    /// The fewest yeses of the silent with which all answers together show that the share is above `claim`, 0 < claim < 1:
    /// the smallest m with P(X >= x + m) <= 1 - level, X ~ Bin(N, claim). None when even all of them would not do.
    ///
    /// # Errors
    /// `OutOfRange` for the claim, `NotConverged`.
    ///
    /// ```
    /// use sst_core::stats::{Level, Response};
    /// // 100 of 120 said yes, 400 could have answered: 117 of the 280 silent would show more than 50%.
    /// assert_eq!(Response::new(400, 120, 100)?.fewest_to_show_above(0.5, Level::DEFAULT)?, Some(117));
    /// # Ok::<(), sst_core::stats::StatsError>(())
    /// ```
    pub fn fewest_to_show_above(self, claim: f64, level: Level) -> Result<Option<u64>, StatsError> {
        let law = self.law(claim)?;
        let missing = 1.0 - level.get();
        let silent = self.silent();
        let at = try_first_that_holds(0, silent + 1, |more| Ok(law.at_least(self.events + more)? <= missing))?;
        Ok((at <= silent).then_some(at))
    }

    /// The most yeses of the silent with which all answers together show that the share is below `claim`, 0 < claim < 1:
    /// the largest m with P(X <= x + m) <= 1 - level, X ~ Bin(N, claim). None when even none of them would not do.
    ///
    /// # Errors
    /// As [`fewest_to_show_above`](Self::fewest_to_show_above).
    ///
    /// ```
    /// use sst_core::stats::{Level, Response};
    /// // 100 of 120 said yes, 400 could have answered: with 83 of the 280 silent or fewer it is below 50%.
    /// assert_eq!(Response::new(400, 120, 100)?.most_to_show_below(0.5, Level::DEFAULT)?, Some(83));
    /// # Ok::<(), sst_core::stats::StatsError>(())
    /// ```
    pub fn most_to_show_below(self, claim: f64, level: Level) -> Result<Option<u64>, StatsError> {
        let law = self.law(claim)?;
        let missing = 1.0 - level.get();
        let beyond = try_first_that_holds(0, self.silent() + 1, |more| Ok(law.at_most(self.events + more)? > missing))?;
        Ok(beyond.checked_sub(1))
    }

    fn law(self, claim: f64) -> Result<BinomialLaw, StatsError> {
        let is_possible = claim > 0.0 && claim < 1.0;
        if is_possible { Ok(BinomialLaw { n: self.eligible, p: claim }) } else { Err(StatsError::OutOfRange) }
    }
}
