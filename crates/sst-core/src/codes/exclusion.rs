//! Why a row that was read is not used.

use super::codes;

codes! {
    /// Why a row is not used; rows read = used + excluded, always.
    Exclusion, "exclusion" {
        /// No usable `session_date`.
        NoSessionDate = "no_session_date",
        /// Nothing but delimiters.
        BlankRow = "blank_row",
        /// The cells of the row cannot be told apart.
        UnreadableRow = "unreadable_row",
        /// The header line once more.
        RepeatedHeader = "repeated_header",
        /// The export says that the row is no session: a preview, another event, another form.
        NotASession = "not_a_session",
        /// The same record with the same `session_id` was already used.
        Duplicate = "duplicate",
        /// Different records carry the same `session_id`: none of them is used.
        ConflictingId = "conflicting_id",
        /// The session lies after the data's as-of date.
        AfterAsOf = "after_as_of",
        /// `--unit client` needs a client id, and the row has none.
        NoClientId = "no_client_id",
    }
}
