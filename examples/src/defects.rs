//! What goes wrong in real exports: one cell that is not as it should be, or one row too many.

use crate::{labels::Column, prng::Prng};

/// The purpose of the streams that spoil rows.
const DEFECT_PURPOSE: u64 = 3;

/// Kinds of defects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Defect {
    /// A session date that is none, or none that exists: the row cannot be used.
    BadSessionDate,
    /// Another date that is none.
    BadDate,
    /// A questionnaire score outside its range.
    ScoreOutOfRange,
    /// A rating outside 1 to 5.
    RatingOutOfRange,
    /// A score that is no number, or finer than the questionnaire's unit.
    NotAScore,
    /// A label that nobody has heard of.
    UnknownLabel,
    /// A follow-up answered before its session.
    FollowUpBeforeSession,
    /// A session asked for after it took place.
    RequestAfterSession,
    /// The status left blank.
    BlankStatus,
    /// Spaces around a label; it means the same.
    StraySpaces,
    /// A label in other letters (`No Show`, `MUCH-BETTER`); it means the same.
    OtherCase,
    /// The same row twice.
    DuplicateRow,
    /// Another row with the session id of this one: neither can be used.
    ConflictingId,
}

impl Defect {
    /// All kinds.
    pub const ALL: [Self; 13] = [
        Self::BadSessionDate,
        Self::BadDate,
        Self::ScoreOutOfRange,
        Self::RatingOutOfRange,
        Self::NotAScore,
        Self::UnknownLabel,
        Self::FollowUpBeforeSession,
        Self::RequestAfterSession,
        Self::BlankStatus,
        Self::StraySpaces,
        Self::OtherCase,
        Self::DuplicateRow,
        Self::ConflictingId,
    ];

    /// Weights of the kinds, in their order.
    const WEIGHTS: [u64; 13] = [10, 8, 10, 8, 8, 12, 6, 6, 8, 14, 14, 10, 4];
}

/// What is wrong with one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spoilt {
    pub(crate) kind: Defect,
    /// The cell that is written instead; `None` for a row too many.
    pub(crate) cell: Option<(Column, Wrong)>,
}

/// What a spoilt cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// These words.
    Text(&'static str),
    /// The date of the session and this many days.
    DaysFromSession(i64),
    /// What belongs there, between spaces.
    Spaced,
    /// What belongs there, in capitals with hyphens.
    Capitals,
}

/// Decides whether row `number` is spoilt - `per_million` of the rows are - and how. Only cells that `is_filled` are spoilt.
pub(crate) fn spoil(seed: u64, number: u64, per_million: u64, is_filled: impl Fn(Column) -> bool) -> Option<Spoilt> {
    if per_million == 0 {
        return None;
    }
    let mut prng = Prng::stream(seed, DEFECT_PURPOSE, number);
    if prng.below(1_000_000) >= per_million {
        return None;
    }
    // Kinds are drawn until one fits the row; a session date is always there, so this ends.
    loop {
        let kind = Defect::ALL[prng.pick(&Defect::WEIGHTS)];
        let cell = cell(kind, &mut prng);
        if cell.is_none_or(|(column, _)| is_filled(column)) {
            return Some(Spoilt { kind, cell });
        }
    }
}

fn cell(kind: Defect, prng: &mut Prng) -> Option<(Column, Wrong)> {
    use Column as C;
    use Wrong::{Capitals, DaysFromSession, Spaced, Text};
    let choices: &[(Column, Wrong)] = match kind {
        Defect::BadSessionDate => &[
            (C::SessionDate, Text("2025-02-30")),
            (C::SessionDate, Text("n/a")),
            (C::SessionDate, Text("")),
            (C::SessionDate, Text("45678")),
        ],
        Defect::BadDate => &[
            (C::RequestDate, Text("last week")),
            (C::FollowupDate, Text("2025-13-01")),
            (C::ClosedDate, Text("00/00/0000")),
        ],
        Defect::ScoreOutOfRange => {
            &[(C::Phq9Pre, Text("72")), (C::Phq9Post, Text("99")), (C::Gad7Pre, Text("22")), (C::OrsPre, Text("-1"))]
        }
        Defect::RatingOutOfRange => {
            &[(C::Helpfulness, Text("6")), (C::Satisfaction, Text("0")), (C::Helpfulness, Text("45"))]
        }
        Defect::NotAScore => &[
            (C::Phq9Pre, Text("twelve")),
            (C::Phq9Pre, Text("11.5")),
            (C::Gad7Pre, Text("?")),
            (C::OrsPost, Text("21.75")),
        ],
        Defect::UnknownLabel => &[
            (C::Status, Text("see notes")),
            (C::ChangeRating, Text("up and down")),
            (C::Enough, Text("maybe")),
            (C::NextStepDone, Text("in progress")),
        ],
        Defect::FollowUpBeforeSession => {
            &[(C::FollowupDate, DaysFromSession(-3)), (C::FollowupDate, DaysFromSession(-30))]
        }
        Defect::RequestAfterSession => &[(C::RequestDate, DaysFromSession(1)), (C::RequestDate, DaysFromSession(12))],
        Defect::BlankStatus => &[(C::Status, Text(""))],
        Defect::StraySpaces => {
            &[(C::Status, Spaced), (C::Site, Spaced), (C::ChangeRating, Spaced), (C::SessionDate, Spaced)]
        }
        Defect::OtherCase => &[(C::Status, Capitals), (C::Enough, Capitals), (C::ChangeRating, Capitals)],
        Defect::DuplicateRow | Defect::ConflictingId => return None,
    };
    Some(choices[prng.below(choices.len() as u64) as usize])
}
