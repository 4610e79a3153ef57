//! What became of the rows of an anonymous follow-up form.

use serde::{Deserialize, Serialize};

use super::header::InputFile;
use crate::codes::UnusedAnswer;

/// Follow-up answers that belong to no known session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswersNote {
    /// The files; as the inputs, the one part that hangs on how rows are split into files.
    #[serde(default)]
    pub inputs: Vec<InputFile>,
    /// The groups, beside those of the calendar, that the answers are told by.
    #[serde(default)]
    pub groups: Vec<String>,
    /// How they are counted, in words.
    pub text: String,
    /// Rows read = used + unused.
    pub read: u64,
    /// Rows with an answer that counts.
    pub used: u64,
    /// Rows that are not used, by reason.
    #[serde(default)]
    pub unused: Vec<UnusedAnswers>,
}

/// Rows of a follow-up file that are not used for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnusedAnswers {
    /// The reason.
    pub reason: UnusedAnswer,
    /// How many.
    pub rows: u64,
}
