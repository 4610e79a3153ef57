//! What one pair of scores says.

/// Whether a score moved further than its measurement error, and which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Reliably worse.
    Worse,
    /// Within the measurement error.
    Within,
    /// Reliably better.
    Better,
}

/// What one pair of scores says under a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Verdict {
    /// Whether the change is reliable; `None` where the rule knows no reliable change.
    pub direction: Option<Direction>,
    /// Whether the score before is in the clinical range; `None` where the rule knows no cut-off.
    pub was_case: Option<bool>,
    /// Whether the score after is.
    pub is_case: Option<bool>,
}

/// The five classes, which exclude each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeClass {
    /// Reliably better, and from the clinical to the non-clinical range.
    Recovered,
    /// Reliably better otherwise.
    Improved,
    /// No reliable change.
    Unchanged,
    /// Reliably worse otherwise.
    Deteriorated,
    /// Reliably worse, and from the non-clinical to the clinical range.
    Harmed,
}

impl ChangeClass {
    /// The classes, from the best to the worst.
    pub const ALL: [Self; 5] = [Self::Recovered, Self::Improved, Self::Unchanged, Self::Deteriorated, Self::Harmed];

    /// The class as documents name it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Recovered => "recovered",
            Self::Improved => "improved",
            Self::Unchanged => "unchanged",
            Self::Deteriorated => "deteriorated",
            Self::Harmed => "harmed",
        }
    }
}

impl Verdict {
    /// The class of the pair; `None` where reliable change is unknown. Without a cut-off nobody is recovered or harmed.
    pub fn class(self) -> Option<ChangeClass> {
        Some(match (self.direction?, self.was_case, self.is_case) {
            (Direction::Better, Some(true), Some(false)) => ChangeClass::Recovered,
            (Direction::Better, ..) => ChangeClass::Improved,
            (Direction::Within, ..) => ChangeClass::Unchanged,
            (Direction::Worse, Some(false), Some(true)) => ChangeClass::Harmed,
            (Direction::Worse, ..) => ChangeClass::Deteriorated,
        })
    }
}
