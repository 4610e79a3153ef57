//! Why a row of a joined file is not used.

use super::codes;

codes! {
    /// Why a row of a joined file is not used; rows read = used + unused, always.
    UnusedJoin, "unused_join" {
        /// Nothing but delimiters.
        BlankRow = "blank_row",
        /// The cells of the row cannot be told apart.
        UnreadableRow = "unreadable_row",
        /// The header line once more.
        RepeatedHeader = "repeated_header",
        /// The rule `where` asks for other rows.
        NotSelected = "not_selected",
        /// No key that could find a session.
        NoKey = "no_key",
        /// No usable date.
        NoDate = "no_date",
        /// No session has this key.
        NoSession = "no_session",
        /// No session has this key, and one has the same number written otherwise, as 7 and 7.0.
        NumberWrittenOtherwise = "number_written_otherwise",
        /// The client has sessions, none of them near enough.
        OutsideWindow = "outside_window",
        /// Two sessions are equally near.
        EquallyNear = "equally_near",
        /// Another row of the file is nearer to the session.
        AnotherIsNearer = "another_is_nearer",
        /// Another row says the same of the session.
        Duplicate = "duplicate",
        /// Another row says something else of the session: none of them is used.
        Conflicting = "conflicting",
        /// The collection occasion of the measure is in no file.
        NoOccasion = "no_occasion",
        /// Neither the start nor the end of an episode.
        NotStartOrEnd = "not_start_or_end",
        /// The episode has no attended contact.
        NotAttended = "not_attended",
        /// A collection occasion without a measure that is used.
        NoMeasure = "no_measure",
        /// A version of the questionnaire that is not the one for this occasion.
        OtherVersion = "other_version",
        /// No score, and none that its items give.
        NoScore = "no_score",
    }
}

impl UnusedJoin {
    /// Whether the row should have found its session and did not; otherwise the rule passed it over.
    pub const fn is_lost(self) -> bool {
        matches!(
            self,
            Self::UnreadableRow
                | Self::NoKey
                | Self::NoDate
                | Self::NoSession
                | Self::NumberWrittenOtherwise
                | Self::EquallyNear
                | Self::Conflicting
                | Self::NoOccasion
        )
    }
}
