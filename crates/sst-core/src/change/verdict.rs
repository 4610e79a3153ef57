//! What one pair of scores says.

use crate::stats::{ChangeClass, ReliableChange};

/// What the scores of one session on one questionnaire say under a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ScoreFacts {
    /// Whether the score before is in the clinical range; `None` without the score, or without a cut-off.
    pub was_case: Option<bool>,
    /// Whether the score after is.
    pub is_case: Option<bool>,
    /// What both say; `None` without one of them.
    pub verdict: Option<Verdict>,
}

/// What one pair of scores says under a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Verdict {
    /// Whether the change is reliable; `None` where the rule knows no reliable change, or cannot judge this pair.
    pub direction: Option<ReliableChange>,
    /// Whether the rule is known and cannot judge this pair: a score of 0 before has no percentage.
    pub is_undefined: bool,
    /// Whether the score before is in the clinical range; `None` where the rule knows no cut-off.
    pub was_case: Option<bool>,
    /// Whether the score after is.
    pub is_case: Option<bool>,
    /// Whether it may still be, its own error allowed for: other than `is_case` only by Hageman and Arrindell's rule, for
    /// which nobody has recovered who may.
    pub may_be_case: Option<bool>,
}

impl Verdict {
    /// The class of the pair; `None` without a direction. Without a cut-off nobody is recovered or harmed.
    pub fn class(self) -> Option<ChangeClass> {
        let (was_case, is_case) = self.was_case.zip(self.may_be_case).unwrap_or((false, false));
        Some(ChangeClass::of(self.direction?, was_case, is_case))
    }
}
