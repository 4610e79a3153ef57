//! What was noticed in the data and is told, cell by cell or row by row.

use super::codes;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; nothing was lost.
    Info,
    /// A cell was treated as missing, or something looks wrong.
    Warning,
    /// A row was lost, or a column could not be used.
    Error,
}

codes! {
    /// A finding: something in the data that did not parse or does not fit; never with the value.
    Finding, "finding" {
        /// A date that is not in the column's format, or does not exist.
        InvalidDate = "invalid_date",
        /// A date as YYYY-MM-DD, or a real date of a workbook, in a column of dates that are written otherwise.
        MixedDates = "mixed_dates",
        /// A number was expected.
        InvalidNumber = "invalid_number",
        /// A label that is not among the values of a coded column.
        UnmappedValue = "unmapped_value",
        /// Several choices are marked where one answer can be.
        SeveralChoices = "several_choices",
        /// Most labels of a column are not among its values: the wording has changed, or the column is another.
        RewordedColumn = "reworded_column",
        /// A label of a group that its `values` do not name: it stands as a group of its own.
        NewLabel = "new_label",
        /// A rating outside its scale.
        RatingOutOfRange = "rating_out_of_range",
        /// A questionnaire score outside the instrument's range.
        ScoreOutOfRange = "score_out_of_range",
        /// A score finer than the instrument's unit.
        ScoreTooFine = "score_too_fine",
        /// A sum of items in the column of the converted score.
        ScoreNotConverted = "score_not_converted",
        /// The score in its column is not the one that the items give.
        ScoreDiffersFromItems = "score_differs_from_items",
        /// Some items are answered, and too few for a score.
        TooManyItemsMissing = "too_many_items_missing",
        /// A score of which some items were missing.
        ScoreProrated = "score_prorated",
        /// A total that was not given, made from items or scales.
        ScoreFromItems = "score_from_items",
        /// A score that was converted from the sum of the items.
        ScoreConverted = "score_converted",
        /// A row of the scores file without client, date or questionnaire.
        IncompleteScore = "incomplete_score",
        /// A label in the scores file that stands for no questionnaire.
        UnknownMeasure = "unknown_measure",
        /// The scores file has different scores of a client on one day: none of them is used.
        ConflictingScore = "conflicting_score",
        /// The session and the scores file have different scores: neither is used.
        ScoreDiffersFromTable = "score_differs_from_table",
        /// The session and a joined file have the same column and different cells: the session's is used.
        JoinedCellDiffers = "joined_cell_differs",
        /// Rows joined from among the sessions fill a column that the sessions leave blank: the sessions' is used.
        FilledInJoinOnly = "filled_in_join_only",
        /// Several scores at one occasion: their mean is used.
        ScoresAveraged = "scores_averaged",
        /// A date of digits that lost its leading zero.
        LeadingZeroLost = "leading_zero_lost",
        /// A waiting time that is negative or impossibly long.
        WaitOutOfRange = "wait_out_of_range",
        /// No status in a file that has the column: the row is in no measure.
        BlankStatus = "blank_status",
        /// No client id in a file that has the column: the row is a client of its own.
        BlankClientId = "blank_client_id",
        /// The follow-up was answered before the session.
        FollowUpBeforeSession = "follow_up_before_session",
        /// The session was requested after it took place.
        RequestAfterSession = "request_after_session",
        /// Care was closed before the session.
        ClosedBeforeSession = "closed_before_session",
        /// A follow-up answer although `followup_asked` is no.
        AnsweredButNotAsked = "answered_but_not_asked",
        /// Ratings on a row that was not attended: they count in no measure.
        AnswersWithoutAttendance = "answers_without_attendance",
        /// A follow-up answered after the data's as-of date: treated as absent.
        AnswerAfterAsOf = "answer_after_as_of",
        /// An anonymous answer of a month, or of a site, without any attended session: in no group, only in the whole.
        AnswerWithoutSession = "answer_without_session",
        /// The latest attended date lies more than 60 days past the next one: a slip of the pen, so the next is used.
        IsolatedLatestDate = "isolated_latest_date",
        /// A row with fewer cells than the header.
        ShortRow = "short_row",
        /// A row with more cells than the header, so that cells cannot be told apart.
        LongRow = "long_row",
        /// The header line stands again among the data.
        RepeatedHeader = "repeated_header",
        /// A quote that opens a cell is never closed.
        UnterminatedQuote = "unterminated_quote",
        /// Text directly after a closing quote.
        TextAfterQuote = "text_after_quote",
        /// A quote inside a cell that does not begin with one.
        StrayQuote = "stray_quote",
        /// A quoted cell that spans lines and holds a row's worth of delimiters: rows may have been swallowed.
        SwallowedRows = "swallowed_rows",
        /// A cell with a NUL character.
        NulCharacter = "nul_character",
        /// A cell with bytes that are no text in the file's encoding.
        UndecodableText = "undecodable_text",
        /// A cell longer than any real one.
        HugeCell = "huge_cell",
        /// A cell that shows an error of the spreadsheet, as `#N/A`, or a formula without an outcome.
        ErrorCell = "error_cell",
        /// A header cell without a name over cells with values.
        BlankHeader = "blank_header",
        /// Two columns with one name.
        DuplicateHeader = "duplicate_header",
        /// A column that was not recognised and is not in the mapping: not used.
        UnusedColumn = "unused_column",
        /// A column that the mapping names is not in one of the files.
        AbsentColumn = "absent_column",
        /// Lines end in more than one way.
        MixedLineEndings = "mixed_line_endings",
        /// The data end further from today than `[expect]` allows. Never in a results document, which knows no clock.
        NotUpToDate = "not_up_to_date",
        /// Fewer attended sessions in the period than `[expect]` asks for.
        TooFewSessions = "too_few_sessions",
    }
}

impl Finding {
    /// Whether a cell that had something in it counts as missing because nothing could be made of it.
    pub const fn is_unread_cell(self) -> bool {
        matches!(
            self,
            Self::InvalidNumber
                | Self::UnmappedValue
                | Self::SeveralChoices
                | Self::RatingOutOfRange
                | Self::NulCharacter
                | Self::UndecodableText
                | Self::HugeCell
                | Self::ErrorCell
        )
    }

    /// How much this finding matters.
    pub const fn severity(self) -> Severity {
        match self {
            Self::UnterminatedQuote
            | Self::LongRow
            | Self::SwallowedRows
            | Self::DuplicateHeader
            | Self::RewordedColumn => Severity::Error,
            Self::BlankClientId
            | Self::NewLabel
            | Self::AnswerAfterAsOf
            | Self::ScoreProrated
            | Self::ScoreConverted
            | Self::ScoreFromItems
            | Self::ScoresAveraged
            | Self::LeadingZeroLost
            | Self::UnusedColumn
            | Self::MixedLineEndings
            | Self::BlankHeader => Severity::Info,
            _ => Severity::Warning,
        }
    }
}
