//! What a result may fairly be compared with, and what the comparison says.

use serde::{Deserialize, Serialize};

use super::entry::CaveatNote;

/// One published figure, or claim, beside a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BenchmarkNote {
    /// The benchmark's id.
    pub id: String,
    /// What the interval says.
    pub verdict: Verdict,
    /// Whether the verdict stays whatever those who did not answer would have said.
    pub robust: bool,
    /// The verdict and its reason, in words.
    pub text: String,
    /// About how many answers would settle it, where these cannot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers_needed: Option<u64>,
    /// What one must know of the published figure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caveats: Vec<CaveatNote>,
}

/// What an interval says of a benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The whole interval is above.
    Above,
    /// The whole interval is inside the band, or under the ceiling.
    Within,
    /// The whole interval is below.
    Below,
    /// The interval holds more than one of these.
    CannotTell,
    /// They count different things.
    NotComparable,
}
