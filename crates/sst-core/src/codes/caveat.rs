//! What a reader must know before quoting an estimate.

use super::codes;

codes! {
    /// A caveat that travels with an estimate.
    Caveat, "caveat" {
        /// Fewer than 10 answers.
        SmallN = "small_n",
        /// Fewer than half of those eligible answered.
        LowResponse = "low_response",
        /// All or none said yes, and clients answered more than once.
        ClusterEdge = "cluster_edge",
        /// The interval asked for takes no account of clients who answered more than once.
        RepeatsIgnored = "repeats_ignored",
        /// A measure made of any of several: such measures come out higher.
        AnyOfSeveral = "any_of_several",
        /// Many cells of the question could not be read and count as missing.
        NotUnderstood = "not_understood",
        /// Some follow-ups are not due yet; their sessions are left out, answered or not.
        SomeNotDue = "some_not_due",
        /// A session can stand in several groups: the groups do not add up to the whole.
        OverlappingGroups = "overlapping_groups",
        /// Standardised change has no interval where clients have several pairs of scores.
        NoIntervalForRepeats = "no_interval_for_repeats",
        /// A standard's own percentage counts those without a score after as a no.
        OfficialCountsUnpairedAsNo = "official_counts_unpaired_as_no",
        /// No client ids: repeated clients cannot be told apart.
        NoClientIds = "no_client_ids",
        /// Scores of 0 before have no percentage: under a percentage rule they are in no class and no denominator.
        NoPercentageOfZero = "no_percentage_of_zero",
        /// Answers of an anonymous form: counted by their own date and site, each as a client's only one.
        UnlinkedFollowUp = "unlinked_follow_up",
        /// More anonymous answers than sessions that could be asked: the denominators do not fit.
        MoreAnswersThanSessions = "more_answers_than_sessions",
        /// Fewer than five studies: how far studies differ is hardly known.
        FewStudies = "few_studies",
        /// Some studies are at 0% or 100%, where the logit needs 1/2 added.
        StudiesAtEdge = "studies_at_edge",
        /// The studies define differently what they count.
        DefinitionsDiffer = "definitions_differ",
        /// Clients are in several of the groups, and the test of all of them takes no account of that.
        SharedClientsIgnored = "shared_clients_ignored",
        /// Some expected counts are below 5, so the p is rough.
        SmallExpected = "small_expected",
        /// A period that is compared reaches beyond the last day the data can speak for.
        PeriodBeyondData = "period_beyond_data",
        /// A published percentage without its count: its own uncertainty is not known.
        UncertaintyUnknown = "uncertainty_unknown",
        /// A published figure that does not say out of whom.
        DenominatorUnstated = "denominator_unstated",
    }
}
