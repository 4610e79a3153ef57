//! A unit's events against those expected of clients like its own.

use crate::stats::tails_of_laws::normal_two_sided;
use crate::stats::{Interval, Level, Share, StatsError, normal_quantile};

/// Observed and expected events of one unit. Parts add up.
///
/// The expectation is taken as known: its own error, of a model fitted on all units, is not in the interval. Hosmer & Lemeshow (1995),
/// *Statistics in Medicine* 14, 2161-2172; Spiegelhalter (2005), *Statistics in Medicine* 24, 1185-1202.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ObservedExpected {
    /// n.
    pub clients: u64,
    /// O.
    pub observed: u64,
    /// E = Σ p.
    pub expected: f64,
    /// V = Σ p (1-p).
    pub variance: f64,
}

impl ObservedExpected {
    /// Adds clients with one predicted probability.
    ///
    /// # Errors
    /// `NoAnswers`, `MoreEventsThanAnswers`; `OutOfRange` unless the probability is strictly between 0 and 1.
    pub fn add(&mut self, probability: f64, share: Share) -> Result<(), StatsError> {
        let (_, n) = share.counts()?;
        if !(probability > 0.0 && probability < 1.0) {
            return Err(StatsError::OutOfRange);
        }
        self.clients += share.answered;
        self.observed += share.events;
        self.expected += n * probability;
        self.variance += n * probability * (1.0 - probability);
        Ok(())
    }

    /// Adds another part of the unit.
    pub fn merge(&mut self, other: Self) {
        self.clients += other.clients;
        self.observed += other.observed;
        self.expected += other.expected;
        self.variance += other.variance;
    }

    /// O/E, 0 to n/E; above 1 where more had the event than expected.
    ///
    /// # Errors
    /// `NoAnswers` of a unit without clients.
    pub fn ratio(self) -> Result<f64, StatsError> {
        self.check()?;
        Ok(self.observed as f64 / self.expected)
    }

    /// The interval of O/E: (O ± z √V)/E, cut at 0 and n/E, the most that n clients can come to.
    ///
    /// V is that of n clients who each have the event once or not. Byar's limits take O for a Poisson count and are too wide where
    /// most clients have the event: at 80% more than twice as wide.
    ///
    /// # Errors
    /// `NoAnswers` of a unit without clients.
    ///
    /// ```
    /// use sst_core::stats::{Level, ObservedExpected};
    /// // The first unit of the case-mix example on R 4.2.2: O 10 of 14, E 11.54857, V 1.96700, O/E 0.8659, z -1.104.
    /// let unit = ObservedExpected { clients: 14, observed: 10, expected: 11.54857, variance: 1.96700 };
    /// assert_eq!(format!("{:.4} {:.3}", unit.ratio()?, unit.z()?), "0.8659 -1.104");
    /// let interval = unit.interval(Level::DEFAULT)?;
    /// assert_eq!(format!("{:.3} {:.3}", interval.low, interval.high), "0.628 1.104");
    /// # Ok::<(), sst_core::stats::StatsError>(())
    /// ```
    pub fn interval(self, level: Level) -> Result<Interval, StatsError> {
        self.check()?;
        let half = normal_quantile(level.each_tail())? * self.variance.sqrt();
        let (observed, most) = (self.observed as f64, self.clients as f64);
        Ok(Interval {
            low: (observed - half).max(0.0) / self.expected,
            high: (observed + half).min(most) / self.expected,
        })
    }

    /// z = (O - E)/√V, positive where more had the event than expected.
    ///
    /// # Errors
    /// `NoAnswers` of a unit without clients.
    pub fn z(self) -> Result<f64, StatsError> {
        self.check()?;
        Ok((self.observed as f64 - self.expected) / self.variance.sqrt())
    }

    /// P(|Z| >= |z|), by the normal law.
    ///
    /// # Errors
    /// `NoAnswers` of a unit without clients.
    pub fn two_sided(self) -> Result<f64, StatsError> {
        Ok(normal_two_sided(self.z()?))
    }

    /// The share of the unit with an average mix of clients: O/E times the share of all, at most 1 (indirect standardisation).
    ///
    /// # Errors
    /// `NoAnswers` of a unit without clients, `OutOfRange` unless `share_of_all` is 0 to 1.
    pub fn adjusted_share(self, share_of_all: f64) -> Result<f64, StatsError> {
        if !(0.0..=1.0).contains(&share_of_all) {
            return Err(StatsError::OutOfRange);
        }
        Ok((self.ratio()? * share_of_all).min(1.0))
    }

    fn check(self) -> Result<(), StatsError> {
        if self.clients == 0 {
            Err(StatsError::NoAnswers)
        } else if self.observed > self.clients {
            Err(StatsError::MoreEventsThanAnswers)
        } else if self.expected > 0.0 && self.variance > 0.0 && self.expected.is_finite() {
            Ok(())
        } else {
            Err(StatsError::OutOfRange)
        }
    }
}
