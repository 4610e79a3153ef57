//! What a distribution or a mean can be of.

use crate::definitions::Definitions;
use crate::measure::Population;
use crate::record::Question;

/// Something with a value per session, or per client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// The answers to a question, by place on its scale.
    Answers(Question),
    /// Days from request to session.
    WaitDays,
    /// Minutes waited.
    WaitMinutes,
    /// Attended sessions of a client.
    SessionsPerClient,
    /// Scores of an instrument (by place), in thousandths: before, or after when `post`.
    Scores {
        /// The instrument's place in the definitions.
        instrument: usize,
        /// Whether these are the scores after the session.
        post: bool,
    },
}

impl Quantity {
    /// Every quantity these definitions know, in a fixed order.
    pub fn all(definitions: &Definitions) -> Vec<Self> {
        let asked = Question::ALL.into_iter().filter(|question| {
            !matches!(question, Question::GoalSet | Question::NextStepSet | Question::FollowUpAsked)
        });
        let scores = (0..definitions.instruments.len())
            .flat_map(|instrument| [false, true].map(|post| Self::Scores { instrument, post }));
        asked
            .map(Self::Answers)
            .chain([Self::WaitDays, Self::WaitMinutes, Self::SessionsPerClient])
            .chain(scores)
            .collect()
    }

    /// The column's name, or `wait_days`, `sessions_per_client`.
    pub fn name(self, definitions: &Definitions) -> String {
        match self {
            Self::Answers(question) => question.column().to_owned(),
            Self::WaitDays => "wait_days".to_owned(),
            Self::WaitMinutes => "wait_minutes".to_owned(),
            Self::SessionsPerClient => "sessions_per_client".to_owned(),
            Self::Scores { instrument, post } => {
                format!("{}_{}", definitions.instruments[instrument].id, if post { "post" } else { "pre" })
            }
        }
    }

    /// The instrument it is a score of.
    pub fn instrument(self, definitions: &Definitions) -> Option<&str> {
        match self {
            Self::Scores { instrument, .. } => Some(&definitions.instruments[instrument].id),
            _ => None,
        }
    }

    /// Whose values count.
    pub(crate) fn population(self) -> Population {
        match self {
            Self::Answers(Question::GoalMet) => Population::AttendedUnlessNo(Question::GoalSet),
            Self::Answers(Question::NextStepDone) => Population::AttendedUnlessNo(Question::NextStepSet),
            _ => Population::Attended,
        }
    }

    /// Whether the data has it.
    pub fn is_collected(self, definitions: &Definitions) -> bool {
        let has = |column: &str| definitions.collected.contains(column);
        match self {
            Self::WaitDays => has("request_date") || has("access"),
            Self::SessionsPerClient => has("client_id"),
            _ => has(&self.name(definitions)),
        }
    }
}
