//! The answer of one session to one measure: each state kept apart.

/// What one session says to one measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// Not in the measure's population.
    NotEligible,
    /// In the population, but the follow-up is not due yet: counted apart, answered or not.
    NotDue,
    /// Could be asked and was not, as far as the data says.
    NotAsked,
    /// Was asked, or may have been, and did not answer. Never a no.
    Missing,
    /// A measure of several parts: some say yes and others are missing. Whatever those would say it is a yes, but it is not
    /// counted as an answer, since a partial no could not be.
    PartlyYes,
    /// There is what there should be, and the event cannot happen: a score that was never in the clinical range cannot leave
    /// it, and a score of 0 has no percentage to change by. Not counted as an answer, and never a possible yes.
    CannotHappen,
    /// Answered, and the answer does not count as the event.
    No,
    /// Answered, and the answer counts as the event.
    Yes,
}

impl Answer {
    /// Whether the session is in the denominator of those who could be asked.
    pub const fn is_eligible(self) -> bool {
        !matches!(self, Self::NotEligible | Self::NotDue)
    }

    /// Whether there is an answer.
    pub const fn is_answered(self) -> bool {
        matches!(self, Self::No | Self::Yes)
    }
}
