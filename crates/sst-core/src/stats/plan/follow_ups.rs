//! How many follow-ups to send for the answers one needs.

use crate::stats::StatsError;
use crate::stats::binomial::{BinomialLaw, first_that_holds, try_first_that_holds};

/// More than that are not sent.
const MOST: u64 = 1 << 40;

/// Follow-ups from which `answers` are to be expected at a response rate r: the smallest m with m r >= answers. In about half
/// of all cases fewer answer: see [`follow_ups_to_be_sure`]. 0 < r <= 1.
///
/// # Errors
/// `OutOfRange` for the rate, or where more than 2^40 would be needed.
///
/// ```
/// // 245 answers where 40% answer.
/// assert_eq!(sst_core::stats::follow_ups_to_expect(245, 0.4)?, 613);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn follow_ups_to_expect(answers: u64, response_rate: f64) -> Result<u64, StatsError> {
    check(response_rate)?;
    // Compared as quotients, which are right to the last digit: 30 at 0.3 are 100, not 101.
    found(first_that_holds(answers, MOST, |sent| answers as f64 / sent.max(1) as f64 <= response_rate))
}

/// Follow-ups from which at least `answers` come with probability `assurance`: the smallest m with P(X >= answers) >= assurance,
/// X ~ Bin(m, r). 0 < r <= 1, 0 < assurance < 1.
///
/// # Errors
/// `OutOfRange` outside these ranges, or where more than 2^40 would be needed; `NotConverged`.
///
/// ```
/// // At least one answer where half answer: 5 follow-ups, for 1 - 0.5^5 = 0.97.
/// assert_eq!(sst_core::stats::follow_ups_to_be_sure(1, 0.5, 0.95)?, 5);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn follow_ups_to_be_sure(answers: u64, response_rate: f64, assurance: f64) -> Result<u64, StatsError> {
    check(response_rate)?;
    if !(assurance > 0.0 && assurance < 1.0) {
        return Err(StatsError::OutOfRange);
    }
    if response_rate == 1.0 || answers == 0 {
        return Ok(answers);
    }
    // Twice as many as expected would do but for few answers: a bracket that is as small as it can be.
    let mut enough = follow_ups_to_expect(answers, response_rate)?;
    let comes = |sent: u64| -> Result<bool, StatsError> {
        Ok(BinomialLaw { n: sent, p: response_rate }.at_least(answers)? >= assurance)
    };
    while !comes(enough)? {
        enough = enough.saturating_mul(2);
        if enough >= MOST {
            return Err(StatsError::OutOfRange);
        }
    }
    found(try_first_that_holds(answers, enough, comes)?)
}

fn check(response_rate: f64) -> Result<(), StatsError> {
    if response_rate > 0.0 && response_rate <= 1.0 { Ok(()) } else { Err(StatsError::OutOfRange) }
}

fn found(sent: u64) -> Result<u64, StatsError> {
    if sent >= MOST { Err(StatsError::OutOfRange) } else { Ok(sent) }
}
