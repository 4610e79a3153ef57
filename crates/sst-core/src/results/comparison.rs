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
    /// Clients with an answer on both sides.
    pub clients_on_both_sides: Option<u64>,
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
