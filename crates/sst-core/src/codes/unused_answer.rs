//! Why a row of an anonymous follow-up file is not used.

use super::codes;

codes! {
    /// Why a row of an anonymous follow-up file is not used; rows read = used + unused, always.
    UnusedAnswer, "unused_answer" {
        /// Nothing but delimiters.
        BlankRow = "blank_row",
        /// The cells of the row cannot be told apart.
        UnreadableRow = "unreadable_row",
        /// The header line once more.
        RepeatedHeader = "repeated_header",
        /// The export says that the row is no answer: a preview, another form.
        NotAnAnswer = "not_an_answer",
        /// No usable date.
        NoDate = "no_date",
        /// No follow-up question is answered.
        NoAnswer = "no_answer",
        /// Dated after the as-of date.
        AfterAsOf = "after_as_of",
    }
}
