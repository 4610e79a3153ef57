//! One share beside another.

use serde::{Deserialize, Serialize};

use super::entry::By;
use super::header::Period;

/// The difference of two shares: a - b.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The first.
    pub a: Side,
    /// What it is compared with.
    pub b: Side,
    /// The share of a less the share of b.
    pub estimate: Option<f64>,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
    /// How the interval was made.
    pub method: String,
    /// The p-value of no difference.
    pub p: Option<f64>,
    /// The test it is from.
    pub test: Option<String>,
    /// The same adjusted for how many comparisons of this kind there are.
    pub p_adjusted: Option<f64>,
    /// How it was adjusted.
    pub adjustment: Option<String>,
    /// What may be said of it.
    #[serde(default)]
    pub verdict: Option<DifferenceVerdict>,
    /// Clients with an answer on both sides.
    pub clients_on_both_sides: Option<u64>,
}

/// What may be said of a difference a - b.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceVerdict {
    /// a is higher.
    Higher,
    /// a is lower.
    Lower,
    /// Neither is shown.
    CannotTell,
}

impl DifferenceVerdict {
    /// As the document names it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::CannotTell => "cannot_tell",
        }
    }
}

impl Comparison {
    /// Higher or lower where the interval leaves out 0 and p, adjusted where it is, is below 1 - level; else it cannot be told.
    /// `None` without an interval or a p.
    pub fn judged(&self, level: f64) -> Option<DifferenceVerdict> {
        let (low, high) = self.low.zip(self.high)?;
        let is_shown = self.p_adjusted.or(self.p)? < 1.0 - level;
        Some(match (low > 0.0, high < 0.0) {
            (true, _) if is_shown => DifferenceVerdict::Higher,
            (_, true) if is_shown => DifferenceVerdict::Lower,
            _ => DifferenceVerdict::CannotTell,
        })
    }
}

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Side {
    /// The group.
    pub by: By,
    /// The session dates.
    pub period: Option<Period>,
    /// Could be asked.
    pub eligible: Option<u64>,
    /// Answered.
    pub answered: Option<u64>,
    /// Said yes.
    pub events: Option<u64>,
    /// events / answered.
    pub estimate: Option<f64>,
}
