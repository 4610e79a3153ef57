//! The exact binomial test of one share against a fixed claim.
//!
//! Probabilities of single counts: Loader, C. (2000), *Fast and accurate computation of binomial probabilities*. Tails: the
//! incomplete beta function, the smaller of the two computed directly.

use super::StatsError;
use super::incomplete_beta::{both_tails, deviance, stirling_error};
use super::tails_of_laws::normal_two_sided;

/// What an exact test of a claimed share says. X is the count of events under the claim, x the count seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BinomialTest {
    /// P(X <= x).
    pub less: f64,
    /// P(X >= x).
    pub greater: f64,
    /// The probability of all counts that are no more likely than x ("minimum likelihood", as R's `binom.test`).
    pub two_sided: f64,
    /// P(X < x) + P(X = x) / 2.
    pub mid_p_less: f64,
    /// P(X > x) + P(X = x) / 2.
    pub mid_p_greater: f64,
    /// (x/n - claim) / sqrt(claim (1 - claim) / n).
    pub score_z: f64,
    /// 2 P(Z > |score_z|), Z standard normal.
    pub score_two_sided: f64,
}

/// Tests the share events / answered against a claim, 0 < claim < 1.
///
/// X ~ Bin(n, claim): P(X <= x) = 1 - I_claim(x+1, n-x), P(X >= x) = I_claim(x, n-x+1). Two-sided, counts whose
/// probability is within 1 + 1e-7 of P(X = x) count as equally likely, as R and scipy have it.
///
/// # Errors
/// `NoAnswers`, `MoreEventsThanAnswers`, `OutOfRange` when the claim is not strictly between 0 and 1, `NotConverged`.
///
/// ```
/// // R: binom.test(682, 925, p = 0.75) has p = 0.3825 (Conover 1971, p. 97 f.).
/// let test = sst_core::stats::binomial_test(682, 925, 0.75)?;
/// assert_eq!(format!("{:.4}", test.two_sided), "0.3825");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn binomial_test(events: u64, answered: u64, claim: f64) -> Result<BinomialTest, StatsError> {
    if answered == 0 {
        return Err(StatsError::NoAnswers);
    }
    if events > answered {
        return Err(StatsError::MoreEventsThanAnswers);
    }
    if !(claim > 0.0 && claim < 1.0) {
        return Err(StatsError::OutOfRange);
    }
    let law = BinomialLaw { n: answered, p: claim };
    let (less, greater) = (law.at_most(events)?, law.at_least(events)?);
    let half = law.log_probability(events).exp() / 2.0;
    let n = answered as f64;
    let score_z = (events as f64 / n - claim) / (claim * (1.0 - claim) / n).sqrt();
    Ok(BinomialTest {
        less,
        greater,
        two_sided: law.no_more_likely_than(events)?,
        mid_p_less: less - half,
        mid_p_greater: greater - half,
        score_z,
        score_two_sided: normal_two_sided(score_z),
    })
}

/// Bin(n, p), 0 < p < 1.
pub(super) struct BinomialLaw {
    pub(super) n: u64,
    pub(super) p: f64,
}

impl BinomialLaw {
    /// P(X <= x).
    pub(super) fn at_most(&self, x: u64) -> Result<f64, StatsError> {
        if x >= self.n {
            return Ok(1.0);
        }
        if x == 0 {
            return Ok(self.log_probability(0).exp());
        }
        Ok(both_tails(x as f64 + 1.0, (self.n - x) as f64, self.p)?.1)
    }

    /// P(X >= x).
    pub(super) fn at_least(&self, x: u64) -> Result<f64, StatsError> {
        if x == 0 {
            return Ok(1.0);
        }
        if x == self.n {
            return Ok(self.log_probability(x).exp());
        }
        Ok(both_tails(x as f64, (self.n - x) as f64 + 1.0, self.p)?.0)
    }

    /// ln P(X = x).
    pub(super) fn log_probability(&self, x: u64) -> f64 {
        let (n, k, rest) = (self.n as f64, x as f64, (self.n - x) as f64);
        if x == 0 {
            return n * (-self.p).ln_1p();
        }
        if x == self.n {
            return n * self.p.ln();
        }
        stirling_error(n)
            - stirling_error(k)
            - stirling_error(rest)
            - deviance(k, n * self.p)
            - deviance(rest, n * (1.0 - self.p))
            + (n / (std::f64::consts::TAU * k * rest)).ln() / 2.0
    }

    /// The probability of all counts that are no more likely than x.
    pub(super) fn no_more_likely_than(&self, x: u64) -> Result<f64, StatsError> {
        const AS_LIKELY: f64 = 1e-7;
        let mean = self.n as f64 * self.p;
        if x as f64 == mean {
            return Ok(1.0);
        }
        let limit = self.log_probability(x) + AS_LIKELY.ln_1p();
        let is_unlikely = |k: u64| self.log_probability(k) <= limit;
        let both = if (x as f64) < mean {
            // Above the mean probabilities fall: the first count from there on that is unlikely enough.
            match first_that_holds(mean.ceil() as u64, self.n + 1, is_unlikely) {
                from if from > self.n => self.at_most(x)?,
                from => self.at_most(x)? + self.at_least(from)?,
            }
        } else {
            // Below the mean they rise: one less than the first that is too likely.
            match first_that_holds(0, mean.floor() as u64 + 1, |k| !is_unlikely(k)) {
                0 => self.at_least(x)?,
                beyond => self.at_least(x)? + self.at_most(beyond - 1)?,
            }
        };
        Ok(both.min(1.0))
    }
}

/// The first number from `low` on, below `high`, that holds; `high` when none does. Those before it do not hold.
pub(super) fn first_that_holds(low: u64, high: u64, holds: impl Fn(u64) -> bool) -> u64 {
    match try_first_that_holds(low, high, |number| Ok::<_, std::convert::Infallible>(holds(number))) {
        Ok(first) => first,
        Err(never) => match never {},
    }
}

/// The same of a question that may fail.
pub(super) fn try_first_that_holds<E>(
    mut low: u64,
    mut high: u64,
    holds: impl Fn(u64) -> Result<bool, E>,
) -> Result<u64, E> {
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle)? {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(low)
}
