//! The power of the exact binomial test of a claim, and the answers that it takes.

use crate::stats::StatsError;
use crate::stats::binomial::{BinomialLaw, try_first_that_holds};

/// What the test looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alternative {
    /// A share above the claim; also non-inferiority, with benchmark - margin as the claim.
    Greater,
    /// A share below the claim.
    Less,
    /// Another share, by [`binomial_test`](crate::stats::binomial_test)'s two-sided p.
    TwoSided,
}

/// The test at one number of answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExactPower {
    /// As few events as that, or fewer, speak against the claim; none where no count is few enough or few is not looked for.
    pub at_most: Option<u64>,
    /// As many events as that, or more, speak against the claim; none where no count is many enough or many is not looked for.
    pub at_least: Option<u64>,
    /// The chance of such a count where the claim is true, at most α.
    pub size: f64,
    /// The chance of such a count where the share is as expected; 0 where no count would do.
    pub power: f64,
}

/// The power of the exact test of `claim` with n answers where the true share is `expected`.
///
/// Counts x speak against the claim where P(X >= x) <= α (greater), P(X <= x) <= α (less) or the two-sided p is at most α,
/// X ~ Bin(n, claim). Chernick & Liu (2002), *American Statistician* 56, 149-155.
///
/// # Errors
/// `NoAnswers` at n = 0, `OutOfRange` where claim or α is not strictly between 0 and 1, or `expected` not from 0 to 1.
///
/// ```
/// use sst_core::stats::{Alternative, exact_power};
/// // 45 of 50 show more than 80% at α = 0.05; where the truth is 90% that comes with a chance of 62%.
/// let power = exact_power(0.8, 0.9, 50, 0.05, Alternative::Greater)?;
/// assert_eq!((power.at_least, format!("{:.2}", power.power)), (Some(45), "0.62".into()));
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn exact_power(
    claim: f64,
    expected: f64,
    answers: u64,
    alpha: f64,
    alternative: Alternative,
) -> Result<ExactPower, StatsError> {
    check(claim, alpha)?;
    if !(0.0..=1.0).contains(&expected) {
        return Err(StatsError::OutOfRange);
    }
    if answers == 0 {
        return Err(StatsError::NoAnswers);
    }
    let claimed = BinomialLaw { n: answers, p: claim };
    let mean = (answers as f64 * claim) as u64;
    let (at_most, at_least) = match alternative {
        Alternative::Greater => (None, try_first_that_holds(0, answers + 1, |x| Ok(claimed.at_least(x)? <= alpha))?),
        Alternative::Less => {
            let beyond = try_first_that_holds(0, answers + 1, |x| Ok(claimed.at_most(x)? > alpha))?;
            (beyond.checked_sub(1), answers + 1)
        }
        Alternative::TwoSided => {
            // Below the mean p rises with the count, above it falls.
            let beyond = try_first_that_holds(0, mean + 1, |x| Ok(claimed.no_more_likely_than(x)? > alpha))?;
            let least = |x| Ok(claimed.no_more_likely_than(x)? <= alpha);
            (beyond.checked_sub(1), try_first_that_holds(mean + 1, answers + 1, least)?)
        }
    };
    let at_least = (at_least <= answers).then_some(at_least);
    let chance = |share: f64| -> Result<f64, StatsError> {
        // At a share of 0 or 1 there is one count.
        if share == 0.0 || share == 1.0 {
            let x = if share == 0.0 { 0 } else { answers };
            let counts = at_most.is_some_and(|most| x <= most) || at_least.is_some_and(|least| x >= least);
            return Ok(if counts { 1.0 } else { 0.0 });
        }
        let law = BinomialLaw { n: answers, p: share };
        let few = at_most.map_or(Ok(0.0), |most| law.at_most(most))?;
        Ok(few + at_least.map_or(Ok(0.0), |least| law.at_least(least))?)
    };
    Ok(ExactPower { at_most, at_least, size: chance(claim)?, power: chance(expected)? })
}

/// How many answers reach a power. It rises in a saw-tooth, so there are two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExactSampleSize {
    /// The first number of answers with the power.
    pub first: u64,
    /// From that number on every one has it: what to plan with.
    pub stable_from: u64,
}

/// Beyond, a search would take longer than planning may.
const MOST: f64 = 200_000.0;

/// The answers with which the one-sided exact test of `claim` has the power where the true share is `expected`; looked for are
/// shares on the side of `expected`.
///
/// With L = (√ln(1/α) + √ln(1/(1-power)))²/(2 (expected - claim)²), from n = L on Hoeffding's inequality grants the power, so
/// that all below is looked through and nothing above need be. Hoeffding (1963), *JASA* 58, 13-30, theorem 1.
///
/// # Errors
/// `OutOfRange` where a number is not strictly between 0 and 1, both shares are one, or L is beyond 200,000.
///
/// ```
/// use sst_core::stats::exact_sample_size;
/// // To show more than 80% where 90% is true, with a power of 80%: 82 answers may do, 94 or more do.
/// let size = exact_sample_size(0.8, 0.9, 0.05, 0.8)?;
/// assert_eq!((size.first, size.stable_from), (82, 94));
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn exact_sample_size(claim: f64, expected: f64, alpha: f64, power: f64) -> Result<ExactSampleSize, StatsError> {
    check(claim, alpha)?;
    check(expected, power)?;
    let root = |share: f64| (1.0 / share).ln().sqrt();
    let enough = ((root(alpha) + root(1.0 - power)) / (expected - claim)).powi(2) / 2.0;
    if enough.is_nan() || enough > MOST {
        return Err(StatsError::OutOfRange);
    }
    // Few events of a share are many of its complement.
    let mut test = if expected > claim {
        Growing { claim, expected, alpha, least: 0 }
    } else {
        Growing { claim: 1.0 - claim, expected: 1.0 - expected, alpha, least: 0 }
    };
    let mut stable_from = enough.ceil().max(1.0) as u64;
    // Near where it will be: (n + 1) claim at least.
    test.least = (stable_from as f64 * test.claim) as u64;
    while stable_from > 1 && test.power(stable_from - 1)? >= power {
        stable_from -= 1;
    }
    test.least = 0;
    let mut first = 1;
    while first < stable_from && test.power(first)? < power {
        first += 1;
    }
    Ok(ExactSampleSize { first, stable_from })
}

/// The test for more than the claim, at one number of answers after its neighbour: the count that it takes moves by one at most.
struct Growing {
    claim: f64,
    expected: f64,
    alpha: f64,
    /// The fewest events that spoke against the claim last time; n + 1 where none did.
    least: u64,
}

impl Growing {
    fn power(&mut self, answers: u64) -> Result<f64, StatsError> {
        let claimed = BinomialLaw { n: answers, p: self.claim };
        let speaks = |x: u64| -> Result<bool, StatsError> { Ok(x > answers || claimed.at_least(x)? <= self.alpha) };
        let mut least = self.least.min(answers + 1);
        while !speaks(least)? {
            least += 1;
        }
        while least > 0 && speaks(least - 1)? {
            least -= 1;
        }
        self.least = least;
        if least > answers { Ok(0.0) } else { BinomialLaw { n: answers, p: self.expected }.at_least(least) }
    }
}

fn check(share: f64, other: f64) -> Result<(), StatsError> {
    let is_fine = share > 0.0 && share < 1.0 && other > 0.0 && other < 1.0;
    if is_fine { Ok(()) } else { Err(StatsError::OutOfRange) }
}
