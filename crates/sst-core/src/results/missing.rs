//! What those who did not answer could change.

use serde::{Deserialize, Serialize};

/// Two ends, the lower first.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Range {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// What those who did not answer could change of a share.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct MissingAnswers {
    /// Eligible and without an answer, those never asked included.
    pub silent: Option<u64>,
    /// From the lower end of Wilson's interval at the lower bound to the upper end of that at the upper bound.
    pub union_wilson: Option<Range>,
    /// Imbens and Manski's interval of the share itself; `None` where neither bound has an error.
    pub imbens_manski: Option<Range>,
    /// What of the silent it would take to reach a benchmark, a target or a gate.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tipping: Vec<TippingNote>,
    /// The share if the log-odds of those silent differed by so much from those who answered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub delta: Vec<DeltaRow>,
    /// The share with answers weighted to those eligible, by one group at a time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weighted: Vec<WeightedShare>,
}

/// How many of the silent would have to say yes for a share to be reached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TippingNote {
    /// `benchmark`, `target` or `gate`.
    pub against: String,
    /// The benchmark's id; of a target or a gate, the measure's.
    pub id: String,
    /// The share to be reached.
    pub share: f64,
    /// How many of the silent; `None` where not even all of them would do.
    pub needed: Option<u64>,
    /// The same as a sentence.
    pub text: String,
}

/// One row of the delta grid.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DeltaRow {
    /// How far the log-odds of the silent are from those of the answering.
    pub delta: f64,
    /// The share of all eligible; `None` where all or none of the answers are yes.
    pub estimate: Option<f64>,
}

/// A share with its answers weighted to those eligible.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WeightedShare {
    /// The group by which answers were weighted.
    pub by: String,
    /// The weighted share; `None` where a group has nobody who answered.
    pub estimate: Option<f64>,
    /// How many answers without weights would be as exact (Kish).
    pub effective_n: Option<f64>,
    /// Groups that nobody answered in.
    pub empty_groups: u64,
}
