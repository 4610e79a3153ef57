//! Why a value is `null`.

use super::codes;

codes! {
    /// Why an estimate or interval is `null`.
    Reason, "reason" {
        /// Nobody could be asked: the denominator is empty.
        NoneEligible = "none_eligible",
        /// Nobody answered.
        NoAnswers = "no_answers",
        /// All answers come from one client: there is no interval.
        OneClient = "one_client",
        /// One value has no spread: there is no interval.
        OneAnswer = "one_answer",
        /// No reliable change is known for the questionnaire, and there is nothing to compute one from.
        NoReliableChange = "no_reliable_change",
        /// No cut-off is known for the questionnaire, and there are no norms to compute one from.
        NoCutoff = "no_cutoff",
        /// The answers are anonymous, and this would need to know whose they are.
        UnlinkedFollowUp = "unlinked_follow_up",
        /// There are more anonymous answers than sessions that could be asked, so who did not answer cannot be told.
        MoreAnswersThanSessions = "more_answers_than_sessions",
        /// One study: nothing is pooled, and nobody can say how far studies differ.
        OneStudy = "one_study",
        /// All studies have one estimate: their spread is 0, and there is no interval.
        StudiesAlike = "studies_alike",
        /// The studies decide no average: the likelihood has no highest point.
        NoMaximum = "no_maximum",
        /// Hidden to protect small numbers.
        Suppressed = "suppressed",
    }
}
