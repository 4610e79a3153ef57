//! What became of the scores of a scores file, and by which rule they found their sessions.

use serde::{Deserialize, Serialize};

use super::header::InputFile;
use crate::codes::UnusedScore;

/// The scores that came in a table of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoresNote {
    /// The files; as the inputs, the one part that hangs on how rows are split into files.
    #[serde(default)]
    pub inputs: Vec<InputFile>,
    /// The questionnaires with a score in them, by id.
    #[serde(default)]
    pub instruments: Vec<String>,
    /// A score before may be so many days old.
    pub pre_within_days: u32,
    /// A score after is at least so many days later.
    pub post_from_days: u32,
    /// A score after is at most so many days later.
    pub post_within_days: u32,
    /// The rule in words.
    pub text: String,
    /// Rows read = used + unused.
    pub read: u64,
    /// Rows whose score is the score of a session.
    pub used: u64,
    /// Rows that are not used, by reason.
    #[serde(default)]
    pub unused: Vec<UnusedScores>,
    /// Attended sessions whose time for a score after was not over on the as-of date.
    pub open_windows: u64,
}

/// Rows of a scores file that are not used for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnusedScores {
    /// The reason.
    pub reason: UnusedScore,
    /// How many.
    pub rows: u64,
}
