//! What a published figure counts, out of whom, and who read it where.

use crate::codes::codes;

codes! {
    /// What counts as a yes.
    OutcomeKind, "benchmark-outcome" {
        /// The session was helpful.
        Helpful = "helpful",
        /// Satisfied with the session or the service.
        Satisfied = "satisfied",
        /// Any benefit, however small.
        SomeBenefit = "some_benefit",
        /// The problem is better, in the client's own words or rating.
        Improved = "improved",
        /// Better by a questionnaire or a clinician's criterion that is not named.
        ClinicallyImproved = "clinically_improved",
        /// A score improved beyond measurement error.
        ReliableImprovement = "reliable_improvement",
        /// A score worsened beyond measurement error.
        ReliableDeterioration = "reliable_deterioration",
        /// A score moved no further than measurement error.
        NoReliableChange = "no_reliable_change",
        /// Moved below the clinical cut-off.
        Recovery = "recovery",
        /// Moved below the cut-off and improved beyond measurement error.
        ReliableRecovery = "reliable_recovery",
        /// One session was enough, the client says.
        Enough = "enough",
        /// Did not come back because they had got what they needed.
        GotWhatNeeded = "got_what_needed",
        /// Wanted no further session when the first was over.
        NoFurtherWanted = "no_further_wanted",
        /// Had no further contact.
        NoFurtherContact = "no_further_contact",
        /// Came once, whatever the reason.
        AttendedOnce = "attended_once",
        /// Came again, or asked to.
        Returned = "returned",
        /// Did not come again within a time.
        DidNotReturn = "did_not_return",
        /// Why they came again.
        ReturnReason = "return_reason",
        /// Needed more help.
        NeededMore = "needed_more",
        /// Came to an appointment.
        Attended = "attended",
        /// Took up an offer.
        TookUp = "took_up",
        /// Answered the follow-up.
        Responded = "responded",
        /// Waited at most so long.
        Waited = "waited",
        /// A client of one group does better than a client of another.
        Superiority = "superiority",
        /// A study or review found an effect.
        PositiveStudy = "positive_study",
        /// Something else.
        Other = "other",
    }
}

codes! {
    /// Out of whom.
    DenominatorKind, "benchmark-denominator" {
        /// All who attended.
        Attended = "attended",
        /// Those who answered.
        Responded = "responded",
        /// Those with a score before and after.
        Paired = "paired",
        /// Those chosen by an answer or an outcome before.
        Conditional = "conditional",
        /// Those with an appointment.
        Scheduled = "scheduled",
        /// Those who were offered something, or began it.
        Offered = "offered",
        /// Those who finished a course of treatment.
        Course = "course",
        /// Nobody: a clinician's estimate.
        Estimate = "estimate",
        /// Pairs of clients of two groups.
        Comparison = "comparison",
        /// Reviews.
        Reviews = "reviews",
        /// Trials.
        Trials = "trials",
        /// The source does not say.
        Unstated = "unstated",
    }
}

codes! {
    /// How many sessions the figure is about.
    SessionsKind, "benchmark-sessions" {
        /// One.
        One = "one",
        /// Two or more.
        TwoOrMore = "two_or_more",
        /// Any number.
        AnyNumber = "any_number",
    }
}

codes! {
    /// Whether the source itself was read.
    Evidence, "benchmark-evidence" {
        /// Read at the source named.
        Verified = "verified",
        /// Read only as others quote it.
        SecondHand = "second_hand",
        /// From memory, not read.
        FromMemory = "from_memory",
        /// Given in the service's mapping file.
        Own = "own",
    }
}

codes! {
    /// A count that somebody made, or a claim without one.
    BenchmarkKind, "benchmark-kind" {
        /// A figure of a study or a register.
        Figure = "figure",
        /// A claim of the popular literature, or a reading of one.
        Claim = "claim",
    }
}
