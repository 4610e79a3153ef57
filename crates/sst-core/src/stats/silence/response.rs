//! Who could have answered, who did, and who said yes.

use crate::stats::StatsError;

/// The three counts, events <= answered <= eligible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Response {
    /// N, those who could have answered.
    pub eligible: u64,
    /// r, those who did.
    pub answered: u64,
    /// x, those who said yes.
    pub events: u64,
}

impl Response {
    /// The three counts, when they can be.
    ///
    /// # Errors
    /// `NoAnswers` when nobody is eligible, `MoreAnswersThanEligible`, `MoreEventsThanAnswers`.
    pub const fn new(eligible: u64, answered: u64, events: u64) -> Result<Self, StatsError> {
        if eligible == 0 {
            Err(StatsError::NoAnswers)
        } else if answered > eligible {
            Err(StatsError::MoreAnswersThanEligible)
        } else if events > answered {
            Err(StatsError::MoreEventsThanAnswers)
        } else {
            Ok(Self { eligible, answered, events })
        }
    }

    /// Those who did not answer, N - r.
    pub const fn silent(self) -> u64 {
        self.eligible - self.answered
    }

    /// The share that answered, r/N, 0 to 1.
    pub fn rate(self) -> f64 {
        self.answered as f64 / self.eligible as f64
    }
}
