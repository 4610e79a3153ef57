//! What is asked of the results.

use crate::results::By;

/// A gate: a share that a measure should reach.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    /// The measure.
    pub measure: String,
    /// The group.
    pub by: By,
    /// The share asked for.
    pub at_least: f64,
    /// The answers needed before it can fail.
    pub min_answered: u64,
    /// When it fails.
    pub fail_when: FailWhen,
}

/// When a gate fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FailWhen {
    /// The whole interval is below the share.
    #[default]
    ShownBelow,
    /// The lower end is below the share: strict, and fails a good service often.
    NotShown,
}
