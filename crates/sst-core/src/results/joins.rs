//! What became of the rows of a file that was joined to the sessions.

use serde::{Deserialize, Serialize};

use super::header::InputFile;
use crate::codes::UnusedJoin;

/// One file, or several of one kind, joined to the sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinNote {
    /// What was joined, as the mapping or the profile calls it.
    pub file: String,
    /// The files; as the inputs, the one part that hangs on how rows are split into files.
    #[serde(default)]
    pub inputs: Vec<InputFile>,
    /// The rule in words.
    pub text: String,
    /// Rows read = used + unused.
    pub rows: u64,
    /// Rows whose cells are cells of a session.
    pub used: u64,
    /// Rows that are not used, by reason.
    #[serde(default)]
    pub unused: Vec<UnusedJoins>,
    /// Rows of sessions that have a row of it.
    pub sessions: u64,
}

/// Rows of a joined file that are not used for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnusedJoins {
    /// The reason.
    pub reason: UnusedJoin,
    /// How many.
    pub rows: u64,
}
