//! Laws of counts - binomial, Poisson, geometric - and the limits within which a count is no signal.

use super::binomial::{BinomialLaw, try_first_that_holds};
use super::{Interval, StatsError, chi_squared_upper_tail};

/// The law of a count X = 0, 1, 2, ...
pub(super) trait CountLaw {
    /// The mean of X.
    fn mean(&self) -> f64;
    /// P(X <= x).
    fn at_most(&self, x: u64) -> Result<f64, StatsError>;
    /// P(X >= x).
    fn at_least(&self, x: u64) -> Result<f64, StatsError>;
}

/// X of n with chance p, 0 and 1 among the chances.
pub(super) struct Successes {
    pub(super) n: u64,
    pub(super) p: f64,
}

impl CountLaw for Successes {
    fn mean(&self) -> f64 {
        self.n as f64 * self.p
    }

    fn at_most(&self, x: u64) -> Result<f64, StatsError> {
        if x >= self.n || self.p == 0.0 {
            Ok(1.0)
        } else if self.p == 1.0 {
            Ok(0.0)
        } else {
            BinomialLaw { n: self.n, p: self.p }.at_most(x)
        }
    }

    fn at_least(&self, x: u64) -> Result<f64, StatsError> {
        if x == 0 {
            Ok(1.0)
        } else if x > self.n || self.p == 0.0 {
            Ok(0.0)
        } else if self.p == 1.0 {
            Ok(1.0)
        } else {
            BinomialLaw { n: self.n, p: self.p }.at_least(x)
        }
    }
}

/// X of Poisson's law: P(X <= x) = P(chi-squared with 2(x+1) degrees of freedom > 2 mean).
pub(super) struct Events {
    pub(super) mean: f64,
}

impl CountLaw for Events {
    fn mean(&self) -> f64 {
        self.mean
    }

    fn at_most(&self, x: u64) -> Result<f64, StatsError> {
        chi_squared_upper_tail(2.0 * self.mean, 2 * (x + 1))
    }

    fn at_least(&self, x: u64) -> Result<f64, StatsError> {
        if x == 0 { Ok(1.0) } else { Ok(1.0 - self.at_most(x - 1)?) }
    }
}

/// X, how many passed before the next event: P(X >= x) = (mean/(mean + 1))^x.
pub(super) struct Between {
    pub(super) mean: f64,
}

impl Between {
    /// ln P(X >= x).
    fn log_at_least(&self, x: f64) -> f64 {
        if self.mean == 0.0 { f64::NEG_INFINITY } else { -x * (1.0 / self.mean).ln_1p() }
    }
}

impl CountLaw for Between {
    fn mean(&self) -> f64 {
        self.mean
    }

    fn at_most(&self, x: u64) -> Result<f64, StatsError> {
        Ok(-self.log_at_least(x as f64 + 1.0).exp_m1())
    }

    fn at_least(&self, x: u64) -> Result<f64, StatsError> {
        Ok(if x == 0 { 1.0 } else { self.log_at_least(x as f64).exp() })
    }
}

/// The counts that are no signal, and where the limits are drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct CountLimits {
    /// The smallest x with P(X <= x) >= tail: what is below is a signal.
    pub(super) lowest: u64,
    /// The largest x with P(X >= x) >= tail: what is above is a signal.
    pub(super) highest: u64,
    /// Between the last count that is a signal and the first that is none, by linear interpolation of the tail. From 0 on; the
    /// upper end may be beyond the largest possible count.
    pub(super) drawn: Interval,
}

impl CountLimits {
    /// The limits that leave `tail` on each side, 0 < tail < 1/2.
    pub(super) fn of(law: &impl CountLaw, tail: f64) -> Result<Self, StatsError> {
        // Beyond 2^53 counts are no longer whole in a float.
        if !(tail > 0.0 && tail < 0.5 && law.mean() < 9e15) {
            return Err(StatsError::OutOfRange);
        }
        let mut far = law.mean().ceil() as u64 + 1;
        while law.at_most(far)? < tail || law.at_least(far)? >= tail {
            far *= 2;
        }
        let lowest = try_first_that_holds(0, far, |x| Ok::<_, StatsError>(law.at_most(x)? >= tail))?;
        let beyond = try_first_that_holds(0, far, |x| Ok::<_, StatsError>(law.at_least(x)? < tail))?;
        // P(X >= 0) is 1.
        let highest = beyond.saturating_sub(1);
        let below = if lowest == 0 { 0.0 } else { law.at_most(lowest - 1)? };
        let up_to = law.at_most(lowest)?;
        let (from, above) = (law.at_least(highest)?, law.at_least(beyond)?);
        let low = lowest as f64 - (up_to - tail) / (up_to - below);
        let high = highest as f64 + (from - tail) / (from - above);
        Ok(Self { lowest, highest, drawn: Interval { low: low.max(0.0), high } })
    }
}
