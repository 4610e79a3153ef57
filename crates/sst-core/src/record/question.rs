//! The coded questions of the record layout, each with its scale.

/// A coded column. Its codes stand in the order of its scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Question {
    /// `helpfulness`, 1-5.
    Helpfulness,
    /// `satisfaction`, 1-5.
    Satisfaction,
    /// `change_rating`.
    ChangeRating,
    /// `enough`.
    Enough,
    /// `goal_set`.
    GoalSet,
    /// `goal_met`.
    GoalMet,
    /// `next_step_set`.
    NextStepSet,
    /// `next_step_done`.
    NextStepDone,
    /// `followup_asked`.
    FollowUpAsked,
    /// `return_reason`.
    ReturnReason,
    /// `no_return_reason`.
    NoReturnReason,
}

/// A place on a question's scale, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub(super) u8);

impl Code {
    /// The place on the scale, from 1; for ratings it is the rating.
    pub const fn place(self) -> u8 {
        self.0
    }
}

/// A set of codes of one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct CodeSet(u16);

impl CodeSet {
    /// The places from `place` to the end of the scale.
    pub const fn at_least(place: u8) -> Self {
        Self(u16::MAX << place)
    }

    /// These places.
    pub const fn of(places: &[u8]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < places.len() {
            bits |= 1 << places[i];
            i += 1;
        }
        Self(bits)
    }

    /// Whether the code is in the set.
    pub const fn contains(self, code: Code) -> bool {
        self.0 & (1 << code.0) != 0
    }
}

impl Question {
    /// How many questions there are.
    pub const COUNT: usize = 11;

    /// Every question.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Helpfulness,
        Self::Satisfaction,
        Self::ChangeRating,
        Self::Enough,
        Self::GoalSet,
        Self::GoalMet,
        Self::NextStepSet,
        Self::NextStepDone,
        Self::FollowUpAsked,
        Self::ReturnReason,
        Self::NoReturnReason,
    ];

    /// The column's name.
    pub const fn column(self) -> &'static str {
        match self {
            Self::Helpfulness => "helpfulness",
            Self::Satisfaction => "satisfaction",
            Self::ChangeRating => "change_rating",
            Self::Enough => "enough",
            Self::GoalSet => "goal_set",
            Self::GoalMet => "goal_met",
            Self::NextStepSet => "next_step_set",
            Self::NextStepDone => "next_step_done",
            Self::FollowUpAsked => "followup_asked",
            Self::ReturnReason => "return_reason",
            Self::NoReturnReason => "no_return_reason",
        }
    }

    /// The question in that column.
    pub fn of_column(column: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|question| question.column() == column)
    }

    /// The codes, in the order of the scale.
    pub const fn codes(self) -> &'static [&'static str] {
        match self {
            Self::Helpfulness | Self::Satisfaction => &["1", "2", "3", "4", "5"],
            Self::ChangeRating => &["much_better", "better", "same", "worse", "much_worse"],
            Self::Enough => &["yes", "no", "unsure"],
            Self::GoalSet | Self::NextStepSet | Self::FollowUpAsked => &["yes", "no"],
            Self::GoalMet | Self::NextStepDone => &["yes", "partly", "no"],
            Self::ReturnReason => &["planned", "not_enough", "new_problem", "other"],
            Self::NoReturnReason => &["got_what_i_needed", "not_helpful", "barrier", "elsewhere", "plans_to", "other"],
        }
    }

    /// Whether the codes are numbers.
    pub const fn is_rating(self) -> bool {
        matches!(self, Self::Helpfulness | Self::Satisfaction)
    }

    /// Reads a code; case, spaces, `-` and `_` do not matter. A rating may be written `4.0`, as spreadsheets do.
    pub fn parse(self, text: &str) -> Option<Code> {
        let text = if self.is_rating() { text.strip_suffix(".0").unwrap_or(text) } else { text };
        let place = self.codes().iter().position(|code| normalise(code).eq(normalise(text)))?;
        Some(Code(place as u8 + 1))
    }

    /// The code at that place of the scale, from 1.
    pub fn code_at(self, place: u8) -> Option<Code> {
        (place >= 1 && usize::from(place) <= self.codes().len()).then_some(Code(place))
    }
}

/// A coded word or header without what does not matter in it (case, spaces, `-` and `_`), for comparing.
pub fn plain(text: &str) -> String {
    normalise(text).collect()
}

/// A coded word without what does not matter in it: case, spaces, `-` and `_`.
pub(crate) fn normalise(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| !matches!(c, ' ' | '-' | '_' | '\u{a0}')).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_whatever_their_case_and_joints() {
        let better = Question::ChangeRating.parse("Much Better").expect("a code");
        assert_eq!(better.place(), 1);
        assert_eq!(Question::NoReturnReason.parse("got-what_I needed").map(Code::place), Some(1));
        assert_eq!(Question::Helpfulness.parse("4.0").map(Code::place), Some(4));
        assert_eq!(Question::Helpfulness.parse("4.5"), None);
        assert_eq!(Question::Helpfulness.parse("6"), None);
        assert_eq!(Question::Enough.parse(""), None);
    }

    #[test]
    fn sets_hold_what_they_say() {
        let helpful = CodeSet::at_least(4);
        let places: Vec<u8> = (1..=5).filter(|&p| helpful.contains(Code(p))).collect();
        assert_eq!(places, [4, 5]);
        assert!(CodeSet::of(&[1, 2]).contains(Code(2)) && !CodeSet::of(&[1, 2]).contains(Code(3)));
    }

    #[test]
    fn questions_stand_at_their_own_number() {
        for (i, question) in Question::ALL.into_iter().enumerate() {
            assert_eq!(question as usize, i);
            assert_eq!(Question::of_column(question.column()), Some(question));
        }
    }
}
