//! Which way a scale runs, and which way a person moved.

/// Which way is better. There is no default: a scale read the wrong way turns recovery into harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScaleDirection {
    /// A higher score is better.
    HigherIsBetter,
    /// A lower score is better.
    LowerIsBetter,
}

impl ScaleDirection {
    /// +1 where higher is better, -1 where lower is: what a change is multiplied by so that positive is better.
    pub const fn sign(self) -> f64 {
        match self {
            Self::HigherIsBetter => 1.0,
            Self::LowerIsBetter => -1.0,
        }
    }

    /// By how much a score got better, post - pre or pre - post, in the unit of the scores.
    ///
    /// ```
    /// use sst_core::stats::ScaleDirection;
    /// assert_eq!(ScaleDirection::LowerIsBetter.improvement(18_000, 12_000), 6_000);
    /// ```
    pub const fn improvement(self, pre: i32, post: i32) -> i64 {
        match self {
            Self::HigherIsBetter => post as i64 - pre as i64,
            Self::LowerIsBetter => pre as i64 - post as i64,
        }
    }
}

/// Which way a person moved by a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReliableChange {
    /// Better, by the rule.
    Improved,
    /// Neither.
    Unchanged,
    /// Worse, by the rule.
    Deteriorated,
}

impl ReliableChange {
    /// Every direction.
    pub const ALL: [Self; 3] = [Self::Improved, Self::Unchanged, Self::Deteriorated];

    /// The id in results.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Improved => "improved",
            Self::Unchanged => "unchanged",
            Self::Deteriorated => "deteriorated",
        }
    }

    /// From an index, positive where better: it must *exceed* the critical value; an index equal to it is no change.
    ///
    /// ```
    /// use sst_core::stats::ReliableChange;
    /// assert_eq!(ReliableChange::beyond(1.97, 1.959_964), ReliableChange::Improved);
    /// assert_eq!(ReliableChange::beyond(1.959_964, 1.959_964), ReliableChange::Unchanged);
    /// assert_eq!(ReliableChange::beyond(-2.0, 1.959_964), ReliableChange::Deteriorated);
    /// ```
    pub fn beyond(index: f64, critical: f64) -> Self {
        if index > critical {
            Self::Improved
        } else if index < -critical {
            Self::Deteriorated
        } else {
            Self::Unchanged
        }
    }
}
