//! Why a row of the scores file is not used.

use super::codes;

codes! {
    /// Why a row of the scores file is not used; rows read = used + unused, always.
    UnusedScore, "unused_score" {
        /// Nothing but delimiters.
        BlankRow = "blank_row",
        /// The cells of the row cannot be told apart.
        UnreadableRow = "unreadable_row",
        /// The header line once more.
        RepeatedHeader = "repeated_header",
        /// No client id.
        NoClient = "no_client",
        /// No usable date.
        NoDate = "no_date",
        /// The label stands for no questionnaire, or there is none.
        UnknownMeasure = "unknown_measure",
        /// A questionnaire that was not asked for.
        NotAskedFor = "not_asked_for",
        /// No score in the row.
        NoScore = "no_score",
        /// The score cannot be: no number, out of range, finer than the unit.
        InvalidScore = "invalid_score",
        /// The same score of the client on the same day once more.
        Duplicate = "duplicate",
        /// Different scores of the client on one day.
        Conflicting = "conflicting",
        /// Dated after the as-of date.
        AfterAsOf = "after_as_of",
        /// No session has this client id.
        ClientNotInSessions = "client_not_in_sessions",
        /// No attended session of the client has the date in its windows.
        NoSessionInWindow = "no_session_in_window",
        /// In the window of a session, where another score was nearer.
        AnotherIsNearer = "another_is_nearer",
        /// The session's own column has another score.
        DiffersFromSession = "differs_from_session",
    }
}
