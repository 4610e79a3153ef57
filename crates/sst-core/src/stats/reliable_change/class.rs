//! The five exclusive classes.

use super::ReliableChange;

/// Where a person stands at the end; everybody with both scores is in exactly one class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChangeClass {
    /// Reliably improved, and from the clinical to the non-clinical range.
    Recovered,
    /// Any other reliable improvement.
    Improved,
    /// No reliable change, whichever cut-off was crossed.
    Unchanged,
    /// Reliable deterioration that is not harm.
    Deteriorated,
    /// Reliably deteriorated, and from the non-clinical to the clinical range.
    Harmed,
}

impl ChangeClass {
    /// Every class, best first.
    pub const ALL: [Self; 5] = [Self::Recovered, Self::Improved, Self::Unchanged, Self::Deteriorated, Self::Harmed];

    /// The id in results.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Recovered => "recovered",
            Self::Improved => "improved",
            Self::Unchanged => "unchanged",
            Self::Deteriorated => "deteriorated",
            Self::Harmed => "harmed",
        }
    }

    /// The class of a change between two ranges; `is_case_*`: the score lies in the clinical range.
    ///
    /// ```
    /// use sst_core::stats::{ChangeClass, ReliableChange};
    /// assert_eq!(ChangeClass::of(ReliableChange::Improved, true, false), ChangeClass::Recovered);
    /// // Crossing a cut-off within measurement error is not recovery here.
    /// assert_eq!(ChangeClass::of(ReliableChange::Unchanged, true, false), ChangeClass::Unchanged);
    /// ```
    pub const fn of(change: ReliableChange, is_case_pre: bool, is_case_post: bool) -> Self {
        match (change, is_case_pre, is_case_post) {
            (ReliableChange::Improved, true, false) => Self::Recovered,
            (ReliableChange::Improved, ..) => Self::Improved,
            (ReliableChange::Unchanged, ..) => Self::Unchanged,
            (ReliableChange::Deteriorated, false, true) => Self::Harmed,
            (ReliableChange::Deteriorated, ..) => Self::Deteriorated,
        }
    }
}
